-- The one schema, in numbered steps; both engines run it.  A step that has been released
-- never changes: what is new is a new step at the end.  A step that changes a table of
-- facts also says `delete from fact_table`, so that the facts are loaded anew.

-- step 1: facts of the release, imports of the user

-- Facts.  Written by a release alone, and only when the checksum of the file differs.
create table fact_table (
    name text not null primary key,
    checksum text not null
);

create table source (
    place bigint not null primary key,
    key text not null unique,
    title text not null
);

create table source_use (
    table_name text not null,
    source text not null,
    as_of text not null,
    rows bigint not null,
    primary key (table_name, source)
);

create table state (
    place bigint not null primary key,
    code text not null unique,
    name text not null,
    division text not null,
    source text not null,
    as_of text not null
);

create table specialty (
    place bigint not null primary key,
    code text not null unique,
    name text not null,
    aliases text not null,
    acgme_code text not null,
    cell text not null,
    outcome text not null,
    signal text not null,
    service text not null,
    source text not null,
    as_of text not null
);

create table program (
    place bigint not null primary key,
    nrmp_code text not null unique,
    acgme_id text not null,
    acgme_basis text not null,
    specialty_code text not null,
    name text not null,
    track_type text not null,
    institution_code text not null,
    institution text not null,
    city text not null,
    state text not null,
    division text not null,
    latitude double precision,
    longitude double precision,
    first_year bigint,
    quota_2021 bigint,
    filled_2021 bigint,
    quota_2022 bigint,
    filled_2022 bigint,
    quota_2023 bigint,
    filled_2023 bigint,
    quota_2024 bigint,
    filled_2024 bigint,
    quota_2025 bigint,
    filled_2025 bigint,
    source text not null,
    as_of text not null
);

create table published_count (
    place bigint not null primary key,
    state text not null,
    specialty text not null,
    level text not null,
    positions bigint not null,
    filled bigint not null,
    us_md bigint not null,
    us_do bigint not null,
    us_img bigint not null,
    non_us_img bigint not null,
    other bigint not null,
    source text not null,
    as_of text not null
);

create table kind_total (
    place bigint not null primary key,
    specialty_code text not null,
    track_type text not null,
    applicants_us_md bigint,
    matched_us_md bigint,
    applicants_us_do bigint,
    matched_us_do bigint,
    applicants_us_img bigint,
    matched_us_img bigint,
    applicants_non_us_img bigint,
    matched_non_us_img bigint,
    unfilled bigint,
    checked bigint,
    source text not null,
    as_of text not null
);

create table outcome (
    place bigint not null primary key,
    specialty_code text not null,
    measure text not null,
    cohort text not null,
    n bigint,
    median double precision,
    mean double precision,
    sd double precision,
    source text not null,
    as_of text not null
);

create table outcome_total (
    place bigint not null primary key,
    specialty_code text not null,
    non_us_img_matched bigint,
    non_us_img_unmatched bigint,
    source text not null,
    as_of text not null
);

create table rank_list (
    place bigint not null primary key,
    year bigint not null,
    applicant_type text not null,
    matched bigint,
    unmatched bigint,
    mean_ranks_matched double precision,
    mean_ranks_unmatched double precision,
    source text not null,
    as_of text not null
);

create table match_rate (
    place bigint not null primary key,
    year bigint not null,
    applicant_type text not null,
    certified bigint,
    matched bigint,
    rate double precision,
    source text not null,
    as_of text not null
);

create table fitted (
    place bigint not null primary key,
    part text not null,
    key text not null,
    name text not null,
    value double precision not null,
    low double precision,
    high double precision,
    source text not null,
    as_of text not null
);

create table effect (
    place bigint not null primary key,
    id text not null unique,
    input text not null,
    contrast text not null,
    outcome text not null,
    population text not null,
    log_odds double precision,
    log_odds_low double precision,
    log_odds_high double precision,
    certainty text not null,
    note text not null,
    source text not null,
    as_of text not null
);

create table base_rate (
    place bigint not null primary key,
    id text not null unique,
    what text not null,
    value double precision,
    low double precision,
    high double precision,
    certainty text not null,
    source text not null,
    as_of text not null
);

create table fee (
    place bigint not null primary key,
    season bigint not null,
    service text not null,
    item text not null,
    unit text not null,
    from_count bigint,
    to_count bigint,
    cents bigint not null,
    certainty text not null,
    projected bigint,
    source text not null,
    as_of text not null
);

create table signal_rule (
    place bigint not null primary key,
    season bigint not null,
    specialty text not null,
    service text not null,
    tiering text not null,
    gold bigint,
    silver bigint,
    total bigint,
    certainty text not null,
    projected bigint,
    source text not null,
    as_of text not null
);

create table season_limit (
    place bigint not null primary key,
    id text not null unique,
    rule text not null,
    value double precision,
    kind text not null,
    source text not null,
    as_of text not null
);

create table season_event (
    place bigint not null primary key,
    season bigint not null,
    event text not null,
    date text not null,
    time_et text not null,
    label text not null,
    applies_to text not null,
    certainty text not null,
    projected bigint,
    source text not null,
    as_of text not null
);

create table visa_country (
    place bigint not null primary key,
    country text not null unique,
    new_j1 bigint,
    new_h1b bigint,
    source text not null,
    as_of text not null
);

create table h1b_employer (
    place bigint not null primary key,
    employer text not null,
    city text not null,
    state text not null,
    trainee_title bigint,
    institution_code text not null,
    source text not null,
    as_of text not null
);

-- What the user brought in.  Never touched by a release.
create table import (
    id bigint not null primary key,
    file text not null,
    kind text not null,
    source text not null,
    as_of text not null,
    made_at text not null,
    undone_at text not null
);

create table import_fact (
    import_id bigint not null references import (id),
    place bigint not null,
    code text not null,
    field text not null,
    value text not null,
    line bigint not null,
    primary key (import_id, place)
);

create index import_fact_by_code on import_fact (code, field);

-- step 2: profiles kept for people, with every change; notes; scenarios

-- The last number given away under a name: one that was deleted is never given again.
create table last_number (
    name text not null primary key,
    last bigint not null
);

insert into last_number (name, last) values ('profile', 0);
insert into last_number (name, last) values ('scenario', 0);

create table profile (
    id bigint not null primary key,
    version bigint not null,
    demo bigint not null,
    deleted_at bigint
);

-- The profile after each change.  undo and redo name the versions whose content those
-- moves bring back; null: there is none.  Moments are seconds since 1970, UTC.
create table profile_change (
    profile_id bigint not null references profile (id),
    version bigint not null,
    name text not null,
    body text not null,
    made_at bigint not null,
    undo bigint,
    redo bigint,
    primary key (profile_id, version)
);

create table profile_note (
    profile_id bigint not null references profile (id),
    code text not null,
    body text not null,
    made_at bigint not null,
    primary key (profile_id, code)
);

create table profile_scenario (
    id bigint not null primary key,
    profile_id bigint not null references profile (id),
    name text not null,
    changes text not null,
    made_at bigint not null
);

create index profile_scenario_by_profile on profile_scenario (profile_id);

-- step 3: what must be in place for the Match, for training and for a stay

create table exam_rule (
    place bigint not null primary key,
    exam text not null,
    what text not null,
    value bigint,
    from_date text not null,
    to_date text not null,
    certainty text not null,
    source text not null,
    as_of text not null
);

create table certificate (
    place bigint not null primary key,
    id text not null unique,
    label text not null,
    scope text not null,
    who text not null,
    event text not null,
    margin_months bigint,
    month_end bigint not null,
    fees text not null,
    after text not null,
    proof text not null,
    rule text not null,
    certainty text not null,
    source text not null,
    as_of text not null
);

-- step 4: openings of clinical experience, what they ask for, and what the user says of them

alter table visa_country add column new_visitor bigint;
alter table visa_country add column new_student bigint;
delete from fact_table;

-- A fact a column, each as the text that sp_opening_set reads.
create table opening (
    place bigint not null primary key,
    id text not null unique,
    institution text not null,
    institution_code text not null,
    city text not null,
    state text not null,
    latitude text not null,
    longitude text not null,
    kind text not null,
    hands_on text not null,
    hands_on_by_kind text not null,
    specialties text not null,
    any_specialty text not null,
    areas text not null,
    for_student text not null,
    for_graduate text not null,
    for_us text not null,
    for_premed text not null,
    weeks_low text not null,
    weeks_high text not null,
    cost_basis text not null,
    cost_low_usd text not null,
    cost_high_usd text not null,
    pay_low_usd text not null,
    pay_high_usd text not null,
    pay_per text not null,
    cost_stated text not null,
    sponsors_visa text not null,
    visas text not null,
    apply text not null,
    lead_low text not null,
    lead_high text not null,
    rolling text not null,
    link text not null,
    checked text not null,
    trust text not null,
    source text not null,
    as_of text not null
);

create table opening_need (
    place bigint not null primary key,
    opening text not null,
    item text not null,
    answer text not null,
    least text not null,
    stated text not null,
    source text not null,
    as_of text not null
);

create table experience_kind (
    place bigint not null primary key,
    kind text not null unique,
    label text not null,
    student bigint,
    graduate bigint,
    hands_on bigint,
    in_person bigint,
    letter bigint,
    weeks_low double precision,
    weeks_high double precision,
    lead_low double precision,
    lead_high double precision,
    certainty text not null,
    source text not null,
    as_of text not null
);

create table paper (
    place bigint not null primary key,
    item text not null unique,
    label text not null,
    issuer text not null,
    what_to_do text not null,
    valid_months bigint,
    month_end bigint,
    lead_low double precision not null,
    lead_high double precision not null,
    certainty text not null,
    source text not null,
    as_of text not null
);

create table financing (
    place bigint not null primary key,
    id text not null unique,
    name text not null,
    what text not null,
    open_to_img bigint,
    opening text not null,
    link text not null,
    certainty text not null,
    source text not null,
    as_of text not null
);

create table visit_rule (
    place bigint not null primary key,
    visa text not null,
    activity text not null,
    who text not null,
    allowed text not null,
    condition text not null,
    basis text not null,
    certainty text not null,
    source text not null,
    as_of text not null
);

-- What the user says of openings: each change kept whole, taken back whole, in order.
create table opening_change (
    id bigint not null primary key,
    kind text not null,
    name text not null,
    source text not null,
    as_of text not null,
    made_at text not null,
    undone_at text not null
);

create table opening_change_fact (
    change_id bigint not null references opening_change (id),
    place bigint not null,
    opening text not null,
    field text not null,
    value text not null,
    primary key (change_id, place)
);

-- step 5: the end of the month stands with the papers

drop table certificate;

create table certificate (
    place bigint not null primary key,
    id text not null unique,
    label text not null,
    scope text not null,
    who text not null,
    event text not null,
    margin_months bigint,
    fees text not null,
    after text not null,
    proof text not null,
    rule text not null,
    certainty text not null,
    source text not null,
    as_of text not null
);

delete from fact_table;

-- step 6: what the fitted nation says of each track
create table track_market (
    place bigint not null primary key,
    nrmp_code text not null unique,
    drawn double precision not null,
    us_md double precision not null,
    us_do double precision not null,
    us_img double precision not null,
    non_us_img double precision not null,
    cutoffs text not null,
    source text not null,
    as_of text not null
);

-- step 7: profiles by when they were last changed, with their names
create index profile_change_by_moment on profile_change (made_at, profile_id, version, name);
