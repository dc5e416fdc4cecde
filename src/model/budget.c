/* budget.c: tiers are few, so both questions walk them. */
#include "budget.h"

#include "error.h"

bool sp_fees_check(const struct sp_fees *fees, const char *name, struct sp_error *error)
{
    for (int i = 0; i < fees->count; i++) {
        const struct sp_fee_tier *tier = &fees->tier[i];
        if (i == 0 && tier->from != 1)
            return sp_fail(error, SP_BAD_INPUT,
                           "fees of %s: the first tier starts at application %d, not 1",
                           name, tier->from);
        if (i > 0 && tier->from <= tier[-1].from)
            return sp_fail(error, SP_BAD_INPUT,
                           "fees of %s: tier %d starts at application %d, not after %d",
                           name, i + 1, tier->from, tier[-1].from);
        if (tier->fee_cents < (i > 0 ? tier[-1].fee_cents : 0))
            return sp_fail(
                error, SP_BAD_INPUT,
                "fees of %s: tier %d costs %lld cents, less than what comes before", name,
                i + 1, (long long)tier->fee_cents);
        if (tier->fee_cents > SP_FEE_MOST_CENTS)
            return sp_fail(
                error, SP_BAD_INPUT,
                "fees of %s: tier %d costs %lld cents, over the most we take, %lld", name,
                i + 1, (long long)tier->fee_cents, (long long)SP_FEE_MOST_CENTS);
    }
    return true;
}

int64_t sp_fees_of(const struct sp_fees *fees, int n)
{
    int64_t fee = 0;
    for (int i = 0; i < fees->count && fees->tier[i].from <= n; i++)
        fee = fees->tier[i].fee_cents;
    return fee;
}

int64_t sp_fees_total(const struct sp_fees *fees, int n)
{
    int64_t total = 0;
    for (int i = 0; i < fees->count && fees->tier[i].from <= n; i++) {
        bool last = i + 1 == fees->count || fees->tier[i + 1].from > n;
        int end = last ? n + 1 : fees->tier[i + 1].from;
        total += fees->tier[i].fee_cents * (end - fees->tier[i].from);
    }
    return total;
}
