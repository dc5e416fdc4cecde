// What is asked of the schedule stands in the address; what is not there is taken from the
// profile.

import { query } from "../../router";
import { record } from "../../state";

export interface Window { from: string; to: string }

const DATE = /^\d{4}-\d{2}-\d{2}$/;
export const readWindow = (text: string): Window | null => {
    const [from = "", to = ""] = text.split("..");
    return DATE.test(from) && DATE.test(to) && from <= to ? { from, to } : null;
};
export const writeWindow = (one: Window): string => `${one.from}..${one.to}`;

// A month stands for its first day as a beginning and its last as an end.
const whole = (text: string, end: boolean): string => {
    if (text.length !== 7) return text;
    const [year = 0, month = 1] = text.split("-").map(Number);
    return end ? new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10) : `${text}-01`;
};

export function windowsOf(): Window[] {
    const said = query.value.getAll("w").map(readWindow).filter((one): one is Window => one !== null);
    if (said.length) return said;
    const own = (record.value?.profile.free_windows ?? []) as Window[];
    return own.map((one) => ({ from: whole(one.from, false), to: whole(one.to, true) }));
}

const whole_ = (name: string): number | undefined => {
    const text = query.value.get(name) ?? "";
    return /^\d+$/.test(text) ? Number(text) : undefined;
};

// "letters:5,cost:0.2": what each aim counts; those that are not there count nothing.
export const aims = ["letters", "hands-on", "weeks", "recent", "cost"] as const;
export const usualWeights = "letters:5,hands-on:1,weeks:0.5,recent:0.1,cost:0.2";
export function readWeights(text: string): Record<string, number> {
    const pairs = text.split(",").map((one) => one.split(":")).filter(([aim, n]) =>
        (aims as readonly string[]).includes(aim ?? "") && /^\d+(\.\d+)?$/.test(n ?? ""));
    return Object.fromEntries(pairs.map(([aim, n]) => [aim!, Number(n)]));
}
export const writeWeights = (weights: Record<string, number>): string =>
    aims.filter((aim) => weights[aim]).map((aim) => `${aim}:${weights[aim]}`).join(",");

export function scheduleBody(profile: number): Record<string, unknown> {
    const windows = query.value.getAll("w").map(readWindow).filter((one) => one !== null);
    const dollars = whole_("money"), by = query.value.get("by") ?? "";
    const choose = query.value.get("order") ?? "", order = choose === "chance" || choose === "weights" ? [] : choose.split(",").filter(Boolean);
    const weights = choose === "weights" ? readWeights(query.value.get("weights") || usualWeights) : undefined, without = query.value.getAll("without");
    return {
        profile_id: profile, windows: windows.length ? windows : undefined,
        budget_cents: dollars === undefined ? undefined : dollars * 100, weeks: whole_("weeks") || undefined,
        letters: whole_("letters"), letters_by: DATE.test(by) ? by : undefined,
        order: order.length ? order : undefined, weights, chance: choose === "chance" ? true : undefined, unsure: query.value.get("unsure") === "1" ? true : undefined,
        without: without.length ? without : undefined,
    };
}
