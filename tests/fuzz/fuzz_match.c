/* fuzz_match.c: any bytes are a market, as JSON or as a folder, or refused with a line; a
 * market that is read can be matched, and what the engine calls stable is.
 *
 * A first byte of '{' is JSON; else the files of a folder follow each other, each ended by
 * a line with a single full stop. */
#include "fuzz.h"

#include "error.h"
#include "match_check.h"
#include "match_folder.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 4096 };

static bool parse_folder(char *text, struct match_file *file, struct sp_error *error)
{
    const char *part[MATCH_PARTS] = {0};
    for (int i = 0; i < MATCH_PARTS && text; i++) {
        char *end = strstr(text, "\n.\n");
        part[i] = text;
        if (end)
            end[1] = '\0';
        text = end ? end + 3 : NULL;
    }
    if (!part[MATCH_PROGRAMS] || !part[MATCH_APPLICANTS] || !part[MATCH_PROGRAM_RANKS])
        return sp_fail(error, SP_BAD_INPUT, "a file is missing");
    return match_folder_parse(part, file, error);
}

static void match(const struct match_file *file)
{
    struct sp_match_options options = {.most_orders = 4};
    struct sp_error error = {0};
    struct sp_match match;
    struct sp_blocks blocks;
    if (!sp_match_run(&file->lists, &options, &match, &error)) {
        assert(error.text[0]);
        return;
    }
    assert(sp_match_check(&file->lists, &match, SP_COUPLES_KPR, 4, &blocks, &error));
    assert(!match.stable || blocks.count == 0);
    sp_blocks_free(&blocks);
    sp_match_free(&match);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct match_file file;
    struct sp_error error = {0};
    if (size > MOST_BYTES)
        return 0;
    char *text = malloc(size + 1);
    if (!text)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    bool ok = size > 0 && data[0] == '{'
                  ? match_file_parse_json(text, size, "market.json", &file, &error)
                  : parse_folder(text, &file, &error);
    if (ok) {
        match(&file);
        match_file_free(&file);
    } else {
        assert(error.code == SP_BAD_INPUT && error.text[0]);
    }
    free(text);
    return 0;
}
