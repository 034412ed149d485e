/* Reads one rule of a rulebook: what it asks or binds, what it refuses with, and its evidence. */
#include "vend/reader/rules_read.h"

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

bool weir_setting_lists_errors(const struct weir_setting_row *setting, const struct weir_service *service)
{
    bool known = setting->type == WEIR_TYPE_TEXT && setting->values.count != 0;
    for (size_t i = 0; known && i < setting->values.count; i++)
        known = weir_service_error_status(service, setting->values.items[i]) != 0;
    return known;
}

/* The code itself, or `settings.NAME`. */
static enum weir_status read_code(struct weir_reading *reading, const struct weir_node *node,
                                  struct weir_refusal_code *code)
{
    const struct weir_setting_row *const setting = weir_read_setting_name(reading, node);
    if (setting != NULL && !weir_setting_lists_errors(setting, reading->service))
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node,
                            "a value of the setting is not among the errors of the service");
    if (setting != NULL)
        *code = (struct weir_refusal_code){.code = setting->value.as.text, .from = setting->name};
    else
        WEIR_TRY(weir_read_text(reading->tree, node, "the error code", &code->code, reading->error));
    code->status = weir_service_error_status(reading->service, code->code);
    if (code->status == 0)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node, "the service has no error `%s`",
                            weir_quote(code->code).text);
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
        WEIR_TRY(read_code(reading, weir_node_value(key), &rows[count].code));
    }
    refusal->codes = rows;
    refusal->code_count = count;
    return WEIR_OK;
}

static enum weir_status read_message_row(struct weir_reading *reading, const struct weir_node *map,
                                         struct weir_str value, struct weir_message_row *row)
{
    const struct weir_node *const node = weir_node_find(map, value);
    if (node == NULL)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, map, "there is no message for `%s`",
                            weir_quote(value).text);
    row->value = value;
    return weir_read_template(reading, node, &row->message);
}

/* `by: settings.NAME`, and the words at each of its values. */
static enum weir_status read_messages(struct weir_reading *reading, const struct weir_node *map,
                                      struct weir_else *refusal)
{
    const struct weir_node *const by = weir_node_find(map, WEIR_STR("by"));
    const struct weir_setting_row *const setting = weir_read_setting_name(reading, by);
    if (setting == NULL || setting->type != WEIR_TYPE_TEXT || setting->values.count == 0)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, map,
                            "messages need `by`, a setting that lists its `values`");
    if (weir_node_count(map) != setting->values.count + 1)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, map,
                            "there is one message for each value of the setting");
    struct weir_message_row *const rows = weir_arena_alloc(reading->rulebook->arena, setting->values.count,
                                                           sizeof *rows);
    if (rows == NULL)
        return weir_fail_memory(reading->error);
    for (size_t i = 0; i < setting->values.count; i++)
        WEIR_TRY(read_message_row(reading, map, setting->values.items[i], &rows[i]));
    refusal->message_from = setting->name;
    refusal->messages = rows;
    refusal->message_count = setting->values.count;
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
    WEIR_TRY(read_code(reading, code, &refusal->code));
    WEIR_TRY(read_codes(reading, weir_node_find(map, WEIR_STR("codes")), refusal));
    if (weir_node_kind(message) == WEIR_NODE_MAP)
        WEIR_TRY(read_messages(reading, message, refusal));
    else
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
    static const char *const members[] = {"id", "evidence", "sources", "remedy"};
    for (size_t i = 0; i < WEIR_COUNT(members); i++) {
        if (weir_node_find(map, weir_str_from(members[i])) != NULL)
            return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, map,
                                "`id`, `evidence`, `sources` and `remedy` belong to a rule that refuses");
    }
    return WEIR_OK;
}

/* What an administrator could do about it. */
static enum weir_status read_remedy(struct weir_reading *reading, const struct weir_node *map, struct weir_rule *rule)
{
    const struct weir_node *const remedy = weir_node_find(map, WEIR_STR("remedy"));
    return remedy == NULL ? WEIR_OK : weir_read_template(reading, remedy, &rule->remedy);
}

static enum weir_status read_grounds(struct weir_reading *reading, const struct weir_node *map, struct weir_rule *rule)
{
    const struct weir_node *const id = weir_node_find(map, WEIR_STR("id"));
    if (id == NULL)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, map, "a rule that refuses needs an `id`");
    WEIR_TRY(read_id(reading, id, &rule->id));
    return weir_read_evidence(reading, map, &rule->evidence, &rule->sources);
}

static enum weir_status read_common(struct weir_reading *reading, const struct weir_node *map, struct weir_rule *rule)
{
    const struct weir_node *const when = weir_node_find(map, WEIR_STR("when"));
    const struct weir_node *const refusal = weir_node_find(map, WEIR_STR("else"));
    rule->origin = (struct weir_origin){reading->tree, map};
    if (when != NULL)
        WEIR_TRY(read_new_use(reading, when, &rule->when));
    if (refusal == NULL)
        return check_no_refusal(reading, map);
    WEIR_TRY(read_grounds(reading, map, rule));
    return read_else(reading, refusal, &rule->refusal);
}

static enum weir_status read_require(struct weir_reading *reading, const struct weir_node *map, struct weir_rule *rule)
{
    static const char *const members[] = {"id",       "when",    "require", "else", "remedy",
                                          "evidence", "sources", "note",    NULL};
    rule->kind = WEIR_STEP_REQUIRE;
    WEIR_TRY(weir_refuse_unknown(reading->tree, map, members, reading->error));
    if (weir_node_find(map, WEIR_STR("else")) == NULL)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, map, "`require` needs an `else`");
    WEIR_TRY(read_common(reading, map, rule));
    WEIR_TRY(read_new_use(reading, weir_node_find(map, WEIR_STR("require")), &rule->require));
    return read_remedy(reading, map, rule);
}

/* A rule that never refuses: it tells what will fail later, and what to do about it. */
static enum weir_status read_advise(struct weir_reading *reading, const struct weir_node *map, struct weir_rule *rule)
{
    static const char *const members[] = {"id", "when", "advise", "remedy", "evidence", "sources", "note", NULL};
    const struct weir_node *const when = weir_node_find(map, WEIR_STR("when"));
    rule->kind = WEIR_STEP_ADVISE;
    rule->origin = (struct weir_origin){reading->tree, map};
    WEIR_TRY(weir_refuse_unknown(reading->tree, map, members, reading->error));
    if (weir_node_find(map, WEIR_STR("remedy")) == NULL)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, map, "`advise` needs a `remedy`");
    if (when != NULL)
        WEIR_TRY(read_new_use(reading, when, &rule->when));
    WEIR_TRY(read_grounds(reading, map, rule));
    WEIR_TRY(read_new_use(reading, weir_node_find(map, WEIR_STR("advise")), &rule->require));
    return read_remedy(reading, map, rule);
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

enum weir_status weir_read_new_name(struct weir_reading *reading, const struct weir_node *node, enum weir_type type,
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
    static const char *const members[] = {"bind",   "from",     "id",      "when", "else",
                                          "remedy", "evidence", "sources", "note", NULL};
    rule->kind = WEIR_STEP_BIND;
    WEIR_TRY(weir_refuse_unknown(reading->tree, map, members, reading->error));
    const struct weir_node *const from = weir_node_find(map, WEIR_STR("from"));
    if (from == NULL)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, map, "`bind` needs a `from`");
    WEIR_TRY(read_common(reading, map, rule));
    WEIR_TRY(read_resolver(reading, from, rule));
    WEIR_TRY(read_remedy(reading, map, rule));
    return weir_read_new_name(reading, weir_node_find(map, WEIR_STR("bind")), rule->resolver->gives, &rule->slot);
}

static enum weir_status read_allow(struct weir_reading *reading, const struct weir_node *map, struct weir_rule *rule)
{
    static const char *const members[] = {"allow", NULL};
    rule->kind = WEIR_STEP_ALLOW;
    rule->origin = (struct weir_origin){reading->tree, map};
    WEIR_TRY(weir_refuse_unknown(reading->tree, map, members, reading->error));
    return read_id(reading, weir_node_find(map, WEIR_STR("allow")), &rule->id);
}

enum weir_status weir_read_rule(struct weir_reading *reading, const struct weir_node *map, struct weir_rule *rule)
{
    WEIR_TRY(weir_demand(reading->tree, map, WEIR_NODE_MAP, "a rule", reading->error));
    if (weir_node_find(map, WEIR_STR("require")) != NULL)
        return read_require(reading, map, rule);
    if (weir_node_find(map, WEIR_STR("bind")) != NULL)
        return read_bind(reading, map, rule);
    if (weir_node_find(map, WEIR_STR("advise")) != NULL)
        return read_advise(reading, map, rule);
    if (weir_node_find(map, WEIR_STR("allow")) != NULL)
        return read_allow(reading, map, rule);
    return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, map,
                        "a rule has `require`, `bind`, `advise`, `use`, `each` or `allow`");
}
