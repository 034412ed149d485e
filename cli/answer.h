/* One request asked of one world, and its answer/1 line: what `--ndjson` prints and the corpus is held against. */
#ifndef WEIR_CLI_ANSWER_H
#define WEIR_CLI_ANSWER_H

#include <weir/vend.h>
#include <weir/world.h>

#include "cli.h"

/* What stays the same from one request to the next. */
struct asking {
    const struct weir_world *world;
    const struct weir_decide_options *options;
    const int64_t *now_unix_s; /* NULL: the request's own time */
};

struct answer {
    struct weir_run run;     /* its count is 0 after a failure */
    struct weir_error error; /* its status is WEIR_OK where there are decisions */
    struct weir_str json;    /* answer/1 on one line; empty when memory is out */
    enum cli_exit code;
};

/* Asks a request that stands somewhere in a tree. The answer lives in the arena. */
void answer_node(const struct asking *asking, const struct weir_tree *tree, const struct weir_node *request,
                 struct weir_arena *arena, struct answer *answer);
/* Asks a request that is a text of its own: YAML or JSON, or with a `line` above 0 the JSON on that line of a file. */
void answer_text(const struct asking *asking, struct weir_str text, struct weir_str name, uint32_t line,
                 struct weir_arena *arena, struct answer *answer);
/* The request that a whole text is: it says so by its member `weir`. */
enum weir_status answer_read(const struct weir_tree *tree, struct weir_arena *arena,
                             const struct weir_scenario **scenario, struct weir_error *error);
/* A request's id as JSON text, even of a request that is wrong elsewhere: whoever sent it must find the answer. */
struct weir_str answer_id(const struct weir_node *request, struct weir_arena *arena);
/* Places inside one line of a file are places of the file. `line` 0 is a file of its own. */
void answer_shift_lines(struct weir_error *error, uint32_t line);
/* The line for what could not even be read. */
void answer_error(struct weir_str id, const struct weir_error *error, struct weir_arena *arena, struct answer *answer);

#endif
