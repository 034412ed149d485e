/* Lines of a stream, each of them answered before the stream is waited for again. */
#ifndef WEIR_CLI_LINES_H
#define WEIR_CLI_LINES_H

#include "cli.h"

struct text_line {
    struct weir_str text; /* without the newline; empty if it is too long */
    struct weir_str name; /* of the file, for places */
    uint32_t number;      /* from 1 */
    bool too_long;
};

/* Prints the answer to a line on stdout. Its exit code counts; nothing but a lost stdout stops the reading. */
typedef enum cli_exit line_taker(void *context, const struct text_line *line);
/* Takes every line of a file, or of stdin for "-", that is not blank. The worst of the exit codes. */
enum cli_exit lines_each(const char *path, line_taker *take, void *context);
/* The error that a line which is too long is answered with. */
void lines_too_long(const struct text_line *line, struct weir_error *error);

#endif
