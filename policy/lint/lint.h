/**
 * @file
 * The lint's own shapes: one run over one document, the table of rules, and how a rule says what it found.
 */
#ifndef WEIR_POLICY_LINT_H
#define WEIR_POLICY_LINT_H

#include "policy/policy_impl.h"

/* Findings kept: whoever has more mends these first, and each costs the search for its place. */
enum { WEIR_LINT_MAX_FINDINGS = 1000 };
/* Steps of comparing statements with each other, a pair of bytes each; AWS's largest document needs a hundredth. */
enum { WEIR_LINT_MAX_STEPS = 100 * 1000 * 1000 };

struct weir_lint_found {
    struct weir_lint_finding finding;
    struct weir_lint_found *next;
};

/* One run over one document. */
struct weir_lint_run {
    const struct weir_tree *tree;
    const struct weir_node *root;
    struct weir_str text; /* of the document: as it was given, or written compactly where it was no text */
    enum weir_policy_kind kind;
    struct weir_arena *arena;
    size_t characters_max;                   /* 0: no quota */
    bool variables;                          /* the document's version has them */
    const struct weir_statement *statements; /* those that can be read */
    const size_t *numbers;                   /* of each in the document, the first is 1 */
    size_t count;
    struct weir_lint_found *first;
    struct weir_lint_found *last;
    size_t found;
    bool has_error;
    size_t steps_left;
    enum weir_status status; /* the first failure sticks: report what is found, then ask once */
};

struct weir_lint_row;

/* What a rule looks at: the document, one of its statements, or one condition of it. */
struct weir_lint_subject {
    const struct weir_lint_row *row;
    const struct weir_statement *statement;
    const struct weir_condition *condition;
};

typedef void weir_lint_check(struct weir_lint_run *run, const struct weir_lint_subject *subject);

enum weir_lint_level {
    WEIR_LINT_BY_HAND, /* found while the document is read */
    WEIR_LINT_DOCUMENT,
    WEIR_LINT_STATEMENT,
    WEIR_LINT_CONDITION,
    WEIR_LINT_LAST /* of the document, once all else is found */
};

struct weir_lint_row {
    struct weir_lint_rule rule;
    enum weir_lint_level level;
    weir_lint_check *check;                              /* NULL for what is found by hand */
    struct weir_str (*cure_at)(struct weir_str pointer); /* NULL where the rule's own cure holds at every place */
};

/** The rules in the order of their ids. */
const struct weir_lint_row *weir_lint_rows(size_t *count);
/** The row of an id that is there. */
const struct weir_lint_row *weir_lint_row(const char *id);

/** Writes down one finding at a node; NULL is the document itself. */
void weir_lint_report(struct weir_lint_run *run, const struct weir_lint_row *row, const struct weir_node *node,
                      const char *format, ...) WEIR_PRINTF(4, 5);
/** The same at the place of an error, in its words. */
void weir_lint_report_error(struct weir_lint_run *run, const struct weir_lint_row *row, const struct weir_error *error);
/** How the element at a JSON pointer of a policy is to be written. */
struct weir_str weir_lint_cure(struct weir_str pointer);
/** Puts the findings into the order of the text, those of one place in the order in which they were found. */
enum weir_status weir_lint_finish(struct weir_lint_run *run, const struct weir_lint **lint);
/** Takes steps of the run's allowance; false once it is used up, which is a finding. */
bool weir_lint_spend(struct weir_lint_run *run, size_t steps);

/** "statement 2", or "statement 2 (AllowRead)". */
struct weir_quoted weir_lint_statement_name(const struct weir_lint_run *run, const struct weir_statement *statement);
/* document.c */
weir_lint_check weir_lint_aws_refuses;
weir_lint_check weir_lint_characters;
weir_lint_check weir_lint_duplicate_sid;
weir_lint_check weir_lint_size;
weir_lint_check weir_lint_version;

/* statement.c */
weir_lint_check weir_lint_action_blank;
weir_lint_check weir_lint_allow_everything;
weir_lint_check weir_lint_no_principal;
weir_lint_check weir_lint_not_action_allow;
weir_lint_check weir_lint_not_principal;
weir_lint_check weir_lint_not_resource_allow;
weir_lint_check weir_lint_public;
weir_lint_check weir_lint_short_arn;
weir_lint_check weir_lint_sid_characters;

/* variable.c */
weir_lint_check weir_lint_variable_2008;
weir_lint_check weir_lint_variable_multivalued;
weir_lint_check weir_lint_variable_open;
weir_lint_check weir_lint_variable_place;

/* condition.c */
weir_lint_check weir_lint_bool_operand;
weir_lint_check weir_lint_empty_values;
weir_lint_check weir_lint_for_all_values;
weir_lint_check weir_lint_if_exists_allow;
weir_lint_check weir_lint_mfa_deny;
weir_lint_check weir_lint_multivalued;
weir_lint_check weir_lint_negated_allow;
weir_lint_check weir_lint_operand;
weir_lint_check weir_lint_set_of_one;
weir_lint_check weir_lint_unknown_key;
weir_lint_check weir_lint_unknown_operator;
weir_lint_check weir_lint_wildcard_equals;

/* cover.c */
weir_lint_check weir_lint_unreachable;

#endif
