// Fields of the profile on the page: a single one, an object of several, a list of objects.

import { Field, describedBy } from "../../parts/field";
import { Icon } from "../../parts/icon";
import { SpecialtyField } from "../../parts/specialty_field";
import { edit, record } from "../../state";
import type { Profile, SchemaField } from "../../types";
import { did } from "../../undo";
import { Control, isGroup } from "./controls";
import { ElementList, Small } from "./element_list";
import { fieldId, setAt, valueAt } from "./paths";
import { helpWords, words } from "./words";

export type Schema = Map<string, SchemaField>;

// The fields inside an object or a list of objects, by their last name.
export const inside = (schema: Schema, path: string): SchemaField[] => {
    const start = schema.get(path)?.kind === "list" ? `${path}[].` : `${path}.`;
    return [...schema.values()].filter((one) => one.label && one.path.startsWith(start) &&
        !/[.[]/.test(one.path.slice(start.length)));
};

export const helpOf = (field: SchemaField): string => helpWords[field.path] ?? field.help;

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

function ObjectList({ schema, field, profile }: { schema: Schema; field: SchemaField; profile: Profile }) {
    const all = valueAt(profile, field.path) as unknown[] | undefined;
    const mayBeNone = field.min === 0 && (field.path === "clinical_experience" || field.path === "letters");
    return (
        <fieldset class="group">
            <legend>{field.label}</legend>
            <p class="hint">{helpOf(field)}</p>
            <ElementList field={field} fields={inside(schema, field.path)} all={all}
                set={(next, say) => change(field.path, field.label, next, say)}
                more={mayBeNone && all === undefined && <button type="button" class="small" onClick={() => change(field.path, field.label, [])}>{words.none}</button>} />
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
