/* Decides the one line of a failure and its exit code, by a table of statuses. */
#include "complain.h"

#include <stdarg.h>
#include <stdio.h>

#include "glyph.h"

enum cli_exit complain_code(enum weir_status status)
{
    switch (status) {
    case WEIR_OK:
        return CLI_YES;
    case WEIR_REFUSED:
        return CLI_NO;
    case WEIR_ERR_LIMIT:
    case WEIR_ERR_SYNTAX:
    case WEIR_ERR_SCHEMA:
    case WEIR_ERR_UNSUPPORTED: /* the input asks for an operation that there is not */
        return CLI_UNREADABLE;
    case WEIR_ERR_MEMORY:
    case WEIR_ERR_USAGE:
    case WEIR_ERR_INCOMPLETE:
        return CLI_FAILED;
    }
    return CLI_FAILED;
}

/* Answers come first where both streams are one terminal. */
static void put_place(struct weir_str source, uint32_t line, uint32_t column)
{
    fflush(stdout);
    glyph_put(stderr, source);
    if (line > 0)
        fprintf(stderr, ":%u:%u", (unsigned)line, (unsigned)column);
    fputs(": ", stderr);
}

enum cli_exit complain(const struct weir_error *error, struct weir_str name)
{
    const struct weir_str source = weir_str_from(error->source);
    put_place(source.len > 0 ? source : name, error->line, error->column);
    glyph_put(stderr, weir_str_from(error->message[0] != '\0' ? error->message : weir_status_sentence(error->status)));
    if (error->line == 0 && error->path[0] != '\0') {
        fputs(" (at ", stderr);
        glyph_put(stderr, weir_str_from(error->path));
        fputc(')', stderr);
    }
    fputc('\n', stderr);
    return complain_code(error->status);
}

enum cli_exit complain_at(struct weir_place place, const char *format, ...)
{
    char message[1024];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    put_place(place.source, place.line, place.column);
    glyph_put(stderr, weir_str_from(message));
    fputc('\n', stderr);
    return CLI_UNREADABLE;
}

enum cli_exit complain_about(const char *name, const char *message)
{
    put_place(weir_str_from(name), 0, 0);
    glyph_put(stderr, weir_str_from(message));
    fputc('\n', stderr);
    return CLI_UNREADABLE;
}

enum cli_exit complain_memory(void)
{
    (void)complain_about("weir", "memory could not be obtained");
    return CLI_FAILED;
}
