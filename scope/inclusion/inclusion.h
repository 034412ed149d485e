/**
 * @file
 * Two sets of policies side by side as one finite question: statements, the axes on which requests differ, the atoms
 * of each axis, and what no axis settles ([scope-shape]).
 *
 * A request is one point of every axis: the action, the resource, and each condition key that a policy asks for. A
 * statement applies to it if it holds at each of its points. So a point is the set of statements that hold there, and
 * points with equal sets are one.
 */
#ifndef WEIR_SCOPE_INCLUSION_H
#define WEIR_SCOPE_INCLUSION_H

#include <weir/scope.h>

#include "policy/policy_impl.h"
#include "scope/atoms.h"

/* Words of points looked at in one comparison: a second of work. Usual policies need a hundred. */
enum { WEIR_INCLUSION_MAX_POINTS = 1 << 24 };
/* What depends on variables is tried both ways, so this many cost a thousand tries for one request. */
enum { WEIR_INCLUSION_MAX_OPEN_AT_ONCE = 10 };
/* Things that a comparison leaves open: as many as a word has bits. */
enum { WEIR_INCLUSION_MAX_OPEN = 64 };
/* Requests that come out otherwise than expected since a variable's value decides; each costs two evaluations. */
enum { WEIR_INCLUSION_MAX_DOUBTS = 256 };
/* Combinations of values of one multi-valued key. */
enum { WEIR_INCLUSION_MAX_SETS = 512 };

/* Why an answer is unknown: name, the word in the answer. */
#define WEIR_INCLUSION_LIMIT_MAP(X)         \
    X(STATES, "states")                     \
    X(COMBINATIONS, "combinations")         \
    X(PRINCIPALS, "principals")             \
    X(VARIABLES, "variables")               \
    X(CONTROL_POLICIES, "control-policies") \
    X(VALUES, "values")                     \
    X(SETTINGS, "settings")                 \
    X(WITNESS, "witness")

enum weir_inclusion_limit {
    WEIR_INCLUSION_LIMIT_NONE = 0,
#define WEIR_INCLUSION_LIMIT_ENUM(name, word) WEIR_INCLUSION_LIMIT_##name,
    WEIR_INCLUSION_LIMIT_MAP(WEIR_INCLUSION_LIMIT_ENUM)
#undef WEIR_INCLUSION_LIMIT_ENUM
};

struct weir_inclusion {
    enum weir_inclusion_answer answer;
    enum weir_inclusion_limit limit;
    struct weir_inclusion_witness witness;
};

/* A statement of either side. */
struct weir_said {
    const struct weir_statement *statement;
    bool denies;
    bool is_rcp; /* speaks only where RCPs reach */
};

/* INVARIANT: sets of statements all have the comparison's words. */
struct weir_side {
    const struct weir_policy_set *policies;
    uint64_t *denies;
    uint64_t *direct;  /* allows of a resource policy, which need no identity policy */
    uint64_t **always; /* one of each must allow: SCPs, the endpoint's policy */
    size_t always_count;
    uint64_t **own; /* one of each must, unless a resource policy allows: identity, boundary, session */
    size_t own_count;
};

/* What no axis settles: a pattern that holds a variable, a set operator with one, whether RCPs reach an action. */
enum weir_open_kind { WEIR_OPEN_RESOURCE, WEIR_OPEN_OPERAND, WEIR_OPEN_CONDITION, WEIR_OPEN_RCP };

struct weir_open {
    enum weir_open_kind kind;
    bool widely;
    const struct weir_condition *condition; /* of an operand or condition */
    struct weir_str text;
    const struct weir_pattern *parts; /* NULL: it tells nothing about the values of its variables */
    size_t part_count;
};

/* At a point, whether a statement holds there depends: on one of the open things being so, or on none. */
struct weir_clause {
    size_t statement;
    uint64_t opens;
    bool negated;
};

struct weir_point {
    const struct weir_str *values;
    size_t count;      /* of values; 0 where a key is absent */
    size_t cost;       /* bytes: the witness is the cheapest request */
    uint64_t *holding; /* statements that hold here, those with a clause among them */
    const struct weir_clause *clauses;
    size_t clause_count;
};

struct weir_axis;
struct weir_key;

/* The points of a key by the statements that hold where it is asked for. */
struct weir_ways {
    struct weir_key *key;
    struct weir_atoms sets;         /* of statements */
    const struct weir_axis **items; /* of each set: an axis that holds its points, or the key's own */
    size_t room;
    size_t left; /* operands that may yet be narrowed to */
};

struct weir_axis {
    struct weir_str key; /* empty for the action and the resource */
    bool multivalued;
    uint64_t *speaking;        /* statements that ask for the key; all of them for the first two */
    uint64_t *asking;          /* statements that ask for this key or one of a later axis */
    struct weir_point *points; /* of a key: made when they are first needed */
    size_t count;
    size_t room;
    struct weir_ways ways; /* of a key */
};

enum { WEIR_AXIS_ACTION, WEIR_AXIS_RESOURCE, WEIR_AXIS_KEYS };

struct weir_comparison {
    struct weir_arena *arena;
    struct weir_error *error;
    struct weir_side wide;
    struct weir_side narrow;
    struct weir_said *said;
    size_t count;
    size_t room;
    size_t words;
    struct weir_axis *axes;
    size_t axis_count;
    struct weir_open opens[WEIR_INCLUSION_MAX_OPEN];
    size_t open_count;
    enum weir_inclusion_limit limit; /* the first that was met */
};

/* Owners behind those of the statements: what no policy forbids, and a service that RCPs reach. */
enum { WEIR_OWNER_CALLER_IDENTITY, WEIR_OWNER_RCP_SERVICE, WEIR_OWNERS_MORE };

/** A set of statements, empty; NULL without memory. */
uint64_t *weir_comparison_set(struct weir_comparison *comparison);
void weir_comparison_limit(struct weir_comparison *comparison, enum weir_inclusion_limit limit);
/** The mask of an open thing; equal things are one. */
uint64_t weir_comparison_open(struct weir_comparison *comparison, struct weir_open open);
/** Does a pattern hold a variable? */
bool weir_pattern_varies(const struct weir_pattern *pattern);

/** The statements of both sides and what each side needs. WEIR_ERR_USAGE for a set that weir_authorize would not take. */
enum weir_status weir_comparison_gather(struct weir_comparison *comparison, const struct weir_policy_set *wide,
                                        const struct weir_policy_set *narrow);
/** Do these statements allow, where `for_it` can allow and `against` can deny? Both are empty but in the words `at`. */
bool weir_side_allows(const struct weir_side *side, const uint64_t *for_it, const uint64_t *against, const size_t *at,
                      size_t words);

/** The axes, those of the action and the resource with their points. */
enum weir_status weir_axes_build(struct weir_comparison *comparison);
enum weir_status weir_axis_of_actions(struct weir_comparison *comparison, struct weir_axis *axis);
enum weir_status weir_axis_of_resources(struct weir_comparison *comparison, struct weir_axis *axis);
/** A point to be filled; NULL without memory. Valid until the next one. */
struct weir_point *weir_axis_point(struct weir_comparison *comparison, struct weir_axis *axis);

/* -------------------------------------------------------------------------------------------- keys */

/* What a family of operators reads a value as. */
enum weir_read_as {
    WEIR_AS_NOTHING, /* Null: the key alone counts */
    WEIR_AS_TEXT,
    WEIR_AS_TRUTH,
    WEIR_AS_BYTES,
    WEIR_AS_ARN,
    WEIR_AS_DECIMAL, /* from here on by its value, before by patterns */
    WEIR_AS_INSTANT,
    WEIR_AS_ADDRESS
};
enum weir_read_as weir_condition_read_as(const struct weir_condition *condition);

/* A condition with what it is at least and at most, whatever its variables stand for. */
struct weir_demand {
    const struct weir_condition *condition;
    struct weir_condition without; /* the operands that hold variables left out */
    struct weir_condition beside;  /* variables stand for any text */
    const bool *operand_varies;    /* NULL: none does */
    size_t said;                   /* its statement */
    bool denies;
    bool is_prefixes; /* of literals, or literals with a `*` behind, for one value */
};

struct weir_key {
    struct weir_str name;
    uint32_t hash;
    struct weir_demand *demands;
    size_t count;
    size_t room;
};

/** What an axis of a key is before it has points. */
void weir_axis_begin_key(struct weir_axis *axis, struct weir_key *key, size_t words);
/** The points at which the demands of a key differ. */
enum weir_status weir_axis_of_key(struct weir_comparison *comparison, const struct weir_key *key,
                                  struct weir_axis *axis);

void weir_ways_init(struct weir_ways *ways, struct weir_key *key, size_t words);
/** The points of a key's axis where these statements hold and no others; NULL where none of them asks for the key. */
enum weir_status weir_axis_way(struct weir_comparison *comparison, struct weir_axis *axis, const uint64_t *holding,
                               uint64_t *scratch, const struct weir_axis **way);

/* Texts that a key may have. */
struct weir_texts {
    struct weir_arena *arena;
    struct weir_str *items;
    size_t count;
    size_t room;
};
enum weir_status weir_texts_add(struct weir_texts *texts, struct weir_str text);
/** For numbers, instants and addresses: one of each stretch between the operands, and each operand. */
enum weir_status weir_texts_add_values(struct weir_texts *texts, const struct weir_key *key, bool *complete);

/** The sets of two or more values that a multi-valued key can tell apart, given its single values. */
enum weir_status weir_sets_of_values(struct weir_comparison *comparison, const struct weir_key *key,
                                     const struct weir_texts *texts, struct weir_point **sets, size_t *count);

/* ------------------------------------------------------------------------------------------ search */

/** A request that the narrow side allows and the wide side does not, in `points`, one for each axis. */
struct weir_choice {
    const struct weir_point **points; /* NULL for a key that nothing asks for */
    uint64_t opens;                   /* what is open and taken to be so */
};

enum weir_status weir_comparison_search(struct weir_comparison *comparison, struct weir_inclusion_witness *witness,
                                        bool *found);
/** Makes the request of a choice and asks the evaluator; `holds` if it is what it should be. */
enum weir_status weir_witness_check(struct weir_comparison *comparison, const struct weir_choice *choice,
                                    struct weir_inclusion_witness *witness, bool *holds);

/** Do two sets allow the same requests? False also where that is unknown. */
enum weir_status weir_scope_same(const struct weir_policy_set *one, const struct weir_policy_set *other,
                                 struct weir_arena *arena, bool *same);

#endif
