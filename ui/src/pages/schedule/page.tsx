// Schedule: which stays, and when; on a timeline, with a proof and what was left out.

import { useState } from "preact/hooks";
import { api } from "../../api";
import { Figure } from "../../charts/figure";
import { timeline } from "../../charts/timeline";
import { experience, type ScheduleAnswer, type Stay } from "../../experience";
import { count, date } from "../../format";
import { useLoad } from "../../load";
import { ExperienceTabs } from "../../parts/experience_tabs";
import { Icon } from "../../parts/icon";
import { NumberInput } from "../../parts/number_input";
import { Failed, Loading } from "../../parts/states";
import { adjust, link, query } from "../../router";
import { flush, record, saving, take } from "../../state";
import { did } from "../../undo";
import { aims, readWeights, scheduleBody, usualWeights, windowsOf, writeWeights, writeWindow, type Window } from "./asked";
import { words } from "./words";

const paper = (item: string): string => words.papers[item] ?? item.replaceAll("_", " ");

export default function Schedule() {
    const one = record.value!;
    const windows = windowsOf();
    const body = scheduleBody(one.id);
    const key = windows.length ? JSON.stringify([one.version, body]) : null;
    const said = useLoad(key, (stop) => experience.schedule(body, stop));
    return (
        <div class="schedule" aria-busy={said.busy}>
            <header class="list-head">
                <h1>{words.title}</h1>
                <p class="lead" role="status">{key && said.value ? words.lead(said.value) : words.noWindows}</p>
            </header>
            <ExperienceTabs />
            <Asked windows={windows} said={said.value} />
            {said.error ? <Failed error={said.error} again={said.again} inline />
                : !key ? null : !said.value ? <Loading text={words.loading} /> : <Answer said={said.value} body={body} />}
            <p class="dim">{words.after}</p>
        </div>
    );
}

function Windows({ windows }: { windows: Window[] }) {
    const [rows, setRows] = useState<Window[]>(windows.length ? windows : [{ from: "", to: "" }]);
    const put = (next: Window[]) => {
        setRows(next);
        const good = next.filter((one) => one.from && one.to && one.from <= one.to).map(writeWindow);
        adjust({ w: good.length ? good : null });
    };
    const change = (i: number, part: Partial<Window>) => put(rows.map((one, k) => (k === i ? { ...one, ...part } : one)));
    return (
        <fieldset class="schedule-windows">
            <legend>{words.windows}</legend>
            <p class="hint">{words.windowsHint}</p>
            {rows.map((one, i) => (
                <div class="schedule-window" key={i}>
                    <label class="facet">{words.from}<input type="date" value={one.from} onChange={(event) => change(i, { from: event.currentTarget.value })} /></label>
                    <label class="facet">{words.to}<input type="date" value={one.to} onChange={(event) => change(i, { to: event.currentTarget.value })} /></label>
                    {rows.length > 1 && <button type="button" class="quiet" aria-label={words.removeWindow(i + 1)} onClick={() => put(rows.filter((_, k) => k !== i))}><Icon name="close" /></button>}
                    {one.from && one.to && one.from > one.to && <p class="field-error" role="alert">{words.windowWrong}</p>}
                </div>
            ))}
            <button type="button" class="small" onClick={() => setRows([...rows, { from: "", to: "" }])}><Icon name="plus" />{words.addWindow}</button>
        </fieldset>
    );
}

const text = (name: string): string => query.value.get(name) ?? "";

function Amount({ name, label, rest, step = 1 }: { name: string; label: string; rest: number | null | undefined; step?: number }) {
    return (
        <label class="facet">{label}
            <input type="number" min={0} step={step} inputMode="numeric" value={text(name)} placeholder={rest === null || rest === undefined ? "" : String(rest)}
                onInput={(event) => adjust({ [name]: event.currentTarget.value || null })} /></label>
    );
}

// How much each thing counts against the others.
function Weights() {
    const weights = readWeights(text("weights") || usualWeights);
    return (
        <fieldset class="schedule-weights schedule-choose">
            <legend>{words.weights}</legend>
            {aims.map((aim) => (
                <label class="facet" key={aim}>{words.weight[aim]}
                    <NumberInput min={0} max={1000} step="any" value={weights[aim] ?? 0}
                        set={(weight) => adjust({ weights: writeWeights({ ...weights, [aim]: weight }) })} /></label>
            ))}
        </fieldset>
    );
}

function Asked({ windows, said }: { windows: Window[]; said: ScheduleAnswer | null }) {
    const asked = said?.asked;
    const without = query.value.getAll("without");
    return (
        <section class="card schedule-asked no-print" aria-label={words.asked}>
            <Windows windows={windows} />
            <div class="schedule-amounts">
                <Amount name="money" label={words.budget} step={100} rest={asked?.budget_cents === null || !asked ? undefined : asked.budget_cents / 100} />
                <Amount name="weeks" label={words.weeks} rest={asked?.most_weeks} />
                <Amount name="letters" label={words.letters} rest={asked?.letters} />
                <label class="facet">{words.by}<input type="date" value={text("by") || asked?.letters_by || ""} onChange={(event) => adjust({ by: event.currentTarget.value || null })} /></label>
                <label class="facet">{words.first}<select value={text("order")} onChange={(event) => adjust({ order: event.currentTarget.value || null })}>
                    {words.orders.map(([value, label]) => <option key={value} value={value}>{label}</option>)}</select></label>
                {text("order") === "chance" && <p class="hint schedule-choose">{words.chanceHint}</p>}
                {text("order") === "weights" && <Weights />}
                <label class="choice"><input type="checkbox" checked={text("unsure") === "1"} onChange={(event) => adjust({ unsure: event.currentTarget.checked ? "1" : null })} />
                    <span>{words.unsure}</span></label>
            </div>
            {without.length > 0 && <p class="row schedule-without"><span>{words.withoutTitle}:</span>{without.map((id) => (
                <button key={id} type="button" class="small" onClick={() => adjust({ without: without.filter((one) => one !== id) })}>
                    {said?.left_out.find((one) => one.id === id)?.institution ?? id}: {words.putBack}</button>
            ))}</p>}
        </section>
    );
}

function Answer({ said, body }: { said: ScheduleAnswer; body: Record<string, unknown> }) {
    return (
        <>
            {said.warnings.length > 0 && <ul class="warnings">{said.warnings.map((one) => <li key={one}>{one}</li>)}</ul>}
            <section class="card">
                <Figure level={2} draw={(width) => timeline({ said, papers: paper, source: words.source }, width)} />
                <p class="hint schedule-legend">{words.legend}</p>
            </section>
            <div class="schedule-says">
                <section><h2>{words.proof}</h2>
                    <p><b>{said.bound}</b> {words.proofHow(said.rounds, said.labels)}</p>
                    <p>{said.asked.order.length > 0 ? words.counted(said.asked.order) : words.weighed(said.asked.weights)} {words.letterRule(said)}</p></section>
                <section><h2>{words.effect}</h2>
                    {said.chance && <p>{words.chance(said.chance)}</p>}
                    <p><b>{words.effectShort}</b> {said.effect.replace(/\s*What a rotation at the program itself.*$/s, "").replace(/^How much a stay raises the chance of matching is not known: n/, "N")}</p></section>
            </div>
            {said.stays.length > 0 && <section>
                <h2>{words.stays}</h2>
                <div class="schedule-stays">{said.stays.map((stay) => <StayCard key={stay.id} stay={stay} />)}</div>
                <Save said={said} body={body} />
            </section>}
            <LeftOut said={said} />
        </>
    );
}

const three = (known: boolean | null) => (known === null ? "unknown" : known ? "yes" : "no");

function StayCard({ stay }: { stay: Stay }) {
    const leave = () => {
        const before = query.value.getAll("without");
        adjust({ without: [...before, stay.id] });
        did(words.didWithout(stay.institution), () => adjust({ without: before }));
    };
    const rows: [string, string][] = [
        [words.apply, `${date(stay.apply_by)}${stay.lead_usual ? ` (${words.applyUsual})` : ""}`],
        [words.letter, words.letterText(stay)],
        [words.cost, [words.costText(stay), stay.fee_estimated && words.feeEstimated, stay.not_counted && words.notCounted(stay.not_counted)].filter(Boolean).join(". ")],
        [words.fits, words.fitsText[three(stay.fits)]],
    ];
    return (
        <article class="card">
            <h3>{stay.institution}</h3>
            <p class="dim">{[stay.city, stay.state].filter(Boolean).join(", ") || words.severalPlaces} · {words.kind[stay.kind] ?? stay.kind}, {words.hands[three(stay.hands_on)]}</p>
            <p><b>{words.stayWhen(stay)}</b></p>
            <dl class="exp-facts">{rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
                {stay.todo && <div><dt>{words.todo}</dt><dd><ul>{stay.todo.split("; ").map((one) => <li key={one}>{one}</li>)}</ul></dd></div>}</dl>
            <p class="row no-print"><a class="button small" href={link("/experience", { open: stay.id })}>{words.details}<span class="hidden">: {stay.institution}</span></a>
                <button type="button" class="small" onClick={leave}>{words.without}<span class="hidden">: {stay.institution}</span></button></p>
        </article>
    );
}

function Save({ said, body }: { said: ScheduleAnswer; body: Record<string, unknown> }) {
    const [done, setDone] = useState("");
    const [error, setError] = useState<Error | null>(null);
    const now = JSON.stringify(said.stays.map((stay) => [stay.id, stay.from]));
    const save = async () => {
        try {
            await flush();
            const { id, version } = record.value!;
            take(await experience.saveSchedule(version, body));
            setError(null);
            setDone(now);
            did(words.didSave(said.stays.length), async () => (take(await api.undoProfile(id)), setDone("")));
        } catch (problem) {
            setError(problem as Error);
        }
    };
    return (
        <div class="schedule-save no-print" role="status">
            {error && <p class="field-error">{error.message}</p>}
            {done === now ? <p><b>{words.saved}</b> <a href={link("/experience/board")}>{words.toBoard}</a></p>
                : <p class="row"><button type="button" class="main" disabled={saving.value === "offline"} onClick={() => void save()}>{words.save}</button>
                    <span class="hint">{words.saveHint}</span></p>}
        </div>
    );
}

const SHOWN = 12;

function LeftOut({ said }: { said: ScheduleAnswer }) {
    const [all, setAll] = useState<string[]>([]);
    const groups = Object.keys(words.leftBy).filter((name) => (said.left_by[name] ?? 0) > 0);
    return (
        <section class="schedule-left">
            <h2>{words.left}</h2>
            {groups.map((name) => {
                const rows = said.left_out.filter((one) => one.left === name), open = all.includes(name);
                return (
                    <details key={name} open={name === "worth less" || name === "no money"}>
                        <summary>{words.leftBy[name]} <span class="dim">{count(said.left_by[name]!)}</span></summary>
                        <ul>{(open ? rows : rows.slice(0, SHOWN)).map((one) => (
                            <li key={one.id}><a href={link("/experience", { open: one.id })}>{one.institution}</a>: {one.why}</li>
                        ))}</ul>
                        {!open && rows.length > SHOWN && <button type="button" class="small" onClick={() => setAll([...all, name])}>{words.more(rows.length - SHOWN)}<span class="hidden">: {words.leftBy[name]}</span></button>}
                    </details>
                );
            })}
        </section>
    );
}
