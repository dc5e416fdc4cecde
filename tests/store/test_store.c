/* test_store.c: what survives a restart, a new release, and a kill. */
#include "check.h"

#include "database.h"
#include "engine.h"
#include "error.h"
#include "profiles.h"
#include "store.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The store refuses the release: code, and words in the text.  It is closed. */
static void assert_refused(struct fixture *fixture, enum sp_code code, const char *words)
{
    struct sp_error error = {0};
    store_close(fixture->store);
    assert_false(store_open_release(fixture->place.home, NULL, &fixture->small->release,
                                    &fixture->store, &error));
    assert_int_equal(error.code, code);
    if (!strstr(error.text, words))
        fail_msg("\"%s\" does not say \"%s\"", error.text, words);
}

static struct sp_programs programs_of(struct store *store)
{
    struct sp_programs programs;
    struct sp_error error = {0};
    if (!store_load_programs(store, &programs, &error))
        fail_msg("%s", error.text);
    return programs;
}

/* One fact as the catalogue shows it. */
static struct sp_fact fact_of(struct store *store, const char *code,
                              enum sp_requirement requirement)
{
    struct sp_programs programs = programs_of(store);
    int place = sp_programs_find(&programs, code);
    assert_true(place >= 0);
    struct sp_fact fact = programs.track[place].fact[requirement];
    static char source[64], as_of[64]; /* outlive the list */
    snprintf(source, sizeof source, "%s", fact.origin.source);
    snprintf(as_of, sizeof as_of, "%s", fact.origin.as_of);
    fact.origin = (struct sp_origin){source, as_of};
    sp_programs_free(&programs);
    return fact;
}

static int save_one(struct store *store, const char *source, const char *code,
                    const char *field, const char *value)
{
    struct store_import import = {
        .file = "grid.csv", .kind = "mapped", .source = source, .as_of = "2026-10"};
    struct store_fact fact = {code, field, value, 7};
    struct sp_error error = {0};
    int id;
    if (!store_save_import(store, &import, &fact, 1, NULL, &id, &error))
        fail_msg("%s", error.text);
    return id;
}

static int count_imports(struct store *store)
{
    struct sp_arena text = {0};
    struct store_import *import;
    int count;
    assert_true(store_load_imports(store, &text, &import, &count, NULL));
    sp_arena_free(&text);
    return count;
}

static int count_conflicts(struct store *store)
{
    struct sp_arena text = {0};
    struct sp_conflict *conflict;
    int count;
    assert_true(store_load_conflicts(store, &text, &conflict, &count, NULL));
    sp_arena_free(&text);
    return count;
}

/* --- facts of the release -------------------------------------------------------- */

static void tracks_come_back_as_the_table_says(void **state)
{
    struct fixture *fixture = *state;
    struct sp_programs programs = programs_of(fixture->store);
    assert_int_equal(programs.count, 4);
    assert_int_equal(programs.programs, 3);
    const struct sp_track *first = &programs.track[0], *second = &programs.track[1];
    assert_string_equal(first->code, "1000140C0");
    assert_string_equal(first->acgme_id, "1400111111");
    assert_string_equal(first->acgme_basis, "city");
    assert_string_equal(first->institution, "North Hospital");
    assert_string_equal(first->division, "East South Central");
    assert_int_equal(first->type, SP_CATEGORICAL);
    assert_true(first->located && first->latitude == 30.5 && first->longitude == -88.25);
    assert_int_equal(first->quota[4], 12);
    assert_int_equal(first->filled[4], 11);
    assert_string_equal(first->origin.source, "NRMP");
    assert_string_equal(first->origin.as_of, "2025-03");
    assert_int_equal(second->type, SP_PRIMARY_CARE);
    assert_int_equal(second->program, first->program);
    sp_programs_free(&programs);
}

static void a_blank_is_unknown_and_not_zero(void **state)
{
    struct fixture *fixture = *state;
    struct sp_programs programs = programs_of(fixture->store);
    assert_int_equal(programs.track[1].quota[0], -1);
    assert_int_equal(programs.track[1].filled[0], -1);
    assert_int_equal(programs.track[1].filled[4], 0);
    assert_int_equal(programs.track[2].quota[4], -1);
    assert_false(programs.track[2].located);
    for (int i = 0; i < SP_REQUIREMENTS; i++)
        assert_int_equal(programs.track[0].fact[i].answer, SP_UNKNOWN);
    for (int i = 0; i < SP_RATES; i++)
        assert_int_equal(programs.track[0].rate[i].answer, SP_UNKNOWN);
    assert_string_equal(programs.track[0].fact[0].origin.source, "");
    sp_programs_free(&programs);
}

static void a_public_filing_says_that_an_institution_sponsors(void **state)
{
    struct fixture *fixture = *state;
    struct sp_fact fact = fact_of(fixture->store, "1001140C0", SP_ACCEPTS_H1B);
    assert_int_equal(fact.answer, SP_YES);
    assert_string_equal(fact.origin.source, "DOL");
    assert_string_equal(fact.origin.as_of, "2025-06");
    fact = fact_of(fixture->store, "1002120C0", SP_ACCEPTS_H1B); /* no trainee's title */
    assert_int_equal(fact.answer, SP_UNKNOWN);
}

static void what_was_published_comes_back(void **state)
{
    struct fixture *fixture = *state;
    struct sp_published published;
    assert_true(store_load_published(fixture->store, &published, NULL));
    assert_int_equal(published.cells, 1);
    assert_int_equal(published.cell[0].by_type[SP_NON_US_IMG], 5);
    assert_int_equal(published.kind_totals, 1);
    assert_int_equal(published.kind_total[0].matched[SP_US_DO], 70);
    assert_true(published.kind_total[0].checked);
    assert_int_equal(published.rank_list_years[SP_NON_US_IMG], 2);
    assert_int_equal(published.rank_lists[SP_NON_US_IMG][0].year, 2024);
    assert_true(published.rank_lists[SP_NON_US_IMG][1].mean[SP_UNMATCHED] == 3.5);
    assert_int_equal(published.rank_list_years[SP_US_MD], 0);
    assert_int_equal(published.match_rate[SP_NON_US_IMG][0].certified, 0);
    assert_int_equal(published.match_rate[SP_NON_US_IMG][1].certified, 11000);
    assert_int_equal(published.fits, 2);
    assert_string_equal(published.fitted[0].key, "non_us_img/140");
    assert_true(published.fitted[1].low == 0.75);
    sp_published_free(&published);
}

static void the_measures_of_a_specialty_are_one_outcome(void **state)
{
    struct fixture *fixture = *state;
    struct sp_published published;
    assert_true(store_load_published(fixture->store, &published, NULL));
    assert_int_equal(published.outcomes, 2);
    const struct sp_outcome *family = &published.outcome[0],
                            *internal = &published.outcome[1];
    assert_int_equal(family->ranks[SP_MATCHED].n, 50);
    assert_int_equal(family->count[SP_MATCHED], 0);
    assert_string_equal(internal->specialty, "140");
    assert_int_equal(internal->count[SP_UNMATCHED], 2500);
    assert_true(internal->ranks[SP_UNMATCHED].median == 2);
    assert_true(internal->step2[SP_MATCHED].sd == 10);
    assert_int_equal(internal->step2[SP_UNMATCHED].n, 0);
    sp_published_free(&published);
}

static void an_effect_without_an_honest_figure_has_no_size(void **state)
{
    struct fixture *fixture = *state;
    struct sp_published published;
    assert_true(store_load_published(fixture->store, &published, NULL));
    assert_int_equal(published.effects, 2);
    assert_true(published.effect[0].sized && published.effect[0].log_odds_high == 2.25);
    assert_string_equal(published.effect[0].outcome, "interview");
    assert_false(published.effect[1].sized);
    assert_true(published.effect[1].log_odds_low == 0);
    assert_true(isnan(published.effect[1].log_odds_high));
    assert_int_equal(published.base_rates, 1); /* a row without a value is no rate */
    sp_published_free(&published);
}

static void a_season_has_its_fees_signals_limits_and_days(void **state)
{
    struct fixture *fixture = *state;
    struct sp_season season;
    assert_true(store_load_season(fixture->store, 2026, &season, NULL));
    assert_int_equal(season.fees, 2);
    assert_int_equal(season.fee[1].from_count, 31);
    assert_int_equal(season.fee[1].to_count, 0);
    assert_int_equal(season.fee[1].cents, 3000);
    assert_int_equal(sp_season_signals(&season, "Internal Medicine")->gold, 3);
    const struct sp_signal_rule *single = sp_season_signals(&season, "Family Medicine");
    assert_false(single->tiered);
    assert_int_equal(single->gold, 0);
    assert_int_equal(single->silver, 5);
    assert_true(single->projected);
    assert_int_equal(season.limits, 1);
    assert_string_equal(season.limit[0].id, "letters_per_program");
    assert_true(season.limit[0].value == 4);
    assert_string_equal(season.event[0].event, "submit_open");
    assert_int_equal(sp_season_day(&season, "match_day").day, 20);
    sp_season_free(&season);
}

static void an_unknown_season_is_answered_with_those_there_are(void **state)
{
    struct fixture *fixture = *state;
    struct sp_season season;
    struct sp_error error = {0};
    assert_false(store_load_season(fixture->store, 2031, &season, &error));
    assert_int_equal(error.code, SP_NOT_FOUND);
    assert_string_equal(error.text, "season 2031: known are 2026, 2027");
    sp_season_free(&season);
}

static void names_come_back_in_the_order_of_their_tables(void **state)
{
    struct fixture *fixture = *state;
    struct sp_specialties specialties;
    assert_true(store_load_specialties(fixture->store, &specialties, NULL));
    assert_int_equal(specialties.count, 2);
    assert_int_equal(sp_specialty_find(&specialties, "im"), 1);
    assert_string_equal(specialties.at[1].outcome, "");
    sp_specialties_free(&specialties);

    struct sp_arena text = {0};
    struct store_state *found;
    struct sp_visa_country *country;
    int count;
    assert_true(store_load_states(fixture->store, &text, &found, &count, NULL));
    assert_int_equal(count, 2);
    assert_string_equal(found[1].division, "New England");
    assert_true(store_load_visa_countries(fixture->store, &text, &country, &count, NULL));
    assert_int_equal(count, 2);
    assert_int_equal(country[1].new_j1, SP_NO);
    assert_int_equal(country[1].new_h1b, SP_UNKNOWN);
    sp_arena_free(&text);
}

static void each_source_says_where_it_is_used(void **state)
{
    struct fixture *fixture = *state;
    struct sp_arena text = {0};
    struct sp_source *source;
    int count;
    assert_true(store_load_sources(fixture->store, &text, &source, &count, NULL));
    bool dol = false, nrmp = false;
    for (int i = 0; i < count; i++) {
        if (strcmp(source[i].key, "DOL") == 0) {
            dol = true;
            assert_string_equal(source[i].title, "Filings");
            assert_string_equal(source[i].tables, "h1b_employers.csv");
            assert_int_equal(source[i].rows, 3);
        } else if (strcmp(source[i].key, "NRMP") == 0) {
            nrmp = true;
            assert_string_equal(source[i].title, "The publisher: Program results");
            assert_non_null(strstr(source[i].tables, "nrmp/programs.csv, "));
            assert_string_equal(source[i].as_of, "2026-07");
        }
    }
    assert_true(dol && nrmp);
    sp_arena_free(&text);
}

/* --- one release after another --------------------------------------------------- */

static void count_call(void *context, const char *what, long done, long total)
{
    (void)what;
    assert_true(done <= total);
    ++*(int *)context;
}

static void a_release_is_loaded_once(void **state)
{
    struct fixture *fixture = *state;
    int calls = 0;
    struct store_options options = {.progress = count_call, .context = &calls};
    store_close(fixture->store);
    assert_true(store_open_release(fixture->place.home, &options, &fixture->small->release,
                                   &fixture->store, NULL));
    assert_int_equal(calls, 0);
    small_release_put(fixture->small, "limits.csv",
                      "id,rule,value,kind,source,as_of\nranks,Ranks,300,max,NRMP,2026\n");
    store_close(fixture->store);
    assert_true(store_open_release(fixture->place.home, &options, &fixture->small->release,
                                   &fixture->store, NULL));
    assert_int_equal(calls, 1); /* that table alone */
}

static const char other_programs[] =
    "nrmp_code,specialty_code,name,track_type,institution,state,quota_2025,filled_2025,"
    "source,as_of\n"
    "1000140C0,140,Internal Medicine,categorical,Renamed Hospital,AL,20,20,NRMP,2026-03\n"
    "1003140C0,140,Internal Medicine,categorical,New Hospital,AL,5,5,NRMP,2026-03\n";

static void a_new_release_refreshes_facts_and_keeps_what_was_entered(void **state)
{
    struct fixture *fixture = *state;
    save_one(fixture->store, "my call", "1000140C0", "min_step2", "230");
    save_one(fixture->store, "my call", "1002120C0", "accepts_j1", "yes");
    small_release_put(fixture->small, "nrmp/programs.csv", other_programs);
    fixture_reopen(fixture);

    struct sp_programs programs = programs_of(fixture->store);
    assert_int_equal(programs.count, 2);
    assert_string_equal(programs.track[0].institution, "Renamed Hospital");
    assert_int_equal(programs.track[0].quota[4], 20);
    assert_true(programs.track[0].fact[SP_MIN_STEP2].value == 230);
    assert_string_equal(programs.track[0].fact[SP_MIN_STEP2].origin.source, "my call");
    sp_programs_free(&programs);
    assert_int_equal(count_imports(fixture->store), 2);
}

static void a_track_that_comes_back_has_its_imported_facts_again(void **state)
{
    struct fixture *fixture = *state;
    save_one(fixture->store, "my call", "1002120C0", "accepts_j1", "yes");
    small_release_put(fixture->small, "nrmp/programs.csv", NULL);
    fixture_reopen(fixture);
    struct sp_programs programs = programs_of(fixture->store);
    assert_int_equal(programs.count, 0);
    sp_programs_free(&programs);

    struct small_release *first = small_release();
    store_close(fixture->store);
    fixture->store = open_or_fail(&fixture->place, &first->release);
    assert_int_equal(fact_of(fixture->store, "1002120C0", SP_ACCEPTS_J1).answer, SP_YES);
    free(first);
}

static void without_any_table_everything_is_empty_and_nothing_fails(void **state)
{
    struct fixture *fixture = *state;
    fixture->small->release.files = 0;
    fixture_reopen(fixture);
    struct sp_programs programs = programs_of(fixture->store);
    struct sp_published published;
    struct sp_specialties specialties;
    struct sp_season season;
    struct sp_arena text = {0};
    struct sp_source *source;
    struct sp_error error = {0};
    int count;
    assert_int_equal(programs.count, 0);
    assert_true(store_load_published(fixture->store, &published, NULL));
    assert_int_equal(published.effects + published.cells + published.outcomes, 0);
    assert_true(store_load_specialties(fixture->store, &specialties, NULL));
    assert_int_equal(specialties.count, 0);
    assert_false(store_load_season(fixture->store, 2026, &season, &error));
    assert_non_null(strstr(error.text, "no seasons"));
    assert_true(store_load_sources(fixture->store, &text, &source, &count, NULL));
    assert_int_equal(count, 0);
    sp_arena_free(&text);
    sp_specialties_free(&specialties);
    sp_published_free(&published);
    sp_programs_free(&programs);
}

static void a_wrong_cell_is_named_and_the_facts_before_stay(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *name, *text, *says;
    } wrong[] = {
        {"nrmp/programs.csv",
         "nrmp_code,specialty_code,name,track_type,institution,state,quota_2025,source,as_"
         "of\n"
         "1000140C0,140,IM,categorical,H,AL,5,NRMP,2026\n"
         "1001140C0,140,IM,categorical,H,AL,x,NRMP,2026\n",
         "nrmp/programs.csv, line 3: quota_2025 \"x\" is not a whole number"},
        {"nrmp/programs.csv",
         "nrmp_code,specialty_code,name,track_type,institution,state,latitude,source,as_"
         "of\n"
         "1000140C0,140,IM,categorical,H,AL,nan,NRMP,2026\n",
         "line 2: latitude \"nan\" is not a number"},
        {"nrmp/programs.csv",
         "nrmp_code,specialty_code,name,track_type,institution,state,source,as_of\n"
         "1000140C0,140,IM,categorical,H,AL,NRMP,2026\n"
         "1000140C0,140,IM,categorical,H,AL,NRMP,2026\n",
         "line 3: \"1000140C0\" stands there twice"},
        {"fees.csv", "season,service,item,source,as_of\n", "column cents is missing"},
        {"states.csv", "code,name,source,as_of\nAL,,X,2024\n", "line 2: name is empty"},
        {"states.csv", "code,name,source,as_of\nAL,Alabama,,2024\n",
         "line 2: source is empty"},
        {"visa_countries.csv", "country,new_j1,source,as_of\nA,maybe,X,2024\n",
         "line 2: new_j1 \"maybe\" is neither yes nor no"},
        {"limits.csv", "id,rule\n\"torn", "limits.csv: line 2"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct small_release *first = small_release();
        free(fixture->small);
        fixture->small = first;
        small_release_put(first, wrong[i].name, wrong[i].text);
        small_release_put(first, "base_rates.csv", "id,source,as_of\n"); /* must not stay */
        assert_refused(fixture, SP_BAD_INPUT, wrong[i].says);

        first = small_release();
        fixture->store = open_or_fail(&fixture->place, &first->release);
        struct sp_programs programs = programs_of(fixture->store);
        assert_int_equal(programs.count, 4);
        sp_programs_free(&programs);
        free(first);
    }
}

static void a_track_type_that_is_none_is_named(void **state)
{
    struct fixture *fixture = *state;
    small_release_put(
        fixture->small, "nrmp/programs.csv",
        "nrmp_code,specialty_code,name,track_type,institution,state,source,as_of\n"
        "1000140C0,140,IM,Categorical,H,AL,NRMP,2026\n");
    fixture_reopen(fixture);
    struct sp_programs programs;
    struct sp_error error = {0};
    assert_false(store_load_programs(fixture->store, &programs, &error));
    assert_non_null(strstr(error.text, "1000140C0: track_type \"Categorical\""));
    assert_null(programs.track);
}

static void kill_on_second_table(void *context, const char *what, long done, long total)
{
    (void)what;
    (void)total;
    (void)context;
    if (done > 0)
        kill(getpid(), SIGKILL);
}

static void a_load_that_is_killed_leaves_the_facts_before(void **state)
{
    struct fixture *fixture = *state;
    save_one(fixture->store, "my call", "1000140C0", "min_step2", "230");
    store_close(fixture->store);
    fixture->store = NULL;
    small_release_put(fixture->small, "nrmp/programs.csv", other_programs);
    small_release_put(fixture->small, "effects.csv", "id,input,source,as_of\na,b,X,2026\n");
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct store_options options = {.progress = kill_on_second_table};
        struct store *store;
        store_open_release(fixture->place.home, &options, &fixture->small->release, &store,
                           NULL);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));

    struct small_release *first = small_release();
    int calls = 0;
    struct store_options options = {.progress = count_call, .context = &calls};
    assert_true(store_open_release(fixture->place.home, &options, &first->release,
                                   &fixture->store, NULL));
    assert_int_equal(calls, 0); /* nothing had to be mended */
    free(first);
    struct sp_programs programs = programs_of(fixture->store);
    assert_int_equal(programs.count, 4);
    assert_true(programs.track[0].fact[SP_MIN_STEP2].value == 230);
    sp_programs_free(&programs);
    fixture_reopen(fixture); /* and the release that was killed can be loaded */
    programs = programs_of(fixture->store);
    assert_int_equal(programs.count, 2);
    sp_programs_free(&programs);
}

/* --- the schema in steps --------------------------------------------------------- */

/* The schema with `more` behind it; to be freed. */
static char *schema_and(const char *more)
{
    char *schema;
    assert_true(asprintf(&schema, "%s%s", release_embedded().schema, more) > 0);
    return schema;
}

static void an_upgrade_takes_the_new_steps_and_keeps_all_rows(void **state)
{
    struct fixture *fixture = *state;
    save_one(fixture->store, "my call", "1000140C0", "min_step2", "230");
    char *schema = schema_and("\n-- step 100: a column\n"
                              "alter table import add column remark text;\n"
                              "update import set remark = 'old';\n"
                              "\n-- step 101: a table\n"
                              "create table later (id bigint not null primary key\n);\n"
                              "insert into later select id from import;\n");
    fixture->small->release.schema = schema;
    fixture_reopen(fixture);
    fixture_reopen(fixture); /* a step is taken once */
    assert_int_equal(count_imports(fixture->store), 1);
    assert_true(fact_of(fixture->store, "1000140C0", SP_MIN_STEP2).value == 230);
    struct statement *statement;
    assert_true(database_prepare(fixture->store->database,
                                 "select count(*) from later l join import i on i.id = l.id"
                                 " where i.remark = 'old'",
                                 &statement, NULL));
    assert_int_equal(database_step(statement, NULL), DATABASE_ROW);
    assert_int_equal(database_long(statement, 0), 1);
    database_finish(statement);
    free(schema);
}

static void a_step_that_fails_takes_all_its_steps_back(void **state)
{
    struct fixture *fixture = *state;
    save_one(fixture->store, "my call", "1000140C0", "min_step2", "230");
    char *schema =
        schema_and("\n-- step 100: a table\n"
                   "create table later (id bigint not null primary key\n);\n"
                   "\n-- step 101: nonsense\n"
                   "drop table import_fact; alter table moon add column x text;\n");
    fixture->small->release.schema = schema;
    assert_refused(fixture, SP_UNAVAILABLE, "moon");
    fixture->small->release.schema = release_embedded().schema;
    fixture->store = open_or_fail(&fixture->place, &fixture->small->release);
    assert_true(fact_of(fixture->store, "1000140C0", SP_MIN_STEP2).value == 230);
    free(schema);
}

static void a_store_of_a_newer_release_is_refused_and_left_alone(void **state)
{
    struct fixture *fixture = *state;
    save_one(fixture->store, "my call", "1000140C0", "min_step2", "230");
    char *schema = schema_and("\n-- step 100: nothing\nselect 1;\n");
    fixture->small->release.schema = schema;
    fixture_reopen(fixture);
    fixture->small->release.schema = release_embedded().schema;
    small_release_put(fixture->small, "nrmp/programs.csv", other_programs);
    assert_refused(fixture, SP_BAD_INPUT, "written by a newer release (schema step 100");

    struct small_release *newer = small_release();
    newer->release.schema = schema;
    fixture->store = open_or_fail(&fixture->place, &newer->release);
    struct sp_programs programs = programs_of(fixture->store);
    assert_int_equal(programs.count, 4);
    sp_programs_free(&programs);
    free(newer);
    free(schema);
}

/* --- what the user brings in ----------------------------------------------------- */

static void an_imported_fact_stands_in_place_of_ours_with_its_source(void **state)
{
    struct fixture *fixture = *state;
    save_one(fixture->store, "my call", "1001140C0", "accepts_h1b", "no");
    struct sp_fact fact = fact_of(fixture->store, "1001140C0", SP_ACCEPTS_H1B);
    assert_int_equal(fact.answer, SP_NO);
    assert_string_equal(fact.origin.source, "my call");
    assert_string_equal(fact.origin.as_of, "2026-10");
}

static void rates_positions_and_notes_find_their_places(void **state)
{
    struct fixture *fixture = *state;
    struct store_import import = {
        .file = "grid.csv", .kind = "residency explorer", .source = "my grid"};
    static const struct store_fact facts[] = {
        {"1000140C0", "rate_us_img", "0.12", 2},
        {"1000140C0", "quota", "14", 2},
        {"1000140C0", "note:Remark", "ask about visas", 2},
        {"1000140M0", "rate_us_img", "0", 3},
    };
    int id;
    assert_true(store_save_import(fixture->store, &import, facts, 4, NULL, &id, NULL));
    struct sp_programs programs = programs_of(fixture->store);
    assert_true(programs.track[0].rate[SP_RATE_US_IMG].value == 0.12);
    assert_string_equal(programs.track[0].rate[SP_RATE_US_IMG].origin.source, "my grid");
    assert_int_equal(programs.track[1].rate[SP_RATE_US_IMG].answer, SP_YES);
    assert_true(programs.track[0].positions.value == 14);
    assert_int_equal(programs.track[0].quota[4], 12); /* what was published stays */
    sp_programs_free(&programs);

    struct sp_arena text = {0};
    struct store_import *list;
    int count;
    assert_true(store_load_imports(fixture->store, &text, &list, &count, NULL));
    assert_int_equal(count, 1);
    assert_int_equal(list[0].id, id);
    assert_int_equal(list[0].facts, 4);
    assert_int_equal(list[0].tracks, 2);
    assert_string_equal(list[0].kind, "residency explorer");
    assert_int_equal(strlen(list[0].made_at), 20);
    assert_false(list[0].undone);
    sp_arena_free(&text);
}

static void the_newest_import_wins_until_it_is_taken_back(void **state)
{
    struct fixture *fixture = *state;
    save_one(fixture->store, "first", "1000140C0", "min_step2", "220");
    int second = save_one(fixture->store, "second", "1000140C0", "min_step2", "240");
    assert_true(fact_of(fixture->store, "1000140C0", SP_MIN_STEP2).value == 240);
    assert_true(store_undo_import(fixture->store, second, NULL));
    struct sp_fact fact = fact_of(fixture->store, "1000140C0", SP_MIN_STEP2);
    assert_true(fact.value == 220);
    assert_string_equal(fact.origin.source, "first");
    assert_int_equal(count_imports(fixture->store), 2); /* listed, as undone */
    fixture_reopen(fixture);
    assert_true(fact_of(fixture->store, "1000140C0", SP_MIN_STEP2).value == 220);
}

static void what_is_not_there_cannot_be_taken_back(void **state)
{
    struct fixture *fixture = *state;
    struct sp_error error = {0};
    int id = save_one(fixture->store, "first", "1000140C0", "min_step2", "220");
    assert_true(store_undo_import(fixture->store, id, NULL));
    assert_false(store_undo_import(fixture->store, id, &error));
    assert_int_equal(error.code, SP_NOT_FOUND);
    assert_false(store_undo_import(fixture->store, 99, &error));
    assert_string_equal(error.text, "import 99: there is none that could be taken back");
}

static long mark_of(struct store *store)
{
    struct sp_error error = {0};
    long mark;
    if (!store_facts_mark(store, &mark, &error))
        fail_msg("%s", error.text);
    return mark;
}

static void what_another_handle_changes_gives_the_facts_another_mark(void **state)
{
    struct fixture *fixture = *state;
    struct store *other = open_or_fail(&fixture->place, &fixture->small->release);
    long mark[5] = {mark_of(fixture->store)};
    int id = save_one(other, "first", "1000140C0", "min_step2", "220");
    mark[1] = mark_of(fixture->store);
    assert_true(store_undo_import(other, id, NULL));
    mark[2] = mark_of(fixture->store);
    save_one(fixture->store, "its own", "1000140C0", "min_step2", "230");
    mark[3] = mark_of(fixture->store);
    store_close(other);
    small_release_put(fixture->small, "limits.csv",
                      "id,rule,value,kind,source,as_of\nranks,Ranks,300,max,NRMP,2026\n");
    other = open_or_fail(&fixture->place, &fixture->small->release);
    mark[4] = mark_of(fixture->store);
    for (int i = 0; i < 5; i++)
        for (int j = 0; j < i; j++)
            if (mark[i] == mark[j])
                fail_msg("marks %d and %d are the same", i, j);
    assert_int_equal(mark_of(other), mark[4]); /* the same facts, the same mark */
    store_close(other);
}

static void a_profile_leaves_the_mark_of_the_facts_alone(void **state)
{
    struct fixture *fixture = *state;
    struct store *other = open_or_fail(&fixture->place, &fixture->small->release);
    struct sp_arena text = {0};
    struct sp_error error = {0};
    const struct store_profile given = {.name = "Applicant A", .body = "{}"};
    struct store_profile kept;
    long mark = mark_of(fixture->store);
    if (!store_add_profile(other, &given, 0, &text, &kept, &error))
        fail_msg("%s", error.text);
    assert_int_equal(mark_of(fixture->store), mark);
    sp_arena_free(&text);
    store_close(other);
}

static void sources_that_disagree_are_listed_both(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(count_conflicts(fixture->store), 0);
    save_one(fixture->store, "first", "1000140C0", "min_step2", "220");
    save_one(fixture->store, "second", "1000140C0", "min_step2", "240");
    save_one(fixture->store, "second", "1001140C0", "accepts_h1b", "no");

    struct sp_arena text = {0};
    struct sp_conflict *conflict;
    int count;
    assert_true(store_load_conflicts(fixture->store, &text, &conflict, &count, NULL));
    assert_int_equal(count, 2);
    assert_string_equal(conflict[0].code, "1000140C0");
    assert_string_equal(conflict[0].used_value, "240");
    assert_string_equal(conflict[0].used_source, "second");
    assert_string_equal(conflict[0].other_value, "220");
    assert_string_equal(conflict[0].other_source, "first");
    assert_string_equal(conflict[1].field, "accepts_h1b");
    assert_string_equal(conflict[1].used_value, "no");
    assert_string_equal(conflict[1].other_value, "yes");
    assert_string_equal(conflict[1].other_source, "DOL");
    assert_string_equal(conflict[1].other_as_of, "2025-06");
    sp_arena_free(&text);
}

static void agreement_notes_and_what_was_taken_back_are_no_conflict(void **state)
{
    struct fixture *fixture = *state;
    save_one(fixture->store, "first", "1000140C0", "rate_all", "0.10");
    save_one(fixture->store, "second", "1000140C0", "rate_all", "0.1");
    save_one(fixture->store, "first", "1001140C0", "accepts_h1b", "yes");
    save_one(fixture->store, "first", "1000140C0", "note:Remark", "one");
    save_one(fixture->store, "second", "1000140C0", "note:Remark", "two");
    int last = save_one(fixture->store, "third", "1000140C0", "rate_all", "0.5");
    assert_int_equal(count_conflicts(fixture->store), 2);
    assert_true(store_undo_import(fixture->store, last, NULL));
    assert_int_equal(count_conflicts(fixture->store), 0);
}

static void a_wrong_import_is_refused_whole(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        struct store_fact fact;
        const char *says;
    } wrong[] = {
        {{"1000140C0", "min_step3", "1", 9}, "line 9: \"min_step3\" is no field"},
        {{"1000140C0", "min_step2", "high", 9},
         "line 9, min_step2: \"high\" is not a number"},
        {{"1000140C0", "min_step2", "-5", 9}, "is below 0"},
        {{"1000140C0", "min_step2", "", 9}, "is not a number"},
        {{"1000140C0", "rate_all", "12", 9}, "is above 1"},
        {{"1000140C0", "accepts_j1", "maybe", 9}, "is neither yes nor no"},
        {{"9999140C0", "accepts_j1", "yes", 9},
         "line 9: \"9999140C0\" is no NRMP code of the catalogue"},
        {{NULL, "accepts_j1", "yes", 9}, "\"\" is no NRMP code"},
    };
    struct store_import import = {.file = "a.csv", .source = "mine"};
    struct sp_error error = {0};
    int id;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct store_fact fact[] = {{"1000140C0", "accepts_img", "yes", 2}, wrong[i].fact};
        assert_false(
            store_save_import(fixture->store, &import, fact, 2, NULL, &id, &error));
        assert_int_equal(error.code, SP_BAD_INPUT);
        if (!strstr(error.text, wrong[i].says))
            fail_msg("\"%s\" does not say \"%s\"", error.text, wrong[i].says);
        assert_int_equal(id, 0);
    }
    assert_false(store_save_import(fixture->store, &import, NULL, 0, NULL, &id, &error));
    assert_string_equal(error.text, "a.csv: no fact to import");
    import.source = "";
    assert_false(store_save_import(fixture->store, &import, NULL, 0, NULL, &id, &error));
    assert_non_null(strstr(error.text, "source is empty"));
    assert_int_equal(count_imports(fixture->store), 0);
    assert_int_equal(fact_of(fixture->store, "1000140C0", SP_ACCEPTS_IMG).answer,
                     SP_UNKNOWN);
}

/* --- more than one at a time ----------------------------------------------------- */

static void two_handles_see_what_the_other_saved(void **state)
{
    struct fixture *fixture = *state;
    struct store *other = open_or_fail(&fixture->place, &fixture->small->release);
    int one = save_one(fixture->store, "one", "1000140C0", "min_step2", "220");
    int two = save_one(other, "two", "1000140C0", "min_step2", "230");
    assert_int_not_equal(one, two);
    assert_true(fact_of(fixture->store, "1000140C0", SP_MIN_STEP2).value == 230);
    assert_int_equal(count_imports(other), 2);
    store_close(other);
}

static void processes_at_once_lose_nothing(void **state)
{
    struct fixture *fixture = *state;
    enum { PROCESSES = 4, EACH = 10 };
    store_close(fixture->store);
    fixture->store = NULL;
    place_remove(&fixture->place); /* so that all of them come to a place without a store */
    place_make(&fixture->place);
    pid_t child[PROCESSES];
    for (int i = 0; i < PROCESSES; i++) {
        child[i] = fork();
        assert_true(child[i] >= 0);
        if (child[i] != 0)
            continue;
        struct store *store = open_or_fail(&fixture->place, &fixture->small->release);
        for (int k = 0; k < EACH; k++)
            save_one(store, "process", "1000140C0", "min_step2", "230");
        store_close(store);
        _exit(0);
    }
    for (int i = 0; i < PROCESSES; i++) {
        int status;
        assert_int_equal(waitpid(child[i], &status, 0), child[i]);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    fixture->store = open_or_fail(&fixture->place, &fixture->small->release);
    assert_int_equal(count_imports(fixture->store), PROCESSES * EACH);
    struct sp_programs programs = programs_of(fixture->store);
    assert_int_equal(programs.count, 4);
    sp_programs_free(&programs);
}

/* --- the release in this program ------------------------------------------------- */

static void the_release_in_this_program_loads_whole(void **state)
{
    struct fixture *fixture = *state;
    store_close(fixture->store);
    struct sp_error error = {0};
    if (!store_open(fixture->place.home, NULL, &fixture->store, &error))
        fail_msg("%s", error.text);
    struct sp_programs programs = programs_of(fixture->store);
    struct sp_specialties specialties;
    struct sp_published published;
    assert_true(store_load_specialties(fixture->store, &specialties, NULL));
    assert_true(store_load_published(fixture->store, &published, NULL));
    for (int i = 0; i < programs.count; i++)
        if (sp_specialty_find(&specialties, programs.track[i].specialty) < 0)
            fail_msg("%s: specialty %s is in no table", programs.track[i].code,
                     programs.track[i].specialty);
    struct release release = release_embedded();
    int rows = 0;
    for (int i = 0; i < release.files; i++)
        if (strcmp(release.file[i].name, "nrmp/programs.csv") == 0)
            for (const char *at = release.file[i].bytes; at < release.file[i].end; at++)
                rows += *at == '\n';
    assert_int_equal(programs.count, rows > 0 ? rows - 1 : 0);
    for (int year = 2026; year <= 2028; year++) {
        struct sp_season season;
        assert_true(store_load_season(fixture->store, year, &season, NULL));
        assert_true(season.fees > 0 && season.signals > 0);
        sp_season_free(&season);
    }
    assert_true(published.effects > 0 && published.base_rates > 0);
    sp_published_free(&published);
    sp_specialties_free(&specialties);
    sp_programs_free(&programs);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(tracks_come_back_as_the_table_says),
        CASE(a_blank_is_unknown_and_not_zero),
        CASE(a_public_filing_says_that_an_institution_sponsors),
        CASE(what_was_published_comes_back),
        CASE(the_measures_of_a_specialty_are_one_outcome),
        CASE(an_effect_without_an_honest_figure_has_no_size),
        CASE(a_season_has_its_fees_signals_limits_and_days),
        CASE(an_unknown_season_is_answered_with_those_there_are),
        CASE(names_come_back_in_the_order_of_their_tables),
        CASE(each_source_says_where_it_is_used),
        CASE(a_release_is_loaded_once),
        CASE(a_new_release_refreshes_facts_and_keeps_what_was_entered),
        CASE(a_track_that_comes_back_has_its_imported_facts_again),
        CASE(without_any_table_everything_is_empty_and_nothing_fails),
        CASE(a_wrong_cell_is_named_and_the_facts_before_stay),
        CASE(a_track_type_that_is_none_is_named),
        CASE(a_load_that_is_killed_leaves_the_facts_before),
        CASE(an_upgrade_takes_the_new_steps_and_keeps_all_rows),
        CASE(a_step_that_fails_takes_all_its_steps_back),
        CASE(a_store_of_a_newer_release_is_refused_and_left_alone),
        CASE(an_imported_fact_stands_in_place_of_ours_with_its_source),
        CASE(rates_positions_and_notes_find_their_places),
        CASE(the_newest_import_wins_until_it_is_taken_back),
        CASE(what_is_not_there_cannot_be_taken_back),
        CASE(what_another_handle_changes_gives_the_facts_another_mark),
        CASE(a_profile_leaves_the_mark_of_the_facts_alone),
        CASE(sources_that_disagree_are_listed_both),
        CASE(agreement_notes_and_what_was_taken_back_are_no_conflict),
        CASE(a_wrong_import_is_refused_whole),
        CASE(two_handles_see_what_the_other_saved),
        CASE(processes_at_once_lose_nothing),
        CASE(the_release_in_this_program_loads_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
