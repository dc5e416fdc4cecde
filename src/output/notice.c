/* notice.c: one sentence, in one place. */
#include "notice.h"

const char *output_notice(void)
{
    return "Information, not legal advice. Not affiliated with NRMP, AAMC, ECFMG/Intealth, "
           "AMA or any program.";
}
