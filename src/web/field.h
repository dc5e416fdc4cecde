/* field.h: the fields of a body, checked one by one
 *
 * Each call reads one key of an object.  What is not of its kind or out of its range is
 * refused with the name of the field and what would be right.  A field that is absent or
 * null leaves `value` as it is, unless it is `needed`.
 */
#pragma once

#include <stdbool.h>

struct json_t;
struct request;
struct sp_date;
struct sp_error;

enum field_need { FIELD_OPTIONAL, FIELD_NEEDED };

/* Refuses keys that are not among `known` ("name profile options"). */
bool field_only(struct request *request, const struct json_t *object, const char *known,
                struct sp_error *error);

/* At most `most` bytes, no zero byte.  Lives as long as the body. */
bool field_text(struct request *request, const struct json_t *object, const char *key,
                enum field_need need, int most, const char **value, struct sp_error *error);

/* One of the words of `words`, "gold silver none"; `value` is its place. */
bool field_word(struct request *request, const struct json_t *object, const char *key,
                enum field_need need, const char *words, int *value,
                struct sp_error *error);

bool field_whole(struct request *request, const struct json_t *object, const char *key,
                 enum field_need need, long low, long high, long *value,
                 struct sp_error *error);
bool field_number(struct request *request, const struct json_t *object, const char *key,
                  enum field_need need, double low, double high, double *value,
                  struct sp_error *error);
bool field_bool(struct request *request, const struct json_t *object, const char *key,
                enum field_need need, bool *value, struct sp_error *error);

/* A day, "2027-06-07". */
bool field_date(struct request *request, const struct json_t *object, const char *key,
                enum field_need need, struct sp_date *value, struct sp_error *error);

/* An object or a list (of at most `most` elements); not owned, lives as long as the body.
 */
bool field_object(struct request *request, const struct json_t *object, const char *key,
                  enum field_need need, struct json_t **value, struct sp_error *error);
bool field_list(struct request *request, const struct json_t *object, const char *key,
                enum field_need need, int most, struct json_t **value,
                struct sp_error *error);

/* A list of texts; in the memory of the request. */
bool field_texts(struct request *request, const struct json_t *object, const char *key,
                 enum field_need need, int most, const char ***value, int *count,
                 struct sp_error *error);
