/* whole_file.c: draft, flush, rename. */
#include "whole_file.h"

#include "error.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool finish(FILE *out)
{
    bool ok = fflush(out) == 0 && !ferror(out) && fsync(fileno(out)) == 0;
    return fclose(out) == 0 && ok;
}

bool whole_file_allowed(const char *path, struct sp_error *error)
{
    struct stat about;
    if (stat(path, &about) != 0 || S_ISREG(about.st_mode))
        return true;
    return sp_fail(error, SP_UNAVAILABLE, "%s: is %s; name a file", path,
                   S_ISDIR(about.st_mode) ? "a folder" : "no ordinary file");
}

bool whole_file_write(const char *path, void (*write)(FILE *out, const void *what),
                      const void *what, struct sp_error *error)
{
    char *draft = NULL;
    if (!whole_file_allowed(path, error))
        return false;
    if (asprintf(&draft, "%s.new", path) < 0)
        return sp_fail(error, SP_NO_MEMORY, "no memory for a path");
    FILE *out = fopen(draft, "w");
    if (out)
        write(out, what);
    bool ok = out && finish(out) && rename(draft, path) == 0;
    if (!ok) {
        sp_fail(error, SP_UNAVAILABLE, "%s: cannot be written: %s", path, strerror(errno));
        unlink(draft);
    }
    free(draft);
    return ok;
}
