// What the JSON API says, by the names of docs/json.md.  Chances are shares in 0..1, money is
// in whole cents, dates are ISO text, and what is not known is null.

export interface Chance { value: number; low: number; high: number; basis: string }
export interface Reason { text: string; points: number; source: string; as_of: string; stale: boolean }
export interface Point {
    n: number; cost_cents: number; value: number; low: number; high: number; marginal: number;
    nrmp_code: string;
}
export interface Knee { n: number; cost_cents: number; value: number }

export type Tier = "reach" | "target" | "safer";
export type Signal = "gold" | "silver" | "signal" | "none";
export type TrackType = "categorical" | "preliminary" | "advanced" | "physician_only" | "primary_care";
export type Answer3 = "yes" | "no" | "unknown";

export interface Pick {
    nrmp_code: string; application: number; institution: string; specialty: string;
    city: string; state: string; tier: Tier; signal: Signal; cost_cents: number; marginal: number;
    chance_interview: Chance; chance_match: Chance; reasons: Reason[]; score: number;
    verify: string[]; link: string | null; track_type: TrackType; pinned: boolean;
}
export interface LeftOut {
    nrmp_code: string; why: string; chance_interview: Chance; chance_match: Chance;
    by_rule: boolean; gain: number; institution?: string; specialty?: string; city?: string;
    state?: string; track_type?: TrackType; link?: string | null;
}
export interface Held {
    nrmp_code: string; unknown: string[]; link: string | null; institution?: string;
    specialty?: string; city?: string; state?: string; track_type?: TrackType;
}

export interface PickAnswer {
    picked: Pick[]; left_out: LeftOut[]; held: Held[]; chance: Chance; bound: number; gap: number;
    cost_cents: number; curve: Point[]; warnings: string[]; preliminary: Pick[];
    chance_any_rank: Chance; chance_given_rank: Chance; standard_error: number;
    expected_interviews: number; utility: boolean; worth: number; hours: number;
    applications: number; knee: Knee | null; stopped_at_knee: boolean; season: number;
    seed: number; notice: string;
}

export interface CurveAnswer {
    curve: Point[]; knee: Knee | null; chance: Chance; season: number; seed: number; notice: string;
}

export interface Improvement {
    change: string; no_honest_figure: boolean; why: string; chance: Chance | null;
    gain: number | null; gain_low: number | null; gain_high: number | null;
    price_cents: number | null; price_low_cents: number | null; price_high_cents: number | null;
    gain_per_100_usd: number | null; weeks: number | null; gain_per_week: number | null;
    source: string; as_of: string;
}
export interface Outcome {
    chance: Chance; chance_any_rank: Chance; chance_given_rank: Chance; standard_error: number;
    expected_interviews: number; applications: number; cost_cents: number;
}
export interface ScenarioOutcome extends Outcome {
    name: string; changes: { field: string; value: string }[]; gain: number; gain_low: number;
    gain_high: number; no_honest_figure: boolean; programs_entered: number; programs_left: number;
}
export interface WhatIfAnswer {
    base: Outcome; improvements: Improvement[]; scenarios: ScenarioOutcome[];
    season: number; seed: number; notice: string; parts: number;
}

export interface Shares {
    us_md: number | null; us_do: number | null; us_img: number | null; non_us_img: number | null;
}
export interface Fact { name: string; answer?: "yes" | "no"; value?: number; source: string; as_of: string }
export interface Track {
    nrmp_code: string; acgme_id: string | null; specialty: string; institution: string;
    city: string; state: string; track_type: TrackType; quota: number | null; filled: number | null;
    share: Shares; share_low: Shares; share_high: Shares; share_basis: string | null; name: string;
    open_share: number | null; open_any: number | null; open_low: number | null; open_high: number | null; open_basis: string | null;
    acgme_basis: string | null; division: string | null; link: string | null;
    history: { year: number; quota: number | null; filled: number | null }[];
    facts: Fact[]; source: string; as_of: string;
}

export interface ExplainAnswer {
    nrmp_code: string; outcome: "picked" | "left_out" | "held" | "not_considered";
    why: string | null; unknown: string[]; chance_interview: Chance | null;
    chance_match: Chance | null; score: number; reasons: Reason[]; application: number | null;
    tier: Tier | null; signal: Signal | null; cost_cents: number | null; pinned: boolean | null;
    program: Track; season: number; seed: number; notice: string;
}
export interface WhyNotAnswer {
    nrmp_code: string; outcome: string; why: string | null; unknown: string[];
    chance_interview: Chance | null; chance_match: Chance | null; by_rule: boolean;
    change: string | null; comes_in: { n: number; cost_cents: number } | null; gain: number | null;
    least_on_list: { signal: Signal; marginal: number; cost_cents: number } | null;
    season: number; seed: number; notice: string;
}

export interface SignalsAnswer {
    rule: { season: number; signals: SignalRule[] };
    allocation: {
        nrmp_code: string; signal: Signal; chance_interview: Chance; chance_match: Chance;
        cost_of_moving: number | null; best: Signal; application: number; institution: string;
        specialty: string; city: string; state: string;
    }[];
    chance: Chance; chance_if_best: number;
    moved: { nrmp_code: string; from: Signal; to: Signal; cost: number }[];
}
export interface SignalRule {
    specialty: string; service: string; tiered: boolean; gold: number; silver: number;
    total: number; certainty: string; projected: boolean; source: string; as_of: string;
    gold_used: number; silver_used: number; total_used: number;
}

export interface SessionAnswer {
    csrf: string; version: string; today: string; season: number; seasons: number[];
    specialties: { code: string; name: string; tracks: number }[];
    states: { code: string; name: string; division: string }[];
    profiles: KeptName[]; // those that were changed last
    profile_count: number; // of all
}
export interface KeptName { id: number; name: string; version: number; updated_at: string; demo: boolean }

export interface SchemaField {
    path: string; label: string; kind: "enum" | "date" | "number" | "bool" | "text" | "list" | "object";
    required: boolean; values: string[] | null; min: number | null; max: number | null; help: string;
    sharpens: string | null;
    of: string | null; // specialty, state, division, country, track: what a name must be one of
    whole: boolean; nullable: boolean; unknown: boolean;
}

// The profile in the form of profiles/profile.schema.json.
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export interface Profile {
    applicant_type?: string; graduation_date?: string; step2_ck?: number | null;
    visa_need?: string; specialties?: (string | { name: string; weight?: number })[];
    budget_usd?: number; max_applications?: number; hours?: number; season?: number;
    pinned?: string[]; excluded?: string[];
    [field: string]: unknown;
}
export interface Gap { field: string; sharpens: string }
export interface ProfileRecord {
    id: number; name: string; version: number; profile: Profile; gaps: Gap[]; demo: boolean;
    can_undo: boolean; can_redo: boolean;
}

export interface Catalogue {
    columns: string[]; rows: (string | number | null)[][]; as_of: string; source: string;
}
// One row of it, by name.
export interface Place {
    nrmp_code: string; acgme_id: string | null; name: string; institution: string;
    specialty: string; city: string; state: string; latitude: number | null;
    longitude: number | null; track_type: TrackType; quota: number | null; filled: number | null;
    link: string | null;
    j1?: "yes" | "no" | null; j1_source?: string | null; j1_as_of?: string | null;
    h1b?: "yes" | "no" | null; h1b_source?: string | null; h1b_as_of?: string | null;
}

export interface Conflict {
    nrmp_code: string; field: string; used_value: string; used_source: string; used_as_of: string;
    other_value: string; other_source: string; other_as_of: string;
}
export interface Source {
    key: string; title: string; as_of: string; years_before_season: number | null; old: boolean;
    tables: string; rows: number;
}
export interface Holdings {
    season: number; tracks: number; tracks_offered: number; tracks_with_acgme_id: number;
    sources: Source[]; conflicts: Conflict[];
}
// What a person found out about a track; values are text: "yes", "230".
export interface Finding {
    nrmp_code: string; field: string; value: string; source: string; as_of: string; made_at: string;
}
export interface Scenario { id: number; name: string; set: Record<string, Json> }

export interface PickOptions {
    specialty?: string[]; budget_cents?: number; most?: number; hours?: number; sure?: string[];
    utility?: boolean; seed?: number;
}
