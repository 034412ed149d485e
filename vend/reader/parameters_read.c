/* Reads the parameter table of an operation: the shapes and constraints of the service models ([sts-model], [lf-model], [glue-model]). */
#include "vend/parameters/regex.h"

#include "base/base_impl.h"

/* Structures nest at most this deep in the models. */
#define MAX_NESTING 6

struct type_row {
    const char *name;
    enum weir_type type;
    bool is_list;
    bool is_map;
};
static const struct type_row types[] = {
    {"string", WEIR_TYPE_TEXT, false, false},
    {"integer", WEIR_TYPE_INTEGER, false, false},
    {"boolean", WEIR_TYPE_BOOLEAN, false, false},
    {"strings", WEIR_TYPE_TEXT_LIST, true, false},
    {"tags", WEIR_TYPE_TAGS, true, false},
    {"structure", WEIR_TYPE_STRUCTURE, false, false},
    {"structures", WEIR_TYPE_STRUCTURE, true, false},
    {"map", WEIR_TYPE_STRUCTURE, false, true},
};

static enum weir_status read_members(struct weir_reading *reading, const struct weir_node *map, size_t depth,
                                     const struct weir_parameter **out, size_t *count);

static enum weir_status read_type(struct weir_reading *reading, const struct weir_node *map,
                                  struct weir_parameter *parameter)
{
    const struct weir_node *const node = weir_node_find(map, WEIR_STR("type"));
    for (size_t i = 0; i < WEIR_COUNT(types); i++) {
        if (weir_str_equal(weir_node_text(node), weir_str_from(types[i].name))) {
            parameter->type = types[i].type;
            parameter->is_list = types[i].is_list;
            parameter->is_map = types[i].is_map;
            return WEIR_OK;
        }
    }
    return weir_fail_at(
        reading->error, WEIR_ERR_SCHEMA, reading->tree, node == NULL ? map : node,
        "a parameter's `type` is string, integer, boolean, strings, tags, structure, structures or map");
}

static enum weir_status read_bound(struct weir_reading *reading, const struct weir_node *map, const char *name,
                                   bool *has, int64_t *bound)
{
    const struct weir_node *const node = weir_node_find(map, weir_str_from(name));
    *has = node != NULL;
    return node == NULL ? WEIR_OK : weir_read_int64(reading->tree, node, name, bound, reading->error);
}

/* AWS's messages call a member by its name with the first letter in lower case. */
static enum weir_status make_path(struct weir_reading *reading, struct weir_parameter *parameter)
{
    struct weir_str copy;
    if (!weir_arena_copy(reading->rulebook->arena, parameter->name, &copy))
        return weir_fail_memory(reading->error);
    char *const bytes = weir_arena_alloc(reading->rulebook->arena, copy.len, 1);
    if (bytes == NULL)
        return weir_fail_memory(reading->error);
    memcpy(bytes, copy.ptr, copy.len);
    if (copy.len > 0 && bytes[0] >= 'A' && bytes[0] <= 'Z')
        bytes[0] = (char)(bytes[0] - 'A' + 'a');
    parameter->path = (struct weir_str){bytes, copy.len};
    return WEIR_OK;
}

static enum weir_status read_pattern(struct weir_reading *reading, const struct weir_node *map,
                                     struct weir_parameter *parameter)
{
    const struct weir_node *const pattern = weir_node_find(map, WEIR_STR("pattern"));
    const struct weir_node *const pcre = weir_node_find(map, WEIR_STR("pcre"));
    const struct weir_node *const used = pcre == NULL ? pattern : pcre;
    if (pattern == NULL)
        return pcre == NULL ? WEIR_OK
                            : weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, pcre,
                                           "`pcre` stands beside the model's own `pattern`");
    WEIR_TRY(weir_read_text(reading->tree, pattern, "pattern", &parameter->pattern, reading->error));
    return weir_regex_compile(reading, used, weir_node_text(used), &parameter->compiled);
}

static enum weir_status read_default(struct weir_reading *reading, const struct weir_node *map,
                                     struct weir_parameter *parameter)
{
    const struct weir_node *const node = weir_node_find(map, WEIR_STR("default"));
    if (node == NULL)
        return WEIR_OK;
    parameter->fallback.type = parameter->type;
    parameter->fallback.origin = (struct weir_origin){reading->tree, node};
    const struct weir_setting_row *const setting = weir_read_setting_name(reading, node);
    if (setting != NULL && setting->type == parameter->type) {
        parameter->fallback = setting->value;
        parameter->fallback_from = setting->name;
        return WEIR_OK;
    }
    if (parameter->type == WEIR_TYPE_INTEGER)
        return weir_read_int64(reading->tree, node, "default", &parameter->fallback.as.integer, reading->error);
    if (parameter->type == WEIR_TYPE_BOOLEAN)
        return weir_read_bool(reading->tree, node, "default", &parameter->fallback.as.boolean, reading->error);
    if (parameter->type == WEIR_TYPE_TEXT)
        return weir_read_text(reading->tree, node, "default", &parameter->fallback.as.text, reading->error);
    return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node, "no default can be given to this type");
}

static enum weir_status read_constraints(struct weir_reading *reading, const struct weir_node *map,
                                         struct weir_parameter *parameter)
{
    const struct weir_node *const required = weir_node_find(map, WEIR_STR("required"));
    const struct weir_node *const values = weir_node_find(map, WEIR_STR("values"));
    const struct weir_node *const sensitive = weir_node_find(map, WEIR_STR("sensitive"));
    if (required != NULL)
        WEIR_TRY(weir_read_bool(reading->tree, required, "required", &parameter->required, reading->error));
    if (sensitive != NULL)
        WEIR_TRY(weir_read_bool(reading->tree, sensitive, "sensitive", &parameter->sensitive, reading->error));
    WEIR_TRY(read_bound(reading, map, "min", &parameter->has_min, &parameter->min));
    WEIR_TRY(read_bound(reading, map, "max", &parameter->has_max, &parameter->max));
    WEIR_TRY(read_bound(reading, map, "min-length", &parameter->has_min_length, &parameter->min_length));
    WEIR_TRY(read_bound(reading, map, "max-length", &parameter->has_max_length, &parameter->max_length));
    if (values != NULL)
        WEIR_TRY(weir_read_words(reading->tree, values, "a value", reading->rulebook->arena, &parameter->values,
                                 reading->error));
    WEIR_TRY(read_pattern(reading, map, parameter));
    return read_default(reading, map, parameter);
}

/* The constraints of the texts in a list, or on one side of a map; NULL where there are none. */
static enum weir_status read_text_row(struct weir_reading *reading, const struct weir_node *map, const char *what,
                                      const struct weir_parameter **out)
{
    *out = NULL;
    if (map == NULL)
        return WEIR_OK;
    WEIR_TRY(weir_demand(reading->tree, map, WEIR_NODE_MAP, what, reading->error));
    struct weir_parameter *const made = weir_arena_alloc(reading->rulebook->arena, 1, sizeof *made);
    if (made == NULL)
        return weir_fail_memory(reading->error);
    made->type = WEIR_TYPE_TEXT;
    made->origin = (struct weir_origin){reading->tree, map};
    *out = made;
    return read_constraints(reading, map, made);
}

/* NOLINTBEGIN(misc-no-recursion): a structure within a structure, bounded by MAX_NESTING in read_members */

static enum weir_status read_parameter(struct weir_reading *reading, const struct weir_node *key, size_t depth,
                                       struct weir_parameter *parameter)
{
    static const char *const members[] = {
        "type",    "required", "sensitive", "min", "max",   "min-length", "max-length", "pattern",  "pcre", "values",
        "default", "members",  "item",      "key", "value", "note",       "sources",    "evidence", NULL};
    const struct weir_node *const map = weir_node_value(key);
    WEIR_TRY(weir_demand(reading->tree, map, WEIR_NODE_MAP, "a parameter", reading->error));
    WEIR_TRY(weir_refuse_unknown(reading->tree, map, members, reading->error));
    *parameter = (struct weir_parameter){.name = weir_node_text(key), .origin = {reading->tree, key}};
    WEIR_TRY(make_path(reading, parameter));
    WEIR_TRY(read_type(reading, map, parameter));
    WEIR_TRY(read_constraints(reading, map, parameter));
    WEIR_TRY(read_text_row(reading, weir_node_find(map, WEIR_STR("key")), "`key`", &parameter->key));
    WEIR_TRY(read_text_row(reading, weir_node_find(map, WEIR_STR("value")), "`value`", &parameter->value));
    const struct weir_node *const inside = weir_node_find(map, WEIR_STR("members"));
    if (inside != NULL)
        return read_members(reading, inside, depth + 1, &parameter->members, &parameter->member_count);
    WEIR_TRY(read_text_row(reading, weir_node_find(map, WEIR_STR("item")), "`item`", &parameter->members));
    parameter->member_count = parameter->members == NULL ? 0 : 1;
    return WEIR_OK;
}

static enum weir_status read_members(struct weir_reading *reading, const struct weir_node *map, size_t depth,
                                     const struct weir_parameter **out, size_t *count)
{
    *out = NULL;
    *count = 0;
    WEIR_TRY(weir_demand(reading->tree, map, WEIR_NODE_MAP, "`parameters`", reading->error));
    if (depth > MAX_NESTING)
        return weir_fail_at(reading->error, WEIR_ERR_LIMIT, reading->tree, map, "parameters nest more than %d deep",
                            MAX_NESTING);
    struct weir_parameter *const made = weir_arena_alloc(reading->rulebook->arena, weir_node_count(map), sizeof *made);
    if (made == NULL)
        return weir_fail_memory(reading->error);
    size_t i = 0;
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key))
        WEIR_TRY(read_parameter(reading, key, depth, &made[i++]));
    *out = made;
    *count = i;
    return WEIR_OK;
}

/* NOLINTEND(misc-no-recursion) */

enum weir_status weir_read_parameters(struct weir_reading *reading, const struct weir_node *map,
                                      const struct weir_parameter **parameters, size_t *count)
{
    *parameters = NULL;
    *count = 0;
    return map == NULL ? WEIR_OK : read_members(reading, map, 0, parameters, count);
}
