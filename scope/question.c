/* Decides what a document asks when it asks for session policies: its members as tables, what has no row is an error (DESIGN §7). */
#include "base/members.h"
#include "scope/scope_impl.h"

/* A question being read. */
struct asking {
    const struct weir_tree *tree;
    struct weir_arena *arena;
    struct weir_error *error;
    struct weir_scope_ask *ask;
    struct weir_grant *grant; /* the one being read */
};

#define WRONG(asking, node, ...) weir_fail_at((asking)->error, WEIR_ERR_SCHEMA, (asking)->tree, (node), __VA_ARGS__)

/* ------------------------------------------------------------------------------------------- shapes */

static enum weir_status check_list(const struct asking *asking, const struct weir_node *value, const char *what)
{
    if (weir_node_kind(value) != WEIR_NODE_LIST)
        return WRONG(asking, value, "%s must be a list", what);
    if (weir_node_count(value) > WEIR_SCOPE_MAX_GRANTS)
        return weir_fail_at(asking->error, WEIR_ERR_LIMIT, asking->tree, value, "%s has more than %d items", what,
                            WEIR_SCOPE_MAX_GRANTS);
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------- grants */

static enum weir_status read_location(void *context, const struct weir_node *value)
{
    struct asking *const asking = context;
    return weir_read_text(asking->tree, value, "`location`", &asking->grant->location, asking->error);
}

static enum weir_status read_kind(void *context, const struct weir_node *value)
{
    struct asking *const asking = context;
    static const struct weir_word words[] = {{{"prefix", 6}, WEIR_LOCATION_PREFIX},
                                             {{"bucket", 6}, WEIR_LOCATION_BUCKET},
                                             {{"object", 6}, WEIR_LOCATION_OBJECT},
                                             {{"characters", 10}, WEIR_LOCATION_CHARACTERS}};
    int found = WEIR_LOCATION_PREFIX;
    WEIR_TRY(weir_read_word(asking->tree, value, "`kind`", words, WEIR_COUNT(words), &found, asking->error));
    asking->grant->kind = (enum weir_location_kind)found;
    return WEIR_OK;
}

static enum weir_status read_access(void *context, const struct weir_node *value)
{
    struct asking *const asking = context;
    static const struct weir_word words[] = {{{"READ", 4}, WEIR_ACCESS_READ},
                                             {{"APPEND", 6}, WEIR_ACCESS_APPEND},
                                             {{"READWRITE", 9}, WEIR_ACCESS_READWRITE},
                                             {{"LIST", 4}, WEIR_ACCESS_NONE}};
    int found = WEIR_ACCESS_NONE;
    WEIR_TRY(weir_read_word(asking->tree, value, "`access`", words, WEIR_COUNT(words), &found, asking->error));
    asking->grant->access = (enum weir_access)found;
    asking->grant->list = asking->grant->list || found == WEIR_ACCESS_NONE;
    return WEIR_OK;
}

static enum weir_status read_list(void *context, const struct weir_node *value)
{
    struct asking *const asking = context;
    return weir_read_bool(asking->tree, value, "`list`", &asking->grant->list, asking->error);
}

/* `list` comes before the access, which may say it too. */
/* clang-format off */
static const struct weir_member grant_members[] = {
    {{"location", 8}, true,  read_location},
    {{"kind", 4},     false, read_kind},
    {{"list", 4},     false, read_list},
    {{"access", 6},   false, read_access},
};
/* clang-format on */

static enum weir_status read_grants(void *context, const struct weir_node *value)
{
    struct asking *const asking = context;
    WEIR_TRY(check_list(asking, value, "`grants`"));
    struct weir_grant *const grants = weir_arena_alloc(asking->arena, weir_node_count(value), sizeof *grants);
    if (grants == NULL)
        return weir_fail_memory(asking->error);
    struct weir_grant_set *const set = &asking->ask->grants;
    set->grants = grants;
    for (const struct weir_node *item = weir_node_first(value); item != NULL; item = weir_node_next(item)) {
        asking->grant = &grants[set->count++];
        WEIR_TRY(weir_read_members(asking->tree, item, "a grant", grant_members, WEIR_COUNT(grant_members), asking,
                                   asking->error));
    }
    return WEIR_OK;
}

static enum weir_status read_kms(void *context, const struct weir_node *value)
{
    struct asking *const asking = context;
    WEIR_TRY(check_list(asking, value, "`kms`"));
    struct weir_str *const keys = weir_arena_alloc(asking->arena, weir_node_count(value), sizeof *keys);
    if (keys == NULL)
        return weir_fail_memory(asking->error);
    struct weir_grant_set *const set = &asking->ask->grants;
    set->kms_keys = keys;
    for (const struct weir_node *item = weir_node_first(value); item != NULL; item = weir_node_next(item))
        WEIR_TRY(weir_read_text(asking->tree, item, "a key", &keys[set->kms_key_count++], asking->error));
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------ options */

static enum weir_status read_role_arn(void *context, const struct weir_node *value)
{
    struct asking *const asking = context;
    return weir_read_text(asking->tree, value, "`role_arn`", &asking->ask->options.role_arn, asking->error);
}

static enum weir_status read_dialect(void *context, const struct weir_node *value)
{
    struct asking *const asking = context;
    static const struct weir_word words[] = {{{"aws", 3}, WEIR_SCOPE_AWS}, {{"plain", 5}, WEIR_SCOPE_PLAIN}};
    int found = WEIR_SCOPE_AWS;
    WEIR_TRY(weir_read_word(asking->tree, value, "`dialect`", words, WEIR_COUNT(words), &found, asking->error));
    asking->ask->options.dialect = (enum weir_scope_dialect)found;
    return WEIR_OK;
}

static enum weir_status read_max_characters(void *context, const struct weir_node *value)
{
    struct asking *const asking = context;
    int64_t number = 0;
    WEIR_TRY(weir_read_int64(asking->tree, value, "`max_characters`", &number, asking->error));
    if (number < 1 || number > (int64_t)WEIR_MAX_TEXT_BYTES)
        return WRONG(asking, value, "`max_characters` must be at least 1 and at most %zu", WEIR_MAX_TEXT_BYTES);
    asking->ask->options.max_characters = (size_t)number;
    return WEIR_OK;
}

/* One reader for each option that is on or off. */
#define FLAG_READER(name)                                                                                     \
    static enum weir_status read_##name(void *context, const struct weir_node *value)                         \
    {                                                                                                         \
        struct asking *const asking = context;                                                                \
        return weir_read_bool(asking->tree, value, "`" #name "`", &asking->ask->options.name, asking->error); \
    }
FLAG_READER(literal_keys)
FLAG_READER(bare_list)
FLAG_READER(versions)
FLAG_READER(tagging)
FLAG_READER(unknown_kms)

/* clang-format off */
static const struct weir_member option_members[] = {
    {{"role_arn", 8},        false, read_role_arn},
    {{"dialect", 7},         false, read_dialect},
    {{"max_characters", 14}, false, read_max_characters},
    {{"literal_keys", 12},   false, read_literal_keys},
    {{"bare_list", 9},       false, read_bare_list},
    {{"versions", 8},        false, read_versions},
    {{"tagging", 7},         false, read_tagging},
    {{"unknown_kms", 11},    false, read_unknown_kms},
};
/* clang-format on */

static enum weir_status read_options(void *context, const struct weir_node *value)
{
    struct asking *const asking = context;
    return weir_read_members(asking->tree, value, "`options`", option_members, WEIR_COUNT(option_members), asking,
                             asking->error);
}

/* ----------------------------------------------------------------------------------------- question */

static enum weir_status read_id(void *context, const struct weir_node *value)
{
    struct asking *const asking = context;
    asking->ask->id = value;
    return WEIR_OK;
}

static enum weir_status read_partition(void *context, const struct weir_node *value)
{
    struct asking *const asking = context;
    return weir_read_text(asking->tree, value, "`partition`", &asking->ask->options.partition, asking->error);
}

static enum weir_status read_region(void *context, const struct weir_node *value)
{
    struct asking *const asking = context;
    return weir_read_text(asking->tree, value, "`region`", &asking->ask->options.region, asking->error);
}

/* clang-format off */
static const struct weir_member question_members[] = {
    {{"id", 2},        false, read_id},
    {{"grants", 6},    true,  read_grants},
    {{"partition", 9}, false, read_partition},
    {{"region", 6},    false, read_region},
    {{"kms", 3},       false, read_kms},
    {{"options", 7},   false, read_options},
};
/* clang-format on */

enum weir_status weir_scope_ask_read(const struct weir_tree *tree, const struct weir_node *node,
                                     struct weir_arena *arena, const struct weir_scope_ask **ask,
                                     struct weir_error *error)
{
    if (ask == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "there is nowhere to put the question");
    *ask = NULL;
    if (tree == NULL || arena == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "a question is read from a tree into an arena");
    struct weir_scope_ask *const made = weir_arena_alloc(arena, 1, sizeof *made);
    if (made == NULL)
        return weir_fail_memory(error);
    made->grants = (struct weir_grant_set)WEIR_GRANT_SET_INIT;
    made->options = (struct weir_scope_options)WEIR_SCOPE_OPTIONS_INIT;
    struct asking asking = {tree, arena, error, made, NULL};
    WEIR_TRY(weir_read_members(asking.tree, node, "a question", question_members, WEIR_COUNT(question_members), &asking,
                               asking.error));
    *ask = made;
    return WEIR_OK;
}
