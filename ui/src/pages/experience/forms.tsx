// What a person knows better: a fact corrected, an opening of their own, and the changes so far.

import { useState } from "preact/hooks";
import { experience, type Change, type Opening } from "../../experience";
import { date } from "../../format";
import { useLoad } from "../../load";
import { Dialog } from "../../parts/dialog";
import { ErrorSummary, type Wrong } from "../../parts/error_summary";
import { Failed } from "../../parts/states";
import { session } from "../../state";
import { did } from "../../undo";
import { fieldHint, fieldLabel, fields, words } from "./words";

type Kind = typeof fields[number][2];
const kindOf = (field: string): Kind => fields.find(([name]) => name === field)?.[2] ?? (field.startsWith("needs_") ? "answer" : "text");

function Input({ id, kind, value, set, hint }: { id: string; kind: Kind; value: string; set: (value: string) => void; hint?: string | undefined }) {
    const options: [string, string][] | null = kind === "answer" ? [["yes", words.yes], ["no", words.no], ["unknown", words.unknown]]
        : kind === "kind" ? Object.entries(words.kind)
        : kind === "state" ? [["", words.unknown], ...(session.value?.states ?? []).map((one): [string, string] => [one.code, one.name])] : null;
    if (options)
        return <select id={id} value={value} aria-describedby={hint} onChange={(event) => set(event.currentTarget.value)}>
            {options.map(([key, text]) => <option key={key} value={key}>{text}</option>)}</select>;
    if (kind === "date")
        return <input id={id} type="date" value={value} max={session.value?.today} onInput={(event) => set(event.currentTarget.value)} />;
    return <input id={id} type="text" maxLength={300} value={value} aria-describedby={hint} onInput={(event) => set(event.currentTarget.value)} />;
}

const startOf = (kind: Kind): string => (kind === "answer" ? "yes" : kind === "kind" ? "observership" : "");

export function CorrectForm({ opening, field, close, kept }: {
    opening: Opening; field: string; close: () => void; kept: () => void;
}) {
    const [name, setName] = useState(field || fields[0]![0]);
    const [value, setValue] = useState(startOf(kindOf(name)));
    const [source, setSource] = useState("");
    const [error, setError] = useState<string | null>(null);
    const listed = fields.some(([one]) => one === name) ? fields : [[name, fieldLabel(name), kindOf(name)] as typeof fields[number], ...fields];
    const keep = async (event: Event) => {
        event.preventDefault();
        try {
            const said = source.trim() ? { value: value.trim(), source: source.trim() } : { value: value.trim() };
            const saved = await experience.correct(opening.id, name, said);
            did(words.didCorrect(fieldLabel(name).toLowerCase(), opening.institution), async () => (await experience.undo(saved.change), kept()));
            kept();
        } catch (problem) {
            setError((problem as Error).message);
        }
    };
    const choose = (next: string) => (setName(next), setValue(startOf(kindOf(next))));
    const hint = fieldHint[kindOf(name)];
    return (
        <Dialog title={words.correctTitle(opening.institution)} close={close}>
            <form onSubmit={keep}>
                {error && <p class="field-error" role="alert">{error}</p>}
                <div class="field"><label for="correct-field">{words.field}</label>
                    <select id="correct-field" value={name} onChange={(event) => choose(event.currentTarget.value)}>
                        {listed.map(([key, text]) => <option key={key} value={key}>{text}</option>)}</select></div>
                <div class="field"><label for="correct-value">{words.value}</label>
                    {hint && <p class="hint" id="correct-hint">{hint}</p>}
                    <Input id="correct-value" kind={kindOf(name)} value={value} set={setValue} hint={hint ? "correct-hint" : undefined} /></div>
                <div class="field"><label for="correct-source">{words.source}</label>
                    <p class="hint" id="correct-source-hint">{words.sourceHint}</p>
                    <input id="correct-source" type="text" maxLength={200} value={source} aria-describedby="correct-source-hint"
                        onInput={(event) => setSource(event.currentTarget.value)} /></div>
                <p class="row"><button type="submit" class="main">{words.keep}</button>
                    <button type="button" onClick={close}>{words.cancel}</button></p>
            </form>
        </Dialog>
    );
}

const asked = ["kind", "city", "state", "for_student", "for_graduate", "weeks", "cost_usd", "letter", "link", "note"];

export function AddForm({ close, kept }: { close: () => void; kept: (id: string) => void }) {
    const [name, setName] = useState("");
    const [facts, setFacts] = useState<Record<string, string>>({ kind: "observership", for_student: "unknown", for_graduate: "unknown", letter: "unknown" });
    const [wrong, setWrong] = useState<Wrong[]>([]);
    const keep = async (event: Event) => {
        event.preventDefault();
        if (!name.trim()) return setWrong([{ id: "add-name", text: words.nameMissing }]);
        const set = Object.fromEntries(Object.entries(facts).map(([field, text]) => [field, text.trim()]).filter(([, text]) => text));
        try {
            const saved = await experience.add({ name: name.trim(), set });
            did(words.didAdd(name.trim()), async () => (await experience.undo(saved.change), kept("")));
            kept(saved.opening);
        } catch (problem) {
            const text = (problem as Error).message;
            const field = asked.find((one) => text.includes(one));
            setWrong([{ id: field ? `add-${field}` : "add-name", text }]);
        }
    };
    return (
        <Dialog title={words.addTitle} close={close}>
            <form onSubmit={keep} noValidate>
                <ErrorSummary title={words.addWrong} wrong={wrong} />
                <p class="hint">{words.addLead}</p>
                <div class={wrong.some((one) => one.id === "add-name") ? "field wrong" : "field"}><label for="add-name">{words.name}</label>
                    <input id="add-name" data-first type="text" maxLength={200} value={name} onInput={(event) => setName(event.currentTarget.value)} /></div>
                <div class="exp-form">{asked.map((field) => {
                    const kind = kindOf(field), hint = fieldHint[kind];
                    return (
                        <div key={field} class={wrong.some((one) => one.id === `add-${field}`) ? "field wrong" : "field"}>
                            <label for={`add-${field}`}>{fieldLabel(field)}</label>
                            {hint && <p class="hint" id={`add-${field}-hint`}>{hint}</p>}
                            <Input id={`add-${field}`} kind={kind} value={facts[field] ?? ""} hint={hint ? `add-${field}-hint` : undefined}
                                set={(text) => setFacts((before) => ({ ...before, [field]: text }))} />
                        </div>
                    );
                })}</div>
                <p class="row"><button type="submit" class="main">{words.keep}</button>
                    <button type="button" onClick={close}>{words.cancel}</button></p>
            </form>
        </Dialog>
    );
}

export function Changes({ round, changed }: { round: number; changed: () => void }) {
    const said = useLoad(`changes ${round}`, (stop) => experience.changes(stop));
    const [error, setError] = useState<Error | null>(null);
    const takeBack = async (one: Change) => {
        try {
            await experience.undo(one.change);
            setError(null);
            changed();
        } catch (problem) {
            setError(problem as Error);
        }
    };
    if (said.error) return <Failed error={said.error} again={said.again} inline />;
    const all = said.value ?? [];
    if (all.length === 0) return null;
    return (
        <section class="exp-changes">
            <h2>{words.changes}</h2>
            <p class="hint">{words.changesLead}</p>
            {error && <p class="field-error" role="alert">{error.message}</p>}
            <ul>{all.map((one) => (
                <li key={one.change}>
                    <span><b>{one.name}</b> {words.changeKind[one.kind] ?? one.kind} <span class="dim">({one.source}, {date(one.as_of)})</span></span>
                    {one.undone ? <span class="dim">{words.takenBack}</span>
                        : <button type="button" class="small" onClick={() => void takeBack(one)}>{words.takeBack}<span class="hidden">: {one.name}</span></button>}
                </li>
            ))}</ul>
        </section>
    );
}
