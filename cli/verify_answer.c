/* Decides the form of an answer about a SAML response: claims, a check that failed, or an error (DESIGN §7). */
#include "authorize.h"
#include "verify.h"

/* The program is the only one in its process that uses xmlsec1, whose messages say what the checks say better. */
void verify_open(void)
{
    const enum weir_status status = weir_saml_init(WEIR_SAML_OWNS_XMLSEC, NULL);
    (void)status; /* a failure comes again, and is told, in the first call */
}

void verify_node(const struct weir_tree *tree, const struct weir_node *question, const struct verify_way *way,
                 struct weir_arena *arena, struct answer *answer)
{
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_saml_ask_options options = WEIR_SAML_ASK_OPTIONS_INIT;
    bool valid = false;
    *answer = (struct answer){.error = WEIR_ERROR_INIT};
    options.now_unix_s = way->now_unix_s;
    options.explained = way->explained;
    error.status = weir_saml_ask_json(tree, question, &options, arena, &answer->json, &valid, &error);
    if (error.status != WEIR_OK) {
        answer_shift_lines(&error, way->line);
        authorize_error(answer_id(question, arena), &error, arena, answer);
        return;
    }
    answer->code = valid ? CLI_YES : CLI_NO;
}

void verify_text(struct weir_str text, struct weir_str name, const struct verify_way *way, struct weir_arena *arena,
                 struct answer *answer)
{
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_tree *tree = NULL;
    const enum weir_status status = way->line > 0 ? weir_tree_parse_json(text, name, arena, &tree, &error)
                                                  : weir_tree_parse(text, name, arena, &tree, &error);
    if (status == WEIR_OK) {
        verify_node(tree, weir_tree_root(tree), way, arena, answer);
        return;
    }
    answer_shift_lines(&error, way->line);
    authorize_error((struct weir_str){NULL, 0}, &error, arena, answer);
}
