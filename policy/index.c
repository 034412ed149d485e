/* Which statements can speak to a question: those whose actions and resources start as it does ([iam-grammar], [iam-resource]). */
#include "policy/index.h"

/* Below this many statements meeting each of them is cheaper than asking which to meet. */
enum { FEWEST_STATEMENTS = 3 };
/* Pairs of an action and a resource that one statement stands under; one with more stands under its actions alone. */
enum { MOST_PAIRS = 256 };

/* ------------------------------------------------------------------------------------------- building */

/* Up to the first character that may be more than itself; text without one must be met exactly. */
static void set_head(struct weir_prefix_entry *entry, struct weir_str text)
{
    size_t end = 0;
    while (end < text.len && text.ptr[end] != '*' && text.ptr[end] != '?' && text.ptr[end] != '$')
        end++;
    entry->text = weir_str_slice(text, 0, end);
    entry->exact = end == text.len;
}

static const struct weir_prefix_entry anything = {{NULL, 0}, false, 0};

/* The entries of a statement's actions; NotAction covers what it does not name, so it stands under anything. */
static size_t put_actions(const struct weir_actions *actions, uint32_t statement, struct weir_prefix_entry *entries)
{
    size_t count = 0;
    for (size_t i = 0; i < actions->count && !actions->negated; i++) {
        if (actions->items[i].never)
            continue;
        set_head(&entries[count], actions->items[i].text);
        entries[count++].item = statement;
    }
    if (actions->negated) {
        entries[0] = anything;
        entries[count++].item = statement;
    }
    return count;
}

/*
 * What covers "no resource" must be found by it, and an ARN cut short goes on behind its text. A variable that stands for
 * a whole ARN has no start of its own; set_head leaves it none.
 */
static void set_resource_head(struct weir_prefix_entry *entry, const struct weir_arn_pattern *item)
{
    *entry = anything;
    if (item->only_wildcards)
        return;
    if (item->is_literal) { /* whole: a `$` that begins no variable is one of its characters */
        entry->text = item->text;
        entry->exact = true;
        return;
    }
    set_head(entry, item->text);
    entry->exact = false;
}

/* Under one resource's start each; under anything where there is no such start, or too many for too many actions. */
static bool has_heads(const struct weir_statement *statement)
{
    const struct weir_resources *const resources = &statement->resources;
    if (resources->node == NULL || resources->negated)
        return false;
    return statement->actions.count <= 1 || resources->count <= MOST_PAIRS / statement->actions.count;
}

static size_t put_resources(const struct weir_statement *statement, uint32_t number, struct weir_prefix_entry *entries)
{
    size_t count = 0;
    if (!has_heads(statement)) {
        entries[0] = anything;
        entries[0].item = number;
        return 1;
    }
    for (size_t i = 0; i < statement->resources.count; i++) {
        const struct weir_arn_pattern *const item = &statement->resources.items[i];
        if (item->form == WEIR_ARN_NEVER)
            continue;
        set_resource_head(&entries[count], item);
        entries[count++].item = number;
    }
    return count;
}

static enum weir_status build_actions(const struct weir_statement *statements, size_t count, struct weir_arena *arena,
                                      struct weir_prefix_tree *tree)
{
    size_t room = 0;
    size_t used = 0;
    for (size_t i = 0; i < count; i++)
        room += statements[i].actions.count;
    WEIR_TRY(weir_prefix_reserve(arena, room, tree));
    const struct weir_arena_mark mark = weir_arena_mark(arena);
    struct weir_prefix_entry *const entries = weir_arena_alloc(arena, room, sizeof(*entries));
    if (entries == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < count; i++)
        used += put_actions(&statements[i].actions, (uint32_t)i, &entries[used]);
    WEIR_TRY(weir_prefix_build(tree, entries, used, true, arena));
    weir_arena_rewind(arena, mark);
    return WEIR_OK;
}

/* The tree of the statements that stand under one action. */
static enum weir_status build_resources(const struct weir_statement *statements, const struct weir_prefix_key *action,
                                        struct weir_arena *arena, struct weir_prefix_tree *tree)
{
    size_t room = 0;
    size_t used = 0;
    for (size_t i = 0; i < action->count; i++) {
        const struct weir_statement *const statement = &statements[action->items[i]];
        room += has_heads(statement) ? statement->resources.count : 1;
    }
    WEIR_TRY(weir_prefix_reserve(arena, room, tree));
    const struct weir_arena_mark mark = weir_arena_mark(arena);
    struct weir_prefix_entry *const entries = weir_arena_alloc(arena, room, sizeof(*entries));
    if (entries == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < action->count; i++)
        used += put_resources(&statements[action->items[i]], action->items[i], &entries[used]);
    WEIR_TRY(weir_prefix_build(tree, entries, used, false, arena));
    weir_arena_rewind(arena, mark);
    return WEIR_OK;
}

enum weir_status weir_index_build(const struct weir_statement *statements, size_t count, struct weir_arena *arena,
                                  const struct weir_index **index)
{
    *index = NULL;
    if (count < FEWEST_STATEMENTS)
        return WEIR_OK;
    struct weir_index *const made = weir_arena_alloc(arena, 1, sizeof(*made));
    if (made == NULL)
        return WEIR_ERR_MEMORY;
    WEIR_TRY(build_actions(statements, count, arena, &made->actions));
    struct weir_prefix_tree *const trees = weir_arena_alloc(arena, made->actions.count, sizeof(*trees));
    if (trees == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < made->actions.count; i++)
        WEIR_TRY(build_resources(statements, &made->actions.keys[i], arena, &trees[i]));
    made->resources = trees;
    *index = made;
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------- asking */

/* To compare a key pays where many statements stand under it: one compares itself. */
static bool is_worth_it(const struct weir_prefix_tree *tree, const struct weir_prefix_key *key, struct weir_str text)
{
    return key->count == 1 || weir_prefix_key_covers(tree, key, text);
}

static void add_lists(const struct weir_prefix_tree *tree, struct weir_str resource, struct weir_candidates *candidates)
{
    for (uint32_t at = weir_prefix_find(tree, resource); at != WEIR_PREFIX_NONE; at = tree->keys[at].parent) {
        const struct weir_prefix_key *const key = &tree->keys[at];
        if (!is_worth_it(tree, key, resource))
            continue;
        if (candidates->count == WEIR_CANDIDATE_LISTS) {
            candidates->every = true;
            return;
        }
        candidates->lists[candidates->count].at = key->items;
        candidates->lists[candidates->count++].end = key->items + key->count;
    }
}

void weir_candidates_open(const struct weir_policy *policy, const struct weir_question *question,
                          struct weir_candidates *candidates)
{
    const struct weir_index *const index = policy->index;
    const struct weir_str action = question->request->action;
    candidates->count = 0;
    candidates->next = 0;
    candidates->end = policy->count;
    candidates->every = index == NULL || question->hears_every;
    if (candidates->every)
        return;
    for (uint32_t at = weir_prefix_find(&index->actions, action); at != WEIR_PREFIX_NONE && !candidates->every;
         at = index->actions.keys[at].parent) {
        if (is_worth_it(&index->actions, &index->actions.keys[at], action))
            add_lists(&index->resources[at], question->request->resource, candidates);
    }
}

/* The lowest number at the front of a list, taken from every list that has it there. */
static bool next_of_lists(struct weir_candidates *candidates, size_t *statement)
{
    uint32_t lowest = UINT32_MAX;
    for (size_t i = 0; i < candidates->count; i++) {
        if (candidates->lists[i].at < candidates->lists[i].end && *candidates->lists[i].at < lowest)
            lowest = *candidates->lists[i].at;
    }
    for (size_t i = 0; i < candidates->count; i++)
        candidates->lists[i].at += candidates->lists[i].at < candidates->lists[i].end &&
                                   *candidates->lists[i].at == lowest;
    *statement = lowest;
    return lowest != UINT32_MAX;
}

bool weir_candidates_next(struct weir_candidates *candidates, size_t *statement)
{
    if (!candidates->every && candidates->count == 1) {
        if (candidates->lists[0].at == candidates->lists[0].end)
            return false;
        *statement = *candidates->lists[0].at++;
        return true;
    }
    if (!candidates->every)
        return next_of_lists(candidates, statement);
    *statement = candidates->next++;
    return *statement < candidates->end;
}
