/* Decides whether a case holds: its answer contains what it expects, and the invariants keep it the same. */
#include "case_run.h"

#include <weir/saml.h>

#include "case_ask.h"
#include "complain.h"

/* A case under way. */
struct run {
    struct case_question question;
    struct case_result *result;
};

/* A property of every answer: asked in another way, the same comes out. */
struct invariant {
    const char *name;
    bool (*same)(const struct run *run, const struct answer *first, struct answer *again);
    const char *broken;
};

static bool repeats(const struct run *run, const struct answer *first, struct answer *again)
{
    case_ask(&run->question, again);
    return weir_str_equal(first->json, again->json);
}

static const struct weir_node *parsed(struct weir_str json, struct weir_arena *arena)
{
    const struct weir_tree *tree = NULL;
    if (weir_tree_parse_json(json, WEIR_STR("answer"), arena, &tree, NULL) != WEIR_OK)
        return NULL;
    return weir_tree_root(tree);
}

static bool is_same(const struct run *run, enum contain_but but, struct weir_str first, struct weir_str again)
{
    return contain_same_but(but, parsed(first, run->question.arena), parsed(again, run->question.arena));
}

/*
 * Print and re-read changes nothing but places; and the library's own JSON door, which other languages come through,
 * gives the answer that the program gives.
 */
static bool rereads(const struct run *run, const struct answer *first, struct answer *again)
{
    *again = *first;
    if (!case_ask_json(&run->question, &again->json))
        return false;
    if (again->json.len > 0)
        return is_same(run, CONTAIN_PLACES, first->json, again->json);
    again->json = first->json;
    return true;
}

static void ask_at(const struct run *run, enum weir_trace_level level, struct answer *answer)
{
    struct weir_decide_options options = *run->question.asking.options;
    struct case_question question = run->question;
    options.trace = level;
    question.asking.options = &options;
    case_ask(&question, answer);
}

/* A trace adds words of its own and changes none of the others. */
static bool ignores_trace(const struct run *run, const struct answer *first, struct answer *again)
{
    if (run->question.item->kind != CASE_DECIDE)
        return true;
    ask_at(run, WEIR_TRACE_NONE, again);
    if (!is_same(run, CONTAIN_TRACE, first->json, again->json))
        return false;
    ask_at(run, WEIR_TRACE_FULL, again);
    return is_same(run, CONTAIN_TRACE, first->json, again->json);
}

static const struct invariant checked[] = {
    {"repeat", repeats, "another answer when asked twice"},
    {"reread", rereads, "another answer for the request printed and read again"},
    {"trace", ignores_trace, "another answer with less or more of a trace"},
};

static void check_invariants(const struct run *run, const struct answer *first)
{
    const struct corpus_case *const item = run->question.item;
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
    const struct weir_node *const root = parsed(answer->json, run->question.arena);
    const struct weir_node *const expect = run->question.item->expect;
    if (root == NULL)
        return complain_memory();
    /* That no decision is there says little; why there is none is what a reader needs. */
    if (answer->error.status != WEIR_OK && weir_node_find(expect, WEIR_STR("error")) == NULL) {
        failures_add(&run->result->failures, weir_tree_place(run->question.item->suite->tree, expect),
                     WEIR_STR("an answer"), WEIR_STR("no error"), answer->json);
        return CLI_YES;
    }
    if (!contain_check(run->question.item->suite->tree, expect, root, run->question.arena, &run->result->failures))
        return complain_memory();
    return CLI_YES;
}

/* Where an error is expected it is held against the answer, whatever the build. */
static bool is_without_saml(const struct run *run, const struct answer *answer)
{
    return !weir_saml_is_supported() && answer->error.status == WEIR_ERR_UNSUPPORTED &&
           weir_node_find(run->question.item->expect, WEIR_STR("error")) == NULL;
}

static enum cli_exit ask_and_check(struct run *run, const struct weir_world *world)
{
    struct answer answer;
    run->question.asking = (struct asking){world, &run->question.options, NULL};
    case_ask(&run->question, &answer);
    run->result->run = answer.run;
    run->result->skipped = is_without_saml(run, &answer);
    if (run->result->skipped)
        return CLI_YES;
    check_invariants(run, &answer);
    return check_answer(run, &answer);
}

static enum cli_exit run_in_world(struct run *run, struct corpus *corpus)
{
    struct weir_world *world = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    enum cli_exit code = CLI_YES;
    const enum weir_status status = corpus_world_of(corpus, run->question.item, run->question.arena, &world, &code,
                                                    &error);
    if (status == WEIR_OK) {
        code = ask_and_check(run, world);
    } else if (code == CLI_YES) {
        /* A world that is wrong on purpose: what is wrong with it is the answer. */
        struct answer answer;
        answer_error((struct weir_str){NULL, 0}, &error, run->question.arena, &answer);
        code = check_answer(run, &answer);
    }
    weir_world_release(world);
    return code;
}

enum cli_exit case_run(struct corpus *corpus, const struct corpus_case *item, struct weir_arena *arena,
                       struct case_result *result)
{
    *result = (struct case_result){.item = item};
    struct run run = {.question = {.item = item, .arena = arena}, .result = result};
    const enum cli_exit code = case_ask_prepare(&run.question, corpus->rulebook);
    if (code != CLI_YES)
        return code;
    return item->kind == CASE_DECIDE ? run_in_world(&run, corpus) : ask_and_check(&run, NULL);
}

bool case_holds(const struct case_result *result)
{
    return result->failures.count == 0 && !result->skipped;
}
