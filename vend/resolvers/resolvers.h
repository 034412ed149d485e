/* The functions behind the table of resolvers that speak of the lake. `value` is ABSENT unless one sets it. */
#ifndef WEIR_VEND_RESOLVERS_H
#define WEIR_VEND_RESOLVERS_H

#include "scope/scope_impl.h"
#include "vend/engine.h"

#define WEIR_RESOLVE(function)                                                                       \
    enum weir_status function(struct weir_deciding *deciding, const struct weir_argument *arguments, \
                              struct weir_value *value)

/* sts.c */
WEIR_RESOLVE(weir_resolve_account);
WEIR_RESOLVE(weir_resolve_first);
WEIR_RESOLVE(weir_resolve_least);
WEIR_RESOLVE(weir_resolve_members);
WEIR_RESOLVE(weir_resolve_list_when);
WEIR_RESOLVE(weir_resolve_mfa_keys);
WEIR_RESOLVE(weir_resolve_packed);
WEIR_RESOLVE(weir_resolve_token);
/* redshift.c */
WEIR_RESOLVE(weir_resolve_workgroup_name);
WEIR_RESOLVE(weir_resolve_cluster_name);
WEIR_RESOLVE(weir_resolve_warehouse);
WEIR_RESOLVE(weir_resolve_iam_database_user);
WEIR_RESOLVE(weir_resolve_cluster_database_user);
WEIR_RESOLVE(weir_resolve_principal_tag_list);
/* saml.c */
WEIR_RESOLVE(weir_resolve_saml_provider);
WEIR_RESOLVE(weir_resolve_saml_assertion);
WEIR_RESOLVE(weir_resolve_decorated_assertion);
/* lake.c */
WEIR_RESOLVE(weir_resolve_lake);
WEIR_RESOLVE(weir_resolve_table);
WEIR_RESOLVE(weir_resolve_access);
WEIR_RESOLVE(weir_resolve_registration);
WEIR_RESOLVE(weir_resolve_scope);
WEIR_RESOLVE(weir_resolve_lake_of);
/* What the caller is called in grants: a session counts as its role, a user as itself ([lf-principals]). */
enum weir_status weir_lake_principal_of(struct weir_deciding *deciding, struct weir_lake_principal *principal);
/* SCOPE for these grants and the keys of their buckets; ABSENT where no one policy can say them. `grants` are kept. */
enum weir_status weir_write_vended_scope(struct weir_deciding *deciding, const struct weir_grant *grants, size_t count,
                                         const struct weir_role *role, struct weir_value *value);
/* place.c */
WEIR_RESOLVE(weir_resolve_partition);
WEIR_RESOLVE(weir_resolve_first_given);
WEIR_RESOLVE(weir_resolve_location_lake);
WEIR_RESOLVE(weir_resolve_location_table);
WEIR_RESOLVE(weir_resolve_vended_place);
WEIR_RESOLVE(weir_resolve_places_scope);

#endif
