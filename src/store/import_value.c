/* import_value.c: one cell at a time: what people write for yes, no, a number, nothing.
 *
 * Numbers are read by hand, so that no locale changes what a point means.
 */
#include "import.h"

#include "date.h"
#include "error.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* What a requirement's number may be. */
struct bounds {
    double most;
    bool whole;
    const char *unit; /* words that may stand behind it, each between blanks */
    double none;      /* what "none" and "no limit" mean */
    const char *right;
};

static const struct bounds bounds[SP_REQUIREMENTS] = {
    [SP_MIN_STEP2] = {300, true, " points ", 0, "a score from 1 to 300, or none"},
    [SP_MAX_YEARS_OUT] = {99, false, " year years yr yrs ", 99,
                          "years from 0 to 99, or no limit"},
    [SP_MAX_ATTEMPTS] = {99, true, " attempt attempts ", 99,
                         "attempts from 1 to 99, or no limit"},
    [SP_MIN_USCE_MONTHS] = {240, false, " month months mo mos ", 0,
                            "months from 0 to 240, or none"},
    [SP_MIN_LETTERS_US] = {20, true, " letter letters ", 0,
                           "letters from 0 to 20, or none"},
};

static bool is_one_of(const char *cell, const char *const word[])
{
    for (int i = 0; word[i]; i++)
        if (strcasecmp(cell, word[i]) == 0)
            return true;
    return false;
}

bool import_is_blank(const char *cell)
{
    static const char *const blank[] = {"",
                                        "-",
                                        "--",
                                        "–",
                                        "—",
                                        "*",
                                        "?",
                                        ".",
                                        "n/a",
                                        "na",
                                        "unknown",
                                        "not known",
                                        "not reported",
                                        "not available",
                                        "not specified",
                                        "not stated",
                                        NULL};
    return is_one_of(cell, blank);
}

bool import_parse_answer(const char *cell, enum sp_answer *answer)
{
    static const char *const yes[] = {"yes", "y", "true", "1", "✓", "✔", "☑", "✅", NULL};
    static const char *const no[] = {"no", "n", "false", "0", "✗", "✘", "☒", "❌", NULL};
    if (is_one_of(cell, yes))
        *answer = SP_YES;
    else if (is_one_of(cell, no))
        *answer = SP_NO;
    else
        return false;
    return true;
}

bool import_parse_number(const char *cell, double *value, const char **unit)
{
    double whole = 0, scale = 1;
    int digits = 0;
    for (; *cell >= '0' && *cell <= '9'; cell++, digits++)
        whole = whole * 10 + (*cell - '0');
    if (*cell == '.')
        for (cell++; *cell >= '0' && *cell <= '9'; cell++, digits++, scale *= 10)
            whole = whole * 10 + (*cell - '0');
    if (digits == 0 || digits > 30)
        return false;
    while (*cell == ' ')
        cell++;
    *value = whole / scale;
    *unit = cell;
    return true;
}

static bool is_unit(const char *unit, const char *words)
{
    char wanted[24];
    if (!*unit)
        return true;
    int length = snprintf(wanted, sizeof wanted, " %s ", unit);
    return length > 0 && (size_t)length < sizeof wanted && strcasestr(words, wanted);
}

static bool parse_bounded(const struct bounds *bound, const char *cell, double *value)
{
    static const char *const none[] = {
        "none",       "no",           "no limit",       "no minimum", "no cutoff",
        "no cut-off", "not required", "no requirement", "unlimited",  NULL};
    const char *unit;
    if (is_one_of(cell, none)) {
        *value = bound->none;
        return true;
    }
    return import_parse_number(cell, value, &unit) && is_unit(unit, bound->unit)
           && *value <= bound->most && !(bound->whole && *value != floor(*value));
}

static bool parse_requirement(enum sp_requirement requirement, const char *cell,
                              char value[32], struct sp_error *error)
{
    enum sp_answer answer;
    double number;
    if (bounds[requirement].most == 0) { /* yes or no */
        if (!import_parse_answer(cell, &answer))
            return sp_fail(error, SP_BAD_INPUT, "\"%.60s\" should be yes, no or blank",
                           cell);
        snprintf(value, 32, "%s", answer == SP_YES ? "yes" : "no");
        return true;
    }
    if (!parse_bounded(&bounds[requirement], cell, &number))
        return sp_fail(error, SP_BAD_INPUT, "\"%.60s\" should be %s", cell,
                       bounds[requirement].right);
    snprintf(value, 32, "%.10g", number);
    return true;
}

static bool parse_rate(enum import_unit unit, const char *cell, char value[32],
                       struct sp_error *error)
{
    const char *sign;
    double number;
    double most = unit == IMPORT_PERCENT ? 100 : 1;
    if (!import_parse_number(cell, &number, &sign) || (*sign && strcmp(sign, "%") != 0)
        || number > most)
        return sp_fail(error, SP_BAD_INPUT, "\"%.60s\" should be a rate from 0 to %g%s",
                       cell, most, unit == IMPORT_PERCENT ? " per cent" : "");
    snprintf(value, 32, "%.10g", number / most);
    return true;
}

bool import_parse_value(const struct import_column *column, const char *cell,
                        char value[32], struct sp_error *error)
{
    const char *unit;
    double number;
    if (column->use == IMPORT_REQUIREMENT)
        return parse_requirement((enum sp_requirement)column->which, cell, value, error);
    if (column->use == IMPORT_RATE)
        return parse_rate(column->unit, cell, value, error);
    if (!import_parse_number(cell, &number, &unit) || *unit || number > 9999
        || number != floor(number))
        return sp_fail(error, SP_BAD_INPUT,
                       "\"%.60s\" should be a number of positions from 0 to 9999", cell);
    snprintf(value, 32, "%.0f", number);
    return true;
}

bool import_check_date(const char *text, const char *field, struct sp_error *error)
{
    struct sp_date date;
    if (strlen(text) == 4 && strspn(text, "0123456789") == 4)
        return true;
    return sp_date_parse(text, field, &date, error);
}
