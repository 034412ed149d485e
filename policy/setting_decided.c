/* Which settings decided how a statement met a question: those whose other values turn the element that decided ([weir-local]). */
#include "policy/explain.h"

/* A statement and a question that met, and what is looked for between them. */
struct turning {
    const struct weir_policy *policy;
    const struct weir_statement *statement;
    const struct weir_question *question;
    const struct weir_meeting *meeting;
    struct weir_arena *arena;
};

/* ----------------------------------------------------------------------------------- what can turn */

/* A variable of one pattern has a key that is there and has an empty value. */
static bool has_empty_variable(const struct weir_pattern *pattern, const struct weir_context *context)
{
    for (size_t i = 0; i < pattern->count; i++) {
        const struct weir_piece *const piece = &pattern->pieces[i];
        if (piece->kind != WEIR_PIECE_VARIABLE)
            continue;
        const struct weir_context_entry *const entry = weir_context_entry(context, piece->text, piece->hash);
        if (entry != NULL && entry->count == 1 && entry->values[0].len == 0)
            return true;
    }
    return false;
}

static bool arn_has_empty_variable(const struct weir_arn_pattern *arn, const struct weir_context *context)
{
    const size_t count = arn->form == WEIR_ARN_BY_PARTS ? WEIR_ARN_PARTS : arn->form == WEIR_ARN_VARIABLE ? 1 : 0;
    for (size_t i = 0; i < count; i++) {
        if (has_empty_variable(&arn->parts[i], context))
            return true;
    }
    return false;
}

/* Variables have a meaning in the sixth part alone. */
static bool resources_have_empty_variable(const struct weir_resources *resources, const struct weir_context *context)
{
    for (size_t i = 0; i < resources->count; i++) {
        if (has_empty_variable(&resources->items[i].parts[WEIR_ARN_RESOURCE], context))
            return true;
    }
    return false;
}

static bool is_named(const struct weir_condition *condition, const char *start)
{
    return weir_str_has_prefix(weir_str_from(condition->op->name), weir_str_from(start));
}

static bool operands_have_empty_variable(const struct weir_condition *condition, const struct weir_context *context)
{
    const bool is_arn = is_named(condition, "Arn");
    if (!is_arn && !is_named(condition, "String") && !is_named(condition, "Bool"))
        return false;
    for (size_t i = 0; i < condition->count; i++) {
        const struct weir_operand *const operand = &condition->operands[i];
        if (is_arn ? arn_has_empty_variable(operand->as.arn, context)
                   : has_empty_variable(&operand->as.pattern, context))
            return true;
    }
    return false;
}

static unsigned if_so(bool so, enum weir_policy_setting setting)
{
    return so ? 1u << setting : 0u;
}

/* So that a statement is read again only where it and the request speak of what a setting is about: a bit for each one. */
static unsigned spoken_by_condition(const struct weir_condition *condition, const struct weir_context *context)
{
    if ((condition->is_plain && !condition->is_of_tag) || weir_condition_is_unknown(condition))
        return 0;
    return if_so(is_named(condition, "Bool"), WEIR_SETTING_BOOL_VARIABLES) |
           if_so(operands_have_empty_variable(condition, context), WEIR_SETTING_EMPTY_VARIABLE) |
           if_so(condition->is_of_tag && is_named(condition, "String"), WEIR_SETTING_TAG_VALUE_CASE) |
           if_so(condition->op->negated && !is_named(condition, "String"), WEIR_SETTING_UNREADABLE_OPERAND_NEGATED) |
           if_so(condition->if_exists && condition->quantifier == WEIR_FOR_ANY_VALUE,
                 WEIR_SETTING_FOR_ANY_IF_EXISTS_ABSENT) |
           if_so(condition->op->is_null, WEIR_SETTING_NULL_OF_EMPTY_TEXT);
}

/* Of a statement that applied every element decided, of another the one that did not match. */
static unsigned spoken(const struct turning *turning)
{
    const struct weir_statement *const statement = turning->statement;
    const struct weir_context *const context = turning->question->request->context;
    const enum weir_match match = turning->meeting->match;
    const bool applies = match == WEIR_MATCH_APPLIES;
    unsigned settings = 0;
    if (match == WEIR_MATCH_NOT_CONDITION)
        return spoken_by_condition(turning->meeting->condition, context);
    if (applies || match == WEIR_MATCH_NOT_PRINCIPAL)
        settings |= if_so(statement->principals.negated, WEIR_SETTING_NOT_PRINCIPAL_CHAIN);
    if (applies || match == WEIR_MATCH_NOT_RESOURCE)
        settings |= if_so(resources_have_empty_variable(&statement->resources, context), WEIR_SETTING_EMPTY_VARIABLE);
    for (size_t i = 0; applies && i < statement->condition_count; i++)
        settings |= spoken_by_condition(&statement->conditions[i], context);
    return settings;
}

/* ---------------------------------------------------------------------------------------- turning */

static bool condition_holds(const struct turning *turning, const struct weir_statement *statement, size_t index)
{
    struct weir_str value;
    return weir_condition_ask(&statement->conditions[index], turning->question->request->context, statement->denies,
                              &value) == WEIR_REASON_HOLDS;
}

/* The first condition that no longer holds; false if all do. */
static bool find_turned(const struct turning *turning, const struct weir_statement *other, struct weir_decided *found)
{
    for (size_t i = 0; i < other->condition_count; i++) {
        if (condition_holds(turning, other, i))
            continue;
        found->element = WEIR_MATCH_NOT_CONDITION;
        found->condition = &turning->statement->conditions[i];
        return true;
    }
    return false;
}

static bool names_caller(const struct turning *turning, const struct weir_statement *other)
{
    return weir_principals_match(&other->principals, turning->question) != WEIR_NAMED_NOT;
}

static bool covers_resource(const struct turning *turning, const struct weir_statement *other)
{
    return weir_resources_match(&other->resources, turning->question, other->denies);
}

/* Does the element that decided turn where the statement is read as `other`? Of one that applied, every element decided. */
static bool is_turned(const struct turning *turning, const struct weir_statement *other, struct weir_decided *found)
{
    found->element = turning->meeting->match;
    found->condition = turning->meeting->condition;
    switch (turning->meeting->match) {
    case WEIR_MATCH_NOT_PRINCIPAL:
        return names_caller(turning, other);
    case WEIR_MATCH_NOT_RESOURCE:
        return covers_resource(turning, other);
    case WEIR_MATCH_NOT_CONDITION:
        return condition_holds(turning, other, turning->meeting->conditions_held);
    case WEIR_MATCH_NOT_ACTION:
        return false;
    case WEIR_MATCH_APPLIES:
        break;
    }
    found->element = WEIR_MATCH_NOT_PRINCIPAL;
    if (other->principals.negated && !names_caller(turning, other))
        return true;
    found->element = WEIR_MATCH_NOT_RESOURCE;
    return !covers_resource(turning, other) || find_turned(turning, other, found);
}

/* What is read for the comparison is forgotten after it. */
static enum weir_status compare(const struct turning *turning, const struct weir_policy_options *options,
                                struct weir_decided *found, bool *turned)
{
    struct weir_statement other;
    struct weir_reading reading = {.tree = turning->policy->tree,
                                   .arena = turning->arena,
                                   .kind = turning->policy->kind,
                                   .variables = turning->policy->variables,
                                   .settings = options};
    const struct weir_arena_mark mark = weir_arena_mark(turning->arena);
    WEIR_TRY(weir_statement_read(&reading, turning->statement->node, &other));
    *turned = is_turned(turning, &other, found);
    weir_arena_rewind(turning->arena, mark);
    return WEIR_OK;
}

static enum weir_status try_setting(const struct turning *turning, enum weir_policy_setting setting,
                                    struct weir_decided *found, bool *turned)
{
    struct weir_policy_options options = WEIR_POLICY_OPTIONS_INIT;
    if (turning->policy->settings != NULL)
        options = *turning->policy->settings;
    const size_t count = weir_policy_setting_row(setting)->count;
    found->setting = setting;
    found->value = weir_policy_setting_get(&options, setting);
    for (unsigned value = 0; value < count && !*turned; value++) {
        if (value == found->value)
            continue;
        weir_policy_setting_put(&options, setting, value);
        WEIR_TRY(compare(turning, &options, found, turned));
    }
    return WEIR_OK;
}

enum weir_status weir_settings_decided(const struct weir_spot *spot, const struct weir_question *question,
                                       const struct weir_meeting *meeting, struct weir_arena *arena,
                                       struct weir_decided_list *list)
{
    const struct turning turning = {spot->policy, &spot->policy->statements[spot->statement], question, meeting, arena};
    const unsigned settings = spoken(&turning);
    list->count = 0;
    for (size_t i = 0; settings >> i != 0; i++) {
        bool turned = false;
        if ((settings >> i & 1u) == 0)
            continue;
        WEIR_TRY(try_setting(&turning, (enum weir_policy_setting)i, &list->items[list->count], &turned));
        list->count += turned ? 1 : 0;
    }
    return WEIR_OK;
}
