/* answer.h: yes, no, or not known
 *
 * The opposite of a fact is often "unknown"; it is never read as no, nor as yes.
 */
#pragma once

enum sp_answer { SP_UNKNOWN = 0, SP_YES, SP_NO };
