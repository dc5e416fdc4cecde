/* bench_match.c: a nationwide market, as a command and as a function.
 *
 *     bench_match PROGRAM
 *
 * Draws markets of the shape of the NRMP's (50,000 applicants, 6,600 programs, 40,000
 * positions, 589,798 ranks; couples with up to 150 pairs in place of their own lists),
 * writes them as CSV, and runs `smartpick match DIR --json`.  Then the function, and of it
 * the step that is left when the lists are checked and ranked.  Baseline: one pass over all
 * lists, in this run.  Then twelve seeds each with 1,200 and 2,500 couples, each checked
 * from the definition.
 */
#include "error.h"
#include "match.h"
#include "match_check.h"
#include "match_work.h"
#include "random.h"

#include <fcntl.h>
#include <math.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    APPLICANTS = 50000,
    PROGRAMS = 6600,
    POSITIONS = 40000,
    RANKS = 589798,
    FIELDS = 22, /* of medicine: a program has one, an applicant applies in one */
    MOST_LIST = 40,
    MOST_PAIRS = 150,
    SEEDS = 12,
    REPEATS = 15,
};

struct draw {
    struct sp_random random;
    double worth[PROGRAMS], strength[APPLICANTS];
    int list[APPLICANTS][MOST_LIST], length[APPLICANTS];
    int *who[PROGRAMS], whos[PROGRAMS]; /* who lists a program */
    int32_t rank_first[APPLICANTS + 1], wish_first[PROGRAMS + 1], quota[PROGRAMS];
    int32_t *rank, *wish, (*member)[2], *pair_first, (*pair)[2];
    int couples;
};

struct scored {
    double score;
    int which, other;
};

static double milliseconds(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return 1e3 * (double)time.tv_sec + 1e-6 * (double)time.tv_nsec;
}

static void *room(size_t bytes)
{
    void *at = calloc(1, bytes + 8);
    if (!at) {
        fprintf(stderr, "bench_match: no memory\n");
        exit(1);
    }
    return at;
}

static int down(const void *a, const void *b)
{
    const struct scored *x = a, *y = b;
    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    return x->which != y->which ? x->which - y->which : x->other - y->other;
}

/* A list of programs of one field: those one had an interview with, then by taste. */
static void draw_list(struct draw *draw, int a, int field)
{
    struct scored scored[MOST_LIST] = {0};
    int wanted = 1 + (int)(-12.6 * log(sp_random_uniform(&draw->random)));
    int of_field = PROGRAMS / FIELDS, count = 0;
    wanted = wanted < MOST_LIST ? wanted : MOST_LIST;
    for (int tries = 0; count < wanted && tries < 400; tries++) {
        int p = field * of_field + (int)sp_random_below(&draw->random, (uint32_t)of_field);
        bool known = false;
        double reach = draw->worth[p] - draw->strength[a];
        if (fabs(reach + 0.3 * sp_random_normal(&draw->random)) > 1)
            continue;
        for (int i = 0; i < count; i++)
            known = known || scored[i].which == p;
        if (!known)
            scored[count++] =
                (struct scored){draw->worth[p] + sp_random_normal(&draw->random), p, 0};
    }
    qsort(scored, (size_t)count, sizeof *scored, down);
    draw->length[a] = count;
    for (int i = 0; i < count; i++)
        draw->list[a][i] = scored[i].which;
}

/* The last choices of some lists go, until so many ranks are left. */
static void cut_to(struct draw *draw, int wanted)
{
    int ranks = 0;
    for (int a = 0; a < APPLICANTS; a++)
        ranks += draw->length[a];
    if (ranks < wanted) {
        fprintf(stderr, "bench_match: %d ranks are too few\n", ranks);
        exit(1);
    }
    while (ranks > wanted) {
        int a = (int)sp_random_below(&draw->random, APPLICANTS);
        bool cut = draw->length[a] > 1;
        draw->length[a] -= cut;
        ranks -= cut;
    }
}

static void draw_quotas(struct draw *draw)
{
    for (int p = 0; p < PROGRAMS; p++)
        draw->quota[p] = 1;
    for (int i = PROGRAMS; i < POSITIONS; i++)
        draw->quota[sp_random_below(&draw->random, PROGRAMS)]++;
    for (int p = 0; p < PROGRAMS; p++)
        draw->worth[p] = sp_random_normal(&draw->random);
}

static void draw_wishes(struct draw *draw)
{
    int count = 0;
    for (int a = 0; a < APPLICANTS; a++)
        for (int i = 0; i < draw->length[a]; i++) {
            draw->whos[draw->list[a][i]]++;
            count++;
        }
    struct scored *scored = room((size_t)count * sizeof *scored);
    draw->wish = room((size_t)count * sizeof *draw->wish);
    for (int p = 0; p < PROGRAMS; p++) {
        draw->who[p] = room((size_t)draw->whos[p] * sizeof(int));
        draw->whos[p] = 0;
    }
    for (int a = 0; a < APPLICANTS; a++)
        for (int i = 0; i < draw->length[a]; i++) {
            int p = draw->list[a][i];
            draw->who[p][draw->whos[p]++] = a;
        }
    for (int p = 0; p < PROGRAMS; p++) {
        for (int i = 0; i < draw->whos[p]; i++) {
            int a = draw->who[p][i];
            scored[i] =
                (struct scored){draw->strength[a] + sp_random_normal(&draw->random), a, 0};
        }
        qsort(scored, (size_t)draw->whos[p], sizeof *scored, down);
        for (int i = 0; i < draw->whos[p]; i++)
            draw->wish[draw->wish_first[p] + i] = scored[i].which;
        draw->wish_first[p + 1] = draw->wish_first[p] + draw->whos[p];
        free(draw->who[p]);
    }
    free(scored);
}

/* The pairs of two lists that please both, and each alone at the end. */
static void draw_pairs(struct draw *draw, int c)
{
    static struct scored scored[MOST_LIST * MOST_LIST];
    int a = draw->member[c][0], b = draw->member[c][1], count = 0;
    int32_t end = draw->pair_first[c];
    for (int i = 0; i < draw->length[a]; i++)
        for (int j = 0; j < draw->length[b]; j++)
            scored[count++] = (struct scored){
                -(double)(i + j) + 2 * sp_random_normal(&draw->random), i, j};
    qsort(scored, (size_t)count, sizeof *scored, down);
    for (int i = 0; i < count && i < MOST_PAIRS; i++, end++) {
        draw->pair[end][0] = draw->list[a][scored[i].which];
        draw->pair[end][1] = draw->list[b][scored[i].other];
    }
    draw->pair_first[c + 1] = end;
}

static void draw_couples(struct draw *draw, int couples)
{
    draw->couples = couples;
    draw->member = room((size_t)couples * sizeof *draw->member);
    draw->pair_first = room(((size_t)couples + 1) * sizeof *draw->pair_first);
    draw->pair = room((size_t)couples * MOST_PAIRS * sizeof *draw->pair);
    for (int c = 0; c < couples; c++) {
        draw->member[c][0] = APPLICANTS - 1 - 2 * c;
        draw->member[c][1] = APPLICANTS - 2 - 2 * c;
        draw_pairs(draw, c);
    }
}

static struct draw *draw_market(uint64_t seed, int couples)
{
    struct draw *draw = room(sizeof *draw);
    draw->random = sp_random_for(seed, 0);
    draw_quotas(draw);
    for (int a = 0; a < APPLICANTS; a++) {
        draw->strength[a] = sp_random_normal(&draw->random);
        draw_list(draw, a, (int)sp_random_below(&draw->random, FIELDS));
    }
    cut_to(draw, RANKS);
    draw_wishes(draw);
    draw_couples(draw, couples);
    int singles = APPLICANTS - 2 * couples;
    draw->rank = room((size_t)draw->wish_first[PROGRAMS] * sizeof *draw->rank);
    for (int a = 0; a < APPLICANTS; a++) {
        int length = a < singles ? draw->length[a] : 0;
        draw->rank_first[a + 1] = draw->rank_first[a] + length;
        for (int i = 0; i < length; i++)
            draw->rank[draw->rank_first[a] + i] = draw->list[a][i];
    }
    return draw;
}

static struct sp_market_lists lists_of(const struct draw *draw)
{
    return (struct sp_market_lists){
        .applicants = APPLICANTS,
        .programs = PROGRAMS,
        .couples = draw->couples,
        .rank_first = draw->rank_first,
        .rank = draw->rank,
        .member = (const int32_t(*)[2])draw->member,
        .pair_first = draw->pair_first,
        .pair = (const int32_t(*)[2])draw->pair,
        .quota = draw->quota,
        .wish_first = draw->wish_first,
        .wish = draw->wish,
    };
}

static void free_draw(struct draw *draw)
{
    free(draw->rank);
    free(draw->wish);
    free(draw->member);
    free(draw->pair_first);
    free(draw->pair);
    free(draw);
}

static FILE *create(const char *folder, const char *name, const char *headings)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (!file) {
        fprintf(stderr, "bench_match: %s cannot be written\n", path);
        exit(1);
    }
    fprintf(file, "%s\n", headings);
    return file;
}

static void write_market(const struct draw *draw, const char *folder)
{
    FILE *file = create(folder, "programs.csv", "program,quota");
    for (int p = 0; p < PROGRAMS; p++)
        fprintf(file, "%d,%d\n", p, draw->quota[p]);
    fclose(file);
    file = create(folder, "applicants.csv", "applicant,rank,program");
    for (int a = 0; a < APPLICANTS; a++)
        for (int r = draw->rank_first[a]; r < draw->rank_first[a + 1]; r++)
            fprintf(file, "%d,%d,%d\n", a, r - draw->rank_first[a] + 1, draw->rank[r]);
    fclose(file);
    file = create(folder, "program_ranks.csv", "program,rank,applicant");
    for (int p = 0; p < PROGRAMS; p++)
        for (int w = draw->wish_first[p]; w < draw->wish_first[p + 1]; w++) {
            bool member = draw->wish[w] >= APPLICANTS - 2 * draw->couples;
            int c = (APPLICANTS - 1 - draw->wish[w]) / 2;
            if (!member || draw->pair_first[c] < draw->pair_first[c + 1])
                fprintf(file, "%d,%d,%d\n", p, w - draw->wish_first[p] + 1, draw->wish[w]);
        }
    fclose(file);
    file = create(folder, "couples.csv", "first,second,rank,first_program,second_program");
    for (int c = 0; c < draw->couples; c++)
        for (int k = draw->pair_first[c]; k < draw->pair_first[c + 1]; k++)
            fprintf(file, "%d,%d,%d,%d,%d\n", draw->member[c][0], draw->member[c][1],
                    k - draw->pair_first[c] + 1, draw->pair[k][0], draw->pair[k][1]);
    fclose(file);
}

static void remove_market(const char *folder)
{
    static const char *const name[] = {"programs.csv", "applicants.csv",
                                       "program_ranks.csv", "couples.csv"};
    char path[200];
    for (int i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, name[i]);
        unlink(path);
    }
    rmdir(folder);
}

static void run_command(const char *program, char *const *argument, double *wall,
                        double *cpu, double *peak)
{
    posix_spawn_file_actions_t actions;
    struct rusage usage;
    int status = -1;
    pid_t child;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    double start = milliseconds(CLOCK_MONOTONIC);
    if (posix_spawn(&child, program, &actions, NULL, argument, environ) != 0
        || wait4(child, &status, 0, &usage) < 0 || status != 0) {
        fprintf(stderr, "bench_match: %s match failed\n", program);
        exit(1);
    }
    *wall = milliseconds(CLOCK_MONOTONIC) - start;
    *cpu = 1e3 * (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
           + 1e-3 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
    *peak = (double)usage.ru_maxrss / 1024;
    posix_spawn_file_actions_destroy(&actions);
}

/* The market is drawn in a process of its own: what this one holds would count as memory
 * of the command. */
static void bench_command(const char *program, int couples, const char *goal)
{
    char folder[] = "/tmp/bench_match_XXXXXX";
    int status = -1;
    if (!mkdtemp(folder))
        exit(1);
    pid_t child = fork();
    if (child == 0) {
        write_market(draw_market(1, couples), folder);
        _exit(0);
    }
    if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0)
        exit(1);
    char *argument[] = {(char *)program, "match", folder, "--json", NULL};
    double wall = 1e9, cpu = 1e9, peak = 0;
    for (int i = 0; i < REPEATS; i++) {
        double w, c;
        run_command(program, argument, &w, &c, &peak);
        wall = w < wall ? w : wall;
        cpu = c < cpu ? c : cpu;
    }
    printf("command, %4d couples  %7.1f ms wall %7.1f ms processor %5.1f MB (goal %s)\n",
           couples, wall, cpu, peak, goal);
    remove_market(folder);
}

/* Sums all lists: the least that any method must do. */
static double one_pass(const struct draw *draw)
{
    double best = 1e9;
    for (int i = 0; i < 5 * REPEATS; i++) {
        double start = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
        volatile int64_t sum = 0;
        int64_t part = 0;
        for (int a = 0; a < APPLICANTS; a++)
            for (int r = draw->rank_first[a]; r < draw->rank_first[a + 1]; r++)
                part += draw->rank[r] ^ a;
        for (int p = 0; p < PROGRAMS; p++)
            for (int w = draw->wish_first[p]; w < draw->wish_first[p + 1]; w++)
                part += draw->wish[w] ^ p;
        sum = sum + part;
        double took = milliseconds(CLOCK_PROCESS_CPUTIME_ID) - start;
        best = took < best ? took : best;
    }
    return best;
}

static double match_once(const struct draw *draw, uint64_t seed, struct sp_match *match)
{
    struct sp_error error = {0};
    struct sp_market_lists lists = lists_of(draw);
    struct sp_match_options options = {.seed = seed};
    double start = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
    if (!sp_match_run(&lists, &options, match, &error)) {
        fprintf(stderr, "bench_match: %s\n", error.text);
        exit(1);
    }
    return milliseconds(CLOCK_PROCESS_CPUTIME_ID) - start;
}

/* What is left when the lists are checked and every choice knows its rank. */
static double step_once(const struct sp_match_ranks *ranks)
{
    struct sp_error error = {0};
    struct sp_match_options options = {.seed = 1};
    struct sp_match_work work;
    struct sp_match_search search;
    double start = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
    bool ok = sp_match_work_make(ranks, SP_COUPLES_KPR, &work, &error);
    if (ok && ranks->market->couples == 0) {
        sp_match_reset(&work);
        sp_match_singles(&work);
    } else if (ok) {
        ok = sp_match_search(&work, &options, &search, &error);
    }
    double took = milliseconds(CLOCK_PROCESS_CPUTIME_ID) - start;
    sp_match_work_free(&work);
    if (!ok) {
        fprintf(stderr, "bench_match: %s\n", error.text);
        exit(1);
    }
    return took;
}

static void bench_step(const struct draw *draw, double pass)
{
    struct sp_error error = {0};
    struct sp_match_ranks ranks;
    struct sp_market_lists lists = lists_of(draw);
    double best = 1e9;
    if (!sp_match_rank_all(&lists, draw->couples > 0, &ranks, &error))
        exit(1);
    for (int i = 0; i < REPEATS; i++) {
        double took = step_once(&ranks);
        best = took < best ? took : best;
    }
    printf("the step alone, %4d couples  %6.2f ms  %5.1f x one pass (goal 6 ms, 30 x)\n",
           draw->couples, best, best / pass);
    sp_match_ranks_free(&ranks);
}

static void bench_match(const struct draw *draw, double pass)
{
    double best = 1e9;
    struct sp_match match;
    int64_t proposals = 0;
    for (int i = 0; i < REPEATS; i++) {
        double took = match_once(draw, 1, &match);
        proposals = match.proposals;
        best = took < best ? took : best;
        sp_match_free(&match);
    }
    printf(
        "check, rank and match, %4d couples %6.2f ms  %5.1f x one pass, %lld proposals\n",
        draw->couples, best, best / pass, (long long)proposals);
}

static void bench_seeds(int couples)
{
    int stable = 0, said = 0, none = 0, orders = 0;
    double most = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct draw *draw = draw_market(seed, couples);
        struct sp_market_lists lists = lists_of(draw);
        struct sp_match match;
        struct sp_blocks blocks;
        struct sp_error error = {0};
        double took = match_once(draw, seed, &match);
        most = took > most ? took : most;
        orders = match.orders > orders ? match.orders : orders;
        said += match.stable;
        none += match.none_exists;
        for (int i = 0; !match.stable && i < match.unresolved_count; i++)
            printf("  seed %d: couple %d, %s\n", (int)seed, (int)match.unresolved[i],
                   match.none_exists ? "this market is proved to have no stable matching"
                                     : "not settled");
        if (!sp_match_check(&lists, &match, SP_COUPLES_KPR, 10, &blocks, &error))
            exit(1);
        stable += blocks.count == 0;
        sp_blocks_free(&blocks);
        sp_match_free(&match);
        free_draw(draw);
    }
    printf(
        "%d couples: of %d seeds %d stable, %d verified; %d proved to have none; at most "
        "%.1f ms, %d orders\n",
        couples, SEEDS, said, stable, none, most, orders);
}

static void print_hardware(void)
{
    char line[256];
    FILE *file = fopen("/proc/cpuinfo", "r");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, "model name", 10) == 0) {
            printf("%s, %ld processors\n", strchr(line, ':') + 2 /* ends its line */,
                   sysconf(_SC_NPROCESSORS_ONLN));
            break;
        }
    if (file)
        fclose(file);
}

int main(int count, char **argument)
{
    if (count != 2) {
        fprintf(stderr, "usage: bench_match PROGRAM\n");
        return 2;
    }
    print_hardware();
    bench_command(argument[1], 0, "60 ms, 40 MB");
    bench_command(argument[1], 1200, "80 ms");
    struct draw *plain = draw_market(1, 0), *couples = draw_market(1, 1200);
    double pass = one_pass(plain);
    printf("%d ranks; one pass over the lists (baseline) %.3f ms\n",
           (int)plain->rank_first[APPLICANTS], pass);
    bench_match(plain, pass);
    bench_match(couples, pass);
    bench_step(plain, pass);
    bench_step(couples, pass);
    free_draw(plain);
    free_draw(couples);
    bench_seeds(1200);
    bench_seeds(2500);
    return 0;
}
