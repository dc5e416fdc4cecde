import { chanceText, count, date, money } from "../../format";
import type { ScheduleAnswer, Stay } from "../../experience";

const many = (n: number, one: string, more = `${one}s`): string => `${count(n)} ${n === 1 ? one : more}`;
const amount = (low: number, high: number): string => low === high ? money(low) : `${money(low)} to ${money(high)}`;

export const words = {
    title: "Experience in your weeks",
    lead: (said: ScheduleAnswer) => said.stays.length === 0
        ? "No stay could be placed. Below stands why, for each opening."
        : `${many(said.stays.length, "stay")}, ${many(said.sum.weeks, "week")}, ${amount(said.sum.cost_low_cents, said.sum.cost_high_cents)} as far as figures exist. ${said.sum.letters} of ${many(said.asked.letters, "letter")} can be signed by ${date(said.asked.letters_by)}${said.sum.letters > said.sum.sure_letters ? `; for ${said.sum.letters - said.sum.sure_letters} the host has to be asked` : ""}.`,
    loading: "Placing stays in your weeks…",
    asked: "What you want",
    windows: "When you are free",
    windowsHint: "No school, no exams. A week counts when its Monday to Friday lie inside.",
    from: "From", to: "To", addWindow: "Add a free time", removeWindow: (n: number) => `Remove free time ${n}`,
    windowWrong: "The last day is before the first.",
    budget: "Most it may cost, $", weeks: "Most weeks", letters: "Letters wanted", by: "Signed by",
    first: "Choose for",
    orders: [
        ["", "Letters, then hands-on weeks"], ["hands-on,letters,weeks,recent,cost", "Hands-on weeks, then letters"],
        ["weeks,letters,hands-on,recent,cost", "Weeks in person"], ["letters,cost", "Letters, then little money"],
        ["chance", "The chance of matching"], ["weights", "My own weights"],
    ] as [string, string][],
    chanceHint: "Nobody has published what a stay does for graduates from abroad. So letters, hands-on weeks and recency are chosen for, and the chance is computed with and without the stays.",
    weights: "What each counts",
    weight: {
        letters: "A letter in time", "hands-on": "A week of hands-on work", weeks: "A week in person",
        recent: "A week later", cost: "Less, for each $100",
    },
    weighed: (weights: { aim: string; weight: number }[]) => `Counted: ${weights.filter((one) => one.weight > 0).map((one) => `${one.aim} ${one.weight}`).join(", ")}.`,
    chance: ({ before, after, sized, joined }: NonNullable<ScheduleAnswer["chance"]>) => sized
        ? `Computed: ${chanceText(before)} seasons without these stays, ${chanceText(after)} with them. It comes from rotations at programs themselves; ${many(joined, "host")} here ${joined === 1 ? "has" : "have"} a program in the catalogue.`
        : `You match in ${chanceText(before)} seasons, with these stays or without: no figure exists for your specialties, and that of another is not borrowed.`,
    unsure: "Also place openings of which it is not known whether they fit",
    noWindows: "Enter when you are free, and stays are placed in those weeks.",
    effect: "What it does for your chance",
    effectShort: "The effect on your chance of matching is not known.",
    proof: "Is there a better choice?",
    proofHow: (rounds: number, labels: number) => `${many(labels, "partial schedule")} looked at, in ${many(rounds, "round")}.`,
    counted: (order: string[]) => `Counted: ${order.map((aim) => ({ letters: "letters in time", "hands-on": "weeks of hands-on work", weeks: "weeks in person", recent: "a recent last day", cost: "less money" })[aim] ?? aim).join(", then ")}.`,
    letterRule: (said: ScheduleAnswer) => `A letter is taken to need ${many(said.asked.letter_weeks, "week")} with its writer and ${many(said.asked.letter_lead_weeks, "week")} to be signed, so a stay that is over by ${date(said.asked.letter_last)}.`,
    legend: "Dark bar: hands-on. Light bar: watching. Arrow: apply by. Circle: letter signed. Cross: runs out. Shaded: you are free. “About” before a day: carried from another season, it may move.",
    source: "Openings: USCEHUBLIST and what you entered. Season: AAMC, NRMP, Intealth.",
    stays: "The stays",
    stayWhen: (stay: Stay) => `${date(stay.from)} to ${date(stay.to)}, ${many(stay.weeks, "week")}`,
    apply: "Apply by", applyUsual: "what is usual; the host has not said",
    letter: "Letter",
    letterText: (stay: Stay) => stay.letter === false ? "The host gives none" : `${stay.letter_in_time ? `There by ${date(stay.signed_by)}` : "Not in time"}${stay.letter === null ? "; ask whether the host gives one" : ""}`,
    cost: "Cost", costText: (stay: Stay) => `${amount(stay.cost_low_cents, stay.cost_high_cents)}`,
    feeEstimated: "The host’s fee in it is a directory’s estimate: ask before you count on it",
    notCounted: (what: string) => `Not known and not counted: ${what}.`,
    todo: "Still to do",
    fits: "Fits you", fitsText: { yes: "as far as the host states", unknown: "not known: ask the host", no: "no" },
    details: "All about it",
    without: "Leave it out", putBack: "Put back", withoutTitle: "You left out",
    didWithout: (name: string) => `Left out ${name}.`,
    left: "What was left out, and why",
    leftBy: {
        "worth less": "Possible, but worth less", "no money": "Not for this money", "no time": "Not in these weeks",
        held: "Held: not enough is known", unwanted: "Taken out by you", closed: "Closed to you",
    } as Record<string, string>,
    more: (n: number) => `and ${count(n)} more`,
    save: "Save these stays into my profile",
    saveHint: "Board and calendar then know them. Nothing is sent to the hosts.",
    saveFirst: "First the profile itself has to be saved.",
    saved: "Your profile holds these stays.",
    toBoard: "See what they need",
    didSave: (n: number) => `Saved ${many(n, "stay")} into your profile.`,
    kind: {
        elective: "Elective", subinternship: "Sub-internship", externship: "Externship", observership: "Observership",
        shadowing: "Shadowing", research: "Research", volunteering: "Volunteering", telehealth: "Telehealth",
    } as Record<string, string>,
    hands: { yes: "hands-on", no: "watching", unknown: "hands-on not known" },
    severalPlaces: "several places",
    papers: { bls: "BLS card", acls: "ACLS card", visa: "Visa", tb: "TB test", english: "English test", passport: "Passport", immunisation: "Immunisation record", influenza: "Influenza shot", health_insurance: "Health insurance", malpractice: "Malpractice insurance" } as Record<string, string>,
    after: "Cost is the middle of what fee, housing, living, travel and papers come to, as far as figures exist. Ask the host and an immigration attorney whether your visa allows a stay. Information, not legal advice.",
};
