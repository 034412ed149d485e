/*
 * Differential: weir and jansson accept the same texts and read the same values from them. Properties: what is printed
 * is read again as the same tree, and the canonical text of a canonical text is itself.
 *
 * Where the two differ on purpose: jansson takes a number that does not fit a double or a 64-bit integer for an error,
 * allows 2048 levels, and takes a NUL behind the value for the end of the text, which weir never does. A text that weir
 * refuses for a limit, or jansson for the size of a number, is not compared; one with a NUL must be refused by weir.
 * Numbers are compared as doubles, because jansson does not keep their text.
 */
#include <stdlib.h>
#include <string.h>
#include <weir/base.h>

#include <jansson.h>

#include "base/base_impl.h"
#include "fuzz/fuzz.h"

#define DEMAND(fact) \
    do {             \
        if (!(fact)) \
            abort(); \
    } while (0)

static bool number_equals(struct weir_str text, const json_t *theirs)
{
    char digits[512]; /* jansson has read the number, so longer ones are spared alone */
    if (text.len >= sizeof(digits))
        return json_is_number(theirs);
    memcpy(digits, text.ptr, text.len);
    digits[text.len] = '\0';
    const double ours = strtod(digits, NULL); /* the fuzzer runs in the C locale */
    const double other = json_number_value(theirs);
    return json_is_number(theirs) && !(ours < other) && !(ours > other);
}

static bool scalar_equals(const struct weir_node *node, const json_t *theirs)
{
    const struct weir_str text = weir_node_text(node);
    switch (weir_node_kind(node)) {
    case WEIR_NODE_NULL:
        return json_is_null(theirs);
    case WEIR_NODE_BOOL:
        return json_is_boolean(theirs) && json_is_true(theirs) == weir_str_equal(text, WEIR_STR("true"));
    case WEIR_NODE_NUMBER:
        return number_equals(text, theirs);
    case WEIR_NODE_TEXT:
        return json_is_string(theirs) &&
               weir_str_equal(text, (struct weir_str){json_string_value(theirs), json_string_length(theirs)});
    case WEIR_NODE_ABSENT:
    case WEIR_NODE_LIST:
    case WEIR_NODE_MAP:
        return false;
    }
    return false;
}

/* Bounded by WEIR_MAX_DEPTH, which weir has just kept. */
static bool node_equals(const struct weir_node *node, const json_t *theirs) /* NOLINT(misc-no-recursion) */
{
    const struct weir_node *child = weir_node_first(node);
    if (weir_node_kind(node) == WEIR_NODE_LIST) {
        bool is_equal = json_is_array(theirs) && json_array_size(theirs) == weir_node_count(node);
        for (size_t i = 0; is_equal && child != NULL; child = weir_node_next(child))
            is_equal = node_equals(child, json_array_get(theirs, i++));
        return is_equal;
    }
    if (weir_node_kind(node) != WEIR_NODE_MAP)
        return scalar_equals(node, theirs);
    bool is_equal = json_is_object(theirs) && json_object_size(theirs) == weir_node_count(node);
    for (; is_equal && child != NULL; child = weir_node_next(child)) {
        const struct weir_str key = weir_node_text(child);
        is_equal = weir_node_find(node, key) == weir_node_value(child) &&
                   node_equals(weir_node_value(child), json_object_getn(theirs, key.ptr, key.len));
    }
    return is_equal;
}

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

/* The printed text is a fixed point, and its tree has the same canonical text as the tree it came from. */
static void demand_round_trip(const struct weir_tree *tree, struct weir_arena *arena)
{
    const struct weir_str canonical = print(tree, true, arena);
    for (int sorted = 0; sorted < 2; sorted++) {
        const struct weir_str printed = print(tree, sorted == 1, arena);
        const struct weir_tree *again = NULL;
        DEMAND(weir_tree_parse_json(printed, WEIR_STR("again"), arena, &again, NULL) == WEIR_OK);
        DEMAND(weir_str_equal(print(again, sorted == 1, arena), printed));
        DEMAND(weir_str_equal(print(again, true, arena), canonical));
    }
}

static void demand_placed(const struct weir_error *error, size_t size)
{
    DEMAND(error->offset <= size && error->line >= 1 && error->column >= 1);
    DEMAND(memchr(error->message, '\0', sizeof(error->message)) != NULL && error->message[0] != '\0');
    DEMAND(weir_str_is_utf8(weir_str_from(error->message), NULL));
    DEMAND(weir_str_is_utf8(weir_str_from(error->path), NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_arena *arena = NULL;
    const struct weir_tree *tree = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    json_error_t their_error;
    const struct weir_str text = {(const char *)data, size};
    DEMAND(weir_arena_new(0, &arena) == WEIR_OK);
    const enum weir_status status = weir_tree_parse_json(text, WEIR_STR("fuzz"), arena, &tree, &error);
    DEMAND(status == WEIR_OK || status == WEIR_ERR_SYNTAX || status == WEIR_ERR_LIMIT);
    json_t *const theirs = json_loadb(size == 0 ? "" : text.ptr, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY,
                                      &their_error);
    const bool is_their_range = theirs == NULL && json_error_code(&their_error) == json_error_numeric_overflow;
    if (status != WEIR_OK)
        demand_placed(&error, size);
    const bool has_nul = size > 0 && memchr(data, '\0', size) != NULL;
    if (has_nul)
        DEMAND(status != WEIR_OK);
    else if (status != WEIR_ERR_LIMIT && !is_their_range)
        DEMAND((status == WEIR_OK) == (theirs != NULL));
    if (status == WEIR_OK && theirs != NULL)
        DEMAND(node_equals(weir_tree_root(tree), theirs));
    if (status == WEIR_OK)
        demand_round_trip(tree, arena);
    json_decref(theirs);
    weir_arena_free(arena);
    return 0;
}
