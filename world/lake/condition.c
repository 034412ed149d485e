/* Decides whether a principal's tags fulfil the condition of a grant, an expression in Cedar on those tags ([lf-abac]). */
#include <string.h>

#include "base/base_impl.h"
#include "world/lake/lake_impl.h"

/* [lf-model] The longest expression; and a bound of ours on what is held back while it is read. */
enum { LONGEST = 3000, DEEPEST = 64 };

enum step_kind { STEP_AND, STEP_OR, STEP_NOT, STEP_OPEN, STEP_TRUE, STEP_FALSE, STEP_HAS, STEP_IN, STEP_NOT_IN };
/* One step of the expression in postfix order; the tag of `key`, and what it is compared with. */
struct step {
    enum step_kind kind;
    struct weir_str key;
    const struct weir_str *values;
    size_t count;
};
struct weir_lake_condition {
    struct weir_str text;
    const struct step *steps; /* NULL: not read */
    size_t count;
};

struct reading {
    struct weir_str rest;
    struct weir_arena *arena;
    struct step *steps;
    size_t count;
    enum step_kind held[DEEPEST]; /* operators that wait for what is on their right */
    size_t held_count;
    bool is_full; /* no memory */
};

/* ------------------------------------------------------------------------------------------ reading */

static void skip_space(struct reading *reading)
{
    while (reading->rest.len != 0 && (reading->rest.ptr[0] == ' ' || reading->rest.ptr[0] == '\t' ||
                                      reading->rest.ptr[0] == '\r' || reading->rest.ptr[0] == '\n')) {
        reading->rest.ptr++;
        reading->rest.len--;
    }
}

/* Takes a word if it stands next, whatever space is before it. */
static bool take(struct reading *reading, const char *word)
{
    skip_space(reading);
    const struct weir_str text = weir_str_from(word);
    if (!weir_str_has_prefix(reading->rest, text))
        return false;
    reading->rest.ptr += text.len;
    reading->rest.len -= text.len;
    return true;
}

/* A text in double quotes. With an escape in it the copy is shorter; an escape of other than a quote or backslash is not read. */
static bool take_text(struct reading *reading, struct weir_str *text)
{
    if (!take(reading, "\""))
        return false;
    char *const out = weir_arena_alloc(reading->arena, reading->rest.len, 1);
    size_t length = 0;
    reading->is_full = reading->is_full || out == NULL;
    if (out == NULL)
        return false;
    for (size_t i = 0; i < reading->rest.len; i++) {
        if (reading->rest.ptr[i] == '"') {
            *text = (struct weir_str){out, length};
            reading->rest.ptr += i + 1;
            reading->rest.len -= i + 1;
            return true;
        }
        if (reading->rest.ptr[i] == '\\') {
            i++;
            if (i == reading->rest.len || (reading->rest.ptr[i] != '"' && reading->rest.ptr[i] != '\\'))
                return false;
        }
        out[length++] = reading->rest.ptr[i];
    }
    return false;
}

static bool take_tags(struct reading *reading)
{
    return take(reading, "context") && take(reading, ".") && take(reading, "iam") && take(reading, ".") &&
           take(reading, "principalTags") && take(reading, ".");
}

/* getTag("key") */
static bool take_tag(struct reading *reading, struct weir_str *key)
{
    return take(reading, "getTag") && take(reading, "(") && take_text(reading, key) && take(reading, ")");
}

static bool take_value(struct reading *reading, struct step *step)
{
    struct weir_str *const value = weir_arena_alloc(reading->arena, 1, sizeof *value);
    reading->is_full = reading->is_full || value == NULL;
    step->values = value;
    step->count = 1;
    return value != NULL && take_text(reading, value);
}

/* ["a", "b"].contains(context.iam.principalTags.getTag("key")) */
static bool take_list(struct reading *reading, struct step *step)
{
    const size_t most = reading->rest.len / 2; /* a value takes two quotes at least */
    struct weir_str *const values = weir_arena_alloc(reading->arena, most, sizeof *values);
    reading->is_full = reading->is_full || values == NULL;
    if (values == NULL)
        return false;
    step->kind = STEP_IN;
    step->values = values;
    do {
        if (step->count == most || !take_text(reading, &values[step->count]))
            return false;
        step->count++;
    } while (take(reading, ","));
    return take(reading, "]") && take(reading, ".") && take(reading, "contains") && take(reading, "(") &&
           take_tags(reading) && take_tag(reading, &step->key) && take(reading, ")");
}

/* hasTag("key"), getTag("key") == "value", getTag("key") != "value" */
static bool take_question(struct reading *reading, struct step *step)
{
    if (take(reading, "hasTag")) {
        step->kind = STEP_HAS;
        return take(reading, "(") && take_text(reading, &step->key) && take(reading, ")");
    }
    if (!take_tag(reading, &step->key))
        return false;
    step->kind = take(reading, "==") ? STEP_IN : STEP_NOT_IN;
    return (step->kind == STEP_IN || take(reading, "!=")) && take_value(reading, step);
}

static bool take_operand(struct reading *reading)
{
    struct step step = {.kind = STEP_TRUE};
    bool is_well = true;
    if (take(reading, "["))
        is_well = take_list(reading, &step);
    else if (take(reading, "false"))
        step.kind = STEP_FALSE;
    else if (!take(reading, "true"))
        is_well = take_tags(reading) && take_question(reading, &step);
    if (is_well)
        reading->steps[reading->count++] = step;
    return is_well;
}

/* Emits what is held and binds at least as tightly: `!`, then `&&`, then `||`. */
static void release(struct reading *reading, enum step_kind loosest)
{
    static const int tightness[] = {[STEP_OR] = 1, [STEP_AND] = 2, [STEP_NOT] = 3};
    while (reading->held_count > 0) {
        const enum step_kind top = reading->held[reading->held_count - 1];
        if (top == STEP_OPEN || tightness[top] < tightness[loosest])
            return;
        reading->held_count--;
        reading->steps[reading->count++] = (struct step){.kind = top};
    }
}

static bool hold(struct reading *reading, enum step_kind kind)
{
    if (reading->held_count == DEEPEST)
        return false;
    reading->held[reading->held_count++] = kind;
    return true;
}

/* What follows an operand: any closing brackets, then `more` says whether an operator was taken. */
static bool take_operator(struct reading *reading, bool *more)
{
    while (take(reading, ")")) {
        release(reading, STEP_OR);
        if (reading->held_count == 0)
            return false;
        reading->held_count--; /* the bracket that opened */
    }
    const bool is_and = take(reading, "&&");
    *more = is_and || take(reading, "||");
    release(reading, is_and ? STEP_AND : STEP_OR);
    return !*more || hold(reading, is_and ? STEP_AND : STEP_OR);
}

static bool read_expression(struct reading *reading)
{
    bool more = true;
    while (more) {
        bool is_prefix = true;
        while (is_prefix) {
            const enum step_kind kind = take(reading, "!") ? STEP_NOT : STEP_OPEN;
            is_prefix = kind == STEP_NOT || take(reading, "(");
            if (is_prefix && !hold(reading, kind))
                return false;
        }
        if (!take_operand(reading) || !take_operator(reading, &more))
            return false;
    }
    skip_space(reading);
    return reading->held_count == 0 && reading->rest.len == 0;
}

enum weir_status weir_lake_read_condition(struct weir_origin from, struct weir_arena *arena,
                                          const struct weir_lake_condition **condition, struct weir_error *error)
{
    struct weir_origin map;
    struct weir_str text;
    *condition = NULL;
    WEIR_TRY(weir_member_map(from, "Condition", &map, error));
    if (map.node == NULL)
        return WEIR_OK;
    WEIR_TRY(weir_member_text(map, "Expression", &text, error));
    struct weir_lake_condition *const made = weir_arena_alloc(arena, 1, sizeof *made);
    struct reading reading = {.rest = text, .arena = arena};
    /* Every step takes a byte of the text at least. */
    if (text.len <= LONGEST)
        reading.steps = weir_arena_alloc(arena, text.len, sizeof *reading.steps);
    if (made == NULL || (text.len <= LONGEST && reading.steps == NULL))
        return weir_fail_memory(error);
    made->text = text;
    if (text.len <= LONGEST && read_expression(&reading)) {
        made->steps = reading.steps;
        made->count = reading.count;
    }
    *condition = made;
    return reading.is_full ? weir_fail_memory(error) : WEIR_OK;
}

/* --------------------------------------------------------------------------------------- evaluation */

/* [lf-abac] Cedar: asking for a tag that is not there is an error, which `&&` and `||` hand on unless their left side decides. */
enum truth { TRUTH_ERROR, TRUTH_FALSE, TRUTH_TRUE };

static const struct weir_tag *find_tag(const struct weir_tag_list *tags, struct weir_str key)
{
    for (size_t i = 0; i < tags->count; i++) {
        if (weir_str_equal(tags->items[i].key, key))
            return &tags->items[i];
    }
    return NULL;
}

static enum truth truth_of(bool fact)
{
    return fact ? TRUTH_TRUE : TRUTH_FALSE;
}

static enum truth compare(const struct step *step, const struct weir_tag_list *tags)
{
    const struct weir_tag *const tag = find_tag(tags, step->key);
    bool is_one = false;
    if (tag == NULL)
        return TRUTH_ERROR;
    for (size_t i = 0; i < step->count && !is_one; i++)
        is_one = weir_str_equal(tag->value, step->values[i]);
    return truth_of(is_one == (step->kind == STEP_IN));
}

static enum truth join(enum step_kind kind, enum truth left, enum truth right)
{
    const enum truth decided = kind == STEP_AND ? TRUTH_FALSE : TRUTH_TRUE;
    return left == TRUTH_ERROR || left == decided ? left : right;
}

static enum truth negate(enum truth fact)
{
    static const enum truth negated[] = {
        [TRUTH_ERROR] = TRUTH_ERROR, [TRUTH_FALSE] = TRUTH_TRUE, [TRUTH_TRUE] = TRUTH_FALSE};
    return negated[fact];
}

/* INVARIANT: the stack holds an operand of every operator that was held, and two more at most. */
bool weir_lake_condition_holds(const struct weir_lake_condition *condition, const struct weir_tag_list *tags)
{
    enum truth stack[DEEPEST + 2] = {TRUTH_ERROR};
    size_t top = 0;
    for (size_t i = 0; i < condition->count; i++) {
        const struct step *const step = &condition->steps[i];
        switch (step->kind) {
        case STEP_AND:
        case STEP_OR:
            top--;
            stack[top - 1] = join(step->kind, stack[top - 1], stack[top]);
            break;
        case STEP_NOT:
            stack[top - 1] = negate(stack[top - 1]);
            break;
        case STEP_TRUE:
        case STEP_FALSE:
            stack[top++] = truth_of(step->kind == STEP_TRUE);
            break;
        case STEP_HAS:
            stack[top++] = truth_of(find_tag(tags, step->key) != NULL);
            break;
        case STEP_IN:
        case STEP_NOT_IN:
            stack[top++] = compare(step, tags);
            break;
        case STEP_OPEN:
            return false; /* never emitted */
        }
    }
    return top == 1 && stack[0] == TRUTH_TRUE;
}

bool weir_lake_condition_is_read(const struct weir_lake_condition *condition)
{
    return condition->steps != NULL;
}

struct weir_str weir_lake_condition_text(const struct weir_lake_condition *condition)
{
    return condition->text;
}
