// Above the table: filters with counts, grouping, columns, copy and export.

import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api } from "../../api";
import { count } from "../../format";
import { Icon } from "../../parts/icon";
import { Menu } from "../../parts/menu";
import { useMedia } from "../../parts/window_rows";
import { saveFile } from "../../parts/save_file";
import { adjust, query } from "../../router";
import { options, record, session } from "../../state";
import { words as frame } from "../../words";
import { offeredIn, usualIn, usualSort } from "./columns";
import { asText, facet, type Filter, type Row, type Tab } from "./rows";
import { words } from "./words";

function Facet({ name, label, rows, filter, shown }: {
    name: "state" | "tier" | "specialty" | "reason"; label: string; rows: Row[]; filter: Filter;
    shown: (value: string) => string;
}) {
    const values = facet(rows, filter, name);
    if (values.length < 2 && !filter[name]) return null;
    return (
        <label class="facet">{label}
            <select value={filter[name]} onChange={(event) => adjust({ [name]: event.currentTarget.value || null })}>
                <option value="">{words.all}</option>
                {filter[name] && !values.some(([value]) => value === filter[name]) &&
                    <option value={filter[name]}>{shown(filter[name])}</option>}
                {values.map(([value, n]) => <option key={value} value={value}>{`${shown(value)} (${count(n)})`}</option>)}
            </select>
        </label>
    );
}

function Columns({ tab }: { tab: Tab }) {
    const chosen = query.value.get("cols")?.split(",") ?? usualIn(tab);
    const toggle = (key: string) => {
        const next = offeredIn(tab).filter((one) => (one === key ? !chosen.includes(one) : chosen.includes(one)));
        const same = next.join() === offeredIn(tab).filter((one) => usualIn(tab).includes(one)).join();
        adjust({ cols: same ? null : next.join(",") });
    };
    return (
        <Menu label={words.columns} end shown={<><Icon name="columns" /><span>{words.columns}</span></>}>
            {offeredIn(tab).map((key) => (
                <label class="choice" key={key}>
                    <input type="checkbox" checked={chosen.includes(key)} onChange={() => toggle(key)} />
                    <span>{words.column[key]}</span>
                </label>
            ))}
        </Menu>
    );
}

// What was copied or saved last; also by a key.
const said = signal("");
const say = (text: string): void => void (said.value = text);

export async function copyRows(rows: Row[]): Promise<void> {
    try {
        await navigator.clipboard.writeText(asText(rows));
        say(words.copied(count(rows.length)));
    } catch {
        say(words.copyFailed);
    }
}

function Export() {
    const save = async (format: string) => {
        try {
            const file = await api.export({ profile_id: record.value!.id, options: options.value, format });
            saveFile(file.name, file.bytes);
            say(words.exported(file.name));
        } catch (error) {
            say((error as Error).message);
        }
    };
    return (
        <Menu label={words.exportIt} end shown={<><Icon name="download" /><span>{words.exportIt}</span></>}>
            <ul>{Object.entries(words.formats).map(([format, text]) => (
                <li key={format}><button type="button" data-done onClick={() => void save(format)}>{text}</button></li>
            ))}</ul>
        </Menu>
    );
}

// On a phone the table has no headings to sort by.
function SortBy({ tab }: { tab: Tab }) {
    const sort = query.value.get("sort") ?? usualSort(tab);
    const keys = ["order", "program", ...offeredIn(tab).filter((key) => key !== "order")];
    return (
        <label class="facet sort-by">{words.sort}
            <select value={sort} onChange={(event) => adjust({ sort: event.currentTarget.value === usualSort(tab) ? null : event.currentTarget.value })}>
                {keys.map((key) => <option key={key} value={key}>{words.column[key]}</option>)}
            </select>
        </label>
    );
}

export function Toolbar({ tab, rows, shown, filter, text, setText }: {
    tab: Tab; rows: Row[]; shown: Row[]; filter: Filter; text: string; setText: (text: string) => void;
}) {
    const phone = useMedia("(max-width: 700px)");
    const names = new Map((session.value?.states ?? []).map((one) => [one.code, one.name]));
    const group = query.value.get("group") ?? "";
    const groups = tab === "left-out" ? ["reason", "state", "specialty"] : tab === "held" ? ["state", "specialty"]
        : ["tier", "state", "specialty"];
    const filtered = filter.text || filter.state || filter.tier || filter.specialty || filter.reason;
    const clear = () => {
        setText("");
        adjust({ q: null, state: null, tier: null, reason: null });
    };
    useEffect(() => () => say(""), []);
    return (
        <div class="toolbar no-print">
            <details class="filters" open={!phone || filtered !== ""}>
            <summary>{words.filters}</summary>
            <div class="filter-row">
            <input type="search" class="filter" value={text} placeholder={words.filter} aria-label={words.filter}
                onInput={(event) => setText(event.currentTarget.value)} />
            <Facet name="state" label={words.state} rows={rows} filter={filter} shown={(code) => names.get(code) ?? code} />
            <Facet name="tier" label={words.tier} rows={rows} filter={filter}
                shown={(tier) => frame.tier[tier as keyof typeof frame.tier] ?? tier} />
            <Facet name="reason" label={words.reason} rows={rows} filter={filter} shown={(reason) => reason} />
            <label class="facet">{words.group}
                <select value={group} onChange={(event) => adjust({ group: event.currentTarget.value || null })}>
                    <option value="">{words.groupNone}</option>
                    {groups.map((key) => <option key={key} value={key}>{words.groups[key]}</option>)}
                </select>
            </label>
            <SortBy tab={tab} />
            </div>
            </details>
            <div class="tools">
                <p class="shown" role="status">{said.value || words.shown(count(shown.length), count(rows.length))}
                    {filtered && <>{" "}<button type="button" class="linkish" onClick={clear}>{words.clear}</button></>}</p>
                <Columns tab={tab} />
                <button type="button" class="quiet" onClick={() => void copyRows(shown)}>
                    <Icon name="copy" /><span>{words.copy}</span></button>
                <Export />
            </div>
        </div>
    );
}
