/* store.c: opening: the folder, the file in it, the schema, the facts, in this order.
 *
 * Whatever fails leaves what was there; a store that was just made and could not be
 * filled is filled by the next that opens it.
 */
#include "store.h"

#include "database.h"
#include "error.h"
#include "release.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char file_name[] = "smartpick.db";

/* Makes a folder and those above it; `path` is written to and restored. */
static bool make_folders(char *path)
{
    for (char *at = path + 1; *at; at++) {
        if (*at != '/')
            continue;
        *at = '\0';
        bool ok = mkdir(path, 0700) == 0 || errno == EEXIST || access(path, F_OK) == 0;
        *at = '/';
        if (!ok)
            return false;
    }
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

static bool make_home(const char *home, struct sp_error *error)
{
    char *path = strdup(home);
    if (!path)
        return sp_fail(error, SP_NO_MEMORY, "%s: no memory", home);
    bool made = *path && make_folders(path);
    int fault = *path ? errno : ENOENT;
    free(path);
    struct stat is;
    if (!made)
        return sp_fail(error, SP_UNAVAILABLE,
                       "\"%.200s\" cannot be made: %s; choose another SMARTPICK_HOME", home,
                       strerror(fault));
    if (stat(home, &is) != 0 || !S_ISDIR(is.st_mode))
        return sp_fail(error, SP_UNAVAILABLE,
                       "%.200s is a file, not a folder; choose another SMARTPICK_HOME",
                       home);
    if (eaccess(home, W_OK | X_OK) != 0)
        return sp_fail(
            error, SP_UNAVAILABLE,
            "%.200s: %s; give yourself the right or choose another SMARTPICK_HOME", home,
            strerror(errno));
    return true;
}

static bool open_file(const char *home, struct database **database, struct sp_error *error)
{
    char *path;
    if (asprintf(&path, "%s/%s", home, file_name) < 0)
        return sp_fail(error, SP_NO_MEMORY, "%s: no memory", home);
    bool ok = database_open(path, database, error);
    free(path);
    return ok;
}

bool store_open_release(const char *home, const struct store_options *options,
                        const struct release *release, struct store **store,
                        struct sp_error *error)
{
    *store = NULL;
    if (options && options->url)
        return sp_fail(error, SP_BAD_INPUT,
                       "url \"%.80s\": this release keeps its store in a folder; leave the "
                       "url out and set SMARTPICK_HOME",
                       options->url);
    struct store *opened = calloc(1, sizeof *opened);
    if (!opened)
        return sp_fail(error, SP_NO_MEMORY, "%s: no memory", home);
    bool ok = make_home(home, error) && open_file(home, &opened->database, error)
              && (schema_apply(opened->database, release->schema, error)
                  || sp_fail_at(error, "%.200s", home))
              && facts_load(opened->database, release, options, error);
    if (!ok) {
        store_close(opened);
        return false;
    }
    *store = opened;
    return true;
}

struct release release_embedded(void)
{
    struct release release = {.schema = "", .file = embedded, .files = embedded_count};
    for (int i = 0; i < embedded_count; i++)
        if (strcmp(embedded[i].name, "schema.sql") == 0)
            release.schema = embedded[i].bytes;
    return release;
}

bool store_open(const char *home, const struct store_options *options, struct store **store,
                struct sp_error *error)
{
    struct release release = release_embedded();
    return store_open_release(home, options, &release, store, error);
}

void store_close(struct store *store)
{
    if (!store)
        return;
    database_close(store->database);
    free(store);
}

const char *store_demo_profile(void)
{
    for (int i = 0; i < embedded_count; i++)
        if (strcmp(embedded[i].name, "applicant-a.json") == 0)
            return embedded[i].bytes;
    return NULL;
}
