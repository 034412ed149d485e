/* Decides the text of a session policy: exactly what is reached, in the shortest shape that is tight ([scope-shape]). */
#include <string.h>

#include "base/base_impl.h"
#include "scope/scope_impl.h"

/* One policy being written. */
struct emission {
    struct weir_arena *arena;
    struct weir_writer *writer;
    struct weir_str partition;
    const struct weir_reach_list *reaches;
    const struct weir_key_list *keys;
    enum weir_status status; /* of the small texts; the writer keeps its own */
};

/* [scope-shape] The actions of an access, exact names only: a pattern would widen when AWS adds actions. */
static const char *const read_actions[] = {"s3:GetObject", NULL};
static const char *const append_actions[] = {"s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload",
                                             "s3:ListMultipartUploadParts", NULL};
static const char *const readwrite_actions[] = {
    "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", NULL};
static const char *const list_actions[] = {"s3:ListBucket", NULL};
static const char *const list_root_actions[] = {"s3:ListBucket", "s3:GetBucketLocation", NULL};
static const char *const locate_actions[] = {"s3:GetBucketLocation", NULL};
static const char *const decrypt_actions[] = {"kms:Decrypt", NULL};
static const char *const encrypt_actions[] = {"kms:Decrypt", "kms:GenerateDataKey", NULL};

static const struct {
    enum weir_access access;
    const char *const *actions;
} object_statements[] = {
    {WEIR_ACCESS_READ, read_actions},
    {WEIR_ACCESS_APPEND, append_actions},
    {WEIR_ACCESS_READWRITE, readwrite_actions},
};

/* -------------------------------------------------------------------------------------- statements */

/* Opens a statement up to its Resource, which the caller writes before the closing brace. */
static void begin_statement(struct weir_writer *writer, const char *const *actions)
{
    weir_write_map_begin(writer);
    weir_write_key(writer, "Effect");
    weir_write_text(writer, WEIR_STR("Allow"));
    weir_write_key(writer, "Action");
    const bool is_scalar = actions[1] == NULL;
    if (!is_scalar)
        weir_write_list_begin(writer);
    for (size_t i = 0; actions[i] != NULL; i++)
        weir_write_text(writer, weir_str_from(actions[i]));
    if (!is_scalar)
        weir_write_list_end(writer);
}

/* One string of the policy: its characters are put together aside and then set as one JSON value. */
static struct weir_writer *begin_string(struct emission *emission)
{
    struct weir_writer *string = NULL;
    if (weir_writer_new(emission->arena, &string) != WEIR_OK) {
        emission->status = WEIR_ERR_MEMORY;
        return NULL;
    }
    weir_write_raw(string, WEIR_STR("\""));
    return string;
}

static void end_string(struct emission *emission, struct weir_writer *string)
{
    weir_write_raw(string, WEIR_STR("\""));
    struct weir_str json;
    const enum weir_status status = weir_writer_finish(string, &json);
    if (status == WEIR_OK)
        weir_write_json(emission->writer, json);
    else
        emission->status = status;
}

static void write_bucket_arn(const struct emission *emission, struct weir_writer *string, struct weir_str bucket)
{
    weir_write_raw(string, WEIR_STR("arn:"));
    weir_write_raw(string, emission->partition);
    weir_write_raw(string, WEIR_STR(":s3:::"));
    weir_literal_write(string, bucket);
}

static void write_key_pattern(struct weir_writer *string, const struct weir_reach *reach)
{
    weir_literal_write_escaped(string, reach->key);
    if (reach->open)
        weir_write_raw(string, WEIR_STR("*"));
}

/* What a statement may name of a reach. */
enum resource_form { OBJECTS, BUCKET, LIST_PREFIX };

static void write_resource(struct emission *emission, enum resource_form form, const struct weir_reach *reach)
{
    struct weir_writer *const string = begin_string(emission);
    if (string == NULL)
        return;
    if (form != LIST_PREFIX)
        write_bucket_arn(emission, string, reach->bucket);
    if (form == OBJECTS)
        weir_write_raw(string, WEIR_STR("/"));
    if (form != BUCKET)
        write_key_pattern(string, reach);
    end_string(emission, string);
}

/* Which reaches a statement is about; `bucket` is read by LISTED_IN alone. */
enum selection_kind { WITH_ACCESS, LISTED_WHOLE, LISTED_IN, LISTED_IN_PART };
struct selection {
    enum selection_kind kind;
    enum weir_access access;
    struct weir_str bucket;
};

static bool is_selected(const struct selection *selection, const struct weir_reach *reach)
{
    switch (selection->kind) {
    case WITH_ACCESS:
        return reach->access == selection->access;
    case LISTED_WHOLE:
        return reach->list && reach->key.len == 0;
    case LISTED_IN:
        return reach->list && weir_str_equal(reach->bucket, selection->bucket);
    case LISTED_IN_PART:
        return reach->list && reach->key.len != 0;
    }
    return false;
}

/* A bucket is named once however many of its prefixes are selected; sorting has put these side by side. */
static size_t write_selected(struct emission *emission, const struct selection *selection, enum resource_form form,
                             bool only_count)
{
    size_t count = 0;
    struct weir_str last_bucket = {NULL, 0};
    for (size_t i = 0; i < emission->reaches->count; i++) {
        const struct weir_reach *const reach = emission->reaches->items[i];
        if (!is_selected(selection, reach))
            continue;
        if (form == BUCKET && count > 0 && weir_str_equal(last_bucket, reach->bucket))
            continue;
        last_bucket = reach->bucket;
        count++;
        if (!only_count)
            write_resource(emission, form, reach);
    }
    return count;
}

static void write_resources(struct emission *emission, const struct selection *selection, enum resource_form form)
{
    const bool is_list = write_selected(emission, selection, form, true) > 1;
    if (is_list)
        weir_write_list_begin(emission->writer);
    (void)write_selected(emission, selection, form, false);
    if (is_list)
        weir_write_list_end(emission->writer);
}

/* A statement without condition, if there is anything for it to name. */
static void write_statement(struct emission *emission, const char *const *actions, const struct selection *selection,
                            enum resource_form form)
{
    if (write_selected(emission, selection, form, true) == 0)
        return;
    begin_statement(emission->writer, actions);
    weir_write_key(emission->writer, "Resource");
    write_resources(emission, selection, form);
    weir_write_map_end(emission->writer);
}

/* One statement a bucket: two buckets in one would allow each prefix in either ([scope-shape]). */
static void write_list_statement(struct emission *emission, const struct weir_reach *first)
{
    struct weir_writer *const writer = emission->writer;
    begin_statement(writer, list_actions);
    weir_write_key(writer, "Resource");
    write_resource(emission, BUCKET, first);
    weir_write_key(writer, "Condition");
    weir_write_map_begin(writer);
    weir_write_key(writer, "StringLike");
    weir_write_map_begin(writer);
    weir_write_key(writer, "s3:prefix");
    write_resources(emission, &(struct selection){LISTED_IN, WEIR_ACCESS_NONE, first->bucket}, LIST_PREFIX);
    weir_write_map_end(writer);
    weir_write_map_end(writer);
    weir_write_map_end(writer);
}

static void write_list_statements(struct emission *emission)
{
    struct weir_str last_bucket = {NULL, 0};
    for (size_t i = 0; i < emission->reaches->count; i++) {
        const struct weir_reach *const reach = emission->reaches->items[i];
        if (!reach->list || reach->key.len == 0 || weir_str_equal(reach->bucket, last_bucket))
            continue;
        last_bucket = reach->bucket;
        write_list_statement(emission, reach);
    }
    /* The whole bucket is listed without a condition, since a request without `prefix` is one of the grant. */
    write_statement(emission, list_root_actions, &(struct selection){.kind = LISTED_WHOLE}, BUCKET);
    write_statement(emission, locate_actions, &(struct selection){.kind = LISTED_IN_PART}, BUCKET);
}

static void write_key_statement(struct emission *emission)
{
    enum weir_access strongest = WEIR_ACCESS_NONE;
    for (size_t i = 0; i < emission->reaches->count; i++) {
        if (emission->reaches->items[i]->access > strongest)
            strongest = emission->reaches->items[i]->access;
    }
    const struct weir_key_list *const keys = emission->keys;
    if (keys->count == 0 || strongest == WEIR_ACCESS_NONE)
        return;
    begin_statement(emission->writer, strongest == WEIR_ACCESS_READ ? decrypt_actions : encrypt_actions);
    weir_write_key(emission->writer, "Resource");
    if (keys->count > 1)
        weir_write_list_begin(emission->writer);
    for (size_t i = 0; i < keys->count; i++)
        weir_write_text(emission->writer, *keys->items[i]);
    if (keys->count > 1)
        weir_write_list_end(emission->writer);
    weir_write_map_end(emission->writer);
}

static enum weir_status write_policy(struct emission *emission, struct weir_str *document)
{
    WEIR_TRY(weir_writer_new(emission->arena, &emission->writer));
    struct weir_writer *const writer = emission->writer;
    weir_write_map_begin(writer);
    weir_write_key(writer, "Version"); /* escapes are variables, which only this version has ([iam-variables]) */
    weir_write_text(writer, WEIR_STR("2012-10-17"));
    weir_write_key(writer, "Statement");
    weir_write_list_begin(writer);
    for (size_t i = 0; i < WEIR_COUNT(object_statements); i++) {
        const struct selection selection = {.kind = WITH_ACCESS, .access = object_statements[i].access};
        write_statement(emission, object_statements[i].actions, &selection, OBJECTS);
    }
    write_list_statements(emission);
    write_key_statement(emission);
    weir_write_list_end(writer);
    weir_write_map_end(writer);
    if (emission->status != WEIR_OK)
        return emission->status;
    return weir_writer_finish(writer, document);
}

enum weir_status weir_scope_write(struct weir_str partition, const struct weir_reach_list *reaches,
                                  const struct weir_key_list *keys, struct weir_arena *arena, struct weir_str *document)
{
    struct emission emission = {
        .arena = arena,
        .partition = partition,
        .reaches = reaches,
        .keys = keys,
    };
    *document = (struct weir_str){NULL, 0};
    return write_policy(&emission, document);
}
