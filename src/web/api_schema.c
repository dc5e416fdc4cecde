/* api_schema.c: the fields of a profile, for the form: one table for file, command line
 * and page. */
#include "notice.h"
#include "profile.h"
#include "profile_field.h"
#include "route.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_FIELDS = 200, MOST_GAPS = 32 };

static const char *kind_name(enum profile_kind kind)
{
    switch (kind) {
    case PROFILE_INTEGER:
    case PROFILE_NUMBER:
    case PROFILE_DOLLARS:
        return "number";
    case PROFILE_TRUTH:
    case PROFILE_ANSWER:
        return "bool";
    case PROFILE_CHOICE:
    case PROFILE_WORD:
        return "enum";
    case PROFILE_DATE:
        return "date";
    case PROFILE_OBJECT:
        return "object";
    case PROFILE_LIST:
        return "list";
    default:
        return "text";
    }
}

/* The table of names that a text must be of, or NULL. */
static const char *names_of(enum profile_kind kind)
{
    static const char *const table[] = {
        [PROFILE_SPECIALTY] = "specialty", [PROFILE_STATE] = "state",
        [PROFILE_DIVISION] = "division",   [PROFILE_COUNTRY] = "country",
        [PROFILE_TRACK] = "track",         [PROFILE_INSTITUTION] = "institution",
    };
    return (size_t)kind < sizeof table / sizeof *table ? table[kind] : NULL;
}

static void write_words(struct json_writer *json, const char *const *word)
{
    if (!word) {
        json_write_null(json, "values");
        return;
    }
    json_open_list(json, "values");
    for (; *word; word++)
        if (**word)
            json_write_text(json, NULL, *word);
    json_close(json);
}

static void write_limits(struct json_writer *json, const struct profile_field *field)
{
    bool number = field->kind == PROFILE_INTEGER || field->kind == PROFILE_NUMBER
                  || field->kind == PROFILE_DOLLARS;
    if (number) {
        json_write_number(json, "min", field->low);
        json_write_number(json, "max", field->high);
    } else if (field->kind == PROFILE_LIST) {
        json_write_whole(json, "min", field->least);
        json_write_whole(json, "max", field->most);
    } else {
        json_write_null(json, "min");
        json_write_null(json, "max");
    }
}

/* What every gap rule can say, found on profiles that say nothing. */
static int all_gaps(struct sp_gap *gap)
{
    static const enum sp_applicant_type type[] = {SP_NON_US_IMG, SP_NON_US_IMG, SP_US_DO};
    static const enum sp_visa_need visa[] = {SP_VISA_J1, SP_VISA_NONE, SP_VISA_NONE};
    int count = 0;
    for (int i = 0; i < 3; i++) {
        struct sp_profile blank = sp_profile_blank();
        blank.type = type[i];
        blank.visa = visa[i];
        blank.step2_known = true;
        int found = sp_profile_gaps(&blank, gap + count, MOST_GAPS);
        count += found < MOST_GAPS ? found : MOST_GAPS;
        sp_profile_free(&blank);
    }
    return count;
}

static const char *sharpens(const struct profile_field_name *name, const struct sp_gap *gap,
                            int gaps)
{
    for (int i = 0; i < gaps && !name->field->sharpens; i++)
        if (strcmp(gap[i].field, name->path) == 0)
            return gap[i].sharpens;
    return name->field->sharpens;
}

static void write_field(struct json_writer *json, const struct profile_field_name *name,
                        const struct sp_gap *gap, int gaps)
{
    const struct profile_field *field = name->field;
    bool bare = field->kind == PROFILE_LIST && !field->shape->object;
    const struct profile_field *element = bare ? &field->shape->field[0] : field;
    json_open_object(json, NULL);
    json_write_text(json, "path", name->path);
    json_write_text(json, "label", field->label);
    json_write_text(json, "kind", kind_name(field->kind));
    json_write_bool(json, "required", field->required);
    write_words(json, element->word);
    write_limits(json, field);
    json_write_text(json, "help", field->help);
    json_write_text(json, "sharpens", sharpens(name, gap, gaps));
    json_write_text(json, "of", names_of(element->kind));
    json_write_bool(json, "whole", field->kind == PROFILE_INTEGER);
    json_write_bool(json, "nullable", field->nullable);
    json_write_bool(json, "unknown", field->kind == PROFILE_ANSWER);
    json_close(json);
}

static bool get_schema(struct request *request, struct sp_error *error)
{
    struct profile_field_name *names = calloc(MOST_FIELDS, sizeof *names);
    struct sp_gap gap[3 * MOST_GAPS];
    struct json_writer json;
    if (!names)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the fields");
    int count = profile_field_names(names, MOST_FIELDS), gaps = all_gaps(gap);
    bool ok = request_json(request, &json, error);
    if (ok) {
        json_open_list(&json, NULL);
        for (int i = 0; i < count && i < MOST_FIELDS; i++)
            write_field(&json, &names[i], gap, gaps);
        json_close(&json);
        json_finish(&json);
    }
    free(names);
    return ok;
}

const struct route api_schema_routes[] = {
    {REQUEST_GET, "/api/v1/schema", get_schema, .who = ANYONE},
    {0},
};
