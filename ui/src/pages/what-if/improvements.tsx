// What would help most, as a table: by gain, by gain for money, by gain for time.

import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../api";
import { count, date, money, points } from "../../format";
import { useLoad } from "../../load";
import { GainBar } from "../../parts/gain_bar";
import { Failed, Loading } from "../../parts/states";
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

export function Improvements() {
    const [sort, setSort] = useState<Sort>("gain");
    const [near, place] = useNear();
    const found = useLoad(near ? question.value && `improvements ${question.value}` : null, (stop) =>
        api.whatIf({ profile_id: record.value!.id, options: options.value }, stop));
    return (
        <section ref={place}>
            <h2>{words.improvements}</h2>
            <p>{words.improvementsLead}</p>
            {found.error ? <Failed error={found.error} again={found.again} inline />
                : !near ? null
                : !found.value ? <Loading text={words.working} />
                : <Table all={found.value.improvements} sort={sort} setSort={setSort} busy={found.busy} />}
        </section>
    );
}

function Table({ all, sort, setSort, busy }: {
    all: Improvement[]; sort: Sort; setSort: (sort: Sort) => void; busy: boolean;
}) {
    const known = all.filter((one) => one.gain !== null);
    const low = Math.min(0, ...known.map((one) => one.gain_low!)), high = Math.max(0.01, ...known.map((one) => one.gain_high!));
    return (
        <div class={busy ? "busy" : undefined}>
            <div class="row" role="group" aria-label={words.sortBy}>
                <span class="dim">{words.sortBy}</span>
                {(Object.keys(words.sort) as Sort[]).map((one) => (
                    <button key={one} type="button" class="small" aria-pressed={sort === one} onClick={() => setSort(one)}>{words.sort[one]}</button>
                ))}
            </div>
            <div class="scroll" tabIndex={0} role="region" aria-label={words.improvements}>
                <table class="plain improvements">
                    <thead><tr>
                        <th scope="col">{words.cols.change}</th><th scope="col">{words.cols.gain}</th>
                        <th scope="col" class="num">{words.cols.price}</th><th scope="col" class="num">{words.cols.perMoney}</th>
                        <th scope="col" class="num">{words.cols.weeks}</th><th scope="col" class="num">{words.cols.perWeek}</th>
                    </tr></thead>
                    <tbody>{sorted(all, sort).map((one) => (
                        <tr key={one.change}>
                            <th scope="row">{one.change}
                                <small>{one.why}{one.source && ` (${one.source}${one.as_of ? `, ${date(one.as_of)}` : ""})`}</small>
                            </th>
                            <td data-label={words.cols.gain}>{one.gain === null
                                ? <span class="unknown">{words.noHonest}</span>
                                : <GainBar gain={{ value: one.gain, low: one.gain_low!, high: one.gain_high! }} low={low} high={high} />}</td>
                            <Cell name={words.cols.price} text={one.price_cents === null ? null : price(one)} />
                            <Cell name={words.cols.perMoney} text={one.gain_per_100_usd === null ? null : points(one.gain_per_100_usd)} />
                            <Cell name={words.cols.weeks} text={one.weeks === null ? null : count(one.weeks)} />
                            <Cell name={words.cols.perWeek} text={one.gain_per_week === null ? null : points(one.gain_per_week)} />
                        </tr>
                    ))}</tbody>
                </table>
            </div>
        </div>
    );
}
