/* Decides which member of which document is which collection, from the shapes of the service models ([aws-models]). */
#include "world/load/collection.h"
#include "base/base_impl.h"

_Static_assert(WEIR_COLLECTIONS <= 64, "a set of collections is a mask of 64 bits");

#define LITERAL(text) {"" text, sizeof(text) - 1}

static const struct weir_collection_row rows[] = {
    [WEIR_COLLECTION_NONE] = {LITERAL(""), LITERAL(""), "", "", "", 0, WEIR_SHAPE_LIST, WEIR_ID_NONE, true},
#define WEIR_COLLECTION_ROW(name, leaf, group, where, shape, identity, members, also, set, command)    \
    [WEIR_COLLECTION_##name] = {LITERAL(leaf),      LITERAL(group),     members, also, command, where, \
                                WEIR_SHAPE_##shape, WEIR_ID_##identity, set},
    WEIR_COLLECTION_MAP(WEIR_COLLECTION_ROW)
#undef WEIR_COLLECTION_ROW
};

/* Answers about one thing wrap it in its name; three answers have names of their own. */
static const struct {
    struct weir_str member;
    enum weir_collection collection;
    enum weir_answer_form form;
} aliases[] = {
    {LITERAL("Role"), WEIR_COLLECTION_ROLES, WEIR_ANSWER_ITEM},
    {LITERAL("Table"), WEIR_COLLECTION_TABLES, WEIR_ANSWER_ITEM},
    {LITERAL("Database"), WEIR_COLLECTION_DATABASES, WEIR_ANSWER_ITEM},
    {LITERAL("Partition"), WEIR_COLLECTION_PARTITIONS, WEIR_ANSWER_ITEM},
    {LITERAL("Catalog"), WEIR_COLLECTION_CATALOGS, WEIR_ANSWER_ITEM},
    {LITERAL("ResourceInfo"), WEIR_COLLECTION_REGISTRATIONS, WEIR_ANSWER_ITEM},
    {LITERAL("DataCellsFilter"), WEIR_COLLECTION_FILTERS, WEIR_ANSWER_ITEM},
    {LITERAL("workgroup"), WEIR_COLLECTION_WORKGROUPS, WEIR_ANSWER_ITEM},
    {LITERAL("namespace"), WEIR_COLLECTION_NAMESPACES, WEIR_ANSWER_ITEM},
    {LITERAL("GetResourcePoliciesResponseList"), WEIR_COLLECTION_RESOURCE_POLICIES, WEIR_ANSWER_VALUE},
    {LITERAL("PolicyInJson"), WEIR_COLLECTION_RESOURCE_POLICIES, WEIR_ANSWER_WHOLE},
    {LITERAL("SAMLProviderList"), WEIR_COLLECTION_SAML_PROVIDERS, WEIR_ANSWER_VALUE},
    {LITERAL("ResourceTagMappingList"), WEIR_COLLECTION_RESOURCE_TAGS, WEIR_ANSWER_MAPPING},
};

const struct weir_collection_row *weir_collection_row(enum weir_collection collection)
{
    return &rows[(size_t)collection < WEIR_COUNT(rows) ? (size_t)collection : 0];
}

enum weir_collection weir_collection_find(struct weir_str leaf)
{
    for (size_t i = 1; i < WEIR_COUNT(rows); i++) {
        if (weir_str_equal(rows[i].leaf, leaf))
            return (enum weir_collection)i;
    }
    return WEIR_COLLECTION_NONE;
}

bool weir_collection_is_group(struct weir_str name)
{
    for (size_t i = 1; i < WEIR_COUNT(rows); i++) {
        if (name.len != 0 && weir_str_equal(rows[i].group, name))
            return true;
    }
    return false;
}

enum weir_collection weir_collection_of_answer(struct weir_str member, enum weir_answer_form *form)
{
    *form = WEIR_ANSWER_VALUE;
    for (size_t i = 0; i < WEIR_COUNT(aliases); i++) {
        if (weir_str_equal(aliases[i].member, member)) {
            *form = aliases[i].form;
            return aliases[i].collection;
        }
    }
    return weir_collection_find(member);
}
