/* What commands share that answer one question, told for a person or as JSON, or many, one a line. */
#ifndef WEIR_CLI_ONE_H
#define WEIR_CLI_ONE_H

#include "answer.h"
#include "cli.h"
#include "files.h"
#include "options.h"
#include "paint.h"

/* A question where it stands. */
struct one_question {
    const struct weir_tree *tree;
    const struct weir_node *node;
    uint32_t first_line; /* of the file that the tree is one line of; 0: the tree is a whole file */
    struct weir_arena *arena;
};

/* How one command answers; `context` is the command's own. */
struct one_way {
    /* The line of JSON, and the exit code that it means. */
    enum weir_status (*json)(const void *context, const struct one_question *question, struct weir_str *json,
                             enum cli_exit *code, struct weir_error *error);
    /* Tells a person, or with a NULL paint nobody. */
    enum cli_exit (*report)(const void *context, const struct one_question *question, struct paint *paint);
    const char *nothing; /* the complaint where no file is named, and where there are several */
    const char *several;
};

/* Answers a question that stands in a tree; the answer lives in the arena, and its `run` stays empty. */
void one_node(const struct one_way *way, const void *context, const struct one_question *question,
              struct answer *answer);
/* A question that is a text of its own: YAML or JSON, or with a `line` above 0 the JSON on that line of a file. */
void one_text(const struct one_way *way, const void *context, const struct file_text *text, uint32_t line,
              struct weir_arena *arena, struct answer *answer);
/* The line for what could not even be read. */
void one_error(struct weir_str id, const struct weir_error *error, struct weir_arena *arena, struct answer *answer);

/* A command under way. */
struct one {
    const struct command *command;
    const struct one_way *way;
    const void *context;
    struct weir_arena *arena;
    const char *file;
    bool json;
    bool ndjson;
    bool verbose;
    bool quiet;
    bool is_secret; /* questions may hold private keys: nothing of them stays in memory */
    struct paint paint;
};

/* One operand, and options that go together. */
enum cli_exit one_check(const struct one *one, const struct operands *operands);
/* Answers the file, or each of its lines. */
enum cli_exit one_run(struct one *one);
/* Answers a tree that was made of something else than one file. The arena is open. */
enum cli_exit one_tree(struct one *one, const struct weir_tree *tree);
/* Opens the arena and the paint, runs, and closes them. */
enum cli_exit one_open(struct one *one, enum cli_exit (*run)(struct one *one, const void *context),
                       const void *context);

#endif
