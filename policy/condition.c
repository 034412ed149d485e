/* Whether one condition holds: presence, set operators, the values against the operands ([iam-condition-operators], [iam-multivalue]). */
#include "policy/condition.h"

#include "policy/setting.h"

struct asked {
    const struct weir_condition *condition;
    struct weir_sight sight;
    bool denies;
};

/* Does a condition hold whose outcome the pages leave open, and the setting? */
static bool open_holds(const struct asked *asked, enum weir_policy_setting setting)
{
    switch ((enum weir_open_answer)weir_policy_setting_get(asked->condition->settings, setting)) {
    case WEIR_OPEN_HOLDS:
        return true;
    case WEIR_OPEN_FAILS:
        return false;
    case WEIR_OPEN_REFUSE:
        break;
    }
    return asked->denies;
}

/*
 * One value against all operands: any that meets it decides; a negated operator wants none to. Whether a negated
 * comparison with something unreadable holds is open (peers differ).
 */
static enum weir_reason ask_value(const struct asked *asked, struct weir_str value)
{
    const struct weir_condition *const condition = asked->condition;
    const bool negated = condition->op->negated;
    bool unreadable = false;
    for (size_t i = 0; i < condition->count; i++) {
        const struct weir_operand *const operand = &condition->operands[i];
        const enum weir_meets meets = operand->readable
                                          ? condition->op->family->meets(condition->op, operand, value, &asked->sight)
                                          : WEIR_MEETS_UNREADABLE;
        if (meets == WEIR_MEETS)
            return negated ? WEIR_REASON_EXCLUDED : WEIR_REASON_HOLDS;
        unreadable = unreadable || meets == WEIR_MEETS_UNREADABLE;
    }
    if (!negated)
        return WEIR_REASON_DIFFERS;
    if (unreadable && !open_holds(asked, WEIR_SETTING_UNREADABLE_OPERAND_NEGATED))
        return WEIR_REASON_UNREADABLE;
    return WEIR_REASON_HOLDS;
}

static bool all_empty(const struct weir_str *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (values[i].len > 0)
            return false;
    }
    return true;
}

/* [iam-multivalue] A missing key, an empty list and empty text are a null data set, which passes. */
static enum weir_reason ask_for_all(const struct asked *asked, const struct weir_str *values, size_t count,
                                    struct weir_str *decided)
{
    if (all_empty(values, count))
        return WEIR_REASON_HOLDS;
    for (size_t i = 0; i < count; i++) {
        const enum weir_reason reason = ask_value(asked, values[i]);
        if (reason != WEIR_REASON_HOLDS) {
            *decided = values[i];
            return reason;
        }
    }
    return WEIR_REASON_HOLDS;
}

/* The same null data set fails here. With IfExists and no key the two rules collide, which no source settles. */
static enum weir_reason ask_for_any(const struct asked *asked, const struct weir_str *values, size_t count,
                                    struct weir_str *decided)
{
    if (count == 0 && asked->condition->if_exists)
        return open_holds(asked, WEIR_SETTING_FOR_ANY_IF_EXISTS_ABSENT) ? WEIR_REASON_HOLDS : WEIR_REASON_ABSENT;
    if (all_empty(values, count))
        return WEIR_REASON_EMPTY;
    for (size_t i = 0; i < count; i++) {
        if (ask_value(asked, values[i]) == WEIR_REASON_HOLDS)
            return WEIR_REASON_HOLDS;
    }
    *decided = values[0];
    return WEIR_REASON_NONE_PASS;
}

/* Several values need a set operator: without one nothing holds, a negated operator neither. */
static enum weir_reason ask_for_one(const struct asked *asked, const struct weir_str *values, size_t count,
                                    struct weir_str *decided)
{
    const struct weir_condition *const condition = asked->condition;
    if (count == 0)
        return condition->if_exists || condition->op->negated ? WEIR_REASON_HOLDS : WEIR_REASON_ABSENT;
    *decided = values[0];
    return count > 1 ? WEIR_REASON_MANY : ask_value(asked, values[0]);
}

/* Whether a single empty text is null is open: where no setting decides it is neither for an allow, and both for a deny. */
static enum weir_reason ask_null_of_empty_text(const struct asked *asked, const bool takes[2])
{
    const struct weir_policy_options *const settings = asked->condition->settings;
    const enum weir_null_of_empty_text answer = settings == NULL ? WEIR_NULL_OF_EMPTY_TEXT_REFUSE
                                                                 : settings->null_of_empty_text;
    switch (answer) {
    case WEIR_NULL_OF_EMPTY_TEXT_NULL:
        return takes[1] ? WEIR_REASON_HOLDS : WEIR_REASON_EMPTY_TEXT;
    case WEIR_NULL_OF_EMPTY_TEXT_PRESENT:
        return takes[0] ? WEIR_REASON_HOLDS : WEIR_REASON_EMPTY_TEXT;
    case WEIR_NULL_OF_EMPTY_TEXT_REFUSE:
        break;
    }
    return asked->denies ? WEIR_REASON_HOLDS : WEIR_REASON_EMPTY_TEXT;
}

/* An empty set is null, as the pages use Null to guard ForAllValues. */
static enum weir_reason ask_null(const struct asked *asked, const struct weir_context_entry *entry)
{
    const bool empty = entry == NULL || all_empty(entry->values, entry->count);
    bool takes[] = {false, false}; /* of a present key, of an absent one */
    for (size_t i = 0; i < asked->condition->count; i++)
        takes[asked->condition->operands[i].truth ? 1 : 0] = true;
    if (takes[0] && takes[1])
        return WEIR_REASON_HOLDS; /* present or absent, one of the two is listed */
    if (asked->condition->count == 0)
        return WEIR_REASON_DIFFERS;
    if (empty && entry != NULL && entry->count > 0 && !entry->multivalued)
        return ask_null_of_empty_text(asked, takes);
    if (takes[empty ? 1 : 0])
        return WEIR_REASON_HOLDS;
    return empty ? WEIR_REASON_ABSENT : WEIR_REASON_PRESENT;
}

WEIR_RARE static enum weir_reason ask_in_full(const struct weir_condition *condition,
                                              const struct weir_context *context, bool denies,
                                              const struct weir_context_entry *entry, struct weir_str *value)
{
    const struct asked asked = {condition, {context, denies != condition->op->negated}, denies};
    const struct weir_str *const values = entry == NULL ? NULL : entry->values;
    const size_t count = entry == NULL ? 0 : entry->count;
    *value = (struct weir_str){NULL, 0};
    if (weir_condition_is_unknown(condition))
        return WEIR_REASON_UNKNOWN;
    if (condition->op->is_null)
        return ask_null(&asked, entry);
    switch (condition->quantifier) {
    case WEIR_FOR_ALL_VALUES:
        return ask_for_all(&asked, values, count, value);
    case WEIR_FOR_ANY_VALUE:
        return ask_for_any(&asked, values, count, value);
    case WEIR_FOR_ONE:
        break;
    }
    return ask_for_one(&asked, values, count, value);
}

enum weir_reason weir_condition_ask(const struct weir_condition *condition, const struct weir_context *context,
                                    bool denies, struct weir_str *value)
{
    const struct weir_context_entry *const entry = weir_context_entry(context, condition->key, condition->hash);
    if (!condition->is_plain || entry == NULL || entry->count != 1 ||
        !weir_same_text(entry->values[0], condition->operands[0].as.pattern.literal))
        return ask_in_full(condition, context, denies, entry, value);
    *value = entry->values[0];
    return WEIR_REASON_HOLDS;
}
