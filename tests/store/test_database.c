/* test_database.c: what each engine must do, below the store. */
#include "check.h"

#include "database.h"
#include "engine.h"
#include "error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ground {
    struct place place;
    struct database *database;
};

static int set_up(void **state)
{
    struct ground *ground = calloc(1, sizeof *ground);
    struct sp_error error = {0};
    assert_non_null(ground);
    place_make(&ground->place);
    if (!place_open(&ground->place, &ground->database, &error)
        || !database_run(ground->database,
                         "create table item (id bigint not null primary key,"
                         " name text not null, worth double precision\n);",
                         &error))
        fail_msg("%s", error.text);
    *state = ground;
    return 0;
}

static int tear_down(void **state)
{
    struct ground *ground = *state;
    database_close(ground->database);
    place_remove(&ground->place);
    free(ground);
    return 0;
}

static struct statement *prepared(struct database *database, const char *sql)
{
    struct statement *statement;
    struct sp_error error = {0};
    if (!database_prepare(database, sql, &statement, &error))
        fail_msg("%s", error.text);
    return statement;
}

static long count_items(struct database *database)
{
    struct statement *statement = prepared(database, "select count(*) from item");
    assert_int_equal(database_step(statement, NULL), DATABASE_ROW);
    long count = database_long(statement, 0);
    database_finish(statement);
    return count;
}

static bool insert_item(struct database *database, long id, struct sp_error *error)
{
    struct statement *statement =
        prepared(database, "insert into item (id, name, worth) values (?1, ?2, ?3)");
    database_bind_long(statement, 1, id);
    database_bind_text(statement, 2, "item");
    database_bind_null(statement, 3);
    bool ok = database_execute(statement, error);
    database_finish(statement);
    return ok;
}

static void values_come_back_as_they_went_in(void **state)
{
    struct database *database = ((struct ground *)*state)->database;
    struct statement *in =
        prepared(database, "insert into item (id, name, worth) values (?2, ?1, ?3)");
    static const double worth[] = {1666.6666666666667, -0.1, 1e-300, 0};
    for (int i = 0; i < 4; i++) {
        database_bind_text(in, 1, i ? "it's \"quoted\"; é" : "");
        database_bind_long(in, 2, i ? 9007199254740993 + i : -1);
        database_bind_double(in, 3, worth[i]);
        assert_true(database_execute(in, NULL));
        assert_int_equal(database_changes(database), 1);
    }
    database_finish(in);

    struct statement *out =
        prepared(database, "select name, id, worth from item where id >= ?1 order by id");
    database_bind_long(out, 1, -1);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(database_step(out, NULL), DATABASE_ROW);
        assert_string_equal(database_text(out, 0), i ? "it's \"quoted\"; é" : "");
        assert_true(database_long(out, 1) == (i ? 9007199254740993 + i : -1));
        assert_true(database_double(out, 2) == worth[i]);
    }
    assert_int_equal(database_step(out, NULL), DATABASE_DONE);
    database_finish(out);
}

static void an_unknown_value_is_null_and_not_zero(void **state)
{
    struct database *database = ((struct ground *)*state)->database;
    assert_true(insert_item(database, 1, NULL));
    struct statement *out = prepared(database, "select worth, id from item");
    assert_int_equal(database_step(out, NULL), DATABASE_ROW);
    assert_true(database_is_null(out, 0));
    assert_false(database_is_null(out, 1));
    assert_string_equal(database_text(out, 0), "");
    assert_true(database_double(out, 0) == 0);
    database_finish(out);
}

static void no_more_rows_and_could_not_read_are_different_answers(void **state)
{
    struct database *database = ((struct ground *)*state)->database;
    struct sp_error error = {0};
    struct statement *none = prepared(database, "select id from item");
    assert_int_equal(database_step(none, &error), DATABASE_DONE);
    assert_int_equal(error.code, SP_OK);
    database_finish(none);
    assert_true(insert_item(database, 1, NULL));
    assert_false(insert_item(database, 1, &error));
    assert_int_equal(error.code, SP_BAD_INPUT);
}

static void a_statement_that_failed_runs_again(void **state)
{
    struct database *database = ((struct ground *)*state)->database;
    struct statement *in =
        prepared(database, "insert into item (id, name) values (?1, 'item')");
    database_bind_long(in, 1, 1);
    assert_true(database_execute(in, NULL));
    assert_false(database_execute(in, NULL));
    database_bind_long(in, 1, 2);
    assert_true(database_execute(in, NULL));
    database_finish(in);
    assert_int_equal(count_items(database), 2);
}

static void a_value_for_a_place_that_is_not_there_fails_the_step(void **state)
{
    struct database *database = ((struct ground *)*state)->database;
    struct sp_error error = {0};
    struct statement *in =
        prepared(database, "insert into item (id, name) values (?1, 'item')");
    database_bind_long(in, 1, 1);
    database_bind_long(in, 2, 1);
    assert_false(database_execute(in, &error));
    assert_int_not_equal(error.code, SP_OK);
    database_finish(in);
    assert_int_equal(count_items(database), 0);
}

static void sql_that_means_nothing_is_refused_when_prepared(void **state)
{
    struct database *database = ((struct ground *)*state)->database;
    struct sp_error error = {0};
    struct statement *statement;
    assert_false(database_prepare(database, "select moon from item", &statement, &error));
    assert_null(statement);
    assert_non_null(strstr(error.text, "moon"));
    assert_false(database_run(database, "drop table moon;", &error));
    database_finish(NULL);
    database_close(NULL);
}

static void what_is_not_kept_is_taken_back_whole(void **state)
{
    struct database *database = ((struct ground *)*state)->database;
    assert_true(database_begin(database, NULL));
    assert_true(insert_item(database, 1, NULL));
    assert_true(insert_item(database, 2, NULL));
    assert_false(database_end(database, false, NULL));
    assert_int_equal(count_items(database), 0);
    assert_true(database_begin(database, NULL));
    assert_true(insert_item(database, 3, NULL));
    assert_true(database_end(database, true, NULL));
    assert_int_equal(count_items(database), 1);
}

static void another_handle_sees_all_of_it_or_nothing(void **state)
{
    struct ground *ground = *state;
    struct database *other;
    assert_true(place_open(&ground->place, &other, NULL));
    assert_true(database_begin(ground->database, NULL));
    assert_true(insert_item(ground->database, 1, NULL));
    assert_int_equal(count_items(other), 0);
    assert_true(database_end(ground->database, true, NULL));
    assert_int_equal(count_items(other), 1);
    database_close(other);
}

static void a_writer_that_waits_too_long_is_told_so(void **state)
{
    struct ground *ground = *state;
    struct database *other;
    struct sp_error error = {0};
    assert_true(place_open(&ground->place, &other, NULL));
    assert_true(database_begin(ground->database, NULL));
    assert_false(database_begin(other, &error));
    assert_int_equal(error.code, SP_UNAVAILABLE);
    assert_non_null(strstr(error.text, "another program is writing to it"));
    assert_false(database_end(ground->database, false, NULL));
    assert_true(database_begin(other, NULL));
    assert_true(database_end(other, true, NULL));
    database_close(other);
}

static void a_row_that_refers_to_nothing_is_refused(void **state)
{
    struct database *database = ((struct ground *)*state)->database;
    struct sp_error error = {0};
    assert_true(database_run(database,
                             "create table part (item_id bigint not null"
                             " references item (id)\n);",
                             NULL));
    assert_false(database_run(database, "insert into part values (7);", &error));
    assert_int_equal(error.code, SP_BAD_INPUT);
}

static void a_column_takes_values_of_its_type_only(void **state)
{
    struct database *database = ((struct ground *)*state)->database;
    struct sp_error error = {0};
    assert_false(database_run(
        database, "insert into item (id, name, worth) values (1, 'a', 'much');", &error));
    assert_int_equal(error.code, SP_BAD_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_come_back_as_they_went_in, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_unknown_value_is_null_and_not_zero, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            no_more_rows_and_could_not_read_are_different_answers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_statement_that_failed_runs_again, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            a_value_for_a_place_that_is_not_there_fails_the_step, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sql_that_means_nothing_is_refused_when_prepared,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_kept_is_taken_back_whole, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(another_handle_sees_all_of_it_or_nothing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_writer_that_waits_too_long_is_told_so, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_row_that_refers_to_nothing_is_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_column_takes_values_of_its_type_only, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
