/* database.h: what we need from an engine
 *
 * The seam between the store and what keeps it: sqlite.c now, postgres.c when one
 * machine is not enough.  SQL is written once, for both: placeholders ?1, ?2 (each in
 * use), types text, bigint and double precision, no words of one engine alone.  Values
 * are bound, never printed into a statement.
 *
 * A handle serves one thread at a time.  Another process may use the same store: what
 * is written between database_begin and database_end is seen whole or not at all.
 */
#pragma once

#include <stdbool.h>

struct sp_error;
struct database;
struct statement;

/* Opens the store in the file `path`, made when missing, readable by its owner only.
 * SP_UNAVAILABLE: no such folder, no right, a damaged file, no place left. */
bool database_open(const char *path, struct database **database, struct sp_error *error);
void database_close(struct database *database); /* NULL is allowed */

/* Runs statements separated by ';' that bind nothing and give no rows. */
bool database_run(struct database *database, const char *script, struct sp_error *error);

/* Starts to write: waits some seconds for other writers, then SP_UNAVAILABLE. */
bool database_begin(struct database *database, struct sp_error *error);

/* Keeps what was written since database_begin when `ok`, takes it back when not.
 * True: it is kept.  When it cannot be kept (a full disk) it is taken back. */
bool database_end(struct database *database, bool ok, struct sp_error *error);

/* One statement; release with database_finish.  `database` must outlive it. */
bool database_prepare(struct database *database, const char *sql,
                      struct statement **statement, struct sp_error *error);
void database_finish(struct statement *statement); /* NULL is allowed */

/* Binds the value of ?place; a text is copied.  A value that cannot be bound makes the
 * next step fail. */
void database_bind_text(struct statement *statement, int place, const char *value);
void database_bind_long(struct statement *statement, int place, long value);
void database_bind_double(struct statement *statement, int place, double value);
void database_bind_null(struct statement *statement, int place);

enum database_step { DATABASE_FAILED, DATABASE_ROW, DATABASE_DONE };

/* The next row.  After DONE or FAILED the statement can be bound and run again; what
 * was bound stays bound.  SP_BAD_INPUT: a row that the schema refuses. */
enum database_step database_step(struct statement *statement, struct sp_error *error);

/* Runs a statement that gives no rows. */
bool database_execute(struct statement *statement, struct sp_error *error);

/* Columns of the row at hand, from 0; a text lives until the next step.  A null reads
 * as "" or 0. */
const char *database_text(struct statement *statement, int column);
long database_long(struct statement *statement, int column);
double database_double(struct statement *statement, int column);
bool database_is_null(struct statement *statement, int column);

/* Rows that the last statement wrote or deleted. */
long database_changes(struct database *database);

/* A number that is another one after anybody, this handle or another one or another
 * process, has written to the store.  Costs microseconds. */
bool database_version(struct database *database, long *version, struct sp_error *error);

/* Makes sure that no byte of deleted rows stays in the files of the store, as far as no
 * other handle still reads them; not inside database_begin. */
bool database_scrub(struct database *database, struct sp_error *error);
