/* opening_words.c: facts of an opening in a few words. */
#include "chance_text.h"
#include "money.h"
#include "opening.h"
#include "openings_pages.h"
#include "specialty.h"

#include <math.h>
#include <string.h>

static void join(char *out, size_t room, const char *between, const char *text)
{
    size_t used = strlen(out);
    snprintf(out + used, room - used, "%s%s", used ? between : "", text);
}

void opening_fee_text(const struct sp_opening *opening, char out[OPENING_BYTES])
{
    const struct sp_opening_cost *cost = &opening->cost;
    char low[CHANCE_BYTES], high[CHANCE_BYTES];
    bool estimate = cost->stated == SP_STATED_ESTIMATE;
    bool fee = cost->basis != SP_COST_PAID;
    long from = fee ? cost->low_cents : cost->pay_low_cents;
    long to = fee ? cost->high_cents : cost->pay_high_cents;
    sp_money_say(from < 0 ? 0 : from, low);
    sp_money_say(to < 0 ? 0 : to, high);
    const char *more = estimate ? " (an estimate)" : "";
    if (cost->basis == SP_COST_UNKNOWN || (fee && (from < 0 || to < 0)))
        snprintf(out, OPENING_BYTES, "not known");
    else if (cost->basis == SP_COST_FREE)
        snprintf(out, OPENING_BYTES, "free%s", more);
    else if (!fee && from < 0)
        snprintf(out, OPENING_BYTES, "pays%s", more);
    else if (!fee)
        snprintf(out, OPENING_BYTES, "pays %s%s%s%s%s", from == to ? "" : low,
                 from == to ? "" : "–", from == to ? low : high,
                 cost->pay_yearly ? " a year" : "", more);
    else if (from == to)
        snprintf(out, OPENING_BYTES, "%s%s%s", estimate ? "about " : "", low, more);
    else
        snprintf(out, OPENING_BYTES, "%s–%s%s", low, high, more);
}

/* "4", or "3 days" for less than a week. */
static void weeks_word(double weeks, char out[OPENING_BYTES])
{
    long days = lround(weeks * 7);
    if (weeks > 0 && weeks < 1)
        snprintf(out, OPENING_BYTES, "%ld day%s", days, days == 1 ? "" : "s");
    else
        snprintf(out, OPENING_BYTES, "%.4g", weeks);
}

void opening_weeks_text(double low, double high, char out[OPENING_BYTES])
{
    char from[OPENING_BYTES], to[OPENING_BYTES];
    weeks_word(low, from);
    weeks_word(high, to);
    if (low < 0 && high < 0)
        snprintf(out, OPENING_BYTES, "not known");
    else if (low < 0)
        snprintf(out, OPENING_BYTES, "up to %.40s", to);
    else if (high < 0)
        snprintf(out, OPENING_BYTES, "from %.40s", from);
    else if (low < high)
        snprintf(out, OPENING_BYTES, "%.40s–%.40s", from, to);
    else
        snprintf(out, OPENING_BYTES, "%.40s", from);
}

void opening_specialties_text(const struct openings_page *all,
                              const struct sp_opening *opening, char *out, size_t room)
{
    *out = '\0';
    for (int i = 0; i < opening->specialties; i++) {
        int place = sp_specialty_find(all->specialties, opening->specialty[i]);
        join(out, room, ", ",
             place < 0 ? opening->specialty[i] : all->specialties->at[place].name);
    }
    if (*opening->areas)
        join(out, room, "; ", opening->areas);
    if (opening->any_specialty)
        join(out, room, "; ", "several departments");
    if (!*out)
        snprintf(out, room, "not known");
}

void opening_audience_text(const struct sp_opening *opening, char out[OPENING_BYTES])
{
    static const char *const people[] = {"students", "graduates", "US students"};
    char unknown[OPENING_BYTES] = "";
    *out = '\0';
    for (int i = 0; i < 3; i++)
        if (opening->audience[i] == SP_YES)
            join(out, OPENING_BYTES, ", ", people[i]);
        else if (opening->audience[i] == SP_UNKNOWN)
            join(unknown, OPENING_BYTES, ", ", people[i]);
    if (*unknown)
        join(out, OPENING_BYTES, "; ", "not known: ");
    if (*unknown) {
        size_t used = strlen(out);
        snprintf(out + used, OPENING_BYTES - used, "%s", unknown);
    }
    if (!*out)
        snprintf(out, OPENING_BYTES, "nobody of these");
}
