// Changes that can be tried: a path of the profile, and a value for it.  They stand in the
// address, so that a trial can be reopened.

import type { Json, Profile } from "../../types";

export type Changes = Record<string, Json>;

export interface Field {
    path: string;
    label: string;
    kind: "enum" | "number" | "date" | "bool" | "text" | "specialties" | "months";
    values?: { value: string; label: string }[];
    min?: number;
    max?: number;
    step?: number;
    // What it begins with when it is chosen.
    start: (profile: Profile) => Json;
}

const worded: Record<string, string> = {
    none: "none", j1: "J-1", h1b: "H-1B", either: "J-1 or H-1B", not_taken: "not taken",
    passed: "passed", failed: "failed", in_progress: "in progress", certified: "certified",
    us_md: "US MD graduate", us_do: "US DO graduate", us_img: "US citizen, school abroad",
    non_us_img: "not a US citizen, school abroad", true: "yes", false: "no",
    us: "US citizen", permanent_resident: "green card", other: "other", urban: "urban",
    suburban: "suburban", rural: "rural",
};
export const inWords = (value: string): string => worded[value] ?? value.replaceAll("_", " ");

const choice = (...values: string[]) => values.map((value) => ({ value, label: inWords(value) }));

// The fields that matter most, in the order of how often they are asked about.
export const fields: Field[] = [
    { path: "step3.result", label: "Step 3", kind: "enum", values: choice("passed", "not_taken"), start: () => "passed" },
    { path: "step2_ck", label: "Step 2 CK score", kind: "number", min: 150, max: 300, step: 1,
      start: (profile) => Math.min(300, (profile.step2_ck ?? 240) + 10) },
    { path: "specialties", label: "Specialties", kind: "specialties", start: (profile) => names(profile) },
    { path: "visa_need", label: "Visa", kind: "enum", values: choice("j1", "h1b", "either", "none"),
      start: (profile) => (profile.visa_need === "either" ? "j1" : "either") },
    { path: "clinical_experience", label: "Clinical experience in the US", kind: "months", min: 1, max: 24, step: 1,
      start: (profile) => withMonths(profile, 2) },
    { path: "budget_usd", label: "Money for applications", kind: "number", min: 0, max: 50_000, step: 100,
      start: (profile) => (profile.budget_usd ?? 1500) + 500 },
    { path: "season", label: "Season", kind: "enum", start: (profile) => (profile.season ?? 0) + 1 },
    { path: "ecfmg_status", label: "ECFMG certificate", kind: "enum", values: choice("certified", "in_progress", "none"), start: () => "certified" },
    { path: "graduation_date", label: "Graduation", kind: "date", start: (profile) => profile.graduation_date ?? "" },
    { path: "publications", label: "Publications", kind: "number", min: 0, max: 500, step: 1,
      start: (profile) => Number(profile.publications ?? 0) + 1 },
];

export const names = (profile: Profile): string[] =>
    (profile.specialties ?? []).map((wish) => (typeof wish === "string" ? wish : wish.name));

const experience = (profile: Profile): Json[] =>
    Array.isArray(profile.clinical_experience) ? (profile.clinical_experience as Json[]) : [];

// The experience of the profile, and so many months more.
export const withMonths = (profile: Profile, months: number): Json =>
    [...experience(profile), { kind: "subinternship", months, hands_on: true, in_us: true }];

export function monthsOf(value: Json | undefined): number {
    if (!Array.isArray(value) || value.length === 0) return 0;
    const last = value[value.length - 1];
    return last !== null && typeof last === "object" && !Array.isArray(last) ? Number(last.months ?? 0) : 0;
}

// What the profile says now at a path.
export function valueAt(profile: Profile, path: string): unknown {
    return path.split(".").reduce<unknown>(
        (value, name) => (value !== null && typeof value === "object" ? (value as Record<string, unknown>)[name] : undefined), profile);
}

// A value as a person would say it.
export function said(path: string, value: unknown): string {
    if (value === undefined || value === null || value === "") return "not said";
    if (path === "clinical_experience") {
        const months = (value as { months?: number; in_us?: boolean }[]).filter((one) => one.in_us).reduce((sum, one) => sum + (one.months ?? 0), 0);
        return `${months} ${months === 1 ? "month" : "months"} in the US`;
    }
    if (Array.isArray(value)) return value.map((one) => (typeof one === "string" ? one : String((one as { name?: string }).name ?? ""))).join(", ");
    if (path === "budget_usd") return `$${Number(value).toLocaleString()}`;
    return inWords(String(value));
}

export const label = (path: string): string => fields.find((field) => field.path === path)?.label ?? path;

// The change in one line: "Step 3: passed; Step 2 CK score: 256".
export const describe = (changes: Changes): string =>
    Object.entries(changes).map(([path, value]) => `${label(path)}: ${said(path, value)}`).join("; ");

// From the address; whatever is not an object of changes is none.
export function parseChanges(text: string | null): Changes {
    try {
        const value: unknown = JSON.parse(text ?? "{}");
        return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Changes) : {};
    } catch {
        return {};
    }
}
