/* cmd_profile.c: a profile by questions, checked, shown, and changed field by field.
 *
 * Without FILE it is the profile in the folder of all state, which the other commands
 * read too.
 */
#include "call.h"
#include "command.h"
#include "error.h"
#include "json_write.h"
#include "profile_ask.h"
#include "profile_draft.h"
#include "profile_field.h"
#include "profile_file.h"
#include "profile_show.h"
#include "profile_write.h"
#include "session.h"
#include "text_table.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_GAPS = 40 };

/* One call of `profile`, with what all its verbs need. */
struct work {
    const struct call *call;
    struct session session;
    struct profile_words words;
    const char *path;
};

static const char *usual_path(struct work *work)
{
    return sp_arena_format(&work->session.text, "%s/profile.json", work->session.home);
}

static bool load(struct work *work, struct sp_error *error)
{
    return profile_file_load(work->path, &work->words, work->session.today,
                             &work->session.profile, error);
}

static bool open_draft(struct work *work, bool fresh, struct profile_draft **draft,
                       struct sp_error *error)
{
    return profile_draft_open(work->path, fresh, &work->words, work->session.today, draft,
                              error);
}

/* ---- new -------------------------------------------------------------------------- */

/* Being interrupted ends a read, and with it the questions; what was said is saved.  The
 * signal may also come just before the read, which then finds the end of its input. */
static void stop_reading(int signal_number)
{
    int kept = errno, nothing = open("/dev/null", O_RDONLY);
    (void)signal_number;
    if (nothing >= 0) {
        dup2(nothing, STDIN_FILENO);
        close(nothing);
    }
    errno = kept;
}

static void listen_to_interrupt(void)
{
    struct sigaction action = {.sa_handler = stop_reading};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
}

static void say_how_to_go_on(const struct work *work, const struct profile_draft *draft,
                             const struct text_page *page, bool asked_all)
{
    struct sp_error missing = {0};
    struct sp_profile profile;
    char line[1200];
    bool whole = profile_draft_read(draft, false, &profile, &missing);
    if (!whole)
        snprintf(line, sizeof line,
                 "Not whole yet.  %s.  `smartpick profile new %s` goes on.", missing.text,
                 work->path);
    else
        snprintf(line, sizeof line,
                 "%s  `smartpick pick --profile %s` makes the list.  More can be said with "
                 "`smartpick profile set`: preferences, pinned and excluded programs.",
                 asked_all ? "That is all." : "Enough for a list; more answers sharpen it.",
                 work->path);
    fputc('\n', page->out);
    text_wrap(page, 0, 0, line);
    sp_profile_free(&profile);
}

static bool make_new(struct work *work, struct sp_error *error)
{
    struct text_page page = text_page_for(work->call->out);
    struct profile_draft *draft;
    bool asked_all = false;
    char line[1200];
    if (!open_draft(work, true, &draft, error))
        return false;
    snprintf(
        line, sizeof line,
        "Answers are kept in %s after each question.  \"quit\" leaves; the same command "
        "goes on later.",
        work->path);
    text_wrap(&page, 0, 0, line);
    listen_to_interrupt();
    bool ok = profile_ask(draft, stdin, &page, &asked_all, error);
    if (ok)
        say_how_to_go_on(work, draft, &page, asked_all);
    profile_draft_close(draft);
    return ok;
}

/* ---- check ------------------------------------------------------------------------ */

/* A country is kept as it is written, so a slip would leave its visa rule unread. */
static const char *country_note(struct work *work)
{
    const char *said = work->session.profile.nationality, *near = NULL;
    int least = 3;
    for (int i = 0; *said && i < work->words.countries; i++) {
        int edits = sp_edit_distance(said, work->words.country[i].country);
        if (edits == 0)
            return NULL;
        if (edits < least) {
            least = edits;
            near = work->words.country[i].country;
        }
    }
    return near ? sp_arena_format(
               &work->session.text,
               "nationality: no visa rule names \"%s\"; if you mean \"%s\", "
               "write it so",
               said, near)
                : NULL;
}

static const char *code_note(struct work *work, const char *field, const char *code)
{
    if (sp_programs_find(&work->session.programs, code) >= 0)
        return NULL;
    return sp_arena_format(&work->session.text,
                           "%s: no program of the catalogue has the code %s", field, code);
}

/* What is allowed and yet looks like a slip; `note` has room for all. */
static int find_notes(struct work *work, const char **note)
{
    const struct sp_profile *profile = &work->session.profile;
    int count = 0;
    if ((note[count] = country_note(work)))
        count++;
    for (int i = 0; i < profile->pins; i++)
        if ((note[count] = code_note(work, "pinned", profile->pinned[i])))
            count++;
    for (int i = 0; i < profile->exclusions; i++)
        if ((note[count] = code_note(work, "excluded", profile->excluded[i])))
            count++;
    return count;
}

static void check_json(const struct work *work, const struct sp_gap *gap, int gaps,
                       const char *const *note, int notes, const char *fault)
{
    struct json_writer json = json_write_to(work->call->out);
    json_open_object(&json, NULL);
    json_write_text(&json, "file", work->path);
    json_write_bool(&json, "ok", fault == NULL);
    json_write_text(&json, "error", fault);
    json_open_list(&json, "notes");
    for (int i = 0; i < notes; i++)
        json_write_text(&json, NULL, note[i]);
    json_close(&json);
    json_open_list(&json, "gaps");
    for (int i = 0; i < gaps; i++) {
        json_open_object(&json, NULL);
        json_write_text(&json, "field", gap[i].field);
        json_write_text(&json, "sharpens", gap[i].sharpens);
        json_close(&json);
    }
    json_close(&json);
    json_close(&json);
    json_finish(&json);
}

static bool check_text(const struct work *work, const struct sp_gap *gap, int gaps,
                       const char *const *note, int notes, struct sp_error *error)
{
    static const struct text_column columns[] = {{"Field", false, false},
                                                 {"What it would sharpen", false, true}};
    struct text_page page = text_page_for(work->call->out);
    struct text_table table = text_table_for(&page, columns, 2);
    char line[1200];
    snprintf(line, sizeof line, "%s is in order.", work->path);
    text_wrap(&page, 0, 0, line);
    for (int i = 0; i < notes; i++)
        text_wrap(&page, 0, 4, note[i]);
    if (gaps == 0)
        return true;
    text_wrap(&page, 0, 0, "Not said yet, the most useful first:");
    for (int i = 0; i < gaps; i++) {
        text_cell(&table, gap[i].field);
        text_cell(&table, gap[i].sharpens);
    }
    return text_table_finish(&table, error);
}

static bool check(struct work *work, struct sp_error *error)
{
    struct sp_gap gap[MOST_GAPS];
    if (!load(work, error)) {
        if (work->call->json)
            check_json(work, NULL, 0, NULL, 0, error->text);
        return false;
    }
    const struct sp_profile *profile = &work->session.profile;
    int gaps = sp_profile_gaps(profile, gap, MOST_GAPS);
    size_t room = 2 + (size_t)profile->pins + (size_t)profile->exclusions;
    const char **note = sp_arena_get(&work->session.text, room * sizeof *note);
    if (!note)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the notes");
    int notes = find_notes(work, note);
    if (!work->call->json)
        return check_text(work, gap, gaps, note, notes, error);
    check_json(work, gap, gaps, note, notes, NULL);
    return true;
}

/* ---- show ------------------------------------------------------------------------- */

static bool show(struct work *work, struct sp_error *error)
{
    if (!load(work, error))
        return false;
    struct text_page page = text_page_for(work->call->out);
    if (!work->call->json) {
        profile_show(&work->session.profile, &work->words, &page);
        return true;
    }
    char *text = profile_write(&work->session.profile, &work->words);
    if (!text)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the profile");
    fputs(text, work->call->out);
    free(text);
    return true;
}

/* ---- set -------------------------------------------------------------------------- */

struct setting {
    const char *field, *value;
    bool add;
    char *before, *after; /* in JSON; NULL: not said */
    bool changed;         /* the profile is another one now */
};

static void set_json(const struct work *work, const struct setting *setting,
                     const char *missing)
{
    struct json_writer json = json_write_to(work->call->out);
    json_open_object(&json, NULL);
    json_write_text(&json, "file", work->path);
    json_write_text(&json, "field", setting->field);
    json_write_text(&json, "before", setting->before);
    json_write_text(&json, "after", setting->after);
    json_write_bool(&json, "changed", setting->changed);
    json_write_text(&json, "missing", missing);
    json_close(&json);
    json_finish(&json);
}

static void set_text(const struct work *work, const struct setting *setting,
                     const char *missing)
{
    struct text_page page = text_page_for(work->call->out);
    text_put(&page, TEXT_BOLD, setting->field);
    text_put(&page, TEXT_PLAIN, ": ");
    text_put(&page, TEXT_PLAIN, setting->before ? setting->before : "not said");
    text_put(&page, TEXT_PLAIN, " -> ");
    text_put(&page, TEXT_PLAIN, setting->after ? setting->after : "not said");
    fputc('\n', work->call->out);
    if (setting->changed)
        fprintf(work->call->out, "Saved in %s; the version before is %s.bak.\n", work->path,
                work->path);
    else
        fprintf(work->call->out, "It was so before; nothing was written.\n");
    if (missing)
        text_wrap(&page, 0, 0, missing);
}

/* Makes the change; what is the same afterwards is not written, so that the version
 * before stays another one. */
static bool make_change(struct profile_draft *draft, struct setting *setting,
                        struct sp_error *error)
{
    char *whole = profile_draft_value(draft, "");
    setting->before = profile_draft_value(draft, setting->field);
    bool ok = setting->add
                  ? profile_draft_add(draft, setting->field, setting->value, error)
                  : profile_draft_set(draft, setting->field, setting->value, error);
    setting->after = profile_draft_value(draft, setting->field);
    char *now = profile_draft_value(draft, "");
    setting->changed = !whole || !now || strcmp(whole, now) != 0;
    if (ok && setting->changed)
        ok = profile_draft_keep(draft, error) && profile_draft_save(draft, error);
    free(whole);
    free(now);
    return ok;
}

static bool change(struct work *work, struct setting *setting, struct sp_error *error)
{
    struct profile_draft *draft;
    struct sp_profile profile;
    struct sp_error missing = {0};
    if (!open_draft(work, false, &draft, error))
        return false;
    bool ok = make_change(draft, setting, error);
    if (ok) {
        bool whole = profile_draft_read(draft, false, &profile, &missing);
        (work->call->json ? set_json : set_text)(work, setting,
                                                 whole ? NULL : missing.text);
        sp_profile_free(&profile);
    }
    free(setting->before);
    free(setting->after);
    profile_draft_close(draft);
    return ok;
}

/* ---- the line --------------------------------------------------------------------- */

static bool run_verb(struct work *work, struct sp_error *error)
{
    static const struct {
        const char *name;
        bool (*run)(struct work *work, struct sp_error *error);
    } verbs[] = {{"new", make_new}, {"check", check}, {"show", show}};
    const struct call *call = work->call;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(call->operand[0], verbs[i].name) != 0)
            continue;
        work->path = call->operands > 1 ? call->operand[1] : usual_path(work);
        if (!work->path)
            return sp_fail(error, SP_NO_MEMORY, "no memory for a path");
        return call_operands(call, 1, 2, "a file", error) && verbs[i].run(work, error);
    }
    return sp_fail(error, SP_BAD_INPUT, "'%.40s' is not one of new, check, show, set",
                   call->operand[0]);
}

/* set [FILE] FIELD [+] VALUE */
static bool run_set(struct work *work, struct sp_error *error)
{
    const struct call *call = work->call;
    const char *const *word = call->operand + 1;
    int words = call->operands - 1;
    if (words < 2 || words > 4)
        return sp_fail(error, SP_BAD_INPUT,
                       "set wants [FILE] FIELD VALUE, or [FILE] FIELD + VALUE");
    bool add = strcmp(word[words - 2], "+") == 0 && words > 2;
    bool file = words == 3 + add;
    if (words == 4 && !add)
        return sp_fail(error, SP_BAD_INPUT,
                       "'%.40s' is one word too many; put a value with spaces in quotes",
                       word[words - 1]);
    work->path = file ? word[0] : usual_path(work);
    if (!work->path)
        return sp_fail(error, SP_NO_MEMORY, "no memory for a path");
    struct setting setting = {.field = word[file], .value = word[words - 1], .add = add};
    return change(work, &setting, error);
}

static bool run(const struct call *call, struct sp_error *error)
{
    struct work work = {.call = call};
    if (!call_operands(call, 1, 5, "new, check, show or set", error))
        return false;
    signal(SIGXFSZ, SIG_IGN); /* a full disk is told, not died of */
    bool set = strcmp(call->operand[0], "set") == 0;
    bool checks = strcmp(call->operand[0], "check") == 0;
    if (!session_open(call, SESSION_SPECIALTIES | (checks ? SESSION_PROGRAMS : 0),
                      &work.session, error))
        return false;
    work.words = session_words(&work.session);
    bool ok = set ? run_set(&work, error) : run_verb(&work, error);
    session_close(&work.session);
    return ok;
}

const struct command cmd_profile = {
    .name = "profile",
    .summary = "Make, check, show and change the profile of one person",
    .operands = "new|check|show|set [FILE] [FIELD [+] VALUE]",
    .words = "new check show set",
    .about =
        "A profile is one JSON file; docs/profile.md describes its fields.  Without FILE "
        "it is "
        "the one that the other commands read when they are given none.\n\n"
        "new asks one question at a time and saves after each; it can be left with "
        "\"quit\", "
        "Ctrl-C or Ctrl-D and goes on where it was left.  check says what is wrong, or "
        "what "
        "would sharpen the answer.  show says it in plain words.  set changes one field, "
        "checks the whole, and keeps the version before as FILE.bak; + adds to a list, and "
        "\"\" takes a field out.",
    .example =
        (const struct command_example[]){
            {"profile new", "Make your profile by answering questions"},
            {"profile check me.json", "What is wrong, or missing"},
            {"profile set me.json step2_ck 251", "A new score"},
            {"profile set me.json letters[0].from_us yes", "One fact of the first letter"},
            {"profile set me.json ties + \"family, OH\"", "One more tie"},
            {"profile show me.json --json", "The file in its usual form"},
            {0},
        },
    .run = run,
};
