/* What a stranger writes first: is the library there, the one I asked for, and does it refuse what it should? */
#include <stdio.h>
#include <string.h>
#include <weir/base.h>

int main(int argc, char **argv)
{
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_arena *arena = NULL;
    const struct weir_tree *tree = NULL;

    if (argc != 2 || strcmp(argv[1], weir_version()) != 0) {
        fprintf(stderr, "version %s is not the one expected\n", weir_version());
        return 1;
    }
    if (weir_arena_new(1 << 20, &arena) != WEIR_OK)
        return 1;
    enum weir_status status = weir_tree_parse_json(WEIR_STR("{\"a\": 1, \"a\": 2}"), WEIR_STR("twice.json"), arena,
                                                   &tree, &error);
    int refused = status == WEIR_ERR_SYNTAX && tree == NULL && error.line == 1 && error.column == 10;
    printf("C %s: %s:%u:%u: %s\n", weir_version(), error.source, error.line, error.column, error.message);
    weir_arena_free(arena);
    return refused ? 0 : 1;
}
