/* Which members of a set of texts a text starts with: a bitwise tree over sorted keys, built once. */
#include "policy/prefix.h"

/*
 * A text as symbols of nine bits: its bytes, then END_EXACT or END. A key that may go on ends in END, which sorts before
 * everything, so that it stands before the keys that start with it; the text that asks is always exact.
 */
enum { SYMBOL_BYTE = 0x100, END_EXACT = 0x80, END = 0 };

static uint32_t symbol(struct weir_str text, bool exact, bool fold, size_t at)
{
    if (at < text.len)
        return SYMBOL_BYTE | (unsigned char)(fold ? weir_fold(text.ptr[at]) : text.ptr[at]);
    return at == text.len && exact ? END_EXACT : END;
}

/* ------------------------------------------------------------------------------------------- sorting */

/* Where two texts differ first, their ends included: at most one behind the shorter. */
static size_t common(struct weir_str a, struct weir_str b, bool fold)
{
    const size_t most = a.len < b.len ? a.len : b.len;
    size_t at = 0;
    while (most - at >= 8 && weir_load64(a.ptr + at) == weir_load64(b.ptr + at))
        at += 8;
    while (at < most && symbol(a, false, fold, at) == symbol(b, false, fold, at))
        at++;
    return at;
}

static int compare_keys(const struct weir_prefix_entry *a, const struct weir_prefix_entry *b, bool fold)
{
    const size_t at = common(a->text, b->text, fold);
    const uint32_t left = symbol(a->text, a->exact, fold, at);
    const uint32_t right = symbol(b->text, b->exact, fold, at);
    return (left > right) - (left < right);
}

static bool is_before(const struct weir_prefix_entry *a, const struct weir_prefix_entry *b, bool fold)
{
    const int order = compare_keys(a, b, fold);
    return order != 0 ? order < 0 : a->item < b->item;
}

/* Merges the sorted halves [start, middle) and [middle, end) into `out`. */
static void merge(const struct weir_prefix_entry *entries, size_t start, size_t middle, size_t end, bool fold,
                  struct weir_prefix_entry *out)
{
    size_t left = start;
    size_t right = middle;
    for (size_t i = start; i < end; i++) {
        const bool takes_right = left == middle || (right < end && is_before(&entries[right], &entries[left], fold));
        out[i] = entries[takes_right ? right++ : left++];
    }
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Runs of one, two, four … are merged; `room` holds as many entries. */
static void sort(struct weir_prefix_entry *entries, size_t count, bool fold, struct weir_prefix_entry *room)
{
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t start = 0; start < count; start += 2 * width)
            merge(entries, start, least(start + width, count), least(start + 2 * width, count), fold, room);
        memcpy(entries, room, count * sizeof(*entries));
    }
}

/* ------------------------------------------------------------------------------------------- building */

/* Entries of one text become one key. Two of the same item become one. */
static void take_keys(struct weir_prefix_tree *tree, const struct weir_prefix_entry *entries, size_t count)
{
    uint32_t *items = tree->items;
    for (size_t i = 0; i < count; i++) {
        const bool is_new = i == 0 || compare_keys(&entries[i - 1], &entries[i], tree->fold) != 0;
        if (is_new)
            tree->keys[tree->count++] = (struct weir_prefix_key){entries[i].text, entries[i].exact, WEIR_PREFIX_NONE,
                                                                 items, 0};
        else if (entries[i - 1].item == entries[i].item)
            continue;
        *items++ = entries[i].item;
        tree->keys[tree->count - 1].count++;
    }
}

static bool starts_with(struct weir_str text, const struct weir_prefix_key *key, bool fold)
{
    if (key->exact || key->text.len > text.len)
        return false;
    return common(text, key->text, fold) == key->text.len;
}

/* Sorted, the keys that a key starts with are the last ones before it that have not ended yet. */
static void find_parents(struct weir_prefix_tree *tree, uint32_t *stack)
{
    size_t depth = 0;
    for (uint32_t i = 0; i < tree->count; i++) {
        struct weir_prefix_key *const key = &tree->keys[i];
        while (depth > 0 && !starts_with(key->text, &tree->keys[stack[depth - 1]], tree->fold))
            depth--;
        if (depth > 0)
            key->parent = stack[depth - 1];
        stack[depth++] = i;
    }
}

static uint32_t top_bit(uint32_t bits)
{
    uint32_t mask = SYMBOL_BYTE;
    while ((bits & mask) == 0)
        mask >>= 1;
    return mask;
}

/* The node that keeps two neighbours apart. */
static struct weir_prefix_node fork_of(const struct weir_prefix_tree *tree, uint32_t left, uint32_t right)
{
    const struct weir_prefix_key *const a = &tree->keys[left];
    const struct weir_prefix_key *const b = &tree->keys[right];
    const size_t at = common(a->text, b->text, tree->fold);
    const uint32_t bits = symbol(a->text, a->exact, tree->fold, at) ^ symbol(b->text, b->exact, tree->fold, at);
    return (struct weir_prefix_node){(uint32_t)at, top_bit(bits), {left | WEIR_PREFIX_LEAF, right | WEIR_PREFIX_LEAF}};
}

/* An earlier symbol, and in it a higher bit, is nearer to the root. */
static bool is_above(const struct weir_prefix_node *a, const struct weir_prefix_node *b)
{
    return a->at != b->at ? a->at < b->at : a->mask > b->mask;
}

/* From left to right; `stack` holds the rightmost path, root first. Returns the root. */
static uint32_t link_nodes(const struct weir_prefix_tree *tree, uint32_t *stack)
{
    size_t depth = 0;
    for (uint32_t i = 0; i + 1 < tree->count; i++) {
        struct weir_prefix_node node = fork_of(tree, i, i + 1);
        while (depth > 0 && !is_above(&tree->nodes[stack[depth - 1]], &node))
            node.child[0] = stack[--depth];
        tree->nodes[i] = node;
        if (depth > 0)
            tree->nodes[stack[depth - 1]].child[1] = i;
        stack[depth++] = i;
    }
    if (tree->count == 0)
        return WEIR_PREFIX_NONE;
    return depth > 0 ? stack[0] : WEIR_PREFIX_LEAF;
}

enum weir_status weir_prefix_reserve(struct weir_arena *arena, size_t room, struct weir_prefix_tree *tree)
{
    *tree = (struct weir_prefix_tree){.root = WEIR_PREFIX_NONE};
    tree->nodes = weir_arena_alloc(arena, room, sizeof(*tree->nodes));
    tree->keys = weir_arena_alloc(arena, room, sizeof(*tree->keys));
    tree->items = weir_arena_alloc(arena, room, sizeof(*tree->items));
    return tree->nodes == NULL || tree->keys == NULL || tree->items == NULL ? WEIR_ERR_MEMORY : WEIR_OK;
}

enum weir_status weir_prefix_build(struct weir_prefix_tree *tree, struct weir_prefix_entry *entries, size_t count,
                                   bool fold, struct weir_arena *arena)
{
    struct weir_prefix_entry *const room = weir_arena_alloc(arena, count, sizeof(*room));
    uint32_t *const stack = weir_arena_alloc(arena, count, sizeof(*stack));
    if (room == NULL || stack == NULL)
        return WEIR_ERR_MEMORY;
    tree->fold = fold;
    sort(entries, count, fold, room);
    take_keys(tree, entries, count);
    find_parents(tree, stack);
    tree->root = link_nodes(tree, stack);
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------- asking */

uint32_t weir_prefix_find(const struct weir_prefix_tree *tree, struct weir_str text)
{
    const struct weir_prefix_node *const nodes = tree->nodes;
    const bool fold = tree->fold;
    uint32_t at = tree->root;
    while ((at & WEIR_PREFIX_LEAF) == 0) {
        const struct weir_prefix_node *const node = &nodes[at];
        /* two branches, not one index: what is guessed right need not be waited for */
        if ((symbol(text, true, fold, node->at) & node->mask) != 0)
            at = node->child[1];
        else
            at = node->child[0];
    }
    return at == WEIR_PREFIX_NONE ? at : at & ~WEIR_PREFIX_LEAF;
}

bool weir_prefix_key_covers(const struct weir_prefix_tree *tree, const struct weir_prefix_key *key,
                            struct weir_str text)
{
    if (key->exact ? text.len != key->text.len : text.len < key->text.len)
        return false;
    const struct weir_str start = weir_str_slice(text, 0, key->text.len);
    return weir_str_equal(start, key->text) || (tree->fold && weir_str_equal_fold(start, key->text));
}
