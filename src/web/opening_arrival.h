/* opening_arrival.h: a table of openings on its way from a request to the store
 *
 * As arrival.h: what the query says is read and the body taken over at once, so that the
 * rest may go on after the request is answered.
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct opening_arrival;
struct request;
struct site;
struct sp_error;
struct store_watch;

/* Fails on what the query may not say, naming the field in the request. */
bool opening_arrival_make(struct request *request, struct opening_arrival **arrival,
                          struct sp_error *error);

/* Brings it in, or with dry_run only looks, and writes what became of it to `out`
 * (`openings import` of docs/json.md).  `watch` may be NULL.  After a failure nothing was
 * changed. */
bool opening_arrival_bring_in(struct opening_arrival *arrival, struct site *site,
                              const struct store_watch *watch, FILE *out,
                              struct sp_error *error);

void opening_arrival_free(struct opening_arrival *arrival); /* NULL is allowed */
