/* test_embedded.c: what is packed into the program is what lies in data/. */
#include "check.h"

#include "embedded.h"
#include "release.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct embedded *find(const char *name)
{
    for (int i = 0; i < embedded_count; i++)
        if (strcmp(embedded[i].name, name) == 0)
            return &embedded[i];
    return NULL;
}

static void assert_same_bytes(const struct embedded *file, const char *path)
{
    FILE *stream = fopen(path, "rb");
    if (!stream)
        fail_msg("%s cannot be read", path);
    for (const char *at = file->bytes; at < file->end; at++)
        if (getc(stream) != (unsigned char)*at)
            fail_msg("%s is not what is packed as %s", path, file->name);
    assert_int_equal(getc(stream), EOF);
    fclose(stream);
}

/* Every table of a folder is packed; a folder that is not there has none. */
static void assert_folder(const char *folder, const char *prefix)
{
    DIR *directory = opendir(folder);
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        const char *dot = strrchr(entry->d_name, '.');
        char name[300], path[600];
        if (!dot || strcmp(dot, ".csv") != 0)
            continue;
        snprintf(name, sizeof name, "%s%s", prefix, entry->d_name);
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (!find(name))
            fail_msg("%s is not packed", path);
        assert_same_bytes(find(name), path);
    }
    if (directory)
        closedir(directory);
}

static void every_table_of_the_data_folder_is_packed_as_it_is(void **state)
{
    (void)state;
    assert_folder("data", "");
    assert_folder("data/nrmp", "nrmp/");
}

/* The folder of a file: what is not of data/ stands here. */
static const char *folder_of(const char *name)
{
    static const char *const others[][2] = {
        {"schema.sql", "src/store"},
        {"applicant-a.json", "examples"},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(name, others[i][0]) == 0)
            return others[i][1];
    return "data";
}

static void nothing_is_packed_that_is_not_there(void **state)
{
    (void)state;
    for (int i = 0; i < embedded_count; i++) {
        char path[300];
        snprintf(path, sizeof path, "%s/%s", folder_of(embedded[i].name), embedded[i].name);
        assert_same_bytes(&embedded[i], path);
        assert_int_equal(*embedded[i].end, '\0');
        assert_int_equal(strlen(embedded[i].checksum), 16);
    }
    assert_int_equal(strncmp(release_embedded().schema, "-- The one schema", 17), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_table_of_the_data_folder_is_packed_as_it_is),
        cmocka_unit_test(nothing_is_packed_that_is_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
