/* Reads a rulebook's files into one: sources, settings, services, groups and operations, each checked ([weir-local], DESIGN §5). */
#include "vend/rulebook.h"

#include "base/base_impl.h"

/* The files while they are read; arrays are sized by counting first. */
struct book {
    struct weir_reading reading;
    const struct weir_tree *const *trees;
    size_t tree_count;
    struct weir_group *groups;
    size_t group_count;
    struct weir_rule_info *infos;
    const struct weir_node **info_nodes; /* where each rule stands */
    size_t info_count;
};

static const struct weir_node *section(const struct weir_tree *tree, const char *name)
{
    return weir_node_find(weir_tree_root(tree), weir_str_from(name));
}

static size_t count_members(const struct book *book, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < book->tree_count; i++)
        count += weir_node_count(section(book->trees[i], name));
    return count;
}

static enum weir_status check_file(const struct weir_tree *tree, struct weir_error *error)
{
    static const char *const members[] = {"weir",   "about",   "service",    "settings",
                                          "groups", "sources", "operations", NULL};
    const struct weir_node *const root = weir_tree_root(tree);
    WEIR_TRY(weir_demand(tree, root, WEIR_NODE_MAP, "a rulebook", error));
    const struct weir_node *const format = weir_node_find(root, WEIR_STR("weir"));
    if (!weir_str_equal(weir_node_text(format), WEIR_STR("rulebook/1")) &&
        !weir_str_equal(weir_node_text(format), WEIR_STR("sources/1")))
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, format == NULL ? root : format,
                            "a rulebook begins with `weir: rulebook/1`");
    WEIR_TRY(weir_refuse_unknown(tree, root, members, error));
    static const char *const maps[] = {"service", "settings", "groups", "sources", "operations"};
    for (size_t i = 0; i < WEIR_COUNT(maps); i++) {
        const struct weir_node *const node = section(tree, maps[i]);
        if (node != NULL)
            WEIR_TRY(weir_demand(tree, node, WEIR_NODE_MAP, maps[i], error));
    }
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------- sources */

static enum weir_status read_source(struct weir_reading *reading, const struct weir_node *key)
{
    static const char *const members[] = {"title", "where", "read", "says", NULL};
    const struct weir_node *const map = weir_node_value(key);
    WEIR_TRY(weir_demand(reading->tree, map, WEIR_NODE_MAP, "a source", reading->error));
    WEIR_TRY(weir_refuse_unknown(reading->tree, map, members, reading->error));
    for (size_t i = 0; members[i] != NULL; i++) {
        struct weir_str text;
        const struct weir_node *const node = weir_node_find(map, weir_str_from(members[i]));
        if (node == NULL)
            return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, key, "the source lacks `%s`",
                                members[i]);
        WEIR_TRY(weir_read_text(reading->tree, node, members[i], &text, reading->error));
    }
    if (weir_rulebook_has_source(reading->rulebook, weir_node_text(key)))
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, key, "the source stands twice");
    return WEIR_OK;
}

static enum weir_status read_sources(struct book *book)
{
    struct weir_reading *const reading = &book->reading;
    struct weir_rulebook *const rulebook = reading->rulebook;
    const size_t room = count_members(book, "sources");
    struct weir_str *const ids = weir_arena_alloc(rulebook->arena, room, sizeof *ids);
    if (ids == NULL)
        return weir_fail_memory(reading->error);
    rulebook->sources.items = ids;
    for (size_t i = 0; i < book->tree_count; i++) {
        reading->tree = book->trees[i];
        const struct weir_node *key = weir_node_first(section(book->trees[i], "sources"));
        for (; key != NULL; key = weir_node_next(key)) {
            WEIR_TRY(read_source(reading, key));
            ids[rulebook->sources.count++] = weir_node_text(key);
        }
    }
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------ settings */

static enum weir_status read_setting_value(struct weir_reading *reading, const struct weir_node *node,
                                           struct weir_setting_row *row)
{
    struct weir_error ignored = WEIR_ERROR_INIT;
    row->value.origin = (struct weir_origin){reading->tree, node};
    if (weir_node_kind(node) == WEIR_NODE_LIST) {
        row->value.type = row->type = WEIR_TYPE_TEXT_LIST;
        return weir_read_words(reading->tree, node, "an item", reading->rulebook->arena, &row->value.as.list,
                               reading->error);
    }
    if (weir_read_bool(reading->tree, node, "value", &row->value.as.boolean, &ignored) == WEIR_OK)
        row->type = WEIR_TYPE_BOOLEAN;
    else if (weir_read_int64(reading->tree, node, "value", &row->value.as.integer, &ignored) == WEIR_OK)
        row->type = WEIR_TYPE_INTEGER;
    else
        row->type = WEIR_TYPE_TEXT;
    row->value.type = row->type;
    if (row->type != WEIR_TYPE_TEXT)
        return WEIR_OK;
    return weir_read_text(reading->tree, node, "value", &row->value.as.text, reading->error);
}

static bool is_word(const struct weir_str_list *words, struct weir_str word)
{
    bool found = false;
    for (size_t i = 0; i < words->count && !found; i++)
        found = weir_str_equal(words->items[i], word);
    return found;
}

static enum weir_status read_setting(struct weir_reading *reading, const struct weir_node *key,
                                     struct weir_setting_row *row)
{
    static const char *const members[] = {"value", "unit", "values", "evidence", "sources", "note", NULL};
    const struct weir_node *const map = weir_node_value(key);
    const struct weir_node *const values = weir_node_find(map, WEIR_STR("values"));
    WEIR_TRY(weir_demand(reading->tree, map, WEIR_NODE_MAP, "a setting", reading->error));
    WEIR_TRY(weir_refuse_unknown(reading->tree, map, members, reading->error));
    row->name = weir_node_text(key);
    row->origin = (struct weir_origin){reading->tree, key};
    const struct weir_node *const value = weir_node_find(map, WEIR_STR("value"));
    if (value == NULL)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, key, "the setting lacks `value`");
    WEIR_TRY(read_setting_value(reading, value, row));
    if (values != NULL)
        WEIR_TRY(
            weir_read_words(reading->tree, values, "a value", reading->rulebook->arena, &row->values, reading->error));
    if (values != NULL && !is_word(&row->values, weir_node_text(value)))
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, value,
                            "the value is not one of the setting's `values`");
    return weir_read_evidence(reading, map, &row->evidence, &row->sources);
}

static enum weir_status gather_defaults(struct weir_reading *reading)
{
    struct weir_value *const values = weir_arena_alloc(reading->rulebook->arena, reading->setting_count,
                                                       sizeof *values);
    if (values == NULL)
        return weir_fail_memory(reading->error);
    for (size_t i = 0; i < reading->setting_count; i++)
        values[i] = reading->settings[i].value;
    reading->rulebook->defaults = values;
    return WEIR_OK;
}

static enum weir_status read_settings(struct book *book)
{
    struct weir_reading *const reading = &book->reading;
    const size_t room = count_members(book, "settings");
    struct weir_setting_row *const rows = weir_arena_alloc(reading->rulebook->arena, room, sizeof *rows);
    if (rows == NULL)
        return weir_fail_memory(reading->error);
    size_t count = 0;
    for (size_t i = 0; i < book->tree_count; i++) {
        reading->tree = book->trees[i];
        const struct weir_node *key = weir_node_first(section(book->trees[i], "settings"));
        for (; key != NULL; key = weir_node_next(key)) {
            for (size_t k = 0; k < count; k++) {
                if (weir_str_equal(rows[k].name, weir_node_text(key)))
                    return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, key,
                                        "the setting stands twice");
            }
            WEIR_TRY(read_setting(reading, key, &rows[count++]));
        }
    }
    reading->rulebook->settings = reading->settings = rows;
    reading->rulebook->setting_count = reading->setting_count = count;
    return gather_defaults(reading);
}

/* ------------------------------------------------------------------------------------------- service */

static enum weir_status read_error_row(struct weir_reading *reading, const struct weir_node *key,
                                       struct weir_error_row *row)
{
    const struct weir_node *const node = weir_node_value(key);
    const struct weir_setting_row *const setting = weir_read_setting_name(reading, node);
    int64_t status = setting == NULL ? 0 : setting->value.as.integer;
    if (setting != NULL && (setting->type != WEIR_TYPE_INTEGER || setting->values.count == 0))
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node,
                            "the setting is no number with `values`");
    if (setting == NULL)
        WEIR_TRY(weir_read_int64(reading->tree, node, "the HTTP status", &status, reading->error));
    if (status < 100 || status > 599)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, key, "no HTTP status");
    *row = (struct weir_error_row){weir_node_text(key), (int)status,
                                   setting == NULL ? (struct weir_str){NULL, 0} : setting->name};
    return WEIR_OK;
}

static enum weir_status read_errors(struct weir_reading *reading, const struct weir_node *map,
                                    struct weir_service *service)
{
    WEIR_TRY(weir_demand(reading->tree, map, WEIR_NODE_MAP, "`errors`", reading->error));
    struct weir_error_row *const rows = weir_arena_alloc(reading->rulebook->arena, weir_node_count(map), sizeof *rows);
    if (rows == NULL)
        return weir_fail_memory(reading->error);
    size_t count = 0;
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key))
        WEIR_TRY(read_error_row(reading, key, &rows[count++]));
    service->errors = rows;
    service->error_count = count;
    return WEIR_OK;
}

/* The code itself, or `settings.NAME` of a setting whose every value is one. */
static enum weir_status read_parameter_code(struct weir_reading *reading, const struct weir_node *node,
                                            struct weir_service *service)
{
    const struct weir_setting_row *const setting = weir_read_setting_name(reading, node);
    if (setting == NULL)
        return weir_read_text(reading->tree, node, "parameter-code", &service->parameter_code, reading->error);
    service->parameter_code = setting->value.as.text;
    service->parameter_code_from = setting->name;
    if (!weir_setting_lists_errors(setting, service))
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node,
                            "a value of the setting is not among the errors of the service");
    return WEIR_OK;
}

static enum weir_status read_expired(struct weir_reading *reading, const struct weir_node *map,
                                     struct weir_service *service)
{
    static const char *const members[] = {"code", "message", "synthetic", NULL};
    WEIR_TRY(weir_demand(reading->tree, map, WEIR_NODE_MAP, "`expired`", reading->error));
    WEIR_TRY(weir_refuse_unknown(reading->tree, map, members, reading->error));
    WEIR_TRY(weir_read_text(reading->tree, weir_node_find(map, WEIR_STR("code")), "code", &service->expired_code,
                            reading->error));
    WEIR_TRY(weir_read_text(reading->tree, weir_node_find(map, WEIR_STR("message")), "message",
                            &service->expired_message, reading->error));
    return weir_read_bool(reading->tree, weir_node_find(map, WEIR_STR("synthetic")), "synthetic",
                          &service->expired_is_synthetic, reading->error);
}

static enum weir_status read_service(struct weir_reading *reading, const struct weir_node *map,
                                     const struct weir_service **out)
{
    static const char *const members[] = {"operation-prefix", "parameter-rule", "parameter-code",
                                          "expired",          "errors",         NULL};
    struct weir_service *const service = weir_arena_alloc(reading->rulebook->arena, 1, sizeof *service);
    if (service == NULL)
        return weir_fail_memory(reading->error);
    WEIR_TRY(weir_refuse_unknown(reading->tree, map, members, reading->error));
    for (size_t i = 0; members[i] != NULL; i++) {
        if (weir_node_find(map, weir_str_from(members[i])) == NULL)
            return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, map, "the service lacks `%s`",
                                members[i]);
    }
    struct weir_error *const error = reading->error;
    const struct weir_node *const code = weir_node_find(map, WEIR_STR("parameter-code"));
    WEIR_TRY(weir_read_text(reading->tree, weir_node_find(map, WEIR_STR("operation-prefix")), "operation-prefix",
                            &service->operation_prefix, error));
    WEIR_TRY(weir_read_text(reading->tree, weir_node_find(map, WEIR_STR("parameter-rule")), "parameter-rule",
                            &service->parameter_rule, error));
    WEIR_TRY(read_errors(reading, weir_node_find(map, WEIR_STR("errors")), service));
    WEIR_TRY(read_parameter_code(reading, code, service));
    WEIR_TRY(read_expired(reading, weir_node_find(map, WEIR_STR("expired")), service));
    if (weir_service_error_status(service, service->parameter_code) == 0 ||
        weir_service_error_status(service, service->expired_code) == 0)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, reading->tree, map,
                            "a code of the service is not among its errors");
    *out = service;
    return WEIR_OK;
}

/* ---------------------------------------------------------------------------------- groups, operations */

static enum weir_status read_groups(struct book *book)
{
    struct weir_reading *const reading = &book->reading;
    const size_t room = count_members(book, "groups");
    book->groups = weir_arena_alloc(reading->rulebook->arena, room, sizeof *book->groups);
    if (book->groups == NULL)
        return weir_fail_memory(reading->error);
    for (size_t i = 0; i < book->tree_count; i++) {
        const struct weir_tree *const tree = book->trees[i];
        const struct weir_node *key = weir_node_first(section(tree, "groups"));
        for (; key != NULL; key = weir_node_next(key)) {
            WEIR_TRY(weir_demand(tree, weir_node_value(key), WEIR_NODE_LIST, "a group", reading->error));
            for (size_t k = 0; k < book->group_count; k++) {
                if (weir_str_equal(book->groups[k].name, weir_node_text(key)))
                    return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, tree, key, "the group stands twice");
            }
            book->groups[book->group_count++] = (struct weir_group){weir_node_text(key), {tree, weir_node_value(key)}};
        }
    }
    return WEIR_OK;
}

static enum weir_status full_name(struct weir_reading *reading, const struct weir_node *key, struct weir_str *name)
{
    struct weir_writer *writer = NULL;
    WEIR_TRY(weir_writer_new(reading->rulebook->arena, &writer));
    weir_write_raw(writer, reading->service->operation_prefix);
    weir_write_raw(writer, weir_node_text(key));
    WEIR_TRY(weir_writer_finish(writer, name));
    if (weir_rulebook_operation(reading->rulebook, *name) != NULL)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, key, "the operation stands twice");
    return WEIR_OK;
}

static enum weir_status read_file_operations(struct book *book, struct weir_operation *operations)
{
    struct weir_reading *const reading = &book->reading;
    const struct weir_node *const map = section(reading->tree, "operations");
    const struct weir_node *const service = section(reading->tree, "service");
    if (map == NULL)
        return WEIR_OK;
    if (service == NULL)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, map, "operations need their `service`");
    WEIR_TRY(read_service(reading, service, &reading->service));
    const struct weir_tree *const tree = reading->tree;
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key)) {
        struct weir_operation *const operation = &operations[reading->rulebook->operation_count];
        reading->tree = tree;
        WEIR_TRY(full_name(reading, key, &operation->name));
        operation->service = reading->service;
        operation->origin = (struct weir_origin){tree, key};
        WEIR_TRY(weir_read_operation(reading, book->groups, book->group_count, weir_node_value(key), operation));
        reading->rulebook->operation_count++;
    }
    return WEIR_OK;
}

static enum weir_status read_operations(struct book *book)
{
    struct weir_rulebook *const rulebook = book->reading.rulebook;
    struct weir_operation *const operations = weir_arena_alloc(rulebook->arena, count_members(book, "operations"),
                                                               sizeof *operations);
    if (operations == NULL)
        return weir_fail_memory(book->reading.error);
    rulebook->operations = operations;
    for (size_t i = 0; i < book->tree_count; i++) {
        book->reading.tree = book->trees[i];
        WEIR_TRY(read_file_operations(book, operations));
    }
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------ rule ids */

/* One rule that is met again where its group is used again is one rule; two rules of one id are refused. */
static enum weir_status add_info(struct book *book, const struct weir_operation *operation,
                                 const struct weir_rule *rule)
{
    const struct weir_node *const node = rule->origin.node;
    if (rule->id.len == 0)
        return WEIR_OK;
    for (size_t i = 0; i < book->info_count; i++) {
        if (!weir_str_equal(book->infos[i].id, rule->id))
            continue;
        book->infos[i].operation = (struct weir_str){NULL, 0};
        if (book->info_nodes[i] == node)
            return WEIR_OK;
        return weir_fail_at(book->reading.error, WEIR_ERR_SCHEMA, rule->origin.tree, node,
                            "the rule id `%s` stands twice", weir_quote(rule->id).text);
    }
    book->info_nodes[book->info_count] = node;
    book->infos[book->info_count++] = (struct weir_rule_info){operation->name, rule->id, rule->kind == WEIR_STEP_ALLOW,
                                                              rule->evidence};
    return WEIR_OK;
}

/* Rules that stand in no list: they are the engine's own. */
static enum weir_status add_fixed(struct book *book, const struct weir_operation *operation)
{
    const struct weir_str ids[] = {operation->service->parameter_rule, WEIR_STR("caller.session-expired"),
                                   WEIR_STR("world.fault")};
    for (size_t i = 0; i < WEIR_COUNT(ids); i++) {
        const struct weir_rule rule = {.id = ids[i], .evidence = WEIR_STR("local")};
        WEIR_TRY(add_info(book, operation, &rule));
    }
    return WEIR_OK;
}

/* A list of all ids for coverage; an id that two rules carry is refused on the way. */
static enum weir_status list_rules(struct book *book)
{
    struct weir_rulebook *const rulebook = book->reading.rulebook;
    size_t room = 0;
    for (size_t i = 0; i < rulebook->operation_count; i++)
        room += rulebook->operations[i].rule_count + 3;
    book->infos = weir_arena_alloc(rulebook->arena, room, sizeof *book->infos);
    book->info_nodes = weir_arena_alloc(rulebook->arena, room, sizeof *book->info_nodes);
    if (book->infos == NULL || book->info_nodes == NULL)
        return weir_fail_memory(book->reading.error);
    for (size_t i = 0; i < rulebook->operation_count; i++) {
        const struct weir_operation *const operation = &rulebook->operations[i];
        WEIR_TRY(add_fixed(book, operation));
        for (size_t k = 0; k < operation->rule_count; k++)
            WEIR_TRY(add_info(book, operation, &operation->rules[k]));
    }
    rulebook->rule_infos = book->infos;
    rulebook->rule_info_count = book->info_count;
    return WEIR_OK;
}

enum weir_status weir_rulebook_read(struct weir_rulebook *rulebook, const struct weir_rulebook_text *texts,
                                    size_t count, struct weir_error *error)
{
    const struct weir_tree **const trees = weir_arena_alloc(rulebook->arena, count, sizeof *trees);
    if (trees == NULL)
        return weir_fail_memory(error);
    for (size_t i = 0; i < count; i++) {
        WEIR_TRY(weir_tree_parse(texts[i].text, texts[i].name, rulebook->arena, &trees[i], error));
        WEIR_TRY(check_file(trees[i], error));
    }
    struct book book = {.reading = {.rulebook = rulebook, .error = error}, .trees = trees, .tree_count = count};
    WEIR_TRY(read_sources(&book));
    WEIR_TRY(read_settings(&book));
    WEIR_TRY(read_groups(&book));
    WEIR_TRY(read_operations(&book));
    return list_rules(&book);
}
