/* Decides the form of an answer to a question for session policies: policies, a refusal, or an error (DESIGN §7). */
#include "authorize.h"
#include "scope.h"

void scope_node(const struct weir_tree *tree, const struct weir_node *question, uint32_t first_line,
                struct weir_arena *arena, struct answer *answer)
{
    struct weir_error error = WEIR_ERROR_INIT;
    bool refused = true;
    *answer = (struct answer){.error = WEIR_ERROR_INIT};
    error.status = weir_scope_ask_json(tree, question, arena, &answer->json, &refused, &error);
    if (error.status != WEIR_OK) {
        answer_shift_lines(&error, first_line);
        authorize_error(answer_id(question, arena), &error, arena, answer);
        return;
    }
    answer->code = refused ? CLI_NO : CLI_YES;
}

void scope_text(struct weir_str text, struct weir_str name, uint32_t line, struct weir_arena *arena,
                struct answer *answer)
{
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_tree *tree = NULL;
    const enum weir_status status = line > 0 ? weir_tree_parse_json(text, name, arena, &tree, &error)
                                             : weir_tree_parse(text, name, arena, &tree, &error);
    if (status == WEIR_OK) {
        scope_node(tree, weir_tree_root(tree), line, arena, answer);
        return;
    }
    answer_shift_lines(&error, line);
    authorize_error((struct weir_str){NULL, 0}, &error, arena, answer);
}
