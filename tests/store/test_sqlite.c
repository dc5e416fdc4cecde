/* test_sqlite.c: folders, rights, damaged files and full disks. */
#include "check.h"

#include "engine.h"
#include "error.h"
#include "store.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int set_up(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    assert_non_null(place);
    place_make(place);
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    place_remove(*state);
    free(*state);
    return 0;
}

/* Fails to open, with the code, and with all the words in the text. */
static void assert_refused(const char *home, enum sp_code code, const char *words)
{
    struct small_release *small = small_release();
    struct store *store;
    struct sp_error error = {0};
    assert_false(store_open_release(home, NULL, &small->release, &store, &error));
    assert_null(store);
    assert_int_equal(error.code, code);
    if (!strstr(error.text, words))
        fail_msg("\"%s\" does not say \"%s\"", error.text, words);
    free(small);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void a_missing_folder_is_made_for_its_owner_alone(void **state)
{
    const struct place *place = *state;
    struct small_release *small = small_release();
    char home[128], file[160];
    snprintf(home, sizeof home, "%s/a/b/c", place->home);
    snprintf(file, sizeof file, "%s/smartpick.db", home);
    struct store *store;
    assert_true(store_open_release(home, NULL, &small->release, &store, NULL));
    struct stat is;
    assert_int_equal(stat(home, &is), 0);
    assert_int_equal(is.st_mode & 0777, 0700);
    assert_int_equal(stat(file, &is), 0);
    assert_int_equal(is.st_mode & 0777, 0600);
    store_close(store);
    store_close(NULL);
    free(small);
}

static void a_file_in_place_of_the_folder_is_named(void **state)
{
    const struct place *place = *state;
    char home[128], below[160];
    snprintf(home, sizeof home, "%s/file", place->home);
    snprintf(below, sizeof below, "%s/home", home);
    write_file(home, "text");
    assert_refused(home, SP_UNAVAILABLE, "is a file, not a folder");
    assert_refused(below, SP_UNAVAILABLE, "Not a directory");
    assert_refused("", SP_UNAVAILABLE, "cannot be made");
    assert_refused("/proc/smartpick/home", SP_UNAVAILABLE, "cannot be made");
}

/* Runs a function in a child as somebody without rights of their own; its answer. */
static bool as_nobody(bool (*function)(const char *home), const char *home)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (geteuid() == 0 && (setegid(65534) != 0 || seteuid(65534) != 0))
            _exit(2);
        _exit(function(home) ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool is_refused_for_rights(const char *home)
{
    struct small_release *small = small_release();
    struct store *store = NULL;
    struct sp_error error = {0};
    bool opened = store_open_release(home, NULL, &small->release, &store, &error);
    store_close(store);
    free(small);
    return !opened && error.code == SP_UNAVAILABLE
           && strstr(error.text,
                     "give yourself the right or choose another SMARTPICK_HOME");
}

static void a_folder_that_may_not_be_written_is_named(void **state)
{
    const struct place *place = *state;
    assert_int_equal(chmod(place->home, 0500), 0);
    assert_true(as_nobody(is_refused_for_rights, place->home));
    assert_int_equal(chmod(place->home, 0700), 0);
}

static void a_file_that_is_no_store_is_left_as_it_is(void **state)
{
    const struct place *place = *state;
    char path[128], text[64] = "";
    snprintf(path, sizeof path, "%s/smartpick.db", place->home);
    write_file(path, "this is a letter to my aunt, and certainly not a store\n");
    assert_refused(place->home, SP_UNAVAILABLE, "it is damaged or not a store");
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(text, sizeof text, file));
    fclose(file);
    assert_string_equal(text, "this is a letter to my aunt, and certainly not a store\n");
}

static void a_folder_in_place_of_the_file_is_named(void **state)
{
    const struct place *place = *state;
    char path[128];
    snprintf(path, sizeof path, "%s/smartpick.db", place->home);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_refused(place->home, SP_UNAVAILABLE, "it cannot be opened");
}

static void a_url_of_another_engine_is_refused(void **state)
{
    const struct place *place = *state;
    struct small_release *small = small_release();
    struct store_options options = {.url = "postgresql://localhost/smartpick"};
    struct store *store;
    struct sp_error error = {0};
    assert_false(
        store_open_release(place->home, &options, &small->release, &store, &error));
    assert_int_equal(error.code, SP_BAD_INPUT);
    assert_non_null(strstr(error.text, "leave the url out"));
    free(small);
}

/* Files cannot grow beyond so many bytes, as on a disk that is full. */
static void leave_room(rlim_t bytes)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes ? bytes : limit.rlim_max;
    signal(SIGXFSZ, bytes ? SIG_IGN : SIG_DFL);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

enum { MANY = 20000 };

static struct store_fact *many_facts(void)
{
    struct store_fact *fact = calloc(MANY, sizeof *fact);
    assert_non_null(fact);
    for (int i = 0; i < MANY; i++)
        fact[i] =
            (struct store_fact){"1000140C0", "note:remark", "a remark of some length", i};
    return fact;
}

static long count_imports(struct store *store)
{
    struct sp_arena text = {0};
    struct store_import *import;
    int count;
    assert_true(store_load_imports(store, &text, &import, &count, NULL));
    sp_arena_free(&text);
    return count;
}

static void a_full_disk_refuses_an_import_and_changes_nothing(void **state)
{
    const struct place *place = *state;
    struct small_release *small = small_release();
    struct store *store = open_or_fail(place, &small->release);
    struct store_import import = {.file = "a.csv", .kind = "mapped", .source = "mine"};
    struct store_fact *fact = many_facts();
    struct sp_error error = {0};
    int id;
    assert_true(store_save_import(store, &import, fact, 10, NULL, &id, NULL));

    leave_room(256 * 1024);
    bool saved = store_save_import(store, &import, fact, MANY, NULL, &id, &error);
    leave_room(0);
    assert_false(saved);
    assert_int_equal(error.code, SP_UNAVAILABLE);
    assert_non_null(strstr(error.text, "nothing was changed"));
    assert_int_equal(id, 0);
    assert_int_equal(count_imports(store), 1);

    assert_true(store_save_import(store, &import, fact, MANY, NULL, &id, NULL));
    assert_int_equal(id, 2);
    store_close(store);
    store = open_or_fail(place, &small->release);
    assert_int_equal(count_imports(store), 2);
    store_close(store);
    free(fact);
    free(small);
}

static void a_full_disk_keeps_the_facts_of_the_release_before(void **state)
{
    const struct place *place = *state;
    struct small_release *small = small_release();
    store_close(open_or_fail(place, &small->release));

    enum { ROW = 80, ROWS = 20000 };
    char *text = malloc(ROW * (ROWS + 1));
    assert_non_null(text);
    int used = sprintf(text, "id,what,value,low,high,certainty,source,as_of\n");
    for (int i = 0; i < ROWS; i++)
        used += sprintf(text + used, "rate.%d,a rate of some sort,0.5,0,1,low,X,2026\n", i);
    small_release_put(small, "base_rates.csv", text);
    struct store *store;
    struct sp_error error = {0};
    leave_room(512 * 1024);
    bool opened = store_open_release(place->home, NULL, &small->release, &store, &error);
    leave_room(0);
    assert_false(opened);
    assert_int_equal(error.code, SP_UNAVAILABLE);
    free(small);

    small = small_release(); /* the release before finds its facts and writes nothing */
    store = open_or_fail(place, &small->release);
    struct sp_published published;
    assert_true(store_load_published(store, &published, NULL));
    assert_int_equal(published.base_rates, 1);
    assert_string_equal(published.base_rate[0].id, "accepts_j1");
    sp_published_free(&published);
    store_close(store);
    free(text);
    free(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_missing_folder_is_made_for_its_owner_alone,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_in_place_of_the_folder_is_named, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_folder_that_may_not_be_written_is_named, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_is_no_store_is_left_as_it_is, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_folder_in_place_of_the_file_is_named, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_url_of_another_engine_is_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_full_disk_refuses_an_import_and_changes_nothing,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_full_disk_keeps_the_facts_of_the_release_before,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
