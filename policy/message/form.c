/* The first two things AWS asks of a document: is it written as a policy, and does the older reader take it ([iam-malformed]). */
#include "policy/condition.h"
#include "policy/message/message.h"

/* -------------------------------------------------------------------------------------------- shapes */

static bool is_text(const struct weir_node *node)
{
    return weir_node_kind(node) == WEIR_NODE_TEXT && !weir_node_is_null(node);
}

static bool is_text_or_absent(const struct weir_node *node)
{
    return node == NULL || is_text(node);
}

static bool are_texts_or_absent(const struct weir_node *value)
{
    if (value == NULL || is_text(value))
        return true;
    if (weir_node_kind(value) != WEIR_NODE_LIST)
        return false;
    for (const struct weir_node *item = weir_node_first(value); item != NULL; item = weir_node_next(item)) {
        if (!is_text(item))
            return false;
    }
    return true;
}

/* The first key that is not among the names; NULL if each is. */
static const struct weir_node *stranger(const struct weir_node *map, const char *const *names, size_t count)
{
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key)) {
        size_t i = 0;
        while (i < count && !weir_str_equal(weir_str_from(names[i]), weir_node_text(key)))
            i++;
        if (i == count)
            return key;
    }
    return NULL;
}

/* [iam-grammar] Numbers and booleans may stand without quotes. */
static bool is_value(const struct weir_node *value)
{
    const enum weir_node_kind kind = weir_node_kind(value);
    return kind == WEIR_NODE_LIST || kind == WEIR_NODE_NUMBER || kind == WEIR_NODE_BOOL || is_text(value);
}

/* An unknown operator is let pass where it compares nothing. */
static bool is_operator_entry(const struct weir_node *name)
{
    struct weir_condition unused;
    const struct weir_node *const block = weir_node_value(name);
    if (weir_node_kind(block) != WEIR_NODE_MAP)
        return false;
    for (const struct weir_node *key = weir_node_first(block); key != NULL; key = weir_node_next(key)) {
        if (!is_value(weir_node_value(key)))
            return false;
    }
    return weir_node_first(block) == NULL || weir_operator_find(weir_node_text(name), &unused);
}

/* The condition's part that is no condition; NULL if all is well. */
static const struct weir_node *condition_fault(const struct weir_node *condition)
{
    if (condition == NULL)
        return NULL;
    if (weir_node_kind(condition) != WEIR_NODE_MAP)
        return condition;
    for (const struct weir_node *name = weir_node_first(condition); name != NULL; name = weir_node_next(name)) {
        if (!is_operator_entry(name))
            return name;
    }
    return NULL;
}

/* -------------------------------------------------------------------------------------------- syntax */

static const struct weir_node *pair_fault(const struct weir_node *statement, const char *plain, const char *negated)
{
    const struct weir_node *const one = weir_vet_member(statement, plain);
    const struct weir_node *const other = weir_vet_member(statement, negated);
    if (one != NULL && other != NULL)
        return other;
    if (!are_texts_or_absent(one))
        return one;
    return are_texts_or_absent(other) ? NULL : other;
}

static const struct weir_node *effect_fault(const struct weir_node *statement)
{
    const struct weir_node *const effect = weir_vet_member(statement, "Effect");
    const struct weir_str text = weir_node_text(effect);
    const bool known = weir_str_equal_fold(text, WEIR_STR("Allow")) || weir_str_equal_fold(text, WEIR_STR("Deny"));
    if (effect == NULL)
        return statement;
    return is_text(effect) && known ? NULL : effect;
}

static const struct weir_node *statement_fault(const struct weir_node *statement)
{
    static const char *const elements[] = {"Sid",       "Effect",   "Principal",   "NotPrincipal", "Action",
                                           "NotAction", "Resource", "NotResource", "Condition"};
    if (weir_node_kind(statement) != WEIR_NODE_MAP)
        return statement;
    const struct weir_node *const sid = weir_vet_member(statement, "Sid");
    const struct weir_node *const faults[] = {
        stranger(statement, elements, WEIR_COUNT(elements)),
        effect_fault(statement),
        pair_fault(statement, "Action", "NotAction"),
        pair_fault(statement, "Resource", "NotResource"),
        condition_fault(weir_vet_member(statement, "Condition")),
        is_text_or_absent(sid) ? NULL : sid,
    };
    for (size_t i = 0; i < WEIR_COUNT(faults); i++) {
        if (faults[i] != NULL)
            return faults[i];
    }
    return NULL;
}

static const struct weir_node *head_fault(const struct weir_vetting *vetting)
{
    static const char *const elements[] = {"Version", "Id", "Statement"};
    const struct weir_node *const root = vetting->root;
    if (weir_node_kind(root) != WEIR_NODE_MAP || vetting->statements == NULL)
        return root;
    const struct weir_node *const unknown = stranger(root, elements, WEIR_COUNT(elements));
    const struct weir_node *const version = weir_vet_member(root, "Version");
    const struct weir_node *const id = weir_vet_member(root, "Id");
    const struct weir_str text = weir_node_text(version);
    if (unknown != NULL)
        return unknown;
    if (version != NULL && !weir_str_equal(text, WEIR_STR("2012-10-17")) &&
        !weir_str_equal(text, WEIR_STR("2008-10-17")))
        return version;
    if (!is_text_or_absent(id))
        return id;
    return weir_one_or_list_count(vetting->statements) == 0 ? vetting->statements : NULL;
}

bool weir_vet_syntax(struct weir_vetting *vetting)
{
    vetting->fault = head_fault(vetting);
    const struct weir_node *statement = vetting->fault == NULL ? weir_one_or_list_first(vetting->statements) : NULL;
    while (statement != NULL && vetting->fault == NULL) {
        vetting->fault = statement_fault(statement);
        statement = weir_one_or_list_next(vetting->statements, statement);
    }
    return vetting->fault == NULL;
}

/* -------------------------------------------------------------------------------------------- legacy */

/* The newer reader folds the case of Effect, the older one does not. */
bool weir_vet_legacy_effect(struct weir_vetting *vetting)
{
    for (const struct weir_node *statement = weir_one_or_list_first(vetting->statements); statement != NULL;
         statement = weir_one_or_list_next(vetting->statements, statement)) {
        vetting->fault = weir_vet_member(statement, "Effect");
        const struct weir_str text = weir_node_text(vetting->fault);
        if (!weir_str_equal(text, WEIR_STR("Allow")) && !weir_str_equal(text, WEIR_STR("Deny")))
            return false;
    }
    return true;
}

static bool is_date_operator(struct weir_str name)
{
    static const char *const dates[] = {"DateEquals",         "DateNotEquals",   "DateLessThan",
                                        "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"};
    struct weir_condition condition;
    if (!weir_operator_find(name, &condition))
        return false;
    const struct weir_str row = weir_str_from(condition.op->name);
    for (size_t i = 0; i < WEIR_COUNT(dates); i++) {
        if (weir_str_equal(row, weir_str_from(dates[i])))
            return true;
    }
    return false;
}

/* The first value of a block of keys that is no date; NULL if each is one. */
static const struct weir_node *date_fault(const struct weir_node *block)
{
    for (const struct weir_node *key = weir_node_first(block); key != NULL; key = weir_node_next(key)) {
        const struct weir_node *const value = weir_node_value(key);
        for (const struct weir_node *item = weir_one_or_list_first(value); item != NULL;
             item = weir_one_or_list_next(value, item)) {
            if (!weir_vet_is_date(weir_node_text(item)))
                return item;
        }
    }
    return NULL;
}

bool weir_vet_legacy_date(struct weir_vetting *vetting)
{
    vetting->fault = NULL;
    for (const struct weir_node *statement = weir_one_or_list_first(vetting->statements); statement != NULL;
         statement = weir_one_or_list_next(vetting->statements, statement)) {
        const struct weir_node *name = weir_node_first(weir_vet_member(statement, "Condition"));
        for (; name != NULL && vetting->fault == NULL; name = weir_node_next(name)) {
            if (is_date_operator(weir_node_text(name)))
                vetting->fault = date_fault(weir_node_value(name));
        }
    }
    return vetting->fault == NULL;
}
