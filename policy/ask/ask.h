/**
 * @file
 * Reading one bare policy question: the members of its maps as tables, and what they fill.
 */
#ifndef WEIR_POLICY_ASK_H
#define WEIR_POLICY_ASK_H

#include "policy/policy_impl.h"

/* A question under construction. */
struct weir_asking {
    const struct weir_tree *tree;
    struct weir_arena *arena;
    struct weir_error *error;
    struct weir_policy_options options; /* the question's settings */
    struct weir_ask *ask;
};

typedef enum weir_status weir_ask_reader(struct weir_asking *asking, const struct weir_node *value);

/* One row a member. */
struct weir_ask_member {
    struct weir_str name;
    bool required;
    weir_ask_reader *read;
};

/**
 * Reads a map by its table, in the order of the table: a row may rely on those above it. Refuses members that have no
 * row and a required one that is not there; `what` names the map.
 */
enum weir_status weir_ask_map(struct weir_asking *asking, const struct weir_node *map, const char *what,
                              const struct weir_ask_member *members, size_t count);
/** A list of at most WEIR_MAX_ITEMS. */
enum weir_status weir_ask_list(const struct weir_asking *asking, const struct weir_node *value, const char *what);
/** Text that is not empty. */
enum weir_status weir_ask_text(const struct weir_asking *asking, const struct weir_node *value, const char *what,
                               struct weir_str *text);
/** Fails with WEIR_ERR_SCHEMA at the node. */
#define WEIR_ASK_WRONG(asking, node, ...) \
    weir_fail_at((asking)->error, WEIR_ERR_SCHEMA, (asking)->tree, (node), __VA_ARGS__)

/** A word of a list, such as the values of a setting. */
struct weir_ask_word {
    struct weir_str word;
    int value;
};
enum weir_status weir_ask_one_of(const struct weir_asking *asking, const struct weir_node *value, const char *what,
                                 const struct weir_ask_word *words, size_t count, int *found);

/** Twelve digits. */
bool weir_is_account(struct weir_str text);

enum { WEIR_LABEL_BYTES = 64 };
/** Where a document stands in `policies`: "identity[0]", "resource", "scp[1][0]"; its text is in `room`. */
struct weir_str weir_ask_label(char room[WEIR_LABEL_BYTES], enum weir_policy_kind kind, size_t level, size_t index);

weir_ask_reader weir_ask_principal;
weir_ask_reader weir_ask_context;
weir_ask_reader weir_ask_policies;

/** Policies without a request: the map of a question's `policies`; or a document or a list of them, as `identity`. */
enum weir_status weir_ask_policy_set(const struct weir_tree *tree, const struct weir_node *node,
                                     struct weir_arena *arena, struct weir_policy_set *policies,
                                     struct weir_error *error);
/** The members `decision` and `by` of an answer. */
void weir_ask_write_verdict(struct weir_writer *writer, const struct weir_verdict *verdict);

#endif
