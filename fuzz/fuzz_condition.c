/*
 * Differential: one condition with every operator, modifier and quantifier, read from a document and asked of a context,
 * against the interpreter of an operator table (twin_operator.c). What the sources leave open holds where it refuses.
 *
 * The input is a byte, how the statement and the key are, and then, parted by NULs, the operator's name, its operands
 * and the key's values, each of these parted by line feeds, and the value of the key `k` that variables may name.
 */
#include "fuzz/fuzz.h"
#include "fuzz/twin_operator.h"
#include "policy/policy_impl.h"

enum { LONGEST_INPUT = 1024, MOST = 16 };
enum { DENIES = 1, OLD_VERSION = 2, NO_OPERANDS = 4, NO_KEY = 8, MULTIVALUED = 16, NO_VALUES = 32 };

struct texts {
    struct weir_str items[MOST];
    size_t count;
};

struct input {
    bool denies;
    bool variables;
    bool has_key;
    bool multivalued;
    struct weir_str name;
    struct texts operands;
    struct texts values;
    struct weir_str k;
};

static struct weir_str document_of(const struct input *input, struct weir_arena *arena)
{
    struct weir_writer *writer = NULL;
    struct weir_str text = {NULL, 0};
    DEMAND(weir_writer_new(arena, &writer) == WEIR_OK);
    weir_write_raw(writer, input->variables ? WEIR_STR("{\"Version\":\"2012-10-17\",") : WEIR_STR("{"));
    weir_write_raw(writer, WEIR_STR("\"Statement\":{\"Action\":\"*\",\"Resource\":\"*\",\"Effect\":"));
    weir_write_text(writer, input->denies ? WEIR_STR("Deny") : WEIR_STR("Allow"));
    weir_write_raw(writer, WEIR_STR(",\"Condition\":"));
    weir_write_map_begin(writer);
    weir_write_key_str(writer, input->name);
    weir_write_map_begin(writer);
    weir_write_key(writer, "V");
    weir_write_list_begin(writer);
    for (size_t i = 0; i < input->operands.count; i++)
        weir_write_text(writer, input->operands.items[i]);
    weir_write_list_end(writer);
    weir_write_map_end(writer);
    weir_write_map_end(writer);
    weir_write_raw(writer, WEIR_STR("}}"));
    DEMAND(weir_writer_finish(writer, &text) == WEIR_OK);
    return text;
}

/* ----------------------------------------------------------------------------------------- the twin */

static bool value_passes(const struct input *input, const struct twin_operator *op, struct weir_str value)
{
    const bool negated = op->row->negated;
    const struct twin_sight sight = {input->k, input->denies != negated};
    bool meets = false;
    bool unreadable = false;
    for (size_t i = 0; i < input->operands.count; i++) {
        const enum twin_meets answer = twin_meets(op->row, input->variables, input->operands.items[i], value, &sight);
        meets = meets || answer == TWIN_MEETS;
        unreadable = unreadable || answer == TWIN_UNREADABLE;
    }
    return negated ? !meets && (!unreadable || input->denies) : meets;
}

/* Whether one empty text is null is open, and nothing is open where both answers are listed. */
static bool null_holds(const struct input *input, bool is_empty)
{
    const bool is_open = is_empty && input->has_key && input->values.count > 0 && !input->multivalued;
    bool takes_absent = false;
    bool takes_present = false;
    for (size_t i = 0; i < input->operands.count; i++) {
        bool truth = false;
        DEMAND(twin_is_truth(input->operands.items[i], &truth));
        takes_absent = takes_absent || truth;
        takes_present = takes_present || !truth;
    }
    if (is_open)
        return (takes_absent && takes_present) || (input->denies && input->operands.count > 0);
    return is_empty ? takes_absent : takes_present;
}

static bool twin_holds(const struct input *input, const struct twin_operator *op)
{
    const size_t count = input->has_key ? input->values.count : 0;
    size_t passing = 0;
    bool is_empty = true;
    for (size_t i = 0; i < count; i++) {
        is_empty = is_empty && input->values.items[i].len == 0;
        passing += value_passes(input, op, input->values.items[i]);
    }
    if (op->row->kind == TWIN_NULL)
        return null_holds(input, is_empty);
    if (op->set == TWIN_ALL)
        return is_empty || passing == count;
    if (op->set == TWIN_ANY)
        return count == 0 && op->if_exists ? input->denies : !is_empty && passing > 0;
    if (count == 0)
        return op->if_exists || op->row->negated;
    return count == 1 && passing == 1;
}

static bool twin_loads(const struct input *input, struct twin_operator *op)
{
    bool loads = twin_operator_find(input->name, op);
    for (size_t i = 0; loads && op->row->kind == TWIN_NULL && i < input->operands.count; i++) {
        bool truth = false;
        loads = twin_is_truth(input->operands.items[i], &truth);
    }
    return loads;
}

/* ---------------------------------------------------------------------------------------- the target */

static void check(const struct input *input, struct weir_arena *arena)
{
    struct twin_operator op;
    const struct weir_policy *policy = NULL;
    const struct texts *const values = &input->values;
    const enum weir_status status = weir_policy_parse(document_of(input, arena), WEIR_STR("input"),
                                                      WEIR_POLICY_IDENTITY, NULL, arena, &policy, NULL);
    DEMAND(status == (twin_loads(input, &op) ? WEIR_OK : WEIR_ERR_SCHEMA));
    if (status != WEIR_OK)
        return;
    struct weir_context *const context = twin_context(input->k, arena);
    if (input->has_key)
        DEMAND(weir_context_set(context, WEIR_STR("v"), values->items, values->count, input->multivalued) == WEIR_OK);
    struct weir_str decided = {NULL, 0};
    const struct weir_condition *const condition = &policy->statements[0].conditions[0];
    const enum weir_reason reason = weir_condition_ask(condition, context, input->denies, &decided);
    DEMAND((reason == WEIR_REASON_HOLDS) == twin_holds(input, &op));
}

static struct texts take_lines(struct weir_str text)
{
    struct texts texts = {.count = 0};
    do {
        texts.items[texts.count++] = twin_take(&text, '\n');
    } while (text.len > 0 && texts.count < MOST);
    return texts;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_arena *arena = NULL;
    if (size == 0 || size > LONGEST_INPUT || weir_arena_new(0, &arena) != WEIR_OK)
        return 0;
    struct weir_str rest = {(const char *)data + 1, size - 1};
    struct input input = {.has_key = (data[0] & NO_KEY) == 0, .multivalued = (data[0] & MULTIVALUED) != 0};
    input.denies = (data[0] & DENIES) != 0;
    input.variables = (data[0] & OLD_VERSION) == 0;
    if (weir_str_is_utf8(rest, NULL)) {
        input.name = twin_take(&rest, '\0');
        input.operands = take_lines(twin_take(&rest, '\0'));
        input.values = take_lines(twin_take(&rest, '\0'));
        input.k = twin_take(&rest, '\0');
        if ((data[0] & NO_OPERANDS) != 0)
            input.operands.count = 0;
        if ((data[0] & NO_VALUES) != 0)
            input.values.count = 0;
        input.multivalued = input.multivalued || input.values.count != 1;
        check(&input, arena);
    }
    weir_arena_free(arena);
    return 0;
}
