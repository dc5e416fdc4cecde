/* validate_plot.c: one frame for all pictures: a square, both axes alike, the line of
 * equals. */
#include "validate_plot.h"

#include "validate.h"

#include <math.h>

enum { SIDE = 420, LEFT = 56, TOP = 48, WIDE = LEFT + SIDE + 24, HIGH = TOP + SIDE + 56 };

struct plot {
    FILE *out;
    double most;   /* of both axes */
    bool by_roots; /* square roots, so that small counts are seen beside large ones */
};

static double place(const struct plot *plot, double value)
{
    double share = fmin(fmax(value / plot->most, 0), 1);
    return SIDE * (plot->by_roots ? sqrt(share) : share);
}

static void begin(const struct plot *plot, const char *title, const char *x, const char *y)
{
    fprintf(plot->out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" "
            "font-family=\"sans-serif\" font-size=\"12\" fill=\"#1f2933\">\n"
            "<title>%s</title>\n<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n"
            "<text x=\"%d\" y=\"24\" font-size=\"15\">%s</text>\n",
            WIDE, HIGH, title, WIDE, HIGH, LEFT, title);
    for (int i = 0; i <= 4; i++) {
        double value = plot->most * (plot->by_roots ? i * i / 16.0 : i / 4.0);
        double at = place(plot, value);
        fprintf(plot->out,
                "<path d=\"M%d %.1fh%dM%.1f %dv%d\" stroke=\"#d9dee4\"/>\n"
                "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%g</text>\n"
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%g</text>\n",
                LEFT, TOP + SIDE - at, SIDE, LEFT + at, TOP, SIDE, LEFT - 8,
                TOP + SIDE - at + 4, round(value * 10) / 10, LEFT + at, TOP + SIDE + 18,
                round(value * 10) / 10);
    }
    fprintf(plot->out,
            "<path d=\"M%d %dL%d %d\" stroke=\"#7b8794\" stroke-dasharray=\"4 4\"/>\n"
            "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n"
            "<text transform=\"translate(14 %d) rotate(-90)\" "
            "text-anchor=\"middle\">%s</text>\n",
            LEFT, TOP + SIDE, LEFT + SIDE, TOP, LEFT + SIDE / 2, HIGH - 12, x,
            TOP + SIDE / 2, y);
}

static void dot(const struct plot *plot, double x, double y, double radius,
                const char *colour, const char *name)
{
    fprintf(plot->out,
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\" "
            "fill-opacity=\"0.7\"><title>%s: %.4g and %.4g</title></circle>\n",
            LEFT + place(plot, x), TOP + SIDE - place(plot, y), radius, colour, name, x, y);
}

static void end(const struct plot *plot)
{
    fputs("</svg>\n", plot->out);
}

static const char blue[] = "#2166ac", orange[] = "#b35806";

void validate_plot_rates(FILE *out, const void *what)
{
    const struct sp_validation *validation = what;
    struct plot plot = {.out = out, .most = 100};
    begin(&plot, "Match rates of non-US IMGs by specialty", "published, 2026, %",
          "played, %");
    for (int i = 0; i < validation->pools; i++) {
        const struct sp_pool_check *check = &validation->pool[i];
        if (check->type == SP_NON_US_IMG)
            dot(&plot, 100 * check->published.rate.value, 100 * check->rate.value,
                fmin(2 + sqrt(check->list_size) / 6, 14), blue, check->specialty);
    }
    end(&plot);
}

void validate_plot_ranks(FILE *out, const void *what)
{
    const struct sp_validation *validation = what;
    struct plot plot = {.out = out, .most = 12};
    begin(&plot, "Mean ranks of non-US IMGs: matched (blue), unmatched (brown)",
          "published, 2026", "played");
    for (int i = 0; i < validation->pools; i++) {
        const struct sp_pool_check *check = &validation->pool[i];
        for (int c = 0; c < SP_COHORTS; c++)
            if (check->type == SP_NON_US_IMG && !check->published.ranks[c].borrowed)
                dot(&plot, check->published.ranks[c].value, check->ranks[c].value,
                    fmin(2 + sqrt(check->list_size) / 6, 14),
                    c == SP_MATCHED ? blue : orange, check->specialty);
    }
    end(&plot);
}

void validate_plot_fills(FILE *out, const void *what)
{
    const struct sp_validation *validation = what;
    struct plot plot = {.out = out, .most = 4800, .by_roots = true};
    begin(&plot, "Positions filled by specialty and applicant type", "published, 2025",
          "played");
    for (int f = 0; f < validation->fills; f++)
        for (int k = 0; k < SP_APPLICANT_TYPES; k++)
            dot(&plot, validation->fill[f].published[k], validation->fill[f].drawn[k], 3.5,
                k < SP_US_IMG ? blue : orange, validation->fill[f].specialty);
    end(&plot);
}

void validate_plot_calibration(FILE *out, const void *what)
{
    const struct sp_validation *validation = what;
    const struct sp_calibration *bins = &validation->calibration;
    struct plot plot = {.out = out, .most = 100};
    begin(&plot, "Chances told before a season, and what came", "told, %", "placed, %");
    for (int b = 0; b < SP_CALIBRATION_BINS; b++) {
        char name[40];
        snprintf(name, sizeof name, "%ld applicants", bins->applicants[b]);
        if (bins->applicants[b] > 0)
            dot(&plot, 100 * bins->told[b], 100 * bins->seen[b],
                fmin(2 + sqrt((double)bins->applicants[b]) / 12, 14), blue, name);
    }
    end(&plot);
}

void validate_plot_open(FILE *out, const void *what)
{
    const struct sp_validation *validation = what;
    struct plot plot = {.out = out, .most = 80};
    begin(&plot, "Positions left open in 2025, told from 2021 to 2024", "expected, %",
          "seen, %");
    for (int b = 0; b < SP_OPEN_BINS; b++) {
        const struct sp_open_check *open = &validation->open[b];
        char name[32];
        snprintf(name, sizeof name, "%d tracks", open->tracks);
        dot(&plot, 100 * open->expected, 100 * open->seen, 3 + sqrt(open->tracks) / 6, blue,
            name);
    }
    end(&plot);
}
