/* bench_schedule.c: the best stays, against trying every one after every other
 *
 * The ratio is that of a small problem which both solve, to the same worth; the larger
 * ones are out of reach of the plain way.  Best of several runs; random offers, the same
 * each time.
 */
#include "error.h"
#include "random.h"
#include "schedule_oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { OFFERS = 300, LENGTHS = 12, RUNS = 5 };

static struct sp_offer offer[OFFERS];
static long price[OFFERS][LENGTHS];

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

/* Like the directory: 2 to 4 weeks at least, up to 8 more; 0 to 3,000 dollars and about
 * 400 a week; a third hands-on; letters mostly not said. */
static void draw_offers(int horizon)
{
    struct sp_random random = sp_random_for(1, 0);
    for (int i = 0; i < OFFERS; i++) {
        int low = 2 + (int)sp_random_below(&random, 3);
        offer[i] = (struct sp_offer){
            .weeks_low = low,
            .weeks_high = low + (int)sp_random_below(&random, 9),
            .price_cents = price[i],
            .first_week = (int)sp_random_below(&random, (uint32_t)horizon / 2 + 1),
            .hands_on = sp_random_below(&random, 3) == 0,
            .in_person = true,
            .letter = sp_random_below(&random, 4) ? SP_UNKNOWN : SP_YES,
        };
        long fixed = (long)sp_random_below(&random, 61) * 5000;
        long week = 30000 + (long)sp_random_below(&random, 40) * 500;
        for (int w = 0; w < LENGTHS; w++)
            price[i][w] = fixed + week * (low + w);
    }
}

static const struct sp_schedule_worth in_order = {INT64_C(1) << 54, INT64_C(1) << 48,
                                                  INT64_C(1) << 42, INT64_C(1) << 36,
                                                  INT64_C(1) << 30, 1};
static const struct sp_schedule_worth weighed = {300000, 10000, 60000, 20000, 3000, 1};

/* ---- the plain way: every stay after every other --------------------------------------
 */

struct plain {
    const struct sp_schedule_problem *problem;
    struct sp_placed placed[SP_SCHEDULE_WEEKS];
    int64_t best;
};

static void go_on(struct plain *plain, int count, int from, int64_t cost)
{
    const struct sp_schedule_problem *problem = plain->problem;
    int64_t worth = schedule_worth(problem, plain->placed, count);
    plain->best = worth > plain->best ? worth : plain->best;
    for (int i = 0; i < problem->offers; i++) {
        bool taken = false;
        for (int p = 0; p < count; p++)
            taken |= plain->placed[p].offer == i;
        for (int weeks = offer[i].weeks_low; !taken && weeks <= offer[i].weeks_high;
             weeks++)
            for (int start = from > offer[i].first_week ? from : offer[i].first_week;
                 start + weeks <= problem->window[0].to; start++) {
                int64_t sum = cost + price[i][weeks - offer[i].weeks_low];
                if (sum > problem->budget_cents)
                    continue;
                plain->placed[count] = (struct sp_placed){i, start, weeks};
                go_on(plain, count + 1, start + weeks, sum);
            }
    }
}

/* ---- runs
 * ---------------------------------------------------------------------------------- */

static double search(const struct sp_schedule_problem *problem,
                     struct sp_schedule_answer *answer)
{
    double least = 0;
    for (int run = 0; run < RUNS; run++) {
        double since = now_ms();
        if (!sp_schedule_search(problem, answer, NULL))
            exit(1);
        double took = now_ms() - since;
        least = run == 0 || took < least ? took : least;
    }
    return least;
}

static void report(const char *what, const struct sp_schedule_problem *problem)
{
    struct sp_schedule_answer answer;
    double took = search(problem, &answer);
    printf("%-52s %9.2f ms  %2d stays, %s, %d rounds, %ld labels\n", what, took,
           answer.count, answer.proved ? "proved" : "NOT PROVED", answer.rounds,
           answer.labels);
    fflush(stdout);
}

static void report_ratio(void)
{
    static const struct sp_week_window window = {0, 13};
    struct sp_schedule_answer answer;
    draw_offers(13);
    struct sp_schedule_problem problem = {.offer = offer,
                                          .offers = 30,
                                          .window = &window,
                                          .windows = 1,
                                          .budget_cents = 900000,
                                          .letters = 2,
                                          .letter_weeks = 2,
                                          .letter_end = 11,
                                          .worth = in_order};
    double ours = search(&problem, &answer), since = now_ms();
    struct plain plain = {.problem = &problem};
    go_on(&plain, 0, 0, 0);
    double took = now_ms() - since;
    printf("%-52s %9.2f ms  plain %9.2f ms  %6.1f x  %s\n", "30 offers, 13 weeks", ours,
           took, took / ours, plain.best == answer.worth ? "the same worth" : "DIFFERENT");
}

int main(void)
{
    static const struct sp_week_window summer = {26, 36}, whole = {0, 52};
    static const struct sp_week_window two[] = {{6, 16}, {28, 40}};
    report_ratio();
    draw_offers(52);
    struct sp_schedule_problem problem = {.offer = offer,
                                          .offers = OFFERS,
                                          .window = &summer,
                                          .windows = 1,
                                          .budget_cents = 300000,
                                          .most_weeks = 8,
                                          .letters = 2,
                                          .letter_weeks = 4,
                                          .letter_end = 36,
                                          .worth = in_order};
    report("300 offers, 10 weeks, 8 of them, $3,000", &problem);
    problem.worth = weighed;
    report("the same, weighed", &problem);
    problem.window = two;
    problem.windows = 2;
    problem.budget_cents = 1200000;
    problem.most_weeks = 20;
    problem.worth = in_order;
    report("300 offers, 22 weeks, 20 of them, $12,000", &problem);
    problem.worth = weighed;
    report("the same, weighed", &problem);
    problem.window = &whole;
    problem.windows = 1;
    problem.letter_end = 46;
    problem.budget_cents = 2500000;
    problem.most_weeks = 0;
    problem.worth = in_order;
    report("300 offers, a year, $25,000", &problem);
    problem.most_weeks = 40;
    report("300 offers, a year, 40 weeks, $25,000", &problem);
    problem.budget_cents = 1000000;
    report("300 offers, a year, 40 weeks, $10,000", &problem);
    problem.worth = weighed;
    report("the same, weighed", &problem);
    problem.budget_cents = -1;
    problem.worth = in_order;
    report("300 offers, a year, 40 weeks, any money", &problem);
    return 0;
}
