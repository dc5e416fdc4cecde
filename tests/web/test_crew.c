/* test_crew.c: whose work comes when. */
#include "../check.h"

#include "crew.h"
#include "error.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>

enum { MOST = 32 };

/* One thread, held until the gate opens, so that what is sent waits. */
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static atomic_bool held;
static char done[MOST + 1];

struct piece {
    char name;
};

static void wait_at_gate(void *context)
{
    (void)context;
    atomic_store(&held, true);
    pthread_mutex_lock(&gate);
    pthread_mutex_unlock(&gate);
}

static void note(void *context)
{
    const struct piece *piece = context;
    done[strlen(done)] = piece->name;
}

static struct crew *open_held(void)
{
    struct crew *crew;
    memset(done, 0, sizeof done);
    pthread_mutex_lock(&gate);
    assert_true(crew_open(1, MOST, &crew, NULL));
    atomic_store(&held, false);
    assert_true(crew_send(crew, &(struct crew_work){.run = wait_at_gate}));
    while (!atomic_load(&held))
        sched_yield();
    return crew;
}

/* Sends one piece for each letter: its asker; capitals are brief. */
static void send(struct crew *crew, struct piece *piece, const char *letters)
{
    for (size_t i = 0; letters[i]; i++) {
        bool brief = letters[i] >= 'A' && letters[i] <= 'Z';
        piece[i].name = letters[i];
        assert_true(crew_send(crew, &(struct crew_work){.run = note,
                                                        .context = &piece[i],
                                                        .asker = (uint64_t)letters[i],
                                                        .brief = brief}));
    }
}

static void check(const char *sent, const char *wanted)
{
    struct piece piece[MOST];
    struct crew *crew = open_held();
    send(crew, piece, sent);
    pthread_mutex_unlock(&gate);
    crew_close(crew);
    assert_string_equal(done, wanted);
}

static void one_after_another_is_first_come_first_served(void **state)
{
    (void)state;
    check("dcba", "dcba");
    check("aaaa", "aaaa");
}

static void who_sends_much_lets_the_others_in_between(void **state)
{
    (void)state;
    check("aaaabcb", "abcabaa");
}

static void brief_work_comes_first_but_not_for_ever(void **state)
{
    (void)state;
    check("abAB", "ABab");
    check("abAAAAAAAAAA", "AAAAAAAAaAAb");
}

static void more_than_may_wait_is_refused(void **state)
{
    (void)state;
    struct crew *crew = open_held();
    for (int i = 0; i < MOST; i++)
        assert_true(crew_send(crew, &(struct crew_work){.run = wait_at_gate}));
    assert_false(crew_send(crew, &(struct crew_work){.run = wait_at_gate}));
    pthread_mutex_unlock(&gate);
    crew_finish(crew);
    assert_false(crew_send(crew, &(struct crew_work){.run = wait_at_gate}));
    crew_close(crew);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_after_another_is_first_come_first_served),
        cmocka_unit_test(who_sends_much_lets_the_others_in_between),
        cmocka_unit_test(brief_work_comes_first_but_not_for_ever),
        cmocka_unit_test(more_than_may_wait_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
