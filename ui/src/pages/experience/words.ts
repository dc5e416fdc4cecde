import { count, date, money } from "../../format";
import type { Check, Fee, Known, Opening, Visit } from "../../experience";

const many = (n: number, one: string, more = `${one}s`): string => `${count(n)} ${n === 1 ? one : more}`;

export const words = {
    title: "Clinical experience in the US",
    lead: (fits: number, ask: number, no: number) =>
        `${many(fits, "opening")} ${fits === 1 ? "fits" : "fit"} you as far as hosts state. For ${count(ask)} something has to be asked first. ${count(no)} do not fit.`,
    leadAnyone: (fits: number, ask: number, no: number) =>
        `${many(fits, "opening")} ${fits === 1 ? "is" : "are"} what you asked for. For ${count(ask)} something is not known. ${count(no)} are not. Whether they fit you was not asked.`,
    loading: "Going through the openings…",
    filters: "Filters",
    filtersOn: (n: number) => `Filters (${n} set)`,
    clear: "Clear filters",
    any: "Any",
    labels: {
        q: "Word", for: "Takes", visa: "Possible on", cost: "Fee at most, $", least: "Weeks, at least", weeks: "Weeks, at most",
        spec: "Specialty", state: "State", kind: "Kind", hands: "Hands-on", letter: "Letter", sort: "Order",
        estimates: "Count estimates of a fee as stated", warnings: "Show refused and closed entries",
        anyone: "Do not ask whether it fits me",
    },
    qHint: "Hospital, city, department",
    forWhom: [["student", "Students"], ["graduate", "Graduates"], ["us", "US students"]] as [string, string][],
    visas: ["B-1", "B-2", "ESTA", "F-1", "J-1 research", "J-1 clinical", "H-1B", "EAD"],
    hands: [["yes", "Hands-on"], ["no", "Watching only"]] as [string, string][],
    letters: [["yes", "Can be had"]] as [string, string][],
    sorts: [["place", "Place"], ["name", "Name"], ["cost", "Lowest fee first"], ["weeks", "Shortest first"], ["lead", "Apply soonest"]] as [string, string][],
    groups: { fits: "Fits", unknown: "To ask about", no: "Does not fit" },
    groupsLabel: "Groups of openings",
    feeScale: "bar: $0 to $5,000",
    groupLead: {
        fits: "Every filter says yes, and nothing that hosts state speaks against you.",
        unknown: "Nothing says no, but something that decides is not known. Ask the host; what you learn can be entered here.",
        no: "At least one filter, or what the host asks for, says no. The reason stands beside each.",
    },
    none: {
        fits: "Nothing fits as far as is known. Look under “To ask about”, or loosen a filter.",
        unknown: "Nothing is left to ask about.",
        no: "Nothing was dropped.",
    },
    answers: "What each filter answers",
    answer: (no: number, unknown: number) => `${count(no)} say no, ${count(unknown)} not known`,
    warningsLeft: (n: number) => `${many(n, "entry", "entries")} that were refused or are closed are left out.`,
    columns: {
        host: "Host", takes: "Takes", weeks: "Weeks", fee: "Fee of the host", does: "What you do",
        ask: "Not known", why: "Why not", pick: "Compare",
    },
    pick: (name: string) => `Compare ${name}`,
    shown: (n: number) => many(n, "opening"),
    compareNow: (n: number) => `Compare ${n} side by side`,
    compareMore: "Tick two to four to compare them.",
    filterName: {
        word: "The word", kind: "The kind", specialty: "The specialty", state: "The state", audience: "Who may come",
        visa: "The visa", weeks: "The length", cost: "The fee", hands_on: "Hands-on work", letter: "A letter",
        fit: "Whether it fits you",
    } as Record<string, string>,
    dropName: {
        word: "another name", kind: "another kind", specialty: "other specialties", state: "elsewhere", audience: "does not take them",
        visa: "not on that visa", weeks: "another length", cost: "costs more", hands_on: "not what you do there", letter: "no letter",
        fit: "does not fit you",
    } as Record<string, string>,
    kind: {
        elective: "Elective", subinternship: "Sub-internship", externship: "Externship", observership: "Observership",
        shadowing: "Shadowing", research: "Research", volunteering: "Volunteering", telehealth: "Telehealth",
    } as Record<string, string>,
    trust: {
        listed: "Listed by a directory; nobody compared it with the host’s page.",
        checked: "Compared with the host’s own page.",
        doubtful: "Doubtful: no page of the host could be read.",
        paused: "Paused: the host takes nobody now.",
        rejected: "Refused by the directory’s own audit. Do not rely on it.",
        own: "Entered by you.",
    } as Record<string, string>,
    trustShort: { doubtful: "doubtful", paused: "paused", rejected: "refused", own: "yours" } as Record<string, string>,
    severalPlaces: "several places",
    notKnown: "not known",
    free: "free",
    anEstimate: "an estimate",
    perYear: "a year",
    students: "students", graduates: "graduates", nobody: "nobody from abroad",
    handsOn: "hands-on", watching: "watching", handsUnknown: "hands-on not known",
    letterYes: "letter", letterNo: "no letter", letterUnknown: "letter not known", letterUsual: "letter usual",
    opening: "Looking at it…",
    fits: {
        yes: "It fits you, as far as hosts state.",
        no: "It does not fit you.",
        unknown: "Whether it fits you is not known.",
    },
    fitsTodo: (low: number, high: number) => `What is missing takes about ${weeksText(low, high)}.`,
    checks: "What it asks of you",
    checksNone: "Nobody has stated what it asks for.",
    checkMark: { there: "there", get: "to get", obstacle: "obstacle", ask: "ask the host", tell: "not said" },
    takesWeeks: (low: number, high: number) => `takes ${weeksText(low, high)}`,
    saidBy: {
        page: "says the host’s page", listing: "says a directory", estimate: "a directory assumes it", user: "you said so",
    } as Record<string, string>,
    byRule: "follows from a rule",
    visa: "Visa",
    visaVerdict: (visit: Visit) => `${visit.class ?? "Your visa"}: ${({
        allowed: "allowed", conditional: "allowed on conditions", "not allowed": "not allowed", unclear: "unclear",
    })[visit.allowed]}`,
    visaBasis: "Legal basis", visaSource: "Source", visaSure: "How sure", visaCountry: "Your country",
    visaAssumed: "Your profile names no visa for a visit, so the one of B-1 and J-1 research that allows most was judged.",
    noBasis: "none is known",
    askBoth: "Ask the host and an immigration attorney. This is information, not legal advice.",
    cost: "What it costs in truth",
    costTitle: (low: number, high: number, unknown: number) => `${low === high ? money(low) : `${money(low)} to ${money(high)}`}${unknown ? `, and ${many(unknown, "part")} that nobody has a figure for` : ", all parts known"}`,
    costNone: (unknown: number) => `Not known: no part of it has a figure (${many(unknown, "part")})`,
    costFor: (weeks: number) => `for ${many(weeks, "week")}`,
    costWeeks: "Weeks to count",
    costUsual: "as the host says",
    part: "Part", amount: "Amount", rests: "Rests on",
    pays: (text: string) => `The host pays ${text}. This is not taken off the cost.`,
    grants: "Money from others",
    grantImg: { yes: "open to IMGs", no: "not open to IMGs", unknown: "ask whether IMGs may apply" },
    ask: "Ask the host",
    askLead: "Nobody has stated:",
    apply: "How to apply",
    applyVia: { host: "To the host itself", VSLO: "Through VSLO, by way of your school" } as Record<string, string>,
    leadText: (low: number | null, high: number | null) => low === null && high === null ? null
        : `${weeksText(low ?? high!, high ?? low!)} before the start`,
    leadUnknown: "how long before the start is not known",
    leadLabel: "When", via: "How", page: "Page of the host", checkedOn: "Last looked at", listing: "This entry",
    noLink: "no link is known",
    facts: "Facts of this opening",
    factsLead: "What you know better stands in place of what was listed; the original stays beside it.",
    correct: "Correct", correctOther: "Correct or add another fact",
    correctThis: (what: string) => `Correct: ${what}`,
    was: (was: string | null, source: string, day: string) => `was ${was ?? "not known"} (${source}${day ? `, ${day}` : ""})`,
    nobodySaid: "nobody said it",
    correctTitle: (name: string) => `What you know of ${name}`,
    field: "Which fact?", value: "What is true?", source: "Who says so?", sourceHint: "Such as: their secretary, an e-mail, their page",
    keep: "Keep it", cancel: "Cancel",
    yes: "yes", no: "no", unknown: "not known",
    didCorrect: (what: string, name: string) => `Corrected ${what} of ${name}.`,
    didAdd: (name: string) => `Added ${name}.`,
    add: "Add an opening of your own",
    addLead: "A host you met through a friend, or found yourself. It stays on this machine.",
    addTitle: "An opening of your own",
    addWrong: "There is a problem",
    name: "Name of the host",
    nameMissing: "Enter the name of the host",
    city: "City", link: "Address of its page", optional: "if you know it",
    changes: "What you said",
    changesLead: "Each change is kept whole and can be taken back, unless a later one rests on it.",
    changeKind: { add: "added", correct: "corrected", import: "imported", delete: "deleted" } as Record<string, string>,
    takeBack: "Take back",
    takenBack: "taken back",
    didTakeBack: (name: string) => `Took back what you said of ${name}.`,
    import: {
        open: "Import a table",
        title: "A table of openings",
        lead: "A CSV or XLSX file, a row for each opening. Headings such as Hospital, State, Type, Weeks, Fee and Specialty are recognised; an empty cell is not known. Nothing is kept before you say so.",
        looking: "Reading the file…", file: "The file", heading: "Heading", readAs: "Read as", readAsOf: (heading: string) => `Read ${heading} as`,
        leftOut: "left out", columns: "What each column is read as",
        found: (rows: number, added: number, changed: number) =>
            `${many(rows, "row")}: ${count(added)} new, ${count(changed)} that change an opening that is there.`,
        allGood: "Every row can be read.",
        refused: (n: number) => `${many(n, "row")} cannot be read and will be left out:`,
        line: (n: number) => `Line ${n}`,
        more: (n: number) => `and ${count(n)} more`,
        keep: (n: number) => (n > 0 ? `Keep ${many(n, "opening")}` : "Keep them"),
        did: (added: number, changed: number, file: string) => `Imported ${many(added + changed, "opening")} from ${file}.`,
    },
    rules: {
        title: "Which visa allows what",
        lead: "Dated rules, each with the law, manual or letter it rests on. Where no rule speaks, the answer is unclear: none is stretched.",
        who: "For", asProfile: "as my profile says", loading: "Looking it up…",
        columns: ["Visa", "Kind of stay", "Answer", "Why", "Rests on"],
        answer: { allowed: "allowed", conditional: "on conditions", "not allowed": "not allowed", unclear: "unclear" },
    },
    money: {
        title: "Who else pays",
        grants: "Grants and programs",
        hosts: (n: number) => `${many(n, "host")} without a fee, or that ${n === 1 ? "pays" : "pay"}`,
        hostsLead: "No fee is not no cost: housing, travel and insurance stay. Each opens with its true cost.",
    },
    reasons: "Show only those dropped for", reasonAll: "All reasons",
    compare: "Compare openings",
    compareBack: "Back to all openings",
    compareRow: {
        fits: "Fits you", visa: "Visa", weeks: "Weeks", fee: "Fee of the host", cost: "True cost", does: "What you do",
        missing: "Still to get", lead: "Apply", ask: "Not stated", trust: "This entry", link: "Page",
    },
    map: {
        title: "Where they are",
        hint: "A circle is an opening. Choose a state to see its openings only.",
        label: "Map of the openings in this group", show: "Map", twin: "The same as a list of states",
        state: "State", openings: "Openings", nowhere: (n: number) => `${many(n, "opening")} in several places or at a place nobody stated are not on the map.`,
    },
    after: "Where this comes from: facts of a public directory (USCEHUBLIST) with the link of each host, rules with their law, and what you entered. An entry may have changed since; ask the host before you pay for anything.",
    old: (months: number) => months >= 24 ? `${Math.floor(months / 12)} years old` : months >= 1 ? `${many(months, "month")} old` : "this month",
};

// The facts that can be corrected, in the words of the store; `kind` says how each is asked.
export const fields: [field: string, label: string, kind: "text" | "answer" | "kind" | "weeks" | "money" | "state" | "date"][] = [
    ["for_student", "Takes students of schools abroad", "answer"], ["for_graduate", "Takes graduates of schools abroad", "answer"],
    ["cost_usd", "Fee of the host", "money"], ["weeks", "Length in weeks", "weeks"], ["lead", "Weeks before the start to apply", "weeks"],
    ["hands_on", "Hands-on", "answer"], ["letter", "A letter can be had", "answer"], ["letter_signer", "Who signs it", "text"],
    ["sponsors_visa", "The host sponsors a visa", "answer"], ["visas", "Visas the host names", "text"],
    ["kind", "Kind", "kind"], ["city", "City", "text"], ["state", "State", "state"], ["apply", "How to apply", "text"], ["link", "Page of the host", "text"],
    ["checked", "Last looked at", "date"], ["note", "Your note", "text"],
    ["needs_ecfmg", "Asks for the ECFMG certificate", "answer"], ["needs_english", "Asks for a language test", "answer"],
    ["needs_step1", "Asks for Step 1", "answer"], ["needs_step2_ck", "Asks for Step 2 CK", "answer"],
    ["needs_immunisation", "Asks for the immunisation record", "answer"], ["needs_tb", "Asks for a TB test", "answer"],
    ["needs_background", "Asks for a background check", "answer"], ["needs_drug", "Asks for a drug test", "answer"],
    ["needs_malpractice", "Asks for malpractice insurance", "answer"], ["needs_health_insurance", "Asks for health insurance", "answer"],
    ["needs_bls", "Asks for a BLS card", "answer"], ["needs_acls", "Asks for an ACLS card", "answer"],
    ["needs_lor", "Asks for a letter of recommendation", "answer"], ["needs_cv", "Asks for a CV", "answer"],
];
export const fieldLabel = (field: string): string =>
    fields.find(([name]) => name === field)?.[1] ?? (field === "institution" ? words.name : field.replaceAll("_", " "));
export const fieldHint = { weeks: "Such as 4, or 2-8", money: "free, or dollars: 500, or 250-500", text: "", answer: "", kind: "", state: "", date: "" };

const tenth = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const oneWeek = (weeks: number): string => {
    const days = Math.round(weeks * 7);
    return weeks > 0 && weeks < 1 ? many(days, "day") : tenth.format(weeks);
};
export function weeksText(low: number, high: number): string {
    const text = low === high ? oneWeek(low) : `${oneWeek(low)}–${oneWeek(high)}`;
    return text.includes("day") ? text : `${text} ${high === 1 ? "week" : "weeks"}`;
}
// "4–8", "from 2", "up to 3 days"; null when nobody said.
export function lengthText(low: number | null, high: number | null): string | null {
    if (low === null && high === null) return null;
    if (low === null) return `up to ${oneWeek(high!)}`;
    if (high === null) return `from ${oneWeek(low)}`;
    return low === high ? oneWeek(low) : `${oneWeek(low)}–${oneWeek(high)}`;
}

const span = (low: number | null, high: number | null): string | null =>
    low === null && high === null ? null : low === high || high === null ? money(low!)
        : low === null ? money(high) : `${money(low)}–${money(high)}`;

// The fee in words; null when it is not known, which is never free.
export function feeText(fee: Fee): string | null {
    if (fee.basis === "unknown") return null;
    if (fee.basis === "free") return words.free;
    if (fee.basis === "paid") {
        const pay = span(fee.pay_low_cents, fee.pay_high_cents);
        return `host pays${pay ? ` ${pay}${fee.pay_per === "year" ? ` ${words.perYear}` : ""}` : ""}`;
    }
    return span(fee.low_cents, fee.high_cents);
}

export const answerText = (known: Known): string =>
    known === null ? words.unknown : known ? words.yes : words.no;

export const placeText = (opening: { city: string | null; state: string | null }): string =>
    [opening.city, opening.state].filter(Boolean).join(", ") || words.severalPlaces;

// Those it takes, and those of whom nobody said it.
export function takesText({ takes }: Opening): { yes: string; unknown: string } {
    const names: [Known, string][] = [[takes.student, words.students], [takes.graduate, words.graduates]];
    return {
        yes: names.filter(([is]) => is).map(([, name]) => name).join(", "),
        unknown: names.filter(([is]) => is === null).map(([, name]) => name).join(", "),
    };
}

export type Mark = keyof typeof words.checkMark;
export const markOf = (check: Check): Mark =>
    check.meets ? "there" : check.meets === null ? (check.mendable ? "tell" : "ask") : check.mendable ? "get" : "obstacle";

// How old a dated fact is on a day.
export function ageText(as_of: string, today: string): string {
    const [year = 0, month = 1] = as_of.split("-").map(Number);
    const [nowYear = 0, nowMonth = 1] = today.split("-").map(Number);
    return words.old((nowYear - year) * 12 + nowMonth - month);
}
export const sourceText = (source: string | null, as_of: string | null): string =>
    [source ?? words.nobodySaid, as_of && date(as_of)].filter(Boolean).join(", ");
