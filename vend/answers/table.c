/* What an allowed operation hands out, one row each; the rulebook names the row and its arguments. */
#include "vend/answers/answers.h"

#include "base/base_impl.h"

#define TEXT WEIR_TYPE_BIT(WEIR_TYPE_TEXT)
#define LIST WEIR_TYPE_BIT(WEIR_TYPE_TEXT_LIST)
#define TYPE(type) WEIR_TYPE_BIT(WEIR_TYPE_##type)
#define NAME(name, types) {name, WEIR_ARG_NAME, types, false}
#define NAME_OR_NONE(name, types) {name, WEIR_ARG_NAME, types, true}
#define WORDS(name) {name, WEIR_ARG_WORDS, 0, false}
#define NUMBER(name) {name, WEIR_ARG_NUMBER, 0, false}

/* clang-format off */
static const struct weir_answer answers[] = {
    { "assumed-role", { NAME("role", TYPE(ROLE)), NAME("name", TEXT), NUMBER("duration"), NAME("tags", TYPE(TAGS)),
      NAME("transitive", LIST), NAME("source-identity", TEXT), NAME("policy", TEXT), NAME("policy-arns", TYPE(STRUCTURE)),
      NAME_OR_NONE("packed", TYPE(INTEGER)), NAME_OR_NONE("assertion", TYPE(ASSERTION)) },
      weir_make_assumed_role, "a session of the role, with the tags and policies that were passed or inherited" },
    { "decorated-role", { NAME("role", TYPE(ROLE)), NAME("name", TEXT), NUMBER("duration"), NAME("tags", TYPE(TAGS)),
      NAME("transitive", LIST), NAME("source-identity", TEXT), NAME("assertion", TYPE(ASSERTION)) },
      weir_make_decorated_role, "a session of the whole role, decorated with the user and groups of an assertion for Lake Formation" },
    { "table-session", { NAME("name", TYPE(TABLE_NAME)), NAME("role", TYPE(ROLE)), NUMBER("duration"), NAME("scope", TYPE(SCOPE)),
      NAME_OR_NONE("lake", TYPE(LAKE)) }, weir_make_table_session, "a session of the registration role, narrowed to what is vended" },
    { "partition-session", { NAME("name", TYPE(TABLE_NAME)), NAME("role", TYPE(ROLE)), NUMBER("duration"), NAME("scope", TYPE(SCOPE)),
      NAME_OR_NONE("lake", TYPE(LAKE)) }, weir_make_partition_session, "the same for one partition" },
    { "location-session", { NAME("places", TYPE(PLACES)), NAME("role", TYPE(ROLE)), NUMBER("duration"), NAME("scope", TYPE(SCOPE)),
      NAME_OR_NONE("lake", TYPE(LAKE)) }, weir_make_location_session, "the same for locations, with the scope that they are vended in" },
    { "table-metadata", { NAME("name", TYPE(TABLE_NAME)), NAME("table", TYPE(TABLE)), NAME("access", TYPE(ACCESS)),
      NAME("registration", TYPE(REGISTRATION)), NAME("query", TYPE(STRUCTURE)), NAME_OR_NONE("keys", TYPE(BOOLEAN)),
      NAME_OR_NONE("hybrid", TYPE(BOOLEAN)), NAME_OR_NONE("linked", TYPE(BOOLEAN)) },
      weir_make_table_metadata, "the table, the columns and rows that the caller may read, and whether credentials can be vended" },
    { "database-credentials", { WORDS("members"), NAME("user", TEXT), NUMBER("duration"), NAME_OR_NONE("next-refresh", TEXT),
      NAME_OR_NONE("name", TEXT), NAME_OR_NONE("create", TYPE(BOOLEAN)), NAME_OR_NONE("roles", LIST), NAME_OR_NONE("groups", LIST) },
      weir_make_database_credentials, "a database user with its expiration, under the operation's own names of members, and what it is in the database" },
    { "partition-metadata", { NAME("lake", TYPE(LAKE)), NAME("partition", TYPE(PARTITION)), NAME("access", TYPE(ACCESS)),
      NAME_OR_NONE("keys", TYPE(BOOLEAN)), NAME_OR_NONE("hybrid", TYPE(BOOLEAN)), NAME_OR_NONE("linked", TYPE(BOOLEAN)) },
      weir_make_partition_metadata, "the same of one partition, without filters" },
    { "partitions-metadata", { NAME("lake", TYPE(LAKE)), NAME("table", TYPE(TABLE)), NAME("access", TYPE(ACCESS)),
      NAME("expression", TEXT), NAME("segment", TYPE(STRUCTURE)), NAME("token", TEXT), NUMBER("most"),
      NAME_OR_NONE("keys", TYPE(BOOLEAN)), NAME_OR_NONE("hybrid", TYPE(BOOLEAN)), NAME_OR_NONE("linked", TYPE(BOOLEAN)) },
      weir_make_partitions_metadata, "the same of the partitions that an expression chooses, page by page" },
};
/* clang-format on */

const struct weir_answer *weir_answer_find(struct weir_str name)
{
    for (size_t i = 0; i < WEIR_COUNT(answers); i++) {
        if (weir_str_equal(weir_str_from(answers[i].name), name))
            return &answers[i];
    }
    return NULL;
}
