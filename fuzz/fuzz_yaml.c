/*
 * Properties of the YAML reader: the same text gives the same answer twice; every node lies inside the text, in order,
 * at the place its pointer names; and what is printed as JSON is read as JSON to the same printed text, both ways.
 */
#include <stdlib.h>
#include <string.h>
#include <weir/base.h>

#include "base/base_impl.h"
#include "fuzz/fuzz.h"

#define DEMAND(fact) \
    do {             \
        if (!(fact)) \
            abort(); \
    } while (0)

static struct weir_str print(const struct weir_tree *tree, bool is_canonical, struct weir_arena *arena)
{
    struct weir_writer *writer = NULL;
    struct weir_str text = {NULL, 0};
    DEMAND(weir_writer_new(arena, &writer) == WEIR_OK);
    if (is_canonical)
        weir_write_node_canonical(writer, weir_tree_root(tree));
    else
        weir_write_node(writer, weir_tree_root(tree));
    DEMAND(weir_writer_finish(writer, &text) == WEIR_OK);
    return text;
}

/* What is checked of each node. */
struct survey {
    const struct weir_tree *tree;
    struct weir_arena *arena;
    size_t size;
    uint64_t last; /* offset of the node before */
    size_t nodes;
};

static void demand_placed(struct survey *survey, const struct weir_node *node)
{
    const struct weir_place place = weir_tree_place(survey->tree, node);
    DEMAND(place.offset <= survey->size && place.offset >= survey->last);
    DEMAND(place.line >= 1 && place.column >= 1 && place.column <= place.offset + 1);
    survey->last = place.offset;
    if (++survey->nodes > 64) /* a pointer is a walk from the root: enough of them */
        return;
    struct weir_str pointer = {NULL, 0};
    struct weir_error error = WEIR_ERROR_INIT;
    DEMAND(weir_tree_pointer(survey->tree, node, survey->arena, &pointer) == WEIR_OK);
    DEMAND(pointer.len == 0 ? node == weir_tree_root(survey->tree) : pointer.ptr[0] == '/');
    DEMAND(weir_fail_at(&error, WEIR_REFUSED, survey->tree, node, "no") == WEIR_REFUSED);
    DEMAND(error.line == place.line && error.column == place.column && error.offset == place.offset);
}

/* Bounded by WEIR_MAX_DEPTH, which the reader has kept. */
static void survey_node(struct survey *survey, const struct weir_node *node) /* NOLINT(misc-no-recursion) */
{
    demand_placed(survey, node);
    size_t count = 0;
    for (const struct weir_node *child = weir_node_first(node); child != NULL; child = weir_node_next(child)) {
        const struct weir_node *const value = weir_node_value(child);
        count++;
        if (value != NULL)
            demand_placed(survey, child);
        DEMAND(value == NULL || weir_node_find(node, weir_node_text(child)) == value);
        survey_node(survey, value == NULL ? child : value);
    }
    DEMAND(count == weir_node_count(node));
    DEMAND(weir_str_is_utf8(weir_node_text(node), NULL));
}

static void demand_json_twin(const struct weir_tree *tree, struct weir_arena *arena)
{
    const struct weir_str printed = print(tree, false, arena);
    const struct weir_tree *twin = NULL;
    DEMAND(weir_tree_parse_json(printed, WEIR_STR("twin"), arena, &twin, NULL) == WEIR_OK);
    DEMAND(weir_str_equal(print(twin, false, arena), printed));
    DEMAND(weir_str_equal(print(twin, true, arena), print(tree, true, arena)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_arena *arena = NULL;
    const struct weir_tree *tree = NULL;
    const struct weir_tree *again = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_error error_again = WEIR_ERROR_INIT;
    const struct weir_str text = {(const char *)data, size};
    DEMAND(weir_arena_new(0, &arena) == WEIR_OK);
    const enum weir_status status = weir_tree_parse_yaml(text, WEIR_STR("fuzz"), arena, &tree, &error);
    DEMAND(status == WEIR_OK || status == WEIR_ERR_SYNTAX || status == WEIR_ERR_LIMIT);
    DEMAND(weir_tree_parse_yaml(text, WEIR_STR("fuzz"), arena, &again, &error_again) == status);
    DEMAND(error.status == status && error.offset <= size && error.offset == error_again.offset);
    DEMAND(strcmp(error.message, error_again.message) == 0 && strcmp(error.path, error_again.path) == 0);
    DEMAND(weir_str_is_utf8(weir_str_from(error.message), NULL));
    if (status == WEIR_OK) {
        struct survey survey = {tree, arena, size, 0, 0};
        survey_node(&survey, weir_tree_root(tree));
        DEMAND(weir_str_equal(print(tree, false, arena), print(again, false, arena)));
        demand_json_twin(tree, arena);
    }
    weir_arena_free(arena);
    return 0;
}
