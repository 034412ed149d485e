/* The command line of one command, read by its option table. */
#ifndef WEIR_CLI_OPTIONS_H
#define WEIR_CLI_OPTIONS_H

#include <stdio.h>

#include "cli.h"

/* Called once an option, in order. Another answer than CLI_YES ends the reading. */
typedef enum cli_exit option_taker(void *context, size_t id, const char *value);

/* The operands: what is left when the options are read. */
struct operands {
    char **items;
    size_t count;
};

/*
 * Reads options up to the first operand or `--`.
 * *done is true when the command has nothing more to do: --help was answered, or the line is wrong (and said to be).
 */
enum cli_exit options_read(const struct command *command, int argc, char **argv, option_taker *take, void *context,
                           struct operands *operands, bool *done);
/* Says on stderr what is wrong with the command line, and how to get help. Always CLI_USAGE. */
enum cli_exit options_refuse(const struct command *command, const char *format, ...) WEIR_PRINTF(2, 3);
/* The whole help of a command, made of its tables. */
void options_help(const struct command *command, FILE *out);

#endif
