/* Words the violations of constraints as AWS does ([aws-validation-text]); of lists and maps it names every constraint of the items at once ([aws-validation-lists]). */
#include "vend/parameters/violations.h"

#include "base/base_impl.h"

void weir_write_path(struct weir_writer *writer, const struct weir_path *path)
{
    const struct weir_path *chain[16];
    size_t count = 0;
    for (const struct weir_path *at = path; at != NULL && count < WEIR_COUNT(chain); at = at->outer)
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

/* ------------------------------------------------------------------------------------------- values */

static bool is_scalar(const struct weir_node *node)
{
    const enum weir_node_kind kind = weir_node_kind(node);
    return kind == WEIR_NODE_TEXT || kind == WEIR_NODE_NUMBER || kind == WEIR_NODE_BOOL;
}

/* A list of scalars, or a map of them: what has a printed form of its own. */
static bool holds_scalars(const struct weir_node *node)
{
    const bool is_map = weir_node_kind(node) == WEIR_NODE_MAP;
    if (!is_map && weir_node_kind(node) != WEIR_NODE_LIST)
        return false;
    for (const struct weir_node *at = weir_node_first(node); at != NULL; at = weir_node_next(at)) {
        if (!is_scalar(is_map ? weir_node_value(at) : at))
            return false;
    }
    return true;
}

static size_t shown_length(const struct weir_node *node)
{
    if (is_scalar(node))
        return weir_str_code_points(weir_node_text(node));
    const bool is_map = weir_node_kind(node) == WEIR_NODE_MAP;
    size_t length = 2; /* the brackets */
    for (const struct weir_node *at = weir_node_first(node); at != NULL; at = weir_node_next(at)) {
        length += 2 + weir_str_code_points(weir_node_text(at));
        if (is_map)
            length += weir_str_code_points(weir_node_text(weir_node_value(at)));
    }
    return length;
}

/* Longer values are left out, in characters. Where a rulebook of one's own has no such setting, this is its default (Q61). */
static size_t shown_max(const struct weir_deciding *deciding)
{
    enum { SHOWN_MAX = 1024 };
    const struct weir_value *const shown = weir_setting_value(deciding, WEIR_STR("shown_value_characters_max"));
    const bool is_set = shown != NULL && shown->type == WEIR_TYPE_INTEGER && shown->as.integer >= 0;
    return is_set ? (size_t)shown->as.integer : SHOWN_MAX;
}

/* `text`, `[a, b]`, `{a=b, c=d}`. */
static void write_value(struct weir_writer *writer, const struct weir_node *node)
{
    if (is_scalar(node)) {
        weir_write_raw(writer, weir_node_text(node));
        return;
    }
    const bool is_map = weir_node_kind(node) == WEIR_NODE_MAP;
    weir_write_raw(writer, is_map ? WEIR_STR("{") : WEIR_STR("["));
    for (const struct weir_node *at = weir_node_first(node); at != NULL; at = weir_node_next(at)) {
        weir_write_raw(writer, at == weir_node_first(node) ? WEIR_STR("") : WEIR_STR(", "));
        weir_write_raw(writer, weir_node_text(at));
        if (is_map) {
            weir_write_raw(writer, WEIR_STR("="));
            weir_write_raw(writer, weir_node_text(weir_node_value(at)));
        }
    }
    weir_write_raw(writer, is_map ? WEIR_STR("}") : WEIR_STR("]"));
}

/* Everything before `Member must`, or before what a map's sides must. */
static struct weir_writer *begin(struct weir_violations *violations, const struct weir_parameter *parameter,
                                 const struct weir_path *path, const struct weir_node *shown)
{
    struct weir_writer *const writer = violations->clauses;
    const bool has_form = is_scalar(shown) || holds_scalars(shown);
    weir_write_raw(writer, violations->count++ == 0 ? WEIR_STR("") : WEIR_STR("; "));
    weir_write_raw(writer, WEIR_STR("Value "));
    if (shown == NULL) {
        weir_write_raw(writer, WEIR_STR("null "));
    } else if (has_form && !parameter->sensitive && shown_length(shown) <= shown_max(violations->deciding)) {
        weir_write_raw(writer, WEIR_STR("'"));
        write_value(writer, shown);
        weir_write_raw(writer, WEIR_STR("' "));
    }
    weir_write_raw(writer, WEIR_STR("at '"));
    weir_write_path(writer, path);
    weir_write_raw(writer, WEIR_STR("' failed to satisfy constraint: "));
    return writer;
}

struct weir_writer *weir_violation_begin(struct weir_violations *violations, const struct weir_parameter *parameter,
                                         const struct weir_path *path, const struct weir_node *shown)
{
    struct weir_writer *const writer = begin(violations, parameter, path, shown);
    weir_write_raw(writer, WEIR_STR("Member must "));
    return writer;
}

/* -------------------------------------------------------------------------------------- constraints */

void weir_write_max_length(struct weir_writer *writer, const struct weir_parameter *parameter)
{
    weir_write_format(writer, "have length less than or equal to %lld", (long long)parameter->max_length);
}

void weir_write_min_length(struct weir_writer *writer, const struct weir_parameter *parameter)
{
    weir_write_format(writer, "have length greater than or equal to %lld", (long long)parameter->min_length);
}

void weir_write_pattern(struct weir_writer *writer, const struct weir_parameter *parameter)
{
    weir_write_raw(writer, WEIR_STR("satisfy regular expression pattern: "));
    weir_write_raw(writer, parameter->pattern);
}

void weir_write_enumeration(struct weir_writer *writer, const struct weir_parameter *parameter)
{
    weir_write_raw(writer, WEIR_STR("satisfy enum value set: ["));
    for (size_t i = 0; i < parameter->values.count; i++) {
        weir_write_raw(writer, i == 0 ? WEIR_STR("") : WEIR_STR(", "));
        weir_write_raw(writer, parameter->values.items[i]);
    }
    weir_write_raw(writer, WEIR_STR("]"));
}

static bool has_max(const struct weir_parameter *parameter)
{
    return parameter->has_max_length;
}

static bool has_min(const struct weir_parameter *parameter)
{
    return parameter->has_min_length;
}

static bool has_pattern(const struct weir_parameter *parameter)
{
    return parameter->compiled != NULL;
}

static bool has_values(const struct weir_parameter *parameter)
{
    return parameter->values.count > 0;
}

/* In the order in which services name them. */
static const struct {
    bool (*is_there)(const struct weir_parameter *parameter);
    void (*write)(struct weir_writer *writer, const struct weir_parameter *parameter);
} constraints[] = {
    {has_max, weir_write_max_length},
    {has_min, weir_write_min_length},
    {has_pattern, weir_write_pattern},
    {has_values, weir_write_enumeration},
};

static void write_all(struct weir_writer *writer, const char *what, const struct weir_parameter *item)
{
    bool is_first = true;
    weir_write_format(writer, "%s must satisfy constraint: [", what);
    for (size_t i = 0; i < WEIR_COUNT(constraints); i++) {
        if (!constraints[i].is_there(item))
            continue;
        weir_write_raw(writer, is_first ? WEIR_STR("Member must ") : WEIR_STR(", Member must "));
        constraints[i].write(writer, item);
        is_first = false;
    }
    weir_write_raw(writer, WEIR_STR("]"));
}

void weir_violation_items(struct weir_violations *violations, const struct weir_parameter *parameter,
                          const struct weir_path *path, const struct weir_node *list)
{
    write_all(begin(violations, parameter, path, list), "Member", &parameter->members[0]);
}

void weir_violation_entries(struct weir_violations *violations, const struct weir_parameter *parameter,
                            const struct weir_path *path, const struct weir_node *map, const char *what,
                            const struct weir_parameter *side)
{
    write_all(begin(violations, parameter, path, map), what, side);
}
