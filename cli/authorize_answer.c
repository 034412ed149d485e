/* Decides the form of an answer to a bare policy question: a decision with its statements, or an error (DESIGN §7). */
#include "authorize.h"
#include "complain.h"

static enum weir_status write_error(struct weir_str id, const struct weir_error *error, struct weir_arena *arena,
                                    struct weir_str *json)
{
    struct weir_writer *writer = NULL;
    TRY(weir_writer_new(arena, &writer));
    weir_write_map_begin(writer);
    weir_write_key(writer, "id");
    if (id.len > 0)
        weir_write_json(writer, id);
    else
        weir_write_null(writer);
    weir_write_key(writer, "error");
    weir_write_error(writer, error);
    weir_write_map_end(writer);
    return weir_writer_finish(writer, json);
}

void authorize_error(struct weir_str id, const struct weir_error *error, struct weir_arena *arena,
                     struct answer *answer)
{
    *answer = (struct answer){.error = *error, .code = complain_code(error->status)};
    if (write_error(id, error, arena, &answer->json) != WEIR_OK)
        answer->code = CLI_FAILED;
}

void authorize_node(const struct weir_tree *tree, const struct weir_node *question,
                    const struct weir_ask_options *options, struct weir_arena *arena, struct answer *answer)
{
    struct weir_error error = WEIR_ERROR_INIT;
    enum weir_effect effect = WEIR_EFFECT_IMPLICIT_DENY;
    *answer = (struct answer){.error = WEIR_ERROR_INIT};
    error.status = weir_ask_json(tree, question, options, arena, &answer->json, &effect, &error);
    if (error.status != WEIR_OK) {
        answer_shift_lines(&error, options->first_line);
        authorize_error(answer_id(question, arena), &error, arena, answer);
        return;
    }
    answer->code = effect == WEIR_EFFECT_ALLOW ? CLI_YES : CLI_NO;
}

void authorize_text(struct weir_str text, struct weir_str name, uint32_t line, bool explained, struct weir_arena *arena,
                    struct answer *answer)
{
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_ask_options options = WEIR_ASK_OPTIONS_INIT;
    const struct weir_tree *tree = NULL;
    options.explained = explained;
    options.first_line = line;
    const enum weir_status status = line > 0 ? weir_tree_parse_json(text, name, arena, &tree, &error)
                                             : weir_tree_parse(text, name, arena, &tree, &error);
    if (status == WEIR_OK) {
        authorize_node(tree, weir_tree_root(tree), &options, arena, answer);
        return;
    }
    answer_shift_lines(&error, line);
    authorize_error((struct weir_str){NULL, 0}, &error, arena, answer);
}
