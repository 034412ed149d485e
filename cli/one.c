/* One question, or many, one a line: read, answered, and the exit code of what was answered. */
#include "one.h"

#include "complain.h"
#include "files.h"
#include "lines.h"

enum cli_exit one_check(const struct one *one, const struct operands *operands)
{
    if (operands->count != 1)
        return options_refuse(one->command, "%s", operands->count == 0 ? one->way->nothing : one->way->several);
    if (one->json && one->ndjson)
        return options_refuse(one->command, "--json and --ndjson exclude each other");
    if (one->quiet && one->verbose)
        return options_refuse(one->command, "--quiet and --verbose exclude each other");
    return CLI_YES;
}

static enum cli_exit put_answer(struct one *one, const struct answer *answer)
{
    if (answer->json.len == 0)
        return complain_memory();
    if (!one->quiet)
        paint_json_line(&one->paint, answer->json);
    return answer->code;
}

static enum cli_exit take_line(void *context, const struct text_line *line)
{
    struct one *const one = context;
    struct answer answer;
    if (one->is_secret)
        weir_arena_wipe(one->arena);
    weir_arena_reset(one->arena);
    if (line->too_long) {
        struct weir_error error = WEIR_ERROR_INIT;
        lines_too_long(line, &error);
        one_error((struct weir_str){NULL, 0}, &error, one->arena, &answer);
    } else {
        const struct file_text text = {line->name, line->text, NULL};
        one_text(one->way, one->context, &text, line->number, one->arena, &answer);
    }
    return put_answer(one, &answer);
}

enum cli_exit one_tree(struct one *one, const struct weir_tree *tree)
{
    const struct one_question question = {tree, weir_tree_root(tree), 0, one->arena};
    struct answer answer;
    if (!one->json)
        return one->way->report(one->context, &question, one->quiet ? NULL : &one->paint);
    one_node(one->way, one->context, &question, &answer);
    if (answer.error.status != WEIR_OK)
        return complain(&answer.error, weir_tree_name(tree));
    return put_answer(one, &answer);
}

static enum cli_exit answer_file(struct one *one)
{
    const struct weir_tree *tree = NULL;
    const enum cli_exit code = files_tree(one->file, one->arena, &tree);
    return code == CLI_YES ? one_tree(one, tree) : code;
}

static enum cli_exit answer_all(struct one *one, const void *context)
{
    (void)context;
    return one->ndjson ? lines_each(one->file, take_line, one) : answer_file(one);
}

enum cli_exit one_open(struct one *one, enum cli_exit (*run)(struct one *one, const void *context), const void *context)
{
    paint_open(&one->paint, stdout);
    if (weir_arena_new(0, &one->arena) != WEIR_OK)
        return complain_memory();
    const enum cli_exit code = run(one, context);
    if (one->is_secret)
        weir_arena_wipe(one->arena);
    weir_arena_free(one->arena);
    return code;
}

enum cli_exit one_run(struct one *one)
{
    return one_open(one, answer_all, NULL);
}
