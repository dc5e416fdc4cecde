/* match_build.c: names become numbers, rows become lists.
 *
 * Rows that already stand in order, as they do in a file that a program wrote, are used
 * where they are; others are sorted by counting and then within each list.
 */
#include "match_build.h"

#include "error.h"

#include <stdlib.h>
#include <string.h>

enum { NUMBERS = 10000000 };

static uint32_t hash(const struct match_field *field)
{
    uint32_t value = 2166136261u; /* FNV-1a */
    for (int32_t i = 0; i < field->length; i++)
        value = (value ^ (unsigned char)field->at[i]) * 16777619u;
    return value ^ value >> 15;
}

static bool is(const char *name, const struct match_field *field)
{
    return strncmp(name, field->at, (size_t)field->length) == 0 && !name[field->length];
}

static int32_t *slot_of(const struct match_names *names, const struct match_field *field)
{
    uint32_t mask = (uint32_t)names->slots - 1, at = hash(field) & mask;
    while (names->slot[at] && !is(names->name[names->slot[at] - 1], field))
        at = (at + 1) & mask;
    return &names->slot[at];
}

int32_t match_names_hashed(const struct match_names *names, const struct match_field *field)
{
    return names->slot ? *slot_of(names, field) - 1 : -1;
}

struct match_field match_field_of(const char *text, size_t length)
{
    struct match_field field = {text, (int32_t)length, -1};
    int32_t number = 0;
    if (length == 0 || length > 7 || (text[0] == '0' && length > 1))
        return field;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return field;
        number = number * 10 + (text[i] - '0');
    }
    field.number = number;
    return field;
}

static bool grow_slots(struct match_names *names)
{
    struct match_names grown = *names;
    grown.slots = names->slots ? 2 * names->slots : 1024;
    grown.slot = calloc((size_t)grown.slots, sizeof *grown.slot);
    if (!grown.slot)
        return false;
    for (int32_t i = 0; i < names->count; i++) {
        struct match_field field = match_field_of(names->name[i], strlen(names->name[i]));
        if (field.number < 0)
            *slot_of(&grown, &field) = i + 1;
    }
    free(names->slot);
    *names = grown;
    return true;
}

static bool room_for_name(struct match_names *names, const struct match_field *field)
{
    if (names->count == names->room) {
        int32_t room = names->room ? 2 * names->room : 1024;
        void *grown = realloc(names->name, (size_t)room * sizeof *names->name);
        if (!grown)
            return false;
        names->name = grown;
        names->room = room;
    }
    if (field->number >= 0 && !names->by_number)
        names->by_number = calloc(NUMBERS, sizeof *names->by_number);
    if (field->number < 0 && names->count * 2 >= names->slots && !grow_slots(names))
        return false;
    return field->number < 0 || names->by_number;
}

int32_t match_names_add(struct match_names *names, struct sp_arena *memory,
                        const struct match_field *field)
{
    int32_t known = match_names_find(names, field);
    if (known >= 0)
        return known;
    const char *name = NULL;
    if (names->count == INT32_MAX / 4 || !room_for_name(names, field)
        || !(name = sp_arena_slice(memory, field->at, (size_t)field->length)))
        return -1;
    if (field->number >= 0)
        names->by_number[field->number] = names->count + 1;
    else
        *slot_of(names, field) = names->count + 1;
    /* room_for_name has put the grown list in place. */
    names->name[names->count] = name; /* NOLINT(clang-analyzer-unix.Malloc) */
    return names->count++;
}

static bool grow(int32_t **array, int64_t count)
{
    void *grown = realloc(*array, (size_t)(count + 1) * sizeof **array);
    if (grown)
        *array = grown;
    return grown != NULL;
}

bool match_rows_room(struct match_rows *rows, int64_t count, bool also)
{
    if (count <= rows->room && rows->who)
        return true;
    if (count > INT32_MAX / 4)
        return false;
    if (rows->room && count < 2 * (int64_t)rows->room)
        count = 2 * (int64_t)rows->room;
    if (!grow(&rows->who, count) || !grow(&rows->rank, count) || !grow(&rows->what, count)
        || (also && !grow(&rows->also, count)))
        return false;
    rows->room = (int32_t)count;
    return true;
}

/* The list of `who` begins here, and those before it that have no row. */
static bool begin_list(struct match_rows *rows, int32_t who)
{
    if (who >= rows->first_room) {
        int32_t room = 2 * who + 1024;
        if (!grow(&rows->first, room))
            return false;
        rows->first_room = room;
    }
    while (rows->lists <= who)
        rows->first[rows->lists++] = rows->count;
    return true;
}

/* Plain rows no longer. */
static void spread(struct match_rows *rows)
{
    for (int32_t list = 0; list < rows->lists; list++) {
        int32_t begin = rows->first[list];
        int32_t end = list + 1 < rows->lists ? rows->first[list + 1] : rows->count;
        for (int32_t i = begin; i < end; i++) {
            rows->who[i] = list;
            rows->rank[i] = i - begin + 1;
        }
    }
    rows->plain = false;
}

bool match_rows_add_any(struct match_rows *rows, int32_t who, int32_t rank, int32_t what)
{
    if (rows->plain && who >= rows->lists && rank == 1) {
        if (!begin_list(rows, who))
            return false;
    } else {
        if (rows->plain)
            spread(rows);
        rows->who[rows->count] = who;
        rows->rank[rows->count] = rank;
    }
    rows->what[rows->count++] = what;
    return true;
}

int32_t match_rows_owner(const struct match_rows *rows, const int32_t *first, int32_t row)
{
    int32_t owner = 0;
    if (!rows->plain)
        return rows->who[row];
    while (first[owner + 1] <= row)
        owner++;
    return owner;
}

static bool in_order(const struct match_rows *rows)
{
    for (int32_t i = 1; i < rows->count; i++)
        if (rows->who[i] < rows->who[i - 1]
            || (rows->who[i] == rows->who[i - 1] && rows->rank[i] <= rows->rank[i - 1]))
            return false;
    return true;
}

static int by_rank(const void *a, const void *b, void *rank)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    const int32_t *of = rank;
    return of[x] != of[y] ? (of[x] > of[y]) - (of[x] < of[y]) : (x > y) - (x < y);
}

/* The rows in the order of lists and ranks: order[i] is a row. */
static int32_t *sorted(const struct match_rows *rows, int32_t owners, const int32_t *first)
{
    int32_t *order = malloc(((size_t)rows->count + 1) * sizeof *order);
    int32_t *next = malloc(((size_t)owners + 1) * sizeof *next);
    if (order && next) {
        memcpy(next, first, (size_t)owners * sizeof *next);
        for (int32_t i = 0; i < rows->count; i++)
            order[next[rows->who[i]]++] = i;
        for (int32_t o = 0; o < owners; o++)
            qsort_r(order + first[o], (size_t)(first[o + 1] - first[o]), sizeof *order,
                    by_rank, rows->rank);
    } else {
        free(order);
        order = NULL;
    }
    free(next);
    return order;
}

static bool apply(int32_t *array, int32_t count, const int32_t *order)
{
    int32_t *copy = malloc(((size_t)count + 1) * sizeof *copy);
    if (!copy)
        return false;
    memcpy(copy, array, (size_t)count * sizeof *copy);
    for (int32_t i = 0; i < count; i++)
        array[i] = copy[order[i]];
    free(copy);
    return true;
}

/* Where each list begins, and the last ends. */
static int32_t *find_lists(struct match_rows *rows, int32_t owners)
{
    if (rows->plain) {
        int32_t *found = begin_list(rows, owners) ? rows->first : NULL;
        rows->first = found ? NULL : rows->first;
        return found;
    }
    int32_t *first = calloc((size_t)owners + 1, sizeof *first);
    for (int32_t i = 0; first && i < rows->count; i++)
        first[rows->who[i] + 1]++;
    for (int32_t o = 0; first && o < owners; o++)
        first[o + 1] += first[o];
    return first;
}

/* The first row, in file order, whose thing its list has already; -1: none. */
static int32_t thing_twice(const struct match_rows *rows, const int32_t *order,
                           const int32_t *first, int32_t owners, int32_t *seen)
{
    int32_t fault = -1;
    for (int32_t o = 0; o < owners; o++)
        for (int32_t i = first[o]; i < first[o + 1]; i++) {
            int32_t row = order ? order[i] : i, *mark = &seen[rows->what[row]];
            if (*mark == o + 1 && (fault < 0 || row < fault))
                fault = row;
            *mark = o + 1;
        }
    return fault;
}

static int32_t rank_twice(const struct match_rows *rows, const int32_t *order)
{
    int32_t fault = -1;
    for (int32_t i = 1; order && i < rows->count; i++) {
        int32_t a = order[i - 1], b = order[i];
        if (rows->who[a] == rows->who[b] && rows->rank[a] == rows->rank[b]
            && (fault < 0 || b < fault))
            fault = b;
    }
    return fault;
}

static bool reorder(struct match_rows *rows, const int32_t *order)
{
    return apply(rows->who, rows->count, order) && apply(rows->rank, rows->count, order)
           && apply(rows->what, rows->count, order)
           && (!rows->also || apply(rows->also, rows->count, order));
}

enum match_fault match_rows_sort(struct match_rows *rows, int32_t owners, int32_t things,
                                 int32_t **first, int32_t *row)
{
    enum match_fault fault = MATCH_FINE;
    int32_t *order = NULL, *seen = NULL;
    *first = find_lists(rows, owners);
    bool ok =
        *first && (rows->plain || in_order(rows) || (order = sorted(rows, owners, *first)));
    if (ok && (*row = rank_twice(rows, order)) >= 0)
        fault = MATCH_RANK_TWICE;
    if (ok && !fault && things > 0) {
        seen = calloc((size_t)things, sizeof *seen);
        ok = seen != NULL;
        if (ok && (*row = thing_twice(rows, order, *first, owners, seen)) >= 0)
            fault = MATCH_THING_TWICE;
    }
    if (ok && !fault && order)
        ok = reorder(rows, order);
    free(seen);
    free(order);
    return ok ? fault : MATCH_NO_ROOM;
}

bool match_build_program(struct match_build *build, int32_t quota, uint8_t parity)
{
    int32_t p = build->programs.count - 1;
    if (p >= build->program_room) {
        int32_t room = build->program_room ? 2 * build->program_room : 256;
        void *grown = NULL;
        if (!grow(&build->quota, room) || !grow(&build->reverts_to, room)
            || !(grown = realloc(build->parity, (size_t)room + 1)))
            return false;
        build->parity = grown;
        build->program_room = room;
    }
    build->quota[p] = quota;
    build->reverts_to[p] = -1;
    build->parity[p] = parity;
    build->file->parity |= parity != SP_ANY_NUMBER;
    return true;
}

int32_t match_build_couple_of(const struct match_build *build, int32_t applicant)
{
    return applicant < build->couple_of_room ? build->couple_of[applicant] - 1 : -1;
}

bool match_build_couple(struct match_build *build, int32_t first, int32_t second)
{
    if (build->couples == build->couple_room) {
        int32_t room = build->couple_room ? 2 * build->couple_room : 64;
        void *grown = realloc(build->member, (size_t)room * sizeof *build->member);
        if (!grown)
            return false;
        build->member = grown;
        build->couple_room = room;
    }
    if (build->couple_of_room < build->applicants.count) {
        int32_t room = 2 * build->applicants.count, old = build->couple_of_room;
        if (!grow(&build->couple_of, room))
            return false;
        memset(build->couple_of + old, 0, (size_t)(room - old) * sizeof *build->couple_of);
        build->couple_of_room = room;
    }
    build->member[build->couples][0] = first;
    build->member[build->couples][1] = second;
    build->couples++;
    build->couple_of[first] = build->couple_of[second] = build->couples;
    return true;
}

static bool add_link(struct match_build *build, int32_t owner, int32_t rank,
                     int32_t first_year, int32_t where)
{
    struct match_rows *links = &build->links;
    if (!match_rows_room(links, (int64_t)links->count + 1, true))
        return false;
    links->who[links->count] = owner;
    links->rank[links->count] = rank;
    links->what[links->count] = first_year;
    links->also[links->count++] = where;
    return true;
}

static enum match_link link_member(struct match_build *build, int32_t seat, int32_t program,
                                   int32_t rank, int32_t first_year, int32_t where)
{
    const int32_t *first = build->file->lists.pair_first + seat / 2;
    const int32_t *at = seat % 2 ? build->pairs.also : build->pairs.what;
    enum match_link answer = MATCH_NOT_LISTED;
    for (int32_t k = first[0]; k < first[1]; k++) {
        if (at[k] != program)
            continue;
        if (!add_link(build, build->choices.count + 2 * k + seat % 2, rank, first_year,
                      where))
            return MATCH_LINK_NO_ROOM;
        answer = MATCH_LINKED;
    }
    return answer;
}

enum match_link match_build_link(struct match_build *build, int32_t applicant,
                                 int32_t program, int32_t rank, int32_t first_year,
                                 int32_t where)
{
    const int32_t *first = build->file->lists.rank_first + applicant;
    int32_t couple = match_build_couple_of(build, applicant);
    build->file->supplemental = true;
    if (couple >= 0)
        return link_member(build, 2 * couple + (build->member[couple][1] == applicant),
                           program, rank, first_year, where);
    for (int32_t r = first[0]; r < first[1]; r++)
        if (build->choices.what[r] == program)
            return add_link(build, r, rank, first_year, where) ? MATCH_LINKED
                                                               : MATCH_LINK_NO_ROOM;
    return MATCH_NOT_LISTED;
}

enum match_fault match_build_sort_links(struct match_build *build, int32_t *row)
{
    struct sp_market_lists *lists = &build->file->lists;
    int32_t *first = NULL;
    enum match_fault fault =
        match_rows_sort(&build->links, build->choices.count + 2 * build->pairs.count,
                        build->programs.count, &first, row);
    lists->supplemental_first = first;
    lists->pair_supplemental_first = first ? first + build->choices.count : NULL;
    build->file->list[build->file->lists_owned++] = first;
    return fault;
}

void match_build_link_owner(const struct match_build *build, int32_t row,
                            int32_t *applicant, int32_t *program)
{
    int32_t owner = build->links.who[row], seat = owner - build->choices.count;
    if (seat < 0) {
        *applicant =
            match_rows_owner(&build->choices, build->file->lists.rank_first, owner);
        *program = build->choices.what[owner];
    } else {
        int32_t couple =
            match_rows_owner(&build->pairs, build->file->lists.pair_first, seat / 2);
        *applicant = build->member[couple][seat % 2];
        *program = (seat % 2 ? build->pairs.also : build->pairs.what)[seat / 2];
    }
}

static void rows_free(struct match_rows *rows)
{
    free(rows->who);
    free(rows->rank);
    free(rows->what);
    free(rows->also);
    free(rows->first);
    *rows = (struct match_rows){0};
}

static void names_free(struct match_names *names)
{
    free(names->by_number);
    free(names->slot);
    free(names->name);
    *names = (struct match_names){0};
}

static void keep(struct match_file *file, void *list)
{
    file->list[file->lists_owned++] = list;
}

static void *take(void *holder)
{
    void *taken;
    memcpy(&taken, holder, sizeof taken);
    memset(holder, 0, sizeof taken);
    return taken;
}

/* The pairs side by side, as the model wants them. */
static bool finish_pairs(struct match_build *build)
{
    struct match_rows *rows = &build->pairs;
    int32_t(*pair)[2] = malloc(((size_t)rows->count + 1) * sizeof *pair);
    for (int32_t i = 0; pair && i < rows->count; i++) {
        pair[i][0] = rows->what[i];
        pair[i][1] = rows->also[i];
    }
    build->file->lists.pair = (const int32_t(*)[2])pair;
    keep(build->file, pair);
    return pair != NULL;
}

bool match_build_finish(struct match_build *build, struct sp_error *error)
{
    struct match_file *file = build->file;
    struct sp_market_lists *lists = &file->lists;
    lists->applicants = build->applicants.count;
    lists->programs = build->programs.count;
    lists->couples = build->couples;
    keep(file, build->choices.what);
    lists->rank = take(&build->choices.what);
    keep(file, build->wishes.what);
    lists->wish = take(&build->wishes.what);
    keep(file, build->quota);
    lists->quota = take(&build->quota);
    keep(file, build->member);
    lists->member = (const int32_t(*)[2])take(&build->member);
    keep(file, build->applicants.name);
    lists->applicant_name = take(&build->applicants.name);
    keep(file, build->programs.name);
    lists->program_name = take(&build->programs.name);
    keep(file, build->reverts_to);
    lists->reverts_to = take(&build->reverts_to);
    if (!file->reverts)
        lists->reverts_to = NULL;
    keep(file, build->parity);
    lists->parity = take(&build->parity);
    if (!file->parity)
        lists->parity = NULL;
    if (file->supplemental) {
        keep(file, build->links.what);
        lists->supplemental = take(&build->links.what);
    }
    if (!file->supplemental)
        lists->supplemental_first = lists->pair_supplemental_first = NULL;
    if (lists->couples == 0)
        lists->pair_supplemental_first = NULL;
    if (lists->couples == 0 || finish_pairs(build))
        return true;
    return sp_fail(error, SP_NO_MEMORY, "no memory for a market of this size");
}

void match_build_free(struct match_build *build)
{
    names_free(&build->programs);
    names_free(&build->applicants);
    rows_free(&build->choices);
    rows_free(&build->wishes);
    rows_free(&build->pairs);
    rows_free(&build->links);
    free(build->quota);
    free(build->reverts_to);
    free(build->parity);
    free(build->member);
    free(build->couple_of);
    *build = (struct match_build){.file = build->file};
}
