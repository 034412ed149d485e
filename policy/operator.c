/* The operators of conditions, one row each, and how each family reads an operand and meets a value ([iam-condition-operators]). */
#include "policy/condition.h"

static enum weir_meets meets_if(bool meets)
{
    return meets ? WEIR_MEETS : WEIR_MEETS_NOT;
}

/* ---------------------------------------------------------------------------------------------- text */

static enum weir_status read_text(const struct weir_operator *op, unsigned variables, struct weir_arena *arena,
                                  struct weir_operand *operand, struct weir_error *error)
{
    operand->readable = true;
    return weir_pattern_compile(operand->text, op->pattern | variables, arena, &operand->as.pattern, error);
}

static enum weir_meets text_meets(const struct weir_operator *op, const struct weir_operand *operand,
                                  struct weir_str value, const struct weir_sight *sight)
{
    (void)op;
    return meets_if(weir_pattern_matches(&operand->as.pattern, value, sight));
}

/* ---------------------------------------------------------------------------------------------- arns */

/* Colons inside `${…}` do not part an ARN: `arn:aws:iam::${aws:PrincipalAccount}:role/x` has six parts. */
static size_t split_operand(struct weir_str text, unsigned variables, struct weir_str parts[WEIR_ARN_PARTS])
{
    size_t count = 0;
    size_t start = 0;
    for (size_t at = 0; at < text.len;) {
        const size_t span = variables != 0 ? weir_variable_span(weir_str_slice(text, at, text.len)) : 0;
        if (span == 0 && text.ptr[at] == ':' && count + 1 < WEIR_ARN_PARTS) {
            parts[count++] = weir_str_slice(text, start, at);
            start = at + 1;
        }
        at += span == 0 ? 1 : span;
    }
    parts[count++] = weir_str_slice(text, start, text.len);
    return count;
}

enum { EVERY_PART = (1u << WEIR_ARN_PARTS) - 1 };

static enum weir_status read_arn(const struct weir_operator *op, unsigned variables, struct weir_arena *arena,
                                 struct weir_operand *operand, struct weir_error *error)
{
    (void)op;
    struct weir_arn_pattern *const arn = weir_arena_alloc(arena, 1, sizeof(*arn));
    if (arn == NULL)
        return weir_fail_memory(error);
    operand->as.arn = arn;
    operand->readable = true;
    arn->text = operand->text;
    struct weir_str parts[WEIR_ARN_PARTS];
    const size_t count = split_operand(operand->text, variables, parts);
    if (count == WEIR_ARN_PARTS) {
        WEIR_TRY(weir_arn_compile(parts, count, variables != 0 ? EVERY_PART : 0u, arena, arn, error));
        weir_arn_set_empty(arn, weir_pattern_empty(variables));
        return WEIR_OK;
    }
    /* An ARN cut short is no ARN, and neither is `*` alone; but one variable may stand for a whole one. */
    arn->form = WEIR_ARN_VARIABLE;
    WEIR_TRY(weir_pattern_compile(operand->text, variables, arena, &arn->parts[0], error));
    operand->readable = arn->parts[0].count == 1 && arn->parts[0].pieces[0].kind == WEIR_PIECE_VARIABLE;
    return WEIR_OK;
}

/* What a variable that stands for a whole ARN stands for is none; an empty one in doubt is where a match refuses. */
static bool stands_for_no_arn(const struct weir_pattern *variable, const struct weir_sight *sight)
{
    struct weir_str parts[WEIR_ARN_PARTS];
    struct weir_str text;
    return weir_variable_resolve(variable->pieces, sight->context, weir_pattern_empty_value(variable, sight->widely),
                                 &text) &&
           !weir_arn_split(text, parts);
}

static enum weir_meets arn_meets(const struct weir_operator *op, const struct weir_operand *operand,
                                 struct weir_str value, const struct weir_sight *sight)
{
    (void)op;
    struct weir_str parts[WEIR_ARN_PARTS];
    if (!weir_arn_split(value, parts))
        return WEIR_MEETS_UNREADABLE;
    const struct weir_arn_pattern *const arn = operand->as.arn;
    if (weir_arn_matches(arn, parts, sight))
        return WEIR_MEETS;
    const bool unreadable = arn->form == WEIR_ARN_VARIABLE && stands_for_no_arn(&arn->parts[0], sight);
    return unreadable ? WEIR_MEETS_UNREADABLE : WEIR_MEETS_NOT;
}

/* ------------------------------------------------------------------------------- numbers and instants */

static bool stands(enum weir_relation relation, int order)
{
    switch (relation) {
    case WEIR_RELATION_EQUAL:
        return order == 0;
    case WEIR_RELATION_LESS:
        return order < 0;
    case WEIR_RELATION_LESS_EQUAL:
        return order <= 0;
    case WEIR_RELATION_GREATER:
        return order > 0;
    case WEIR_RELATION_GREATER_EQUAL:
        return order >= 0;
    }
    return false;
}

static enum weir_status read_decimal(const struct weir_operator *op, unsigned variables, struct weir_arena *arena,
                                     struct weir_operand *operand, struct weir_error *error)
{
    (void)op, (void)variables, (void)arena, (void)error;
    operand->readable = weir_decimal_parse(operand->text, &operand->as.decimal);
    return WEIR_OK;
}

static enum weir_meets decimal_meets(const struct weir_operator *op, const struct weir_operand *operand,
                                     struct weir_str value, const struct weir_sight *sight)
{
    (void)sight;
    struct weir_decimal number;
    if (!weir_decimal_parse(value, &number))
        return WEIR_MEETS_UNREADABLE;
    return meets_if(stands(op->relation, weir_decimal_compare(&number, &operand->as.decimal)));
}

static enum weir_status read_instant(const struct weir_operator *op, unsigned variables, struct weir_arena *arena,
                                     struct weir_operand *operand, struct weir_error *error)
{
    (void)op, (void)variables, (void)arena, (void)error;
    operand->readable = weir_instant_parse(operand->text, &operand->as.instant);
    return WEIR_OK;
}

static enum weir_meets instant_meets(const struct weir_operator *op, const struct weir_operand *operand,
                                     struct weir_str value, const struct weir_sight *sight)
{
    (void)sight;
    struct weir_instant instant;
    if (!weir_instant_parse(value, &instant))
        return WEIR_MEETS_UNREADABLE;
    return meets_if(stands(op->relation, weir_instant_compare(&instant, &operand->as.instant)));
}

/* ---------------------------------------------------------------------------------------- addresses */

static enum weir_status read_cidr(const struct weir_operator *op, unsigned variables, struct weir_arena *arena,
                                  struct weir_operand *operand, struct weir_error *error)
{
    (void)op, (void)variables, (void)arena, (void)error;
    operand->readable = weir_cidr_parse(operand->text, &operand->as.cidr);
    return WEIR_OK;
}

/* The request's own value is one address: a range there has no documented meaning. */
static enum weir_meets cidr_meets(const struct weir_operator *op, const struct weir_operand *operand,
                                  struct weir_str value, const struct weir_sight *sight)
{
    (void)op, (void)sight;
    struct weir_cidr address;
    if (weir_str_index(value, '/', 0) < value.len || !weir_cidr_parse(value, &address))
        return WEIR_MEETS_UNREADABLE;
    return meets_if(weir_cidr_contains(&operand->as.cidr, &address));
}

/* ------------------------------------------------------------------------------------ truth, bytes */

/*
 * The pages contradict each other on variables here: where no setting decides, one is looked at only where a match
 * refuses (struct weir_sight).
 */
static enum weir_status read_truth(const struct weir_operator *op, unsigned variables, struct weir_arena *arena,
                                   struct weir_operand *operand, struct weir_error *error)
{
    return read_text(op, variables, arena, operand, error);
}

static bool is_truth(struct weir_str text)
{
    return weir_str_equal_fold(text, WEIR_STR("true")) || weir_str_equal_fold(text, WEIR_STR("false"));
}

static enum weir_meets literal_truth_meets(const struct weir_operator *op, const struct weir_operand *operand,
                                           struct weir_str value, const struct weir_sight *sight)
{
    (void)op, (void)sight;
    return is_truth(value) ? meets_if(weir_str_equal_fold(operand->text, value)) : WEIR_MEETS_UNREADABLE;
}

static enum weir_meets substituted_truth_meets(const struct weir_operator *op, const struct weir_operand *operand,
                                               struct weir_str value, const struct weir_sight *sight)
{
    (void)op;
    return is_truth(value) ? meets_if(weir_pattern_matches(&operand->as.pattern, value, sight)) : WEIR_MEETS_UNREADABLE;
}

static enum weir_meets truth_meets(const struct weir_operator *op, const struct weir_operand *operand,
                                   struct weir_str value, const struct weir_sight *sight)
{
    return sight->widely ? substituted_truth_meets(op, operand, value, sight)
                         : literal_truth_meets(op, operand, value, sight);
}

/*
 * Strict base64 gives every byte string exactly one text, so equal bytes are equal texts and nothing need be decoded
 * while deciding. INVARIANT: a readable operand is strict base64.
 */
static enum weir_status read_binary(const struct weir_operator *op, unsigned variables, struct weir_arena *arena,
                                    struct weir_operand *operand, struct weir_error *error)
{
    (void)op, (void)variables;
    struct weir_str bytes;
    const enum weir_status status = weir_base64_decode(operand->text, arena, &bytes, NULL);
    operand->readable = status == WEIR_OK;
    return status == WEIR_ERR_MEMORY ? weir_fail_memory(error) : WEIR_OK;
}

static enum weir_meets binary_meets(const struct weir_operator *op, const struct weir_operand *operand,
                                    struct weir_str value, const struct weir_sight *sight)
{
    (void)op, (void)sight;
    return meets_if(weir_str_equal(operand->text, value));
}

/* Null asks for the key alone (condition.c); its operand says true or false, or the document does not load. */
static enum weir_status read_null(const struct weir_operator *op, unsigned variables, struct weir_arena *arena,
                                  struct weir_operand *operand, struct weir_error *error)
{
    (void)op, (void)variables, (void)arena;
    if (!is_truth(operand->text))
        return weir_fail(error, WEIR_ERR_SCHEMA, "the value of `Null` is `true` or `false`, not `%s`",
                         weir_quote(operand->text).text);
    operand->readable = true;
    operand->truth = weir_str_equal_fold(operand->text, WEIR_STR("true"));
    return WEIR_OK;
}

/* --------------------------------------------------------------------------------------------- table */

static const struct weir_family text = {read_text, text_meets};
static const struct weir_family arn = {read_arn, arn_meets};
static const struct weir_family decimal = {read_decimal, decimal_meets};
static const struct weir_family instant = {read_instant, instant_meets};
static const struct weir_family truth = {read_truth, truth_meets};
static const struct weir_family literal_truth = {read_truth, literal_truth_meets};
static const struct weir_family substituted_truth = {read_truth, substituted_truth_meets};
static const struct weir_family binary = {read_binary, binary_meets};
static const struct weir_family cidr = {read_cidr, cidr_meets};
static const struct weir_family presence = {read_null, NULL};

/* clang-format off */
#define EQ WEIR_RELATION_EQUAL
#define LT WEIR_RELATION_LESS
#define LE WEIR_RELATION_LESS_EQUAL
#define GT WEIR_RELATION_GREATER
#define GE WEIR_RELATION_GREATER_EQUAL
#define WILD WEIR_PATTERN_WILDCARDS
#define FOLD WEIR_PATTERN_FOLD
/* ArnEquals is ArnLike: wildcards are legal in both. Negated operators hold when the key is absent. */
static const struct weir_operator operators[] = {
    /* name                        family    negated null   relation text */
    {"StringEquals",              &text,     false, false, EQ, 0},
    {"StringNotEquals",           &text,     true,  false, EQ, 0},
    {"StringEqualsIgnoreCase",    &text,     false, false, EQ, FOLD},
    {"StringNotEqualsIgnoreCase", &text,     true,  false, EQ, FOLD},
    {"StringLike",                &text,     false, false, EQ, WILD},
    {"StringNotLike",             &text,     true,  false, EQ, WILD},
    {"NumericEquals",             &decimal,  false, false, EQ, 0},
    {"NumericNotEquals",          &decimal,  true,  false, EQ, 0},
    {"NumericLessThan",           &decimal,  false, false, LT, 0},
    {"NumericLessThanEquals",     &decimal,  false, false, LE, 0},
    {"NumericGreaterThan",        &decimal,  false, false, GT, 0},
    {"NumericGreaterThanEquals",  &decimal,  false, false, GE, 0},
    {"DateEquals",                &instant,  false, false, EQ, 0},
    {"DateNotEquals",             &instant,  true,  false, EQ, 0},
    {"DateLessThan",              &instant,  false, false, LT, 0},
    {"DateLessThanEquals",        &instant,  false, false, LE, 0},
    {"DateGreaterThan",           &instant,  false, false, GT, 0},
    {"DateGreaterThanEquals",     &instant,  false, false, GE, 0},
    {"Bool",                      &truth,    false, false, EQ, FOLD},
    {"BinaryEquals",              &binary,   false, false, EQ, 0},
    {"IpAddress",                 &cidr,     false, false, EQ, 0},
    {"NotIpAddress",              &cidr,     true,  false, EQ, 0},
    {"ArnEquals",                 &arn,      false, false, EQ, 0},
    {"ArnNotEquals",              &arn,      true,  false, EQ, 0},
    {"ArnLike",                   &arn,      false, false, EQ, 0},
    {"ArnNotLike",                &arn,      true,  false, EQ, 0},
    {"Null",                      &presence, false, true,  EQ, 0},
};

/* What settings make of rows; their numbers are those of enum weir_bool_variables. */
static const struct weir_operator bools[] = {
    [WEIR_BOOL_VARIABLES_REFUSE]      = {"Bool", &truth,             false, false, EQ, FOLD},
    [WEIR_BOOL_VARIABLES_SUBSTITUTED] = {"Bool", &substituted_truth, false, false, EQ, FOLD},
    [WEIR_BOOL_VARIABLES_LITERAL]     = {"Bool", &literal_truth,     false, false, EQ, FOLD},
};
static const struct weir_operator folded[] = {
    {"StringEquals",              &text,     false, false, EQ, FOLD},
    {"StringNotEquals",           &text,     true,  false, EQ, FOLD},
    {"StringLike",                &text,     false, false, EQ, WILD | FOLD},
    {"StringNotLike",             &text,     true,  false, EQ, WILD | FOLD},
};

const struct weir_operator weir_operator_unknown = {"", NULL, false, false, EQ, 0};

static const struct {
    struct weir_str prefix;
    enum weir_quantifier quantifier;
} quantifiers[] = {
    {{"ForAllValues:", 13}, WEIR_FOR_ALL_VALUES},
    {{"ForAnyValue:", 12},  WEIR_FOR_ANY_VALUE},
};
/* clang-format on */

static const struct weir_str if_exists = {"IfExists", 8};

bool weir_operand_is_literal(const struct weir_operator *op, const struct weir_operand *operand)
{
    return op->family == &text && operand->as.pattern.is_literal;
}

const struct weir_pattern *weir_operand_pattern(const struct weir_operator *op, const struct weir_operand *operand)
{
    if (op->family == &text)
        return &operand->as.pattern;
    const bool has_parts = op->family == &arn && operand->readable && operand->as.arn->form == WEIR_ARN_BY_PARTS;
    return has_parts ? &operand->as.arn->parts[WEIR_ARN_RESOURCE] : NULL;
}

const struct weir_operator *weir_operators(size_t *count)
{
    *count = WEIR_COUNT(operators);
    return operators;
}

static const struct weir_operator *row_named(struct weir_str name)
{
    for (size_t i = 0; i < WEIR_COUNT(operators); i++) {
        if (weir_str_equal_fold(weir_str_from(operators[i].name), name))
            return &operators[i];
    }
    return NULL;
}

static enum weir_quantifier take_quantifier(struct weir_str *name)
{
    for (size_t i = 0; i < WEIR_COUNT(quantifiers); i++) {
        const struct weir_str prefix = quantifiers[i].prefix;
        if (name->len > prefix.len && weir_str_equal_fold(weir_str_slice(*name, 0, prefix.len), prefix)) {
            *name = weir_str_slice(*name, prefix.len, name->len);
            return quantifiers[i].quantifier;
        }
    }
    return WEIR_FOR_ONE;
}

/* [iam-tags] The keys whose values that page has compared without regard to case. */
bool weir_is_tag_key(struct weir_str key)
{
    static const struct weir_str starts[] = {{"aws:RequestTag/", 15}, {"aws:ResourceTag/", 16}};
    for (size_t i = 0; i < WEIR_COUNT(starts); i++) {
        if (key.len > starts[i].len && weir_str_equal_fold(weir_str_slice(key, 0, starts[i].len), starts[i]))
            return true;
    }
    return false;
}

static const struct weir_operator *folded_row(const struct weir_operator *op)
{
    for (size_t i = 0; i < WEIR_COUNT(folded); i++) {
        if (weir_str_equal(weir_str_from(folded[i].name), weir_str_from(op->name)))
            return &folded[i];
    }
    return op;
}

const struct weir_operator *weir_operator_under(const struct weir_operator *op,
                                                const struct weir_policy_options *settings, bool is_of_tag)
{
    if (settings == NULL)
        return op;
    if (op->family == &truth)
        return &bools[settings->bool_variables];
    return settings->tag_value_case == WEIR_TAG_VALUE_CASE_IGNORED && is_of_tag ? folded_row(op) : op;
}

/* Null takes no modifier: it asks for presence, so there is nothing to be lenient or to quantify about. */
bool weir_operator_find(struct weir_str name, struct weir_condition *condition)
{
    condition->quantifier = take_quantifier(&name);
    condition->op = row_named(name);
    condition->if_exists = false;
    if (condition->op == NULL && name.len > if_exists.len) {
        const size_t cut = name.len - if_exists.len;
        condition->if_exists = weir_str_equal_fold(weir_str_slice(name, cut, name.len), if_exists);
        if (condition->if_exists)
            condition->op = row_named(weir_str_slice(name, 0, cut));
    }
    if (condition->op == NULL)
        return false;
    return !condition->op->is_null || (!condition->if_exists && condition->quantifier == WEIR_FOR_ONE);
}
