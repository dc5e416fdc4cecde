/* match.h: who goes where: the algorithm that the NRMP runs
 *
 * Applicant-proposing Roth-Peranson (Roth and Peranson 1999): rank order lists on both
 * sides, quotas, couples with lists of pairs, supplemental lists for the year before an
 * advanced position, reversions of unfilled positions, and programs that want an even or
 * an odd number.  docs/match.md states the exact meaning of each.
 */
#pragma once

#include "arena.h"

#include <stdbool.h>
#include <stdint.h>

struct sp_error;

enum sp_parity { SP_ANY_NUMBER, SP_EVEN, SP_ODD };

/* Which of the definitions of stability for couples: docs/match.md. */
enum sp_couples_rule { SP_COUPLES_KPR, SP_COUPLES_MM, SP_COUPLES_WITHDRAW };

enum sp_proposing { SP_APPLICANTS_PROPOSE, SP_PROGRAMS_PROPOSE };

/* A market as it is submitted.  Lists of lists are laid out end to end: list i of `x` is
 * x[first[i]] .. x[first[i + 1] - 1], best first.  Applicants, programs and couples are
 * numbered from 0.  Nothing in it is owned, except by who filled it. */
struct sp_market_lists {
    int applicants, programs, couples;

    const int32_t *rank_first; /* [applicants + 1] */
    const int32_t *rank;       /* programs of an applicant's primary list; members of a
                                  couple have none */

    /* Supplemental lists: of applicant a for its ranked program rank[r], the first-year
     * programs supplemental[supplemental_first[r]] .. , not with rank[r] itself; empty:
     * none is linked.  NULL: no single has any. */
    const int32_t *supplemental_first; /* [ranks + 1], by place in `rank` */
    const int32_t *supplemental;

    const int32_t (*member)[2]; /* [couples] two applicants, each in one couple at most */
    const int32_t *pair_first;  /* [couples + 1] */
    const int32_t (*pair)[2];   /* programs for the first and the second; -1: no match */

    /* The same for members of couples: list 2 * k + m of member m while the couple holds
     * pair k, in `supplemental` behind those of `supplemental_first`; empty for no match.
     * NULL: no member has any. */
    const int32_t *pair_supplemental_first; /* [2 * pairs + 1] */

    const int32_t *quota;      /* [programs] >= 0 */
    const int32_t *wish_first; /* [programs + 1] */
    const int32_t *wish;       /* applicants of a program's list */
    const int32_t
        *reverts_to;       /* [programs] where unfilled positions go, or -1; NULL: none */
    const uint8_t *parity; /* [programs] enum sp_parity; NULL: any.  Nobody at all is
                              allowed to a program that wants an odd number. */

    const char *const *applicant_name; /* for messages and explanations; NULL: numbers */
    const char *const *program_name;
};

struct sp_match_options {
    enum sp_proposing proposing; /* programs: without couples and supplemental lists only */
    enum sp_couples_rule rule;
    uint64_t seed;   /* of the orders tried when one leads into a loop; 0: 1 */
    int most_orders; /* 0: 64 */
};

struct sp_match {
    int32_t *place;              /* [applicants] program of the primary match, or -1 */
    int32_t *first_year;         /* [applicants] program of the supplemental match, or -1 */
    int32_t *quota;              /* [programs] after reversions and parity */
    int32_t *donated, *received; /* [programs] positions reverted away and to it */
    bool stable;         /* no blocking pair by the rule, as far as the engine knows;
                            sp_match_check proves it */
    int32_t *unresolved; /* [unresolved_count] couples that would still move */
    int unresolved_count;
    bool none_exists; /* not stable, and proved that no matching of the market is */
    int64_t proposals;
    int orders; /* orders of couples tried */
};

/* Runs the match.  SP_BAD_INPUT names applicant or program, and value: an index out of
 * range, a program ranked twice, a negative quota, a member of two couples, a member with
 * a list of its own, a supplemental list that holds the program it is linked to or is
 * linked to no match,
 * reversions in a circle.  SP_NO_MEMORY.  `match` is then empty.  An
 * instance without a stable matching is no error: `stable` is false and the couples are
 * named. */
bool sp_match_run(const struct sp_market_lists *market,
                  const struct sp_match_options *options, struct sp_match *match,
                  struct sp_error *error);

void sp_match_free(struct sp_match *match);
