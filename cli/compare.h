/* `weir compare`: its answers for a person, a program and the corpus. */
#ifndef WEIR_CLI_COMPARE_H
#define WEIR_CLI_COMPARE_H

#include <weir/scope.h>

#include "one.h"

extern const struct one_way compare_way; /* it has no context */

/* Tells the answer to a person, who called the sides by the names of these files, or in a question by none. */
struct compare_report {
    const struct weir_inclusion *inclusion;
    bool is_change;
    const char *wide;
    const char *narrow;
};
void compare_report(const struct compare_report *report, struct paint *paint);

#endif
