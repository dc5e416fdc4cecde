// The filters, which stand in the address, and what each of them answers.

import type { ComponentChildren } from "preact";
import type { SearchAnswer } from "../../experience";
import { useMedia } from "../../parts/window_rows";
import { adjust, query } from "../../router";
import { session } from "../../state";
import { words } from "./words";

export const names = ["q", "for", "visa", "cost", "least", "weeks", "spec", "state", "kind", "hands", "letter",
    "estimates", "warnings", "anyone"] as const;
type Name = typeof names[number] | "sort";

const value = (name: Name): string => query.value.get(name) ?? "";
const number = (name: Name): number | undefined => {
    const text = value(name);
    return /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
};

// The body of a search, in the words of the API.
export function searchBody(profile: number): Record<string, unknown> {
    const one = (name: Name) => (value(name) ? [value(name)] : undefined);
    const cents = number("cost"), hands = value("hands");
    const on = (name: Name) => (value(name) === "1" ? true : undefined);
    return {
        profile_id: profile, words: value("q").trim() ? value("q").trim().split(/\s+/) : undefined,
        for: value("for") || undefined, visa: value("visa") || undefined, cost_cents: cents === undefined ? undefined : Math.round(cents * 100),
        at_least: number("least"), weeks: number("weeks"), specialty: one("spec"), state: one("state"),
        kind: one("kind"), hands_on: hands ? hands === "yes" : undefined, letter: value("letter") ? true : undefined,
        estimates: on("estimates"), warnings: on("warnings"), anyone: on("anyone"), sort: value("sort") || undefined,
    };
}

const set = (name: Name, to: string) => adjust({ [name]: to || null, open: null });

const Facet = ({ name, children }: { name: Name; children: ComponentChildren }) => (
    <label class="facet">{words.labels[name]}{children}</label>
);
const Choice = ({ name, options, any = words.any }: { name: Name; options: [string, string][]; any?: string | undefined }) => (
    <Facet name={name}>
        <select value={value(name)} onChange={(event) => set(name, event.currentTarget.value)}>
            <option value="">{any}</option>
            {options.map(([key, text]) => <option key={key} value={key}>{text}</option>)}
        </select>
    </Facet>
);
const Amount = ({ name, step = 1 }: { name: Name; step?: number }) => (
    <Facet name={name}>
        <input type="number" class="exp-amount" min={name === "cost" ? 0 : 1} step={step} inputMode="numeric" value={value(name)}
            onInput={(event) => set(name, event.currentTarget.value)} />
    </Facet>
);
const Switch = ({ name }: { name: "estimates" | "warnings" | "anyone" }) => (
    <label class="choice"><input type="checkbox" checked={value(name) === "1"}
        onChange={(event) => set(name, event.currentTarget.checked ? "1" : "")} /><span>{words.labels[name]}</span></label>
);

export function Filters() {
    const chosen = names.filter((name) => value(name)).length;
    const narrow = useMedia("(max-width: 700px)");
    const states = (session.value?.states ?? []).map((one): [string, string] => [one.code, one.name]);
    const specialties = (session.value?.specialties ?? []).map((one): [string, string] => [one.name, one.name]);
    const inside = (
        <>
            <div class="filter-row">
                <label class="facet filter">{words.labels.q}
                    <input type="search" placeholder={words.qHint} value={value("q")} onInput={(event) => set("q", event.currentTarget.value)} /></label>
                <Choice name="for" options={words.forWhom} />
                <Choice name="visa" options={words.visas.map((visa) => [visa, visa])} />
                <Amount name="cost" step={50} />
                <Amount name="least" />
                <Amount name="weeks" />
                <Choice name="kind" options={Object.entries(words.kind)} />
                <Choice name="hands" options={words.hands} />
                <Choice name="letter" options={words.letters} />
                <Choice name="state" options={states} />
                <Choice name="spec" options={specialties} />
                <Choice name="sort" options={words.sorts.slice(1)} any={words.sorts[0]![1]} />
            </div>
            <div class="exp-switches">
                <Switch name="estimates" /><Switch name="warnings" /><Switch name="anyone" />
                {chosen > 0 && <button type="button" class="quiet small" onClick={() =>
                    adjust(Object.fromEntries([...names, "open"].map((name) => [name, null])))}>{words.clear}</button>}
            </div>
        </>
    );
    if (!narrow) return <div class="toolbar exp-filters" role="search" aria-label={words.filters}>{inside}</div>;
    return <details class="toolbar exp-filters filters"><summary>{chosen ? words.filtersOn(chosen) : words.filters}</summary>{inside}</details>;
}

// Unknown is an answer of its own: how many each filter says no to, and for how many it cannot say.
export function Answers({ said }: { said: SearchAnswer }) {
    const asked = Object.keys(said.dropped_by).filter((name) => said.dropped_by[name]! + (said.unknown_by[name] ?? 0) > 0);
    return (
        <ul class="exp-answers" aria-label={words.answers}>
            {asked.map((name) => (
                <li key={name}><b>{words.filterName[name] ?? name}</b>: {words.answer(said.dropped_by[name]!, said.unknown_by[name] ?? 0)}</li>
            ))}
            {said.counts.warnings > 0 && <li>{words.warningsLeft(said.counts.warnings)}</li>}
        </ul>
    );
}
