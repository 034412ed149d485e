/* What the halves of `weir rules` share: the entries of a rulebook as its documents have them, in their order. */
#ifndef WEIR_CLI_RULES_H
#define WEIR_CLI_RULES_H

#include <weir/vend.h>

#include "cli.h"
#include "paint.h"

enum rules_kind { RULES_OPERATION, RULES_RULE, RULES_SETTING, RULES_SOURCE, RULES_KINDS };

/* One operation, rule, setting or source. */
struct rules_entry {
    enum rules_kind kind;
    const char *name; /* "sts:AssumeRole", "sts.role.exists" */
    const struct weir_tree *tree;
    const struct weir_node *node;    /* its map */
    const struct weir_node *service; /* of its document: errors with their HTTP status; NULL: none */
};

/* A rulebook, sound in every part, with its texts as trees. */
struct rules_book {
    struct weir_arena *arena;
    struct weir_str name;
    const struct weir_tree **trees;
    size_t tree_count;
    struct rules_entry *entries;
    size_t count;
    size_t room;
};

/* One line of an operation's rules: a rule, or the head of a loop whose rules stand deeper. */
struct rules_step {
    const struct weir_tree *tree;
    const struct weir_node *node;
    size_t depth;
};

/* The rulebook of these files, of none the builtin one; failures are on stderr already. */
enum cli_exit rules_read(const char *const *paths, size_t count, struct weir_arena *arena, struct rules_book *book);
const struct rules_entry *rules_find(const struct rules_book *book, struct weir_str name);
/* The nearest name, or NULL. */
const char *rules_near(const struct rules_book *book, const char *name);
/* The steps of an operation in the order they are walked, those of its groups among them; NULL: no memory. */
const struct rules_step *rules_steps(const struct rules_book *book, const struct rules_entry *operation, size_t *count);
/* What the rulebook calls a rule, or empty: a value that is bound and cannot be missed has no name. */
struct weir_str rules_id(const struct weir_node *rule);
/* Does the rule speak of the setting, or the operation outside of its rules? */
bool rules_uses(const struct rules_book *book, const struct rules_entry *entry, const char *setting);

/* The operations, a line each, and how many settings there are. */
void rules_tell_all(const struct rules_book *book, struct paint *paint);
void rules_tell_operation(const struct rules_book *book, const struct rules_entry *entry, bool verbose,
                          struct paint *paint);
void rules_tell_rule(const struct rules_book *book, const struct rules_entry *entry, struct paint *paint);
void rules_tell_setting(const struct rules_book *book, const struct rules_entry *entry, struct paint *paint);
void rules_tell_source(const struct rules_book *book, const struct rules_entry *entry, struct paint *paint);
/* One rules/1 object on a line. */
enum cli_exit rules_write(const struct rules_book *book, const struct rules_entry *entry, struct paint *paint);

#endif
