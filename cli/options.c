/* Decides what the arguments of a command mean, by its option table: flags first, `--` ends them, `-` is stdin. */
#include "options.h"

#include <stdarg.h>
#include <string.h>

#include "glyph.h"
#include "paint.h"

struct scan {
    const struct command *command;
    char **argv;
    int argc;
    int at;
    option_taker *take;
    void *context;
    bool helped;
};

enum { OPTION_COLUMN = 28 };

enum cli_exit options_refuse(const struct command *command, const char *format, ...)
{
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    fprintf(stderr, "weir %s: ", command->name);
    glyph_put(stderr, weir_str_from(message));
    fprintf(stderr, "\nTry `weir %s --help`.\n", command->name);
    return CLI_USAGE;
}

static const char *option_name_at(const void *names, size_t index)
{
    const struct option *const options = names;
    return options[index].name;
}

static const struct option *find_long(const struct command *command, const char *name, size_t len)
{
    for (size_t i = 0; i < command->option_count; i++) {
        const char *const candidate = command->options[i].name;
        if (strlen(candidate) == len && memcmp(candidate, name, len) == 0)
            return &command->options[i];
    }
    return NULL;
}

static const struct option *find_letter(const struct command *command, char letter)
{
    for (size_t i = 0; i < command->option_count; i++) {
        if (command->options[i].letter == letter)
            return &command->options[i];
    }
    return NULL;
}

static enum cli_exit hand_over(struct scan *scan, const struct option *option, const char *value)
{
    return scan->take(scan->context, (size_t)(option - scan->command->options), value);
}

static enum cli_exit help(struct scan *scan)
{
    options_help(scan->command, stdout);
    scan->helped = true;
    return CLI_YES;
}

static enum cli_exit unknown_long(const struct scan *scan, const char *name, size_t len)
{
    char typed[64] = "";
    if (len < sizeof(typed))
        memcpy(typed, name, len);
    const char *const near = suggest(typed, option_name_at, scan->command->options, scan->command->option_count);
    if (near != NULL)
        return options_refuse(scan->command, "unknown option --%.*s; did you mean --%s?", (int)len, name, near);
    return options_refuse(scan->command, "unknown option --%.*s", (int)len, name);
}

static enum cli_exit take_long(struct scan *scan, const char *name)
{
    const char *const equals = strchr(name, '=');
    const size_t whole = equals != NULL ? (size_t)(equals - name) : strlen(name);
    const size_t len = whole > 256 ? 256 : whole;
    if (equals == NULL && strcmp(name, "help") == 0)
        return help(scan);
    const struct option *const option = find_long(scan->command, name, len);
    if (option == NULL)
        return unknown_long(scan, name, len);
    if (equals != NULL && option->kind == OPTION_FLAG)
        return options_refuse(scan->command, "--%s takes no value", option->name);
    if (equals != NULL)
        return hand_over(scan, option, equals + 1);
    if (option->kind != OPTION_VALUE)
        return hand_over(scan, option, NULL);
    if (scan->at >= scan->argc)
        return options_refuse(scan->command, "--%s needs %s", option->name, option->value);
    return hand_over(scan, option, scan->argv[scan->at++]);
}

/* A cluster of letters: flags, and perhaps a last one with its value, in the same argument or the next. */
static enum cli_exit take_letters(struct scan *scan, const char *letters)
{
    for (const char *at = letters; *at != '\0'; at++) {
        if (*at == 'h')
            return help(scan);
        const struct option *const option = find_letter(scan->command, *at);
        if (option == NULL)
            return options_refuse(scan->command, "unknown option -%c", *at);
        if (option->kind != OPTION_VALUE) {
            const enum cli_exit code = hand_over(scan, option, NULL);
            if (code != CLI_YES)
                return code;
            continue;
        }
        if (at[1] != '\0')
            return hand_over(scan, option, at + 1);
        if (scan->at >= scan->argc)
            return options_refuse(scan->command, "-%c needs %s", *at, option->value);
        return hand_over(scan, option, scan->argv[scan->at++]);
    }
    return CLI_YES;
}

static bool looks_like_option(const char *argument)
{
    return argument[0] == '-' && argument[1] != '\0';
}

/* An option behind an operand is more likely misplaced than the name of a file. */
static enum cli_exit check_operands(const struct scan *scan)
{
    for (int i = scan->at; i < scan->argc; i++) {
        if (looks_like_option(scan->argv[i]))
            return options_refuse(scan->command,
                                  "options come first: move %.64s before %.64s (or write -- before files)",
                                  scan->argv[i], scan->argv[scan->at]);
    }
    return CLI_YES;
}

static enum cli_exit take_all(struct scan *scan)
{
    while (scan->at < scan->argc && looks_like_option(scan->argv[scan->at])) {
        const char *const argument = scan->argv[scan->at++];
        if (strcmp(argument, "--") == 0)
            return CLI_YES;
        const enum cli_exit code = argument[1] == '-' ? take_long(scan, argument + 2)
                                                      : take_letters(scan, argument + 1);
        if (code != CLI_YES || scan->helped)
            return code;
    }
    return check_operands(scan);
}

enum cli_exit options_read(const struct command *command, int argc, char **argv, option_taker *take, void *context,
                           struct operands *operands, bool *done)
{
    struct scan scan = {.command = command, .argv = argv, .argc = argc, .take = take, .context = context};
    const enum cli_exit code = take_all(&scan);
    operands->items = argv + scan.at;
    operands->count = (size_t)(argc - scan.at);
    *done = code != CLI_YES || scan.helped;
    return code;
}

static void help_option(struct paint *paint, const struct option *option)
{
    static const char *const value_before[] = {[OPTION_FLAG] = "", [OPTION_VALUE] = " ", [OPTION_MAYBE] = "[="};
    static const char *const value_after[] = {[OPTION_FLAG] = "", [OPTION_VALUE] = "", [OPTION_MAYBE] = "]"};
    char head[96];
    const char short_form[] = {'-', option->letter, ',', ' ', '\0'};
    (void)snprintf(head, sizeof(head), "  %s--%s%s%s%s", option->letter != '\0' ? short_form : "    ", option->name,
                   value_before[option->kind], option->value != NULL ? option->value : "", value_after[option->kind]);
    paint_text(paint, TINT_BOLD, weir_str_from(head));
    paint_to_column(paint, OPTION_COLUMN);
    paint_words(paint, TINT_PLAIN, OPTION_COLUMN, weir_str_from(option->about));
    paint_line(paint);
}

void options_help(const struct command *command, FILE *out)
{
    static const struct option help_itself = {"help", 'h', OPTION_FLAG, NULL, "Print this help."};
    struct paint paint;
    paint_open(&paint, out);
    paint_format(&paint, TINT_PLAIN, "Usage: weir %s %s\n\n", command->name, command->usage);
    paint_words(&paint, TINT_PLAIN, 0, weir_str_from(command->text));
    paint_format(&paint, TINT_PLAIN, "\n\nOptions:\n");
    for (size_t i = 0; i < command->option_count; i++)
        help_option(&paint, &command->options[i]);
    help_option(&paint, &help_itself);
    paint_format(&paint, TINT_PLAIN, "\nExample:\n  %s\n", command->example);
}
