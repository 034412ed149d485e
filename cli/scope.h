/* `weir scope`: what it was asked to do, and its answers for a person, a program and the corpus. */
#ifndef WEIR_CLI_SCOPE_H
#define WEIR_CLI_SCOPE_H

#include <weir/scope.h>

#include "answer.h"
#include "cli.h"
#include "paint.h"

/* Answers a question that stands in a tree; the answer lives in the arena, and its `run` stays empty. */
void scope_node(const struct weir_tree *tree, const struct weir_node *question, uint32_t first_line,
                struct weir_arena *arena, struct answer *answer);
/* A question that is a text of its own: YAML or JSON, or with a `line` above 0 the JSON on that line of a file. */
void scope_text(struct weir_str text, struct weir_str name, uint32_t line, struct weir_arena *arena,
                struct answer *answer);

/* Tells the answer to a person; exactly one of scope and refusal is there. */
void scope_report(const struct weir_scope *scope, const struct weir_refusal *refusal, struct paint *paint);

#endif
