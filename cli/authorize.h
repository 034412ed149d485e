/* `weir authorize`: its answers for a person, a program and the corpus. */
#ifndef WEIR_CLI_AUTHORIZE_H
#define WEIR_CLI_AUTHORIZE_H

#include <weir/policy.h>

#include "one.h"

extern const struct one_way authorize_way; /* its context is a bool: is every statement told? */

/* Tells the answer to a person; `verbose` leaves nothing out. */
void authorize_report(const struct weir_ask *ask, const struct weir_explanation *explanation, bool verbose,
                      struct paint *paint);

#endif
