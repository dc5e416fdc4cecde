// What unfolds under a row: why this chance, what to check, my note, and what can be done.

import { useEffect, useState } from "preact/hooks";
import { factName, isNumber } from "../../facts";
import { chanceText, inHundred, institution, points, range } from "../../format";
import { Icon } from "../../parts/icon";
import { IntervalBar } from "../../parts/interval_bar";
import { SourceLink } from "../../parts/source_link";
import { find } from "../../pages";
import { link } from "../../router";
import { sourceText } from "../../sources";
import { record, session } from "../../state";
import type { Reason } from "../../types";
import { enterFact, isBanned, isPinned, needNotes, noteSaving, notes, toggleBan, togglePin, writeNote } from "./acts";
import { visaOf, visasFor, type Row } from "./rows";
import { words } from "./words";
import { words as frame } from "../../words";

const shortName = (row: Row): string => institution(row.institution, row.state);

function Reasons({ row }: { row: Row }) {
    const pick = row.pick;
    if (!pick) return null;
    const widest = Math.max(...pick.reasons.map((reason) => Math.abs(reason.points)), 0.01);
    return (
        <section class="reasons">
            <h2>{words.reasons}</h2>
            <p class="hint">{words.reasonsLead(inHundred(pick.chance_interview.value))}</p>
            <ul>
                {pick.reasons.map((reason) => <ReasonLine key={reason.text} reason={reason} widest={widest} />)}
                <li class="sum"><span class="reason-text">{words.sum}</span>
                    <span class="reason-points">{inHundred(pick.chance_interview.value)}</span></li>
            </ul>
        </section>
    );
}

function ReasonLine({ reason, widest }: { reason: Reason; widest: number }) {
    const length = (Math.abs(reason.points) / widest) * 30;
    return (
        <li>
            <span class="reason-text">{reason.text}
                <small><SourceLink name={reason.source} asOf={reason.as_of} />{reason.stale && `, ${words.stale}`}</small></span>
            <svg class={reason.points < 0 ? "reason-bar less" : "reason-bar"} viewBox="0 0 62 8" aria-hidden="true">
                <rect x={reason.points < 0 ? 31 - length : 31} y="1" width={Math.max(0.5, length)} height="6" rx="1" />
                <line x1="31" x2="31" y1="0" y2="8" />
            </svg>
            <span class="reason-points">{points(reason.points / 100)}</span>
        </li>
    );
}

function Tracks({ row }: { row: Row }) {
    if (row.tracks.length < 2) return null;
    return (
        <section class="tracks">
            <h2>{words.tracksTitle}</h2>
            <p class="hint">{words.tracksLead}</p>
            <table class="plain">
                <thead><tr><th scope="col">{words.column.track}</th><th scope="col">{words.column.code}</th>
                    <th scope="col" class="num">{words.trackMatch}</th></tr></thead>
                <tbody>{row.tracks.map((track) => (
                    <tr key={track.nrmp_code}><th scope="row">{frame.trackType[track.track_type]}</th>
                        <td><code>{track.nrmp_code}</code></td>
                        <td class="num">{inHundred(track.chance_match.value)} <span class="dim">({range(track.chance_match)})</span></td></tr>
                ))}</tbody>
            </table>
        </section>
    );
}

function Chances({ row }: { row: Row }) {
    if (!row.interview || !row.match) return null;
    return (
        <section class="chances">
            <h2>{words.chances}</h2>
            <dl>
                <dt>{words.interview}</dt><dd><IntervalBar chance={row.interview} text={false} />{chanceText(row.interview)}</dd>
                {row.tracks.length < 2 &&
                    <><dt>{words.match}</dt><dd><IntervalBar chance={row.match} text={false} />{chanceText(row.match)}</dd></>}
            </dl>
            <p class="hint">
                {row.adds !== null && (row.pick ? words.addsLong : words.gainLong)(inHundred(row.adds))}{" "}
                {words.restsOn}: {row.interview.basis}.
            </p>
        </section>
    );
}

// -- facts

// What stands in `verify` and `unknown`, and the visas that this person needs, known or not.
function factsOf(row: Row): { field: string; known: string | null }[] {
    const facts = new Map<string, string | null>();
    for (const visa of visasFor(record.value?.profile.visa_need as string | undefined)) {
        const found = visaOf(row, visa);
        facts.set(`accepts_${visa}`, found.answer === "unknown" ? null
            : `${frame.answer[found.answer]} (${sourceText(found.source ?? "", found.as_of ?? "")})`);
    }
    for (const field of row.unknown) if (!facts.get(field)) facts.set(field, null);
    return [...facts].map(([field, known]) => ({ field, known }));
}

// The server takes text: yes, no, or a number.
function valueOf(field: string, text: string): string | null {
    if (!isNumber(field)) return text || null;
    return /^\d+(\.\d+)?$/.test(text.trim()) ? text.trim() : null;
}

function FactForm({ row, field, close }: { row: Row; field: string; close: () => void }) {
    const [text, setText] = useState("");
    const [source, setSource] = useState(row.link ?? "");
    const [error, setError] = useState("");
    const id = `fact-${row.code}-${field}`;
    const save = async (event: Event) => {
        event.preventDefault();
        const value = valueOf(field, text);
        if (value === null || !source.trim()) return setError(words.enter);
        try {
            await enterFact(row.code, shortName(row), field, value, source.trim(), session.value?.today ?? "");
            close();
        } catch (problem) {
            setError((problem as Error).message);
        }
    };
    return (
        <form class="fact-form" onSubmit={save}>
            {error && <p class="field-error" role="alert">{error}</p>}
            <label for={id}>{words.enter}</label>
            {!isNumber(field)
                ? <select id={id} value={text} onChange={(event) => setText(event.currentTarget.value)}>
                    <option value="">–</option><option value="yes">{frame.answer.yes}</option>
                    <option value="no">{frame.answer.no}</option>
                </select>
                : <input id={id} type="text" inputMode="numeric" class="four" value={text}
                    onInput={(event) => setText(event.currentTarget.value)} />}
            <label for={`${id}-source`}>{words.foundAt}</label>
            <input id={`${id}-source`} type="text" value={source} maxLength={200} placeholder={words.foundAtHint}
                onInput={(event) => setSource(event.currentTarget.value)} />
            <div class="row tight">
                <button type="submit" class="main small">{words.saveFact}</button>
                <button type="button" class="small" onClick={close}>{words.cancel}</button>
            </div>
        </form>
    );
}

function FactLine({ row, field, known }: { row: Row; field: string; known: string | null }) {
    const [open, setOpen] = useState(false);
    const name = factName(field);
    return (
        <li>
            <span>{name}: {known ?? <span class="unknown">{words.factUnknown}</span>}</span>
            {!open && (
                <span class="row tight">
                    {known === null && row.link && <a href={row.link} target="_blank" rel="noreferrer noopener">{frame.lookUp}</a>}
                    <button type="button" class="linkish" onClick={() => setOpen(true)}>{words.enter}
                        <span class="hidden">: {name}</span></button>
                </span>
            )}
            {open && <FactForm row={row} field={field} close={() => setOpen(false)} />}
        </li>
    );
}

function Facts({ row }: { row: Row }) {
    const facts = factsOf(row);
    if (!facts.length) return null;
    return (
        <section class="facts">
            <h2>{words.facts}</h2>
            <p class="hint">{words.factsLead}</p>
            <ul>{facts.map((fact) => <FactLine key={fact.field} row={row} {...fact} />)}</ul>
        </section>
    );
}

export const noteId = (code: string): string => `note-${code}`;

function Note({ row }: { row: Row }) {
    useEffect(() => void needNotes(), []);
    const id = noteId(row.code);
    return (
        <section class="note no-print">
            <h2><label for={id}>{words.myNote}</label></h2>
            <textarea id={id} rows={3} maxLength={4000} aria-describedby={`${id}-hint`}
                value={notes.value[row.code] ?? ""}
                onInput={(event) => writeNote(row.code, shortName(row), event.currentTarget.value)} />
            <p class="hint" id={`${id}-hint`}>{words.noteHint}{" "}
                <span role="status">{notes.value[row.code] ? frame.saving[noteSaving.value === "failed" ? "offline" : noteSaving.value] : ""}</span></p>
        </section>
    );
}

function Acts({ row }: { row: Row }) {
    const pinned = isPinned(row.code), banned = isBanned(row.code);
    const program = find(`/program/${row.code}`);
    const compare = find("/compare");
    return (
        <p class="row tight acts no-print">
            <button type="button" class="small" aria-pressed={pinned} title={words.pinHint}
                onClick={() => togglePin(row.code, shortName(row))}><Icon name="pin" />{pinned ? words.unpin : words.pin}</button>
            <button type="button" class="small" aria-pressed={banned} title={words.banHint}
                onClick={() => toggleBan(row.code, shortName(row))}><Icon name="ban" />{banned ? words.unban : words.ban}</button>
            {program && <a class="button small" href={link(program.page.href.replace(/CODE$/, row.code))}>
                <Icon name="hospital" />{words.open}</a>}
            {compare && <a class="button small" href={link("/compare", { codes: row.code })}><Icon name="compare" />{words.compare}</a>}
            {row.link && <a class="button small" href={row.link} target="_blank" rel="noreferrer noopener"><Icon name="link" />{words.freida}</a>}
        </p>
    );
}

export function Detail({ row }: { row: Row }) {
    return (
        <div class="detail">
            {row.why && <p class="why">{row.why}.</p>}
            <div class="detail-columns">
                <Reasons row={row} />
                <div>
                    <Chances row={row} />
                    <Tracks row={row} />
                    <Facts row={row} />
                    <Note row={row} />
                </div>
            </div>
            <Acts row={row} />
        </div>
    );
}
