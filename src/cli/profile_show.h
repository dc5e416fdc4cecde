/* profile_show.h: a profile in plain words */
#pragma once

struct profile_words;
struct sp_profile;
struct text_page;

/* Writes what is said, section by section; what is not said is not mentioned. */
void profile_show(const struct sp_profile *profile, const struct profile_words *words,
                  const struct text_page *page);
