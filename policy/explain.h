/**
 * @file
 * The sentences of explanations.
 */
#ifndef WEIR_POLICY_EXPLAIN_H
#define WEIR_POLICY_EXPLAIN_H

#include "policy/layers.h"

/** Why a statement did not apply, such as "StringEquals sts:ExternalId: the request has no sts:ExternalId". */
void weir_write_reason(struct weir_writer *writer, const struct weir_statement *statement,
                       const struct weir_question *question, const struct weir_meeting *meeting);
/** The element that a reason speaks of; the statement itself when it applied. */
const struct weir_node *weir_reason_node(const struct weir_statement *statement, const struct weir_meeting *meeting);
/** AWS's wording of a verdict, "because no session policy allows the s3:PutObject action". */
void weir_write_because(struct weir_writer *writer, const struct weir_policy_request *request,
                        const struct weir_verdict *verdict);
/** At most some eighty bytes of a value, between backquotes, controls shown as `?`. */
void weir_write_value(struct weir_writer *writer, struct weir_str value);

#endif
