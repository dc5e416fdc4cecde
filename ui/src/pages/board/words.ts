import { count, date, money } from "../../format";
import type { BoardAnswer, BoardItem, Task } from "../../experience";

const many = (n: number, one: string, more = `${one}s`): string => `${count(n)} ${n === 1 ? one : more}`;

export const words = {
    title: "What has to be in place",
    loading: "Going through exams, papers and dates…",
    ready: (said: BoardAnswer) => said.match_ready === true ? `All that the Match ${said.season} itself needs is in place.`
        : said.match_ready === false ? `You are not ready for the Match ${said.season} yet. What is missing stands below, with its last day.`
        : `Whether you are ready for the Match ${said.season} is not known: something was not said.`,
    late: (overdue: number, missed: number) => [
        overdue > 0 ? `${many(overdue, "task")} should have been begun already` : "",
        missed > 0 ? `${many(missed, "task")} ${missed === 1 ? "is" : "are"} past the last day` : "",
    ].filter(Boolean).join("; ") + ".",
    notLate: "Nothing is overdue.",
    cost: (cents: number) => `Known fees of all tasks: ${money(cents)}. Fees that nobody has a figure for are not in it.`,
    tasks: "Tasks by date",
    tasksLead: "Backwards from each deadline by the time a thing usually takes. What your host says goes before it.",
    noTasks: "Nothing is left to do.",
    calendar: "Calendar file (.ics)",
    calendarEvents: "As events, for Google Calendar",
    calendarHint: "Tasks, stays and the season’s days with alarms. A new file moves the entries of an old one.",
    begin: "Begin by", due: "Due",
    month: { late: "Late", now: "Now: no day to begin is set", open: "No day is set" },
    state: { later: "later", now: "now", overdue: "overdue", missed: "missed", open: "open" },
    lateBy: (task: Task) => task.state === "missed" ? `The last day was ${many(task.late_days, "day")} ago.`
        : `Should have been begun ${many(task.late_days, "day")} ago; less time is left than it takes.`,
    after: (what: string) => `First: ${what}.`,
    ahead: (task: Task) => task.deadline ? `Deadline ${date(task.deadline)}${task.time_et ? `, ${task.time_et} Eastern` : ""}${task.projected ? " (carried from another season)" : ""}` : "",
    board: "Everything that must be valid",
    scope: {
        match: (season: number) => `For the Match ${season}`,
        training: (season: number) => `For training from July ${season}`,
    },
    stay: (kind: string, from: string, to: string) => `${kind}, ${date(from)} to ${date(to)}`,
    stayReady: { yes: "ready", no: "not ready", unknown: "not known" },
    stayWhy: (blocking: number, unsaid: number) => [
        blocking > 0 ? `${many(blocking, "thing")} ${blocking === 1 ? "stands" : "stand"} in the way` : "",
        unsaid > 0 ? `${many(unsaid, "thing")} nobody has said` : "",
    ].filter(Boolean).join(", "),
    columns: { what: "What", standing: "Stands", needed: "Needed by", valid: "Valid until", takes: "Takes", fees: "Fees", how: "How it stands, and what to do" },
    standing: { stands: "stands", "not said": "not said", "to get": "to get", "runs out": "runs out", barred: "barred" },
    projected: "carried from another season",
    byRule: "by the rule",
    until: (day: string) => `has to hold until ${date(day)}`,
    days: (low: number, high: number) => {
        const weeks = low % 7 === 0 && high % 7 === 0 && high >= 7;
        const [from, to] = weeks ? [low / 7, high / 7] : [low, high];
        return `${from === to ? count(to) : `${count(from)}–${count(to)}`} ${weeks ? (to === 1 ? "week" : "weeks") : to === 1 ? "day" : "days"}`;
    },
    proof: "Proof", rule: "The rule", source: "Source", first: "First", beginBy: "Begin by",
    notAsked: "the host has not said whether it asks for it",
    nobody: "–",
    noStays: "No stay is planned. The schedule can place some; what each of them needs then stands here.",
    toSchedule: "Make a schedule",
    toProfile: "Enter what you have under About me",
    after_: "Where this comes from: rules and fees with their source beside each; how long things take is a planning estimate. Deadlines that are carried from another season may move by some days.",
};

export const standingClass: Record<BoardItem["standing"], string> = {
    stands: "safer", "not said": "ask", "to get": "target", "runs out": "reach", barred: "reach",
};

// Tasks under the month in which each has to be begun: late ones first, those without a day last.
export function byMonth(tasks: Task[]): { key: string; tasks: Task[] }[] {
    const keyOf = (task: Task) => task.state === "overdue" || task.state === "missed" ? "late"
        : task.begin ? task.begin.slice(0, 7) : task.state === "now" ? "now" : "open";
    const groups = new Map<string, Task[]>();
    for (const task of tasks) groups.set(keyOf(task), [...(groups.get(keyOf(task)) ?? []), task]);
    const order = (key: string) => (key === "late" ? "0" : key === "now" ? "1" : key === "open" ? "9999" : key);
    return [...groups].sort(([a], [b]) => order(a).localeCompare(order(b))).map(([key, list]) => ({ key, tasks: list }));
}
