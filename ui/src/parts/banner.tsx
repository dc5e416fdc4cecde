// A line above the page that says what holds for all of it.

import type { ComponentChildren } from "preact";
import { Icon } from "./icon";

export const Banner = ({ kind, text, children }: {
    kind: "offline" | "note"; text: string; children?: ComponentChildren;
}) => (
    <div class={`banner ${kind}`} role="status">
        {kind === "offline" && <Icon name="warning" />}
        <p>{text}</p>
        {children}
    </div>
);
