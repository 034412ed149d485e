/* `weir scope`: its answers for a person, a program and the corpus. */
#ifndef WEIR_CLI_SCOPE_H
#define WEIR_CLI_SCOPE_H

#include <weir/scope.h>

#include "one.h"

extern const struct one_way scope_way; /* it has no context */

/* Tells the answer to a person; exactly one of scope and refusal is there. */
void scope_report(const struct weir_scope *scope, const struct weir_refusal *refusal, struct paint *paint);

#endif
