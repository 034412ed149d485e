/* Decides the statements of one emission as far as their resources: the actions of an access, and of its keys ([scope-shape]). */
#include "base/base_impl.h"
#include "scope/scope_impl.h"

/* What must be so for an action to be among those of its statement. */
enum wish { ALWAYS, VERSIONS, TAGGING };

/* Exact names only: a pattern would widen when AWS adds actions. */
static const struct {
    const char *name;
    enum weir_access least;
    enum wish wish;
} object_actions[] = {
    {"s3:GetObject", WEIR_ACCESS_READ, ALWAYS},
    {"s3:PutObject", WEIR_ACCESS_APPEND, ALWAYS},
    {"s3:DeleteObject", WEIR_ACCESS_READWRITE, ALWAYS},
    {"s3:AbortMultipartUpload", WEIR_ACCESS_APPEND, ALWAYS},
    {"s3:ListMultipartUploadParts", WEIR_ACCESS_APPEND, ALWAYS},
    {"s3:GetObjectVersion", WEIR_ACCESS_READ, VERSIONS},
    {"s3:GetObjectTagging", WEIR_ACCESS_READ, TAGGING},
    {"s3:PutObjectTagging", WEIR_ACCESS_APPEND, TAGGING},
};

/* [s3-kms] S3 decrypts to read, and to write asks for a data key; parts of one upload need both. */
static const char *const key_heads[] = {
    "{\"Effect\":\"Allow\",\"Action\":\"kms:Decrypt\",\"Resource\":",
    "{\"Effect\":\"Allow\",\"Action\":[\"kms:Decrypt\",\"kms:GenerateDataKey\"],\"Resource\":",
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

static size_t list_actions(const struct weir_scope_options *options, enum weir_access access, const char **names)
{
    size_t count = 0;
    for (size_t i = 0; i < WEIR_COUNT(object_actions); i++) {
        if (object_actions[i].least <= access && is_wished(options, object_actions[i].wish))
            names[count++] = object_actions[i].name;
    }
    return count;
}

static enum weir_status make_object_frame(const struct weir_scope_options *options, enum weir_access access,
                                          struct weir_arena *arena, struct weir_str *frame)
{
    const char *names[WEIR_COUNT(object_actions)];
    struct weir_writer *writer = NULL;
    const size_t count = list_actions(options, access, names);
    WEIR_TRY(weir_writer_new(arena, &writer));
    weir_write_raw(writer, WEIR_STR("{\"Effect\":\"Allow\",\"Action\":"));
    for (size_t i = 0; i < count; i++)
        weir_write_format(writer, "%s\"%s\"", i > 0 ? "," : count > 1 ? "[" : "", names[i]);
    weir_write_format(writer, "%s,\"Resource\":", count > 1 ? "]" : "");
    return weir_writer_finish(writer, frame);
}

static enum weir_status make_key_frame(const struct weir_key_list *keys, const char *head, struct weir_arena *arena,
                                       struct weir_str *frame)
{
    struct weir_writer *writer = NULL;
    WEIR_TRY(weir_writer_new(arena, &writer));
    weir_write_format(writer, "%s", head);
    for (size_t i = 0; i < keys->count; i++) {
        weir_write_format(writer, "%s\"", i > 0 ? "," : keys->count > 1 ? "[" : "");
        weir_write_raw(writer, *keys->items[i]);
        weir_write_raw(writer, WEIR_STR("\""));
    }
    weir_write_format(writer, "%s}", keys->count > 1 ? "]" : "");
    return weir_writer_finish(writer, frame);
}

static enum weir_status make_any_key_frame(const char *head, struct weir_arena *arena, struct weir_str *frame)
{
    struct weir_writer *writer = NULL;
    WEIR_TRY(weir_writer_new(arena, &writer));
    weir_write_format(writer, "%s\"*\",\"Condition\":{\"StringLike\":{\"kms:EncryptionContext:aws:s3:arn\":", head);
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
