/* csv_write.c: cells one after the other. */
#include "csv_write.h"

#include "notice.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct csv_writer csv_write_to(FILE *out)
{
    return (struct csv_writer){.out = out};
}

static void next_cell(struct csv_writer *csv)
{
    if (csv->column++ > 0)
        fputc(',', csv->out);
}

void csv_text(struct csv_writer *csv, const char *text)
{
    next_cell(csv);
    if (!text || !*text)
        return;
    bool formula = strchr("=+-@\t\r", *text) != NULL;
    bool quoted = text[strcspn(text, ",\"\r\n")] || *text == ' ' || *text == '\t';
    if (quoted)
        fputc('"', csv->out);
    if (formula)
        fputc('\'', csv->out);
    for (const char *at = text; *at; at++) {
        if (*at == '"')
            fputc('"', csv->out);
        fputc(*at, csv->out);
    }
    if (quoted)
        fputc('"', csv->out);
}

void csv_number(struct csv_writer *csv, double value)
{
    char text[40];
    next_cell(csv);
    if (!isfinite(value))
        return;
    value += 0.0; /* -0 becomes 0 */
    snprintf(text, sizeof text, "%.15g", value);
    if (strtod(text, NULL) != value)
        snprintf(text, sizeof text, "%.17g", value);
    fputs(text, csv->out);
}

void csv_whole(struct csv_writer *csv, long long value)
{
    next_cell(csv);
    fprintf(csv->out, "%lld", value);
}

void csv_blank(struct csv_writer *csv)
{
    next_cell(csv);
}

void csv_end_row(struct csv_writer *csv)
{
    if (csv->row++ == 0)
        csv_text(csv, output_notice());
    else
        csv_blank(csv);
    fputs("\r\n", csv->out);
    csv->column = 0;
}

void csv_titles(struct csv_writer *csv, const char *titles)
{
    while (*titles) {
        size_t length = strcspn(titles, ",");
        next_cell(csv);
        fwrite(titles, 1, length, csv->out);
        titles += length + (titles[length] == ',');
    }
    csv_end_row(csv);
}
