/*
 * The axis of one condition key: it is absent, empty, or has a text, and every condition is asked of each by the
 * evaluator itself ([iam-condition-operators], [scope-shape]).
 */
#include "scope/inclusion/inclusion.h"

enum { FIRST_TEXTS = 16 };

enum weir_status weir_texts_add(struct weir_texts *texts, struct weir_str text)
{
    if (texts->count == texts->room) {
        const size_t room = texts->room == 0 ? FIRST_TEXTS : texts->room * 2;
        struct weir_str *const items = weir_arena_take(texts->arena, room * sizeof(*items), _Alignof(struct weir_str));
        if (items == NULL)
            return WEIR_ERR_MEMORY;
        if (texts->count > 0)
            memcpy(items, texts->items, texts->count * sizeof(*items));
        texts->items = items;
        texts->room = room;
    }
    texts->items[texts->count++] = text;
    return WEIR_OK;
}

/* ----------------------------------------------------------------------------------------- patterns */

static enum weir_status add_text(struct weir_globs *globs, struct weir_str text, unsigned what, size_t owner)
{
    struct weir_pattern *const pattern = weir_arena_alloc(globs->arena, 1, sizeof(*pattern));
    if (pattern == NULL)
        return WEIR_ERR_MEMORY;
    WEIR_TRY(weir_pattern_compile(text, what, globs->arena, pattern, NULL));
    return weir_globs_add(globs, pattern, 1, false, owner);
}

static enum weir_status add_every_arn(struct weir_globs *globs, size_t owner)
{
    struct weir_pattern *const parts = weir_arena_alloc(globs->arena, WEIR_ARN_PARTS, sizeof(*parts));
    if (parts == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < WEIR_ARN_PARTS; i++)
        WEIR_TRY(weir_pattern_compile(WEIR_STR("*"), WEIR_PATTERN_WILDCARDS, globs->arena, &parts[i], NULL));
    return weir_globs_add(globs, parts, WEIR_ARN_PARTS, false, owner);
}

static enum weir_status add_operand(struct weir_globs *globs, enum weir_read_as reading,
                                    const struct weir_operand *operand, size_t owner)
{
    switch (reading) {
    case WEIR_AS_TEXT:
    case WEIR_AS_TRUTH:
        return weir_globs_add(globs, &operand->as.pattern, 1, true, owner);
    case WEIR_AS_BYTES:
        return add_text(globs, operand->text, 0, owner);
    case WEIR_AS_ARN:
        return operand->as.arn->form == WEIR_ARN_BY_PARTS
                   ? weir_globs_add(globs, operand->as.arn->parts, WEIR_ARN_PARTS, true, owner)
                   : WEIR_OK;
    case WEIR_AS_NOTHING:
    case WEIR_AS_DECIMAL:
    case WEIR_AS_INSTANT:
    case WEIR_AS_ADDRESS:
        break;
    }
    return WEIR_OK;
}

/* What a family asks of a value before it compares: to be an ARN, to be a truth. */
static enum weir_status add_form(struct weir_globs *globs, enum weir_read_as reading, size_t owner)
{
    if (reading == WEIR_AS_ARN)
        return add_every_arn(globs, owner);
    if (reading != WEIR_AS_TRUTH)
        return WEIR_OK;
    WEIR_TRY(add_text(globs, WEIR_STR("true"), WEIR_PATTERN_FOLD, owner));
    return add_text(globs, WEIR_STR("false"), WEIR_PATTERN_FOLD, owner);
}

/* A condition's form, all its operands without variables, and each operand with one have an owner. */
static enum weir_status add_patterns(struct weir_globs *globs, const struct weir_demand *demand, size_t *owner)
{
    const struct weir_condition *const condition = demand->condition;
    const enum weir_read_as reading = weir_condition_read_as(condition);
    const size_t own = *owner + 1;
    WEIR_TRY(add_form(globs, reading, *owner));
    *owner += 2;
    for (size_t i = 0; i < condition->count; i++) {
        const bool varies = demand->operand_varies != NULL && demand->operand_varies[i];
        WEIR_TRY(add_operand(globs, reading, &condition->operands[i], varies ? (*owner)++ : own));
    }
    return WEIR_OK;
}

static size_t count_owners(const struct weir_key *key)
{
    size_t count = 0;
    for (size_t i = 0; i < key->count; i++)
        count += 2 + (key->demands[i].operand_varies == NULL ? 0 : key->demands[i].condition->count);
    return count;
}

/* A text for every way in which the patterns of all conditions can accept one. */
static enum weir_status add_pattern_texts(struct weir_comparison *comparison, const struct weir_key *key,
                                          struct weir_texts *texts)
{
    struct weir_globs globs;
    struct weir_atoms atoms;
    size_t owner = 0;
    weir_globs_init(&globs, WEIR_UNIVERSE_TEXT, count_owners(key), comparison->arena);
    for (size_t i = 0; i < key->count; i++)
        WEIR_TRY(add_patterns(&globs, &key->demands[i], &owner));
    WEIR_TRY(weir_atoms_find(&globs, &atoms));
    if (!atoms.complete)
        weir_comparison_limit(comparison, WEIR_INCLUSION_LIMIT_STATES);
    for (size_t i = 0; i < atoms.count; i++)
        WEIR_TRY(weir_texts_add(texts, atoms.items[i].text));
    return WEIR_OK;
}

/* Patterns part texts, values part numbers, instants or addresses; to part one text by both ways is left open. */
static enum weir_status add_texts(struct weir_comparison *comparison, const struct weir_key *key,
                                  struct weir_texts *texts)
{
    bool has_patterns = false;
    bool has_values = false;
    bool complete = true;
    for (size_t i = 0; i < key->count; i++) {
        const enum weir_read_as reading = weir_condition_read_as(key->demands[i].condition);
        has_values = has_values || reading >= WEIR_AS_DECIMAL;
        has_patterns = has_patterns || (reading > WEIR_AS_NOTHING && reading < WEIR_AS_DECIMAL);
    }
    if (has_patterns || !has_values)
        WEIR_TRY(add_pattern_texts(comparison, key, texts));
    if (has_values)
        WEIR_TRY(weir_texts_add_values(texts, key, &complete));
    if (!complete || (has_patterns && has_values))
        weir_comparison_limit(comparison, WEIR_INCLUSION_LIMIT_VALUES);
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------ points */

struct measure {
    struct weir_comparison *comparison;
    const struct weir_key *key;
    struct weir_context *context; /* of this key alone; NULL where it is absent */
    const struct weir_point *at;
    struct weir_clause *clauses;
    size_t clause_count;
};

static bool holds(const struct measure *measure, const struct weir_condition *condition, bool denies)
{
    struct weir_str value;
    const struct weir_context *const context = measure->at->count == 0 ? NULL : measure->context;
    return weir_condition_ask(condition, context, denies, &value) == WEIR_REASON_HOLDS;
}

/* The operands with variables that can meet a single value, as one mask of what is open. */
static uint64_t open_operands(const struct measure *measure, const struct weir_demand *demand)
{
    const struct weir_condition *const condition = demand->condition;
    const bool widely = demand->denies != condition->op->negated;
    const struct weir_sight sight = {NULL, widely};
    uint64_t opens = 0;
    for (size_t i = 0; i < demand->beside.count; i++) {
        if (!demand->operand_varies[i])
            continue;
        const enum weir_meets meets = condition->op->family->meets(condition->op, &demand->beside.operands[i],
                                                                   measure->at->values[0], &sight);
        if (meets != WEIR_MEETS)
            continue;
        const struct weir_operand *const operand = &condition->operands[i];
        const bool is_arn = weir_condition_read_as(condition) == WEIR_AS_ARN;
        const struct weir_open open = {
            .kind = WEIR_OPEN_OPERAND,
            .widely = widely,
            .condition = condition,
            .text = operand->text,
            .parts = is_arn ? operand->as.arn->parts : &operand->as.pattern,
            .part_count = is_arn && operand->as.arn->form == WEIR_ARN_BY_PARTS ? WEIR_ARN_PARTS : 1};
        opens |= weir_comparison_open(measure->comparison, open);
    }
    return opens;
}

/* What its variables stand for decides: by operand where there is one value, else the condition as a whole. */
static void put_clause(struct measure *measure, const struct weir_demand *demand)
{
    const struct weir_condition *const condition = demand->condition;
    struct weir_clause *const clause = &measure->clauses[measure->clause_count++];
    *clause = (struct weir_clause){.statement = demand->said};
    if (condition->quantifier == WEIR_FOR_ONE && measure->at->values != NULL) {
        clause->opens = open_operands(measure, demand);
        clause->negated = condition->op->negated;
        return;
    }
    clause->opens = weir_comparison_open(
        measure->comparison,
        (struct weir_open){.kind = WEIR_OPEN_CONDITION, .widely = demand->denies, .condition = condition});
}

static void measure_demand(struct measure *measure, const struct weir_demand *demand, uint64_t *holding)
{
    if (demand->operand_varies == NULL) {
        if (!holds(measure, demand->condition, demand->denies))
            weir_bits_remove(holding, demand->said);
        return;
    }
    const bool without = holds(measure, &demand->without, demand->denies);
    const bool beside = holds(measure, &demand->beside, demand->denies);
    if (without != beside)
        put_clause(measure, demand);
    else if (!without)
        weir_bits_remove(holding, demand->said);
}

static bool is_known(const struct weir_comparison *comparison, const struct weir_axis *axis, const uint64_t *holding)
{
    for (size_t i = 0; i + 1 < axis->count; i++) {
        if (axis->points[i].clause_count == 0 && weir_bits_equal(axis->points[i].holding, holding, comparison->words))
            return true;
    }
    return false;
}

/* A point, unless a cheaper one holds the same. */
static enum weir_status put_point(struct measure *measure, struct weir_axis *axis, const struct weir_point *like)
{
    struct weir_comparison *const comparison = measure->comparison;
    struct weir_point *const point = weir_axis_point(comparison, axis);
    if (point == NULL)
        return WEIR_ERR_MEMORY;
    *point = *like;
    point->holding = weir_comparison_set(comparison);
    measure->clauses = weir_arena_alloc(comparison->arena, measure->key->count, sizeof(*measure->clauses));
    measure->clause_count = 0;
    measure->at = point;
    if (point->holding == NULL || measure->clauses == NULL)
        return WEIR_ERR_MEMORY;
    if (point->count > 0)
        WEIR_TRY(
            weir_context_set(measure->context, measure->key->name, point->values, point->count, axis->multivalued));
    memset(point->holding, 0xff, comparison->words * sizeof(*point->holding));
    for (size_t i = 0; i < measure->key->count; i++)
        measure_demand(measure, &measure->key->demands[i], point->holding);
    point->clauses = measure->clauses;
    point->clause_count = measure->clause_count;
    if (point->clause_count == 0 && is_known(comparison, axis, point->holding))
        axis->count--;
    return WEIR_OK;
}

/* A key with a set operator may have many values ([iam-multivalue]). */
static enum weir_status put_sets(struct measure *measure, struct weir_axis *axis, const struct weir_texts *texts)
{
    struct weir_point *sets = NULL;
    size_t count = 0;
    if (!axis->multivalued)
        return WEIR_OK;
    WEIR_TRY(weir_sets_of_values(measure->comparison, measure->key, texts, &sets, &count));
    for (size_t i = 0; i < count; i++)
        WEIR_TRY(put_point(measure, axis, &sets[i]));
    return WEIR_OK;
}

void weir_axis_begin_key(struct weir_axis *axis, struct weir_key *key, size_t words)
{
    axis->key = key->name;
    for (size_t i = 0; i < key->count; i++) {
        axis->multivalued = axis->multivalued || key->demands[i].condition->quantifier != WEIR_FOR_ONE;
        weir_bits_add(axis->speaking, key->demands[i].said);
    }
    weir_ways_init(&axis->ways, key, words);
}

enum weir_status weir_axis_of_key(struct weir_comparison *comparison, const struct weir_key *key,
                                  struct weir_axis *axis)
{
    struct measure measure = {.comparison = comparison, .key = key};
    struct weir_texts texts = {.arena = comparison->arena};
    WEIR_TRY(weir_context_new(comparison->arena, &measure.context));
    WEIR_TRY(weir_texts_add(&texts, WEIR_STR("")));
    WEIR_TRY(add_texts(comparison, key, &texts));
    WEIR_TRY(put_point(&measure, axis, &(struct weir_point){.values = NULL}));
    for (size_t i = 0; i < texts.count; i++) {
        const struct weir_point like = {.values = &texts.items[i], .count = 1, .cost = texts.items[i].len + 1};
        WEIR_TRY(put_point(&measure, axis, &like));
    }
    return put_sets(&measure, axis, &texts);
}
