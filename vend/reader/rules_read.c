/* Reads one operation of a rulebook: its rules in order, those of groups and loops among them, its context and its answer. */
#include "vend/reader/rules_read.h"

#include "base/base_impl.h"

static const struct weir_group *find_group(const struct weir_group *groups, size_t count, struct weir_str name)
{
    for (size_t i = 0; i < count; i++) {
        if (weir_str_equal(groups[i].name, name))
            return &groups[i];
    }
    return NULL;
}

/* Where rules are put as they are read. */
struct rule_list {
    struct weir_rule *rules;
    size_t count;
};

/* A group's rules stand where they are used: their names are those of the operation. */
static enum weir_status read_group(struct weir_reading *reading, const struct weir_group *groups, size_t group_count,
                                   const struct weir_node *map, struct rule_list *list)
{
    static const char *const members[] = {"use", NULL};
    const struct weir_node *const node = weir_node_find(map, WEIR_STR("use"));
    WEIR_TRY(weir_refuse_unknown(reading->tree, map, members, reading->error));
    const struct weir_group *const group = find_group(groups, group_count, weir_node_text(node));
    if (group == NULL)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node, "unknown group `%s`",
                            weir_quote(weir_node_text(node)).text);
    const struct weir_tree *const outer = reading->tree;
    reading->tree = group->rules.tree;
    enum weir_status status = WEIR_OK;
    const struct weir_node *item = weir_node_first(group->rules.node);
    for (; item != NULL && status == WEIR_OK; item = weir_node_next(item))
        status = weir_read_rule(reading, item, &list->rules[list->count++]);
    reading->tree = outer;
    return status;
}

static size_t count_used(const struct weir_node *rules, const struct weir_group *groups, size_t group_count)
{
    size_t count = 0;
    for (const struct weir_node *item = weir_node_first(rules); item != NULL; item = weir_node_next(item)) {
        const struct weir_node *const use = weir_node_find(item, WEIR_STR("use"));
        const struct weir_group *const group = find_group(groups, group_count, weir_node_text(use));
        count += group == NULL ? 1 : weir_node_count(group->rules.node);
    }
    return count;
}

static size_t count_rules(const struct weir_node *rules, const struct weir_group *groups, size_t group_count)
{
    size_t count = count_used(rules, groups, group_count);
    for (const struct weir_node *item = weir_node_first(rules); item != NULL; item = weir_node_next(item))
        count += count_used(weir_node_find(item, WEIR_STR("rules")), groups, group_count);
    return count;
}

static enum weir_status read_used(struct weir_reading *reading, const struct weir_group *groups, size_t group_count,
                                  const struct weir_node *rules, struct rule_list *list)
{
    WEIR_TRY(weir_demand(reading->tree, rules, WEIR_NODE_LIST, "`rules`", reading->error));
    for (const struct weir_node *item = weir_node_first(rules); item != NULL; item = weir_node_next(item)) {
        if (weir_node_find(item, WEIR_STR("use")) != NULL)
            WEIR_TRY(read_group(reading, groups, group_count, item, list));
        else
            WEIR_TRY(weir_read_rule(reading, item, &list->rules[list->count++]));
    }
    return WEIR_OK;
}

/* `each: NAME, in: LIST, leave-out: SWITCH, rules: [...]`: the rules once for every text of a list; no loop within a loop. */
static enum weir_status read_each(struct weir_reading *reading, const struct weir_group *groups, size_t group_count,
                                  const struct weir_node *map, struct rule_list *list)
{
    static const char *const members[] = {"each", "in", "leave-out", "rules", NULL};
    struct weir_rule *const each = &list->rules[list->count++];
    const struct weir_node *const items = weir_node_find(map, WEIR_STR("in"));
    const struct weir_node *const leaves = weir_node_find(map, WEIR_STR("leave-out"));
    const struct weir_node *const rules = weir_node_find(map, WEIR_STR("rules"));
    WEIR_TRY(weir_refuse_unknown(reading->tree, map, members, reading->error));
    if (items == NULL || rules == NULL)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, map, "`each` needs `in` and `rules`");
    each->kind = WEIR_STEP_EACH;
    each->origin = (struct weir_origin){reading->tree, map};
    WEIR_TRY(weir_read_term(reading, items, WEIR_TYPE_BIT(WEIR_TYPE_TEXT_LIST), &each->items));
    if (leaves != NULL)
        WEIR_TRY(weir_read_term(reading, leaves, WEIR_TYPE_BIT(WEIR_TYPE_BOOLEAN), &each->leaves_out));
    WEIR_TRY(weir_read_new_name(reading, weir_node_find(map, WEIR_STR("each")), WEIR_TYPE_TEXT, &each->slot));
    WEIR_TRY(read_used(reading, groups, group_count, rules, list));
    each->span = (size_t)(&list->rules[list->count] - each) - 1;
    return WEIR_OK;
}

/* Would a yes of this predicate be a yes of an authorizing one, whatever its other parts say? */
/* NOLINTNEXTLINE(misc-no-recursion): what was read nests at most MAX_NESTING deep (names.c) */
static bool carries_allow(const struct weir_use *use)
{
    if (use->predicate->authorizes)
        return true;
    const bool is_any = weir_str_equal(weir_str_from(use->predicate->name), WEIR_STR("any"));
    const bool is_all = weir_str_equal(weir_str_from(use->predicate->name), WEIR_STR("all"));
    if (!is_any && !is_all)
        return false;
    bool carried = is_any;
    for (size_t i = 0; i < use->arguments[0].use_count; i++) {
        const bool one = carries_allow(&use->arguments[0].uses[i]);
        carried = is_any ? carried && one : carried || one;
    }
    return carried;
}

static bool is_same_value(const struct weir_term *a, const struct weir_term *b)
{
    return a->from == b->from && a->slot == b->slot && a->field == b->field;
}

/* Does a rule before the loop refuse an empty list? Then what the loop asks is asked at least once. */
static bool is_never_empty(const struct rule_list *list, const struct weir_rule *each)
{
    for (const struct weir_rule *rule = list->rules; rule < each; rule++) {
        if (rule->kind == WEIR_STEP_REQUIRE && rule->when == NULL &&
            weir_str_equal(weir_str_from(rule->require->predicate->name), WEIR_STR("given")) &&
            is_same_value(&rule->require->arguments[0].term, &each->items))
            return true;
    }
    return false;
}

/* Is a policy, a grant or an assertion asked whatever is called for? What a loop over nothing asks is not. */
static bool is_authorized(const struct rule_list *list)
{
    size_t skipped = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct weir_rule *const rule = &list->rules[i];
        if (rule->kind == WEIR_STEP_EACH && !is_never_empty(list, rule))
            skipped = i + 1 + rule->span;
        if (i >= skipped && rule->kind == WEIR_STEP_REQUIRE && rule->when == NULL && carries_allow(rule->require))
            return true;
    }
    return false;
}

/* DESIGN §5: exactly one allow, at the end, and behind a check that authorizes. */
static enum weir_status check_allow(struct weir_reading *reading, const struct weir_node *rules,
                                    const struct rule_list *list)
{
    size_t loop_end = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct weir_rule *const rule = &list->rules[i];
        if (rule->kind == WEIR_STEP_ALLOW && i + 1 < list->count)
            return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, rule->origin.tree, rule->origin.node,
                                "nothing may follow an `allow`");
        if (rule->kind == WEIR_STEP_EACH)
            loop_end = i + 1 + rule->span;
    }
    if (list->count == 0 || list->rules[list->count - 1].kind != WEIR_STEP_ALLOW || list->count == loop_end)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, rules, "an operation ends in its `allow`");
    if (!is_authorized(list))
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, rules,
                            "no rule before the `allow` asks a policy, a grant or an assertion");
    return WEIR_OK;
}

static enum weir_status read_step(struct weir_reading *reading, const struct weir_group *groups, size_t group_count,
                                  const struct weir_node *item, struct rule_list *list)
{
    if (weir_node_find(item, WEIR_STR("use")) != NULL)
        return read_group(reading, groups, group_count, item, list);
    if (weir_node_find(item, WEIR_STR("each")) != NULL)
        return read_each(reading, groups, group_count, item, list);
    return weir_read_rule(reading, item, &list->rules[list->count++]);
}

static enum weir_status read_rules(struct weir_reading *reading, const struct weir_group *groups, size_t group_count,
                                   const struct weir_node *rules, struct weir_operation *operation)
{
    WEIR_TRY(weir_demand(reading->tree, rules, WEIR_NODE_LIST, "`rules`", reading->error));
    const size_t room = count_rules(rules, groups, group_count);
    struct rule_list list = {.rules = weir_arena_alloc(reading->rulebook->arena, room, sizeof *list.rules)};
    if (list.rules == NULL)
        return weir_fail_memory(reading->error);
    for (const struct weir_node *item = weir_node_first(rules); item != NULL; item = weir_node_next(item))
        WEIR_TRY(read_step(reading, groups, group_count, item, &list));
    operation->rules = list.rules;
    operation->rule_count = list.count;
    operation->bound_count = reading->bound_count;
    return check_allow(reading, rules, &list);
}

static enum weir_status read_context_row(struct weir_reading *reading, const struct weir_node *key,
                                         struct weir_context_row *row)
{
    const uint32_t types = WEIR_TYPE_BIT(WEIR_TYPE_TEXT) | WEIR_TYPE_BIT(WEIR_TYPE_TEXT_LIST) |
                           WEIR_TYPE_BIT(WEIR_TYPE_TAGS) | WEIR_TYPE_BIT(WEIR_TYPE_INTEGER) |
                           WEIR_TYPE_BIT(WEIR_TYPE_CONTEXT);
    const struct weir_str name = weir_node_text(key);
    row->is_prefix = name.len > 2 && name.ptr[name.len - 1] == '*';
    row->key = (struct weir_str){name.ptr, row->is_prefix ? name.len - 1 : name.len};
    WEIR_TRY(weir_read_term(reading, weir_node_value(key), types, &row->term));
    const bool is_several = row->term.type == WEIR_TYPE_TAGS || row->term.type == WEIR_TYPE_CONTEXT;
    if (row->is_prefix && !is_several)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, key,
                            "a key with `*` takes tags or condition keys");
    if (!row->is_prefix && row->term.type == WEIR_TYPE_CONTEXT)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, key, "condition keys need a key with `*`");
    return WEIR_OK;
}

static enum weir_status read_context(struct weir_reading *reading, const struct weir_node *map,
                                     struct weir_operation *operation)
{
    if (map == NULL)
        return WEIR_OK;
    WEIR_TRY(weir_demand(reading->tree, map, WEIR_NODE_MAP, "`context`", reading->error));
    struct weir_context_row *const rows = weir_arena_alloc(reading->rulebook->arena, weir_node_count(map),
                                                           sizeof *rows);
    if (rows == NULL)
        return weir_fail_memory(reading->error);
    size_t count = 0;
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key))
        WEIR_TRY(read_context_row(reading, key, &rows[count++]));
    operation->context = rows;
    operation->context_count = count;
    return WEIR_OK;
}

static enum weir_status read_answer(struct weir_reading *reading, const struct weir_node *map,
                                    struct weir_operation *operation)
{
    const struct weir_node *const key = weir_node_first(map);
    if (weir_node_kind(map) != WEIR_NODE_MAP || weir_node_count(map) != 1)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, map, "`answer` names one answer");
    operation->answer = weir_answer_find(weir_node_text(key));
    if (operation->answer == NULL)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, key, "unknown answer `%s`",
                            weir_quote(weir_node_text(key)).text);
    return weir_read_arguments(reading, weir_node_value(key), operation->answer->arguments,
                               operation->answer_arguments);
}

enum weir_status weir_read_operation(struct weir_reading *reading, const struct weir_group *groups, size_t group_count,
                                     const struct weir_node *node, struct weir_operation *operation)
{
    static const char *const members[] = {"about", "parameters", "context", "rules", "answer", "verdict", NULL};
    WEIR_TRY(weir_demand(reading->tree, node, WEIR_NODE_MAP, "an operation", reading->error));
    WEIR_TRY(weir_refuse_unknown(reading->tree, node, members, reading->error));
    reading->parameters = NULL;
    reading->parameter_count = 0;
    reading->bound_count = 0;
    const struct weir_node *const parameters = weir_node_find(node, WEIR_STR("parameters"));
    WEIR_TRY(weir_read_parameters(reading, parameters, &operation->parameters, &operation->parameter_count));
    reading->parameters = operation->parameters;
    reading->parameter_count = operation->parameter_count;
    const struct weir_node *const rules = weir_node_find(node, WEIR_STR("rules"));
    if (rules == NULL)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node, "an operation needs `rules`");
    WEIR_TRY(read_rules(reading, groups, group_count, rules, operation));
    /* After the rules: what they bind may become a key of the questions that follow. */
    WEIR_TRY(read_context(reading, weir_node_find(node, WEIR_STR("context")), operation));
    const struct weir_node *const verdict = weir_node_find(node, WEIR_STR("verdict"));
    if (verdict != NULL)
        WEIR_TRY(weir_read_bool(reading->tree, verdict, "verdict", &operation->shows_verdict, reading->error));
    const struct weir_node *const answer = weir_node_find(node, WEIR_STR("answer"));
    return answer == NULL ? WEIR_OK : read_answer(reading, answer, operation);
}
