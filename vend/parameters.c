/* Reads a request's parameters by the operation's table and says, in AWS's words, which constraints they violate ([aws-validation-text]). */
#include "vend/engine.h"
#include "vend/regex.h"

#include "base/base_impl.h"

/* AWS drops long values from its message at an unknown length; weir shows this many characters (setting of its own in §12, Q61). */
#define MAX_SHOWN 1024

struct checking {
    struct weir_deciding *deciding;
    const struct weir_tree *tree;
    struct weir_writer *clauses;
    size_t count;
};

/* The place of a value in AWS's words, `tags.2.member.key`, built outward: each knows the one around it. */
struct path {
    const struct path *outer;
    struct weir_str name; /* empty: an item of a list */
    size_t index;
};

static void write_path(struct weir_writer *writer, const struct path *path)
{
    const struct path *chain[16];
    size_t count = 0;
    for (const struct path *at = path; at != NULL && count < WEIR_COUNT(chain); at = at->outer)
        chain[count++] = at;
    for (size_t i = count; i-- > 0;) {
        if (i + 1 < count)
            weir_write_raw(writer, WEIR_STR("."));
        if (chain[i]->name.len > 0)
            weir_write_raw(writer, chain[i]->name);
        else
            weir_write_format(writer, "%zu.member", chain[i]->index);
    }
}

static struct weir_writer *begin_clause(struct checking *checking, const struct path *path,
                                        const struct weir_node *shown)
{
    struct weir_writer *const writer = checking->clauses;
    weir_write_raw(writer, checking->count++ == 0 ? WEIR_STR("") : WEIR_STR("; "));
    const enum weir_node_kind kind = weir_node_kind(shown);
    const bool is_scalar = kind == WEIR_NODE_TEXT || kind == WEIR_NODE_NUMBER || kind == WEIR_NODE_BOOL;
    weir_write_raw(writer, WEIR_STR("Value "));
    if (shown == NULL) {
        weir_write_raw(writer, WEIR_STR("null "));
    } else if (is_scalar && weir_str_code_points(weir_node_text(shown)) <= MAX_SHOWN) {
        weir_write_raw(writer, WEIR_STR("'"));
        weir_write_raw(writer, weir_node_text(shown));
        weir_write_raw(writer, WEIR_STR("' "));
    }
    weir_write_raw(writer, WEIR_STR("at '"));
    write_path(writer, path);
    weir_write_raw(writer, WEIR_STR("' failed to satisfy constraint: Member must "));
    return writer;
}

static void check_range(struct checking *checking, const struct weir_parameter *parameter, const struct path *path,
                        const struct weir_node *node, int64_t number)
{
    if (parameter->has_min && number < parameter->min)
        weir_write_format(begin_clause(checking, path, node), "have value greater than or equal to %lld",
                          (long long)parameter->min);
    if (parameter->has_max && number > parameter->max)
        weir_write_format(begin_clause(checking, path, node), "have value less than or equal to %lld",
                          (long long)parameter->max);
}

static void check_length(struct checking *checking, const struct weir_parameter *parameter, const struct path *path,
                         const struct weir_node *node, size_t length)
{
    if (parameter->has_min_length && (int64_t)length < parameter->min_length)
        weir_write_format(begin_clause(checking, path, node), "have length greater than or equal to %lld",
                          (long long)parameter->min_length);
    if (parameter->has_max_length && (int64_t)length > parameter->max_length)
        weir_write_format(begin_clause(checking, path, node), "have length less than or equal to %lld",
                          (long long)parameter->max_length);
}

static void check_enumeration(struct checking *checking, const struct weir_parameter *parameter,
                              const struct path *path, const struct weir_node *node, struct weir_str text)
{
    for (size_t i = 0; i < parameter->values.count; i++) {
        if (weir_str_equal(parameter->values.items[i], text))
            return;
    }
    if (parameter->values.count == 0)
        return;
    struct weir_writer *const writer = begin_clause(checking, path, node);
    weir_write_raw(writer, WEIR_STR("satisfy enum value set: ["));
    for (size_t i = 0; i < parameter->values.count; i++) {
        weir_write_raw(writer, i == 0 ? WEIR_STR("") : WEIR_STR(", "));
        weir_write_raw(writer, parameter->values.items[i]);
    }
    weir_write_raw(writer, WEIR_STR("]"));
}

static enum weir_status check_text(struct checking *checking, const struct weir_parameter *parameter,
                                   const struct path *path, const struct weir_node *node, struct weir_str text)
{
    check_length(checking, parameter, path, node, weir_str_code_points(text));
    check_enumeration(checking, parameter, path, node, text);
    if (parameter->compiled == NULL)
        return WEIR_OK;
    const enum weir_regex_answer answer = weir_regex_match(parameter->compiled, text);
    if (answer == WEIR_REGEX_NO_MEMORY)
        return weir_fail_memory(checking->deciding->error);
    if (answer == WEIR_REGEX_MATCHES)
        return WEIR_OK;
    struct weir_writer *const writer = begin_clause(checking, path, node);
    weir_write_raw(writer, WEIR_STR("satisfy regular expression pattern: "));
    weir_write_raw(writer, parameter->pattern);
    return WEIR_OK;
}

static enum weir_status wrong_type(struct checking *checking, const struct weir_node *node, const struct path *path,
                                   const char *wanted)
{
    struct weir_str shown = {NULL, 0};
    struct weir_writer *writer = NULL;
    WEIR_TRY(weir_writer_new(checking->deciding->arena, &writer));
    write_path(writer, path);
    WEIR_TRY(weir_writer_finish(writer, &shown));
    return weir_fail_at(checking->deciding->error, WEIR_ERR_SCHEMA, checking->tree, node,
                        "the parameter `%s` must be %s", weir_quote(shown).text, wanted);
}

static enum weir_status read_value(struct checking *checking, const struct weir_parameter *parameter,
                                   const struct path *path, const struct weir_node *node, struct weir_value *value);

static enum weir_status check_missing(struct checking *checking, const struct weir_parameter *members, size_t count,
                                      const struct weir_node *map, const struct path *outer)
{
    for (size_t i = 0; i < count; i++) {
        const struct weir_node *const node = weir_node_find(map, members[i].name);
        const struct path path = {outer, members[i].path, 0};
        if (members[i].required && (node == NULL || weir_node_is_null(node)))
            weir_write_raw(begin_clause(checking, &path, NULL), WEIR_STR("not be null"));
    }
    return WEIR_OK;
}

/* NOLINTBEGIN(misc-no-recursion): as deep as the rulebook's parameters, bounded by MAX_NESTING (parameters_read.c) */

/* A structure's members, each into values[i] where `values` is given. */
static enum weir_status read_members(struct checking *checking, const struct weir_parameter *members, size_t count,
                                     const struct weir_node *map, const struct path *outer, struct weir_value *values)
{
    WEIR_TRY(check_missing(checking, members, count, map, outer));
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key)) {
        size_t i = 0;
        while (i < count && !weir_str_equal(members[i].name, weir_node_text(key)))
            i++;
        if (i == count)
            return weir_fail_at(checking->deciding->error, WEIR_ERR_SCHEMA, checking->tree, key,
                                "the operation has no parameter `%s`", weir_quote(weir_node_text(key)).text);
        struct weir_value ignored;
        const struct path path = {outer, members[i].path, 0};
        if (!weir_node_is_null(weir_node_value(key)))
            WEIR_TRY(
                read_value(checking, &members[i], &path, weir_node_value(key), values == NULL ? &ignored : &values[i]));
    }
    return WEIR_OK;
}

static enum weir_status read_texts(struct checking *checking, const struct weir_parameter *parameter,
                                   const struct path *path, const struct weir_node *list, struct weir_value *value)
{
    const size_t count = weir_node_count(list);
    struct weir_str *const items = weir_arena_alloc(checking->deciding->arena, count, sizeof *items);
    if (items == NULL)
        return weir_fail_memory(checking->deciding->error);
    size_t i = 0;
    for (const struct weir_node *node = weir_node_first(list); node != NULL; node = weir_node_next(node), i++) {
        const struct path inner = {path, {NULL, 0}, i + 1};
        struct weir_error ignored = WEIR_ERROR_INIT;
        if (weir_read_text(checking->tree, node, "item", &items[i], &ignored) != WEIR_OK)
            return wrong_type(checking, node, &inner, "a text");
        if (parameter->member_count > 0)
            WEIR_TRY(check_text(checking, &parameter->members[0], &inner, node, items[i]));
    }
    value->as.list = (struct weir_str_list){items, count};
    return WEIR_OK;
}

static enum weir_status read_tags(struct checking *checking, const struct weir_parameter *parameter,
                                  const struct path *path, const struct weir_node *list, struct weir_value *value)
{
    const size_t count = weir_node_count(list);
    struct weir_tag *const tags = weir_arena_alloc(checking->deciding->arena, count, sizeof *tags);
    if (tags == NULL)
        return weir_fail_memory(checking->deciding->error);
    size_t i = 0;
    for (const struct weir_node *node = weir_node_first(list); node != NULL; node = weir_node_next(node), i++) {
        const struct path inner = {path, {NULL, 0}, i + 1};
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
                                        const struct path *path, const struct weir_node *list)
{
    size_t i = 0;
    for (const struct weir_node *node = weir_node_first(list); node != NULL; node = weir_node_next(node), i++) {
        const struct path inner = {path, {NULL, 0}, i + 1};
        if (weir_node_kind(node) != WEIR_NODE_MAP)
            return wrong_type(checking, node, &inner, "a map");
        WEIR_TRY(read_members(checking, parameter->members, parameter->member_count, node, &inner, NULL));
    }
    return WEIR_OK;
}

static enum weir_status read_list(struct checking *checking, const struct weir_parameter *parameter,
                                  const struct path *path, const struct weir_node *node, struct weir_value *value)
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

static enum weir_status read_structure(struct checking *checking, const struct weir_parameter *parameter,
                                       const struct path *path, const struct weir_node *node)
{
    if (weir_node_kind(node) != WEIR_NODE_MAP)
        return wrong_type(checking, node, path, "a map");
    if (parameter->member_count == 0)
        return WEIR_OK;
    return read_members(checking, parameter->members, parameter->member_count, node, path, NULL);
}

static enum weir_status read_scalar(struct checking *checking, const struct weir_parameter *parameter,
                                    const struct path *path, const struct weir_node *node, struct weir_value *value)
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
                                   const struct path *path, const struct weir_node *node, struct weir_value *value)
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
    for (size_t i = 0; i < operation->parameter_count; i++)
        deciding->parameters[i] = operation->parameters[i].fallback;
    WEIR_TRY(weir_writer_new(deciding->arena, &checking.clauses));
    WEIR_TRY(read_members(&checking, operation->parameters, operation->parameter_count, given.node, NULL,
                          deciding->parameters));
    struct weir_str clauses;
    WEIR_TRY(weir_writer_finish(checking.clauses, &clauses));
    return checking.count == 0 ? WEIR_OK : head_of(deciding, checking.count, clauses, violations);
}
