/* How the tests of world/ and scope/ make worlds out of text and look at failures. */
#ifndef WEIR_WORLD_TEST_H
#define WEIR_WORLD_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <weir/base.h>
#include <weir/world.h>

#include "base/base_impl.h"
#include "world/model.h"

#define ASSERT_OK(call)                                                                                         \
    do {                                                                                                        \
        const enum weir_status got_ = (call);                                                                   \
        if (got_ != WEIR_OK)                                                                                    \
            fail_msg("%s: %s: %s:%u:%u: %s", #call, weir_status_name(got_), error.source, (unsigned)error.line, \
                     (unsigned)error.column, error.message);                                                    \
    } while (0)

static inline void assert_str(struct weir_str got, const char *expected)
{
    if (!weir_str_equal(got, weir_str_from(expected)))
        fail_msg("got `%.*s`, expected `%s`", WEIR_FMT(got), expected);
}

/* A whole file, to be freed; tests run at the root of the tree. */
static inline char *read_file(const char *path)
{
    FILE *const file = fopen(path, "rb");
    if (file == NULL) {
        fail_msg("cannot open %s", path);
        return NULL;
    }
    size_t length = 0;
    size_t room = 1024;
    char *bytes = malloc(room);
    for (;;) {
        assert_non_null(bytes);
        length += fread(bytes + length, 1, room - length - 1, file);
        if (length < room - 1)
            break;
        room *= 2;
        bytes = realloc(bytes, room);
    }
    bytes[length] = '\0';
    fclose(file);
    return bytes;
}

/* A world of one document, or the failure. */
static inline enum weir_status load(const char *text, struct weir_world **world, struct weir_error *error)
{
    struct weir_world_builder *builder = NULL;
    *world = NULL;
    enum weir_status status = weir_world_builder_new(NULL, &builder, error);
    if (status == WEIR_OK)
        status = weir_world_builder_add(builder, weir_str_from(text), WEIR_STR("world.yaml"), error);
    if (status == WEIR_OK)
        status = weir_world_builder_seal(builder, world, error);
    weir_world_builder_free(builder);
    return status;
}

static inline struct weir_world *world_of(const char *text)
{
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_world *world = NULL;
    ASSERT_OK(load(text, &world, &error));
    assert_non_null(world);
    return world;
}

static inline struct weir_world *world_of_file(const char *path)
{
    char *const text = read_file(path);
    struct weir_world *const world = world_of(text);
    free(text);
    return world;
}

static inline struct weir_world *derived(const struct weir_world *base, const char *patch)
{
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_world *world = NULL;
    ASSERT_OK(weir_world_derive(base, weir_str_from(patch), WEIR_STR("patch.yaml"), &world, &error));
    assert_non_null(world);
    return world;
}

static inline const struct weir_lake *lake_of(const struct weir_world *world, const char *account, const char *region)
{
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_account *found = NULL;
    const struct weir_lake *lake = NULL;
    ASSERT_OK(weir_world_account(world, weir_str_from(account), &found, &error));
    assert_non_null(found);
    ASSERT_OK(weir_world_lake(world, found, weir_str_from(region), &lake, &error));
    assert_non_null(lake);
    return lake;
}

static inline const struct weir_table *table_of(const struct weir_lake *lake, const char *database, const char *name)
{
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_table *table = NULL;
    ASSERT_OK(weir_lake_table(lake, weir_str_from(database), weir_str_from(name), &table, &error));
    return table;
}

#endif
