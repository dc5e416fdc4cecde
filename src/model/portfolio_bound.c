/* portfolio_bound.c: tangents to a concave function, from better and better points.
 *
 * With a = -log(1 - chance), x -> mean of 1 - exp(-sum of a x) is what a list is worth
 * where every x is 0 or 1, and concave between.  So its tangent at any point is above
 * it everywhere, and the most that the tangent reaches within the relaxed limits
 * (portfolio_price.c) bounds every list there is.  This
 *
 * - takes the tangent at the start, which is nearly best already;
 * - closes the states that no better list can have: those whose loss at the prices
 *   brings the bound down to the worth of the start.  Items with one state left are
 *   settled, in or out, and leave the problem, most of them at the first tangent;
 * - goes to the best point in the hull of the start and the solutions of the linear
 *   problems so far (simplicial decomposition, von Hohenbalken 1977), and repeats.
 *
 * A number a little above -log(1 - chance) takes its place, which only raises the
 * bound (by about a millionth), and MARGIN covers the rounding of the sums of doubles:
 * some thousand terms of size 1 and 1e-16 each.
 */
#include "portfolio_bound.h"

#include "error.h"
#include "portfolio_price.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double MARGIN = 1e-11;

/* How near the linear problems are solved, the first and the others. */
static const double ROUGH = 1e-4, FINE = 1e-6;

enum { CORNERS = 16, ROUNDS = 14 };

struct tangent {
    const struct sp_menu *menu;
    int threads;
    struct sp_open open;
    double *sure;     /* [levels][seasons] exponent of the items in for sure */
    double *exponent; /* [levels][seasons] at the point */
    double *alive;    /* [levels][seasons] exp(-exponent) */
    double *weight;   /* [levels][seasons] alive of this level and below, by utility */
    double *corner[CORNERS]; /* [levels][seasons] exponents at the points of the hull */
    double mix[CORNERS];     /* the point's weights on them */
    int corners;
    double worth;              /* at the point */
    double *value[SP_SIGNALS]; /* [items] slope */
    double *loss[SP_STATES];   /* [items] at the last tangent */
};

/* ---- memory -------------------------------------------------------------------- */

static size_t cells(const struct sp_menu *menu)
{
    return (size_t)menu->levels * (size_t)menu->seasons;
}

static void tangent_free(struct tangent *t)
{
    free(t->open.item);
    free(t->open.states);
    free(t->open.sent);
    free(t->open.signals);
    free(t->sure);
    free(t->exponent);
    free(t->alive);
    free(t->weight);
    for (int i = 0; i < CORNERS; i++)
        free(t->corner[i]);
    for (int way = 0; way < SP_SIGNALS; way++)
        free(t->value[way]);
    for (int state = 0; state < SP_STATES; state++)
        free(t->loss[state]);
}

static bool tangent_make(struct tangent *t, const struct sp_menu *menu,
                         const struct sp_limits *limits, int threads)
{
    size_t items = (size_t)menu->items + 1, groups = (size_t)menu->groups + 1;
    *t = (struct tangent){.menu = menu, .threads = threads};
    t->open = (struct sp_open){.menu = menu,
                               .limits = limits,
                               .item = calloc(items, sizeof(int)),
                               .states = calloc(items, 1),
                               .sent = calloc(groups, sizeof(int)),
                               .signals = calloc(groups * SP_SIGNALS, sizeof(int))};
    t->sure = calloc(cells(menu), sizeof(double));
    t->exponent = calloc(cells(menu), sizeof(double));
    t->alive = calloc(cells(menu), sizeof(double));
    t->weight = calloc(cells(menu), sizeof(double));
    bool ok = t->open.item && t->open.states && t->open.sent && t->open.signals && t->sure
              && t->exponent && t->alive && t->weight;
    for (int way = 0; way < SP_SIGNALS; way++)
        ok = (t->value[way] = calloc(items, sizeof(double))) && ok;
    for (int state = 0; state < SP_STATES; state++)
        ok = (t->loss[state] = calloc(items, sizeof(double))) && ok;
    return ok;
}

void sp_bound_free(struct sp_bound *bound)
{
    for (int state = 0; state < SP_STATES; state++)
        free(bound->loss[state]);
    for (int way = 0; way < SP_SIGNALS; way++)
        free(bound->share[way]);
    *bound = (struct sp_bound){0};
}

static bool bound_make(struct sp_bound *bound, int items)
{
    bool ok = true;
    *bound = (struct sp_bound){0};
    for (int state = 0; state < SP_STATES; state++)
        ok = (bound->loss[state] = calloc((size_t)items + 1, sizeof(double))) && ok;
    for (int way = 0; way < SP_SIGNALS; way++)
        ok = (bound->share[way] = calloc((size_t)items + 1, sizeof(double))) && ok;
    return ok;
}

/* ---- the concave function ------------------------------------------------------- */

/* Adds `share` of an item sent in this way to the exponents of its level and below. */
static void spread(const struct sp_menu *menu, int item, int way, double share, double *to)
{
    const float *chance = sp_menu_row(menu, item, way);
    for (int l = menu->item[item].level; l < menu->levels; l++)
        sp_row_spread(chance, share, to + (size_t)l * (size_t)menu->seasons, menu->seasons);
}

/* The difference of utility that an offer of this level or better is worth. */
static double step_of(const struct sp_menu *menu, int level)
{
    return sp_menu_utility(menu, level) - sp_menu_utility(menu, level + 1);
}

/* alive, weight and worth at `exponent`. */
static void look(struct tangent *t)
{
    const struct sp_menu *menu = t->menu;
    size_t seasons = (size_t)menu->seasons;
    double left = 0;
    sp_row_exp(t->exponent, t->alive, (int)cells(menu));
    for (size_t i = 0; menu->mass && i < cells(menu); i++)
        t->alive[i] *= menu->mass[i % seasons];
    sp_list_weigh(menu, t->alive, t->weight);
    for (size_t k = 0; k < seasons; k++)
        left += t->weight[k];
    t->worth = sp_menu_utility(menu, 0) - left / menu->seasons;
}

/* The mean of exponent * alive over the levels by their steps: the slope towards it. */
static double along(const struct tangent *t, const double *exponent)
{
    const struct sp_menu *menu = t->menu;
    double sum = 0;
    for (int l = 0; l < menu->levels; l++) {
        size_t at = (size_t)l * (size_t)menu->seasons;
        sum += step_of(menu, l) * sp_row_dot(exponent + at, t->alive + at, menu->seasons);
    }
    return sum / menu->seasons;
}

static void slopes(void *with, int from, int to)
{
    struct tangent *t = with;
    const struct sp_menu *menu = t->menu;
    for (int i = from; i < to; i++) {
        int item = t->open.item[i];
        const double *weight =
            t->weight + (size_t)menu->item[item].level * (size_t)menu->seasons;
        for (int way = 0; way < SP_SIGNALS; way++)
            if (t->open.states[item] >> way & 1)
                t->value[way][item] =
                    sp_row_slope(sp_menu_row(menu, item, way), weight, menu->seasons)
                    / menu->seasons;
    }
}

/* ---- the hull -------------------------------------------------------------------- */

static void go_to_mix(struct tangent *t)
{
    size_t n = cells(t->menu);
    memset(t->exponent, 0, n * sizeof(double));
    for (int c = 0; c < t->corners; c++)
        if (t->mix[c] > 0)
            sp_row_add(t->corner[c], t->mix[c], t->exponent, (int)n);
    look(t);
}

/* Moves weight from corner `from` to corner `to` while that raises the worth. */
static void exchange(struct tangent *t, int from, int to, double slope)
{
    size_t seasons = (size_t)t->menu->seasons;
    double had = t->mix[from], sum = t->mix[to] + had, moved = 0;
    for (int i = 0; i < 8; i++) {
        double bend = 0;
        for (int l = 0; l < t->menu->levels; l++) {
            size_t at = (size_t)l * seasons;
            bend += step_of(t->menu, l)
                    * sp_row_bend(t->corner[to] + at, t->corner[from] + at, t->alive + at,
                                  t->menu->seasons);
        }
        double was = moved;
        moved = fmin(had, fmax(0, moved + slope / (bend / t->menu->seasons + 1e-300)));
        t->mix[from] = had - moved;
        t->mix[to] = sum - t->mix[from];
        go_to_mix(t);
        slope = along(t, t->corner[to]) - along(t, t->corner[from]);
        if (fabs(moved - was) <= 1e-3 * had)
            break;
    }
}

/* The best point of the hull, to within `enough`. */
static void climb(struct tangent *t, double enough)
{
    for (int i = 0; i < 4 * CORNERS; i++) {
        int low = -1, high = -1;
        double slope[CORNERS] = {0};
        for (int c = 0; c < t->corners; c++) {
            slope[c] = along(t, t->corner[c]);
            if (high < 0 || slope[c] > slope[high])
                high = c;
            if (t->mix[c] > 0 && (low < 0 || slope[c] < slope[low]))
                low = c;
        }
        assert(low >= 0 && high >= 0); /* there is a corner, and one has weight */
        if (slope[high] - slope[low] <= enough)
            return;
        exchange(t, low, high, slope[high] - slope[low]);
    }
}

/* A place for one more corner: a new one, or that of the least weight. */
static double *new_corner(struct tangent *t)
{
    int at = t->corners;
    if (at < CORNERS) {
        t->corner[at] = malloc(cells(t->menu) * sizeof(double));
        t->corners += t->corner[at] != NULL;
    } else
        for (int c = at = 0; c < CORNERS; c++)
            if (t->mix[c] < t->mix[at])
                at = c;
    t->mix[at] = 0;
    return t->corner[at];
}

/* ---- settling items -------------------------------------------------------------- */

static void put_in(struct tangent *t, int item, int way)
{
    struct sp_open *open = &t->open;
    const struct sp_menu_item *it = &t->menu->item[item];
    open->applications++;
    open->cents += it->extra_cents
                   + sp_fees_of(&t->menu->group[it->group].fees, ++open->sent[it->group]);
    open->signals[it->group * SP_SIGNALS + way]++;
    open->hours += it->hours;
    spread(t->menu, item, way, 1, t->sure);
}

/* Closes the states that leave nothing above `worth`, and settles items. */
static void close_states(struct tangent *t, double bound, double worth)
{
    struct sp_open *open = &t->open;
    int kept = 0;
    for (int i = 0; i < open->count; i++) {
        int item = open->item[i];
        for (int s = 0; s < SP_STATES; s++)
            if (bound - t->loss[s][item] <= worth)
                open->states[item] &= (unsigned char)~(1 << s);
        int states = open->states[item];
        if (states & (states - 1))
            open->item[kept++] = item;
        else if (states && states != 1 << SP_OUT)
            put_in(t, item, __builtin_ctz((unsigned)states));
    }
    open->count = kept;
}

static void open_all(struct tangent *t)
{
    const struct sp_menu *menu = t->menu;
    for (int i = 0; i < menu->items; i++) {
        int states = menu->item[i].pinned ? 0 : 1 << SP_OUT;
        for (int way = 0; way < SP_SIGNALS; way++)
            states |= sp_menu_offers(menu, i, way) << way;
        t->open.states[i] = (unsigned char)states;
        t->open.item[i] = i;
    }
    t->open.count = menu->items;
    close_states(t, 1, 0); /* no loss yet: settles those with one state only */
}

/* ---- the bound -------------------------------------------------------------------- */

static void keep(const struct tangent *t, double worth, struct sp_bound *bound)
{
    bound->worth = worth;
    for (int s = 0; s < SP_STATES; s++)
        memcpy(bound->loss[s], t->loss[s], (size_t)t->menu->items * sizeof(double));
}

/* The most the tangent reaches, as near as `least` says. */
static bool price(struct tangent *t, double least, struct sp_bound *bound, double *most,
                  struct sp_error *error)
{
    if (!sp_price(&t->open, t->value, least, t->loss, bound->share, most, error))
        return false;
    *most += t->worth + along(t, t->sure) - along(t, t->exponent) + MARGIN;
    return true;
}

/* The tangent at the point: a bound, and the states it closes against `worth`.  When all
 * are open yet, first roughly, which closes most of them for a third of the time. */
static bool reach(struct tangent *t, bool first, double worth, struct sp_bound *bound,
                  double *most, struct sp_error *error)
{
    sp_in_stretches(t->threads, t->open.count, slopes, t);
    if (first) {
        if (!price(t, ROUGH, bound, most, error))
            return false;
        close_states(t, *most, worth);
    }
    if (!price(t, FINE, bound, most, error))
        return false;
    if (*most < bound->worth)
        keep(t, *most, bound);
    close_states(t, *most, worth);
    return true;
}

static bool add_corner(struct tangent *t, const struct sp_bound *bound)
{
    double *corner = new_corner(t);
    if (!corner)
        return false;
    memcpy(corner, t->sure, cells(t->menu) * sizeof(double));
    for (int i = 0; i < t->open.count; i++)
        for (int way = 0; way < SP_SIGNALS; way++) {
            int item = t->open.item[i];
            if ((t->open.states[item] >> way & 1) && bound->share[way][item] > 1e-6)
                spread(t->menu, item, way, bound->share[way][item], corner);
        }
    return true;
}

static bool start_at(struct tangent *t, const unsigned char *way)
{
    double *corner = new_corner(t);
    if (!corner)
        return false;
    memset(corner, 0, cells(t->menu) * sizeof(double));
    for (int i = 0; i < t->menu->items; i++)
        if (way[i] != SP_OUT)
            spread(t->menu, i, way[i], 1, corner);
    t->mix[0] = 1;
    go_to_mix(t);
    return true;
}

static bool tighten(struct tangent *t, double worth, struct sp_bound *bound,
                    struct sp_error *error)
{
    bound->worth = INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
        double most;
        if (!reach(t, round == 0, worth, bound, &most, error))
            return false;
        /* The rest of the gap may be that of the relaxed problem itself. */
        if (most <= worth || most - t->worth <= 0.05 * (most - worth) + 1e-9)
            break;
        if (!add_corner(t, bound))
            return sp_fail(error, SP_NO_MEMORY, "no memory for the bound");
        climb(t, 0.01 * (most - t->worth));
    }
    return true;
}

bool sp_bound_make(const struct sp_list *start, int threads, struct sp_bound *bound,
                   struct sp_error *error)
{
    const struct sp_menu *menu = start->menu;
    double worth = sp_list_worth(start, NULL);
    struct tangent t = {0};
    bool ok = tangent_make(&t, menu, start->limits, threads)
              && bound_make(bound, menu->items)
              && (open_all(&t), start_at(&t, start->state));
    if (!ok)
        sp_fail(error, SP_NO_MEMORY, "no memory for the bound of %d items", menu->items);
    ok = ok && tighten(&t, worth, bound, error);
    if (ok) {
        bound->worth = fmax(bound->worth, worth);
        for (int i = 0; i < menu->items; i++)
            for (int s = 0; s < SP_STATES; s++)
                if (!(t.open.states[i] >> s & 1))
                    bound->loss[s][i] = INFINITY;
    } else
        sp_bound_free(bound);
    tangent_free(&t);
    return ok;
}
