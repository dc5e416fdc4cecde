// The frame around every page, and the page that the address names.

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Unreachable, reachable } from "./api";
import { Banner } from "./parts/banner";
import { BottomBar } from "./parts/bottom_bar";
import { ChanceBand } from "./parts/chance_band";
import { ConflictDialog } from "./parts/conflict_dialog";
import { Empty, Failed, Loading } from "./parts/states";
import { Foot } from "./parts/foot";
import { KeyList } from "./parts/key_list";
import { Navigation } from "./parts/navigation";
import { SearchDialog } from "./parts/search_dialog";
import { TopBar } from "./parts/top_bar";
import { UndoLine } from "./parts/undo_line";
import { startKeys } from "./keys";
import { find, pages } from "./pages";
import { link, path, profileId } from "./router";
import { loadRecord, loadSession, record, recordError } from "./state";
import { words } from "./words";

type PageView = ComponentType<{ item: string }>;
const loaded = new Map<string, PageView>();

function usePage(name: string | null, load: (() => Promise<{ default: PageView }>) | null) {
    const [, setRound] = useState(0);
    const [error, setError] = useState<Error | null>(null);
    useEffect(() => {
        setError(null);
        if (!name || !load || loaded.has(name)) return;
        load().then((page) => (loaded.set(name, page.default), setRound((n) => n + 1)), (lost: Error) => {
            setError(new Unreachable(lost.message));
            void loadSession(); // notices that nobody answers, and when somebody does again
        });
    }, [name, reachable.value]);
    return { View: name ? loaded.get(name) : undefined, error };
}

function Content() {
    const found = find(path.value);
    const { View, error } = usePage(found?.page.name ?? null, found?.page.load ?? null);
    useEffect(() => {
        document.title = found && found.page.name !== "start"
            ? `${found.page.label} – ${words.name}` : words.name;
    }, [found?.page.name]);
    if (!found)
        return <Empty title={words.pages.notFound} text={words.pages.notFoundHelp}
            action={<a class="button" href={link("/")}>{words.pages.home}</a>} />;
    if (error) return <Failed error={error} again={() => location.reload()} />;
    if (found.page.needsProfile) {
        const id = profileId.value;
        if (!id)
            return <Empty title={words.error.noProfile} text={words.error.noProfileText}
                action={<a class="button" href="/">{words.pages.home}</a>} />;
        if (recordError.value) return <Failed error={recordError.value} again={() => void loadRecord(id)} />;
        if (record.value?.id !== id) return <Loading />;
    }
    return View ? <View item={found.item} /> : <Loading />;
}

// The other pages are fetched when there is nothing else to do, so that going there needs no
// answer from the server.
function fetchPages(): () => void {
    const timer = setTimeout(() => {
        for (const page of pages)
            page.load().then((module) => loaded.set(page.name, module.default), () => undefined);
    }, 1500);
    return () => clearTimeout(timer);
}

export function App() {
    useEffect(startKeys, []);
    useEffect(fetchPages, []);
    return (
        <>
            <svg class="hidden" aria-hidden="true" focusable="false">
                <defs>
                    <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <rect class="hatch" width="2" height="5" />
                    </pattern>
                </defs>
            </svg>
            <a class="skip" href="#content">{words.skip}</a>
            <div class="frame">
                <Navigation />
                <div class="column">
                    <TopBar />
                    {!reachable.value && <Banner kind="offline" text={words.offline} />}
                    <ChanceBand />
                    <main id="content" tabIndex={-1}><Content /></main>
                    <Foot />
                </div>
            </div>
            <BottomBar />
            <UndoLine />
            <ConflictDialog />
            <SearchDialog />
            <KeyList />
        </>
    );
}
