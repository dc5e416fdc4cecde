/* json_line.h: the line of a place in a JSON text
 *
 * What reads JSON forgets where it read; a person who has to mend a file wants the line.
 */
#pragma once

#include <stddef.h>

/* The line, from 1, on which the value at `place` begins: `applicants[3].rank[0]`, keys in
 * objects and numbers from 0 in lists.  A place that is not there gives the line of the
 * innermost value on the way that is.  The text must be JSON as a parser took it. */
int json_line(const char *text, size_t length, const char *place);
