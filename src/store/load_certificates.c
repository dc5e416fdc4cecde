/* load_certificates.c: what must be in place, and the numbers of exams. */
#include "certificate.h"
#include "database.h"
#include "error.h"
#include "release.h"
#include "rows.h"
#include "store.h"

#include <string.h>

static bool read_scope(struct rows *rows, struct sp_certificate *certificate)
{
    static const char *const words[] = {
        [SP_FOR_MATCH] = "match", [SP_FOR_TRAINING] = "training", [SP_FOR_STAY] = "stay"};
    const char *said = database_text(rows->at, 2);
    for (int i = 0; i < 3; i++)
        if (strcmp(said, words[i]) == 0) {
            certificate->scope = (enum sp_scope)i;
            return true;
        }
    return sp_fail(rows->error, SP_BAD_INPUT,
                   "certificates.csv, %s: scope \"%.40s\" is not match, training or stay",
                   certificate->id, said);
}

static bool read_certificate(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct sp_certificate *certificate = element;
    certificate->id = rows_text(rows, 0);
    certificate->label = rows_text(rows, 1);
    certificate->who = rows_text(rows, 3);
    certificate->event = rows_text(rows, 4);
    certificate->margin_months = rows_int(rows, 5, 0);
    certificate->fees = rows_text(rows, 6);
    certificate->after = rows_text(rows, 7);
    certificate->proof = rows_text(rows, 8);
    certificate->rule = rows_text(rows, 9);
    certificate->certainty = rows_text(rows, 10);
    certificate->origin = rows_origin(rows, 11);
    return read_scope(rows, certificate);
}

static bool read_day(struct rows *rows, int column, const char *field, struct sp_date *date)
{
    const char *text = database_text(rows->at, column);
    return !*text || sp_date_parse(text, field, date, rows->error)
           || sp_fail_at(rows->error, "exams.csv, %s", rows_text(rows, 0));
}

static bool read_exam(struct rows *rows, void *element, bool *skip)
{
    struct sp_exam_rule *rule = element;
    *skip = database_is_null(rows->at, 2);
    rule->exam = rows_text(rows, 0);
    rule->what = rows_text(rows, 1);
    rule->value = rows_int(rows, 2, 0);
    rule->certainty = rows_text(rows, 5);
    rule->origin = rows_origin(rows, 6);
    return read_day(rows, 3, "from_date", &rule->from)
           && read_day(rows, 4, "to_date", &rule->to);
}

bool store_load_certificates(struct store *store, struct sp_certificates *certificates,
                             struct sp_error *error)
{
    *certificates = (struct sp_certificates){0};
    struct rows rows = {
        .database = store->database, .text = &certificates->text, .error = error};
    if (rows_keep(&rows,
                  "select id, label, scope, who, event, margin_months, fees,"
                  " after, proof, rule, certainty, source, as_of from certificate"
                  " order by place",
                  sizeof *certificates->at, read_certificate, &certificates->at,
                  &certificates->count)
        && rows_keep(&rows,
                     "select exam, what, value, from_date, to_date, certainty, source,"
                     " as_of from exam_rule order by place",
                     sizeof *certificates->exam, read_exam, &certificates->exam,
                     &certificates->exams))
        return true;
    sp_certificates_free(certificates);
    return false;
}
