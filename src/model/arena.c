/* arena.c: blocks in a chain, filled from the front.
 *
 * A block holds at least 32 kB; a larger request gets a block of its own.
 */
#include "arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 32 * 1024, ALIGNMENT = 16 };

struct sp_arena_block {
    struct sp_arena_block *before;
    size_t used, size;
    _Alignas(ALIGNMENT) unsigned char at[];
};

void *sp_arena_get(struct sp_arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    struct sp_arena_block *block = arena->last;
    if (!block || block->size - block->used < size) {
        size_t room = size > BLOCK_BYTES ? size : BLOCK_BYTES;
        block = calloc(1, sizeof *block + room);
        if (!block)
            return NULL;
        block->size = room;
        block->before = arena->last;
        arena->last = block;
    }
    void *at = block->at + block->used;
    block->used += size;
    return at;
}

const char *sp_arena_slice(struct sp_arena *arena, const char *text, size_t length)
{
    if (length == 0)
        return "";
    char *copy = sp_arena_get(arena, length + 1);
    if (copy)
        memcpy(copy, text, length);
    return copy;
}

const char *sp_arena_text(struct sp_arena *arena, const char *text)
{
    return text ? sp_arena_slice(arena, text, strlen(text)) : "";
}

/* Written where it would come to lie; what does not fit there is measured by that, and
 * wiped. */
const char *sp_arena_format(struct sp_arena *arena, const char *format, ...)
{
    struct sp_arena_block *block = arena->last;
    size_t left = block ? block->size - block->used : 0;
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    char *text = block ? (char *)block->at + block->used : NULL;
    int length = vsnprintf(text, left, format, args);
    va_end(args);
    bool fits = length >= 0 && (size_t)length < left;
    if (text && !fits)
        memset(text, 0, left);
    text = length < 0 ? NULL : sp_arena_get(arena, (size_t)length + 1);
    if (text && !fits)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

void sp_arena_free(struct sp_arena *arena)
{
    for (struct sp_arena_block *block = arena->last; block;) {
        struct sp_arena_block *before = block->before;
        free(block);
        block = before;
    }
    arena->last = NULL;
}
