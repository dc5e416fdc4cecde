/* gate.h: who comes in
 *
 * Everything that can be told from the first line and the headers is checked here, before
 * a byte of the body is read: what a proxy could read otherwise than we do, what another
 * site asks for in the user's name, what is too large.
 */
#pragma once

#include <stdbool.h>

struct request;
struct sp_error;

/* Checks path and headers and finds the route (NULL stays for pages and files, which are
 * only read).  Refuses, with the fault in the request:
 *
 *     a name of a header that is no token; Host, Content-Length, Transfer-Encoding,
 *     Content-Type, Origin or X-CSRF twice; Content-Length with Transfer-Encoding  400
 *     a Host that is not ours (DNS rebinding)                                      421
 *     an Origin that is not ours, or Sec-Fetch-Site that says another site asks    403
 *     no such path 404, no such method there 405
 *     a route for OUR_PAGES without the session's token                            403
 *     a body that is not JSON where JSON is read 415, or larger than allowed       413 */
bool gate_admit(struct request *request, struct sp_error *error);

/* The most bytes that this request's body may have. */
unsigned long gate_most(const struct request *request);
