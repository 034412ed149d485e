/* The table of session/1. */
#ifndef WEIR_VEND_SESSION_MEMBERS_H
#define WEIR_VEND_SESSION_MEMBERS_H

#include "vend/request/members.h"

/* What a struct weir_session is in a text. */
const struct weir_shape *weir_session_shape(void);
/* Keys of tags compare without regard to case ([sts-session-tags]). */
bool weir_session_has_tag(struct weir_tag_list tags, struct weir_str key);

#endif
