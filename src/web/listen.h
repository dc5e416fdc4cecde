/* listen.h: a socket that waits for browsers */
#pragma once

#include <stdbool.h>

struct sp_error;

/* Listens at a numeric address, IPv4 or IPv6.  A port of 0 becomes the one that was free.
 * SP_UNAVAILABLE: the port is taken, or not allowed; SP_BAD_INPUT: the address is not
 * numeric, or none of this machine's. */
bool listen_at(const char *address, int *port, int *listening, struct sp_error *error);
