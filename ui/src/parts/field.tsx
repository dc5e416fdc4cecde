// A question of a form: label, hint, what is wrong, and the control, tied together for those
// who hear the page.  A group of controls is a fieldset.

import type { ComponentChildren } from "preact";

interface Props {
    id: string; label: string; hint?: string | undefined; error?: string | undefined;
    group?: boolean; children: ComponentChildren;
}

export const describedBy = (id: string, hint?: string, error?: string): string | undefined =>
    [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;

export function Field({ id, label, hint, error, group, children }: Props) {
    const inside = (
        <>
            {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
            {error && <p class="field-error" id={`${id}-error`}>{error}</p>}
            {children}
        </>
    );
    const kind = error ? "field wrong" : "field";
    if (group)
        return (
            <fieldset class={kind} aria-describedby={describedBy(id, hint, error)}>
                <legend>{label}</legend>{inside}
            </fieldset>
        );
    return <div class={kind}><label for={id}>{label}</label>{inside}</div>;
}

export function Radios({ id, name, options, value, set }: {
    id: string; name: string; options: [string, string, string][]; value: string | undefined;
    set: (value: string) => void;
}) {
    return (
        <>
            {options.map(([key, text, more], i) => (
                <label class="choice" key={key}>
                    <input type="radio" name={name} id={i === 0 ? id : undefined} checked={value === key}
                        onChange={() => set(key)} />
                    <span>{text}{more && <small>{more}</small>}</span>
                </label>
            ))}
        </>
    );
}
