// Experience: openings in three groups (fits, to ask about, does not fit), beside the map.

import { useMemo, useState } from "preact/hooks";
import { experience, type Opening } from "../../experience";
import { count } from "../../format";
import { useLoad } from "../../load";
import { ExperienceTabs } from "../../parts/experience_tabs";
import { Icon } from "../../parts/icon";
import { Failed, Loading } from "../../parts/states";
import { useMedia } from "../../parts/window_rows";
import { adjust, query, same } from "../../router";
import { record } from "../../state";
import { Compare } from "./compare";
import { Answers, Filters, searchBody } from "./filters";
import { AddForm, Changes } from "./forms";
import { ImportForm } from "./import_form";
import { MapPanel } from "./map_panel";
import { Rules } from "./rules";
import { Table, withFacts, type Group, type Row } from "./table";
import { words } from "./words";

const groups: Group[] = ["fits", "unknown", "no"];

export default function Experience() {
    const compared = (query.value.get("compare") ?? "").split(",").filter(Boolean);
    return <div class="experience">{compared.length > 1 ? <Compare ids={compared} /> : <Openings />}</div>;
}

function Openings() {
    const one = record.value!;
    const [round, setRound] = useState(0);
    const [adding, setAdding] = useState(false);
    const [importing, setImporting] = useState(false);
    const [picked, setPicked] = useState<string[]>([]);
    const body = searchBody(one.id);
    const found = useLoad(JSON.stringify([one.version, body, round]), (stop) => experience.search(body, stop));
    // All there is, for the facts of what was dropped.
    const all = useLoad(`all ${one.id} ${round}`, (stop) => experience.search({ profile_id: one.id, anyone: true, warnings: true }, stop));
    const facts = useMemo(() => new Map<string, Opening>([...(all.value?.kept ?? []), ...(all.value?.unknown ?? [])]
        .map((row) => [row.opening.id, row.opening])), [all.value]);
    const rows = useMemo((): Record<Group, Row[]> => ({
        fits: found.value?.kept ?? [], unknown: found.value?.unknown ?? [], no: withFacts(found.value?.dropped ?? [], facts),
    }), [found.value, facts]);
    const own = useMemo(() => [...facts.values()].some((opening) => opening.trust === "own" || opening.overrides.length > 0), [facts]);
    const wide = useMedia("(min-width: 1250px)");
    const open = query.value.get("open");
    const group = (query.value.get("group") as Group | null)
        ?? groups.find((name) => open && rows[name].some((row) => row.opening.id === open)) ?? "fits";
    const changed = () => setRound((n) => n + 1);

    if (found.error) return <><h1>{words.title}</h1><ExperienceTabs /><Failed error={found.error} again={found.again} inline /></>;
    if (!found.value) return <><h1>{words.title}</h1><ExperienceTabs /><Loading text={words.loading} /></>;
    const { counts, judged } = found.value;
    const numbers = { fits: counts.kept, unknown: counts.unknown, no: counts.dropped };
    const reason = group === "no" ? query.value.get("reason") ?? "" : "";
    const listed = reason ? rows[group].filter((row) => row.not_met.includes(reason)) : rows[group];
    const map = <MapPanel rows={listed} />;
    return (
        <>
            <header class="list-head">
                <h1>{words.title}</h1>
                <p class="lead" role="status">{(judged ? words.lead : words.leadAnyone)(counts.kept, counts.unknown, counts.dropped)}</p>
            </header>
            <ExperienceTabs />
            <Filters />
            <Answers said={found.value} />
            <nav class="tabs exp-groups" aria-label={words.groupsLabel}>{groups.map((name) => (
                <a key={name} href={same({ group: name, open: null })} aria-current={group === name ? "true" : undefined}>
                    {words.groups[name]} <span class="count">{count(numbers[name])}</span></a>
            ))}</nav>
            <p class="tab-lead">{words.groupLead[group]}</p>
            {group === "no" && <Reasons said={found.value.dropped_by} reason={reason} />}
            {!wide && <details class="map-fold"><summary>{words.map.show}</summary>{map}</details>}
            <div class={wide ? "list-columns" : "list-columns stacked"} aria-busy={found.busy}>
                <div>
                    <div class="exp-acts">
                        <button type="button" onClick={() => setAdding(true)}><Icon name="plus" />{words.add}</button>
                        <button type="button" onClick={() => setImporting(true)}><Icon name="download" />{words.import.open}</button>
                        <span class="dim">{picked.length < 2 ? words.compareMore : ""}</span>
                        {picked.length > 1 && <a class="button main" href={same({ compare: picked.join(","), open: null })}>{words.compareNow(picked.length)}</a>}
                    </div>
                    {rows[group].length === 0 && numbers[group] === 0 ? <p class="none">{words.none[group]}</p>
                        : <Table rows={listed} group={group} picked={picked} setPicked={setPicked} changed={changed} />}
                    {(round > 0 || own) && <Changes round={round} changed={changed} />}
                </div>
                {wide && map}
            </div>
            {adding && <AddForm close={() => setAdding(false)} kept={(id) => {
                setAdding(false);
                changed();
                if (id) adjust({ open: id, group: null });
            }} />}
            {importing && <ImportForm close={() => setImporting(false)} kept={() => (setImporting(false), changed())} />}
            <Rules />
            <p class="dim">{words.after}</p>
        </>
    );
}

// How many each filter dropped, and those of one filter alone.
function Reasons({ said, reason }: { said: Record<string, number>; reason: string }) {
    const some = Object.entries(said).filter(([, n]) => n > 0);
    if (some.length < 2) return null;
    return (
        <div class="exp-reasons" role="group" aria-label={words.reasons}>
            <span class="dim">{words.reasons}</span>
            {some.map(([name, n]) => (
                <button key={name} type="button" class="small" aria-pressed={reason === name} onClick={() => adjust({ reason: reason === name ? null : name, open: null })}>
                    {words.dropName[name] ?? name} <span class="count">{count(n)}</span></button>
            ))}
        </div>
    );
}
