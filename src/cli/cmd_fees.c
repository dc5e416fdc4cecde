/* cmd_fees.c: what applications cost, from the tiers of a season. */
#include "bill.h"
#include "bill_pages.h"
#include "call.h"
#include "chance_text.h"
#include "command.h"
#include "csv_write.h"
#include "error.h"
#include "money.h"
#include "notice.h"
#include "session.h"
#include "text_table.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool make_bill(const struct call *call, const struct session *session,
                      struct sp_bill *bill, struct sp_error *error)
{
    const char *text;
    if (!sp_bill_open(&session->season, &session->specialties, bill, error))
        return false;
    for (int i = 0; (text = call_nth(call, "apply", i)); i++)
        if (!sp_bill_add(bill, text, "--apply", error))
            return false;
    return true;
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
static void tiers_text(const struct sp_bill *bill, int line, char *out, size_t room)
{
    out[0] = '\0';
    for (int t = 0; t < bill->tiers; t++) {
        char each[CHANCE_BYTES];
        size_t used = strlen(out);
        if (!sp_bill_in_tier(bill, line, t))
            continue;
        sp_money_say(bill->tier[t].fee_cents, each);
        snprintf(out + used, room - used, "%s%d at %s", used ? ", " : "",
                 sp_bill_in_tier(bill, line, t), each);
    }
}

/* A row a specialty. */
static void write_bill_csv(FILE *out, const struct sp_bill *bill)
{
    struct csv_writer csv = csv_write_to(out);
    csv_titles(&csv,
               "season,specialty,service,applications,cost_usd,one_more_usd,projected");
    for (int i = 0; i < bill->lines; i++) {
        const struct sp_bill_line *applied = &bill->line[i];
        csv_whole(&csv, bill->season->year);
        csv_text(&csv, sp_bill_specialty(bill, i)->name);
        csv_text(&csv, sp_bill_specialty(bill, i)->service);
        csv_whole(&csv, applied->count);
        csv_number(&csv, (double)applied->cents / 100);
        csv_number(&csv, (double)sp_bill_next(bill, i) / 100);
        csv_text(&csv, bill->projected ? "yes" : "no");
        csv_end_row(&csv);
    }
}

static bool write_bill(const struct text_page *page, const struct sp_bill *bill,
                       struct sp_error *error)
{
    static const struct text_column column[] = {
        {"Specialty", false, true}, {"Applications", true, false}, {"How", false, true},
        {"Cost", true, false},      {"One more", true, false},
    };
    char cost[CHANCE_BYTES], how[200], next[CHANCE_BYTES], title[120];
    struct text_table table = text_table_for(page, column, 5);
    sp_money_say((long)bill->cents, cost);
    snprintf(title, sizeof title, "Applications for the Match %d: %s%s", bill->season->year,
             cost, bill->projected ? " (projected)" : "");
    text_heading(page, title);
    for (int i = 0; i < bill->lines; i++) {
        tiers_text(bill, i, how, sizeof how);
        sp_money_say((long)bill->line[i].cents, cost);
        sp_money_say((long)sp_bill_next(bill, i), next);
        text_cell(&table, sp_bill_specialty(bill, i)->name);
        text_cellf(&table, "%d", bill->line[i].count);
        text_cell(&table, how);
        text_cell(&table, cost);
        text_cell(&table, next);
    }
    bool ok = text_table_finish(&table, error);
    for (int i = 0; ok && i < bill->lines; i++)
        if (sp_bill_elsewhere(bill, i))
            text_wrapf(page, 0, 6,
                       "Note: %s applies through %s, whose fee is not known; that of "
                       "ERAS was counted.",
                       sp_bill_specialty(bill, i)->name,
                       sp_bill_specialty(bill, i)->service);
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
        sp_money_say(fee->cents, dollars);
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

static bool write_text(FILE *out, const struct sp_bill *bill, struct sp_error *error)
{
    struct text_page page = text_page_for(out);
    return (bill->lines == 0 || write_bill(&page, bill, error))
           && write_known(&page, bill->season, error);
}

static bool run(const struct call *call, struct sp_error *error)
{
    struct session session;
    struct sp_bill bill;
    if (!call_operands(call, 0, 0, "nothing", error)
        || !session_open(call, SESSION_SPECIALTIES | SESSION_SEASON, &session, error))
        return false;
    bool ok = make_bill(call, &session, &bill, error);
    if (ok && call->json)
        bill_write_json(call->out, &bill);
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
