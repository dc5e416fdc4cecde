// My list: what to apply to and why, beside a map.  Tab, order, filters, columns and the open row
// stand in the address.

import { useEffect, useMemo, useState } from "preact/hooks";
import { count, date, money } from "../../format";
import { letterKeys, typing } from "../../keys";
import { Failed, Loading } from "../../parts/states";
import { useMedia, usePrinting } from "../../parts/window_rows";
import { adjust, query, same } from "../../router";
import { needSources } from "../../sources";
import { answer, answerBusy, answerError, askAgain, catalogue, needCatalogue, options, record, session, setOptions } from "../../state";
import type { PickAnswer } from "../../types";
import { needNotes } from "./acts";
import { columnsOf, usualSort } from "./columns";
import { MapPanel } from "./map_panel";
import { grouped, passes, rowsOf, sorted, tabs, type Filter, type Tab } from "./rows";
import { ListTable } from "./table";
import { Toolbar, copyRows } from "./toolbar";
import { words as frame } from "../../words";
import { words } from "./words";

const tabNow = (): Tab => {
    const asked = query.value.get("tab")?.replace("left_out", "left-out") as Tab;
    return tabs.includes(asked) ? asked : "picked";
};

const length = (now: PickAnswer, tab: Tab): number =>
    tab === "picked" ? now.applications : tab === "held" ? now.held.length
        : tab === "left-out" ? now.left_out.length
            : new Set(now.preliminary.map((pick) => pick.application)).size;

function Tabs({ now, tab }: { now: PickAnswer; tab: Tab }) {
    const none = { sort: null, state: null, tier: null, reason: null, group: null, cols: null, open: null, q: null };
    return (
        <nav class="tabs no-print" aria-label={words.tabs.label}>
            {tabs.filter((one) => one !== "first_year" || now.preliminary.length > 0).map((one) => (
                <a key={one} href={same({ ...none, tab: one === "picked" ? null : one })}
                    aria-current={one === tab ? "page" : undefined}>
                    {words.tabs[one]} <span class="count">{count(length(now, one))}</span>
                </a>
            ))}
        </nav>
    );
}

function Head({ now }: { now: PickAnswer }) {
    const printing = usePrinting();
    return (
        <header class="list-head">
            <h1>{words.title}<span class="print-only">{`: ${record.value?.name}, ${frame.top.season(now.season)}`}</span></h1>
            <p class="lead">{now.picked.length
                ? words.sentence(count(now.applications), count(now.picked.length), money(now.cost_cents))
                : words.sentenceNone}
                {now.stopped_at_knee && ` ${words.stoppedAtKnee}`}
                {record.value?.demo && <span class="no-print"> {words.demo} <a href="/">{words.demoStart}</a>.</span>}</p>
            {now.warnings.length > 0 && (
                <details class="warnings" open={printing || undefined}>
                    <summary>{words.warnings(count(now.warnings.length))}</summary>
                    <ul>{now.warnings.map((one) => <li key={one}>{one}.</li>)}</ul>
                </details>
            )}
        </header>
    );
}

function Sure() {
    const sure = options.value.sure ?? [];
    const toggle = (fact: string) => setOptions({
        sure: sure.includes(fact) ? sure.filter((one) => one !== fact) : [...sure, fact] });
    return (
        <fieldset class="sure no-print">
            <legend>{words.sure}</legend>
            {words.sureFacts.map(([fact, name]) => (
                <label class="switch" key={fact}>
                    <input type="checkbox" checked={sure.includes(fact)} onChange={() => toggle(fact)} />{name}
                </label>
            ))}
        </fieldset>
    );
}

// What is typed filters at once and stands in the address a moment later.
function useText(): [string, (text: string) => void] {
    const [text, setText] = useState(query.value.get("q") ?? "");
    const inAddress = query.value.get("q") ?? "";
    useEffect(() => setText(inAddress), [inAddress]);
    useEffect(() => {
        if (text === inAddress) return;
        const timer = setTimeout(() => adjust({ q: text || null }), 300);
        return () => clearTimeout(timer);
    }, [text]);
    return [text, setText];
}

function Programs({ now }: { now: PickAnswer }) {
    const tab = tabNow();
    const [text, setText] = useText();
    const state = query.value.get("state") ?? "", tier = query.value.get("tier") ?? "";
    const reason = query.value.get("reason") ?? "", sort = query.value.get("sort") ?? usualSort(tab);
    const group = query.value.get("group") ?? "", chosen = query.value.get("cols");
    const places = catalogue.value?.byCode ?? null;
    const wide = useMedia("(min-width: 1280px)");
    const filter: Filter = { text, state, tier, specialty: "", reason };
    const rows = useMemo(() => rowsOf(now, tab, places), [now, tab, places]);
    const found = useMemo(() => rows.filter((row) => passes(row, filter)), [rows, text, state, tier, reason]);
    const onMap = useMemo(() => rows.filter((row) => passes(row, filter, "state")), [rows, text, tier, reason]);
    const items = useMemo(() => grouped(sorted(found, sort), group), [found, sort, group]);
    const columns = columnsOf(tab, chosen);
    const several = useMemo(() => new Set(rows.map((row) => row.specialty)).size > 1, [rows]);
    const shown = useMemo(() => items.flatMap((item) => (item.kind === "row" ? [item.row] : [])), [items]);
    useEffect(() => {
        const key = (event: KeyboardEvent) => {
            if (event.key !== "c" || !letterKeys.value || typing(event.target) || event.ctrlKey || event.metaKey) return;
            void copyRows(shown);
        };
        addEventListener("keydown", key);
        return () => removeEventListener("keydown", key);
    }, [shown]);
    const beside = wide && columns.length <= 7;
    return (
        <>
            <Tabs now={now} tab={tab} />
            {words.tabLead[tab] && <p class="tab-lead">{words.tabLead[tab]}</p>}
            {tab === "held" && <Sure />}
            <div class={beside ? "list-columns" : "list-columns stacked"}>
                {!beside && rows.length > 0 && (
                    <details class="map-fold no-print"><summary>{words.map.show}</summary>
                        <MapPanel rows={onMap} open={(code) => adjust({ open: code })} /></details>
                )}
                <section class="list-main">
                    {rows.length > 0 && <Toolbar tab={tab} rows={rows} shown={shown} filter={filter} text={text} setText={setText} />}
                    {rows.length === 0 && tab === "held" && <p class="none">{words.heldNone}</p>}
                    {rows.length > 0 && found.length === 0 && <p class="none">{words.noneShown}</p>}
                    {found.length > 0 && <ListTable tab={tab} items={items} columns={columns} group={group} several={several}
                        label={`${words.title}: ${words.tabs[tab]}`} />}
                </section>
                {beside && rows.length > 0 && <MapPanel rows={onMap} open={(code) => adjust({ open: code })} />}
            </div>
        </>
    );
}

export default function List() {
    useEffect(needCatalogue, []);
    useEffect(needSources, []);
    useEffect(() => void needNotes(), [record.value?.id]);
    const now = answer.value;
    return (
        <div class={answerBusy.value ? "list busy" : "list"}>
            {now ? <Head now={now} /> : <h1>{words.title}</h1>}
            {answerError.value && <Failed error={answerError.value} again={askAgain} inline />}
            {now ? <Programs now={now} /> : !answerError.value && <Loading />}
            <p class="rests">{words.source_note}
                {session.value && <span class="print-only"> {words.printed(date(session.value.today))}</span>}</p>
            <p class="print-only signed">{words.signed}</p>
        </div>
    );
}
