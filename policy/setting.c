/* What AWS's pages leave open, and the values that each setting may have ([iam-condition-operators], [iam-variables], [iam-notprincipal]). */
#include "policy/setting.h"

#include "policy/pattern.h"

#define TEXT(literal) {literal, sizeof(literal) - 1}

/* clang-format off */
static const struct weir_policy_setting_row rows[WEIR_POLICY_SETTINGS] = {
    [WEIR_SETTING_UNKNOWN_OPERATOR] = {
        TEXT("unknown_operator"), {TEXT("refuse"), TEXT("never_matches"), TEXT("")}, 2,
        TEXT("AWS stores no policy with such an operator"),
        TEXT("iam-condition-operators")},
    [WEIR_SETTING_NOT_PRINCIPAL_CHAIN] = {
        TEXT("not_principal_chain"), {TEXT("lenient"), TEXT("strict"), TEXT("")}, 2,
        TEXT("AWS says that leaving out a caller's other names might deny"),
        TEXT("iam-notprincipal")},
    [WEIR_SETTING_BOOL_VARIABLES] = {
        TEXT("bool_variables"), {TEXT("refuse"), TEXT("substituted"), TEXT("literal")}, 3,
        TEXT("AWS's pages contradict each other on variables in Bool"),
        TEXT("iam-variables")},
    [WEIR_SETTING_EMPTY_VARIABLE] = {
        TEXT("empty_variable"), {TEXT("refuse"), TEXT("empty"), TEXT("default")}, 3,
        TEXT("AWS does not say what a variable of an empty value stands for"),
        TEXT("iam-variables")},
    [WEIR_SETTING_TAG_VALUE_CASE] = {
        TEXT("tag_value_case"), {TEXT("by_operator"), TEXT("ignored"), TEXT("")}, 2,
        TEXT("AWS's pages contradict each other on the case of tag values"),
        TEXT("iam-tags")},
    [WEIR_SETTING_UNREADABLE_OPERAND_NEGATED] = {
        TEXT("unreadable_operand_negated"), {TEXT("refuse"), TEXT("holds"), TEXT("fails")}, 3,
        TEXT("AWS does not say whether a negated operator holds where nothing can be compared"),
        TEXT("iam-condition-operators")},
    [WEIR_SETTING_FOR_ANY_IF_EXISTS_ABSENT] = {
        TEXT("for_any_if_exists_absent"), {TEXT("refuse"), TEXT("holds"), TEXT("fails")}, 3,
        TEXT("AWS does not say whether IfExists or ForAnyValue decides without the key"),
        TEXT("iam-multivalue")},
    [WEIR_SETTING_NULL_OF_EMPTY_TEXT] = {
        TEXT("null_of_empty_text"), {TEXT("refuse"), TEXT("null"), TEXT("present")}, 3,
        TEXT("AWS does not say whether an empty text is null"),
        TEXT("iam-multivalue")},
};
/* clang-format on */

const struct weir_policy_setting_row *weir_policy_setting_row(enum weir_policy_setting setting)
{
    return &rows[setting];
}

bool weir_policy_setting_find(struct weir_str name, enum weir_policy_setting *setting)
{
    *setting = WEIR_SETTING_UNKNOWN_OPERATOR;
    for (size_t i = 0; i < WEIR_POLICY_SETTINGS; i++) {
        if (weir_str_equal(rows[i].name, name)) {
            *setting = (enum weir_policy_setting)i;
            return true;
        }
    }
    return false;
}

unsigned weir_policy_setting_get(const struct weir_policy_options *options, enum weir_policy_setting setting)
{
    if (options == NULL)
        return 0;
    switch (setting) {
#define GET(id, member, type) \
    case WEIR_SETTING_##id:   \
        return (unsigned)options->member;
        WEIR_POLICY_SETTING_MAP(GET)
#undef GET
    case WEIR_POLICY_SETTINGS:
        break;
    }
    return 0;
}

void weir_policy_setting_put(struct weir_policy_options *options, enum weir_policy_setting setting, unsigned value)
{
    switch (setting) {
/* The caller's value is below the count of its row, which the analyzer cannot see. */
#define PUT(id, member, type)                                                                       \
    case WEIR_SETTING_##id:                                                                         \
        options->member = (type)(value); /* NOLINT(clang-analyzer-optin.core.EnumCastOutOfRange) */ \
        break;
        WEIR_POLICY_SETTING_MAP(PUT)
#undef PUT
    case WEIR_POLICY_SETTINGS:
        break;
    }
}

enum weir_status weir_policy_setting_read(const struct weir_tree *tree, const struct weir_node *value,
                                          enum weir_policy_setting setting, struct weir_policy_options *options,
                                          struct weir_error *error)
{
    const struct weir_policy_setting_row *const row = &rows[setting];
    struct weir_str text;
    WEIR_TRY(weir_read_text(tree, value, "a setting", &text, error));
    for (unsigned i = 0; i < row->count; i++) {
        if (weir_str_equal(row->values[i], text)) {
            weir_policy_setting_put(options, setting, i);
            return WEIR_OK;
        }
    }
    return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, value, "`%.*s` cannot be `%s`", WEIR_FMT(row->name),
                        weir_quote(text).text);
}

bool weir_policy_options_are_valid(const struct weir_policy_options *options)
{
    for (size_t i = 0; i < WEIR_POLICY_SETTINGS; i++) {
        if (weir_policy_setting_get(options, (enum weir_policy_setting)i) >= rows[i].count)
            return false;
    }
    return true;
}

bool weir_policy_options_are_default(const struct weir_policy_options *options)
{
    for (size_t i = 0; i < WEIR_POLICY_SETTINGS; i++) {
        if (weir_policy_setting_get(options, (enum weir_policy_setting)i) != 0)
            return false;
    }
    return true;
}
