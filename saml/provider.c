/* Decides whether an identity provider is one that IAM would store, and keeps its texts and prepared keys for every
 * response that is held against it ([aws-models], [iam-saml-encryption]). */
#include <stdlib.h>

#include "saml/metadata.h"
#include "saml/saml_impl.h"

/* ---------------------------------------------------------------------------------------------- texts */

static struct weir_str cut_at(struct weir_str *text, char mark)
{
    const char *const found = text->len == 0 ? NULL : memchr(text->ptr, mark, text->len);
    const size_t length = found == NULL ? text->len : (size_t)(found - text->ptr);
    const struct weir_str piece = {text->ptr, length};
    text->ptr += found == NULL ? length : length + 1;
    text->len -= found == NULL ? length : length + 1;
    return piece;
}

static bool is_account(struct weir_str text)
{
    size_t digits = 0;
    while (digits < text.len && weir_is_digit(text.ptr[digits]))
        digits++;
    return text.len == 12 && digits == text.len;
}

/* [aws-models] SAMLProviderNameType: 1 to 128 of [\w._-]+. */
static bool is_name(struct weir_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && !weir_is_digit(c) && c != '.' && c != '_' && c != '-')
            return false;
    }
    return text.len >= 1 && text.len <= 128;
}

/* arn:PARTITION:iam::ACCOUNT:saml-provider/NAME */
static bool read_arn(struct weir_saml_provider *provider)
{
    struct weir_str left = provider->arn;
    const bool is_arn = weir_str_equal(cut_at(&left, ':'), WEIR_STR("arn"));
    provider->partition = cut_at(&left, ':');
    const bool is_iam = weir_str_equal(cut_at(&left, ':'), WEIR_STR("iam")) && cut_at(&left, ':').len == 0;
    provider->account = cut_at(&left, ':');
    const bool is_provider = weir_str_equal(cut_at(&left, '/'), WEIR_STR("saml-provider"));
    provider->name = left;
    return is_arn && is_iam && is_provider && provider->partition.len > 0 && is_account(provider->account) &&
           is_name(provider->name);
}

static enum weir_status check_source(const struct weir_saml_provider_source *source, struct weir_error *error)
{
    if (source->size != sizeof *source)
        return weir_fail(error, WEIR_ERR_USAGE, "the size of the source is not that of this version");
    const bool has_metadata = source->metadata.len > 0;
    if (has_metadata == (source->certificate_count > 0))
        return weir_fail(error, WEIR_ERR_USAGE, "a provider has either metadata or certificates");
    if (has_metadata == (source->issuer.len > 0))
        return weir_fail(error, WEIR_ERR_USAGE, "an issuer is given with certificates, and with nothing else");
    if ((source->certificate_count > 0 && source->certificates == NULL) ||
        (source->private_key_count > 0 && source->private_keys == NULL))
        return weir_fail(error, WEIR_ERR_USAGE, "a list of the source is NULL and not empty");
    return WEIR_OK;
}

/* ---------------------------------------------------------------------------------------------- making */

static enum weir_status read_keys(struct weir_saml_provider *provider, const struct weir_saml_provider_source *source,
                                  struct weir_saml_fault *fault)
{
    for (size_t i = 0; i < source->certificate_count; i++)
        WEIR_TRY(weir_saml_key_add_pem(provider, source->certificates[i], fault));
    for (size_t i = 0; i < source->private_key_count; i++)
        WEIR_TRY(weir_saml_private_key_add(provider, source->private_keys[i], fault));
    if (provider->encryption_mode == WEIR_SAML_ENCRYPTION_REQUIRED && provider->private_key_count == 0) {
        *fault = (struct weir_saml_fault){WEIR_SAML_METADATA_MODE, "there is no private key"};
        return WEIR_REFUSED;
    }
    return WEIR_OK;
}

static enum weir_status fill(struct weir_saml_provider *provider, const struct weir_saml_provider_source *source,
                             struct weir_saml_fault *fault, struct weir_error *error)
{
    if (!weir_arena_copy(provider->arena, source->arn, &provider->arn) ||
        !weir_arena_copy(provider->arena, source->uuid, &provider->uuid) ||
        !weir_arena_copy(provider->arena, source->issuer, &provider->issuer))
        return weir_fail_memory(error);
    /* What is no provider's ARN is refused as AWS refuses it, when a response comes: saml.request.provider. */
    if (provider->arn.len > 0 && !read_arn(provider))
        provider->partition = provider->account = provider->name = (struct weir_str){NULL, 0};
    provider->encryption_mode = source->encryption_mode;
    provider->valid_until = INT64_MAX;
    enum weir_status status = WEIR_OK;
    if (source->metadata.len > 0)
        status = weir_saml_metadata_read(provider, source->metadata, fault);
    if (status == WEIR_OK)
        status = read_keys(provider, source, fault);
    return status == WEIR_ERR_MEMORY ? weir_fail_memory(error) : status;
}

static enum weir_status refuse(const struct weir_saml_fault *fault, struct weir_arena *arena,
                               const struct weir_refusal **refusal, struct weir_error *error)
{
    const struct weir_saml_check_row *const row = weir_saml_check(fault->check);
    struct weir_refusal *const made = weir_arena_alloc(arena, 1, sizeof *made);
    struct weir_check *const failed = weir_arena_alloc(arena, 1, sizeof *failed);
    if (made == NULL || failed == NULL)
        return weir_fail_memory(error);
    *failed = (struct weir_check){row->id, false, weir_str_from(fault->because)};
    *made = (struct weir_refusal){
        .check = row->id,
        .code = row->code,
        .status = row->status,
        .message = row->message,
        .checks = failed,
        .check_count = 1,
    };
    *refusal = made;
    return WEIR_OK;
}

static void provider_free(struct weir_saml_provider *provider)
{
    weir_saml_keys_free(provider);
    weir_arena_free(provider->arena);
    free(provider);
}

static enum weir_status make(const struct weir_saml_provider_source *source, struct weir_saml_provider **provider,
                             struct weir_saml_fault *fault, struct weir_error *error)
{
    struct weir_saml_provider *const made = calloc(1, sizeof *made);
    if (made == NULL)
        return weir_fail_memory(error);
    atomic_init(&made->references, 1);
    enum weir_status status = weir_arena_new(0, &made->arena);
    if (status == WEIR_OK)
        status = fill(made, source, fault, error);
    else
        status = weir_fail_memory(error);
    if (status == WEIR_OK)
        *provider = made;
    else
        provider_free(made);
    return status;
}

enum weir_status weir_saml_provider_new(const struct weir_saml_provider_source *source, struct weir_arena *arena,
                                        struct weir_saml_provider **provider, const struct weir_refusal **refusal,
                                        struct weir_error *error)
{
    if (provider != NULL)
        *provider = NULL;
    if (refusal != NULL)
        *refusal = NULL;
    if (source == NULL || arena == NULL || provider == NULL || refusal == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "weir_saml_provider_new needs all of its arguments but error");
    WEIR_TRY(check_source(source, error));
    WEIR_TRY(weir_saml_init(0, error));
    struct weir_saml_fault fault = {WEIR_SAML_METADATA_XML, NULL};
    struct weir_saml_quiet quiet;
    weir_saml_quiet_begin(&quiet);
    const enum weir_status status = make(source, provider, &fault, error);
    weir_saml_quiet_end(&quiet);
    return status == WEIR_REFUSED ? refuse(&fault, arena, refusal, error) : status;
}

struct weir_saml_provider *weir_saml_provider_retain(struct weir_saml_provider *provider)
{
    if (provider != NULL)
        atomic_fetch_add_explicit(&provider->references, 1, memory_order_relaxed);
    return provider;
}

void weir_saml_provider_release(struct weir_saml_provider *provider)
{
    if (provider != NULL && atomic_fetch_sub_explicit(&provider->references, 1, memory_order_acq_rel) == 1)
        provider_free(provider);
}

struct weir_str weir_saml_provider_issuer(const struct weir_saml_provider *provider)
{
    return provider == NULL ? (struct weir_str){NULL, 0} : provider->issuer;
}
