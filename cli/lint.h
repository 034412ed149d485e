/* `weir lint`: a run over files, what is found in each, and how it is told. */
#ifndef WEIR_CLI_LINT_H
#define WEIR_CLI_LINT_H

#include <weir/policy.h>
#include <weir/vend.h>

#include "cli.h"
#include "paint.h"

enum { SEVERITIES = 3 };

struct lint_run {
    struct weir_arena *arena;
    bool has_kind; /* said, not guessed */
    enum weir_policy_kind kind;
    size_t characters_max; /* 0: the quota of the kind */
    bool json;
    bool quiet;
    struct paint paint;
    size_t file_count; /* that could be opened */
    size_t counts[SEVERITIES];
    uint32_t error_line;              /* of a file's own error, told unless a finding is on its line */
    struct weir_rulebook_text *books; /* rulebooks are read together, when all files are */
    size_t book_count;
    enum cli_exit code;
};

/* Looks at one file and tells what it finds. */
void lint_file(struct lint_run *run, const char *path);
/* Looks at the rulebooks among the files, which stand for one. */
void lint_rulebooks(struct lint_run *run);

/* Lints one document that stands in a tree. */
void lint_policy(struct lint_run *run, const struct weir_tree *tree, const struct weir_node *node,
                 enum weir_policy_kind kind);
/* Lints every policy in a world, a request, a question or an answer of the AWS CLI. How many there are. */
size_t lint_walk(struct lint_run *run, const struct weir_tree *tree);
/* The kind of a document that does not say where it is attached. */
enum weir_policy_kind lint_guess(const struct weir_node *document);

void lint_tell(struct lint_run *run, const struct weir_lint_finding *finding);
/* Tells a failure as a finding of the rule. */
void lint_tell_error(struct lint_run *run, const char *rule, const struct weir_error *error, struct weir_str name);
void lint_summary(struct lint_run *run);
/* The rules that policies are held against. */
void lint_rules(struct lint_run *run);

#endif
