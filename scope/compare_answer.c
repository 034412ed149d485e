/* The answer to a question that compares policies, as JSON: yes, no and the request that shows it, or the limit (DESIGN §7). */
#include "base/answer.h"
#include "policy/ask/ask.h"
#include "scope/scope_impl.h"

static void write_values(struct weir_writer *writer, const struct weir_context *context, struct weir_str key)
{
    const struct weir_str *values = NULL;
    size_t count = 0;
    bool is_list = false;
    (void)weir_context_find(context, key, &values, &count, &is_list);
    if (is_list)
        weir_write_list_begin(writer);
    for (size_t i = 0; i < count; i++)
        weir_write_text(writer, values[i]);
    if (is_list)
        weir_write_list_end(writer);
}

static void write_witness(struct weir_writer *writer, const struct weir_inclusion_witness *witness)
{
    weir_write_key(writer, "witness");
    weir_write_map_begin(writer);
    weir_write_member(writer, "action", witness->action);
    weir_write_member(writer, "resource", witness->resource);
    weir_write_key(writer, "context");
    weir_write_map_begin(writer);
    for (size_t i = 0; i < weir_context_count(witness->context); i++) {
        const struct weir_str key = weir_context_key(witness->context, i);
        weir_write_key_str(writer, key);
        write_values(writer, witness->context, key);
    }
    weir_write_map_end(writer);
    weir_write_map_end(writer);
}

static void write_side(struct weir_writer *writer, const char *name, const struct weir_verdict *verdict)
{
    weir_write_key(writer, name);
    weir_write_map_begin(writer);
    weir_ask_write_verdict(writer, verdict);
    weir_write_map_end(writer);
}

/* Of a change: whatever the new policies allow, did the old ones allow it? */
static void write_new_access(struct weir_writer *writer, enum weir_inclusion_answer answer)
{
    weir_write_key(writer, "new_access");
    if (answer == WEIR_INCLUSION_UNKNOWN)
        weir_write_null(writer);
    else
        weir_write_bool(writer, answer == WEIR_INCLUSION_NO);
}

static void write_inclusion(const struct weir_compare_ask *ask, const struct weir_inclusion *inclusion,
                            struct weir_writer *writer)
{
    struct weir_inclusion_witness witness;
    const enum weir_inclusion_answer answer = weir_inclusion_answer(inclusion);
    weir_write_member(writer, "answer", weir_str_from(weir_inclusion_answer_name(answer)));
    if (ask->is_change)
        write_new_access(writer, answer);
    if (answer == WEIR_INCLUSION_UNKNOWN)
        weir_write_member(writer, "limit", weir_inclusion_limit(inclusion));
    if (!weir_inclusion_witness(inclusion, &witness))
        return;
    write_witness(writer, &witness);
    write_side(writer, ask->is_change ? "new" : "narrow", witness.narrow);
    write_side(writer, ask->is_change ? "old" : "wide", witness.wide);
}

enum weir_status weir_compare_ask_write(const struct weir_compare_ask *ask, struct weir_arena *arena,
                                        struct weir_writer *writer, enum weir_inclusion_answer *answer,
                                        struct weir_error *error)
{
    const struct weir_inclusion *inclusion = NULL;
    if (answer != NULL)
        *answer = WEIR_INCLUSION_UNKNOWN;
    if (ask == NULL || writer == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "a question and a writer are needed");
    WEIR_TRY(weir_scope_includes(&ask->wide, &ask->narrow, arena, &inclusion, error));
    write_inclusion(ask, inclusion, writer);
    if (answer != NULL)
        *answer = weir_inclusion_answer(inclusion);
    return WEIR_OK;
}

/* An answer that is written as one text. */
struct one_line {
    const struct weir_compare_ask *ask;
    struct weir_arena *arena;
    enum weir_inclusion_answer *answer;
};

static enum weir_status write_members(void *answering, struct weir_writer *writer, struct weir_error *error)
{
    const struct one_line *const line = answering;
    return weir_compare_ask_write(line->ask, line->arena, writer, line->answer, error);
}

enum weir_status weir_compare_ask_json(const struct weir_tree *tree, const struct weir_node *node,
                                       struct weir_arena *arena, struct weir_str *json,
                                       enum weir_inclusion_answer *answer, struct weir_error *error)
{
    const struct weir_compare_ask *ask = NULL;
    enum weir_inclusion_answer found = WEIR_INCLUSION_UNKNOWN;
    if (answer != NULL)
        *answer = found;
    if (json == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "there is nowhere to put the answer");
    *json = (struct weir_str){NULL, 0};
    WEIR_TRY(weir_compare_ask_read(tree, node, arena, &ask, error));
    struct one_line line = {ask, arena, &found};
    WEIR_TRY(weir_answer_json(ask->id, write_members, &line, arena, json, error));
    if (answer != NULL)
        *answer = found;
    return WEIR_OK;
}
