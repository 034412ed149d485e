/* How patterns, and the universe of their texts, become steps; a pattern of six parts is joined by colons. */
#include "scope/automaton.h"

#include "base/base_impl.h"

static void put_step(struct weir_steps *steps, enum weir_step_kind kind, bool no_colon)
{
    steps->items[steps->count++] = (struct weir_step){.kind = kind, .no_colon = no_colon};
}

static void put_letter(struct weir_steps *steps, uint32_t code, bool fold)
{
    steps->items[steps->count++] = (struct weir_step){
        .letter = fold ? weir_fold_code(code) : code, .shown = code, .kind = WEIR_STEP_LETTER, .fold = fold};
}

static void put_end(struct weir_steps *steps, size_t owner)
{
    steps->items[steps->count++] = (struct weir_step){.owner = (uint32_t)owner, .kind = WEIR_STEP_END};
}

static void put_text(struct weir_steps *steps, struct weir_str text, bool fold)
{
    static const unsigned char lead_mask[] = {0xff, 0x7f, 0x1f, 0x0f, 0x07};
    for (size_t at = 0; at < text.len;) {
        const size_t bytes = weir_utf8_sequence(text.ptr + at, text.len - at);
        uint32_t code = (unsigned char)text.ptr[at] & lead_mask[bytes];
        for (size_t i = 1; i < bytes; i++)
            code = code << 6 | ((unsigned char)text.ptr[at + i] & 0x3f);
        put_letter(steps, code, fold);
        at += bytes == 0 ? 1 : bytes;
    }
}

/* A variable stands for any text; see struct weir_glob. */
static void put_pattern(struct weir_steps *steps, const struct weir_pattern *pattern, bool no_colon, bool widely)
{
    for (size_t i = 0; i < pattern->count; i++) {
        const struct weir_piece *const piece = &pattern->pieces[i];
        switch (piece->kind) {
        case WEIR_PIECE_LITERAL:
            put_text(steps, piece->text, pattern->fold);
            break;
        case WEIR_PIECE_ONE:
            put_step(steps, WEIR_STEP_ONE, no_colon);
            break;
        case WEIR_PIECE_RUN:
            put_step(steps, WEIR_STEP_RUN, no_colon);
            break;
        case WEIR_PIECE_VARIABLE:
            if (!widely && !piece->has_fallback)
                put_step(steps, WEIR_STEP_ONE, no_colon);
            put_step(steps, WEIR_STEP_RUN, no_colon);
            break;
        }
    }
}

static void put_glob(struct weir_steps *steps, const struct weir_glob *glob)
{
    if (glob->parts == NULL)
        put_step(steps, WEIR_STEP_RUN, false);
    for (size_t i = 0; glob->parts != NULL && i < glob->part_count; i++) {
        if (i > 0)
            put_letter(steps, ':', false);
        put_pattern(steps, &glob->parts[i], i + 1 < glob->part_count, glob->widely);
    }
    put_end(steps, glob->owner);
}

static void put_universe(struct weir_steps *steps, enum weir_universe universe)
{
    switch (universe) {
    case WEIR_UNIVERSE_TEXT:
        put_step(steps, WEIR_STEP_ONE, false);
        put_step(steps, WEIR_STEP_RUN, false);
        break;
    case WEIR_UNIVERSE_ACTION:
        put_step(steps, WEIR_STEP_ONE, true);
        put_step(steps, WEIR_STEP_RUN, true);
        put_letter(steps, ':', false);
        put_step(steps, WEIR_STEP_ONE, true);
        put_step(steps, WEIR_STEP_RUN, true);
        break;
    case WEIR_UNIVERSE_ARN:
        put_text(steps, WEIR_STR("arn:"), false);
        for (size_t i = 2; i < WEIR_ARN_PARTS; i++) {
            put_step(steps, WEIR_STEP_RUN, true);
            put_letter(steps, ':', false);
        }
        put_step(steps, WEIR_STEP_RUN, false);
        break;
    }
    put_end(steps, WEIR_OWNER_UNIVERSE);
    steps->universe_end = steps->count;
}

/* No fewer steps than the patterns make. */
static size_t step_bound(const struct weir_globs *globs)
{
    enum { UNIVERSE_STEPS = 16 };
    size_t bound = UNIVERSE_STEPS;
    for (size_t i = 0; i < globs->count; i++) {
        const struct weir_glob *const glob = &globs->items[i];
        bound += glob->part_count + 2;
        for (size_t j = 0; j < glob->part_count; j++) {
            for (size_t k = 0; k < glob->parts[j].count; k++)
                bound += glob->parts[j].pieces[k].kind == WEIR_PIECE_LITERAL ? glob->parts[j].pieces[k].text.len : 2;
        }
    }
    return bound;
}

enum weir_status weir_steps_make(const struct weir_globs *globs, struct weir_steps *steps)
{
    *steps = (struct weir_steps){.items = NULL};
    steps->items = weir_arena_take(globs->arena, step_bound(globs) * sizeof(*steps->items), _Alignof(struct weir_step));
    if (steps->items == NULL)
        return WEIR_ERR_MEMORY;
    put_universe(steps, globs->universe);
    for (size_t i = 0; i < globs->count; i++)
        put_glob(steps, &globs->items[i]);
    return WEIR_OK;
}
