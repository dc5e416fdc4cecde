/* money.c: thousands are set apart, cents shown only where there are some. */
#include "money.h"

#include <stdio.h>
#include <stdlib.h>

void sp_money_say(long cents, char out[SP_MONEY_SAID])
{
    char plain[24];
    long dollars = labs(cents / 100), rest = labs(cents % 100);
    int length = snprintf(plain, sizeof plain, "%ld", dollars);
    size_t used = (size_t)snprintf(out, SP_MONEY_SAID, "%s$", cents < 0 ? "−" : "");
    for (int i = 0; i < length; i++) {
        out[used++] = plain[i];
        if ((length - 1 - i) % 3 == 0 && i < length - 1)
            out[used++] = ',';
    }
    out[used] = '\0';
    if (rest)
        snprintf(out + used, SP_MONEY_SAID - used, ".%02ld", rest);
}
