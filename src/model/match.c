/* match.c: the market is checked, matched, and read out. */
#include "match.h"

#include "error.h"
#include "match_work.h"

#include <stdlib.h>
#include <string.h>

static bool check_options(const struct sp_market_lists *market,
                          const struct sp_match_options *options, struct sp_error *error)
{
    if (options->proposing != SP_PROGRAMS_PROPOSE)
        return true;
    if (market->couples > 0)
        return sp_fail(error, SP_BAD_INPUT,
                       "programs propose only where there are no couples; here are %d",
                       market->couples);
    if (market->supplemental_first || market->pair_supplemental_first)
        return sp_fail(error, SP_BAD_INPUT,
                       "programs propose only where there are no supplemental lists");
    return true;
}

static bool simple(const struct sp_match_ranks *ranks)
{
    return ranks->market->couples == 0 && !ranks->supplemental && !ranks->reverts
           && !ranks->parity;
}

/* The numbers of positions are found with the applicants proposing; the programs then
 * propose to fill them. */
static bool from_programs(struct sp_match_work *work, struct sp_match_search *search,
                          struct sp_error *error)
{
    sp_match_clear(work);
    bool ok = sp_match_programs(work, error);
    search->stable = search->stable && ok && sp_match_adjusted(work);
    return ok;
}

static bool solve(struct sp_match_work *work, const struct sp_match_options *options,
                  struct sp_match_search *search, struct sp_error *error)
{
    if (!simple(work->ranks)) {
        if (!sp_match_search(work, options, search, error))
            return false;
    } else {
        sp_match_reset(work);
        *search = (struct sp_match_search){.orders = 1, .stable = true};
        if (options->proposing == SP_APPLICANTS_PROPOSE)
            sp_match_singles(work);
    }
    return options->proposing != SP_PROGRAMS_PROPOSE || from_programs(work, search, error);
}

bool sp_match_answer_make(const struct sp_market_lists *market, struct sp_match *match)
{
    size_t applicants = (size_t)market->applicants + 1,
           programs = (size_t)market->programs + 1;
    *match = (struct sp_match){
        .place = malloc(applicants * sizeof *match->place),
        .first_year = malloc(applicants * sizeof *match->first_year),
        .quota = malloc(programs * sizeof *match->quota),
        .donated = calloc(programs, sizeof *match->donated),
        .received = calloc(programs, sizeof *match->received),
        .unresolved = malloc(((size_t)market->couples + 1) * sizeof *match->unresolved),
    };
    return match->place && match->first_year && match->quota && match->donated
           && match->received && match->unresolved;
}

static void read_programs(const struct sp_match_work *work, struct sp_match *match)
{
    const struct sp_match_state *state = &work->state;
    for (int32_t p = 0; p < work->market->programs; p++) {
        match->quota[p] =
            state->program[p].quota + (state->held_back ? state->held_back[p] : 0);
        match->donated[p] = state->donated ? state->donated[p] : 0;
        match->received[p] = state->received ? state->received[p] : 0;
    }
}

static int32_t first_year_of(const struct sp_match_work *work, int32_t a)
{
    int32_t j = work->state.link ? work->state.link[a] : -1;
    if (j < 0 || j == sp_match_list_now(work, a)[1])
        return -1;
    return work->market->supplemental[j];
}

void sp_match_read_out(const struct sp_match_work *work, struct sp_match *match)
{
    const struct sp_market_lists *market = work->market;
    for (int32_t a = 0; a < market->applicants; a++) {
        match->place[a] = sp_match_place(work, a);
        match->first_year[a] = first_year_of(work, a);
    }
    read_programs(work, match);
}

static void read_search(const struct sp_match_work *work,
                        const struct sp_match_search *search, struct sp_match *match)
{
    const struct sp_market_lists *market = work->market;
    match->stable = search->stable;
    match->none_exists = search->none_exists;
    match->orders = search->orders;
    match->proposals = work->proposals;
    for (int32_t c = 0; !match->stable && c < market->couples; c++)
        if (sp_match_blocks(work, 2 * market->applicants + c))
            match->unresolved[match->unresolved_count++] = c;
}

bool sp_match_run(const struct sp_market_lists *market,
                  const struct sp_match_options *options, struct sp_match *match,
                  struct sp_error *error)
{
    struct sp_match_ranks ranks = {0};
    struct sp_match_work work = {0};
    struct sp_match_search search = {0};
    bool own = market->couples > 0 || market->supplemental_first || market->reverts_to
               || market->parity || options->proposing == SP_PROGRAMS_PROPOSE;
    *match = (struct sp_match){0};
    bool ok = check_options(market, options, error)
              && sp_match_rank_all(market, own, &ranks, error)
              && sp_match_work_make(&ranks, options->rule, &work, error)
              && solve(&work, options, &search, error);
    if (ok && !sp_match_answer_make(market, match))
        ok = sp_fail(error, SP_NO_MEMORY, "no memory to match a market of this size");
    if (ok) {
        sp_match_read_out(&work, match);
        read_search(&work, &search, match);
    } else {
        sp_match_free(match);
    }
    sp_match_work_free(&work);
    sp_match_ranks_free(&ranks);
    return ok;
}

void sp_match_free(struct sp_match *match)
{
    free(match->place);
    free(match->first_year);
    free(match->quota);
    free(match->donated);
    free(match->received);
    free(match->unresolved);
    *match = (struct sp_match){0};
}
