/* cmd_curve.c: the chance against the number of applications and the money. */
#include "call.h"
#include "chance_text.h"
#include "command.h"
#include "csv_write.h"
#include "error.h"
#include "money.h"
#include "notice.h"
#include "plan_pages.h"
#include "plan_request.h"
#include "session.h"
#include "text_table.h"

static void write_csv(FILE *out, const struct sp_plan *plan)
{
    struct csv_writer csv = csv_write_to(out);
    csv_titles(&csv,
               "applications,cost_usd,chance_percent,low,high,last_adds_percent,knee");
    for (int i = 0; i < plan->curve_points; i++) {
        const struct sp_curve_point *point = &plan->curve[i];
        csv_whole(&csv, point->n);
        csv_number(&csv, (double)point->cost_cents / 100);
        csv_number(&csv, 100 * point->value);
        csv_number(&csv, 100 * point->low);
        csv_number(&csv, 100 * point->high);
        csv_number(&csv, 100 * point->marginal);
        csv_text(&csv, i == plan->knee ? "yes" : "");
        csv_end_row(&csv);
    }
}

static void write_text(FILE *out, const struct sp_plan *plan)
{
    struct text_page page = text_page_for(out);
    text_heading(&page, "Chance of matching against number and money");
    text_wrap(
        &page, 0, 0,
        "Applications, what they cost together, the chance with its range; the bar runs to "
        "the low end, the value and the high end.");
    fputc('\n', out);
    plan_write_curve(&page, plan, true);
    if (plan->knee >= 0 && plan->knee < plan->curve_points) {
        char cost[CHANCE_BYTES];
        sp_money_say(plan->curve[plan->knee].cost_cents, cost);
        fputc('\n', out);
        text_wrapf(
            &page, 0, 0,
            "It bends at %d applications (%s): from there on each further dollar buys "
            "clearly less.",
            plan->curve[plan->knee].n, cost);
    }
    fputc('\n', out);
    text_wrap(&page, 0, 0, output_notice());
}

static bool run(const struct call *call, struct sp_error *error)
{
    struct session session;
    struct sp_plan plan;
    if (!call_operands(call, 0, 0, "nothing", error)
        || !plan_request_make(call, &session, NULL, &plan, error))
        return false;
    if (call->json)
        plan_write_curve_json(call->out, &plan, &session.facts);
    else if (call->csv)
        write_csv(call->out, &plan);
    else
        write_text(call->out, &plan);
    sp_plan_free(&plan);
    session_close(&session);
    return true;
}

const struct command cmd_curve = {
    .name = "curve",
    .summary = "Your chance against number and money, and where it bends",
    .operands = "",
    .about =
        "Shows what each further application buys: the chance of matching, with its range, "
        "after the best n applications, and what they cost together.",
    .also = plan_options,
    .example =
        (const struct command_example[]){
            {"curve --demo", "The curve of the made-up applicant"},
            {"curve --csv > curve.csv", "Every point, for a spreadsheet"},
            {0},
        },
    .table = true,
    .run = run,
};
