/* Decides what a file is, by what is in it, and so what it is held against. */
#include "lint.h"

#include <string.h>

#include "answer.h"
#include "complain.h"
#include "files.h"

/* A file that is being looked at. */
struct looking {
    struct lint_run *run;
    const struct weir_tree *tree;
    struct weir_str name;
    struct weir_str text;
};

typedef void looker(const struct looking *looking);

void lint_policy(struct lint_run *run, const struct weir_tree *tree, const struct weir_node *node,
                 enum weir_policy_kind kind)
{
    struct weir_policy_lint_options options = WEIR_POLICY_LINT_OPTIONS_INIT;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_lint *lint = NULL;
    options.characters_max = run->characters_max;
    if (weir_policy_lint(tree, node, kind, &options, run->arena, &lint, &error) != WEIR_OK) {
        run->code = complain(&error, weir_tree_name(tree));
        return;
    }
    for (size_t i = 0; i < weir_lint_count(lint); i++)
        lint_tell(run, weir_lint_finding(lint, i));
}

/* A whole that cannot be read, because of a policy in it, is told by what the lint finds in that policy. */
static void walk_and_tell(const struct looking *looking, const char *rule, const struct weir_error *error)
{
    struct lint_run *const run = looking->run;
    run->error_line = error->status == WEIR_OK ? 0 : error->line;
    (void)lint_walk(run, looking->tree);
    if (error->status != WEIR_OK && (run->error_line > 0 || error->line == 0))
        lint_tell_error(run, rule, error, looking->name);
    run->error_line = 0;
}

static void look_at_world(const struct looking *looking)
{
    struct weir_world *world = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    const enum cli_exit code = load_world_text(looking->text, looking->name, &world, &error);
    weir_world_release(world);
    if (code != CLI_YES && error.status == WEIR_OK)
        looking->run->code = code;
    walk_and_tell(looking, "lint.world", &error);
}

static void look_at_request(const struct looking *looking)
{
    const struct weir_scenario *scenario = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    error.status = answer_read(looking->tree, looking->run->arena, &scenario, &error);
    walk_and_tell(looking, "lint.request", &error);
}

static void look_at_question(const struct looking *looking)
{
    const struct weir_ask *ask = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    error.status = weir_ask_read(looking->tree, weir_tree_root(looking->tree), looking->run->arena, &ask, &error);
    walk_and_tell(looking, "lint.question", &error);
}

static bool keep(struct lint_run *run, struct weir_str text, struct weir_str *kept)
{
    char *const copy = weir_arena_alloc(run->arena, text.len + 1, 1);
    if (copy == NULL)
        return false;
    if (text.len > 0)
        memcpy(copy, text.ptr, text.len);
    *kept = (struct weir_str){copy, text.len};
    return true;
}

static void look_at_rulebook(const struct looking *looking)
{
    struct lint_run *const run = looking->run;
    struct weir_rulebook_text *const book = &run->books[run->book_count];
    if (keep(run, looking->name, &book->name) && keep(run, looking->text, &book->text))
        run->book_count++;
    else
        run->code = complain_memory();
}

void lint_rulebooks(struct lint_run *run)
{
    struct weir_rulebook *rulebook = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    if (run->book_count == 0)
        return;
    if (weir_rulebook_new(run->books, run->book_count, &rulebook, &error) != WEIR_OK)
        lint_tell_error(run, "lint.rulebook", &error, run->books[0].name);
    weir_rulebook_release(rulebook);
}

/* By the member `weir`. */
static const struct {
    const char *format;
    looker *look;
} formats[] = {
    {"world/1", look_at_world},
    {"request/1", look_at_request},
    {"rulebook/1", look_at_rulebook},
    {"sources/1", look_at_rulebook},
};

static void refuse(const struct looking *looking, const struct weir_node *node, const char *words)
{
    struct weir_error error = WEIR_ERROR_INIT;
    (void)weir_fail_at(&error, WEIR_ERR_SCHEMA, looking->tree, node, "%s", words);
    lint_tell_error(looking->run, "lint.document", &error, looking->name);
}

/* Much of what the AWS CLI reports holds no policy, and is no mistake. */
static void look_at_report(const struct looking *looking, const struct weir_node *root)
{
    const struct weir_lint_finding finding = {
        .rule = WEIR_STR("lint.no-policy"),
        .severity = WEIR_SEVERITY_NOTE,
        .message = WEIR_STR("there is no policy in this document"),
        .place = weir_tree_place(looking->tree, root),
    };
    if (lint_walk(looking->run, looking->tree) == 0)
        lint_tell(looking->run, &finding);
}

static bool looks_like_policy(const struct weir_node *root)
{
    return weir_node_find(root, WEIR_STR("Statement")) != NULL || weir_node_find(root, WEIR_STR("Version")) != NULL;
}

static void look_at_format(const struct looking *looking, const struct weir_node *format)
{
    for (size_t i = 0; i < COUNT(formats); i++) {
        if (weir_str_equal(weir_node_text(format), weir_str_from(formats[i].format))) {
            formats[i].look(looking);
            return;
        }
    }
    refuse(looking, format, "there is a lint of policies, world/1, request/1, rulebook/1 and sources/1 alone");
}

static void look(const struct looking *looking)
{
    struct lint_run *const run = looking->run;
    const struct weir_node *const root = weir_tree_root(looking->tree);
    const struct weir_node *const format = weir_node_find(root, WEIR_STR("weir"));
    if (run->has_kind)
        lint_policy(run, looking->tree, root, run->kind);
    else if (format != NULL)
        look_at_format(looking, format);
    else if (looks_like_policy(root))
        lint_policy(run, looking->tree, root, lint_guess(root));
    else if (weir_node_find(root, WEIR_STR("request")) != NULL)
        look_at_question(looking);
    else if (weir_node_kind(root) == WEIR_NODE_MAP)
        look_at_report(looking, root);
    else
        refuse(looking, root, "a policy, or a document that holds policies, is a map");
}

void lint_file(struct lint_run *run, const char *path)
{
    struct file_text file;
    struct weir_error error = WEIR_ERROR_INIT;
    struct looking looking = {.run = run};
    const enum cli_exit code = files_read(path, &file);
    if (code != CLI_YES) {
        run->code = code > run->code ? code : run->code;
        return;
    }
    run->file_count++;
    looking.name = file.name;
    looking.text = file.text;
    if (weir_tree_parse(file.text, file.name, run->arena, &looking.tree, &error) == WEIR_OK)
        look(&looking);
    else
        lint_tell_error(run, "lint.syntax", &error, file.name);
    files_free(&file);
}
