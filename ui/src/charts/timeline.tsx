// timeline.tsx: a schedule on a line of time
//
// From the top: free weeks, each stay with the day to apply by and the day on which its letter
// can be there, what runs out, and the days of the season.  Labels stand at their marks and
// never cross the edge; a label that finds no room beside its mark is left to the table.
import type { ScheduleAnswer, Stay } from "../experience";
import { date } from "../format";
import type { Chart } from "./chart";
import { linear } from "./scale";

const DAY = 86_400_000;
const dayOf = (text: string): number => Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / DAY;
const isoOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);
const em = 6.7; // pixels of a letter, on average
const short = new Intl.DateTimeFormat("en-US", { timeZone: "UTC", month: "short", day: "numeric" });
const shortDay = (text: string): string => short.format(new Date(`${text}T00:00:00Z`));

export interface Mark { day: number; text: string }
// `at` is the mark itself, `x` where its text starts or ends.
export interface PlacedMark { x: number; at: number; text: string; anchor: "start" | "end"; row: number }

// Labels in rows, so that none lies on another; each starts or ends at its mark.
export function placeLabels(marks: Mark[], at: (day: number) => number, right: number): PlacedMark[] {
    const ends: number[][] = [];
    return [...marks].sort((a, b) => a.day - b.day).map(({ day, text }) => {
        const x = at(day), wide = text.length * em + 10;
        const anchor = x + wide > right && x > wide ? "end" as const : "start" as const;
        const left = anchor === "start" ? Math.max(0, Math.min(x, right - wide)) : x;
        const [from, to] = anchor === "start" ? [left, left + wide] : [left - wide, left];
        let row = 0;
        while (ends[row]?.some((_, i) => i % 2 === 0 && from < ends[row]![i + 1]! && to > ends[row]![i]!)) row++;
        (ends[row] ??= []).push(from, to);
        return { x: left, at: x, text, anchor, row };
    });
}

// The first of each month between two days; every second or third where there is little room.
export function monthsOf(from: number, to: number, most: number): number[] {
    const all: number[] = [];
    const start = new Date(from * DAY);
    for (let i = 1; ; i++) {
        const day = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + i, 1) / DAY;
        if (day > to) break;
        all.push(day);
    }
    const step = [1, 2, 3, 6, 12].find((n) => all.length / n <= most) ?? 12;
    return all.filter((day) => new Date(day * DAY).getUTCMonth() % step === 0);
}

// Where there is little room.
const narrowName: Record<string, string> = {
    season_open: "Season opens", submit_open: "Apply from", registration_open: "Match opens", review_open: "Programs read",
    mspe_release: "Dean’s letter", interview_season_start: "Interviews", oet_last_safe: "Last English test",
    pathway_deadline: "Pathway closes", rank_open: "Rank lists open", rol_deadline: "Rank lists close",
};

const monthText = (day: number): string => {
    const at = new Date(day * DAY);
    const month = new Intl.DateTimeFormat("en-US", { timeZone: "UTC", month: "short" }).format(at);
    return at.getUTCMonth() === 0 ? String(at.getUTCFullYear()) : month;
};

const cut = (text: string, letters: number): string =>
    text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1)).trimEnd()}…`;

const hands = (stay: Stay): string => stay.hands_on === null ? "hands-on not known" : stay.hands_on ? "hands-on" : "watching";

export const finding = ({ stays, sum }: ScheduleAnswer): string =>
    stays.length === 0 ? "No stay could be placed in your free weeks"
        : `${stays.length} ${stays.length === 1 ? "stay" : "stays"}, ${sum.weeks} weeks in person, ${sum.hands_on_weeks} of them hands-on; ${sum.letters} ${sum.letters === 1 ? "letter" : "letters"} in time`;

const tableOf = (said: ScheduleAnswer, papers: (item: string) => string) => ({
    columns: [{ label: "What" }, { label: "From or on" }, { label: "To" }, { label: "More" }],
    rows: [
        ...said.asked.windows.map((one) => ["Free", one.from, one.to, ""]),
        ...said.stays.map((stay) => [stay.institution, stay.from, stay.to, `${stay.kind}, ${hands(stay)}; apply by ${stay.apply_by}${stay.letter_in_time ? `; letter by ${stay.signed_by}` : ""}`]),
        ...said.expiries.map((one) => [`Runs out: ${papers(one.item)}`, one.until, "", ""]),
        ["Letters wanted by", said.asked.letters_by, "", `${said.projected && said.asked.letters_by === said.reading ? "carried from another season; " : ""}from a stay that is over by ${said.asked.letter_last}`],
        ...said.season_days.map((day) => [day.label, day.date, "", [day.time_et && `${day.time_et} Eastern`, day.projected && "carried from another season"].filter(Boolean).join(", ")]),
    ],
});

const LANE = 50;

function StayLane({ stay, y, at, width }: { stay: Stay; y: number; at: (day: number) => number; width: number }) {
    const from = at(dayOf(stay.from)), to = at(dayOf(stay.to) + 1), apply = at(dayOf(stay.apply_by)), signed = at(dayOf(stay.signed_by));
    const name = cut(`${stay.institution}: ${stay.weeks} weeks, ${hands(stay)}`, Math.floor(width / em));
    const end = Math.min(width - 2, Math.max(from, 0) + name.length * em) >= width - 4;
    const applyText = `apply by ${shortDay(stay.apply_by)}`, signedText = `letter by ${shortDay(stay.signed_by)}`;
    return (
        <g>
            <text class="chart-strong" x={end ? width - 2 : from} y={y + 14} text-anchor={end ? "end" : "start"}>{name}</text>
            <line class="time-lead" x1={apply} x2={from} y1={y + 30} y2={y + 30} />
            <path class="time-apply" d={`M${apply},${y + 24}l9,6l-9,6z`} />
            {from - apply > applyText.length * em + 18 && <text class="chart-small" x={apply + 13} y={y + 27 + 17}>{applyText}</text>}
            <rect class={stay.hands_on ? "time-stay hands" : "time-stay"} x={from} y={y + 22} width={Math.max(4, to - from)} height={16} rx="3" />
            {stay.letter_in_time && <>
                <line class="time-lead" x1={to} x2={signed} y1={y + 30} y2={y + 30} />
                <circle class="time-letter" cx={signed} cy={y + 30} r="5" />
                {width - signed > signedText.length * em + 10 && <text class="chart-small" x={signed + 9} y={y + 34}>{signedText}</text>}
            </>}
        </g>
    );
}

export function timeline({ said, papers, source }: {
    said: ScheduleAnswer; papers: (item: string) => string; source: string;
}, width: number): Chart {
    const title = finding(said);
    const table = tableOf(said, papers);
    const first = dayOf(said.today) - 3, last = dayOf(said.reading) + 45;
    const at = linear(first, last, 0, width - 1);
    const lanes = said.stays.length;
    const top = 30, windows = top + 8, stays = windows + 46, out = stays + lanes * LANE;
    const expiries = said.expiries.filter((one) => dayOf(one.until) <= last);
    const paperMarks = placeLabels(expiries.map((one) => ({ day: dayOf(one.until), text: `${papers(one.item)} runs out` })), (day) => at(day) + 9, width);
    const season = out + (expiries.length ? 24 + 18 * Math.max(...paperMarks.map((one) => one.row + 1)) : 0);
    const marks = [
        ...said.season_days.filter((day) => dayOf(day.date) <= last && dayOf(day.date) >= first).map((day) => ({ day: dayOf(day.date), text: width < 560 ? narrowName[day.event] ?? day.label : day.label, about: day.projected })),
        ...(said.asked.letters_by !== said.reading ? [{ day: dayOf(said.asked.letters_by), text: "Letters wanted by", about: false }] : []),
    ];
    const labels = placeLabels(marks.map((one) => ({ ...one, text: `${cut(one.text, Math.floor(width / em) - (one.about ? 17 : 11))}, ${one.about ? "about " : ""}${shortDay(isoOf(one.day))}` })), (day) => at(day), width);
    const rows = Math.max(0, ...labels.map((one) => one.row + 1));
    const height = season + 14 + rows * 19 + 6;
    const freeText = said.asked.windows.length ? "Free" : "No free weeks are entered";
    const svg = (
        <svg class="chart timeline" viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={title}>
            {monthsOf(first, last, width / 46).filter((day) => at(day) < width - 30).map((day) => (
                <g key={day}>
                    <line class="chart-grid" x1={at(day)} x2={at(day)} y1={top - 8} y2={season} />
                    <text class="chart-mark" x={at(day) + 3} y={top - 12}>{monthText(day)}</text>
                </g>
            ))}
            {said.asked.windows.map((one) => (
                <rect key={one.from} class="time-window" x={at(dayOf(one.from))} y={windows} width={Math.max(2, at(dayOf(one.to) + 1) - at(dayOf(one.from)))} height={season - windows} />
            ))}
            {labels.map((one) => <line key={one.text} class="time-day" x1={one.at} x2={one.at} y1={top - 8} y2={season + 4 + one.row * 19} />)}
            <text x={said.asked.windows[0] ? Math.min(width - 40, at(dayOf(said.asked.windows[0].from)) + 6) : 0} y={windows + 18}>{freeText}</text>
            {said.stays.map((stay, i) => <StayLane key={stay.id} stay={stay} y={stays + i * LANE - 10} at={at} width={width} />)}
            {expiries.map((one) => {
                const x = at(dayOf(one.until));
                return <path key={one.item} class="time-out" d={`M${x - 5},${out + 5}l10,10m0,-10l-10,10`} />;
            })}
            {paperMarks.map((one) => <text key={one.text} class="chart-small" x={one.anchor === "end" ? one.x - 18 : one.x} y={out + 14 + one.row * 18} text-anchor={one.anchor}>{one.text}</text>)}
            <line class="chart-axis" x1={0} x2={width} y1={season} y2={season} />
            {labels.map((one) => (
                <text key={one.text} class="chart-small" x={one.anchor === "end" ? one.x - 4 : one.x + 4} y={season + 17 + one.row * 19} text-anchor={one.anchor}>{one.text}</text>
            ))}
        </svg>
    );
    const later = said.season_days.filter((day) => dayOf(day.date) > last).length;
    return { name: "schedule", title, svg, table,
        source: `${source}${later ? ` ${later} later days of the season stand in the table.` : ""} Programs start to read on ${date(said.reading)}${said.projected ? " (carried from another season)" : ""}.` };
}
