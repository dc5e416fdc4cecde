/* notice.h: what every export says about itself */
#pragma once

/* One line: information, not advice on law; affiliated with nobody. */
const char *output_notice(void);
