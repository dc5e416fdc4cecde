// A table of openings from a file: looked at first, column by column and row by row, then kept
// whole, and taken back whole.

import { useRef, useState } from "preact/hooks";
import { Aborted } from "../../api";
import { experience, type ImportAnswer } from "../../experience";
import { Stopped } from "../../job";
import { useLoad } from "../../load";
import { Dialog } from "../../parts/dialog";
import { RunningJob, useJob } from "../../parts/running_job";
import { did } from "../../undo";
import { words as frame } from "../../words";
import { fieldLabel, words } from "./words";

const SHOWN = 20;

function Columns({ said, fields, choose }: {
    said: ImportAnswer; fields: string[]; choose: (heading: string, field: string) => void;
}) {
    return (
        <table class="plain exp-import-columns">
            <thead><tr><th scope="col">{words.import.heading}</th><th scope="col">{words.import.readAs}</th></tr></thead>
            <tbody>{said.columns.map(({ heading, field }) => (
                <tr key={heading}>
                    <th scope="row">{heading}</th>
                    <td><select aria-label={words.import.readAsOf(heading)} value={field ?? ""} onChange={(event) => choose(heading, event.currentTarget.value)}>
                        <option value="">{words.import.leftOut}</option>
                        {fields.map((name) => <option key={name} value={name}>{fieldLabel(name)}</option>)}
                    </select></td>
                </tr>
            ))}</tbody>
        </table>
    );
}

function Refused({ said }: { said: ImportAnswer }) {
    if (said.refused.length === 0) return <p>{words.import.allGood}</p>;
    return (
        <>
            <p><b>{words.import.refused(said.refused.length)}</b></p>
            <ul class="exp-refused">{said.refused.slice(0, SHOWN).map((row) => <li key={row.line}>{words.import.line(row.line)}: {row.text.replace(/^line \d+, /, "")}</li>)}</ul>
            {said.refused.length > SHOWN && <p class="dim">{words.import.more(said.refused.length - SHOWN)}</p>}
        </>
    );
}

export function ImportForm({ close, kept }: { close: () => void; kept: () => void }) {
    const input = useRef<HTMLInputElement>(null);
    const [file, setFile] = useState<File | null>(null);
    const [source, setSource] = useState("");
    const [columns, setColumns] = useState<Record<string, string>>({});
    const [said, setSaid] = useState<ImportAnswer | null>(null);
    const [error, setError] = useState<string | null>(null);
    const [stopped, setStopped] = useState(false);
    const { running, run } = useJob();
    const fields = useLoad("fields of an opening", (stop) => experience.fields(stop));
    const send = async (from: File, as: Record<string, string>, dry: boolean) => {
        setError(null);
        setStopped(false);
        try {
            return await run<ImportAnswer>(experience.importPath(from, { source: source.trim(), columns: as, dry }), from, !dry);
        } catch (problem) {
            if (problem instanceof Stopped) setStopped(true);
            else if (!(problem instanceof Aborted)) setError((problem as Error).message);
            return null;
        }
    };
    const look = async (from: File, as: Record<string, string>) => {
        setFile(from);
        setColumns(as);
        setSaid(await send(from, as, true));
    };
    const keep = async (event: Event) => {
        event.preventDefault();
        const done = file && await send(file, columns, false);
        if (!done || done.change === null) return;
        const change = done.change;
        did(words.import.did(done.added, done.changed, done.file), async () => (await experience.undo(change), kept()));
        kept();
    };
    const some = said ? said.added + said.changed : 0;
    return (
        <Dialog title={words.import.title} close={close}>
            <form onSubmit={(event) => void keep(event)}>
                <p class="hint">{words.import.lead}</p>
                <div class="field"><label for="import-file">{words.import.file}</label>
                    <input id="import-file" ref={input} data-first type="file" accept=".csv,.xlsx,text/csv" onChange={() => {
                        const chosen = input.current?.files?.[0];
                        if (chosen) void look(chosen, {});
                    }} /></div>
                <div class="field"><label for="import-source">{words.source}</label>
                    <input id="import-source" type="text" maxLength={200} value={source} onInput={(event) => setSource(event.currentTarget.value)} /></div>
                {running && <RunningJob running={running} label={words.import.looking} />}
                {stopped && <p role="status">{frame.job.stopped}</p>}
                {error && <p class="field-error" role="alert">{error}</p>}
                {said && <div role="status">
                    <p>{words.import.found(said.rows, said.added, said.changed)}</p>
                    <Refused said={said} />
                    <details><summary>{words.import.columns}</summary>
                        <Columns said={said} fields={(fields.value ?? []).map((one) => one.name)}
                            choose={(heading, field) => file && void look(file, { ...columns, [heading]: field })} /></details>
                </div>}
                <p class="row"><button type="submit" class="main" disabled={some === 0 || running !== null}>{words.import.keep(some)}</button>
                    <button type="button" onClick={close}>{words.cancel}</button></p>
            </form>
        </Dialog>
    );
}
