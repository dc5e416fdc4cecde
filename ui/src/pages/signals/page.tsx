// Signals: where each one goes, what it is worth there, and what moving it costs.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { api } from "../../api";
import { count, inHundred, institution, range } from "../../format";
import { useLoad } from "../../load";
import { IntervalBar } from "../../parts/interval_bar";
import { SourceLink } from "../../parts/source_link";
import { Empty, Failed, Loading } from "../../parts/states";
import { Term } from "../../parts/term";
import { adjust, link, query } from "../../router";
import { options, question, record } from "../../state";
import type { Signal, SignalRule, SignalsAnswer } from "../../types";
import { did } from "../../undo";
import { kindsOf, move, parseMoves, writeMoves, type Moves } from "./moves";
import { words } from "./words";

// The name without its state, which stands beside it.
const shown = (one: { institution: string; state: string }): string => institution(one.institution, one.state);

type Sent = SignalsAnswer["allocation"][number];
const FIRST = 12; // programs without a signal shown at first

const put = (moves: Moves): void => adjust({ signals: writeMoves(moves) });

export default function Signals() {
    const moves = parseMoves(query.value.get("signals"));
    const key = question.value && JSON.stringify([question.value, writeMoves(moves)]);
    const said = useLoad(key, (stop) =>
        api.signals({ profile_id: record.value!.id, options: options.value, signals: moves }, stop));
    if (said.error) return <Failed error={said.error} again={said.again} />;
    if (!said.value) return <Loading text={words.working} />;
    const now = said.value;
    const rules = now.rule.signals.filter((rule) => rule.total > 0);
    if (rules.length === 0 || now.allocation.length === 0)
        return <Empty title={words.empty} text={words.emptyText} />;
    const go = (rule: SignalRule, code: string, to: Signal) => {
        const before = writeMoves(moves);
        const { moves: next, gaveWay } = move(now.allocation, rule, code, to);
        const one = now.allocation.find((sent) => sent.nrmp_code === code)!;
        if (one.signal === to) return;
        put(next);
        did(gaveWay ? words.didSwap(shown(one), words.tier[to]!, shown(gaveWay), words.tier[one.signal]!)
            : words.didMove(shown(one), words.tier[to]!), () => adjust({ signals: before }));
    };
    const lost = now.chance_if_best - now.chance.value;
    return (
        <div class={said.busy ? "signals busy" : "signals"} aria-busy={said.busy}>
            <h1>{words.title}</h1>
            <p>{words.leadStart} <Term word="signal" /> {words.lead}</p>
            <div class="signals-now" role="status">
                <p><b>{words.now(inHundred(now.chance.value), range(now.chance))}</b>{" "}
                    {now.moved.length === 0 ? words.best : lost > 0.00005 ? words.less(inHundred(lost)) : lost < -0.00005 ? words.more(inHundred(-lost)) : words.best}</p>
                {now.moved.length > 0 && <button type="button" onClick={() => put({})}>{words.backToBest}</button>}
            </div>
            <p class="hint">{words.drag}</p>
            {rules.map((rule) => (
                <Rule key={rule.specialty} rule={rule} moved={new Set(now.moved.map((one) => one.nrmp_code))} go={(code, to) => go(rule, code, to)}
                    sent={rules.length === 1 ? now.allocation : now.allocation.filter((one) => one.specialty === rule.specialty)} />
            ))}
            <p class="dim">{words.after}</p>
        </div>
    );
}

function Rule({ rule, sent, moved, go }: {
    rule: SignalRule; sent: Sent[]; moved: Set<string>; go: (code: string, to: Signal) => void;
}) {
    const [all, setAll] = useState(false);
    const kinds = kindsOf(rule);
    const none = sent.filter((one) => one.signal === "none");
    const scale = Math.max(0.05, ...sent.map((one) => one.chance_interview.high));
    const row = (one: Sent) => <Program key={one.nrmp_code} one={one} kinds={kinds.map(({ kind }) => kind)} moved={moved.has(one.nrmp_code)} scale={scale} go={go} />;
    return (
        <section>
            <h2>{words.rule(rule.specialty, rule.tiered ? words.tiers(rule.gold, rule.silver) : words.all(rule.total))}</h2>
            <p class="hint">{words.source}: <SourceLink name={rule.source} asOf={rule.as_of} />. {rule.projected && words.projected} {rule.tiered && words.goldHint}</p>
            <div class="tiers">
                {kinds.map(({ kind, most }) => {
                    const here = sent.filter((one) => one.signal === kind);
                    return <Box key={kind} kind={kind} note={words.of(here.length, most)} go={go}>{here.map(row)}</Box>;
                })}
                <Box kind="none" note={count(none.length)} go={go}>
                    {(all ? none : none.slice(0, FIRST)).map(row)}
                    {!all && none.length > FIRST && (
                        <li><button type="button" class="quiet" onClick={() => setAll(true)}>{words.showAll(count(none.length))}</button></li>
                    )}
                </Box>
            </div>
        </section>
    );
}

function Box({ kind, note, children, go }: {
    kind: Signal; note: string; children: ComponentChildren; go: (code: string, to: Signal) => void;
}) {
    const [over, setOver] = useState(false);
    return (
        <section class={over ? `tier-box tier-${kind} over` : `tier-box tier-${kind}`} aria-label={words.tier[kind]}
            onDragOver={(event) => (event.preventDefault(), setOver(true))} onDragLeave={() => setOver(false)}
            onDrop={(event) => {
                event.preventDefault();
                setOver(false);
                const code = event.dataTransfer?.getData("text/plain") ?? "";
                if (/^[A-Za-z0-9]{9}$/.test(code)) go(code, kind);
            }}>
            <h3>{words.tier[kind]} <small class="dim">{note}</small></h3>
            <ul>{children}</ul>
        </section>
    );
}

// What moving this one would do, in words.
function worth(one: Sent): string {
    if (one.cost_of_moving === null) return "";
    const size = inHundred(Math.abs(one.cost_of_moving)).replace("<", words.under);
    if (one.signal === "none") return (one.cost_of_moving < 0 ? words.takesGain : words.takes)(size);
    return (one.cost_of_moving < 0 ? words.gains : words.keeps)(size);
}

function Program({ one, kinds, moved, scale, go }: {
    one: Sent; kinds: Signal[]; moved: boolean; scale: number; go: (code: string, to: Signal) => void;
}) {
    return (
        <li class={moved ? "sent moved" : "sent"} draggable onDragStart={(event) => event.dataTransfer?.setData("text/plain", one.nrmp_code)}>
            <div>
                <a href={link(`/program/${one.nrmp_code}`)}>{shown(one)}</a>
                {moved && <span class="chip told">{words.moved}</span>}
                <small>{one.city}, {one.state}</small>
            </div>
            <select aria-label={words.move(shown(one))} value={one.signal} onChange={(event) => go(one.nrmp_code, event.currentTarget.value as Signal)}>
                {[...kinds, "none" as const].map((kind) => <option key={kind} value={kind}>{words.tier[kind]}</option>)}
            </select>
            <small class="worth">{worth(one)}</small>
            <IntervalBar chance={one.chance_interview} max={scale} label={words.interview} />
        </li>
    );
}
