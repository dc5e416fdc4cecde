/* improve_pages.c: a block of lines a change, so that nothing is cut on a narrow page. */
#include "improve_pages.h"

#include "chance_text.h"
#include "csv_write.h"
#include "improve.h"
#include "json_write.h"
#include "money.h"
#include "notice.h"
#include "plan_pages.h"
#include "text_table.h"

#include <math.h>
#include <string.h>

enum { COLUMN = 24, LINE_BYTES = 500, PRICE_BYTES = 3 * CHANCE_BYTES + 16 };

static void put_now(const struct text_page *page, const struct sp_plan *now)
{
    char title[80], chance[CHANCE_BYTES], cost[CHANCE_BYTES], text[LINE_BYTES];
    snprintf(title, sizeof title, "What would help most, for the Match %d", now->season);
    text_heading(page, title);
    chance_seasons(&now->chance, chance);
    sp_money_say(now->cost_cents, cost);
    snprintf(text, sizeof text, "As it is, you match in %s, with %d application%s for %s.",
             chance, now->applications, now->applications == 1 ? "" : "s", cost);
    text_wrap(page, 0, 0, text);
}

/* "$2,250 ($500–$4,000)", or without the range when it is none. */
static void price_text(const struct sp_improvement *row, char out[PRICE_BYTES])
{
    char price[CHANCE_BYTES], low[CHANCE_BYTES], high[CHANCE_BYTES];
    sp_money_say(lround(row->cost_cents), price);
    sp_money_say(lround(row->cost_low_cents), low);
    sp_money_say(lround(row->cost_high_cents), high);
    if (row->cost_low_cents < row->cost_high_cents)
        snprintf(out, PRICE_BYTES, "%s (%s–%s)", price, low, high);
    else
        snprintf(out, PRICE_BYTES, "%s", price);
}

/* What it leads to and what it takes: "then 59 of 100 seasons (40–72) · $500 · +0.5 for
 * $100". */
static void put_terms(const struct text_page *page, const struct sp_improvement *row,
                      int indent)
{
    char part[5][PRICE_BYTES] = {0}, text[5 * PRICE_BYTES + 40] = "";
    if (row->figure) {
        chance_seasons(&row->after, part[1]);
        snprintf(part[0], PRICE_BYTES, "then %.*s", CHANCE_BYTES, part[1]);
        part[1][0] = '\0';
    }
    if (row->priced)
        price_text(row, part[1]);
    if (row->per_100_dollars != 0)
        snprintf(part[2], PRICE_BYTES, "%+.1f for $100", 100 * row->per_100_dollars);
    if (row->timed)
        snprintf(part[3], PRICE_BYTES, "%.0f weeks", row->weeks);
    if (row->per_week != 0)
        snprintf(part[4], PRICE_BYTES, "%+.1f a week", 100 * row->per_week);
    for (int i = 0; i < 5; i++) {
        strcat(text, *text && *part[i] ? " · " : "");
        strcat(text, part[i]);
    }
    if (*text)
        text_wrap(page, indent, indent, text);
}

/* What the gain rests on, unless a row above has said the same. */
static void put_why(const struct text_page *page, const struct sp_improvements *all,
                    int place)
{
    for (int i = 0; i < place; i++)
        if (strcmp(all->at[i].why, all->at[place].why) == 0)
            return;
    text_wrap(page, COLUMN, COLUMN, all->at[place].why);
}

static void put_gain(const struct text_page *page, const struct sp_improvements *all,
                     int place)
{
    const struct sp_improvement *row = &all->at[place];
    char gain[GAIN_BYTES];
    gain_text(row->gain, row->low, row->high, gain);
    int pad = COLUMN - 2 - text_width(gain);
    fputs("  ", page->out);
    text_put(page, row->low > 0 ? TEXT_GOOD : TEXT_PLAIN, gain);
    fprintf(page->out, "%*s", pad > 1 ? pad : 1, "");
    text_wrap_from(page, COLUMN, row->change);
    put_terms(page, row, COLUMN);
    put_why(page, all, place);
}

static int figures(const struct sp_improvements *improvements)
{
    int count = 0;
    while (count < improvements->count && improvements->at[count].figure)
        count++;
    return count;
}

void improve_write_text(const struct text_page *page,
                        const struct sp_improvements *improvements)
{
    int sized = figures(improvements);
    put_now(page, &improvements->now);
    fputc('\n', page->out);
    if (sized)
        text_heading(page, "Gain of 100 seasons (range), the most first");
    for (int i = 0; i < sized; i++)
        put_gain(page, improvements, i);
    if (sized < improvements->count) {
        fputs(sized ? "\n" : "", page->out);
        text_heading(page, "No honest figure: nobody has published how much these help");
    }
    for (int i = sized; i < improvements->count; i++) {
        text_wrap(page, 2, 4, improvements->at[i].change);
        put_terms(page, &improvements->at[i], 4);
        text_wrap(page, 4, 4, improvements->at[i].why);
    }
    fputc('\n', page->out);
    text_wrap(
        page, 0, 0,
        "Each change is planned anew with the same draws, so a gain is the change and "
        "not luck; its range holds nine of ten ways the numbers may be wrong.  "
        "`--set FIELD=VALUE` tries a change of your own.");
    fputc('\n', page->out);
    text_wrap(page, 0, 0, output_notice());
}

static void number_or_null(struct json_writer *json, const char *key, bool known,
                           double value)
{
    if (known)
        json_write_number(json, key, value);
    else
        json_write_null(json, key);
}

static void row_json(struct json_writer *json, const struct sp_improvement *row)
{
    bool priced = row->priced, rated = row->per_100_dollars != 0;
    json_open_object(json, NULL);
    json_write_text(json, "change", row->change);
    json_write_bool(json, "no_honest_figure", !row->figure);
    json_write_text(json, "why", row->why);
    if (row->figure)
        chance_json(json, "chance", &row->after);
    else
        json_write_null(json, "chance");
    number_or_null(json, "gain", row->figure, row->gain);
    number_or_null(json, "gain_low", row->figure, row->low);
    number_or_null(json, "gain_high", row->figure, row->high);
    number_or_null(json, "price_cents", priced, round(row->cost_cents));
    number_or_null(json, "price_low_cents", priced, round(row->cost_low_cents));
    number_or_null(json, "price_high_cents", priced, round(row->cost_high_cents));
    number_or_null(json, "gain_per_100_usd", rated, row->per_100_dollars);
    number_or_null(json, "weeks", row->timed, row->weeks);
    number_or_null(json, "gain_per_week", row->per_week != 0, row->per_week);
    json_write_text(json, "source", row->origin.source);
    json_write_text(json, "as_of", row->origin.as_of);
    json_close(json);
}

void improve_write_json(FILE *out, const struct sp_improvements *improvements)
{
    struct json_writer json = json_write_to(out);
    json_open_object(&json, NULL);
    json_open_object(&json, "base");
    plan_numbers_json(&json, &improvements->now);
    json_close(&json);
    json_open_list(&json, "improvements");
    for (int i = 0; i < improvements->count; i++)
        row_json(&json, &improvements->at[i]);
    json_close(&json);
    json_open_list(&json, "scenarios");
    json_close(&json);
    json_write_whole(&json, "season", improvements->now.season);
    json_write_whole(&json, "seed", (long long)improvements->now.seed);
    json_write_text(&json, "notice", output_notice());
    json_write_whole(&json, "parts", SP_IMPROVE_PARTS);
    json_close(&json);
    json_finish(&json);
}

static void known_csv(struct csv_writer *csv, bool known, double value)
{
    if (known)
        csv_number(csv, value);
    else
        csv_blank(csv);
}

void improve_write_csv(FILE *out, const struct sp_improvements *improvements)
{
    struct csv_writer csv = csv_write_to(out);
    csv_titles(&csv, "change,gain_percent,gain_low,gain_high,chance_percent,low,high,"
                     "price_usd,price_low_usd,price_high_usd,gain_percent_per_100_usd,"
                     "weeks,gain_percent_per_week,no_honest_figure,why,source,as_of");
    for (int i = 0; i < improvements->count; i++) {
        const struct sp_improvement *row = &improvements->at[i];
        csv_text(&csv, row->change);
        known_csv(&csv, row->figure, 100 * row->gain);
        known_csv(&csv, row->figure, 100 * row->low);
        known_csv(&csv, row->figure, 100 * row->high);
        known_csv(&csv, row->figure, 100 * row->after.value);
        known_csv(&csv, row->figure, 100 * row->after.low);
        known_csv(&csv, row->figure, 100 * row->after.high);
        known_csv(&csv, row->priced, row->cost_cents / 100);
        known_csv(&csv, row->priced, row->cost_low_cents / 100);
        known_csv(&csv, row->priced, row->cost_high_cents / 100);
        known_csv(&csv, row->per_100_dollars != 0, 100 * row->per_100_dollars);
        known_csv(&csv, row->timed, row->weeks);
        known_csv(&csv, row->per_week != 0, 100 * row->per_week);
        csv_text(&csv, row->figure ? "no" : "yes");
        csv_text(&csv, row->why);
        csv_text(&csv, row->origin.source);
        csv_text(&csv, row->origin.as_of);
        csv_end_row(&csv);
    }
}
