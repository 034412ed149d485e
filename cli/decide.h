/* What `weir decide` was asked to do, shared by its ways of answering. */
#ifndef WEIR_CLI_DECIDE_H
#define WEIR_CLI_DECIDE_H

#include "answer.h"
#include "cli.h"

struct decide_plan {
    const struct command *command;
    struct weir_arena *arena; /* for the lists below */
    const char **worlds;
    size_t world_count;
    const char **rulebooks;
    size_t rulebook_count;
    struct weir_setting *settings;
    size_t setting_count;
    const char *patch; /* NULL: no what-if */
    const char *request;
    bool json;
    bool ndjson;
    bool verbose;
    bool quiet;
    bool has_now;
    int64_t now_unix_s;
};

/* Many requests, one a line. */
enum cli_exit decide_lines(const struct decide_plan *plan, const struct asking *asking);
/* One request before and after a patch of the world. */
enum cli_exit decide_what_if(const struct decide_plan *plan, const struct asking *asking);

#endif
