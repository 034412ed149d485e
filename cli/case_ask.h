/* How each kind of case is asked, by the program's own way and by the library's JSON door. */
#ifndef WEIR_CLI_CASE_ASK_H
#define WEIR_CLI_CASE_ASK_H

#include "answer.h"
#include "corpus.h"

/* A case and what is at hand to ask it. */
struct case_question {
    const struct corpus_case *item;
    const struct weir_tree *tree; /* of the question */
    const struct weir_node *asked;
    struct weir_decide_options options; /* with the case's own settings */
    struct asking asking;               /* its world is NULL where the kind needs none */
    struct weir_arena *arena;
};

/* Finds what is asked, and with which options. CLI_YES, or why the case cannot be run is on stderr. */
enum cli_exit case_ask_prepare(struct case_question *question, const struct weir_rulebook *rulebook);
/* Asks; the answer lives in the arena. */
void case_ask(const struct case_question *question, struct answer *answer);
/*
 * The answer that the library's JSON interface gives to the question, printed. False when it gives none; true, and the
 * text empty, for a case that is about its very bytes and has nothing to print.
 */
bool case_ask_json(const struct case_question *question, struct weir_str *json);

#endif
