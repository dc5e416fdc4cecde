// The keys that work everywhere.  A page adds its own by listening on its own element.

import { effect, signal } from "@preact/signals";
import { pages } from "./pages";
import { go, link } from "./router";
import { undoLatest } from "./undo";

export const searchOpen = signal(false);
export const keysOpen = signal(false);

// What stands in the field of the search: also what is typed before the field stands.
export const searchText = signal("");
export const openSearch = (): void => {
    searchText.value = "";
    searchOpen.value = true;
};


// Keys of a single letter or sign; can be switched off in the list of keys.
const KEY = "smartpick.keys";
const stored = (): string | null => {
    try {
        return localStorage.getItem(KEY);
    } catch {
        return null;
    }
};
export const letterKeys = signal(stored() !== "off");
effect(() => {
    try {
        localStorage.setItem(KEY, letterKeys.value ? "on" : "off");
    } catch {
        // No storage: the choice lasts as long as the page.
    }
});

export const typing = (target: EventTarget | null): boolean =>
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const jumps: Record<string, string> = {
    s: "start", l: "list", h: "how-many", w: "what-if", i: "signals", e: "experience", d: "data", m: "about-me",
};

// A letter typed between the press that opens the search and its field goes to the field.
function typeAhead(event: KeyboardEvent): boolean {
    if (!searchOpen.value || event.isComposing || document.querySelector("dialog[open]")) return false;
    if (event.key === "Backspace") searchText.value = searchText.value.slice(0, -1);
    else if (event.key.length === 1) searchText.value += event.key;
    else return false;
    event.preventDefault();
    return true;
}

export function startKeys(): () => void {
    let went = 0; // when `g` was pressed
    const pressed = (event: KeyboardEvent) => {
        if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
        if (typeAhead(event)) return;
        if (!letterKeys.value || typing(event.target) || searchOpen.value || keysOpen.value) return;
        const jump = Date.now() - went < 1500 ? jumps[event.key] : undefined;
        went = 0;
        if (jump) {
            const page = pages.find((one) => one.name === jump);
            if (page) go(link(page.href));
        } else if (event.key === "/") openSearch();
        else if (event.key === "?") keysOpen.value = true;
        else if (event.key === "u") void undoLatest();
        else if (event.key === "g") return void (went = Date.now());
        else return;
        event.preventDefault();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
}
