/* data_pages.h: where the facts come from and where they disagree, as JSON */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct json_writer;
struct sp_conflict;
struct sp_programs;
struct sp_source;

/* What a page says of the facts; borrows both lists. */
struct data_holdings {
    const struct sp_source *source;
    int sources;
    const struct sp_conflict *conflict;
    int conflicts;
    int season; /* facts of more than two years before it are old */
    int tracks, offered, identified;
};

/* How many tracks there are, and nothing else yet. */
struct data_holdings data_holdings_of(const struct sp_programs *programs, int season);

bool data_is_old(const struct data_holdings *holdings, const char *as_of);

/* The keys are those of docs/json.md, data. */
void data_write_json(FILE *out, const struct data_holdings *holdings);

/* The conflicts as a list under a key. */
void data_conflicts_json(struct json_writer *json, const char *key,
                         const struct sp_conflict *conflict, int count);
