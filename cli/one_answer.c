/* Decides the form of an answer that is one line: an id and what the library says, or an error (DESIGN §7). */
#include "complain.h"
#include "files.h"
#include "one.h"

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

void one_error(struct weir_str id, const struct weir_error *error, struct weir_arena *arena, struct answer *answer)
{
    *answer = (struct answer){.error = *error, .code = complain_code(error->status)};
    if (write_error(id, error, arena, &answer->json) != WEIR_OK)
        answer->code = CLI_FAILED;
}

void one_node(const struct one_way *way, const void *context, const struct one_question *question,
              struct answer *answer)
{
    struct weir_error error = WEIR_ERROR_INIT;
    *answer = (struct answer){.error = WEIR_ERROR_INIT};
    error.status = way->json(context, question, &answer->json, &answer->code, &error);
    if (error.status == WEIR_OK)
        return;
    answer_shift_lines(&error, question->first_line);
    one_error(answer_id(question->node, question->arena), &error, question->arena, answer);
}

void one_text(const struct one_way *way, const void *context, const struct file_text *text, uint32_t line,
              struct weir_arena *arena, struct answer *answer)
{
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_tree *tree = NULL;
    const enum weir_status status = line > 0 ? weir_tree_parse_json(text->text, text->name, arena, &tree, &error)
                                             : weir_tree_parse(text->text, text->name, arena, &tree, &error);
    if (status == WEIR_OK) {
        const struct one_question question = {tree, weir_tree_root(tree), line, arena};
        one_node(way, context, &question, answer);
        return;
    }
    answer_shift_lines(&error, line);
    one_error((struct weir_str){NULL, 0}, &error, arena, answer);
}
