// What would help most, as a table: by gain, by gain for money, by gain for time.

import { useEffect, useRef, useState } from "preact/hooks";
import { Aborted, Unreachable, api, reachable } from "../../api";
import { count, money, points } from "../../format";
import { GainBar } from "../../parts/gain_bar";
import { SourceLink } from "../../parts/source_link";
import { Failed } from "../../parts/states";
import { options, question, record } from "../../state";
import type { Improvement } from "../../types";
import { words } from "./words";

type Sort = keyof typeof words.sort;
const by: Record<Sort, (one: Improvement) => number | null> = {
    gain: (one) => one.gain,
    money: (one) => one.gain_per_100_usd,
    weeks: (one) => one.gain_per_week,
};

// The largest first; those without a figure last, in the order in which they came.
export function sorted(all: Improvement[], sort: Sort): Improvement[] {
    const of = by[sort];
    const rank = (one: Improvement): number => of(one) ?? (one.gain === null ? -3 : -2);
    return [...all].sort((a, b) => rank(b) - rank(a));
}

function price(one: Improvement): string {
    if (one.price_low_cents !== null && one.price_high_cents !== null && one.price_low_cents < one.price_high_cents)
        return `${money(one.price_low_cents)}–${money(one.price_high_cents)}`;
    return money(one.price_cents!);
}

// A dash where there is nothing to say; on a phone such a cell is left out.
const Cell = ({ name, text }: { name: string; text: string | null }) => (
    <td class={text === null ? "num no-value" : "num"} data-label={name}>{text ?? "–"}</td>
);

// Whether a place has come near the window.  Eleven lists are made for the table, so it is
// asked for when somebody is about to read it.
function useNear() {
    const place = useRef<HTMLElement>(null);
    const [near, setNear] = useState(false);
    useEffect(() => {
        const observer = new IntersectionObserver((seen) => {
            if (seen.some((one) => one.isIntersecting)) setNear(true);
        }, { rootMargin: "200px" });
        observer.observe(place.current!);
        return () => observer.disconnect();
    }, []);
    return [near, place] as const;
}

const AT_ONCE = 2; // requests on their way

interface Parts { key: string; rows: Improvement[]; done: number; total: number; error: Error | null; stopped: boolean }

// The rows part by part, as they come.  A new question starts anew; `stop` ends it where it is,
// `goOn` takes it up again.
function useParts(key: string | null) {
    const [found, setFound] = useState<Parts | null>(null);
    const [round, setRound] = useState(0);
    const stopped = useRef(new AbortController());
    const had = useRef(new Set<number>()); // the parts that are done
    useEffect(() => {
        if (key === null) return;
        const stop = (stopped.current = new AbortController());
        const id = record.value!.id, asked = options.value;
        const done = new Set(found?.key === key && found.stopped ? had.current : []);
        had.current = done;
        if (done.size === 0) setFound({ key, rows: [], done: 0, total: 0, error: null, stopped: false });
        else setFound((before) => before && { ...before, stopped: false, error: null });
        let next = 1, total = Infinity;
        const take = async (): Promise<void> => {
            for (let part = next++; part <= total; part = next++) {
                if (done.has(part)) continue;
                const said = await api.whatIf({ profile_id: id, options: asked, part }, stop.signal);
                if (stop.signal.aborted) return;
                total = said.parts;
                done.add(part);
                setFound((before) => before && {
                    ...before, rows: [...before.rows, ...said.improvements], done: done.size, total });
            }
        };
        void Promise.all(Array.from({ length: AT_ONCE }, take)).catch((error: Error) => {
            if (error instanceof Aborted || stop.signal.aborted) return;
            stop.abort();
            setFound((before) => before && { ...before, error, stopped: true });
        });
        return () => stop.abort();
    }, [key, round]);
    // What nobody answered is asked again when somebody does.
    useEffect(() => {
        if (reachable.value && found?.error instanceof Unreachable) setRound((n) => n + 1);
    }, [reachable.value]);
    return {
        found: found?.key === key ? found : null, goOn: () => setRound((n) => n + 1),
        stop: () => (stopped.current.abort(), setFound((before) => before && { ...before, stopped: true })),
    };
}

export function Improvements() {
    const [sort, setSort] = useState<Sort>("gain");
    const [near, place] = useNear();
    const { found, goOn, stop } = useParts(near ? question.value : null);
    return (
        <section ref={place}>
            <h2>{words.improvements}</h2>
            <p>{words.improvementsLead}</p>
            {found && <Progress found={found} goOn={goOn} stop={stop} />}
            {found && found.rows.length > 0 && <Table all={found.rows} sort={sort} setSort={setSort} />}
        </section>
    );
}

function Progress({ found, goOn, stop }: { found: Parts; goOn: () => void; stop: () => void }) {
    const { done, total, error, stopped } = found;
    if (error) return <Failed error={error} again={goOn} inline />;
    if (total > 0 && done >= total) return null;
    return (
        <p class="row trying">
            <progress max={total || 1} value={done} aria-label={words.improvements} />
            <span role="status">{stopped ? words.stopped : words.tried(count(done), total ? count(total) : "…")}</span>
            <button type="button" class="small" onClick={stopped ? goOn : stop}>{stopped ? words.goOn : words.stop}</button>
        </p>
    );
}

function Table({ all, sort, setSort }: { all: Improvement[]; sort: Sort; setSort: (sort: Sort) => void }) {
    const known = all.filter((one) => one.gain !== null);
    const low = Math.min(0, ...known.map((one) => one.gain_low!)), high = Math.max(0.01, ...known.map((one) => one.gain_high!));
    const timed = all.some((one) => one.gain_per_week !== null); // else nothing to sort by time
    const sorts = (Object.keys(words.sort) as Sort[]).filter((one) => one !== "weeks" || timed);
    return (
        <div>
            <div class="row" role="group" aria-label={words.sortBy}>
                <span class="dim">{words.sortBy}</span>
                {sorts.map((one) => (
                    <button key={one} type="button" class="small" aria-pressed={sort === one} onClick={() => setSort(one)}>{words.sort[one]}</button>
                ))}
            </div>
            <div class="scroll" tabIndex={0} role="region" aria-label={words.improvements}>
                <table class="plain improvements">
                    <thead><tr>
                        <th scope="col">{words.cols.change}</th><th scope="col">{words.cols.gain}</th>
                        <th scope="col" class="num">{words.cols.price}</th><th scope="col" class="num">{words.cols.perMoney}</th>
                        {timed && <><th scope="col" class="num">{words.cols.weeks}</th><th scope="col" class="num">{words.cols.perWeek}</th></>}
                    </tr></thead>
                    <tbody>{sorted(all, sort).map((one) => (
                        <tr key={one.change}>
                            <th scope="row">{one.change}
                                <small>{one.why}{one.source && <> (<SourceLink name={one.source} asOf={one.as_of} />)</>}</small>
                            </th>
                            <td data-label={words.cols.gain}>{one.gain === null
                                ? <span class="unknown">{words.noHonest}</span>
                                : <GainBar gain={{ value: one.gain, low: one.gain_low!, high: one.gain_high! }} low={low} high={high} />}</td>
                            <Cell name={words.cols.price} text={one.price_cents === null ? null : price(one)} />
                            <Cell name={words.cols.perMoney} text={one.gain_per_100_usd === null ? null : points(one.gain_per_100_usd)} />
                            {timed && <Cell name={words.cols.weeks} text={one.weeks === null ? null : count(one.weeks)} />}
                            {timed && <Cell name={words.cols.perWeek} text={one.gain_per_week === null ? null : points(one.gain_per_week)} />}
                        </tr>
                    ))}</tbody>
                </table>
            </div>
            {!timed && <p class="dim">{words.noneTimed}</p>}
        </div>
    );
}
