/* The members of session/1, read and written by one table, so that what was written reads back the same (DESIGN §4.2). */
#include "vend/request/session_members.h"

#include "base/base_impl.h"
#include "vend/request/session.h"

/* ------------------------------------------------------------------------------------ one kind of member */

static enum weir_status read_document(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                                      void *field)
{
    (void)name;
    (void)field;
    return weir_document_is(reader, node, "session/1");
}

static enum weir_status write_document(struct weir_writer *writer, const void *field, struct weir_arena *arena)
{
    (void)field;
    (void)arena;
    weir_write_text(writer, WEIR_STR("session/1"));
    return WEIR_OK;
}

/* A federated user's session would need the policies of the user who made it; no operation makes one yet. */
static enum weir_status read_kind(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                                  void *field)
{
    WEIR_TRY(weir_row_text(reader, node, name, field));
    const struct weir_str kind = *(const struct weir_str *)field;
    if (!weir_str_equal(kind, WEIR_STR("assumed-role")))
        return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, node,
                            "the kind of a session must be `assumed-role`, not `%s`", weir_quote(kind).text);
    return WEIR_OK;
}

static enum weir_status write_text(struct weir_writer *writer, const void *field, struct weir_arena *arena)
{
    (void)arena;
    weir_write_text(writer, *(const struct weir_str *)field);
    return WEIR_OK;
}

static enum weir_status write_instant(struct weir_writer *writer, const void *field, struct weir_arena *arena)
{
    (void)arena;
    char text[21];
    if (!weir_time_format(*(const int64_t *)field, text))
        return WEIR_ERR_LIMIT; /* outside the years that RFC 3339 can write */
    weir_write_text(writer, weir_str_from(text));
    return WEIR_OK;
}

static enum weir_status write_flag(struct weir_writer *writer, const void *field, struct weir_arena *arena)
{
    (void)arena;
    weir_write_bool(writer, *(const bool *)field);
    return WEIR_OK;
}

static enum weir_status write_texts(struct weir_writer *writer, const void *field, struct weir_arena *arena)
{
    (void)arena;
    const struct weir_str_list *const list = field;
    weir_write_list_begin(writer);
    for (size_t i = 0; i < list->count; i++)
        weir_write_text(writer, list->items[i]);
    weir_write_list_end(writer);
    return WEIR_OK;
}

static const struct weir_member tag_members[] = {
    {"Key", WEIR_MEMBER_REQUIRED, offsetof(struct weir_tag, key), weir_row_name, write_text},
    {"Value", WEIR_MEMBER_REQUIRED, offsetof(struct weir_tag, value), weir_row_text, write_text},
};
static const struct weir_shape tag_shape = {"a tag", tag_members, WEIR_COUNT(tag_members)};

bool weir_session_has_tag(struct weir_tag_list tags, struct weir_str key)
{
    for (size_t i = 0; i < tags.count; i++) {
        if (weir_str_equal_fold(tags.items[i].key, key))
            return true;
    }
    return false;
}

static enum weir_status read_tags(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                                  void *field)
{
    WEIR_TRY(weir_list_demand(reader, node, name));
    struct weir_tag *const tags = weir_arena_alloc(reader->arena, weir_node_count(node), sizeof(*tags));
    if (tags == NULL)
        return weir_fail_memory(reader->error);
    struct weir_tag_list list = {tags, 0};
    for (const struct weir_node *item = weir_node_first(node); item != NULL; item = weir_node_next(item)) {
        struct weir_tag *const tag = &tags[list.count];
        WEIR_TRY(weir_members_read(reader, item, &tag_shape, tag));
        /* [sts-session-tags] Keys are unique without regard to case. */
        if (weir_session_has_tag(list, tag->key))
            return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, item, "the tag `%s` is there twice",
                                weir_quote(tag->key).text);
        list.count++;
    }
    *(struct weir_tag_list *)field = list;
    return WEIR_OK;
}

static enum weir_status write_tags(struct weir_writer *writer, const void *field, struct weir_arena *arena)
{
    const struct weir_tag_list *const tags = field;
    weir_write_list_begin(writer);
    for (size_t i = 0; i < tags->count; i++) {
        weir_write_map_begin(writer);
        WEIR_TRY(weir_members_write(writer, &tag_shape, &tags->items[i], arena));
        weir_write_map_end(writer);
    }
    weir_write_list_end(writer);
    return WEIR_OK;
}

/* One policy as compact JSON text: how weir_session_write prints it. */
static enum weir_status print_policy(const struct weir_reader *reader, const struct weir_node *node,
                                     struct weir_str *text)
{
    struct weir_writer *writer;
    if (weir_node_kind(node) != WEIR_NODE_MAP)
        return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, node,
                            "a session policy must be a policy document");
    if (weir_writer_new(reader->arena, &writer) != WEIR_OK)
        return weir_fail_memory(reader->error);
    weir_write_node(writer, node);
    if (weir_writer_finish(writer, text) != WEIR_OK)
        return weir_fail_memory(reader->error); /* no deeper than the tree it was read from, so only memory can fail */
    return WEIR_OK;
}

static enum weir_status read_policies(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                                      void *field)
{
    WEIR_TRY(weir_list_demand(reader, node, name));
    struct weir_str *const texts = weir_arena_alloc(reader->arena, weir_node_count(node), sizeof(*texts));
    if (texts == NULL)
        return weir_fail_memory(reader->error);
    size_t count = 0;
    for (const struct weir_node *item = weir_node_first(node); item != NULL; item = weir_node_next(item))
        WEIR_TRY(print_policy(reader, item, &texts[count++]));
    *(struct weir_str_list *)field = (struct weir_str_list){texts, count};
    return WEIR_OK;
}

static enum weir_status write_policies(struct weir_writer *writer, const void *field, struct weir_arena *arena)
{
    const struct weir_str_list *const texts = field;
    weir_write_list_begin(writer);
    for (size_t i = 0; i < texts->count; i++) {
        const struct weir_tree *tree;
        WEIR_TRY(weir_tree_parse_json(texts->items[i], WEIR_STR("session policy"), arena, &tree, NULL));
        weir_write_node(writer, weir_tree_root(tree));
    }
    weir_write_list_end(writer);
    return WEIR_OK;
}

static enum weir_status read_policy_arns(const struct weir_reader *reader, const struct weir_node *node,
                                         const char *name, void *field)
{
    struct weir_principal_parts parts;
    WEIR_TRY(weir_row_texts(reader, node, name, field));
    for (const struct weir_node *item = weir_node_first(node); item != NULL; item = weir_node_next(item))
        WEIR_TRY(weir_principal_demand(reader, item, weir_node_text(item), WEIR_FORM_POLICY, &parts));
    return WEIR_OK;
}

static void write_values(struct weir_writer *writer, const struct weir_str *values, size_t count, bool multivalued)
{
    if (multivalued)
        weir_write_list_begin(writer);
    for (size_t i = 0; i < count; i++)
        weir_write_text(writer, values[i]);
    if (multivalued)
        weir_write_list_end(writer);
}

static enum weir_status write_context(struct weir_writer *writer, const void *field, struct weir_arena *arena)
{
    (void)arena;
    const struct weir_context *const context = *(const struct weir_context *const *)field;
    const size_t keys = context == NULL ? 0 : weir_context_count(context);
    weir_write_map_begin(writer);
    for (size_t i = 0; i < keys; i++) {
        const struct weir_str key = weir_context_key(context, i);
        const struct weir_str *values = NULL;
        size_t count = 0;
        bool multivalued = false;
        if (!weir_context_find(context, key, &values, &count, &multivalued))
            continue;
        weir_write_key_str(writer, key);
        write_values(writer, values, count, multivalued);
    }
    weir_write_map_end(writer);
    return WEIR_OK;
}

/* The two fields of a decorated session are one map of the text. */
struct decoration {
    struct weir_str username;
    struct weir_str_list groups;
};
_Static_assert(offsetof(struct weir_session, lakeformation_groups) -
                       offsetof(struct weir_session, lakeformation_username) ==
                   offsetof(struct decoration, groups),
               "the fields of a decorated session stand together");

static const struct weir_member decoration_members[] = {
    {"username", WEIR_MEMBER_UNSAID, offsetof(struct decoration, username), weir_row_name, write_text},
    {"groups", WEIR_MEMBER_OPTIONAL, offsetof(struct decoration, groups), weir_row_texts, write_texts},
};
static const struct weir_shape decoration_shape = {"lakeformation", decoration_members, WEIR_COUNT(decoration_members)};

static enum weir_status read_decoration(const struct weir_reader *reader, const struct weir_node *node,
                                        const char *name, void *field)
{
    const struct decoration *const decoration = field;
    WEIR_TRY(weir_members_read(reader, node, &decoration_shape, field));
    if (decoration->username.len == 0 && decoration->groups.count == 0)
        return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, node, "%s needs a username or groups", name);
    return WEIR_OK;
}

static enum weir_status write_decoration(struct weir_writer *writer, const void *field, struct weir_arena *arena)
{
    weir_write_map_begin(writer);
    WEIR_TRY(weir_members_write(writer, &decoration_shape, field, arena));
    weir_write_map_end(writer);
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------- the table */

#define FIELD(name) offsetof(struct weir_session, name)

/* clang-format off */
static const struct weir_member session_members[] = {
    {"weir",                WEIR_MEMBER_REQUIRED, 0,                             read_document,    write_document},
    {"kind",                WEIR_MEMBER_REQUIRED, FIELD(kind),                   read_kind,        write_text},
    {"account",             WEIR_MEMBER_REQUIRED, FIELD(account),                weir_row_text,    write_text},
    {"arn",                 WEIR_MEMBER_REQUIRED, FIELD(arn),                    weir_row_text,    write_text},
    {"role_arn",            WEIR_MEMBER_REQUIRED, FIELD(role_arn),               weir_row_text,    write_text},
    {"role_id",             WEIR_MEMBER_OPTIONAL, FIELD(role_id),                weir_row_text,    write_text},
    {"session_name",        WEIR_MEMBER_REQUIRED, FIELD(session_name),           weir_row_text,    write_text},
    {"issued_at",           WEIR_MEMBER_REQUIRED, FIELD(issued_at_s),            weir_row_instant, write_instant},
    {"expiration",          WEIR_MEMBER_REQUIRED, FIELD(expiration_s),           weir_row_instant, write_instant},
    {"chained",             WEIR_MEMBER_OPTIONAL, FIELD(chained),                weir_row_flag,    write_flag},
    {"tags",                WEIR_MEMBER_OPTIONAL, FIELD(tags),                   read_tags,        write_tags},
    {"transitive_tag_keys", WEIR_MEMBER_OPTIONAL, FIELD(transitive_tag_keys),    weir_row_texts,   write_texts},
    {"source_identity",     WEIR_MEMBER_UNSAID,   FIELD(source_identity),        weir_row_name,    write_text},
    {"session_policies",    WEIR_MEMBER_OPTIONAL, FIELD(session_policies),       read_policies,    write_policies},
    {"managed_policy_arns", WEIR_MEMBER_OPTIONAL, FIELD(managed_policy_arns),    read_policy_arns, write_texts},
    {"context",             WEIR_MEMBER_OPTIONAL, FIELD(context),                weir_row_context, write_context},
    {"lakeformation",       WEIR_MEMBER_UNSAID_BOTH, FIELD(lakeformation_username), read_decoration, write_decoration},
};
/* clang-format on */
static const struct weir_shape session_shape = {"a session", session_members, WEIR_COUNT(session_members)};

const struct weir_shape *weir_session_shape(void)
{
    return &session_shape;
}
