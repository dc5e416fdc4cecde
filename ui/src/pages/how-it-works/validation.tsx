// The check of the model against published tables, run on this machine when it is asked for.

import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api";
import { calibration, type Comparison } from "../../charts/calibration";
import { Figure } from "../../charts/figure";
import { published } from "../../charts/published";
import { count, inHundred } from "../../format";
import { Failed } from "../../parts/states";
import { Term } from "../../parts/term";
import { words } from "./words";

interface Pair { published: number; published_error: number; borrowed: boolean; drawn: number; drawn_error: number }
export interface Pool {
    type: string; specialty: string; match_rate: Pair; ranks_matched: Pair; ranks_unmatched: Pair; step2_gap: Pair;
}
interface Told { applicants: number; told: number; seen: number }
export interface Validation { none_img: number; none_img_published: number; pools: Pool[]; calibration: Told[] }
interface Job { id: number; done: number; total: number; result?: Validation; error?: string | null }
type Measure = "match_rate" | "ranks_matched" | "ranks_unmatched" | "step2_gap";

// Kept for as long as the pages are open: the same seed gives the same answer.
const result = signal<Validation | null>(null);

// What was published of one type, specialty by specialty; what was borrowed is left out.
export function pairsOf(pools: Pool[], type: string, measure: Measure): { pairs: Comparison[]; borrowed: number } {
    const all = pools.filter((pool) => pool.type === type);
    const own = all.filter((pool) => !pool[measure].borrowed);
    return { pairs: own.map((pool) => ({ label: pool.specialty, ...pool[measure] })), borrowed: all.length - own.length };
}

function useJob() {
    const [job, setJob] = useState<Job | null>(null);
    const [error, setError] = useState<Error | null>(null);
    useEffect(() => {
        if (!job) return;
        const events = new EventSource(`/api/v1/jobs/${job.id}/events`);
        events.addEventListener("progress", (event) => {
            const now = JSON.parse((event as MessageEvent<string>).data) as Job;
            setJob((before) => (before ? { ...before, done: now.done, total: now.total } : before));
        });
        events.addEventListener("done", (event) => {
            result.value = JSON.parse((event as MessageEvent<string>).data) as Validation;
            setJob(null);
        });
        events.addEventListener("failed", () => (setError(new Error(words.stopped)), setJob(null)));
        return () => events.close();
    }, [job?.id]);
    const start = async () => {
        setError(null);
        try {
            setJob(await api.post<Job>("/api/v1/jobs", { kind: "validate" }));
        } catch (problem) {
            setError(problem as Error);
        }
    };
    const stop = async () => {
        if (job) await api.remove(`/api/v1/jobs/${job.id}`).catch(() => undefined);
        setJob(null);
    };
    return { job, error, start, stop };
}

export function ValidationPart() {
    const { job, error, start, stop } = useJob();
    const found = result.value;
    if (found) return <Shown found={found} />;
    if (job)
        return (
            <div class="job" role="status">
                <progress value={job.done} max={job.total || 1} aria-label={words.working} />
                <span>{job.total > 0 ? words.progress(count(job.done), count(job.total)) : words.working}</span>
                <button type="button" class="small" onClick={() => void stop()}>{words.stop}</button>
            </div>
        );
    return (
        <>
            {error && <Failed error={error} inline />}
            <p class="row"><button type="button" class="main" onClick={() => void start()}>{words.run}</button><span class="dim">{words.runHint}</span></p>
        </>
    );
}

function ToldTable({ bins }: { bins: Told[] }) {
    const step = 100 / bins.length;
    return (
        <section class="card">
            <h3>{words.told}</h3>
            <p>{words.toldText}</p>
            <table class="plain numbers">
                <thead><tr>{words.toldHead.map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
                <tbody>
                    {bins.map((bin, at) => bin.applicants > 0 && (
                        <tr key={at}>
                            <th scope="row">{words.toldBin(at * step, (at + 1) * step)}</th>
                            <td>{count(bin.applicants)}</td><td>{inHundred(bin.told)}</td><td>{inHundred(bin.seen)}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </section>
    );
}

function Shown({ found }: { found: Validation }) {
    const [type, setType] = useState("non_us_img");
    const types = [...new Set(found.pools.map((pool) => pool.type))];
    const rates = pairsOf(found.pools, type, "match_rate");
    const measures: Measure[] = ["match_rate", "ranks_matched", "ranks_unmatched", "step2_gap"];
    return (
        <>
            <ul>
                <li>{words.none(inHundred(found.none_img), inHundred(found.none_img_published))}</li>
                <li>{words.cells}</li>
            </ul>
            <div class="row" role="group" aria-label={words.group}>
                {types.map((one) => <button key={one} type="button" class="small" aria-pressed={type === one} onClick={() => setType(one)}>{words.type[one] ?? one}</button>)}
            </div>
            <div class="checks">
                {rates.pairs.length > 0 && <section class="card"><Figure level={3} draw={(width) => calibration({ pairs: rates.pairs, what: words.what, source: words.source }, width)} /></section>}
                {measures.map((measure) => {
                    const { pairs } = pairsOf(found.pools, type, measure);
                    return pairs.length > 0 && (
                        <section class="card" key={measure}><Figure level={3} draw={(width) => published({
                            pairs, what: words.measure[measure]!, unit: words.unit[measure]!, share: measure === "match_rate", source: words.source,
                        }, width)} /></section>
                    );
                })}
            </div>
            <ToldTable bins={found.calibration} />
            <p class="dim">{rates.borrowed > 0 && words.borrowed(rates.borrowed)} <Term word="standard error" />: {words.errorHint}</p>
        </>
    );
}
