/**
 * @file
 * What a grant means, as policy statements that no text was made from, and the proof that an emitted text says just that
 * ([scope-shape], universe and grant). It shares no rule with the writer, so that a fault of one shows against the other.
 */
#ifndef WEIR_SCOPE_PROOF_H
#define WEIR_SCOPE_PROOF_H

#include "policy/policy_impl.h"
#include "scope/scope_impl.h"

/* One grant, cut. */
struct weir_meant {
    const struct weir_grant *grant;
    struct weir_location location;
    struct weir_str key; /* a prefix's with its slash */
    struct weir_str bucket_arn;
    bool open;
    bool lists;
};

struct weir_meaning {
    const struct weir_scope_plan *plan;
    const struct weir_policy *read; /* where the statements are said to stand */
    struct weir_arena *arena;
    struct weir_meant *items;
    struct weir_meant **sorted; /* by bucket */
    size_t count;
    struct weir_statement *statements;
    size_t statement_count;
    struct weir_condition like; /* StringLike, without key and operands */
    bool is_sound;              /* false: something is no location at all, and the meaning says nothing */
};

/** What the grants mean under a plan; `read` is a document that they are compared with, NULL `*policy`: no location. */
enum weir_status weir_scope_mean(const struct weir_grant_set *grants, const struct weir_scope_plan *plan,
                                 const struct weir_policy *read, struct weir_arena *arena,
                                 const struct weir_policy **policy);

/* ---------------------------------------------------------------------------------------- statements */

enum weir_status weir_meaning_join(const struct weir_meaning *meaning, const struct weir_str *pieces, size_t count,
                                   struct weir_str *joined);
/** The ARN of the objects, without the `*` of an open key. */
enum weir_status weir_meaning_objects(const struct weir_meaning *meaning, const struct weir_meant *meant,
                                      struct weir_str *arn);
bool weir_meaning_new_bucket(const struct weir_meaning *meaning, size_t i);

/** A new statement with its actions, and room for so many resources. */
enum weir_status weir_meaning_begin(struct weir_meaning *meaning, const struct weir_str *actions, size_t action_count,
                                    size_t resources, struct weir_arn_pattern **items);
struct weir_statement *weir_meaning_last(const struct weir_meaning *meaning);
enum weir_status weir_meaning_resource(struct weir_meaning *meaning, struct weir_arn_pattern *items,
                                       struct weir_str text, bool open);
/** A condition StringLike with room for so many operands. */
enum weir_status weir_meaning_condition(const struct weir_meaning *meaning, struct weir_condition *condition,
                                        struct weir_str key, size_t most, struct weir_operand **operands);
enum weir_status weir_meaning_operand(const struct weir_meaning *meaning, struct weir_condition *condition,
                                      struct weir_operand *operands, struct weir_str text, bool open);

enum weir_status weir_meaning_put_objects(struct weir_meaning *meaning, enum weir_access access);
enum weir_status weir_meaning_put_lists(struct weir_meaning *meaning);
enum weir_status weir_meaning_put_keys(struct weir_meaning *meaning, const struct weir_grant_set *grants);

/* --------------------------------------------------------------------------------------------- proof */

/** An emitted text and what it is to say. */
struct weir_scope_claim {
    const struct weir_scope_plan *plan;
    struct weir_str document;
    size_t characters;
    struct weir_grant_set all;   /* the text allows nothing that these do not give */
    struct weir_grant_set whole; /* the text allows all that these give; empty where that is `all` */
};
/**
 * Reads the text again and compares it both ways, and with what the plan's options say that it must be within. PASSED,
 * POLICY_UNPROVED or POLICY_OUTSIDE; what is not certain is not proved. The arena is as it was before.
 */
enum weir_status weir_scope_prove(const struct weir_scope_claim *claim, struct weir_arena *arena,
                                  enum weir_scope_check *check);
/** A claim for each policy of an emission. Grants that only strengthen a location of another policy stand in `all`. */
enum weir_status weir_scope_claims(const struct weir_scope_plan *plan, const struct weir_grant_set *grants,
                                   const struct weir_reached *reached, size_t policies, struct weir_arena *arena,
                                   struct weir_scope_claim **claims);

#endif
