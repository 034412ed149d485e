/* The naive twin of the operators of conditions, interpreted from a table written from the facts ([iam-condition-operators]). */
#ifndef WEIR_FUZZ_TWIN_OPERATOR_H
#define WEIR_FUZZ_TWIN_OPERATOR_H

#include "fuzz/twin.h"

enum twin_kind { TWIN_TEXT, TWIN_NUMBER, TWIN_DATE, TWIN_BOOL, TWIN_BINARY, TWIN_ADDRESS, TWIN_ARN, TWIN_NULL };
enum twin_set { TWIN_ONE, TWIN_ALL, TWIN_ANY };

/* `orders`: which of less, equal and greater the operator takes; for text, what has a meaning in an operand. */
struct twin_row {
    const char *name;
    enum twin_kind kind;
    bool negated;
    unsigned orders;
};

struct twin_operator {
    const struct twin_row *row;
    enum twin_set set;
    bool if_exists;
};

enum twin_meets { TWIN_MEETS_NOT, TWIN_MEETS, TWIN_UNREADABLE };

/** False for a name that is no operator's. */
bool twin_operator_find(struct weir_str name, struct twin_operator *op);
/** One value against one operand, before negation. */
enum twin_meets twin_meets(const struct twin_row *row, bool variables, struct weir_str operand, struct weir_str value,
                           const struct twin_sight *sight);
/** Text that is `true`, or `false`, in any case. */
bool twin_is_truth(struct weir_str text, bool *truth);

#endif
