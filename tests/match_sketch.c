/* match_sketch.c: a market for the match in a few words */
#include "match_sketch.h"

#include "check.h"
#include "random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add(struct numbers *numbers, int number)
{
    if (numbers->count == numbers->room) {
        numbers->room = numbers->room ? 2 * numbers->room : 16;
        numbers->at = realloc(numbers->at, (size_t)numbers->room * sizeof *numbers->at);
        assert_non_null(numbers->at);
    }
    numbers->at[numbers->count++] = number;
}

/* --- reading ---------------------------------------------------------------------------
 */

static const char *past_blanks(const char *at)
{
    while (*at == ' ')
        at++;
    return at;
}

static bool take(const char **at, const char *word)
{
    *at = past_blanks(*at);
    if (strncmp(*at, word, strlen(word)) != 0)
        return false;
    *at += strlen(word);
    return true;
}

/* A number, or - for -1. */
static int take_number(const char **at)
{
    char *end;

    if (take(at, "-"))
        return -1;
    long number = strtol(*at, &end, 10);
    if (end == *at)
        fail_msg("a number is missing before \"%.20s\"", *at);
    *at = end;
    return (int)number;
}

static bool at_number(const char *at)
{
    at = past_blanks(at);
    return *at == '-' || (*at >= '0' && *at <= '9');
}

/* A list in parentheses, which may be missing. */
static void read_linked(const char **at, struct numbers *linked)
{
    if (!take(at, "("))
        return;
    do
        add(linked, take_number(at));
    while (take(at, ","));
    assert_true(take(at, ")"));
}

static void read_single(struct sketch *sketch, const char **at)
{
    add(&sketch->rank_first, sketch->rank.count);
    while (at_number(*at)) {
        add(&sketch->rank, take_number(at));
        add(&sketch->supplemental_first, sketch->supplemental.count);
        read_linked(at, &sketch->supplemental);
    }
}

static void read_couple(struct sketch *sketch, const char **at)
{
    for (int m = 0; m < 2; m++) {
        add(&sketch->member, sketch->rank_first.count);
        add(&sketch->rank_first, sketch->rank.count);
    }
    add(&sketch->pair_first, sketch->pair.count / 2);
    while (at_number(*at))
        for (int m = 0; m < 2; m++) {
            if (m == 1)
                assert_true(take(at, ","));
            add(&sketch->pair, take_number(at));
            add(&sketch->pair_supplemental_first, sketch->pair_supplemental.count);
            read_linked(at, &sketch->pair_supplemental);
        }
}

static void read_program(struct sketch *sketch, const char **at)
{
    size_t number = (size_t)sketch->quota.count;

    add(&sketch->quota, take_number(at));
    assert_true(take(at, ":"));
    add(&sketch->wish_first, sketch->wish.count);
    while (at_number(*at))
        add(&sketch->wish, take_number(at));
    add(&sketch->reverts_to, take(at, ">") ? take_number(at) : -1);
    sketch->parity = realloc(sketch->parity, number + 1);
    assert_non_null(sketch->parity);
    sketch->parity[number] = (uint8_t)(take(at, "even")  ? SP_EVEN
                                       : take(at, "odd") ? SP_ODD
                                                         : SP_ANY_NUMBER);
}

static bool any_parity(const struct sketch *sketch)
{
    for (int p = 0; p < sketch->quota.count; p++)
        if (sketch->parity[p] != SP_ANY_NUMBER)
            return true;
    return false;
}

static bool any_receiver(const struct sketch *sketch)
{
    for (int p = 0; p < sketch->reverts_to.count; p++)
        if (sketch->reverts_to.at[p] >= 0)
            return true;
    return false;
}

/* The members' lists go behind those of the singles. */
static void join_supplementals(struct sketch *sketch)
{
    int singles = sketch->supplemental.count;

    add(&sketch->supplemental_first, singles);
    add(&sketch->pair_supplemental_first, sketch->pair_supplemental.count);
    for (int i = 0; i < sketch->pair_supplemental_first.count; i++)
        sketch->pair_supplemental_first.at[i] += singles;
    for (int i = 0; i < sketch->pair_supplemental.count; i++)
        add(&sketch->supplemental, sketch->pair_supplemental.at[i]);
}

void sketch_read(struct sketch *sketch, const char *text)
{
    *sketch = (struct sketch){0};
    for (const char *at = text; *at;) {
        if (take(&at, "single"))
            read_single(sketch, &at);
        else if (take(&at, "couple"))
            read_couple(sketch, &at);
        else if (take(&at, "program"))
            read_program(sketch, &at);
        at = past_blanks(at);
        if (*at && *at != '\n')
            fail_msg("not understood: \"%.20s\"", at);
        at += *at == '\n';
    }
    int applicants = sketch->rank_first.count;
    int programs = sketch->quota.count;
    int couples = sketch->pair_first.count;
    add(&sketch->rank_first, sketch->rank.count);
    bool linked = sketch->supplemental.count > 0;
    bool members = sketch->pair_supplemental.count > 0;
    join_supplementals(sketch);
    add(&sketch->pair_first, sketch->pair.count / 2);
    add(&sketch->wish_first, sketch->wish.count);
    struct numbers *lists[] = {&sketch->rank,   &sketch->supplemental, &sketch->quota,
                               &sketch->member, &sketch->pair,         &sketch->wish};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        add(lists[i], -1); /* so that none is NULL */
        lists[i]->count--;
    }
    sketch->lists = (struct sp_market_lists){
        .applicants = applicants,
        .programs = programs,
        .couples = couples,
        .rank_first = sketch->rank_first.at,
        .rank = sketch->rank.at,
        .supplemental_first = linked ? sketch->supplemental_first.at : NULL,
        .supplemental = linked || members ? sketch->supplemental.at : NULL,
        .member = (const int32_t(*)[2])(const void *)sketch->member.at,
        .pair_first = sketch->pair_first.at,
        .pair = (const int32_t(*)[2])(const void *)sketch->pair.at,
        .pair_supplemental_first = members ? sketch->pair_supplemental_first.at : NULL,
        .quota = sketch->quota.at,
        .wish_first = sketch->wish_first.at,
        .wish = sketch->wish.at,
        .reverts_to = any_receiver(sketch) ? sketch->reverts_to.at : NULL,
        .parity = any_parity(sketch) ? sketch->parity : NULL,
    };
}

void sketch_free(struct sketch *sketch)
{
    struct numbers *lists[] = {&sketch->rank_first,
                               &sketch->rank,
                               &sketch->supplemental_first,
                               &sketch->supplemental,
                               &sketch->member,
                               &sketch->pair_first,
                               &sketch->pair,
                               &sketch->quota,
                               &sketch->wish_first,
                               &sketch->wish,
                               &sketch->reverts_to,
                               &sketch->pair_supplemental_first,
                               &sketch->pair_supplemental};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        free(lists[i]->at);
    free(sketch->parity);
    *sketch = (struct sketch){0};
}

/* --- writing ---------------------------------------------------------------------------
 */

static void write_linked(FILE *out, const struct sp_market_lists *market,
                         const int32_t *bounds)
{
    for (int32_t i = bounds[0]; i < bounds[1]; i++)
        fprintf(out, "%s%d", i == bounds[0] ? "(" : ",", market->supplemental[i]);
    fputs(bounds[0] < bounds[1] ? ")" : "", out);
}

static void write_single(FILE *out, const struct sp_market_lists *market, int a)
{
    fputs("single", out);
    for (int32_t r = market->rank_first[a]; r < market->rank_first[a + 1]; r++) {
        fprintf(out, " %d", market->rank[r]);
        if (market->supplemental_first)
            write_linked(out, market, market->supplemental_first + r);
    }
    fputc('\n', out);
}

static void write_couple(FILE *out, const struct sp_market_lists *market, int c)
{
    fputs("couple", out);
    for (int32_t r = market->pair_first[c]; r < market->pair_first[c + 1]; r++)
        for (int m = 0; m < 2; m++) {
            fputs(m ? "," : " ", out);
            if (market->pair[r][m] < 0)
                fputc('-', out);
            else
                fprintf(out, "%d", market->pair[r][m]);
            if (market->pair_supplemental_first)
                write_linked(out, market, market->pair_supplemental_first + 2 * r + m);
        }
    fputc('\n', out);
}

static void write_program(FILE *out, const struct sp_market_lists *market, int p)
{
    fprintf(out, "program %d:", market->quota[p]);
    for (int32_t w = market->wish_first[p]; w < market->wish_first[p + 1]; w++)
        fprintf(out, " %d", market->wish[w]);
    if (market->reverts_to && market->reverts_to[p] >= 0)
        fprintf(out, " >%d", market->reverts_to[p]);
    if (market->parity && market->parity[p] != SP_ANY_NUMBER)
        fputs(market->parity[p] == SP_EVEN ? " even" : " odd", out);
    fputc('\n', out);
}

char *sketch_text(const struct sp_market_lists *market)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    for (int a = 0; a < market->applicants - 2 * market->couples; a++)
        write_single(out, market, a);
    for (int c = 0; c < market->couples; c++)
        write_couple(out, market, c);
    for (int p = 0; p < market->programs; p++)
        write_program(out, market, p);
    assert_int_equal(fclose(out), 0);
    return text;
}

/* --- kinds -----------------------------------------------------------------------------
 */

#define TINY(alone, together, stated)                                                      \
    .singles = alone, .couples = together, .programs = 4, .longest = 3, .most_pairs = 5,   \
    .most_quota = stated, .acceptable = 0.9

const struct sketch_kind sketch_kinds[SKETCH_KINDS] = {
    {"singles", {TINY(5, 0, 3)}, 3000},
    {"couples", {TINY(2, 2, 2)}, 1500},
    {"many couples", {TINY(1, 4, 3)}, 300},
    {"supplemental lists", {TINY(5, 0, 2), .supplemental = 0.5}, 2000},
    {"members' supplemental lists",
     {TINY(2, 2, 2), .supplemental = 0.3, .member_links = 0.5},
     600},
    {"reversions", {TINY(4, 0, 2), .reversion = 0.6}, 2000},
    {"parity", {TINY(5, 0, 4), .parity = 0.6}, 2000},
    {"couples and supplemental lists",
     {TINY(2, 1, 2), .supplemental = 0.5, .member_links = 0.5},
     300},
    {"couples and reversions", {TINY(2, 1, 2), .reversion = 0.5}, 300},
    {"couples and parity", {TINY(2, 1, 2), .parity = 0.5}, 300},
    {"two couples and parity", {TINY(2, 2, 4), .parity = 0.6}, 300},
    {"supplemental lists and reversions",
     {TINY(4, 0, 2), .supplemental = 0.5, .reversion = 0.5},
     300},
    {"supplemental lists and parity",
     {TINY(4, 0, 2), .supplemental = 0.5, .parity = 0.5},
     300},
    {"reversions and parity", {TINY(4, 0, 2), .reversion = 0.5, .parity = 0.5}, 300},
    {"everything",
     {TINY(2, 1, 2), .supplemental = 0.4, .member_links = 0.4, .reversion = 0.4,
      .parity = 0.3},
     500},
    {"everything, and nobody refused",
     {.singles = 2,
      .couples = 1,
      .programs = 3,
      .longest = 3,
      .most_pairs = 5,
      .most_quota = 3,
      .acceptable = 1,
      .supplemental = 0.4,
      .member_links = 0.4,
      .reversion = 0.5,
      .parity = 0.5},
     500},
};

#undef TINY

/* --- drawing ---------------------------------------------------------------------------
 */

static int below(struct sp_random *random, int bound)
{
    return (int)sp_random_below(random, (uint32_t)bound);
}

static void shuffle(struct sp_random *random, int *at, int count)
{
    for (int i = count - 1; i > 0; i--) {
        int j = below(random, i + 1);
        int held = at[i];
        at[i] = at[j];
        at[j] = held;
    }
}

/* `most` different programs at most, in any order; not `without`. */
static int draw_programs(struct sp_random *random, const struct sketch_wish *wish, int most,
                         int without, int *drawn)
{
    int count = 0;

    for (int tries = 0; tries < 3 * most && count < most; tries++) {
        int program = below(random, wish->programs);
        bool seen = program == without;
        for (int i = 0; i < count; i++)
            seen = seen || drawn[i] == program;
        if (!seen)
            drawn[count++] = program;
    }
    return count;
}

/* Who ranks each program, so that the program may rank them. */
struct ranked {
    struct numbers *by; /* [programs] */
};

static void note(struct ranked *ranked, int program, int applicant)
{
    struct numbers *by = &ranked->by[program];

    for (int i = by->count - 1; i >= 0; i--)
        if (by->at[i] == applicant)
            return;
        else if (by->at[i] < applicant - 1) /* couples come in twos */
            break;
    add(by, applicant);
}

/* A linked list of one or two programs, in parentheses. */
static void draw_linked(struct sp_random *random, const struct sketch_wish *wish, int a,
                        int program, struct ranked *ranked, FILE *out)
{
    int linked[64];
    int more = draw_programs(random, wish, 1 + below(random, 2), program, linked);

    for (int i = 0; i < more; i++) {
        fprintf(out, "%s%d", i ? "," : "(", linked[i]);
        note(ranked, linked[i], a);
    }
    fputs(more ? ")" : "", out);
}

static void draw_single(struct sp_random *random, const struct sketch_wish *wish, int a,
                        struct ranked *ranked, FILE *out)
{
    int programs[64];
    int most = below(random, wish->longest) + 1;
    int count = draw_programs(random, wish, most, -1, programs);

    fputs("single", out);
    for (int r = 0; r < count; r++) {
        fprintf(out, " %d", programs[r]);
        note(ranked, programs[r], a);
        if (sp_random_uniform(random) < wish->supplemental)
            draw_linked(random, wish, a, programs[r], ranked, out);
    }
    fputc('\n', out);
}

static void draw_couple(struct sp_random *random, const struct sketch_wish *wish, int a,
                        struct ranked *ranked, FILE *out)
{
    int seen[64][2];
    int count = 0;
    int most = below(random, wish->most_pairs) + 1;

    fputs("couple", out);
    for (int tries = 0; tries < 3 * most && count < most; tries++) {
        int pair[2];
        bool known = false;
        for (int m = 0; m < 2; m++)
            pair[m] = below(random, 6) == 0 ? -1 : below(random, wish->programs);
        for (int i = 0; i < count; i++)
            known = known || (seen[i][0] == pair[0] && seen[i][1] == pair[1]);
        if (known || (pair[0] < 0 && pair[1] < 0))
            continue;
        fputs(" ", out);
        for (int m = 0; m < 2; m++) {
            seen[count][m] = pair[m];
            if (pair[m] >= 0) {
                fprintf(out, "%d", pair[m]);
                note(ranked, pair[m], a + m);
                if (wish->member_links > 0
                    && sp_random_uniform(random) < wish->member_links)
                    draw_linked(random, wish, a + m, pair[m], ranked, out);
            } else {
                fputc('-', out);
            }
            fputs(m ? "" : ",", out);
        }
        count++;
    }
    fputc('\n', out);
}

static void draw_program(struct sp_random *random, const struct sketch_wish *wish, int p,
                         struct numbers *by, FILE *out)
{
    /* A receiver is later in one of two orders, so that no circle comes about. */
    int step = wish->receivers_first ? -1 : 1;
    int later = wish->receivers_first ? p : wish->programs - 1 - p;
    bool large = wish->singles >= 1000;
    int quota =
        large ? 1 + below(random, wish->most_quota) : below(random, wish->most_quota + 1);

    fprintf(out, "program %d:", quota);
    shuffle(random, by->at, by->count);
    for (int i = 0; i < by->count; i++)
        if (sp_random_uniform(random) < wish->acceptable)
            fprintf(out, " %d", by->at[i]);
    if (later > 0 && sp_random_uniform(random) < wish->reversion)
        fprintf(out, " >%d", p + step * (1 + below(random, later)));
    if (sp_random_uniform(random) < wish->parity)
        fputs(below(random, 2) ? " even" : " odd", out);
    fputc('\n', out);
}

char *sketch_random(const struct sketch_wish *wish, uint64_t seed)
{
    struct sp_random random = sp_random_for(seed, 7);
    struct ranked ranked = {calloc((size_t)wish->programs, sizeof *ranked.by)};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    assert_non_null(ranked.by);
    assert_true(wish->longest <= 64 && wish->most_pairs <= 64);
    for (int a = 0; a < wish->singles; a++)
        draw_single(&random, wish, a, &ranked, out);
    for (int c = 0; c < wish->couples; c++)
        draw_couple(&random, wish, wish->singles + 2 * c, &ranked, out);
    for (int p = 0; p < wish->programs; p++) {
        draw_program(&random, wish, p, &ranked.by[p], out);
        free(ranked.by[p].at);
    }
    free(ranked.by);
    assert_int_equal(fclose(out), 0);
    return text;
}
