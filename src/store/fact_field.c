/* fact_field.c: names of fields, and their values as text. */
#include "fact_field.h"

#include "error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_answer(enum sp_requirement requirement)
{
    switch (requirement) {
    case SP_MIN_STEP2:
    case SP_MAX_YEARS_OUT:
    case SP_MAX_ATTEMPTS:
    case SP_MIN_USCE_MONTHS:
    case SP_MIN_LETTERS_US:
        return false;
    default:
        return true;
    }
}

bool fact_field_parse(const char *name, struct fact_field *field)
{
    *field = (struct fact_field){.kind = FACT_NOTE};
    for (int i = 0; i < SP_REQUIREMENTS; i++)
        if (strcmp(name, sp_requirement_name((enum sp_requirement)i)) == 0) {
            field->kind = is_answer((enum sp_requirement)i) ? FACT_ANSWER : FACT_NUMBER;
            field->which = i;
            return true;
        }
    for (int i = 0; i < SP_RATES; i++)
        if (strcmp(name, sp_rate_name((enum sp_rate)i)) == 0) {
            field->kind = FACT_RATE;
            field->which = i;
            return true;
        }
    if (strcmp(name, "quota") == 0)
        field->kind = FACT_QUOTA;
    return field->kind == FACT_QUOTA || strncmp(name, "note:", 5) == 0;
}

static bool read_answer(const char *value, struct sp_fact *fact, struct sp_error *error)
{
    bool yes = strcmp(value, "yes") == 0;
    if (!yes && strcmp(value, "no") != 0)
        return sp_fail(error, SP_BAD_INPUT, "\"%.80s\" is neither yes nor no", value);
    fact->answer = yes ? SP_YES : SP_NO;
    fact->value = 0;
    return true;
}

bool fact_field_read(const struct fact_field *field, const char *value,
                     struct sp_fact *fact, struct sp_error *error)
{
    if (field->kind == FACT_NOTE)
        return true;
    if (field->kind == FACT_ANSWER)
        return read_answer(value, fact, error);
    char *end;
    double number = strtod(value, &end);
    if (!*value || *end || value[strspn(value, "-.0123456789eE")] || !isfinite(number))
        return sp_fail(error, SP_BAD_INPUT, "\"%.80s\" is not a number", value);
    if (number < 0)
        return sp_fail(error, SP_BAD_INPUT, "\"%.80s\" is below 0", value);
    if (field->kind == FACT_RATE && number > 1)
        return sp_fail(error, SP_BAD_INPUT, "\"%.80s\" is above 1; a rate is a part of 1",
                       value);
    fact->answer = SP_YES;
    fact->value = number;
    return true;
}

struct sp_fact *fact_field_of(const struct fact_field *field, struct sp_track *track)
{
    switch (field->kind) {
    case FACT_ANSWER:
    case FACT_NUMBER:
        return &track->fact[field->which];
    case FACT_RATE:
        return &track->rate[field->which];
    case FACT_QUOTA:
        return &track->positions;
    default:
        return NULL;
    }
}

bool fact_field_agree(const struct fact_field *field, const char *a, const char *b)
{
    struct sp_fact left = {0}, right = {0};
    if (field->kind == FACT_NOTE || !fact_field_read(field, a, &left, NULL)
        || !fact_field_read(field, b, &right, NULL))
        return strcmp(a, b) == 0;
    return left.answer == right.answer && left.value == right.value;
}
