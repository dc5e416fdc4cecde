/* test_server.c: a whole server inside the test, so that the sanitizers see all of it. */
#include "../check.h"

#include "date.h"
#include "error.h"
#include "server.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static char home[] = "/tmp/smartpick-server-XXXXXX";

static bool today(struct sp_date *date, struct sp_error *error)
{
    (void)error;
    *date = (struct sp_date){2026, 11, 22};
    return true;
}

static struct server *open_server(int patience, FILE *log)
{
    struct server_options options = {
        .home = home, .today = today, .threads = 2, .patience = patience, .log = log};
    struct sp_error error = {0};
    struct server *server;
    if (!server_open(&options, &server, &error))
        fail_msg("%s", error.text);
    return server;
}

static int reach(const struct server *server)
{
    struct sockaddr_in to = {.sin_family = AF_INET};
    to.sin_port = htons((uint16_t)atoi(strrchr(server_address(server), ':') + 1));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    struct timeval limit = {.tv_sec = 60};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

/* Sends, and reads to the end of the connection; for free(). */
static char *ask(const struct server *server, const char *request)
{
    int fd = reach(server);
    size_t room = 1 << 22, length = 0;
    char *answer = calloc(1, room);
    assert_non_null(answer);
    assert_true(send(fd, request, strlen(request), MSG_NOSIGNAL) > 0);
    for (ssize_t got; (got = recv(fd, answer + length, room - length - 1, 0)) > 0;)
        length += (size_t)got;
    close(fd);
    return answer;
}

static void expect(const struct server *server, const char *request, const char *start)
{
    char *answer = ask(server, request);
    if (strncmp(answer, start, strlen(start)) != 0)
        fail_msg("%.200s\ninstead of %s", answer, start);
    free(answer);
}

#define HEAD " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"

static void one_byte_at_a_time_is_not_waited_for(void **state)
{
    (void)state;
    struct server *server = open_server(1, NULL);
    static const char slow[] =
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: aaaaaaaa"
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    struct timespec pause = {.tv_nsec = 100 * 1000 * 1000};
    int fd = reach(server), sent = 0;
    char byte;
    for (; sent < (int)sizeof slow - 1; sent++) {
        if (send(fd, slow + sent, 1, MSG_NOSIGNAL) < 1
            || recv(fd, &byte, 1, MSG_DONTWAIT) == 0)
            break;
        nanosleep(&pause, NULL);
    }
    close(fd);
    assert_in_range(sent, 5, 60); /* ended in time, and not at once */
    expect(server, "GET /healthz" HEAD "\r\n", "HTTP/1.1 200 ");
    server_close(server);
}

struct visitor {
    const struct server *server;
    int number;
    pthread_t thread;
};

/* A little of everything, at the same time as all others. */
static void *visit(void *context)
{
    const struct visitor *visitor = context;
    const struct server *server = visitor->server;
    char request[2000], cookie[60], token[40];
    char *answer = ask(server, "GET /api/v1/session" HEAD "\r\n");
    const char *set = strstr(answer, "Set-Cookie: "), *csrf = strstr(answer, "\"csrf\":\"");
    if (!set || !csrf)
        abort();
    snprintf(cookie, sizeof cookie, "%.*s", (int)strcspn(set + 12, ";"), set + 12);
    snprintf(token, sizeof token, "%.32s", csrf + 8);
    free(answer);
    static const char *const path[] = {"/api/v1/jobs", "/api/v1/pick", "/api/v1/pick"};
    static const char *const body[] = {
        "{\"kind\":\"fit\",\"quick\":true}",
        "{\"profile\":{\"applicant_type\":\"non_us_img\",\"graduation_date\":\"2023-06-"
        "30\","
        "\"step2_ck\":246,\"visa_need\":\"j1\",\"specialties\":[\"Neurology\"]},"
        "\"options\":{\"seasons\":64}}",
        "{\"profile\":1}"};
    for (int i = 0; i < 3; i++) {
        snprintf(request, sizeof request,
                 "POST %s" HEAD "Cookie: %s\r\nX-CSRF: %s\r\nContent-Type: "
                 "application/json\r\nContent-Length: %zu\r\n\r\n%s",
                 path[i], cookie, token, strlen(body[i]), body[i]);
        free(ask(server, request));
    }
    snprintf(request, sizeof request, "GET /api/v1/jobs/%d/events" HEAD "\r\n",
             visitor->number % 2 + 1);
    free(ask(server, request));
    free(ask(server, "GET /healthz" HEAD "\r\n"));
    return NULL;
}

static void many_at_once_are_served_and_the_server_stops_when_they_are(void **state)
{
    (void)state;
    enum { VISITORS = 8 };
    struct visitor visitor[VISITORS];
    FILE *log = tmpfile();
    assert_non_null(log);
    struct server *server = open_server(0, log);
    for (int i = 0; i < VISITORS; i++) {
        visitor[i] = (struct visitor){.server = server, .number = i};
        assert_int_equal(pthread_create(&visitor[i].thread, NULL, visit, &visitor[i]), 0);
    }
    for (int i = 0; i < VISITORS; i++)
        pthread_join(visitor[i].thread, NULL);
    server_close(server);
    rewind(log);
    char line[300];
    int lines = 0, lists = 0;
    while (fgets(line, sizeof line, log)) {
        lines++;
        lists += strstr(line, "POST /api/v1/pick 200 ") != NULL;
    }
    fclose(log);
    assert_int_equal(lines, VISITORS * 6);
    assert_int_equal(lists, VISITORS);
}

/* Leaves a client in the middle of everything. */
static void a_server_that_is_closed_at_once_leaves_nothing(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        struct server *server = open_server(0, NULL);
        int idle = reach(server), half = reach(server);
        assert_true(send(half, "GET /he", 7, MSG_NOSIGNAL) == 7);
        server_close(server);
        close(idle);
        close(half);
    }
}

static void what_cannot_be_opened_is_said_and_leaves_nothing(void **state)
{
    (void)state;
    struct server *server = open_server(0, NULL), *second;
    struct sp_error error = {0};
    struct server_options taken = {
        .home = home,
        .today = today,
        .port = atoi(strrchr(server_address(server), ':') + 1),
    };
    assert_false(server_open(&taken, &second, &error));
    assert_int_equal(error.code, SP_UNAVAILABLE);
    assert_null(second);
    struct server_options nowhere = {.home = "/proc/nowhere", .today = today};
    assert_false(server_open(&nowhere, &second, &error));
    assert_int_equal(error.code, SP_UNAVAILABLE);
    struct server_options unreadable = {.home = home, .today = today, .address = "here"};
    assert_false(server_open(&unreadable, &second, &error));
    assert_int_equal(error.code, SP_BAD_INPUT);
    server_close(server);
}

static int make_home(void **state)
{
    (void)state;
    return mkdtemp(home) ? 0 : -1;
}

static int remove_home(void **state)
{
    (void)state;
    static const char *const file[] = {"smartpick.db", "smartpick.db-wal",
                                       "smartpick.db-shm"};
    char path[100];
    for (size_t i = 0; i < sizeof file / sizeof *file; i++) {
        snprintf(path, sizeof path, "%s/%s", home, file[i]);
        unlink(path);
    }
    return rmdir(home);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_byte_at_a_time_is_not_waited_for),
        cmocka_unit_test(many_at_once_are_served_and_the_server_stops_when_they_are),
        cmocka_unit_test(a_server_that_is_closed_at_once_leaves_nothing),
        cmocka_unit_test(what_cannot_be_opened_is_said_and_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, make_home, remove_home);
}
