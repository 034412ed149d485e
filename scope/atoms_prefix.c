/*
 * The atoms of patterns that are literals, or literals with a `*` behind: the regions of a tree of prefixes, two for
 * each literal at most ([scope-shape]).
 */
#include "scope/atoms.h"
#include "scope/scope_impl.h"

/* A literal, once, and the nearest one before it that is a prefix of it and open. */
struct node {
    struct weir_str literal;
    const struct node *above;
    uint64_t *inside; /* owners of the open patterns at this literal and at its prefixes */
};

struct walk {
    const struct weir_globs *globs;
    const struct weir_glob **sorted;
    size_t count;
    struct weir_atoms *atoms;
    size_t words;
    bool failed; /* no letter is left to stand for all others */
};

static char plain(char c, bool fold)
{
    return fold ? weir_fold(c) : c;
}

static bool starts_with(struct weir_str text, struct weir_str start, bool fold)
{
    if (text.len < start.len)
        return false;
    if (!fold)
        return start.len == 0 || memcmp(text.ptr, start.ptr, start.len) == 0;
    return weir_str_equal_fold(weir_str_slice(text, 0, start.len), start);
}

static int compare(struct weir_str a, struct weir_str b, bool fold)
{
    if (!fold)
        return weir_str_compare(a, b);
    const size_t shared = a.len < b.len ? a.len : b.len;
    for (size_t i = 0; i < shared; i++) {
        const unsigned char x = (unsigned char)weir_fold(a.ptr[i]);
        const unsigned char y = (unsigned char)weir_fold(b.ptr[i]);
        if (x != y)
            return x < y ? -1 : 1;
    }
    return (a.len > b.len) - (a.len < b.len);
}

/* Equal literals keep their order, so that the narrow side's spelling comes first: the patterns stand in one array. */
static int compare_globs(const void *a, const void *b, bool fold)
{
    const struct weir_glob *const x = a;
    const struct weir_glob *const y = b;
    const int by_literal = compare(x->literal, y->literal, fold);
    return by_literal != 0 ? by_literal : (x > y) - (x < y);
}

static int compare_plain(const void *a, const void *b)
{
    return compare_globs(a, b, false);
}

static int compare_folded(const void *a, const void *b)
{
    return compare_globs(a, b, true);
}

/* Every ARN has `arn` and five colons, so a literal that starts otherwise accepts none. */
static bool can_accept(const struct weir_globs *globs, const struct weir_glob *glob)
{
    return globs->universe != WEIR_UNIVERSE_ARN || glob->literal.len == 0 ||
           weir_str_has_prefix(glob->literal, WEIR_STR("arn:"));
}

static enum weir_status sort_literals(struct walk *walk)
{
    const struct weir_globs *const globs = walk->globs;
    void **const scratch = weir_arena_take(globs->arena, 2 * globs->count * sizeof(*scratch), _Alignof(void *));
    walk->sorted = weir_arena_take(globs->arena, globs->count * sizeof(*walk->sorted), _Alignof(void *));
    if (scratch == NULL || walk->sorted == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < globs->count; i++) {
        if (can_accept(globs, &globs->items[i]))
            scratch[walk->count++] = &globs->items[i];
    }
    void *const *const sorted = weir_merge_pointers(scratch, scratch + globs->count, walk->count,
                                                    globs->any_fold ? compare_folded : compare_plain);
    for (size_t i = 0; i < walk->count; i++)
        walk->sorted[i] = sorted[i];
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------- texts */

/* INVARIANT: but for the empty one, a literal of ARNs has five colons, and one of actions has one. */
static bool is_in_universe(const struct weir_globs *globs, struct weir_str literal)
{
    if (globs->universe != WEIR_UNIVERSE_ACTION || literal.len == 0)
        return literal.len > 0;
    return literal.ptr[0] != ':' && literal.ptr[literal.len - 1] != ':';
}

/* A byte that no literal of a run of sorted ones has at a place; 0 where none of those that people read is left. */
static char fresh_byte(const struct walk *walk, size_t first, struct weir_str start, size_t at)
{
    bool used[256] = {false};
    for (size_t i = first; i < walk->count; i++) {
        const struct weir_str literal = walk->sorted[i]->literal;
        if (!starts_with(literal, start, walk->globs->any_fold))
            break;
        if (literal.len > at)
            used[(unsigned char)plain(literal.ptr[at], walk->globs->any_fold)] = true;
    }
    for (const char *letter = WEIR_FRESH_LETTERS; *letter != '\0'; letter++) {
        if (!used[(unsigned char)*letter])
            return *letter;
    }
    return '\0';
}

static char *start_text(const struct walk *walk, struct weir_str start, size_t more, struct weir_str *text)
{
    char *const bytes = weir_arena_take(walk->globs->arena, start.len + more, 1);
    if (bytes == NULL)
        return NULL;
    if (start.len > 0)
        memcpy(bytes, start.ptr, start.len);
    *text = (struct weir_str){bytes, start.len + more};
    return bytes + start.len;
}

/* A text that starts with no literal but the empty one. */
static enum weir_status outside_text(struct walk *walk, struct weir_str *text)
{
    static const struct weir_str nothing = {"", 0};
    static const struct weir_str arn = {"arn:", 4};
    const bool is_arn = walk->globs->universe == WEIR_UNIVERSE_ARN;
    const char letter = fresh_byte(walk, 0, nothing, is_arn ? arn.len : 0);
    walk->failed = letter == '\0';
    switch (walk->globs->universe) {
    case WEIR_UNIVERSE_TEXT:
    case WEIR_UNIVERSE_ACTION: {
        const size_t more = walk->globs->universe == WEIR_UNIVERSE_TEXT ? 1 : 3;
        char *const to = start_text(walk, nothing, more, text);
        if (to == NULL)
            return WEIR_ERR_MEMORY;
        memset(to, ':', more);
        to[0] = letter;
        to[more - 1] = letter;
        return WEIR_OK;
    }
    case WEIR_UNIVERSE_ARN:
        break;
    }
    bool is_bare_free = true;
    for (size_t i = 0; i < walk->count; i++)
        is_bare_free = is_bare_free &&
                       (walk->sorted[i]->literal.len <= arn.len || walk->sorted[i]->literal.ptr[arn.len] != ':');
    char *const to = start_text(walk, arn, is_bare_free ? 4 : 5, text);
    if (to == NULL)
        return WEIR_ERR_MEMORY;
    to[0] = letter;
    memset(to + (is_bare_free ? 0 : 1), ':', 4);
    return WEIR_OK;
}

/* -------------------------------------------------------------------------------------------- walk */

/* Owners may have several patterns, so that one set has several texts. */
static bool is_shorter(const struct weir_atom *atom, size_t length)
{
    return atom->text.len == 0 || length < atom->text.len;
}

static enum weir_status put_literal(struct walk *walk, const struct node *node, const uint64_t *owners)
{
    if (!is_in_universe(walk->globs, node->literal))
        return WEIR_OK;
    struct weir_atom *const atom = weir_atoms_put(walk->atoms, walk->globs->arena, owners);
    if (atom == NULL)
        return WEIR_ERR_MEMORY;
    if (is_shorter(atom, node->literal.len))
        atom->text = node->literal;
    return WEIR_OK;
}

/* Texts that go on behind the literal as no other literal does. */
static enum weir_status put_region(struct walk *walk, const struct node *node, size_t next)
{
    struct weir_atom *const atom = weir_atoms_put(walk->atoms, walk->globs->arena, node->inside);
    if (atom == NULL)
        return WEIR_ERR_MEMORY;
    if (!is_shorter(atom, node->literal.len + 1))
        return WEIR_OK;
    if (node->literal.len == 0)
        return outside_text(walk, &atom->text);
    const char letter = fresh_byte(walk, next, node->literal, node->literal.len);
    char *const to = start_text(walk, node->literal, 1, &atom->text);
    if (to == NULL)
        return WEIR_ERR_MEMORY;
    *to = letter;
    walk->failed = walk->failed || letter == '\0';
    return WEIR_OK;
}

/* One literal with all the patterns that have it, which stand side by side; `*next` is the first behind them. */
static enum weir_status visit(struct walk *walk, size_t first, struct node *node, size_t *next, bool *open)
{
    const bool fold = walk->globs->any_fold;
    uint64_t *const here = weir_arena_alloc(walk->globs->arena, 2 * walk->words, sizeof(*here));
    if (here == NULL)
        return WEIR_ERR_MEMORY;
    uint64_t *const exactly = here + walk->words;
    node->inside = here;
    if (node->above != NULL)
        memcpy(here, node->above->inside, walk->words * sizeof(*here));
    *open = false;
    size_t i = first;
    for (; i < walk->count; i++) {
        const struct weir_glob *const glob = walk->sorted[i];
        if (glob->literal.len != node->literal.len || !starts_with(glob->literal, node->literal, fold))
            break;
        weir_bits_add(glob->open ? here : exactly, glob->owner);
        *open = *open || glob->open;
    }
    *next = i;
    weir_bits_unite(exactly, here, walk->words);
    WEIR_TRY(put_literal(walk, node, exactly));
    return *open ? put_region(walk, node, i) : WEIR_OK;
}

static enum weir_status walk_literals(struct walk *walk)
{
    struct node *const nodes = weir_arena_take(walk->globs->arena, (walk->count + 1) * sizeof(*nodes),
                                               _Alignof(struct node));
    if (nodes == NULL)
        return WEIR_ERR_MEMORY;
    size_t used = 0;
    const struct node *above = NULL;
    bool has_root = false;
    for (size_t i = 0; i < walk->count;) {
        struct node *const node = &nodes[used++];
        const struct weir_str literal = walk->sorted[i]->literal;
        while (above != NULL && !starts_with(literal, above->literal, walk->globs->any_fold))
            above = above->above;
        *node = (struct node){literal, above, NULL};
        bool open = false;
        WEIR_TRY(visit(walk, i, node, &i, &open));
        if (open)
            above = node;
        has_root = has_root || (open && literal.len == 0);
    }
    if (has_root)
        return WEIR_OK;
    struct node *const root = &nodes[used];
    *root = (struct node){{NULL, 0}, NULL, weir_arena_alloc(walk->globs->arena, walk->words, sizeof(uint64_t))};
    return root->inside == NULL ? WEIR_ERR_MEMORY : put_region(walk, root, 0);
}

static int compare_lengths(const void *a, const void *b)
{
    const struct weir_atom *const x = a;
    const struct weir_atom *const y = b;
    if (x->text.len != y->text.len)
        return x->text.len < y->text.len ? -1 : 1;
    const int by_text = weir_str_compare(x->text, y->text);
    return by_text != 0 ? by_text : (x > y) - (x < y);
}

static enum weir_status sort_atoms(struct weir_atoms *atoms, struct weir_arena *arena)
{
    void **const scratch = weir_arena_take(arena, atoms->count * sizeof(*scratch), _Alignof(void *));
    struct weir_atom *const sorted = weir_arena_take(arena, atoms->room * sizeof(*sorted), _Alignof(struct weir_atom));
    if (scratch == NULL || sorted == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < atoms->count; i++)
        scratch[i] = &atoms->items[i];
    weir_sort_pointers(scratch, atoms->count, compare_lengths);
    for (size_t i = 0; i < atoms->count; i++)
        sorted[i] = *(const struct weir_atom *)scratch[i];
    atoms->items = sorted;
    return WEIR_OK;
}

enum weir_status weir_atoms_of_prefixes(const struct weir_globs *globs, struct weir_atoms *atoms, bool *found)
{
    struct walk walk = {.globs = globs, .atoms = atoms, .words = atoms->words};
    *found = false;
    WEIR_TRY(sort_literals(&walk));
    WEIR_TRY(walk_literals(&walk));
    *found = !walk.failed;
    return sort_atoms(atoms, globs->arena);
}
