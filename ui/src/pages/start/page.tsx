// The first page: a demo in one click, or five facts and a first list.

import { useState } from "preact/hooks";
import { ApiError, api } from "../../api";
import { count, time } from "../../format";
import { useLoad } from "../../load";
import { ErrorSummary, type Wrong } from "../../parts/error_summary";
import { Field, Radios, describedBy } from "../../parts/field";
import { Icon } from "../../parts/icon";
import { MonthField } from "../../parts/month_field";
import { OpenFile } from "../../parts/open_file";
import { SpecialtyField } from "../../parts/specialty_field";
import { Failed } from "../../parts/states";
import { loadSession, openProfile, session, sessionError } from "../../state";
import type { KeptName } from "../../types";
import { ahead, check, empty, fieldOf, profileOf, type Five } from "./five";
import { words } from "./words";

const dayHere = (): string => session.value?.today ?? new Date().toISOString().slice(0, 10);

function ScoreField({ five, set, error }: { five: Five; set: (part: Partial<Five>) => void; error?: string | undefined }) {
    return (
        <Field id="score" label={words.score.label} hint={words.score.hint} error={error}>
            <input id="score" type="text" inputMode="numeric" class="four" maxLength={3} value={five.score}
                disabled={five.noScore} aria-describedby={describedBy("score", words.score.hint, error)}
                aria-invalid={error ? true : undefined}
                onInput={(event) => set({ score: event.currentTarget.value.trim() })} />
            <label class="choice">
                <input type="checkbox" checked={five.noScore}
                    onChange={(event) => set({ noScore: event.currentTarget.checked })} />
                <span>{words.score.none}</span>
            </label>
        </Field>
    );
}

function FiveFacts() {
    const [five, setFive] = useState<Five>(empty);
    const [wrong, setWrong] = useState<Wrong[]>([]);
    const [failure, setFailure] = useState<Error | null>(null);
    const [busy, setBusy] = useState(false);
    const set = (part: Partial<Five>) => setFive({ ...five, ...part });
    const error = (id: string) => wrong.find((one) => one.id === id)?.text;
    const today = dayHere();
    const send = async (event: Event) => {
        event.preventDefault();
        const found = check(five, today);
        setWrong(found);
        setFailure(null);
        if (found.length) return;
        setBusy(true);
        try {
            openProfile(await api.makeProfile(words.name, profileOf(five, today)));
        } catch (problem) {
            if (problem instanceof ApiError && problem.status < 500)
                setWrong([{ id: fieldOf(problem.field), text: problem.message }]);
            else setFailure(problem as Error);
        } finally {
            setBusy(false);
        }
    };
    return (
        <form class="five card" onSubmit={send} noValidate aria-labelledby="five-title">
            <h2 id="five-title">{words.five}</h2>
            <p class="dim">{words.fiveLead}</p>
            <ErrorSummary title={words.summary} wrong={wrong} />
            <Field id="type" label={words.type.label} hint={words.type.hint} error={error("type")} group>
                <Radios id="type" name="type" options={words.type.options} value={five.type}
                    set={(type) => set({ type })} />
            </Field>
            <Field id="graduation" label={words.graduation.label} hint={words.graduation.hint}
                error={error("graduation")} group>
                <MonthField id="graduation" month={five.month} year={five.year} wrong={!!error("graduation")}
                    set={(month, year) => set({ month, year })} />
                {ahead(five, today) && <p class="hint">{words.graduation.student}</p>}
            </Field>
            <ScoreField five={five} set={set} error={error("score")} />
            <Field id="visa" label={words.visa.label} hint={words.visa.hint} error={error("visa")} group>
                <Radios id="visa" name="visa" options={words.visa.options} value={five.visa}
                    set={(visa) => set({ visa })} />
            </Field>
            <Field id="specialties" label={words.specialties.label} hint={words.specialties.hint}
                error={error("specialties")}>
                <SpecialtyField id="specialties" chosen={five.specialties} wrong={!!error("specialties")}
                    describedBy={describedBy("specialties", words.specialties.hint, error("specialties"))}
                    set={(specialties) => set({ specialties })} />
            </Field>
            {failure && <Failed error={failure} inline />}
            <button type="submit" class="main" disabled={busy}>{busy ? words.working : words.show}</button>
        </form>
    );
}

function Demo() {
    const [busy, setBusy] = useState(false);
    const [failure, setFailure] = useState<Error | null>(null);
    const start = async () => {
        setBusy(true);
        setFailure(null);
        try {
            openProfile(await api.makeDemo());
        } catch (error) {
            setFailure(error as Error);
        } finally {
            setBusy(false);
        }
    };
    return (
        <section class="card demo" aria-labelledby="demo-title">
            <h2 id="demo-title">{words.demoTitle}</h2>
            <p>{words.demoText}</p>
            {failure && <Failed error={failure} inline />}
            <button type="button" class="main" onClick={() => void start()} disabled={busy}>
                {busy ? words.working : words.demo}
            </button>
        </section>
    );
}

const KeptList = ({ kept }: { kept: KeptName[] }) => (
    <ul class="kept-profiles">
        {kept.map((one) => (
            <li key={one.id}>
                <a href={`/list?p=${one.id}`}>
                    <Icon name="person" />
                    <span><b>{one.name}</b>
                        <small>{one.demo ? `${words.demoMark} · ` : ""}{time(one.updated_at)}</small></span>
                </a>
            </li>
        ))}
    </ul>
);

const PAGE = 20;

// Where many are kept: found by a word of their name, page by page.
function ManyKept({ all }: { all: number }) {
    const [search, setSearch] = useState("");
    const [more, setMore] = useState<KeptName[]>([]);
    const [next, setNext] = useState<number | null>(null);
    const [failure, setFailure] = useState<Error | null>(null);
    const first = useLoad(search.trim(), (stop) => api.profiles({ search: search.trim(), limit: PAGE }, stop)
        .then((page) => (setMore([]), setNext(page.next), page)));
    const further = () => api.profiles({ search: search.trim(), after: next!, limit: PAGE }).then(
        (page) => (setMore([...more, ...page.profiles]), setNext(page.next)), setFailure);
    const shown = [...(first.value?.profiles ?? []), ...more];
    const error = first.error ?? failure;
    return (
        <>
            <p><label for="kept-search">{words.search(count(all))}</label>
                <input id="kept-search" type="search" value={search} onInput={(event) => setSearch(event.currentTarget.value)} /></p>
            <KeptList kept={shown} />
            {first.value && shown.length === 0 && <p role="status">{words.nobody}</p>}
            {error && <Failed error={error} inline />}
            {next !== null && <p><button type="button" class="small" onClick={() => void further()}>{words.more}</button></p>}
        </>
    );
}

function Kept() {
    const kept = session.value?.profiles ?? [], all = session.value?.profile_count ?? 0;
    return (
        <section class="card" aria-labelledby="kept-title">
            <h2 id="kept-title">{words.kept}</h2>
            {all > kept.length ? <ManyKept all={all} /> : kept.length > 0 && <KeptList kept={kept} />}
            <OpenFile label={words.open} failed={words.openFailed} />
        </section>
    );
}

const Points = ({ title, list }: { title: string; list: string[] }) => (
    <section>
        <h2>{title}</h2>
        <ul>{list.map((one) => <li key={one}>{one}</li>)}</ul>
    </section>
);

export default function Start() {
    return (
        <div class="start">
            <header>
                <h1>{words.title}</h1>
                <p class="lead">{words.lead}</p>
            </header>
            {sessionError.value && <Failed error={sessionError.value} again={() => void loadSession()} inline />}
            <div class="start-columns">
                <FiveFacts />
                <div class="start-side">
                    <Demo />
                    <Kept />
                    <Points title={words.does} list={words.doesList} />
                    <Points title={words.doesNot} list={words.doesNotList} />
                </div>
            </div>
            <p class="dim rests">{words.rests}</p>
        </div>
    );
}
