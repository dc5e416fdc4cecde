import { useEffect } from "preact/hooks";
import { api } from "../../api";
import { beforeAfter } from "../../charts/before_after";
import { gainText } from "../../charts/number";
import { Figure } from "../../charts/figure";
import { count, inHundred, money, range } from "../../format";
import { useLoad } from "../../load";
import { Empty, Failed, Loading } from "../../parts/states";
import { link, profileId, query } from "../../router";
import { options, question, record } from "../../state";
import { describe, needSchema } from "../what-if/changes";
import { words } from "./words";

const MOST = 4;

export function Scenarios() {
    const wanted = (query.value.get("scenarios") ?? "").split(",").map(Number).slice(0, MOST);
    const kept = useLoad(profileId.value, () => api.scenarios(profileId.value!));
    const chosen = (kept.value ?? []).filter((one) => wanted.includes(one.id));
    const key = question.value && chosen.length > 0 ? JSON.stringify([question.value, chosen]) : null;
    const trial = useLoad(key, (stop) => api.whatIf({
        profile_id: record.value!.id, options: options.value, scenarios: chosen.map(({ name, set }) => ({ name, set })),
    }, stop));
    const error = kept.error ?? trial.error;
    useEffect(needSchema, []);
    if (error) return <Failed error={error} again={kept.error ? kept.again : trial.again} />;
    if (kept.value && chosen.length === 0)
        return <Empty title={words.noScenarios} text={words.noScenariosText} action={<a class="button" href={link("/what-if")}>{words.toWhatIf}</a>} />;
    if (!trial.value) return <Loading />;
    const { base, scenarios } = trial.value;
    return (
        <div class="compare">
            <h1>{words.title}</h1>
            <p>{words.leadScenarios}</p>
            <section class="card">
                <Figure level={2} draw={(width) => beforeAfter({
                    changes: scenarios.map((one) => ({
                        label: one.name, before: base.chance, after: one.chance, gain: { value: one.gain, low: one.gain_low, high: one.gain_high },
                    })),
                    source: `Rests on: ${base.chance.basis}.`,
                }, width)} />
            </section>
            <div class="scroll" tabIndex={0} role="region" aria-label={words.title}>
                <table class="plain">
                    <thead><tr>
                        <th scope="col">{words.scenario}</th><th scope="col" class="num">{words.chance}</th><th scope="col" class="num">{words.difference}</th>
                        <th scope="col" class="num">{words.interviews}</th><th scope="col" class="num">{words.applications}</th><th scope="col" class="num">{words.money}</th><th scope="col">{words.programs}</th>
                    </tr></thead>
                    <tbody>
                        <tr>
                            <th scope="row">{words.now}</th><td class="num"><b>{inHundred(base.chance.value)}</b> <span class="dim">({range(base.chance)})</span></td><td class="num">–</td>
                            <td class="num">{base.expected_interviews.toFixed(1)}</td><td class="num">{count(base.applications)}</td><td class="num">{money(base.cost_cents)}</td><td>–</td>
                        </tr>
                        {scenarios.map((one, i) => (
                            <tr key={i}>
                                <th scope="row">{one.name}<small>{chosen[i] && describe(chosen[i]!.set)}</small></th>
                                <td class="num"><b>{inHundred(one.chance.value)}</b> <span class="dim">({range(one.chance)})</span></td>
                                <td class="num">{gainText({ value: one.gain, low: one.gain_low, high: one.gain_high })}</td>
                                <td class="num">{one.expected_interviews.toFixed(1)}</td><td class="num">{count(one.applications)}</td><td class="num">{money(one.cost_cents)}</td>
                                <td>{words.entered(one.programs_entered, one.programs_left)}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
            <p class="dim">{words.afterScenarios}</p>
        </div>
    );
}
