/* arrival.h: a file of the user's own on its way from a request to the store
 *
 * What the query says is read and the body taken over at once, so that the rest may go on
 * after the request is answered: read, joined, told, and saved whole or not at all.
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct arrival;
struct request;
struct site;
struct sp_error;
struct store_watch;

/* Fails on what the query may not say, naming the field in the request. */
bool arrival_make(struct request *request, struct arrival **arrival,
                  struct sp_error *error);

/* Brings it in, or with dry_run only looks, and writes what became of it to `out` (`import`
 * of docs/json.md).  `watch` may be NULL.  After a failure nothing was changed. */
bool arrival_bring_in(struct arrival *arrival, struct site *site,
                      const struct store_watch *watch, FILE *out, struct sp_error *error);

/* The part of the query at fault, when bringing in failed; else NULL. */
const char *arrival_field(const struct arrival *arrival);

void arrival_free(struct arrival *arrival); /* NULL is allowed */
