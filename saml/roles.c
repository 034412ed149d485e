/* Decides which roles the assertion grants, and whether the one that is asked for is among them together with the
 * provider ([saml-aws-assertions], [saml-aws-reports]). */
#include "saml/rules.h"

/* [aws-models] Twelve digits, and nothing in the places of Region and the like. */
bool weir_saml_arn_read(struct weir_str arn, struct weir_str type, struct weir_saml_arn *parts)
{
    enum { ACCOUNT_DIGITS = 12 };
    const struct weir_str start = WEIR_STR("arn:");
    const struct weir_str service = WEIR_STR(":iam::");
    struct weir_str rest = arn;
    *parts = (struct weir_saml_arn){WEIR_STR(""), WEIR_STR(""), WEIR_STR("")};
    if (!weir_str_has_prefix(rest, start))
        return false;
    rest = (struct weir_str){rest.ptr + start.len, rest.len - start.len};
    size_t colon = 0;
    while (colon < rest.len && rest.ptr[colon] != ':')
        colon++;
    const struct weir_str partition = {rest.ptr, colon};
    rest = (struct weir_str){rest.ptr + colon, rest.len - colon};
    if (partition.len == 0 || !weir_str_has_prefix(rest, service) ||
        rest.len < service.len + ACCOUNT_DIGITS + 1 + type.len + 1)
        return false;
    const struct weir_str account = {rest.ptr + service.len, ACCOUNT_DIGITS};
    for (size_t i = 0; i < account.len; i++) {
        if (!weir_is_digit(account.ptr[i]))
            return false;
    }
    rest = (struct weir_str){account.ptr + account.len, rest.len - service.len - account.len};
    if (rest.ptr[0] != ':' || !weir_str_has_prefix((struct weir_str){rest.ptr + 1, rest.len - 1}, type))
        return false;
    *parts = (struct weir_saml_arn){partition, account, {rest.ptr + 1 + type.len, rest.len - 1 - type.len}};
    return true;
}

static bool is_role(struct weir_str arn)
{
    struct weir_saml_arn parts;
    return weir_saml_arn_read(arn, WEIR_STR("role/"), &parts);
}

static bool is_provider(struct weir_str arn)
{
    struct weir_saml_arn parts;
    return weir_saml_arn_read(arn, WEIR_STR("saml-provider/"), &parts);
}

/* [saml-aws-reports] A blank behind the comma is taken; so is the white space that pretty printing leaves. */
static struct weir_str trimmed(struct weir_str text)
{
    const struct weir_str blanks = WEIR_STR(" \t\r\n");
    while (text.len > 0 && memchr(blanks.ptr, text.ptr[0], blanks.len) != NULL)
        text = (struct weir_str){text.ptr + 1, text.len - 1};
    while (text.len > 0 && memchr(blanks.ptr, text.ptr[text.len - 1], blanks.len) != NULL)
        text.len--;
    return text;
}

/* Either order, exactly one comma: an ARN of either kind has none. */
static bool read_pair(struct weir_str value, struct weir_saml_role *role)
{
    const char *const comma = value.len == 0 ? NULL : memchr(value.ptr, ',', value.len);
    if (comma == NULL)
        return false;
    const size_t before = (size_t)(comma - value.ptr);
    const struct weir_str first = trimmed((struct weir_str){value.ptr, before});
    const struct weir_str second = trimmed((struct weir_str){comma + 1, value.len - before - 1});
    if (second.len > 0 && memchr(second.ptr, ',', second.len) != NULL)
        return false;
    *role = is_role(first) ? (struct weir_saml_role){first, second} : (struct weir_saml_role){second, first};
    return is_role(role->role_arn) && is_provider(role->provider_arn);
}

/* Never a role of one value with the provider of another. What is not asked for is not held against a pair. */
static bool is_granted(const struct weir_saml_run *run)
{
    const struct weir_str role = run->options.role_arn;
    const struct weir_str provider = run->provider->arn;
    for (size_t i = 0; i < run->claims.role_count; i++) {
        const struct weir_saml_role *const pair = &run->claims.roles[i];
        if ((role.len == 0 || weir_str_equal(pair->role_arn, role)) &&
            (provider.len == 0 || weir_str_equal(pair->provider_arn, provider)))
            return true;
    }
    return false;
}

enum weir_status weir_saml_read_roles(struct weir_saml_run *run, const struct weir_saml_attributes *attributes)
{
    const struct weir_str *values = NULL;
    size_t count = 0;
    WEIR_TRY(weir_saml_attribute_many(run, attributes, WEIR_SAML_NAME_ROLE, &values, &count));
    WEIR_SAML_DEMAND(run, WEIR_SAML_ROLE_PRESENT, count > 0, "there is no Role attribute with a value");
    struct weir_saml_role *const roles = weir_arena_alloc(run->arena, count, sizeof *roles);
    if (roles == NULL)
        return weir_fail_memory(run->error);
    run->claims.roles = roles;
    for (size_t i = 0; i < count; i++) {
        WEIR_SAML_DEMAND(run, WEIR_SAML_ROLE_FORM, read_pair(values[i], &roles[i]),
                         "Role value %zu is not the ARNs of a role and a SAML provider with a comma between them",
                         i + 1);
        run->claims.role_count++;
    }
    WEIR_SAML_DEMAND(run, WEIR_SAML_ROLE_PAIR, is_granted(run),
                     run->options.role_arn.len > 0 ? "no Role value names the role that is asked for with the provider"
                                                   : "no Role value names the provider");
    return WEIR_OK;
}

/* ---------------------------------------------------------------------------------------------- call */

/* [sts-api-saml] The last part of the path is the role's name. */
static bool is_identity_center(struct weir_str path)
{
    size_t slash = path.len;
    while (slash > 0 && path.ptr[slash - 1] != '/')
        slash--;
    return weir_str_has_prefix((struct weir_str){path.ptr + slash, path.len - slash}, WEIR_STR("AWSReservedSSO_"));
}

static enum weir_status check_duration(struct weir_saml_run *run)
{
    const int64_t asked = run->options.duration_s;
    const int64_t most = run->options.max_session_duration_s;
    WEIR_SAML_DEMAND(run, WEIR_SAML_REQUEST_DURATION,
                     asked == 0 || (asked >= WEIR_SAML_MIN_DURATION_S && asked <= WEIR_SAML_MAX_DURATION_S),
                     "DurationSeconds is not 900 to 43200");
    WEIR_SAML_DEMAND(run, WEIR_SAML_REQUEST_MAX_DURATION, most == 0 || asked <= most,
                     "DurationSeconds is above the role's MaxSessionDuration, %lld", (long long)most);
    return WEIR_OK;
}

enum weir_status weir_saml_step_request(struct weir_saml_run *run)
{
    const struct weir_str role = run->options.role_arn;
    const struct weir_saml_provider *const provider = run->provider;
    struct weir_saml_arn parts = {WEIR_STR(""), WEIR_STR(""), WEIR_STR("")};
    WEIR_SAML_DEMAND(run, WEIR_SAML_REQUEST_ROLE, role.len == 0 || weir_saml_arn_read(role, WEIR_STR("role/"), &parts),
                     "the role that is asked for is not the ARN of a role");
    WEIR_SAML_DEMAND(run, WEIR_SAML_REQUEST_PROVIDER, provider->arn.len == 0 || provider->account.len > 0,
                     "the provider is not the ARN of a SAML provider");
    WEIR_TRY(check_duration(run));
    WEIR_SAML_DEMAND(run, WEIR_SAML_REQUEST_ACCOUNT,
                     role.len == 0 || provider->arn.len == 0 || weir_str_equal(parts.account, provider->account),
                     "the role that is asked for is in another account than the provider");
    WEIR_SAML_DEMAND(run, WEIR_SAML_REQUEST_IDENTITY_CENTER, !is_identity_center(parts.name),
                     "the role that is asked for is one of IAM Identity Center");
    return WEIR_OK;
}
