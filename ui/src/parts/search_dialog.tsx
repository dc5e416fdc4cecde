// Search over all programs and pages, opened by `/`.  Arrow keys move, Enter goes there.

import { useEffect, useMemo, useState } from "preact/hooks";
import { searchOpen, searchText } from "../keys";
import { count } from "../format";
import { pages } from "../pages";
import { go, link } from "../router";
import { catalogue, catalogueError, needCatalogue, session } from "../state";
import { searchPlaces } from "../search";
import { words } from "../words";
import { Dialog } from "./dialog";
import { Icon } from "./icon";
import { Failed } from "./states";

const MOST = 20;

function useResults(text: string) {
    const all = catalogue.value;
    const states = session.value?.states;
    return useMemo(() => {
        const wanted = text.trim().toLowerCase();
        const found = pages.filter((page) => !page.address.source.includes("(") &&
            (page.nav || page.name === "about-me") && page.label.toLowerCase().includes(wanted));
        const programs = all && wanted ? searchPlaces(all.places, states ?? [], wanted) : [];
        return { found, programs };
    }, [text, all, states]);
}

function Results({ close }: { close: () => void }) {
    const text = searchText.value;
    const [at, setAt] = useState(0);
    const { found, programs } = useResults(text);
    const hasProgram = pages.some((page) => page.name === "program");
    const rows = [
        ...found.map((page) => ({ href: link(page.href), id: page.name, icon: page.icon,
            title: page.label, text: "" })),
        ...programs.slice(0, MOST).map((place) => ({
            href: hasProgram ? link(`/program/${place.nrmp_code}`)
                : link("/list", { open: place.nrmp_code }),
            id: place.nrmp_code, icon: "hospital", title: place.institution,
            text: `${place.specialty} · ${place.city}, ${place.state} · ${place.nrmp_code}`,
        })),
    ];
    const here = Math.min(at, rows.length - 1);
    useEffect(() => {
        document.getElementById(`found-${here}`)?.scrollIntoView({ block: "nearest" });
    }, [here]);
    const key = (event: KeyboardEvent) => {
        if (event.key === "ArrowDown") setAt(Math.min(here + 1, rows.length - 1));
        else if (event.key === "ArrowUp") setAt(Math.max(here - 1, 0));
        else if (event.key === "Enter" && rows[here]) (close(), go(rows[here]!.href));
        else return;
        event.preventDefault();
    };
    return (
        <>
            <input data-first type="text" role="combobox" autocomplete="off" list={undefined} aria-expanded="true" aria-controls="found"
                aria-activedescendant={rows.length ? `found-${here}` : undefined} aria-autocomplete="list"
                aria-label={words.top.search} placeholder={words.search.hint} value={text}
                onInput={(event) => ((searchText.value = event.currentTarget.value), setAt(0))} onKeyDown={key} />
            {catalogueError.value && !catalogue.value && <Failed error={catalogueError.value} again={needCatalogue} inline />}
            {!catalogue.value && !catalogueError.value && <p class="dim" role="status">{words.search.waiting}</p>}
            <ul id="found" class="found" role="listbox" aria-label={words.search.title}>
                {rows.map((row, i) => (
                    <li key={row.id} id={`found-${i}`} role="option" aria-selected={i === here}
                        onClick={() => (close(), go(row.href))}>
                        <Icon name={row.icon} />
                        <span><b>{row.title}</b>{row.text && <small>{row.text}</small>}</span>
                    </li>
                ))}
            </ul>
            {rows.length === 0 && catalogue.value && <p class="dim" role="status">{words.search.none}</p>}
            {programs.length > MOST && <p class="dim">{words.search.more(count(programs.length - MOST))}</p>}
        </>
    );
}

export function SearchDialog() {
    useEffect(() => {
        if (searchOpen.value) needCatalogue();
    }, [searchOpen.value]);
    if (!searchOpen.value) return null;
    const close = () => void (searchOpen.value = false);
    return <Dialog title={words.search.title} close={close} wide><Results close={close} /></Dialog>;
}
