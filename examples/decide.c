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

/* The library opens no file: the host does. */
enum { ROOM = 1 << 20 };
static char rooms[ROOM];
static size_t used;

static struct weir_str read_file(const char *path)
{
    FILE *const file = fopen(path, "rb");
    struct weir_str text = {rooms + used, 0};
    if (file != NULL) {
        text.len = fread(rooms + used, 1, sizeof(rooms) - used, file);
        used += text.len;
        (void)fclose(file);
    }
    return text;
}

/* What a world includes stands beside the file that includes it. */
static enum weir_status supply_includes(struct weir_world_builder *builder, struct weir_error *error)
{
    struct weir_str path;
    struct weir_str includer;
    enum weir_status status = WEIR_OK;
    while (status == WEIR_OK && weir_world_builder_wants(builder, &path, &includer)) {
        char beside[1024];
        size_t folder = includer.len;
        while (folder > 0 && includer.ptr[folder - 1] != '/')
            folder--;
        (void)snprintf(beside, sizeof(beside), "%.*s%.*s", (int)folder, includer.ptr, (int)path.len, path.ptr);
        status = weir_world_builder_supply(builder, read_file(beside), weir_str_from(beside), error);
    }
    return status;
}

/* Worlds are built from texts, then sealed: immutable, counted, shared by threads. */
static enum weir_status load(const char *path, struct weir_world **world, struct weir_error *error)
{
    struct weir_world_builder *builder = NULL;
    enum weir_status status = weir_world_builder_new(NULL, &builder, error);
    if (status == WEIR_OK)
        status = weir_world_builder_add(builder, read_file(path), weir_str_from(path), error);
    if (status == WEIR_OK)
        status = supply_includes(builder, error);
    if (status == WEIR_OK)
        status = weir_world_builder_seal(builder, world, error);
    weir_world_builder_free(builder);
    return status;
}

int main(int argc, char **argv)
{
    struct weir_error error = WEIR_ERROR_INIT;
    if (argc != 3) {
        (void)fputs("usage: decide WORLD.yaml REQUEST.yaml\n", stderr);
        return 2;
    }
    struct weir_world *world = NULL;
    enum weir_status status = load(argv[1], &world, &error);
    if (status == WEIR_OK)
        status = decide(world, read_file(argv[2]));
    else
        (void)fprintf(stderr, "%s:%u:%u: %s\n", error.source, error.line, error.column, error.message);
    weir_world_release(world);
    return status == WEIR_OK ? 0 : 3;
}
