/*
 * The two ways to the atoms of patterns, each against the other and both against the evaluator: the same sets of owners,
 * texts that show them, none longer than it need be, and every short text in one of them.
 */
#include "inclusion_test.h"

#include "scope/atoms.h"

enum { MOST_PATTERNS = 5, MOST_LETTERS = 6, TEXT_LETTERS = 5 };

static const struct weir_sight plain = {NULL, false};

struct patterns {
    struct weir_pattern items[MOST_PATTERNS];
    size_t count;
};

/* Patterns of literals with a `*` behind where `prefixes`, else of anything. */
static void draw_patterns(uint64_t *state, bool prefixes, bool fold, struct weir_arena *arena,
                          struct patterns *patterns)
{
    static const char letters[] = "abAB/*?*";
    patterns->count = draw(state, MOST_PATTERNS) + 1;
    for (size_t i = 0; i < patterns->count; i++) {
        char text[MOST_LETTERS + 2];
        size_t length = draw(state, MOST_LETTERS);
        for (size_t j = 0; j < length; j++)
            text[j] = letters[draw(state, prefixes ? 5 : sizeof(letters) - 1)];
        if (prefixes && draw(state, 2) == 0)
            text[length++] = '*';
        struct weir_str kept;
        assert_true(weir_arena_copy(arena, (struct weir_str){text, length}, &kept));
        const unsigned what = WEIR_PATTERN_WILDCARDS | (fold ? (unsigned)WEIR_PATTERN_FOLD : 0u);
        assert_int_equal(weir_pattern_compile(kept, what, arena, &patterns->items[i], NULL), WEIR_OK);
    }
}

static struct weir_globs globs_of(const struct patterns *patterns, struct weir_arena *arena)
{
    struct weir_globs globs;
    weir_globs_init(&globs, WEIR_UNIVERSE_TEXT, patterns->count, arena);
    for (size_t i = 0; i < patterns->count; i++)
        assert_int_equal(weir_globs_add(&globs, &patterns->items[i], 1, false, i), WEIR_OK);
    return globs;
}

static uint64_t accepting(const struct patterns *patterns, struct weir_str text)
{
    uint64_t owners = 0;
    for (size_t i = 0; i < patterns->count; i++)
        owners |= (uint64_t)weir_pattern_matches(&patterns->items[i], text, &plain) << i;
    return owners;
}

static const struct weir_atom *atom_of(const struct weir_atoms *atoms, uint64_t owners)
{
    for (size_t i = 0; i < atoms->count; i++) {
        if (*atoms->items[i].owners == owners)
            return &atoms->items[i];
    }
    return NULL;
}

/* Every text of a few letters has its atom, with a text that is no longer. */
static void covers_short_texts(const struct patterns *patterns, const struct weir_atoms *atoms)
{
    static const char letters[] = "abAB/x";
    for (size_t length = 1; length <= TEXT_LETTERS; length++) {
        size_t index[TEXT_LETTERS] = {0};
        for (bool is_left = true; is_left;) {
            char text[TEXT_LETTERS];
            for (size_t i = 0; i < length; i++)
                text[i] = letters[index[i]];
            const struct weir_atom *const atom = atom_of(atoms, accepting(patterns, (struct weir_str){text, length}));
            if (atom == NULL || atom->text.len > length)
                fail_msg("%.*s has no atom as short", (int)length, text);
            size_t at = 0;
            while (at < length && ++index[at] == sizeof(letters) - 1)
                index[at++] = 0;
            is_left = at < length;
        }
    }
}

static void texts_show_their_owners(const struct patterns *patterns, const struct weir_atoms *atoms)
{
    assert_true(atoms->complete);
    for (size_t i = 0; i < atoms->count; i++) {
        assert_true(atoms->items[i].text.len > 0);
        assert_int_equal(accepting(patterns, atoms->items[i].text), *atoms->items[i].owners);
        assert_ptr_equal(atom_of(atoms, *atoms->items[i].owners), &atoms->items[i]);
    }
}

static void the_two_ways_agree(void **state)
{
    (void)state;
    uint64_t seed = 7;
    struct weir_arena *arena = NULL;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    for (size_t i = 0; i < 3000; i++) {
        struct patterns patterns;
        bool found = false;
        weir_arena_reset(arena);
        draw_patterns(&seed, true, draw(&seed, 2) == 0, arena, &patterns);
        const struct weir_globs globs = globs_of(&patterns, arena);
        struct weir_atoms by_prefix = {.words = 1, .complete = true};
        struct weir_atoms by_states = {.words = 1, .complete = true};
        assert_int_equal(weir_atoms_of_prefixes(&globs, &by_prefix, &found), WEIR_OK);
        assert_int_equal(weir_atoms_of_globs(&globs, &by_states), WEIR_OK);
        assert_true(found);
        texts_show_their_owners(&patterns, &by_prefix);
        texts_show_their_owners(&patterns, &by_states);
        assert_int_equal(by_prefix.count, by_states.count);
        for (size_t j = 0; j < by_prefix.count; j++) {
            const struct weir_atom *const other = atom_of(&by_states, *by_prefix.items[j].owners);
            assert_true(other != NULL && other->text.len == by_prefix.items[j].text.len);
        }
    }
    weir_arena_free(arena);
}

static void every_text_has_its_atom(void **state)
{
    (void)state;
    uint64_t seed = 8;
    struct weir_arena *arena = NULL;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    for (size_t i = 0; i < 60; i++) {
        struct patterns patterns;
        struct weir_atoms atoms;
        weir_arena_reset(arena);
        draw_patterns(&seed, false, i % 2 == 0, arena, &patterns);
        const struct weir_globs globs = globs_of(&patterns, arena);
        assert_int_equal(weir_atoms_find(&globs, &atoms), WEIR_OK);
        texts_show_their_owners(&patterns, &atoms);
        covers_short_texts(&patterns, &atoms);
    }
    weir_arena_free(arena);
}

/* Where every readable letter goes on from a prefix, the automaton finds one that does not. */
static void letters_do_not_run_out(void **state)
{
    (void)state;
    static const char *const words[] = {"ab", "ab*", "*"};
    struct weir_arena *arena = NULL;
    struct weir_pattern patterns[40];
    char texts[40][3];
    struct weir_globs globs;
    struct weir_atoms atoms;
    bool found = true;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    weir_globs_init(&globs, WEIR_UNIVERSE_TEXT, 2, arena);
    for (size_t i = 0; i < sizeof(WEIR_FRESH_LETTERS) - 1; i++) {
        memcpy(texts[i], words[1], 3);
        texts[i][0] = WEIR_FRESH_LETTERS[i];
        texts[i][1] = '*';
        assert_int_equal(
            weir_pattern_compile((struct weir_str){texts[i], 2}, WEIR_PATTERN_WILDCARDS, arena, &patterns[i], NULL),
            WEIR_OK);
        assert_int_equal(weir_globs_add(&globs, &patterns[i], 1, false, 0), WEIR_OK);
    }
    assert_int_equal(weir_globs_add_everything(&globs, 1), WEIR_OK);
    struct weir_atoms by_prefix = {.words = 1, .complete = true};
    assert_int_equal(weir_atoms_of_prefixes(&globs, &by_prefix, &found), WEIR_OK);
    assert_false(found);
    assert_int_equal(weir_atoms_find(&globs, &atoms), WEIR_OK);
    assert_int_equal(atoms.count, 2);
    assert_non_null(atom_of(&atoms, 2));
    weir_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_two_ways_agree),
        cmocka_unit_test(every_text_has_its_atom),
        cmocka_unit_test(letters_do_not_run_out),
    };
    return cmocka_run_group_tests_name("atoms", tests, NULL, NULL);
}
