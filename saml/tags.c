/* Decides which session tags the assertion passes, and which of them stay with the sessions that follow
 * ([saml-aws-assertions], [sts-session-tags]). */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "saml/rules.h"

#include <pcre2.h>

enum {
    MOST_TAGS = 50,
    /* The patterns are one class with a bound: a step a character is their need, the rest is slack. */
    MATCH_LIMIT = 10000,
    DEPTH_LIMIT = 100,
    HEAP_LIMIT_KIB = 256
};

/* [aws-models] tagKeyType and tagValueType: one class, their lengths counted in characters. */
#define TAG_CLASS "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]"
static const struct pattern {
    const char *text;
    size_t least;
    size_t most;
} key_pattern = {TAG_CLASS "{1,128}", 1, 128}, value_pattern = {TAG_CLASS "{0,256}", 0, 256};

/* What the class has of ASCII, where \p{Z} is the blank alone. */
static bool is_tag_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || weir_is_digit(c) ||
           (c != '\0' && strchr(" _.:/=+-@", c) != NULL);
}

static int match_unicode(const pcre2_code *code, struct weir_str text)
{
    pcre2_match_data *const data = pcre2_match_data_create(1, NULL);
    pcre2_match_context *const context = pcre2_match_context_create(NULL);
    int found = PCRE2_ERROR_NOMEMORY;
    if (code != NULL && data != NULL && context != NULL) {
        (void)pcre2_set_match_limit(context, MATCH_LIMIT);
        (void)pcre2_set_depth_limit(context, DEPTH_LIMIT);
        (void)pcre2_set_heap_limit(context, HEAP_LIMIT_KIB);
        found = pcre2_match(code, (PCRE2_SPTR)text.ptr, text.len, 0, 0, data, context);
    }
    pcre2_match_context_free(context);
    pcre2_match_data_free(data);
    return found;
}

/* Texts of ASCII alone are compared here, the others by PCRE2, where a limit that is hit is no match.
 * @return WEIR_OK; WEIR_ERR_MEMORY. */
static enum weir_status match(struct weir_saml_run *run, const struct pattern *pattern, struct weir_str text,
                              bool *matches)
{
    const uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_NEVER_BACKSLASH_C;
    int code = 0;
    PCRE2_SIZE offset = 0;
    size_t at = 0;
    while (at < text.len && is_tag_character(text.ptr[at]))
        at++;
    *matches = at == text.len && text.len >= pattern->least && text.len <= pattern->most;
    if (at == text.len || (unsigned char)text.ptr[at] < 0x80)
        return WEIR_OK;
    pcre2_code *const compiled = pcre2_compile((PCRE2_SPTR)pattern->text, PCRE2_ZERO_TERMINATED, options, &code,
                                               &offset, NULL);
    const int found = match_unicode(compiled, text);
    pcre2_code_free(compiled);
    *matches = found >= 0;
    return found == PCRE2_ERROR_NOMEMORY ? weir_fail_memory(run->error) : WEIR_OK;
}

static const struct weir_saml_tag *find_tag(const struct weir_saml_run *run, struct weir_str key)
{
    for (size_t i = 0; i < run->claims.tag_count; i++) {
        if (weir_str_equal_fold(run->claims.tags[i].key, key))
            return &run->claims.tags[i];
    }
    return NULL;
}

static bool is_reserved(struct weir_str key)
{
    const struct weir_str prefix = WEIR_STR("aws:");
    return key.len >= prefix.len && weir_str_equal_fold((struct weir_str){key.ptr, prefix.len}, prefix);
}

/* Messages count the tags: their keys are text of the assertion. */
static enum weir_status add_tag(struct weir_saml_run *run, const struct weir_saml_attribute *attribute,
                                struct weir_saml_tag *tags)
{
    const size_t number = run->claims.tag_count + 1;
    const struct weir_str key = attribute->name;
    bool matches = false;
    WEIR_SAML_DEMAND(run, WEIR_SAML_TAG_COUNT, number <= MOST_TAGS, "there are more than %d tags", (int)MOST_TAGS);
    WEIR_SAML_DEMAND(run, WEIR_SAML_ATTRIBUTE_TEXT, attribute->is_text,
                     "the value of tag %zu has an element in it or is nil", number);
    WEIR_SAML_DEMAND(run, WEIR_SAML_ATTRIBUTE_SINGLE, attribute->count == 1, "tag %zu has %zu values", number,
                     attribute->count);
    WEIR_TRY(match(run, &key_pattern, key, &matches));
    WEIR_SAML_DEMAND(run, WEIR_SAML_TAG_KEY, matches, "the key of tag %zu does not match its pattern", number);
    WEIR_SAML_DEMAND(run, WEIR_SAML_TAG_RESERVED, !is_reserved(key), "the key of tag %zu begins with aws:", number);
    WEIR_SAML_DEMAND(run, WEIR_SAML_TAG_UNIQUE, find_tag(run, key) == NULL,
                     "the key of tag %zu is that of an earlier one", number);
    WEIR_TRY(match(run, &value_pattern, attribute->values[0], &matches));
    WEIR_SAML_DEMAND(run, WEIR_SAML_TAG_VALUE, matches, "the value of tag %zu does not match its pattern", number);
    tags[run->claims.tag_count++] = (struct weir_saml_tag){key, attribute->values[0]};
    return WEIR_OK;
}

static size_t count_tags(const struct weir_saml_attributes *attributes)
{
    size_t count = 0;
    for (size_t i = 0; i < attributes->count; i++)
        count += attributes->items[i].known == WEIR_SAML_NAME_PRINCIPAL_TAG ? 1U : 0U;
    return count;
}

static enum weir_status read_tags(struct weir_saml_run *run, const struct weir_saml_attributes *attributes)
{
    const size_t count = count_tags(attributes);
    enum weir_status status = WEIR_OK;
    if (count == 0)
        return WEIR_OK;
    struct weir_saml_tag *const tags = weir_arena_alloc(run->arena, count, sizeof *tags);
    if (tags == NULL)
        return weir_fail_memory(run->error);
    run->claims.tags = tags;
    for (size_t i = 0; i < attributes->count && status == WEIR_OK; i++) {
        if (attributes->items[i].known == WEIR_SAML_NAME_PRINCIPAL_TAG)
            status = add_tag(run, &attributes->items[i], tags);
    }
    return status;
}

enum weir_status weir_saml_read_tags(struct weir_saml_run *run, const struct weir_saml_attributes *attributes)
{
    struct weir_saml_claims *const claims = &run->claims;
    WEIR_TRY(read_tags(run, attributes));
    WEIR_TRY(weir_saml_attribute_many(run, attributes, WEIR_SAML_NAME_TRANSITIVE_TAG_KEYS, &claims->transitive_tag_keys,
                                      &claims->transitive_tag_key_count));
    for (size_t i = 0; i < claims->transitive_tag_key_count; i++)
        WEIR_SAML_DEMAND(run, WEIR_SAML_TAG_TRANSITIVE, find_tag(run, claims->transitive_tag_keys[i]) != NULL,
                         "transitive key %zu is not the key of a tag that is passed", i + 1);
    return WEIR_OK;
}
