/* Who a step of request/1 is made by. */
#ifndef WEIR_VEND_REQUEST_CALLER_H
#define WEIR_VEND_REQUEST_CALLER_H

#include "vend/request/members.h"

/* Reader of a row: fills what begins with `caller` in a struct weir_request, and `session` where it is a value. */
enum weir_status weir_caller_read(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                                  void *request);

#endif
