/* server.h: the web server
 *
 * Some threads talk with browsers and never wait; routes that compute run on threads of
 * their own, and long work runs as jobs.  Every limit that a stranger could lean on (bytes,
 * headers, connections, time) is set in server.c.
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct server;
struct sp_date;
struct sp_error;
struct store_options;

struct server_options {
    const char *home;                  /* the folder of all state */
    const struct store_options *store; /* how the store is opened first; may be NULL */
    const char *address;               /* NULL: 127.0.0.1; numeric, IPv4 or IPv6 */
    int port;                          /* 0: one that is free */
    int threads;                       /* that compute; 0: 2 */
    const char *const *host;           /* further names it answers to; ends with NULL, or
                                          NULL: none */
    bool (*today)(struct sp_date *today, struct sp_error *error);
    int patience; /* seconds for a request to come in whole; 0: 120 */
    FILE *log;    /* a line a request, with nothing about the person; NULL: none */
};

/* Starts to serve.  SP_UNAVAILABLE: the port is taken or not allowed, the store cannot be
 * opened; SP_BAD_INPUT: the address is none of this machine. */
bool server_open(const struct server_options *options, struct server **server,
                 struct sp_error *error);

const char *server_address(const struct server *server); /* "http://127.0.0.1:8080" */

/* Takes no more requests, lets those under way end (for some seconds), cancels jobs, and
 * stops.  NULL is allowed. */
void server_close(struct server *server);
