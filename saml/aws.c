/* Decides what AWS asks of an assertion beyond SAML: its age, a name, and the attributes that roles, session and tags
 * come from ([saml-aws-assertions], [saml-aws-reports]). */
#include "saml/rules.h"

/* [saml-aws-reports] The base instant is not published; that of the assertion fits the reports. */
enum { MOST_AGE_S = 300 };

static enum weir_status check_age(struct weir_saml_run *run)
{
    const int64_t last = run->issue_instant + MOST_AGE_S;
    WEIR_SAML_DEMAND(run, WEIR_SAML_TOKEN_AGE, !weir_saml_is_over(run, last + 1),
                     "the assertion was issued more than %d seconds ago", (int)MOST_AGE_S);
    weir_saml_ends(run, last + 1);
    return WEIR_OK;
}

enum weir_status weir_saml_step_aws(struct weir_saml_run *run)
{
    struct weir_saml_attributes attributes;
    WEIR_TRY(check_age(run));
    WEIR_SAML_DEMAND(run, WEIR_SAML_NAME_ID, run->claims.name_id.len > 0, "there is no NameID, or it is empty");
    WEIR_TRY(weir_saml_attributes_read(run, &attributes));
    WEIR_TRY(weir_saml_read_roles(run, &attributes));
    WEIR_TRY(weir_saml_read_session(run, &attributes));
    WEIR_TRY(weir_saml_read_tags(run, &attributes));
    WEIR_TRY(weir_saml_read_lakeformation(run, &attributes));
    return weir_saml_condition_keys(run, &attributes);
}
