/* match_exact.c: every placement of the couples, when there are few.
 *
 * With each couple nailed to one of its pairs, members are applicants with a list of one,
 * and the rest is deferred acceptance.  Stable matchings of that market seat the same
 * people, and the one best for the programs holds the best sets, so it is the hardest to
 * upset: if a couple upsets it, that placement has no stable matching.  So the search is
 * complete, and finding nothing is a proof.
 */
#include "match_work.h"

enum { MOST_STEPS = 60000000 };

static bool acceptable(const struct sp_match_work *work, int32_t k)
{
    return work->ranks->pair[k][0] >= 0 && work->ranks->pair[k][1] >= 0;
}

/* The next pair that may be, from k on; the end of the list: nowhere. */
static int32_t from(const struct sp_match_work *work, int32_t couple, int32_t k)
{
    int32_t end = work->market->pair_first[couple + 1];
    while (k < end && !acceptable(work, k))
        k++;
    return k;
}

bool sp_match_few(const struct sp_match_work *work)
{
    const struct sp_market_lists *market = work->market;
    const struct sp_match_ranks *ranks = work->ranks;
    int64_t steps = 16 + market->applicants + market->programs
                    + market->wish_first[market->programs]
                    + (market->couples ? market->pair_first[market->couples] : 0);
    if (market->couples == 0 || ranks->supplemental || ranks->parity || ranks->reverts)
        return false;
    for (int32_t c = 0; c < market->couples && steps <= MOST_STEPS; c++) {
        int64_t places = 1;
        for (int32_t k = market->pair_first[c]; k < market->pair_first[c + 1]; k++)
            places += acceptable(work, k);
        steps *= places;
    }
    return steps <= MOST_STEPS;
}

static bool all_seated(const struct sp_match_work *work)
{
    const struct sp_market_lists *market = work->market;
    for (int32_t c = 0; c < market->couples; c++) {
        int32_t k = work->state.pair[c];
        for (int m = 0; k < market->pair_first[c + 1] && m < 2; m++)
            if (market->pair[k][m] >= 0
                && !sp_match_holds(work, market->pair[k][m], work->ranks->pair[k][m]))
                return false;
    }
    return true;
}

static bool nobody_upsets(const struct sp_match_work *work)
{
    for (int32_t c = 0; c < work->market->couples; c++)
        if (sp_match_blocks(work, 2 * work->market->applicants + c))
            return false;
    return true;
}

static bool next_placement(const struct sp_match_work *work, int32_t *pair)
{
    const struct sp_market_lists *market = work->market;
    for (int32_t c = 0; c < market->couples; c++) {
        if (pair[c] < market->pair_first[c + 1]) {
            pair[c] = from(work, c, pair[c] + 1);
            return true;
        }
        pair[c] = from(work, c, market->pair_first[c]);
    }
    return false;
}

bool sp_match_exact(struct sp_match_work *work, int32_t *pair, bool *found,
                    struct sp_error *error)
{
    const struct sp_market_lists *market = work->market;
    for (int32_t c = 0; c < market->couples; c++)
        pair[c] = from(work, c, market->pair_first[c]);
    *found = false;
    do {
        sp_match_clear(work);
        for (int32_t c = 0; c < market->couples; c++)
            work->state.pair[c] = pair[c];
        if (!sp_match_programs(work, error))
            return false;
        *found = all_seated(work) && nobody_upsets(work);
    } while (!*found && next_placement(work, pair));
    return true;
}
