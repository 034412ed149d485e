/* Decides what a document asks when it asks about a response: its members as tables, what has no row is an error (DESIGN §7). */
#include <weir/saml.h>

#include "base/members.h"

/* A question being read. */
struct asking {
    const struct weir_tree *tree;
    struct weir_arena *arena;
    struct weir_error *error;
    struct weir_saml_ask *ask;
};

#define WRONG(asking, node, ...) weir_fail_at((asking)->error, WEIR_ERR_SCHEMA, (asking)->tree, (node), __VA_ARGS__)

/* ------------------------------------------------------------------------------------------- shapes */

static enum weir_status read_texts(const struct asking *asking, const struct weir_node *value, const char *what,
                                   const struct weir_str **texts, size_t *count)
{
    if (weir_node_kind(value) != WEIR_NODE_LIST)
        return WRONG(asking, value, "%s must be a list", what);
    if (weir_node_count(value) > WEIR_MAX_ITEMS)
        return weir_fail_at(asking->error, WEIR_ERR_LIMIT, asking->tree, value, "%s has more than %d items", what,
                            WEIR_MAX_ITEMS);
    struct weir_str *const list = weir_arena_alloc(asking->arena, weir_node_count(value), sizeof *list);
    if (list == NULL)
        return weir_fail_memory(asking->error);
    *texts = list;
    for (const struct weir_node *item = weir_node_first(value); item != NULL; item = weir_node_next(item))
        WEIR_TRY(weir_read_text(asking->tree, item, what, &list[(*count)++], asking->error));
    return WEIR_OK;
}

static enum weir_status read_seconds(const struct asking *asking, const struct weir_node *value, const char *what,
                                     int64_t most, int64_t *seconds)
{
    WEIR_TRY(weir_read_int64(asking->tree, value, what, seconds, asking->error));
    if (*seconds < 0 || *seconds > most)
        return WRONG(asking, value, "%s must be at least 0 and at most %lld", what, (long long)most);
    return WEIR_OK;
}

/* One reader for each member that is one text, a list of texts, or on or off. */
#define TEXT_READER(name, field)                                                                       \
    static enum weir_status read_##name(void *context, const struct weir_node *value)                  \
    {                                                                                                  \
        struct asking *const asking = context;                                                         \
        return weir_read_text(asking->tree, value, "`" #name "`", &asking->ask->field, asking->error); \
    }
#define TEXTS_READER(name, field, counter)                                                           \
    static enum weir_status read_##name(void *context, const struct weir_node *value)                \
    {                                                                                                \
        struct asking *const asking = context;                                                       \
        return read_texts(asking, value, "`" #name "`", &asking->ask->field, &asking->ask->counter); \
    }
#define FLAG_READER(name)                                                                                     \
    static enum weir_status read_##name(void *context, const struct weir_node *value)                         \
    {                                                                                                         \
        struct asking *const asking = context;                                                                \
        return weir_read_bool(asking->tree, value, "`" #name "`", &asking->ask->options.name, asking->error); \
    }

/* ----------------------------------------------------------------------------------------- settings */

FLAG_READER(allow_sha1)
FLAG_READER(allow_inclusive_c14n)
FLAG_READER(allow_rsa15)
FLAG_READER(ignore_metadata_expiry)
FLAG_READER(china_attribute_names)

static enum weir_status read_clock_skew_s(void *context, const struct weir_node *value)
{
    struct asking *const asking = context;
    int64_t seconds = 0;
    WEIR_TRY(read_seconds(asking, value, "`clock_skew_s`", WEIR_SAML_MAX_CLOCK_SKEW_S, &seconds));
    asking->ask->options.clock_skew_s = (unsigned)seconds;
    return WEIR_OK;
}

static enum weir_status read_encryption_mode(void *context, const struct weir_node *value)
{
    struct asking *const asking = context;
    static const struct weir_word words[] = {{{"Allowed", 7}, WEIR_SAML_ENCRYPTION_ALLOWED},
                                             {{"Required", 8}, WEIR_SAML_ENCRYPTION_REQUIRED}};
    int found = WEIR_SAML_ENCRYPTION_ALLOWED;
    WEIR_TRY(weir_read_word(asking->tree, value, "`assertion_encryption_mode`", words, WEIR_COUNT(words), &found,
                            asking->error));
    asking->ask->provider.encryption_mode = (enum weir_saml_encryption_mode)found;
    return WEIR_OK;
}

/* clang-format off */
static const struct weir_member setting_members[] = {
    {{"allow_sha1", 10},                false, read_allow_sha1},
    {{"allow_inclusive_c14n", 20},      false, read_allow_inclusive_c14n},
    {{"allow_rsa15", 11},               false, read_allow_rsa15},
    {{"ignore_metadata_expiry", 22},    false, read_ignore_metadata_expiry},
    {{"china_attribute_names", 21},     false, read_china_attribute_names},
    {{"clock_skew_s", 12},              false, read_clock_skew_s},
    {{"assertion_encryption_mode", 25}, false, read_encryption_mode},
};
/* clang-format on */

static enum weir_status read_settings(void *context, const struct weir_node *value)
{
    struct asking *const asking = context;
    return weir_read_members(asking->tree, value, "`settings`", setting_members, WEIR_COUNT(setting_members), asking,
                             asking->error);
}

/* ----------------------------------------------------------------------------------------- question */

TEXT_READER(response, response)
TEXT_READER(metadata, provider.metadata)
TEXTS_READER(certificates, provider.certificates, provider.certificate_count)
TEXT_READER(issuer, provider.issuer)
TEXT_READER(provider, provider.arn)
TEXT_READER(provider_uuid, provider.uuid)
TEXTS_READER(decryption_keys, provider.private_keys, provider.private_key_count)
TEXT_READER(partition, options.partition)
TEXTS_READER(recipients, options.recipients, options.recipient_count)
TEXTS_READER(audiences, options.audiences, options.audience_count)
TEXT_READER(role, options.role_arn)

static enum weir_status read_id(void *context, const struct weir_node *value)
{
    struct asking *const asking = context;
    asking->ask->id = value;
    return WEIR_OK;
}

static enum weir_status read_time(void *context, const struct weir_node *value)
{
    struct asking *const asking = context;
    struct weir_str text;
    WEIR_TRY(weir_read_text(asking->tree, value, "`time`", &text, asking->error));
    if (!weir_time_parse(text, &asking->ask->time))
        return WRONG(asking, value, "`time` must be an RFC 3339 instant, not `%s`", weir_quote(text).text);
    asking->ask->has_time = true;
    return WEIR_OK;
}

static enum weir_status read_profile(void *context, const struct weir_node *value)
{
    struct asking *const asking = context;
    static const struct weir_word words[] = {{{"aws", 3}, WEIR_SAML_PROFILE_AWS},
                                             {{"saml", 4}, WEIR_SAML_PROFILE_SAML}};
    int found = WEIR_SAML_PROFILE_AWS;
    WEIR_TRY(weir_read_word(asking->tree, value, "`profile`", words, WEIR_COUNT(words), &found, asking->error));
    asking->ask->options.profile = (enum weir_saml_profile)found;
    return WEIR_OK;
}

static enum weir_status read_operation(void *context, const struct weir_node *value)
{
    struct asking *const asking = context;
    static const struct weir_word words[] = {
        {{"AssumeRoleWithSAML", 18}, WEIR_SAML_ASSUME_ROLE},
        {{"sts:AssumeRoleWithSAML", 22}, WEIR_SAML_ASSUME_ROLE},
        {{"AssumeDecoratedRoleWithSAML", 27}, WEIR_SAML_ASSUME_DECORATED_ROLE},
        {{"lakeformation:AssumeDecoratedRoleWithSAML", 41}, WEIR_SAML_ASSUME_DECORATED_ROLE},
    };
    int found = WEIR_SAML_ASSUME_ROLE;
    WEIR_TRY(weir_read_word(asking->tree, value, "`operation`", words, WEIR_COUNT(words), &found, asking->error));
    asking->ask->options.operation = (enum weir_saml_operation)found;
    return WEIR_OK;
}

/* What AWS would refuse is refused by a check; here stands only what is no number of seconds. 0 would be no duration. */
static enum weir_status read_duration(void *context, const struct weir_node *value)
{
    struct asking *const asking = context;
    int64_t *const duration = &asking->ask->options.duration_s;
    WEIR_TRY(weir_read_int64(asking->tree, value, "`duration`", duration, asking->error));
    if (*duration == 0)
        *duration = -1;
    return WEIR_OK;
}

static enum weir_status read_max_session_duration(void *context, const struct weir_node *value)
{
    struct asking *const asking = context;
    return read_seconds(asking, value, "`max_session_duration`", WEIR_SAML_MAX_DURATION_S,
                        &asking->ask->options.max_session_duration_s);
}

/* clang-format off */
static const struct weir_member question_members[] = {
    {{"id", 2},                    false, read_id},
    {{"response", 8},              true,  read_response},
    {{"metadata", 8},              false, read_metadata},
    {{"certificates", 12},         false, read_certificates},
    {{"issuer", 6},                false, read_issuer},
    {{"provider", 8},              false, read_provider},
    {{"provider_uuid", 13},        false, read_provider_uuid},
    {{"decryption_keys", 15},      false, read_decryption_keys},
    {{"time", 4},                  false, read_time},
    {{"profile", 7},               false, read_profile},
    {{"operation", 9},             false, read_operation},
    {{"partition", 9},             false, read_partition},
    {{"recipients", 10},           false, read_recipients},
    {{"audiences", 9},             false, read_audiences},
    {{"role", 4},                  false, read_role},
    {{"duration", 8},              false, read_duration},
    {{"max_session_duration", 20}, false, read_max_session_duration},
    {{"settings", 8},              false, read_settings},
};
/* clang-format on */

/* Keys come from one place: which of two were meant cannot be told. */
static enum weir_status check_keys(const struct asking *asking, const struct weir_node *map)
{
    const struct weir_saml_provider_source *const source = &asking->ask->provider;
    const bool has_certificates = source->certificate_count > 0;
    if (source->metadata.len > 0 && (has_certificates || source->issuer.len > 0))
        return WRONG(asking, map, "`metadata` stands instead of `certificates` and `issuer`");
    if (source->metadata.len == 0 && !(has_certificates && source->issuer.len > 0))
        return WRONG(asking, map, "a question must have `metadata`, or `certificates` and `issuer`");
    return WEIR_OK;
}

enum weir_status weir_saml_ask_read(const struct weir_tree *tree, const struct weir_node *node,
                                    struct weir_arena *arena, const struct weir_saml_ask **ask,
                                    struct weir_error *error)
{
    if (ask == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "there is nowhere to put the question");
    *ask = NULL;
    if (tree == NULL || arena == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "a question is read from a tree into an arena");
    struct weir_saml_ask *const made = weir_arena_alloc(arena, 1, sizeof *made);
    if (made == NULL)
        return weir_fail_memory(error);
    made->provider = (struct weir_saml_provider_source)WEIR_SAML_PROVIDER_SOURCE_INIT;
    made->options = (struct weir_saml_options)WEIR_SAML_OPTIONS_INIT;
    struct asking asking = {tree, arena, error, made};
    WEIR_TRY(weir_read_members(asking.tree, node, "a question", question_members, WEIR_COUNT(question_members), &asking,
                               asking.error));
    WEIR_TRY(check_keys(&asking, node));
    *ask = made;
    return WEIR_OK;
}
