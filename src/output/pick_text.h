/* pick_text.h: a list of picks on a page
 *
 * What is true of nearly all picks is said once above them; under each pick stands what
 * tells it from the others.
 */
#pragma once

#include <stdbool.h>

struct sp_error;
struct sp_facts;
struct sp_pick;
struct text_page;

/* Writes the list; with `all` every pick with every reason, else the first ones with the
 * strongest.  Fails with SP_NO_MEMORY. */
bool pick_write_text(const struct text_page *page, const struct sp_pick *pick, int picks,
                     const struct sp_facts *facts, bool all, struct sp_error *error);
