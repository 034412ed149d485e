/* Decides which command the arguments name, from one table, and that no answer is lost on its way out. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "complain.h"
#include "glyph.h"
#include "options.h"
#include "paint.h"

static const struct command *const commands[] = {
    &command_decide,  &command_authorize, &command_verify, &command_scope,
    &command_compare, &command_test,      &command_lint,   &command_rules,
};

enum { NAME_COLUMN = 2, ABOUT_COLUMN = 13 };

static const char *command_name_at(const void *names, size_t index)
{
    const struct command *const *const table = names;
    return table[index]->name;
}

static void print_usage(FILE *out)
{
    fputs("Usage: weir COMMAND [OPTIONS] [FILE...]\n"
          "       weir help [COMMAND]\n"
          "       weir --version\n",
          out);
}

static void print_help(void)
{
    struct paint paint;
    paint_open(&paint, stdout);
    paint_words(
        &paint, TINT_PLAIN, 0,
        WEIR_STR("weir decides, offline, whether AWS would hand temporary credentials to a caller, why, and how "
                 "far those credentials may reach."));
    paint_format(&paint, TINT_PLAIN, "\n\n");
    print_usage(stdout);
    paint_format(&paint, TINT_PLAIN, "\nCommands:\n");
    for (size_t i = 0; i < COUNT(commands); i++) {
        paint_to_column(&paint, NAME_COLUMN);
        paint_text(&paint, TINT_BOLD, weir_str_from(commands[i]->name));
        paint_to_column(&paint, ABOUT_COLUMN);
        paint_words(&paint, TINT_PLAIN, ABOUT_COLUMN, weir_str_from(commands[i]->about));
        paint_line(&paint);
    }
    paint_format(&paint, TINT_PLAIN,
                 "\nExit status: 0 yes, 1 no, 2 wrong usage, 3 unreadable input, 4 no answer.\n"
                 "`weir help COMMAND` tells more; so does weir(1).\n");
}

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < COUNT(commands); i++) {
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    }
    return NULL;
}

static enum cli_exit refuse_command(const char *name)
{
    const char *const near = suggest(name, command_name_at, commands, COUNT(commands));
    fputs("weir: unknown command ", stderr);
    glyph_put(stderr, weir_str_from(name));
    if (near != NULL)
        fprintf(stderr, "; did you mean %s?", near);
    fputs("\nTry `weir --help`.\n", stderr);
    return CLI_USAGE;
}

static enum cli_exit help_on(int argc, char **argv)
{
    if (argc == 0) {
        print_help();
        return CLI_YES;
    }
    const struct command *const command = find_command(argv[0]);
    if (command == NULL)
        return refuse_command(argv[0]);
    options_help(command, stdout);
    return CLI_YES;
}

static enum cli_exit run(int argc, char **argv)
{
    if (argc < 2) {
        print_usage(stderr);
        return CLI_USAGE;
    }
    const char *const word = argv[1];
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        return help_on(0, NULL);
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0) {
        printf("weir %s\n", weir_version());
        return CLI_YES;
    }
    if (strcmp(word, "help") == 0)
        return help_on(argc - 2, argv + 2);
    const struct command *const command = find_command(word);
    return command != NULL ? command->run(command, argc - 2, argv + 2) : refuse_command(word);
}

/* An answer that could not be written is no answer: a caller who reads a cut one must not see success. */
static enum cli_exit finish(enum cli_exit code)
{
    errno = 0;
    const bool lost = fflush(stdout) != 0 || ferror(stdout) != 0;
    if (!lost)
        return code;
    /* A reader who has seen enough, such as head(1), is told nothing. */
    if (errno != EPIPE)
        (void)complain_about("standard output", errno != 0 ? strerror(errno) : "could not be written");
    return CLI_FAILED;
}

int main(int argc, char **argv)
{
    return (int)finish(run(argc, argv));
}
