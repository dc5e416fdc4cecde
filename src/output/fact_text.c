/* fact_text.c: one row a requirement, found by its name in the model. */
#include "fact_text.h"

#include "program.h"

#include <stdio.h>
#include <string.h>

static const char *const words[SP_REQUIREMENTS] = {
    [SP_ACCEPTS_J1] = "takes J-1",
    [SP_ACCEPTS_H1B] = "takes H-1B",
    [SP_ACCEPTS_IMG] = "takes IMGs",
    [SP_ACCEPTS_US_IMG] = "takes US IMGs",
    [SP_ACCEPTS_US_DO] = "takes US DOs",
    [SP_MIN_STEP2] = "lowest Step 2 CK",
    [SP_MAX_YEARS_OUT] = "most years since graduation",
    [SP_MAX_ATTEMPTS] = "most attempts at an exam",
    [SP_MIN_USCE_MONTHS] = "months of US experience",
    [SP_MIN_LETTERS_US] = "US letters",
    [SP_NEEDS_ECFMG] = "ECFMG certificate when applying",
    [SP_NEEDS_STEP3] = "Step 3 needed",
};

const char *fact_words(const char *name)
{
    for (int r = 0; r < SP_REQUIREMENTS; r++)
        if (strcmp(sp_requirement_name((enum sp_requirement)r), name) == 0)
            return words[r];
    return name;
}

void fact_words_join(const char *const *name, int count, char *out, size_t room)
{
    out[0] = '\0';
    for (int i = 0; i < count; i++) {
        size_t used = strlen(out);
        snprintf(out + used, room - used, "%s%s", i ? ", " : "", fact_words(name[i]));
    }
}
