/* What went wrong, on stderr as `file:line:column: message`, and the exit code that it means. */
#ifndef WEIR_CLI_COMPLAIN_H
#define WEIR_CLI_COMPLAIN_H

#include "cli.h"

/* The exit code of a status. */
enum cli_exit complain_code(enum weir_status status);
/* Prints a failure of the library, once; `name` stands for the source where the error names none. Returns its exit code. */
enum cli_exit complain(const struct weir_error *error, struct weir_str name);
/* The same for a place and words of our own. */
enum cli_exit complain_at(struct weir_place place, const char *format, ...) WEIR_PRINTF(2, 3);
/* `name: message`, for what concerns a file as a whole. */
enum cli_exit complain_about(const char *name, const char *message);
enum cli_exit complain_memory(void);

#endif
