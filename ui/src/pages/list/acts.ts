// What can be done with a program: pin, ban, note, enter a fact.  Each can be taken back.

import { signal } from "@preact/signals";
import { api } from "../../api";
import { factName } from "../../facts";
import { askAgain, edit, record, refreshCatalogue } from "../../state";
import { did } from "../../undo";
import { words } from "./words";

export const isPinned = (code: string): boolean => record.value?.profile.pinned?.includes(code) ?? false;
export const isBanned = (code: string): boolean => record.value?.profile.excluded?.includes(code) ?? false;

const put = (list: string[] | undefined, code: string, is: boolean): string[] | undefined => {
    const rest = (list ?? []).filter((one) => one !== code);
    const next = is ? [...rest, code] : rest;
    return next.length ? next : undefined;
};

function place(code: string, pinned: boolean, banned: boolean): void {
    edit((profile) => {
        const pins = put(profile.pinned, code, pinned), bans = put(profile.excluded, code, banned);
        if (pins) profile.pinned = pins;
        else delete profile.pinned;
        if (bans) profile.excluded = bans;
        else delete profile.excluded;
    });
}

function change(code: string, text: string, pinned: boolean, banned: boolean): void {
    const before = [isPinned(code), isBanned(code)] as const;
    place(code, pinned, banned);
    did(text, () => place(code, before[0], before[1]));
}

export function togglePin(code: string, name: string): void {
    const was = isPinned(code);
    change(code, was ? words.didUnpin(name) : words.didPin(name), !was, false);
}

export function toggleBan(code: string, name: string): void {
    const was = isBanned(code);
    change(code, was ? words.didUnban(name) : words.didBan(name), false, !was);
}

// -- notes, by code, of the profile in `notesOf`

export const notes = signal<Record<string, string>>({});
export const noteSaving = signal<"saved" | "saving" | "failed">("saved");
let notesOf = 0;

export async function needNotes(): Promise<void> {
    const id = record.value?.id;
    if (!id || notesOf === id) return;
    notesOf = id;
    notes.value = {};
    try {
        const said = await api.notes(id);
        if (notesOf === id)
            notes.value = Object.fromEntries(said.map((note) => [note.nrmp_code, note.text]));
    } catch {
        notesOf = 0; // asked again when a row is opened
    }
}

async function keepNote(id: number, code: string, text: string): Promise<void> {
    noteSaving.value = "saving";
    try {
        if (text) await api.saveNote(id, code, text);
        else await api.removeNote(id, code);
        noteSaving.value = "saved";
    } catch {
        noteSaving.value = "failed";
        setTimeout(() => notesOf === id && notes.value[code] === (text || undefined) &&
            void keepNote(id, code, text), 2000);
    }
}

function putNote(code: string, text: string): void {
    const { [code]: _, ...rest } = notes.value;
    notes.value = text ? { ...rest, [code]: text } : rest;
}

const waiting = new Map<string, { timer: ReturnType<typeof setTimeout>; before: string }>();

// Keeps a note a moment after the last keystroke; undo goes back to what it was before these.
export function writeNote(code: string, name: string, text: string): void {
    const id = record.value?.id;
    if (!id) return;
    const open = waiting.get(code);
    const before = open?.before ?? notes.value[code] ?? "";
    clearTimeout(open?.timer);
    putNote(code, text);
    noteSaving.value = "saving";
    const timer = setTimeout(() => {
        waiting.delete(code);
        void keepNote(id, code, text);
        if (before !== text)
            did(words.didNote(name), () => (putNote(code, before), keepNote(id, code, before)));
    }, 500);
    waiting.set(code, { timer, before });
}

// What was typed just before the page goes away is sent at once.
addEventListener("pagehide", () => {
    const id = record.value?.id;
    for (const [code, { timer }] of waiting) {
        clearTimeout(timer);
        if (id) void keepNote(id, code, notes.value[code] ?? "");
    }
    waiting.clear();
});

// -- facts found by the person

function again(): void {
    refreshCatalogue();
    askAgain();
}

export async function enterFact(
    code: string, name: string, field: string, value: string, source: string, today: string,
): Promise<void> {
    await api.saveFact(code, field, { value, source, as_of: today });
    again();
    did(words.didFact(factName(field), name), async () => {
        await api.removeFact(code, field);
        again();
    });
}
