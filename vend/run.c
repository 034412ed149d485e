/* The steps of a scenario, decided in order, each by whoever it says (DESIGN §4.2). */
#include <weir/vend.h>

#include "base/base_impl.h"
#include "vend/request/session.h"

/* A scenario under way. */
struct running {
    const struct weir_world *world;
    const struct weir_scenario *scenario;
    const int64_t *now_unix_s;
    const struct weir_decide_options *options;
    struct weir_arena *arena;
    const struct weir_decision **decisions;
    struct weir_error *error;
};

/* Asked of every step before the first is decided: a scenario is answered whole or not at all. */
static enum weir_status check_times(const struct running *running)
{
    for (size_t i = 0; i < running->scenario->count && running->now_unix_s == NULL; i++) {
        const struct weir_request *const step = &running->scenario->steps[i];
        if (!step->has_time)
            return weir_fail_at(running->error, WEIR_ERR_SCHEMA, step->origin.tree, step->origin.node,
                                "the step `%s` has no time, and none was given", weir_quote(step->name).text);
    }
    return WEIR_OK;
}

/* INVARIANT: a scenario that was read names only earlier steps, so one is found; NULL where it does not. */
static const struct weir_decision *decision_of(const struct running *running, size_t before, struct weir_str name)
{
    for (size_t i = 0; i < before; i++) {
        if (weir_str_equal(running->scenario->steps[i].name, name))
            return running->decisions[i];
    }
    return NULL;
}

static enum weir_status skip(const struct running *running, const struct weir_request *step,
                             const struct weir_decision **decision)
{
    struct weir_decision *const skipped = weir_arena_alloc(running->arena, 1, sizeof(*skipped));
    if (skipped == NULL)
        return weir_fail_memory(running->error);
    skipped->step = step->name;
    skipped->operation = step->operation;
    skipped->skipped = true;
    *decision = skipped;
    return WEIR_OK;
}

static enum weir_status decide(const struct running *running, const struct weir_request *step,
                               const struct weir_decision **decision)
{
    const int64_t now = running->now_unix_s != NULL ? *running->now_unix_s : step->time_s;
    return weir_decide(running->world, step, now, running->options, running->arena, decision, running->error);
}

static enum weir_status decide_with_session(const struct running *running, size_t index,
                                            const struct weir_decision **decision)
{
    const struct weir_request *const step = &running->scenario->steps[index];
    const struct weir_decision *const maker = decision_of(running, index, step->caller_step);
    if (!weir_decision_is_allowed(maker))
        return skip(running, step, decision);
    const struct weir_session *const session = weir_decision_session(maker);
    if (session == NULL)
        return weir_fail_at(running->error, WEIR_ERR_SCHEMA, step->caller_origin.tree, step->caller_origin.node,
                            "the step `%s` makes no session", weir_quote(step->caller_step).text);
    const struct weir_session *compiled;
    WEIR_TRY(weir_session_compile(session, running->arena, &compiled, running->error));
    const struct weir_request *bound;
    if (weir_request_with_session(step, compiled, running->arena, &bound) != WEIR_OK)
        return weir_fail_memory(running->error); /* everything it asks for is here */
    return decide(running, bound, decision);
}

static enum weir_status decide_steps(const struct running *running, struct weir_run *run)
{
    bool all_allowed = running->scenario->count > 0;
    for (size_t i = 0; i < running->scenario->count; i++) {
        const struct weir_request *const step = &running->scenario->steps[i];
        if (step->caller_step.len > 0)
            WEIR_TRY(decide_with_session(running, i, &running->decisions[i]));
        else
            WEIR_TRY(decide(running, step, &running->decisions[i]));
        all_allowed = all_allowed && weir_decision_is_allowed(running->decisions[i]);
    }
    *run = (struct weir_run){running->decisions, running->scenario->count, all_allowed};
    return WEIR_OK;
}

enum weir_status weir_run(const struct weir_world *world, const struct weir_scenario *scenario,
                          const int64_t *now_unix_s, const struct weir_decide_options *options,
                          struct weir_arena *arena, struct weir_run *run, struct weir_error *error)
{
    if (run == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "run must not be NULL");
    *run = (struct weir_run){NULL, 0, false};
    if (world == NULL || scenario == NULL || arena == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "world, scenario and arena must not be NULL");
    const struct running running = {
        .world = world,
        .scenario = scenario,
        .now_unix_s = now_unix_s,
        .options = options,
        .arena = arena,
        .decisions = weir_arena_alloc(arena, scenario->count, sizeof(*running.decisions)),
        .error = error,
    };
    if (running.decisions == NULL)
        return weir_fail_memory(error);
    WEIR_TRY(check_times(&running));
    return decide_steps(&running, run);
}
