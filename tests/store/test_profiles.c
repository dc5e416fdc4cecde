/* test_profiles.c: profiles that people keep, and all that belongs to them. */
#include "check.h"

#include "engine.h"
#include "error.h"
#include "findings.h"
#include "moment.h"
#include "notes.h"
#include "profiles.h"
#include "scenarios.h"
#include "store.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOW = 1795380396 }; /* 2026-11-22T20:46:36Z */

static void assert_fault(struct fixture *fixture, bool ok, enum sp_code code,
                         const char *words)
{
    assert_false(ok);
    assert_int_equal(fixture->error.code, code);
    if (!strstr(fixture->error.text, words))
        fail_msg("\"%s\" does not say \"%s\"", fixture->error.text, words);
    fixture->error = (struct sp_error){0};
}

static struct store_profile add(struct fixture *fixture, const char *name, const char *body)
{
    struct store_profile given = {.name = name, .body = body}, kept;
    if (!store_add_profile(fixture->store, &given, NOW, &fixture->text, &kept,
                           &fixture->error))
        fail_msg("%s", fixture->error.text);
    return kept;
}

static bool try_change(struct fixture *fixture, long id, long version, const char *body,
                       long now, struct store_profile *kept)
{
    struct store_profile given = {
        .id = id, .version = version, .name = "Applicant A", .body = body};
    return store_change_profile(fixture->store, &given, now, &fixture->text, kept,
                                &fixture->error);
}

static struct store_profile change(struct fixture *fixture, long id, const char *body)
{
    struct store_profile kept;
    if (!try_change(fixture, id, 0, body, NOW, &kept))
        fail_msg("%s", fixture->error.text);
    return kept;
}

static struct store_profile move(struct fixture *fixture, long id, enum store_move which)
{
    struct store_profile kept;
    if (!store_move_profile(fixture->store, id, 0, which, NOW, &fixture->text, &kept,
                            &fixture->error))
        fail_msg("%s", fixture->error.text);
    return kept;
}

static struct store_profile load(struct fixture *fixture, long id)
{
    struct store_profile profile;
    if (!store_load_profile(fixture->store, id, &fixture->text, &profile, &fixture->error))
        fail_msg("%s", fixture->error.text);
    return profile;
}

static int count_changes(struct fixture *fixture, long id)
{
    struct store_change *list;
    int count;
    assert_true(
        store_load_changes(fixture->store, id, &fixture->text, &list, &count, NULL));
    return count;
}

static const struct store_profile_filter everyone;

static int count_profiles(struct fixture *fixture)
{
    struct store_profile *list;
    int count;
    assert_true(store_list_profiles(fixture->store, &everyone, &fixture->text, &list,
                                    &count, NULL));
    return count;
}

/* --- keeping and changing -------------------------------------------------------- */

static void a_profile_comes_back_as_it_was_given(void **state)
{
    struct fixture *fixture = *state;
    struct store_profile kept = add(fixture, "Applicant A", "{\"step2_ck\": 240}");
    assert_int_equal(kept.id, 1);
    assert_int_equal(kept.version, 1);
    assert_string_equal(kept.updated_at, "2026-11-22T20:46:36Z");
    assert_false(kept.demo || kept.can_undo || kept.can_redo);
    fixture_reopen(fixture);
    struct store_profile again = load(fixture, kept.id);
    assert_string_equal(again.name, "Applicant A");
    assert_string_equal(again.body, "{\"step2_ck\": 240}");
    assert_int_equal(again.version, 1);
}

static void the_list_names_all_without_their_bodies(void **state)
{
    struct fixture *fixture = *state;
    struct store_profile demo = {.name = "Applicant D", .body = "{}", .demo = true}, kept;
    struct store_profile *list;
    int count;
    add(fixture, "Applicant B", "{}");
    assert_true(store_add_profile(fixture->store, &demo, NOW, &fixture->text, &kept, NULL));
    assert_true(store_list_profiles(fixture->store, &everyone, &fixture->text, &list,
                                    &count, NULL));
    assert_int_equal(count, 2);
    assert_string_equal(list[0].name, "Applicant D");
    assert_string_equal(list[1].name, "Applicant B");
    assert_true(list[0].demo && !list[1].demo);
    assert_string_equal(list[1].body, "");
}

/* The numbers of those that a filter lets through, one after the other. */
static const char *listed(struct fixture *fixture, struct store_profile_filter filter)
{
    static char ids[200];
    char *to = ids;
    struct store_profile *list;
    int count;
    if (!store_list_profiles(fixture->store, &filter, &fixture->text, &list, &count,
                             &fixture->error))
        fail_msg("%s", fixture->error.text);
    *ids = '\0';
    for (int i = 0; i < count; i++)
        to += sprintf(to, "%ld", list[i].id);
    return ids;
}

static void the_last_changed_comes_first_page_by_page(void **state)
{
    struct fixture *fixture = *state;
    struct store_profile kept;
    for (const char *const *name = (const char *const[]){"A", "B", "C", "D", NULL}; *name;
         name++)
        add(fixture, *name, "{}");
    assert_string_equal(listed(fixture, everyone), "4321");
    assert_true(try_change(fixture, 2, 1, "two", NOW + 1, &kept));
    assert_string_equal(listed(fixture, everyone), "2431");
    assert_true(store_delete_profile(fixture->store, 3, NOW + 1, NULL));
    assert_string_equal(listed(fixture, everyone), "241");
    assert_string_equal(listed(fixture, (struct store_profile_filter){.most = 2}), "24");
    assert_string_equal(listed(fixture, (struct store_profile_filter){.after = 4}), "1");
    assert_string_equal(
        listed(fixture, (struct store_profile_filter){.after = 2, .most = 1}), "4");
    assert_string_equal(listed(fixture, (struct store_profile_filter){.after = 1}), "");
    struct store_profile *list;
    int count;
    struct store_profile_filter nobody = {.after = 99};
    assert_false(store_list_profiles(fixture->store, &nobody, &fixture->text, &list, &count,
                                     &fixture->error));
    assert_int_equal(fixture->error.code, SP_NOT_FOUND);
    long counted;
    assert_true(store_count_profiles(fixture->store, &counted, NULL));
    assert_int_equal(counted, 3);
}

static void a_search_finds_names_with_all_its_words(void **state)
{
    struct fixture *fixture = *state;
    add(fixture, "Applicant A, Surgery", "{}");
    add(fixture, "Applicant B, 100% sure", "{}");
    assert_string_equal(
        listed(fixture, (struct store_profile_filter){"surg APPLICANT", 0, 0}), "1");
    assert_string_equal(listed(fixture, (struct store_profile_filter){" ", 0, 1}), "2");
    assert_string_equal(listed(fixture, (struct store_profile_filter){"0%", 0, 0}), "2");
    assert_string_equal(listed(fixture, (struct store_profile_filter){"%", 1, 0}), "");
    assert_string_equal(listed(fixture, (struct store_profile_filter){"B Surgery", 0, 0}),
                        "");
}

static void a_change_needs_the_latest_version(void **state)
{
    struct fixture *fixture = *state;
    struct store_profile kept = add(fixture, "Applicant A", "one"), mine, yours;
    assert_true(try_change(fixture, kept.id, 1, "mine", NOW, &mine));
    assert_int_equal(mine.version, 2);
    bool ok = try_change(fixture, kept.id, 1, "yours", NOW, &yours);
    assert_int_equal(yours.version, 2); /* what is there instead */
    assert_string_equal(yours.body, "mine");
    assert_fault(fixture, ok, SP_CONFLICT, "version 1 is not the latest, which is 2");
    assert_string_equal(load(fixture, kept.id).body, "mine");
    assert_int_equal(count_changes(fixture, kept.id), 2);
    assert_true(try_change(fixture, kept.id, 2, "yours", NOW, &yours));
    assert_string_equal(yours.body, "yours");
}

static void a_name_is_one_line(void **state)
{
    struct fixture *fixture = *state;
    static char long_name[PROFILE_NAME_BYTES + 2];
    memset(long_name, 'x', PROFILE_NAME_BYTES + 1);
    static const struct {
        const char *name, *says;
    } wrong[] = {
        {"", "name: \"\" is not allowed"},
        {" \t", "name: \"\" is not allowed"},
        {long_name, "name: 121 bytes are too many; allowed: 120"},
        {"two\nlines", "control character"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct store_profile given = {.name = wrong[i].name, .body = "{}"}, kept;
        bool ok = store_add_profile(fixture->store, &given, NOW, &fixture->text, &kept,
                                    &fixture->error);
        assert_fault(fixture, ok, SP_BAD_INPUT, wrong[i].says);
    }
    assert_int_equal(count_profiles(fixture), 0);
}

static void what_is_not_there_is_not_found(void **state)
{
    struct fixture *fixture = *state;
    struct store_profile kept;
    for (long id = -1; id <= 1; id++) {
        assert_fault(
            fixture,
            store_load_profile(fixture->store, id, &fixture->text, &kept, &fixture->error),
            SP_NOT_FOUND, "there is none");
        assert_fault(fixture, try_change(fixture, id, 1, "{}", NOW, &kept), SP_NOT_FOUND,
                     "there is none");
        assert_fault(fixture,
                     store_delete_profile(fixture->store, id, NOW, &fixture->error),
                     SP_NOT_FOUND, "there is none");
        assert_fault(fixture, store_forget_profile(fixture->store, id, &fixture->error),
                     SP_NOT_FOUND, "there is none");
    }
}

/* --- undo and redo --------------------------------------------------------------- */

static void undo_goes_back_and_redo_forth_to_the_ends(void **state)
{
    struct fixture *fixture = *state;
    struct store_profile kept;
    long id = add(fixture, "Applicant A", "one").id;
    change(fixture, id, "two");
    assert_true(change(fixture, id, "three").can_undo);
    assert_string_equal(move(fixture, id, STORE_UNDO).body, "two");
    fixture_reopen(fixture);
    kept = move(fixture, id, STORE_UNDO);
    assert_string_equal(kept.body, "one");
    assert_int_equal(kept.version, 5); /* under a new version each time */
    assert_true(!kept.can_undo && kept.can_redo);
    assert_fault(fixture,
                 store_move_profile(fixture->store, id, 0, STORE_UNDO, NOW, &fixture->text,
                                    &kept, &fixture->error),
                 SP_NOT_FOUND, "nothing to undo");
    assert_string_equal(move(fixture, id, STORE_REDO).body, "two");
    kept = move(fixture, id, STORE_REDO);
    assert_string_equal(kept.body, "three");
    assert_true(kept.can_undo && !kept.can_redo);
    assert_fault(fixture,
                 store_move_profile(fixture->store, id, 0, STORE_REDO, NOW, &fixture->text,
                                    &kept, &fixture->error),
                 SP_NOT_FOUND, "nothing to redo");
    assert_string_equal(move(fixture, id, STORE_UNDO).body, "two");
    assert_string_equal(move(fixture, id, STORE_REDO).body, "three");
    assert_string_equal(move(fixture, id, STORE_UNDO).body, "two");
    assert_string_equal(move(fixture, id, STORE_UNDO).body, "one");
}

static void a_change_after_an_undo_begins_a_new_line_and_loses_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct store_change *list;
    int count;
    long id = add(fixture, "Applicant A", "one").id;
    change(fixture, id, "two");
    move(fixture, id, STORE_UNDO);
    assert_false(change(fixture, id, "other").can_redo);
    assert_string_equal(move(fixture, id, STORE_UNDO).body, "one");
    assert_string_equal(move(fixture, id, STORE_REDO).body, "other");
    assert_true(
        store_load_changes(fixture->store, id, &fixture->text, &list, &count, NULL));
    static const char *const bodies[] = {"one", "two", "one", "other", "one", "other"};
    assert_int_equal(count, 6);
    for (int i = 0; i < count; i++)
        assert_string_equal(list[i].body, bodies[i]);
}

static void undo_with_an_old_version_is_a_conflict(void **state)
{
    struct fixture *fixture = *state;
    struct store_profile kept;
    long id = add(fixture, "Applicant A", "one").id;
    change(fixture, id, "two");
    assert_fault(fixture,
                 store_move_profile(fixture->store, id, 1, STORE_UNDO, NOW, &fixture->text,
                                    &kept, &fixture->error),
                 SP_CONFLICT, "not the latest");
    assert_string_equal(kept.body, "two");
}

static void fifty_changes_and_ten_minutes_can_be_taken_back(void **state)
{
    struct fixture *fixture = *state;
    struct store_profile kept;
    char body[16];
    long id = add(fixture, "Applicant A", "0").id;
    for (int i = 1; i <= 150; i++) { /* an hour ago: only as many as are kept for good */
        snprintf(body, sizeof body, "%d", i);
        assert_true(try_change(fixture, id, 0, body, NOW - 3600, &kept));
    }
    for (int i = 151; i <= 400; i++) { /* just now: all */
        snprintf(body, sizeof body, "%d", i);
        assert_true(try_change(fixture, id, 0, body, NOW, &kept));
    }
    assert_true(count_changes(fixture, id) >= 250);
    for (int i = 399; i >= 350; i--) {
        snprintf(body, sizeof body, "%d", i);
        assert_string_equal(move(fixture, id, STORE_UNDO).body, body);
    }
    assert_true(try_change(fixture, id, 0, "late", NOW + 3600, &kept));
    assert_int_equal(count_changes(fixture, id), PROFILE_CHANGES_KEPT);
}

/* --- deleting -------------------------------------------------------------------- */

static void a_deleted_profile_can_be_restored_for_ten_minutes(void **state)
{
    struct fixture *fixture = *state;
    struct store_profile kept;
    long id = add(fixture, "Applicant A", "one").id;
    change(fixture, id, "two");
    assert_true(store_delete_profile(fixture->store, id, NOW, NULL));
    assert_int_equal(count_profiles(fixture), 0);
    assert_fault(
        fixture,
        store_load_profile(fixture->store, id, &fixture->text, &kept, &fixture->error),
        SP_NOT_FOUND, "there is none");
    assert_fault(fixture, store_delete_profile(fixture->store, id, NOW, &fixture->error),
                 SP_NOT_FOUND, "there is none");
    assert_true(store_forget_deleted(fixture->store, NOW + 599, NULL));
    assert_true(
        store_restore_profile(fixture->store, id, NOW + 599, &fixture->text, &kept, NULL));
    assert_string_equal(kept.body, "two");
    assert_true(kept.can_undo);

    assert_true(store_delete_profile(fixture->store, id, NOW, NULL));
    assert_fault(fixture,
                 store_restore_profile(fixture->store, id, NOW + 601, &fixture->text, &kept,
                                       &fixture->error),
                 SP_NOT_FOUND, "none that was deleted in the last ten minutes");
    assert_true(store_forget_deleted(fixture->store, NOW + 601, NULL));
    assert_int_equal(count_changes(fixture, id), 0);
    assert_int_not_equal(add(fixture, "Applicant B", "{}").id, id);
}

/* Whether any file of the store holds the bytes. */
static bool on_the_disk(const char *home, const char *bytes)
{
    DIR *folder = opendir(home);
    assert_non_null(folder);
    bool found = false;
    for (struct dirent *entry; (entry = readdir(folder));) {
        char path[400];
        snprintf(path, sizeof path, "%s/%s", home, entry->d_name);
        FILE *file = fopen(path, "rb");
        static char all[8 << 20];
        size_t length = file && *entry->d_name != '.' ? fread(all, 1, sizeof all, file) : 0;
        found = found || memmem(all, length, bytes, strlen(bytes));
        if (file)
            fclose(file);
    }
    closedir(folder);
    return found;
}

static void for_ever_leaves_no_row_and_no_byte(void **state)
{
    struct fixture *fixture = *state;
    static const char secret[] = "a-sentence-that-stands-nowhere-else";
    struct store_note *note;
    struct store_scenario scenario = {.name = secret, .changes = "{}"}, *list;
    struct sp_error error = {0};
    long other;
    int count;
    long id = add(fixture, secret, secret).id;
    other = add(fixture, "Applicant B", "stays").id;
    change(fixture, id, secret);
    assert_true(
        store_save_note(fixture->store, id, "1000140C0", secret, NOW, &fixture->error));
    long made;
    assert_true(store_add_scenario(fixture->store, id, &scenario, NOW, &made, NULL));
    assert_true(on_the_disk(fixture->place.home, secret));

    assert_true(store_forget_profile(fixture->store, id, &fixture->error));
    assert_false(on_the_disk(fixture->place.home, secret));
    assert_int_equal(count_changes(fixture, id), 0);
    assert_false(
        store_load_notes(fixture->store, id, &fixture->text, &note, &count, &error));
    assert_false(
        store_load_scenarios(fixture->store, id, &fixture->text, &list, &count, &error));
    assert_int_equal(error.code, SP_NOT_FOUND);
    assert_string_equal(load(fixture, other).body, "stays");
}

static void a_deleted_profile_can_be_forgotten_at_once(void **state)
{
    struct fixture *fixture = *state;
    struct store_profile kept;
    long id = add(fixture, "Applicant A", "one").id;
    assert_true(store_delete_profile(fixture->store, id, NOW, NULL));
    assert_true(store_forget_profile(fixture->store, id, NULL));
    assert_fault(fixture,
                 store_restore_profile(fixture->store, id, NOW, &fixture->text, &kept,
                                       &fixture->error),
                 SP_NOT_FOUND, "none that was deleted");
}

/* --- what belongs to a profile --------------------------------------------------- */

static void a_note_is_kept_replaced_and_deleted(void **state)
{
    struct fixture *fixture = *state;
    struct store *store = fixture->store;
    struct store_note note, *all;
    int count;
    long id = add(fixture, "Applicant A", "{}").id;
    long other = add(fixture, "Applicant B", "{}").id;
    assert_true(store_save_note(store, id, "1000140C0", "call them", NOW, NULL));
    assert_true(store_save_note(store, id, "1000140C0", "called", NOW + 1, NULL));
    assert_true(store_load_note(store, id, "1000140C0", &fixture->text, &note, NULL));
    assert_string_equal(note.body, "called");
    assert_string_equal(note.updated_at, "2026-11-22T20:46:37Z");
    assert_true(store_load_notes(store, other, &fixture->text, &all, &count, NULL));
    assert_int_equal(count, 0);
    assert_true(store_delete_note(store, id, "1000140C0", NULL));
    assert_fault(
        fixture,
        store_load_note(store, id, "1000140C0", &fixture->text, &note, &fixture->error),
        SP_NOT_FOUND, "no note about 1000140C0");
    assert_fault(fixture, store_delete_note(store, id, "1000140C0", &fixture->error),
                 SP_NOT_FOUND, "no note");
    assert_fault(fixture,
                 store_save_note(store, id, "9999999C0", "x", NOW, &fixture->error),
                 SP_NOT_FOUND, "'9999999C0' is no NRMP code");
    assert_fault(fixture,
                 store_save_note(store, 99, "1000140C0", "x", NOW, &fixture->error),
                 SP_NOT_FOUND, "profile 99");
    assert_fault(fixture,
                 store_save_note(store, id, "1000140C0", " \n", NOW, &fixture->error),
                 SP_BAD_INPUT, "text: \"\" is not allowed");
}

static void scenarios_are_named_and_kept_in_order(void **state)
{
    struct fixture *fixture = *state;
    struct store *store = fixture->store;
    struct store_scenario *all,
        first = {.name = "Step 3", .changes = "{\"step3.result\":\"passed\"}"},
        second = {.name = "more money", .changes = "{\"budget_usd\":4000}"};
    long id = add(fixture, "Applicant A", "{}").id, made;
    int count;
    assert_true(store_add_scenario(store, id, &first, NOW, &made, NULL));
    assert_true(store_add_scenario(store, id, &second, NOW, &made, NULL));
    assert_fault(fixture,
                 store_add_scenario(store, id, &first, NOW, &made, &fixture->error),
                 SP_BAD_INPUT, "there is a scenario 'Step 3' already");
    assert_int_equal(made, 0);
    assert_true(store_load_scenarios(store, id, &fixture->text, &all, &count, NULL));
    assert_int_equal(count, 2);
    assert_string_equal(all[0].name, "Step 3");
    assert_string_equal(all[1].changes, "{\"budget_usd\":4000}");
    assert_true(store_delete_scenario(store, id, all[0].id, NULL));
    assert_fault(fixture, store_delete_scenario(store, id, all[0].id, &fixture->error),
                 SP_NOT_FOUND, "there is none");
    assert_true(store_add_scenario(store, id, &first, NOW, &made, NULL));
    assert_true(made > all[1].id);
}

/* --- the user's own findings ------------------------------------------------------ */

static struct sp_fact fact_of(struct fixture *fixture, enum sp_requirement requirement)
{
    struct sp_programs programs;
    assert_true(store_load_programs(fixture->store, &programs, NULL));
    struct sp_fact fact =
        programs.track[sp_programs_find(&programs, "1000140C0")].fact[requirement];
    fact.origin.source = sp_arena_text(&fixture->text, fact.origin.source);
    fact.origin.as_of = sp_arena_text(&fixture->text, fact.origin.as_of);
    sp_programs_free(&programs);
    return fact;
}

static void find(struct fixture *fixture, const char *field, const char *value)
{
    struct store_finding given = {.code = "1000140C0",
                                  .field = field,
                                  .value = value,
                                  .source = "their page",
                                  .as_of = "2026-11-22"};
    if (!store_save_finding(fixture->store, &given, &fixture->error))
        fail_msg("%s", fixture->error.text);
}

static void a_finding_stands_in_place_of_an_import_and_shows_the_conflict(void **state)
{
    struct fixture *fixture = *state;
    struct store_import import = {.file = "a.csv", .source = "grid", .as_of = "2026-10"};
    struct store_fact fact = {"1000140C0", "min_step2", "220", 2};
    struct sp_conflict *conflict;
    struct store_finding *finding;
    int id, count;
    assert_true(store_save_import(fixture->store, &import, &fact, 1, NULL, &id, NULL));
    find(fixture, "min_step2", "230");
    find(fixture, "min_step2", "235"); /* the last one stands alone */
    assert_true(fact_of(fixture, SP_MIN_STEP2).value == 235);
    assert_string_equal(fact_of(fixture, SP_MIN_STEP2).origin.source, "their page");
    assert_string_equal(fact_of(fixture, SP_MIN_STEP2).origin.as_of, "2026-11-22");
    assert_true(
        store_load_conflicts(fixture->store, &fixture->text, &conflict, &count, NULL));
    assert_int_equal(count, 1);
    assert_string_equal(conflict[0].used_value, "235");
    assert_string_equal(conflict[0].other_value, "220");
    assert_string_equal(conflict[0].other_source, "grid");
    assert_true(
        store_load_findings(fixture->store, &fixture->text, &finding, &count, NULL));
    assert_int_equal(count, 1);
    assert_string_equal(finding[0].value, "235");

    assert_true(store_drop_finding(fixture->store, "1000140C0", "min_step2", NULL));
    assert_true(fact_of(fixture, SP_MIN_STEP2).value == 220);
    assert_fault(
        fixture,
        store_drop_finding(fixture->store, "1000140C0", "min_step2", &fixture->error),
        SP_NOT_FOUND, "no finding of yours");
}

static void a_finding_that_cannot_be_is_refused_by_field_and_value(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        struct store_finding given;
        enum sp_code code;
        const char *says;
    } wrong[] = {
        {{.code = "1000140C0",
          .field = "min_step3",
          .value = "1",
          .source = "s",
          .as_of = "2026"},
         SP_BAD_INPUT,
         "field: \"min_step3\" is no field"},
        {{.code = "1000140C0",
          .field = "note:x",
          .value = "1",
          .source = "s",
          .as_of = "2026"},
         SP_BAD_INPUT,
         "field: \"note:x\" is no field"},
        {{.code = "1000140C0",
          .field = "accepts_j1",
          .value = "maybe",
          .source = "s",
          .as_of = "2026"},
         SP_BAD_INPUT,
         "value: accepts_j1: \"maybe\" is neither yes nor no"},
        {{.code = "1000140C0",
          .field = "accepts_j1",
          .value = "yes",
          .source = " ",
          .as_of = "2026"},
         SP_BAD_INPUT,
         "source: \"\""},
        {{.code = "1000140C0",
          .field = "accepts_j1",
          .value = "yes",
          .source = "s",
          .as_of = "soon"},
         SP_BAD_INPUT,
         "as_of"},
        {{.code = "9999999C0",
          .field = "accepts_j1",
          .value = "yes",
          .source = "s",
          .as_of = "2026"},
         SP_NOT_FOUND,
         "'9999999C0' is no NRMP code"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_fault(fixture,
                     store_save_finding(fixture->store, &wrong[i].given, &fixture->error),
                     wrong[i].code, wrong[i].says);
}

/* --- when things go wrong ---------------------------------------------------------- */

/* Changes a profile over and over, and says each version that was acknowledged. */
static void change_until_killed(const struct fixture *fixture, long id, int out)
{
    struct store *store = open_or_fail(&fixture->place, &fixture->small->release);
    for (;;) {
        struct sp_arena text = {0};
        struct store_profile given = {.id = id, .name = "Applicant A", .body = "{}"}, kept;
        if (!store_change_profile(store, &given, NOW, &text, &kept, NULL)
            || write(out, &kept.version, sizeof kept.version) != sizeof kept.version)
            _exit(1);
        sp_arena_free(&text);
    }
}

static void what_was_acknowledged_survives_a_kill(void **state)
{
    struct fixture *fixture = *state;
    long id = add(fixture, "Applicant A", "{}").id, seen = 0, version;
    int ends[2], status;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        change_until_killed(fixture, id, ends[1]);
    close(ends[1]);
    while (seen < 40 && read(ends[0], &version, sizeof version) == sizeof version)
        seen = version;
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    while (read(ends[0], &version, sizeof version) == sizeof version)
        seen = version;
    close(ends[0]);
    fixture_reopen(fixture);
    assert_true(seen >= 40 && load(fixture, id).version >= seen);
    assert_string_equal(move(fixture, id, STORE_UNDO).body, "{}");
}

static void leave_room(rlim_t bytes)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes ? bytes : limit.rlim_max;
    signal(SIGXFSZ, bytes ? SIG_IGN : SIG_DFL);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_full_disk_refuses_a_change_and_keeps_the_one_before(void **state)
{
    struct fixture *fixture = *state;
    struct store_profile kept;
    static char body[900 << 10];
    memset(body, 'x', sizeof body - 1);
    long id = add(fixture, "Applicant A", "small").id;
    leave_room(256 << 10);
    bool ok = try_change(fixture, id, 1, body, NOW, &kept);
    leave_room(0);
    assert_fault(fixture, ok, SP_UNAVAILABLE, "nothing was changed");
    assert_string_equal(load(fixture, id).body, "small");
    assert_true(try_change(fixture, id, 1, body, NOW, &kept));
    fixture_reopen(fixture);
    assert_int_equal(strlen(load(fixture, id).body), sizeof body - 1);
}

static void ten_thousand_profiles_are_listed_and_found(void **state)
{
    struct fixture *fixture = *state;
    enum { MANY = 10000 };
    struct store_profile *list;
    int count;
    for (int i = 0; i < MANY; i++) {
        char name[32];
        snprintf(name, sizeof name, "Applicant %d", i);
        struct store_profile given = {.name = name, .body = "{\"step2_ck\": 240}"}, kept;
        struct sp_arena text = {0};
        assert_true(store_add_profile(fixture->store, &given, NOW, &text, &kept, NULL));
        sp_arena_free(&text);
    }
    assert_true(store_list_profiles(fixture->store, &everyone, &fixture->text, &list,
                                    &count, NULL));
    assert_int_equal(count, MANY);
    assert_string_equal(list[0].name, "Applicant 9999");
    assert_string_equal(load(fixture, list[4999].id).name, "Applicant 5000");
}

static void moments_read_as_utc(void **state)
{
    (void)state;
    char text[MOMENT_BYTES];
    moment_write(0, text);
    assert_string_equal(text, "1970-01-01T00:00:00Z");
    moment_write(NOW, text);
    assert_string_equal(text, "2026-11-22T20:46:36Z");
    moment_write(-5, text);
    assert_string_equal(text, "1970-01-01T00:00:00Z");
    moment_write(1L << 60, text);
    assert_string_equal(text, "9999-12-31T23:59:59Z");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_profile_comes_back_as_it_was_given),
        CASE(the_list_names_all_without_their_bodies),
        CASE(the_last_changed_comes_first_page_by_page),
        CASE(a_search_finds_names_with_all_its_words),
        CASE(a_change_needs_the_latest_version),
        CASE(a_name_is_one_line),
        CASE(what_is_not_there_is_not_found),
        CASE(undo_goes_back_and_redo_forth_to_the_ends),
        CASE(a_change_after_an_undo_begins_a_new_line_and_loses_nothing),
        CASE(undo_with_an_old_version_is_a_conflict),
        CASE(fifty_changes_and_ten_minutes_can_be_taken_back),
        CASE(a_deleted_profile_can_be_restored_for_ten_minutes),
        CASE(for_ever_leaves_no_row_and_no_byte),
        CASE(a_deleted_profile_can_be_forgotten_at_once),
        CASE(a_note_is_kept_replaced_and_deleted),
        CASE(scenarios_are_named_and_kept_in_order),
        CASE(a_finding_stands_in_place_of_an_import_and_shows_the_conflict),
        CASE(a_finding_that_cannot_be_is_refused_by_field_and_value),
        CASE(what_was_acknowledged_survives_a_kill),
        CASE(a_full_disk_refuses_a_change_and_keeps_the_one_before),
        CASE(ten_thousand_profiles_are_listed_and_found),
        cmocka_unit_test(moments_read_as_utc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
