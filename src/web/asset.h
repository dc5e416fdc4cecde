/* asset.h: the pages, as they were packed into the program
 *
 * Everything below ui/dist stands in one table by its path there.  A page address ("/",
 * "/program/1234140C0") answers with index.html, in which the pages find out for
 * themselves what to show; nothing is ever looked up on the disk.
 */
#pragma once

#include "embedded.h"

#include <stdbool.h>

struct request;
struct sp_error;

extern const struct embedded assets[]; /* [assets_count], by path */
extern const int assets_count;

/* Answers a GET that no route takes: the file of that path, packed small as the browser
 * accepts it, or a page.  A name that carries its own hash ("app-1A2B3C4D.js") may be kept
 * for ever, all else is asked for again.  Fails with SP_NOT_FOUND. */
bool asset_answer(struct request *request, struct sp_error *error);
