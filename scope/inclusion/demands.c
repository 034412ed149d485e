/* Which keys the conditions ask for, and what a condition with variables is at least and at most ([iam-variables]). */
#include "scope/inclusion/inclusion.h"

enum { FIRST_DEMANDS = 4 };

struct keys {
    struct weir_comparison *comparison;
    struct weir_key *items;
    size_t count;
};

/* Families are told apart by how their operators' names begin. */
enum weir_read_as weir_condition_read_as(const struct weir_condition *condition)
{
    /* clang-format off */
    static const struct {
        struct weir_str start;
        enum weir_read_as reading;
    } rows[] = {
        {{"String", 6},  WEIR_AS_TEXT},
        {{"Arn", 3},     WEIR_AS_ARN},
        {{"Bool", 4},    WEIR_AS_TRUTH},
        {{"Binary", 6},  WEIR_AS_BYTES},
        {{"Numeric", 7}, WEIR_AS_DECIMAL},
        {{"Date", 4},    WEIR_AS_INSTANT},
        {{"Ip", 2},      WEIR_AS_ADDRESS},
        {{"NotIp", 5},   WEIR_AS_ADDRESS},
    };
    /* clang-format on */
    const struct weir_str name = weir_str_from(condition->op->name);
    for (size_t i = 0; i < WEIR_COUNT(rows); i++) {
        if (weir_str_has_prefix(name, rows[i].start))
            return rows[i].reading;
    }
    return WEIR_AS_NOTHING;
}

static bool arn_varies(const struct weir_arn_pattern *arn)
{
    const size_t parts = arn->form == WEIR_ARN_BY_PARTS ? WEIR_ARN_PARTS : arn->form == WEIR_ARN_VARIABLE ? 1 : 0;
    for (size_t i = 0; i < parts; i++) {
        if (weir_pattern_varies(&arn->parts[i]))
            return true;
    }
    return false;
}

static bool operand_varies(const struct weir_condition *condition, const struct weir_operand *operand)
{
    switch (weir_condition_read_as(condition)) {
    case WEIR_AS_TEXT:
    case WEIR_AS_TRUTH:
        return weir_pattern_varies(&operand->as.pattern);
    case WEIR_AS_ARN:
        return operand->readable && arn_varies(operand->as.arn);
    case WEIR_AS_NOTHING:
    case WEIR_AS_BYTES:
    case WEIR_AS_DECIMAL:
    case WEIR_AS_INSTANT:
    case WEIR_AS_ADDRESS:
        break;
    }
    return false;
}

static void write_escaped(struct weir_writer *writer, struct weir_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        const struct weir_str one = {text.ptr + i, 1};
        const bool is_special = text.ptr[i] == '*' || text.ptr[i] == '?' || text.ptr[i] == '$';
        weir_write_raw(writer, is_special ? WEIR_STR("${") : WEIR_STR(""));
        weir_write_raw(writer, one);
        weir_write_raw(writer, is_special ? WEIR_STR("}") : WEIR_STR(""));
    }
}

/* The text of the same pattern with a `*` for each variable. */
static void write_freed(struct weir_writer *writer, const struct weir_pattern *pattern)
{
    for (size_t i = 0; i < pattern->count; i++) {
        switch (pattern->pieces[i].kind) {
        case WEIR_PIECE_LITERAL:
            write_escaped(writer, pattern->pieces[i].text);
            break;
        case WEIR_PIECE_ONE:
            weir_write_raw(writer, WEIR_STR("?"));
            break;
        case WEIR_PIECE_RUN:
        case WEIR_PIECE_VARIABLE:
            weir_write_raw(writer, WEIR_STR("*"));
            break;
        }
    }
}

enum { FREED = WEIR_PATTERN_WILDCARDS | WEIR_PATTERN_VARIABLES };

static enum weir_status free_text(struct weir_arena *arena, struct weir_pattern *pattern)
{
    struct weir_writer *writer = NULL;
    struct weir_str text;
    const unsigned what = FREED | (pattern->fold ? (unsigned)WEIR_PATTERN_FOLD : 0u);
    WEIR_TRY(weir_writer_new(arena, &writer));
    write_freed(writer, pattern);
    WEIR_TRY(weir_writer_finish(writer, &text));
    return weir_pattern_compile(text, what, arena, pattern, NULL);
}

/* A variable that stands for a whole ARN may stand for any. */
static enum weir_status free_arn(struct weir_arena *arena, const struct weir_arn_pattern *from,
                                 struct weir_arn_pattern *to)
{
    enum { EVERY_PART = (1u << WEIR_ARN_PARTS) - 1 };
    struct weir_str parts[WEIR_ARN_PARTS];
    to->form = WEIR_ARN_ANY;
    if (from->form != WEIR_ARN_BY_PARTS)
        return WEIR_OK;
    struct weir_writer *writer = NULL;
    WEIR_TRY(weir_writer_new(arena, &writer));
    for (size_t i = 0; i < WEIR_ARN_PARTS; i++) {
        if (i > 0)
            weir_write_raw(writer, WEIR_STR(":"));
        write_freed(writer, &from->parts[i]);
    }
    WEIR_TRY(weir_writer_finish(writer, &to->text));
    return weir_arn_split(to->text, parts) ? weir_arn_compile(parts, WEIR_ARN_PARTS, EVERY_PART, arena, to, NULL)
                                           : WEIR_OK;
}

static enum weir_status free_operand(struct weir_arena *arena, const struct weir_condition *condition,
                                     struct weir_operand *operand)
{
    if (condition->op->name[0] != 'A')
        return free_text(arena, &operand->as.pattern);
    struct weir_arn_pattern *const arn = weir_arena_alloc(arena, 1, sizeof(*arn));
    if (arn == NULL)
        return WEIR_ERR_MEMORY;
    WEIR_TRY(free_arn(arena, operand->as.arn, arn));
    operand->as.arn = arn;
    return WEIR_OK;
}

/* Operands are "or", so leaving one out and freeing it are the two bounds, whichever way the operator turns them. */
static enum weir_status bound(struct weir_arena *arena, struct weir_demand *demand, const bool *varies)
{
    const struct weir_condition *const condition = demand->condition;
    struct weir_operand *const without = weir_arena_alloc(arena, condition->count, sizeof(*without));
    struct weir_operand *const beside = weir_arena_alloc(arena, condition->count, sizeof(*beside));
    if (without == NULL || beside == NULL)
        return WEIR_ERR_MEMORY;
    demand->operand_varies = varies;
    demand->without = *condition;
    demand->beside = *condition;
    demand->without.operands = without;
    demand->without.count = 0;
    demand->beside.operands = beside;
    demand->without.is_plain = false;
    demand->beside.is_plain = false;
    for (size_t i = 0; i < condition->count; i++) {
        beside[i] = condition->operands[i];
        if (varies[i])
            WEIR_TRY(free_operand(arena, condition, &beside[i]));
        else
            without[demand->without.count++] = condition->operands[i];
    }
    return WEIR_OK;
}

static enum weir_status look_for_variables(struct weir_arena *arena, struct weir_demand *demand)
{
    const struct weir_condition *const condition = demand->condition;
    bool any = false;
    for (size_t i = 0; i < condition->count && !any; i++)
        any = operand_varies(condition, &condition->operands[i]);
    if (!any)
        return WEIR_OK;
    bool *const varies = weir_arena_alloc(arena, condition->count, sizeof(*varies));
    if (varies == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < condition->count; i++)
        varies[i] = operand_varies(condition, &condition->operands[i]);
    return bound(arena, demand, varies);
}

static struct weir_key *key_of(struct keys *keys, const struct weir_condition *condition)
{
    for (size_t i = 0; i < keys->count; i++) {
        if (keys->items[i].hash == condition->hash && weir_str_equal_fold(keys->items[i].name, condition->key))
            return &keys->items[i];
    }
    struct weir_key *const key = &keys->items[keys->count++];
    *key = (struct weir_key){.name = condition->key, .hash = condition->hash};
    return key;
}

static enum weir_status put_demand(struct keys *keys, size_t said, const struct weir_condition *condition)
{
    struct weir_arena *const arena = keys->comparison->arena;
    struct weir_key *const key = key_of(keys, condition);
    if (key->count == key->room) {
        const size_t room = key->room == 0 ? FIRST_DEMANDS : key->room * 2;
        struct weir_demand *const demands = weir_arena_take(arena, room * sizeof(*demands),
                                                            _Alignof(struct weir_demand));
        if (demands == NULL)
            return WEIR_ERR_MEMORY;
        if (key->count > 0)
            memcpy(demands, key->demands, key->count * sizeof(*demands));
        key->demands = demands;
        key->room = room;
    }
    struct weir_demand *const demand = &key->demands[key->count++];
    *demand = (struct weir_demand){.condition = condition, .said = said, .denies = keys->comparison->said[said].denies};
    return look_for_variables(arena, demand);
}

static enum weir_status collect(struct keys *keys)
{
    struct weir_comparison *const comparison = keys->comparison;
    size_t conditions = 0;
    for (size_t i = 0; i < comparison->count; i++)
        conditions += comparison->said[i].statement->condition_count;
    keys->items = weir_arena_alloc(comparison->arena, conditions, sizeof(*keys->items));
    if (keys->items == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < comparison->count; i++) {
        const struct weir_statement *const statement = comparison->said[i].statement;
        for (size_t j = 0; j < statement->condition_count; j++)
            WEIR_TRY(put_demand(keys, i, &statement->conditions[j]));
    }
    return WEIR_OK;
}

/* Which statements ask for an axis or one behind it: all others are settled before. */
static void sum_up(struct weir_comparison *comparison)
{
    for (size_t i = comparison->axis_count; i-- > 0;) {
        struct weir_axis *const axis = &comparison->axes[i];
        memcpy(axis->asking, axis->speaking, comparison->words * sizeof(*axis->asking));
        if (i + 1 < comparison->axis_count)
            weir_bits_unite(axis->asking, comparison->axes[i + 1].asking, comparison->words);
    }
}

enum weir_status weir_axes_build(struct weir_comparison *comparison)
{
    struct keys keys = {.comparison = comparison};
    WEIR_TRY(collect(&keys));
    comparison->axis_count = WEIR_AXIS_KEYS + keys.count;
    comparison->axes = weir_arena_alloc(comparison->arena, comparison->axis_count, sizeof(*comparison->axes));
    if (comparison->axes == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < comparison->axis_count; i++) {
        comparison->axes[i].speaking = weir_comparison_set(comparison);
        comparison->axes[i].asking = weir_comparison_set(comparison);
        if (comparison->axes[i].speaking == NULL || comparison->axes[i].asking == NULL)
            return WEIR_ERR_MEMORY;
    }
    WEIR_TRY(weir_axis_of_actions(comparison, &comparison->axes[WEIR_AXIS_ACTION]));
    WEIR_TRY(weir_axis_of_resources(comparison, &comparison->axes[WEIR_AXIS_RESOURCE]));
    for (size_t i = 0; i < keys.count; i++)
        weir_axis_begin_key(&comparison->axes[WEIR_AXIS_KEYS + i], &keys.items[i], comparison->words);
    sum_up(comparison);
    return WEIR_OK;
}
