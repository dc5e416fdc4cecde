/* date.h: a day of the civil calendar
 *
 * Today is an argument, never asked of the clock.
 */
#pragma once

#include <stdbool.h>

struct sp_error;

struct sp_date {
    int year, month, day; /* 1900..2200, 1..12, 1..31; year 0 says: not known */
};

/* Reads "2027-07-01", or "2027-07" as the first of the month.  `field` names the
 * value in the message of SP_BAD_INPUT. */
bool sp_date_parse(const char *text, const char *field, struct sp_date *date,
                   struct sp_error *error);

bool sp_date_known(struct sp_date date);

/* Days since 1970-01-01; both directions, proleptic Gregorian. */
long sp_date_days(struct sp_date date);
struct sp_date sp_date_from_days(long days);

/* Whole years from `from` to `to` as people count birthdays; negative if `to` is earlier.
 */
int sp_date_years(struct sp_date from, struct sp_date to);

/* "2027-07-01", or "" when not known. */
void sp_date_write(struct sp_date date, char out[11]);

enum { SP_DATE_SAID = 20 };

/* "1 July 2027", or "" when not known. */
void sp_date_say(struct sp_date date, char out[SP_DATE_SAID]);

/* That many days later; before when negative. */
struct sp_date sp_date_add_days(struct sp_date date, long days);

/* The same day so many months later or earlier, or the last of that month when it is
 * shorter: 31 January and one month is 28 February, or 29. */
struct sp_date sp_date_add_months(struct sp_date date, int months);

/* The last day of its month. */
struct sp_date sp_date_month_end(struct sp_date date);

/* 0 Monday .. 6 Sunday. */
int sp_date_weekday(struct sp_date date);

/* The day itself, or the Friday before when it is a Saturday or Sunday. */
struct sp_date sp_date_workday(struct sp_date date);
