/* bench_pick.c: `smartpick pick` as its user meets it, a process from its start.
 *
 *     bench_pick PROGRAM
 *
 * Each run is a new process in a folder of its own: the first fills the store, the
 * others find it filled.  Baseline: `smartpick version`, a process that does nothing.
 * What counts is the smallest of the runs, as others may be at work on the machine.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { REPEATS = 15 };

struct run {
    double wall_ms, cpu_ms, peak_mb;
};

static double milliseconds(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return 1e3 * (double)time.tv_sec + 1e-6 * (double)time.tv_nsec;
}

static double of_timeval(struct timeval time)
{
    return 1e3 * (double)time.tv_sec + 1e-3 * (double)time.tv_usec;
}

static struct run run_once(const char *program, char *const *argument)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    struct rusage usage;
    int status = -1;
    pid_t child;
    double start = milliseconds(CLOCK_MONOTONIC);
    if (posix_spawn(&child, program, &actions, NULL, argument, environ) != 0
        || wait4(child, &status, 0, &usage) < 0 || status != 0) {
        fprintf(stderr, "bench_pick: %s %s failed\n", program, argument[1]);
        exit(1);
    }
    struct run run = {
        .wall_ms = milliseconds(CLOCK_MONOTONIC) - start,
        .cpu_ms = of_timeval(usage.ru_utime) + of_timeval(usage.ru_stime),
        .peak_mb = (double)usage.ru_maxrss / 1024,
    };
    posix_spawn_file_actions_destroy(&actions);
    return run;
}

static struct run best_of(const char *program, char *const *argument)
{
    struct run best = run_once(program, argument);
    for (int i = 1; i < REPEATS; i++) {
        struct run run = run_once(program, argument);
        best.wall_ms = run.wall_ms < best.wall_ms ? run.wall_ms : best.wall_ms;
        best.cpu_ms = run.cpu_ms < best.cpu_ms ? run.cpu_ms : best.cpu_ms;
    }
    return best;
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

static void remove_home(const char *home)
{
    static const char *const name[] = {"smartpick.db", "smartpick.db-wal",
                                       "smartpick.db-shm"};
    char path[128];
    for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
        snprintf(path, sizeof path, "%s/%s", home, name[i]);
        unlink(path);
    }
    rmdir(home);
}

int main(int count, char **argument)
{
    char home[] = "/tmp/bench_pick_XXXXXX";
    if (count != 2 || !mkdtemp(home) || setenv("SMARTPICK_HOME", home, 1) != 0) {
        fprintf(stderr, "usage: bench_pick PROGRAM\n");
        return 2;
    }
    char *program = argument[1];
    char *nothing[] = {program, "version", NULL};
    char *pick[] = {program, "pick", "--demo", "--json", NULL};
    char *pick_one[] = {program, "pick", "--demo", "--json", "--threads", "1", NULL};

    print_hardware();
    struct run first = run_once(program, pick);
    struct run base = best_of(program, nothing), one = best_of(program, pick_one);
    struct run both = best_of(program, pick);
    printf("nothing (baseline)                 %7.1f ms wall %7.1f ms processor\n",
           base.wall_ms, base.cpu_ms);
    printf("pick, first run: store is filled   %7.1f ms wall %7.1f ms processor\n",
           first.wall_ms, first.cpu_ms);
    printf("pick, one thread                   %7.1f ms wall %7.1f ms processor  %5.1f x "
           "baseline\n",
           one.wall_ms, one.cpu_ms, one.cpu_ms / base.cpu_ms);
    printf("pick, all threads                  %7.1f ms wall %7.1f ms processor  %5.1f x "
           "baseline, %.0f MB (goal 150 ms)\n",
           both.wall_ms, both.cpu_ms, both.cpu_ms / base.cpu_ms, both.peak_mb);

    remove_home(home);
    return 0;
}
