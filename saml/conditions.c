/* Decides whether the Conditions of the assertion hold: every one known, in time, and AWS among the audiences
 * ([saml-core] 2.5.1). */
#include "saml/rules.h"

/* What a pass over the conditions finds. */
struct conditions {
    size_t unknown;
    size_t one_time_use;
    size_t proxy;
    size_t restrictions;
    bool audience_fails; /* some restriction names nobody that we are */
};

/* The Audiences of one restriction are alternatives. */
static enum weir_status read_restriction(struct weir_saml_run *run, const xmlNode *restriction,
                                         struct conditions *conditions)
{
    bool is_named = false;
    for (const xmlNode *node = weir_xml_first(restriction); node != NULL; node = weir_xml_next(node)) {
        struct weir_str uri;
        if (!weir_xml_text(node, run->arena, &uri))
            return weir_fail_memory(run->error);
        is_named = is_named || weir_saml_is_audience(run, uri);
    }
    conditions->restrictions++;
    conditions->audience_fails = conditions->audience_fails || !is_named;
    return WEIR_OK;
}

static enum weir_status read_conditions(struct weir_saml_run *run, const xmlNode *list, struct conditions *conditions)
{
    for (const xmlNode *node = weir_xml_first(list); node != NULL; node = weir_xml_next(node)) {
        if (weir_xml_is(node, WEIR_XML_SAML, "AudienceRestriction"))
            WEIR_TRY(read_restriction(run, node, conditions));
        else if (weir_xml_is(node, WEIR_XML_SAML, "OneTimeUse"))
            conditions->one_time_use++;
        else if (weir_xml_is(node, WEIR_XML_SAML, "ProxyRestriction"))
            conditions->proxy++;
        else
            conditions->unknown++;
    }
    return WEIR_OK;
}

/* [saml-core] 2.5.1.2 NotBefore counts itself in, NotOnOrAfter itself out; each may be absent. */
static enum weir_status check_instants(struct weir_saml_run *run, const xmlNode *list)
{
    struct weir_saml_time from;
    struct weir_saml_time until;
    WEIR_TRY(weir_saml_time(run, list, "NotBefore", &from));
    WEIR_TRY(weir_saml_time(run, list, "NotOnOrAfter", &until));
    WEIR_SAML_DEMAND(run, WEIR_SAML_CONDITIONS_INSTANTS,
                     from.is_there == from.is_good && until.is_there == until.is_good &&
                         !(from.is_there && until.is_there && from.unix_s >= until.unix_s),
                     "NotBefore or NotOnOrAfter is not an instant in UTC, or they are not in this order");
    WEIR_SAML_DEMAND(run, WEIR_SAML_CONDITIONS_NOT_BEFORE, !from.is_there || !weir_saml_is_ahead(run, from.unix_s),
                     "NotBefore of the conditions has not come");
    WEIR_SAML_DEMAND(run, WEIR_SAML_CONDITIONS_NOT_ON_OR_AFTER,
                     !until.is_there || !weir_saml_is_over(run, until.unix_s),
                     "NotOnOrAfter of the conditions has come");
    if (until.is_there)
        weir_saml_ends(run, until.unix_s);
    return WEIR_OK;
}

enum weir_status weir_saml_step_conditions(struct weir_saml_run *run)
{
    const xmlNode *const list = weir_xml_child(run->assertion, WEIR_XML_SAML, "Conditions");
    struct conditions conditions = {0};
    if (list != NULL)
        WEIR_TRY(read_conditions(run, list, &conditions));
    /* [saml-core] 2.5.1.1 What cannot be evaluated makes the validity of the assertion undetermined. */
    WEIR_SAML_DEMAND(run, WEIR_SAML_CONDITIONS_KNOWN, conditions.unknown == 0, "there is a condition that is unknown");
    WEIR_SAML_DEMAND(run, WEIR_SAML_CONDITIONS_ONCE, conditions.one_time_use <= 1 && conditions.proxy <= 1,
                     "OneTimeUse or ProxyRestriction is repeated");
    if (list != NULL)
        WEIR_TRY(check_instants(run, list));
    WEIR_SAML_DEMAND(run, WEIR_SAML_CONDITIONS_AUDIENCE, conditions.restrictions > 0 && !conditions.audience_fails,
                     conditions.restrictions == 0 ? "there is no AudienceRestriction"
                                                  : "an AudienceRestriction does not name the audience that is asked");
    return WEIR_OK;
}
