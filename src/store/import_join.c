/* import_join.c: which track a row speaks of.
 *
 * Ids come first and decide; a name decides when its folded form is that of exactly one
 * program of the same state and specialty (and city, where several remain).  Whatever
 * does not come out to one, or contradicts itself, is unsure and gets the programs most
 * like it: twice the shared words over all words, a little more for the same city.
 */
#include "import.h"

#include "error.h"
#include "import_rows.h"

#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { NAME_BYTES = 256, KEY_BYTES = 2 * NAME_BYTES + 16, MOST_WORDS = 24 };

/* Words as sorted hashes. */
struct words {
    uint32_t at[MOST_WORDS];
    int count;
};

struct named {
    const char *key; /* "NY|140||folded name", or "NY|140|folded city|folded name" */
    int program;
};

/* The catalogue, laid out for asking. */
struct index {
    struct sp_arena text;
    const struct import_catalogue *catalogue;
    struct named *by_key;  /* [programs] sorted by key */
    struct named *by_city; /* the same with the city, and names without it */
    struct words *words;   /* [programs] of the folded name */
    int *by_acgme;         /* [acgmes] tracks sorted by ACGME id */
    int acgmes;
    int *by_code; /* [count] tracks sorted by NRMP code */
};

/* What a row says about where it belongs. */
struct row {
    const char *nrmp, *acgme, *name, *city, *state, *specialty;
    char acgme_digits[11];
    const struct store_state *in;  /* the state; NULL when not known */
    const char *specialty_code;    /* "" when not known */
    bool state_odd, specialty_odd; /* said, but not known to the catalogue */
};

static const struct sp_track *lead(const struct index *index, int program)
{
    const struct sp_programs *programs = index->catalogue->programs;
    return &programs->track[programs->order[programs->program[program].first_track]];
}

static uint32_t hash_word(const char *word, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)word[i]) * 16777619u;
    return hash;
}

static int compare_words(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static struct words split(const char *folded)
{
    struct words words = {0};
    while (*folded && words.count < MOST_WORDS) {
        size_t length = strcspn(folded, " ");
        words.at[words.count++] = hash_word(folded, length);
        folded += length + (folded[length] == ' ');
    }
    qsort(words.at, (size_t)words.count, sizeof *words.at, compare_words);
    return words;
}

static double likeness(const struct words *a, const struct words *b)
{
    int shared = 0;
    for (int i = 0, k = 0; i < a->count && k < b->count;) {
        if (a->at[i] == b->at[k]) {
            shared++;
            i++;
            k++;
        } else if (a->at[i] < b->at[k]) {
            i++;
        } else {
            k++;
        }
    }
    return a->count + b->count ? 2.0 * shared / (a->count + b->count) : 0;
}

/* --- the index ---------------------------------------------------------------------- */

static int compare_named(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = strcmp(x->key, y->key);
    return order ? order : (x->program > y->program) - (x->program < y->program);
}

static int compare_acgme(const void *a, const void *b, void *context)
{
    const struct sp_track *track = context;
    int x = *(const int *)a, y = *(const int *)b;
    int order = strcmp(track[x].acgme_id, track[y].acgme_id);
    return order ? order : (x > y) - (x < y);
}

static int compare_code(const void *a, const void *b, void *context)
{
    const struct sp_track *track = context;
    return strcasecmp(track[*(const int *)a].code, track[*(const int *)b].code);
}

static const struct store_state *find_state(const struct import_catalogue *catalogue,
                                            const char *text)
{
    for (int i = 0; i < catalogue->states; i++)
        if (strcasecmp(text, catalogue->state[i].code) == 0
            || strcasecmp(text, catalogue->state[i].name) == 0)
            return &catalogue->state[i];
    return NULL;
}

static void write_key(char out[KEY_BYTES], const char *state, const char *specialty,
                      const char *city, const char *folded)
{
    char place[NAME_BYTES], name[NAME_BYTES];
    import_fold_name(city, NULL, place, sizeof place);
    snprintf(name, sizeof name, "%s", folded);
    import_drop_city(name, city);
    snprintf(out, KEY_BYTES, "%s|%s|%s|%s", state, specialty, place, name);
}

static bool index_name(struct index *index, int i)
{
    char folded[NAME_BYTES], key[KEY_BYTES];
    const struct sp_track *track = lead(index, i);
    import_fold_name(track->institution, find_state(index->catalogue, track->state), folded,
                     sizeof folded);
    index->words[i] = split(folded);
    index->by_key[i].program = index->by_city[i].program = i;
    write_key(key, track->state, track->specialty, "", folded);
    index->by_key[i].key = sp_arena_text(&index->text, key);
    write_key(key, track->state, track->specialty, track->city, folded);
    index->by_city[i].key = sp_arena_text(&index->text, key);
    return index->by_key[i].key && index->by_city[i].key;
}

static bool index_names(struct index *index)
{
    for (int i = 0; i < index->catalogue->programs->programs; i++)
        if (!index_name(index, i))
            return false;
    return true;
}

static bool make_index(const struct import_catalogue *catalogue, struct index *index,
                       struct sp_error *error)
{
    const struct sp_programs *programs = catalogue->programs;
    size_t tracks = (size_t)programs->count, count = (size_t)programs->programs;
    *index = (struct index){.catalogue = catalogue};
    index->by_key = sp_arena_get(&index->text, count * sizeof *index->by_key);
    index->by_city = sp_arena_get(&index->text, count * sizeof *index->by_city);
    index->words = sp_arena_get(&index->text, count * sizeof *index->words);
    index->by_acgme = sp_arena_get(&index->text, tracks * sizeof *index->by_acgme);
    index->by_code = sp_arena_get(&index->text, tracks * sizeof *index->by_code);
    if (!index->by_key || !index->by_city || !index->words || !index->by_acgme
        || !index->by_code || !index_names(index))
        return sp_fail(error, SP_NO_MEMORY, "no memory to join %zu tracks", tracks);
    for (int i = 0; i < programs->count; i++) {
        index->by_code[i] = i;
        if (*programs->track[i].acgme_id)
            index->by_acgme[index->acgmes++] = i;
    }
    qsort(index->by_key, count, sizeof *index->by_key, compare_named);
    qsort(index->by_city, count, sizeof *index->by_city, compare_named);
    qsort_r(index->by_code, tracks, sizeof(int), compare_code, programs->track);
    qsort_r(index->by_acgme, (size_t)index->acgmes, sizeof(int), compare_acgme,
            programs->track);
    return true;
}

/* The first place in `order` whose track is not below; by code or by ACGME id. */
static int find_code(const struct index *index, const char *code)
{
    int low = 0, high = index->catalogue->programs->count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        int track = index->by_code[middle];
        if (strcasecmp(index->catalogue->programs->track[track].code, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int find_acgme(const struct index *index, const char *id)
{
    int low = 0, high = index->acgmes;
    while (low < high) {
        int middle = low + (high - low) / 2;
        int track = index->by_acgme[middle];
        if (strcmp(index->catalogue->programs->track[track].acgme_id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int find_key(const struct index *index, const struct named *by, const char *key)
{
    int low = 0, high = index->catalogue->programs->programs;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (strcmp(by[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* --- what the row says -----------------------------------------------------------------
 */

const char *import_row_cell(const struct table *table, const struct import_mapping *mapping,
                            int row, enum import_use use)
{
    for (int i = 0; i < mapping->columns; i++)
        if (mapping->column[i].use == use) {
            const char *cell = table_cell(table, row, mapping->column[i].at);
            return import_is_blank(cell) ? "" : cell;
        }
    return "";
}

/* The one specialty whose ACGME ids begin with these three digits, or "". */
static const char *specialty_of_acgme(const struct import_catalogue *catalogue,
                                      const char *digits)
{
    const char *found = "";
    for (int i = 0; i < catalogue->specialties->count; i++) {
        const struct sp_specialty *specialty = &catalogue->specialties->at[i];
        if (!*specialty->acgme_code || strncmp(digits, specialty->acgme_code, 3) != 0)
            continue;
        if (*found)
            return "";
        found = specialty->code;
    }
    return found;
}

/* Ten digits, whatever stands between them; a leading zero that a spreadsheet took away
 * comes back.  "" when it is no ACGME id. */
static void read_acgme(const char *cell, char digits[11])
{
    int count = 0;
    digits[0] = '\0';
    for (; *cell; cell++) {
        if (isdigit((unsigned char)*cell) && count < 10)
            digits[count++] = *cell;
        else if (isdigit((unsigned char)*cell) || (*cell != '-' && *cell != ' '))
            return;
    }
    if (count == 9) {
        memmove(digits + 1, digits, 9);
        digits[0] = '0';
        count = 10;
    }
    digits[count == 10 ? 10 : 0] = '\0';
}

static void read_specialty(const struct import_catalogue *catalogue, struct row *row)
{
    const char *by_id =
        *row->acgme_digits ? specialty_of_acgme(catalogue, row->acgme_digits) : "";
    int place =
        *row->specialty ? sp_specialty_find(catalogue->specialties, row->specialty) : -1;
    const char *said = place < 0 ? "" : catalogue->specialties->at[place].code;
    row->specialty_odd = *row->specialty && !*said;
    row->specialty_code = *said ? said : by_id;
}

static struct row read_row(const struct table *table, const struct import_mapping *mapping,
                           const struct import_catalogue *catalogue, int at)
{
    struct row row = {
        .nrmp = import_row_cell(table, mapping, at, IMPORT_NRMP_CODE),
        .acgme = import_row_cell(table, mapping, at, IMPORT_ACGME_ID),
        .name = import_row_cell(table, mapping, at, IMPORT_NAME),
        .city = import_row_cell(table, mapping, at, IMPORT_CITY),
        .state = import_row_cell(table, mapping, at, IMPORT_STATE),
        .specialty = import_row_cell(table, mapping, at, IMPORT_SPECIALTY),
    };
    if (!*row.specialty)
        row.specialty = mapping->specialty;
    read_acgme(row.acgme, row.acgme_digits);
    row.in = find_state(catalogue, row.state);
    row.state_odd = *row.state && !row.in;
    read_specialty(catalogue, &row);
    return row;
}

/* --- joining
 * ------------------------------------------------------------------------------ */

static void unsure(struct import_match *match, const char *why)
{
    match->how = IMPORT_UNSURE;
    match->track = NULL;
    match->tracks = 0;
    match->why = why;
}

static void settle(struct import_match *match, enum import_how how, const int *track,
                   int tracks)
{
    match->how = how;
    match->track = track;
    match->tracks = tracks;
    match->why = "";
}

/* An id decides, unless the row's own state or other id speaks against it. */
static void join_by_id(const struct index *index, const struct row *row,
                       struct import_match *match)
{
    const struct sp_track *track = index->catalogue->programs->track;
    int count = index->catalogue->programs->count;
    int code = find_code(index, row->nrmp), id = find_acgme(index, row->acgme_digits);
    bool by_code = *row->nrmp && code < count
                   && strcasecmp(track[index->by_code[code]].code, row->nrmp) == 0;
    int ids = 0;
    while (*row->acgme_digits && id + ids < index->acgmes
           && strcmp(track[index->by_acgme[id + ids]].acgme_id, row->acgme_digits) == 0)
        ids++;
    if (!by_code && ids == 0)
        return;
    const struct sp_track *found =
        &track[by_code ? index->by_code[code] : index->by_acgme[id]];
    if (by_code && ids > 0 && *found->acgme_id
        && strcmp(found->acgme_id, row->acgme_digits) != 0)
        unsure(match, "the NRMP code and the ACGME id are of different programs");
    else if (row->in && strcmp(found->state, row->in->code) != 0)
        unsure(match, "the id is of a program in another state");
    else if (by_code)
        settle(match, IMPORT_BY_NRMP, &index->by_code[code], 1);
    else
        settle(match, IMPORT_BY_ACGME, &index->by_acgme[id], ids);
}

/* How many programs have that key, and one of them. */
static int find_same(const struct index *index, const struct named *by, const char *key,
                     int *program)
{
    int first = find_key(index, by, key), same = 0;
    while (first + same < index->catalogue->programs->programs
           && strcmp(by[first + same].key, key) == 0)
        same++;
    if (same > 0)
        *program = by[first].program;
    return same;
}

/* The city, where the row says one, must be the program's; then it may also stand at the
 * end of one of the names. */
static void join_by_name(const struct index *index, const struct row *row,
                         struct import_match *match)
{
    const struct sp_programs *programs = index->catalogue->programs;
    char folded[NAME_BYTES], key[KEY_BYTES];
    int program = -1;
    import_fold_name(row->name, row->in, folded, sizeof folded);
    write_key(key, row->in->code, row->specialty_code, "", folded);
    int same = find_same(index, index->by_key, key, &program), here = same;
    if (*row->city) {
        write_key(key, row->in->code, row->specialty_code, row->city, folded);
        here = find_same(index, index->by_city, key, &program);
    }
    if (here == 1)
        settle(match, IMPORT_BY_NAME,
               &programs->order[programs->program[program].first_track],
               programs->program[program].tracks);
    else if (here > 1)
        unsure(match, "several programs of this name");
    else if (same > 0)
        unsure(match, "a program of this name is in another city");
    else
        unsure(match, "no program of this name, state and specialty");
}

static void offer(struct import_match *match, int program, double like)
{
    int at = match->candidates;
    if (at == IMPORT_CANDIDATES && like <= match->likeness[at - 1])
        return;
    if (at < IMPORT_CANDIDATES)
        match->candidates++;
    else
        at--;
    for (; at > 0 && match->likeness[at - 1] < like; at--) {
        match->likeness[at] = match->likeness[at - 1];
        match->candidate[at] = match->candidate[at - 1];
    }
    match->likeness[at] = like;
    match->candidate[at] = program;
}

/* Programs of the same state (where it is said) and specialty that share words. */
static void find_candidates(const struct index *index, const struct row *row,
                            struct import_match *match)
{
    char folded[NAME_BYTES];
    import_fold_name(row->name, row->in, folded, sizeof folded);
    struct words words = split(folded);
    for (int i = 0; words.count > 0 && i < index->catalogue->programs->programs; i++) {
        const struct sp_track *track = lead(index, i);
        if ((row->in && strcmp(track->state, row->in->code) != 0)
            || (*row->specialty_code && strcmp(track->specialty, row->specialty_code) != 0))
            continue;
        double like = 0.9 * likeness(&words, &index->words[i]);
        if (*row->city && strcasecmp(row->city, track->city) == 0)
            like += 0.1;
        like = round(100 * like) / 100;
        if (like >= 0.25)
            offer(match, i, like);
    }
}

static void join_row(const struct index *index, const struct row *row,
                     struct import_match *match)
{
    *match = (struct import_match){.why = NULL};
    join_by_id(index, row, match);
    if (match->how == IMPORT_UNSURE && !match->why) {
        if (row->state_odd)
            unsure(match, "the state is not known");
        else if (row->specialty_odd)
            unsure(match, "the specialty is not known");
        else if (!*row->name)
            unsure(match, "the id is not in the catalogue, and there is no name");
        else if (!row->in)
            unsure(match, "no state to tell programs of one name apart");
        else if (!*row->specialty_code)
            unsure(match, "no specialty: say which the file is about");
        else
            join_by_name(index, row, match);
    }
    if (match->how == IMPORT_UNSURE)
        find_candidates(index, row, match);
}

/* The index goes; what a match points to must stay. */
static bool keep_tracks(struct import_matches *matches, struct import_match *match)
{
    if (match->tracks == 0)
        return true;
    int *track = sp_arena_get(&matches->text, (size_t)match->tracks * sizeof *track);
    if (!track)
        return false;
    memcpy(track, match->track, (size_t)match->tracks * sizeof *track);
    match->track = track;
    return true;
}

static bool join_rows(const struct index *index, const struct table *table,
                      const struct import_mapping *mapping, const struct store_watch *watch,
                      struct import_matches *matches, struct sp_error *error)
{
    for (int i = 0; i < table->rows; i++) {
        if (!import_goes_on(watch, "joining rows", i, table->rows, error))
            return false;
        struct row row = read_row(table, mapping, index->catalogue, i);
        join_row(index, &row, &matches->at[i]);
        matches->unsure += matches->at[i].how == IMPORT_UNSURE;
        matches->count++;
        if (!keep_tracks(matches, &matches->at[i]))
            return sp_fail(error, SP_NO_MEMORY, "no memory to join %d rows", table->rows);
    }
    return true;
}

bool import_join(const struct table *table, const struct import_mapping *mapping,
                 const struct import_catalogue *catalogue, const struct store_watch *watch,
                 struct import_matches *matches, struct sp_error *error)
{
    struct index index = {0};
    *matches = (struct import_matches){0};
    bool ok = make_index(catalogue, &index, error);
    if (ok) {
        matches->at =
            sp_arena_get(&matches->text, (size_t)table->rows * sizeof *matches->at);
        ok = matches->at
             || sp_fail(error, SP_NO_MEMORY, "no memory to join %d rows", table->rows);
    }
    ok = ok && join_rows(&index, table, mapping, watch, matches, error);
    sp_arena_free(&index.text);
    if (!ok)
        import_matches_free(matches);
    return ok;
}

void import_matches_free(struct import_matches *matches)
{
    sp_arena_free(&matches->text);
    *matches = (struct import_matches){0};
}
