/* A SAML response verified against a provider of the world: its claims for the rules to look at, or why it is none ([saml-aws-assertions]). */
#include "vend/resolvers/assertion.h"
#include "vend/resolvers/resolvers.h"

#include "base/base_impl.h"

static struct weir_str text_of(const struct weir_deciding *deciding, const struct weir_argument *argument)
{
    struct weir_value value;
    weir_argument_value(deciding, argument, &value);
    return value.type == WEIR_TYPE_TEXT ? value.as.text : (struct weir_str){NULL, 0};
}

enum weir_status weir_resolve_saml_provider(struct weir_deciding *deciding, const struct weir_argument *arguments,
                                            struct weir_value *value)
{
    const struct weir_str arn = text_of(deciding, &arguments[0]);
    const struct weir_identity_provider *provider = NULL;
    WEIR_TRY(weir_world_saml_provider(deciding->world, arn, &provider, deciding->error));
    if (provider == NULL) {
        weir_say(deciding, "the world has no SAML provider `%s`", weir_quote(arn).text);
        weir_say_asked(deciding, &arguments[0]);
        return WEIR_OK;
    }
    value->type = WEIR_TYPE_SAML_PROVIDER;
    value->as.object = provider;
    weir_say(deciding, "the SAML provider `%s` is there", weir_quote(arn).text);
    weir_say_at(deciding, provider->origin);
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------- settings */

/* What of the verification is left to settings; absent is AWS's way. */
static const struct {
    const char *setting;
    size_t offset;
} switches[] = {
    {"saml_allow_sha1", offsetof(struct weir_saml_options, allow_sha1)},
    {"saml_allow_inclusive_c14n", offsetof(struct weir_saml_options, allow_inclusive_c14n)},
    {"saml_allow_rsa15", offsetof(struct weir_saml_options, allow_rsa15)},
    {"saml_ignore_metadata_expiry", offsetof(struct weir_saml_options, ignore_metadata_expiry)},
    {"saml_china_attribute_names", offsetof(struct weir_saml_options, china_attribute_names)},
};

static void read_settings(const struct weir_deciding *deciding, struct weir_saml_options *options)
{
    for (size_t i = 0; i < WEIR_COUNT(switches); i++) {
        const struct weir_value *const value = weir_setting_value(deciding, weir_str_from(switches[i].setting));
        if (value != NULL && value->type == WEIR_TYPE_BOOLEAN)
            *(bool *)((char *)options + switches[i].offset) = value->as.boolean;
    }
    const struct weir_value *const skew = weir_setting_value(deciding, WEIR_STR("saml_clock_skew"));
    if (skew == NULL || skew->type != WEIR_TYPE_INTEGER || skew->as.integer < 0)
        return;
    const bool is_within = skew->as.integer <= WEIR_SAML_MAX_CLOCK_SKEW_S;
    options->clock_skew_s = is_within ? (unsigned)skew->as.integer : WEIR_SAML_MAX_CLOCK_SKEW_S;
}

/* --------------------------------------------------------------------------------------------- claims */

static enum weir_status take_tags(struct weir_deciding *deciding, struct weir_assertion *assertion)
{
    const struct weir_saml_claims *const claims = assertion->claims;
    struct weir_tag *const tags = weir_arena_alloc(deciding->arena, claims->tag_count, sizeof *tags);
    if (tags == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < claims->tag_count; i++)
        tags[i] = (struct weir_tag){claims->tags[i].key, claims->tags[i].value};
    assertion->tags = (struct weir_tag_list){tags, claims->tag_count};
    assertion->transitive_tag_keys = (struct weir_str_list){claims->transitive_tag_keys,
                                                            claims->transitive_tag_key_count};
    assertion->groups = (struct weir_str_list){claims->lakeformation_groups, claims->lakeformation_group_count};
    return WEIR_OK;
}

static enum weir_status take_keys(struct weir_deciding *deciding, struct weir_assertion *assertion)
{
    const struct weir_saml_claims *const claims = assertion->claims;
    struct weir_context *keys = NULL;
    struct weir_context *persistent = NULL;
    WEIR_TRY(weir_context_new(deciding->arena, &keys));
    WEIR_TRY(weir_context_new(deciding->arena, &persistent));
    for (size_t i = 0; i < claims->condition_key_count; i++) {
        const struct weir_saml_key *const key = &claims->condition_keys[i];
        WEIR_TRY(weir_context_set(keys, key->name, key->values, key->count, key->is_list));
        if (key->persists)
            WEIR_TRY(weir_context_set(persistent, key->name, key->values, key->count, key->is_list));
    }
    /* [iam-global-keys] The session says which provider vouched for its user. */
    WEIR_TRY(weir_context_set_text(persistent, WEIR_STR("aws:FederatedProvider"), assertion->provider->arn));
    assertion->keys = keys;
    assertion->persistent = persistent;
    return WEIR_OK;
}

static enum weir_status give_assertion(struct weir_deciding *deciding, const struct weir_identity_provider *provider,
                                       const struct weir_saml_claims *claims, struct weir_value *value)
{
    struct weir_assertion *const assertion = weir_arena_alloc(deciding->arena, 1, sizeof *assertion);
    if (assertion == NULL)
        return weir_fail_memory(deciding->error);
    assertion->provider = provider;
    assertion->claims = claims;
    if (take_tags(deciding, assertion) != WEIR_OK || take_keys(deciding, assertion) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    value->type = WEIR_TYPE_ASSERTION;
    value->as.object = assertion;
    weir_say(deciding, "the assertion verifies: %zu checks passed", claims->check_count);
    return WEIR_OK;
}

static const struct weir_saml_check_row *find_check(struct weir_str check)
{
    const struct weir_saml_check_row *row = NULL;
    for (size_t i = 0; (row = weir_saml_check_row(i)) != NULL; i++) {
        if (weir_str_equal(row->id, check))
            return row;
    }
    return NULL;
}

/* Who can mend a check that failed: most are the identity provider's, whose order comes last. */
static const struct {
    const char *checks; /* how their ids begin */
    const char *order;
} menders[] = {
    {"saml.metadata.", "Upload metadata and keys to the SAML provider with which this holds: "},
    {"saml.decrypt.key", "Give the SAML provider a private key for decryption, or have assertions sent unencrypted: "},
    {"saml.signature.value",
     "Hand the response on unchanged, and upload the metadata with the certificate that signs, so "
     "that this holds: "},
    {"saml.request.", "Call so that this holds: "},
    {"saml.role.account", "Call so that this holds: "},
    {"saml.role.identity-center", "Call so that this holds: "},
    {"saml.token.age", "Sign in again, and hand the response on at once: "},
    {"saml.conditions.not-on-or-after", "Sign in again, and hand the response on at once: "},
    {"saml.subject.not-on-or-after", "Sign in again, and hand the response on at once: "},
    {"saml.authn.session-not-on-or-after", "Sign in again, and hand the response on at once: "},
    {"", "Have the identity provider issue the response so that this holds: "},
};

static enum weir_status take_remedy(struct weir_deciding *deciding, struct weir_str check,
                                    const struct weir_saml_check_row *row)
{
    size_t at = 0;
    while (!weir_str_has_prefix(check, weir_str_from(menders[at].checks)))
        at++;
    return weir_format(deciding->arena, &deciding->refused.remedy, "%s%.*s.", menders[at].order,
                       WEIR_FMT(row == NULL ? check : row->doc));
}

/* What the check that failed says stands in the explanation; AWS's own sentence and code are the refusal's. */
static enum weir_status take_refusal(struct weir_deciding *deciding, const struct weir_refusal *refusal)
{
    const struct weir_saml_check_row *const row = find_check(refusal->check);
    const bool has_checks = refusal->check_count > 0;
    const struct weir_str because = has_checks ? refusal->checks[refusal->check_count - 1].because
                                               : (struct weir_str){NULL, 0};
    deciding->refused.check = refusal->check;
    deciding->refused.code = refusal->code;
    deciding->refused.message = refusal->message;
    deciding->refused.synthetic = row == NULL || row->synthetic; /* no message of AWS is known */
    weir_say(deciding, "%.*s failed%s%.*s", WEIR_FMT(refusal->check), because.len > 0 ? ": " : "", WEIR_FMT(because));
    return take_remedy(deciding, refusal->check, row);
}

/* Arguments: the response, the provider, the ARN of the role that is asked for. */
static enum weir_status verify(struct weir_deciding *deciding, const struct weir_argument *arguments,
                               enum weir_saml_operation operation, struct weir_value *value)
{
    const struct weir_identity_provider *const provider = weir_argument_object(deciding, &arguments[1]);
    struct weir_saml_options options = WEIR_SAML_OPTIONS_INIT;
    const struct weir_saml_claims *claims = NULL;
    const struct weir_refusal *refusal = NULL;
    struct weir_value response;
    weir_argument_value(deciding, &arguments[0], &response);
    weir_say_at(deciding, response.origin);
    if (provider == NULL || response.type != WEIR_TYPE_TEXT)
        return WEIR_OK;
    if (provider->prepared == NULL)
        return weir_fail(deciding->error, WEIR_ERR_UNSUPPORTED, "this build of weir has no SAML");
    options.operation = operation;
    options.role_arn = text_of(deciding, &arguments[2]);
    read_settings(deciding, &options);
    WEIR_TRY(weir_saml_verify(provider->prepared, &options, response.as.text, deciding->now_unix_s, deciding->arena,
                              &claims, &refusal, deciding->error));
    if (claims != NULL)
        return give_assertion(deciding, provider, claims, value);
    return refusal == NULL ? WEIR_OK : take_refusal(deciding, refusal);
}

enum weir_status weir_resolve_saml_assertion(struct weir_deciding *deciding, const struct weir_argument *arguments,
                                             struct weir_value *value)
{
    return verify(deciding, arguments, WEIR_SAML_ASSUME_ROLE, value);
}

enum weir_status weir_resolve_decorated_assertion(struct weir_deciding *deciding, const struct weir_argument *arguments,
                                                  struct weir_value *value)
{
    return verify(deciding, arguments, WEIR_SAML_ASSUME_DECORATED_ROLE, value);
}
