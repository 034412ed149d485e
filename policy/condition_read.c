/* How a Condition block is written: operators, keys, one value or a list ([iam-condition-operators], [iam-grammar]). */
#include "policy/policy_impl.h"

/* [iam-grammar] Names that differ in case alone are one name, and a name stands once in a block. */
static enum weir_status check_names(const struct weir_reading *reading, const struct weir_node *map)
{
    if (weir_node_count(map) > WEIR_POLICY_MAX_KEYS)
        return weir_fail_at(reading->error, WEIR_ERR_LIMIT, reading->tree, map, "more than %d names in one block",
                            WEIR_POLICY_MAX_KEYS);
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key)) {
        const struct weir_str name = weir_node_text(key);
        if (name.len == 0)
            return WEIR_MALFORMED(reading, key, "an empty name in a condition");
        for (const struct weir_node *other = weir_node_first(map); other != key; other = weir_node_next(other)) {
            if (weir_str_equal_fold(weir_node_text(other), name))
                return WEIR_MALFORMED(reading, key, "`%s` stands twice in one block", weir_quote(name).text);
        }
    }
    return WEIR_OK;
}

static enum weir_status check_map(const struct weir_reading *reading, const struct weir_node *node, const char *what)
{
    if (weir_node_kind(node) != WEIR_NODE_MAP)
        return WEIR_MALFORMED(reading, node, "%s must be a map", what);
    return check_names(reading, node);
}

/* Numbers and booleans may stand without quotes and are their text. */
static bool is_scalar(const struct weir_node *node)
{
    switch (weir_node_kind(node)) {
    case WEIR_NODE_TEXT:
        return !weir_node_is_null(node);
    case WEIR_NODE_BOOL:
    case WEIR_NODE_NUMBER:
        return true;
    case WEIR_NODE_ABSENT:
    case WEIR_NODE_NULL:
    case WEIR_NODE_LIST:
    case WEIR_NODE_MAP:
        break;
    }
    return false;
}

static enum weir_status read_operand(const struct weir_reading *reading, const struct weir_condition *condition,
                                     const struct weir_node *node, struct weir_operand *operand)
{
    if (!is_scalar(node))
        return WEIR_MALFORMED(reading, node, "the value of a condition must be text, a number or a boolean");
    operand->text = weir_node_text(node);
    if (operand->text.len > WEIR_POLICY_MAX_PATTERN_BYTES)
        return weir_fail_at(reading->error, WEIR_ERR_LIMIT, reading->tree, node, "a value of more than %d bytes",
                            WEIR_POLICY_MAX_PATTERN_BYTES);
    struct weir_error found = WEIR_ERROR_INIT;
    const enum weir_status status = condition->op->family->read(condition->op, weir_reading_variables(reading),
                                                                reading->arena, operand, &found);
    if (status != WEIR_OK)
        return weir_fail_at(reading->error, status, reading->tree, node, "%s", found.message);
    return WEIR_OK;
}

/* An empty list of values loads: no value is then among them. */
static enum weir_status read_condition(const struct weir_reading *reading, const struct weir_node *op,
                                       const struct weir_node *key, struct weir_condition *condition)
{
    const struct weir_node *const value = weir_node_value(key);
    const size_t count = weir_one_or_list_count(value);
    condition->written = weir_node_text(op);
    condition->key = weir_node_text(key);
    condition->hash = weir_key_hash(condition->key);
    condition->node = key;
    condition->settings = reading->settings;
    (void)weir_operator_find(condition->written, condition); /* known since the conditions were counted */
    condition->is_of_tag = weir_is_tag_key(condition->key);
    condition->op = weir_operator_under(condition->op, reading->settings, condition->is_of_tag);
    struct weir_operand *const operands = weir_arena_alloc(reading->arena, count, sizeof(*operands));
    if (operands == NULL)
        return weir_fail_memory(reading->error);
    condition->operands = operands;
    for (const struct weir_node *node = weir_one_or_list_first(value); node != NULL;
         node = weir_one_or_list_next(value, node))
        WEIR_TRY(read_operand(reading, condition, node, &operands[condition->count++]));
    condition->is_plain = condition->count == 1 && condition->quantifier == WEIR_FOR_ONE && !condition->op->negated &&
                          weir_operand_is_literal(condition->op, operands);
    return WEIR_OK;
}

/* One condition that never holds stands for all that the operator says; its values mean nothing. */
static struct weir_condition unknown_condition(const struct weir_node *name)
{
    struct weir_condition condition = {.written = weir_node_text(name), .node = name};
    condition.op = &weir_operator_unknown;
    return condition;
}

/* The conditions that one operator makes. */
static enum weir_status count_keys(const struct weir_reading *reading, const struct weir_node *name, size_t *count)
{
    struct weir_condition unused;
    const bool known = weir_operator_find(weir_node_text(name), &unused);
    *count = known ? weir_node_count(weir_node_value(name)) : 1;
    const bool lax = reading->settings != NULL &&
                     reading->settings->unknown_operator == WEIR_UNKNOWN_OPERATOR_NEVER_MATCHES;
    if (!known && !lax)
        return WEIR_MALFORMED(reading, name, "unknown operator `%s`", weir_quote(weir_node_text(name)).text);
    return check_map(reading, weir_node_value(name), "an operator of a condition");
}

static enum weir_status count_conditions(const struct weir_reading *reading, const struct weir_node *block,
                                         size_t *count)
{
    *count = 0;
    WEIR_TRY(check_map(reading, block, "`Condition`"));
    for (const struct weir_node *name = weir_node_first(block); name != NULL; name = weir_node_next(name)) {
        size_t keys = 0;
        WEIR_TRY(count_keys(reading, name, &keys));
        *count += keys;
    }
    return WEIR_OK;
}

static enum weir_status read_operator(const struct weir_reading *reading, const struct weir_node *name,
                                      struct weir_condition *conditions, size_t *count)
{
    struct weir_condition unused;
    if (!weir_operator_find(weir_node_text(name), &unused)) {
        conditions[(*count)++] = unknown_condition(name);
        return WEIR_OK;
    }
    for (const struct weir_node *key = weir_node_first(weir_node_value(name)); key != NULL; key = weir_node_next(key))
        WEIR_TRY(read_condition(reading, name, key, &conditions[(*count)++]));
    return WEIR_OK;
}

enum weir_status weir_conditions_read(const struct weir_reading *reading, const struct weir_node *value,
                                      struct weir_statement *statement)
{
    size_t count = 0;
    WEIR_TRY(count_conditions(reading, value, &count));
    struct weir_condition *const conditions = weir_arena_alloc(reading->arena, count, sizeof(*conditions));
    if (conditions == NULL)
        return weir_fail_memory(reading->error);
    size_t i = 0;
    for (const struct weir_node *name = weir_node_first(value); name != NULL; name = weir_node_next(name))
        WEIR_TRY(read_operator(reading, name, conditions, &i));
    statement->conditions = conditions;
    statement->condition_count = count;
    return WEIR_OK;
}
