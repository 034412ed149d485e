/* The answer to a bare policy question as JSON: the decision, the statements that made it, and why (DESIGN §7). */
#include "policy/ask/ask.h"

#include "base/answer.h"
#include "policy/explain.h"

static const char *const match_names[] = {
    [WEIR_MATCH_APPLIES] = "applies",
    [WEIR_MATCH_NOT_PRINCIPAL] = "not-principal",
    [WEIR_MATCH_NOT_ACTION] = "not-action",
    [WEIR_MATCH_NOT_RESOURCE] = "not-resource",
    [WEIR_MATCH_NOT_CONDITION] = "not-condition",
};

const char *weir_match_name(enum weir_match match)
{
    return (unsigned)match < WEIR_COUNT(match_names) ? match_names[match] : "unknown";
}

static void write_statement(struct weir_writer *writer, const struct weir_decider *decider)
{
    char room[WEIR_LABEL_BYTES];
    weir_write_member(writer, "policy", weir_ask_label(room, decider->kind, decider->level, decider->policy_index));
    weir_write_number(writer, "statement", (int64_t)decider->statement);
    weir_write_member(writer, "sid", decider->sid);
}

static void write_by(struct weir_writer *writer, const struct weir_verdict *verdict)
{
    struct weir_decider decider;
    weir_write_key(writer, "by");
    weir_write_list_begin(writer);
    for (size_t i = 0; weir_verdict_decider(verdict, i, &decider); i++) {
        weir_write_map_begin(writer);
        write_statement(writer, &decider);
        weir_write_map_end(writer);
    }
    weir_write_list_end(writer);
}

void weir_ask_write_verdict(struct weir_writer *writer, const struct weir_verdict *verdict)
{
    weir_write_member(writer, "decision", weir_str_from(weir_effect_name(weir_verdict_effect(verdict))));
    write_by(writer, verdict);
}

/* An answer under way. */
struct answering {
    const struct weir_ask *ask;
    struct weir_ask_options options;
    struct weir_arena *arena;
    struct weir_writer *writer;
    const struct weir_verdict *verdict;
    const struct weir_explanation *explanation; /* NULL unless it is wanted */
};

/* A place inside one line of a file is a place of the file. */
static enum weir_status write_place(const struct answering *answering, struct weir_place place)
{
    const uint32_t first = answering->options.first_line > 0 ? answering->options.first_line : 1;
    struct weir_writer *text = NULL;
    struct weir_str at;
    WEIR_TRY(weir_writer_new(answering->arena, &text));
    weir_write_raw(text, place.source);
    weir_write_format(text, ":%u:%u", (unsigned)(place.line + first - 1), (unsigned)place.column);
    WEIR_TRY(weir_writer_finish(text, &at));
    weir_write_member(answering->writer, "at", at);
    return WEIR_OK;
}

static enum weir_status write_finding(const struct answering *answering, const struct weir_finding *finding)
{
    struct weir_writer *const writer = answering->writer;
    const struct weir_decider decider = {finding->kind,  finding->policy,    finding->policy_index,
                                         finding->level, finding->statement, finding->sid};
    weir_write_map_begin(writer);
    write_statement(writer, &decider);
    weir_write_member(writer, "effect", finding->denies ? WEIR_STR("Deny") : WEIR_STR("Allow"));
    weir_write_member(writer, "match", weir_str_from(weir_match_name(finding->match)));
    weir_write_member(writer, "because", finding->because);
    WEIR_TRY(write_place(answering, finding->place));
    weir_write_map_end(writer);
    return WEIR_OK;
}

static enum weir_status write_explanation(const struct answering *answering)
{
    const struct weir_finding *finding = NULL;
    weir_write_key(answering->writer, "explanation");
    weir_write_list_begin(answering->writer);
    for (size_t i = 0; (finding = weir_explanation_finding(answering->explanation, i)) != NULL; i++)
        WEIR_TRY(write_finding(answering, finding));
    weir_write_list_end(answering->writer);
    return WEIR_OK;
}

/* AWS's wording needs the verdict alone, so that a bare answer does not cost an explanation. */
static enum weir_status write_because(const struct answering *answering)
{
    struct weir_writer *text = NULL;
    struct weir_str because;
    WEIR_TRY(weir_writer_new(answering->arena, &text));
    weir_write_because(text, &answering->ask->request, answering->verdict);
    WEIR_TRY(weir_writer_finish(text, &because));
    weir_write_member(answering->writer, "because", because);
    return WEIR_OK;
}

static enum weir_status decide(struct answering *answering, struct weir_error *error)
{
    const struct weir_ask *const ask = answering->ask;
    if (!answering->options.explained)
        return weir_authorize(&ask->policies, &ask->request, answering->arena, &answering->verdict, error);
    WEIR_TRY(weir_explain(&ask->policies, &ask->request, answering->arena, &answering->explanation, error));
    answering->verdict = weir_explanation_verdict(answering->explanation);
    return WEIR_OK;
}

static enum weir_status write_answer(const struct answering *answering)
{
    weir_ask_write_verdict(answering->writer, answering->verdict);
    WEIR_TRY(write_because(answering));
    return answering->explanation == NULL ? WEIR_OK : write_explanation(answering);
}

static enum weir_status check_arguments(const struct weir_ask *ask, const struct weir_ask_options *options,
                                        const struct weir_writer *writer, struct weir_error *error)
{
    if (ask == NULL || writer == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "a question and a writer are needed");
    if (options != NULL && options->size != sizeof(*options))
        return weir_fail(error, WEIR_ERR_USAGE, "the options have an unknown size");
    return WEIR_OK;
}

enum weir_status weir_ask_write(const struct weir_ask *ask, const struct weir_ask_options *options,
                                struct weir_arena *arena, struct weir_writer *writer, enum weir_effect *effect,
                                struct weir_error *error)
{
    if (effect != NULL)
        *effect = WEIR_EFFECT_IMPLICIT_DENY;
    WEIR_TRY(check_arguments(ask, options, writer, error));
    struct answering answering = {
        .ask = ask, .options = WEIR_ASK_OPTIONS_INIT, .arena = arena, .writer = writer, .verdict = NULL};
    if (options != NULL)
        answering.options = *options;
    WEIR_TRY(decide(&answering, error));
    if (write_answer(&answering) != WEIR_OK)
        return weir_fail_memory(error);
    if (effect != NULL)
        *effect = weir_verdict_effect(answering.verdict);
    return WEIR_OK;
}

/* An answer that is written as one text. */
struct one_line {
    const struct weir_ask *ask;
    const struct weir_ask_options *options;
    struct weir_arena *arena;
    enum weir_effect *effect;
};

static enum weir_status write_members(void *answering, struct weir_writer *writer, struct weir_error *error)
{
    const struct one_line *const line = answering;
    return weir_ask_write(line->ask, line->options, line->arena, writer, line->effect, error);
}

enum weir_status weir_ask_json(const struct weir_tree *tree, const struct weir_node *node,
                               const struct weir_ask_options *options, struct weir_arena *arena, struct weir_str *json,
                               enum weir_effect *effect, struct weir_error *error)
{
    const struct weir_ask *ask = NULL;
    enum weir_effect found = WEIR_EFFECT_IMPLICIT_DENY;
    if (effect != NULL)
        *effect = found;
    if (json == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "there is nowhere to put the answer");
    *json = (struct weir_str){NULL, 0};
    WEIR_TRY(weir_ask_read(tree, node, arena, &ask, error));
    struct one_line line = {ask, options, arena, &found};
    WEIR_TRY(weir_answer_json(ask->id, write_members, &line, arena, json, error));
    if (effect != NULL)
        *effect = found;
    return WEIR_OK;
}
