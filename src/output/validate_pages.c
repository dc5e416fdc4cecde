/* validate_pages.c: tables of published beside drawn, with the error in standard errors. */
#include "validate_pages.h"

#include "json_write.h"
#include "notice.h"
#include "validate.h"

#include <math.h>
#include <string.h>

static const char *const type_name[SP_APPLICANT_TYPES] = {"US MD", "US DO", "US IMG",
                                                          "Non-US IMG"};

static double errors(struct sp_target published, struct sp_drawn drawn)
{
    double sd = sqrt(published.error * published.error + drawn.error * drawn.error);
    return sd > 0 ? (drawn.value - published.value) / sd : 0;
}

static void put_pair(FILE *out, struct sp_target published, struct sp_drawn drawn,
                     double scale)
{
    fprintf(out, " %.1f | %.1f ± %.1f | %+.1f |", scale * published.value,
            scale * drawn.value, scale * drawn.error, errors(published, drawn));
}

static void put_odds(FILE *out, const struct sp_pool_check *check)
{
    if (check->odds_high > check->odds_low)
        fprintf(out, " %.2f (%.2f–%.2f) | %.2f ± %.2f | %s |\n", exp(check->odds_published),
                exp(check->odds_low), exp(check->odds_high), exp(check->score_odds.value),
                exp(check->score_odds.value) * check->score_odds.error,
                check->score_odds.value >= check->odds_low
                        && check->score_odds.value <= check->odds_high
                    ? "yes"
                    : "no");
    else
        fprintf(out, " – | %.2f ± %.2f | – |\n", exp(check->score_odds.value),
                exp(check->score_odds.value) * check->score_odds.error);
}

/* The pools of one type: rates and lists. */
static void put_rates(FILE *out, const struct sp_validation *validation,
                      enum sp_applicant_type type)
{
    fprintf(
        out,
        "\n### %s\n\n"
        "| specialty | match rate, %% | drawn | SE | ranks, matched | drawn | SE | ranks, "
        "unmatched | drawn | SE | no rank, %% | drawn | SE |\n"
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
        type_name[type]);
    for (int i = 0; i < validation->pools; i++) {
        const struct sp_pool_check *check = &validation->pool[i];
        if (check->type != type)
            continue;
        fprintf(out, "| %s |", check->specialty);
        put_pair(out, check->published.rate, check->rate, 100);
        put_pair(out, check->published.ranks[SP_MATCHED], check->ranks[SP_MATCHED], 1);
        put_pair(out, check->published.ranks[SP_UNMATCHED], check->ranks[SP_UNMATCHED], 1);
        put_pair(out, check->published.none, check->none, 100);
        fputc('\n', out);
    }
}

static void put_scores(FILE *out, const struct sp_validation *validation)
{
    fputs("\n## Ten more Step 2 points, given a list (non-US IMGs)\n\n"
          "The published ratio is the normal discriminant of the published means and "
          "deviations; the drawn one is the same statistic of the drawn applicants.\n\n"
          "| specialty | points between matched and unmatched | drawn | SE | odds ratio "
          "per 10 "
          "(9 of 10) | drawn | within |\n|---|--:|--:|--:|--:|--:|---|\n",
          out);
    for (int i = 0; i < validation->pools; i++) {
        const struct sp_pool_check *check = &validation->pool[i];
        if (check->type != SP_NON_US_IMG)
            continue;
        fprintf(out, "| %s |", check->specialty);
        put_pair(out, check->published.score_gap, check->score_gap, 1);
        put_odds(out, check);
    }
}

/* Of those told so much, so many were placed. */
static void put_calibration(FILE *out, const struct sp_validation *validation)
{
    const struct sp_calibration *bins = &validation->calibration;
    fputs("\n## Told beforehand: an applicant's own chance\n\n![Chance told and share "
          "placed, by tenths](validation-calibration.svg)\n\n"
          "Applicants of two more seasons are told their chance of a place as a user is: "
          "from "
          "the cutoffs of 64 other seasons, their own list, and their strength before "
          "taste.  "
          "It counts second choices, and no first years.\n\n"
          "| told, % | applicants | mean told | placed |\n|---|--:|--:|--:|\n",
          out);
    for (int b = 0; b < SP_CALIBRATION_BINS; b++)
        fprintf(out, "| %d to %d | %ld | %.1f | %.1f |\n", b * 100 / SP_CALIBRATION_BINS,
                (b + 1) * 100 / SP_CALIBRATION_BINS, bins->applicants[b],
                100 * bins->told[b], 100 * bins->seen[b]);
}

/* Every type over all specialties. */
static void put_types(FILE *out, const struct sp_validation *validation)
{
    fputs("\n## Applicant types, 2025\n\n"
          "Match rate: places in the first year over those with a list.  Ranks: all of a "
          "list, those of a second specialty among them.  In brackets: the year before, "
          "which is what a guess without a model would have said of 2025.\n\n"
          "| type | match rate, % | played | ranks, matched | played | ranks, unmatched | "
          "played |\n|---|--:|--:|--:|--:|--:|--:|\n",
          out);
    for (int k = SP_APPLICANT_TYPES - 1; k >= 0; k--) {
        const struct sp_type_check *type = &validation->type[k];
        fprintf(out, "| %s | %.1f (%.1f) | %.1f ± %.1f |", type_name[k],
                100 * type->rate_published, 100 * type->rate_before, 100 * type->rate.value,
                100 * type->rate.error);
        for (int c = 0; c < SP_COHORTS; c++)
            fprintf(out, " %.2f (%.2f) | %.2f ± %.2f |", type->ranks_published[c],
                    type->ranks_before[c], type->ranks[c].value, type->ranks[c].error);
        fputc('\n', out);
    }
}

static void put_fills(FILE *out, const struct sp_validation *validation)
{
    fputs(
        "\n## Positions filled, 2025\n\n![Positions filled by specialty and type, "
        "published and played](validation-fills.svg)\n\n"
        "For each type: published / played, a mean over the seasons.\n\n"
        "| specialty | level | positions | US MD | US DO | US IMG | non-US IMG | filled, % "
        "|\n|---|---|--:|--:|--:|--:|--:|--:|\n",
        out);
    for (int f = 0; f < validation->fills; f++) {
        const struct sp_fill_check *check = &validation->fill[f];
        double published = 0, drawn = 0;
        fprintf(out, "| %s | %s | %d |", check->specialty, check->late ? "PGY-2" : "PGY-1",
                check->positions);
        for (int k = 0; k < SP_APPLICANT_TYPES; k++) {
            fprintf(out, " %.0f / %.1f |", check->published[k], check->drawn[k]);
            published += check->published[k];
            drawn += check->drawn[k];
        }
        fprintf(out, " %.1f / %.1f |\n", 100 * published / check->positions,
                100 * drawn / check->positions);
    }
}

static void put_open(FILE *out, const struct sp_validation *validation)
{
    fputs("\n## Told beforehand: positions left open in 2025\n\n![Share of positions left "
          "open in 2025, expected from 2021 to 2024 and seen](validation-open.svg)\n\n"
          "From the years 2021 to 2024 alone, without the fills of 2025.\n\n"
          "| expected to stay open, % | tracks | expected | seen |\n|---|--:|--:|--:|\n",
          out);
    for (int b = 0; b < SP_OPEN_BINS; b++) {
        const struct sp_open_check *open = &validation->open[b];
        fprintf(out, "| from %.0f | %d | %.1f | %.1f |\n", 100 * open->from, open->tracks,
                100 * open->expected, 100 * open->seen);
    }
    fprintf(out,
            "\nDeviance a position: %.4f; %.4f if every track were expected to leave open "
            "what all together did.\n",
            validation->open_deviance, validation->open_deviance_alone);
}

static void put_told_rows(FILE *out, const struct sp_validation *validation)
{
    for (int f = 0; f < validation->fills; f++) {
        const struct sp_fill_check *check = &validation->fill[f];
        if (check->positions < 20)
            continue;
        double told = 100 * sp_fill_error(check, SP_FILL_TOLD);
        double again = 100 * sp_fill_error(check, SP_FILL_BEFORE);
        double filled = 100 * check->filled / check->positions;
        fprintf(out, "| %s | %s | %d | %.1f | %.1f | %+.1f | %.1f | %+.1f | %+.1f |\n",
                check->specialty, check->late ? "PGY-2" : "PGY-1", check->positions, filled,
                filled + told, told, filled + again, again,
                100 * sp_fill_error(check, SP_FILL_PLAYED));
    }
}

static void put_told(FILE *out, const struct sp_validation *validation)
{
    struct sp_fill_errors errors = sp_validation_fill_errors(validation);
    fprintf(
        out,
        "\n## Told beforehand: fill rates of specialties in 2025\n\n"
        "The same by specialty, in per cent of the positions of 2025, with the error in "
        "points behind each; \"again\" is the rate of 2024, as a guess without a "
        "model.  \"Played\" is in sample: its seasons were fitted to the fills of 2025 "
        "by type, which is what its error is measured against.\n\n"
        "Over the %d specialties and levels with 20 positions or more, the mean error, "
        "positions for weight, is %.2f points told (%d within two points), %.2f by "
        "2024 again (%d), %.2f played (%d): told beforehand is %.2f points worse than in "
        "sample.\n\n"
        "What cannot be held out: match rates and fills by applicant type.  Counts by "
        "state, specialty and type are published for 2025 alone in our tables, so a fit "
        "to 2024 would have no composition but that of 2025, and would not be told "
        "beforehand.  The values of 2024 in brackets under \"applicant types\" are what "
        "a guess without a model gives.\n\n"
        "| specialty | level | positions | filled | told | error | again | error | played, "
        "error |\n|---|---|--:|--:|--:|--:|--:|--:|--:|\n",
        errors.rates, 100 * errors.size[SP_FILL_TOLD], errors.within[SP_FILL_TOLD],
        100 * errors.size[SP_FILL_BEFORE], errors.within[SP_FILL_BEFORE],
        100 * errors.size[SP_FILL_PLAYED], errors.within[SP_FILL_PLAYED],
        100 * (errors.size[SP_FILL_TOLD] - errors.size[SP_FILL_PLAYED]));
    put_told_rows(out, validation);
}

static void put_composition(FILE *out, const struct sp_validation *validation)
{
    fputs(
        "\n## Who trains where: published totals of specialties, 2025\n\n"
        "For each type: published / by the regression alone / after raking.  Raking makes "
        "each cell (state, specialty, entry level) exact; what is missing from a total are "
        "positions that no listed track holds.\n\n"
        "| specialty | level | US MD | US DO | US IMG | non-US IMG |\n"
        "|---|---|--:|--:|--:|--:|\n",
        out);
    for (int i = 0; i < validation->specialties; i++) {
        const struct sp_composition_check *check = &validation->specialty[i];
        fprintf(out, "| %s | %s |", check->specialty, check->level);
        for (int k = 0; k < SP_APPLICANT_TYPES; k++)
            fprintf(out, " %.0f / %.0f / %.0f |", check->published[k], check->predicted[k],
                    check->raked[k]);
        fputc('\n', out);
    }
    fprintf(out,
            "\nLargest difference that raking left: %.4f positions in a cell, %.4f "
            "positions in "
            "a track.\n",
            validation->worst_cell, validation->worst_track);
}

/* Lines of the ten specialties with the most IMGs: how many lie within their goals. */
static void put_ten(FILE *out, const struct sp_validation *validation)
{
    int ranks = 0, ranks_all = 0, scores = 0, scores_all = 0, seen = 0;
    for (int i = 0; i < validation->pools && seen < 10; i++) {
        const struct sp_pool_check *check = &validation->pool[i];
        if (check->type != SP_NON_US_IMG)
            continue;
        seen++;
        for (int c = 0; c < SP_COHORTS; c++) {
            ranks_all += !check->published.ranks[c].borrowed;
            ranks +=
                !check->published.ranks[c].borrowed
                && fabs(check->ranks[c].value - check->published.ranks[c].value) <= 0.5;
            scores_all += check->score_published[c] > 0;
            scores += check->score_published[c] > 0
                      && fabs(check->score[c].value - check->score_published[c]) <= 2;
        }
    }
    fprintf(
        out,
        "- The ten specialties with the most non-US IMGs: mean ranks within half a rank "
        "%d of %d times, mean Step 2 within two points %d of %d times.\n",
        ranks, ranks_all, scores, scores_all);
}

static void put_bins(FILE *out, const struct sp_calibration *bins)
{
    int all = 0, within = 0;
    for (int b = 0; b < SP_CALIBRATION_BINS; b++)
        if (bins->applicants[b] >= 1000) {
            all++;
            within += fabs(bins->told[b] - bins->seen[b]) <= 0.02;
        }
    fprintf(
        out,
        "- Chances told before a season: within two points of what was seen in %d of %d "
        "tenths with 1,000 applicants or more.\n",
        within, all);
}

/* How many of the comparisons lie within two standard errors. */
static void put_summary(FILE *out, const struct sp_validation *validation)
{
    int within = 0, all = 0, odds = 0, odds_within = 0;
    for (int i = 0; i < validation->pools; i++) {
        const struct sp_pool_check *check = &validation->pool[i];
        if (check->type != SP_NON_US_IMG)
            continue;
        const struct sp_pool_targets *published = &check->published;
        const struct sp_target target[] = {published->rate, published->ranks[SP_MATCHED],
                                           published->ranks[SP_UNMATCHED],
                                           published->score_gap};
        const struct sp_drawn drawn[] = {check->rate, check->ranks[SP_MATCHED],
                                         check->ranks[SP_UNMATCHED], check->score_gap};
        for (size_t k = 0; k < sizeof target / sizeof *target; k++)
            if (!target[k].borrowed) {
                all++;
                within += fabs(errors(target[k], drawn[k])) <= 2;
            }
        if (check->odds_high > check->odds_low) {
            odds++;
            odds_within += check->score_odds.value >= check->odds_low
                           && check->score_odds.value <= check->odds_high;
        }
    }
    struct sp_fill_summary fills = sp_validation_fills(validation);
    fprintf(
        out,
        "- Positions filled by specialty, level and type: %d of %d cells with 20 positions "
        "or more within 3 %% of them; fill rates within two points: %d of %d.\n"
        "- The same by state: %d of %d within 3 %%.\n",
        fills.within, fills.all, fills.rates_within, fills.rates, validation->states_within,
        validation->states);
    put_ten(out, validation);
    put_bins(out, &validation->calibration);
    fprintf(
        out,
        "- Non-US IMGs by specialty: %d of %d comparisons (match rate, ranks of the "
        "matched "
        "and the unmatched, Step 2 between them) lie within two standard errors.\n"
        "- Ten more Step 2 points: %d of %d specialties within the published range.\n"
        "- No rank at all, IMGs together: %.1f %% drawn, %.1f %% known (20,756 applied, a "
        "secondary figure; 16,052 certified a list, 2025).\n",
        within, all, odds_within, odds, 100 * validation->none_img,
        100 * validation->none_img_published);
}

void validate_markdown(FILE *out, const void *what)
{
    const struct sp_validation *validation = what;
    fprintf(
        out,
        "# Validation\n\n"
        "Made by `smartpick validate --seed %llu`; nothing on this page is typed by "
        "hand.\n\n"
        "**Two chances.**  Published match rates count those who certified a rank list.  "
        "The chance that `pick` shows first is for someone about to apply, so it also "
        "counts the seasons that end without any rank; beside it stands the chance given "
        "at least one rank, which is the one to compare with published rates, and the one "
        "compared here.\n\n"
        "The fitted nation plays %d seasons with draws that the fit has not seen: "
        "applicants of all types, all tracks, one Match a season.  It was fitted to these "
        "tables, so most of this page shows that it can say what was published, not that "
        "it foretells the next season; what was not shown to it is under \"told "
        "beforehand\".  SE: the difference in standard errors of both sides.\n\n",
        (unsigned long long)validation->seed, validation->seasons);
    put_summary(out, validation);
    put_types(out, validation);
    fputs("\n## Applicants by specialty, against the published tables\n\n"
          "![Match rates of non-US IMGs by specialty, published and "
          "played](validation-rates.svg)\n\n"
          "![Mean ranks of non-US IMGs by specialty, published and "
          "played](validation-ranks.svg)\n",
          out);
    for (int type = SP_APPLICANT_TYPES - 1; type >= 0; type--)
        put_rates(out, validation, (enum sp_applicant_type)type);
    fputs("\nOnly the rows of non-US IMGs rest on outcomes published by specialty (2026).  "
          "For the other types the target is the type's own rate and list length over all "
          "specialties (2025), moved by how many of those who ranked the specialty at any "
          "place matched in it: wide, and their standard errors say so.\n",
          out);
    put_scores(out, validation);
    put_fills(out, validation);
    put_calibration(out, validation);
    put_open(out, validation);
    put_told(out, validation);
    put_composition(out, validation);
    fprintf(out, "\n%s\n", output_notice());
}

static void drawn_json(struct json_writer *json, const char *key,
                       struct sp_target published, struct sp_drawn drawn)
{
    json_open_object(json, key);
    json_write_number(json, "published", published.value);
    json_write_number(json, "published_error", published.error);
    json_write_bool(json, "borrowed", published.borrowed);
    json_write_number(json, "drawn", drawn.value);
    json_write_number(json, "drawn_error", drawn.error);
    json_close(json);
}

static void mean_json(struct json_writer *json, const char *key, double published,
                      struct sp_drawn drawn)
{
    json_open_object(json, key);
    json_write_number(json, "published", published);
    json_write_number(json, "drawn", drawn.value);
    json_write_number(json, "drawn_error", drawn.error);
    json_close(json);
}

static void types_json(struct json_writer *json, const struct sp_validation *validation)
{
    json_open_list(json, "types");
    for (int k = 0; k < SP_APPLICANT_TYPES; k++) {
        const struct sp_type_check *type = &validation->type[k];
        json_open_object(json, NULL);
        json_write_text(json, "type", sp_applicant_type_name((enum sp_applicant_type)k));
        mean_json(json, "match_rate", type->rate_published, type->rate);
        mean_json(json, "ranks_matched", type->ranks_published[SP_MATCHED],
                  type->ranks[SP_MATCHED]);
        mean_json(json, "ranks_unmatched", type->ranks_published[SP_UNMATCHED],
                  type->ranks[SP_UNMATCHED]);
        json_close(json);
    }
    json_close(json);
}

static void fills_json(struct json_writer *json, const struct sp_validation *validation)
{
    json_open_list(json, "fills");
    for (int f = 0; f < validation->fills; f++) {
        const struct sp_fill_check *check = &validation->fill[f];
        json_open_object(json, NULL);
        json_write_text(json, "specialty", check->specialty);
        json_write_text(json, "level", check->late ? "PGY-2" : "PGY-1");
        json_write_whole(json, "positions", check->positions);
        json_write_number(json, "filled", check->filled);
        json_write_number(json, "told", check->told);
        for (int half = 0; half < 2; half++) {
            const double *value = half ? check->drawn : check->published;
            json_open_object(json, half ? "drawn" : "published");
            for (int k = 0; k < SP_APPLICANT_TYPES; k++)
                json_write_number(json, sp_applicant_type_name((enum sp_applicant_type)k),
                                  value[k]);
            json_close(json);
        }
        json_close(json);
    }
    json_close(json);
}

static void open_json(struct json_writer *json, const struct sp_validation *validation)
{
    json_open_list(json, "open");
    for (int b = 0; b < SP_OPEN_BINS; b++) {
        const struct sp_open_check *open = &validation->open[b];
        json_open_object(json, NULL);
        json_write_number(json, "from", open->from);
        json_write_whole(json, "tracks", open->tracks);
        json_write_number(json, "expected", open->expected);
        json_write_number(json, "seen", open->seen);
        json_close(json);
    }
    json_close(json);
}

static void calibration_json(struct json_writer *json, const struct sp_calibration *bins)
{
    json_open_list(json, "calibration");
    for (int b = 0; b < SP_CALIBRATION_BINS; b++) {
        json_open_object(json, NULL);
        json_write_whole(json, "applicants", bins->applicants[b]);
        json_write_number(json, "told", bins->told[b]);
        json_write_number(json, "seen", bins->seen[b]);
        json_close(json);
    }
    json_close(json);
}

void validate_json(FILE *out, const struct sp_validation *validation)
{
    struct json_writer json = json_write_to(out);
    json_open_object(&json, NULL);
    json_write_whole(&json, "seed", (long long)validation->seed);
    json_write_number(&json, "worst_cell", validation->worst_cell);
    json_write_number(&json, "worst_track", validation->worst_track);
    json_write_number(&json, "none_img", validation->none_img);
    json_write_number(&json, "none_img_published", validation->none_img_published);
    json_open_list(&json, "pools");
    for (int i = 0; i < validation->pools; i++) {
        const struct sp_pool_check *check = &validation->pool[i];
        json_open_object(&json, NULL);
        json_write_text(&json, "type", sp_applicant_type_name(check->type));
        json_write_text(&json, "specialty", check->specialty);
        json_write_whole(&json, "applicants", check->applicants);
        drawn_json(&json, "match_rate", check->published.rate, check->rate);
        drawn_json(&json, "ranks_matched", check->published.ranks[SP_MATCHED],
                   check->ranks[SP_MATCHED]);
        drawn_json(&json, "ranks_unmatched", check->published.ranks[SP_UNMATCHED],
                   check->ranks[SP_UNMATCHED]);
        drawn_json(&json, "none", check->published.none, check->none);
        drawn_json(&json, "step2_gap", check->published.score_gap, check->score_gap);
        json_write_number(&json, "step2_log_odds_per_10", check->score_odds.value);
        json_close(&json);
    }
    json_close(&json);
    json_write_text(&json, "notice", output_notice());
    json_write_whole(&json, "seasons", validation->seasons);
    types_json(&json, validation);
    fills_json(&json, validation);
    json_write_whole(&json, "states", validation->states);
    json_write_whole(&json, "states_within", validation->states_within);
    open_json(&json, validation);
    calibration_json(&json, &validation->calibration);
    json_close(&json);
    json_finish(&json);
}
