/* market.c: nodes of strength within members, then one pass over programs and seasons.
 *
 * exp(base + parts + signal + strength) splits into a number per program and member and
 * a number per field and season, so the pass needs no exponentials: one product, one
 * division.  The chance of room above a cutoff is the same with a signal and without, so
 * it is played once for both.
 */
#include "market.h"

#include "error.h"
#include "lanes.h"
#include "logistic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A chance of 1 would leave nothing to the other programs, and no logarithm. */
static const float most_chance = 0.995f;

/* normal, weight  [nodes] */
static void lay_out_strengths(const struct sp_chances *chances, struct sp_seasons *seasons,
                              double *normal, double *weight)
{
    int nodes = seasons->count / SP_MEMBERS;
    sp_normal_nodes(nodes, normal, weight);
    for (int m = 0; m < SP_MEMBERS; m++) {
        for (int s = 0; s < nodes; s++)
            seasons->mass[m * nodes + s] = nodes * weight[s];
        for (int f = 0; f < chances->fields; f++) {
            const struct sp_field *field = &chances->field[f];
            seasons->signal[f * SP_MEMBERS + m] = exp(field->signal[m]);
            for (int s = 0; s < nodes; s++) {
                long k = (long)f * seasons->count + m * nodes + s;
                double strength = field->strength[m] + field->sigma[m] * normal[s];
                seasons->odds[k] = (float)exp(strength);
                seasons->across[(long)f * seasons->count + s * SP_MEMBERS + m] =
                    seasons->odds[k];
                seasons->standing[k] =
                    (float)exp(field->level[m] + field->slope[m] * strength);
            }
        }
    }
}

/* The smaller of each pair; the second where the first is no number. */
#define LESSER(a, b) ((floats)(((ints)(a) & ((a) < (b))) | ((ints)(b) & ~((a) < (b)))))

/* One member of one prospect: chances of an invitation. */
WIDE static void invite(float base, float welcome, const float *odds, int nodes, float *out)
{
    floats most = most_chance - (floats){0};
    int s = 0;
    for (; s + LANES <= nodes; s += LANES) {
        floats x = base * FLOATS(odds, s);
        floats chance = welcome * (x / (1 + x));
        *(floats *)(out + s) = LESSER(chance, most);
    }
    for (; s < nodes; s++) {
        float x = base * odds[s];
        float chance = welcome * (x / (1 + x));
        out[s] = chance < most_chance ? chance : most_chance;
    }
}

/* exp of the log-odds of an invitation, sent plain and before strength: odds[SP_MEMBERS].
 */
static void odds_of(const struct sp_chances *chances, int prospect, double *odds)
{
    const struct sp_prospect *at = &chances->at[prospect];
    for (int m = 0; m < SP_MEMBERS; m++)
        odds[m] = exp(at->base[m] + sp_prospect_parts(&chances->field[at->field], at, m));
}

/* What a signal multiplies them by. */
static double signal_odds(const struct sp_seasons *seasons, const struct sp_prospect *at,
                          int member)
{
    return at->own_signal ? exp(at->own_signal_log_odds)
                          : seasons->signal[at->field * SP_MEMBERS + member];
}

static void invitations(const struct sp_chances *chances, const struct sp_seasons *seasons,
                        int prospect, const double *odds, enum sp_signal signal, float *out)
{
    const struct sp_prospect *at = &chances->at[prospect];
    const struct sp_field *field = &chances->field[at->field];
    const float *strength = seasons->odds + (long)at->field * seasons->count;
    int nodes = seasons->count / SP_MEMBERS;
    for (int m = 0; m < SP_MEMBERS; m++) {
        double sent = signal == SP_PLAIN ? odds[m] : odds[m] * signal_odds(seasons, at, m);
        invite((float)sent, (float)sp_prospect_visa(field, at, m), strength + m * nodes,
               nodes, out + (long)m * nodes);
    }
}

void sp_market_invitations(const struct sp_chances *chances,
                           const struct sp_seasons *seasons, int prospect,
                           enum sp_signal signal, float *out)
{
    double odds[SP_MEMBERS];
    odds_of(chances, prospect, odds);
    invitations(chances, seasons, prospect, odds, signal, out);
}

/* The chance that a program which ranks the applicant has room above its cutoff: with
 * taste logistic, standing / (standing + cutoff).  An application that covers several
 * tracks is ranked by one of them. */
WIDE static void place(const struct sp_prospect *at, int member, const float *standing,
                       int nodes, float *out)
{
    floats most = most_chance - (floats){0};
    int s = 0;
    for (; s + LANES <= nodes; s += LANES) {
        floats chance = {0}, own = FLOATS(standing, s);
        for (int t = 0; t < at->tracks; t++)
            chance += (float)at->weight[t] * (own / (own + at->cutoff[t][member]));
        *(floats *)(out + s) = LESSER(chance, most);
    }
    for (; s < nodes; s++) {
        float chance = 0;
        for (int t = 0; t < at->tracks; t++)
            chance += (float)at->weight[t]
                      * (standing[s] / (standing[s] + at->cutoff[t][member]));
        out[s] = chance < most_chance ? chance : most_chance;
    }
}

WIDE static void multiply(const float *by, int count, float *row)
{
    int k = 0;
    for (; k + LANES <= count; k += LANES)
        *(floats *)(row + k) = FLOATS(row, k) * FLOATS(by, k);
    for (; k < count; k++)
        row[k] *= by[k];
}

/* `room` [seasons->count] */
static void play_all(const struct sp_chances *chances, struct sp_seasons *seasons,
                     float *room)
{
    int nodes = seasons->count / SP_MEMBERS;
    for (int p = 0; p < chances->count; p++) {
        const float *standing =
            seasons->standing + (long)chances->at[p].field * seasons->count;
        for (int m = 0; m < SP_MEMBERS; m++)
            place(&chances->at[p], m, standing + (long)m * nodes, nodes,
                  room + (long)m * nodes);
        double odds[SP_MEMBERS];
        odds_of(chances, p, odds);
        for (int signal = 0; signal < SP_SIGNALS; signal++) {
            if (!seasons->chance[signal])
                continue;
            float *row = seasons->chance[signal] + (long)p * seasons->count;
            invitations(chances, seasons, p, odds, (enum sp_signal)signal, row);
            if (signal == SP_PLAIN)
                seasons->interview[p] = sp_market_summary(seasons, row, NULL);
            multiply(room, seasons->count, row);
        }
    }
}

bool sp_market_play(const struct sp_chances *chances, int count, struct sp_seasons *seasons,
                    struct sp_error *error)
{
    int nodes = (count + SP_MEMBERS - 1) / SP_MEMBERS;
    bool signals = false;
    for (int f = 0; f < chances->fields; f++)
        signals = signals || chances->field[f].rule;

    *seasons =
        (struct sp_seasons){.count = nodes * SP_MEMBERS, .prospects = chances->count};
    size_t cells = (size_t)seasons->count * (size_t)(chances->count + 1) * sizeof(float);
    size_t fields = (size_t)chances->fields;
    size_t rows = (size_t)seasons->count * (fields + 1) * sizeof(float);
    double *normal = malloc(sizeof *normal * (size_t)nodes * 2);
    float *room = malloc(sizeof *room * (size_t)(seasons->count + 1));
    seasons->mass = malloc(sizeof *seasons->mass * (size_t)(seasons->count + 1));
    seasons->signal = malloc(sizeof *seasons->signal * SP_MEMBERS * (fields + 1));
    seasons->interview = malloc(sizeof *seasons->interview * (size_t)(chances->count + 1));
    seasons->odds = malloc(rows);
    seasons->across = malloc(rows);
    seasons->standing = malloc(rows);
    seasons->chance[SP_PLAIN] = malloc(cells);
    if (signals)
        seasons->chance[SP_SILVER] = malloc(cells);
    bool ok = normal && room && seasons->mass && seasons->signal && seasons->interview
              && seasons->odds && seasons->across && seasons->standing
              && seasons->chance[SP_PLAIN] && (!signals || seasons->chance[SP_SILVER]);
    if (ok) {
        lay_out_strengths(chances, seasons, normal, normal + nodes);
        play_all(chances, seasons, room);
    }
    free(normal);
    free(room);
    if (!ok) {
        sp_seasons_free(seasons);
        return sp_fail(error, SP_NO_MEMORY,
                       "not enough memory for %d seasons of %d programs", count,
                       chances->count);
    }
    return true;
}

/* Puts a value among the `count` least so far, which rise. */
static void keep_least(double value, double *least, int count)
{
    int at = count - 1;
    if (!(value < least[at]))
        return;
    for (; at > 0 && value < least[at - 1]; at--)
        least[at] = least[at - 1];
    least[at] = value;
}

/* Of two rows, the places that the step below wants side by side. */
#define EVENS(a, b) __builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14)
#define ODDS(a, b)  __builtin_shufflevector(a, b, 1, 9, 3, 11, 5, 13, 7, 15)
#define PAIR1(a, b) __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13)
#define PAIR2(a, b) __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15)
#define LEFT(a, b)  __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11)
#define RIGHT(a, b) __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15)

/* Adds eight seasons of eight members, each in a row of its own and each season times its
 * own number, to the members' sums: rows turned into columns, by pairs, fours and halves,
 * and these added in their order. */
static inline __attribute__((always_inline)) void
add_columns(const float *row, long apart, const floats *by, doubles *sum)
{
    floats r0 = FLOATS(row, 0) * *by, r1 = FLOATS(row, apart) * *by,
           r2 = FLOATS(row, 2 * apart) * *by, r3 = FLOATS(row, 3 * apart) * *by,
           r4 = FLOATS(row, 4 * apart) * *by, r5 = FLOATS(row, 5 * apart) * *by,
           r6 = FLOATS(row, 6 * apart) * *by, r7 = FLOATS(row, 7 * apart) * *by;
    floats a0 = EVENS(r0, r1), a1 = ODDS(r0, r1), a2 = EVENS(r2, r3), a3 = ODDS(r2, r3),
           a4 = EVENS(r4, r5), a5 = ODDS(r4, r5), a6 = EVENS(r6, r7), a7 = ODDS(r6, r7);
    floats b0 = PAIR1(a0, a2), b1 = PAIR1(a1, a3), b2 = PAIR2(a0, a2), b3 = PAIR2(a1, a3),
           b4 = PAIR1(a4, a6), b5 = PAIR1(a5, a7), b6 = PAIR2(a4, a6), b7 = PAIR2(a5, a7);
    doubles total = *sum;
    total += WIDEN(LEFT(b0, b4));
    total += WIDEN(LEFT(b1, b5));
    total += WIDEN(LEFT(b2, b6));
    total += WIDEN(LEFT(b3, b7));
    total += WIDEN(RIGHT(b0, b4));
    total += WIDEN(RIGHT(b1, b5));
    total += WIDEN(RIGHT(b2, b6));
    total += WIDEN(RIGHT(b3, b7));
    *sum = total;
}

/* The means of all members, eight at a time and each in the order of its seasons. */
WIDE void sp_market_members(const struct sp_seasons *seasons, const float *value,
                            double *mean)
{
    int nodes = seasons->count / SP_MEMBERS;
    for (int m = 0; m < SP_MEMBERS; m += LANES) {
        const float *from = value + (long)m * nodes;
        doubles own;
        memset(&own, 0, sizeof own);
        int s = 0;
        for (; s + LANES <= nodes; s += LANES) {
            floats by = __builtin_convertvector(DOUBLES(seasons->mass, s), floats);
            add_columns(from + s, nodes, &by, &own);
        }
        for (; s < nodes; s++)
            for (int i = 0; i < LANES; i++)
                own[i] += (double)((float)seasons->mass[s] * from[(long)i * nodes + s]);
        for (int i = 0; i < LANES; i++)
            mean[m + i] = fmin(own[i] / nodes, 1);
    }
}

struct sp_chance sp_market_summary(const struct sp_seasons *seasons, const float *value,
                                   const char *basis)
{
    /* Nine of ten members lie between the 4th and the 61st of 64. */
    enum { OUTSIDE = 4 };
    double own[SP_MEMBERS] = {0}, sum = 0, least[OUTSIDE], most[OUTSIDE];
    for (int i = 0; i < OUTSIDE; i++)
        least[i] = most[i] = INFINITY;
    sp_market_members(seasons, value, own);
    for (int m = 0; m < SP_MEMBERS; m++) {
        sum += own[m];
        keep_least(own[m], least, OUTSIDE);
        keep_least(-own[m], most, OUTSIDE);
    }
    /* A chance that rests on a few members may lie beyond the point of nine in ten. */
    double mean = sum / SP_MEMBERS;
    return (struct sp_chance){mean, fmin(least[OUTSIDE - 1], mean),
                              fmax(-most[OUTSIDE - 1], mean), basis};
}

/* Each member in a lane of its own, so that its sum is in the order of its seasons. */
WIDE void sp_market_mean_odds(const struct sp_seasons *seasons, int field,
                              const double *odds, double *mean)
{
    _Static_assert(SP_MEMBERS % LANES == 0, "lanes are full");
    int nodes = seasons->count / SP_MEMBERS;
    const float *across = seasons->across + (long)field * seasons->count;
    for (int m = 0; m < SP_MEMBERS; m += LANES) {
        floats sum = {0}, base = {0};
        for (int i = 0; i < LANES; i++)
            base[i] = (float)odds[m + i];
        for (int s = 0; s < nodes; s++) {
            floats x = base * FLOATS(across, s * SP_MEMBERS + m);
            sum += (float)seasons->mass[s] * (x / (1 + x));
        }
        for (int i = 0; i < LANES; i++)
            mean[m + i] = (double)sum[i] / nodes;
    }
}

WIDE void sp_market_take_away(const struct sp_seasons *seasons, const float *chance,
                              float *left, float *one)
{
    int k = 0;
    for (; k + LANES <= seasons->count; k += LANES) {
        floats rest = FLOATS(left, k) * (1 - FLOATS(chance, k));
        *(floats *)(left + k) = rest;
        if (one)
            *(floats *)(one + k) = 1 - rest;
    }
    for (; k < seasons->count; k++) {
        left[k] *= 1 - chance[k];
        if (one)
            one[k] = 1 - left[k];
    }
}

void sp_seasons_free(struct sp_seasons *seasons)
{
    free(seasons->mass);
    free(seasons->signal);
    free(seasons->interview);
    free(seasons->odds);
    free(seasons->across);
    free(seasons->standing);
    free(seasons->chance[SP_PLAIN]);
    free(seasons->chance[SP_SILVER]);
    *seasons = (struct sp_seasons){0};
}
