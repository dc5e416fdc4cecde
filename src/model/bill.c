/* bill.c: the tiers of the season, sorted, and a sum a specialty. */
#include "bill.h"

#include "error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool sp_bill_is_tier(const struct sp_fee *fee)
{
    return strcmp(fee->service, "ERAS") == 0 && strcmp(fee->item, "application") == 0;
}

static struct sp_fees fees_of(const struct sp_bill *bill)
{
    return (struct sp_fees){bill->tier, bill->tiers};
}

static int by_start(const void *a, const void *b)
{
    const struct sp_fee *const *x = a, *const *y = b;
    return (*x)->from_count - (*y)->from_count;
}

bool sp_bill_open(const struct sp_season *season, const struct sp_specialties *specialties,
                  struct sp_bill *bill, struct sp_error *error)
{
    *bill = (struct sp_bill){.season = season, .specialties = specialties};
    for (int i = 0; i < season->fees && bill->tiers < SP_BILL_TIERS; i++)
        if (sp_bill_is_tier(&season->fee[i]))
            bill->row[bill->tiers++] = &season->fee[i];
    if (bill->tiers == 0)
        return sp_fail(error, SP_NOT_FOUND, "no application fee is known for season %d",
                       season->year);
    qsort(bill->row, (size_t)bill->tiers, sizeof *bill->row, by_start);
    for (int i = 0; i < bill->tiers; i++) {
        int from = bill->row[i]->from_count;
        bill->tier[i] = (struct sp_fee_tier){from > 0 ? from : 1, bill->row[i]->cents};
        bill->projected |= bill->row[i]->projected;
    }
    struct sp_fees fees = fees_of(bill);
    return sp_fees_check(&fees, "ERAS", error);
}

bool sp_bill_add(struct sp_bill *bill, const char *text, const char *field,
                 struct sp_error *error)
{
    char name[120], *end;
    const char *equals = strrchr(text, '=');
    struct sp_fees fees = fees_of(bill);
    struct sp_bill_line *line = &bill->line[bill->lines];
    if (bill->lines == SP_BILL_LINES)
        return sp_fail(error, SP_BAD_INPUT, "%s: more than %d specialties", field,
                       SP_BILL_LINES);
    if (!equals || equals == text || (size_t)(equals - text) >= sizeof name)
        return sp_fail(error, SP_BAD_INPUT,
                       "%s: '%.60s' is not of the form \"SPECIALTY=NUMBER\"", field, text);
    snprintf(name, sizeof name, "%.*s", (int)(equals - text), text);
    long count = strtol(equals + 1, &end, 10);
    if (end == equals + 1 || *end || count < 0 || count > SP_BILL_MOST)
        return sp_fail(error, SP_BAD_INPUT, "%s: '%.60s': the number is not in 0..%d",
                       field, text, SP_BILL_MOST);
    if (!sp_specialty_require(bill->specialties, field, name, &line->specialty, error))
        return false;
    for (int i = 0; i < bill->lines; i++)
        if (bill->line[i].specialty == line->specialty)
            return sp_fail(error, SP_BAD_INPUT, "%s: %s was given twice", field, name);
    line->count = (int)count;
    line->cents = sp_fees_total(&fees, line->count);
    bill->cents += line->cents;
    bill->lines++;
    return true;
}

int sp_bill_in_tier(const struct sp_bill *bill, int line, int tier)
{
    int from = bill->tier[tier].from, count = bill->line[line].count;
    int next = tier + 1 < bill->tiers ? bill->tier[tier + 1].from : count + 1;
    int last = count < next - 1 ? count : next - 1;
    return last >= from ? last - from + 1 : 0;
}

int64_t sp_bill_next(const struct sp_bill *bill, int line)
{
    struct sp_fees fees = fees_of(bill);
    return sp_fees_of(&fees, bill->line[line].count + 1);
}

const struct sp_specialty *sp_bill_specialty(const struct sp_bill *bill, int line)
{
    return &bill->specialties->at[bill->line[line].specialty];
}

bool sp_bill_elsewhere(const struct sp_bill *bill, int line)
{
    const char *service = sp_bill_specialty(bill, line)->service;
    return *service && strcmp(service, "ERAS") != 0;
}
