/* One policy document: its version, its statements, and the three forms in which AWS hands it out ([iam-grammar]). */
#include "policy/index.h"
#include "policy/policy_impl.h"

/* clang-format off */
static const struct {
    struct weir_str text;
    bool variables;
} versions[] = {
    {{"2012-10-17", 10}, true},
    {{"2008-10-17", 10}, false},
};

/* AWS's words in its denial messages ([iam-access-denied]). */
static const char *const kind_names[WEIR_POLICY_KINDS] = {
    [WEIR_POLICY_IDENTITY] = "identity-based policy",
    [WEIR_POLICY_RESOURCE] = "resource-based policy",
    [WEIR_POLICY_TRUST]    = "role trust policy",
    [WEIR_POLICY_BOUNDARY] = "permissions boundary",
    [WEIR_POLICY_SESSION]  = "session policy",
    [WEIR_POLICY_SCP]      = "service control policy",
    [WEIR_POLICY_RCP]      = "resource control policy",
    [WEIR_POLICY_ENDPOINT] = "VPC endpoint policy",
};
/* clang-format on */

bool weir_policy_kind_is_known(enum weir_policy_kind kind)
{
    return (unsigned)kind < WEIR_POLICY_KINDS;
}

const char *weir_policy_kind_name(enum weir_policy_kind kind)
{
    return weir_policy_kind_is_known(kind) ? kind_names[kind] : "policy";
}

const char *weir_policy_kind_article(enum weir_policy_kind kind)
{
    return kind == WEIR_POLICY_IDENTITY ? "an" : "a";
}

/* Without a Version the document is of 2008, and its `${` is text. */
static enum weir_status read_version(struct weir_reading *reading, const struct weir_node *root)
{
    const struct weir_node *const node = weir_node_find(root, WEIR_STR("Version"));
    reading->variables = false;
    if (node == NULL)
        return WEIR_OK;
    struct weir_str text;
    WEIR_TRY(weir_reading_text(reading, node, "`Version`", &text));
    for (size_t i = 0; i < WEIR_COUNT(versions); i++) {
        if (weir_str_equal(text, versions[i].text)) {
            reading->variables = versions[i].variables;
            return WEIR_OK;
        }
    }
    return WEIR_MALFORMED(reading, node, "`Version` is `2012-10-17` or `2008-10-17`, not `%s`", weir_quote(text).text);
}

static enum weir_status check_members(const struct weir_reading *reading, const struct weir_node *root)
{
    static const struct weir_str names[] = {{"Version", 7}, {"Id", 2}, {"Statement", 9}};
    if (weir_node_kind(root) != WEIR_NODE_MAP)
        return WEIR_MALFORMED(reading, root, "a policy must be a map");
    for (const struct weir_node *key = weir_node_first(root); key != NULL; key = weir_node_next(key)) {
        size_t i = 0;
        while (i < WEIR_COUNT(names) && !weir_str_equal(names[i], weir_node_text(key)))
            i++;
        if (i == WEIR_COUNT(names))
            return WEIR_MALFORMED(reading, key, "unknown element `%s` in a policy",
                                  weir_quote(weir_node_text(key)).text);
    }
    return WEIR_OK;
}

static enum weir_status read_statements(const struct weir_reading *reading, const struct weir_node *root,
                                        struct weir_policy *policy)
{
    const struct weir_node *const value = weir_node_find(root, WEIR_STR("Statement"));
    if (value == NULL)
        return WEIR_MALFORMED(reading, root, "a policy must have `Statement`");
    const size_t count = weir_one_or_list_count(value);
    if (count == 0)
        return WEIR_MALFORMED(reading, value, "a policy must have a statement");
    struct weir_statement *const statements = weir_arena_alloc(reading->arena, count, sizeof(*statements));
    if (statements == NULL)
        return weir_fail_memory(reading->error);
    for (const struct weir_node *node = weir_one_or_list_first(value); node != NULL;
         node = weir_one_or_list_next(value, node))
        WEIR_TRY(weir_statement_read(reading, node, &statements[policy->count++]));
    WEIR_TRY(weir_sids_check(reading, statements, count));
    policy->statements = statements;
    if (weir_index_build(statements, count, reading->arena, &policy->index) != WEIR_OK)
        return weir_fail_memory(reading->error);
    return WEIR_OK;
}

enum weir_status weir_document_head_read(struct weir_reading *reading, const struct weir_node *root)
{
    WEIR_TRY(check_members(reading, root));
    WEIR_TRY(read_version(reading, root));
    const struct weir_node *const id = weir_node_find(root, WEIR_STR("Id"));
    struct weir_str ignored;
    return id == NULL ? WEIR_OK : weir_reading_text(reading, id, "`Id`", &ignored);
}

static enum weir_status read_document(struct weir_reading *reading, const struct weir_node *root,
                                      struct weir_policy *policy)
{
    policy->kind = reading->kind;
    policy->tree = reading->tree;
    policy->node = root;
    WEIR_TRY(weir_document_head_read(reading, root));
    policy->variables = reading->variables;
    policy->settings = reading->settings;
    WEIR_TRY(read_statements(reading, root, policy));
    policy->is_public = policy->kind == WEIR_POLICY_RESOURCE && weir_policy_reads_public(policy);
    return WEIR_OK;
}

unsigned weir_reading_variables(const struct weir_reading *reading)
{
    if (!reading->variables)
        return 0;
    const enum weir_empty_variable empty = reading->settings == NULL ? WEIR_EMPTY_VARIABLE_REFUSE
                                                                     : reading->settings->empty_variable;
    switch (empty) {
    case WEIR_EMPTY_VARIABLE_EMPTY:
        return WEIR_PATTERN_VARIABLES | WEIR_PATTERN_EMPTY_IS_TEXT;
    case WEIR_EMPTY_VARIABLE_DEFAULT:
        return WEIR_PATTERN_VARIABLES | WEIR_PATTERN_EMPTY_IS_DEFAULT;
    case WEIR_EMPTY_VARIABLE_REFUSE:
        break;
    }
    return WEIR_PATTERN_VARIABLES;
}

/* Conditions keep them while the document lives; those of the default need no copy. */
static enum weir_status keep_settings(struct weir_reading *reading, const struct weir_policy_options *options)
{
    if (weir_policy_options_are_default(options))
        return WEIR_OK;
    struct weir_policy_options *const kept = weir_arena_alloc(reading->arena, 1, sizeof(*kept));
    if (kept == NULL)
        return weir_fail_memory(reading->error);
    *kept = *options;
    kept->label = (struct weir_str){NULL, 0};
    reading->settings = kept;
    return WEIR_OK;
}

static enum weir_status build(const struct weir_tree *tree, const struct weir_node *root, enum weir_policy_kind kind,
                              const struct weir_policy_options *options, struct weir_arena *arena,
                              const struct weir_policy **policy, struct weir_error *error)
{
    struct weir_reading reading = {.tree = tree, .arena = arena, .kind = kind, .error = error};
    WEIR_TRY(keep_settings(&reading, options));
    struct weir_policy *const made = weir_arena_alloc(arena, 1, sizeof(*made));
    if (made == NULL)
        return weir_fail_memory(error);
    WEIR_TRY(read_document(&reading, root, made));
    if (options != NULL && !weir_arena_copy(arena, options->label, &made->label))
        return weir_fail_memory(error);
    *policy = made;
    return WEIR_OK;
}

enum weir_status weir_policy_under(const struct weir_policy *policy, const struct weir_policy_options *settings,
                                   struct weir_arena *arena, const struct weir_policy **under, struct weir_error *error)
{
    *under = policy;
    if (policy->settings == NULL && weir_policy_options_are_default(settings))
        return WEIR_OK;
    struct weir_policy_options options = *settings;
    options.label = policy->label;
    return build(policy->tree, policy->node, policy->kind, &options, arena, under, error);
}

static enum weir_status check_arguments(const void *tree, enum weir_policy_kind kind,
                                        const struct weir_policy_options *options, const struct weir_arena *arena,
                                        const struct weir_policy **policy, struct weir_error *error)
{
    if (policy == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "there is nowhere to put the policy");
    *policy = NULL;
    if (tree == NULL || arena == NULL || !weir_policy_kind_is_known(kind))
        return weir_fail(error, WEIR_ERR_USAGE, "a policy is read from a text of a known kind into an arena");
    if (options == NULL)
        return WEIR_OK;
    if (options->size != sizeof(*options))
        return weir_fail(error, WEIR_ERR_USAGE, "the options have an unknown size");
    if (!weir_policy_options_are_valid(options))
        return weir_fail(error, WEIR_ERR_USAGE, "an option has no such value");
    return WEIR_OK;
}

enum weir_status weir_policy_parse(struct weir_str text, struct weir_str name, enum weir_policy_kind kind,
                                   const struct weir_policy_options *options, struct weir_arena *arena,
                                   const struct weir_policy **policy, struct weir_error *error)
{
    const struct weir_tree *tree = NULL;
    WEIR_TRY(check_arguments("", kind, options, arena, policy, error));
    WEIR_TRY(weir_tree_parse_json(text, name, arena, &tree, error));
    return build(tree, weir_tree_root(tree), kind, options, arena, policy, error);
}

/* JSON begins with a brace, so text that begins with `%` is URL-encoded. */
static bool is_url_encoded(struct weir_str text)
{
    return text.len > 0 && text.ptr[0] == '%';
}

static enum weir_status open_text(const struct weir_tree *outer, const struct weir_node *holder,
                                  struct weir_arena *arena, const struct weir_tree **tree, struct weir_str *text,
                                  struct weir_error *error)
{
    size_t bad = 0;
    *text = weir_node_text(holder);
    if (is_url_encoded(*text)) {
        const enum weir_status status = weir_url_decode(weir_node_text(holder), arena, text, &bad);
        if (status == WEIR_ERR_MEMORY)
            return weir_fail_memory(error);
        if (status != WEIR_OK)
            return weir_fail_at(error, status, outer, holder, "not URL-encoded text at its byte %zu", bad + 1);
    }
    return weir_tree_parse_json_within(outer, holder, *text, arena, tree, error);
}

enum weir_status weir_document_open(const struct weir_tree *tree, const struct weir_node *node,
                                    struct weir_arena *arena, const struct weir_tree **inner,
                                    const struct weir_node **root, struct weir_str *text, struct weir_error *error)
{
    *inner = tree;
    *root = node;
    *text = (struct weir_str){NULL, 0};
    if (weir_node_kind(node) != WEIR_NODE_TEXT)
        return WEIR_OK;
    *root = NULL;
    WEIR_TRY(open_text(tree, node, arena, inner, text, error));
    *root = weir_tree_root(*inner);
    return WEIR_OK;
}

enum weir_status weir_policy_read(const struct weir_tree *tree, const struct weir_node *node,
                                  enum weir_policy_kind kind, const struct weir_policy_options *options,
                                  struct weir_arena *arena, const struct weir_policy **policy, struct weir_error *error)
{
    WEIR_TRY(check_arguments(tree, kind, options, arena, policy, error));
    const struct weir_tree *inner = NULL;
    const struct weir_node *root = NULL;
    struct weir_str text;
    WEIR_TRY(weir_document_open(tree, node, arena, &inner, &root, &text, error));
    return build(inner, root, kind, options, arena, policy, error);
}

enum weir_policy_kind weir_policy_kind_of(const struct weir_policy *policy)
{
    return policy == NULL ? WEIR_POLICY_IDENTITY : policy->kind;
}

struct weir_str weir_policy_label(const struct weir_policy *policy)
{
    return policy == NULL ? (struct weir_str){NULL, 0} : policy->label;
}

size_t weir_policy_statement_count(const struct weir_policy *policy)
{
    return policy == NULL ? 0 : policy->count;
}

struct weir_place weir_policy_statement_place(const struct weir_policy *policy, size_t statement)
{
    if (policy == NULL)
        return weir_tree_place(NULL, NULL);
    const bool known = statement < policy->count;
    return weir_tree_place(policy->tree, known ? policy->statements[statement].node : policy->node);
}
