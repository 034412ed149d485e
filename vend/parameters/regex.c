/* Does a parameter's value match its model's pattern? PCRE2 with limits; a limit that is hit is no match. */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "vend/parameters/regex.h"

#include <pcre2.h>
#include <stdlib.h>

#include "base/base_impl.h"
#include "vend/parameters/class_chain.h"

/* The models' patterns are character classes with repetition: one step a character is their need, the rest is slack. */
#define MATCH_LIMIT 1000000u
#define DEPTH_LIMIT 1000u
#define HEAP_LIMIT_KIB 4096u

struct weir_regex {
    struct weir_str text;
    pcre2_code *code;
    struct weir_class_chain chain;
    struct weir_regex *next;
};

/* The models repeat a few patterns many times. */
static const struct weir_regex *find_compiled(const struct weir_regex *patterns, struct weir_str text)
{
    while (patterns != NULL && !weir_str_equal(patterns->text, text))
        patterns = patterns->next;
    return patterns;
}

/* Every run of ASCII characters that the class holds, as PCRE2 finds them; what ends the search. */
static int find_members(pcre2_code *code, pcre2_match_data *data, struct weir_ascii_set *members)
{
    enum { ASCII = 128 };
    unsigned char all[ASCII];
    const PCRE2_SIZE *const found = pcre2_get_ovector_pointer(data);
    for (size_t i = 0; i < ASCII; i++)
        all[i] = (unsigned char)i;
    for (size_t at = 0; at < ASCII; at = found[1]) {
        const int answer = pcre2_match(code, all, ASCII, at, 0, data, NULL);
        if (answer < 0)
            return answer;
        for (size_t c = found[0]; c < found[1]; c++)
            members->bits[c >> 6] |= UINT64_C(1) << (c & 63u);
    }
    return PCRE2_ERROR_NOMATCH;
}

/* PCRE2_ERROR_NOMATCH where all went well, in that there is no further member. */
static int read_class(struct weir_str class, struct weir_ascii_set *members)
{
    char text[256];
    int answer = PCRE2_ERROR_NOMEMORY;
    PCRE2_SIZE offset = 0;
    if (class.len >= sizeof text)
        return PCRE2_ERROR_BADOPTION;
    memcpy(text, class.ptr, class.len);
    text[class.len] = '+';
    pcre2_code *const made = pcre2_compile((PCRE2_SPTR)text, class.len + 1, PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C,
                                           &answer, &offset, NULL);
    pcre2_match_data *const data = made == NULL ? NULL : pcre2_match_data_create(1, NULL);
    if (data != NULL)
        answer = find_members(made, data, members);
    else if (made != NULL || answer == PCRE2_ERROR_HEAP_FAILED)
        answer = PCRE2_ERROR_NOMEMORY;
    pcre2_match_data_free(data);
    pcre2_code_free(made);
    return answer;
}

/* A chain that cannot be read is none: PCRE2 knows the whole pattern. */
static enum weir_status read_chain(struct weir_regex *pattern)
{
    struct weir_class_chain *const chain = &pattern->chain;
    int answer = PCRE2_ERROR_NOMATCH;
    if (!weir_class_chain_cut(pattern->text, chain))
        return WEIR_OK;
    for (size_t i = 0; i < chain->count && answer == PCRE2_ERROR_NOMATCH; i++)
        answer = read_class(chain->classes[i], &chain->members[i]);
    if (answer != PCRE2_ERROR_NOMATCH)
        chain->count = 0;
    return answer == PCRE2_ERROR_NOMEMORY ? WEIR_ERR_MEMORY : WEIR_OK;
}

enum weir_status weir_regex_compile(struct weir_reading *reading, const struct weir_node *node, struct weir_str text,
                                    const struct weir_regex **pattern)
{
    const uint32_t options = PCRE2_UTF | PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_DOLLAR_ENDONLY |
                             PCRE2_NEVER_BACKSLASH_C;
    int code = 0;
    PCRE2_SIZE offset = 0;
    *pattern = find_compiled(reading->rulebook->patterns, text);
    if (*pattern != NULL)
        return WEIR_OK;
    struct weir_regex *const made = weir_arena_alloc(reading->rulebook->arena, 1, sizeof *made);
    if (made == NULL)
        return weir_fail_memory(reading->error);
    made->text = text;
    made->code = pcre2_compile((PCRE2_SPTR)text.ptr, text.len, options, &code, &offset, NULL);
    if (made->code == NULL && code == PCRE2_ERROR_HEAP_FAILED)
        return weir_fail_memory(reading->error);
    if (made->code == NULL)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node,
                            "the pattern cannot be compiled, see its character %zu; `pcre` may give an equal one",
                            offset + 1);
    made->next = reading->rulebook->patterns;
    reading->rulebook->patterns = made;
    if (read_chain(made) != WEIR_OK)
        return weir_fail_memory(reading->error);
    *pattern = made;
    return WEIR_OK;
}

enum weir_regex_answer weir_regex_match(const struct weir_regex *pattern, struct weir_str value)
{
    const enum weir_chain_answer answer = pattern->chain.count == 0 ? WEIR_CHAIN_UNKNOWN
                                                                    : weir_class_chain_match(&pattern->chain, value);
    if (answer == WEIR_CHAIN_UNKNOWN)
        return weir_regex_match_whole(pattern, value);
    return answer == WEIR_CHAIN_MATCHES ? WEIR_REGEX_MATCHES : WEIR_REGEX_DIFFERS;
}

enum weir_regex_answer weir_regex_match_whole(const struct weir_regex *pattern, struct weir_str value)
{
    enum weir_regex_answer answer = WEIR_REGEX_NO_MEMORY;
    pcre2_match_data *const data = pcre2_match_data_create(1, NULL);
    pcre2_match_context *const context = pcre2_match_context_create(NULL);
    if (data != NULL && context != NULL) {
        (void)pcre2_set_match_limit(context, MATCH_LIMIT);
        (void)pcre2_set_depth_limit(context, DEPTH_LIMIT);
        (void)pcre2_set_heap_limit(context, HEAP_LIMIT_KIB);
        const PCRE2_SPTR text = (PCRE2_SPTR)(value.ptr == NULL ? "" : value.ptr);
        const int found = pcre2_match(pattern->code, text, value.len, 0, 0, data, context);
        if (found >= 0)
            answer = WEIR_REGEX_MATCHES;
        else if (found != PCRE2_ERROR_NOMEMORY)
            answer = found == PCRE2_ERROR_NOMATCH ? WEIR_REGEX_DIFFERS : WEIR_REGEX_EXHAUSTED;
    }
    pcre2_match_context_free(context);
    pcre2_match_data_free(data);
    return answer;
}

void weir_regexes_free(struct weir_regex *patterns)
{
    for (struct weir_regex *at = patterns; at != NULL; at = at->next)
        pcre2_code_free(at->code);
}
