/* portfolio_price.c: a smoothed dual, by Newton's method along a path.
 *
 * The dual of the linear problem is a convex function of a few prices: the limits at
 * their prices, plus for each item the largest of its states' value minus cost, plus
 * for each tier of a fee what it earns when the place in its group sells for more than
 * the fee.  Its corners are rounded: each largest-of becomes eps * log(sum of
 * exp(. / eps)), each price gets a barrier -eps * log(price).  What is left is smooth,
 * the shares of its softmaxes are a solution of the linear problem for eps -> 0, and
 * Newton's method follows it there from a large eps.  The bound itself is then taken
 * with the true maxima, so it holds however well that went.
 */
#include "portfolio_price.h"

#include "error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ENTRIES = 4, NO_ROW = -1 };

/* On its way, a limit that pins alone use up could have any price; this much more room
 * keeps it a moderate one. */
static const double SLACK = 1e-7;

/* From each eps to the next. */
static const double FALL = 0.2;

/* More than a sum of as many doubles as there can be items loses, relative to the sum of
 * their sizes. */
static const double ROUNDING = 1e-13;

/* A limit, scaled so that one unit of it is all of it. */
struct row {
    double limit;
    bool balance; /* an equation (places sold = places bought): a price of any sign */
};

/* What one application of an item takes from the rows, besides its signal. */
struct column {
    double value[SP_STATES]; /* -INFINITY where a state is not open */
    int entries, row[ENTRIES];
    double take[ENTRIES];
    int signal_row[SP_SIGNALS];
    int item;
};

/* `room` more applications of a group at this fee. */
struct tier {
    int place_row;
    double room, fee;
};

struct problem {
    const struct sp_open *open;
    struct row *row;
    struct column *column; /* [open->count] */
    struct tier *tier;
    double *price, *step, *trial; /* [rows] */
    double *gradient;             /* [rows] */
    double *hessian;              /* [rows][rows] */
    double *state; /* [columns][SP_STATES], then [tiers][2]: softmax shares */
    int rows, tiers, money_row;
    double money_scale;
};

/* ---- rows and columns ------------------------------------------------------------ */

static int add_row(struct problem *p, double limit, bool balance)
{
    p->row[p->rows] = (struct row){limit, balance};
    return p->rows++;
}

static void add_entry(struct column *column, int row, double take)
{
    if (take != 0) {
        column->row[column->entries] = row;
        column->take[column->entries++] = take;
    }
}

/* ---- money that can be spent ------------------------------------------------------- */

static int64_t divisor(int64_t a, int64_t b)
{
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* What every amount that can be spent on the open items is a multiple of. */
static int64_t unit_of(const struct sp_open *open)
{
    const struct sp_menu *menu = open->menu;
    int64_t unit = 0;
    for (int g = 0; g < menu->groups; g++)
        for (int t = 0; t < menu->group[g].fees.count; t++)
            unit = divisor(menu->group[g].fees.tier[t].fee_cents, unit);
    for (int i = 0; i < open->count; i++)
        unit = divisor(menu->item[open->item[i]].extra_cents, unit);
    return unit;
}

/* Adds to the set of amounts `from` those that are larger by `more`, as `to`. */
static void add_shifted(const uint64_t *from, int64_t more, uint64_t *to, int words)
{
    int jump = (int)(more / 64), rest = (int)(more % 64);
    for (int w = words - 1; w >= jump; w--) {
        to[w] |= from[w - jump] << rest;
        if (rest && w > jump)
            to[w] |= from[w - jump - 1] >> (64 - rest);
    }
}

/* Adds the amounts that some number of a group's open items cost in fees. */
static void add_group(const struct sp_open *open, int group, uint64_t *set, uint64_t *was,
                      int words, int64_t unit)
{
    const struct sp_fees *fees = &open->menu->group[group].fees;
    int sent = open->sent[group];
    int64_t spent = 0;
    memcpy(was, set, (size_t)words * sizeof *set);
    for (int i = 0; i < open->count; i++)
        if (open->menu->item[open->item[i]].group == group) {
            spent += sp_fees_of(fees, ++sent) / unit;
            if (spent >= (int64_t)words * 64)
                break;
            add_shifted(was, spent, set, words);
        }
}

static void add_extras(const struct sp_open *open, uint64_t *set, uint64_t *was, int words,
                       int64_t unit)
{
    for (int i = 0; i < open->count; i++) {
        int64_t extra = open->menu->item[open->item[i]].extra_cents / unit;
        if (extra > 0 && extra < (int64_t)words * 64) {
            memcpy(was, set, (size_t)words * sizeof *set);
            add_shifted(was, extra, set, words);
        }
    }
}

/* The most of the money left that some set of open items costs exactly: of 25 dollars at
 * 11 each, 22.  Without this, the relaxed problem would spend the rest on a part of an
 * application.  Nothing is taken off where the sum is too fine to tell. */
static int64_t spendable(const struct sp_open *open, int64_t left)
{
    enum { WORDS = 1024 };
    uint64_t set[WORDS] = {1}, was[WORDS];
    int64_t unit = unit_of(open);
    if (left <= 0 || unit == 0 || left / unit >= WORDS * 64)
        return left;
    int words = (int)(left / unit / 64) + 1;
    for (int g = 0; g < open->menu->groups; g++)
        add_group(open, g, set, was, words, unit);
    add_extras(open, set, was, words, unit);
    int64_t amount = left / unit;
    while (!(set[amount / 64] >> amount % 64 & 1))
        amount--;
    return amount * unit;
}

/* ---- limits ------------------------------------------------------------------------ */

/* A row for each limit there is; false if what is sure breaks one already. */
static bool add_limits(struct problem *p)
{
    const struct sp_open *open = p->open;
    const struct sp_limits *most = open->limits;
    p->money_row = NO_ROW;
    if (most->applications) {
        int left = most->most_applications - open->applications;
        int row = add_row(p, left > 0, false);
        for (int i = 0; i < open->count; i++)
            add_entry(&p->column[i], row, 1.0 / (left > 0 ? left : 1));
        if (left < 0)
            return false;
    }
    if (most->hours) {
        double left = most->most_hours * (1 + SP_HOURS_SLACK) - open->hours;
        int row = add_row(p, left > 0, false);
        for (int i = 0; i < open->count; i++)
            add_entry(&p->column[i], row,
                      open->menu->item[p->column[i].item].hours / (left > 0 ? left : 1));
        if (left < 0)
            return false;
    }
    if (most->money) {
        int64_t left = spendable(open, most->most_cents - open->cents);
        p->money_row = add_row(p, left > 0, false);
        p->money_scale = left > 0 ? (double)left : 1;
        for (int i = 0; i < open->count; i++)
            add_entry(&p->column[i], p->money_row,
                      (double)open->menu->item[p->column[i].item].extra_cents
                          / p->money_scale);
        if (left < 0)
            return false;
    }
    return true;
}

/* The fee of a group: on the money row itself when it is flat, else by way of places
 * that the tiers sell. */
static void add_fees(struct problem *p, int group, const int *of_group, int members)
{
    const struct sp_fees *fees = &p->open->menu->group[group].fees;
    int sent = p->open->sent[group], last = sent + members;
    int64_t first_fee = sp_fees_of(fees, sent + 1);
    if (first_fee == sp_fees_of(fees, last)) {
        for (int i = 0; i < members; i++)
            add_entry(&p->column[of_group[i]], p->money_row,
                      (double)first_fee / p->money_scale);
        return;
    }
    int row = add_row(p, 0, true);
    for (int i = 0; i < members; i++)
        add_entry(&p->column[of_group[i]], row, 1);
    for (int n = sent + 1; n <= last;) {
        int64_t fee = sp_fees_of(fees, n);
        int from = n;
        while (n <= last && sp_fees_of(fees, n) == fee)
            n++;
        p->tier[p->tiers++] = (struct tier){row, n - from, (double)fee / p->money_scale};
    }
}

static bool add_signals(struct problem *p, int group, const int *of_group, int members)
{
    const struct sp_open *open = p->open;
    for (int way = SP_SILVER; way < SP_SIGNALS; way++) {
        int left =
            open->menu->group[group].signals[way] - open->signals[group * SP_SIGNALS + way];
        int wanted = 0;
        for (int i = 0; i < members; i++)
            wanted += open->states[p->column[of_group[i]].item] >> way & 1;
        if (left < 0)
            return false;
        if (wanted <= left)
            continue;
        int row = add_row(p, left, false);
        for (int i = 0; i < members; i++)
            p->column[of_group[i]].signal_row[way] = row;
    }
    return true;
}

static void *get(size_t count, size_t size)
{
    return calloc(count + 1, size);
}

static void problem_free(struct problem *p)
{
    free(p->row);
    free(p->column);
    free(p->tier);
    free(p->price);
    free(p->step);
    free(p->trial);
    free(p->gradient);
    free(p->hessian);
    free(p->state);
}

/* How many tiers and groups the open items touch at most. */
static void count_rows(const struct sp_open *open, int *rows, int *tiers)
{
    *rows = 3;
    *tiers = 0;
    for (int g = 0; g < open->menu->groups; g++) {
        *rows += 3;
        *tiers += open->menu->group[g].fees.count + 1;
    }
}

static bool problem_make(struct problem *p, const struct sp_open *open,
                         double *const value[SP_SIGNALS], bool *feasible)
{
    int rows, tiers, columns = open->count, *members = NULL;
    count_rows(open, &rows, &tiers);
    *p = (struct problem){.open = open};
    p->row = get((size_t)rows, sizeof *p->row);
    p->column = get((size_t)columns, sizeof *p->column);
    p->tier = get((size_t)tiers, sizeof *p->tier);
    members = get((size_t)columns, sizeof *members);
    bool ok = p->row && p->column && p->tier && members;
    for (int i = 0; ok && i < columns; i++) {
        int item = open->item[i];
        p->column[i].item = item;
        for (int way = 0; way < SP_SIGNALS; way++)
            p->column[i].signal_row[way] = NO_ROW;
        for (int s = 0; s < SP_STATES; s++)
            p->column[i].value[s] = !(open->states[item] >> s & 1) ? -INFINITY
                                    : s == SP_OUT                  ? 0
                                                                   : value[s][item];
    }
    *feasible = ok && add_limits(p);
    for (int g = 0; ok && *feasible && g < open->menu->groups; g++) {
        int count = 0;
        for (int i = 0; i < columns; i++)
            if (open->menu->item[open->item[i]].group == g)
                members[count++] = i;
        if (count && open->limits->money)
            add_fees(p, g, members, count);
        *feasible = !count || add_signals(p, g, members, count);
    }
    free(members);
    if (ok) {
        size_t n = (size_t)p->rows;
        p->price = get(n, sizeof(double));
        p->step = get(n, sizeof(double));
        p->trial = get(n, sizeof(double));
        p->gradient = get(n, sizeof(double));
        p->hessian = get(n * n, sizeof(double));
        p->state = get((size_t)columns * SP_STATES + (size_t)p->tiers * 2, sizeof(double));
        ok = p->price && p->step && p->trial && p->gradient && p->hessian && p->state;
    }
    return ok;
}

/* ---- the smoothed dual ----------------------------------------------------------- */

static double cost_of(const struct column *column, const double *price)
{
    double cost = 0;
    for (int e = 0; e < column->entries; e++)
        cost += column->take[e] * price[column->row[e]];
    return cost;
}

/* Value minus cost of each state, -INFINITY for those not open; returns the best. */
static inline double nets(const struct column *column, const double *price,
                          double net[SP_STATES])
{
    double cost = cost_of(column, price), best = net[SP_OUT] = column->value[SP_OUT];
    for (int way = 0; way < SP_SIGNALS; way++) {
        int row = column->signal_row[way];
        net[way] = column->value[way] - cost - (row == NO_ROW ? 0 : price[row]);
        best = net[way] > best ? net[way] : best;
    }
    return best;
}

static double earns(const struct problem *p, const struct tier *tier, const double *price)
{
    return price[tier->place_row] - price[p->money_row] * tier->fee;
}

/* The states of one item, all at a time. */
typedef double states __attribute__((vector_size(8 * SP_STATES), aligned(8), may_alias));

/* Fills `state` with the softmax shares at these prices. */
static void respond(struct problem *p, const double *price, double eps)
{
    int count = 0;
    for (int i = 0; i < p->open->count; i++, count += SP_STATES) {
        double net[SP_STATES], best = nets(&p->column[i], price, net);
        for (int s = 0; s < SP_STATES; s++)
            p->state[count + s] = best - net[s];
    }
    /* In a pass of its own: one that reads back in a row what has just been written in
     * parts waits for the memory. */
    for (int i = 0; i < count; i += SP_STATES)
        *(states *)(p->state + i) /= eps;
    for (int t = 0; t < p->tiers; t++) {
        double net = earns(p, &p->tier[t], price) / eps;
        p->state[count++] = net < 0 ? -net : 0;
        p->state[count++] = net > 0 ? net : 0;
    }
    sp_row_exp(p->state, p->state, count);
    double *state = p->state;
    for (int i = 0; i < p->open->count; i++, state += SP_STATES) {
        *(states *)state /= (state[0] + state[1]) + (state[2] + state[3]);
    }
    for (int t = 0; t < p->tiers; t++, state += 2)
        state[0] /= state[0] + state[1];
}

/* The gradient of the smoothed dual at `price`, for the shares in `state`. */
static void slope(struct problem *p, const double *price, double eps)
{
    double *g = p->gradient;
    for (int r = 0; r < p->rows; r++)
        g[r] = p->row[r].balance ? 0 : p->row[r].limit + SLACK - eps / price[r];
    const double *state = p->state;
    for (int i = 0; i < p->open->count; i++, state += SP_STATES) {
        const struct column *column = &p->column[i];
        double in = state[SP_PLAIN] + state[SP_SILVER] + state[SP_GOLD];
        for (int e = 0; e < column->entries; e++)
            g[column->row[e]] -= in * column->take[e];
        for (int way = SP_SILVER; way < SP_SIGNALS; way++)
            if (column->signal_row[way] != NO_ROW)
                g[column->signal_row[way]] -= state[way];
    }
    for (int t = 0; t < p->tiers; t++, state += 2) {
        g[p->tier[t].place_row] += p->tier[t].room * state[0];
        g[p->money_row] -= p->tier[t].room * state[0] * p->tier[t].fee;
    }
}

/* Its second derivative times eps, lower half: the covariance of what is taken. */
static void curvature(struct problem *p, const double *price, double eps)
{
    size_t n = (size_t)p->rows;
    memset(p->hessian, 0, n * n * sizeof(double));
#define AT(r, c)                                                                           \
    p->hessian[(r) > (c) ? (size_t)(r)*n + (size_t)(c) : (size_t)(c)*n + (size_t)(r)]
    for (int r = 0; r < p->rows; r++)
        AT(r, r) = p->row[r].balance ? 0 : eps / price[r] * eps / price[r];
    const double *state = p->state;
    for (int i = 0; i < p->open->count; i++, state += SP_STATES) {
        const struct column *c = &p->column[i];
        double in = state[SP_PLAIN] + state[SP_SILVER] + state[SP_GOLD],
               out = state[SP_OUT];
        if (in * out > 1e-14)
            for (int e = 0; e < c->entries; e++)
                for (int f = 0; f <= e; f++)
                    AT(c->row[e], c->row[f]) += in * out * c->take[e] * c->take[f];
        for (int way = SP_SILVER; way < SP_SIGNALS; way++) {
            int row = c->signal_row[way];
            if (row == NO_ROW || state[way] < 1e-14)
                continue;
            AT(row, row) += state[way] * (1 - state[way]);
            for (int e = 0; e < c->entries; e++)
                AT(row, c->row[e]) += state[way] * out * c->take[e];
        }
        int silver = c->signal_row[SP_SILVER], gold = c->signal_row[SP_GOLD];
        if (silver != NO_ROW && gold != NO_ROW)
            AT(silver, gold) -= state[SP_SILVER] * state[SP_GOLD];
    }
    for (int t = 0; t < p->tiers; t++, state += 2) {
        const struct tier *tier = &p->tier[t];
        double spread = tier->room * state[0] * (1 - state[0]);
        AT(tier->place_row, tier->place_row) += spread;
        AT(p->money_row, p->money_row) += spread * tier->fee * tier->fee;
        AT(tier->place_row, p->money_row) -= spread * tier->fee;
    }
#undef AT
}

/* step = -eps * hessian^-1 gradient, by Cholesky in place; returns step . gradient. */
static double newton_step(struct problem *p, double eps)
{
    int n = p->rows;
    double *h = p->hessian, *x = p->step, most = 0, down = 0;
    for (int r = 0; r < n; r++)
        most = fmax(most, h[r * n + r]);
    for (int r = 0; r < n; r++) {
        h[r * n + r] += 1e-13 * most + 1e-300;
        for (int c = 0; c <= r; c++) {
            double sum = h[r * n + c];
            for (int i = 0; i < c; i++)
                sum -= h[r * n + i] * h[c * n + i];
            h[r * n + c] =
                c < r ? sum / h[c * n + c] : sqrt(fmax(sum, 1e-16 * most + 1e-300));
        }
    }
    for (int r = 0; r < n; r++) {
        x[r] = -p->gradient[r] * eps;
        for (int c = 0; c < r; c++)
            x[r] -= h[r * n + c] * x[c];
        x[r] /= h[r * n + r];
    }
    for (int r = n - 1; r >= 0; r--) {
        for (int c = r + 1; c < n; c++)
            x[r] -= h[c * n + r] * x[c];
        x[r] /= h[r * n + r];
        down += x[r] * p->gradient[r];
    }
    return down;
}

static double dot(const double *a, const double *b, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* Goes along `step` until the slope has flattened, but not on to where it rises again.
 * Prices stay above zero, and none changes by more than a few times itself or `top`. */
static void search(struct problem *p, double down, double eps, double top)
{
    double length = 1;
    for (int r = 0; r < p->rows; r++) {
        double far = 4 * fmax(top, fabs(p->price[r]));
        if (fabs(p->step[r]) * length > far)
            length = far / fabs(p->step[r]);
        if (!p->row[r].balance && p->step[r] * length < -0.95 * p->price[r])
            length = -0.95 * p->price[r] / p->step[r];
    }
    for (int halvings = 0; halvings < 40; halvings++, length /= 2) {
        for (int r = 0; r < p->rows; r++)
            p->trial[r] = p->price[r] + length * p->step[r];
        respond(p, p->trial, eps);
        slope(p, p->trial, eps);
        if (dot(p->gradient, p->step, p->rows) <= -0.1 * down)
            break;
    }
    memcpy(p->price, p->trial, (size_t)p->rows * sizeof(double));
}

/* Follows the smoothed dual's minimum from a large eps to a small one, `least` times the
 * largest value. */
static void follow(struct problem *p, double least)
{
    double top = 0;
    for (int i = 0; i < p->open->count; i++)
        for (int way = 0; way < SP_SIGNALS; way++)
            top = fmax(top, p->column[i].value[way]);
    top = fmax(top, 1e-200);
    for (int r = 0; r < p->rows; r++)
        p->price[r] = top;
    double eps = top / 4;
    for (bool last = false; !last; eps *= FALL) {
        last = eps * FALL < least * top;
        respond(p, p->price, eps);
        slope(p, p->price, eps);
        for (int i = 0; p->rows > 0 && i < 30; i++) {
            curvature(p, p->price, eps);
            double down = newton_step(p, eps);
            if (!(down < (last ? -1e-12 : -0.1) * eps))
                break;
            search(p, down, eps, top);
        }
    }
}

/* ---- the answer ------------------------------------------------------------------ */

/* The true dual at the prices, and what each state is below the best of its item.
 * `size` is that of the terms, by which they can be off in rounding. */
static double settle(const struct problem *p, double *const loss[SP_STATES],
                     double *const share[SP_SIGNALS])
{
    double most = 0, size = 0;
    for (int r = 0; r < p->rows; r++) {
        most += p->price[r] * p->row[r].limit;
        size += fabs(p->price[r]) * (1 + p->row[r].limit);
    }
    for (int t = 0; t < p->tiers; t++) {
        const struct tier *tier = &p->tier[t];
        most += tier->room * fmax(0, earns(p, tier, p->price));
        size += tier->room
                * (fabs(p->price[tier->place_row]) + p->price[p->money_row] * tier->fee);
    }
    for (int i = 0; i < p->open->count; i++) {
        int item = p->column[i].item;
        double net[SP_STATES], best = nets(&p->column[i], p->price, net);
        most += best;
        size += fabs(best) + fabs(cost_of(&p->column[i], p->price));
        for (int s = 0; s < SP_STATES; s++)
            loss[s][item] = best - net[s];
        for (int way = 0; way < SP_SIGNALS; way++)
            share[way][item] = p->state[i * SP_STATES + way];
    }
    return most + ROUNDING * size;
}

bool sp_price(const struct sp_open *open, double *const value[SP_SIGNALS], double least,
              double *const loss[SP_STATES], double *const share[SP_SIGNALS], double *most,
              struct sp_error *error)
{
    struct problem problem;
    bool feasible = false, ok = problem_make(&problem, open, value, &feasible);
    if (!ok)
        sp_fail(error, SP_NO_MEMORY, "no memory for the prices of %d items", open->count);
    else if (!feasible)
        *most = -INFINITY;
    else {
        follow(&problem, least);
        *most = settle(&problem, loss, share);
    }
    problem_free(&problem);
    return ok;
}
