/* Parameter patterns: PCRE2 stays behind this header. */
#ifndef WEIR_VEND_REGEX_H
#define WEIR_VEND_REGEX_H

#include "vend/rulebook.h"

/* Compiles `text` to match whole values and hangs it into the rulebook's chain. */
enum weir_status weir_regex_compile(struct weir_reading *reading, const struct weir_node *node, struct weir_str text,
                                    const struct weir_regex **pattern);

enum weir_regex_answer {
    WEIR_REGEX_DIFFERS = 0,
    WEIR_REGEX_MATCHES = 1,
    WEIR_REGEX_EXHAUSTED = 2, /* a limit was hit: no match */
    WEIR_REGEX_NO_MEMORY = 3
};
/* Most patterns are looked up in tables (class_chain.h) where the value is ASCII, and PCRE2 is asked where it is not. */
enum weir_regex_answer weir_regex_match(const struct weir_regex *pattern, struct weir_str value);
/* The same by PCRE2 alone. */
enum weir_regex_answer weir_regex_match_whole(const struct weir_regex *pattern, struct weir_str value);

#endif
