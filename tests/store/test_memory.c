/* test_memory.c: the store when memory runs out: each allocation is refused in turn.
 */
#include "check.h"

#include "engine.h"
#include "error.h"
#include "findings.h"
#include "notes.h"
#include "profiles.h"
#include "scarce.h"
#include "store.h"

#include <stdlib.h>
#include <string.h>

static bool open_and_close(void *context, struct sp_error *error)
{
    struct fixture *fixture = context;
    struct store *store;
    bool ok = store_open_release(fixture->place.home, NULL, &fixture->small->release,
                                 &store, error);
    assert_true(ok || !store);
    store_close(store);
    return ok;
}

static bool load_programs(void *context, struct sp_error *error)
{
    struct fixture *fixture = context;
    struct sp_programs programs;
    bool ok = store_load_programs(fixture->store, &programs, error);
    assert_true(ok ? programs.count == 4 : !programs.track && !programs.count);
    sp_programs_free(&programs);
    return ok;
}

static bool load_published(void *context, struct sp_error *error)
{
    struct fixture *fixture = context;
    struct sp_published published;
    bool ok = store_load_published(fixture->store, &published, error);
    assert_true(ok || (!published.cell && !published.effects));
    sp_published_free(&published);
    return ok;
}

static bool load_season(void *context, struct sp_error *error)
{
    struct fixture *fixture = context;
    struct sp_season season;
    bool ok = store_load_season(fixture->store, 2026, &season, error);
    assert_true(ok || !season.fee);
    sp_season_free(&season);
    return ok;
}

static bool load_lists(void *context, struct sp_error *error)
{
    struct fixture *fixture = context;
    struct sp_arena text = {0};
    struct sp_source *source;
    struct store_import *import;
    struct sp_conflict *conflict;
    int sources, imports, conflicts;
    bool ok = store_load_sources(fixture->store, &text, &source, &sources, error)
              && store_load_imports(fixture->store, &text, &import, &imports, error)
              && store_load_conflicts(fixture->store, &text, &conflict, &conflicts, error);
    sp_arena_free(&text);
    return ok;
}

static bool save_and_undo(void *context, struct sp_error *error)
{
    struct fixture *fixture = context;
    struct store_import import = {.file = "a.csv", .source = "mine"};
    struct store_fact fact = {"1000140C0", "min_step2", "230", 2};
    int id;
    return store_save_import(fixture->store, &import, &fact, 1, NULL, &id, error)
           && store_undo_import(fixture->store, id, error);
}

static bool keep_and_change(void *context, struct sp_error *error)
{
    struct fixture *fixture = context;
    struct store_profile given = {.name = "Applicant A", .body = "{}"}, kept;
    struct store_finding finding = {.code = "1000140C0",
                                    .field = "min_step2",
                                    .value = "230",
                                    .source = "mine",
                                    .as_of = "2026"};
    struct sp_arena text = {0};
    struct store_note *note;
    int count;
    bool ok = store_add_profile(fixture->store, &given, 1, &text, &kept, error);
    given.id = kept.id;
    ok = ok && store_change_profile(fixture->store, &given, 1, &text, &kept, error)
         && store_move_profile(fixture->store, kept.id, 0, STORE_UNDO, 1, &text, &kept,
                               error)
         && store_save_note(fixture->store, kept.id, "1000140C0", "a note", 1, error)
         && store_load_notes(fixture->store, kept.id, &text, &note, &count, error)
         && store_save_finding(fixture->store, &finding, error)
         && store_drop_finding(fixture->store, "1000140C0", "min_step2", error)
         && store_forget_profile(fixture->store, kept.id, error);
    sp_arena_free(&text);
    return ok;
}

static bool load_openings(void *context, struct sp_error *error)
{
    struct fixture *fixture = context;
    struct sp_openings openings;
    bool ok = store_load_openings(fixture->store, &openings, error);
    assert_true(ok ? openings.count == 1 : !openings.at && !openings.count);
    sp_openings_free(&openings);
    return ok;
}

static bool change_openings(void *context, struct sp_error *error)
{
    struct fixture *fixture = context;
    struct sp_opening_change said = {.kind = "add", .name = "a", .source = "mine"};
    struct store_opening_fact facts[] = {{"+1", "institution", "Example Clinic"},
                                         {"+1", "specialties", "IM"},
                                         {"al-north", "needs_bls", "yes"},
                                         {"al-north", "weeks", "2-4"}};
    int id;
    return store_change_openings(fixture->store, &said, facts, 4, NULL, &id, NULL, error);
}

static bool undo_openings(void *context, struct sp_error *error)
{
    struct fixture *fixture = context;
    return store_undo_openings(fixture->store, 1, error);
}

static int set_up(void **state)
{
    *state = fixture_make();
    return 0;
}

static void opening_without_memory_fails_and_can_be_tried_again(void **state)
{
    scarce_refuse_each(open_and_close, *state, 1);
}

static void loading_and_saving_without_memory_fail_and_leave_nothing(void **state)
{
    struct fixture *fixture = *state;
    fixture_reopen(fixture);
    scarce_refuse_each(load_programs, fixture, 1);
    scarce_refuse_each(load_published, fixture, 1);
    scarce_refuse_each(load_season, fixture, 1);
    scarce_refuse_each(save_and_undo, fixture, 1);
    scarce_refuse_each(load_lists, fixture, 1);
    scarce_refuse_each(keep_and_change, fixture, 1);
    small_release_put(fixture->small, "openings.csv",
                      "id,institution,kind,hands_on_by_kind,any_specialty,cost_basis,trust,"
                      "source,as_of\n"
                      "al-north,North Hospital,observership,yes,yes,unknown,listed,NRMP,"
                      "2026\n");
    small_release_put(fixture->small, "opening_requirements.csv",
                      "opening,item,answer,least,stated,source,as_of\n"
                      "al-north,cv,yes,,page,NRMP,2026\n");
    fixture_reopen(fixture);
    scarce_refuse_each(load_openings, fixture, 1);
    scarce_refuse_each(change_openings, fixture, 1);
    scarce_refuse_each(undo_openings, fixture, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(opening_without_memory_fails_and_can_be_tried_again,
                                        set_up, fixture_close),
        cmocka_unit_test_setup_teardown(
            loading_and_saving_without_memory_fail_and_leave_nothing, set_up,
            fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
