/* Decides whether a case holds: its answer contains what it expects, and the invariants keep it the same. */
#include "case_run.h"

#include "complain.h"

/* A case and what is at hand to ask it. */
struct run {
    const struct corpus_case *item;
    struct weir_arena *arena;
    struct asking asking;
    struct case_result *result;
};

/* A property of every answer: asked in another way, the same comes out. */
struct invariant {
    const char *name;
    bool (*same)(const struct run *run, const struct answer *first, struct answer *again);
    const char *broken;
};

static void ask(const struct run *run, struct answer *answer)
{
    const struct weir_node *const request = weir_node_find(run->item->decide, WEIR_STR("request"));
    const struct weir_node *const text = weir_node_find(request, WEIR_STR("text"));
    if (text != NULL)
        answer_text(&run->asking, weir_node_text(text), WEIR_STR("request"), 0, run->arena, answer);
    else
        answer_node(&run->asking, run->item->suite->tree, request, run->arena, answer);
}

static bool repeats(const struct run *run, const struct answer *first, struct answer *again)
{
    ask(run, again);
    return weir_str_equal(first->json, again->json);
}

static const struct weir_node *parsed(struct weir_str json, struct weir_arena *arena)
{
    const struct weir_tree *tree = NULL;
    if (weir_tree_parse_json(json, WEIR_STR("answer"), arena, &tree, NULL) != WEIR_OK)
        return NULL;
    return weir_tree_root(tree);
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

/*
 * Print and re-read changes nothing but places; and the library's own JSON door, which other languages come through,
 * gives the answer that the program gives. A request that is given as text is about its very bytes.
 */
static bool rereads(const struct run *run, const struct answer *first, struct answer *again)
{
    const struct weir_node *const request = weir_node_find(run->item->decide, WEIR_STR("request"));
    *again = *first;
    if (weir_node_find(request, WEIR_STR("text")) != NULL)
        return true;
    const struct weir_str json = printed(request, run->arena);
    if (weir_call_json(run->asking.world, "decide", json.ptr, json.len, run->asking.options, run->arena,
                       &again->json.ptr, &again->json.len) != WEIR_OK)
        return false;
    return contain_same_but_places(parsed(first->json, run->arena), parsed(again->json, run->arena));
}

static const struct invariant checked[] = {
    {"repeat", repeats, "another answer when asked twice"},
    {"reread", rereads, "another answer for the request printed and read again"},
};

static void check_invariants(const struct run *run, const struct answer *first)
{
    const struct corpus_case *const item = run->item;
    for (size_t i = 0; i < COUNT(checked); i++) {
        struct answer again;
        if (weir_node_find(item->invariant_off, weir_str_from(checked[i].name)) != NULL)
            continue;
        if (!checked[i].same(run, first, &again))
            failures_add(&run->result->failures, weir_tree_place(item->suite->tree, item->node),
                         weir_str_from(checked[i].broken), first->json, again.json);
    }
}

static enum cli_exit check_answer(const struct run *run, const struct answer *answer)
{
    const struct weir_node *const root = parsed(answer->json, run->arena);
    const struct weir_node *const expect = run->item->expect;
    if (root == NULL)
        return complain_memory();
    /* That no decision is there says little; why there is none is what a reader needs. */
    if (answer->error.status != WEIR_OK && weir_node_find(expect, WEIR_STR("error")) == NULL) {
        failures_add(&run->result->failures, weir_tree_place(run->item->suite->tree, expect), WEIR_STR("an answer"),
                     WEIR_STR("no error"), answer->json);
        return CLI_YES;
    }
    if (!contain_check(run->item->suite->tree, expect, root, run->arena, &run->result->failures))
        return complain_memory();
    return CLI_YES;
}

/* The settings map of a case as the library wants it; texts stay in the tree. */
static enum weir_status read_settings(const struct run *run, struct weir_decide_options *options,
                                      struct weir_error *error)
{
    const struct weir_tree *const tree = run->item->suite->tree;
    const struct weir_node *const map = weir_node_find(run->item->decide, WEIR_STR("settings"));
    struct weir_setting *const settings = weir_arena_alloc(run->arena, weir_node_count(map) + 1, sizeof(*settings));
    size_t count = 0;
    if (settings == NULL)
        return weir_fail(error, WEIR_ERR_MEMORY, "memory could not be obtained");
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key)) {
        settings[count].name = weir_node_text(key);
        TRY(weir_read_text(tree, weir_node_value(key), "a setting", &settings[count].value, error));
        count++;
    }
    options->settings = settings;
    options->setting_count = count;
    return WEIR_OK;
}

static enum cli_exit run_in_world(struct run *run, const struct weir_rulebook *rulebook, const struct weir_world *world)
{
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    struct weir_error error = WEIR_ERROR_INIT;
    struct answer answer;
    options.trace = WEIR_TRACE_RULES;
    options.rulebook = rulebook;
    if (read_settings(run, &options, &error) != WEIR_OK)
        return complain(&error, weir_tree_name(run->item->suite->tree));
    run->asking = (struct asking){world, &options, NULL};
    ask(run, &answer);
    run->result->run = answer.run;
    check_invariants(run, &answer);
    return check_answer(run, &answer);
}

enum cli_exit case_run(struct corpus *corpus, const struct corpus_case *item, struct weir_arena *arena,
                       struct case_result *result)
{
    struct weir_world *world = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    enum cli_exit code = CLI_YES;
    *result = (struct case_result){.item = item};
    struct run run = {.item = item, .arena = arena, .result = result};
    const enum weir_status status = corpus_world_of(corpus, item, arena, &world, &code, &error);
    if (status == WEIR_OK) {
        code = run_in_world(&run, corpus->rulebook, world);
    } else if (code == CLI_YES) {
        /* A world that is wrong on purpose: what is wrong with it is the answer. */
        struct answer answer;
        answer_error((struct weir_str){NULL, 0}, &error, arena, &answer);
        code = check_answer(&run, &answer);
    }
    weir_world_release(world);
    return code;
}

bool case_holds(const struct case_result *result)
{
    return result->failures.count == 0;
}
