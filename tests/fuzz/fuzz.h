/* fuzz.h: what a fuzz target defines; libFuzzer and replay.c call it. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Feeds one input to the parser; it may refuse it, but must not crash, leak or hang.
 * Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
