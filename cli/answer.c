/* Decides the form of an answer/1 line: decisions where the request could be answered, else one error object. */
#include "answer.h"

#include "complain.h"

static enum weir_status write_decisions(struct weir_writer *writer, const struct weir_run *run,
                                        struct weir_arena *arena)
{
    weir_write_list_begin(writer);
    for (size_t i = 0; i < run->count; i++) {
        struct weir_str json = {NULL, 0};
        TRY(weir_decision_emit(run->decisions[i], arena, &json));
        weir_write_json(writer, json);
    }
    weir_write_list_end(writer);
    return WEIR_OK;
}

static enum weir_status write_answer(struct weir_str id, const struct weir_run *run, const struct weir_error *error,
                                     struct weir_arena *arena, struct weir_str *json)
{
    struct weir_writer *writer = NULL;
    TRY(weir_writer_new(arena, &writer));
    weir_write_map_begin(writer);
    weir_write_key(writer, "weir");
    weir_write_text(writer, WEIR_STR("answer/1"));
    weir_write_key(writer, "id");
    if (id.len > 0)
        weir_write_json(writer, id);
    else
        weir_write_null(writer);
    weir_write_key(writer, error->status == WEIR_OK ? "decisions" : "error");
    if (error->status == WEIR_OK)
        TRY(write_decisions(writer, run, arena));
    else
        weir_write_error(writer, error);
    weir_write_map_end(writer);
    return weir_writer_finish(writer, json);
}

void answer_error(struct weir_str id, const struct weir_error *error, struct weir_arena *arena, struct answer *answer)
{
    *answer = (struct answer){.error = *error, .code = complain_code(error->status)};
    if (write_answer(id, &answer->run, error, arena, &answer->json) != WEIR_OK)
        answer->code = CLI_FAILED;
}

struct weir_str answer_id(const struct weir_node *request, struct weir_arena *arena)
{
    struct weir_str json = {NULL, 0};
    struct weir_writer *writer = NULL;
    const struct weir_node *const id = weir_node_find(request, WEIR_STR("id"));
    if (id == NULL || weir_writer_new(arena, &writer) != WEIR_OK)
        return json;
    weir_write_node(writer, id);
    return weir_writer_finish(writer, &json) == WEIR_OK ? json : (struct weir_str){NULL, 0};
}

enum weir_status answer_read(const struct weir_tree *tree, struct weir_arena *arena,
                             const struct weir_scenario **scenario, struct weir_error *error)
{
    const struct weir_node *const root = weir_tree_root(tree);
    *scenario = NULL;
    /* Else a document of another kind would be told of member by member. */
    if (weir_node_kind(root) == WEIR_NODE_MAP && weir_node_find(root, WEIR_STR("weir")) == NULL)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, root, "a request needs the member `weir`: request/1");
    return weir_scenario_read(tree, root, arena, scenario, error);
}

static void answer_scenario(const struct asking *asking, const struct weir_scenario *scenario, struct weir_str id,
                            struct weir_arena *arena, struct answer *answer)
{
    enum weir_status status = answer->error.status;
    if (status == WEIR_OK)
        status = weir_run(asking->world, scenario, asking->now_unix_s, asking->options, arena, &answer->run,
                          &answer->error);
    answer->error.status = status;
    answer->code = complain_code(status);
    if (status == WEIR_OK && !answer->run.all_allowed)
        answer->code = CLI_NO;
    if (write_answer(id, &answer->run, &answer->error, arena, &answer->json) != WEIR_OK)
        answer->code = CLI_FAILED;
}

void answer_node(const struct asking *asking, const struct weir_tree *tree, const struct weir_node *request,
                 struct weir_arena *arena, struct answer *answer)
{
    const struct weir_scenario *scenario = NULL;
    *answer = (struct answer){.error = WEIR_ERROR_INIT};
    answer->error.status = weir_scenario_read(tree, request, arena, &scenario, &answer->error);
    answer_scenario(asking, scenario, answer_id(request, arena), arena, answer);
}

static void answer_tree(const struct asking *asking, const struct weir_tree *tree, struct weir_arena *arena,
                        struct answer *answer)
{
    const struct weir_scenario *scenario = NULL;
    *answer = (struct answer){.error = WEIR_ERROR_INIT};
    answer->error.status = answer_read(tree, arena, &scenario, &answer->error);
    answer_scenario(asking, scenario, answer_id(weir_tree_root(tree), arena), arena, answer);
}

void answer_shift_lines(struct weir_error *error, uint32_t line)
{
    if (error->line > 0 && line > 0)
        error->line += line - 1;
}

void answer_text(const struct asking *asking, struct weir_str text, struct weir_str name, uint32_t line,
                 struct weir_arena *arena, struct answer *answer)
{
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_tree *tree = NULL;
    const enum weir_status status = line > 0 ? weir_tree_parse_json(text, name, arena, &tree, &error)
                                             : weir_tree_parse(text, name, arena, &tree, &error);
    if (status != WEIR_OK) {
        answer_shift_lines(&error, line);
        answer_error((struct weir_str){NULL, 0}, &error, arena, answer);
        return;
    }
    answer_tree(asking, tree, arena, answer);
    if (answer->error.status == WEIR_OK || line <= 1)
        return;
    error = answer->error;
    answer_shift_lines(&error, line);
    answer_error(answer_id(weir_tree_root(tree), arena), &error, arena, answer);
}
