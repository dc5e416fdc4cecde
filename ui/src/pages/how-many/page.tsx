// How many?  The curve of chance against number and money.
//
// Moving along it asks nobody: the curve came with the list.  The address follows a moment
// later, and with it the list and the chance at the top of the page.

import { useEffect, useRef, useState } from "preact/hooks";
import { curve, pointAt, pointFor } from "../../charts/curve";
import { Figure } from "../../charts/figure";
import { count, inHundred, money, points as gained, range } from "../../format";
import { NumberInput } from "../../parts/number_input";
import { Failed, Empty, Loading } from "../../parts/states";
import { Term } from "../../parts/term";
import { link } from "../../router";
import { answer, answerError, askAgain, edit, options, record, setOptions } from "../../state";
import type { PickAnswer } from "../../types";
import { did } from "../../undo";
import { Fees } from "./fees";
import { entries, reach, savedLength, type Entry } from "./nested";
import { words } from "./words";

const SETTLE = 250; // ms that a slider rests before the address and the list follow
const STEP = 10;

export default function HowMany() {
    const now = answer.value;
    if (answerError.value && !now) return <Failed error={answerError.value} again={askAgain} />;
    if (!now) return <Loading />;
    if (now.curve.length === 0)
        return <Empty title={words.empty} text={words.emptyText}
            action={<a class="button" href={link("/list", { tab: "left-out" })}>{words.why}</a>} />;
    return <Curve now={now} />;
}

function Curve({ now }: { now: PickAnswer }) {
    const [wanted, setWanted] = useState<number | null>(null);
    const [by, setBy] = useState<"number" | "money">("number");
    const [all, setAll] = useState(false);
    const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
    const here = Math.min(wanted ?? now.applications, now.curve.length);
    const cents = pointAt(now.curve, here)?.cost_cents ?? 0;
    const saved = savedLength(now.curve, now.knee, record.value!.profile);
    const end = all ? now.curve.length : Math.max(here, reach(now.curve, now.knee?.n ?? 0, now.applications));
    useEffect(() => () => clearTimeout(timer.current), []);
    useEffect(() => setWanted(null), [now]); // the list has followed

    const move = (n: number) => {
        const to = Math.max(1, Math.min(now.curve.length, Math.round(n) || 1));
        setWanted(to);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => {
            setOptions({ most: to, budget_cents: pointAt(now.curve, to)?.cost_cents });
        }, SETTLE);
    };

    return (
        <div class="how-many">
            <h1>{words.title}</h1>
            <p>{words.lead}</p>
            <section class="card">
                <div class="sliders">
                    <Slider label={words.number} value={here} max={end} step={1} set={move} />
                    <Slider label={words.budget} dollars value={Math.round(cents / 100)}
                        max={Math.ceil(now.curve[end - 1]!.cost_cents / 100)} step={10}
                        set={(dollars) => move(pointFor(now.curve, dollars * 100)?.n ?? 1)} />
                </div>
                <Figure level={2} draw={(width) => curve({
                    points: now.curve, knee: now.knee, here, by, upTo: end, onPick: move,
                    basis: `${now.chance.basis[0]!.toUpperCase()}${now.chance.basis.slice(1)}.`,
                }, width)} />
                <div class="row">
                    <fieldset class="segments">
                        <legend class="hidden">{words.by}</legend>
                        {(["number", "money"] as const).map((one) => (
                            <button key={one} type="button" class="small" aria-pressed={by === one} onClick={() => setBy(one)}>
                                {words.by} {one === "number" ? words.byNumber : words.byMoney}
                            </button>
                        ))}
                    </fieldset>
                    {now.curve.length > end || all
                        ? <label class="switch"><input type="checkbox" checked={all} onChange={() => setAll(!all)} />{words.all(count(now.curve.length))}</label>
                        : null}
                </div>
            </section>
            <Save now={now} here={here} move={move} />
            <Steps now={now} here={here} move={move} />
            <Edge now={now} here={here} saved={saved} />
            <Fees now={now} />
            <p class="dim">{words.after}</p>
        </div>
    );
}

function Slider({ label, value, max, step, dollars, set }: {
    label: string; value: number; max: number; step: number; dollars?: boolean; set: (n: number) => void;
}) {
    const id = `slider-${dollars ? "money" : "number"}`;
    return (
        <div class="slider">
            <label for={id}>{label}</label>
            <span class="slider-number">
                {dollars && <span aria-hidden="true">$</span>}
                <NumberInput min={dollars ? 0 : 1} max={max} step={step} value={value} set={set}
                    label={dollars ? `${label}, US dollars` : `${label}, number`} />
            </span>
            <input id={id} type="range" min={dollars ? 0 : 1} max={max} step={step} value={value}
                aria-valuetext={dollars ? money(value * 100) : count(value)}
                onInput={(event) => set(Number(event.currentTarget.value))} />
        </div>
    );
}

function Save({ now, here, move }: { now: PickAnswer; here: number; move: (n: number) => void }) {
    const cents = pointAt(now.curve, here)?.cost_cents ?? 0;
    const saved = record.value?.profile.budget_usd;
    const keep = () => {
        const before = record.value!.profile;
        const { budget_usd, max_applications } = before;
        edit((profile) => {
            profile.budget_usd = Math.ceil(cents / 100);
            delete profile.max_applications;
        });
        setOptions({ most: undefined, budget_cents: undefined });
        did(words.did(money(Math.ceil(cents / 100) * 100)), () => edit((profile) => {
            if (budget_usd === undefined) delete profile.budget_usd;
            else profile.budget_usd = budget_usd;
            if (max_applications !== undefined) profile.max_applications = max_applications;
        }));
    };
    const tried = options.value.most !== undefined || options.value.budget_cents !== undefined;
    const knee = now.knee;
    return (
        <section class="after-curve" aria-label={words.budget}>
            <p class="row">
                <button type="button" class="main" onClick={keep} disabled={saved !== undefined && Math.ceil(cents / 100) === saved}>
                    {words.save(money(Math.ceil(cents / 100) * 100))}
                </button>
                {knee && here !== knee.n && <button type="button" onClick={() => move(knee.n)}>{words.toKnee(knee.n)}</button>}
                {tried && <button type="button" onClick={() => setOptions({ most: undefined, budget_cents: undefined })}>{words.toSaved}</button>}
            </p>
            <p class="dim">{saved === undefined ? words.noBudget : words.savedIs(money(saved * 100))} {words.keep}</p>
        </section>
    );
}

// Ten applications at a time around the place, and the bend.
function Steps({ now, here, move }: { now: PickAnswer; here: number; move: (n: number) => void }) {
    const last = now.curve.length;
    const around = [-2, -1, 0, 1, 2, 4].map((k) => here + k * STEP).filter((n) => n >= 1 && n <= last);
    const rows = [...new Set([...around, ...(now.knee ? [now.knee.n] : [])])].sort((a, b) => a - b);
    return (
        <section>
            <h2>{words.steps}</h2>
            <div class="scroll" tabIndex={0} role="region" aria-label={words.steps}>
                <table class="plain">
                    <caption>{words.stepsCaption}; the <Term word="knee">bend</Term> is marked</caption>
                    <thead><tr>
                        <th scope="col" class="num">{words.number}</th><th scope="col" class="num">{words.cost}</th>
                        <th scope="col" class="num">{words.chanceAll}</th><th scope="col" class="num">{words.tenAdd}</th>
                    </tr></thead>
                    <tbody>{rows.map((n) => {
                        const at = pointAt(now.curve, n)!;
                        const next = pointAt(now.curve, Math.min(last, n + STEP))!;
                        return (
                            <tr key={n} class={n === here ? "here" : undefined}>
                                <th scope="row" class="num">
                                    <button type="button" class="linkish" onClick={() => move(n)}>{count(n)}</button>
                                    {n === here && <small>{words.here}</small>}
                                    {n === now.knee?.n && <small>{words.bend}</small>}
                                </th>
                                <td class="num">{money(at.cost_cents)}</td>
                                <td class="num"><b>{inHundred(at.value)}</b> <span class="dim">({range(at)})</span></td>
                                <td class="num">{next.n === at.n ? "–" : <>{gained(next.value - at.value)} <small>{words.forMoney} {money(next.cost_cents - at.cost_cents)}</small></>}</td>
                            </tr>
                        );
                    })}</tbody>
                </table>
            </div>
        </section>
    );
}

function Edge({ now, here, saved }: { now: PickAnswer; here: number; saved: number }) {
    const around = entries(now, here - 5, here + 6);
    const [inside, outside] = [around.filter((one) => one.n <= here), around.filter((one) => one.n > here)];
    return (
        <section>
            <h2>{words.edge}</h2>
            <p>{here === saved ? words.same
                : words.change(Math.max(0, here - saved), Math.max(0, saved - here)) + "."} {words.edgeText}</p>
            <div class="scroll" tabIndex={0} role="region" aria-label={words.edge}>
                <table class="plain edge">
                    <thead><tr>
                        <th scope="col" class="num">{words.place}</th><th scope="col">{words.program}</th>
                        <th scope="col" class="num">{words.chance}</th><th scope="col" class="num">{words.adds}</th>
                    </tr></thead>
                    <tbody>{inside.map((one) => <Row key={one.nrmp_code} one={one} mark={one.n > saved ? words.joins : ""} />)}</tbody>
                    <tbody><tr class="edge-line"><th scope="rowgroup" colSpan={4}>{words.line(count(here))}</th></tr></tbody>
                    <tbody>{outside.map((one) => <Row key={one.nrmp_code} one={one} mark={one.n <= saved ? words.leaves : ""} out />)}</tbody>
                </table>
            </div>
            <p><a href={link("/list")}>{words.openList}</a></p>
        </section>
    );
}

const Row = ({ one, mark, out }: { one: Entry; mark: string; out?: boolean }) => (
    <tr class={out ? "out" : undefined}>
        <td class="num">{count(one.n)}</td>
        <th scope="row">
            <a href={link(`/program/${one.nrmp_code}`)}>{one.institution}</a>
            {mark && <span class="chip told">{mark}</span>}
            <small>{[one.specialty, [one.city, one.state].filter(Boolean).join(", ")].filter(Boolean).join(" · ")}</small>
        </th>
        <td class="num">{one.chance ? <>{inHundred(one.chance.value)} <small>{range(one.chance)}</small></> : "–"}</td>
        <td class="num">{gained(one.marginal)}</td>
    </tr>
);
