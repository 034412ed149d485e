/**
 * @file
 * The settings of the policy language: what AWS's pages leave open, one row each, and how a statement may be read of it.
 */
#ifndef WEIR_POLICY_SETTING_H
#define WEIR_POLICY_SETTING_H

#include <weir/base.h>
#include <weir/policy.h>

/* Member of struct weir_policy_options; its type, an enum numbered from 0, the default. */
#define WEIR_POLICY_SETTING_MAP(X)                                                   \
    X(UNKNOWN_OPERATOR, unknown_operator, enum weir_unknown_operator)                \
    X(NOT_PRINCIPAL_CHAIN, not_principal_chain, enum weir_not_principal_chain)       \
    X(BOOL_VARIABLES, bool_variables, enum weir_bool_variables)                      \
    X(EMPTY_VARIABLE, empty_variable, enum weir_empty_variable)                      \
    X(TAG_VALUE_CASE, tag_value_case, enum weir_tag_value_case)                      \
    X(UNREADABLE_OPERAND_NEGATED, unreadable_operand_negated, enum weir_open_answer) \
    X(FOR_ANY_IF_EXISTS_ABSENT, for_any_if_exists_absent, enum weir_open_answer)     \
    X(NULL_OF_EMPTY_TEXT, null_of_empty_text, enum weir_null_of_empty_text)

enum weir_policy_setting {
#define WEIR_POLICY_SETTING_ID(id, member, type) WEIR_SETTING_##id,
    WEIR_POLICY_SETTING_MAP(WEIR_POLICY_SETTING_ID)
#undef WEIR_POLICY_SETTING_ID
        WEIR_POLICY_SETTINGS
};

enum { WEIR_POLICY_SETTING_VALUES = 3 };

struct weir_policy_setting_row {
    struct weir_str name;
    struct weir_str values[WEIR_POLICY_SETTING_VALUES]; /* by their numbers; the first is the default */
    size_t count;
    struct weir_str open;   /* what the pages leave open: one clause, shown with the setting */
    struct weir_str source; /* id of the page */
};

const struct weir_policy_setting_row *weir_policy_setting_row(enum weir_policy_setting setting);
/** The setting of that name; false, and the first, if there is none. */
bool weir_policy_setting_find(struct weir_str name, enum weir_policy_setting *setting);
/** The number of a setting's value; `options` NULL is the default. */
unsigned weir_policy_setting_get(const struct weir_policy_options *options, enum weir_policy_setting setting);
/** `value` is below the row's count. */
void weir_policy_setting_put(struct weir_policy_options *options, enum weir_policy_setting setting, unsigned value);
/** Takes a value by its word from a node, or fails with WEIR_ERR_SCHEMA there. */
enum weir_status weir_policy_setting_read(const struct weir_tree *tree, const struct weir_node *value,
                                          enum weir_policy_setting setting, struct weir_policy_options *options,
                                          struct weir_error *error);
/** Has every setting a value of its own? */
bool weir_policy_options_are_valid(const struct weir_policy_options *options);
/** Is every setting as it is by default? True for NULL. */
bool weir_policy_options_are_default(const struct weir_policy_options *options);

/** The same document read under other settings; the policy itself where they are those it was read under. */
enum weir_status weir_policy_under(const struct weir_policy *policy, const struct weir_policy_options *settings,
                                   struct weir_arena *arena, const struct weir_policy **under,
                                   struct weir_error *error);

#endif
