/* One bare policy question as a document: its members, and whose accounts meet where it does not say so (DESIGN §7). */
#include "policy/ask/ask.h"

/* --------------------------------------------------------------------------------------- maps, words */

static const struct weir_ask_member *member_named(const struct weir_ask_member *members, size_t count,
                                                  struct weir_str name)
{
    for (size_t i = 0; i < count; i++) {
        if (weir_str_equal(members[i].name, name))
            return &members[i];
    }
    return NULL;
}

enum weir_status weir_ask_map(struct weir_asking *asking, const struct weir_node *map, const char *what,
                              const struct weir_ask_member *members, size_t count)
{
    if (weir_node_kind(map) != WEIR_NODE_MAP)
        return WEIR_ASK_WRONG(asking, map, "%s must be a map", what);
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key)) {
        if (member_named(members, count, weir_node_text(key)) == NULL)
            return WEIR_ASK_WRONG(asking, key, "unknown member `%s` in %s", weir_quote(weir_node_text(key)).text, what);
    }
    for (size_t i = 0; i < count; i++) {
        const struct weir_node *const value = weir_node_find(map, members[i].name);
        if (value == NULL && members[i].required)
            return WEIR_ASK_WRONG(asking, map, "%s must have `%s`", what, members[i].name.ptr);
        if (value != NULL)
            WEIR_TRY(members[i].read(asking, value));
    }
    return WEIR_OK;
}

enum weir_status weir_ask_list(const struct weir_asking *asking, const struct weir_node *value, const char *what)
{
    if (weir_node_kind(value) != WEIR_NODE_LIST)
        return WEIR_ASK_WRONG(asking, value, "%s must be a list", what);
    if (weir_node_count(value) > WEIR_MAX_ITEMS)
        return weir_fail_at(asking->error, WEIR_ERR_LIMIT, asking->tree, value, "%s has more than %d items", what,
                            WEIR_MAX_ITEMS);
    return WEIR_OK;
}

enum weir_status weir_ask_text(const struct weir_asking *asking, const struct weir_node *value, const char *what,
                               struct weir_str *text)
{
    WEIR_TRY(weir_read_text(asking->tree, value, what, text, asking->error));
    return text->len > 0 ? WEIR_OK : WEIR_ASK_WRONG(asking, value, "%s must not be empty", what);
}

enum weir_status weir_ask_one_of(const struct weir_asking *asking, const struct weir_node *value, const char *what,
                                 const struct weir_ask_word *words, size_t count, int *found)
{
    struct weir_str text;
    WEIR_TRY(weir_read_text(asking->tree, value, what, &text, asking->error));
    for (size_t i = 0; i < count; i++) {
        if (weir_str_equal(words[i].word, text)) {
            *found = words[i].value;
            return WEIR_OK;
        }
    }
    return WEIR_ASK_WRONG(asking, value, "%s cannot be `%s`", what, weir_quote(text).text);
}

bool weir_is_account(struct weir_str text)
{
    size_t digits = 0;
    while (digits < text.len && weir_is_digit(text.ptr[digits]))
        digits++;
    return digits == 12 && text.len == 12;
}

/* ------------------------------------------------------------------------------------------- request */

static enum weir_status read_action(struct weir_asking *asking, const struct weir_node *value)
{
    return weir_ask_text(asking, value, "`action`", &asking->ask->request.action);
}

static enum weir_status read_resource(struct weir_asking *asking, const struct weir_node *value)
{
    return weir_ask_text(asking, value, "`resource`", &asking->ask->request.resource);
}

static enum weir_status read_role_arn(struct weir_asking *asking, const struct weir_node *value)
{
    struct weir_str parts[WEIR_ARN_PARTS];
    struct weir_principal *const principal = &asking->ask->request.principal;
    if (weir_node_is_null(value))
        return WEIR_OK;
    WEIR_TRY(weir_ask_text(asking, value, "`role_arn`", &principal->role_arn));
    if (!weir_arn_split(principal->role_arn, parts))
        return WEIR_ASK_WRONG(asking, value, "`role_arn` must be an ARN, not `%s`",
                              weir_quote(principal->role_arn).text);
    return WEIR_OK;
}

static enum weir_status read_is_service_linked(struct weir_asking *asking, const struct weir_node *value)
{
    return weir_read_bool(asking->tree, value, "`principal_is_service_linked_role`",
                          &asking->ask->request.principal.is_service_linked_role, asking->error);
}

static enum weir_status read_resource_kind(struct weir_asking *asking, const struct weir_node *value)
{
    static const struct weir_ask_word words[] = {
        {{"trust", 5}, WEIR_RESOURCE_TRUST}, {{"kms", 3}, WEIR_RESOURCE_KMS}, {{"other", 5}, WEIR_RESOURCE_OTHER}};
    int found = WEIR_RESOURCE_BY_ACTION;
    WEIR_TRY(weir_ask_one_of(asking, value, "`resource_kind`", words, WEIR_COUNT(words), &found));
    asking->ask->request.resource_kind = (enum weir_resource_kind)found;
    return WEIR_OK;
}

/* clang-format off */
static const struct weir_ask_member request_members[] = {
    {{"action", 6},                            true,  read_action},
    {{"resource", 8},                          true,  read_resource},
    {{"principal", 9},                         true,  weir_ask_principal},
    {{"role_arn", 8},                          false, read_role_arn},
    {{"principal_is_service_linked_role", 32}, false, read_is_service_linked},
    {{"resource_kind", 13},                    false, read_resource_kind},
    {{"context", 7},                           false, weir_ask_context},
};
/* clang-format on */

static enum weir_status read_request(struct weir_asking *asking, const struct weir_node *value)
{
    return weir_ask_map(asking, value, "`request`", request_members, WEIR_COUNT(request_members));
}

/* ------------------------------------------------------------------------------------------ accounts */

/* An account that nobody knows is null, or not there. */
static enum weir_status read_account(const struct weir_asking *asking, const struct weir_node *value, const char *what,
                                     struct weir_str *account)
{
    if (weir_node_is_null(value))
        return WEIR_OK;
    WEIR_TRY(weir_read_text(asking->tree, value, what, account, asking->error));
    if (weir_is_account(*account))
        return WEIR_OK;
    return WEIR_ASK_WRONG(asking, value, "%s must be twelve digits, not `%s`", what, weir_quote(*account).text);
}

/* A service, a provider and nobody have no account; that of any other caller stands in its ARN, and is no other. */
static enum weir_status read_principal_account(struct weir_asking *asking, const struct weir_node *value)
{
    const struct weir_str own = asking->ask->request.principal.account;
    struct weir_str account = {NULL, 0};
    WEIR_TRY(read_account(asking, value, "`principal`", &account));
    if (own.len > 0 && account.len > 0 && !weir_str_equal(own, account))
        return WEIR_ASK_WRONG(asking, value, "the principal is of account %.*s, not %.*s", WEIR_FMT(own),
                              WEIR_FMT(account));
    return WEIR_OK;
}

static enum weir_status read_resource_account(struct weir_asking *asking, const struct weir_node *value)
{
    return read_account(asking, value, "`resource`", &asking->ask->request.resource_account);
}

static enum weir_status read_principal_is_management(struct weir_asking *asking, const struct weir_node *value)
{
    return weir_read_bool(asking->tree, value, "`principal_is_management`",
                          &asking->ask->request.principal_is_management, asking->error);
}

static enum weir_status read_resource_is_management(struct weir_asking *asking, const struct weir_node *value)
{
    return weir_read_bool(asking->tree, value, "`resource_is_management`", &asking->ask->request.resource_is_management,
                          asking->error);
}

static enum weir_status read_restricts_public_buckets(struct weir_asking *asking, const struct weir_node *value)
{
    return weir_read_bool(asking->tree, value, "`restricts_public_buckets`",
                          &asking->ask->request.restricts_public_buckets, asking->error);
}

/* clang-format off */
static const struct weir_ask_member account_members[] = {
    {{"principal", 9},                false, read_principal_account},
    {{"resource", 8},                 false, read_resource_account},
    {{"principal_is_management", 23}, false, read_principal_is_management},
    {{"resource_is_management", 22},  false, read_resource_is_management},
    {{"restricts_public_buckets", 24}, false, read_restricts_public_buckets},
};
/* clang-format on */

static enum weir_status read_accounts(struct weir_asking *asking, const struct weir_node *value)
{
    return weir_ask_map(asking, value, "`accounts`", account_members, WEIR_COUNT(account_members));
}

/* [iam-cross-account] A resource's account is never guessed: one that is unknown is another than the caller's. */
static void settle_resource_account(struct weir_policy_request *request)
{
    struct weir_str parts[WEIR_ARN_PARTS];
    if (request->resource_account.len == 0 && weir_arn_split(request->resource, parts) &&
        weir_is_account(parts[WEIR_ARN_ACCOUNT]))
        request->resource_account = parts[WEIR_ARN_ACCOUNT];
}

/* ------------------------------------------------------------------------------------------ settings */

static enum weir_status read_settings(struct weir_asking *asking, const struct weir_node *value)
{
    if (weir_node_kind(value) != WEIR_NODE_MAP)
        return WEIR_ASK_WRONG(asking, value, "`settings` must be a map");
    for (const struct weir_node *key = weir_node_first(value); key != NULL; key = weir_node_next(key)) {
        enum weir_policy_setting setting;
        if (!weir_policy_setting_find(weir_node_text(key), &setting))
            return WEIR_ASK_WRONG(asking, key, "unknown member `%s` in `settings`",
                                  weir_quote(weir_node_text(key)).text);
        WEIR_TRY(
            weir_policy_setting_read(asking->tree, weir_node_value(key), setting, &asking->options, asking->error));
    }
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------- question */

static enum weir_status read_id(struct weir_asking *asking, const struct weir_node *value)
{
    asking->ask->id = value;
    return WEIR_OK;
}

/* The request comes before the policies, for it tells what the resource's policy is; so do the settings. */
/* clang-format off */
static const struct weir_ask_member question_members[] = {
    {{"id", 2},       false, read_id},
    {{"request", 7},  true,  read_request},
    {{"accounts", 8}, false, read_accounts},
    {{"settings", 8}, false, read_settings},
    {{"policies", 8}, false, weir_ask_policies},
};
/* clang-format on */

enum weir_status weir_ask_read(const struct weir_tree *tree, const struct weir_node *node, struct weir_arena *arena,
                               const struct weir_ask **ask, struct weir_error *error)
{
    if (ask == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "there is nowhere to put the question");
    *ask = NULL;
    if (tree == NULL || arena == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "a question is read from a tree into an arena");
    struct weir_ask *const made = weir_arena_alloc(arena, 1, sizeof(*made));
    if (made == NULL)
        return weir_fail_memory(error);
    made->policies = (struct weir_policy_set)WEIR_POLICY_SET_INIT;
    made->request = (struct weir_policy_request)WEIR_POLICY_REQUEST_INIT;
    struct weir_asking asking = {
        .tree = tree, .arena = arena, .error = error, .options = WEIR_POLICY_OPTIONS_INIT, .ask = made};
    WEIR_TRY(weir_ask_map(&asking, node, "a question", question_members, WEIR_COUNT(question_members)));
    settle_resource_account(&made->request);
    *ask = made;
    return WEIR_OK;
}
