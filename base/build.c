/* A tree under construction: levels counted, duplicate keys found, large maps indexed, failures placed. */
#include <weir/base.h>

#include "base/tree_impl.h"

void weir_build_init(struct weir_build *build, struct weir_tree *tree, struct weir_arena *arena,
                     struct weir_error *error)
{
    build->arena = arena;
    build->tree = tree;
    build->error = error;
    build->depth = 0;
    build->top = (struct weir_node){.kind = WEIR_NODE_LIST};
    build->levels[0] = (struct weir_build_level){&build->top, &build->top.content.first, NULL, 0, false, false};
}

/* The way to what is being read: the open containers, then the item or member that is read or expected next. */
static void build_path(const struct weir_build *build, struct weir_path *path)
{
    path->count = 0;
    for (size_t i = 1; i <= build->depth; i++) {
        const struct weir_build_level *const level = &build->levels[i];
        const bool is_newest = i == build->depth;
        struct weir_path_step *const step = &path->steps[path->count];
        if (!level->is_map)
            *step = (struct weir_path_step){{NULL, 0}, level->count - (is_newest ? 0 : 1), true};
        else if (level->wants_value || !is_newest)
            *step = (struct weir_path_step){weir_node_bytes(level->key), 0, false};
        else
            return;
        path->count++;
    }
}

enum weir_status weir_build_fail(struct weir_build *build, enum weir_status status, size_t offset, const char *format,
                                 ...)
{
    struct weir_path path;
    build_path(build, &path);
    va_list arguments;
    va_start(arguments, format);
    (void)weir_fail_offset(build->error, status, build->tree, offset, &path, format, arguments);
    va_end(arguments);
    return status;
}

enum weir_status weir_build_open(struct weir_build *build, enum weir_node_kind kind, size_t offset)
{
    if (build->depth == WEIR_MAX_DEPTH)
        return weir_build_fail(build, WEIR_ERR_LIMIT, offset, "more than %d levels of lists and maps", WEIR_MAX_DEPTH);
    struct weir_node *const container = weir_build_add(build, kind, (struct weir_str){NULL, 0}, false, offset);
    if (container == NULL)
        return weir_fail_memory(build->error);
    container->content.first = NULL;
    build->levels[++build->depth] = (struct weir_build_level){container, &container->content.first, NULL,
                                                              0,         kind == WEIR_NODE_MAP,     false};
    return WEIR_OK;
}

/* ----------------------------------------------------------------------------------- duplicate keys */

/* The first key of a small map that was there before, or NULL. Keys seldom share a length, a first and a last byte, so
 * a set of 64 bits spares nearly all comparisons. */
static const struct weir_node *small_map_again(const struct weir_node *map)
{
    uint64_t seen = 0;
    for (const struct weir_node *key = map->content.first; key != NULL; key = key->next->next) {
        const struct weir_str text = weir_node_bytes(key);
        const unsigned ends = text.len == 0 ? 0
                                            : (unsigned char)text.ptr[0] + 3u * (unsigned char)text.ptr[text.len - 1];
        const uint64_t bit = UINT64_C(1) << ((ends + text.len) & 63);
        if ((seen & bit) != 0) {
            for (const struct weir_node *other = map->content.first; other != key; other = other->next->next) {
                if (weir_str_equal(weir_node_bytes(other), text))
                    return key;
            }
        }
        seen |= bit;
    }
    return NULL;
}

/* A key with its first eight bytes as a number that sorts as they do. */
struct sort_entry {
    uint64_t prefix;
    const struct weir_node *key;
};

static uint64_t key_prefix(struct weir_str text)
{
    uint64_t prefix = 0;
    for (size_t i = 0; i < 8; i++)
        prefix = prefix << 8 | (i < text.len ? (unsigned char)text.ptr[i] : 0u);
    return prefix;
}

static int entry_compare(const struct sort_entry *a, const struct sort_entry *b)
{
    if (a->prefix != b->prefix)
        return a->prefix < b->prefix ? -1 : 1;
    return weir_str_compare(weir_node_bytes(a->key), weir_node_bytes(b->key));
}

/* Merges two sorted neighbours; of equal keys the one that came first in the text stays first. */
static void merge(const struct sort_entry *from, size_t left, size_t middle, size_t right, struct sort_entry *to)
{
    size_t a = left;
    size_t b = middle;
    for (size_t i = left; i < right; i++) {
        const bool takes_left = b == right || (a < middle && entry_compare(&from[a], &from[b]) <= 0);
        to[i] = takes_left ? from[a++] : from[b++];
    }
}

static bool is_sorted(const struct sort_entry *entries, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (entry_compare(&entries[i - 1], &entries[i]) > 0)
            return false;
    }
    return true;
}

/* A merge sort from below; returns which of the two arrays holds the result. */
static struct sort_entry *sort(struct sort_entry *entries, struct sort_entry *spare, size_t count)
{
    if (is_sorted(entries, count))
        return entries;
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t left = 0; left < count; left += 2 * width) {
            const size_t middle = count - left < width ? count : left + width;
            const size_t right = count - middle < width ? count : middle + width;
            merge(entries, left, middle, right, spare);
        }
        struct sort_entry *const sorted = spare;
        spare = entries;
        entries = sorted;
    }
    return entries;
}

static const struct weir_node *first_again(const struct sort_entry *sorted, size_t count)
{
    const struct weir_node *again = NULL;
    for (size_t i = 1; i < count; i++) {
        if (entry_compare(&sorted[i - 1], &sorted[i]) == 0 && (again == NULL || sorted[i].key->offset < again->offset))
            again = sorted[i].key;
    }
    return again;
}

/* Gives a large map its index; `*again` is the first key that was there before, or NULL. */
static enum weir_status index_map(struct weir_build *build, struct weir_node *map, const struct weir_node **again)
{
    const size_t count = map->length;
    struct weir_map_index *const index = weir_arena_take(
        build->arena, sizeof(*index) + count * sizeof(index->sorted[0]), sizeof(void *));
    const struct weir_arena_mark mark = weir_arena_mark(build->arena);
    struct sort_entry *const entries = weir_arena_take(build->arena, 2 * count * sizeof(*entries), sizeof(uint64_t));
    if (index == NULL || entries == NULL)
        return weir_fail_memory(build->error);
    struct sort_entry *entry = entries;
    for (const struct weir_node *key = map->content.first; key != NULL; key = key->next->next)
        *entry++ = (struct sort_entry){key_prefix(weir_node_bytes(key)), key};
    const struct sort_entry *const sorted = sort(entries, entries + count, count);
    *again = first_again(sorted, count);
    for (size_t i = 0; i < count; i++)
        index->sorted[i] = sorted[i].key;
    weir_arena_rewind(build->arena, mark);
    index->first = map->content.first;
    map->content.index = index;
    map->is_marked = true;
    return WEIR_OK;
}

enum weir_status weir_build_close(struct weir_build *build)
{
    struct weir_build_level *const level = &build->levels[build->depth];
    struct weir_node *const container = level->container;
    container->length = level->count & WEIR_MAX_TEXT_BYTES;
    if (level->is_map) {
        const struct weir_node *again = NULL;
        if (container->length > WEIR_INDEX_ABOVE)
            WEIR_TRY(index_map(build, container, &again));
        else
            again = small_map_again(container);
        if (again != NULL) {
            level->key = again;
            level->wants_value = true; /* so that the path ends with this key */
            return weir_build_fail(build, WEIR_ERR_SYNTAX, again->offset, "duplicate key `%s`",
                                   weir_quote(weir_node_bytes(again)).text);
        }
    }
    build->depth--;
    return WEIR_OK;
}
