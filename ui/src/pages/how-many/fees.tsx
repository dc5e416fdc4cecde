// What applications cost, specialty by specialty, and every other fee of the season.

import { useState } from "preact/hooks";
import { api } from "../../api";
import { count, date, money } from "../../format";
import { useLoad } from "../../load";
import { NumberInput } from "../../parts/number_input";
import { Failed, Loading } from "../../parts/states";
import { record, session } from "../../state";
import type { PickAnswer } from "../../types";
import { feeWords as words } from "./fee_words";

export interface Fee {
    service: string; item: string; unit: string; from_count: number | null; to_count: number | null;
    cents: number; certainty: string; projected: boolean; source: string; as_of: string;
}
export interface Bill {
    eras_cents: number; season: number; projected: boolean; other_fees: Fee[]; warnings: string[];
    lines: {
        specialty: string; service: string; applications: number; cents: number; next_cents: number;
        tiers: { from: number; applications: number; cents_each: number }[];
    }[];
}

// How many of the list are of each specialty.
export function countsOf(now: PickAnswer): Record<string, number> {
    const counts: Record<string, number> = {}, seen = new Set<number>();
    for (const one of now.picked) {
        if (seen.has(one.application)) continue; // one application may be for several tracks
        seen.add(one.application);
        counts[one.specialty] = (counts[one.specialty] ?? 0) + 1;
    }
    return counts;
}

export function feesPath(counts: Record<string, number>, season: number | undefined): string {
    const params = new URLSearchParams();
    if (season) params.set("season", String(season));
    for (const [name, n] of Object.entries(counts)) if (n > 0) params.append("apply", `${name}=${n}`);
    return `/api/v1/fees?${params}`;
}

export function Fees({ now }: { now: PickAnswer }) {
    const [own, setOwn] = useState<Record<string, number> | null>(null);
    const counts = own ?? countsOf(now);
    const season = record.value?.profile.season;
    const path = feesPath(counts, typeof season === "number" ? season : undefined);
    const bill = useLoad(path, (stop) => api.get<Bill>(path, stop));
    const set = (name: string, n: number) => setOwn((before) => ({ ...(before ?? countsOf(now)), [name]: n }));
    const others = (session.value?.specialties ?? []).filter((one) => !(one.name in counts) && one.tracks > 0);
    return (
        <section class="fees">
            <h2>{words.title}</h2>
            <p>{words.lead}</p>
            <div class="fee-counts">
                {Object.entries(counts).map(([name, n]) => (
                    <label key={name}><span>{name}</span>
                        <NumberInput min={0} max={1000} value={n} set={(many) => set(name, Math.round(many))} /></label>
                ))}
                <label><span>{words.another}</span>
                    <select value="" onChange={(event) => event.currentTarget.value && set(event.currentTarget.value, 10)}>
                        <option value="">{words.choose}</option>
                        {others.map((one) => <option key={one.code} value={one.name}>{one.name}</option>)}
                    </select></label>
                {own && <button type="button" class="small" onClick={() => setOwn(null)}>{words.asList}</button>}
            </div>
            {bill.error && <Failed error={bill.error} again={bill.again} inline />}
            {bill.value ? <Lines bill={bill.value} /> : !bill.error && <Loading />}
        </section>
    );
}

function Lines({ bill }: { bill: Bill }) {
    return (
        <>
            {bill.lines.length > 0 && (
                <div class="scroll" tabIndex={0} role="region" aria-label={words.title}>
                    <table class="plain">
                        <thead><tr>
                            <th scope="col">{words.specialty}</th><th scope="col" class="num">{words.number}</th><th scope="col">{words.how}</th>
                            <th scope="col" class="num">{words.cost}</th><th scope="col" class="num">{words.next}</th>
                        </tr></thead>
                        <tbody>{bill.lines.map((one) => (
                            <tr key={one.specialty}>
                                <th scope="row">{one.specialty}</th><td class="num">{count(one.applications)}</td>
                                <td>{one.tiers.map((tier) => words.tier(count(tier.applications), money(tier.cents_each))).join(", ")}</td>
                                <td class="num">{money(one.cents)}</td><td class="num">{money(one.next_cents)}</td>
                            </tr>
                        ))}</tbody>
                        <tfoot><tr><th scope="row" colSpan={3}>{words.all}{bill.projected && <small>{words.projectedAll}</small>}</th><td class="num"><b>{money(bill.eras_cents)}</b></td><td /></tr></tfoot>
                    </table>
                </div>
            )}
            {bill.warnings.map((one) => <p key={one} class="dim">{one}</p>)}
            <details>
                <summary>{words.others(bill.season)}</summary>
                <div class="scroll" tabIndex={0} role="region" aria-label={words.others(bill.season)}>
                    <table class="plain">
                        <thead><tr><th scope="col">{words.fee}</th><th scope="col" class="num">{words.cost}</th><th scope="col">{words.charged}</th><th scope="col">{words.rests}</th></tr></thead>
                        <tbody>{bill.other_fees.map((one) => (
                            <tr key={`${one.service} ${one.item} ${one.from_count}`}>
                                <th scope="row">{words.item[one.item] ?? one.item.replace(/_/g, " ")}<small>{one.service}</small></th>
                                <td class="num">{money(one.cents)}</td>
                                <td>{words.unit[one.unit] ?? one.unit.replace(/_/g, " ")}{one.from_count !== null && `, ${words.span(one.from_count, one.to_count)}`}</td>
                                <td>{one.source}<small>{date(one.as_of)}{one.projected && `, ${words.projected}`}{one.certainty === "low" && `, ${words.low}`}</small></td>
                            </tr>
                        ))}</tbody>
                    </table>
                </div>
            </details>
        </>
    );
}
