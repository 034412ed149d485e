/* The functions behind the table of answers: they fill the session, the policies and the response of an allowed decision. */
#ifndef WEIR_VEND_ANSWERS_H
#define WEIR_VEND_ANSWERS_H

#include "vend/engine.h"

#define WEIR_MAKE(function) \
    enum weir_status function(struct weir_deciding *deciding, const struct weir_argument *arguments)

/* answers_session.c */
WEIR_MAKE(weir_make_assumed_role);
WEIR_MAKE(weir_make_table_session);
/* answers_redshift.c */
WEIR_MAKE(weir_make_database_credentials);
/* answers_metadata.c */
WEIR_MAKE(weir_make_table_metadata);

#endif
