import type { ComponentChildren } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import { api } from "../../api";
import { factAnswer, requirements } from "../../facts";
import { count, inHundred, institution, money, tenths } from "../../format";
import { useLoad } from "../../load";
import { SignalChip, TierChip } from "../../parts/chips";
import { Icon } from "../../parts/icon";
import { IntervalBar } from "../../parts/interval_bar";
import { SourceLink } from "../../parts/source_link";
import { Failed, Loading } from "../../parts/states";
import { adjust, link, query } from "../../router";
import { searchPlaces } from "../../search";
import { catalogue, needCatalogue, options, question, record, session } from "../../state";
import type { Chance, ExplainAnswer } from "../../types";
import { words as frame } from "../../words";
import { words } from "./words";

const MOST = 4;
const Unknown = () => <span class="unknown">{words.unknown}</span>;

export function Programs() {
    const codes = [...new Set((query.value.get("codes") ?? "").split(",").filter((code) => /^[A-Za-z0-9]{9}$/.test(code)))].slice(0, MOST);
    const put = (next: string[]) => adjust({ codes: next.join(",") || null });
    const key = question.value && JSON.stringify([question.value, codes]);
    const told = useLoad(key, (stop) => Promise.all(codes.map((code) =>
        api.explain({ profile_id: record.value!.id, options: options.value, code }, stop))));
    const shown = (told.value ?? []).filter((one) => codes.includes(one.nrmp_code));
    return (
        <div class="compare">
            <h1>{words.title}</h1>
            <p>{codes.length === 0 ? words.noneText : words.lead}</p>
            {codes.length < MOST ? <Add codes={codes} add={(code) => put([...codes, code])} /> : <p class="dim">{words.full}</p>}
            {told.error ? <Failed error={told.error} again={told.again} inline />
                : codes.length > 0 && shown.length === 0 ? <Loading />
                : shown.length > 0 && <Table told={shown} busy={told.busy} remove={(code) => put(codes.filter((one) => one !== code))} />}
            <p class="dim">{words.after}</p>
        </div>
    );
}

function Add({ codes, add }: { codes: string[]; add: (code: string) => void }) {
    const id = useId();
    const [text, setText] = useState("");
    useEffect(needCatalogue, []);
    const found = text.trim().length < 2 ? [] : searchPlaces(catalogue.value?.places ?? [], session.value?.states ?? [], text).filter((one) => !codes.includes(one.nrmp_code)).slice(0, 8);
    return (
        <div class="add-program">
            <label for={id}>{words.add}</label>
            <input id={id} type="search" autoComplete="off" placeholder={words.addHint} value={text} onInput={(event) => setText(event.currentTarget.value)} />
            {found.length > 0 && (
                <ul class="found-programs">{found.map((one) => (
                    <li key={one.nrmp_code}>
                        <button type="button" class="quiet" onClick={() => (add(one.nrmp_code), setText(""))}>
                            <Icon name="plus" /><span><b>{institution(one.institution, one.state)}</b><small>{one.specialty} · {one.city}, {one.state} · {one.nrmp_code}</small></span>
                        </button>
                    </li>
                ))}</ul>
            )}
        </div>
    );
}

function Table({ told, busy, remove }: { told: ExplainAnswer[]; busy: boolean; remove: (code: string) => void }) {
    const scale = (of: (one: ExplainAnswer) => Chance | null) => Math.max(0.01, ...told.map((one) => of(one)?.high ?? 0));
    const bar = (chance: Chance | null, max: number, label: string) => (chance ? <IntervalBar chance={chance} max={max} label={label} /> : <Unknown />);
    const interviews = scale((one) => one.chance_interview), matches = scale((one) => one.chance_match);
    // A fact that is known of none of them is no row of its own.
    const says = (name: string) => told.some(({ program: of }) => of.facts.some((fact) => fact.name === name));
    const known = requirements.filter(({ name }) => says(name)), unknown = requirements.filter(({ name }) => !says(name));
    const rows: [string, (one: ExplainAnswer) => ComponentChildren][] = [
        [words.rows.outcome, (one) => (one.application === null ? words.outcome[one.outcome] : words.number(count(one.application)))],
        [words.rows.interview, (one) => bar(one.chance_interview, interviews, words.rows.interview)],
        [words.rows.match, (one) => bar(one.chance_match, matches, words.rows.match)],
        [words.rows.tier, (one) => (one.tier ? <TierChip tier={one.tier} /> : "–")],
        [words.rows.signal, (one) => (one.signal ? <SignalChip signal={one.signal} /> : "–")],
        [words.rows.cost, (one) => (one.cost_cents === null ? "–" : money(one.cost_cents))],
        [words.rows.kind, ({ program: of }) => `${of.specialty}, ${frame.trackType[of.track_type]}`],
        [words.rows.positions, ({ program: of }) => (of.quota === null ? <Unknown /> : count(of.quota))],
        [words.rows.filled, ({ program: of }) => (of.filled === null ? <Unknown /> : count(of.filled))],
        [words.rows.open, ({ program: of }) => (of.open_share === null ? <Unknown />
            : <>{tenths(of.open_share * of.quota!)} <span class="dim">({count(of.open_low!)}–{count(of.open_high!)})</span></>)],
        [words.rows.share, ({ program: of }) => (of.share.non_us_img === null ? <Unknown />
            : <>{inHundred(of.share.non_us_img)} <span class="dim">({inHundred(of.share_low.non_us_img ?? 0)}–{inHundred(of.share_high.non_us_img ?? 1)})</span></>)],
        ...known.map(({ name, label }): [string, (one: ExplainAnswer) => ComponentChildren] => [label, ({ program: of }) => {
            const fact = of.facts.find((one) => one.name === name);
            return fact ? <>{factAnswer(fact)} <small class="dim"><SourceLink name={fact.source} asOf={fact.as_of} /></small></> : <Unknown />;
        }]),
        [words.rows.place, ({ program: of }) => `${of.city}, ${of.state}`],
        [words.rows.freida, ({ program: of }) => (of.link ? <a href={of.link} target="_blank" rel="noreferrer noopener">{words.freida}<span class="hidden">: {of.institution}</span></a> : "–")],
    ];
    return (<>
        <div class={busy ? "scroll busy" : "scroll"} tabIndex={0} role="region" aria-label={words.title}>
            <table class="plain compared">
                <thead><tr><td />{told.map((one) => (
                    <th key={one.nrmp_code} scope="col">
                        <a href={link(`/program/${one.nrmp_code}`)}>{institution(one.program.institution, one.program.state)}</a>
                        <button type="button" class="quiet" aria-label={words.remove(institution(one.program.institution, one.program.state))} onClick={() => remove(one.nrmp_code)}><Icon name="close" /></button>
                    </th>
                ))}</tr></thead>
                <tbody>{rows.map(([label, cell]) => (
                    <tr key={label}><th scope="row">{label}</th>{told.map((one) => <td key={one.nrmp_code}>{cell(one)}</td>)}</tr>
                ))}</tbody>
            </table>
        </div>
        {unknown.length > 0 && <p class="compared-unknown">{words.unknownOfAll(unknown.map(({ label }) => label).join("; "))}</p>}
    </>);
}
