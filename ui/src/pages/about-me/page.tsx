// Everything that a profile can say, saved as it is typed.  What each field would sharpen stands
// beside it.

import { useMemo, useState } from "preact/hooks";
import { api } from "../../api";
import { institution } from "../../format";
import { useLoad } from "../../load";
import { Dialog } from "../../parts/dialog";
import { Icon } from "../../parts/icon";
import { OpenFile } from "../../parts/open_file";
import { fileName, saveJson } from "../../parts/save_file";
import { Failed, Loading } from "../../parts/states";
import { go, link } from "../../router";
import { catalogue, edit, loadSession, needCatalogue, openProfile, record, refusal, take } from "../../state";
import type { Profile } from "../../types";
import { did } from "../../undo";
import { TopField, change, type Schema } from "./fields";
import { described, fieldId } from "./paths";
import { words } from "./words";

const groups: [string, string[]][] = [
    ["must", ["applicant_type", "graduation_date", "student", "step2_ck", "visa_need", "specialties"]],
    ["exams", ["step1", "step2_ck_details", "step3", "comlex_level1", "comlex_level2", "ecfmg_status"]],
    ["training", ["clinical_experience", "letters", "publications", "research_months", "us_training_months"]],
    ["person", ["ties", "geographic_preferences", "setting", "languages", "citizenship", "nationality", "couple", "red_flags"]],
    ["limits", ["budget_usd", "max_applications", "hours", "season"]],
    ["likes", ["preferences"]],
];
const listed = new Set([...groups.flatMap(([, paths]) => paths), "pinned", "excluded"]);

// COMLEX is for DO students; others see it only when something is said there.
const shown = (path: string, profile: Profile): boolean =>
    !path.startsWith("comlex") || profile.applicant_type === "us_do" || profile[path] !== undefined;

function jump(path: string) {
    return (event: MouseEvent) => {
        event.preventDefault();
        const box = document.getElementById(`about-${path.split(/[.[]/)[0]}`);
        box?.scrollIntoView({ block: "center" });
        (document.getElementById(fieldId(path)) ?? box?.querySelector<HTMLElement>("input, select, button"))?.focus();
    };
}

function Gaps({ schema }: { schema: Schema }) {
    const gaps = record.value!.gaps.slice(0, 5);
    return (
        <section class="card gaps" aria-labelledby="gaps-title">
            <h2 id="gaps-title">{words.sharpenTitle}</h2>
            {gaps.length === 0 ? <p>{words.sharpenNone}</p> : (
                <ol>{gaps.map((gap) => (
                    <li key={gap.field}><a href={`#about-${gap.field}`} onClick={jump(gap.field)}>
                        {schema.get(described(gap.field))?.label ?? gap.field}</a>
                        <small>{gap.sharpens}</small></li>
                ))}</ol>
            )}
        </section>
    );
}

function Refused() {
    const error = refusal.value;
    if (!error) return null;
    return (
        <div class="error-summary" role="alert">
            <h2>{words.problem}</h2>
            {error.field ? <a href={`#about-${error.field}`} onClick={jump(error.field)}>{error.message}</a> : <p>{error.message}</p>}
        </div>
    );
}

function Codes({ path, label, codes }: { path: "pinned" | "excluded"; label: string; codes: string[] }) {
    const name = (code: string) => {
        const place = catalogue.value?.byCode.get(code);
        return place ? `${institution(place.institution, place.state)} · ${place.specialty}` : code;
    };
    const remove = (code: string) => {
        const rest = codes.filter((one) => one !== code);
        change(path, label, rest.length ? rest : undefined, words.removed(label));
    };
    return (
        <section>
            <h3>{label}</h3>
            {codes.length === 0 ? <p class="dim">{words.noneOfThem}</p> : (
                <ul class="elements">{codes.map((code) => (
                    <li key={code}><span>{name(code)}</span>
                        <button type="button" class="quiet small" onClick={() => remove(code)}><Icon name="trash" />{words.remove}
                            <span class="hidden"> {name(code)}</span></button></li>
                ))}</ul>
            )}
        </section>
    );
}

function Yours() {
    const one = record.value!;
    const [failure, setFailure] = useState<Error | null>(null);
    const [sure, setSure] = useState(false);
    const trying = (act: () => Promise<void>) => () => {
        setFailure(null);
        act().catch((error: Error) => setFailure(error));
    };
    const exportAll = trying(async () => saveJson(`${fileName(one.name)}-everything.json`, await api.everything(one.id)));
    const remove = trying(async () => {
        await api.removeProfile(one.id);
        go("/");
        void loadSession();
        did(words.removed_all(one.name), async () => openProfile(await api.restoreProfile(one.id), "/about-me"));
    });
    const forever = trying(async () => {
        await api.removeProfile(one.id, true);
        setSure(false);
        go("/");
        void loadSession();
    });
    return (
        <section class="card yours" aria-labelledby="yours-title">
            <h2 id="yours-title">{words.yours}</h2>
            <p class="dim">{words.yoursLead}</p>
            {failure && <Failed error={failure} inline />}
            <div class="yours-buttons">
                <OpenFile label={words.open} failed={words.openFailed} />
                <button type="button" onClick={() => saveJson(`${fileName(one.name)}.json`, one.profile)}><Icon name="download" />{words.saveFile}</button>
                <button type="button" onClick={exportAll}><Icon name="download" />{words.exportAll}</button>
                <button type="button" class="danger" onClick={remove}><Icon name="trash" />{words.remove_all}</button>
                <button type="button" class="linkish" onClick={() => setSure(true)}>{words.forever}</button>
            </div>
            {sure && (
                <Dialog title={words.foreverTitle} close={() => setSure(false)}>
                    <p>{words.foreverText}</p>
                    <p class="row"><button type="button" class="danger" onClick={forever}>{words.foreverYes}</button>
                        <button type="button" onClick={() => setSure(false)}>{words.cancel}</button></p>
                </Dialog>
            )}
        </section>
    );
}

function Steps() {
    const one = record.value!;
    const [failure, setFailure] = useState<Error | null>(null);
    const step = (ask: (id: number) => ReturnType<typeof api.undoProfile>) => () => {
        setFailure(null);
        ask(one.id).then(take, (error: Error) => setFailure(error));
    };
    return (
        <>
            {failure && <Failed error={failure} inline />}
            <p class="row tight">
                <button type="button" class="small" disabled={!one.can_undo} onClick={step(api.undoProfile)}><Icon name="undo" />{words.undo}</button>
                <button type="button" class="small" disabled={!one.can_redo} onClick={step(api.redoProfile)}><Icon name="redo" />{words.redo}</button>
            </p>
        </>
    );
}

function Name() {
    const [text, setText] = useState(record.value!.name);
    const rename = (name: string) => edit(() => undefined, name);
    const done = () => {
        const before = record.value!.name, name = text.trim();
        if (!name || name === before) return setText(before);
        rename(name);
        did(words.renamed, () => (rename(before), setText(before)));
    };
    return (
        <div class="field">
            <label for="profile-name">{words.name}</label>
            <input id="profile-name" type="text" maxLength={60} value={text} autocomplete="off"
                onInput={(event) => setText(event.currentTarget.value)} onBlur={done} />
        </div>
    );
}

function Groups({ schema }: { schema: Schema }) {
    const profile = record.value!.profile;
    const rest = [...schema.values()].filter((field) => field.label && !/[.[]/.test(field.path) && !listed.has(field.path));
    const all: [string, string[]][] = rest.length ? [...groups, ["stay", rest.map((field) => field.path)]] : groups;
    if (profile.pinned?.length || profile.excluded?.length) needCatalogue();
    return (
        <>
            {all.map(([name, paths]) => (
                <details class="card about-group" key={name} open={name !== "stay" && name !== "likes"}>
                    <summary><h2>{words.groups[name]}</h2></summary>
                    {words.groupLead[name] && <p class="dim">{words.groupLead[name]}</p>}
                    {paths.filter((path) => shown(path, profile)).map((path) => (
                        <TopField key={path} schema={schema} path={path} profile={profile} />
                    ))}
                </details>
            ))}
            <section class="card about-group" aria-labelledby="lists-title">
                <h2 id="lists-title">{words.groups.lists}</h2>
                <p class="dim">{words.groupLead.lists}</p>
                <Codes path="pinned" label={words.pinned} codes={profile.pinned ?? []} />
                <Codes path="excluded" label={words.banned} codes={profile.excluded ?? []} />
            </section>
        </>
    );
}

export default function AboutMe() {
    const loaded = useLoad("schema", () => api.schema());
    const schema = useMemo(() => new Map((loaded.value ?? []).map((field) => [field.path, field])), [loaded.value]);
    return (
        <div class="about-me">
            <header>
                <h1>{words.title}</h1>
                <p class="lead">{words.lead}</p>
            </header>
            <Refused />
            {loaded.error && <Failed error={loaded.error} again={loaded.again} inline />}
            {!loaded.value && !loaded.error && <Loading />}
            {loaded.value && (
                <div class="about-columns">
                    <div class="about-main">
                        <Name key={record.value!.id} />
                        <Groups schema={schema} />
                    </div>
                    <div class="about-side">
                        <Gaps schema={schema} />
                        <Steps />
                        <p><a class="button main" href={link("/list")}>{words.seeList}</a></p>
                        <Yours />
                    </div>
                </div>
            )}
            <p class="dim rests">{words.rests}</p>
        </div>
    );
}
