/*
 * A scenario in a patched world. The input is a line with the name of a world, which is always the embedded one, and
 * then {"set": a patch or null, "request": a request/1}, as make_seeds.py writes it. Properties: the same input gives
 * the same bytes twice; an allow is given by a rule that allows, and a refusal hands out neither session nor policy;
 * what is emitted is read again; without the world's grants nothing is vended that is refused with them.
 */
#include <stdlib.h>
#include <string.h>
#include <weir/vend.h>

#include "base/base_impl.h"
#include "fuzz/fuzz.h"
#include "fuzz/world_text.h"

#define DEMAND(fact) \
    do {             \
        if (!(fact)) \
            abort(); \
    } while (0)

enum { LONGEST_INPUT = 65536 };

/* Made once a process: worlds and rulebooks are immutable, so no input can leave anything behind for the next. */
static struct weir_world *whole;
static struct weir_world *without_grants;
static struct weir_rulebook *rulebook;

static struct weir_world *load(struct weir_str text)
{
    struct weir_world_builder *builder = NULL;
    struct weir_world *world = NULL;
    DEMAND(weir_world_builder_new(NULL, &builder, NULL) == WEIR_OK);
    DEMAND(weir_world_builder_add(builder, text, WEIR_STR("world"), NULL) == WEIR_OK);
    DEMAND(weir_world_builder_seal(builder, &world, NULL) == WEIR_OK);
    weir_world_builder_free(builder);
    return world;
}

static void load_once(void)
{
    if (rulebook != NULL)
        return;
    whole = load(fuzz_world_whole);
    without_grants = load(fuzz_world_without_grants);
    DEMAND(weir_rulebook_builtin(&rulebook, NULL) == WEIR_OK);
}

/* What the input says, read once: the scenario lives in `arena`, the patch is JSON text. */
struct question {
    const struct weir_scenario *scenario;
    struct weir_str patch; /* empty: none */
};

static bool read_question(struct weir_str text, struct weir_arena *arena, struct question *question)
{
    const struct weir_tree *tree = NULL;
    struct weir_writer *writer = NULL;
    const char *const line = text.len == 0 ? NULL : memchr(text.ptr, '\n', text.len);
    if (line == NULL)
        return false;
    const struct weir_str json = {line + 1, text.len - (size_t)(line + 1 - text.ptr)};
    if (weir_tree_parse_json(json, WEIR_STR("fuzz"), arena, &tree, NULL) != WEIR_OK)
        return false;
    const struct weir_node *const root = weir_tree_root(tree);
    const struct weir_node *const request = weir_node_find(root, WEIR_STR("request"));
    const struct weir_node *const set = weir_node_find(root, WEIR_STR("set"));
    if (request == NULL)
        return false;
    if (set != NULL && !weir_node_is_null(set)) {
        DEMAND(weir_writer_new(arena, &writer) == WEIR_OK);
        weir_write_node(writer, set);
        DEMAND(weir_writer_finish(writer, &question->patch) == WEIR_OK);
    }
    return weir_scenario_read(tree, request, arena, &question->scenario, NULL) == WEIR_OK;
}

/* NULL where the patch does not fit the world. */
static struct weir_world *patch_world(struct weir_world *base, struct weir_str patch)
{
    struct weir_world *next = NULL;
    if (patch.len == 0)
        return weir_world_retain(base);
    const enum weir_status status = weir_world_derive(base, patch, WEIR_STR("patch"), &next, NULL);
    DEMAND((next != NULL) == (status == WEIR_OK));
    DEMAND(status != WEIR_ERR_MEMORY && status != WEIR_ERR_USAGE);
    return next;
}

static bool allows(struct weir_str id)
{
    struct weir_rule_info rule;
    for (size_t i = 0; weir_rulebook_rule(rulebook, i, &rule); i++) {
        if (weir_str_equal(rule.id, id))
            return rule.allows;
    }
    return false;
}

static void demand_sound(const struct weir_decision *decision)
{
    const bool allowed = weir_decision_is_allowed(decision);
    if (weir_decision_is_skipped(decision)) {
        DEMAND(!allowed && weir_decision_rule(decision).len == 0);
        return;
    }
    DEMAND(allowed == allows(weir_decision_rule(decision)));
    DEMAND(weir_decision_rule(decision).len > 0);
    DEMAND(allowed == (weir_decision_error_code(decision).len == 0));
    DEMAND(allowed == (weir_decision_error_status(decision) == 0));
    DEMAND(allowed || (weir_decision_session(decision) == NULL && weir_decision_policy_count(decision) == 0));
    DEMAND(weir_str_is_utf8(weir_decision_error_message(decision), NULL));
}

static enum weir_status run(const struct weir_world *world, const struct question *question,
                            enum weir_trace_level trace, struct weir_arena *arena, struct weir_run *answer,
                            struct weir_error *error)
{
    static const int64_t now = INT64_C(1772442000);
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    options.trace = trace;
    options.rulebook = rulebook;
    const enum weir_status status = weir_run(world, question->scenario, NULL, &options, arena, answer, error);
    /* A step without a time: once more, at an instant of our own. */
    if (status != WEIR_ERR_SCHEMA)
        return status;
    *error = (struct weir_error)WEIR_ERROR_INIT;
    return weir_run(world, question->scenario, &now, &options, arena, answer, error);
}

/* Every decision as a line; each is read again, and printed again to the same bytes. */
static struct weir_str print(const struct weir_run *answer, struct weir_arena *arena)
{
    struct weir_writer *lines = NULL;
    struct weir_str text = {NULL, 0};
    DEMAND(weir_writer_new(arena, &lines) == WEIR_OK);
    for (size_t i = 0; i < answer->count; i++) {
        const struct weir_tree *tree = NULL;
        struct weir_writer *again = NULL;
        struct weir_str line = {NULL, 0};
        struct weir_str printed = {NULL, 0};
        DEMAND(weir_decision_emit(answer->decisions[i], arena, &line) == WEIR_OK);
        DEMAND(weir_tree_parse_json(line, WEIR_STR("decision"), arena, &tree, NULL) == WEIR_OK);
        DEMAND(weir_writer_new(arena, &again) == WEIR_OK);
        weir_write_node(again, weir_tree_root(tree));
        DEMAND(weir_writer_finish(again, &printed) == WEIR_OK && weir_str_equal(line, printed));
        weir_write_raw(lines, line);
        weir_write_raw(lines, WEIR_STR("\n"));
    }
    DEMAND(weir_writer_finish(lines, &text) == WEIR_OK);
    return text;
}

static enum weir_status demand_repeatable(const struct weir_world *world, const struct question *question,
                                          struct weir_arena *arena, struct weir_run *answer)
{
    struct weir_run again;
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_error error_again = WEIR_ERROR_INIT;
    const enum weir_status status = run(world, question, WEIR_TRACE_FULL, arena, answer, &error);
    DEMAND(run(world, question, WEIR_TRACE_FULL, arena, &again, &error_again) == status);
    DEMAND(status != WEIR_ERR_MEMORY && status != WEIR_ERR_USAGE && status != WEIR_REFUSED);
    DEMAND(error.status == status && strcmp(error.message, error_again.message) == 0);
    DEMAND((answer->decisions != NULL) == (status == WEIR_OK));
    bool all_allowed = answer->count > 0;
    for (size_t i = 0; i < answer->count; i++) {
        demand_sound(answer->decisions[i]);
        all_allowed = all_allowed && weir_decision_is_allowed(answer->decisions[i]);
    }
    DEMAND(all_allowed == answer->all_allowed);
    if (status == WEIR_OK)
        DEMAND(weir_str_equal(print(answer, arena), print(&again, arena)));
    return status;
}

/*
 * Grants only widen what is vended, but for one to IAM_ALLOWED_PRINCIPALS in a hybrid location: it leaves the table to IAM
 * ([lf-hybrid]). Metadata is another matter: a grant may bring a filter that the engine cannot apply.
 */
static bool may_be_less(const struct weir_decision *decision)
{
    return weir_decision_is_allowed(decision) ||
           weir_str_equal(weir_decision_rule(decision), WEIR_STR("lf.registration.opted-in"));
}

static void demand_grants_widen(const struct weir_run *with, const struct question *question, struct weir_arena *arena)
{
    struct weir_run less;
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_world *const world = patch_world(without_grants, question->patch);
    if (world != NULL && run(world, question, WEIR_TRACE_NONE, arena, &less, &error) == WEIR_OK) {
        DEMAND(less.count == with->count);
        for (size_t i = 0; i < less.count; i++) {
            if (weir_decision_policy_count(less.decisions[i]) > 0)
                DEMAND(may_be_less(with->decisions[i]));
        }
    }
    weir_world_release(world);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_arena *arena = NULL;
    struct question question = {NULL, {NULL, 0}};
    struct weir_run answer;
    if (size > LONGEST_INPUT)
        return 0;
    load_once();
    DEMAND(weir_arena_new(0, &arena) == WEIR_OK);
    struct weir_world *world = NULL;
    if (read_question((struct weir_str){(const char *)data, size}, arena, &question))
        world = patch_world(whole, question.patch);
    if (world != NULL && demand_repeatable(world, &question, arena, &answer) == WEIR_OK)
        demand_grants_widen(&answer, &question, arena);
    weir_world_release(world);
    weir_arena_free(arena);
    return 0;
}
