// A list of things with several fields each (experiences, letters, ties): what is there, one
// more, another value, one less.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "../../parts/icon";
import type { SchemaField } from "../../types";
import { Control, inWords, isGroup } from "./controls";
import { fieldId } from "./paths";
import { words } from "./words";

export type Element = Record<string, unknown>;

const lastName = (path: string): string => path.split(".").pop()!;

// A field inside another: no hint of its own, less room.
export function Small({ field, path, value, set }: {
    field: SchemaField; path: string; value: unknown; set: (value: unknown) => void;
}) {
    const id = fieldId(path);
    return (
        <div class="small-field">
            {isGroup(field) ? <span class="small-label" aria-hidden="true">{field.label}</span>
                : <label class="small-label" for={id}>{field.label}</label>}
            <Control field={field} id={id} value={value} set={set} />
        </div>
    );
}

// A label within a sentence: "from the US".
const within = (label: string): string => label.replace(/^[A-Z](?=[a-z])/, (c) => c.toLowerCase());

// What an element of a list says, in one line.
export function summary(fields: SchemaField[], one: unknown): string {
    if (one === null || typeof one !== "object") return String(one);
    return fields.flatMap((field) => {
        const value = (one as Element)[lastName(field.path)];
        if (value === undefined || value === null || value === "") return [];
        if (value === true) return [within(field.label)];
        if (value === false) return [`not ${within(field.label)}`];
        if (Array.isArray(value)) return [value.map((each) => inWords(String(each))).join(", ")];
        if (field.kind === "enum") return [inWords(String(value))];
        return field.kind === "number" ? [/^How /.test(field.label) ? `${value} ×` : `${value} ${within(field.label)}`] : [String(value)];
    }).join(" · ");
}

function ElementForm({ fields, path, given, verb, keep, close }: {
    fields: SchemaField[]; path: string; given: Element; verb: string;
    keep: (one: Element) => void; close: () => void;
}) {
    const [one, setOne] = useState<Element>(given);
    const [error, setError] = useState("");
    const save = (event: Event) => {
        event.preventDefault();
        const missing = fields.find((field) => field.required && one[lastName(field.path)] === undefined);
        if (missing) return setError(words.missing(missing.label));
        keep(one);
        close();
    };
    return (
        <form class="new-one card" onSubmit={save} noValidate>
            {error && <p class="field-error" role="alert">{error}</p>}
            <div class="group-fields">
                {fields.map((field) => {
                    const name = lastName(field.path);
                    return <Small key={name} field={field} path={`new.${path}.${name}`} value={one[name]} set={(value) =>
                        setOne((before) => {
                            const { [name]: _, ...rest } = before;
                            return value === undefined ? rest : { ...rest, [name]: value };
                        })} />;
                })}
            </div>
            <div class="row tight">
                <button type="submit" class="main small">{verb}</button>
                <button type="button" class="small" onClick={close}>{words.cancel}</button>
            </div>
        </form>
    );
}

// `more` stands beside the button that adds.
export function ElementList({ field, fields, all, set, more }: {
    field: SchemaField; fields: SchemaField[]; all: unknown[] | undefined;
    set: (next: unknown[], say: string) => void; more?: ComponentChildren;
}) {
    const [open, setOpen] = useState<number | "new" | null>(null);
    const { label, path } = field, list = all ?? [];
    return (
        <>
            {all?.length === 0 && <p>{words.isNone}</p>}
            {list.length > 0 && (
                <ul class="elements">
                    {list.map((one, i) => (open === i ? (
                        <li key={i} class="open">
                            <ElementForm fields={fields} path={path} given={one as Element} verb={words.saveChange} close={() => setOpen(null)}
                                keep={(next) => set(list.map((each, k) => (k === i ? next : each)), words.changed(label))} />
                        </li>
                    ) : (
                        <li key={i}>
                            <span>{summary(fields, one)}</span>
                            <span class="row tight">
                                {one !== null && typeof one === "object" && (
                                    <button type="button" class="quiet small" onClick={() => setOpen(i)}>
                                        {words.changeOne}<span class="hidden"> {summary(fields, one)}</span></button>
                                )}
                                <button type="button" class="quiet small" onClick={() => (setOpen(null), set(list.filter((_, k) => k !== i), words.removed(label)))}>
                                    <Icon name="trash" />{words.remove}<span class="hidden"> {summary(fields, one)}</span></button>
                            </span>
                        </li>
                    )))}
                </ul>
            )}
            {open === "new" ? <ElementForm fields={fields} path={path} given={{}} verb={words.save} close={() => setOpen(null)}
                    keep={(one) => set([...list, one], words.added(label))} />
                : <div class="row tight">
                    <button type="button" class="small" id={fieldId(path)} onClick={() => setOpen("new")}><Icon name="plus" />{words.add(label)}</button>
                    {more}
                </div>}
        </>
    );
}
