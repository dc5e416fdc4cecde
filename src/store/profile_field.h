/* profile_field.h: the fields of a profile file, in one table
 *
 * Reading, writing, changing and describing a profile all walk this table, so none of
 * them can know a field that another does not.  profiles/profile.schema.json says the
 * same in the words of JSON Schema; a test holds the two together.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum profile_kind {
    PROFILE_INTEGER,     /* int */
    PROFILE_NUMBER,      /* double */
    PROFILE_DOLLARS,     /* long, in cents */
    PROFILE_TRUTH,       /* bool; not said is false */
    PROFILE_ANSWER,      /* enum sp_answer; not said is unknown */
    PROFILE_CHOICE,      /* an enum: the place of the word in `word` */
    PROFILE_WORD,        /* const char *, one of `word` */
    PROFILE_TEXT,        /* const char *, as the strings below */
    PROFILE_DATE,        /* struct sp_date */
    PROFILE_SPECIALTY,   /* the code */
    PROFILE_STATE,       /* two letters */
    PROFILE_DIVISION,    /* name of a census division */
    PROFILE_COUNTRY,     /* as the table of visa rules spells it, else as written */
    PROFILE_TRACK,       /* nine characters, NRMP */
    PROFILE_INSTITUTION, /* four digits, NRMP */
    PROFILE_OBJECT,      /* a struct inside the struct, of `shape` */
    PROFILE_LIST,        /* a pointer to elements of `shape`, and their number */
};

struct profile_field {
    const char *key;          /* "" for the bare element of a list */
    const char *label, *help; /* in plain words: over an input, and below it */
    enum profile_kind kind;
    size_t at;               /* offset of the value in its struct */
    double low, high;        /* of a number; a value below `low` says: not said */
    const char *const *word; /* ended by NULL; "" is no word of the file */
    const struct profile_shape *shape;
    size_t count_at; /* of a list: offset of the number of elements, an int */
    size_t flag_at;  /* where a bool says that the field was there; 0: nowhere */
    int least, most; /* elements of a list */
    bool unique;     /* a list: no element (or first field of it) twice */
    bool required;
    bool nullable; /* null is an answer: not yet */
    bool quiet;    /* goes without saying when it is `usual` */
    double usual;
    const char *sharpens; /* what a required field decides */
};

/* The fields of one struct. */
struct profile_shape {
    const struct profile_field *field;
    int fields;
    size_t size;       /* of the struct */
    const void *blank; /* what an element holds before it is read; NULL: zeros */
    bool bare;         /* an element may be written as the value of its first field */
    bool object;       /* an element may be written as an object */
};

extern const struct profile_shape profile_shape;

/* The field of `shape` with this key, or NULL. */
const struct profile_field *profile_field_find(const struct profile_shape *shape,
                                               const char *key, size_t length);

/* The key of `shape` that is nearest to `key`, or NULL when none is near. */
const char *profile_field_nearest(const struct profile_shape *shape, const char *key);

/* What the field may hold, in words: "a whole number from 1 to 300". */
void profile_field_allowed(const struct profile_field *field, char *out, size_t room);

/* A field by its full name, "letters[].count". */
struct profile_field_name {
    char path[80];
    const struct profile_field *field;
};

/* Names all fields, outer before inner, in the order of the file.  Writes at most `room`
 * and returns how many there are. */
int profile_field_names(struct profile_field_name *names, int room);
