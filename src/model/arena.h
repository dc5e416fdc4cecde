/* arena.h: memory that is given back all at once
 *
 * A list keeps its strings and small arrays here and frees them with one call.
 */
#pragma once

#include <stddef.h>

struct sp_arena_block;

/* {0} is an empty arena. */
struct sp_arena {
    struct sp_arena_block *last; /* newest block first; owned */
};

/* `size` bytes of zeroed memory, aligned for any type, or NULL without memory. */
void *sp_arena_get(struct sp_arena *arena, size_t size);

/* A copy of `text`, or NULL without memory.  NULL and "" both give a shared "". */
const char *sp_arena_text(struct sp_arena *arena, const char *text);

/* The same for the first `length` bytes of `text`; a zero byte is added. */
const char *sp_arena_slice(struct sp_arena *arena, const char *text, size_t length);

/* A formatted text, or NULL without memory. */
const char *sp_arena_format(struct sp_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Gives everything back; the arena is empty again. */
void sp_arena_free(struct sp_arena *arena);
