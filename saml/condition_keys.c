/* Decides which condition keys of the trust evaluation a verified assertion sets, by AWS's mapping of names to keys
 * ([saml-aws-assertions], [iam-condition-keys]). */
#include <openssl/evp.h>

#include "saml/rules.h"

#define TEXT(literal) {"" literal, sizeof(literal) - 1}
#define EDUPERSON(number) TEXT("urn:oid:1.3.6.1.4.1.5923.1.1.1." number)
#define EDUORG(number) TEXT("urn:oid:1.3.6.1.4.1.5923.1.2.1." number)
#define CLAIMS(name) TEXT("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/" name)

/* How many values a key takes. Where AWS's two tables differ, a list of one holds for both. */
enum takes { ONE, ONE_LISTED, MANY };

/* clang-format off */
/* The OIDs are as AWS prints them, two of them not as X.500 has them. primaryGroupSID stands under another name in the
 * mapping, which would leave the key of that name without a source. */
static const struct mapping {
    struct weir_str attribute;
    struct weir_str key;
    enum takes takes;
} mappings[] = {
    {EDUPERSON("1"),  TEXT("saml:edupersonaffiliation"),        MANY},
    {EDUPERSON("2"),  TEXT("saml:edupersonnickname"),           MANY},
    {EDUPERSON("3"),  TEXT("saml:edupersonorgdn"),              ONE},
    {EDUPERSON("4"),  TEXT("saml:edupersonorgunitdn"),          MANY},
    {EDUPERSON("5"),  TEXT("saml:edupersonprimaryaffiliation"), ONE},
    {EDUPERSON("6"),  TEXT("saml:edupersonprincipalname"),      ONE},
    {EDUPERSON("7"),  TEXT("saml:edupersonentitlement"),        MANY},
    {EDUPERSON("8"),  TEXT("saml:edupersonprimaryorgunitdn"),   ONE},
    {EDUPERSON("9"),  TEXT("saml:edupersonscopedaffiliation"),  MANY},
    {EDUPERSON("10"), TEXT("saml:edupersontargetedid"),         MANY},
    {EDUPERSON("11"), TEXT("saml:edupersonassurance"),          MANY},
    {EDUORG("2"),     TEXT("saml:eduorghomepageuri"),           MANY},
    {EDUORG("3"),     TEXT("saml:eduorgidentityauthnpolicyuri"), MANY},
    {EDUORG("4"),     TEXT("saml:eduorglegalname"),             MANY},
    {EDUORG("5"),     TEXT("saml:eduorgsuperioruri"),           MANY},
    {EDUORG("6"),     TEXT("saml:eduorgwhitepagesuri"),         MANY},
    {TEXT("urn:oid:2.5.4.3"), TEXT("saml:cn"),                  MANY},
    {CLAIMS("name"),          TEXT("saml:name"),                ONE_LISTED},
    {TEXT("http://schemas.xmlsoap.org/claims/CommonName"), TEXT("saml:commonName"), ONE_LISTED},
    {CLAIMS("givenname"),     TEXT("saml:givenName"),           ONE_LISTED},
    {CLAIMS("surname"),       TEXT("saml:surname"),             ONE_LISTED},
    {CLAIMS("emailaddress"),  TEXT("saml:mail"),                ONE_LISTED},
    {TEXT("http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid"), TEXT("saml:primaryGroupSID"), ONE_LISTED},
    {TEXT("2.5.4.3"),         TEXT("saml:commonName"),          ONE_LISTED},
    {TEXT("2.5.4.4"),         TEXT("saml:surname"),             ONE_LISTED},
    {TEXT("2.4.5.42"),        TEXT("saml:givenName"),           ONE_LISTED},
    {TEXT("2.5.4.45"),        TEXT("saml:x500UniqueIdentifier"), ONE_LISTED},
    {TEXT("0.9.2342.19200300100.1.1"),   TEXT("saml:uid"),      ONE_LISTED},
    {TEXT("0.9.2342.19200300100.1.3"),   TEXT("saml:mail"),     ONE_LISTED},
    {TEXT("0.9.2342.19200300.100.1.45"), TEXT("saml:organizationStatus"), ONE_LISTED},
};
/* clang-format on */

enum { OWN_KEYS = 6 };

static const struct mapping *find_mapping(struct weir_str attribute)
{
    for (size_t i = 0; i < WEIR_COUNT(mappings); i++) {
        if (weir_str_equal(mappings[i].attribute, attribute))
            return &mappings[i];
    }
    return NULL;
}

/* Keys under construction. */
struct keys {
    struct weir_saml_key *items;
    size_t count;
};

static bool has_key(const struct keys *keys, struct weir_str name)
{
    for (size_t i = 0; i < keys->count; i++) {
        if (weir_str_equal(keys->items[i].name, name))
            return true;
    }
    return false;
}

/* [saml-aws-assertions] Of several claims for one key one is mapped, which is not said: the first in the assertion. */
static void add_attribute(struct keys *keys, const struct weir_saml_attribute *attribute)
{
    const struct mapping *const mapping = find_mapping(attribute->name);
    if (attribute->known != WEIR_SAML_NAME_OTHER || mapping == NULL || attribute->count == 0 ||
        has_key(keys, mapping->key))
        return;
    keys->items[keys->count++] = (struct weir_saml_key){
        .name = mapping->key,
        .values = attribute->values,
        .count = mapping->takes == MANY ? attribute->count : 1,
        .is_list = mapping->takes != ONE,
    };
}

/* The value stays where it is in the claims, which live as long. */
static void add_own(struct keys *keys, const char *name, const struct weir_str *value, bool persists)
{
    if (value->len > 0)
        keys->items[keys->count++] = (struct weir_saml_key){weir_str_from(name), value, 1, false, persists};
}

/* ------------------------------------------------------------------------------------------ qualifier */

static enum weir_status join(struct weir_saml_run *run, const struct weir_str *parts, size_t count,
                             struct weir_str *text)
{
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++)
        bytes += parts[i].len;
    char *const joined = weir_arena_take(run->arena, bytes + 1, 1);
    if (joined == NULL)
        return weir_fail_memory(run->error);
    *text = (struct weir_str){joined, bytes};
    char *end = joined;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len > 0)
            memcpy(end, parts[i].ptr, parts[i].len);
        end += parts[i].len;
    }
    *end = '\0';
    return WEIR_OK;
}

/* [sts-api-saml] NameQualifier: BASE64(SHA1(issuer, account, "/", provider)). It names, it protects nothing. */
static enum weir_status qualify(struct weir_saml_run *run, struct weir_str doc)
{
    const struct weir_str parts[] = {run->claims.issuer, doc};
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    struct weir_str text;
    WEIR_TRY(join(run, parts, WEIR_COUNT(parts), &text));
    if (EVP_Digest(text.ptr, text.len, digest, &size, EVP_sha1(), NULL) != 1)
        return weir_fail_memory(run->error);
    const struct weir_str bytes = {(const char *)digest, size};
    if (weir_base64_encode(bytes, run->arena, &run->claims.name_qualifier) != WEIR_OK)
        return weir_fail_memory(run->error);
    return WEIR_OK;
}

/* ----------------------------------------------------------------------------------------------- keys */

/* The texts of the keys that weir sets itself, kept beside the keys that point at them. */
struct own {
    struct weir_str aud;
    struct weir_str iss;
    struct weir_str sub;
    struct weir_str sub_type;
    struct weir_str namequalifier;
    struct weir_str doc;
};

static enum weir_status name_provider(struct weir_saml_run *run, struct weir_str *doc)
{
    const struct weir_str parts[] = {run->provider->account, WEIR_STR("/"), run->provider->name};
    *doc = (struct weir_str){NULL, 0};
    if (run->provider->account.len == 0)
        return WEIR_OK;
    WEIR_TRY(join(run, parts, WEIR_COUNT(parts), doc));
    return qualify(run, *doc);
}

/* [iam-condition-keys] Three of the keys stay in the session. */
enum weir_status weir_saml_condition_keys(struct weir_saml_run *run, const struct weir_saml_attributes *attributes)
{
    struct weir_saml_claims *const claims = &run->claims;
    struct keys keys = {weir_arena_alloc(run->arena, OWN_KEYS + attributes->count, sizeof *keys.items), 0};
    struct own *const own = weir_arena_alloc(run->arena, 1, sizeof *own);
    if (keys.items == NULL || own == NULL)
        return weir_fail_memory(run->error);
    WEIR_TRY(name_provider(run, &own->doc));
    own->aud = claims->audience;
    own->iss = claims->issuer;
    own->sub = claims->name_id;
    own->sub_type = claims->sub_type;
    own->namequalifier = claims->name_qualifier;
    add_own(&keys, "saml:aud", &own->aud, false);
    add_own(&keys, "saml:iss", &own->iss, false);
    add_own(&keys, "saml:sub", &own->sub, true);
    add_own(&keys, "saml:sub_type", &own->sub_type, true);
    add_own(&keys, "saml:namequalifier", &own->namequalifier, true);
    add_own(&keys, "saml:doc", &own->doc, false);
    for (size_t i = 0; i < attributes->count; i++)
        add_attribute(&keys, &attributes->items[i]);
    claims->condition_keys = keys.items;
    claims->condition_key_count = keys.count;
    return WEIR_OK;
}
