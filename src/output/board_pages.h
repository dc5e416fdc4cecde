/* board_pages.h: the board and its tasks as text, JSON and CSV */
#pragma once

#include "board.h"
#include "task.h"

#include <stdbool.h>
#include <stdio.h>

struct json_writer;
struct sp_error;

/* What must be in place; rows that the host has not spoken about are told in a sentence.
 * Fails with SP_NO_MEMORY. */
bool board_write_text(FILE *out, const struct sp_board *board, struct sp_error *error);
void board_write_json(FILE *out, const struct sp_board *board);
void board_write_csv(FILE *out, const struct sp_board *board);

bool tasks_write_text(FILE *out, const struct sp_tasks *tasks, const struct sp_board *board,
                      struct sp_error *error);
void tasks_write_json(FILE *out, const struct sp_tasks *tasks,
                      const struct sp_board *board);
void tasks_write_csv(FILE *out, const struct sp_tasks *tasks);

/* A day as JSON text, or null when it is not known. */
void date_write_json(struct json_writer *json, const char *key, struct sp_date date);

/* Yes and no as true and false, unknown as null. */
void answer_write_json(struct json_writer *json, const char *key, enum sp_answer answer);
