/* Decides which SAML providers an account has, and prepares the keys of each from its metadata ([saml-aws-assertions]). */
#include <weir/saml.h>

#include "base/base_impl.h"
#include "world/world_impl.h"

static enum weir_status read_arn(struct weir_origin from, struct weir_str account,
                                 struct weir_identity_provider *provider, struct weir_error *error)
{
    static const struct weir_str type = {"saml-provider/", 14};
    struct weir_arn_view view;
    WEIR_TRY(weir_member_text(from, "SAMLProviderArn", &provider->arn, error));
    if (provider->arn.len == 0)
        WEIR_TRY(weir_member_text_needed(from, "Arn", &provider->arn, error));
    const struct weir_origin at = weir_member(from, "SAMLProviderArn");
    const struct weir_node *const node = at.node != NULL ? at.node : weir_member(from, "Arn").node;
    if (!weir_arn_cut(provider->arn, &view) || !weir_str_equal(view.service, WEIR_STR("iam")) ||
        !weir_str_has_prefix(view.resource, type) || view.resource.len == type.len)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, from.tree, node, "`%s` is not the ARN of a SAML provider",
                            weir_quote(provider->arn).text);
    if (!weir_str_equal(view.account, account))
        return weir_fail_at(error, WEIR_ERR_SCHEMA, from.tree, node, "the SAML provider is not of account %.*s",
                            WEIR_FMT(account));
    provider->name = (struct weir_str){view.resource.ptr + type.len, view.resource.len - type.len};
    return WEIR_OK;
}

static enum weir_status read_mode(struct weir_origin from, enum weir_saml_encryption_mode *mode,
                                  struct weir_error *error)
{
    struct weir_str word;
    WEIR_TRY(weir_member_text(from, "AssertionEncryptionMode", &word, error));
    *mode = weir_str_equal(word, WEIR_STR("Required")) ? WEIR_SAML_ENCRYPTION_REQUIRED : WEIR_SAML_ENCRYPTION_ALLOWED;
    if (word.len == 0 || *mode == WEIR_SAML_ENCRYPTION_REQUIRED || weir_str_equal(word, WEIR_STR("Allowed")))
        return WEIR_OK;
    return weir_fail_at(error, WEIR_ERR_SCHEMA, from.tree, weir_member(from, "AssertionEncryptionMode").node,
                        "`AssertionEncryptionMode` must be `Required` or `Allowed`, not `%s`", weir_quote(word).text);
}

/* A provider that IAM would not have stored is a mistake of the world. */
static enum weir_status prepare(struct weir_origin from, const struct weir_saml_provider_source *source,
                                struct weir_arena *arena, struct weir_identity_provider *provider,
                                struct weir_error *error)
{
    const struct weir_refusal *refusal = NULL;
    WEIR_TRY(weir_saml_provider_new(source, arena, &provider->prepared, &refusal, error));
    if (refusal == NULL)
        return WEIR_OK;
    return weir_fail_at(error, WEIR_ERR_SCHEMA, from.tree, weir_member(from, "SAMLMetadataDocument").node,
                        "the SAML provider %.*s is none that IAM would take: %.*s", WEIR_FMT(provider->arn),
                        WEIR_FMT(refusal->message));
}

/* list-saml-providers has no metadata, and no answer of IAM has a private key: such a provider is there, and cannot be asked. */
static enum weir_status read_provider(struct weir_origin from, const struct weir_world *world,
                                      struct weir_identity_provider *provider, struct weir_error *error)
{
    struct weir_saml_provider_source source = WEIR_SAML_PROVIDER_SOURCE_INIT;
    struct weir_str_list keys;
    WEIR_TRY(weir_member_text(from, "SAMLProviderUUID", &source.uuid, error));
    WEIR_TRY(weir_member_text(from, "SAMLMetadataDocument", &source.metadata, error));
    WEIR_TRY(weir_member_texts(from, "PrivateKeys", world->arena, &keys, error));
    WEIR_TRY(read_mode(from, &source.encryption_mode, error));
    source.arn = provider->arn;
    source.private_keys = keys.items;
    source.private_key_count = keys.count;
    if (source.metadata.len == 0)
        provider->lacks = WEIR_STR("SAMLMetadataDocument");
    else if (source.encryption_mode == WEIR_SAML_ENCRYPTION_REQUIRED && keys.count == 0)
        provider->lacks = WEIR_STR("PrivateKeys");
    if (provider->lacks.len > 0 || !weir_saml_is_supported())
        return WEIR_OK;
    return prepare(from, &source, world->arena, provider, error);
}

static const struct weir_identity_provider *find(const struct weir_world *world, struct weir_str arn)
{
    struct weir_hash_probe probe = weir_hash_probe(weir_hash_part(WEIR_HASH_INIT, arn));
    size_t at = 0;
    while (weir_hash_index_next(&world->saml_providers.index, &probe, &at)) {
        if (weir_str_equal(world->saml_providers.items[at].arn, arn))
            return &world->saml_providers.items[at];
    }
    return NULL;
}

/* Keys cost more to prepare than all else of a world: the one that this is derived from lends those that did not change. */
static struct weir_saml_provider *prepared_before(const struct weir_world *base, struct weir_str arn,
                                                  const struct weir_node *node)
{
    const struct weir_identity_provider *const before = base == NULL ? NULL : find(base, arn);
    return before == NULL || before->origin.node != node ? NULL : weir_saml_provider_retain(before->prepared);
}

static enum weir_status compile(struct weir_world *world, const struct weir_item *item, struct weir_error *error)
{
    struct weir_identity_provider *const provider = &world->saml_providers.items[world->saml_providers.count];
    const struct weir_str account = world->homes[item->home].account;
    provider->origin = item->origin;
    provider->account = &weir_world_account_entry(world, account)->account;
    WEIR_TRY(read_arn(item->origin, account, provider, error));
    provider->prepared = prepared_before(world->base, provider->arn, item->origin.node);
    if (provider->prepared == NULL)
        WEIR_TRY(read_provider(item->origin, world, provider, error));
    weir_hash_index_add(&world->saml_providers.index, weir_hash_part(WEIR_HASH_INIT, provider->arn),
                        world->saml_providers.count++);
    return WEIR_OK;
}

enum weir_status weir_compile_saml_providers(struct weir_world *world, struct weir_error *error)
{
    const size_t count = weir_world_item_count(world, WEIR_COLLECTION_SAML_PROVIDERS);
    world->saml_providers.items = weir_arena_alloc(world->arena, count, sizeof *world->saml_providers.items);
    if (world->saml_providers.items == NULL ||
        weir_hash_index_init(&world->saml_providers.index, count, world->arena) != WEIR_OK)
        return weir_fail_memory(error);
    for (size_t home = 0; home < world->home_count; home++) {
        const struct weir_item_span span = weir_world_items(world, home, WEIR_COLLECTION_SAML_PROVIDERS);
        for (size_t i = 0; i < span.count; i++)
            WEIR_TRY(compile(world, &span.items[i], error));
    }
    return WEIR_OK;
}

void weir_release_saml_providers(struct weir_world *world)
{
    for (size_t i = 0; i < world->saml_providers.count; i++)
        weir_saml_provider_release(world->saml_providers.items[i].prepared);
}

enum weir_status weir_world_saml_provider(const struct weir_world *world, struct weir_str arn,
                                          const struct weir_identity_provider **provider, struct weir_error *error)
{
    struct weir_arn_view view;
    const struct weir_identity_provider *const found = find(world, arn);
    const char *const command = weir_collection_row(WEIR_COLLECTION_SAML_PROVIDERS)->command;
    *provider = NULL;
    if (found != NULL && found->lacks.len > 0)
        return weir_fail_at(error, WEIR_ERR_INCOMPLETE, found->origin.tree, found->origin.node,
                            "%.*s of %.*s is not in the world; load it (%s)", WEIR_FMT(found->lacks), WEIR_FMT(arn),
                            command);
    *provider = found;
    (void)weir_arn_cut(arn, &view);
    if (found != NULL || weir_world_is_complete(world, view.account, WEIR_STR(""), WEIR_COLLECTION_SAML_PROVIDERS))
        return WEIR_OK;
    return weir_world_lacks(&world->homes[weir_world_find_home(world, view.account, WEIR_STR(""))],
                            WEIR_COLLECTION_SAML_PROVIDERS, arn, error);
}
