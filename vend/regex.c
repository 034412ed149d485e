/* Does a parameter's value match its model's pattern? PCRE2 with limits; a limit that is hit is no match. */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "vend/regex.h"

#include <pcre2.h>
#include <stdlib.h>

#include "base/base_impl.h"

/* The models' patterns are character classes with repetition: one step a character is their need, the rest is slack. */
#define MATCH_LIMIT 1000000u
#define DEPTH_LIMIT 1000u
#define HEAP_LIMIT_KIB 4096u

struct weir_regex {
    pcre2_code *code;
    struct weir_regex *next;
};

enum weir_status weir_regex_compile(struct weir_reading *reading, const struct weir_node *node, struct weir_str text,
                                    const struct weir_regex **pattern)
{
    const uint32_t options = PCRE2_UTF | PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_DOLLAR_ENDONLY |
                             PCRE2_NEVER_BACKSLASH_C;
    int code = 0;
    PCRE2_SIZE offset = 0;
    struct weir_regex *const made = weir_arena_alloc(reading->rulebook->arena, 1, sizeof *made);
    if (made == NULL)
        return weir_fail_memory(reading->error);
    made->code = pcre2_compile((PCRE2_SPTR)text.ptr, text.len, options, &code, &offset, NULL);
    if (made->code == NULL && code == PCRE2_ERROR_HEAP_FAILED)
        return weir_fail_memory(reading->error);
    if (made->code == NULL)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node,
                            "the pattern cannot be compiled, see its character %zu; `pcre` may give an equal one",
                            offset + 1);
    made->next = reading->rulebook->patterns;
    reading->rulebook->patterns = made;
    *pattern = made;
    return WEIR_OK;
}

enum weir_regex_answer weir_regex_match(const struct weir_regex *pattern, struct weir_str value)
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
