/* whole_file.h: a file written whole or not at all */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct sp_error;

/* Whether `path` may be replaced by a file: nothing is there, or a file is.  A device or a
 * folder is not; SP_UNAVAILABLE says so. */
bool whole_file_allowed(const char *path, struct sp_error *error);

/* Writes a draft beside `path`, flushes it to the disk and renames it over `path`; what
 * stood there stays when anything fails.  SP_UNAVAILABLE names the file. */
bool whole_file_write(const char *path, void (*write)(FILE *out, const void *what),
                      const void *what, struct sp_error *error);
