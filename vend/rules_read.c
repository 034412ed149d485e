/* Reads one operation of a rulebook: its rules in order, with their predicates, resolvers, refusals and evidence. */
#include "vend/rulebook.h"

#include "base/base_impl.h"

static const char *const evidence_words[] = {"documented", "modelled", "observed", "inferred", "local"};

enum weir_status weir_read_evidence(struct weir_reading *reading, const struct weir_node *map,
                                    struct weir_str *evidence, struct weir_str_list *sources)
{
    const struct weir_node *const node = weir_node_find(map, WEIR_STR("evidence"));
    const struct weir_node *const cited = weir_node_find(map, WEIR_STR("sources"));
    if (node == NULL || cited == NULL)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, map,
                            "`evidence` and `sources` must say where this comes from");
    WEIR_TRY(weir_read_text(reading->tree, node, "evidence", evidence, reading->error));
    bool known = false;
    for (size_t i = 0; i < WEIR_COUNT(evidence_words) && !known; i++)
        known = weir_str_equal(*evidence, weir_str_from(evidence_words[i]));
    if (!known)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node, "unknown evidence `%s`",
                            weir_quote(*evidence).text);
    WEIR_TRY(weir_read_words(reading->tree, cited, "a source id", reading->rulebook->arena, sources, reading->error));
    if (sources->count == 0)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, cited, "no source is cited");
    for (size_t i = 0; i < sources->count; i++) {
        if (!weir_rulebook_has_source(reading->rulebook, sources->items[i]))
            return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, cited, "unknown source `%s`",
                                weir_quote(sources->items[i]).text);
    }
    return WEIR_OK;
}

int weir_service_error_status(const struct weir_service *service, struct weir_str code)
{
    for (size_t i = 0; i < service->error_count; i++) {
        if (weir_str_equal(service->errors[i].code, code))
            return service->errors[i].status;
    }
    return 0;
}

static enum weir_status read_code(struct weir_reading *reading, const struct weir_node *node, struct weir_str *code,
                                  int *status)
{
    WEIR_TRY(weir_read_text(reading->tree, node, "the error code", code, reading->error));
    *status = weir_service_error_status(reading->service, *code);
    if (*status == 0)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node, "the service has no error `%s`",
                            weir_quote(*code).text);
    return WEIR_OK;
}

static enum weir_status read_codes(struct weir_reading *reading, const struct weir_node *map, struct weir_else *refusal)
{
    if (map == NULL)
        return WEIR_OK;
    WEIR_TRY(weir_demand(reading->tree, map, WEIR_NODE_MAP, "`codes`", reading->error));
    struct weir_code_row *const rows = weir_arena_alloc(reading->rulebook->arena, weir_node_count(map), sizeof *rows);
    if (rows == NULL)
        return weir_fail_memory(reading->error);
    size_t count = 0;
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key), count++) {
        rows[count].refused = weir_node_text(key);
        WEIR_TRY(read_code(reading, weir_node_value(key), &rows[count].code, &rows[count].status));
    }
    refusal->codes = rows;
    refusal->code_count = count;
    return WEIR_OK;
}

static enum weir_status read_else(struct weir_reading *reading, const struct weir_node *map, struct weir_else *refusal)
{
    static const char *const members[] = {"code", "codes", "message", "synthetic", NULL};
    const struct weir_node *const code = weir_node_find(map, WEIR_STR("code"));
    const struct weir_node *const message = weir_node_find(map, WEIR_STR("message"));
    const struct weir_node *const synthetic = weir_node_find(map, WEIR_STR("synthetic"));
    WEIR_TRY(weir_demand(reading->tree, map, WEIR_NODE_MAP, "`else`", reading->error));
    WEIR_TRY(weir_refuse_unknown(reading->tree, map, members, reading->error));
    if (code == NULL || message == NULL)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, map, "`else` needs `code` and `message`");
    WEIR_TRY(read_code(reading, code, &refusal->code, &refusal->status));
    WEIR_TRY(read_codes(reading, weir_node_find(map, WEIR_STR("codes")), refusal));
    WEIR_TRY(weir_read_template(reading, message, &refusal->message));
    if (synthetic != NULL)
        WEIR_TRY(weir_read_bool(reading->tree, synthetic, "synthetic", &refusal->synthetic, reading->error));
    refusal->given = true;
    return WEIR_OK;
}

static enum weir_status read_new_use(struct weir_reading *reading, const struct weir_node *node,
                                     const struct weir_use **use)
{
    struct weir_use *const made = weir_arena_alloc(reading->rulebook->arena, 1, sizeof *made);
    if (made == NULL)
        return weir_fail_memory(reading->error);
    WEIR_TRY(weir_read_use(reading, node, made));
    *use = made;
    return WEIR_OK;
}

static enum weir_status read_id(struct weir_reading *reading, const struct weir_node *node, struct weir_str *id)
{
    WEIR_TRY(weir_read_text(reading->tree, node, "id", id, reading->error));
    if (id->len == 0)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node, "an id must not be empty");
    return WEIR_OK;
}

/* What is written of a rule that cannot refuse would never be read: neither checked nor shown. */
static enum weir_status check_no_refusal(struct weir_reading *reading, const struct weir_node *map)
{
    static const char *const members[] = {"id", "evidence", "sources"};
    for (size_t i = 0; i < WEIR_COUNT(members); i++) {
        if (weir_node_find(map, weir_str_from(members[i])) != NULL)
            return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, map,
                                "`id`, `evidence` and `sources` belong to a rule that refuses");
    }
    return WEIR_OK;
}

static enum weir_status read_common(struct weir_reading *reading, const struct weir_node *map, struct weir_rule *rule)
{
    const struct weir_node *const id = weir_node_find(map, WEIR_STR("id"));
    const struct weir_node *const when = weir_node_find(map, WEIR_STR("when"));
    const struct weir_node *const refusal = weir_node_find(map, WEIR_STR("else"));
    rule->origin = (struct weir_origin){reading->tree, map};
    if (when != NULL)
        WEIR_TRY(read_new_use(reading, when, &rule->when));
    if (refusal == NULL)
        return check_no_refusal(reading, map);
    if (id == NULL)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, map, "a rule that refuses needs an `id`");
    WEIR_TRY(read_id(reading, id, &rule->id));
    WEIR_TRY(weir_read_evidence(reading, map, &rule->evidence, &rule->sources));
    return read_else(reading, refusal, &rule->refusal);
}

static enum weir_status read_require(struct weir_reading *reading, const struct weir_node *map, struct weir_rule *rule)
{
    static const char *const members[] = {"id", "when", "require", "else", "evidence", "sources", "note", NULL};
    rule->kind = WEIR_STEP_REQUIRE;
    WEIR_TRY(weir_refuse_unknown(reading->tree, map, members, reading->error));
    if (weir_node_find(map, WEIR_STR("else")) == NULL)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, map, "`require` needs an `else`");
    WEIR_TRY(read_common(reading, map, rule));
    return read_new_use(reading, weir_node_find(map, WEIR_STR("require")), &rule->require);
}

static enum weir_status read_resolver(struct weir_reading *reading, const struct weir_node *from,
                                      struct weir_rule *rule)
{
    WEIR_TRY(weir_demand(reading->tree, from, WEIR_NODE_MAP, "`from`", reading->error));
    const struct weir_node *const key = weir_node_first(from);
    if (weir_node_count(from) != 1)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, from, "`from` names one resolver");
    rule->resolver = weir_resolver_find(weir_node_text(key));
    if (rule->resolver == NULL)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, key, "unknown resolver `%s`",
                            weir_quote(weir_node_text(key)).text);
    return weir_read_arguments(reading, weir_node_value(key), rule->resolver->arguments, rule->arguments);
}

static enum weir_status add_name(struct weir_reading *reading, const struct weir_node *node, enum weir_type type,
                                 size_t *slot)
{
    struct weir_str name;
    WEIR_TRY(weir_read_text(reading->tree, node, "the name", &name, reading->error));
    for (size_t i = 0; i < reading->bound_count; i++) {
        if (weir_str_equal(reading->bound[i].name, name))
            return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node, "the name `%s` is bound already",
                                weir_quote(name).text);
    }
    if (reading->bound_count == WEIR_MAX_BOUND)
        return weir_fail_at(reading->error, WEIR_ERR_LIMIT, reading->tree, node, "more than %d names are bound",
                            WEIR_MAX_BOUND);
    *slot = reading->bound_count;
    reading->bound[reading->bound_count++] = (struct weir_bound_name){name, type};
    return WEIR_OK;
}

static enum weir_status read_bind(struct weir_reading *reading, const struct weir_node *map, struct weir_rule *rule)
{
    static const char *const members[] = {"bind", "from", "id", "when", "else", "evidence", "sources", "note", NULL};
    rule->kind = WEIR_STEP_BIND;
    WEIR_TRY(weir_refuse_unknown(reading->tree, map, members, reading->error));
    const struct weir_node *const from = weir_node_find(map, WEIR_STR("from"));
    if (from == NULL)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, map, "`bind` needs a `from`");
    WEIR_TRY(read_common(reading, map, rule));
    WEIR_TRY(read_resolver(reading, from, rule));
    return add_name(reading, weir_node_find(map, WEIR_STR("bind")), rule->resolver->gives, &rule->slot);
}

static enum weir_status read_allow(struct weir_reading *reading, const struct weir_node *map, struct weir_rule *rule)
{
    static const char *const members[] = {"allow", NULL};
    rule->kind = WEIR_STEP_ALLOW;
    rule->origin = (struct weir_origin){reading->tree, map};
    WEIR_TRY(weir_refuse_unknown(reading->tree, map, members, reading->error));
    return read_id(reading, weir_node_find(map, WEIR_STR("allow")), &rule->id);
}

static enum weir_status read_rule(struct weir_reading *reading, const struct weir_node *map, struct weir_rule *rule)
{
    WEIR_TRY(weir_demand(reading->tree, map, WEIR_NODE_MAP, "a rule", reading->error));
    if (weir_node_find(map, WEIR_STR("require")) != NULL)
        return read_require(reading, map, rule);
    if (weir_node_find(map, WEIR_STR("bind")) != NULL)
        return read_bind(reading, map, rule);
    if (weir_node_find(map, WEIR_STR("allow")) != NULL)
        return read_allow(reading, map, rule);
    return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, map,
                        "a rule has `require`, `bind`, `use` or `allow`");
}

static const struct weir_group *find_group(const struct weir_group *groups, size_t count, struct weir_str name)
{
    for (size_t i = 0; i < count; i++) {
        if (weir_str_equal(groups[i].name, name))
            return &groups[i];
    }
    return NULL;
}

/* A group's rules stand where they are used: their names are those of the operation. */
static enum weir_status read_group(struct weir_reading *reading, const struct weir_group *groups, size_t group_count,
                                   const struct weir_node *use, struct weir_rule *rules, size_t *count)
{
    static const char *const members[] = {"use", NULL};
    const struct weir_node *const map = use;
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
        status = read_rule(reading, item, &rules[(*count)++]);
    reading->tree = outer;
    return status;
}

static size_t count_rules(const struct weir_node *list, const struct weir_group *groups, size_t group_count)
{
    size_t count = 0;
    for (const struct weir_node *item = weir_node_first(list); item != NULL; item = weir_node_next(item)) {
        const struct weir_node *const use = weir_node_find(item, WEIR_STR("use"));
        const struct weir_group *const group = find_group(groups, group_count, weir_node_text(use));
        count += group == NULL ? 1 : weir_node_count(group->rules.node);
    }
    return count;
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

/* DESIGN §5: exactly one allow, at the end, and behind a check that authorizes. */
static enum weir_status check_allow(struct weir_reading *reading, const struct weir_node *list,
                                    const struct weir_rule *rules, size_t count)
{
    bool carried = false;
    for (size_t i = 0; i < count; i++) {
        const struct weir_rule *const rule = &rules[i];
        if (rule->kind == WEIR_STEP_ALLOW && i + 1 < count)
            return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, rule->origin.tree, rule->origin.node,
                                "nothing may follow an `allow`");
        carried = carried || (rule->kind == WEIR_STEP_REQUIRE && rule->when == NULL && carries_allow(rule->require));
    }
    if (count == 0 || rules[count - 1].kind != WEIR_STEP_ALLOW)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, list, "an operation ends in its `allow`");
    if (!carried)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, list,
                            "no rule before the `allow` asks a policy, a grant or an assertion");
    return WEIR_OK;
}

static enum weir_status read_rules(struct weir_reading *reading, const struct weir_group *groups, size_t group_count,
                                   const struct weir_node *list, struct weir_operation *operation)
{
    WEIR_TRY(weir_demand(reading->tree, list, WEIR_NODE_LIST, "`rules`", reading->error));
    const size_t room = count_rules(list, groups, group_count);
    struct weir_rule *const rules = weir_arena_alloc(reading->rulebook->arena, room, sizeof *rules);
    if (rules == NULL)
        return weir_fail_memory(reading->error);
    size_t count = 0;
    for (const struct weir_node *item = weir_node_first(list); item != NULL; item = weir_node_next(item)) {
        if (weir_node_find(item, WEIR_STR("use")) != NULL)
            WEIR_TRY(read_group(reading, groups, group_count, item, rules, &count));
        else
            WEIR_TRY(read_rule(reading, item, &rules[count++]));
    }
    operation->rules = rules;
    operation->rule_count = count;
    operation->bound_count = reading->bound_count;
    return check_allow(reading, list, rules, count);
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
