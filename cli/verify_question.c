/* Decides which question the options of `weir verify` ask: the same members that a question document has. */
#include <string.h>

#include "complain.h"
#include "files.h"
#include "verify.h"

static bool is_plain(const char *value)
{
    const size_t digits = strspn(value, "0123456789");
    return (digits > 0 && value[digits] == '\0') || strcmp(value, "true") == 0 || strcmp(value, "false") == 0;
}

/* What is neither number nor boolean is text, which the question's reader refuses in its own words. */
static void write_plain(struct weir_writer *writer, const char *value)
{
    if (is_plain(value))
        weir_write_json(writer, weir_str_from(value));
    else
        weir_write_text(writer, weir_str_from(value));
}

static enum cli_exit write_file(struct weir_writer *writer, const char *path)
{
    struct file_text file;
    const enum cli_exit code = files_read(path, &file);
    if (code != CLI_YES)
        return code;
    if (weir_str_is_utf8(file.text, NULL))
        weir_write_text(writer, file.text);
    const bool is_text = weir_str_is_utf8(file.text, NULL);
    files_free(&file);
    return is_text ? CLI_YES : complain_about(path, "is not UTF-8");
}

static enum cli_exit write_setting(struct weir_writer *writer, const char *value)
{
    const char *const equals = strchr(value, '=');
    if (equals == NULL)
        return complain_about(value, "a setting is NAME=VALUE");
    weir_write_key_str(writer, (struct weir_str){value, (size_t)(equals - value)});
    write_plain(writer, equals + 1);
    return CLI_YES;
}

static enum cli_exit write_value(struct weir_writer *writer, const struct verify_given *given)
{
    switch (given->form) {
    case VERIFY_TEXT:
    case VERIFY_TEXTS:
        weir_write_text(writer, weir_str_from(given->value));
        return CLI_YES;
    case VERIFY_FILE:
    case VERIFY_FILES:
        return write_file(writer, given->value);
    case VERIFY_PLAIN:
        write_plain(writer, given->value);
        return CLI_YES;
    case VERIFY_SETTING:
        return write_setting(writer, given->value);
    }
    return CLI_FAILED;
}

static void open_value(struct weir_writer *writer, enum verify_form form)
{
    if (form == VERIFY_TEXTS || form == VERIFY_FILES)
        weir_write_list_begin(writer);
    if (form == VERIFY_SETTING)
        weir_write_map_begin(writer);
}

static void close_value(struct weir_writer *writer, enum verify_form form)
{
    if (form == VERIFY_TEXTS || form == VERIFY_FILES)
        weir_write_list_end(writer);
    if (form == VERIFY_SETTING)
        weir_write_map_end(writer);
}

/* One member, with all options that it is made of; returns how many in `*used`. */
static enum cli_exit write_member(struct weir_writer *writer, const struct verify_given *given, size_t count,
                                  size_t *used)
{
    const struct verify_given *const first = &given[0];
    const bool repeats = first->form == VERIFY_TEXTS || first->form == VERIFY_FILES || first->form == VERIFY_SETTING;
    weir_write_key(writer, first->member);
    open_value(writer, first->form);
    for (*used = 0; *used < count && strcmp(given[*used].member, first->member) == 0; (*used)++) {
        const enum cli_exit code = write_value(writer, &given[*used]);
        if (code != CLI_YES)
            return code;
        if (!repeats)
            break;
    }
    close_value(writer, first->form);
    *used += repeats ? 0U : 1U;
    return CLI_YES;
}

/* A text file ends with a newline, and base64 does not. */
static enum cli_exit write_response(struct weir_writer *writer, const char *path)
{
    struct file_text file;
    const enum cli_exit code = files_read(path, &file);
    if (code != CLI_YES)
        return code;
    struct weir_str text = file.text;
    while (text.len > 0 && (text.ptr[text.len - 1] == '\n' || text.ptr[text.len - 1] == '\r'))
        text.len--;
    const bool is_text = weir_str_is_utf8(text, NULL);
    weir_write_key(writer, "response");
    if (is_text)
        weir_write_text(writer, text);
    files_free(&file);
    return is_text ? CLI_YES : complain_about(path, "is not UTF-8");
}

enum cli_exit verify_question(const char *response, const struct verify_given *given, size_t count,
                              struct weir_arena *arena, const struct weir_tree **tree)
{
    struct weir_writer *writer = NULL;
    struct weir_str json = {NULL, 0};
    struct weir_error error = WEIR_ERROR_INIT;
    *tree = NULL;
    if (weir_writer_new(arena, &writer) != WEIR_OK)
        return complain_memory();
    weir_write_map_begin(writer);
    enum cli_exit code = write_response(writer, response);
    for (size_t i = 0, used = 0; i < count && code == CLI_YES; i += used)
        code = write_member(writer, &given[i], count - i, &used);
    if (code != CLI_YES)
        return code;
    weir_write_map_end(writer);
    if (weir_writer_finish(writer, &json) != WEIR_OK)
        return complain_memory();
    if (weir_tree_parse_json(json, WEIR_STR("options"), arena, tree, &error) != WEIR_OK)
        return complain(&error, WEIR_STR("options"));
    return CLI_YES;
}
