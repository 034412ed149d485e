/* Decides what each Attribute of the verified assertion is called and holds; names compare byte for byte
 * ([saml-core] 2.7.3, [saml-aws-assertions]). */
#include "saml/rules.h"

#define TEXT(literal) {"" literal, sizeof(literal) - 1}

static const struct weir_str aws_prefix = TEXT("https://aws.amazon.com/SAML/Attributes/");
static const struct weir_str china_prefix = TEXT("http://www.amazonaws.cn/SAML/Attributes/");
static const struct weir_str lake_prefix = TEXT("https://lakeformation.amazon.com/SAML/Attributes/");
static const struct weir_str tag_prefix = TEXT("PrincipalTag:");

/* clang-format off */
static const struct known {
    const struct weir_str *prefix;
    struct weir_str name;
} known_names[] = {
    [WEIR_SAML_NAME_ROLE]                = {&aws_prefix, TEXT("Role")},
    [WEIR_SAML_NAME_ROLE_SESSION_NAME]   = {&aws_prefix, TEXT("RoleSessionName")},
    [WEIR_SAML_NAME_SESSION_DURATION]    = {&aws_prefix, TEXT("SessionDuration")},
    [WEIR_SAML_NAME_SOURCE_IDENTITY]     = {&aws_prefix, TEXT("SourceIdentity")},
    [WEIR_SAML_NAME_PRINCIPAL_TAG]       = {&aws_prefix, TEXT("PrincipalTag:")},
    [WEIR_SAML_NAME_TRANSITIVE_TAG_KEYS] = {&aws_prefix, TEXT("TransitiveTagKeys")},
    [WEIR_SAML_NAME_LAKE_USERNAME]       = {&lake_prefix, TEXT("Username")},
    [WEIR_SAML_NAME_LAKE_GROUPS]         = {&lake_prefix, TEXT("Groups")},
};
/* clang-format on */

static struct weir_str behind(struct weir_str text, size_t count)
{
    return (struct weir_str){text.ptr + count, text.len - count};
}

/* [saml-aws-assertions] China's pages print a prefix of their own, which working set-ups do not use: a switch. */
static bool find_prefix(const struct weir_saml_run *run, struct weir_str name, const struct weir_str **prefix,
                        struct weir_str *rest)
{
    const struct weir_str *const prefixes[] = {&aws_prefix, &lake_prefix, &china_prefix};
    const size_t count = run->options.china_attribute_names ? WEIR_COUNT(prefixes) : WEIR_COUNT(prefixes) - 1;
    for (size_t i = 0; i < count; i++) {
        if (!weir_str_has_prefix(name, *prefixes[i]))
            continue;
        *prefix = prefixes[i] == &china_prefix ? &aws_prefix : prefixes[i];
        *rest = behind(name, prefixes[i]->len);
        return true;
    }
    return false;
}

/* A tag is known by what stands before its key; the key becomes the name. */
static void recognise(const struct weir_saml_run *run, struct weir_saml_attribute *attribute)
{
    const struct weir_str *prefix = NULL;
    struct weir_str rest = {NULL, 0};
    attribute->known = WEIR_SAML_NAME_OTHER;
    if (!find_prefix(run, attribute->name, &prefix, &rest))
        return;
    for (size_t i = 0; i < WEIR_COUNT(known_names); i++) {
        if (known_names[i].prefix == prefix && weir_str_equal(known_names[i].name, rest))
            attribute->known = (enum weir_saml_name)i;
    }
    if (prefix == &aws_prefix && weir_str_has_prefix(rest, tag_prefix)) {
        attribute->known = WEIR_SAML_NAME_PRINCIPAL_TAG;
        attribute->name = behind(rest, tag_prefix.len);
    }
}

/* ------------------------------------------------------------------------------------------- reading */

static size_t count_children(const xmlNode *parent, const char *name)
{
    size_t count = 0;
    for (const xmlNode *node = weir_xml_first(parent); node != NULL; node = weir_xml_next(node))
        count += weir_xml_is(node, WEIR_XML_SAML, name) ? 1U : 0U;
    return count;
}

/* [saml-core] 2.7.3.1 xsi:nil says that there is no value, whatever stands in it. */
static bool is_nil(const xmlNode *value)
{
    for (const xmlAttr *attribute = value->properties; attribute != NULL; attribute = attribute->next) {
        if (attribute->ns != NULL && strcmp((const char *)attribute->name, "nil") == 0 &&
            strcmp((const char *)attribute->ns->href, weir_xml_ns_name(WEIR_XML_XSI)) == 0)
            return true;
    }
    return false;
}

static enum weir_status read_values(struct weir_saml_run *run, const xmlNode *element,
                                    struct weir_saml_attribute *attribute)
{
    struct weir_str *const values = weir_arena_alloc(run->arena, count_children(element, "AttributeValue"),
                                                     sizeof *values);
    if (values == NULL)
        return weir_fail_memory(run->error);
    attribute->values = values;
    attribute->is_text = true;
    for (const xmlNode *node = weir_xml_first(element); node != NULL; node = weir_xml_next(node)) {
        if (weir_xml_first(node) != NULL || is_nil(node)) {
            attribute->is_text = false;
            continue;
        }
        if (!weir_xml_text(node, run->arena, &values[attribute->count++]))
            return weir_fail_memory(run->error);
    }
    return WEIR_OK;
}

static enum weir_status read_statement(struct weir_saml_run *run, const xmlNode *statement,
                                       struct weir_saml_attributes *attributes)
{
    for (const xmlNode *node = weir_xml_first(statement); node != NULL; node = weir_xml_next(node)) {
        struct weir_saml_attribute *const attribute = &attributes->items[attributes->count++];
        if (!weir_xml_attribute(node, "Name", run->arena, &attribute->name))
            return weir_fail_memory(run->error);
        recognise(run, attribute);
        WEIR_TRY(read_values(run, node, attribute));
    }
    return WEIR_OK;
}

enum weir_status weir_saml_attributes_read(struct weir_saml_run *run, struct weir_saml_attributes *attributes)
{
    size_t count = 0;
    *attributes = (struct weir_saml_attributes){NULL, 0};
    for (const xmlNode *node = weir_xml_first(run->assertion); node != NULL; node = weir_xml_next(node)) {
        if (weir_xml_is(node, WEIR_XML_SAML, "AttributeStatement"))
            count += count_children(node, "Attribute");
    }
    attributes->items = weir_arena_alloc(run->arena, count, sizeof *attributes->items);
    if (attributes->items == NULL)
        return weir_fail_memory(run->error);
    for (const xmlNode *node = weir_xml_first(run->assertion); node != NULL; node = weir_xml_next(node)) {
        if (weir_xml_is(node, WEIR_XML_SAML, "AttributeStatement"))
            WEIR_TRY(read_statement(run, node, attributes));
    }
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------- finding */

enum weir_status weir_saml_attribute_many(struct weir_saml_run *run, const struct weir_saml_attributes *attributes,
                                          enum weir_saml_name name, const struct weir_str **values, size_t *count)
{
    size_t total = 0;
    *values = NULL;
    *count = 0;
    for (size_t i = 0; i < attributes->count; i++) {
        const struct weir_saml_attribute *const attribute = &attributes->items[i];
        if (attribute->known != name)
            continue;
        WEIR_SAML_DEMAND(run, WEIR_SAML_ATTRIBUTE_TEXT, attribute->is_text,
                         "a value of attribute %zu has an element in it or is nil", i + 1);
        total += attribute->count;
    }
    struct weir_str *const all = weir_arena_alloc(run->arena, total, sizeof *all);
    if (all == NULL)
        return weir_fail_memory(run->error);
    *values = all;
    for (size_t i = 0; i < attributes->count; i++) {
        const struct weir_saml_attribute *const attribute = &attributes->items[i];
        for (size_t k = 0; k < attribute->count && attribute->known == name; k++)
            all[(*count)++] = attribute->values[k];
    }
    return WEIR_OK;
}

enum weir_status weir_saml_attribute_one(struct weir_saml_run *run, const struct weir_saml_attributes *attributes,
                                         enum weir_saml_name name, struct weir_str *value)
{
    const struct weir_str *values = NULL;
    size_t count = 0;
    size_t stated = 0;
    *value = (struct weir_str){NULL, 0};
    for (size_t i = 0; i < attributes->count; i++)
        stated += attributes->items[i].known == name ? 1U : 0U;
    WEIR_TRY(weir_saml_attribute_many(run, attributes, name, &values, &count));
    WEIR_SAML_DEMAND(run, WEIR_SAML_ATTRIBUTE_SINGLE, stated <= 1 && count == stated,
                     "%.*s stands %zu times with %zu values", WEIR_FMT(known_names[name].name), stated, count);
    if (count == 1)
        *value = values[0];
    return WEIR_OK;
}
