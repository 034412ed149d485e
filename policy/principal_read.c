/* How Principal and NotPrincipal elements are written ([iam-principal], [iam-notprincipal]). */
#include "policy/policy_impl.h"

enum { ACCOUNT_DIGITS = 12, UNIQUE_ID_MIN = 16, UNIQUE_ID_MAX = 128 };

struct name_member {
    struct weir_str key;
    enum weir_name_kind kind; /* WEIR_NAME_ARN: told apart further */
};

/* clang-format off */
static const struct name_member members[] = {
    {{"AWS", 3},            WEIR_NAME_ARN},
    {{"Service", 7},        WEIR_NAME_SERVICE},
    {{"Federated", 9},      WEIR_NAME_FEDERATED},
    {{"CanonicalUser", 13}, WEIR_NAME_CANONICAL_USER},
};
/* clang-format on */

static bool is_account(struct weir_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!weir_is_digit(text.ptr[i]))
            return false;
    }
    return text.len == ACCOUNT_DIGITS;
}

/* What a stored policy holds in place of the ARN of a user or role: AIDA…, AROA… . */
static bool is_unique_id(struct weir_str text)
{
    if (text.len < UNIQUE_ID_MIN || text.len > UNIQUE_ID_MAX || text.ptr[0] != 'A')
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (!weir_is_digit(text.ptr[i]) && !(text.ptr[i] >= 'A' && text.ptr[i] <= 'Z'))
            return false;
    }
    return true;
}

static struct weir_str last_segment(struct weir_str path)
{
    size_t start = path.len;
    while (start > 0 && path.ptr[start - 1] != '/')
        start--;
    return weir_str_slice(path, start, path.len);
}

static bool read_arn(struct weir_str text, struct weir_name *name)
{
    struct weir_str parts[WEIR_ARN_PARTS];
    if (!weir_arn_split(text, parts) || !weir_str_equal(parts[0], WEIR_STR("arn")))
        return false;
    const struct weir_str resource = parts[WEIR_ARN_RESOURCE];
    const bool is_iam = weir_str_equal(parts[WEIR_ARN_SERVICE], WEIR_STR("iam"));
    name->kind = WEIR_NAME_ARN;
    name->partition = parts[WEIR_ARN_PARTITION];
    name->account = parts[WEIR_ARN_ACCOUNT];
    if (is_iam && weir_str_has_prefix(resource, WEIR_STR("role/"))) {
        name->kind = WEIR_NAME_ROLE;
        name->role = last_segment(resource);
    } else if (is_iam && weir_str_equal(resource, WEIR_STR("root"))) {
        name->kind = WEIR_NAME_ACCOUNT;
    }
    return resource.len > 0;
}

static bool read_aws_name(struct weir_str text, struct weir_name *name)
{
    if (weir_str_equal(text, WEIR_STR("*"))) {
        name->kind = WEIR_NAME_EVERYONE;
        return true;
    }
    if (is_account(text)) {
        name->kind = WEIR_NAME_ACCOUNT;
        name->account = text;
        return true;
    }
    if (is_unique_id(text)) {
        name->kind = WEIR_NAME_UNIQUE_ID;
        return true;
    }
    return read_arn(text, name);
}

static bool has_wildcard(struct weir_str text)
{
    return weir_str_index(text, '*', 0) < text.len || weir_str_index(text, '?', 0) < text.len;
}

static enum weir_status read_name(const struct weir_reading *reading, const struct weir_node *node,
                                  const struct name_member *member, struct weir_name *name)
{
    WEIR_TRY(weir_reading_pattern(reading, node, "a principal", &name->text));
    const bool is_aws = member->kind == WEIR_NAME_ARN;
    if (has_wildcard(name->text) && !(is_aws && weir_str_equal(name->text, WEIR_STR("*"))))
        return WEIR_MALFORMED(reading, node, "a principal takes no wildcard: `%s`", weir_quote(name->text).text);
    name->kind = member->kind;
    if (is_aws ? !read_aws_name(name->text, name) : name->text.len == 0)
        return WEIR_MALFORMED(reading, node, "`%s` is not an account, an ARN or a unique id",
                              weir_quote(name->text).text);
    if (reading->kind == WEIR_POLICY_RCP && name->kind != WEIR_NAME_EVERYONE)
        return WEIR_MALFORMED(reading, node, "the principal of a resource control policy is `*`");
    return WEIR_OK;
}

static const struct name_member *member_named(struct weir_str key)
{
    for (size_t i = 0; i < WEIR_COUNT(members); i++) {
        if (weir_str_equal(members[i].key, key))
            return &members[i];
    }
    return NULL;
}

/* Checks the members and counts their names. */
static enum weir_status count_names(const struct weir_reading *reading, const struct weir_node *map, size_t *count)
{
    *count = 0;
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key)) {
        if (member_named(weir_node_text(key)) == NULL)
            return WEIR_MALFORMED(reading, key, "unknown kind of principal `%s`", weir_quote(weir_node_text(key)).text);
        const size_t names = weir_one_or_list_count(weir_node_value(key));
        if (names == 0)
            return WEIR_MALFORMED(reading, key, "a principal must name somebody");
        *count += names;
    }
    return *count > 0 ? WEIR_OK : WEIR_MALFORMED(reading, map, "a principal must name somebody");
}

static enum weir_status read_names(const struct weir_reading *reading, const struct weir_node *map,
                                   struct weir_name *names)
{
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key)) {
        const struct name_member *const member = member_named(weir_node_text(key));
        const struct weir_node *const value = weir_node_value(key);
        for (const struct weir_node *node = weir_one_or_list_first(value); node != NULL;
             node = weir_one_or_list_next(value, node))
            WEIR_TRY(read_name(reading, node, member, names++));
    }
    return WEIR_OK;
}

enum weir_status weir_principals_read(const struct weir_reading *reading, const struct weir_node *value, bool negated,
                                      struct weir_statement *statement)
{
    size_t count = 1;
    const bool is_map = weir_node_kind(value) == WEIR_NODE_MAP;
    if (!is_map && !weir_str_equal(weir_node_text(value), WEIR_STR("*")))
        return WEIR_MALFORMED(reading, value, "a principal is `*` or a map such as {\"AWS\": ...}");
    if (is_map)
        WEIR_TRY(count_names(reading, value, &count));
    struct weir_name *const names = weir_arena_alloc(reading->arena, count, sizeof(*names));
    if (names == NULL)
        return weir_fail_memory(reading->error);
    names[0] = (struct weir_name){.kind = WEIR_NAME_EVERYONE, .text = weir_node_text(value)};
    if (is_map)
        WEIR_TRY(read_names(reading, value, names));
    const bool strict = reading->settings != NULL &&
                        reading->settings->not_principal_chain == WEIR_NOT_PRINCIPAL_STRICT;
    statement->principals = (struct weir_names){names, count, negated, strict, value};
    return WEIR_OK;
}
