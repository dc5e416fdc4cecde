/* embed.c: packs files into the program
 *
 *   embed OUT DEPFILE NAME=PATH...
 *
 * A path that is a folder stands for its .csv and .md files, by name; NAME then goes in
 * front of theirs.  A folder that is not there packs nothing.  OUT becomes a C source
 * with one `.incbin` a file (an array of four million numbers takes seconds to compile,
 * this takes none) and the table that src/store/embedded.h declares.  DEPFILE names the
 * files and the folders, so that a file that comes or goes is seen by the next build.
 */
#define _GNU_SOURCE 1 /* asprintf: a build tool gets no flags of the project */
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_FILES = 256 };

struct packed {
    char *name, *path;
};

static struct packed packed[MOST_FILES];
static int count;

static void __attribute__((noreturn, format(printf, 1, 2))) stop(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("embed: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

static char *join(const char *a, const char *between, const char *b)
{
    char *text;
    if (asprintf(&text, "%s%s%s", a, between, b) < 0)
        stop("no memory");
    return text;
}

static void add(char *name, char *path)
{
    if (count == MOST_FILES)
        stop("more than %d files", MOST_FILES);
    if (strpbrk(path, "\"\\\n"))
        stop("%s: a quote, backslash or line feed in a path", path);
    packed[count++] = (struct packed){name, path};
}

static int is_packed(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot && entry->d_name[0] != '.'
           && (strcmp(dot, ".csv") == 0 || strcmp(dot, ".md") == 0);
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void add_folder(const char *prefix, const char *path)
{
    struct dirent **entry;
    int entries = scandir(path, &entry, is_packed, by_bytes);
    if (entries < 0)
        stop("%s: %s", path, strerror(errno));
    for (int i = 0; i < entries; i++) {
        add(join(prefix, "", entry[i]->d_name), join(path, "/", entry[i]->d_name));
        free(entry[i]);
    }
    free(entry);
}

/* FNV-1a, 64 bits: tells one release of a file from another. */
static uint64_t checksum(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        stop("%s: %s", path, strerror(errno));
    uint64_t sum = 0xcbf29ce484222325u;
    for (int byte; (byte = getc(file)) != EOF;)
        sum = (sum ^ (uint64_t)byte) * 0x100000001b3u;
    if (ferror(file))
        stop("%s: %s", path, strerror(errno));
    fclose(file);
    return sum;
}

static void write_source(FILE *out)
{
    fputs("#include \"embedded.h\"\n\n", out);
    for (int i = 0; i < count; i++)
        fprintf(out,
                "__asm__(\".pushsection .rodata\\n\\t.balign 16\\nembedded_%d:\\n\\t"
                ".incbin \\\"%s\\\"\\nembedded_%d_end:\\n\\t.byte 0\\n\\t.popsection\");\n"
                "extern const char embedded_%d[], embedded_%d_end[];\n",
                i, packed[i].path, i, i, i);
    fputs("\nconst struct embedded embedded[] = {\n", out);
    for (int i = 0; i < count; i++)
        fprintf(out, "    {\"%s\", embedded_%d, embedded_%d_end, \"%016llx\"},\n",
                packed[i].name, i, i, (unsigned long long)checksum(packed[i].path));
    fprintf(out, "    {0, 0, 0, 0},\n};\nconst int embedded_count = %d;\n", count);
}

static void write_dependency(FILE *out, const char *path)
{
    fputc(' ', out);
    for (; *path; path++) {
        if (*path == ' ' || *path == '#')
            fputc('\\', out);
        fputc(*path, out);
    }
}

static FILE *begin(const char *path)
{
    FILE *file = fopen(path, "w");
    if (!file)
        stop("%s: %s", path, strerror(errno));
    return file;
}

static void end(FILE *file, const char *path)
{
    bool failed = ferror(file) != 0;
    if (fclose(file) != 0 || failed)
        stop("%s: cannot be written", path);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        stop("usage: embed OUT DEPFILE NAME=PATH...");
    FILE *depfile = begin(argv[2]);
    fprintf(depfile, "%s:", argv[1]);
    for (int i = 3; i < argc; i++) {
        char *equals = strchr(argv[i], '=');
        if (!equals)
            stop("%s: NAME=PATH wanted", argv[i]);
        *equals = '\0';
        struct stat is;
        if (stat(equals + 1, &is) != 0)
            continue;
        write_dependency(depfile, equals + 1);
        if (S_ISDIR(is.st_mode))
            add_folder(argv[i], equals + 1);
        else
            add(argv[i], equals + 1);
    }
    for (int i = 0; i < count; i++)
        write_dependency(depfile, packed[i].path);
    fputc('\n', depfile);
    end(depfile, argv[2]);

    FILE *out = begin(argv[1]);
    write_source(out);
    end(out, argv[1]);
    return 0;
}
