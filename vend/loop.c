/* Walks the rules of a loop once for every item of its list, and settles what a refused item means for the others ([weir-local], DESIGN §5). */
#include "vend/walk.h"

#include "base/base_impl.h"

/* A loop that leaves out what it refuses: such an item leaves nothing behind but its trace and its advice. */
struct leaving {
    struct weir_value *before;  /* what was bound before the item; NULL: nothing is left out */
    struct weir_decision first; /* the decision as the first refusal left it */
    size_t entry;               /* in the trace, the one of that refusal */
    size_t refused;
};

/* Room for every turn of a loop: what the rules after it need is there already. */
static enum weir_status grow_trace(struct weir_walk *walk, size_t turns, size_t span)
{
    const size_t room = walk->trace_room + turns * span;
    if (walk->trace == NULL)
        return WEIR_OK;
    struct weir_trace_entry *const trace = weir_arena_alloc(walk->deciding->arena, room, sizeof *trace);
    if (trace == NULL)
        return weir_fail_memory(walk->deciding->error);
    memcpy(trace, walk->trace, walk->trace_count * sizeof *trace);
    walk->trace = trace;
    walk->trace_room = room;
    return WEIR_OK;
}

static enum weir_status begin_leaving(const struct weir_deciding *deciding, const struct weir_rule *each,
                                      struct leaving *leaving)
{
    struct weir_value leaves;
    *leaving = (struct leaving){.before = NULL};
    weir_term_value(deciding, &each->leaves_out, &leaves);
    if (leaves.type != WEIR_TYPE_BOOLEAN || !leaves.as.boolean)
        return WEIR_OK;
    const size_t count = deciding->operation->bound_count;
    leaving->before = weir_arena_alloc(deciding->arena, count, sizeof *leaving->before);
    return leaving->before == NULL ? weir_fail_memory(deciding->error) : WEIR_OK;
}

/* What was found on the way to a refusal is of that item; its advice stays. */
static void restore(struct weir_deciding *deciding, const struct weir_decision *to)
{
    struct weir_decision restored = *to;
    restored.advice = deciding->decision->advice;
    restored.advice_count = deciding->decision->advice_count;
    *deciding->decision = restored;
}

static void leave_out(struct weir_walk *walk, struct leaving *leaving, const struct weir_decision *before)
{
    struct weir_deciding *const deciding = walk->deciding;
    if (walk->trace != NULL)
        walk->trace[walk->trace_count - 1].outcome = WEIR_OUTCOME_WARN;
    if (leaving->refused++ == 0) {
        leaving->first = *deciding->decision;
        leaving->entry = walk->trace_count - 1;
    }
    memcpy(deciding->bound, leaving->before, deciding->operation->bound_count * sizeof *leaving->before);
    restore(deciding, before);
}

static enum weir_status walk_turn(struct weir_walk *walk, const struct weir_rule *each, struct leaving *leaving,
                                  const struct weir_value *item, bool *goes_on)
{
    struct weir_deciding *const deciding = walk->deciding;
    const struct weir_decision before = *deciding->decision;
    if (leaving->before != NULL)
        memcpy(leaving->before, deciding->bound, deciding->operation->bound_count * sizeof *leaving->before);
    deciding->bound[each->slot] = *item;
    *goes_on = true;
    for (size_t i = 1; i <= each->span && *goes_on; i++)
        WEIR_TRY(weir_walk_rule(walk, &each[i], goes_on));
    if (*goes_on || leaving->before == NULL)
        return WEIR_OK;
    leave_out(walk, leaving, &before);
    *goes_on = true;
    return WEIR_OK;
}

/* The first item that a rule refuses ends the walk, or is left out; where all are, the first refusal stands (Q17). */
enum weir_status weir_walk_each(struct weir_walk *walk, const struct weir_rule *each, bool *goes_on)
{
    struct weir_deciding *const deciding = walk->deciding;
    struct leaving leaving;
    struct weir_value list;
    weir_term_value(deciding, &each->items, &list);
    const size_t turns = list.type == WEIR_TYPE_TEXT_LIST ? list.as.list.count : 0;
    const struct weir_node *node = weir_node_first(list.origin.node);
    *goes_on = true;
    WEIR_TRY(grow_trace(walk, turns, each->span));
    WEIR_TRY(begin_leaving(deciding, each, &leaving));
    for (size_t turn = 0; turn < turns && *goes_on; turn++, node = weir_node_next(node)) {
        const struct weir_value item = {
            .type = WEIR_TYPE_TEXT, .origin = {list.origin.tree, node}, .as = {.text = list.as.list.items[turn]}};
        WEIR_TRY(walk_turn(walk, each, &leaving, &item, goes_on));
    }
    if (turns == 0 || leaving.refused < turns)
        return WEIR_OK;
    *goes_on = false;
    restore(deciding, &leaving.first);
    if (walk->trace != NULL)
        walk->trace[leaving.entry].outcome = WEIR_OUTCOME_FAIL;
    return WEIR_OK;
}
