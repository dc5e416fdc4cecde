// A modal dialog: the browser's own, which keeps the focus inside and gives it back.  The focus
// starts on what is marked `data-first`, else on the button that closes it.

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { words } from "../words";
import { Icon } from "./icon";

export function Dialog({ title, close, children, wide }: {
    title: string; close: () => void; children: ComponentChildren; wide?: boolean;
}) {
    const box = useRef<HTMLDialogElement>(null);
    useLayoutEffect(() => {
        const dialog = box.current!;
        if (!dialog.open) dialog.showModal();
        const first = dialog.querySelector<HTMLElement>("[data-first]");
        first?.focus();
        if (first instanceof HTMLInputElement && first.type === "text") first.setSelectionRange(first.value.length, first.value.length);
        return () => dialog.close();
    }, []);
    return (
        <dialog ref={box} class={wide ? "wide" : undefined} aria-label={title}
            onCancel={(event) => (event.preventDefault(), close())}
            onClick={(event) => event.target === box.current && close()}>
            <div class="dialog-body">
                <header class="dialog-head">
                    <h2>{title}</h2>
                    <button type="button" class="quiet" onClick={close} aria-label={words.keys.close}>
                        <Icon name="close" />
                    </button>
                </header>
                {children}
            </div>
        </dialog>
    );
}
