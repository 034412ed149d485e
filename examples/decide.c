/* Links weir: loads a world, decides a request against it, prints the decisions. Usage: decide WORLD.yaml REQUEST.yaml */
#include <stdio.h>

#include <weir/vend.h>

/* README: how to link it */
static enum weir_status decide(const struct weir_world *world, struct weir_str request)
{
    const char *answer = NULL;
    size_t length = 0;
    struct weir_arena *arena = NULL;
    enum weir_status status = weir_arena_new(1 << 24, &arena); /* at most 16 MiB, whatever the request */
    if (status == WEIR_OK)
        status = weir_call_json(world, "decide", request.ptr, request.len, NULL, arena, &answer, &length);
    if (status == WEIR_OK)
        printf("%.*s\n", (int)length, answer);
    weir_arena_free(arena);
    return status;
}
/* README: end */

/* Worlds are built from texts, then sealed: immutable, counted, shared by threads. */
static enum weir_status load(struct weir_str text, struct weir_str name, struct weir_world **world,
                             struct weir_error *error)
{
    struct weir_world_builder *builder = NULL;
    enum weir_status status = weir_world_builder_new(NULL, &builder, error);
    if (status == WEIR_OK)
        status = weir_world_builder_add(builder, text, name, error);
    if (status == WEIR_OK)
        status = weir_world_builder_seal(builder, world, error);
    weir_world_builder_free(builder);
    return status;
}

enum { ROOM = 1 << 20 };

static struct weir_str read_file(const char *path, char room[ROOM])
{
    FILE *const file = fopen(path, "rb");
    struct weir_str text = {NULL, 0};
    if (file != NULL) {
        text = (struct weir_str){room, fread(room, 1, ROOM, file)};
        (void)fclose(file);
    }
    return text;
}

int main(int argc, char **argv)
{
    static char texts[2][ROOM];
    struct weir_error error = WEIR_ERROR_INIT;
    if (argc != 3) {
        (void)fputs("usage: decide WORLD.yaml REQUEST.yaml\n", stderr);
        return 2;
    }
    struct weir_world *world = NULL;
    enum weir_status status = load(read_file(argv[1], texts[0]), weir_str_from(argv[1]), &world, &error);
    if (status == WEIR_OK)
        status = decide(world, read_file(argv[2], texts[1]));
    else
        (void)fprintf(stderr, "%s:%u:%u: %s\n", error.source, error.line, error.column, error.message);
    weir_world_release(world);
    return status == WEIR_OK ? 0 : 3;
}
