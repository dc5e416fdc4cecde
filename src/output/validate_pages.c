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
        "| specialty | match rate, %% | drawn | SE | told | ranks, matched | drawn | SE | "
        "ranks, unmatched | drawn | SE | no rank, %% | drawn | SE |\n"
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
        type_name[type]);
    for (int i = 0; i < validation->pools; i++) {
        const struct sp_pool_check *check = &validation->pool[i];
        if (check->type != type)
            continue;
        fprintf(out, "| %s |", check->specialty);
        put_pair(out, check->published.rate, check->rate, 100);
        fprintf(out, " %.1f |", 100 * check->told);
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
        fprintf(out, "| %s | %s | %d |", check->specialty, check->level, check->positions);
        for (int k = 0; k < SP_APPLICANT_TYPES; k++) {
            fprintf(out, " %.0f / %.1f |", check->published[k], check->drawn[k]);
            published += check->published[k];
            drawn += check->drawn[k];
        }
        fprintf(out, " %.1f / %.1f |\n", 100 * published / check->positions,
                100 * drawn / check->positions);
    }
}

/* A season without couples and with them, in per cent. */
static void put_couples(FILE *out, const struct sp_validation *validation)
{
    static const char *const name[SP_COUPLES_WAYS] = {"graduates of US schools", "anybody"};
    if (validation->couples[0].couples == 0)
        return;
    fprintf(
        out,
        "\n## What couples would change\n\n"
        "The nation is played without couples.  Here one season, but for first years, "
        "is run again by the engine of `smartpick match`, with as many couples as there "
        "were in 2025 (%d; %.1f %% of them matched) made at random of those with a "
        "list: of graduates of US schools, or of anybody, since no table says of whom. "
        " A couple ranks the pairs of both lists, those of one state first, then the "
        "sum of the two places, then either alone.  Real couples apply to the same "
        "places, which these did not.\n\n"
        "| couples of | Non-US IMG, placed %% | US IMG | US DO | US MD | members | others "
        "elsewhere, %% | others placed in one alone, %% | tracks that hold others, %% | "
        "change of a cutoff |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
        validation->couples[0].couples, 100 * validation->couples_published);
    for (int of = 0; of < SP_COUPLES_WAYS; of++) {
        const struct sp_couples_check *check = &validation->couples[of];
        fprintf(out, "| %s |", name[of]);
        if (!check->stable) {
            fputs(" no stable matching was found | | | | | | | | |\n", out);
            continue;
        }
        for (int k = SP_APPLICANT_TYPES - 1; k >= 0; k--)
            fprintf(out, " %.2f → %.2f |", 100 * check->rate[k][0],
                    100 * check->rate[k][1]);
        fprintf(out, " %.1f → %.1f | %.1f | %.2f | %.1f | %.3f |\n",
                100 * check->members[0], 100 * check->members[1], 100 * check->others_moved,
                100 * check->others_turned, 100 * check->tracks_moved, check->cutoff_moved);
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
            "what all together did.\n\n| chance that a position stays open, %% | tracks | "
            "expected | seen |\n|---|--:|--:|--:|\n",
            validation->open_deviance, validation->open_deviance_alone);
    for (int b = 0; b < SP_ANY_BINS; b++) {
        const struct sp_any_check *any = &validation->any[b];
        fprintf(out, "| from %d | %d | %.1f | %.1f |\n", 100 * b / SP_ANY_BINS, any->tracks,
                100 * any->expected, 100 * any->seen);
    }
}

static const enum sp_fill_way with_certified = SP_FILL_HELD + SP_HOLDOUT_CERTIFIED;

static void put_told_rows(FILE *out, const struct sp_validation *validation)
{
    for (int f = 0; f < validation->fills; f++) {
        const struct sp_fill_check *check = &validation->fill[f];
        if (!sp_fill_can_be_told(check))
            continue;
        double told = 100 * sp_fill_error(check, SP_FILL_TOLD);
        double again = 100 * sp_fill_error(check, SP_FILL_BEFORE);
        double filled = 100 * check->filled / check->positions;
        fprintf(out, "| %s | %s | %d | %.1f | %.1f | %+.1f | %.1f | %+.1f | %+.1f |",
                check->specialty, check->level, check->positions, filled, filled + told,
                told, filled + again, again, 100 * sp_fill_error(check, SP_FILL_PLAYED));
        if (validation->held.known)
            fprintf(out, " %+.1f |", 100 * sp_fill_error(check, with_certified));
        fputc('\n', out);
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
        "Over the %d specialties and levels with 20 positions or more, of which some were "
        "offered in 2024, the mean error, "
        "positions for weight, is %.2f points told (%d within two points), %.2f by "
        "2024 again (%d), %.2f played (%d): told beforehand is %.2f points worse than in "
        "sample.\n\n"
        "| specialty | level | positions | filled | told | error | again | error | played, "
        "error |%s\n|---|---|--:|--:|--:|--:|--:|--:|--:|%s\n",
        errors.rates, 100 * errors.size[SP_FILL_TOLD], errors.within[SP_FILL_TOLD],
        100 * errors.size[SP_FILL_BEFORE], errors.within[SP_FILL_BEFORE],
        100 * errors.size[SP_FILL_PLAYED], errors.within[SP_FILL_PLAYED],
        100 * (errors.size[SP_FILL_TOLD] - errors.size[SP_FILL_PLAYED]),
        validation->held.known ? " nation of 2024, error |" : "",
        validation->held.known ? "--:|" : "");
    put_told_rows(out, validation);
}

/* One figure of a type, by every way to tell it. */
struct telling {
    const char *what;
    double scale, truth, again, held[SP_HOLDOUT_WAYS], played;
};

enum { TELLINGS = 1 + SP_COHORTS };

static void tellings_of(const struct sp_validation *validation, int type,
                        struct telling telling[TELLINGS])
{
    static const char *const cohort[SP_COHORTS] = {"ranks, matched", "ranks, unmatched"};
    const struct sp_type_check *check = &validation->type[type];
    telling[0] = (struct telling){"match rate, %",    100, check->rate_published,
                                  check->rate_before, {0}, check->rate.value};
    for (int c = 0; c < SP_COHORTS; c++)
        telling[1 + c] = (struct telling){cohort[c],
                                          1,
                                          check->ranks_published[c],
                                          check->ranks_before[c],
                                          {0},
                                          check->ranks[c].value};
    for (int way = 0; way < SP_HOLDOUT_WAYS; way++) {
        const struct sp_type_means *means = &validation->held.type[way][type];
        telling[0].held[way] = means->rate;
        for (int c = 0; c < SP_COHORTS; c++)
            telling[1 + c].held[way] = means->ranks[c];
    }
}

static double off(const struct telling *telling, double value)
{
    return telling->scale * (value - telling->truth);
}

/* Mean sizes of errors over the types. */
struct telling_sizes {
    double again, held[SP_HOLDOUT_WAYS], played;
};

static struct telling_sizes size_of(const struct sp_validation *validation, int first,
                                    int end)
{
    struct telling telling[TELLINGS];
    struct telling_sizes size = {0};
    int count = SP_APPLICANT_TYPES * (end - first);
    for (int type = 0; type < SP_APPLICANT_TYPES; type++) {
        tellings_of(validation, type, telling);
        for (int i = first; i < end; i++) {
            const struct telling *at = &telling[i];
            size.again += fabs(off(at, at->again)) / count;
            for (int way = 0; way < SP_HOLDOUT_WAYS; way++)
                size.held[way] += fabs(off(at, at->held[way])) / count;
            size.played += fabs(off(at, at->played)) / count;
        }
    }
    return size;
}

static void put_off(FILE *out, const struct telling *telling, double value)
{
    int digits = telling->scale > 1 ? 1 : 2;
    fprintf(out, " %.*f | %+.*f |", digits, telling->scale * value, digits,
            off(telling, value));
}

static void put_held_types(FILE *out, const struct sp_validation *validation)
{
    struct telling telling[SP_APPLICANT_TYPES][TELLINGS];
    fputs("| type | | 2025 | 2024 again | error | applicants of 2024 | error | applicants "
          "of 2025 | error | in sample | error |\n"
          "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
          out);
    for (int type = 0; type < SP_APPLICANT_TYPES; type++)
        tellings_of(validation, type, telling[type]);
    for (int i = 0; i < TELLINGS; i++)
        for (int type = SP_APPLICANT_TYPES - 1; type >= 0; type--) {
            const struct telling *at = &telling[type][i];
            fprintf(out, "| %s | %s | %.*f |", type_name[type], at->what,
                    at->scale > 1 ? 1 : 2, at->scale * at->truth);
            put_off(out, at, at->again);
            for (int way = 0; way < SP_HOLDOUT_WAYS; way++)
                put_off(out, at, at->held[way]);
            put_off(out, at, at->played);
            fputc('\n', out);
        }
}

static void put_held_fills(FILE *out, const struct sp_validation *validation)
{
    static const char *const name[SP_FILL_WAYS] = {
        [SP_FILL_BEFORE] = "2024 again",
        [SP_FILL_TOLD] = "fills of 2021 to 2024, no nation",
        [SP_FILL_HELD + SP_HOLDOUT_BEFORE] = "nation of 2024, applicants of 2024",
        [SP_FILL_HELD + SP_HOLDOUT_CERTIFIED] = "nation of 2024, applicants of 2025",
        [SP_FILL_PLAYED] = "in sample",
    };
    static const enum sp_fill_way order[SP_FILL_WAYS] = {
        SP_FILL_BEFORE, SP_FILL_TOLD, SP_FILL_HELD + SP_HOLDOUT_BEFORE,
        SP_FILL_HELD + SP_HOLDOUT_CERTIFIED, SP_FILL_PLAYED};
    struct sp_fill_errors fills = sp_validation_fill_errors(validation);
    fprintf(out,
            "\nShares of positions filled, of %d specialties and levels with 20 positions "
            "or more and of %d tracks offered in both years; mean errors in points, with "
            "positions for weight.  Pairs: of two tracks, one that left a position open in "
            "2025 and one that did not, how often the first was told emptier (50 %% is "
            "no knowledge).\n\n"
            "| told by | specialties, error | within two points | tracks, error | within "
            "two points, %% | pairs, %% |\n|---|--:|--:|--:|--:|--:|\n",
            fills.rates, validation->held.tracks);
    for (int i = 0; i < SP_FILL_WAYS; i++) {
        const struct sp_track_errors *track = &validation->held.track[order[i]];
        fprintf(out, "| %s | %.2f | %d of %d | %.2f | %.1f | %.1f |\n", name[order[i]],
                100 * fills.size[order[i]], fills.within[order[i]], fills.rates,
                100 * track->size, 100 * track->within, 100 * track->ordered);
    }
}

static void put_held(FILE *out, const struct sp_validation *validation)
{
    if (!validation->held.known)
        return;
    struct telling_sizes rate = size_of(validation, 0, 1),
                         ranks = size_of(validation, 1, TELLINGS);
    struct sp_fill_errors fills = sp_validation_fill_errors(validation);
    fputs("\n## Told beforehand: the Match of 2025, by a nation fitted to 2024\n\n"
          "The whole fit once more, to 2024: positions and fills of every track, those "
          "matched by type, match rates and rank lists by type, all of 2024 or before.  "
          "Then its tracks get the positions offered in 2025, and it plays: with as many "
          "applicants of each type as in 2024, and with as many as certified a list in "
          "2025 (published with the results; about known before).\n\n"
          "What 2025 gives to the fit: in which proportions the types fill a state, "
          "specialty and entry level, and the kinds of track, since no earlier year was "
          "counted so.  They are raked to the positions filled in 2024 and, first years, "
          "to those matched by type in 2024.  So who trains where is not held out; match "
          "rates, rank lists and fills are.  Tables by specialty of 2025 and 2026 are left "
          "out: everybody matches as often, and ranks as many, as their type.  The form of "
          "the model was chosen with 2025 in view.\n\n",
          out);
    fprintf(
        out,
        "**How much worse than in sample**, with the applicants of 2025: match rates by "
        "type are off by %.2f points in the mean, %.2f in sample (%.2f by 2024 again); "
        "mean ranks by %.2f, %.2f in sample (%.2f); fill rates of specialties by "
        "%.2f points, %.2f in sample (%.2f); of tracks by %.2f points, %.2f in sample "
        "(%.2f).  With the applicants of 2024, on the positions of 2025, match rates are "
        "off by %.2f points: lists grow with the positions, and how many there are has to "
        "be known.  Mean ranks are no nearer in sample, since that fit has the tables by "
        "specialty to meet besides.\n\n",
        rate.held[SP_HOLDOUT_CERTIFIED], rate.played, rate.again,
        ranks.held[SP_HOLDOUT_CERTIFIED], ranks.played, ranks.again,
        100 * fills.size[with_certified], 100 * fills.size[SP_FILL_PLAYED],
        100 * fills.size[SP_FILL_BEFORE], 100 * validation->held.track[with_certified].size,
        100 * validation->held.track[SP_FILL_PLAYED].size,
        100 * validation->held.track[SP_FILL_BEFORE].size, rate.held[SP_HOLDOUT_BEFORE]);
    put_held_types(out, validation);
    put_held_fills(out, validation);
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

/* How near the usual applicant is told what was published, where that is by specialty. */
static void put_told_usual(FILE *out, const struct sp_validation *validation)
{
    double size = 0, weight = 0;
    int within = 0, all = 0;
    for (int i = 0; i < validation->pools; i++) {
        const struct sp_pool_check *check = &validation->pool[i];
        if (check->published.rate.borrowed || check->type != SP_NON_US_IMG)
            continue;
        double error = fabs(check->told - check->published.rate.value);
        size += check->list_size * error;
        weight += check->list_size;
        within += error <= 0.03;
        all++;
    }
    fprintf(out,
            "- Told to the usual non-US IMG of a specialty, as a user is told: within "
            "three points of the published match rate %d of %d times; off by %.1f points "
            "in the mean over applicants.\n",
            within, all, weight > 0 ? 100 * size / weight : 0);
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

/* The nation of 2024 with the applicants of 2025, against the nation of 2025. */
static void put_held_summary(FILE *out, const struct sp_validation *validation)
{
    struct telling_sizes rate = size_of(validation, 0, 1);
    struct sp_fill_errors fills = sp_validation_fill_errors(validation);
    if (validation->held.known)
        fprintf(out,
                "- The Match of 2025, told by a nation fitted to 2024: match rates by type "
                "off by %.2f points in the mean (%.2f in sample), fill rates of "
                "specialties by %.2f (%.2f).\n",
                rate.held[SP_HOLDOUT_CERTIFIED], rate.played,
                100 * fills.size[with_certified], 100 * fills.size[SP_FILL_PLAYED]);
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
    put_told_usual(out, validation);
    put_bins(out, &validation->calibration);
    put_held_summary(out, validation);
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
        "Made by `smartpick validate%s --seed %llu`; nothing on this page is typed by "
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
        validation->held.known ? " --held-out" : "", (unsigned long long)validation->seed,
        validation->seasons);
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
          "place matched in it: wide, and their standard errors say so.\n\n"
          "**Told**: the match rate that the usual applicant of the type, of any strength, "
          "is told by the numbers that a user's chances come from: the kept seasons, which "
          "are of the next Match and expect other positions to stay open than 2025 left.\n",
          out);
    put_scores(out, validation);
    put_fills(out, validation);
    put_calibration(out, validation);
    put_couples(out, validation);
    put_open(out, validation);
    put_held(out, validation);
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
        json_write_text(json, "level", check->level);
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

/* One for each number of applicants; none when it was not asked for. */
static void held_json(struct json_writer *json, const struct sp_validation *validation)
{
    const struct sp_holdout_check *held = &validation->held;
    json_open_list(json, "held_out");
    for (int way = 0; held->known && way < SP_HOLDOUT_WAYS; way++) {
        struct sp_fill_errors fills = sp_validation_fill_errors(validation);
        const struct sp_track_errors *track = &held->track[SP_FILL_HELD + way];
        json_open_object(json, NULL);
        json_write_whole(json, "applicants_of",
                         way == SP_HOLDOUT_CERTIFIED ? SP_LAST_YEAR : SP_LAST_YEAR - 1);
        json_open_list(json, "types");
        for (int k = 0; k < SP_APPLICANT_TYPES; k++) {
            const struct sp_type_means *means = &held->type[way][k];
            json_open_object(json, NULL);
            json_write_text(json, "type",
                            sp_applicant_type_name((enum sp_applicant_type)k));
            json_write_number(json, "match_rate", means->rate);
            json_write_number(json, "ranks_matched", means->ranks[SP_MATCHED]);
            json_write_number(json, "ranks_unmatched", means->ranks[SP_UNMATCHED]);
            json_close(json);
        }
        json_close(json);
        json_write_number(json, "fill_rate_error", fills.size[SP_FILL_HELD + way]);
        json_write_number(json, "track_error", track->size);
        json_write_number(json, "track_pairs", track->ordered);
        json_close(json);
    }
    json_close(json);
}

static void couples_json(struct json_writer *json, const struct sp_validation *validation)
{
    static const char *const name[SP_COUPLES_WAYS] = {"us_schools", "anybody"};
    json_open_list(json, "couples");
    for (int of = 0; of < SP_COUPLES_WAYS; of++) {
        const struct sp_couples_check *check = &validation->couples[of];
        if (!check->stable)
            continue;
        json_open_object(json, NULL);
        json_write_text(json, "of", name[of]);
        json_write_whole(json, "couples", check->couples);
        for (int with = 0; with < 2; with++) {
            json_open_object(json, with ? "placed_with" : "placed_without");
            for (int k = 0; k < SP_APPLICANT_TYPES; k++)
                json_write_number(json, sp_applicant_type_name((enum sp_applicant_type)k),
                                  check->rate[k][with]);
            json_close(json);
        }
        json_write_number(json, "others_moved", check->others_moved);
        json_write_number(json, "others_turned", check->others_turned);
        json_write_number(json, "tracks_moved", check->tracks_moved);
        json_write_number(json, "cutoff_moved", check->cutoff_moved);
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
        json_write_number(&json, "told", check->told);
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
    held_json(&json, validation);
    calibration_json(&json, &validation->calibration);
    couples_json(&json, validation);
    json_close(&json);
    json_finish(&json);
}
