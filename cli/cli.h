/* What the rooms of the program share: exit codes, commands, and how a library's failure becomes an exit code. */
#ifndef WEIR_CLI_CLI_H
#define WEIR_CLI_CLI_H

#include <stddef.h>

#include <weir/base.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Returns the status of a call that did not answer WEIR_OK. */
#define TRY(call)                                    \
    do {                                             \
        const enum weir_status try_status_ = (call); \
        if (try_status_ != WEIR_OK)                  \
            return try_status_;                      \
    } while (0)

/* weir(1), EXIT STATUS. Ordered: of several answers the worst is the program's. */
enum cli_exit {
    CLI_YES = 0,        /* every step allowed, every case holds */
    CLI_NO = 1,         /* understood, and the answer is no */
    CLI_USAGE = 2,      /* the command line is wrong */
    CLI_UNREADABLE = 3, /* an input is not what it should be */
    CLI_FAILED = 4      /* no answer: resources, an incomplete world, or a fault of weir's own */
};

enum option_kind {
    OPTION_FLAG,
    OPTION_VALUE, /* --name VALUE, --name=VALUE, -n VALUE */
    OPTION_MAYBE  /* --name, --name=VALUE */
};

/* One option; its id is its place in the command's table. */
struct option {
    const char *name;
    char letter; /* '\0': none */
    enum option_kind kind;
    const char *value; /* what --help calls the value */
    const char *about;
};

struct command {
    const char *name;
    const char *usage; /* what follows the name */
    const char *about; /* one line, for the list of commands */
    const char *text;  /* paragraphs for --help, between "\n" */
    const char *example;
    const struct option *options;
    size_t option_count;
    enum cli_exit (*run)(const struct command *command, int argc, char **argv);
};

extern const struct command command_authorize;
extern const struct command command_decide;
extern const struct command command_lint;
extern const struct command command_rules;
extern const struct command command_scope;
extern const struct command command_compare;
extern const struct command command_test;
extern const struct command command_verify;

/* The nearest of `count` names to a mistyped one, or NULL if none is near. `name_at` gives the name at an index. */
const char *suggest(const char *typed, const char *(*name_at)(const void *names, size_t index), const void *names,
                    size_t count);

#endif
