// Fields of the profile on the page: a single one, an object of several, a list of objects.

import { useState } from "preact/hooks";
import { Field, describedBy } from "../../parts/field";
import { Icon } from "../../parts/icon";
import { SpecialtyField } from "../../parts/specialty_field";
import { edit, record } from "../../state";
import type { Profile, SchemaField } from "../../types";
import { did } from "../../undo";
import { Control, inWords, isGroup } from "./controls";
import { fieldId, setAt, valueAt } from "./paths";
import { helpWords, words } from "./words";

export type Schema = Map<string, SchemaField>;

// The fields inside an object or a list of objects, by their last name.
export const inside = (schema: Schema, path: string): SchemaField[] => {
    const start = schema.get(path)?.kind === "list" ? `${path}[].` : `${path}.`;
    return [...schema.values()].filter((one) => one.label && one.path.startsWith(start) &&
        !/[.[]/.test(one.path.slice(start.length)));
};

const helpOf = (field: SchemaField): string => helpWords[field.path] ?? field.help;

const lastName = (path: string): string => path.split(".").pop()!;

// Changes a field and says so, with the way back.
export function change(path: string, label: string, value: unknown, say = words.changed(label)): void {
    const before = structuredClone(valueAt(record.value!.profile, path));
    if (JSON.stringify(before) === JSON.stringify(value)) return;
    edit((profile) => setAt(profile, path, value));
    did(say, () => edit((profile) => setAt(profile, path, before)));
}

const Sharpens = ({ field, said }: { field: SchemaField; said: boolean }) =>
    field.sharpens ? (
        <p class={said ? "sharpens said" : "sharpens"}>
            {said && <Icon name="check" />}<span>{field.required ? words.decides : words.sharpens} {field.sharpens.replace(/; null: .*$/, "")}.</span>
        </p>
    ) : null;

function Single({ field, path, profile }: { field: SchemaField; path: string; profile: Profile }) {
    const id = fieldId(path), value = valueAt(profile, path);
    const hint = helpOf(field) + (field.kind === "list" && !isGroup(field) ? ` ${words.listHint}` : "");
    return (
        <Field id={id} label={field.label} hint={hint} group={isGroup(field)}>
            <Control field={field} id={id} value={value} describedBy={describedBy(id, hint)}
                set={(next) => change(path, field.label, next)} />
        </Field>
    );
}

function Group({ schema, field, profile }: { schema: Schema; field: SchemaField; profile: Profile }) {
    return (
        <fieldset class="group">
            <legend>{field.label}</legend>
            <p class="hint">{helpOf(field)}</p>
            <div class="group-fields">
                {inside(schema, field.path).filter((one) => one.kind !== "list").map((one) => (
                    <Small key={one.path} field={one} path={one.path} value={valueAt(profile, one.path)}
                        set={(next) => change(one.path, `${field.label}: ${one.label}`, next)} />
                ))}
            </div>
            {inside(schema, field.path).filter((one) => one.kind === "list").map((one) => (
                <ObjectList key={one.path} schema={schema} field={one} profile={profile} />
            ))}
        </fieldset>
    );
}

// A field inside another: no hint of its own, less room.
function Small({ field, path, value, set }: {
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

// What an element of a list says, in one line.
function summary(fields: SchemaField[], one: Record<string, unknown>): string {
    return fields.flatMap((field) => {
        const value = one[lastName(field.path)];
        if (value === undefined || value === null || value === "") return [];
        if (value === true) return [field.label.toLowerCase()];
        if (value === false) return [`not ${field.label.toLowerCase()}`];
        if (field.kind === "enum") return [inWords(String(value))];
        return field.kind === "number" ? [`${value} ${field.label.toLowerCase()}`] : [String(value)];
    }).join(" · ");
}

function NewOne({ fields, label, path, close }: {
    fields: SchemaField[]; label: string; path: string; close: () => void;
}) {
    const [one, setOne] = useState<Record<string, unknown>>({});
    const [error, setError] = useState("");
    const save = (event: Event) => {
        event.preventDefault();
        const missing = fields.find((field) => field.required && one[lastName(field.path)] === undefined);
        if (missing) return setError(words.missing(missing.label));
        const all = (valueAt(record.value!.profile, path) as unknown[] | undefined) ?? [];
        change(path, label, [...all, one], words.added(label));
        close();
    };
    return (
        <form class="new-one card" onSubmit={save} noValidate>
            {error && <p class="field-error" role="alert">{error}</p>}
            <div class="group-fields">
                {fields.map((field) => {
                    const name = lastName(field.path);
                    return <Small key={name} field={field} path={`new.${path}.${name}`} value={one[name]} set={(value) => {
                        const { [name]: _, ...rest } = one;
                        setOne(value === undefined ? rest : { ...rest, [name]: value });
                    }} />;
                })}
            </div>
            <div class="row tight">
                <button type="submit" class="main small">{words.save}</button>
                <button type="button" class="small" onClick={close}>{words.cancel}</button>
            </div>
        </form>
    );
}

function ObjectList({ schema, field, profile }: { schema: Schema; field: SchemaField; profile: Profile }) {
    const [adding, setAdding] = useState(false);
    const fields = inside(schema, field.path);
    const all = valueAt(profile, field.path) as Record<string, unknown>[] | undefined;
    const remove = (at: number) =>
        change(field.path, field.label, all!.filter((_, i) => i !== at), words.removed(field.label));
    const mayBeNone = field.min === 0 && (field.path === "clinical_experience" || field.path === "letters");
    return (
        <fieldset class="group">
            <legend>{field.label}</legend>
            <p class="hint">{helpOf(field)}</p>
            {all?.length === 0 && <p>{words.isNone}</p>}
            {all && all.length > 0 && (
                <ul class="elements">
                    {all.map((one, i) => (
                        <li key={i}>
                            <span>{typeof one === "object" ? summary(fields, one) : String(one)}</span>
                            <button type="button" class="quiet small" onClick={() => remove(i)}>
                                <Icon name="trash" />{words.remove}<span class="hidden"> {summary(fields, one)}</span></button>
                        </li>
                    ))}
                </ul>
            )}
            {adding ? <NewOne fields={fields} label={field.label} path={field.path} close={() => setAdding(false)} />
                : <div class="row tight">
                    <button type="button" class="small" id={fieldId(field.path)} onClick={() => setAdding(true)}><Icon name="plus" />{words.add(field.label)}</button>
                    {mayBeNone && all === undefined && <button type="button" class="small" onClick={() => change(field.path, field.label, [])}>{words.none}</button>}
                </div>}
        </fieldset>
    );
}

// Specialties are chosen by name; those with a weight keep it.
function Specialties({ field, profile }: { field: SchemaField; profile: Profile }) {
    const id = fieldId(field.path), all = profile.specialties ?? [];
    const name = (one: string | { name: string }) => (typeof one === "string" ? one : one.name);
    return (
        <Field id={id} label={field.label} hint={helpOf(field)}>
            <SpecialtyField id={id} chosen={all.map(name)} describedBy={describedBy(id, helpOf(field))}
                set={(chosen) => chosen.length && change(field.path, field.label,
                    chosen.map((one) => all.find((each) => name(each) === one) ?? one))} />
        </Field>
    );
}

export function TopField({ schema, path, profile }: { schema: Schema; path: string; profile: Profile }) {
    const field = schema.get(path);
    if (!field) return null;
    const said = valueAt(profile, path) !== undefined;
    const objects = field.kind === "list" && inside(schema, path).length > 0;
    return (
        <div class="about-field" id={`about-${path}`}>
            {path === "specialties" ? <Specialties field={field} profile={profile} />
                : field.kind === "object" ? <Group schema={schema} field={field} profile={profile} />
                    : objects ? <ObjectList schema={schema} field={field} profile={profile} />
                        : <Single field={field} path={path} profile={profile} />}
            <Sharpens field={field} said={said} />
        </div>
    );
}
