/* match_file.c: files into memory, and the market given back.
 *
 * A JSON file is read whole.  The files of a folder come in pieces of whole lines, into the
 * same room one after the other: it is touched once and stays in the caches.
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

enum { MOST_BYTES = 1 << 30, PIECE = 64 * 1024 };

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

static bool no_memory(struct sp_error *error)
{
    return sp_fail(error, SP_NO_MEMORY, "no memory for a market of this size");
}

static bool open_file(const char *path, int *file, size_t *size, struct sp_error *error)
{
    struct stat about;
    *file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (*file < 0)
        return cannot(path, errno, error);
    bool ok = fstat(*file, &about) == 0 || cannot(path, errno, error);
    if (ok && !S_ISREG(about.st_mode))
        ok = sp_fail(error, SP_UNAVAILABLE, "%.200s: is not a file", path);
    if (ok && about.st_size > MOST_BYTES)
        ok = sp_fail(error, SP_BAD_INPUT, "%.200s: more than 1 GB", path);
    if (ok)
        *size = (size_t)about.st_size;
    else
        close(*file);
    return ok;
}

static bool read_whole(const char *path, char **bytes, size_t *length,
                       struct sp_error *error)
{
    int file;
    size_t size;
    if (!open_file(path, &file, &size, error))
        return false;
    *bytes = malloc(size + 1);
    bool ok = *bytes || no_memory(error);
    ok = ok && (read_all(file, *bytes, size, length) || cannot(path, errno, error));
    close(file);
    if (ok)
        (*bytes)[*length] = '\0';
    else
        free(*bytes);
    return ok;
}

/* The last line that is whole ends the piece; at the end of the file, all of it is. */
static void end_piece(struct match_lines *lines, size_t bytes)
{
    const char *newline = lines->left ? memrchr(lines->room, '\n', bytes) : NULL;
    lines->at = lines->room;
    lines->end = newline ? newline + 1 : lines->room + (lines->left ? 0 : bytes);
    lines->torn = bytes - (size_t)(lines->end - lines->at);
}

bool match_lines_next(struct match_lines *lines, struct sp_error *error)
{
    size_t bytes = lines->torn, got;
    memmove(lines->room, lines->end, bytes);
    do {
        if (bytes == lines->size) {
            char *grown = realloc(lines->room, 2 * lines->size + 1);
            if (!grown)
                return no_memory(error);
            lines->room = grown;
            lines->size *= 2;
        }
        size_t wanted =
            lines->left < lines->size - bytes ? lines->left : lines->size - bytes;
        if (!read_all(lines->file, lines->room + bytes, wanted, &got))
            return cannot(lines->path, errno, error);
        if (got < wanted)
            return sp_fail(error, SP_UNAVAILABLE,
                           "%.200s: became shorter while it was read", lines->path);
        bytes += got;
        lines->left -= got;
        lines->room[bytes] = '\0';
        end_piece(lines, bytes);
    } while (lines->end == lines->at && lines->left > 0);
    return true;
}

bool match_lines_again(struct match_lines *lines, struct sp_error *error)
{
    if (!lines->path)
        return true;
    if (lseek(lines->file, 0, SEEK_SET) < 0)
        return cannot(lines->path, errno, error);
    lines->left = lines->length;
    lines->torn = 0;
    lines->end = lines->room;
    return match_lines_next(lines, error);
}

static bool read_part(struct match_build *build, enum match_part part, const char *path,
                      struct sp_error *error)
{
    struct match_lines lines = {.path = path, .size = PIECE};
    if (!open_file(path, &lines.file, &lines.length, error))
        return false;
    lines.room = malloc(PIECE + 1);
    bool ok = lines.room || no_memory(error);
    ok = ok && match_lines_again(&lines, error)
         && match_csv_part(build, part, &lines, error);
    free(lines.room);
    close(lines.file);
    return ok;
}

static bool load_part(struct match_build *build, const char *path, enum match_part part,
                      struct sp_error *error)
{
    static const char *const name[MATCH_PARTS] = {
        [MATCH_PROGRAMS] = "programs.csv",
        [MATCH_APPLICANTS] = "applicants.csv",
        [MATCH_COUPLES] = "couples.csv",
        [MATCH_SUPPLEMENTAL] = "supplemental.csv",
        [MATCH_PROGRAM_RANKS] = "program_ranks.csv",
    };
    bool needed = part != MATCH_COUPLES && part != MATCH_SUPPLEMENTAL;
    struct match_lines none = {0};
    char where[4096];
    int length = snprintf(where, sizeof where, "%s/%s", path, name[part]);
    if (length < 0 || (size_t)length >= sizeof where)
        return sp_fail(error, SP_BAD_INPUT, "%.200s: the path is too long", path);
    if (!needed && access(where, F_OK) != 0)
        return match_csv_part(build, part, &none, error);
    return read_part(build, part, where, error);
}

static bool load_folder(const char *path, struct match_file *file, struct sp_error *error)
{
    struct match_build build = {.file = file};
    bool ok = true;
    for (int i = 0; ok && i < MATCH_PARTS; i++)
        ok = load_part(&build, path, (enum match_part)i, error);
    ok = ok && match_build_finish(&build, error);
    match_build_free(&build);
    if (!ok)
        match_file_free(file);
    return ok;
}

bool match_file_load(const char *path, struct match_file *file, struct sp_error *error)
{
    struct stat about;
    char *text;
    size_t length;
    *file = (struct match_file){0};
    if (stat(path, &about) != 0)
        return cannot(path, errno, error);
    if (S_ISDIR(about.st_mode))
        return load_folder(path, file, error);
    const char *slash = strrchr(path, '/');
    if (!read_whole(path, &text, &length, error))
        return false;
    bool ok = match_file_parse_json(text, length, slash ? slash + 1 : path, file, error);
    free(text);
    return ok;
}

void match_file_free(struct match_file *file)
{
    for (int i = 0; i < file->lists_owned; i++)
        free(file->list[i]);
    sp_arena_free(&file->memory);
    *file = (struct match_file){0};
}
