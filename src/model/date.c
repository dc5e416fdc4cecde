/* date.c: civil days, by the usual era arithmetic of the Gregorian calendar. */
#include "date.h"

#include "error.h"

#include <stdio.h>
#include <string.h>

bool sp_date_known(struct sp_date date)
{
    return date.year != 0;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

static bool read_number(const char **text, int digits, int *number)
{
    *number = 0;
    for (int i = 0; i < digits; i++, (*text)++) {
        if (**text < '0' || **text > '9')
            return false;
        *number = *number * 10 + (**text - '0');
    }
    return true;
}

bool sp_date_parse(const char *text, const char *field, struct sp_date *date,
                   struct sp_error *error)
{
    struct sp_date read = {.day = 1};
    const char *at = text;

    *date = (struct sp_date){0};
    bool ok =
        read_number(&at, 4, &read.year) && *at++ == '-' && read_number(&at, 2, &read.month);
    if (ok && *at == '-') {
        at++;
        ok = read_number(&at, 2, &read.day);
    }
    if (!ok || *at != '\0')
        return sp_fail(error, SP_BAD_INPUT,
                       "%s: \"%.40s\" is not a date; write it as 2027-07-01", field, text);
    if (read.year < 1900 || read.year > 2200 || read.month < 1 || read.month > 12
        || read.day < 1 || read.day > month_days(read.year, read.month))
        return sp_fail(error, SP_BAD_INPUT,
                       "%s: \"%.40s\" is no day of the calendar (1900 to 2200)", field,
                       text);
    *date = read;
    return true;
}

long sp_date_days(struct sp_date date)
{
    long year = date.year - (date.month <= 2);
    long era = (year >= 0 ? year : year - 399) / 400;
    long of_era = year - era * 400;
    long of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct sp_date sp_date_from_days(long days)
{
    days += 719468;
    long era = (days >= 0 ? days : days - 146096) / 146097;
    long of_era = days - era * 146097;
    long year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    long of_year = of_era - (365 * year + year / 4 - year / 100);
    long month = (5 * of_year + 2) / 153;
    struct sp_date date = {
        .month = (int)(month < 10 ? month + 3 : month - 9),
        .day = (int)(of_year - (153 * month + 2) / 5 + 1),
    };
    date.year = (int)(year + era * 400 + (date.month <= 2));
    return date;
}

int sp_date_years(struct sp_date from, struct sp_date to)
{
    int years = to.year - from.year;
    if (to.month < from.month || (to.month == from.month && to.day < from.day))
        years--;
    return years;
}

void sp_date_write(struct sp_date date, char out[11])
{
    if (sp_date_known(date))
        snprintf(out, 11, "%04u-%02u-%02u", (unsigned)date.year % 10000u,
                 (unsigned)date.month % 100u, (unsigned)date.day % 100u);
    else
        out[0] = '\0';
}

void sp_date_say(struct sp_date date, char out[SP_DATE_SAID])
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    out[0] = '\0';
    if (sp_date_known(date))
        snprintf(out, SP_DATE_SAID, "%u %s %04u", (unsigned)date.day % 100u,
                 months[(unsigned)(date.month - 1) % 12u], (unsigned)date.year % 10000u);
}

struct sp_date sp_date_add_days(struct sp_date date, long days)
{
    return sp_date_from_days(sp_date_days(date) + days);
}

struct sp_date sp_date_add_months(struct sp_date date, int months)
{
    int month = date.year * 12 + date.month - 1 + months;
    struct sp_date later = {.year = month / 12, .month = month % 12 + 1, .day = date.day};
    int last = month_days(later.year, later.month);
    if (later.day > last)
        later.day = last;
    return later;
}

struct sp_date sp_date_month_end(struct sp_date date)
{
    date.day = month_days(date.year, date.month);
    return date;
}

int sp_date_weekday(struct sp_date date)
{
    return (int)(((sp_date_days(date) + 3) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
}

struct sp_date sp_date_workday(struct sp_date date)
{
    int day = sp_date_weekday(date);
    return day > 4 ? sp_date_add_days(date, 4 - day) : date;
}
