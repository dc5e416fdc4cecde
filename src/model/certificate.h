/* certificate.h: what must be in place, and how long it holds
 *
 * Exams, certificates, cards and papers that the Match, training or a stay ask for, as
 * dated rows of data/certificates.csv and data/exams.csv.  How long a paper takes to get
 * and how long it holds stands in data/papers.csv (opening.h).
 */
#pragma once

#include "arena.h"
#include "date.h"
#include "program.h"

#include <stdbool.h>

struct sp_error;

enum sp_scope { SP_FOR_MATCH, SP_FOR_TRAINING, SP_FOR_STAY };

struct sp_certificate {
    const char *id;    /* "step3"; for papers their key in data/papers.csv */
    const char *label; /* "Step 3 passed" */
    enum sp_scope scope;
    const char *who;   /* "all", "img", "h1b" (who needs it), "visitor", "student" */
    const char *event; /* of the calendar, by when; "" for a stay and where none is set */
    int margin_months; /* it must outlast the stay by so much */
    const char *fees;  /* items of data/fees.csv, ";" between */
    const char *after; /* ids of what must be there first, ";" between */
    const char *proof, *rule; /* what shows it; what the rule says, in one sentence */
    const char *certainty;
    struct sp_origin origin;
};

/* A number of data/exams.csv: the pass mark of an exam, its most attempts. */
struct sp_exam_rule {
    const char *exam, *what;
    int value;
    struct sp_date from, to; /* sittings from and up to; not known: always */
    const char *certainty;
    struct sp_origin origin;
};

struct sp_certificates {
    struct sp_arena text; /* owns every string and list below */
    struct sp_certificate *at;
    int count;
    struct sp_exam_rule *exam;
    int exams;
};

/* The row with this id, or NULL. */
const struct sp_certificate *
sp_certificates_find(const struct sp_certificates *certificates, const char *id);

/* The number that held on `day` (not known: the latest), or `unknown`. */
int sp_certificates_exam(const struct sp_certificates *certificates, const char *exam,
                         const char *what, struct sp_date day, int unknown);

/* The last day on which something issued on `issued` holds: so many months later, at the
 * end of that month when `month_end`.  Not known without months or day. */
struct sp_date sp_certificate_until(struct sp_date issued, int months, bool month_end);

/* Whether `list` ("a;b") holds `id`. */
bool sp_certificate_listed(const char *list, const char *id);

void sp_certificates_free(struct sp_certificates *certificates);
