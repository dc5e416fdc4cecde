/* smartpick.h: all of libsmartpick
 *
 *     #include <smartpick/smartpick.h>        cc … $(pkg-config --cflags --libs smartpick)
 *
 * The headers named here are public, are installed, and are the manual.  What else
 * stands in src/model is the library's own business.
 */
#pragma once

#include "answer.h"
#include "arena.h"
#include "bill.h"
#include "board.h"
#include "budget.h"
#include "calibrate.h"
#include "certificate.h"
#include "composition.h"
#include "date.h"
#include "eligibility.h"
#include "error.h"
#include "fit.h"
#include "import_report.h"
#include "improve.h"
#include "logistic.h"
#include "match.h"
#include "match_check.h"
#include "match_explain.h"
#include "money.h"
#include "opening.h"
#include "opening_report.h"
#include "opening_search.h"
#include "plan.h"
#include "pool.h"
#include "portfolio.h"
#include "profile.h"
#include "program.h"
#include "published.h"
#include "random.h"
#include "scenario.h"
#include "schedule.h"
#include "schedule_gain.h"
#include "search.h"
#include "season.h"
#include "source.h"
#include "specialty.h"
#include "stay_cost.h"
#include "task.h"
#include "validate.h"
#include "visit.h"
