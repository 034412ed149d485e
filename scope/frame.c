/* Decides the statements of one emission as far as their resources: the actions of an access, and of its keys ([scope-shape]). */
#include "base/base_impl.h"
#include "scope/scope_impl.h"

/* What must be so for an action to be among those of its statement. */
enum wish { ALWAYS, VERSIONS, TAGGING };

/* Exact names only: a pattern would widen when AWS adds actions. */
static const struct {
    struct weir_str quoted;
    enum weir_access least;
    enum wish wish;
} object_actions[] = {
    {{"\"s3:GetObject\"", 14}, WEIR_ACCESS_READ, ALWAYS},
    {{"\"s3:PutObject\"", 14}, WEIR_ACCESS_APPEND, ALWAYS},
    {{"\"s3:DeleteObject\"", 17}, WEIR_ACCESS_READWRITE, ALWAYS},
    {{"\"s3:AbortMultipartUpload\"", 25}, WEIR_ACCESS_APPEND, ALWAYS},
    {{"\"s3:ListMultipartUploadParts\"", 29}, WEIR_ACCESS_APPEND, ALWAYS},
    {{"\"s3:GetObjectVersion\"", 21}, WEIR_ACCESS_READ, VERSIONS},
    {{"\"s3:GetObjectTagging\"", 21}, WEIR_ACCESS_READ, TAGGING},
    {{"\"s3:PutObjectTagging\"", 21}, WEIR_ACCESS_APPEND, TAGGING},
};

/* [s3-kms] S3 decrypts to read, and to write asks for a data key; parts of one upload need both. */
#define TEXT(literal) {literal, sizeof(literal) - 1}
static const struct weir_str key_heads[] = {
    TEXT("{\"Effect\":\"Allow\",\"Action\":\"kms:Decrypt\",\"Resource\":"),
    TEXT("{\"Effect\":\"Allow\",\"Action\":[\"kms:Decrypt\",\"kms:GenerateDataKey\"],\"Resource\":"),
};

static bool is_wished(const struct weir_scope_options *options, enum wish wish)
{
    switch (wish) {
    case ALWAYS:
        return true;
    case VERSIONS:
        return options->versions;
    case TAGGING:
        return options->tagging;
    }
    return false;
}

static size_t list_actions(const struct weir_scope_options *options, enum weir_access access,
                           const struct weir_str **names)
{
    size_t count = 0;
    for (size_t i = 0; i < WEIR_COUNT(object_actions); i++) {
        if (object_actions[i].least <= access && is_wished(options, object_actions[i].wish))
            names[count++] = &object_actions[i].quoted;
    }
    return count;
}

/* One item stands for itself, several in a list. */
static void write_items(struct weir_writer *writer, const struct weir_str *const *items, size_t count)
{
    if (count > 1)
        weir_write_raw(writer, WEIR_STR("["));
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            weir_write_raw(writer, WEIR_STR(","));
        weir_write_raw(writer, *items[i]);
    }
    if (count > 1)
        weir_write_raw(writer, WEIR_STR("]"));
}

static enum weir_status make_object_frame(const struct weir_scope_options *options, enum weir_access access,
                                          struct weir_arena *arena, struct weir_str *frame)
{
    const struct weir_str *names[WEIR_COUNT(object_actions)];
    struct weir_writer *writer = NULL;
    const size_t count = list_actions(options, access, names);
    WEIR_TRY(weir_writer_new(arena, &writer));
    weir_write_raw(writer, WEIR_STR("{\"Effect\":\"Allow\",\"Action\":"));
    write_items(writer, names, count);
    weir_write_raw(writer, WEIR_STR(",\"Resource\":"));
    return weir_writer_finish(writer, frame);
}

static enum weir_status make_key_frame(const struct weir_key_list *keys, struct weir_str head, struct weir_arena *arena,
                                       struct weir_str *frame)
{
    struct weir_writer *writer = NULL;
    WEIR_TRY(weir_writer_new(arena, &writer));
    weir_write_raw(writer, head);
    for (size_t i = 0; i < keys->count; i++) {
        weir_write_raw(writer, i > 0 ? WEIR_STR(",\"") : keys->count > 1 ? WEIR_STR("[\"") : WEIR_STR("\""));
        weir_write_raw(writer, *keys->items[i]);
        weir_write_raw(writer, WEIR_STR("\""));
    }
    weir_write_raw(writer, keys->count > 1 ? WEIR_STR("]}") : WEIR_STR("}"));
    return weir_writer_finish(writer, frame);
}

static enum weir_status make_any_key_frame(struct weir_str head, struct weir_arena *arena, struct weir_str *frame)
{
    struct weir_writer *writer = NULL;
    WEIR_TRY(weir_writer_new(arena, &writer));
    weir_write_raw(writer, head);
    weir_write_raw(writer, WEIR_STR("\"*\",\"Condition\":{\"StringLike\":{\"kms:EncryptionContext:aws:s3:arn\":"));
    return weir_writer_finish(writer, frame);
}

/* The service's name has no wildcard, so that the operator of the context serves it too. */
static enum weir_status make_any_key_end(const struct weir_scope_plan *plan, struct weir_arena *arena,
                                         struct weir_str *end)
{
    struct weir_writer *writer = NULL;
    WEIR_TRY(weir_writer_new(arena, &writer));
    weir_write_raw(writer, WEIR_STR(",\"kms:ViaService\":\"s3."));
    weir_write_raw(writer, plan->options.region);
    weir_write_raw(writer, WEIR_STR("."));
    weir_write_raw(writer, weir_partition_dns_suffix(plan->partition));
    weir_write_raw(writer, WEIR_STR("\"}}}"));
    return weir_writer_finish(writer, end);
}

enum weir_status weir_scope_frames_make(const struct weir_scope_plan *plan, const struct weir_key_list *keys,
                                        struct weir_arena *arena, struct weir_scope_frames *frames)
{
    *frames = (struct weir_scope_frames){.any_key_end = {NULL, 0}};
    for (enum weir_access access = WEIR_ACCESS_READ; access <= WEIR_ACCESS_READWRITE; access++)
        WEIR_TRY(make_object_frame(&plan->options, access, arena, &frames->objects[access]));
    for (size_t writes = 0; writes < WEIR_COUNT(key_heads); writes++) {
        if (keys->count > 0)
            WEIR_TRY(make_key_frame(keys, key_heads[writes], arena, &frames->keys[writes]));
        if (plan->options.unknown_kms)
            WEIR_TRY(make_any_key_frame(key_heads[writes], arena, &frames->any_key[writes]));
    }
    return plan->options.unknown_kms ? make_any_key_end(plan, arena, &frames->any_key_end) : WEIR_OK;
}
