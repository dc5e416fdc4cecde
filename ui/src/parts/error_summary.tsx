// What is wrong in a form, at its top, each line a link to its field.  It takes the focus when
// it appears, so that it is read out.

import { useEffect, useRef } from "preact/hooks";

export interface Wrong { id: string; text: string }

export function ErrorSummary({ title, wrong }: { title: string; wrong: Wrong[] }) {
    const box = useRef<HTMLDivElement>(null);
    useEffect(() => {
        if (wrong.length) box.current?.focus();
    }, [wrong]);
    if (!wrong.length) return null;
    const jump = (id: string) => (event: MouseEvent) => {
        event.preventDefault();
        const field = document.getElementById(id);
        field?.scrollIntoView({ block: "center" });
        field?.focus();
    };
    return (
        <div class="error-summary" role="alert" tabIndex={-1} ref={box} aria-labelledby="error-title">
            <h2 id="error-title">{title}</h2>
            <ul>{wrong.map((one) => (
                <li key={one.id}><a href={`#${one.id}`} onClick={jump(one.id)}>{one.text}</a></li>
            ))}</ul>
        </div>
    );
}
