/* Decides what a document asks when it asks for session policies: its members as tables, what has no row is an error (DESIGN §7). */
#include "base/base_impl.h"
#include "scope/scope_impl.h"

/* A question being read. */
struct asking {
    const struct weir_tree *tree;
    struct weir_arena *arena;
    struct weir_error *error;
    struct weir_scope_ask *ask;
    struct weir_grant *grant; /* the one being read */
};

typedef enum weir_status reader(struct asking *asking, const struct weir_node *value);

struct member {
    struct weir_str name;
    bool required;
    reader *read;
};

#define WRONG(asking, node, ...) weir_fail_at((asking)->error, WEIR_ERR_SCHEMA, (asking)->tree, (node), __VA_ARGS__)

/* ------------------------------------------------------------------------------------------- shapes */

static bool is_member(const struct member *members, size_t count, struct weir_str name)
{
    for (size_t i = 0; i < count; i++) {
        if (weir_str_equal(members[i].name, name))
            return true;
    }
    return false;
}

static enum weir_status read_map(struct asking *asking, const struct weir_node *map, const char *what,
                                 const struct member *members, size_t count)
{
    if (weir_node_kind(map) != WEIR_NODE_MAP)
        return WRONG(asking, map, "%s must be a map", what);
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key)) {
        if (!is_member(members, count, weir_node_text(key)))
            return WRONG(asking, key, "unknown member `%s` in %s", weir_quote(weir_node_text(key)).text, what);
    }
    for (size_t i = 0; i < count; i++) {
        const struct weir_node *const value = weir_node_find(map, members[i].name);
        if (value == NULL && members[i].required)
            return WRONG(asking, map, "%s must have `%s`", what, members[i].name.ptr);
        if (value != NULL)
            WEIR_TRY(members[i].read(asking, value));
    }
    return WEIR_OK;
}

static enum weir_status check_list(const struct asking *asking, const struct weir_node *value, const char *what)
{
    if (weir_node_kind(value) != WEIR_NODE_LIST)
        return WRONG(asking, value, "%s must be a list", what);
    if (weir_node_count(value) > WEIR_SCOPE_MAX_GRANTS)
        return weir_fail_at(asking->error, WEIR_ERR_LIMIT, asking->tree, value, "%s has more than %d items", what,
                            WEIR_SCOPE_MAX_GRANTS);
    return WEIR_OK;
}

/* A text; null is none. */
static enum weir_status read_text(const struct asking *asking, const struct weir_node *value, const char *what,
                                  struct weir_str *text)
{
    *text = (struct weir_str){NULL, 0};
    return weir_node_is_null(value) ? WEIR_OK : weir_read_text(asking->tree, value, what, text, asking->error);
}

struct word {
    struct weir_str word;
    int value;
};

static enum weir_status read_word(const struct asking *asking, const struct weir_node *value, const char *what,
                                  const struct word *words, size_t count, int *found)
{
    struct weir_str text;
    WEIR_TRY(weir_read_text(asking->tree, value, what, &text, asking->error));
    for (size_t i = 0; i < count; i++) {
        if (weir_str_equal(words[i].word, text)) {
            *found = words[i].value;
            return WEIR_OK;
        }
    }
    return WRONG(asking, value, "%s cannot be `%s`", what, weir_quote(text).text);
}

/* ------------------------------------------------------------------------------------------- grants */

static enum weir_status read_location(struct asking *asking, const struct weir_node *value)
{
    return weir_read_text(asking->tree, value, "`location`", &asking->grant->location, asking->error);
}

static enum weir_status read_kind(struct asking *asking, const struct weir_node *value)
{
    static const struct word words[] = {{{"prefix", 6}, WEIR_LOCATION_PREFIX},
                                        {{"bucket", 6}, WEIR_LOCATION_BUCKET},
                                        {{"object", 6}, WEIR_LOCATION_OBJECT},
                                        {{"characters", 10}, WEIR_LOCATION_CHARACTERS}};
    int found = WEIR_LOCATION_PREFIX;
    WEIR_TRY(read_word(asking, value, "`kind`", words, WEIR_COUNT(words), &found));
    asking->grant->kind = (enum weir_location_kind)found;
    return WEIR_OK;
}

static enum weir_status read_access(struct asking *asking, const struct weir_node *value)
{
    static const struct word words[] = {{{"READ", 4}, WEIR_ACCESS_READ},
                                        {{"APPEND", 6}, WEIR_ACCESS_APPEND},
                                        {{"READWRITE", 9}, WEIR_ACCESS_READWRITE},
                                        {{"LIST", 4}, WEIR_ACCESS_NONE}};
    int found = WEIR_ACCESS_NONE;
    WEIR_TRY(read_word(asking, value, "`access`", words, WEIR_COUNT(words), &found));
    asking->grant->access = (enum weir_access)found;
    asking->grant->list = asking->grant->list || found == WEIR_ACCESS_NONE;
    return WEIR_OK;
}

static enum weir_status read_list(struct asking *asking, const struct weir_node *value)
{
    return weir_read_bool(asking->tree, value, "`list`", &asking->grant->list, asking->error);
}

/* `list` comes before the access, which may say it too. */
/* clang-format off */
static const struct member grant_members[] = {
    {{"location", 8}, true,  read_location},
    {{"kind", 4},     false, read_kind},
    {{"list", 4},     false, read_list},
    {{"access", 6},   false, read_access},
};
/* clang-format on */

static enum weir_status read_grants(struct asking *asking, const struct weir_node *value)
{
    WEIR_TRY(check_list(asking, value, "`grants`"));
    struct weir_grant *const grants = weir_arena_alloc(asking->arena, weir_node_count(value), sizeof *grants);
    if (grants == NULL)
        return weir_fail_memory(asking->error);
    struct weir_grant_set *const set = &asking->ask->grants;
    set->grants = grants;
    for (const struct weir_node *item = weir_node_first(value); item != NULL; item = weir_node_next(item)) {
        asking->grant = &grants[set->count++];
        WEIR_TRY(read_map(asking, item, "a grant", grant_members, WEIR_COUNT(grant_members)));
    }
    return WEIR_OK;
}

static enum weir_status read_kms(struct asking *asking, const struct weir_node *value)
{
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

static enum weir_status read_role_arn(struct asking *asking, const struct weir_node *value)
{
    return read_text(asking, value, "`role_arn`", &asking->ask->options.role_arn);
}

static enum weir_status read_dialect(struct asking *asking, const struct weir_node *value)
{
    static const struct word words[] = {{{"aws", 3}, WEIR_SCOPE_AWS}, {{"plain", 5}, WEIR_SCOPE_PLAIN}};
    int found = WEIR_SCOPE_AWS;
    WEIR_TRY(read_word(asking, value, "`dialect`", words, WEIR_COUNT(words), &found));
    asking->ask->options.dialect = (enum weir_scope_dialect)found;
    return WEIR_OK;
}

static enum weir_status read_max_characters(struct asking *asking, const struct weir_node *value)
{
    int64_t number = 0;
    WEIR_TRY(weir_read_int64(asking->tree, value, "`max_characters`", &number, asking->error));
    if (number < 1 || number > (int64_t)WEIR_MAX_TEXT_BYTES)
        return WRONG(asking, value, "`max_characters` must be at least 1 and at most %zu", WEIR_MAX_TEXT_BYTES);
    asking->ask->options.max_characters = (size_t)number;
    return WEIR_OK;
}

/* One reader for each option that is on or off. */
#define FLAG_READER(name)                                                                                     \
    static enum weir_status read_##name(struct asking *asking, const struct weir_node *value)                 \
    {                                                                                                         \
        return weir_read_bool(asking->tree, value, "`" #name "`", &asking->ask->options.name, asking->error); \
    }
FLAG_READER(literal_keys)
FLAG_READER(bare_list)
FLAG_READER(versions)
FLAG_READER(tagging)
FLAG_READER(unknown_kms)

/* clang-format off */
static const struct member option_members[] = {
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

static enum weir_status read_options(struct asking *asking, const struct weir_node *value)
{
    return read_map(asking, value, "`options`", option_members, WEIR_COUNT(option_members));
}

/* ----------------------------------------------------------------------------------------- question */

static enum weir_status read_id(struct asking *asking, const struct weir_node *value)
{
    asking->ask->id = value;
    return WEIR_OK;
}

static enum weir_status read_partition(struct asking *asking, const struct weir_node *value)
{
    return read_text(asking, value, "`partition`", &asking->ask->options.partition);
}

static enum weir_status read_region(struct asking *asking, const struct weir_node *value)
{
    return read_text(asking, value, "`region`", &asking->ask->options.region);
}

/* clang-format off */
static const struct member question_members[] = {
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
    WEIR_TRY(read_map(&asking, node, "a question", question_members, WEIR_COUNT(question_members)));
    *ask = made;
    return WEIR_OK;
}
