/**
 * @file
 * The layers of policies that speak to a question, walked in one order, and the verdict they add up to.
 */
#ifndef WEIR_POLICY_LAYERS_H
#define WEIR_POLICY_LAYERS_H

#include "policy/policy_impl.h"

/* Where a statement stands in a set of policies. */
struct weir_spot {
    enum weir_policy_kind kind;
    const struct weir_policy *policy;
    size_t policy_index;
    size_t level;
    size_t statement;
};

typedef enum weir_status weir_visit(void *self, const struct weir_spot *spot, const struct weir_meeting *meeting);

/** Meets every statement that has a say with the question, in the order of AWS's evaluation; stops at a failed visit. */
enum weir_status weir_layers_walk(const struct weir_question *question, weir_visit *visit, void *self);
/** Sets which lists of each kind have a say; none where a kind does not apply to this question. */
void weir_levels_open(const struct weir_policy_set *policies, struct weir_question *question);

/* ------------------------------------------------------------------------------------------- verdict */

enum { WEIR_DECIDERS_INLINE = 4, WEIR_DECIDERS_BLOCK = 16 };

/* A statement that spoke, and how it named the caller. */
struct weir_spoken {
    struct weir_decider decider;
    enum weir_named named;
};

struct weir_spoken_block {
    struct weir_spoken_block *next;
    struct weir_spoken items[WEIR_DECIDERS_BLOCK];
};

/* A few have room here; more go to blocks of the arena, which are kept when the list is emptied. */
struct weir_deciders {
    size_t count;
    struct weir_spoken first[WEIR_DECIDERS_INLINE];
    struct weir_spoken_block *blocks;
};

enum weir_status weir_deciders_add(struct weir_deciders *deciders, struct weir_arena *arena,
                                   const struct weir_spot *spot, enum weir_named named);
/** For an index below the count. */
struct weir_spoken *weir_deciders_at(struct weir_deciders *deciders, size_t index);

struct weir_verdict {
    enum weir_effect effect;
    enum weir_policy_kind kind;
    size_t silent_level;      /* of an implicit deny by an SCP: the first level that allows nothing */
    bool needs_no_permission; /* allowed whatever the policies say */
    const char *regardless;   /* refused whatever the policies allow: why; else NULL */
    struct weir_deciders deciders;
};

/** A verdict that refuses; NULL past the arena's limit. */
struct weir_verdict *weir_verdict_new(struct weir_arena *arena);
/** weir_authorize for a question that is set up; `verdict` is new. */
enum weir_status weir_decide_question(const struct weir_question *question, struct weir_arena *arena,
                                      struct weir_verdict *verdict, struct weir_error *error);
/** The checks that weir_authorize and weir_explain share, and the question. */
enum weir_status weir_question_open(const struct weir_policy_set *policies, const struct weir_policy_request *request,
                                    const struct weir_arena *arena, struct weir_question *question,
                                    struct weir_error *error);

/** reserved.c: would the request change what AWS keeps for itself? */
bool weir_is_reserved(const struct weir_question *question);
/** public_access.c: does S3 Block Public Access keep the caller out? */
bool weir_is_public_access_blocked(const struct weir_question *question);

#endif
