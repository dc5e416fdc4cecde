// Two to four openings side by side.

import type { ComponentChildren } from "preact";
import { experience, type Shown } from "../../experience";
import { useLoad } from "../../load";
import { Failed, Loading } from "../../parts/states";
import { same } from "../../router";
import { record } from "../../state";
import { costTitle } from "./detail";
import { Does, FeeCell } from "./table";
import { lengthText, markOf, placeText, words } from "./words";

const unknown = <span class="unknown">{words.notKnown}</span>;
const row = words.compareRow;

const rows: [string, (shown: Shown) => ComponentChildren][] = [
    [row.fits, ({ eligibility }) => !eligibility ? unknown : <>{words.fits[eligibility.fits === null ? "unknown" : eligibility.fits ? "yes" : "no"]}
        {eligibility.checks.filter((check) => ["obstacle", "ask"].includes(markOf(check)) && check.item !== "visa").map((check) => <small key={check.item}>{check.label}: {check.why}</small>)}</>],
    [row.visa, ({ eligibility }) => eligibility ? <>{words.visaVerdict(eligibility.visa)}<small>{eligibility.visa.why}</small></> : unknown],
    [row.does, ({ opening }) => <Does opening={opening} />],
    [row.weeks, ({ opening }) => lengthText(opening.weeks_low, opening.weeks_high) ?? unknown],
    [row.fee, ({ opening }) => <FeeCell opening={opening} bar={false} />],
    [row.cost, ({ stay_cost }) => <>{costTitle(stay_cost)}{stay_cost.weeks !== null && <small>{words.costFor(stay_cost.weeks)}</small>}</>],
    [row.missing, ({ eligibility }) => eligibility?.checks.filter((check) => ["get", "tell"].includes(markOf(check))).map((check) => check.label).join(", ") || "–"],
    [row.lead, ({ opening }) => <>{opening.apply ? words.applyVia[opening.apply] ?? opening.apply : unknown}<small>{words.leadText(opening.lead_low, opening.lead_high) ?? words.leadUnknown}</small></>],
    [row.ask, ({ eligibility }) => eligibility ? <ul class="exp-ask">{eligibility.ask.map((text) => <li key={text}>{text}</li>)}</ul> : unknown],
    [row.trust, ({ opening }) => words.trust[opening.trust] ?? opening.trust],
    [row.link, ({ opening }) => opening.link ? <a href={opening.link} target="_blank" rel="noreferrer noopener">{new URL(opening.link).hostname}<span class="hidden">: {opening.institution}</span></a> : words.noLink],
];

export function Compare({ ids }: { ids: string[] }) {
    const one = record.value!;
    const said = useLoad(JSON.stringify([ids, one.id, one.version]), (stop) => experience.compare(ids, one.id, stop));
    return (
        <>
            <h1>{words.compare}</h1>
            <p><a href={same({ compare: null })}>{words.compareBack}</a></p>
            {said.error ? <Failed error={said.error} again={said.again} inline />
                : !said.value ? <Loading text={words.opening} />
                : <div class="scroll" tabIndex={0} role="region" aria-label={words.compare}>
                    <table class="plain exp-compare">
                        <thead><tr><td />{said.value.map(({ opening }) => <th key={opening.id} scope="col">{opening.institution}<small>{placeText(opening)}</small></th>)}</tr></thead>
                        <tbody>{rows.map(([name, cell]) => (
                            <tr key={name}><th scope="row">{name}</th>{said.value!.map((shown) => <td key={shown.opening.id}>{cell(shown)}</td>)}</tr>
                        ))}</tbody>
                    </table>
                </div>}
            <p class="dim">{words.askBoth} {words.after}</p>
        </>
    );
}
