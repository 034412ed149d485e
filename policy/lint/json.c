/* The lint as JSON: a question of one document and its kind, and what was found in it (DESIGN §7). */
#include "policy/policy_impl.h"

struct lint_question {
    enum weir_policy_kind kind;
    const struct weir_node *document;
    struct weir_policy_lint_options options;
};

void weir_lint_write(struct weir_writer *writer, const struct weir_lint_finding *finding)
{
    const struct {
        const char *key;
        struct weir_str text;
    } texts[] = {{"id", finding->rule},
                 {"severity", weir_str_from(weir_severity_name(finding->severity))},
                 {"message", finding->message},
                 {"cure", finding->cure}};
    for (size_t i = 0; i < WEIR_COUNT(texts); i++) {
        weir_write_key(writer, texts[i].key);
        weir_write_text(writer, texts[i].text);
    }
    weir_write_key(writer, "sources");
    weir_write_list_begin(writer);
    if (finding->source.len > 0)
        weir_write_text(writer, finding->source);
    weir_write_list_end(writer);
    weir_write_key(writer, "file");
    weir_write_text(writer, finding->place.source);
    weir_write_key(writer, "line");
    weir_write_int64(writer, finding->place.line);
    weir_write_key(writer, "column");
    weir_write_int64(writer, finding->place.column);
    weir_write_key(writer, "path");
    weir_write_text(writer, finding->pointer);
}

static enum weir_status check_members(const struct weir_tree *tree, const struct weir_node *map,
                                      struct weir_error *error)
{
    static const struct weir_str names[] = {{"id", 2}, {"kind", 4}, {"document", 8}, {"characters_max", 14}};
    if (weir_node_kind(map) != WEIR_NODE_MAP)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, map, "a lint question must be a map");
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key)) {
        size_t i = 0;
        while (i < WEIR_COUNT(names) && !weir_str_equal(names[i], weir_node_text(key)))
            i++;
        if (i == WEIR_COUNT(names))
            return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, key, "unknown member `%s` in a lint question",
                                weir_quote(weir_node_text(key)).text);
    }
    return WEIR_OK;
}

static enum weir_status read_quota(const struct weir_tree *tree, const struct weir_node *map,
                                   struct lint_question *question, struct weir_error *error)
{
    const struct weir_node *const value = weir_node_find(map, WEIR_STR("characters_max"));
    int64_t number = 0;
    if (value == NULL)
        return WEIR_OK;
    WEIR_TRY(weir_read_int64(tree, value, "`characters_max`", &number, error));
    if (number < 1 || (uint64_t)number > WEIR_MAX_TEXT_BYTES)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, value, "`characters_max` must be a number of characters");
    question->options.characters_max = (size_t)number;
    return WEIR_OK;
}

static enum weir_status read_question(const struct weir_tree *tree, const struct weir_node *map,
                                      struct lint_question *question, struct weir_error *error)
{
    struct weir_str word;
    WEIR_TRY(check_members(tree, map, error));
    const struct weir_node *const kind = weir_node_find(map, WEIR_STR("kind"));
    question->document = weir_node_find(map, WEIR_STR("document"));
    if (kind == NULL || question->document == NULL)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, map, "a lint question must have `kind` and `document`");
    WEIR_TRY(weir_read_text(tree, kind, "`kind`", &word, error));
    if (!weir_policy_kind_find(word, &question->kind))
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, kind, "`%s` is no kind of policy", weir_quote(word).text);
    return read_quota(tree, map, question, error);
}

/* The places of a document that is given as text are its own, so that its author finds them. */
static enum weir_status lint(const struct weir_tree *tree, const struct lint_question *question,
                             struct weir_arena *arena, const struct weir_lint **found, struct weir_error *error)
{
    const struct weir_str text = weir_node_text(question->document);
    const bool is_text = weir_node_kind(question->document) == WEIR_NODE_TEXT;
    if (!is_text || weir_str_has_prefix(text, WEIR_STR("%")))
        return weir_policy_lint(tree, question->document, question->kind, &question->options, arena, found, error);
    return weir_policy_lint_text(text, WEIR_STR("document"), question->kind, &question->options, arena, found, error);
}

enum weir_status weir_lint_answer(const struct weir_tree *tree, const struct weir_node *node, struct weir_arena *arena,
                                  struct weir_writer *writer, struct weir_error *error)
{
    struct lint_question question = {.options = WEIR_POLICY_LINT_OPTIONS_INIT};
    const struct weir_lint *found = NULL;
    if (tree == NULL || arena == NULL || writer == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "a tree, an arena and a writer are needed");
    WEIR_TRY(read_question(tree, node, &question, error));
    WEIR_TRY(lint(tree, &question, arena, &found, error));
    weir_write_key(writer, "findings");
    weir_write_list_begin(writer);
    for (size_t i = 0; i < weir_lint_count(found); i++) {
        weir_write_map_begin(writer);
        weir_lint_write(writer, weir_lint_finding(found, i));
        weir_write_map_end(writer);
    }
    weir_write_list_end(writer);
    return WEIR_OK;
}
