// Clinical experience as the API speaks of it: openings, whether one fits, what it costs, the
// board, tasks and a schedule.  Money is in whole cents, what is not known is null.

import { api } from "./api";
import type { Chance, ProfileRecord } from "./types";

export type Known = boolean | null; // null: nobody has said

export interface Fee {
    basis: "fee" | "free" | "paid" | "unknown"; low_cents: number | null; high_cents: number | null;
    pay_low_cents: number | null; pay_high_cents: number | null; pay_per: string | null;
    stated: "page" | "listing" | "estimate" | "user" | null;
}
export interface Need {
    item: string; label: string; asked: Known; least: number | null; stated: string;
    source: string | null; as_of: string | null;
}
export interface Override { field: string; was: string | null; was_source: string | null; was_as_of: string | null }
export interface Opening {
    id: string; institution: string; city: string | null; state: string | null;
    latitude: number | null; longitude: number | null; kind: string; hands_on: Known;
    hands_on_by_kind: boolean; specialties: string[]; any_specialty: boolean; areas: string[];
    takes: { student: Known; graduate: Known; us: Known; premed: Known };
    weeks_low: number | null; weeks_high: number | null; cost: Fee; needs: Need[]; letter: Known;
    letter_usual: Known; letter_signer: string | null; sponsors_visa: Known; visas: string[];
    apply: string | null; lead_low: number | null; lead_high: number | null; rolling: Known;
    link: string | null; checked: string | null; trust: string; note: string | null;
    overrides: Override[]; source: string | null; as_of: string | null;
}

export interface Dropped {
    id: string; institution: string; city: string | null; state: string | null; kind: string; why: string;
    not_met: string[]; not_known: string[];
}
export interface Found { opening: Opening; not_met: string[]; not_known: string[] }
export interface SearchAnswer {
    counts: { kept: number; unknown: number; dropped: number; warnings: number };
    dropped_by: Record<string, number>; unknown_by: Record<string, number>; judged: boolean;
    kept: Found[]; unknown: Found[]; dropped: Dropped[]; notice: string;
}

export interface Visit {
    class: string | null; allowed: "allowed" | "conditional" | "not allowed" | "unclear"; why: string;
    basis: string | null; certainty: string | null; country_note: string | null;
    source: string | null; as_of: string | null; ask: string;
}
export interface Check {
    item: string; label: string; meets: Known; mendable: boolean; why: string; todo: string | null;
    weeks_low: number | null; weeks_high: number | null; stated: string | null;
    source: string | null; as_of: string | null;
}
export interface Eligibility {
    fits: Known; checks: Check[]; ask: string[]; weeks_low: number; weeks_high: number;
    visa: Visit; visa_assumed: boolean;
}
export interface CostPart {
    item: string; label: string; low_cents: number | null; high_cents: number | null;
    basis: string; source: string | null; as_of: string | null;
}
export interface Grant {
    id: string; name: string; what: string; open_to_img: Known; link: string | null;
    certainty: string; source: string; as_of: string;
}
export interface StayCost {
    weeks: number | null; parts: CostPart[]; low_cents: number; high_cents: number;
    unknown_parts: number; paid: boolean; pay_low_cents: number | null;
    pay_high_cents: number | null; grants: Grant[];
}
export interface Shown { opening: Opening; eligibility: Eligibility | null; stay_cost: StayCost }

export interface Change {
    change: number; kind: string; name: string; source: string; as_of: string; made_at: string;
    facts: number; openings: number; undone: boolean;
}
export interface VisasAnswer {
    student: boolean; nationality: string | null; notice: string;
    kinds: { kind: string; hands_on: Known; visas: Visit[] }[];
}
export interface MoneyAnswer { hosts: Opening[]; grants: Grant[]; notice: string }
export interface ImportAnswer {
    file: string; change: number | null; columns: { heading: string; field: string | null }[];
    rows: number; added: number; changed: number; refused: { line: number; text: string }[];
}
export interface Saved { change: number; opening: string }

export interface BoardItem {
    id: string; item: string; label: string; scope: "match" | "training" | "stay"; stay: string | null;
    asked: Known; standing: "stands" | "not said" | "to get" | "runs out" | "barred";
    blocks: boolean; needed_by: string | null; time_et: string | null; projected: boolean;
    needed_until: string | null; valid_until: string | null; valid_by_rule: boolean;
    lead_days_low: number | null; lead_days_high: number | null; lead_certainty: string | null;
    begin_by: string | null; overdue: boolean; missed: boolean; why: string; next: string | null;
    blocker: string | null; proof: string | null; rule: string | null; cost_cents: number | null;
    certainty: string | null; source: string | null; as_of: string | null;
}
export interface BoardStay {
    name: string; kind: string; from: string; to: string; ready: Known; blocking: number; unsaid: number;
}
export interface BoardAnswer {
    season: number; today: string; match_ready: Known; stays: BoardStay[]; items: BoardItem[]; notice: string;
}
export interface Task {
    id: string; kind: string; state: "later" | "now" | "overdue" | "missed" | "open"; title: string;
    what: string; why: string; begin: string | null; due: string | null; deadline: string | null;
    time_et: string | null; projected: boolean; late_days: number; chained: boolean;
    after: string | null; cost_cents: number | null; item: string | null; stay: string | null;
    source: string | null; as_of: string | null;
}
export interface TasksAnswer {
    season: number; today: string; overdue: number; missed: number; cost_cents: number;
    tasks: Task[]; notice: string;
}

export interface Stay {
    id: string; institution: string; city: string | null; state: string | null; kind: string;
    from: string; to: string; weeks: number; hands_on: Known; in_person: boolean; letter: Known;
    letter_in_time: boolean; signed_by: string; apply_by: string; lead_usual: boolean; fits: Known;
    cost_cents: number; cost_low_cents: number; cost_high_cents: number; fee_estimated: boolean; not_counted: string | null;
    todo: string | null; link: string | null; source: string | null; as_of: string | null;
}
export interface SeasonDay { event: string; label: string; date: string; time_et: string | null; projected: boolean }
export interface ScheduleAnswer {
    season: number; today: string; reading: string; projected: boolean;
    asked: {
        order: string[]; weights: { aim: string; weight: number }[]; letters: number; letters_by: string; letter_last: string;
        letter_weeks: number; letter_lead_weeks: number; budget_cents: number | null;
        most_weeks: number | null; most_visit_weeks: number | null;
        windows: { from: string; to: string }[];
    };
    stays: Stay[];
    sum: {
        letters: number; sure_letters: number; hands_on_weeks: number; weeks: number;
        last: string | null; cost_cents: number; cost_low_cents: number; cost_high_cents: number;
    };
    proved: boolean; bound: string; rounds: number; labels: number; effect: string;
    chance: { before: Chance; after: Chance; gain: number; low: number; high: number; sized: boolean; joined: number } | null;
    left_by: Record<string, number>;
    left_out: { id: string; institution: string; left: string; why: string }[];
    expiries: { item: string; until: string }[]; season_days: SeasonDay[]; warnings: string[]; notice: string;
}

type Stop = AbortSignal | undefined;
const at = (id: string) => `/api/v1/openings/${encodeURIComponent(id)}`;

export const experience = {
    search: (body: unknown, stop?: Stop) => api.post<SearchAnswer>("/api/v1/openings/search", body, stop),
    show: (id: string, profile: number, weeks: string, stop?: Stop) =>
        api.get<{ openings: Shown[] }>(`${at(id)}?profile_id=${profile}${weeks ? `&weeks=${weeks}` : ""}`, stop)
            .then((said) => said.openings[0]!),
    compare: (ids: string[], profile: number, stop?: Stop) =>
        api.post<{ openings: Shown[] }>("/api/v1/openings/compare", { profile_id: profile, ids }, stop)
            .then((said) => said.openings),
    add: (body: { name: string; set: Record<string, string>; source?: string }) =>
        api.post<Saved>("/api/v1/openings", body),
    correct: (id: string, field: string, body: { value: string; source?: string }) =>
        api.put<Saved>(`${at(id)}/facts/${field}`, body),
    visas: (profile: number, who: string, stop?: Stop) =>
        api.get<VisasAnswer>(`/api/v1/openings/visas?profile_id=${profile}${who ? `&for=${who}` : ""}`, stop),
    money: (stop?: Stop) => api.get<MoneyAnswer>("/api/v1/openings/money", stop),
    fields: (stop?: Stop) => api.get<{ name: string; allowed: string; example: string }[]>("/api/v1/openings/fields", stop),
    importPath: (file: File, { source, columns, dry }: { source: string; columns: Record<string, string>; dry: boolean }) => {
        const asked = new URLSearchParams({ file: file.name });
        if (source) asked.set("source", source);
        if (dry) asked.set("dry_run", "1");
        for (const [heading, field] of Object.entries(columns)) asked.append("column", `${heading}=${field}`);
        asked.set("job", "1");
        return `/api/v1/openings/import?${asked}`;
    },
    changes: (stop?: Stop) => api.get<Change[]>("/api/v1/openings/changes", stop),
    undo: (change: number) => api.remove(`/api/v1/openings/changes/${change}`),
    board: (profile: number, stop?: Stop) => api.post<BoardAnswer>("/api/v1/board", { profile_id: profile }, stop),
    tasks: (profile: number, stop?: Stop) => api.post<TasksAnswer>("/api/v1/tasks", { profile_id: profile }, stop),
    calendar: (profile: number) => `/api/v1/profiles/${profile}/calendar.ics`,
    schedule: (body: unknown, stop?: Stop) => api.post<ScheduleAnswer>("/api/v1/schedule", body, stop),
    saveSchedule: (version: number, body: unknown) => api.postTo<ProfileRecord>(version, "/api/v1/schedule/save", body),
};
