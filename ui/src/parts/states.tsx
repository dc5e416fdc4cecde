// Empty, loading and failed: the three states in which a page has nothing else to show.

import type { ComponentChildren } from "preact";
import { ApiError, Unreachable } from "../api";
import { words } from "../words";

export const Loading = ({ text = words.loading }: { text?: string }) => (
    <p class="loading" role="status">{text}</p>
);

export function Empty({ title, text, action }: {
    title: string; text: ComponentChildren; action?: ComponentChildren;
}) {
    return (
        <section class="empty">
            <h1>{title}</h1>
            <p>{text}</p>
            {action && <p>{action}</p>}
        </section>
    );
}

// What went wrong, in words that name the way out.
export function Failed({ error, again, inline }: {
    error: Error; again?: () => void; inline?: boolean;
}) {
    const away = error instanceof Unreachable;
    const missing = error instanceof ApiError && error.status === 404;
    const title = away ? words.error.offlineTitle
        : missing ? words.error.missingProfile : words.error.title;
    const text = away ? words.error.offlineText
        : missing ? words.error.missingProfileText : error.message;
    const Heading = inline ? "h2" : "h1";
    return (
        <section class="failed" role="alert">
            <Heading>{title}</Heading>
            <p>{text}</p>
            <p class="row">
                {again && <button type="button" onClick={again}>{words.error.again}</button>}
                {missing && <a class="button" href="/">{words.pages.home}</a>}
            </p>
        </section>
    );
}
