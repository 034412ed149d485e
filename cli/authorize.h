/* `weir authorize`: what it was asked to do, and its answers for a person, a program and the corpus. */
#ifndef WEIR_CLI_AUTHORIZE_H
#define WEIR_CLI_AUTHORIZE_H

#include <weir/policy.h>

#include "answer.h"
#include "cli.h"
#include "paint.h"

/* Answers a question that stands in a tree; the answer lives in the arena, and its `run` stays empty. */
void authorize_node(const struct weir_tree *tree, const struct weir_node *question,
                    const struct weir_ask_options *options, struct weir_arena *arena, struct answer *answer);
/* A question that is a text of its own: YAML or JSON, or with a `line` above 0 the JSON on that line of a file. */
void authorize_text(struct weir_str text, struct weir_str name, uint32_t line, bool explained, struct weir_arena *arena,
                    struct answer *answer);
/* The line for what could not even be read. */
void authorize_error(struct weir_str id, const struct weir_error *error, struct weir_arena *arena,
                     struct answer *answer);

/* Tells the answer to a person; `verbose` leaves nothing out. */
void authorize_report(const struct weir_ask *ask, const struct weir_explanation *explanation, bool verbose,
                      struct paint *paint);

#endif
