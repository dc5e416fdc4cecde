// What if?  A change tried beside the profile as it is, scenarios that are kept, and what
// would help most.

import { useEffect, useState } from "preact/hooks";
import { ApiError, api } from "../../api";
import { beforeAfter } from "../../charts/before_after";
import { Figure } from "../../charts/figure";
import { count, inHundred, money, points, range } from "../../format";
import { useLoad, type Load } from "../../load";
import { Failed, Loading } from "../../parts/states";
import { Term } from "../../parts/term";
import { adjust, link, profileId, query } from "../../router";
import { options, question, record } from "../../state";
import type { Outcome, Scenario, ScenarioOutcome, WhatIfAnswer } from "../../types";
import { did } from "../../undo";
import { ChangeForm, type Wrong } from "./change_form";
import { describe, needSchema, parseChanges, schema, schemaError, type Changes } from "./changes";
import { Improvements } from "./improvements";
import { words } from "./words";

const set = (changes: Changes) =>
    adjust({ set: Object.keys(changes).length ? JSON.stringify(changes) : null });

export default function WhatIf() {
    const changes = parseChanges(query.value.get("set"));
    const kept = useLoad(profileId.value, () => api.scenarios(profileId.value!));
    const trial = useTrial(changes);
    useEffect(needSchema, []);
    if (schemaError.value) return <Failed error={schemaError.value} again={needSchema} />;
    if (!schema.value.size) return <Loading />;
    return (
        <div class="what-if">
            <h1>{words.title}</h1>
            <p>{words.lead}</p>
            <section class="card">
                <h2>{words.choose}</h2>
                <ChangeForm changes={changes} set={set} wrong={wrongIn(trial.error, changes)} />
                <Result changes={changes} trial={trial} kept={kept.again} />
            </section>
            <Kept scenarios={kept.value} error={kept.error} again={kept.again} />
            <Improvements />
            <p class="dim">{words.after2}</p>
        </div>
    );
}

function useTrial(changes: Changes): Load<WhatIfAnswer> {
    const some = Object.keys(changes).length > 0;
    const key = some && question.value ? JSON.stringify([question.value, changes]) : null;
    // A budget or a number that is tried here stands above one that was tried with a slider.
    const { budget_cents, most, hours, specialty, ...rest } = options.value;
    const limits = {
        ...("budget_usd" in changes ? {} : { budget_cents }), ...("max_applications" in changes ? {} : { most }),
        ...("hours" in changes ? {} : { hours }), ...("specialties" in changes ? {} : { specialty }),
    };
    return useLoad(key, (stop) =>
        api.whatIf({ profile_id: record.value!.id, options: { ...rest, ...limits }, set: changes }, stop));
}

// What the server finds wrong with one of the changes, without the path that it names.
function wrongIn(error: Error | null, changes: Changes): Wrong | null {
    if (!(error instanceof ApiError) || !error.field) return null;
    const { field, message } = error;
    if (!Object.keys(changes).some((path) => field === path || field.startsWith(`${path}[`) || field.startsWith(`${path}.`))) return null;
    return { field, message: message.replace(/^[a-z0-9_.[\]]+: /, "") };
}

function Result({ changes, trial, kept }: { changes: Changes; trial: Load<WhatIfAnswer>; kept: () => void }) {
    if (Object.keys(changes).length === 0) return <p class="dim">{words.nothing}</p>;
    if (wrongIn(trial.error, changes)) return <p class="dim">{words.mend}</p>;
    if (trial.error) return <Failed error={trial.error} again={trial.again} inline />;
    const outcome = trial.value?.scenarios[0];
    if (!trial.value || !outcome) return <Loading text={words.trying} />;
    return (
        <div class={trial.busy ? "busy" : undefined} aria-busy={trial.busy}>
            <Figure draw={(width) => beforeAfter({
                changes: [{
                    label: describe(changes), before: trial.value!.base.chance, after: outcome.chance,
                    gain: { value: outcome.gain, low: outcome.gain_low, high: outcome.gain_high },
                }],
                source: `Rests on: ${outcome.chance.basis}.`,
            }, width)} />
            <SideBySide base={trial.value.base} outcome={outcome} />
            <p>{words.lists(outcome.programs_entered, outcome.programs_left)}{" "}
                {outcome.no_honest_figure && <strong>{words.noFigure}</strong>}</p>
            <Keep changes={changes} kept={kept} />
        </div>
    );
}

function SideBySide({ base, outcome }: { base: Outcome; outcome: ScenarioOutcome }) {
    const chance = (of: (one: Outcome) => { value: number; low: number; high: number }) => ({
        now: <><b>{inHundred(of(base).value)}</b> <span class="dim">({range(of(base))})</span></>,
        then: <><b>{inHundred(of(outcome).value)}</b> <span class="dim">({range(of(outcome))})</span></>,
        by: of(outcome).value === of(base).value ? "0" : points(of(outcome).value - of(base).value),
    });
    const signed = (n: number, text: string) => (n === 0 ? "0" : `${n > 0 ? "+" : "−"}${text}`);
    const spent = outcome.cost_cents - base.cost_cents, more = outcome.applications - base.applications;
    const interviews = outcome.expected_interviews - base.expected_interviews;
    const rows = [
        { name: words.rows.chance, ...chance((one) => one.chance) },
        { name: words.rows.rank, ...chance((one) => one.chance_any_rank) },
        { name: words.rows.given, ...chance((one) => one.chance_given_rank) },
        { name: words.rows.interviews, now: base.expected_interviews.toFixed(1), then: outcome.expected_interviews.toFixed(1),
          by: signed(Number(interviews.toFixed(1)), Math.abs(interviews).toFixed(1)) },
        { name: words.rows.applications, now: count(base.applications), then: count(outcome.applications), by: signed(more, count(Math.abs(more))) },
        { name: words.rows.cost, now: money(base.cost_cents), then: money(outcome.cost_cents), by: signed(spent, money(Math.abs(spent))) },
    ];
    return (
        <div class="scroll" tabIndex={0} role="region" aria-label={words.result}>
            <table class="plain numbers">
                <caption class="hidden">{words.result}</caption>
                <thead><tr><td /><th scope="col" class="num">{words.before}</th><th scope="col" class="num">{words.after}</th><th scope="col" class="num">{words.difference}</th></tr></thead>
                <tbody>{rows.map((row) => (
                    <tr key={row.name}><th scope="row">{row.name}</th><td class="num">{row.now}</td><td class="num">{row.then}</td><td class="num">{row.by}</td></tr>
                ))}</tbody>
            </table>
        </div>
    );
}

function Keep({ changes, kept }: { changes: Changes; kept: () => void }) {
    const [name, setName] = useState("");
    const [error, setError] = useState<Error | null>(null);
    const usual = describe(changes);
    const keep = async (event: Event) => {
        event.preventDefault();
        const id = profileId.value!, called = name.trim() || usual.slice(0, 80);
        try {
            const one = await api.makeScenario(id, called, changes);
            did(words.kept(called), async () => (await api.removeScenario(id, one.id), kept()));
            setName("");
            setError(null);
            kept();
        } catch (failed) {
            setError(failed as Error);
        }
    };
    return (
        <form class="keep" onSubmit={keep}>
            <label for="keep-name">{words.keepLabel}</label>
            <p class="hint">{words.keepHint}</p>
            {error && <p class="field-error" role="alert">{error.message}</p>}
            <div class="row">
                <input id="keep-name" value={name} maxLength={80} placeholder={usual.slice(0, 60)} onInput={(event) => setName(event.currentTarget.value)} />
                <button type="submit">{words.keep}</button>
            </div>
        </form>
    );
}

function Kept({ scenarios, error, again }: { scenarios: Scenario[] | null; error: Error | null; again: () => void }) {
    const id = profileId.value!;
    const remove = async (one: Scenario) => {
        await api.removeScenario(id, one.id);
        did(words.removed(one.name), async () => (await api.makeScenario(id, one.name, one.set), again()));
        again();
    };
    return (
        <section>
            <h2>{words.keptTitle} <small class="dim">(<Term word="scenario">scenarios</Term>)</small></h2>
            {error ? <Failed error={error} again={again} inline />
                : !scenarios ? <Loading />
                : scenarios.length === 0 ? <p class="dim">{words.keptNone}</p>
                : <>
                    <ul class="kept-rows">{scenarios.map((one) => (
                        <li key={one.id}>
                            <span><b>{one.name}</b><small>{describe(one.set)}</small></span>
                            <span class="row">
                                <button type="button" class="small" onClick={() => (set(one.set), window.scrollTo(0, 0))}>{words.open}<span class="hidden"> {one.name}</span></button>
                                <button type="button" class="small quiet" onClick={() => void remove(one)}>{words.forget}<span class="hidden"> {one.name}</span></button>
                            </span>
                        </li>
                    ))}</ul>
                    <p><a class="button" href={link("/compare", { scenarios: scenarios.slice(0, 4).map((one) => one.id).join(",") })}>{words.compare}</a></p>
                </>}
        </section>
    );
}
