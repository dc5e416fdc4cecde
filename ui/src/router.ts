// The address is the source of truth: which page, whose profile (`p`), and the options of the
// list.  Links are real <a> elements; a click on one that stays here is taken over, so that
// back, reload, a new tab and copying the address all behave.

import { computed, signal } from "@preact/signals";

const here = signal(new URL(location.href));

export const path = computed(() => here.value.pathname);
export const query = computed(() => here.value.searchParams);
export const profileId = computed<number | null>(() => {
    const text = query.value.get("p") ?? "";
    return /^\d{1,15}$/.test(text) ? Number(text) : null;
});

// What a link to another page takes along.
export const SHARED = ["p", "specialty", "budget", "most", "hours", "sure", "utility"] as const;

type Changes = Record<string, string | readonly string[] | null | undefined>;

function change(params: URLSearchParams, changes: Changes): void {
    for (const [name, value] of Object.entries(changes)) {
        params.delete(name);
        if (value === null || value === undefined) continue;
        for (const one of typeof value === "string" ? [value] : value) params.append(name, one);
    }
}

const written = (pathname: string, params: URLSearchParams): string => {
    const text = params.toString().replaceAll("%2C", ",");
    return text ? `${pathname}?${text}` : pathname;
};

// The address of another page, for the same profile and options.
export function link(to: string, changes: Changes = {}): string {
    const kept = new URLSearchParams();
    for (const name of SHARED)
        for (const value of query.value.getAll(name)) kept.append(name, value);
    change(kept, changes);
    return written(to, kept);
}

// The address of this page with some of its parameters changed.
export function same(changes: Changes): string {
    const params = new URLSearchParams(query.value);
    change(params, changes);
    return written(path.value, params);
}

export function go(to: string, how: { replace?: boolean } = {}): void {
    const next = new URL(to, location.href);
    if (next.href === here.value.href) return;
    if (how.replace) history.replaceState(null, "", next);
    else history.pushState(null, "", next);
    const moved = next.pathname !== here.value.pathname;
    here.value = next;
    if (moved && !how.replace) window.scrollTo(0, 0);
}

// Replaces the address without a step in the history: for sliders and filters.
export const adjust = (changes: Changes): void => go(same(changes), { replace: true });

function clicked(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const anchor = (event.target as Element).closest?.("a");
    if (!anchor || !anchor.href || anchor.target || anchor.hasAttribute("download")) return;
    const url = new URL(anchor.href);
    const file = url.pathname.split("/").pop()!.includes(".");
    if (url.origin !== location.origin || url.pathname.startsWith("/api/") || file) return;
    if (url.hash && url.pathname === location.pathname && url.search === location.search) return;
    event.preventDefault();
    go(anchor.href);
}

export function startRouter(): void {
    addEventListener("popstate", () => (here.value = new URL(location.href)));
    document.addEventListener("click", clicked);
}
