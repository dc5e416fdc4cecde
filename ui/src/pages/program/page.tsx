// One program: what is known about it, what is not, and what your chance there is made of.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api";
import { composition, groupsOf } from "../../charts/composition";
import { Figure } from "../../charts/figure";
import { history } from "../../charts/history";
import { intervals } from "../../charts/interval";
import { waterfall } from "../../charts/waterfall";
import { factAnswer, factName, requirements } from "../../facts";
import { count, date, inHundred, institution, money, tenths, thin } from "../../format";
import { useLoad } from "../../load";
import { SignalChip, TierChip } from "../../parts/chips";
import { Icon } from "../../parts/icon";
import { Failed, Loading } from "../../parts/states";
import { Term } from "../../parts/term";
import { SourceLink } from "../../parts/source_link";
import { link } from "../../router";
import { needSources, shortTitle, sourceText, sources } from "../../sources";
import { options, question, record } from "../../state";
import type { Conflict, ExplainAnswer, Fact, Track, WhyNotAnswer } from "../../types";
import { words as frame } from "../../words";
import { did } from "../../undo";
import { isBanned, isPinned, needNotes, notes, noteSaving, toggleBan, togglePin, writeNote } from "../list/acts";
import { FactForm } from "./fact_form";
import { words } from "./words";

export default function Program({ item: code }: { item: string }) {
    const key = question.value && JSON.stringify([question.value, code]);
    const told = useLoad(key, (stop) =>
        api.explain({ profile_id: record.value!.id, options: options.value, code }, stop));
    const against = useLoad(told.value?.outcome === "left_out" || told.value?.outcome === "held" ? `why ${key}` : null, (stop) =>
        api.whyNot({ profile_id: record.value!.id, options: options.value, code }, stop));
    useEffect(needSources, []);
    const conflicts = useLoad("conflicts", () => api.conflicts());
    if (told.error) return <Failed error={told.error} again={told.again} />;
    if (!told.value || told.value.nrmp_code !== code) return <Loading text={words.loading} />;
    const { program } = told.value;
    return (
        <div class="program-page">
            <Head told={told.value} />
            <Chance told={told.value} against={against.value} />
            <Known program={program} conflicts={(conflicts.value ?? []).filter((one) => one.nrmp_code === code)} again={() => (told.again(), conflicts.again())} />
            <div class="side-by-side">
                <section class="card">
                    <Figure level={2} draw={(width) => history({ years: program.history, source: sourceText(program.source, program.as_of) }, width)} />
                    <Open program={program} />
                </section>
                <section class="card"><Figure level={2} draw={(width) => composition({ groups: groupsOf(program), source: program.share_basis ? `An estimate. Rests on: ${program.share_basis}.` : "" }, width)} /></section>
            </div>
            <About program={program} />
            <Notes code={code} name={institution(program.institution, program.state)} />
            <p class="dim">{words.after}</p>
        </div>
    );
}

// What the next Match may leave open.
function Open({ program }: { program: Track }) {
    const { open_share: share, open_any: any, open_low: low, open_high: high, open_basis: basis, quota } = program;
    if (share === null || any === null || low === null || high === null || !quota) return null;
    return <p class="left-open">{words.open(tenths(share * quota), count(quota), low === high ? count(low) : `${count(low)}–${count(high)}`, inHundred(any))} <span class="dim">{words.openBasis(basis!)}</span></p>;
}

function Head({ told }: { told: ExplainAnswer }) {
    const { program, nrmp_code: code } = told;
    const name = institution(program.institution, program.state);
    const pinned = isPinned(code), banned = isBanned(code);
    return (
        <header class="program-head">
            <p class="dim">{program.specialty} · {frame.trackType[program.track_type]} · {program.city}, {program.state}</p>
            <h1>{name}</h1>
            <p class="row">
                <b>{words.outcome[told.outcome]}</b>
                {told.application !== null && <span class="dim">{words.place(count(told.application))}</span>}
                {told.tier && <TierChip tier={told.tier} />}
                {told.signal && told.signal !== "none" && <SignalChip signal={told.signal} />}
                {told.cost_cents !== null && told.cost_cents > 0 && <span class="dim">{money(told.cost_cents)}</span>}
            </p>
            <p class="row no-print">
                <button type="button" class="small" aria-pressed={pinned} onClick={() => togglePin(code, name)}><Icon name="pin" />{pinned ? words.unpin : words.pin}</button>
                <button type="button" class="small" aria-pressed={banned} onClick={() => toggleBan(code, name)}><Icon name="ban" />{banned ? words.unban : words.ban}</button>
                <a class="button small" href={link("/compare", { codes: code })}><Icon name="compare" />{words.compare}</a>
                {program.link && <a class="button small" href={program.link} target="_blank" rel="noreferrer noopener"><Icon name="link" />{words.freida}</a>}
            </p>
        </header>
    );
}

function Chance({ told, against }: { told: ExplainAnswer; against: WhyNotAnswer | null }) {
    const { chance_interview: interview, chance_match: match } = told;
    if (!interview || !match) return <section class="card"><h2>{words.chance}</h2><p>{words.notConsidered}</p></section>;
    const closed = told.reasons.length === 0;
    return (
        <section class="card">
            <h2>{words.chance}</h2>
            {told.why && <p>{words.why}: {told.why}.</p>}
            {against?.change && <p>{words.change}: {against.change}</p>}
            {against?.comes_in && <p>{words.whatIfIn(count(against.comes_in.n), money(against.comes_in.cost_cents))}</p>}
            {closed || <>
                <Figure plain draw={(width) => intervals({
                    name: "chance-here", title: words.chance, unit: "in 100", source: `Rests on: ${interview.basis}.`,
                    rows: [
                        { label: words.interview, chance: interview, thin: thin(interview) },
                        { label: words.match, chance: match, thin: thin(match) },
                    ],
                }, width)} />
                <h3 class="spaced">{words.waterfall} <small class="dim">(<Term word="waterfall" />)</small></h3>
                <p class="hint">{words.waterfallHint}</p>
                <Figure level={4} draw={(width) => waterfall({ reasons: told.reasons.map((one) => ({ ...one, source: shortTitle(sources.value.get(one.source)?.title ?? one.source) })), total: interview, what: "chance of an interview" }, width)} />
                <SourcesOf told={told} />
            </>}
        </section>
    );
}

// The sources behind the reasons, each with the way to its row on the page Data.
function SourcesOf({ told }: { told: ExplainAnswer }) {
    const keys = [...new Map(told.reasons.filter((one) => one.source).map((one) => [one.source, one.as_of]))];
    return (
        <div class="sources-of"><span>{words.reasonSources}</span>
            <ul>{keys.map(([key, asOf]) => <li key={key}><SourceLink name={key} asOf={asOf} /></li>)}</ul></div>
    );
}

function Known({ program, conflicts, again }: { program: Track; conflicts: Conflict[]; again: () => void }) {
    const [entering, setEntering] = useState<string | null>(null);
    const facts = new Map(program.facts.map((fact) => [fact.name, fact]));
    const others = program.facts.filter((fact) => !requirements.some(({ name }) => name === fact.name));
    return (
        <section>
            <h2>{words.facts}</h2>
            <p>{words.factsLead}</p>
            <div class="scroll" tabIndex={0} role="region" aria-label={words.facts}>
                <table class="plain facts-table">
                    <thead><tr><th scope="col">{words.fact}</th><th scope="col">{words.value}</th><th scope="col">{words.source}</th><th scope="col">{words.date}</th></tr></thead>
                    <tbody>
                        {requirements.map(({ name, label }) => <FactRow key={name} label={label} fact={facts.get(name)} program={program} name={name} enter={() => setEntering(name)} again={again} conflicts={conflicts} />)}
                        {others.map((fact) => <FactRow key={fact.name} label={factName(fact.name)} fact={fact} program={program} name={fact.name} enter={() => setEntering(fact.name)} again={again} conflicts={conflicts} />)}
                    </tbody>
                </table>
            </div>
            {conflicts.length > 0 && (
                <section class="conflicts"><h3>{words.conflicts}</h3>
                    <ul>{conflicts.map((one) => (
                        <li key={one.field + one.other_source}>
                            {words.conflict(factName(one.field), one.used_value, sourceText(one.used_source, one.used_as_of), one.other_value, sourceText(one.other_source, one.other_as_of))}
                        </li>
                    ))}</ul></section>
            )}
            {entering && <FactForm code={program.nrmp_code} name={entering} label={factName(entering)} close={() => setEntering(null)} kept={() => (setEntering(null), again())} />}
        </section>
    );
}

function FactRow({ label, fact, program, name, enter, again, conflicts }: {
    label: string; fact: Fact | undefined; program: Track; name: string; enter: () => void; again: () => void;
    conflicts: Conflict[];
}) {
    const other = conflicts.find((one) => one.field === name);
    const own = fact !== undefined && !/^[A-Z0-9]+$/.test(fact.source);
    const takeBack = async () => {
        const old = fact!;
        await api.removeFact(program.nrmp_code, name);
        did(words.didTakeBack(label), async () => {
            await api.saveFact(program.nrmp_code, name, { value: factAnswer(old), source: old.source, as_of: old.as_of });
            again();
        });
        again();
    };
    return (
        <tr>
            <th scope="row">{label}</th>
            <td>{fact ? <b>{factAnswer(fact)}</b> : <span class="unknown">{words.unknown}</span>}
                {other && <small>{words.insteadOf(other.other_value, sourceText(other.other_source, other.other_as_of))}</small>}</td>
            <td>{fact ? <><SourceLink name={fact.source} />{own && <small>{words.ownWord}</small>}</> : program.link
                ? <a href={program.link} target="_blank" rel="noreferrer noopener">{words.lookUp}<span class="hidden">: {label}</span></a> : "–"}</td>
            <td class="fact-date">
                {fact ? <span>{date(fact.as_of)}</span> : null}
                <button type="button" class="linkish" onClick={enter}>{words.enter}<span class="hidden">: {label}</span></button>
                {own && <button type="button" class="linkish" onClick={() => void takeBack()}>{words.takeBack}<span class="hidden">: {label}</span></button>}
            </td>
        </tr>
    );
}

function About({ program }: { program: Track }) {
    const rows: [string, ComponentChildren][] = [
        [words.listed, program.name],
        [words.kind, <Term word="categorical">{frame.trackType[program.track_type]}</Term>],
        [words.code, <code>{program.nrmp_code}</code>],
        [words.acgme, program.acgme_id ? <><code>{program.acgme_id}</code>{program.acgme_basis && <span class="dim"> ({words.acgmeBasis}: {program.acgme_basis})</span>}</> : <span class="unknown">{words.notSaid}</span>],
        [words.division, program.division ?? <span class="unknown">{words.unknown}</span>],
        [words.source, <SourceLink name={program.source} asOf={program.as_of} />],
    ];
    return (
        <section>
            <h2>{words.about}</h2>
            <dl class="about">{rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
        </section>
    );
}

function Notes({ code, name }: { code: string; name: string }) {
    useEffect(() => void needNotes(), [code]);
    return (
        <section class="no-print">
            <h2><label for="program-note">{words.notes}</label></h2>
            <p class="hint" id="program-note-hint">{words.notesHint} <span role="status">{notes.value[code] ? frame.saving[noteSaving.value === "failed" ? "offline" : noteSaving.value] : ""}</span></p>
            <textarea id="program-note" rows={4} maxLength={4000} aria-describedby="program-note-hint" value={notes.value[code] ?? ""}
                onInput={(event) => writeNote(code, name, event.currentTarget.value)} />
        </section>
    );
}
