/* profile_ask.h: a profile by questions, one at a time
 *
 * Each answer is checked with those before and saved at once, so it can be left at any
 * point and taken up again.
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct profile_draft;
struct sp_error;
struct text_page;

/* Asks what is not said yet: required fields always, the others from the last one that was
 * answered on.  Ends after the last question, at the end of `in`, at a signal that
 * interrupts reading, or at the answer "quit".  `asked_all` is out.  Fails with
 * SP_UNAVAILABLE when an answer could not be saved, and when the draft cannot be read. */
bool profile_ask(struct profile_draft *draft, FILE *in, const struct text_page *page,
                 bool *asked_all, struct sp_error *error);
