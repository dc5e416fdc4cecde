// The state that pages share, as signals.
//
//   session    what there is: seasons, specialties, states, profiles kept on this machine
//   record     the profile named in the address (`p`), as it stands here
//   saving     whether what stands here is kept by the server
//   options    of the list, from the address
//   answer     of `pick`, for this profile and these options; the last one stays while the next
//              is worked out
//   catalogue  all tracks, by code; loaded when first asked for
//
// The profile is changed by `edit` only.  It takes effect here at once, is kept in this browser
// until the server has acknowledged it, and is sent with the version it was made from: when
// another tab was quicker, `conflict` holds both, and the person chooses.

import { batch, computed, effect, signal } from "@preact/signals";
import { Aborted, ApiError, Unreachable, api, reachable, session as askSession } from "./api";
import { go, profileId, query, same } from "./router";
import type { Catalogue, PickAnswer, PickOptions, Place, Profile, ProfileRecord, SessionAnswer } from "./types";

export const session = signal<SessionAnswer | null>(null);
export const sessionError = signal<Error | null>(null);

export async function loadSession(): Promise<void> {
    try {
        session.value = await askSession();
        sessionError.value = null;
    } catch (error) {
        sessionError.value = error as Error;
    }
}

// -- the profile

export type Saving = "saved" | "waiting" | "saving" | "offline" | "refused" | "conflict";
export const record = signal<ProfileRecord | null>(null);
export const recordError = signal<Error | null>(null);
export const saving = signal<Saving>("saved");
export const refusal = signal<ApiError | null>(null); // why the server did not take it
export const conflict = signal<{ mine: ProfileRecord; theirs: ProfileRecord } | null>(null);

const draftKey = (id: number) => `smartpick.draft.${id}`;
interface Draft { version: number; name: string; profile: Profile }

function keepDraft(one: ProfileRecord): void {
    try {
        sessionStorage.setItem(draftKey(one.id), JSON.stringify(
            { version: one.version, name: one.name, profile: one.profile } satisfies Draft));
    } catch {
        // No storage: the edit still stands in this page and is sent.
    }
}
function dropDraft(id: number): void {
    try {
        sessionStorage.removeItem(draftKey(id));
    } catch {
        // As above.
    }
}
function draftOf(id: number): Draft | null {
    try {
        return JSON.parse(sessionStorage.getItem(draftKey(id)) ?? "null") as Draft | null;
    } catch {
        return null;
    }
}

const PAUSE = 350; // ms without a keystroke before an edit is sent
let timer: ReturnType<typeof setTimeout> | undefined;
let sending: Promise<void> | null = null;

// Changes the profile.  `make` gets a copy of it.
export function edit(make: (profile: Profile) => void, name?: string): void {
    const before = record.value;
    if (!before) return;
    const profile = structuredClone(before.profile);
    make(profile);
    const next = { ...before, name: name ?? before.name, profile };
    record.value = next;
    keepDraft(next);
    if (saving.value === "conflict") return;
    saving.value = "waiting";
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), PAUSE);
}

// Sends what is not saved yet.
export function flush(): Promise<void> {
    clearTimeout(timer);
    sending ??= send().finally(() => (sending = null));
    return sending;
}

async function send(): Promise<void> {
    while (record.value && saving.value !== "saved" && saving.value !== "conflict") {
        const mine = record.value;
        saving.value = "saving";
        try {
            const kept = await api.saveProfile(mine.id, mine.version, mine.name, mine.profile);
            if (record.value?.id !== mine.id) return;
            acknowledged(mine, kept);
        } catch (error) {
            if (record.value?.id !== mine.id) return;
            refusedBy(error, mine);
            return;
        }
    }
}

// What was typed while the answer was on its way stays, and is sent next.
function acknowledged(sent: ProfileRecord, kept: ProfileRecord): void {
    const now = record.value!;
    const more = now.profile !== sent.profile || now.name !== sent.name;
    batch(() => {
        refusal.value = null;
        record.value = more ? { ...kept, name: now.name, profile: now.profile } : kept;
        saving.value = more ? "waiting" : "saved";
    });
    if (more) keepDraft(record.value!);
    else dropDraft(kept.id);
}

function refusedBy(error: unknown, mine: ProfileRecord): void {
    if (error instanceof ApiError && error.status === 409 && error.current) {
        conflict.value = { mine, theirs: { ...error.current, id: mine.id } };
        saving.value = "conflict";
    } else if (error instanceof Unreachable) {
        saving.value = "offline";
    } else {
        refusal.value = error instanceof ApiError ? error : null;
        saving.value = "refused";
    }
}

// The person has chosen: their own words over those of the other tab, or the other way round.
export function settle(which: "mine" | "theirs"): void {
    const both = conflict.value;
    if (!both || !record.value) return;
    conflict.value = null;
    if (which === "theirs") {
        dropDraft(both.theirs.id);
        record.value = both.theirs;
        saving.value = "saved";
        return;
    }
    record.value = { ...record.value, version: both.theirs.version };
    keepDraft(record.value);
    saving.value = "waiting";
    void flush();
}

export async function loadRecord(id: number): Promise<void> {
    try {
        const kept = await api.profile(id);
        if (profileId.value !== id) return;
        const draft = draftOf(id);
        batch(() => {
            recordError.value = null;
            refusal.value = null;
            conflict.value = null;
            saving.value = "saved";
            record.value = kept;
        });
        if (draft && JSON.stringify(draft.profile) !== JSON.stringify(kept.profile)) {
            record.value = { ...kept, version: draft.version, name: draft.name, profile: draft.profile };
            saving.value = "waiting";
            void flush();
        } else {
            dropDraft(id);
        }
    } catch (error) {
        if (profileId.value === id) recordError.value = error as Error;
    }
}

// Takes a record that the server has just sent: after undo, restore, or a new profile.
export function take(kept: ProfileRecord): void {
    dropDraft(kept.id);
    batch(() => {
        record.value = kept;
        recordError.value = null;
        saving.value = "saved";
        conflict.value = null;
    });
}

export const openProfile = (kept: ProfileRecord, page = "/list"): void => {
    take(kept);
    void loadSession();
    go(`${page}?p=${kept.id}`);
};

// -- the options, from the address

const number = (name: string): number | undefined => {
    const text = query.value.get(name);
    return text && /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
};

export const options = computed<PickOptions>(() => {
    const found: PickOptions = {};
    const specialty = query.value.getAll("specialty"), sure = query.value.getAll("sure");
    const budget = number("budget"), most = number("most"), hours = number("hours");
    if (specialty.length) found.specialty = specialty;
    if (budget !== undefined) found.budget_cents = Math.round(budget * 100);
    if (most !== undefined) found.most = Math.round(most);
    if (hours !== undefined) found.hours = hours;
    if (sure.length) found.sure = sure;
    if (query.value.get("utility") === "1") found.utility = true;
    return found;
});

// Options stand in the address in the words of the command line: budget in dollars.
export function setOptions(changes: Partial<PickOptions>, how: { step?: boolean } = {}): void {
    const to: Record<string, string | string[] | null> = {};
    if ("specialty" in changes) to.specialty = changes.specialty ?? null;
    if ("budget_cents" in changes)
        to.budget = changes.budget_cents === undefined ? null : String(changes.budget_cents / 100);
    if ("most" in changes) to.most = changes.most === undefined ? null : String(changes.most);
    if ("hours" in changes) to.hours = changes.hours === undefined ? null : String(changes.hours);
    if ("sure" in changes) to.sure = changes.sure ?? null;
    if ("utility" in changes) to.utility = changes.utility ? "1" : null;
    go(same(to), { replace: !how.step });
}

// -- the answer

export const answer = signal<PickAnswer | null>(null);
export const answerError = signal<Error | null>(null);
export const answerBusy = signal(false);

// What the answer depends on.  An edit counts once it is saved, so that list, curve and
// exports speak of the same version.
export const question = computed<string | null>(() => {
    const one = record.value;
    if (!one || one.id !== profileId.value) return null;
    return JSON.stringify([one.id, one.version, options.value]);
});

let asked: string | null = null;
let stop: AbortController | null = null;

async function askPick(key: string | null): Promise<void> {
    if (key === asked) return;
    const other = !key || !asked || JSON.parse(key)[0] !== JSON.parse(asked)[0];
    asked = key;
    stop?.abort();
    batch(() => {
        if (other) answer.value = null;
        answerError.value = null;
        answerBusy.value = key !== null;
    });
    if (!key) return;
    stop = new AbortController();
    try {
        const said = await api.pick(
            { profile_id: record.peek()!.id, options: options.peek() }, stop.signal);
        if (asked === key) batch(() => ((answer.value = said), (answerBusy.value = false)));
    } catch (error) {
        if (error instanceof Aborted || asked !== key) return;
        batch(() => ((answerError.value = error as Error), (answerBusy.value = false)));
    }
}

export function askAgain(): void {
    const key = question.value;
    asked = null;
    void askPick(key);
}

// -- the catalogue

export const catalogue = signal<{ places: Place[]; byCode: Map<string, Place>; as_of: string;
    source: string } | null>(null);
export const catalogueError = signal<Error | null>(null);
let asksCatalogue: Promise<void> | null = null;

function unpack(said: Catalogue): Place[] {
    return said.rows.map((row) => {
        const place: Record<string, unknown> = {};
        said.columns.forEach((name, i) => (place[name] = row[i]));
        return place as unknown as Place;
    });
}

export function needCatalogue(): void {
    if (!catalogue.peek()) refreshCatalogue();
}

// After a fact was entered or imported; the old one stays until the new one is there.
export function refreshCatalogue(): void {
    asksCatalogue ??= api.catalogue().then(
        (said) => {
            const places = unpack(said);
            catalogue.value = {
                places, byCode: new Map(places.map((place) => [place.nrmp_code, place])),
                as_of: said.as_of, source: said.source,
            };
            catalogueError.value = null;
        },
        (error: Error) => void (catalogueError.value = error),
    ).finally(() => (asksCatalogue = null));
}

// -- starting

export function startState(): void {
    void loadSession();
    effect(() => {
        const id = profileId.value;
        if (id && record.peek()?.id !== id) {
            record.value = null;
            recordError.value = null;
            void loadRecord(id);
        } else if (!id) {
            record.value = null;
        }
    });
    effect(() => void askPick(question.value));
    effect(() => {
        if (!reachable.value) return;
        if (saving.peek() === "offline") void ((saving.value = "waiting"), flush());
        if (sessionError.peek()) void loadSession();
        const id = profileId.peek();
        if (recordError.peek() && id) void loadRecord(id);
        if (answerError.peek()) askAgain();
    });
    addEventListener("beforeunload", (event) => {
        if (saving.value === "waiting") void flush();
        if (saving.value === "offline") event.preventDefault();
    });
}
