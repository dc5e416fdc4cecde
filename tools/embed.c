/* embed.c: packs files into the program
 *
 *   embed OUT DEPFILE TABLE NAME=PATH...
 *
 * A path that is a folder stands for its .csv and .md files, by name, and FOLDER/ for
 * every file below it; NAME then goes in front of theirs.  What is not there packs
 * nothing.  OUT becomes a C source with one `.incbin` a file (an array of four million
 * numbers takes seconds to compile, this takes none) and the table, TABLE and
 * TABLE_count, of `struct embedded` (src/store/embedded.h).  DEPFILE names the files and
 * the folders, or of what is not there the folder where it would be, so that a file that
 * comes or goes is seen by the next build.
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

enum { MOST_FILES = 1024 };

struct packed {
    char *name, *path;
};

static struct packed packed[MOST_FILES];
static int count;
static char *seen[MOST_FILES]; /* folders that were looked into */
static int seens;

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

static void see(char *folder)
{
    if (seens == MOST_FILES)
        stop("more than %d folders", MOST_FILES);
    seen[seens++] = folder;
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

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void add_folder(const char *prefix, char *path, bool all)
{
    struct dirent **entry;
    int entries = scandir(path, &entry, all ? is_visible : is_packed, by_bytes);
    if (entries < 0)
        stop("%s: %s", path, strerror(errno));
    see(path);
    for (int i = 0; i < entries; i++) {
        char *inner = join(path, "/", entry[i]->d_name);
        char *name = join(prefix, "", entry[i]->d_name);
        struct stat is;
        if (all && stat(inner, &is) == 0 && S_ISDIR(is.st_mode)) {
            char *within = join(name, "/", "");
            add_folder(within, inner, true);
            free(within);
            free(name);
        } else {
            add(name, inner);
        }
        free(entry[i]);
    }
    free(entry);
}

/* What NAME=PATH stands for. */
static void add_argument(char *name, char *path)
{
    size_t length = strlen(path);
    bool all = length > 1 && path[length - 1] == '/';
    struct stat is;
    if (all)
        path[length - 1] = '\0';
    if (stat(path, &is) != 0) {
        char *parent = strdup(path);
        if (!parent)
            stop("no memory");
        while (stat(parent, &is) != 0 && strrchr(parent, '/') > parent)
            *strrchr(parent, '/') = '\0';
        see(parent);
    } else if (S_ISDIR(is.st_mode)) {
        add_folder(name, path, all);
    } else {
        add(name, path);
    }
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

static void write_source(FILE *out, const char *table)
{
    fputs("#include \"embedded.h\"\n\n", out);
    for (int i = 0; i < count; i++)
        fprintf(out,
                "__asm__(\".pushsection .rodata\\n\\t.balign 16\\n%s_%d:\\n\\t"
                ".incbin \\\"%s\\\"\\n%s_%d_end:\\n\\t.byte 0\\n\\t.popsection\");\n"
                "extern const char %s_%d[], %s_%d_end[];\n",
                table, i, packed[i].path, table, i, table, i, table, i);
    fprintf(out, "\nconst struct embedded %s[] = {\n", table);
    for (int i = 0; i < count; i++)
        fprintf(out, "    {\"%s\", %s_%d, %s_%d_end, \"%016llx\"},\n", packed[i].name,
                table, i, table, i, (unsigned long long)checksum(packed[i].path));
    fprintf(out, "    {0, 0, 0, 0},\n};\nconst int %s_count = %d;\n", table, count);
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
    if (argc < 4)
        stop("usage: embed OUT DEPFILE TABLE NAME=PATH...");
    for (int i = 4; i < argc; i++) {
        char *equals = strchr(argv[i], '=');
        if (!equals)
            stop("%s: NAME=PATH wanted", argv[i]);
        *equals = '\0';
        add_argument(argv[i], equals + 1);
    }
    FILE *depfile = begin(argv[2]);
    fprintf(depfile, "%s:", argv[1]);
    for (int i = 0; i < seens; i++)
        write_dependency(depfile, seen[i]);
    for (int i = 0; i < count; i++)
        write_dependency(depfile, packed[i].path);
    fputc('\n', depfile);
    end(depfile, argv[2]);

    FILE *out = begin(argv[1]);
    write_source(out, argv[3]);
    end(out, argv[1]);
    return 0;
}
