/* `weir verify`: what it was asked to do, and its answers for a person, a program and the corpus. */
#ifndef WEIR_CLI_VERIFY_H
#define WEIR_CLI_VERIFY_H

#include <weir/saml.h>

#include "one.h"

/* Before the first question: nothing but answers is printed. */
void verify_open(void);

/* What a question's answer depends on beside it. */
struct verify_way {
    const int64_t *now_unix_s; /* NULL: the question's own time */
    bool explained;            /* with the checks that were made */
};
extern const struct one_way verify_way; /* its context is a struct verify_way */

/* Tells the answer to a person; exactly one of claims and refusal is there. `verbose` says what each check asks. */
void verify_report(const struct weir_saml_claims *claims, const struct weir_refusal *refusal, bool verbose,
                   struct paint *paint);

/* What stands in a question, given by options in its place. */
enum verify_form {
    VERIFY_TEXT,
    VERIFY_FILE, /* the text of a file */
    VERIFY_TEXTS,
    VERIFY_FILES,
    VERIFY_PLAIN,  /* a number, or true or false */
    VERIFY_SETTING /* NAME=VALUE, a member of `settings` */
};

/* One option that was given, and the member of the question that it is. Repeated ones stand next to each other. */
struct verify_given {
    const char *member;
    enum verify_form form;
    const char *value;
};

/* The question that a response file and the options are, as a tree. Failures are on stderr. */
enum cli_exit verify_question(const char *response, const struct verify_given *given, size_t count,
                              struct weir_arena *arena, const struct weir_tree **tree);

#endif
