/* patience.h: how long a connection may keep us waiting for a request
 *
 * A time-out for silence does not end a stranger who sends one byte a second.  Each
 * connection is entered here; one whose next request is not there in time is shut down.
 */
#pragma once

#include <stdbool.h>

struct guest; /* one connection */
struct patience;
struct sp_error;

/* `seconds` from the begin of a connection, or the end of the last answer, to the end of
 * the next request. */
bool patience_open(int seconds, struct patience **patience, struct sp_error *error);

/* A connection on the socket `fd` has come, and is waited for; NULL without memory. */
struct guest *patience_enter(struct patience *patience, int fd);

/* Its request is there; its answer has been sent, and the next one is waited for. */
void patience_request(struct patience *patience, struct guest *guest);
void patience_answered(struct patience *patience, struct guest *guest);

/* It is gone; to be called while `fd` is still open.  NULL is allowed for `guest`. */
void patience_leave(struct patience *patience, struct guest *guest);

/* NULL is allowed. */
void patience_close(struct patience *patience);
