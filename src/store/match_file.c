/* match_file.c: whole files into memory, one at a time, and the market given back.
 *
 * The files of a folder are read into the same room one after the other: memory that was
 * touched once costs nothing the second time.
 */
#include "match_file.h"

#include "error.h"
#include "match_build.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_BYTES = 1 << 30 };

static bool cannot(const char *path, int why, struct sp_error *error)
{
    return sp_fail(error, why == ENOENT ? SP_NOT_FOUND : SP_UNAVAILABLE, "%.200s: %s", path,
                   strerror(why));
}

static bool read_all(int file, char *bytes, size_t size, size_t *length)
{
    *length = 0;
    while (*length < size) {
        ssize_t got = read(file, bytes + *length, size - *length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0)
            return true;
        *length += (size_t)got;
    }
    return true;
}

/* The room that a file is read into; {0} is none yet. */
struct room {
    char *bytes;
    size_t size;
};

/* `text` lies in the room afterwards. */
static bool read_open(int file, const char *path, struct room *room,
                      struct match_text *text, struct sp_error *error)
{
    struct stat about;
    if (fstat(file, &about) != 0)
        return cannot(path, errno, error);
    if (!S_ISREG(about.st_mode))
        return sp_fail(error, SP_UNAVAILABLE, "%.200s: is not a file", path);
    if (about.st_size > MOST_BYTES)
        return sp_fail(error, SP_BAD_INPUT, "%.200s: more than 1 GB", path);
    size_t size = (size_t)about.st_size;
    char *bytes = size < room->size ? room->bytes : realloc(room->bytes, size + 1);
    if (!bytes)
        return sp_fail(error, SP_NO_MEMORY, "no memory for a market of this size");
    if (size >= room->size)
        *room = (struct room){bytes, size + 1};
    if (!read_all(file, bytes, size, &text->length))
        return cannot(path, errno, error);
    bytes[text->length] = '\0';
    text->at = bytes;
    return true;
}

static bool read_file(const char *path, struct room *room, struct match_text *text,
                      struct sp_error *error)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return cannot(path, errno, error);
    bool ok = read_open(file, path, room, text, error);
    close(file);
    return ok;
}

static bool load_part(struct match_build *build, const char *path, enum match_part part,
                      struct room *room, struct sp_error *error)
{
    static const char *const name[MATCH_PARTS] = {
        [MATCH_PROGRAMS] = "programs.csv",
        [MATCH_APPLICANTS] = "applicants.csv",
        [MATCH_COUPLES] = "couples.csv",
        [MATCH_SUPPLEMENTAL] = "supplemental.csv",
        [MATCH_PROGRAM_RANKS] = "program_ranks.csv",
    };
    bool needed = part != MATCH_COUPLES && part != MATCH_SUPPLEMENTAL;
    struct match_text text = {0};
    char where[4096];
    int length = snprintf(where, sizeof where, "%s/%s", path, name[part]);
    if (length < 0 || (size_t)length >= sizeof where)
        return sp_fail(error, SP_BAD_INPUT, "%.200s: the path is too long", path);
    if ((needed || access(where, F_OK) == 0) && !read_file(where, room, &text, error))
        return false;
    return match_csv_part(build, part, &text, error);
}

static bool load_folder(const char *path, struct match_file *file, struct sp_error *error)
{
    struct match_build build = {.file = file};
    struct room room = {0};
    bool ok = true;
    for (int i = 0; ok && i < MATCH_PARTS; i++)
        ok = load_part(&build, path, (enum match_part)i, &room, error);
    free(room.bytes);
    ok = ok && match_build_finish(&build, error);
    match_build_free(&build);
    if (!ok)
        match_file_free(file);
    return ok;
}

bool match_file_load(const char *path, struct match_file *file, struct sp_error *error)
{
    struct stat about;
    struct match_text text = {0};
    struct room room = {0};
    *file = (struct match_file){0};
    if (stat(path, &about) != 0)
        return cannot(path, errno, error);
    if (S_ISDIR(about.st_mode))
        return load_folder(path, file, error);
    const char *slash = strrchr(path, '/');
    bool ok = read_file(path, &room, &text, error)
              && match_file_parse_json(text.at, text.length, slash ? slash + 1 : path, file,
                                       error);
    free(room.bytes);
    return ok;
}

void match_file_free(struct match_file *file)
{
    for (int i = 0; i < file->lists_owned; i++)
        free(file->list[i]);
    sp_arena_free(&file->memory);
    *file = (struct match_file){0};
}
