/* match_json.c: the JSON form of a market.
 *
 * The document is read twice: programs and applicants get their numbers first, lists and
 * what they name come after.  A fault is told with its line and its place in the document,
 * as `applicants[3].rank[0]`.
 */
#include "match_build.h"

#include "error.h"
#include "json_line.h"

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLACE_ROOM = 200 };

struct reader {
    struct match_build build;
    const char *name; /* of the file */
    const char *text;
    size_t length;
    struct sp_error *error;
};

static bool fail_memory(struct sp_error *error)
{
    return sp_fail(error, SP_NO_MEMORY, "no memory for a market of this size");
}

static const char the_market[] = "the market";

static int line_of(const struct reader *reader, const char *place)
{
    size_t whole = sizeof the_market - 1;
    return json_line(reader->text, reader->length,
                     strncmp(place, the_market, whole) == 0 ? place + whole : place);
}

static bool wrong(struct reader *reader, const char *place, const char *why)
{
    return sp_fail(reader->error, SP_BAD_INPUT, "%s, line %d, %s: %s", reader->name,
                   line_of(reader, place), place, why);
}

static bool wrong_value(struct reader *reader, const char *place, const json_t *value,
                        const char *why)
{
    char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
    sp_fail(reader->error, SP_BAD_INPUT, "%s, line %d, %s: %.60s %s", reader->name,
            line_of(reader, place), place, text ? text : "the value", why);
    free(text);
    return false;
}

static bool wrong_key(struct reader *reader, const char *place, const char *key,
                      const char *known)
{
    char where[2 * PLACE_ROOM];
    snprintf(where, sizeof where, "%.150s.%.100s", place, key);
    return sp_fail(reader->error, SP_BAD_INPUT,
                   "%s, line %d, %s: no key '%.40s'; there may be %s", reader->name,
                   line_of(reader, where), place, key, known);
}

static bool check_keys(struct reader *reader, const char *place, json_t *object,
                       const char *known)
{
    const char *key;
    json_t *value;
    if (!json_is_object(object))
        return wrong(reader, place, "is not an object in { }");
    json_object_foreach(object, key, value)
    {
        const char *at = strstr(known, key);
        size_t length = strlen(key);
        bool whole = at && length > 0 && (at == known || at[-1] == ' ')
                     && (at[length] == ' ' || !at[length]);
        if (!whole)
            return wrong_key(reader, place, key, known);
    }
    return true;
}

/* A list that may be missing; SIZE_MAX when it is something else. */
static bool read_list(struct reader *reader, const char *place, json_t *object,
                      const char *key, json_t **list)
{
    *list = json_object_get(object, key);
    if (!*list || json_is_array(*list))
        return true;
    char where[PLACE_ROOM + 20];
    snprintf(where, sizeof where, "%s.%.12s", place, key);
    return wrong_value(reader, where, *list, "is not a list in [ ]");
}

/* Names are texts; whole numbers from 0 are taken as they are written. */
static bool read_name(struct reader *reader, const char *place, const json_t *value,
                      char number[32], struct match_field *field)
{
    if (json_is_string(value) && json_string_length(value) > 0) {
        *field = match_field_of(json_string_value(value), json_string_length(value));
        return true;
    }
    if (json_is_integer(value) && json_integer_value(value) >= 0) {
        int length = snprintf(number, 32, "%lld", (long long)json_integer_value(value));
        *field = match_field_of(number, (size_t)length);
        return true;
    }
    if (!value)
        return wrong(reader, place, "is missing");
    return wrong_value(reader, place, value, "is not a name");
}

static bool find(struct reader *reader, const char *place, const json_t *value,
                 const struct match_names *names, const char *what, int32_t *number)
{
    char room[32], why[60];
    struct match_field field;
    if (!read_name(reader, place, value, room, &field))
        return false;
    *number = match_names_find(names, &field);
    snprintf(why, sizeof why, "is not the id of %s", what);
    return *number >= 0 || wrong_value(reader, place, value, why);
}

static bool find_program(struct reader *reader, const char *place, const json_t *value,
                         int32_t *number)
{
    return find(reader, place, value, &reader->build.programs, "a program", number);
}

static bool add_row(struct reader *reader, struct match_rows *rows, int32_t who,
                    int32_t rank, int32_t what)
{
    if (!match_rows_room(rows, (int64_t)rows->count + 1, rows == &reader->build.pairs))
        return fail_memory(reader->error);
    rows->who[rows->count] = who;
    rows->rank[rows->count] = rank;
    rows->what[rows->count++] = what;
    return true;
}

static bool add_id(struct reader *reader, const char *list, size_t i, json_t *object,
                   struct match_names *names)
{
    char place[PLACE_ROOM], room[32];
    struct match_field field;
    json_t *id = json_object_get(object, "id");
    int32_t before = names->count;
    snprintf(place, sizeof place, "%s[%zu].id", list, i);
    if (!read_name(reader, place, id, room, &field))
        return false;
    int32_t number = match_names_add(names, &reader->build.file->memory, &field);
    if (number < 0)
        return fail_memory(reader->error);
    return number == before || wrong_value(reader, place, id, "was given twice");
}

static bool read_parity(struct reader *reader, const char *place, const json_t *value,
                        uint8_t *parity)
{
    static const char *const word[] = {"any", "even", "odd"};
    *parity = SP_ANY_NUMBER;
    if (!value)
        return true;
    for (*parity = 0; json_is_string(value) && *parity < 3; ++*parity)
        if (strcmp(json_string_value(value), word[*parity]) == 0)
            return true;
    char where[PLACE_ROOM + 10];
    snprintf(where, sizeof where, "%s.parity", place);
    return wrong_value(reader, where, value, "is not \"any\", \"even\" or \"odd\"");
}

static bool read_program(struct reader *reader, size_t i, json_t *program)
{
    char place[PLACE_ROOM], where[PLACE_ROOM + 10];
    snprintf(place, sizeof place, "programs[%zu]", i);
    snprintf(where, sizeof where, "%s.quota", place);
    if (!check_keys(reader, place, program, "id quota rank reverts_to parity")
        || !add_id(reader, "programs", i, program, &reader->build.programs))
        return false;
    json_t *quota = json_object_get(program, "quota");
    uint8_t parity;
    if (!quota)
        return wrong(reader, where, "is missing");
    if (!json_is_integer(quota) || json_integer_value(quota) > 9999999)
        return wrong_value(reader, where, quota, "is not a whole number from 0 to 9999999");
    if (json_integer_value(quota) < 0)
        return wrong_value(reader, where, quota, "is a quota below 0");
    return read_parity(reader, place, json_object_get(program, "parity"), &parity)
           && (match_build_program(&reader->build, (int32_t)json_integer_value(quota),
                                   parity)
               || fail_memory(reader->error));
}

static bool read_list_of(struct reader *reader, const char *place, json_t *list,
                         int32_t who, const struct match_names *names, const char *what,
                         struct match_rows *rows)
{
    char where[PLACE_ROOM + 20];
    int32_t number, start = rows->count;
    json_t *value;
    size_t i;
    json_array_foreach(list, i, value)
    {
        snprintf(where, sizeof where, "%s[%zu]", place, i);
        if (!find(reader, where, value, names, what, &number)
            || !add_row(reader, rows, who, (int32_t)i, number))
            return false;
        for (int32_t before = start; before < rows->count - 1 && rows->count - start < 64;
             before++)
            if (rows->what[before] == number)
                return wrong_value(reader, where, value, "stands twice on this list");
    }
    return true;
}

static bool read_applicant(struct reader *reader, size_t i, json_t *applicant)
{
    char place[PLACE_ROOM];
    json_t *list;
    snprintf(place, sizeof place, "applicants[%zu]", i);
    if (!read_list(reader, place, applicant, "rank", &list))
        return false;
    snprintf(place, sizeof place, "applicants[%zu].rank", i);
    return read_list_of(reader, place, list, (int32_t)i, &reader->build.programs,
                        "a program", &reader->build.choices);
}

static bool read_linked(struct reader *reader, size_t i, const char *key, json_t *list)
{
    struct match_build *build = &reader->build;
    char place[PLACE_ROOM], where[PLACE_ROOM + 30];
    struct match_field field = match_field_of(key, strlen(key));
    int32_t p = match_names_find(&build->programs, &field), q;
    json_t *value;
    size_t j;
    snprintf(place, sizeof place, "applicants[%zu].supplemental.%.100s", i, key);
    if (p < 0)
        return wrong(reader, place, "is not the id of a program");
    if (!json_is_array(list))
        return wrong_value(reader, place, list, "is not a list in [ ]");
    json_array_foreach(list, j, value)
    {
        snprintf(where, sizeof where, "%s[%zu]", place, j);
        if (!find_program(reader, where, value, &q))
            return false;
        if (q == p)
            return wrong_value(reader, where, value, "is the program it is linked to");
        enum match_link linked =
            match_build_link(build, (int32_t)i, p, (int32_t)j, q, (int32_t)j);
        if (linked == MATCH_LINK_NO_ROOM)
            return fail_memory(reader->error);
        if (linked == MATCH_NOT_LISTED)
            return wrong(reader, place, "is linked to a program that is not on this list");
    }
    return true;
}

static bool sort_links(struct reader *reader)
{
    struct match_build *build = &reader->build;
    int32_t row = -1, a, p;
    char place[PLACE_ROOM];
    enum match_fault fault = match_build_sort_links(build, &row);
    if (fault == MATCH_FINE)
        return true;
    if (fault == MATCH_NO_ROOM)
        return fail_memory(reader->error);
    match_build_link_owner(build, row, &a, &p);
    snprintf(place, sizeof place, "applicants[%d].supplemental.%.100s[%d]", (int)a,
             build->programs.name[p], (int)build->links.also[row]);
    return wrong(reader, place, "stands twice on this list");
}

static bool read_supplemental(struct reader *reader, size_t i, json_t *applicant)
{
    json_t *object = json_object_get(applicant, "supplemental"), *list;
    const char *key;
    char place[PLACE_ROOM];
    snprintf(place, sizeof place, "applicants[%zu].supplemental", i);
    if (!object)
        return true;
    if (!json_is_object(object))
        return wrong_value(reader, place, object, "is not an object in { }");
    json_object_foreach(object, key, list)
    {
        if (!read_linked(reader, i, key, list))
            return false;
    }
    return true;
}

static bool read_members(struct reader *reader, size_t i, json_t *couple, json_t *members)
{
    struct match_build *build = &reader->build;
    const struct sp_market_lists *lists = &build->file->lists;
    int32_t member[2];
    char place[PLACE_ROOM];
    snprintf(place, sizeof place, "couples[%zu].members", i);
    if (json_array_size(members) != 2)
        return wrong_value(reader, place, couple, "does not name two members");
    for (size_t m = 0; m < 2; m++) {
        json_t *value = json_array_get(members, m);
        snprintf(place, sizeof place, "couples[%zu].members[%zu]", i, m);
        if (!find(reader, place, value, &build->applicants, "an applicant", &member[m]))
            return false;
        if (match_build_couple_of(build, member[m]) >= 0)
            return wrong_value(reader, place, value, "is a member of two couples");
        if (lists->rank_first[member[m]] < lists->rank_first[member[m] + 1])
            return wrong_value(reader, place, value,
                               "is a member of a couple and has a list of its own");
        if (m == 1 && member[0] == member[1])
            return wrong_value(reader, place, value, "is both members of a couple");
    }
    return match_build_couple(build, member[0], member[1]) || fail_memory(reader->error);
}

static bool read_pair(struct reader *reader, const char *place, json_t *pair,
                      int32_t couple, int32_t rank)
{
    int32_t program[2] = {-1, -1};
    char where[PLACE_ROOM + 10];
    if (!json_is_array(pair) || json_array_size(pair) != 2)
        return wrong_value(reader, place, pair, "is not a pair of programs");
    for (size_t m = 0; m < 2; m++) {
        json_t *value = json_array_get(pair, m);
        snprintf(where, sizeof where, "%s[%zu]", place, m);
        if (!json_is_null(value) && !find_program(reader, where, value, &program[m]))
            return false;
    }
    if (!add_row(reader, &reader->build.pairs, couple, rank, program[0]))
        return false;
    reader->build.pairs.also[reader->build.pairs.count - 1] = program[1];
    return true;
}

static bool read_couple(struct reader *reader, size_t i, json_t *couple)
{
    char place[PLACE_ROOM];
    json_t *members, *list, *pair;
    size_t k;
    snprintf(place, sizeof place, "couples[%zu]", i);
    if (!check_keys(reader, place, couple, "members rank")
        || !read_list(reader, place, couple, "members", &members)
        || !read_list(reader, place, couple, "rank", &list)
        || !read_members(reader, i, couple, members))
        return false;
    json_array_foreach(list, k, pair)
    {
        snprintf(place, sizeof place, "couples[%zu].rank[%zu]", i, k);
        if (!read_pair(reader, place, pair, (int32_t)i, (int32_t)k))
            return false;
    }
    return true;
}

static bool read_wishes(struct reader *reader, size_t i, json_t *program)
{
    struct match_build *build = &reader->build;
    char place[PLACE_ROOM];
    json_t *list, *to = json_object_get(program, "reverts_to");
    snprintf(place, sizeof place, "programs[%zu]", i);
    if (!read_list(reader, place, program, "rank", &list))
        return false;
    snprintf(place, sizeof place, "programs[%zu].rank", i);
    if (!read_list_of(reader, place, list, (int32_t)i, &build->applicants, "an applicant",
                      &build->wishes))
        return false;
    snprintf(place, sizeof place, "programs[%zu].reverts_to", i);
    if (!to || json_is_null(to))
        return true;
    build->file->reverts = true;
    return find_program(reader, place, to, &build->reverts_to[i]);
}

static bool sort_rows(struct reader *reader, struct match_rows *rows, int32_t owners,
                      int32_t things, const char *list, const char *end,
                      const int32_t **first)
{
    int32_t row = -1, *made = NULL;
    char place[PLACE_ROOM];
    struct match_build *build = &reader->build;
    enum match_fault fault = match_rows_sort(rows, owners, things, &made, &row);
    *first = made;
    build->file->list[build->file->lists_owned++] = made;
    if (fault == MATCH_FINE)
        return true;
    if (fault == MATCH_NO_ROOM)
        return fail_memory(reader->error);
    snprintf(place, sizeof place, "%s[%d]%s[%d]", list, (int)rows->who[row], end,
             (int)rows->rank[row]);
    return wrong(reader, place, "stands twice on this list");
}

typedef bool read_one(struct reader *reader, size_t i, json_t *value);

static bool read_each(struct reader *reader, json_t *list, read_one *read)
{
    json_t *value;
    size_t i;
    json_array_foreach(list, i, value)
    {
        if (!read(reader, i, value))
            return false;
    }
    return true;
}

static bool read_applicant_id(struct reader *reader, size_t i, json_t *applicant)
{
    char place[PLACE_ROOM];
    snprintf(place, sizeof place, "applicants[%zu]", i);
    return check_keys(reader, place, applicant, "id rank supplemental")
           && add_id(reader, "applicants", i, applicant, &reader->build.applicants);
}

static bool read_lists(struct reader *reader, json_t *applicants, json_t *programs,
                       json_t *couples)
{
    struct match_build *build = &reader->build;
    struct sp_market_lists *lists = &build->file->lists;
    int32_t count = build->applicants.count, programs_count = build->programs.count;
    return read_each(reader, applicants, read_applicant)
           && sort_rows(reader, &build->choices, count, programs_count, "applicants",
                        ".rank", &lists->rank_first)
           && read_each(reader, couples, read_couple)
           && sort_rows(reader, &build->pairs, build->couples, 0, "couples", ".rank",
                        &lists->pair_first)
           && read_each(reader, applicants, read_supplemental) && sort_links(reader)
           && read_each(reader, programs, read_wishes)
           && sort_rows(reader, &build->wishes, programs_count, count, "programs", ".rank",
                        &lists->wish_first);
}

static bool read_market(struct reader *reader, json_t *root)
{
    struct match_build *build = &reader->build;
    json_t *applicants, *programs, *couples;
    return check_keys(reader, the_market, root, "applicants couples programs")
           && read_list(reader, the_market, root, "applicants", &applicants)
           && read_list(reader, the_market, root, "couples", &couples)
           && read_list(reader, the_market, root, "programs", &programs)
           && read_each(reader, programs, read_program)
           && read_each(reader, applicants, read_applicant_id)
           && read_lists(reader, applicants, programs, couples)
           && match_build_finish(build, reader->error);
}

/* While it reads, jansson 2.14 does not see that its own buffer could not grow, and writes
 * past it.  So more memory than it can take for this text is asked for first. */
static bool memory_for(size_t length)
{
    void *volatile probe = malloc(128 * length + (1 << 16));
    free(probe);
    return probe != NULL;
}

bool match_file_parse_json(const char *text, size_t length, const char *name,
                           struct match_file *file, struct sp_error *error)
{
    json_error_t fault = {0};
    struct reader reader = {.build = {.file = file},
                            .name = name,
                            .text = text,
                            .length = length,
                            .error = error};
    *file = (struct match_file){0};
    if (!memory_for(length))
        return fail_memory(error);
    json_t *root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &fault);
    if (!root && !fault.text[0])
        return fail_memory(error);
    if (!root)
        return sp_fail(error, SP_BAD_INPUT, "%s, line %d, column %d: %s", name, fault.line,
                       fault.column, fault.text);
    bool ok = read_market(&reader, root);
    match_build_free(&reader.build);
    json_decref(root);
    if (!ok)
        match_file_free(file);
    return ok;
}
