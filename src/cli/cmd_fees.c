/* cmd_fees.c: what applications cost, from the tiers of a season.
 *
 * Tiers are rows of data/fees.csv; each specialty starts again at its first tier.
 */
#include "budget.h"
#include "call.h"
#include "chance_text.h"
#include "command.h"
#include "csv_write.h"
#include "error.h"
#include "json_write.h"
#include "notice.h"
#include "session.h"
#include "text_table.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST_TIERS = 16, MOST_APPLIED = 60, MOST_APPLICATIONS = 2000 };

struct applied {
    int specialty; /* place in the table of specialties */
    int count;
    int64_t cents;
};

struct bill {
    const struct session *session;
    struct sp_fee_tier tier[MOST_TIERS];
    const struct sp_fee *row[MOST_TIERS]; /* where each tier comes from */
    struct sp_fees fees;
    struct applied applied[MOST_APPLIED];
    int lines;
    int64_t cents;
    bool projected;
};

static bool is_application(const struct sp_fee *fee)
{
    return strcmp(fee->service, "ERAS") == 0 && strcmp(fee->item, "application") == 0;
}

static int by_start(const void *a, const void *b)
{
    const struct sp_fee *const *x = a, *const *y = b;
    return (*x)->from_count - (*y)->from_count;
}

static bool gather_tiers(const struct sp_season *season, struct bill *bill,
                         struct sp_error *error)
{
    int tiers = 0;
    for (int i = 0; i < season->fees && tiers < MOST_TIERS; i++)
        if (is_application(&season->fee[i]))
            bill->row[tiers++] = &season->fee[i];
    if (!tiers)
        return sp_fail(error, SP_NOT_FOUND, "no application fee is known for season %d",
                       season->year);
    qsort(bill->row, (size_t)tiers, sizeof *bill->row, by_start);
    for (int i = 0; i < tiers; i++) {
        int from = bill->row[i]->from_count;
        bill->tier[i] = (struct sp_fee_tier){from > 0 ? from : 1, bill->row[i]->cents};
        bill->projected |= bill->row[i]->projected;
    }
    bill->fees = (struct sp_fees){bill->tier, tiers};
    return sp_fees_check(&bill->fees, "ERAS", error);
}

/* "Internal Medicine=43". */
static bool read_applied(const char *text, struct bill *bill, struct sp_error *error)
{
    char name[120], *end;
    const char *equals = strrchr(text, '=');
    struct applied *applied = &bill->applied[bill->lines];
    if (!equals || equals == text || (size_t)(equals - text) >= sizeof name)
        return sp_fail(error, SP_BAD_INPUT,
                       "--apply: '%.60s' is not of the form \"SPECIALTY=NUMBER\"", text);
    snprintf(name, sizeof name, "%.*s", (int)(equals - text), text);
    long count = strtol(equals + 1, &end, 10);
    if (end == equals + 1 || *end || count < 0 || count > MOST_APPLICATIONS)
        return sp_fail(error, SP_BAD_INPUT, "--apply: '%.60s': the number is not in 0..%d",
                       text, MOST_APPLICATIONS);
    if (!sp_specialty_require(&bill->session->specialties, "--apply", name,
                              &applied->specialty, error))
        return false;
    for (int i = 0; i < bill->lines; i++)
        if (bill->applied[i].specialty == applied->specialty)
            return sp_fail(error, SP_BAD_INPUT, "--apply: %s was given twice", name);
    applied->count = (int)count;
    applied->cents = sp_fees_total(&bill->fees, applied->count);
    bill->cents += applied->cents;
    bill->lines++;
    return true;
}

static bool make_bill(const struct call *call, const struct session *session,
                      struct bill *bill, struct sp_error *error)
{
    const char *text;
    *bill = (struct bill){.session = session};
    if (!gather_tiers(&session->season, bill, error))
        return false;
    for (int i = 0; (text = call_nth(call, "apply", i)); i++) {
        if (bill->lines == MOST_APPLIED)
            return sp_fail(error, SP_BAD_INPUT, "--apply: more than %d specialties",
                           MOST_APPLIED);
        if (!read_applied(text, bill, error))
            return false;
    }
    return true;
}

static const struct sp_specialty *specialty_of(const struct bill *bill, int line)
{
    return &bill->session->specialties.at[bill->applied[line].specialty];
}

static bool elsewhere(const struct bill *bill, int line)
{
    const char *service = specialty_of(bill, line)->service;
    return *service && strcmp(service, "ERAS") != 0;
}

/* Applications of a line that fall into a tier. */
static int in_tier(const struct bill *bill, int line, int tier)
{
    int from = bill->tier[tier].from, count = bill->applied[line].count;
    int next = tier + 1 < bill->fees.count ? bill->tier[tier + 1].from : count + 1;
    int last = count < next - 1 ? count : next - 1;
    return last >= from ? last - from + 1 : 0;
}

static void fee_json(struct json_writer *json, const struct sp_fee *fee)
{
    json_open_object(json, NULL);
    json_write_text(json, "service", fee->service);
    json_write_text(json, "item", fee->item);
    json_write_text(json, "unit", fee->unit);
    if (fee->from_count)
        json_write_whole(json, "from_count", fee->from_count);
    else
        json_write_null(json, "from_count");
    if (fee->to_count)
        json_write_whole(json, "to_count", fee->to_count);
    else
        json_write_null(json, "to_count");
    json_write_whole(json, "cents", fee->cents);
    json_write_text(json, "certainty", fee->certainty);
    json_write_bool(json, "projected", fee->projected);
    json_write_text(json, "source", fee->origin.source);
    json_write_text(json, "as_of", fee->origin.as_of);
    json_close(json);
}

static void line_json(struct json_writer *json, const struct bill *bill, int line)
{
    const struct applied *applied = &bill->applied[line];
    json_open_object(json, NULL);
    json_write_text(json, "specialty", specialty_of(bill, line)->name);
    json_write_text(json, "service", specialty_of(bill, line)->service);
    json_write_whole(json, "applications", applied->count);
    json_write_whole(json, "cents", applied->cents);
    json_open_list(json, "tiers");
    for (int t = 0; t < bill->fees.count; t++) {
        json_open_object(json, NULL);
        json_write_whole(json, "from", bill->tier[t].from);
        json_write_whole(json, "applications", in_tier(bill, line, t));
        json_write_whole(json, "cents_each", bill->tier[t].fee_cents);
        json_close(json);
    }
    json_close(json);
    json_write_whole(json, "next_cents", sp_fees_of(&bill->fees, applied->count + 1));
    json_close(json);
}

static void write_json(FILE *out, const struct bill *bill)
{
    struct json_writer json = json_write_to(out);
    const struct sp_season *season = &bill->session->season;
    json_open_object(&json, NULL);
    json_write_whole(&json, "eras_cents", bill->cents);
    json_write_whole(&json, "season", season->year);
    json_write_bool(&json, "projected", bill->projected);
    json_open_list(&json, "lines");
    for (int i = 0; i < bill->lines; i++)
        line_json(&json, bill, i);
    json_close(&json);
    json_open_list(&json, "tiers");
    for (int t = 0; t < bill->fees.count; t++)
        fee_json(&json, bill->row[t]);
    json_close(&json);
    json_open_list(&json, "other_fees");
    for (int i = 0; i < season->fees; i++)
        if (!is_application(&season->fee[i]))
            fee_json(&json, &season->fee[i]);
    json_close(&json);
    json_open_list(&json, "warnings");
    for (int i = 0; i < bill->lines; i++)
        if (elsewhere(bill, i)) {
            char text[300];
            snprintf(
                text, sizeof text,
                "%s applies through %s, whose fee is not known; that of ERAS was counted",
                specialty_of(bill, i)->name, specialty_of(bill, i)->service);
            json_write_text(&json, NULL, text);
        }
    json_close(&json);
    json_write_text(&json, "notice", output_notice());
    json_close(&json);
    json_finish(&json);
}

/* A count that is not said is an empty cell. */
static void count_csv(struct csv_writer *csv, int count)
{
    if (count)
        csv_whole(csv, count);
    else
        csv_blank(csv);
}

static void write_csv(FILE *out, const struct sp_season *season)
{
    struct csv_writer csv = csv_write_to(out);
    csv_titles(&csv, "season,service,item,unit,from_count,to_count,usd,certainty,projected,"
                     "source,as_of");
    for (int i = 0; i < season->fees; i++) {
        const struct sp_fee *fee = &season->fee[i];
        csv_whole(&csv, season->year);
        csv_text(&csv, fee->service);
        csv_text(&csv, fee->item);
        csv_text(&csv, fee->unit);
        count_csv(&csv, fee->from_count);
        count_csv(&csv, fee->to_count);
        csv_number(&csv, (double)fee->cents / 100);
        csv_text(&csv, fee->certainty);
        csv_text(&csv, fee->projected ? "yes" : "no");
        csv_text(&csv, fee->origin.source);
        csv_text(&csv, fee->origin.as_of);
        csv_end_row(&csv);
    }
}

/* "30 at $11, 13 at $30". */
static void tiers_text(const struct bill *bill, int line, char *out, size_t room)
{
    out[0] = '\0';
    for (int t = 0; t < bill->fees.count; t++) {
        char each[CHANCE_BYTES];
        size_t used = strlen(out);
        if (!in_tier(bill, line, t))
            continue;
        money_text(bill->tier[t].fee_cents, each);
        snprintf(out + used, room - used, "%s%d at %s", used ? ", " : "",
                 in_tier(bill, line, t), each);
    }
}

/* A row a specialty. */
static void write_bill_csv(FILE *out, const struct bill *bill)
{
    struct csv_writer csv = csv_write_to(out);
    csv_titles(&csv,
               "season,specialty,service,applications,cost_usd,one_more_usd,projected");
    for (int i = 0; i < bill->lines; i++) {
        const struct applied *applied = &bill->applied[i];
        csv_whole(&csv, bill->session->season.year);
        csv_text(&csv, specialty_of(bill, i)->name);
        csv_text(&csv, specialty_of(bill, i)->service);
        csv_whole(&csv, applied->count);
        csv_number(&csv, (double)applied->cents / 100);
        csv_number(&csv, (double)sp_fees_of(&bill->fees, applied->count + 1) / 100);
        csv_text(&csv, bill->projected ? "yes" : "no");
        csv_end_row(&csv);
    }
}

static bool write_bill(const struct text_page *page, const struct bill *bill,
                       struct sp_error *error)
{
    static const struct text_column column[] = {
        {"Specialty", false, true}, {"Applications", true, false}, {"How", false, true},
        {"Cost", true, false},      {"One more", true, false},
    };
    char cost[CHANCE_BYTES], how[200], next[CHANCE_BYTES], title[120];
    struct text_table table = text_table_for(page, column, 5);
    money_text((long)bill->cents, cost);
    snprintf(title, sizeof title, "Applications for the Match %d: %s%s",
             bill->session->season.year, cost, bill->projected ? " (projected)" : "");
    text_heading(page, title);
    for (int i = 0; i < bill->lines; i++) {
        tiers_text(bill, i, how, sizeof how);
        money_text((long)bill->applied[i].cents, cost);
        money_text((long)sp_fees_of(&bill->fees, bill->applied[i].count + 1), next);
        text_cell(&table, specialty_of(bill, i)->name);
        text_cellf(&table, "%d", bill->applied[i].count);
        text_cell(&table, how);
        text_cell(&table, cost);
        text_cell(&table, next);
    }
    bool ok = text_table_finish(&table, error);
    for (int i = 0; ok && i < bill->lines; i++)
        if (elsewhere(bill, i))
            text_wrapf(page, 0, 6,
                       "Note: %s applies through %s, whose fee is not known; that of "
                       "ERAS was counted.",
                       specialty_of(bill, i)->name, specialty_of(bill, i)->service);
    fputc('\n', page->out);
    return ok;
}

/* "ecfmg_account" beside ECFMG as people write it: "account". */
static void plain_words(const char *service, const char *name, char *out, size_t room)
{
    size_t prefix = strlen(service);
    bool twice = strncasecmp(name, service, prefix) == 0 && name[prefix] == '_';
    snprintf(out, room, "%s", twice ? name + prefix + 1 : name);
    for (; *out; out++)
        if (*out == '_')
            *out = ' ';
}

static bool write_known(const struct text_page *page, const struct sp_season *season,
                        struct sp_error *error)
{
    static const struct text_column column[] = {
        {"Fee", false, true},
        {"Dollars", true, false},
        {"Unit", false, true},
        {"Rests on", false, true},
    };
    struct text_table table = text_table_for(page, column, 4);
    char title[80];
    snprintf(title, sizeof title, "Known fees of the Match %d", season->year);
    text_heading(page, title);
    for (int i = 0; i < season->fees; i++) {
        const struct sp_fee *fee = &season->fee[i];
        char dollars[CHANCE_BYTES], item[80], unit[80];
        money_text(fee->cents, dollars);
        plain_words(fee->service, fee->item, item, sizeof item);
        plain_words(fee->service, fee->unit, unit, sizeof unit);
        text_cellf(&table, "%s: %s", fee->service, item);
        text_cell(&table, dollars);
        if (fee->to_count)
            text_cellf(&table, "%s, %d–%d", unit, fee->from_count, fee->to_count);
        else if (fee->from_count)
            text_cellf(&table, "%s, from %d", unit, fee->from_count);
        else
            text_cell(&table, unit);
        text_cellf(&table, "%s, %s (%s%s)", fee->origin.source, fee->origin.as_of,
                   fee->certainty, fee->projected ? ", projected" : "");
    }
    if (!text_table_finish(&table, error))
        return false;
    text_wrap(page, 0, 0,
              "Projected: carried from another season; nobody has published it yet.");
    fputc('\n', page->out);
    text_wrap(page, 0, 0, output_notice());
    return true;
}

static bool write_text(FILE *out, const struct bill *bill, struct sp_error *error)
{
    struct text_page page = text_page_for(out);
    return (bill->lines == 0 || write_bill(&page, bill, error))
           && write_known(&page, &bill->session->season, error);
}

static bool run(const struct call *call, struct sp_error *error)
{
    struct session session;
    struct bill bill;
    if (!call_operands(call, 0, 0, "nothing", error)
        || !session_open(call, SESSION_SPECIALTIES | SESSION_SEASON, &session, error))
        return false;
    bool ok = make_bill(call, &session, &bill, error);
    if (ok && call->json)
        write_json(call->out, &bill);
    else if (ok && call->csv && bill.lines)
        write_bill_csv(call->out, &bill);
    else if (ok && call->csv)
        write_csv(call->out, &session.season);
    else if (ok)
        ok = write_text(call->out, &bill, error);
    session_close(&session);
    return ok;
}

const struct command cmd_fees = {
    .name = "fees",
    .summary = "What applications and everything around them cost in a season",
    .operands = "",
    .about =
        "ERAS charges each specialty by the number of programs applied to, in tiers; the "
        "tiers begin anew in the next specialty.  Without --apply it lists the fees that "
        "are known, each with its source, its date, and whether it is projected.",
    .option =
        (const struct command_option[]){
            {"apply", "SPECIALTY=N", "Count N applications in a specialty; may be repeated",
             NULL, true},
            {0},
        },
    .example =
        (const struct command_example[]){
            {"fees --season 2026 --apply \"Internal Medicine=43\" --apply "
             "\"Diagnostic Radiology=7\"",
             "What fifty applications in two specialties cost"},
            {"fees --csv > fees.csv", "All fees of the next season for a spreadsheet"},
            {0},
        },
    .table = true,
    .run = run,
};
