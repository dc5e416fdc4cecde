// The form of changes: one row a change, each with what the profile says now beside it.

import { useId } from "preact/hooks";
import { Icon } from "../../parts/icon";
import { record, session } from "../../state";
import type { Json, Profile } from "../../types";
import { fields, label, monthsOf, names, said, valueAt, withMonths, type Changes, type Field } from "./changes";
import { words } from "./words";

export function ChangeForm({ changes, set }: { changes: Changes; set: (changes: Changes) => void }) {
    const profile = record.value!.profile;
    const chosen = Object.keys(changes);
    const free = fields.filter((field) => !chosen.includes(field.path));
    const add = (field: Field) => {
        const seasons = session.value?.seasons ?? [];
        const first = field.path === "season"
            ? (seasons.find((year) => year !== (profile.season ?? session.value?.season)) ?? null) : field.start(profile);
        if (first !== null) set({ ...changes, [field.path]: first });
    };
    return (
        <div class="change-form">
            {chosen.map((path) => (
                <Row key={path} path={path} value={changes[path]!} profile={profile}
                    set={(value) => set({ ...changes, [path]: value })}
                    remove={() => set(Object.fromEntries(Object.entries(changes).filter(([other]) => other !== path)))} />
            ))}
            <div class="row add-change" role="group" aria-label={words.add}>
                {free.map((field) => (
                    <button key={field.path} type="button" class="small" onClick={() => add(field)}>
                        <Icon name="plus" />{field.label}
                    </button>
                ))}
            </div>
        </div>
    );
}

function Row({ path, value, profile, set, remove }: {
    path: string; value: Json; profile: Profile; set: (value: Json) => void; remove: () => void;
}) {
    const id = useId();
    const field = fields.find((one) => one.path === path);
    return (
        <div class="change">
            <label for={id}>{field?.kind === "months" ? words.months : label(path)}</label>
            <Control id={id} field={field} value={value} profile={profile} set={set} />
            <span class="dim change-now">{words.now(said(path, valueAt(profile, path)))}</span>
            <button type="button" class="quiet" onClick={remove} aria-label={words.remove(label(path))}><Icon name="close" /></button>
        </div>
    );
}

function Control({ id, field, value, profile, set }: {
    id: string; field: Field | undefined; value: Json; profile: Profile; set: (value: Json) => void;
}) {
    if (field?.kind === "specialties") return <Specialties id={id} value={value} set={set} />;
    if (field?.kind === "months")
        return <input id={id} type="number" min={field.min} max={field.max} value={monthsOf(value)}
            onChange={(event) => set(withMonths(profile, Math.max(1, Number(event.currentTarget.value))))} />;
    if (field?.path === "season")
        return (
            <select id={id} value={String(value)} onChange={(event) => set(Number(event.currentTarget.value))}>
                {(session.value?.seasons ?? []).map((year) => <option key={year} value={year}>{year}</option>)}
            </select>
        );
    if (field?.kind === "enum")
        return (
            <select id={id} value={String(value)} onChange={(event) => set(event.currentTarget.value)}>
                {field.values!.map((one) => <option key={one.value} value={one.value}>{one.label}</option>)}
            </select>
        );
    if (field?.kind === "number")
        return <input id={id} type="number" min={field.min} max={field.max} step={field.step} value={Number(value)}
            onChange={(event) => set(Number(event.currentTarget.value))} />;
    const changed = (event: { currentTarget: HTMLInputElement }) => set(event.currentTarget.value);
    return field?.kind === "date"
        ? <input id={id} type="date" value={String(value)} onChange={changed} />
        : <input id={id} type="text" value={String(value)} onChange={changed} />;
}

function Specialties({ id, value, set }: { id: string; value: Json; set: (value: Json) => void }) {
    const list = Array.isArray(value) ? value.map(String) : names(record.value!.profile);
    const more = (session.value?.specialties ?? []).filter((one) => !list.includes(one.name));
    return (
        <span class="change-list">
            {list.map((name) => (
                <span key={name} class="chip listed">{name}
                    {list.length > 1 && <button type="button" class="quiet" aria-label={words.remove(name)} onClick={() => set(list.filter((one) => one !== name))}><Icon name="close" /></button>}
                </span>
            ))}
            <select id={id} value="" onChange={(event) => event.currentTarget.value && set([...list, event.currentTarget.value])}>
                <option value="">{words.addSpecialty}</option>
                {more.map((one) => <option key={one.code} value={one.name}>{one.name}</option>)}
            </select>
        </span>
    );
}
