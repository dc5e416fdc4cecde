/* help.c: one walk over the rows for each form. */
#include "help.h"

#include "command.h"
#include "json_write.h"
#include "notice.h"
#include "text_table.h"

#include <string.h>

enum { SUMMARY_COLUMN = 26 };

static const char purpose[] =
    "Smart Pick answers where to apply for residency, how many, where to spend signals and "
    "where to stop, from published counts and your own facts, with reasons and ranges.  It "
    "works on this machine, without account and without network.";

static const char state_text[] =
    "Everything is kept in the folder SMARTPICK_HOME (usual: smartpick in the XDG data "
    "folder, ~/.local/share/smartpick).  SMARTPICK_TODAY (2026-11-22) replaces the clock.  "
    "NO_COLOR turns colour off; COLUMNS sets the width.";

static const char exit_text[] = "0 done; 1 what was asked for does not exist; 2 the input "
                                "or the command line is wrong; "
                                "3 the machine does not allow it (file, disk, memory).";

static void paragraphs(const struct text_page *page, const char *text)
{
    char line[1200];
    for (const char *end; *text; text = end + strspn(end, "\n")) {
        end = strstr(text, "\n\n");
        end = end ? end : text + strlen(text);
        snprintf(line, sizeof line, "%.*s", (int)(end - text), text);
        text_wrap(page, 0, 0, line);
        fputc('\n', page->out);
    }
}

static void row(const struct text_page *page, const char *left, const char *right)
{
    char line[600];
    int used = text_width(left) + 2;
    int pad = used < SUMMARY_COLUMN - 1 ? SUMMARY_COLUMN - 1 - used : 1;
    snprintf(line, sizeof line, "%s%*s %s", left, pad, "", right);
    text_wrap(page, 2, SUMMARY_COLUMN, line);
}

static void option_row(const struct text_page *page, const struct command_option *option)
{
    char left[80];
    snprintf(left, sizeof left, "--%s%s%s", option->name, option->argument ? " " : "",
             option->argument ? option->argument : "");
    row(page, left, option->summary);
}

void help_overview(FILE *out)
{
    struct text_page page = text_page_for(out);
    text_heading(&page, "smartpick COMMAND [OPTION…]");
    fputc('\n', out);
    paragraphs(&page, purpose);
    text_heading(&page, "Commands");
    for (int i = 0; commands[i]; i++)
        row(&page, commands[i]->name, commands[i]->summary);
    fputc('\n', out);
    text_heading(&page, "Every command takes");
    for (const struct command_option *o = shared_options; o->name; o++)
        option_row(&page, o);
    fputc('\n', out);
    paragraphs(&page, state_text);
    text_wrap(&page, 0, 0, output_notice());
}

static void usage(const struct text_page *page, const struct command *command)
{
    char line[300];
    snprintf(line, sizeof line, "smartpick %s%s%s [OPTION…]", command->name,
             *command->operands ? " " : "", command->operands);
    text_heading(page, line);
}

void help_command(FILE *out, const struct command *command)
{
    struct text_page page = text_page_for(out);
    usage(&page, command);
    fputc('\n', out);
    paragraphs(&page, command->about);
    text_heading(&page, "Options");
    for (int i = 0; command_own(command, i); i++)
        option_row(&page, command_own(command, i));
    for (const struct command_option *o = shared_options; o->name; o++)
        if (command_shares(command, o))
            option_row(&page, o);
    fputc('\n', out);
    text_heading(&page, "Examples");
    for (const struct command_example *e = command->example; e->line; e++) {
        fprintf(out, "  smartpick %s\n", e->line);
        text_wrap(&page, 6, 6, e->what);
    }
    fputc('\n', out);
    text_wrap(&page, 0, 0, output_notice());
}

/* Text for man(7): backslash, hyphen and a leading point or quote are special. */
static void man_text(FILE *out, const char *text)
{
    if (*text == '.' || *text == '\'')
        fputs("\\&", out);
    for (const char *at = text; *at; at++) {
        if (at[0] == '\n' && at[1] == '\n') {
            fputs("\n.PP", out);
        } else if (*at == '\\') {
            fputs("\\e", out);
        } else {
            if (*at == '-')
                fputc('\\', out);
            fputc(*at, out);
        }
    }
}

static void man_section(FILE *out, const char *title, const char *text)
{
    fprintf(out, ".SH %s\n", title);
    man_text(out, text);
    fputc('\n', out);
}

static void man_option(FILE *out, const struct command_option *option)
{
    fputs(".TP\n.B \\-\\-", out);
    man_text(out, option->name);
    if (option->argument) {
        fputs(" \\fI", out);
        man_text(out, option->argument);
        fputs("\\fR", out);
    }
    fputc('\n', out);
    man_text(out, option->summary);
    fputs(".\n", out);
}

static void man_command(FILE *out, const struct command *command)
{
    fputs(".SS \"", out);
    man_text(out, command->name);
    fprintf(out, "%s", *command->operands ? " " : "");
    man_text(out, command->operands);
    fputs("\"\n", out);
    man_text(out, command->about);
    fputc('\n', out);
    for (int i = 0; command_own(command, i); i++)
        man_option(out, command_own(command, i));
    for (const struct command_example *e = command->example; e->line; e++) {
        fputs(".PP\n", out);
        man_text(out, e->what);
        fputs(":\n.PP\n.in +4n\n.nf\nsmartpick ", out);
        man_text(out, e->line);
        fputs("\n.fi\n.in\n", out);
    }
}

void help_man(FILE *out)
{
    fprintf(out,
            ".\\\" Made by: smartpick help --man\n.TH SMARTPICK 1 \"\" \"smartpick %s\" "
            "\"User Commands\"\n",
            SP_VERSION);
    fputs(".SH NAME\nsmartpick \\- where to apply for residency, and why\n"
          ".SH SYNOPSIS\n.B smartpick\n.I COMMAND\n[\\fIOPTION\\fR...]\n",
          out);
    man_section(out, "DESCRIPTION", purpose);
    fputs(".SH COMMANDS\n", out);
    for (int i = 0; commands[i]; i++)
        man_command(out, commands[i]);
    fputs(".SH \"OPTIONS OF EVERY COMMAND\"\n", out);
    for (const struct command_option *o = shared_options; o->name; o++)
        man_option(out, o);
    man_section(out, "ENVIRONMENT", state_text);
    man_section(out, "\"EXIT STATUS\"", exit_text);
    man_section(out, "NOTICE", output_notice());
}

static void bash_values(FILE *out, const char *command, const struct command_option *option)
{
    if (option->words)
        fprintf(out, "    %s:--%s) list=\"%s\" ;;\n", command, option->name, option->words);
    else if (option->argument && strcmp(option->argument, "FILE") == 0)
        fprintf(out, "    %s:--%s) COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n",
                command, option->name);
}

static void bash_names(FILE *out, const struct command *command)
{
    fprintf(out, "        %s) list=\"%s", command->name,
            command->words ? command->words : "");
    for (int i = 0; command_own(command, i); i++)
        fprintf(out, " --%s", command_own(command, i)->name);
    for (const struct command_option *o = shared_options; o->name; o++)
        if (command_shares(command, o))
            fprintf(out, " --%s", o->name);
    fputs("\" ;;\n", out);
}

/* The rows hold none of " $ ` \\, so they fit into double quotes. */
static void complete_bash(FILE *out)
{
    fputs("# bash completion of smartpick; made by: smartpick help --completion bash\n"
          "_smartpick()\n{\n"
          "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} "
          "list=\n"
          "    if [ \"$COMP_CWORD\" = 1 ]; then\n        COMPREPLY=($(compgen -W \"",
          out);
    for (int i = 0; commands[i]; i++)
        fprintf(out, "%s%s", i ? " " : "", commands[i]->name);
    fputs("\" -- \"$word\"))\n        return\n    fi\n"
          "    case ${COMP_WORDS[1]}:$before in\n",
          out);
    for (int i = 0; commands[i]; i++)
        for (int k = 0; command_own(commands[i], k); k++)
            bash_values(out, commands[i]->name, command_own(commands[i], k));
    for (const struct command_option *o = shared_options; o->name; o++)
        bash_values(out, "*", o);
    fputs("    *) case ${COMP_WORDS[1]} in\n", out);
    for (int i = 0; commands[i]; i++)
        bash_names(out, commands[i]);
    fputs(
        "        esac ;;\n    esac\n    COMPREPLY=($(compgen -W \"$list\" -- \"$word\"))\n"
        "}\ncomplete -o default -F _smartpick smartpick\n",
        out);
}

/* In single quotes; an apostrophe ends them, stands escaped, and opens them again. */
static void quoted(FILE *out, const char *text, const char *apostrophe)
{
    fputc('\'', out);
    for (; *text; text++)
        if (*text == '\'')
            fputs(apostrophe, out);
        else
            fputc(*text, out);
    fputc('\'', out);
}

static bool takes_files(const struct command *command)
{
    return strstr(command->operands, "FILE") != NULL;
}

static void zsh_option(FILE *out, const struct command_option *option)
{
    char row[400];
    const char *files =
        option->argument && strcmp(option->argument, "FILE") == 0 ? "_files" : "";
    if (option->words)
        snprintf(row, sizeof row, "%s--%s=[%s]:%s:(%s)", option->repeats ? "*" : "",
                 option->name, option->summary, option->argument, option->words);
    else if (option->argument)
        snprintf(row, sizeof row, "%s--%s=[%s]:%s:%s", option->repeats ? "*" : "",
                 option->name, option->summary, option->argument, files);
    else
        snprintf(row, sizeof row, "--%s[%s]", option->name, option->summary);
    fputs(" \\\n            ", out);
    quoted(out, row, "'\\''");
}

static void zsh_command(FILE *out, const struct command *command)
{
    fprintf(out, "    %s)\n        _arguments", command->name);
    for (int i = 0; command_own(command, i); i++)
        zsh_option(out, command_own(command, i));
    for (const struct command_option *o = shared_options; o->name; o++)
        if (command_shares(command, o))
            zsh_option(out, o);
    if (command->words)
        fprintf(out, " \\\n            '1:what:(%s)'", command->words);
    if (takes_files(command))
        fputs(" \\\n            '*:file:_files'", out);
    fputs("\n        ;;\n", out);
}

static void complete_zsh(FILE *out)
{
    fputs(
        "#compdef smartpick\n# made by: smartpick help --completion zsh\n_smartpick()\n{\n"
        "    local -a names\n    names=(\n",
        out);
    for (int i = 0; commands[i]; i++) {
        char row[300];
        snprintf(row, sizeof row, "%s:%s", commands[i]->name, commands[i]->summary);
        fputs("        ", out);
        quoted(out, row, "'\\''");
        fputc('\n', out);
    }
    fputs("    )\n    if ((CURRENT == 2)); then\n        _describe command names\n"
          "        return\n    fi\n    local name=$words[2]\n    shift words\n"
          "    ((CURRENT--))\n    case $name in\n",
          out);
    for (int i = 0; commands[i]; i++)
        zsh_command(out, commands[i]);
    /* Found on the path of functions, it is the function; sourced, it registers it. */
    fputs("    esac\n}\nif [[ $funcstack[1] == _smartpick ]]; then\n    _smartpick \"$@\"\n"
          "else\n    compdef _smartpick smartpick\nfi\n",
          out);
}

static void fish_option(FILE *out, const char *command, const struct command_option *option)
{
    bool file = option->argument && strcmp(option->argument, "FILE") == 0;
    fprintf(out, "complete -c smartpick");
    if (command)
        fprintf(out, " -n '__fish_seen_subcommand_from %s'", command);
    fprintf(out, " -l %s%s -d ", option->name,
            !option->argument ? ""
            : file            ? " -r -F"
                              : " -x");
    quoted(out, option->summary, "\\'");
    if (option->words)
        fprintf(out, " -a '%s'", option->words);
    fputc('\n', out);
}

static void complete_fish(FILE *out)
{
    fputs("# fish completion of smartpick; made by: smartpick help --completion fish\n",
          out);
    for (int i = 0; commands[i]; i++) {
        const struct command *command = commands[i];
        fprintf(out, "complete -c smartpick -n __fish_use_subcommand -f -a %s -d ",
                command->name);
        quoted(out, command->summary, "\\'");
        fputc('\n', out);
        if (!takes_files(command))
            fprintf(out, "complete -c smartpick -n '__fish_seen_subcommand_from %s' -f\n",
                    command->name);
        if (command->words)
            fprintf(out,
                    "complete -c smartpick -n '__fish_seen_subcommand_from %s' -a '%s'\n",
                    command->name, command->words);
        for (int k = 0; command_own(command, k); k++)
            fish_option(out, command->name, command_own(command, k));
        if (command->table)
            fish_option(out, command->name, &shared_options[1]);
    }
    for (const struct command_option *o = shared_options; o->name; o++)
        if (strcmp(o->name, "csv") != 0)
            fish_option(out, NULL, o);
}

bool help_completion(FILE *out, const char *shell)
{
    static const struct {
        const char *shell;
        void (*write)(FILE *out);
    } form[] = {{"bash", complete_bash}, {"zsh", complete_zsh}, {"fish", complete_fish}};
    for (size_t i = 0; i < sizeof form / sizeof *form; i++)
        if (strcmp(form[i].shell, shell) == 0) {
            form[i].write(out);
            return true;
        }
    return false;
}

static void option_json(struct json_writer *json, const struct command_option *option)
{
    json_open_object(json, NULL);
    json_write_text(json, "name", option->name);
    json_write_text(json, "argument", option->argument);
    json_write_text(json, "summary", option->summary);
    json_write_bool(json, "repeats", option->repeats);
    json_close(json);
}

static void command_json(struct json_writer *json, const struct command *command)
{
    json_open_object(json, NULL);
    json_write_text(json, "name", command->name);
    json_write_text(json, "summary", command->summary);
    json_write_text(json, "operands", command->operands);
    json_open_list(json, "options");
    for (int i = 0; command_own(command, i); i++)
        option_json(json, command_own(command, i));
    json_close(json);
    json_open_list(json, "examples");
    for (const struct command_example *e = command->example; e->line; e++)
        json_write_text(json, NULL, e->line);
    json_close(json);
    json_close(json);
}

void help_json(FILE *out)
{
    struct json_writer json = json_write_to(out);
    json_open_object(&json, NULL);
    json_open_list(&json, "commands");
    for (int i = 0; commands[i]; i++)
        command_json(&json, commands[i]);
    json_close(&json);
    json_open_list(&json, "shared_options");
    for (const struct command_option *o = shared_options; o->name; o++)
        option_json(&json, o);
    json_close(&json);
    json_write_text(&json, "notice", output_notice());
    json_close(&json);
    json_finish(&json);
}
