import { count, inHundred } from "../../format";
import type { Fact } from "../../types";

export const words = {
    loading: "Looking it up…",
    chance: "Your chance here",
    interview: "You are invited to an interview, if you apply",
    match: "You match here",
    outcome: {
        picked: "On your list",
        left_out: "Not on your list",
        held: "Held: a fact that you want to be sure of is unknown",
        not_considered: "Not among your specialties",
    },
    notConsidered: "It trains for a specialty that is not among yours, so no chance was worked out. Add the specialty to see one.",
    place: (n: string) => `number ${n} on it`,
    why: "Why",
    whatIfIn: (n: string, cost: string) => `It comes onto the list with ${n} applications, for ${cost} together.`,
    change: "What would have to change",
    waterfall: "What makes the chance of an interview",
    waterfallHint: "Read it from the top: an average application first, then what speaks for you here and what against. The last bar is your chance.",
    facts: "What is known",
    factsLead: "Every fact has a source and a date. What nobody has said openly is unknown: it is not a no, and not a yes.",
    fact: "Fact", value: "Says", source: "Source", date: "Date",
    lookUp: "Look it up",
    enter: "Enter what I found",
    ownWord: "your own finding",
    insteadOf: (value: string, source: string) => `${source} says: ${value}`,
    takeBack: "Take it back",
    didFact: (name: string) => `Your finding is kept: ${name}`,
    didTakeBack: (name: string) => `Taken back: ${name}`,
    unknown: "unknown",
    yes: "yes", no: "no",
    about: "About the program",
    code: "NRMP code", acgme: "ACGME number", institution: "Institution", city: "City", division: "Part of the country",
    kind: "Kind of position", listed: "Name in the Match", notSaid: "not established",
    acgmeBasis: "how we know the number",
    notes: "My notes",
    notesHint: "Only you see them. They are part of your export.",
    conflicts: "Where sources disagree",
    conflict: (field: string, used: string, usedSource: string, other: string, otherSource: string) =>
        `${field}: ${used} (${usedSource}) is used; ${otherSource} says ${other}.`,
    pin: "Pin to my list", unpin: "Unpin", ban: "Keep off my list", unban: "Allow again",
    compare: "Compare",
    freida: "FREIDA",
    after: "Where these numbers come from: the sources named beside each. The chance is worked out for your profile as it is saved.",
    dialogTitle: (name: string) => `What you found: ${name}`,
    foundValue: "What does it say?", foundSource: "Where did you find it?", foundSourceHint: "Such as: program website, e-mail of the coordinator",
    foundDate: "When?", keep: "Keep it", number: "Number",
    // In the order in which they are asked; `number`: the answer is a number.
    facts12: [
        ["accepts_j1", "Takes the J-1 visa", false], ["accepts_h1b", "Takes the H-1B visa", false],
        ["accepts_img", "Takes international graduates", false], ["accepts_us_img", "Takes US citizens from schools abroad", false],
        ["min_step2", "Lowest Step 2 CK score", true], ["max_attempts", "Most attempts at an exam", true],
        ["max_years_out", "Most years since graduation", true], ["min_usce_months", "Months of US clinical experience", true],
        ["min_letters_us", "Letters from the US", true], ["needs_ecfmg", "ECFMG certificate when you apply", false],
        ["needs_step3", "Needs Step 3", false],
    ] as [name: string, label: string, number: boolean][],
    rates: {
        rate_all: "Invited, of 100 who apply", rate_signal: "Invited with a signal, of 100", rate_no_signal: "Invited without a signal, of 100",
        rate_in_state: "Invited from the state, of 100", rate_out_of_state: "Invited from elsewhere, of 100", rate_us_md: "US MD graduates invited, of 100",
        rate_us_do: "US DO graduates invited, of 100", rate_us_img: "US IMGs invited, of 100", rate_non_us_img: "Non-US IMGs invited, of 100",
        accepts_us_do: "Takes US DO graduates",
    } as Record<string, string>,
};

// What a fact says.
export function factAnswer(fact: Fact): string {
    if (fact.name.startsWith("rate_")) return inHundred(fact.value ?? 0);
    if (words.facts12.find(([name]) => name === fact.name)?.[2]) return count(fact.value ?? 0);
    return fact.answer === "yes" ? words.yes : fact.answer === "no" ? words.no : words.unknown;
}

// A fact by its name, as a person would say it.
export const factName = (name: string): string =>
    words.facts12.find(([one]) => one === name)?.[1] ?? words.rates[name] ?? name.replaceAll("_", " ");
