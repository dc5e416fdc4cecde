/* portfolio_search.c: sets of changes, by depth first.
 *
 * A list with total loss t (the sum of its items' losses at the prices of the bound) is
 * worth at most bound - t.  So of all the ways to change the list at hand, only those
 * sets of changes count whose total loss stays below bound - worth.  Sorted by what
 * they add to it, with those first that lower it, a set that is over cannot come back,
 * and the search goes through the rest in full, up to a number of changes at a time.
 *
 * A set ends in a change whose gain needs a sum over the seasons.  By the inequality
 * of Cauchy and Schwarz, the gain of a change with the part r of the weight w, after
 * others have turned w into v, is at most
 *     gain before + sqrt(mean of r^2 w) * sqrt(mean of (v - w)^2 / w),
 * and where this is too little the sum is not taken.  Else it is first taken in floats,
 * which with what these may be off by shows nearly always that the change does not help.
 */
#include "portfolio_search.h"

#include "error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOVES = 192,    /* the changes with the least loss are tried */
    FEW_MOVES = 64, /* in sets of three, these */
    SMALL = 16,     /* so few items are searched in full, whatever it takes */
    DEPTH = 24,     /* changes in a set, at most */
};

static const double CLOSED = 1e3;   /* a loss above all others, yet a number */
static const double ENOUGH = 1e-12; /* a gain, not an error of rounding */
/* Seasons looked at before a search is given up: one that may help, one that may prove. */
static const double EFFORT = 3e7, PROOF = 1e8;

struct move {
    double loss; /* added to the list's total */
    double gain; /* alone; once weighed */
    double size; /* sqrt(mean of r^2 w); once sized */
    int item;
    unsigned char state;
    bool weighed, sized, parted;
    float *part; /* [seasons] r as floats; once parted */
};

struct search {
    struct sp_list *list;
    const struct sp_bound *bound;
    struct move *move; /* [moves] rising by loss */
    double *relief;    /* [moves + 1] what the moves from here on can take off at most */
    double *alive[DEPTH + 1], *weight[DEPTH + 1]; /* [levels][seasons] along the path */
    float *light[DEPTH + 1];                      /* weight as floats; once lit */
    bool lit[DEPTH + 1];
    float *part;   /* [MOVES][seasons] */
    double *shift; /* [DEPTH + 1][levels] sqrt(mean of (v - w)^2 / w) */
    int moves, tried, depth;
    int path[DEPTH], best[DEPTH], best_count; /* places in move */
    double room;      /* bound - worth of the list, less its total loss */
    double best_gain; /* of the best set so far; 0: none */
    double effort;
    bool exhausted; /* something was skipped for depth or effort */
    bool failed;    /* for want of memory */
};

/* ---- memory ---------------------------------------------------------------------- */

static void search_free(struct search *s)
{
    free(s->move);
    free(s->relief);
    free(s->shift);
    free(s->part);
    for (int d = 1; d <= DEPTH; d++) {
        free(s->alive[d]);
        free(s->weight[d]);
        free(s->light[d]);
    }
}

static bool search_make(struct search *s, struct sp_list *list,
                        const struct sp_bound *bound)
{
    size_t most = (size_t)list->menu->items * SP_SIGNALS + 1;
    *s = (struct search){.list = list, .bound = bound};
    s->move = malloc(most * sizeof *s->move);
    s->relief = malloc((most + 1) * sizeof *s->relief);
    s->shift = calloc((DEPTH + 1) * (size_t)list->menu->levels, sizeof(double));
    s->part = malloc((size_t)list->menu->seasons * MOVES * sizeof *s->part);
    s->alive[0] = list->alive;
    s->weight[0] = list->weight;
    return s->move && s->relief && s->shift && s->part;
}

/* The arrays of one more change on the path, made when first needed. */
static bool has_depth(struct search *s, int depth)
{
    size_t cells = (size_t)s->list->menu->levels * (size_t)s->list->menu->seasons;
    if (!s->alive[depth])
        s->alive[depth] = malloc(cells * sizeof(double));
    if (!s->weight[depth])
        s->weight[depth] = malloc(cells * sizeof(double));
    if (!s->light[depth])
        s->light[depth] = malloc(cells * sizeof(float));
    return s->alive[depth] && s->weight[depth] && s->light[depth];
}

/* ---- moves ------------------------------------------------------------------------ */

static double loss_of(const struct search *s, int item, int state)
{
    return fmin(s->bound->loss[state][item], CLOSED);
}

static int by_loss(const void *a, const void *b)
{
    const struct move *x = a, *y = b;
    if (x->loss != y->loss)
        return x->loss < y->loss ? -1 : 1;
    if (x->item != y->item)
        return x->item < y->item ? -1 : 1;
    return x->state - y->state;
}

/* The weights of the list itself, wherever the path has come to. */
static const double *first_weight(const struct search *s, const struct move *move)
{
    const struct sp_menu *menu = s->list->menu;
    return s->weight[0] + (size_t)menu->item[move->item].level * (size_t)menu->seasons;
}

/* Most moves are never looked at before a set is found that helps, so gain and size are
 * summed when they are first asked for. */
static double gain_of(const struct search *s, struct move *move)
{
    const struct sp_menu *menu = s->list->menu;
    if (!move->weighed)
        move->gain =
            sp_row_change(sp_menu_row(menu, move->item, s->list->state[move->item]),
                          sp_menu_row(menu, move->item, move->state), first_weight(s, move),
                          menu->seasons)
            / menu->seasons;
    move->weighed = true;
    return move->gain;
}

static double size_of(const struct search *s, struct move *move)
{
    const struct sp_menu *menu = s->list->menu;
    if (!move->sized)
        move->size = sqrt(
            sp_row_change_size(sp_menu_row(menu, move->item, s->list->state[move->item]),
                               sp_menu_row(menu, move->item, move->state),
                               first_weight(s, move), menu->seasons)
            / menu->seasons);
    move->sized = true;
    return move->size;
}

/* All changes of one item that a better list could have. */
static void find_moves(struct search *s)
{
    const struct sp_list *list = s->list;
    const struct sp_menu *menu = list->menu;
    double room = s->bound->worth - sp_list_worth(list, NULL), total = 0;
    s->moves = 0;
    for (int i = 0; i < menu->items; i++) {
        double now = loss_of(s, i, list->state[i]);
        total += now;
        for (int state = 0; state < SP_STATES; state++)
            if (state != list->state[i] && loss_of(s, i, state) < fmin(room, CLOSED))
                s->move[s->moves++] = (struct move){.loss = loss_of(s, i, state) - now,
                                                    .item = i,
                                                    .state = (unsigned char)state};
    }
    qsort(s->move, (size_t)s->moves, sizeof *s->move, by_loss);
    s->tried = s->moves < MOVES ? s->moves : MOVES;
    s->room = room - total + ENOUGH;
    s->relief[s->tried] = 0;
    for (int m = s->tried - 1; m >= 0; m--) {
        s->relief[m] = s->relief[m + 1] + fmin(0, s->move[m].loss);
        s->move[m].part = s->part + (size_t)m * (size_t)menu->seasons;
    }
}

/* ---- depth first ------------------------------------------------------------------ */

static bool path_fits(const struct search *s, int depth)
{
    const struct sp_menu *menu = s->list->menu;
    for (int d = 0; d <= depth; d++)
        if (!sp_list_fits(s->list, menu->item[s->move[s->path[d]].item].group))
            return false;
    return true;
}

/* How far the weights have moved from those of the list, level by level. */
static void measure_shift(struct search *s, int depth)
{
    const struct sp_menu *menu = s->list->menu;
    for (int l = 0; l < menu->levels; l++) {
        size_t at = (size_t)l * (size_t)menu->seasons;
        double sum = sp_row_shift(s->weight[depth] + at, s->weight[0] + at, menu->seasons);
        s->shift[depth * menu->levels + l] = sqrt(sum / menu->seasons);
    }
}

/* A number that the gain of this move from the list at this depth does not exceed. */
static double glance(struct search *s, int depth, struct move *move)
{
    const struct sp_menu *menu = s->list->menu;
    size_t seasons = (size_t)menu->seasons;
    double size, sum;
    if (!s->lit[depth])
        sp_row_narrow(s->weight[depth], s->light[depth], menu->levels * menu->seasons);
    s->lit[depth] = true;
    if (!move->parted)
        sp_row_part(sp_menu_row(menu, move->item, s->list->state[move->item]),
                    sp_menu_row(menu, move->item, move->state), move->part, menu->seasons);
    move->parted = true;
    sum = sp_row_glance(move->part,
                        s->light[depth] + (size_t)menu->item[move->item].level * seasons,
                        menu->seasons, &size);
    return (sum + SP_GLANCE_ERROR * size) / menu->seasons;
}

static void consider(struct search *s, int depth, struct move *move, double gained)
{
    const struct sp_menu *menu = s->list->menu;
    double shift = s->shift[depth * menu->levels + menu->item[move->item].level];
    double most = gained + gain_of(s, move) + (depth ? size_of(s, move) * shift : 0);
    if (most <= s->best_gain + ENOUGH)
        return;
    s->effort -= menu->seasons;
    if (depth && gained + glance(s, depth, move) <= s->best_gain + ENOUGH)
        return;
    double gain = gained + sp_list_gain(s->list, move->item, move->state);
    if (gain > s->best_gain + ENOUGH) {
        s->best_gain = gain;
        s->best_count = depth + 1;
        memcpy(s->best, s->path, sizeof s->best);
    }
}

static void explore(struct search *s, int first, int depth, double loss, double gained);

/* Goes on from the list with this move made. */
static void descend(struct search *s, int m, int depth, double loss, double gained)
{
    struct sp_list *list = s->list;
    const struct sp_menu *menu = list->menu;
    struct move *move = &s->move[m];
    int was = list->state[move->item];
    double hours = list->hours;
    if (depth + 1 >= s->depth || s->effort <= 0 || s->failed) {
        s->exhausted = true;
        return;
    }
    s->failed = !has_depth(s, depth + 1);
    if (s->failed)
        return;
    double gain = depth ? sp_list_gain(list, move->item, move->state) : gain_of(s, move);
    size_t cells = (size_t)menu->levels * (size_t)menu->seasons;
    s->effort -= 6 * (double)cells;
    memcpy(s->alive[depth + 1], list->alive, cells * sizeof(double));
    list->alive = s->alive[depth + 1];
    list->weight = s->weight[depth + 1];
    sp_list_put(list, move->item, move->state);
    s->lit[depth + 1] = false;
    measure_shift(s, depth + 1);
    explore(s, m + 1, depth + 1, loss, gained + gain);
    sp_list_book(list, move->item, was);
    list->hours = hours;
    list->alive = s->alive[depth];
    list->weight = s->weight[depth];
}

/* Tries every set that adds moves from `first` on to the path so far. */
static void explore(struct search *s, int first, int depth, double loss, double gained)
{
    struct sp_list *list = s->list;
    for (int m = first; m < s->tried; m++) {
        struct move *move = &s->move[m];
        double after = loss + move->loss, hours = list->hours;
        int was = list->state[move->item];
        if (after + s->relief[m + 1] + s->best_gain >= s->room) {
            if (move->loss >= 0)
                return; /* and so are all that follow */
            continue;
        }
        bool changed = false;
        for (int d = 0; d < depth; d++)
            changed = changed || s->move[s->path[d]].item == move->item;
        if (changed)
            continue;
        s->path[depth] = m;
        sp_list_book(list, move->item, move->state);
        bool fits = after + s->best_gain < s->room && path_fits(s, depth);
        sp_list_book(list, move->item, was);
        list->hours = hours;
        if (fits)
            consider(s, depth, move, gained);
        if (m + 1 < s->tried
            && after + fmin(s->relief[m + 1], s->move[m + 1].loss) + s->best_gain < s->room)
            descend(s, m, depth, after, gained);
        if (depth == 0 && s->depth > 1 && s->best_count > 0)
            return; /* take it, and look again from there */
    }
}

/* The best set of up to `depth` of the first `tried` moves, if it helps. */
static bool found(struct search *s, int depth, int tried, double effort)
{
    s->depth = depth;
    s->tried = tried < s->moves ? tried : s->moves;
    s->effort = effort;
    s->best_gain = 0;
    s->best_count = 0;
    s->exhausted = s->tried < s->moves;
    explore(s, 0, 0, 0, 0);
    for (int i = 0; i < s->best_count; i++)
        sp_list_put(s->list, s->move[s->best[i]].item, s->move[s->best[i]].state);
    return s->best_count > 0;
}

bool sp_search(struct sp_list *list, const struct sp_bound *bound, bool *proved,
               struct sp_error *error)
{
    struct search s;
    *proved = false;
    if (!search_make(&s, list, bound)) {
        search_free(&s);
        return sp_fail(error, SP_NO_MEMORY, "no memory for a search");
    }
    for (bool helped = true; helped && !s.failed;) {
        find_moves(&s);
        double proof = list->menu->items <= SMALL ? INFINITY
                       : s.moves <= MOVES         ? PROOF
                                                  : EFFORT;
        helped = found(&s, 1, MOVES, EFFORT) || found(&s, 2, MOVES, EFFORT)
                 || found(&s, 3, FEW_MOVES, EFFORT) || found(&s, DEPTH, MOVES, proof);
        *proved = !helped && !s.exhausted;
    }
    search_free(&s);
    return !s.failed || sp_fail(error, SP_NO_MEMORY, "no memory for a search");
}
