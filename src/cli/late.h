/* late.h: what is loaded when it is called
 *
 * The server, PDF, workbooks and calendars rest on libraries that take longer to load than
 * most commands take to run (docs/architecture.md has the figures).  They are a module
 * beside the program, which the commands open that need it; late.map names what it shows.
 */
#pragma once

struct sp_error;

/* The address of a function of the module; it stays loaded until the program ends.  NULL
 * with SP_UNAVAILABLE: the module of this version is not there. */
void *late_find(const char *function, struct sp_error *error);

/* The same as a pointer of the type that the header of `function` declares. */
#define LATE(function, error) ((__typeof__(function) *)late_find(#function, (error)))
