/* Decides which entries a rulebook has: its documents once more as trees, after the library has found them sound. */
#include <stdlib.h>
#include <string.h>

#include "complain.h"
#include "files.h"
#include "rules.h"

enum { FIRST_ROOM = 256, DEEPEST = 32 };

static const char *joined(struct weir_arena *arena, struct weir_str before, struct weir_str text)
{
    char *const copy = weir_arena_alloc(arena, before.len + text.len + 1, 1);
    if (copy == NULL)
        return NULL;
    if (before.len > 0)
        memcpy(copy, before.ptr, before.len);
    if (text.len > 0)
        memcpy(copy + before.len, text.ptr, text.len);
    copy[before.len + text.len] = '\0';
    return copy;
}

static bool make_room(struct rules_book *book)
{
    if (book->count < book->room)
        return true;
    const size_t room = book->room == 0 ? FIRST_ROOM : book->room * 2;
    struct rules_entry *const entries = weir_arena_alloc(book->arena, room, sizeof(*entries));
    if (entries == NULL)
        return false;
    if (book->count > 0)
        memcpy(entries, book->entries, book->count * sizeof(*entries));
    book->entries = entries;
    book->room = room;
    return true;
}

static bool add(struct rules_book *book, struct rules_entry entry)
{
    if (entry.name == NULL || !make_room(book))
        return false;
    book->entries[book->count++] = entry;
    return true;
}

struct weir_str rules_id(const struct weir_node *rule)
{
    const struct weir_node *const id = weir_node_find(rule, WEIR_STR("id"));
    return weir_node_text(id != NULL ? id : weir_node_find(rule, WEIR_STR("allow")));
}

/* The rules of a list, and those of the loops in it. */
static bool add_rules(struct rules_book *book, struct rules_entry found, const struct weir_node *list)
{
    const struct weir_node *open[DEEPEST];
    size_t depth = 0;
    open[depth++] = weir_node_first(list);
    while (depth > 0) {
        const struct weir_node *const rule = open[depth - 1];
        if (rule == NULL) {
            depth--;
            continue;
        }
        open[depth - 1] = weir_node_next(rule);
        found.kind = RULES_RULE;
        found.node = rule;
        found.name = joined(book->arena, WEIR_STR(""), rules_id(rule));
        const bool is_new = rules_id(rule).len > 0 && rules_find(book, rules_id(rule)) == NULL;
        if (is_new && !add(book, found))
            return false;
        const struct weir_node *const inner = weir_node_find(rule, WEIR_STR("rules"));
        if (inner != NULL && depth < DEEPEST)
            open[depth++] = weir_node_first(inner);
    }
    return true;
}

/* Of one section of one document: settings, sources and operations are entries, the rules of groups too. */
static bool add_section(struct rules_book *book, const struct weir_tree *tree, const char *section,
                        enum rules_kind kind)
{
    const struct weir_node *const root = weir_tree_root(tree);
    const struct weir_node *const service = weir_node_find(root, WEIR_STR("service"));
    const struct weir_str prefix = weir_node_text(weir_node_find(service, WEIR_STR("operation-prefix")));
    struct rules_entry entry = {.tree = tree, .service = service};
    const struct weir_node *const map = weir_node_find(root, weir_str_from(section));
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key)) {
        const bool is_operation = kind == RULES_OPERATION;
        const struct weir_node *const value = weir_node_value(key);
        entry.kind = kind;
        entry.node = value;
        entry.name = joined(book->arena, is_operation ? prefix : WEIR_STR(""), weir_node_text(key));
        if (kind != RULES_RULE && !add(book, entry))
            return false;
        const struct weir_node *const rules = is_operation ? weir_node_find(value, WEIR_STR("rules")) : value;
        if ((is_operation || kind == RULES_RULE) && !add_rules(book, entry, rules))
            return false;
    }
    return true;
}

static bool index_book(struct rules_book *book)
{
    static const struct {
        const char *section;
        enum rules_kind kind;
    } sections[] = {{"operations", RULES_OPERATION},
                    {"groups", RULES_RULE},
                    {"settings", RULES_SETTING},
                    {"sources", RULES_SOURCE}};
    for (size_t section = 0; section < COUNT(sections); section++) {
        for (size_t i = 0; i < book->tree_count; i++) {
            if (!add_section(book, book->trees[i], sections[section].section, sections[section].kind))
                return false;
        }
    }
    return true;
}

/* The tree of one document; of the builtin rulebook where there are no files. */
static enum cli_exit read_tree(struct rules_book *book, const char *path, size_t index)
{
    struct weir_rulebook_text text;
    struct weir_error error = WEIR_ERROR_INIT;
    if (path != NULL)
        return files_tree(path, book->arena, &book->trees[index]);
    (void)weir_rulebook_builtin_text(index, &text);
    const enum weir_status status = weir_tree_parse(text.text, text.name, book->arena, &book->trees[index], &error);
    return status == WEIR_OK ? CLI_YES : complain(&error, text.name);
}

static size_t count_builtin(void)
{
    struct weir_rulebook_text text;
    size_t count = 0;
    while (weir_rulebook_builtin_text(count, &text))
        count++;
    return count;
}

enum cli_exit rules_read(const char *const *paths, size_t count, struct weir_arena *arena, struct rules_book *book)
{
    struct weir_rulebook *rulebook = NULL;
    *book = (struct rules_book){.arena = arena, .tree_count = count > 0 ? count : count_builtin()};
    enum cli_exit code = load_rulebook(paths, count, &rulebook);
    if (code != CLI_YES)
        return code;
    book->name = weir_str_from(joined(arena, WEIR_STR(""), weir_rulebook_name(rulebook)));
    weir_rulebook_release(rulebook);
    book->trees = weir_arena_alloc(arena, book->tree_count, sizeof(*book->trees));
    if (book->trees == NULL || book->name.ptr == NULL)
        return complain_memory();
    for (size_t i = 0; i < book->tree_count && code == CLI_YES; i++)
        code = read_tree(book, count > 0 ? paths[i] : NULL, i);
    if (code != CLI_YES)
        return code;
    return index_book(book) ? CLI_YES : complain_memory();
}

const struct rules_entry *rules_find(const struct rules_book *book, struct weir_str name)
{
    for (size_t i = 0; i < book->count; i++) {
        if (weir_str_equal(weir_str_from(book->entries[i].name), name))
            return &book->entries[i];
    }
    return NULL;
}

static const char *name_at(const void *names, size_t index)
{
    const struct rules_book *const book = names;
    return book->entries[index].name;
}

const char *rules_near(const struct rules_book *book, const char *name)
{
    return suggest(name, name_at, book, book->count);
}

static const struct weir_node *group_of(const struct rules_book *book, struct weir_str name,
                                        const struct weir_tree **tree)
{
    for (size_t i = 0; i < book->tree_count; i++) {
        const struct weir_node *const groups = weir_node_find(weir_tree_root(book->trees[i]), WEIR_STR("groups"));
        const struct weir_node *const group = weir_node_find(groups, name);
        *tree = book->trees[i];
        if (group != NULL)
            return group;
    }
    return NULL;
}

/* The lists that are being walked: an operation's own, a group's, a loop's. */
struct walk {
    struct rules_step open[DEEPEST]; /* `node`: the next item */
    size_t depth;
};

static void enter(struct walk *walk, const struct weir_tree *tree, const struct weir_node *list, size_t depth)
{
    if (walk->depth < DEEPEST)
        walk->open[walk->depth++] = (struct rules_step){tree, weir_node_first(list), depth};
}

/* The next rule or loop; false at the end. */
static bool next_step(const struct rules_book *book, struct walk *walk, struct rules_step *step)
{
    while (walk->depth > 0) {
        struct rules_step *const here = &walk->open[walk->depth - 1];
        *step = *here;
        if (here->node == NULL) {
            walk->depth--;
            continue;
        }
        here->node = weir_node_next(here->node);
        const struct weir_node *const use = weir_node_find(step->node, WEIR_STR("use"));
        const struct weir_node *const inner = weir_node_find(step->node, WEIR_STR("rules"));
        const struct weir_tree *tree = step->tree;
        if (use == NULL) {
            if (inner != NULL)
                enter(walk, step->tree, inner, step->depth + 1);
            return true;
        }
        const struct weir_node *const group = group_of(book, weir_node_text(use), &tree);
        enter(walk, tree, group, step->depth);
    }
    return false;
}

const struct rules_step *rules_steps(const struct rules_book *book, const struct rules_entry *operation, size_t *count)
{
    const struct weir_node *const list = weir_node_find(operation->node, WEIR_STR("rules"));
    struct walk walk = {.depth = 0};
    struct rules_step step;
    *count = 0;
    enter(&walk, operation->tree, list, 0);
    while (next_step(book, &walk, &step))
        ++*count;
    struct rules_step *const steps = weir_arena_alloc(book->arena, *count + 1, sizeof(*steps));
    walk.depth = 0;
    enter(&walk, operation->tree, list, 0);
    for (size_t i = 0; steps != NULL && next_step(book, &walk, &step); i++)
        steps[i] = step;
    return steps;
}

static bool says(const struct rules_book *book, const struct weir_node *node, struct weir_str name)
{
    struct weir_writer *writer = NULL;
    struct weir_str text;
    if (node == NULL || weir_writer_new(book->arena, &writer) != WEIR_OK)
        return false;
    weir_write_node(writer, node);
    if (weir_writer_finish(writer, &text) != WEIR_OK)
        return false;
    for (size_t i = 0; i + name.len < text.len; i++) {
        const char after = text.ptr[i + name.len];
        const bool goes_on = after == '_' || (after >= 'a' && after <= 'z') || (after >= '0' && after <= '9');
        if (memcmp(text.ptr + i, name.ptr, name.len) == 0 && !goes_on)
            return true;
    }
    return false;
}

/* Loops and values that are bound without a name are the operation's own. */
static bool unnamed_says(const struct rules_book *book, const struct rules_entry *operation, struct weir_str name)
{
    static const char *const members[] = {"in", "leave-out", "from", "when"};
    size_t count = 0;
    const struct rules_step *const steps = rules_steps(book, operation, &count);
    for (size_t i = 0; steps != NULL && i < count * COUNT(members); i++) {
        const struct weir_node *const step = steps[i / COUNT(members)].node;
        if (rules_id(step).len == 0 &&
            says(book, weir_node_find(step, weir_str_from(members[i % COUNT(members)])), name))
            return true;
    }
    return false;
}

bool rules_uses(const struct rules_book *book, const struct rules_entry *entry, const char *setting)
{
    static const char *const beside_rules[] = {"parameters", "context", "answer"};
    const char *const name = joined(book->arena, WEIR_STR("settings."), weir_str_from(setting));
    if (name == NULL || (entry->kind != RULES_RULE && entry->kind != RULES_OPERATION))
        return false;
    const struct weir_str said = weir_str_from(name);
    if (entry->kind == RULES_RULE)
        return says(book, entry->node, said);
    bool found = says(book, entry->service, said) || unnamed_says(book, entry, said);
    for (size_t i = 0; i < COUNT(beside_rules); i++)
        found = says(book, weir_node_find(entry->node, weir_str_from(beside_rules[i])), said) || found;
    return found;
}
