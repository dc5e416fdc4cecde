// Undo instead of "are you sure?": what was done stands in one line, and can be taken back for
// ten minutes.

import { computed, signal } from "@preact/signals";

export interface Done { text: string; undo: () => void | Promise<void>; at: number }

const MINUTES = 10;
const done = signal<Done[]>([]);
export const latest = computed(() => done.value.at(-1) ?? null);
export const shown = signal(false);
let timer: ReturnType<typeof setTimeout> | undefined;

function forget(): void {
    const old = Date.now() - MINUTES * 60_000;
    done.value = done.value.filter((one) => one.at > old);
    shown.value &&= done.value.length > 0;
}

export function did(text: string, undo: Done["undo"]): void {
    done.value = [...done.value.slice(-49), { text, undo, at: Date.now() }];
    shown.value = true;
    clearTimeout(timer);
    timer = setTimeout(forget, MINUTES * 60_000);
}

export async function undoLatest(): Promise<void> {
    const one = latest.value;
    if (!one) return;
    done.value = done.value.slice(0, -1);
    shown.value = done.value.length > 0;
    await one.undo();
}

export const hideUndo = (): void => void (shown.value = false);
