/* site.h: what all requests of one server share
 *
 * Made by server_open, read by everyone else; each part has its own lock.
 */
#pragma once

#include "browser.h"

struct answers;
struct crew;
struct jobs;
struct stores;
struct worlds;

struct site {
    struct stores *stores;   /* open stores, lent one at a time */
    struct worlds *worlds;   /* the facts */
    struct crew *crew;       /* computes */
    struct jobs *jobs;       /* long work */
    struct answers *answers; /* that took long */
    struct browser_key key;
    const char *cookie;      /* name of the session cookie */
    const char *const *host; /* names that this server answers to, without port; ends
                                with NULL */
};
