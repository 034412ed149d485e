/* What the proof takes for granted of functions outside the matcher: they read their arguments and write nothing else. */
#ifndef WEIR_PROOF_ASSUMED_H
#define WEIR_PROOF_ASSUMED_H

#include "policy/search.h"

/*@ requires weir_readable(a) && weir_readable(b);
    assigns \result \from a, b;
 */
bool weir_str_equal(struct weir_str a, struct weir_str b);

/*@ requires weir_readable(a) && weir_readable(b);
    assigns \result \from a, b;
 */
bool weir_str_equal_fold(struct weir_str a, struct weir_str b);

/*@ requires \valid_read(piece) && \valid(value);
    assigns *value;
    ensures \result ==> weir_readable(*value);
 */
bool weir_variable_resolve(const struct weir_piece *piece, const struct weir_context *context,
                           enum weir_empty_value empty, struct weir_str *value);

#endif
