/* Decides what the session will be called, for how long it lasts and on whose behalf: RoleSessionName, SessionDuration,
 * SourceIdentity ([saml-aws-assertions], [sts-api-saml]). */
#include "saml/rules.h"

enum { SHORTEST_NAME = 2, LONGEST_NAME = 64 };

/* [saml-aws-assertions] [a-zA-Z_0-9+=,.@-]{2,64}, of ASCII alone and to the very end: no pattern's `$` or `\w`. */
static bool is_name(struct weir_str text)
{
    static const char others[] = "_+=,.@-";
    if (text.len < SHORTEST_NAME || text.len > LONGEST_NAME)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && !weir_is_digit(c) && memchr(others, c, sizeof others - 1) == NULL)
            return false;
    }
    return true;
}

static enum weir_status read_name(struct weir_saml_run *run, const struct weir_saml_attributes *attributes)
{
    struct weir_str name;
    WEIR_TRY(weir_saml_attribute_one(run, attributes, WEIR_SAML_NAME_ROLE_SESSION_NAME, &name));
    WEIR_SAML_DEMAND(run, WEIR_SAML_SESSION_NAME_PRESENT, name.ptr != NULL, "there is no RoleSessionName");
    WEIR_SAML_DEMAND(run, WEIR_SAML_SESSION_NAME, is_name(name), "RoleSessionName does not match its pattern");
    run->claims.role_session_name = name;
    return WEIR_OK;
}

static enum weir_status read_duration(struct weir_saml_run *run, const struct weir_saml_attributes *attributes)
{
    struct weir_str text;
    int64_t seconds = 0;
    WEIR_TRY(weir_saml_attribute_one(run, attributes, WEIR_SAML_NAME_SESSION_DURATION, &text));
    if (text.ptr == NULL)
        return WEIR_OK;
    WEIR_SAML_DEMAND(run, WEIR_SAML_SESSION_DURATION,
                     weir_int64_parse(text, &seconds) && seconds >= WEIR_SAML_MIN_DURATION_S &&
                         seconds <= WEIR_SAML_MAX_DURATION_S,
                     "SessionDuration is not a whole number from 900 to 43200");
    run->claims.session_duration_s = seconds;
    return WEIR_OK;
}

static enum weir_status read_source_identity(struct weir_saml_run *run, const struct weir_saml_attributes *attributes)
{
    struct weir_str name;
    WEIR_TRY(weir_saml_attribute_one(run, attributes, WEIR_SAML_NAME_SOURCE_IDENTITY, &name));
    if (name.ptr == NULL)
        return WEIR_OK;
    /* [sts-source-identity] A colon is not in the pattern, so that no name begins with `aws:`. */
    WEIR_SAML_DEMAND(run, WEIR_SAML_SOURCE_IDENTITY, is_name(name), "SourceIdentity does not match its pattern");
    run->claims.source_identity = name;
    return WEIR_OK;
}

/* [sts-api-saml] The least of what the call asks for, what the attribute allows and what is left of the login. */
static int64_t least_duration(const struct weir_saml_run *run)
{
    int64_t seconds = run->options.duration_s > 0 ? run->options.duration_s : WEIR_SAML_DEFAULT_DURATION_S;
    if (run->claims.session_duration_s > 0 && run->claims.session_duration_s < seconds)
        seconds = run->claims.session_duration_s;
    if (run->claims.session_not_on_or_after == INT64_MAX)
        return seconds;
    const int64_t left = run->claims.session_not_on_or_after - run->now_unix_s;
    if (left < seconds)
        seconds = left > 0 ? left : 0;
    return seconds;
}

enum weir_status weir_saml_read_session(struct weir_saml_run *run, const struct weir_saml_attributes *attributes)
{
    WEIR_TRY(read_name(run, attributes));
    WEIR_TRY(read_duration(run, attributes));
    WEIR_TRY(read_source_identity(run, attributes));
    run->claims.session_s = least_duration(run);
    return WEIR_OK;
}
