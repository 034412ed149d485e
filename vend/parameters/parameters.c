/* Reads a request's parameters by the operation's table and says, in AWS's words, which constraints they violate ([aws-validation-text]). */
#include "vend/engine.h"
#include "vend/parameters/regex.h"
#include "vend/parameters/violations.h"

#include "base/base_impl.h"

struct checking {
    struct weir_deciding *deciding;
    const struct weir_tree *tree;
    struct weir_violations violations;
};

static void check_range(struct checking *checking, const struct weir_parameter *parameter, const struct weir_path *path,
                        const struct weir_node *node, int64_t number)
{
    struct weir_violations *const violations = &checking->violations;
    if (parameter->has_min && number < parameter->min)
        weir_write_format(weir_violation_begin(violations, parameter, path, node),
                          "have value greater than or equal to %lld", (long long)parameter->min);
    if (parameter->has_max && number > parameter->max)
        weir_write_format(weir_violation_begin(violations, parameter, path, node),
                          "have value less than or equal to %lld", (long long)parameter->max);
}

static bool is_short(const struct weir_parameter *parameter, size_t length)
{
    return parameter->has_min_length && (int64_t)length < parameter->min_length;
}

static bool is_long(const struct weir_parameter *parameter, size_t length)
{
    return parameter->has_max_length && (int64_t)length > parameter->max_length;
}

static void check_length(struct checking *checking, const struct weir_parameter *parameter,
                         const struct weir_path *path, const struct weir_node *node, size_t length)
{
    struct weir_violations *const violations = &checking->violations;
    if (is_short(parameter, length))
        weir_write_min_length(weir_violation_begin(violations, parameter, path, node), parameter);
    if (is_long(parameter, length))
        weir_write_max_length(weir_violation_begin(violations, parameter, path, node), parameter);
}

static bool is_outside(const struct weir_parameter *parameter, struct weir_str text)
{
    for (size_t i = 0; i < parameter->values.count; i++) {
        if (weir_str_equal(parameter->values.items[i], text))
            return false;
    }
    return parameter->values.count > 0;
}

static enum weir_status matches(const struct checking *checking, const struct weir_parameter *parameter,
                                struct weir_str text, bool *yes)
{
    *yes = parameter->compiled == NULL;
    if (*yes)
        return WEIR_OK;
    const enum weir_regex_answer answer = weir_regex_match(parameter->compiled, text);
    *yes = answer == WEIR_REGEX_MATCHES;
    return answer == WEIR_REGEX_NO_MEMORY ? weir_fail_memory(checking->deciding->error) : WEIR_OK;
}

static enum weir_status check_text(struct checking *checking, const struct weir_parameter *parameter,
                                   const struct weir_path *path, const struct weir_node *node, struct weir_str text)
{
    bool does_match = false;
    check_length(checking, parameter, path, node, weir_str_code_points(text));
    if (is_outside(parameter, text))
        weir_write_enumeration(weir_violation_begin(&checking->violations, parameter, path, node), parameter);
    WEIR_TRY(matches(checking, parameter, text, &does_match));
    if (!does_match)
        weir_write_pattern(weir_violation_begin(&checking->violations, parameter, path, node), parameter);
    return WEIR_OK;
}

/* Does a text of a list or a map keep all of its constraints? */
static enum weir_status keeps(const struct checking *checking, const struct weir_parameter *parameter,
                              struct weir_str text, bool *yes)
{
    const size_t length = weir_str_code_points(text);
    WEIR_TRY(matches(checking, parameter, text, yes));
    *yes = *yes && !is_short(parameter, length) && !is_long(parameter, length) && !is_outside(parameter, text);
    return WEIR_OK;
}

static enum weir_status wrong_type(struct checking *checking, const struct weir_node *node,
                                   const struct weir_path *path, const char *wanted)
{
    struct weir_str shown = {NULL, 0};
    struct weir_writer *writer = NULL;
    WEIR_TRY(weir_writer_new(checking->deciding->arena, &writer));
    weir_write_path(writer, path);
    WEIR_TRY(weir_writer_finish(writer, &shown));
    return weir_fail_at(checking->deciding->error, WEIR_ERR_SCHEMA, checking->tree, node,
                        "the parameter `%s` must be %s", weir_quote(shown).text, wanted);
}

static enum weir_status read_value(struct checking *checking, const struct weir_parameter *parameter,
                                   const struct weir_path *path, const struct weir_node *node,
                                   struct weir_value *value);

static struct weir_str member_at(const void *names, size_t index)
{
    const struct weir_parameter *const members = names;
    return members[index].name;
}

/* What the map gives for each member, in the model's order; NULL for what it does not give. */
static enum weir_status find_members(const struct checking *checking, const struct weir_parameter *members,
                                     size_t count, const struct weir_node *map, const struct weir_node ***found)
{
    *found = weir_arena_alloc(checking->deciding->arena, count, sizeof **found);
    if (*found == NULL)
        return weir_fail_memory(checking->deciding->error);
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key)) {
        const struct weir_str name = weir_node_text(key);
        size_t i = 0;
        while (i < count && !weir_str_equal(members[i].name, name))
            i++;
        if (i == count)
            return weir_fail_at(checking->deciding->error, WEIR_ERR_SCHEMA, checking->tree, key,
                                "the operation has no parameter `%s`%s", weir_quote(name).text,
                                weir_near_name(name, member_at, members, count).text);
        (*found)[i] = weir_node_value(key);
    }
    return WEIR_OK;
}

/* NOLINTBEGIN(misc-no-recursion): as deep as the rulebook's parameters, bounded by MAX_NESTING (reader/parameters_read.c) */

/* A structure's members, each into values[i] where `values` is given: in the model's order, whatever the request's is. */
static enum weir_status read_members(struct checking *checking, const struct weir_parameter *members, size_t count,
                                     const struct weir_node *map, const struct weir_path *outer,
                                     struct weir_value *values)
{
    const struct weir_node **found;
    WEIR_TRY(find_members(checking, members, count, map, &found));
    for (size_t i = 0; i < count; i++) {
        const struct weir_node *const node = found[i];
        const struct weir_path path = {outer, members[i].path, 0};
        struct weir_value ignored;
        const bool is_there = node != NULL && !weir_node_is_null(node);
        if (is_there)
            WEIR_TRY(read_value(checking, &members[i], &path, node, values == NULL ? &ignored : &values[i]));
        else if (members[i].required)
            weir_write_raw(weir_violation_begin(&checking->violations, &members[i], &path, NULL),
                           WEIR_STR("not be null"));
    }
    return WEIR_OK;
}

static enum weir_status read_texts(struct checking *checking, const struct weir_parameter *parameter,
                                   const struct weir_path *path, const struct weir_node *list, struct weir_value *value)
{
    const size_t count = weir_node_count(list);
    struct weir_str *const items = weir_arena_alloc(checking->deciding->arena, count, sizeof *items);
    if (items == NULL)
        return weir_fail_memory(checking->deciding->error);
    size_t i = 0;
    bool all_keep = true;
    for (const struct weir_node *node = weir_node_first(list); node != NULL; node = weir_node_next(node), i++) {
        const struct weir_path inner = {path, {NULL, 0}, i + 1};
        struct weir_error ignored = WEIR_ERROR_INIT;
        bool one_keeps = true;
        if (weir_read_text(checking->tree, node, "item", &items[i], &ignored) != WEIR_OK)
            return wrong_type(checking, node, &inner, "a text");
        if (parameter->member_count > 0)
            WEIR_TRY(keeps(checking, &parameter->members[0], items[i], &one_keeps));
        all_keep = all_keep && one_keeps;
    }
    if (!all_keep)
        weir_violation_items(&checking->violations, parameter, path, list);
    value->as.list = (struct weir_str_list){items, count};
    return WEIR_OK;
}

static enum weir_status read_tags(struct checking *checking, const struct weir_parameter *parameter,
                                  const struct weir_path *path, const struct weir_node *list, struct weir_value *value)
{
    const size_t count = weir_node_count(list);
    struct weir_tag *const tags = weir_arena_alloc(checking->deciding->arena, count, sizeof *tags);
    if (tags == NULL)
        return weir_fail_memory(checking->deciding->error);
    size_t i = 0;
    for (const struct weir_node *node = weir_node_first(list); node != NULL; node = weir_node_next(node), i++) {
        const struct weir_path inner = {path, {NULL, 0}, i + 1};
        if (weir_node_kind(node) != WEIR_NODE_MAP)
            return wrong_type(checking, node, &inner, "a map of Key and Value");
        WEIR_TRY(read_members(checking, parameter->members, parameter->member_count, node, &inner, NULL));
        tags[i] = (struct weir_tag){weir_node_text(weir_node_find(node, WEIR_STR("Key"))),
                                    weir_node_text(weir_node_find(node, WEIR_STR("Value")))};
    }
    value->as.tags = (struct weir_tag_list){tags, count};
    return WEIR_OK;
}

static enum weir_status read_structures(struct checking *checking, const struct weir_parameter *parameter,
                                        const struct weir_path *path, const struct weir_node *list)
{
    size_t i = 0;
    for (const struct weir_node *node = weir_node_first(list); node != NULL; node = weir_node_next(node), i++) {
        const struct weir_path inner = {path, {NULL, 0}, i + 1};
        if (weir_node_kind(node) != WEIR_NODE_MAP)
            return wrong_type(checking, node, &inner, "a map");
        WEIR_TRY(read_members(checking, parameter->members, parameter->member_count, node, &inner, NULL));
    }
    return WEIR_OK;
}

static enum weir_status read_list(struct checking *checking, const struct weir_parameter *parameter,
                                  const struct weir_path *path, const struct weir_node *node, struct weir_value *value)
{
    if (weir_node_kind(node) != WEIR_NODE_LIST)
        return wrong_type(checking, node, path, "a list");
    check_length(checking, parameter, path, node, weir_node_count(node));
    if (parameter->type == WEIR_TYPE_TEXT_LIST)
        return read_texts(checking, parameter, path, node, value);
    if (parameter->type == WEIR_TYPE_TAGS)
        return read_tags(checking, parameter, path, node, value);
    return read_structures(checking, parameter, path, node);
}

static enum weir_status check_side(struct checking *checking, const struct weir_parameter *parameter,
                                   const struct weir_path *path, const struct weir_node *map, bool of_keys)
{
    const struct weir_parameter *const side = of_keys ? parameter->key : parameter->value;
    bool all_keep = true;
    for (const struct weir_node *key = weir_node_first(map); key != NULL && side != NULL; key = weir_node_next(key)) {
        bool one_keeps = true;
        WEIR_TRY(keeps(checking, side, weir_node_text(of_keys ? key : weir_node_value(key)), &one_keeps));
        all_keep = all_keep && one_keeps;
    }
    if (!all_keep)
        weir_violation_entries(&checking->violations, parameter, path, map, of_keys ? "Map keys" : "Map value", side);
    return WEIR_OK;
}

/* A map from texts to texts; one whose sides have no constraints carries anything. */
static enum weir_status read_map(struct checking *checking, const struct weir_parameter *parameter,
                                 const struct weir_path *path, const struct weir_node *map)
{
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key)) {
        const struct weir_path inner = {path, weir_node_text(key), 0};
        struct weir_error ignored = WEIR_ERROR_INIT;
        struct weir_str text;
        if (parameter->value != NULL &&
            weir_read_text(checking->tree, weir_node_value(key), "value", &text, &ignored) != WEIR_OK)
            return wrong_type(checking, weir_node_value(key), &inner, "a text");
    }
    WEIR_TRY(check_side(checking, parameter, path, map, true));
    return check_side(checking, parameter, path, map, false);
}

static enum weir_status read_structure(struct checking *checking, const struct weir_parameter *parameter,
                                       const struct weir_path *path, const struct weir_node *node)
{
    if (weir_node_kind(node) != WEIR_NODE_MAP)
        return wrong_type(checking, node, path, "a map");
    if (parameter->is_map)
        return read_map(checking, parameter, path, node);
    return read_members(checking, parameter->members, parameter->member_count, node, path, NULL);
}

static enum weir_status read_scalar(struct checking *checking, const struct weir_parameter *parameter,
                                    const struct weir_path *path, const struct weir_node *node,
                                    struct weir_value *value)
{
    struct weir_error ignored = WEIR_ERROR_INIT;
    if (parameter->type == WEIR_TYPE_INTEGER) {
        if (weir_read_int64(checking->tree, node, "value", &value->as.integer, &ignored) != WEIR_OK)
            return wrong_type(checking, node, path, "a whole number");
        check_range(checking, parameter, path, node, value->as.integer);
        return WEIR_OK;
    }
    if (parameter->type == WEIR_TYPE_BOOLEAN) {
        if (weir_read_bool(checking->tree, node, "value", &value->as.boolean, &ignored) != WEIR_OK)
            return wrong_type(checking, node, path, "true or false");
        return WEIR_OK;
    }
    if (weir_read_text(checking->tree, node, "value", &value->as.text, &ignored) != WEIR_OK)
        return wrong_type(checking, node, path, "a text");
    return check_text(checking, parameter, path, node, value->as.text);
}

static enum weir_status read_value(struct checking *checking, const struct weir_parameter *parameter,
                                   const struct weir_path *path, const struct weir_node *node, struct weir_value *value)
{
    *value = (struct weir_value){.type = parameter->type, .origin = {checking->tree, node}};
    if (parameter->is_list)
        return read_list(checking, parameter, path, node, value);
    if (parameter->type == WEIR_TYPE_STRUCTURE)
        return read_structure(checking, parameter, path, node);
    return read_scalar(checking, parameter, path, node, value);
}

/* NOLINTEND(misc-no-recursion) */

static enum weir_status head_of(struct weir_deciding *deciding, size_t count, struct weir_str clauses,
                                struct weir_str *message)
{
    struct weir_writer *writer = NULL;
    WEIR_TRY(weir_writer_new(deciding->arena, &writer));
    weir_write_format(writer, "%zu validation error%s detected: ", count, count == 1 ? "" : "s");
    weir_write_raw(writer, clauses);
    return weir_writer_finish(writer, message);
}

enum weir_status weir_parameters_check(struct weir_deciding *deciding, struct weir_str *violations)
{
    const struct weir_operation *const operation = deciding->operation;
    const struct weir_origin given = deciding->request->parameters;
    struct checking checking = {.deciding = deciding, .tree = given.tree};
    *violations = (struct weir_str){NULL, 0};
    deciding->parameters = weir_arena_alloc(deciding->arena, operation->parameter_count, sizeof *deciding->parameters);
    if (deciding->parameters == NULL)
        return weir_fail_memory(deciding->error);
    for (size_t i = 0; i < operation->parameter_count; i++) {
        const struct weir_parameter *const parameter = &operation->parameters[i];
        const struct weir_value *const set = parameter->fallback_from.len == 0
                                                 ? NULL
                                                 : weir_setting_value(deciding, parameter->fallback_from);
        deciding->parameters[i] = set == NULL ? parameter->fallback : *set;
    }
    checking.violations.deciding = deciding;
    WEIR_TRY(weir_writer_new(deciding->arena, &checking.violations.clauses));
    WEIR_TRY(read_members(&checking, operation->parameters, operation->parameter_count, given.node, NULL,
                          deciding->parameters));
    struct weir_str clauses;
    WEIR_TRY(weir_writer_finish(checking.violations.clauses, &clauses));
    return checking.violations.count == 0 ? WEIR_OK : head_of(deciding, checking.violations.count, clauses, violations);
}
