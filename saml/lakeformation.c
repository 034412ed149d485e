/* Decides which user and groups of Lake Formation the assertion names; a name is opaque and never split
 * ([lf-saml-attributes], [lf-api-decorated-saml]). */
#include "saml/rules.h"

/* [aws-models] DataLakePrincipalIdentifier */
enum { MOST_PRINCIPAL = 255 };

static bool has_control(struct weir_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char c = (unsigned char)text.ptr[i];
        /* C1 controls are C2 80 to C2 9F in UTF-8. */
        const bool is_c1 = c == 0xC2 && i + 1 < text.len && (unsigned char)text.ptr[i + 1] < 0xA0;
        if (c < 0x20 || c == 0x7F || is_c1)
            return true;
    }
    return false;
}

/* The principal is the provider's ARN, `:user/` or `:group/`, and the name. */
static bool is_name(const struct weir_saml_run *run, struct weir_str name, struct weir_str kind)
{
    const size_t around = weir_str_code_points(run->provider->arn) + kind.len;
    return name.len > 0 && !has_control(name) && around + weir_str_code_points(name) <= MOST_PRINCIPAL;
}

/* What is read is kept in the claims only when all of it holds. */
struct names {
    struct weir_str username;
    const struct weir_str *groups;
    size_t group_count;
};

static enum weir_status read_names(struct weir_saml_run *run, const struct weir_saml_attributes *attributes,
                                   struct names *names)
{
    WEIR_TRY(weir_saml_attribute_one(run, attributes, WEIR_SAML_NAME_LAKE_USERNAME, &names->username));
    return weir_saml_attribute_many(run, attributes, WEIR_SAML_NAME_LAKE_GROUPS, &names->groups, &names->group_count);
}

static bool are_names(const struct weir_saml_run *run, const struct names *names)
{
    bool is_good = names->username.ptr == NULL || is_name(run, names->username, WEIR_STR(":user/"));
    for (size_t i = 0; i < names->group_count; i++)
        is_good = is_good && is_name(run, names->groups[i], WEIR_STR(":group/"));
    return is_good;
}

/* Whether reading would refuse nothing. */
static bool are_readable(const struct weir_saml_attributes *attributes)
{
    size_t users = 0;
    bool is_good = true;
    for (size_t i = 0; i < attributes->count; i++) {
        const struct weir_saml_attribute *const attribute = &attributes->items[i];
        const bool is_user = attribute->known == WEIR_SAML_NAME_LAKE_USERNAME;
        users += is_user ? 1U : 0U;
        if (is_user || attribute->known == WEIR_SAML_NAME_LAKE_GROUPS)
            is_good = is_good && attribute->is_text && !(is_user && attribute->count != 1);
    }
    return is_good && users <= 1;
}

static void keep(struct weir_saml_run *run, const struct names *names)
{
    run->claims.has_lakeformation = true;
    run->claims.lakeformation_username = names->username;
    run->claims.lakeformation_groups = names->groups;
    run->claims.lakeformation_group_count = names->group_count;
}

/* AWS STS knows nothing of these attributes: there, names that are no names are none, and no reason to refuse. */
enum weir_status weir_saml_read_lakeformation(struct weir_saml_run *run, const struct weir_saml_attributes *attributes)
{
    const bool is_asked = run->options.operation == WEIR_SAML_ASSUME_DECORATED_ROLE;
    struct names names = {{NULL, 0}, NULL, 0};
    if (!is_asked && !are_readable(attributes))
        return WEIR_OK;
    WEIR_TRY(read_names(run, attributes, &names));
    const bool is_named = names.username.ptr != NULL || names.group_count > 0;
    const bool is_good = are_names(run, &names);
    if (!is_asked && !(is_named && is_good))
        return WEIR_OK;
    WEIR_SAML_DEMAND(run, WEIR_SAML_LAKE_NAMED, is_named, "there is neither a Username nor a value of Groups");
    WEIR_SAML_DEMAND(run, WEIR_SAML_LAKE_NAME, is_good,
                     "a Username or group is empty, has a control character or is too long");
    keep(run, &names);
    return WEIR_OK;
}

/* [lf-api-decorated-saml] The operation declares errors of its own. Which of them stands for which of AWS STS's is not
 * published: what is wrong with the input is told so, and what is not allowed is denied. */
void weir_saml_lake_error(struct weir_refusal *refusal)
{
    static const struct {
        const char *sts;
        struct weir_str lake;
    } codes[] = {
        {"ValidationError", {"InvalidInputException", 21}},
        {"InvalidIdentityToken", {"InvalidInputException", 21}},
        {"ExpiredTokenException", {"AccessDeniedException", 21}},
        {"IDPRejectedClaim", {"AccessDeniedException", 21}},
        {"AccessDenied", {"AccessDeniedException", 21}},
    };
    const int status = 400;
    for (size_t i = 0; i < WEIR_COUNT(codes); i++) {
        if (!weir_str_equal(refusal->code, weir_str_from(codes[i].sts)))
            continue;
        refusal->code = codes[i].lake;
        refusal->status = status;
        return;
    }
}
