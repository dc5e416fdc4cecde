/* bench_import.c: how long a workbook and a CSV file of 160 000 cells take to read.
 *
 * The baseline is the archive alone: the same parts inflated and thrown away.
 */
#include "error.h"
#include "import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <xlsxwriter.h>
#include <zip.h>

enum { ROWS = 20000, COLUMNS = 8, REPEATS = 7 };

static const char path[] = "bench_import.xlsx";

static void make_workbook(void)
{
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *sheet = workbook_add_worksheet(book, NULL);
    char text[64];
    for (int i = 0; i < COLUMNS; i++) {
        snprintf(text, sizeof text, "Column %d", i);
        worksheet_write_string(sheet, 0, (lxw_col_t)i, text, NULL);
    }
    for (uint32_t row = 1; row < ROWS; row++)
        for (int i = 0; i < COLUMNS; i++) {
            snprintf(text, sizeof text, "Hospital %u of city %d", row, i);
            if (i < COLUMNS / 2)
                worksheet_write_string(sheet, row, (lxw_col_t)i, text, NULL);
            else
                worksheet_write_number(sheet, row, (lxw_col_t)i, (row % 100) / 100.0, NULL);
        }
    workbook_close(book);
}

/* Seconds of processor time, which do not count what others do on the machine. */
static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void inflate_all(void)
{
    static char piece[64 << 10];
    zip_t *archive = zip_open(path, ZIP_RDONLY, NULL);
    for (zip_int64_t i = 0; archive && i < zip_get_num_entries(archive, 0); i++) {
        zip_file_t *file = zip_fopen_index(archive, (zip_uint64_t)i, 0);
        while (file && zip_fread(file, piece, sizeof piece) > 0)
            ;
        if (file)
            zip_fclose(file);
    }
    if (archive)
        zip_discard(archive);
}

static void read_workbook(void)
{
    struct table table;
    struct sp_error error;
    if (!import_load(path, NULL, &table, &error)) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
    table_free(&table);
}

static char *csv;
static size_t csv_size;

static void make_csv(void)
{
    struct table table;
    struct sp_error error;
    FILE *out = open_memstream(&csv, &csv_size);
    if (!out || !import_load(path, NULL, &table, &error))
        exit(1);
    for (int i = 0; i < COLUMNS; i++)
        fprintf(out, "%s%s", table.name[i], i < COLUMNS - 1 ? "," : "\n");
    for (int row = 0; row < table.rows; row++)
        for (int i = 0; i < COLUMNS; i++)
            fprintf(out, "\"%s\"%s", table_cell(&table, row, i),
                    i < COLUMNS - 1 ? "," : "\n");
    fclose(out);
    table_free(&table);
}

static void read_csv(void)
{
    struct table table;
    struct sp_error error;
    if (!table_parse_csv(csv, csv_size, &table, &error))
        exit(1);
    table_free(&table);
}

/* The best of some repeats, in seconds. */
static double best_of(void (*run)(void))
{
    double best = 1e9;
    for (int i = 0; i < REPEATS; i++) {
        double start = now();
        run();
        double took = now() - start;
        best = took < best ? took : best;
    }
    return best;
}

int main(void)
{
    make_workbook();
    make_csv();
    double baseline = best_of(inflate_all), book = best_of(read_workbook);
    double text = best_of(read_csv);
    printf(
        "%d cells: archive inflated %.1f ms; workbook read %.1f ms (%.1f times that, goal "
        "200 ms); CSV read %.1f ms, %.0f MB/s\n",
        ROWS * COLUMNS, 1e3 * baseline, 1e3 * book, book / baseline, 1e3 * text,
        1e-6 * (double)csv_size / text);
    remove(path);
    free(csv);
    return 0;
}
