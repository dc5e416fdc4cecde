// The form of changes: one row a change, each with what the profile says now beside it.  Those
// asked about most are buttons; every other field of the profile is found by typing.

import { useEffect, useRef, useState } from "preact/hooks";
import { count } from "../../format";
import { Icon } from "../../parts/icon";
import { SpecialtyField } from "../../parts/specialty_field";
import { record, session } from "../../state";
import type { Json, Profile, SchemaField } from "../../types";
import { Control, isGroup } from "../about-me/controls";
import { ElementList } from "../about-me/element_list";
import { helpOf, inside } from "../about-me/fields";
import { fieldId } from "../about-me/paths";
import { changeable, found, label, names, said, schema, useful, valueAt, type Changes } from "./changes";
import { words } from "./words";

export interface Wrong { field: string; message: string }

const SHOWN = 8;

export function ChangeForm({ changes, set, wrong }: {
    changes: Changes; set: (changes: Changes) => void; wrong: Wrong | null;
}) {
    const profile = record.value!.profile, all = schema.value;
    const [opened, setOpened] = useState<string[]>([]); // with nothing changed in them yet
    const paths = [...Object.keys(changes), ...opened.filter((path) => !(path in changes))];
    const rows = useRef<HTMLDivElement>(null);
    const fresh = useRef("");
    // The row that was just chosen gets the focus.
    useEffect(() => {
        const row = fresh.current && rows.current?.querySelector(`[data-path="${fresh.current}"]`);
        if (!row) return;
        fresh.current = "";
        row.querySelector<HTMLElement>("input:not([disabled]), select, textarea, button")?.focus();
    });
    const put = (path: string, value: Json) => set({ ...changes, [path]: value });
    const add = (path: string) => {
        const start = path === "season"
            ? (session.value?.seasons ?? []).find((year) => year !== (profile.season ?? session.value?.season)) : useful[path]?.(profile);
        setOpened([...opened, path]);
        fresh.current = path;
        if (start !== undefined && JSON.stringify(start) !== JSON.stringify(valueAt(profile, path))) put(path, start);
    };
    const remove = (path: string) => {
        setOpened(opened.filter((one) => one !== path));
        set(Object.fromEntries(Object.entries(changes).filter(([other]) => other !== path)));
    };
    return (
        <div class="change-form" ref={rows}>
            {paths.map((path) => (
                <Row key={path} path={path} field={all.get(path)} value={path in changes ? changes[path]! : (valueAt(profile, path) as Json)}
                    profile={profile} changed={path in changes} wrong={wrong && of(path, wrong.field) ? wrong.message : null}
                    set={(value) => put(path, value ?? "")} remove={() => remove(path)} />
            ))}
            <div class="row add-change" role="group" aria-label={words.add}>
                {Object.keys(useful).filter((path) => !paths.includes(path)).map((path) => (
                    <button key={path} type="button" class="small" onClick={() => add(path)}>
                        <Icon name="plus" />{label(path)}
                    </button>
                ))}
            </div>
            <Find taken={paths} add={add} />
        </div>
    );
}

// Whether a fault of the server is one of this row: "letters[0].count" is of "letters".
const of = (path: string, field: string): boolean =>
    field === path || field.startsWith(`${path}[`) || field.startsWith(`${path}.`);

function Find({ taken, add }: { taken: string[]; add: (path: string) => void }) {
    const [typed, setTyped] = useState("");
    const all = schema.value;
    const hits = typed.trim() ? found(all, typed, taken) : [];
    const choose = (path: string) => (setTyped(""), add(path));
    return (
        <div class="find-field">
            <label for="find-field">{words.find(count(changeable(all).length))}</label>
            <input id="find-field" type="search" autocomplete="off" value={typed} aria-describedby="find-field-found"
                onInput={(event) => setTyped(event.currentTarget.value)}
                onKeyDown={(event) => event.key === "Enter" && hits[0] && (event.preventDefault(), choose(hits[0].path))} />
            <p class="hint" id="find-field-found" role="status">{!typed.trim() ? words.findHint : hits.length === 0 ? words.findNone : words.found(count(hits.length))}</p>
            {hits.length > 0 && (
                <ul class="found-fields">{hits.slice(0, SHOWN).map((field) => (
                    <li key={field.path}>
                        <button type="button" class="quiet" onClick={() => choose(field.path)}>
                            <Icon name="plus" /><span><b>{label(field.path)}</b><small>{helpOf(field)}</small></span>
                        </button>
                    </li>
                ))}</ul>
            )}
        </div>
    );
}

function Row({ path, field, value, profile, changed, wrong, set, remove }: {
    path: string; field: SchemaField | undefined; value: Json | undefined; profile: Profile; changed: boolean;
    wrong: string | null; set: (value: Json | undefined) => void; remove: () => void;
}) {
    const id = fieldId(path);
    const elements = field?.kind === "list" && path !== "specialties" && inside(schema.value, path).length > 0;
    const named = field && !elements && !isGroup(field); // a group brings its own name
    return (
        <div class={wrong ? "change wrong" : "change"} data-path={path} {...(elements ? { role: "group", "aria-label": label(path) } : {})}>
            <div class="change-head">
                {named ? <label for={id}>{label(path)}</label> : <b>{label(path)}</b>}
                <span class="dim change-now">{words.now(said(path, valueAt(profile, path)))}</span>
            </div>
            <div class="change-value">
                {wrong && <p class="field-error" role="alert" id={`${id}-error`}>{wrong}</p>}
                {field && <Value id={id} field={field} value={value === "" ? undefined : value} set={set} describedBy={wrong ? `${id}-error` : undefined} />}
                {!changed && <p class="hint">{words.unchanged}</p>}
            </div>
            <button type="button" class="quiet" onClick={remove} aria-label={words.remove(label(path))}><Icon name="close" /></button>
        </div>
    );
}

function Value({ id, field, value, set, describedBy }: {
    id: string; field: SchemaField; value: Json | undefined; set: (value: Json | undefined) => void; describedBy: string | undefined;
}) {
    const { path } = field, parts = inside(schema.value, path);
    if (path === "specialties") {
        const chosen = Array.isArray(value) ? names({ specialties: value as string[] }) : [];
        return <SpecialtyField id={id} chosen={chosen} describedBy={describedBy} set={(next) => next.length && set(next)} />;
    }
    if (path === "season")
        return (
            <select id={id} value={String(value ?? "")} aria-describedby={describedBy} onChange={(event) => set(Number(event.currentTarget.value))}>
                {(session.value?.seasons ?? []).map((year) => <option key={year} value={year}>{year}</option>)}
            </select>
        );
    if (field.kind === "list" && parts.length > 0)
        return <ElementList field={field} fields={parts} all={Array.isArray(value) ? value : undefined} set={(next) => set(next as Json)} />;
    return <Control id={id} field={field} value={value} describedBy={describedBy} set={(next) => set(next as Json | undefined)} />;
}
