/* bench_nation.c: seasons of the whole nation, and the parts of the fit.
 *
 *     bench_nation
 *
 * Baseline: one pass over all the lists of a season, drawn to their ends.  The seasons of
 * the last part are played in a process of its own, so that the memory is theirs.
 */
#include "composition.h"
#include "error.h"
#include "nation_fit.h"
#include "nation_record.h"
#include "store.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { REPEATS = 40, PASSES = 60, SEASONS = 1000, TRIES = 5 };

static struct sp_specialties specialties;
static struct sp_programs programs;
static struct sp_published published;
static struct sp_facts facts;
static struct sp_composition composition;
static struct sp_nation nation;

static double milliseconds(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return 1e3 * (double)time.tv_sec + 1e-6 * (double)time.tv_nsec;
}

static void need(bool ok, const struct sp_error *error)
{
    if (ok)
        return;
    fprintf(stderr, "bench_nation: %s\n", error->text);
    exit(1);
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *at)
{
    (void)about, (void)kind, (void)at;
    return remove(path);
}

/* The catalogue that the program carries, in a home that is gone again. */
static void load(void)
{
    char home[] = "/tmp/bench_nation_XXXXXX";
    struct store *store = NULL;
    struct store_options options = {0};
    struct sp_error error = {0};
    if (!mkdtemp(home))
        exit(1);
    bool ok = store_open(home, &options, &store, &error)
              && store_load_specialties(store, &specialties, &error)
              && store_load_programs(store, &programs, &error)
              && store_load_published(store, &published, &error);
    store_close(store);
    need(nftw(home, remove_one, 8, FTW_DEPTH | FTW_PHYS) == 0 && ok, &error);
    facts = (struct sp_facts){
        .programs = &programs, .specialties = &specialties, .published = &published};
    need(sp_composition_spread(&programs, &specialties, &published, NULL, &composition,
                               &error),
         &error);
    need(sp_nation_make(&facts, &composition, &nation, &error), &error);
}

/* Sums all lists: the least that any method must do once they are drawn. */
static double one_pass(const struct sp_nation_record *record, int64_t *ranks)
{
    const struct sp_nation_lists *both[] = {&record->match, &record->first_years};
    double best = 1e9;
    for (int i = 0; i < PASSES; i++) {
        double start = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
        volatile int64_t sum = 0;
        int64_t part = 0;
        *ranks = 0;
        for (int m = 0; m < 2; m++)
            for (int who = 0; who < record->applicants; who++)
                for (int r = both[m]->first[who]; r < both[m]->first[who + 1]; r++) {
                    part += (both[m]->track[r] ^ who) + (both[m]->score[r] > 0);
                    ++*ranks;
                }
        sum = sum + part;
        double took = milliseconds(CLOCK_PROCESS_CPUTIME_ID) - start;
        best = took < best ? took : best;
    }
    return best;
}

static void bench_season(void)
{
    struct sp_error error = {0};
    struct sp_nation_room *room = sp_nation_room_make(&nation);
    struct sp_nation_record record;
    double best = 1e9, sum = 0;
    int64_t ranks, proposals = 0;
    if (!room)
        exit(1);
    need(sp_nation_record_make(&nation, &record, &error), &error);
    sp_nation_play_recorded(&nation, 1, 0, room, &record);
    double pass = one_pass(&record, &ranks);
    for (int i = 0; i < REPEATS; i++) {
        double start = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
        proposals += sp_nation_play(&nation, 1, i, room)->proposals;
        double took = milliseconds(CLOCK_PROCESS_CPUTIME_ID) - start;
        best = took < best ? took : best;
        sum += took;
    }
    printf("%d applicants, %d tracks, %lld ranks; one pass over the lists (baseline) "
           "%.3f ms\n",
           nation.applicants, nation.tracks, (long long)ranks, pass);
    printf("a season drawn and run   %6.2f ms a core, mean %.2f (goal 6), %5.1f x one "
           "pass, %lld proposals\n",
           best, sum / REPEATS, best / pass, (long long)(proposals / REPEATS));
    sp_nation_record_free(&record);
    sp_nation_room_free(room);
}

static void sum_seasons(int count, int threads)
{
    struct sp_error error = {0};
    struct sp_nation_sums sums;
    double start = milliseconds(CLOCK_MONOTONIC);
    double before = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
    need(sp_nation_sum(&nation, 1, 0, count, threads, &sums, &error), &error);
    double wall = milliseconds(CLOCK_MONOTONIC) - start;
    double cpu = milliseconds(CLOCK_PROCESS_CPUTIME_ID) - before;
    printf("%4d seasons, %d thread%s %7.2f s wall %7.2f s processor, %4.0f seasons/s%s\n",
           count, threads, threads == 1 ? " " : "s", wall / 1e3, cpu / 1e3,
           1e3 * count / wall, threads == 2 ? " (goal 4 s)" : "");
    sp_nation_sums_free(&sums);
}

/* Before anything else is loaded: what this process holds would count as theirs. */
static void bench_sums(void)
{
    struct rusage usage;
    int status = -1;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        load();
        sum_seasons(SEASONS / 4, 1);
        sum_seasons(SEASONS, 2);
        fflush(stdout);
        _exit(0);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) < 0 || status != 0)
        exit(1);
    printf("memory of all that       %6.1f MB (goal 100)\n",
           (double)usage.ru_maxrss / 1024);
}

static void fit_rounds(int seasons, int rounds, bool levels)
{
    struct sp_error error = {0};
    struct sp_nation_goal goal = {
        .seed = 1, .seasons = seasons, .rounds = rounds, .threads = 1, .levels = levels};
    need(sp_nation_fit(&nation, &goal, &error), &error);
}

static void bench_fit(void)
{
    struct sp_error error = {0};
    struct sp_arena text = {0};
    struct sp_fitted *rows;
    int count;
    double start = milliseconds(CLOCK_PROCESS_CPUTIME_ID), best = 1e9;
    need(sp_composition_fit(&programs, &specialties, &published, &text, &rows, &count,
                            &error),
         &error);
    double composed = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
    for (int i = 0; i < TRIES; i++) {
        double begin = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
        if (!sp_nation_tabulate(&nation))
            exit(1);
        double took = milliseconds(CLOCK_PROCESS_CPUTIME_ID) - begin;
        best = took < best ? took : best;
    }
    printf("fit: composition %.0f ms, tables %.1f ms", composed - start, best);
    start = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
    fit_rounds(16, 1, true);
    double round = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
    fit_rounds(2, 5, false);
    printf(", a round of 16 seasons %.0f ms, a season that is kept %.0f ms\n",
           round - start, milliseconds(CLOCK_PROCESS_CPUTIME_ID) - round);
    sp_arena_free(&text);
}

int main(void)
{
    bench_sums();
    load();
    bench_season();
    bench_fit();
    sp_nation_free(&nation);
    sp_composition_free(&composition);
    sp_specialties_free(&specialties);
    sp_programs_free(&programs);
    sp_published_free(&published);
    return 0;
}
