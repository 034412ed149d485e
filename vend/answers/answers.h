/* The functions behind the table of answers: they fill the session, the policies and the response of an allowed decision. */
#ifndef WEIR_VEND_ANSWERS_H
#define WEIR_VEND_ANSWERS_H

#include "vend/engine.h"

#define WEIR_MAKE(function) \
    enum weir_status function(struct weir_deciding *deciding, const struct weir_argument *arguments)

/* What every session of a role has, however it was made; `duration` is a number of seconds. */
enum weir_status weir_session_begin(struct weir_deciding *deciding, const struct weir_role *role, struct weir_str name,
                                    const struct weir_argument *duration, struct weir_session **out);
/* The member `Expiration` of a response. */
enum weir_status weir_session_write_expiration(struct weir_writer *writer, const struct weir_session *session);

/* role.c */
WEIR_MAKE(weir_make_decorated_role);
WEIR_MAKE(weir_make_assumed_role);
/* vended.c */
WEIR_MAKE(weir_make_table_session);
WEIR_MAKE(weir_make_partition_session);
WEIR_MAKE(weir_make_location_session);
/* redshift.c */
WEIR_MAKE(weir_make_database_credentials);
/* metadata.c */
WEIR_MAKE(weir_make_table_metadata);
WEIR_MAKE(weir_make_partition_metadata);
WEIR_MAKE(weir_make_partitions_metadata);

/* access.c: the effective access to a table as JSON. */
enum weir_status weir_write_access(const struct weir_lake_access *access, struct weir_arena *arena,
                                   struct weir_str *json);

#endif
