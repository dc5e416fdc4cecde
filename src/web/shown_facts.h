/* shown_facts.h: what the store says of its sources, in the words of the pages */
#pragma once

#include <stdbool.h>

struct data_holdings;
struct request;
struct sp_error;

/* Fill in the sources, and the conflicts; the lists live in the request. */
bool shown_sources(struct request *request, struct data_holdings *holdings,
                   struct sp_error *error);
bool shown_conflicts(struct request *request, struct data_holdings *holdings,
                     struct sp_error *error);
