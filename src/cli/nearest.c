/* nearest.c: near means at most a third of the letters differ, or that one is the
 * beginning of the other. */
#include "nearest.h"

#include "specialty.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

struct nearest nearest_to(const char *asked)
{
    return (struct nearest){.asked = asked, .distance = INT_MAX};
}

void nearest_try(struct nearest *nearest, const char *name)
{
    size_t asked = strlen(nearest->asked);
    bool begins = asked >= 2 && strncasecmp(nearest->asked, name, asked) == 0;
    int distance = sp_edit_distance(nearest->asked, name);
    if (begins && distance > 1)
        distance = 1;
    if (distance < nearest->distance) {
        nearest->distance = distance;
        nearest->best = name;
    }
}

const char *nearest_hint(struct nearest *nearest, const char *before)
{
    int longest = nearest->best ? (int)strlen(nearest->best) : 0;
    nearest->hint[0] = '\0';
    if (nearest->best && nearest->distance <= (longest + 2) / 3)
        snprintf(nearest->hint, sizeof nearest->hint, " (did you mean '%s%s'?)", before,
                 nearest->best);
    return nearest->hint;
}
