/* pick_shared.c: all reasons sorted by their words; a long run is shared. */
#include "pick_shared.h"

#include "error.h"
#include "fact_text.h"
#include "plan.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FEWEST = 3 };

struct said {
    const char *text;
    double points;
    bool first;
};

static int by_text(const void *a, const void *b)
{
    return strcmp(((const struct said *)a)->text, ((const struct said *)b)->text);
}

static int by_weight(const void *a, const void *b)
{
    const struct shared_reason *x = a, *y = b;
    return x->most != y->most ? (x->most < y->most) - (x->most > y->most)
                              : strcmp(x->text, y->text);
}

static bool widely(int count, int applications)
{
    return 3 * count >= 2 * applications;
}

static void keep_run(const struct said *said, int count, struct pick_shared *shared)
{
    struct shared_reason *reason = &shared->reason[shared->reasons++];
    double low = said->points, high = said->points;
    char from[20], to[20];
    for (int i = 1; i < count; i++) {
        low = fmin(low, said[i].points);
        high = fmax(high, said[i].points);
    }
    snprintf(from, sizeof from, "%+.1f", fmax(low, -100));
    snprintf(to, sizeof to, "%+.1f", fmin(high, 100));
    bool one = strcmp(from, to) == 0;
    snprintf(reason->points, sizeof reason->points, "%s%s%s", from, one ? "" : " to ",
             one ? "" : to);
    reason->text = said->text;
    reason->most = fmax(fabs(low), fabs(high));
}

static void find_runs(struct said *said, int count, int applications,
                      struct pick_shared *shared)
{
    qsort(said, (size_t)count, sizeof *said, by_text);
    for (int from = 0, to; from < count; from = to) {
        for (to = from; to < count && strcmp(said[to].text, said[from].text) == 0;)
            to++;
        if ((said[from].first || widely(to - from, applications))
            && shared->reasons < MOST_SHARED)
            keep_run(said + from, to - from, shared);
    }
    qsort(shared->reason, (size_t)shared->reasons, sizeof *shared->reason, by_weight);
}

/* The facts of the first pick stand for all when two thirds have the same. */
static void find_verify(const struct sp_pick *pick, int picks, int applications,
                        struct pick_shared *shared)
{
    char own[VERIFY_BYTES];
    int same = 0;
    for (int i = 0; i < picks; i++) {
        if (!pick[i].leads)
            continue;
        fact_words_join(pick[i].verify, pick[i].verifies, own, sizeof own);
        if (same == 0)
            memcpy(shared->verify, own, sizeof own);
        same += strcmp(own, shared->verify) == 0;
    }
    if (!widely(same, applications))
        shared->verify[0] = '\0';
}

bool pick_shared_find(const struct sp_pick *pick, int picks, struct pick_shared *shared,
                      struct sp_error *error)
{
    int count = 0, applications = 0;
    *shared = (struct pick_shared){0};
    for (int i = 0; i < picks; i++) {
        applications += pick[i].leads;
        count += pick[i].leads ? pick[i].reasons : 0;
    }
    if (applications < FEWEST)
        return true;
    struct said *said = calloc((size_t)count + 1, sizeof *said);
    if (!said)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the reasons");
    count = 0;
    for (int i = 0; i < picks; i++)
        for (int r = 0; pick[i].leads && r < pick[i].reasons; r++)
            said[count++] =
                (struct said){pick[i].reason[r].text, pick[i].reason[r].points, r == 0};
    find_runs(said, count, applications, shared);
    find_verify(pick, picks, applications, shared);
    free(said);
    return true;
}

static bool is_shared(const struct pick_shared *shared, const char *text)
{
    for (int i = 0; i < shared->reasons; i++)
        if (strcmp(shared->reason[i].text, text) == 0)
            return true;
    return false;
}

int pick_strongest(const struct sp_pick *pick, const struct pick_shared *shared, int most,
                   int *place)
{
    bool taken[PICK_REASONS] = {false};
    int reasons = pick->reasons < PICK_REASONS ? pick->reasons : PICK_REASONS, left = 0;
    for (int i = 0; i < reasons; i++) {
        taken[i] = is_shared(shared, pick->reason[i].text);
        left += !taken[i];
    }
    int wanted = left < most ? left : most;
    for (int n = 0; n < wanted; n++) {
        int best = -1;
        for (int i = 0; i < reasons; i++)
            if (!taken[i]
                && (best < 0
                    || fabs(pick->reason[i].points) > fabs(pick->reason[best].points)))
                best = i;
        assert(best >= 0); /* `wanted` are not taken */
        taken[best] = true;
        place[n] = best;
    }
    return wanted;
}
