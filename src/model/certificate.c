/* certificate.c: questions to the dated rows of certificates and exams. */
#include "certificate.h"

#include <string.h>

const struct sp_certificate *
sp_certificates_find(const struct sp_certificates *certificates, const char *id)
{
    for (int i = 0; i < certificates->count; i++)
        if (strcmp(certificates->at[i].id, id) == 0)
            return &certificates->at[i];
    return NULL;
}

static bool holds_on(const struct sp_exam_rule *rule, struct sp_date day)
{
    long at = sp_date_days(day);
    if (!sp_date_known(day))
        return !sp_date_known(rule->to);
    return (!sp_date_known(rule->from) || at >= sp_date_days(rule->from))
           && (!sp_date_known(rule->to) || at <= sp_date_days(rule->to));
}

int sp_certificates_exam(const struct sp_certificates *certificates, const char *exam,
                         const char *what, struct sp_date day, int unknown)
{
    for (int i = 0; i < certificates->exams; i++) {
        const struct sp_exam_rule *rule = &certificates->exam[i];
        if (strcmp(rule->exam, exam) == 0 && strcmp(rule->what, what) == 0
            && holds_on(rule, day))
            return rule->value;
    }
    return unknown;
}

struct sp_date sp_certificate_until(struct sp_date issued, int months, bool month_end)
{
    if (!sp_date_known(issued) || months <= 0)
        return (struct sp_date){0};
    struct sp_date until = sp_date_add_months(issued, months);
    return month_end ? sp_date_month_end(until) : until;
}

bool sp_certificate_listed(const char *list, const char *id)
{
    size_t length = strlen(id);
    for (const char *at = list; length && at && *at;) {
        size_t part = strcspn(at, ";");
        if (part == length && strncmp(at, id, length) == 0)
            return true;
        at += part + (at[part] == ';');
    }
    return false;
}

void sp_certificates_free(struct sp_certificates *certificates)
{
    sp_arena_free(&certificates->text);
    *certificates = (struct sp_certificates){0};
}
