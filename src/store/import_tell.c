/* import_tell.c: list by list, nothing left out. */
#include "import_tell.h"

#include "error.h"
#include "import.h"
#include "import_report.h"

struct telling {
    const struct table *table;
    const struct import_mapping *mapping;
    const struct import_catalogue *catalogue;
    const struct import_matches *matches;
    const struct import_facts *facts;
    struct sp_import_report *report;
};

static bool tell_columns(const struct telling *t)
{
    struct sp_import_report *report = t->report;
    int count = t->mapping->columns;
    report->column =
        sp_arena_get(&report->text, ((size_t)count + 1) * sizeof *report->column);
    if (!report->column)
        return false;
    for (int i = 0; i < count; i++) {
        const struct import_column *one = &t->mapping->column[i];
        report->column[report->columns++] = (struct sp_import_column){
            .heading = one->heading,
            .field = import_field_name(one),
            .unit = one->unit == IMPORT_PERCENT    ? "percent"
                    : one->unit == IMPORT_FRACTION ? "fraction"
                                                   : NULL,
            .why = one->why,
        };
    }
    return true;
}

static void count_rows(const struct telling *t)
{
    struct sp_import_report *report = t->report;
    int how[IMPORT_SKIPPED + 1] = {0};
    for (int i = 0; i < t->matches->count; i++)
        how[t->matches->at[i].how]++;
    report->read = t->matches->count;
    report->by_nrmp_code = how[IMPORT_BY_NRMP];
    report->by_acgme_id = how[IMPORT_BY_ACGME];
    report->by_name = how[IMPORT_BY_NAME];
    report->by_review = how[IMPORT_BY_REVIEW];
    report->skipped = t->matches->skipped;
    report->facts = t->facts->facts;
    report->tracks = t->facts->tracks;
}

static bool tell_candidates(const struct telling *t, const struct import_match *match,
                            struct sp_import_doubt *doubt)
{
    const struct sp_programs *programs = t->catalogue->programs;
    doubt->candidate =
        sp_arena_get(&t->report->text, IMPORT_CANDIDATES * sizeof *doubt->candidate);
    if (!doubt->candidate)
        return false;
    for (int i = 0; i < match->candidates; i++) {
        const struct sp_program *program = &programs->program[match->candidate[i]];
        const struct sp_track *track =
            &programs->track[programs->order[program->first_track]];
        doubt->candidate[doubt->candidates++] = (struct sp_import_candidate){
            track->code, track->institution, track->city, track->state, match->likeness[i]};
    }
    return true;
}

static bool tell_doubts(const struct telling *t)
{
    struct sp_import_report *report = t->report;
    report->doubt = sp_arena_get(&report->text,
                                 ((size_t)t->matches->unsure + 1) * sizeof *report->doubt);
    if (!report->doubt)
        return false;
    for (int i = 0; i < t->matches->count; i++) {
        const struct import_match *match = &t->matches->at[i];
        if (match->how != IMPORT_UNSURE)
            continue;
        struct sp_import_doubt *doubt = &report->doubt[report->to_review++];
        doubt->line = t->table->line[i];
        doubt->name = import_row_cell(t->table, t->mapping, i, IMPORT_NAME);
        doubt->why = match->why;
        if (!tell_candidates(t, match, doubt))
            return false;
    }
    return true;
}

static bool tell_refused(const struct telling *t)
{
    struct sp_import_report *report = t->report;
    int count = t->facts->refusals;
    report->refused =
        sp_arena_get(&report->text, ((size_t)count + 1) * sizeof *report->refused);
    for (int i = 0; report->refused && i < count; i++)
        report->refused[report->refusals++] = (struct sp_import_refused){
            t->facts->refusal[i].line, t->facts->refusal[i].column,
            t->facts->refusal[i].text};
    return report->refused != NULL;
}

static bool tell_replaced(const struct telling *t)
{
    struct sp_import_report *report = t->report;
    int count = t->facts->overrides;
    report->replaced =
        sp_arena_get(&report->text, ((size_t)count + 1) * sizeof *report->replaced);
    for (int i = 0; report->replaced && i < count; i++) {
        const struct import_override *one = &t->facts->override[i];
        const struct store_fact *fact = &t->facts->fact[one->fact];
        report->replaced[report->replacements++] = (struct sp_import_replaced){
            .code = fact->code,
            .field = fact->field,
            .value = fact->value,
            .was_value = one->was_value,
            .was_source = one->was.source,
            .was_as_of = one->was.as_of,
            .differs = one->differs,
        };
    }
    return report->replaced != NULL;
}

bool import_tell(const struct table *table, const struct import_mapping *mapping,
                 const struct import_catalogue *catalogue,
                 const struct import_matches *matches, const struct import_facts *facts,
                 struct sp_import_report *report, struct sp_error *error)
{
    struct telling t = {table, mapping, catalogue, matches, facts, report};
    report->kind = mapping->kind;
    count_rows(&t);
    return (tell_columns(&t) && tell_doubts(&t) && tell_refused(&t) && tell_replaced(&t))
           || sp_fail(error, SP_NO_MEMORY, "no memory for the report of the import");
}
