/* source.h: where facts come from, and where two sources disagree
 *
 * Filled by the store, shown by the pages, which do not know each other.  All text belongs
 * to whoever loaded it.
 */
#pragma once

struct sp_source {
    const char *key;    /* of data/SOURCES.md, or of an import */
    const char *title;  /* what it is */
    const char *as_of;  /* the newest among its rows */
    const char *tables; /* names of the tables that use it, separated by ", " */
    long rows;
};

/* Two sources that say other things of the same field of the same track. */
struct sp_conflict {
    const char *code, *field;
    const char *used_value, *used_source, *used_as_of;
    const char *other_value, *other_source, *other_as_of;
};
