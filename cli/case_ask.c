/* Decides how a case of each kind is put to the library: one row a kind. */
#include "case_ask.h"

#include "authorize.h"
#include "compare.h"
#include "complain.h"
#include "scope.h"
#include "verify.h"

typedef void asker(const struct case_question *question, struct answer *answer);

/* A request that is a text of its own, where its very bytes matter. */
static const struct weir_node *text_of(const struct weir_node *asked)
{
    return weir_node_find(asked, WEIR_STR("text"));
}

static void ask_decide(const struct case_question *question, struct answer *answer)
{
    const struct weir_node *const text = text_of(question->asked);
    if (text != NULL)
        answer_text(&question->asking, weir_node_text(text), WEIR_STR("request"), 0, question->arena, answer);
    else
        answer_node(&question->asking, question->tree, question->asked, question->arena, answer);
}

/* A question for one of the commands that take one. */
static void ask_one(const struct one_way *way, const void *context, const struct case_question *question,
                    struct answer *answer)
{
    const struct weir_node *const text = text_of(question->asked);
    if (text != NULL) {
        const struct file_text file = {WEIR_STR("question"), weir_node_text(text), NULL};
        one_text(way, context, &file, 0, question->arena, answer);
        return;
    }
    const struct one_question asked = {question->tree, question->asked, 0, question->arena};
    one_node(way, context, &asked, answer);
}

static void ask_authorize(const struct case_question *question, struct answer *answer)
{
    static const bool explained = false;
    ask_one(&authorize_way, &explained, question, answer);
}

static void ask_scope(const struct case_question *question, struct answer *answer)
{
    ask_one(&scope_way, NULL, question, answer);
}

static void ask_compare(const struct case_question *question, struct answer *answer)
{
    ask_one(&compare_way, NULL, question, answer);
}

static void ask_verify(const struct case_question *question, struct answer *answer)
{
    static const struct verify_way way = {NULL, false};
    ask_one(&verify_way, &way, question, answer);
}

static enum weir_status write_findings(const struct case_question *question, struct weir_str *json,
                                       struct weir_error *error)
{
    struct weir_writer *writer = NULL;
    const struct weir_str id = answer_id(question->asked, question->arena);
    TRY(weir_writer_new(question->arena, &writer));
    weir_write_map_begin(writer);
    weir_write_key(writer, "id");
    if (id.len > 0)
        weir_write_json(writer, id);
    else
        weir_write_null(writer);
    TRY(weir_lint_answer(question->tree, question->asked, question->arena, writer, error));
    weir_write_map_end(writer);
    return weir_writer_finish(writer, json);
}

static void ask_lint(const struct case_question *question, struct answer *answer)
{
    struct weir_error error = WEIR_ERROR_INIT;
    *answer = (struct answer){.error = WEIR_ERROR_INIT};
    error.status = write_findings(question, &answer->json, &error);
    if (error.status != WEIR_OK)
        one_error(answer_id(question->asked, question->arena), &error, question->arena, answer);
}

static const struct {
    const char *verb;   /* of weir_call_json */
    const char *member; /* of the question that is asked; NULL: the whole */
    asker *ask;
} kinds[] = {
    [CASE_DECIDE] = {"decide", "request", ask_decide}, [CASE_AUTHORIZE] = {"authorize", NULL, ask_authorize},
    [CASE_VERIFY] = {"verify", NULL, ask_verify},      [CASE_SCOPE] = {"scope", NULL, ask_scope},
    [CASE_COMPARE] = {"compare", NULL, ask_compare},   [CASE_LINT] = {"lint", NULL, ask_lint},
};

static const struct weir_node *asked_of(const struct corpus_case *item)
{
    const char *const member = kinds[item->kind].member;
    return member == NULL ? item->question : weir_node_find(item->question, weir_str_from(member));
}

/* The settings map of a case as the library wants it; texts stay in the tree. */
static enum weir_status read_settings(struct case_question *question, struct weir_error *error)
{
    const struct weir_tree *const tree = question->item->suite->tree;
    const struct weir_node *const map = weir_node_find(question->item->question, WEIR_STR("settings"));
    struct weir_setting *const settings = weir_arena_alloc(question->arena, weir_node_count(map) + 1,
                                                           sizeof(*settings));
    size_t count = 0;
    if (settings == NULL)
        return weir_fail(error, WEIR_ERR_MEMORY, "memory could not be obtained");
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key)) {
        settings[count].name = weir_node_text(key);
        TRY(weir_read_text(tree, weir_node_value(key), "a setting", &settings[count].value, error));
        count++;
    }
    question->options.settings = settings;
    question->options.setting_count = count;
    return WEIR_OK;
}

enum cli_exit case_ask_prepare(struct case_question *question, const struct weir_rulebook *rulebook)
{
    const struct corpus_case *const item = question->item;
    struct weir_error error = WEIR_ERROR_INIT;
    question->tree = item->suite->tree;
    question->asked = asked_of(item);
    question->options = (struct weir_decide_options)WEIR_DECIDE_OPTIONS_INIT;
    question->options.trace = WEIR_TRACE_RULES;
    question->options.rulebook = rulebook;
    if (item->kind == CASE_DECIDE && read_settings(question, &error) != WEIR_OK)
        return complain(&error, weir_tree_name(item->suite->tree));
    if (item->kind != CASE_VERIFY)
        return CLI_YES;
    verify_open();
    return corpus_provider_of(item, question->arena, &question->tree, &question->asked);
}

void case_ask(const struct case_question *question, struct answer *answer)
{
    kinds[question->item->kind].ask(question, answer);
}

/* The node as JSON text; empty when memory is out. */
static struct weir_str printed(const struct weir_node *node, struct weir_arena *arena)
{
    struct weir_writer *writer = NULL;
    struct weir_str json = {NULL, 0};
    if (weir_writer_new(arena, &writer) != WEIR_OK)
        return json;
    weir_write_node(writer, node);
    return weir_writer_finish(writer, &json) == WEIR_OK ? json : (struct weir_str){NULL, 0};
}

bool case_ask_json(const struct case_question *question, struct weir_str *json)
{
    *json = (struct weir_str){NULL, 0};
    if (text_of(question->asked) != NULL)
        return true;
    const struct weir_str text = printed(question->asked, question->arena);
    return weir_call_json(question->asking.world, kinds[question->item->kind].verb, text.ptr, text.len,
                          question->asking.options, question->arena, &json->ptr, &json->len) == WEIR_OK;
}
