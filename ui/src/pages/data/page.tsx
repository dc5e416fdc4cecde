// Data: the files one can take along, what was brought in, where sources disagree, and what
// everything rests on.

import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../api";
import { factName } from "../../facts";
import { count, date } from "../../format";
import { useLoad } from "../../load";
import { Icon } from "../../parts/icon";
import { fileName, saveFile, saveJson } from "../../parts/save_file";
import { Failed, Loading } from "../../parts/states";
import { Term } from "../../parts/term";
import { link, profileId, query } from "../../router";
import { askAgain, catalogue, needCatalogue, options, record, refreshCatalogue } from "../../state";
import type { Conflict, Holdings } from "../../types";
import { did } from "../../undo";
import { ImportPart, ImportsPart, type Import } from "./import";
import { words } from "./words";

export default function Data() {
    const holdings = useLoad("sources", () => api.sources());
    const imports = useLoad("imports", () => api.get<Import[]>("/api/v1/imports")
        .then((all) => all.filter((one) => one.kind !== "finding"))); // those stand below
    // What came in changes the catalogue, the list and this page.
    const changed = () => {
        imports.again();
        holdings.again();
        refreshCatalogue();
        if (record.value) askAgain();
    };
    return (
        <div class="data">
            <h1>{words.title}</h1>
            <p>{words.lead}</p>
            <ExportPart />
            <ImportPart changed={changed} />
            <ImportsPart imports={imports} changed={changed} />
            <FindingsPart />
            {holdings.error ? <Failed error={holdings.error} again={holdings.again} inline />
                : !holdings.value ? <Loading />
                : <><ConflictsPart conflicts={holdings.value.conflicts} /><SourcesPart holdings={holdings.value} /></>}
            {profileId.value !== null && (
                <section>
                    <h2>{words.remove}</h2>
                    <p>{words.removeLead}</p>
                    <p><a class="button" href={link("/about-me")}>{words.toAboutMe}</a></p>
                </section>
            )}
            <p class="dim">{words.after}</p>
        </div>
    );
}

function ExportPart() {
    const [busy, setBusy] = useState(false);
    const [error, setError] = useState<Error | null>(null);
    const [saved, setSaved] = useState("");
    const one = record.value;
    const trying = (act: () => Promise<string>) => async () => {
        setBusy(true);
        setError(null);
        try {
            setSaved(words.saved(await act()));
        } catch (problem) {
            setError(problem as Error);
        } finally {
            setBusy(false);
        }
    };
    const file = (format: string) => trying(async () => {
        const { name, bytes } = await api.export({ profile_id: one!.id, options: options.value, format });
        saveFile(name, bytes);
        return name;
    });
    const everything = trying(async () => {
        const name = `${fileName(one!.name)}-everything.json`;
        saveJson(name, await api.everything(one!.id));
        return name;
    });
    const tile = (icon: string, [title, text]: [string, string], act: () => void) => (
        <button type="button" class="tile" disabled={busy} onClick={act}><Icon name={icon} /><span><b>{title}</b><small>{text}</small></span></button>
    );
    return (
        <section class="no-print">
            <h2>{words.export}</h2>
            {!one ? <p class="dim">{words.exportNone}</p> : <>
                <p>{words.exportLead}</p>
                <div class="tiles">
                    {Object.entries(words.format).map(([format, text]) => <span key={format}>{tile("download", text, () => void file(format)())}</span>)}
                    <span>{tile("download", words.everything, () => void everything())}</span>
                    <span><a class="button tile" href={link("/list")}><Icon name="list" /><span><b>{words.print[0]}</b><small>{words.print[1]}</small></span></a></span>
                </div>
                <p role="status" class="dim">{busy ? words.working : saved}</p>
                {error && <Failed error={error} inline />}
            </>}
        </section>
    );
}

function FindingsPart() {
    const found = useLoad("findings", () => api.findings());
    needCatalogue();
    const name = (code: string) => catalogue.value?.byCode.get(code)?.institution ?? code;
    const remove = async (one: { nrmp_code: string; field: string; value: string; source: string; as_of: string }) => {
        await api.removeFact(one.nrmp_code, one.field);
        did(words.undone(factName(one.field)), async () => {
            await api.saveFact(one.nrmp_code, one.field, { value: one.value, source: one.source, as_of: one.as_of });
            found.again();
        });
        found.again();
    };
    return (
        <section>
            <h2>{words.findings}</h2>
            {found.error ? <Failed error={found.error} again={found.again} inline />
                : !found.value ? <Loading />
                : found.value.length === 0 ? <p class="dim">{words.findingsNone}</p>
                : <ul class="kept-rows">{found.value.map((one) => (
                    <li key={one.nrmp_code + one.field}>
                        <span><a href={link(`/program/${one.nrmp_code}`)}>{name(one.nrmp_code)}</a>
                            <small>{factName(one.field)}: {one.value} ({one.source}, {date(one.as_of)})</small></span>
                        <button type="button" class="small quiet" onClick={() => void remove(one)}>{words.takeBack}<span class="hidden">: {factName(one.field)}</span></button>
                    </li>
                ))}</ul>}
        </section>
    );
}

const FIRST = 10;

function ConflictsPart({ conflicts }: { conflicts: Conflict[] }) {
    const [all, setAll] = useState(false);
    const name = (code: string) => catalogue.value?.byCode.get(code)?.institution ?? code;
    return (
        <section>
            <h2>{words.conflicts}</h2>
            {conflicts.length === 0 ? <p class="dim">{words.conflictsNone}</p> : <>
                <p>{words.conflictsLead}</p>
                <div class="scroll" tabIndex={0} role="region" aria-label={words.conflicts}>
                    <table class="plain conflict-table">
                        <thead><tr><th scope="col">{words.conflict.program}</th><th scope="col">{words.conflict.field}</th><th scope="col">{words.conflict.used}</th><th scope="col">{words.conflict.other}</th></tr></thead>
                        <tbody>{(all ? conflicts : conflicts.slice(0, FIRST)).map((one, i) => (
                            <tr key={i}>
                                <th scope="row"><a href={link(`/program/${one.nrmp_code}`)}>{name(one.nrmp_code)}</a></th>
                                <td>{factName(one.field)}</td>
                                <td><b>{one.used_value}</b><small>{one.used_source}, {date(one.used_as_of)}</small></td>
                                <td>{one.other_value}<small>{one.other_source}, {date(one.other_as_of)}</small></td>
                            </tr>
                        ))}</tbody>
                    </table>
                </div>
                {!all && conflicts.length > FIRST && <p><button type="button" onClick={() => setAll(true)}>{words.more(count(conflicts.length))}</button></p>}
            </>}
        </section>
    );
}

function SourcesPart({ holdings }: { holdings: Holdings }) {
    // Who comes from a fact looks for its source.
    const asked = query.value.get("source") ?? "";
    const [text, setText] = useState(asked);
    const [all, setAll] = useState(false);
    const place = useRef<HTMLElement>(null);
    useEffect(() => void (asked && place.current?.scrollIntoView()), []);
    const wanted = text.trim().toLowerCase();
    const shown = holdings.sources.filter((one) => `${one.key} ${one.title} ${one.tables}`.toLowerCase().includes(wanted));
    return (
        <section id="sources" ref={place}>
            <h2>{words.sources}</h2>
            <p>{words.sourcesLead(count(holdings.sources.length), count(holdings.tracks))} <Term word="NRMP" />, <Term word="FREIDA" /></p>
            <p class="no-print"><label for="source-filter" class="hidden">{words.filter}</label>
                <input id="source-filter" type="search" placeholder={words.filter} value={text} onInput={(event) => setText(event.currentTarget.value)} /></p>
            <div class="scroll" tabIndex={0} role="region" aria-label={words.sources}>
                <table class="plain sources">
                    <thead><tr><th scope="col">{words.source2.title}</th><th scope="col">{words.source2.asOf}</th><th scope="col">{words.source2.rests}</th><th scope="col" class="num">{words.source2.rows}</th></tr></thead>
                    <tbody>{(all || wanted ? shown : shown.slice(0, FIRST)).map((one) => (
                        <tr key={one.key}>
                            <th scope="row">{one.title}<small><code>{one.key}</code></small></th>
                            <td>{one.as_of ? date(one.as_of) : <span class="dim">{words.noDate}</span>}{one.old && <small>{words.source2.old}</small>}</td>
                            <td>{one.tables}</td><td class="num">{count(one.rows)}</td>
                        </tr>
                    ))}</tbody>
                </table>
            </div>
            {!all && !wanted && shown.length > FIRST && <p><button type="button" onClick={() => setAll(true)}>{words.more(count(shown.length))}</button></p>}
        </section>
    );
}
