/* The library as one function of JSON, for other languages: answer/1 (DESIGN §6). */
#include <weir/saml.h>
#include <weir/vend.h>

#include "base/answer.h"
#include "vend/rulebook.h"

/* One call under way. */
struct calling {
    const struct weir_world *world;
    const struct weir_decide_options *options;
    struct weir_arena *arena;
    struct weir_error *error;
};

typedef enum weir_status verb_answer(const struct calling *calling, const struct weir_tree *input,
                                     struct weir_writer *writer);

/* Writes the members of the answer behind its id. */
static enum weir_status answer_decide(const struct calling *calling, const struct weir_tree *input,
                                      struct weir_writer *writer)
{
    const struct weir_scenario *scenario;
    struct weir_run run;
    WEIR_TRY(weir_scenario_read_document(input, weir_tree_root(input), calling->arena, &scenario, calling->error));
    WEIR_TRY(weir_run(calling->world, scenario, NULL, calling->options, calling->arena, &run, calling->error));
    weir_write_key(writer, "decisions");
    weir_write_list_begin(writer);
    for (size_t i = 0; i < run.count; i++) {
        struct weir_str json;
        const enum weir_status status = weir_decision_emit(run.decisions[i], calling->arena, &json);
        if (status != WEIR_OK)
            return weir_fail(calling->error, status, "%s", weir_status_sentence(status));
        weir_write_json(writer, json);
    }
    weir_write_list_end(writer);
    return WEIR_OK;
}

/* An operation and its parameters, asked by nobody. */
static enum weir_status read_bare(const struct calling *calling, const struct weir_tree *input,
                                  struct weir_request *request)
{
    static const char *const members[] = {"id", "operation", "parameters", NULL};
    const struct weir_node *const root = weir_tree_root(input);
    const struct weir_node *const operation = weir_node_find(root, WEIR_STR("operation"));
    const struct weir_node *const parameters = weir_node_find(root, WEIR_STR("parameters"));
    *request = (struct weir_request){.operation_origin = {input, operation}, .parameters = {input, parameters}};
    WEIR_TRY(weir_demand(input, root, WEIR_NODE_MAP, "a validation", calling->error));
    WEIR_TRY(weir_refuse_unknown(input, root, members, calling->error));
    if (operation == NULL)
        return weir_fail_at(calling->error, WEIR_ERR_SCHEMA, input, root, "`operation` is missing");
    if (parameters != NULL)
        WEIR_TRY(weir_demand(input, parameters, WEIR_NODE_MAP, "`parameters`", calling->error));
    return weir_read_text(input, operation, "operation", &request->operation, calling->error);
}

static enum weir_status answer_validate(const struct calling *calling, const struct weir_tree *input,
                                        struct weir_writer *writer)
{
    struct weir_request request;
    const struct weir_refusal *refusal = NULL;
    WEIR_TRY(read_bare(calling, input, &request));
    const enum weir_status status = weir_validate(&request, calling->options, calling->arena, &refusal, calling->error);
    if (status != WEIR_OK && status != WEIR_REFUSED)
        return status;
    weir_write_flag(writer, "valid", refusal == NULL);
    if (refusal == NULL)
        return WEIR_OK;
    weir_write_member(writer, "check", refusal->check);
    weir_write_member(writer, "code", refusal->code);
    weir_write_number(writer, "status", refusal->status);
    weir_write_member(writer, "message", refusal->message);
    return WEIR_OK;
}

/* A bare policy question brings all that it needs. */
static enum weir_status answer_authorize(const struct calling *calling, const struct weir_tree *input,
                                         struct weir_writer *writer)
{
    const struct weir_ask *ask;
    struct weir_ask_options options = WEIR_ASK_OPTIONS_INIT;
    options.explained = calling->options != NULL && calling->options->trace == WEIR_TRACE_FULL;
    WEIR_TRY(weir_ask_read(input, weir_tree_root(input), calling->arena, &ask, calling->error));
    return weir_ask_write(ask, &options, calling->arena, writer, NULL, calling->error);
}

/* So does a question for session policies. */
static enum weir_status answer_scope(const struct calling *calling, const struct weir_tree *input,
                                     struct weir_writer *writer)
{
    const struct weir_scope_ask *ask;
    WEIR_TRY(weir_scope_ask_read(input, weir_tree_root(input), calling->arena, &ask, calling->error));
    return weir_scope_ask_write(ask, calling->arena, writer, NULL, calling->error);
}

static enum weir_status answer_compare(const struct calling *calling, const struct weir_tree *input,
                                       struct weir_writer *writer)
{
    const struct weir_compare_ask *ask;
    WEIR_TRY(weir_compare_ask_read(input, weir_tree_root(input), calling->arena, &ask, calling->error));
    return weir_compare_ask_write(ask, calling->arena, writer, NULL, calling->error);
}

/* And one about a SAML response. */
static enum weir_status answer_verify(const struct calling *calling, const struct weir_tree *input,
                                      struct weir_writer *writer)
{
    const struct weir_saml_ask *ask;
    struct weir_saml_ask_options options = WEIR_SAML_ASK_OPTIONS_INIT;
    options.explained = calling->options != NULL && calling->options->trace == WEIR_TRACE_FULL;
    WEIR_TRY(weir_saml_ask_read(input, weir_tree_root(input), calling->arena, &ask, calling->error));
    return weir_saml_ask_write(ask, &options, calling->arena, writer, NULL, calling->error);
}

static enum weir_status answer_lint(const struct calling *calling, const struct weir_tree *input,
                                    struct weir_writer *writer)
{
    return weir_lint_answer(input, weir_tree_root(input), calling->arena, writer, calling->error);
}

static const struct verb {
    const char *name;
    const char *format; /* the member `weir` of its answers; NULL: they have none */
    bool needs_world;
    verb_answer *answer;
} verbs[] = {
    {"decide", "answer/1", true, answer_decide},  {"validate", NULL, false, answer_validate},
    {"authorize", NULL, false, answer_authorize}, {"verify", NULL, false, answer_verify},
    {"scope", NULL, false, answer_scope},         {"compare", NULL, false, answer_compare},
    {"lint", NULL, false, answer_lint},
};

static const struct verb *find_verb(const char *name)
{
    for (size_t i = 0; i < WEIR_COUNT(verbs); i++) {
        if (weir_str_equal(weir_str_from(verbs[i].name), weir_str_from(name)))
            return &verbs[i];
    }
    return NULL;
}

/* The answer as far as its id, which is null where the input has none or is no map at all. */
static enum weir_status begin_answer(struct weir_arena *arena, const struct verb *verb, const struct weir_node *id,
                                     struct weir_writer **writer)
{
    WEIR_TRY(weir_writer_new(arena, writer));
    weir_write_map_begin(*writer);
    if (verb->format != NULL)
        weir_write_member(*writer, "weir", weir_str_from(verb->format));
    weir_write_id(*writer, id);
    return WEIR_OK;
}

static enum weir_status end_answer(struct weir_writer *writer, struct weir_str *answer)
{
    weir_write_map_end(writer);
    return weir_writer_finish(writer, answer);
}

static enum weir_status answer_error(const struct calling *calling, const struct verb *verb, const struct weir_node *id,
                                     struct weir_str *answer)
{
    struct weir_writer *writer;
    WEIR_TRY(begin_answer(calling->arena, verb, id, &writer));
    weir_write_key(writer, "error");
    weir_write_error(writer, calling->error);
    return end_answer(writer, answer);
}

static enum weir_status answer_verb(const struct calling *calling, const struct verb *verb,
                                    const struct weir_tree *input, const struct weir_node *id, struct weir_str *answer)
{
    struct weir_writer *writer;
    if (begin_answer(calling->arena, verb, id, &writer) != WEIR_OK)
        return weir_fail_memory(calling->error);
    WEIR_TRY(verb->answer(calling, input, writer));
    const enum weir_status status = end_answer(writer, answer);
    if (status != WEIR_OK)
        return weir_fail(calling->error, status, "%s", weir_status_sentence(status));
    return WEIR_OK;
}

/* What a failed attempt allocated is given back before its error is written: that needs room when memory is the error. */
static enum weir_status answer_input(const struct calling *calling, const struct verb *verb, struct weir_str input,
                                     struct weir_str *answer)
{
    struct weir_arena_mark mark = weir_arena_mark(calling->arena);
    const struct weir_node *id = NULL;
    const struct weir_tree *tree;
    enum weir_status status = weir_tree_parse(input, WEIR_STR("request"), calling->arena, &tree, calling->error);
    if (status == WEIR_OK) {
        mark = weir_arena_mark(calling->arena);
        id = weir_node_find(weir_tree_root(tree), WEIR_STR("id"));
        status = answer_verb(calling, verb, tree, id, answer);
    }
    if (status == WEIR_OK)
        return WEIR_OK;
    weir_arena_rewind(calling->arena, mark);
    return answer_error(calling, verb, id, answer);
}

enum weir_status weir_call_json(const struct weir_world *world, const char *verb, const char *input, size_t input_len,
                                const struct weir_decide_options *options, struct weir_arena *arena,
                                const char **answer, size_t *answer_len)
{
    if (answer != NULL)
        *answer = NULL;
    if (answer_len != NULL)
        *answer_len = 0;
    if (verb == NULL || input == NULL || arena == NULL || answer == NULL || answer_len == NULL)
        return WEIR_ERR_USAGE;
    const struct verb *const found = find_verb(verb);
    if (found == NULL || (found->needs_world && world == NULL))
        return WEIR_ERR_USAGE;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct calling calling = {world, options, arena, &error};
    struct weir_str text = {NULL, 0};
    WEIR_TRY(answer_input(&calling, found, (struct weir_str){input, input_len}, &text));
    *answer = text.ptr;
    *answer_len = text.len;
    return WEIR_OK;
}
