/**
 * @file
 * Conditions: operators as a table, operands compiled when a document is read, one condition asked of one context.
 */
#ifndef WEIR_POLICY_CONDITION_H
#define WEIR_POLICY_CONDITION_H

#include "policy/pattern.h"

/* A decimal number of any length. INVARIANT: `digits` starts and ends with a digit other than 0; zero has none. */
struct weir_decimal {
    bool negative;
    size_t whole_digits;    /* before the point, from the first digit that is not 0 */
    size_t leading_zeros;   /* behind the point, where there are no whole digits */
    struct weir_str digits; /* may hold the point */
};

bool weir_decimal_parse(struct weir_str text, struct weir_decimal *decimal);
int weir_decimal_compare(const struct weir_decimal *a, const struct weir_decimal *b);

struct weir_instant {
    int64_t unix_s;
    struct weir_str fraction; /* digits behind the second's point, no zeros at the end */
};

/** A W3C profile of ISO 8601, or seconds since the epoch ([iam-condition-operators]). */
bool weir_instant_parse(struct weir_str text, struct weir_instant *instant);
int weir_instant_compare(const struct weir_instant *a, const struct weir_instant *b);

struct weir_cidr {
    unsigned char bytes[16];
    unsigned char size; /* bytes of an address: 4 or 16 */
    unsigned char bits; /* of the prefix */
};

/** An address, with `/bits` or without. Host bits are kept; the comparison does not look at them. */
bool weir_cidr_parse(struct weir_str text, struct weir_cidr *cidr);
/** An address of the other family is not contained. */
bool weir_cidr_contains(const struct weir_cidr *cidr, const struct weir_cidr *address);

enum weir_relation {
    WEIR_RELATION_EQUAL,
    WEIR_RELATION_LESS,
    WEIR_RELATION_LESS_EQUAL,
    WEIR_RELATION_GREATER,
    WEIR_RELATION_GREATER_EQUAL
};

/* One value of a policy's condition, in the form that its operator compares. */
struct weir_operand {
    struct weir_str text;
    bool readable; /* false: not of the operator's kind, such as a number that is none */
    bool truth;
    union {
        struct weir_pattern pattern;
        struct weir_arn_pattern *arn;
        struct weir_decimal decimal;
        struct weir_instant instant;
        struct weir_cidr cidr;
    } as;
};

enum weir_meets { WEIR_MEETS_NOT, WEIR_MEETS, WEIR_MEETS_UNREADABLE };

struct weir_operator;
/* What one family of operators needs to read an operand and to compare one value with it. */
struct weir_family {
    enum weir_status (*read)(const struct weir_operator *op, unsigned variables, struct weir_arena *arena,
                             struct weir_operand *operand, struct weir_error *error);
    enum weir_meets (*meets)(const struct weir_operator *op, const struct weir_operand *operand, struct weir_str value,
                             const struct weir_sight *sight);
};

struct weir_operator {
    const char *name;
    const struct weir_family *family;
    bool negated;
    bool is_null; /* the operator that asks whether the key is there */
    enum weir_relation relation;
    unsigned pattern; /* WEIR_PATTERN_* of a text operand */
};

enum weir_quantifier { WEIR_FOR_ONE, WEIR_FOR_ALL_VALUES, WEIR_FOR_ANY_VALUE };

struct weir_condition {
    const struct weir_operator *op;
    enum weir_quantifier quantifier;
    bool if_exists;
    struct weir_str key;
    uint32_t hash;
    const struct weir_operand *operands;
    size_t count;
    bool is_plain;                              /* one value against one literal text: what most conditions are */
    bool is_of_tag;                             /* its key is one of those of which the setting tag_value_case speaks */
    struct weir_str written;                    /* the operator as the document spells it */
    const struct weir_node *node;               /* the key in the document */
    const struct weir_policy_options *settings; /* NULL: each is as it is by default */
};

/** The whole name of an operator, modifiers included, without regard to case ([iam-condition-operators]). */
bool weir_operator_find(struct weir_str name, struct weir_condition *condition);
/** A key whose values are those of tags, of which the setting tag_value_case speaks. */
bool weir_is_tag_key(struct weir_str key);
/** The row that settings make of a condition's row; `settings` NULL is the default. */
const struct weir_operator *weir_operator_under(const struct weir_operator *op,
                                                const struct weir_policy_options *settings, bool is_of_tag);
/** Is the operand compared as the literal text that it is? */
bool weir_operand_is_literal(const struct weir_operator *op, const struct weir_operand *operand);
/** The pattern of an operand in which variables may stand; NULL where the operator compares no text. */
const struct weir_pattern *weir_operand_pattern(const struct weir_operator *op, const struct weir_operand *operand);
/** The rows, for tests that walk them. */
const struct weir_operator *weir_operators(size_t *count);
/** What stands for an operator that AWS does not know, where the document's reader lets it pass. */
extern const struct weir_operator weir_operator_unknown;
static inline bool weir_condition_is_unknown(const struct weir_condition *condition)
{
    return &weir_operator_unknown == condition->op;
}

/* Why a condition does not hold, or holds. */
enum weir_reason {
    WEIR_REASON_HOLDS,
    WEIR_REASON_ABSENT,     /* the request lacks the key */
    WEIR_REASON_PRESENT,    /* Null: the request has it */
    WEIR_REASON_MANY,       /* several values, and no set operator */
    WEIR_REASON_DIFFERS,    /* a value is none of the policy's */
    WEIR_REASON_EXCLUDED,   /* a value is one of those the policy excludes */
    WEIR_REASON_UNREADABLE, /* a negated comparison with a value that is not of the operator's kind */
    WEIR_REASON_NONE_PASS,  /* ForAnyValue: no value passes */
    WEIR_REASON_EMPTY,      /* ForAnyValue: there is no value */
    WEIR_REASON_EMPTY_TEXT, /* Null: a single empty text, of which it is open whether it is null */
    WEIR_REASON_UNKNOWN     /* there is no such operator, and the setting lets none hold */
};

/**
 * Does the condition hold? What [iam-condition-operators] and [iam-multivalue] leave open, and no setting decides, holds
 * in a statement that denies and fails in one that allows.
 * @param[out] value  the value that decided, empty if none did.
 */
enum weir_reason weir_condition_ask(const struct weir_condition *condition, const struct weir_context *context,
                                    bool denies, struct weir_str *value);

#endif
