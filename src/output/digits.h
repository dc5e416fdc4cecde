/* digits.h: a number in the fewest of 15 or 17 digits that read back the same
 *
 * To the byte what printf makes of "%.15g", or of "%.17g" where 15 digits do not read back
 * as the same double, many times as fast.
 */
#pragma once

enum { DIGITS_BYTES = 32 };

/* Writes a finite number and a zero byte; returns how many bytes stand before that. */
int digits_write(double value, char text[DIGITS_BYTES]);
