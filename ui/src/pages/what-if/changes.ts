// Changes that can be tried: a path of the profile, and a value for it.  They stand in the
// address, so that a trial can be reopened.  "" takes a field out.

import { signal } from "@preact/signals";
import { api } from "../../api";
import { count, date } from "../../format";
import type { Json, Profile, SchemaField } from "../../types";
import { inWords } from "../about-me/controls";
import { summary } from "../about-me/element_list";
import { inside, type Schema } from "../about-me/fields";
import { described, valueAt } from "../about-me/paths";
import { words } from "./words";

export type Changes = Record<string, Json>;

// -- the fields, as the server describes them

export const schema = signal<Schema>(new Map());
export const schemaError = signal<Error | null>(null);

export function needSchema(): void {
    if (schema.peek().size) return;
    api.schema().then(
        (fields) => {
            schema.value = new Map(fields.map((field) => [field.path, field]));
            schemaError.value = null;
        },
        (error: Error) => void (schemaError.value = error));
}

// What can be changed on its own: a value, or a whole list.
export const changeable = (all: Schema): SchemaField[] =>
    [...all.values()].filter((field) => field.label && field.kind !== "object" && !field.path.includes("[]"));

// A field's name with that of the object it is in: "Step 3: result".
export function label(path: string, all: Schema = schema.value): string {
    if (words.short[path]) return words.short[path]!;
    const own = all.get(described(path))?.label, around = all.get(path.split(/[.[]/)[0]!)?.label;
    if (!own) return path.replaceAll("_", " ");
    return path.includes(".") && around ? `${around}: ${own.replace(/^./, (c) => c.toLowerCase())}` : own;
}

// Those whose name, place or meaning holds each word that was typed.
export function found(all: Schema, typed: string, taken: string[]): SchemaField[] {
    const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
    const text = (field: SchemaField) => `${label(field.path, all)} ${field.path} ${field.help}`.toLowerCase();
    return changeable(all).filter((field) => !taken.includes(field.path) && wanted.every((word) => text(field).includes(word)));
}

// -- those asked about most, and what each begins with

export const names = (profile: Profile): string[] =>
    (profile.specialties ?? []).map((wish) => (typeof wish === "string" ? wish : wish.name));

const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);

export const useful: Record<string, (profile: Profile) => Json> = {
    "step3.result": () => "passed",
    step2_ck: (profile) => Math.min(300, (profile.step2_ck ?? 240) + 10),
    specialties: (profile) => names(profile),
    visa_need: (profile) => (profile.visa_need === "either" ? "j1" : "either"),
    clinical_experience: (profile) =>
        [...list(profile.clinical_experience), { kind: profile.student ? "subinternship" : "externship", months: 2, hands_on: true, in_us: true }],
    budget_usd: (profile) => (profile.budget_usd ?? 1500) + 500,
    season: (profile) => (profile.season ?? 0) + 1,
    letters: (profile) => [...list(profile.letters), { count: 1, from_us: true }],
    ecfmg_status: () => "certified",
    publications: (profile) => Number(profile.publications ?? 0) + 1,
};

// -- in words

const months = (value: unknown): string => {
    const sum = list(value).reduce<number>((all, one) => {
        const each = one as { months?: number; in_us?: boolean };
        return all + (each.in_us ? each.months ?? 0 : 0);
    }, 0);
    return words.monthsInUs(sum);
};

// Within a sentence: "passed", but "J-1" and "US citizen".
const within = (value: string): string => inWords(value).replace(/^[A-Z](?=[a-z])/, (c) => c.toLowerCase());

// A value as a person would say it.
export function said(path: string, value: unknown, all: Schema = schema.value): string {
    if (value === undefined || value === null || value === "") return words.notSaid;
    const field = all.get(described(path));
    if (path === "clinical_experience") return months(value);
    if (Array.isArray(value)) {
        const fields = field ? inside(all, path) : [];
        const named = value.map((one) => (one !== null && typeof one === "object" && "name" in one ? String(one.name)
            : typeof one === "string" ? (field?.values ? within(one) : one) : summary(fields, one)));
        return named.length === 0 ? words.none : named.length > 4 ? words.several(named.length) : named.join(", ");
    }
    if (typeof value === "boolean") return value ? words.yes : words.no;
    if (path.endsWith("_usd") && !Number.isNaN(Number(value))) return `$${count(Number(value))}`;
    if (typeof value === "string" && (field?.kind === "date" || /^\d{4}-\d{2}/.test(value))) return date(value);
    return typeof value !== "string" ? String(value) : field?.kind === "text" ? value : within(value);
}

// The change in one line: "Step 3: passed; Step 2 CK score: 256".
export const describe = (changes: Changes, all: Schema = schema.value): string =>
    Object.entries(changes).map(([path, value]) => `${label(path, all)}: ${said(path, value, all)}`).join("; ");

// -- what is changed

export { valueAt };

// From the address; whatever is not an object of changes is none.
export function parseChanges(text: string | null): Changes {
    try {
        const value: unknown = JSON.parse(text ?? "{}");
        return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Changes) : {};
    } catch {
        return {};
    }
}
