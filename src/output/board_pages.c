/* board_pages.c: one table for the Match, one for each stay. */
#include "board_pages.h"

#include "chance_text.h"
#include "csv_write.h"
#include "json_write.h"
#include "money.h"
#include "notice.h"
#include "text_table.h"

#include <string.h>

enum { DAY_BYTES = 11, SENTENCE_BYTES = 400 };

/* ---- JSON ---------------------------------------------------------------------------- */

void date_write_json(struct json_writer *json, const char *key, struct sp_date date)
{
    char day[DAY_BYTES];
    sp_date_write(date, day);
    json_write_text(json, key, *day ? day : NULL);
}

void answer_write_json(struct json_writer *json, const char *key, enum sp_answer answer)
{
    if (answer == SP_UNKNOWN)
        json_write_null(json, key);
    else
        json_write_bool(json, key, answer == SP_YES);
}

static void days_json(struct json_writer *json, const char *key, int days)
{
    if (days < 0)
        json_write_null(json, key);
    else
        json_write_whole(json, key, days);
}

static void item_json(struct json_writer *json, const struct sp_board *board,
                      const struct sp_board_item *item)
{
    json_open_object(json, NULL);
    json_write_text(json, "id", item->id);
    json_write_text(json, "item", item->item);
    json_write_text(json, "label", item->label);
    json_write_text(json, "scope", sp_scope_name(item->scope));
    json_write_text(json, "stay", item->stay < 0 ? NULL : board->stay[item->stay].name);
    answer_write_json(json, "asked", item->asked);
    json_write_text(json, "standing", sp_standing_name(item->standing));
    json_write_bool(json, "blocks", item->blocks);
    date_write_json(json, "needed_by", item->needed_by);
    json_write_text(json, "time_et", *item->time_et ? item->time_et : NULL);
    json_write_bool(json, "projected", item->projected);
    date_write_json(json, "needed_until", item->needed_until);
    date_write_json(json, "valid_until", item->valid_until);
    json_write_bool(json, "valid_by_rule", item->by_rule);
    days_json(json, "lead_days_low", item->lead_low_days);
    days_json(json, "lead_days_high", item->lead_high_days);
    json_write_text(json, "lead_certainty",
                    *item->lead_certainty ? item->lead_certainty : NULL);
    date_write_json(json, "begin_by", item->begin_by);
    json_write_bool(json, "overdue", item->overdue);
    json_write_bool(json, "missed", item->missed);
    json_write_text(json, "why", item->why);
    json_write_text(json, "next", item->next);
    json_write_text(json, "blocker", item->blocker);
    json_write_text(json, "proof", *item->proof ? item->proof : NULL);
    json_write_text(json, "rule", *item->rule ? item->rule : NULL);
    if (item->priced)
        json_write_whole(json, "cost_cents", item->cost_cents);
    else
        json_write_null(json, "cost_cents");
    json_write_text(json, "certainty", *item->certainty ? item->certainty : NULL);
    json_write_text(json, "source", item->origin.source);
    json_write_text(json, "as_of", item->origin.as_of);
    json_close(json);
}

static void stay_json(struct json_writer *json, const struct sp_board_stay *stay)
{
    json_open_object(json, NULL);
    json_write_text(json, "name", stay->name);
    json_write_text(json, "kind", sp_experience_kind_name(stay->kind));
    date_write_json(json, "from", stay->from);
    date_write_json(json, "to", stay->to);
    answer_write_json(json, "ready", stay->ready);
    json_write_whole(json, "blocking", stay->blocking);
    json_write_whole(json, "unsaid", stay->unsaid);
    json_close(json);
}

void board_write_json(FILE *out, const struct sp_board *board)
{
    struct json_writer json = json_write_to(out);
    json_open_object(&json, NULL);
    json_write_whole(&json, "season", board->season);
    date_write_json(&json, "today", board->today);
    answer_write_json(&json, "match_ready", board->match_ready);
    json_open_list(&json, "stays");
    for (int i = 0; i < board->stays; i++)
        stay_json(&json, &board->stay[i]);
    json_close(&json);
    json_open_list(&json, "items");
    for (int i = 0; i < board->items; i++)
        item_json(&json, board, &board->item[i]);
    json_close(&json);
    json_write_text(&json, "notice", output_notice());
    json_close(&json);
    json_finish(&json);
}

/* ---- CSV ------------------------------------------------------------------------------
 */

static void date_csv(struct csv_writer *csv, struct sp_date date)
{
    char day[DAY_BYTES];
    sp_date_write(date, day);
    csv_text(csv, day);
}

static void days_csv(struct csv_writer *csv, int days)
{
    if (days < 0)
        csv_blank(csv);
    else
        csv_whole(csv, days);
}

static const char *answer_words(enum sp_answer answer)
{
    return answer == SP_YES ? "yes" : answer == SP_NO ? "no" : "unknown";
}

static void dollars_csv(struct csv_writer *csv, bool priced, long cents)
{
    if (priced)
        csv_number(csv, (double)cents / 100);
    else
        csv_blank(csv);
}

void board_write_csv(FILE *out, const struct sp_board *board)
{
    struct csv_writer csv = csv_write_to(out);
    csv_titles(&csv,
               "scope,stay,item,label,asked,standing,blocks,needed_by,needed_until,"
               "valid_until,lead_days_low,lead_days_high,begin_by,overdue,blocker,why,"
               "next,proof,usd,certainty,source,as_of");
    for (int i = 0; i < board->items; i++) {
        const struct sp_board_item *item = &board->item[i];
        csv_text(&csv, sp_scope_name(item->scope));
        csv_text(&csv, item->stay < 0 ? "" : board->stay[item->stay].name);
        csv_text(&csv, item->item);
        csv_text(&csv, item->label);
        csv_text(&csv, answer_words(item->asked));
        csv_text(&csv, sp_standing_name(item->standing));
        csv_text(&csv, item->blocks ? "yes" : "no");
        date_csv(&csv, item->needed_by);
        date_csv(&csv, item->needed_until);
        date_csv(&csv, item->valid_until);
        days_csv(&csv, item->lead_low_days);
        days_csv(&csv, item->lead_high_days);
        date_csv(&csv, item->begin_by);
        csv_text(&csv, item->overdue ? "yes" : "no");
        csv_text(&csv, item->blocker);
        csv_text(&csv, item->why);
        csv_text(&csv, item->next);
        csv_text(&csv, item->proof);
        dollars_csv(&csv, item->priced, item->cost_cents);
        csv_text(&csv, item->certainty);
        csv_text(&csv, item->origin.source);
        csv_text(&csv, item->origin.as_of);
        csv_end_row(&csv);
    }
}

/* ---- text -----------------------------------------------------------------------------
 */

/* "4–8 weeks", "7 days", "" when nobody knows. */
static void lead_text(int low, int high, char *out, size_t room)
{
    const char *unit = high % 7 == 0 && low % 7 == 0 ? "week" : "day";
    int of = *unit == 'w' ? 7 : 1;
    if (high < 0)
        *out = '\0';
    else if (low == high || low < 0)
        snprintf(out, room, "%d %s%s", high / of, unit, high / of == 1 ? "" : "s");
    else
        snprintf(out, room, "%d–%d %ss", low / of, high / of, unit);
}

static void day_cell(struct text_table *table, struct sp_date date, const char *after)
{
    char day[DAY_BYTES];
    sp_date_write(date, day);
    text_cellf(table, "%s%s", day, *day ? after : "");
}

static void item_cells(struct text_table *table, const struct sp_board_item *item)
{
    char lead[40], cost[CHANCE_BYTES] = "";
    lead_text(item->lead_low_days, item->lead_high_days, lead, sizeof lead);
    if (item->priced)
        sp_money_say(item->cost_cents, cost);
    text_cell(table, item->label);
    text_cellf(table, "%s%s", sp_standing_name(item->standing),
               item->missed    ? ", too late"
               : item->overdue ? ", overdue"
                               : "");
    day_cell(table, item->needed_by, item->projected ? " (projected)" : "");
    day_cell(table, item->valid_until, "");
    text_cell(table, lead);
    text_cell(table, cost);
    text_cellf(table, "%s%s%s%s%s%s", item->why, item->next ? " " : "",
               item->next ? item->next : "", item->blocker ? " First: " : "",
               item->blocker ? item->blocker : "", item->blocker ? "." : "");
}

/* The rows of the Match and training (stay -1) or of one stay. */
static bool write_items(const struct text_page *page, const struct sp_board *board,
                        int stay, struct sp_error *error)
{
    static const struct text_column column[] = {
        {"What", false, true},         {"Stands", false, true}, {"Needed by", false, true},
        {"Valid until", false, false}, {"Takes", false, true},  {"Fees", true, false},
        {"How it stands", false, true}};
    struct text_table table = text_table_for(page, column, 7);
    int rows = 0;
    for (int i = 0; i < board->items; i++) {
        const struct sp_board_item *item = &board->item[i];
        if (item->stay != stay
            || (stay >= 0 && item->asked == SP_UNKNOWN && item->standing == SP_UNSAID))
            continue;
        item_cells(&table, item);
        rows++;
    }
    if (!rows) {
        text_wrap(page, 0, 0, "Nothing is known to be asked for.");
        return true;
    }
    return text_table_finish(&table, error);
}

/* What nobody has spoken about, in a sentence. */
static void write_unasked(const struct text_page *page, const struct sp_board *board,
                          int stay)
{
    char list[SENTENCE_BYTES] = "";
    for (int i = 0; i < board->items; i++) {
        const struct sp_board_item *item = &board->item[i];
        size_t used = strlen(list);
        if (item->stay == stay && item->asked == SP_UNKNOWN && item->standing == SP_UNSAID)
            snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "",
                     item->label);
    }
    if (*list)
        text_wrapf(page, 0, 0,
                   "Not known whether the host asks for it, nor whether you have it: %s.",
                   list);
}

static const char *ready_words(enum sp_answer ready)
{
    return ready == SP_YES ? "ready" : ready == SP_NO ? "not ready" : "not known";
}

static bool write_stay(const struct text_page *page, const struct sp_board *board,
                       int place, struct sp_error *error)
{
    const struct sp_board_stay *stay = &board->stay[place];
    char from[SP_DATE_SAID], to[SP_DATE_SAID], title[300];
    sp_date_say(stay->from, from);
    sp_date_say(stay->to, to);
    snprintf(title, sizeof title, "%.100s, %s, %s to %s: %s", stay->name,
             sp_experience_kind_name(stay->kind), from, to, ready_words(stay->ready));
    fputc('\n', page->out);
    text_heading(page, title);
    if (!write_items(page, board, place, error))
        return false;
    write_unasked(page, board, place);
    return true;
}

bool board_write_text(FILE *out, const struct sp_board *board, struct sp_error *error)
{
    struct text_page page = text_page_for(out);
    char title[120];
    snprintf(title, sizeof title, "What has to be in place for the Match %d: %s",
             board->season, ready_words(board->match_ready));
    text_heading(&page, title);
    if (!write_items(&page, board, -1, error))
        return false;
    for (int i = 0; i < board->stays; i++)
        if (!write_stay(&page, board, i, error))
            return false;
    if (board->stays == 0)
        text_wrap(&page, 0, 0,
                  "No stay is planned: planned_stays in the profile takes them.");
    fputc('\n', out);
    text_wrap(&page, 0, 0,
              "How long things take is a planning estimate; what your host says goes "
              "before it. Projected: carried from another season.");
    text_wrap(&page, 0, 0, output_notice());
    return true;
}

/* ---- tasks
 * ------------------------------------------------------------------------------- */

static void task_json(struct json_writer *json, const struct sp_task *task,
                      const struct sp_board *board)
{
    json_open_object(json, NULL);
    json_write_text(json, "id", task->id);
    json_write_text(json, "kind", sp_task_kind_name(task->kind));
    json_write_text(json, "state", sp_task_state_name(task->state));
    json_write_text(json, "title", task->title);
    json_write_text(json, "what", task->what);
    json_write_text(json, "why", task->why);
    date_write_json(json, "begin", task->begin);
    date_write_json(json, "due", task->due);
    date_write_json(json, "deadline", task->deadline);
    json_write_text(json, "time_et", *task->time_et ? task->time_et : NULL);
    json_write_bool(json, "projected", task->projected);
    json_write_whole(json, "late_days", task->late_days);
    json_write_bool(json, "chained", task->chained);
    json_write_text(json, "after", *task->after ? task->after : NULL);
    if (task->priced)
        json_write_whole(json, "cost_cents", task->cost_cents);
    else
        json_write_null(json, "cost_cents");
    json_write_text(json, "item",
                    task->board_item < 0 ? NULL : board->item[task->board_item].id);
    json_write_text(json, "stay", task->stay < 0 ? NULL : board->stay[task->stay].name);
    json_write_text(json, "source", *task->origin.source ? task->origin.source : NULL);
    json_write_text(json, "as_of", *task->origin.as_of ? task->origin.as_of : NULL);
    json_close(json);
}

void tasks_write_json(FILE *out, const struct sp_tasks *tasks, const struct sp_board *board)
{
    struct json_writer json = json_write_to(out);
    json_open_object(&json, NULL);
    json_write_whole(&json, "season", board->season);
    date_write_json(&json, "today", board->today);
    json_write_whole(&json, "overdue", tasks->overdue);
    json_write_whole(&json, "missed", tasks->missed);
    json_write_whole(&json, "cost_cents", tasks->cost_cents);
    json_open_list(&json, "tasks");
    for (int i = 0; i < tasks->count; i++)
        task_json(&json, &tasks->at[i], board);
    json_close(&json);
    json_write_text(&json, "notice", output_notice());
    json_close(&json);
    json_finish(&json);
}

void tasks_write_csv(FILE *out, const struct sp_tasks *tasks)
{
    struct csv_writer csv = csv_write_to(out);
    csv_titles(&csv, "id,kind,state,title,what,why,begin,due,deadline,time_et,projected,"
                     "late_days,after,usd,source,as_of");
    for (int i = 0; i < tasks->count; i++) {
        const struct sp_task *task = &tasks->at[i];
        csv_text(&csv, task->id);
        csv_text(&csv, sp_task_kind_name(task->kind));
        csv_text(&csv, sp_task_state_name(task->state));
        csv_text(&csv, task->title);
        csv_text(&csv, task->what);
        csv_text(&csv, task->why);
        date_csv(&csv, task->begin);
        date_csv(&csv, task->due);
        date_csv(&csv, task->deadline);
        csv_text(&csv, task->time_et);
        csv_text(&csv, task->projected ? "yes" : "no");
        csv_whole(&csv, task->late_days);
        csv_text(&csv, task->after);
        dollars_csv(&csv, task->priced, task->cost_cents);
        csv_text(&csv, task->origin.source);
        csv_text(&csv, task->origin.as_of);
        csv_end_row(&csv);
    }
}

static void state_text(const struct sp_task *task, char *out, size_t room)
{
    const char *days = task->late_days == 1 ? "day" : "days";
    if (task->state == SP_TASK_OVERDUE)
        snprintf(out, room, "overdue: begin %d %s ago", task->late_days, days);
    else if (task->state == SP_TASK_MISSED)
        snprintf(out, room, "missed %d %s ago", task->late_days, days);
    else
        snprintf(out, room, "%s", sp_task_state_name(task->state));
}

/* "Fri 2027-01-29"; with the time of a deadline on that day. */
static void due_text(const struct sp_task *task, char *out, size_t room)
{
    static const char *const names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    char day[DAY_BYTES];
    bool same =
        sp_date_known(task->due) && sp_date_days(task->due) == sp_date_days(task->deadline);
    sp_date_write(task->due, day);
    snprintf(out, room, "%s%s%s%s%s%s%s", *day ? names[sp_date_weekday(task->due)] : "",
             *day ? " " : "", day, same && *task->time_et ? " " : "",
             same ? task->time_et : "", same && *task->time_et ? " ET" : "",
             *day && task->projected ? " (projected)" : "");
}

static void task_cells(struct text_table *table, const struct sp_task *task)
{
    char state[60], due[80], begin[DAY_BYTES], cost[CHANCE_BYTES] = "";
    state_text(task, state, sizeof state);
    due_text(task, due, sizeof due);
    sp_date_write(task->begin, begin);
    if (task->priced)
        sp_money_say(task->cost_cents, cost);
    text_cell(table, begin);
    text_cell(table, due);
    text_cell(table, state);
    text_cell(table, task->title);
    text_cellf(table, "%s%s%s", task->what, *task->after ? " First: " : "", task->after);
    text_cell(table, cost);
}

bool tasks_write_text(FILE *out, const struct sp_tasks *tasks, const struct sp_board *board,
                      struct sp_error *error)
{
    static const struct text_column column[] = {
        {"Begin", false, false}, {"Due", false, true},        {"State", false, true},
        {"Task", false, true},   {"What to do", false, true}, {"Fees", true, false}};
    struct text_page page = text_page_for(out);
    struct text_table table = text_table_for(&page, column, 6);
    char title[120], today[SP_DATE_SAID];
    sp_date_say(board->today, today);
    snprintf(title, sizeof title, "%d task%s for the Match %d, as of %s", tasks->count,
             tasks->count == 1 ? "" : "s", board->season, today);
    text_heading(&page, title);
    if (tasks->overdue + tasks->missed)
        text_wrapf(&page, 0, 0,
                   "%d should have been begun already; %d missed the last day.",
                   tasks->overdue, tasks->missed);
    for (int i = 0; i < tasks->count; i++)
        task_cells(&table, &tasks->at[i]);
    if (tasks->count && !text_table_finish(&table, error))
        return false;
    fputc('\n', out);
    text_wrap(&page, 0, 0,
              "Begin: the last working day on which the time still suffices. Due: the last "
              "working day before it is needed. Projected: the deadline is carried from "
              "another season.");
    text_wrap(&page, 0, 0, output_notice());
    return true;
}
