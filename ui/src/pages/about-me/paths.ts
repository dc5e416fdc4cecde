// Fields of a profile by their path ("step1.score", "letters[0].count"), as the schema and the
// server name them.  Pure functions.

import type { Profile } from "../../types";

type Step = string | number;

export const steps = (path: string): Step[] =>
    [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map((found) => (found[2] ? Number(found[2]) : found[1]!));

type Tree = { [key: string | number]: unknown };

export function valueAt(profile: Profile, path: string): unknown {
    let here: unknown = profile;
    for (const step of steps(path)) {
        if (typeof here !== "object" || here === null) return undefined;
        here = (here as Tree)[step];
    }
    return here;
}

const emptied = (value: unknown): boolean =>
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;

// Sets a field, or takes it out when the value is undefined; objects left empty go with it.
export function setAt(profile: Profile, path: string, value: unknown): void {
    const way = steps(path);
    const put = (here: Tree, at: number): void => {
        const step = way[at]!;
        if (at === way.length - 1) {
            if (value !== undefined) here[step] = value;
            else if (Array.isArray(here)) here.splice(step as number, 1);
            else delete here[step];
            return;
        }
        if (here[step] === undefined) {
            if (value === undefined) return;
            here[step] = typeof way[at + 1] === "number" ? [] : {};
        }
        put(here[step] as Tree, at + 1);
        if (emptied(here[step]) && !Array.isArray(here)) delete here[step];
    };
    put(profile as Tree, 0);
}

// The schema's path of a field: "letters[0].count" is described as "letters[].count".
export const described = (path: string): string => path.replace(/\[\d+\]/g, "[]");

export const fieldId = (path: string): string => `field-${path.replace(/[^A-Za-z0-9]+/g, "-").replace(/-$/, "")}`;

// A number as typed: its value, undefined for nothing, or null when it cannot be.
export function numberOf(
    text: string, limits: { min?: number | null; max?: number | null; whole?: boolean },
): number | undefined | null {
    const clean = text.trim().replace(/\s|,(?=\d{3}\b)/g, "");
    if (!clean) return undefined;
    if (!/^-?\d+(\.\d+)?$/.test(clean)) return null;
    const number = Number(clean);
    if (limits.whole && !Number.isInteger(number)) return null;
    if (number < (limits.min ?? -Infinity) || number > (limits.max ?? Infinity)) return null;
    return number;
}

// Day, month and year as typed: ISO text, undefined for nothing, or null when it cannot be.
export function dateOf(day: string, month: string, year: string): string | undefined | null {
    if (!day && !month && !year) return undefined;
    if (!month || !/^\d{4}$/.test(year)) return null;
    if (!day) return `${year}-${month}`;
    if (!/^\d{1,2}$/.test(day)) return null;
    const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
    if (at.getUTCMonth() !== Number(month) - 1 || Number(day) < 1) return null;
    return `${year}-${month}-${day.padStart(2, "0")}`;
}

export const partsOf = (text: unknown): { day: string; month: string; year: string } => {
    const found = typeof text === "string" ? /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(text) : null;
    return { year: found?.[1] ?? "", month: found?.[2] ?? "", day: found?.[3]?.replace(/^0/, "") ?? "" };
};
