// One opening, in its place in the table: whether it fits, the visa, the true cost, what to ask,
// how to apply, and every fact with a way to correct it.

import { useState } from "preact/hooks";
import { experience, type Check, type Eligibility, type Grant, type Opening, type Shown, type StayCost, type Visit } from "../../experience";
import { date, money } from "../../format";
import { useLoad } from "../../load";
import { Failed, Loading } from "../../parts/states";
import { adjust, query } from "../../router";
import { record, session } from "../../state";
import { CorrectForm } from "./forms";
import { ageText, answerText, feeText, fieldLabel, lengthText, markOf, sourceText, weeksText, words } from "./words";

export function Detail({ opening, changed }: { opening: Opening; changed: () => void }) {
    const one = record.value!;
    const weeks = query.value.get("stay") ?? "";
    const shown = useLoad(JSON.stringify([opening.id, one.id, one.version, weeks, opening.overrides]),
        (stop) => experience.show(opening.id, one.id, weeks, stop));
    if (shown.error) return <Failed error={shown.error} again={shown.again} inline />;
    if (!shown.value || shown.value.opening.id !== opening.id) return <Loading text={words.opening} />;
    const { eligibility, stay_cost } = shown.value;
    return (
        <div class={shown.busy ? "exp-detail busy" : "exp-detail"}>
            {eligibility && <Verdict eligibility={eligibility} />}
            {words.trustShort[opening.trust] && opening.trust !== "own" && <p class="exp-warning">{words.trust[opening.trust]}</p>}
            <div class="exp-columns">
                <div>
                    {eligibility && <Checks checks={eligibility.checks.filter((check) => check.item !== "visa")} />}
                    {eligibility && eligibility.ask.length > 0 && <section><h2>{words.ask}</h2><p class="hint">{words.askLead}</p>
                        <ul class="exp-ask">{eligibility.ask.map((text) => <li key={text}>{text}</li>)}</ul></section>}
                </div>
                <div>
                    {eligibility && <VisaPart visit={eligibility.visa} assumed={eligibility.visa_assumed} />}
                    <Cost cost={stay_cost} />
                    <Apply opening={shown.value.opening} />
                </div>
            </div>
            <Facts shown={shown.value} changed={() => (changed(), shown.again())} />
        </div>
    );
}

const fitWord = (eligibility: Eligibility) =>
    words.fits[eligibility.fits === null ? "unknown" : eligibility.fits ? "yes" : "no"];

function Verdict({ eligibility }: { eligibility: Eligibility }) {
    const obstacle = eligibility.checks.find((check) => markOf(check) === "obstacle");
    const ask = eligibility.checks.find((check) => markOf(check) === "ask");
    const reason = eligibility.fits === false ? obstacle : eligibility.fits === null ? ask : undefined;
    return (
        <p class="exp-verdict"><b>{fitWord(eligibility)}</b>{" "}
            {reason && <>{reason.label[0]!.toUpperCase() + reason.label.slice(1)}: {reason.why}. </>}
            {eligibility.weeks_high > 0 && eligibility.fits !== false && words.fitsTodo(eligibility.weeks_low, eligibility.weeks_high)}</p>
    );
}

const chipOf = { there: "safer", get: "target", obstacle: "reach", ask: "ask", tell: "ask" } as const;

function CheckLine({ check }: { check: Check }) {
    const mark = markOf(check);
    return (
        <li>
            <span class={`chip ${chipOf[mark]}`}>{words.checkMark[mark]}</span>
            <div>
                <b>{check.label[0]!.toUpperCase() + check.label.slice(1)}</b>: {check.why}.
                {check.todo && mark !== "there" && <span class="exp-todo">{check.todo}{" "}
                    {check.weeks_low !== null && <span class="dim">({words.takesWeeks(check.weeks_low, check.weeks_high ?? check.weeks_low)})</span>}</span>}
                <small>{check.stated ? words.saidBy[check.stated] ?? check.stated : words.byRule}; {sourceText(check.source, check.as_of)}</small>
            </div>
        </li>
    );
}

// The visa has a part of its own.
const Checks = ({ checks }: { checks: Check[] }) => (
    <section>
        <h2>{words.checks}</h2>
        {checks.length === 0 ? <p class="dim">{words.checksNone}</p>
            : <ul class="exp-checks">{checks.map((check) => <CheckLine key={check.item} check={check} />)}</ul>}
    </section>
);

const verdictClass = { allowed: "safer", conditional: "target", "not allowed": "reach", unclear: "ask" } as const;

function VisaPart({ visit, assumed }: { visit: Visit; assumed: boolean }) {
    const today = session.value?.today ?? "";
    return (
        <section class="exp-visa">
            <h2>{words.visa}</h2>
            <p><span class={`chip ${verdictClass[visit.allowed]}`}>{words.visaVerdict(visit)}</span></p>
            <p>{visit.why[0]?.toUpperCase()}{visit.why.slice(1)}.</p>
            {assumed && <p>{words.visaAssumed}</p>}
            <dl class="exp-facts">
                <div><dt>{words.visaBasis}</dt><dd>{visit.basis ?? <span class="unknown">{words.noBasis}</span>}</dd></div>
                <div><dt>{words.visaSource}</dt><dd>{sourceText(visit.source, visit.as_of)}
                    {visit.as_of && <span class="dim"> ({ageText(visit.as_of, today)})</span>}</dd></div>
                {visit.certainty && <div><dt>{words.visaSure}</dt><dd>{visit.certainty}</dd></div>}
                {visit.country_note && <div><dt>{words.visaCountry}</dt><dd>{visit.country_note}</dd></div>}
            </dl>
            <p class="exp-warning">{words.askBoth}</p>
        </section>
    );
}

function PartBar({ low, high, most }: { low: number; high: number; most: number }) {
    const at = (cents: number) => (most > 0 ? (cents / most) * 100 : 0);
    return (
        <svg class="exp-part-bar" viewBox="0 0 104 8" preserveAspectRatio="none" aria-hidden="true">
            <rect class="sure" x="0" y="1" width={at(low)} height="6" />
            <rect class="more" x={at(low)} y="1" width={at(high) - at(low)} height="6" />
        </svg>
    );
}

const amount = (low: number, high: number) => (low === high ? money(low) : `${money(low)}–${money(high)}`);

export const costTitle = (cost: StayCost): string => cost.unknown_parts === cost.parts.length
    ? words.costNone(cost.unknown_parts) : words.costTitle(cost.low_cents, cost.high_cents, cost.unknown_parts);

function Cost({ cost }: { cost: StayCost }) {
    const most = Math.max(0, ...cost.parts.map((part) => part.high_cents ?? 0));
    const pay = feeText({ basis: "paid", pay_low_cents: cost.pay_low_cents, pay_high_cents: cost.pay_high_cents,
        low_cents: null, high_cents: null, pay_per: null, stated: null });
    return (
        <section class="exp-cost">
            <h2>{words.cost}</h2>
            <p><b>{costTitle(cost)}</b>{cost.weeks !== null && <>, {words.costFor(cost.weeks)}</>}.</p>
            <table class="plain">
                <thead><tr><th scope="col">{words.part}</th><th scope="col" class="num">{words.amount}</th></tr></thead>
                <tbody>{cost.parts.map((part) => (
                    <tr key={part.item + part.label}>
                        <th scope="row">{part.label[0]!.toUpperCase() + part.label.slice(1)}
                            {part.low_cents !== null && <small>{part.basis}{part.source && `; ${sourceText(part.source, part.as_of)}`}</small>}</th>
                        <td class="num">{part.low_cents === null || part.high_cents === null ? <span class="unknown">{words.notKnown}</span>
                            : <>{amount(part.low_cents, part.high_cents)}<PartBar low={part.low_cents} high={part.high_cents} most={most} /></>}</td>
                    </tr>
                ))}</tbody>
            </table>
            {cost.paid && <p>{words.pays(pay?.replace(/^host pays ?/, "") || words.notKnown)}</p>}
            <label class="facet exp-stay">{words.costWeeks}
                <select value={query.value.get("stay") ?? ""} onChange={(event) => adjust({ stay: event.currentTarget.value || null })}>
                    <option value="">{words.costUsual}</option>
                    {[1, 2, 3, 4, 6, 8, 12].map((n) => <option key={n} value={n}>{n}</option>)}
                </select></label>
            {cost.grants.length > 0 && <Grants grants={cost.grants} />}
        </section>
    );
}

const Grants = ({ grants }: { grants: Grant[] }) => (
    <details><summary>{words.grants} ({grants.length})</summary>
        <ul class="exp-grants">{grants.map((grant) => (
            <li key={grant.id}>{grant.link ? <a href={grant.link} target="_blank" rel="noreferrer noopener">{grant.name}</a> : grant.name}: {grant.what}{" "}
                <span class="dim">{words.grantImg[grant.open_to_img === null ? "unknown" : grant.open_to_img ? "yes" : "no"]}; {sourceText(grant.source, grant.as_of)}</span></li>
        ))}</ul></details>
);

function Apply({ opening }: { opening: Opening }) {
    const lead = words.leadText(opening.lead_low, opening.lead_high);
    return (
        <section>
            <h2>{words.apply}</h2>
            <dl class="exp-facts">
                <div><dt>{words.via}</dt><dd>{opening.apply ? words.applyVia[opening.apply] ?? opening.apply : <span class="unknown">{words.notKnown}</span>}</dd></div>
                <div><dt>{words.leadLabel}</dt><dd>{lead ?? <span class="unknown">{words.notKnown}</span>}</dd></div>
                <div><dt>{words.page}</dt><dd>{opening.link ? <a href={opening.link} target="_blank" rel="noreferrer noopener">{new URL(opening.link).hostname}<span class="hidden">: {opening.institution}</span></a> : words.noLink}</dd></div>
                <div><dt>{words.listing}</dt><dd>{words.trust[opening.trust] ?? opening.trust} {sourceText(opening.source, opening.as_of)}{opening.as_of && ` (${ageText(opening.as_of, session.value?.today ?? "")})`}
                    {opening.checked && <>. {words.checkedOn}: {date(opening.checked)}</>}</dd></div>
                {opening.note && <div><dt>{fieldLabel("note")}</dt><dd>{opening.note}</dd></div>}
            </dl>
        </section>
    );
}

// What stands in each line of the facts, by the field that corrects it.
function factsOf(opening: Opening): [field: string, value: string | null][] {
    const weeks = lengthText(opening.weeks_low, opening.weeks_high);
    return [
        ["for_student", opening.takes.student === null ? null : answerText(opening.takes.student)],
        ["for_graduate", opening.takes.graduate === null ? null : answerText(opening.takes.graduate)],
        ["weeks", weeks], ["cost_usd", feeText(opening.cost)],
        ["hands_on", opening.hands_on === null ? null : answerText(opening.hands_on)],
        ["letter", opening.letter === null ? null : answerText(opening.letter)],
        ["letter_signer", opening.letter_signer],
        ["lead", opening.lead_low === null && opening.lead_high === null ? null : weeksText(opening.lead_low ?? opening.lead_high!, opening.lead_high ?? opening.lead_low!)],
        ["sponsors_visa", opening.sponsors_visa === null ? null : answerText(opening.sponsors_visa)],
        ["visas", opening.visas.length ? opening.visas.join(", ") : null],
        ...opening.needs.map((need): [string, string | null] => [
            need.least === null ? `needs_${need.item}` : `min_${need.item}`,
            need.least !== null ? String(need.least) : need.asked === null ? null : answerText(need.asked)]),
    ];
}
const stemOf = (field: string): string => field.replace(/_(low|high|basis|stated|usd|low_usd|high_usd)$/, "");

function Facts({ shown, changed }: { shown: Shown; changed: () => void }) {
    const { opening } = shown;
    const [field, setField] = useState<string | null>(null);
    const origin = (name: string) => opening.overrides.filter((one) => stemOf(one.field) === stemOf(name));
    return (
        <details class="exp-known" open={opening.overrides.length > 0}>
            <summary><h2>{words.facts}</h2></summary>
            <p class="hint">{words.factsLead}</p>
            <dl>{factsOf(opening).map(([name, value]) => (
                <div key={name}>
                    <dt>{fieldLabel(name)}</dt>
                    <dd>{value ?? <span class="unknown">{words.notKnown}</span>}
                        {origin(name).map((one) => <small key={one.field}>{words.was(one.was, one.was_source ?? words.nobodySaid, one.was_as_of ? date(one.was_as_of) : "")}</small>)}</dd>
                    <dd><button type="button" class="linkish" onClick={() => setField(name)}>{words.correct}<span class="hidden">: {fieldLabel(name)}</span></button></dd>
                </div>
            ))}</dl>
            <p><button type="button" class="small" onClick={() => setField("")}>{words.correctOther}</button></p>
            {field !== null && <CorrectForm opening={opening} field={field} close={() => setField(null)} kept={() => (setField(null), changed())} />}
        </details>
    );
}
