/* match_folder.h: a market out of the texts of a folder's files, without the folder. */
#pragma once

#include "match_build.h"

#include <string.h>

/* `text` is [MATCH_PARTS]; NULL is a file that is not there. */
static inline bool match_folder_parse(const char *const *text, struct match_file *file,
                                      struct sp_error *error)
{
    *file = (struct match_file){0};
    struct match_build build = {.file = file};
    bool ok = true;
    for (int i = 0; ok && i < MATCH_PARTS; i++) {
        size_t length = text[i] ? strlen(text[i]) : 0;
        struct match_lines lines = {
            .at = text[i], .end = text[i] ? text[i] + length : NULL, .length = length};
        ok = match_csv_part(&build, (enum match_part)i, &lines, error);
    }
    ok = ok && match_build_finish(&build, error);
    match_build_free(&build);
    if (!ok)
        match_file_free(file);
    return ok;
}
