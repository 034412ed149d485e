/**
 * @file
 * Which statements of a document can speak to a question at all, found by its action and resource.
 */
#ifndef WEIR_POLICY_INDEX_H
#define WEIR_POLICY_INDEX_H

#include "policy/policy_impl.h"
#include "policy/prefix.h"

/* Statements by the literal start of their actions, then by the literal start of their resources. */
struct weir_index {
    struct weir_prefix_tree actions;
    const struct weir_prefix_tree *resources; /* one for each key of `actions`; its items are statements */
};

/** Builds the index of the statements that a document has; `*index` stays NULL for few. */
enum weir_status weir_index_build(const struct weir_statement *statements, size_t count, struct weir_arena *arena,
                                  const struct weir_index **index);

/* Lists of statements that one question is answered from; a question that meets more hears every statement. */
enum { WEIR_CANDIDATE_LISTS = 32 };

/* The candidates of one question, in the order of the document, each once. */
struct weir_candidates {
    size_t count; /* of lists */
    bool every;   /* all statements from `next` to `end` */
    size_t next;
    size_t end;
    struct {
        const uint32_t *at;
        const uint32_t *end;
    } lists[WEIR_CANDIDATE_LISTS];
};

/** INVARIANT: a statement that is no candidate would not apply, whoever asks and in whatever context. */
void weir_candidates_open(const struct weir_policy *policy, const struct weir_question *question,
                          struct weir_candidates *candidates);
/** The next one; false when there is none. */
bool weir_candidates_next(struct weir_candidates *candidates, size_t *statement);

#endif
