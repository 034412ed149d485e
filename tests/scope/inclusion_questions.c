/*
 * Prints random questions of inclusion between unions of globs with weir's answers, for cvc5_inclusion.py to compare:
 * inclusion_questions COUNT SEED, a line each: the wide globs, a tab, the narrow globs, a tab, yes or no and a witness.
 */
#include "../inclusion_test.h"

enum { MOST_GLOBS = 4, MOST_LETTERS = 7 };

struct pen {
    char text[MOST_TEXT];
    size_t length;
};

static void put(struct pen *pen, const char *text)
{
    const size_t bytes = strlen(text);
    assert_true(pen->length + bytes < sizeof(pen->text));
    memcpy(pen->text + pen->length, text, bytes + 1);
    pen->length += bytes;
}

/* Globs as a policy has them, in a resource or a condition, and as the line shows them, parted by blanks. */
static void draw_globs(uint64_t *state, bool in_condition, uint32_t most, struct pen *document, struct pen *shown)
{
    static const char letters[] = "ab/*?*a";
    document->length = 0;
    shown->length = 0;
    put(shown, "");
    put(document, "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:ListBucket\",");
    put(document, in_condition ? "\"Resource\":\"arn:aws:s3:::b\",\"Condition\":{\"StringLike\":{\"s3:prefix\":["
                               : "\"Resource\":[");
    for (uint32_t i = draw(state, most) + 1; i > 0; i--) {
        put(document, in_condition ? "\"" : "\"arn:aws:s3:::");
        for (uint32_t left = draw(state, MOST_LETTERS) + 1; left > 0; left--) {
            const char letter[] = {letters[draw(state, sizeof(letters) - 1)], '\0'};
            put(document, letter);
            put(shown, letter);
        }
        put(document, i == 1 ? "\"" : "\",");
        put(shown, i == 1 ? "" : " ");
    }
    put(document, in_condition ? "]}}}}" : "]}}");
}

static void ask(uint64_t *state, struct weir_arena *arena)
{
    static struct pen documents[2];
    static struct pen shown[2];
    struct made_set wide;
    struct made_set narrow;
    struct weir_inclusion_witness witness;
    const bool in_condition = draw(state, 2) == 0;
    draw_globs(state, in_condition, MOST_GLOBS, &documents[0], &shown[0]);
    draw_globs(state, in_condition, MOST_GLOBS / 2, &documents[1], &shown[1]);
    make_set(documents[0].text, arena, &wide);
    make_set(documents[1].text, arena, &narrow);
    const struct weir_inclusion *const inclusion = compare(&wide, &narrow, arena);
    printf("%s\t%s\t%s", shown[0].text, shown[1].text, weir_inclusion_answer_name(weir_inclusion_answer(inclusion)));
    if (weir_inclusion_witness(inclusion, &witness)) {
        const struct weir_str *value = &witness.resource;
        if (in_condition)
            assert_true(weir_context_find(witness.context, WEIR_STR("s3:prefix"), &value, NULL, NULL));
        const size_t start = in_condition ? 0 : strlen("arn:aws:s3:::");
        printf(" %.*s", (int)(value->len - start), value->ptr + start);
    }
    printf("\n");
}

int main(int argc, char **argv)
{
    int64_t count = 0;
    int64_t seed = 0;
    struct weir_arena *arena = NULL;
    if (argc != 3 || !weir_int64_parse(weir_str_from(argv[1]), &count) ||
        !weir_int64_parse(weir_str_from(argv[2]), &seed) || weir_arena_new(0, &arena) != WEIR_OK) {
        (void)fprintf(stderr, "usage: inclusion_questions COUNT SEED\n");
        return EXIT_FAILURE;
    }
    uint64_t state = (uint64_t)seed;
    for (int64_t i = 0; i < count; i++) {
        weir_arena_reset(arena);
        ask(&state, arena);
    }
    weir_arena_free(arena);
    return EXIT_SUCCESS;
}
