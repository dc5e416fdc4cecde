/* replay.c: a main for a fuzz target where libFuzzer is not at hand: every file of
 * the folder named is one input. */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

/* A copy of exactly the file's size, so that a sanitizer sees one byte too many. */
static void replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    size_t size = 0;
    uint8_t *data = NULL;
    char part[4096];
    for (size_t got; (got = fread(part, 1, sizeof part, file)) > 0;) {
        uint8_t *longer = realloc(data, size + got);
        if (longer == NULL)
            exit(1);
        data = longer;
        for (size_t i = 0; i < got; i++)
            data[size++] = (uint8_t)part[i];
    }
    fclose(file);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
}

int main(int count, char **argument)
{
    if (count != 2) {
        fprintf(stderr, "usage: %s FOLDER\n", argument[0]);
        return 2;
    }
    struct dirent **entry;
    int entries = scandir(argument[1], &entry, NULL, alphasort);
    if (entries < 0) {
        perror(argument[1]);
        return 1;
    }
    int replayed = 0;
    for (int i = 0; i < entries; i++) {
        char path[4096];
        if (entry[i]->d_name[0] != '.') {
            snprintf(path, sizeof path, "%s/%s", argument[1], entry[i]->d_name);
            replay(path);
            replayed++;
        }
        free(entry[i]);
    }
    free(entry);
    printf("%d inputs\n", replayed);
    return replayed == 0;
}
