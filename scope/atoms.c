/* How patterns are gathered and their atoms kept: one for each set of owners, the shortest text first ([scope-shape]). */
#include "scope/atoms.h"

enum { FIRST_GLOBS = 16, FIRST_ATOMS = 16 };

void weir_globs_init(struct weir_globs *globs, enum weir_universe universe, size_t owners, struct weir_arena *arena)
{
    *globs = (struct weir_globs){.universe = universe, .arena = arena, .owners = owners, .all_prefixes = true};
}

static struct weir_glob *new_glob(struct weir_globs *globs)
{
    if (globs->count == globs->room) {
        const size_t room = globs->room == 0 ? FIRST_GLOBS : globs->room * 2;
        struct weir_glob *const items = weir_arena_take(globs->arena, room * sizeof(*items),
                                                        _Alignof(struct weir_glob));
        if (items == NULL)
            return NULL;
        if (globs->count > 0)
            memcpy(items, globs->items, globs->count * sizeof(*items));
        globs->items = items;
        globs->room = room;
    }
    return &globs->items[globs->count++];
}

/* Literal pieces, and in the last part perhaps one `*` at the end. `bytes` is the literal's length, with its colons. */
static bool is_prefix(const struct weir_pattern *parts, size_t count, bool *open, size_t *bytes)
{
    *open = false;
    *bytes = count - 1;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < parts[i].count; j++) {
            const struct weir_piece *const piece = &parts[i].pieces[j];
            const bool is_last = i + 1 == count && j + 1 == parts[i].count;
            if (piece->kind == WEIR_PIECE_LITERAL)
                *bytes += piece->text.len;
            else if (piece->kind == WEIR_PIECE_RUN && is_last)
                *open = true;
            else
                return false;
        }
    }
    return true;
}

/* One piece is its own text; several are put together, since an escape in the document parts them. */
static bool join_literal(const struct weir_glob *glob, size_t bytes, struct weir_arena *arena, struct weir_str *literal)
{
    const struct weir_pattern *const first = glob->parts;
    *literal = (struct weir_str){NULL, 0};
    if (bytes == 0)
        return true;
    if (glob->part_count == 1 && first->count == (glob->open ? 2u : 1u)) {
        *literal = first->pieces[0].text;
        return true;
    }
    char *const text = weir_arena_take(arena, bytes, 1);
    if (text == NULL)
        return false;
    size_t at = 0;
    for (size_t i = 0; i < glob->part_count; i++) {
        if (i > 0)
            text[at++] = ':';
        for (size_t j = 0; j < glob->parts[i].count; j++) {
            const struct weir_str piece = glob->parts[i].pieces[j].text;
            if (piece.len > 0)
                memcpy(text + at, piece.ptr, piece.len);
            at += piece.len;
        }
    }
    *literal = (struct weir_str){text, bytes};
    return true;
}

enum weir_status weir_globs_add(struct weir_globs *globs, const struct weir_pattern *parts, size_t part_count,
                                bool widely, size_t owner)
{
    struct weir_glob *const glob = new_glob(globs);
    if (glob == NULL)
        return WEIR_ERR_MEMORY;
    size_t bytes = 0;
    *glob = (struct weir_glob){
        .parts = parts, .part_count = part_count, .owner = owner, .widely = widely, .fold = parts->fold};
    glob->is_prefix = is_prefix(parts, part_count, &glob->open, &bytes);
    globs->any_fold = globs->any_fold || glob->fold;
    globs->any_plain = globs->any_plain || !glob->fold;
    globs->all_prefixes = globs->all_prefixes && glob->is_prefix;
    if (glob->is_prefix && !join_literal(glob, bytes, globs->arena, &glob->literal))
        return WEIR_ERR_MEMORY;
    return WEIR_OK;
}

enum weir_status weir_globs_add_everything(struct weir_globs *globs, size_t owner)
{
    struct weir_glob *const glob = new_glob(globs);
    if (glob == NULL)
        return WEIR_ERR_MEMORY;
    *glob = (struct weir_glob){.owner = owner, .is_prefix = true, .open = true};
    return WEIR_OK;
}

/* -------------------------------------------------------------------------------------------- atoms */

static size_t hash_of(const uint64_t *owners, size_t words)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < words; i++)
        hash = (hash ^ owners[i]) * 0x9e3779b97f4a7c15u;
    return (size_t)(hash >> 32);
}

/* The slot of a set of owners, or the free one where it belongs. */
static uint32_t *slot_of(const struct weir_atoms *atoms, const uint64_t *owners)
{
    const size_t mask = atoms->room * 2 - 1;
    size_t at = hash_of(owners, atoms->words) & mask;
    while (atoms->slots[at] != 0 && !weir_bits_equal(atoms->items[atoms->slots[at] - 1].owners, owners, atoms->words))
        at = (at + 1) & mask;
    return &atoms->slots[at];
}

static enum weir_status make_room(struct weir_atoms *atoms, struct weir_arena *arena)
{
    const size_t room = atoms->room == 0 ? FIRST_ATOMS : atoms->room * 2;
    struct weir_atom *const items = weir_arena_take(arena, room * sizeof(*items), _Alignof(struct weir_atom));
    uint32_t *const slots = weir_arena_alloc(arena, room * 2, sizeof(*slots));
    if (items == NULL || slots == NULL)
        return WEIR_ERR_MEMORY;
    if (atoms->count > 0)
        memcpy(items, atoms->items, atoms->count * sizeof(*items));
    atoms->items = items;
    atoms->slots = slots;
    atoms->room = room;
    for (size_t i = 0; i < atoms->count; i++)
        *slot_of(atoms, items[i].owners) = (uint32_t)(i + 1);
    return WEIR_OK;
}

struct weir_atom *weir_atoms_put(struct weir_atoms *atoms, struct weir_arena *arena, const uint64_t *owners)
{
    if (atoms->count == atoms->room && make_room(atoms, arena) != WEIR_OK)
        return NULL;
    uint32_t *const slot = slot_of(atoms, owners);
    if (*slot != 0)
        return &atoms->items[*slot - 1];
    uint64_t *const kept = weir_arena_take(arena, atoms->words * sizeof(*kept), _Alignof(uint64_t));
    if (kept == NULL)
        return NULL;
    memcpy(kept, owners, atoms->words * sizeof(*kept));
    struct weir_atom *const atom = &atoms->items[atoms->count++];
    *atom = (struct weir_atom){{NULL, 0}, kept};
    *slot = (uint32_t)atoms->count;
    return atom;
}

enum weir_status weir_atoms_find(const struct weir_globs *globs, struct weir_atoms *atoms)
{
    bool found = false;
    *atoms = (struct weir_atoms){.words = weir_bits_words(globs->owners), .complete = true};
    if (globs->all_prefixes && !(globs->any_fold && globs->any_plain))
        WEIR_TRY(weir_atoms_of_prefixes(globs, atoms, &found));
    if (found)
        return WEIR_OK;
    *atoms = (struct weir_atoms){.words = atoms->words, .complete = true};
    return weir_atoms_of_globs(globs, atoms);
}
