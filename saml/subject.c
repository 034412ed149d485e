/* Decides whether whoever brought the assertion is its subject, and until when the statement about the login is good
 * ([saml-profiles] 4.1.4, [saml-aws-assertions]). */
#include "saml/rules.h"

static const struct weir_str bearer = {"urn:oasis:names:tc:SAML:2.0:cm:bearer", 37};

/* What one SubjectConfirmation says. */
struct confirmation {
    bool is_bearer;
    bool has_not_before;
    struct weir_str recipient;
    struct weir_saml_time until;
    bool is_there; /* with its data */
};

static enum weir_status read_confirmation(struct weir_saml_run *run, const xmlNode *element,
                                          struct confirmation *confirmation)
{
    const xmlNode *const data = weir_xml_child(element, WEIR_XML_SAML, "SubjectConfirmationData");
    *confirmation = (struct confirmation){.is_bearer = weir_xml_attribute_equals(element, "Method", bearer)};
    if (data == NULL)
        return WEIR_OK;
    confirmation->is_there = true;
    confirmation->has_not_before = weir_xml_attribute_find(data, "NotBefore") != NULL;
    if (!weir_xml_attribute(data, "Recipient", run->arena, &confirmation->recipient))
        return weir_fail_memory(run->error);
    return weir_saml_time(run, data, "NotOnOrAfter", &confirmation->until);
}

static bool is_for_us(const struct weir_saml_run *run, const struct confirmation *confirmation)
{
    return confirmation->recipient.ptr != NULL && weir_saml_is_recipient(run, confirmation->recipient);
}

static bool holds(const struct weir_saml_run *run, const struct confirmation *confirmation)
{
    return confirmation->is_there && confirmation->is_bearer && is_for_us(run, confirmation) &&
           !confirmation->has_not_before && confirmation->until.is_good &&
           !weir_saml_is_over(run, confirmation->until.unix_s);
}

/*
 * [saml-aws-assertions] AWS asks for exactly one. [saml-core] 2.4.1 Of several, one that holds is enough: the first of
 * those, else the first that says it is for the bearer, whose fault is then told.
 */
static enum weir_status choose(struct weir_saml_run *run, struct confirmation *chosen, size_t *count)
{
    const xmlNode *const subject = weir_xml_child(run->assertion, WEIR_XML_SAML, "Subject");
    *chosen = (struct confirmation){0};
    *count = 0;
    if (subject == NULL)
        return WEIR_OK;
    for (const xmlNode *node = weir_xml_first(subject); node != NULL; node = weir_xml_next(node)) {
        struct confirmation next;
        if (!weir_xml_is(node, WEIR_XML_SAML, "SubjectConfirmation"))
            continue;
        WEIR_TRY(read_confirmation(run, node, &next));
        const bool is_better = (holds(run, &next) && !holds(run, chosen)) || (next.is_bearer && !chosen->is_bearer);
        if (*count == 0 || is_better)
            *chosen = next;
        (*count)++;
    }
    return WEIR_OK;
}

static enum weir_status check_confirmation(struct weir_saml_run *run)
{
    struct confirmation chosen;
    size_t count = 0;
    WEIR_TRY(choose(run, &chosen, &count));
    const bool is_counted = run->options.profile == WEIR_SAML_PROFILE_AWS ? count == 1 : count > 0;
    WEIR_SAML_DEMAND(run, WEIR_SAML_SUBJECT_CONFIRMATION, is_counted && chosen.is_there,
                     is_counted ? "the SubjectConfirmation has no SubjectConfirmationData"
                                : "there are %zu SubjectConfirmations",
                     count);
    WEIR_SAML_DEMAND(run, WEIR_SAML_SUBJECT_BEARER, chosen.is_bearer,
                     "the Method of the SubjectConfirmation is not bearer");
    WEIR_SAML_DEMAND(run, WEIR_SAML_SUBJECT_RECIPIENT, is_for_us(run, &chosen),
                     chosen.recipient.ptr == NULL ? "there is no Recipient"
                                                  : "the Recipient is not one of the sign-in endpoints");
    WEIR_SAML_DEMAND(run, WEIR_SAML_SUBJECT_NOT_BEFORE, !chosen.has_not_before,
                     "the SubjectConfirmationData has a NotBefore");
    WEIR_SAML_DEMAND(run, WEIR_SAML_SUBJECT_INSTANT, chosen.until.is_good,
                     chosen.until.is_there ? "NotOnOrAfter of the confirmation is not an instant in UTC"
                                           : "the confirmation has no NotOnOrAfter");
    WEIR_SAML_DEMAND(run, WEIR_SAML_SUBJECT_NOT_ON_OR_AFTER, !weir_saml_is_over(run, chosen.until.unix_s),
                     "NotOnOrAfter of the confirmation has come");
    run->claims.audience = chosen.recipient;
    weir_saml_ends(run, chosen.until.unix_s);
    return WEIR_OK;
}

/* [sts-api-saml] SubjectType is the Format without the prefix of SAML 2.0's own; [saml-core] 8.3.1 names what none is. */
static enum weir_status read_format(struct weir_saml_run *run, const xmlNode *name_id)
{
    const struct weir_str prefix = WEIR_STR("urn:oasis:names:tc:SAML:2.0:nameid-format:");
    struct weir_str format;
    if (!weir_xml_attribute(name_id, "Format", run->arena, &format))
        return weir_fail_memory(run->error);
    if (format.len == 0)
        format = WEIR_STR("urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified");
    if (weir_str_has_prefix(format, prefix) && format.len > prefix.len)
        format = (struct weir_str){format.ptr + prefix.len, format.len - prefix.len};
    run->claims.sub_type = format;
    return WEIR_OK;
}

static enum weir_status read_name_id(struct weir_saml_run *run)
{
    const xmlNode *const subject = weir_xml_child(run->assertion, WEIR_XML_SAML, "Subject");
    const xmlNode *const name_id = subject == NULL ? NULL : weir_xml_child(subject, WEIR_XML_SAML, "NameID");
    if (name_id == NULL)
        return WEIR_OK;
    if (!weir_xml_text(name_id, run->arena, &run->claims.name_id))
        return weir_fail_memory(run->error);
    return read_format(run, name_id);
}

enum weir_status weir_saml_step_subject(struct weir_saml_run *run)
{
    WEIR_TRY(check_confirmation(run));
    return read_name_id(run);
}

/* -------------------------------------------------------------------------------------------- login */

static enum weir_status read_statement(struct weir_saml_run *run, const xmlNode *statement, bool *is_good)
{
    struct weir_saml_time when;
    struct weir_saml_time until;
    WEIR_TRY(weir_saml_time(run, statement, "AuthnInstant", &when));
    WEIR_TRY(weir_saml_time(run, statement, "SessionNotOnOrAfter", &until));
    *is_good = *is_good && when.is_good && until.is_there == until.is_good;
    if (until.is_good && until.unix_s < run->claims.session_not_on_or_after)
        run->claims.session_not_on_or_after = until.unix_s;
    return WEIR_OK;
}

/* [saml-profiles] 4.1.4.2 There is one at least; of several the session that ends first is the one that counts. */
enum weir_status weir_saml_step_authn(struct weir_saml_run *run)
{
    size_t count = 0;
    bool is_good = true;
    for (const xmlNode *node = weir_xml_first(run->assertion); node != NULL; node = weir_xml_next(node)) {
        if (!weir_xml_is(node, WEIR_XML_SAML, "AuthnStatement"))
            continue;
        WEIR_TRY(read_statement(run, node, &is_good));
        count++;
    }
    WEIR_SAML_DEMAND(run, WEIR_SAML_AUTHN_STATEMENT, count > 0, "there is no AuthnStatement");
    WEIR_SAML_DEMAND(run, WEIR_SAML_AUTHN_INSTANTS, is_good,
                     "AuthnInstant or SessionNotOnOrAfter is not an instant in UTC");
    WEIR_SAML_DEMAND(run, WEIR_SAML_AUTHN_NOT_ON_OR_AFTER,
                     run->claims.session_not_on_or_after == INT64_MAX ||
                         !weir_saml_is_over(run, run->claims.session_not_on_or_after),
                     "SessionNotOnOrAfter has come");
    return WEIR_OK;
}
