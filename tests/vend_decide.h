/* What the tests of the engine share: the corpus's world, the whole way of a query engine, and decisions as bytes. */
#ifndef WEIR_TESTS_VEND_DECIDE_H
#define WEIR_TESTS_VEND_DECIDE_H

#include "tests/vend_test.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define LAKE "corpus/worlds/analyst-lake@1.yaml"

/* 2026-03-02T09:00:00Z, the instant of every request here. */
#define NOW INT64_C(1772442000)

#define ENGINE "{user: 'arn:aws:iam::111122223333:user/engine'}"
#define TOP "weir: request/1\ntime: '2026-03-02T09:00:00Z'\nregion: us-east-1\nsteps:\n"
/* A session of the role, with the tag that Lake Formation looks for. */
#define ASSUME(name, role, more)                                            \
    "- name: " name "\n  caller: " ENGINE "\n  operation: sts:AssumeRole\n" \
    "  parameters: {RoleArn: 'arn:aws:iam::111122223333:role/" role "', RoleSessionName: run-1" more "}\n"
#define TAGGED ", Tags: [{Key: LakeFormationAuthorizedCaller, Value: hello_world}]"
#define METADATA(by)                                                                                          \
    "- name: metadata\n  caller: {session: " by "}\n  operation: glue:GetUnfilteredTableMetadata\n"           \
    "  parameters: {CatalogId: '111122223333', DatabaseName: sales, Name: orders, SupportedPermissionTypes: " \
    "[CELL_FILTER_PERMISSION]}\n"
#define VEND(name, by, more)                                                                                        \
    "- name: " name "\n  caller: {session: " by "}\n  operation: lakeformation:GetTemporaryGlueTableCredentials\n"  \
    "  parameters: {TableArn: 'arn:aws:glue:us-east-1:111122223333:table/sales/orders', SupportedPermissionTypes: " \
    "[CELL_FILTER_PERMISSION]" more "}\n"
#define READ(name, by, key)                                                   \
    "- name: " name "\n  caller: {session: " by "}\n  operation: authorize\n" \
    "  parameters: {action: 's3:GetObject', resource: 'arn:aws:s3:::analyst-lake/" key "'}\n"

/* Four allows and a deny: every operation, and a read beside the table. */
#define WHOLE_WAY                                                                                                \
    TOP ASSUME("analyst", "lake/analyst", TAGGED) METADATA("analyst")                                            \
        VEND("table", "analyst", ", Permissions: [SELECT]") READ("read", "table", "sales/orders/part-0.parquet") \
            READ("beside", "table", "sales/customers/part-0.parquet")
#define WHOLE_STEPS 5

static inline char *read_file(const char *path, size_t *bytes)
{
    FILE *const file = fopen(path, "rb");
    if (file == NULL) {
        fail_msg("%s cannot be opened: tests run in the root of the sources", path);
        return NULL;
    }
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    const long size = ftell(file);
    assert_int_equal(fseek(file, 0, SEEK_SET), 0);
    char *const text = size > 0 ? malloc((size_t)size) : NULL;
    const size_t had = text == NULL ? 0 : fread(text, 1, (size_t)size, file);
    assert_true(size > 0 && had == (size_t)size);
    (void)fclose(file);
    *bytes = (size_t)size;
    return text;
}

/* A world of a file, with more documents joined to it where `more` is given. */
static inline struct weir_world *load_world_of(const char *path, const char *more)
{
    size_t bytes = 0;
    char *const text = read_file(path, &bytes);
    struct weir_world_builder *builder = NULL;
    struct weir_world *world = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    assert_int_equal(weir_world_builder_new(NULL, &builder, &error), WEIR_OK);
    enum weir_status status = weir_world_builder_add(builder, (struct weir_str){text, bytes}, weir_str_from(path),
                                                     &error);
    if (status == WEIR_OK && more != NULL)
        status = weir_world_builder_add(builder, weir_str_from(more), WEIR_STR("more"), &error);
    if (status == WEIR_OK)
        status = weir_world_builder_seal(builder, &world, &error);
    weir_world_builder_free(builder);
    free(text);
    if (status != WEIR_OK)
        fail_msg("%s:%u:%u: %s", error.source, error.line, error.column, error.message);
    return world;
}

/* The world of the corpus. */
static inline struct weir_world *load_world_with(const char *more)
{
    return load_world_of(LAKE, more);
}

static inline struct weir_world *load_world(void)
{
    return load_world_with(NULL);
}

static inline struct weir_rulebook *builtin_rulebook(void)
{
    struct weir_rulebook *rulebook = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    if (weir_rulebook_builtin(&rulebook, &error) != WEIR_OK)
        fail_msg("%s:%u:%u: %s", error.source, error.line, error.column, error.message);
    return rulebook;
}

static inline const struct weir_scenario *read_scenario(const char *text, struct weir_arena *arena)
{
    const struct weir_scenario *scenario = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    if (weir_scenario_parse(weir_str_from(text), WEIR_STR("request"), arena, &scenario, &error) != WEIR_OK)
        fail_msg("%s:%u:%u: %s", error.source, error.line, error.column, error.message);
    return scenario;
}

/* The decisions of a run, one a line. */
static inline enum weir_status print_run(const struct weir_run *run, struct weir_arena *arena, struct weir_str *bytes)
{
    struct weir_writer *writer = NULL;
    enum weir_status status = weir_writer_new(arena, &writer);
    for (size_t i = 0; i < run->count && status == WEIR_OK; i++) {
        struct weir_str line = {NULL, 0};
        status = weir_decision_emit(run->decisions[i], arena, &line);
        if (status == WEIR_OK) {
            weir_write_raw(writer, line);
            weir_write_raw(writer, WEIR_STR("\n"));
        }
    }
    return status == WEIR_OK ? weir_writer_finish(writer, bytes) : status;
}

/* Decides a scenario that can be answered. */
static inline struct weir_run run_text(const struct weir_world *world, const char *text,
                                       const struct weir_decide_options *options, struct weir_arena *arena)
{
    struct weir_run run;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_scenario *const scenario = read_scenario(text, arena);
    if (weir_run(world, scenario, NULL, options, arena, &run, &error) != WEIR_OK)
        fail_msg("%s:%u:%u: %s", error.source, error.line, error.column, error.message);
    return run;
}

#endif
