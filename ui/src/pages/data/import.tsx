// Bringing in a file: look at how it would be read, mend that, then keep it.  Every look is the
// same request with nothing kept.  Both are jobs: a large file shows how far it is, and can be
// stopped with nothing changed.

import { useId, useState } from "preact/hooks";
import { Aborted, api } from "../../api";
import { counted } from "../../charts/number";
import { count, date } from "../../format";
import { Stopped } from "../../job";
import type { Load } from "../../load";
import { RunningJob, useJob } from "../../parts/running_job";
import { Failed, Loading } from "../../parts/states";
import { session } from "../../state";
import { did } from "../../undo";
import { factName } from "../../facts";
import { words as frame } from "../../words";
import { words } from "./words";

export interface Import {
    import: number; file: string; kind: string; source: string; as_of: string; made_at: string;
    facts: number; tracks: number; undone: boolean;
}
interface Look {
    import: number | null; file: string; facts: number; tracks: number;
    columns: { heading: string; field: string; unit: string | null; why: string }[];
    rows: { read: number; by_nrmp_code: number; by_acgme_id: number; by_name: number; by_review: number; to_review: number; skipped: number; refused: number };
    to_review: { line: number; name: string; why: string; candidates: { nrmp_code: string; institution: string; city: string; state: string; likeness: number }[] }[];
    refused: { line: number; column: number; text: string }[];
    overrides: { nrmp_code: string; field: string; value: string; was_value: string; was_source: string; was_as_of: string; differs: boolean }[];
}

// What the person has said about the file.
interface Said {
    file: File | null; source: string; as_of: string; specialty: string; skipRefused: boolean;
    columns: Record<string, string>; review: Record<string, string>;
}

// The address of the request.  The columns are sent only when one of them was changed.
export function importPath(said: Said, keep: boolean): string {
    const params = new URLSearchParams({ file: said.file?.name ?? "", source: said.source.trim(), as_of: said.as_of });
    if (said.specialty) params.set("specialty", said.specialty);
    if (said.skipRefused) params.set("skip_refused", "1");
    if (Object.keys(said.columns).length) params.set("map", JSON.stringify({ columns: said.columns }));
    for (const [line, code] of Object.entries(said.review)) params.append("review", `${line}:${code}`);
    if (!keep) params.set("dry_run", "1");
    params.set("job", "1");
    return `/api/v1/imports?${params}`;
}

const empty = (): Said => ({
    file: null, source: "", as_of: session.value?.today ?? "", specialty: "", skipRefused: false, columns: {}, review: {},
});

export function ImportPart({ changed }: { changed: () => void }) {
    const id = useId();
    const [said, setSaid] = useState<Said>(empty());
    const [look, setLook] = useState<Look | null>(null);
    const [busy, setBusy] = useState(false);
    const [error, setError] = useState<Error | null>(null);
    const [stopped, setStopped] = useState(false);
    const { running, run } = useJob();
    const ask = async (next: Said, keep: boolean) => {
        setSaid(next);
        setBusy(true);
        setError(null);
        setStopped(false);
        try {
            const answer = await run<Look>(importPath(next, keep), next.file!, keep);
            if (!keep) return setLook(answer);
            const made = answer.import;
            did(words.did(counted(answer.facts, "fact"), next.source), async () => (made !== null && await api.remove(`/api/v1/imports/${made}`), changed()));
            setLook(null);
            setSaid(empty());
            changed();
        } catch (problem) {
            if (problem instanceof Stopped) setStopped(true);
            else if (!(problem instanceof Aborted)) setError(problem as Error);
        } finally {
            setBusy(false);
        }
    };
    const submit = (event: Event) => {
        event.preventDefault();
        if (said.file) void ask({ ...said, columns: {}, review: {}, skipRefused: false }, false);
    };
    return (
        <section class="no-print">
            <h2>{words.import}</h2>
            <p>{words.importLead}</p>
            <form class="import-form" onSubmit={submit}>
                <div class="field">
                    <label for={`${id}-file`}>{words.file}</label>
                    <p class="hint" id={`${id}-file-hint`}>{words.fileHint}</p>
                    <input id={`${id}-file`} type="file" required accept=".csv,.tsv,.txt,.xlsx" aria-describedby={`${id}-file-hint`}
                        onChange={(event) => {
                            const file = event.currentTarget.files?.[0] ?? null;
                            setLook(null);
                            setSaid({ ...said, file, source: said.source || (file?.name.replace(/\.[^.]+$/, "") ?? "") });
                        }} />
                </div>
                <div class="field">
                    <label for={`${id}-source`}>{words.source}</label>
                    <p class="hint" id={`${id}-source-hint`}>{words.sourceHint}</p>
                    <input id={`${id}-source`} type="text" required maxLength={120} aria-describedby={`${id}-source-hint`} value={said.source} onInput={(event) => setSaid({ ...said, source: event.currentTarget.value })} />
                </div>
                <div class="field">
                    <label for={`${id}-date`}>{words.asOf}</label>
                    <p class="hint" id={`${id}-date-hint`}>{words.asOfHint}</p>
                    <input id={`${id}-date`} type="date" required max={session.value?.today} aria-describedby={`${id}-date-hint`} value={said.as_of || (session.value?.today ?? "")} onInput={(event) => setSaid({ ...said, as_of: event.currentTarget.value })} />
                </div>
                <div class="field">
                    <label for={`${id}-specialty`}>{words.specialty}</label>
                    <select id={`${id}-specialty`} value={said.specialty} onChange={(event) => setSaid({ ...said, specialty: event.currentTarget.value })}>
                        <option value="">{words.specialtyAny}</option>
                        {(session.value?.specialties ?? []).map((one) => <option key={one.code} value={one.name}>{one.name}</option>)}
                    </select>
                </div>
                <button type="submit" class="main" disabled={busy || !said.file}>{words.look}</button>
            </form>
            {error && <Failed error={error} inline />}
            {stopped && <p role="status">{frame.job.stopped}</p>}
            {running ? <RunningJob running={running} label={words.looking} /> : busy && <Loading text={words.looking} />}
            {look && <Review look={look} said={said} busy={busy} again={(next) => void ask(next, false)} keep={() => void ask(said, true)} leave={() => setLook(null)} />}
        </section>
    );
}

// Each answer travels in the address of the request, which has room for so many.
const REVIEWED = 50;

function Review({ look, said, busy, again, keep, leave }: {
    look: Look; said: Said; busy: boolean; again: (next: Said) => void; keep: () => void; leave: () => void;
}) {
    const { rows } = look;
    const certain = rows.by_nrmp_code + rows.by_acgme_id + rows.by_name + rows.by_review;
    const all = Object.fromEntries(look.columns.map((one) => [one.heading, one.field]));
    return (
        <div class={busy ? "card import-review busy" : "card import-review"} aria-busy={busy}>
            <p role="status"><b>{words.rows(count(certain), count(rows.read))}</b> {words.facts(counted(look.facts, "fact"), counted(look.tracks, "program"))}</p>
            <h3>{words.columns}</h3>
            <div class="scroll" tabIndex={0} role="region" aria-label={words.columns}>
                <table class="plain">
                    <thead><tr><th scope="col">{words.column}</th><th scope="col">{words.readAs}</th><th scope="col">{words.why}</th></tr></thead>
                    <tbody>{look.columns.map((one) => (
                        <tr key={one.heading}>
                            <th scope="row">{one.heading}</th>
                            <td><select aria-label={`${words.readAs}: ${one.heading}`} value={one.field} onChange={(event) => again({ ...said, columns: { ...all, [one.heading]: event.currentTarget.value } })}>
                                {Object.entries(words.fields).map(([field, label]) => <option key={field} value={field}>{label}</option>)}
                            </select></td>
                            <td>{one.why}{one.unit && `, ${one.unit}`}</td>
                        </tr>
                    ))}</tbody>
                </table>
            </div>
            {look.to_review.length > 0 && <>
                <h3>{words.review}</h3><p>{words.reviewLead}</p>
                <ul class="kept-rows">{look.to_review.slice(0, REVIEWED).map((one) => (
                    <li key={one.line}>
                        <span><b>{one.name}</b><small>{words.line(one.line)}: {one.why}</small></span>
                        <select aria-label={`${words.line(one.line)}: ${one.name}`} value={said.review[one.line] ?? ""}
                            onChange={(event) => again({ ...said, review: { ...said.review, [one.line]: event.currentTarget.value || "skip" } })}>
                            <option value="">{words.undecided}</option>
                            {one.candidates.map((each) => <option key={each.nrmp_code} value={each.nrmp_code}>{each.institution}, {each.city}, {each.state}</option>)}
                            <option value="skip">{words.leaveOut}</option>
                        </select>
                    </li>
                ))}</ul>
                {look.to_review.length > REVIEWED && <p class="dim">{words.reviewMore(count(look.to_review.length - REVIEWED))}</p>}
            </>}
            {look.refused.length > 0 && <>
                <h3>{words.refused}</h3><p>{words.refusedLead}</p>
                <ul>{look.refused.slice(0, 20).map((one, i) => <li key={i}>{words.line(one.line)}: {one.text}</li>)}</ul>
                <label class="switch"><input type="checkbox" checked={said.skipRefused} onChange={(event) => again({ ...said, skipRefused: event.currentTarget.checked })} />{words.skipRefused}</label>
            </>}
            {look.overrides.length > 0 && <>
                <h3>{words.overrides}</h3><p>{words.overridesLead}</p>
                <div class="scroll" tabIndex={0} role="region" aria-label={words.overrides}>
                    <table class="plain">
                        <thead><tr><th scope="col">{words.field}</th><th scope="col">{words.now}</th><th scope="col">{words.was}</th></tr></thead>
                        <tbody>{look.overrides.slice(0, 50).map((one, i) => (
                            <tr key={i}><th scope="row">{factName(one.field)}<small>{one.nrmp_code}</small></th><td>{one.value}</td><td>{one.was_value}<small>{one.was_source}, {date(one.was_as_of)}</small></td></tr>
                        ))}</tbody>
                    </table>
                </div>
            </>}
            <p class="row">
                <button type="button" class="main" disabled={busy || look.facts === 0 || (look.refused.length > 0 && !said.skipRefused)} onClick={keep}>{words.bring}</button>
                <button type="button" class="quiet" onClick={leave}>{words.cancel}</button>
            </p>
        </div>
    );
}

export function ImportsPart({ imports, changed }: { imports: Load<Import[]>; changed: () => void }) {
    const takeBack = async (one: Import) => {
        await api.remove(`/api/v1/imports/${one.import}`);
        changed();
    };
    return (
        <section>
            <h2>{words.imports}</h2>
            {imports.error ? <Failed error={imports.error} again={imports.again} inline />
                : !imports.value ? <Loading />
                : imports.value.length === 0 ? <p class="dim">{words.importsNone}</p>
                : <ul class="kept-rows">{imports.value.map((one) => (
                    <li key={one.import} class={one.undone ? "dim" : undefined}>
                        <span><b>{one.source}</b><small>{words.made(date(one.made_at), counted(one.facts, "fact"), counted(one.tracks, "program"))} · {one.file}</small></span>
                        {one.undone ? <span class="dim">{words.takenBack}</span>
                            : <button type="button" class="small quiet" onClick={() => void takeBack(one)}>{words.takeBack}<span class="hidden">: {one.source}</span></button>}
                    </li>
                ))}</ul>}
        </section>
    );
}
