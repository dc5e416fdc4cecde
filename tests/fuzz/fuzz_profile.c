/* fuzz_profile.c: any bytes are a profile or refused; a profile reads back as written.
 *
 * The same bytes are also taken as a field on the first line and an answer after it. */
#include "fuzz.h"

#include "../small_words.h"
#include "error.h"
#include "profile_draft.h"
#include "profile_write.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const struct sp_date today = {2026, 11, 22};

static void read_back(const struct sp_profile *profile)
{
    struct sp_profile again;
    struct sp_error error = {0};
    char *text = profile_write(profile, &small_words);
    assert(text);
    bool ok = profile_file_parse(text, strlen(text), &small_words, today, &again, &error);
    assert(ok);
    char *second = profile_write(&again, &small_words);
    assert(second && strcmp(text, second) == 0);
    sp_profile_free(&again);
    free(second);
    free(text);
}

/* A refused answer leaves the draft readable. */
static void answer(char *text)
{
    struct profile_draft *draft;
    struct sp_error error = {0};
    char *value = strchr(text, '\n');
    if (!value)
        return;
    *value++ = '\0';
    bool open = profile_draft_open("/nonexistent/profile.json", true, &small_words, today,
                                   &draft, &error);
    assert(open);
    bool ok = *value == '+' ? profile_draft_add(draft, text, value + 1, &error)
                            : profile_draft_set(draft, text, value, &error);
    assert(ok || (error.code == SP_BAD_INPUT && error.text[0]));
    struct sp_profile profile;
    bool whole = profile_draft_read(draft, true, &profile, &error);
    assert(whole);
    free(profile_draft_value(draft, text));
    sp_profile_free(&profile);
    profile_draft_close(draft);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sp_profile profile;
    struct sp_error error = {0};
    if (profile_file_parse((const char *)data, size, &small_words, today, &profile, &error))
        read_back(&profile);
    else
        assert(error.code == SP_BAD_INPUT && error.text[0] != '\0');
    sp_profile_free(&profile);

    char *text = calloc(1, size + 1);
    assert(text);
    if (size > 0)
        memcpy(text, data, size);
    answer(text);
    free(text);
    return 0;
}
