/* cmd_version.c: which release this is. */
#include "call.h"
#include "command.h"
#include "json_write.h"
#include "notice.h"

static bool run(const struct call *call, struct sp_error *error)
{
    if (!call_operands(call, 0, 0, "nothing", error))
        return false;
    if (call->json) {
        struct json_writer json = json_write_to(call->out);
        json_open_object(&json, NULL);
        json_write_text(&json, "name", "smartpick");
        json_write_text(&json, "version", SP_VERSION);
        json_write_text(&json, "license", "Apache-2.0");
        json_write_text(&json, "notice", output_notice());
        json_close(&json);
        json_finish(&json);
    } else {
        fprintf(call->out, "smartpick %s\n%s\n", SP_VERSION, output_notice());
    }
    return true;
}

const struct command cmd_version = {
    .name = "version",
    .summary = "Show the release",
    .operands = "",
    .about =
        "Shows the number of the release, which is also the release of its facts; `data` "
        "shows how old each of them is.",
    .example =
        (const struct command_example[]){
            {"version", "The release"},
            {"version --json", "The same for a program"},
            {0},
        },
    .run = run,
};
