/* The functions behind the table of predicates. Each sets `holds` to true or leaves it false, and says why. */
#ifndef WEIR_VEND_PREDICATES_H
#define WEIR_VEND_PREDICATES_H

#include "vend/engine.h"

/* Asks a predicate; `holds` is false unless it says yes. */
enum weir_status weir_ask(struct weir_deciding *deciding, const struct weir_use *use, bool *holds);

/* What a predicate wants of the predicates that it is made of. */
enum weir_parts { WEIR_PARTS_NONE = 0, WEIR_PARTS_EVERY = 1, WEIR_PARTS_SOME = 2 };
enum weir_parts weir_use_parts(const struct weir_use *use);
/* An alternative that begins with a setting, and the setting is off: nothing that mends the world would open it. */
bool weir_is_switched_off(const struct weir_deciding *deciding, const struct weir_use *use);
bool weir_asks_whether_given(const struct weir_use *use);

#define WEIR_ASK(function) \
    enum weir_status function(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)

/* switches.c: why `is` holds or does not. */
void weir_say_switch(struct weir_deciding *deciding, const struct weir_term *term, bool is_on);

/* caller.c */
WEIR_ASK(weir_ask_caller_is);
WEIR_ASK(weir_ask_iam);
WEIR_ASK(weir_ask_trust);
WEIR_ASK(weir_ask_own);
WEIR_ASK(weir_ask_service);
WEIR_ASK(weir_ask_federated_trust);
WEIR_ASK(weir_ask_session_tag);
WEIR_ASK(weir_ask_iam_each);
/* text.c */
WEIR_ASK(weir_ask_matches);
WEIR_ASK(weir_ask_not_in);
WEIR_ASK(weir_ask_not_words);
WEIR_ASK(weir_ask_principal_tag);
WEIR_ASK(weir_ask_iam_not_denied);
/* sts.c */
WEIR_ASK(weir_ask_tags_distinct);
WEIR_ASK(weir_ask_tags_prefix);
WEIR_ASK(weir_ask_keys_among);
WEIR_ASK(weir_ask_tags_not_inherited);
WEIR_ASK(weir_ask_source_identity_kept);
WEIR_ASK(weir_ask_policy_document);
WEIR_ASK(weir_ask_policy_arns);
WEIR_ASK(weir_ask_policy_arns_exist);
WEIR_ASK(weir_ask_role_arn);
WEIR_ASK(weir_ask_arn);
WEIR_ASK(weir_ask_saml_provider_arn);
WEIR_ASK(weir_ask_region_active);
WEIR_ASK(weir_ask_mfa_serial);
/* lake.c */
WEIR_ASK(weir_ask_full_table);
WEIR_ASK(weir_ask_permission);
WEIR_ASK(weir_ask_any_permission);
WEIR_ASK(weir_ask_requested);
WEIR_ASK(weir_ask_permission_type);
WEIR_ASK(weir_ask_within);
/* place.c */
WEIR_ASK(weir_ask_values_match);
WEIR_ASK(weir_ask_partition_expression);
WEIR_ASK(weir_ask_segment);
WEIR_ASK(weir_ask_page_token);
WEIR_ASK(weir_ask_location);
WEIR_ASK(weir_ask_bucket_region);
WEIR_ASK(weir_ask_bucket_owner);
WEIR_ASK(weir_ask_one_table);
WEIR_ASK(weir_ask_one_role);
WEIR_ASK(weir_ask_query_authorization);
/* role.c */
WEIR_ASK(weir_ask_role_covers);
WEIR_ASK(weir_ask_role_allows);

#endif
