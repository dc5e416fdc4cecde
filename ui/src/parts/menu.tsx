// A button that opens a short list below itself.  Closes by Escape, by a click elsewhere, and
// when something in it was chosen.

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./icon";

export function Menu({ label, shown, children, end, plain }: {
    label: string; shown: ComponentChildren; children: ComponentChildren;
    end?: boolean; // opens towards the start, for buttons at the end edge
    plain?: boolean; // no arrow
}) {
    const [open, setOpen] = useState(false);
    const box = useRef<HTMLDivElement>(null);
    const button = useRef<HTMLButtonElement>(null);
    useEffect(() => {
        if (!open) return;
        const outside = (event: Event) => {
            if (!box.current?.contains(event.target as Node)) setOpen(false);
        };
        document.addEventListener("pointerdown", outside);
        document.addEventListener("focusin", outside);
        return () => {
            document.removeEventListener("pointerdown", outside);
            document.removeEventListener("focusin", outside);
        };
    }, [open]);
    const key = (event: KeyboardEvent) => {
        if (event.key !== "Escape" || !open) return;
        event.stopPropagation();
        setOpen(false);
        button.current?.focus();
    };
    const chosen = (event: MouseEvent) => {
        if ((event.target as Element).closest("a, button[data-done]")) setOpen(false);
    };
    return (
        <div class="menu" ref={box} onKeyDown={key}>
            <button type="button" class="quiet" ref={button} aria-expanded={open} aria-label={label}
                title={label} onClick={() => setOpen(!open)}>
                {shown}{!plain && <Icon name="down" />}
            </button>
            {open && <div class={end ? "menu-list end" : "menu-list"} onClick={chosen}>{children}</div>}
        </div>
    );
}
