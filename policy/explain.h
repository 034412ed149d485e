/**
 * @file
 * The sentences of explanations.
 */
#ifndef WEIR_POLICY_EXPLAIN_H
#define WEIR_POLICY_EXPLAIN_H

#include "policy/layers.h"

/* A setting that decided: had it another value, the element would have said otherwise. */
struct weir_decided {
    enum weir_policy_setting setting;
    unsigned value;          /* that it has */
    enum weir_match element; /* what it decided, by the word for its failure */
    const struct weir_condition *condition;
};
struct weir_decided_list {
    struct weir_decided items[WEIR_POLICY_SETTINGS];
    size_t count;
};
/**
 * The settings that decided how a statement met a question. An unknown operator has a reason of its own.
 * @return WEIR_OK; WEIR_ERR_MEMORY.
 */
enum weir_status weir_settings_decided(const struct weir_spot *spot, const struct weir_question *question,
                                       const struct weir_meeting *meeting, struct weir_arena *arena,
                                       struct weir_decided_list *list);
/**
 * Behind a reason the settings that decided it; of a statement that applied, "Null k holds by the setting
 * null_of_empty_text: refuse (AWS does not say whether an empty text is null)".
 */
void weir_write_settings(struct weir_writer *writer, const struct weir_statement *statement,
                         const struct weir_question *question, const struct weir_meeting *meeting,
                         const struct weir_decided_list *list);
/** Why a statement did not apply, such as "StringEquals sts:ExternalId: the request has no sts:ExternalId". */
void weir_write_reason(struct weir_writer *writer, const struct weir_statement *statement,
                       const struct weir_question *question, const struct weir_meeting *meeting);
/** The element that a reason speaks of; the statement itself when it applied. */
const struct weir_node *weir_reason_node(const struct weir_statement *statement, const struct weir_meeting *meeting);
/** AWS's wording of a verdict, "because no session policy allows the s3:PutObject action". */
void weir_write_because(struct weir_writer *writer, const struct weir_policy_request *request,
                        const struct weir_verdict *verdict);
/** "statement 2 `DenyOthers` of bucket policy lake": the statement's number is 1-based, its label the document's. */
void weir_write_decider(struct weir_writer *writer, const struct weir_decider *decider);
/** remedy.c: what weir_explanation_remedy says; `near` is the statement that came nearest to allowing, NULL: none did. */
void weir_write_remedy(struct weir_writer *writer, const struct weir_policy_set *set,
                       const struct weir_policy_request *request, const struct weir_verdict *verdict,
                       const struct weir_finding *near);
/** At most some eighty bytes of a value, between backquotes, controls shown as `?`. */
void weir_write_value(struct weir_writer *writer, struct weir_str value);

#endif
