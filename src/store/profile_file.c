/* profile_file.c: bytes from the disk and back, whole or not at all. */
#include "profile_file.h"

#include "error.h"
#include "profile_read.h"
#include "profile_write.h"

#include <jansson.h>

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* While it reads, jansson 2.14 does not see that its own buffer could not grow, and writes
 * past it.  So more memory than it can take for this text is asked for first. */
static bool memory_for(size_t length)
{
    void *volatile probe = malloc(128 * length + (1 << 16));
    free(probe);
    return probe != NULL;
}

bool profile_file_object(const char *text, size_t length, json_t **json,
                         struct sp_error *error)
{
    static const char mark[] = "\xef\xbb\xbf"; /* some editors put it in front */
    json_error_t fault;
    if (length >= 3 && memcmp(text, mark, 3) == 0) {
        text += 3;
        length -= 3;
    }
    *json = NULL;
    if (!memory_for(length))
        return sp_fail(error, SP_NO_MEMORY, "no memory for the profile");
    *json = json_loadb(text, length, JSON_REJECT_DUPLICATES, &fault);
    if (*json && json_is_object(*json))
        return true;
    if (*json) {
        json_decref(*json);
        *json = NULL;
        return sp_fail(error, SP_BAD_INPUT,
                       "line 1, column 1: a profile is an object in { }, not a list");
    }
    if (!fault.text[0])
        return sp_fail(error, SP_NO_MEMORY, "no memory for the profile");
    return sp_fail(error, SP_BAD_INPUT, "line %d, column %d: %s", fault.line, fault.column,
                   fault.text);
}

bool profile_file_parse(const char *text, size_t length, const struct profile_words *words,
                        struct sp_date today, struct sp_profile *profile,
                        struct sp_error *error)
{
    json_t *json;
    *profile = (struct sp_profile){0};
    bool ok = profile_file_object(text, length, &json, error)
              && profile_read(json, words, today, false, profile, error);
    json_decref(json);
    return ok;
}

static bool read_all(int file, char *text, size_t room, size_t *length)
{
    *length = 0;
    while (*length < room) {
        ssize_t got = read(file, text + *length, room - *length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0)
            break;
        *length += (size_t)got;
    }
    return true;
}

/* The bytes of a regular file; one byte more than the limit shows that it is too long. */
static bool read_file(const char *path, char *text, size_t *length, struct sp_error *error)
{
    struct stat about;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0 || fstat(file, &about) != 0) {
        int why = errno;
        if (file >= 0)
            close(file);
        return sp_fail(error, why == ENOENT ? SP_NOT_FOUND : SP_UNAVAILABLE, "%s: %s", path,
                       why == ENOENT ? "there is no such file" : strerror(why));
    }
    bool ok = true;
    if (!S_ISREG(about.st_mode))
        ok = sp_fail(error, SP_BAD_INPUT, "%s: this is not a file", path);
    else if (!read_all(file, text, PROFILE_FILE_BYTES + 1, length))
        ok = sp_fail(error, SP_UNAVAILABLE, "%s: %s", path, strerror(errno));
    else if (*length > PROFILE_FILE_BYTES)
        ok = sp_fail(error, SP_BAD_INPUT,
                     "%s: %lld bytes are too many for a profile; allowed: %d", path,
                     (long long)about.st_size, PROFILE_FILE_BYTES);
    close(file);
    return ok;
}

bool profile_file_bytes(const char *path, char **text, size_t *length,
                        struct sp_error *error)
{
    *length = 0;
    *text = malloc(PROFILE_FILE_BYTES + 1);
    if (!*text)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the profile");
    if (read_file(path, *text, length, error)) {
        (*text)[*length] = '\0';
        return true;
    }
    free(*text);
    *text = NULL;
    return false;
}

bool profile_file_open(const char *path, json_t **json, struct sp_error *error)
{
    char *text;
    size_t length;
    *json = NULL;
    bool ok = profile_file_bytes(path, &text, &length, error)
              && (profile_file_object(text, length, json, error)
                  || sp_fail_at(error, "%s", path));
    free(text);
    return ok;
}

bool profile_file_load(const char *path, const struct profile_words *words,
                       struct sp_date today, struct sp_profile *profile,
                       struct sp_error *error)
{
    json_t *json;
    *profile = (struct sp_profile){0};
    bool ok = profile_file_open(path, &json, error)
              && (profile_read(json, words, today, false, profile, error)
                  || sp_fail_at(error, "%s", path));
    json_decref(json);
    return ok;
}

static bool write_all(int file, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t put = write(file, text, length);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        text += put;
        length -= (size_t)put;
    }
    return fsync(file) == 0;
}

/* The folder remembers the new name only once it is flushed itself. */
static void flush_folder(const char *path)
{
    char *copy = strdup(path);
    int folder = copy ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (folder >= 0) {
        (void)fsync(folder);
        close(folder);
    }
    free(copy);
}

/* Fills the file beside; it has the rights of the one that it will replace. */
static bool fill(int file, const char *path, const char *text)
{
    struct stat about;
    if (stat(path, &about) == 0 && fchmod(file, about.st_mode & 0777) != 0)
        return false;
    return write_all(file, text, strlen(text));
}

/* Writes a file beside `path` and gives it that name; returns 0 or an errno. */
static int replace(const char *path, const char *text)
{
    char *beside = NULL;
    struct stat about;
    if (stat(path, &about) == 0 && !S_ISREG(about.st_mode))
        return S_ISDIR(about.st_mode) ? EISDIR : ENOTSUP; /* a device is not replaced */
    if (asprintf(&beside, "%s.XXXXXX", path) < 0)
        return ENOMEM;
    int why = 0, file = mkostemp(beside, O_CLOEXEC);
    if (file < 0) {
        why = errno;
    } else {
        if (!fill(file, path, text))
            why = errno;
        if (close(file) != 0 && !why)
            why = errno;
        if (!why && rename(beside, path) != 0)
            why = errno;
        if (why)
            unlink(beside);
    }
    free(beside);
    return why;
}

bool profile_file_replace(const char *path, const char *text, struct sp_error *error)
{
    char *real = realpath(path, NULL); /* a link stays a link */
    const char *target = real ? real : path;
    int why = replace(target, text);
    if (why == 0)
        flush_folder(target);
    free(real);
    return why == 0
           || sp_fail(error, SP_UNAVAILABLE,
                      "%s: could not be written, and is as it was: %s", path,
                      strerror(why));
}
