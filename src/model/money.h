/* money.h: dollars as people write them */
#pragma once

enum { SP_MONEY_SAID = 40 };

/* Cents as dollars: "$1,770" or "$1,770.50". */
void sp_money_say(long cents, char out[SP_MONEY_SAID]);
