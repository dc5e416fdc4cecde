// The five required facts, as typed, and the profile they make.

import type { Wrong } from "../../parts/error_summary";
import type { Profile } from "../../types";
import { words } from "./words";

export interface Five {
    type: string; month: string; year: string; score: string; noScore: boolean; visa: string;
    specialties: string[];
}

export const empty: Five = {
    type: "", month: "", year: "", score: "", noScore: false, visa: "", specialties: [],
};

const OLDEST = 60, AHEAD = 10; // years of graduation before and after today

function wrongDate(five: Five, today: string): string | null {
    if (!five.month || !five.year) return words.graduation.missing;
    const now = Number(today.slice(0, 4)), year = Number(five.year);
    return /^\d{4}$/.test(five.year) && year >= now - OLDEST && year <= now + AHEAD
        ? null : words.graduation.wrong(now - OLDEST, now + AHEAD);
}

function wrongScore(five: Five): string | null {
    if (five.noScore) return null;
    if (!five.score) return words.score.missing;
    return /^\d{1,3}$/.test(five.score) && +five.score >= 1 && +five.score <= 300
        ? null : words.score.wrong;
}

export const ahead = (five: Five, today: string): boolean =>
    wrongDate(five, today) === null && `${five.year}-${five.month}` > today.slice(0, 7);

// What is missing or cannot be, in the order of the form.
export function check(five: Five, today: string): Wrong[] {
    const visa = !five.visa ? words.visa.missing
        : five.type === "us_img" && five.visa !== "none" ? words.visa.citizen : null;
    const found: [string, string | null][] = [
        ["type", five.type ? null : words.type.missing],
        ["graduation", wrongDate(five, today)],
        ["score", wrongScore(five)],
        ["visa", visa],
        ["specialties", five.specialties.length ? null : words.specialties.missing],
    ];
    return found.flatMap(([id, text]) => (text ? [{ id, text }] : []));
}

export function profileOf(five: Five, today: string): Profile {
    return {
        applicant_type: five.type, graduation_date: `${five.year}-${five.month}`,
        step2_ck: five.noScore ? null : Number(five.score), visa_need: five.visa,
        specialties: five.specialties, ...(ahead(five, today) ? { student: true } : {}),
    };
}

// Where the server finds fault: the field of this form that its path belongs to.
export const fieldOf = (path: string | null): string =>
    ({ applicant_type: "type", graduation_date: "graduation", step2_ck: "score",
        visa_need: "visa", specialties: "specialties" })[path?.split(/[.[]/)[0] ?? ""] ?? "type";
