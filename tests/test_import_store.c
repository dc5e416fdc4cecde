/* test_import_store.c: what is imported is seen, and what is taken back was never there.
 *
 * Random tables over the whole catalogue: saved, read back, taken back; after that the
 * programs and the conflicts are what they were.
 */
#include "check.h"
#include "error.h"
#include "import.h"
#include "random.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TABLES = 24, MOST_ROWS = 60 };

static char home[] = "/tmp/test_import_store_XXXXXX";
static struct store *store;
static struct sp_specialties specialties;
static struct sp_arena states_text;
static struct store_state *states;
static int state_count;

static void must(bool ok, const struct sp_error *error)
{
    if (!ok)
        fail_msg("%s", error->text);
}

static int open_all(void **unused)
{
    (void)unused;
    struct sp_error error = {0};
    struct store_options options = {0};
    bool ok = mkdtemp(home) && store_open(home, &options, &store, &error)
              && store_load_specialties(store, &specialties, &error)
              && store_load_states(store, &states_text, &states, &state_count, &error);
    if (!ok)
        fprintf(stderr, "%s\n", error.text);
    return ok ? 0 : 1;
}

static int close_all(void **unused)
{
    (void)unused;
    char command[128];
    sp_arena_free(&states_text);
    sp_specialties_free(&specialties);
    store_close(store);
    snprintf(command, sizeof command, "rm -rf '%s'", home);
    return system(command) == 0 ? 0 : 1;
}

static struct sp_programs loaded(void)
{
    struct sp_programs programs = {0};
    struct sp_error error = {0};
    must(store_load_programs(store, &programs, &error), &error);
    return programs;
}

static bool same_fact(const struct sp_fact *a, const struct sp_fact *b)
{
    return a->answer == b->answer && a->value == b->value
           && (a->answer == SP_UNKNOWN
               || (strcmp(a->origin.source, b->origin.source) == 0
                   && strcmp(a->origin.as_of, b->origin.as_of) == 0));
}

static int differences(const struct sp_programs *a, const struct sp_programs *b)
{
    int found = a->count != b->count;
    for (int i = 0; !found && i < a->count; i++) {
        const struct sp_track *x = &a->track[i], *y = &b->track[i];
        found += strcmp(x->code, y->code) != 0 || !same_fact(&x->positions, &y->positions);
        for (int k = 0; k < SP_REQUIREMENTS; k++)
            found += !same_fact(&x->fact[k], &y->fact[k]);
        for (int k = 0; k < SP_RATES; k++)
            found += !same_fact(&x->rate[k], &y->rate[k]);
    }
    return found;
}

static int conflicts(void)
{
    struct sp_arena text = {0};
    struct sp_error error = {0};
    struct sp_conflict *conflict;
    int count;
    must(store_load_conflicts(store, &text, &conflict, &count, &error), &error);
    sp_arena_free(&text);
    return count;
}

/* Rows of random tracks, by code, by id or by name, with random facts and blanks. */
static void write_table(FILE *out, const struct sp_programs *programs,
                        struct sp_random *random)
{
    static const char *const answer[] = {"yes", "no", "", "n/a", "TRUE", "0"};
    fputs("NRMP code;ACGME id;Program;City;State;Specialty;J-1;H-1B;Minimum Step 2;Signal;"
          "Non-US IMG;Remark\n1001120C0;;;;;;yes;;;100%;0.5%;\n",
          out);
    int rows = 1 + (int)sp_random_below(random, MOST_ROWS);
    for (int i = 0; i < rows; i++) {
        const struct sp_track *track =
            &programs->track[sp_random_below(random, (uint32_t)programs->count)];
        int way = (int)sp_random_below(random, 3);
        fprintf(out, "%s;%s;\"%s\";\"%s\";%s;%s;", way == 0 ? track->code : "",
                way == 1 ? track->acgme_id : "", track->institution, track->city,
                track->state, track->specialty);
        fprintf(out, "%s;%s;", answer[sp_random_below(random, 6)],
                answer[sp_random_below(random, 6)]);
        fprintf(out, sp_random_below(random, 2) ? "%u;" : ";",
                200 + sp_random_below(random, 60));
        fprintf(out, "%u%%;%.1f;\"said \"\"%u\"\"\"\n", sp_random_below(random, 101),
                100 * sp_random_uniform(random), sp_random_word(random));
    }
}

/* Reads, joins and saves one table; its facts, which the caller frees. */
static struct import_facts import_table(const char *text, size_t size,
                                        const struct sp_programs *programs, int *id)
{
    const struct import_catalogue catalogue = {programs, &specialties, states, state_count};
    struct table table;
    struct import_mapping mapping;
    struct import_matches matches;
    struct import_facts facts;
    struct sp_error error = {0};
    must(table_parse_csv(text, size, &table, &error), &error);
    must(import_guess(&table, &mapping, &error), &error);
    must(import_bind(&mapping, &table, &error), &error);
    must(import_join(&table, &mapping, &catalogue, NULL, &matches, &error), &error);
    must(import_collect(&table, &mapping, &catalogue, &matches, &facts, &error), &error);
    assert_true(matches.at[0].how == IMPORT_BY_NRMP);
    const struct store_import import = {
        .file = "t.csv", .kind = mapping.kind, .source = "a test", .as_of = "2026-11"};
    must(store_save_import(store, &import, facts.fact, facts.facts, NULL, id, &error),
         &error);
    import_matches_free(&matches);
    import_mapping_free(&mapping);
    table_free(&table);
    return facts;
}

/* Every fact of the import stands in the programs, with its source. */
static void check_seen(const struct import_facts *facts, const struct sp_programs *programs)
{
    for (int i = 0; i < facts->facts; i++) {
        const struct store_fact *fact = &facts->fact[i];
        if (strcmp(fact->field, "accepts_j1") != 0)
            continue;
        int track = sp_programs_find(programs, fact->code);
        assert_true(track >= 0);
        const struct sp_fact *seen = &programs->track[track].fact[SP_ACCEPTS_J1];
        assert_int_equal(seen->answer, strcmp(fact->value, "yes") == 0 ? SP_YES : SP_NO);
        assert_string_equal(seen->origin.source, "a test");
    }
}

static void an_import_taken_back_leaves_the_store_as_it_was(void **unused)
{
    (void)unused;
    struct sp_programs before = loaded();
    int conflicts_before = conflicts();
    for (uint64_t seed = 0; seed < TABLES; seed++) {
        struct sp_random random = sp_random_for(20261122, seed);
        struct sp_error error = {0};
        char *text = NULL;
        size_t size = 0;
        int id;
        FILE *out = open_memstream(&text, &size);
        assert_non_null(out);
        write_table(out, &before, &random);
        assert_int_equal(fclose(out), 0);
        struct import_facts facts = import_table(text, size, &before, &id);
        struct sp_programs during = loaded();
        assert_true(differences(&before, &during) > 0);
        check_seen(&facts, &during);
        must(store_undo_import(store, id, &error), &error);
        struct sp_programs after = loaded();
        assert_int_equal(differences(&before, &after), 0);
        assert_int_equal(conflicts(), conflicts_before);
        sp_programs_free(&after);
        sp_programs_free(&during);
        import_facts_free(&facts);
        free(text);
    }
    sp_programs_free(&before);
}

static void every_program_is_found_again_by_its_own_name(void **unused)
{
    (void)unused;
    struct sp_programs programs = loaded();
    const struct import_catalogue catalogue = {&programs, &specialties, states,
                                               state_count};
    struct table table;
    struct import_mapping mapping;
    struct import_matches matches;
    struct sp_error error = {0};
    char *text = NULL;
    size_t size = 0;
    int found = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    fputs("Program\tCity\tState\tSpecialty\tJ-1\n", out);
    for (int i = 0; i < programs.count; i++)
        fprintf(out, "%s\t%s\t%s\t%s\tyes\n", programs.track[i].institution,
                programs.track[i].city, programs.track[i].state,
                programs.track[i].specialty);
    assert_int_equal(fclose(out), 0);
    must(table_parse_csv(text, size, &table, &error), &error);
    must(import_guess(&table, &mapping, &error), &error);
    must(import_bind(&mapping, &table, &error), &error);
    must(import_join(&table, &mapping, &catalogue, NULL, &matches, &error), &error);
    for (int i = 0; i < programs.count; i++) {
        if (matches.at[i].how != IMPORT_BY_NAME)
            continue;
        found++;
        assert_int_equal(programs.track[matches.at[i].track[0]].program,
                         programs.track[i].program);
    }
    print_message("# %d of %d tracks are found by name alone\n", found, programs.count);
    assert_true(found > programs.count * 95 / 100);
    import_matches_free(&matches);
    import_mapping_free(&mapping);
    table_free(&table);
    free(text);
    sp_programs_free(&programs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_import_taken_back_leaves_the_store_as_it_was),
        cmocka_unit_test(every_program_is_found_again_by_its_own_name),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
