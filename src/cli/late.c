/* late.c: one module, opened once.  Where it lies stands in the program itself (its
 * RPATH, set in meson.build); the version is part of its name, so that two that were not
 * built together never meet. */
#include "late.h"

#include "error.h"

#include <dlfcn.h>
#include <stddef.h>

void *late_find(const char *function, struct sp_error *error)
{
    void *module = dlopen("smartpick-late-" SP_VERSION ".so", RTLD_NOW | RTLD_LOCAL);
    void *found = module ? dlsym(module, function) : NULL;
    if (!found)
        sp_fail(error, SP_UNAVAILABLE,
                "a part of this program is missing; install or build it as a whole (%s)",
                dlerror());
    return found;
}
