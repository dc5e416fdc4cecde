// The facts of a program, by the names of the model: one table for every page.

import { count, inHundred } from "./format";
import type { Fact } from "./types";
import { words } from "./words";

export interface FactKind { name: string; label: string; number: boolean }

const yesOrNo = (name: string, label: string): FactKind => ({ name, label, number: false });
const number = (name: string, label: string): FactKind => ({ name, label, number: true });

// What a program asks for, in the order in which people ask about it.
export const requirements: FactKind[] = [
    yesOrNo("accepts_j1", "Takes the J-1 visa"), yesOrNo("accepts_h1b", "Sponsors the H-1B visa"),
    yesOrNo("accepts_img", "Takes international graduates"), yesOrNo("accepts_us_img", "Takes US citizens from schools abroad"),
    number("min_step2", "Lowest Step 2 CK score"), number("max_attempts", "Most attempts at an exam"),
    number("max_years_out", "Most years since graduation"), number("min_usce_months", "Months of US clinical experience"),
    number("min_letters_us", "Letters from the US"), yesOrNo("needs_ecfmg", "Wants the ECFMG certificate in hand"),
    yesOrNo("needs_step3", "Wants Step 3"), yesOrNo("accepts_us_do", "Takes US DO graduates"),
];

// Whom it invites; shares.
export const rates: FactKind[] = [
    number("rate_all", "Invited, of 100 who apply"), number("rate_signal", "Invited with a signal, of 100"),
    number("rate_no_signal", "Invited without a signal, of 100"), number("rate_in_state", "Invited from the state, of 100"),
    number("rate_out_of_state", "Invited from elsewhere, of 100"), number("rate_us_md", "US MD graduates invited, of 100"),
    number("rate_us_do", "US DO graduates invited, of 100"), number("rate_us_img", "US IMGs invited, of 100"),
    number("rate_non_us_img", "Non-US IMGs invited, of 100"),
];

const byName = new Map([...requirements, ...rates].map((fact) => [fact.name, fact]));

export const factName = (name: string): string => byName.get(name)?.label ?? name.replaceAll("_", " ");
export const isNumber = (name: string): boolean => byName.get(name)?.number ?? false;

// What a fact says.
export function factAnswer(fact: Fact): string {
    if (rates.some((one) => one.name === fact.name)) return inHundred(fact.value ?? 0);
    return isNumber(fact.name) ? count(fact.value ?? 0) : words.answer[fact.answer ?? "unknown"];
}
