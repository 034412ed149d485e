/* Patterns that are character classes in a row, the last of them repeated: nearly all that the service models have ([aws-models]). */
#ifndef WEIR_VEND_CLASS_CHAIN_H
#define WEIR_VEND_CLASS_CHAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <weir/base.h>

enum { WEIR_CHAIN_LINKS = 4 };

/* A set of ASCII characters. */
struct weir_ascii_set {
    uint64_t bits[2];
};

struct weir_class_chain {
    size_t count;                              /* 0: the pattern is no such chain */
    struct weir_str classes[WEIR_CHAIN_LINKS]; /* as they are written, in brackets */
    struct weir_ascii_set
        members[WEIR_CHAIN_LINKS]; /* what each of them holds of ASCII: filled in by who can read a class */
    size_t min, max;               /* how often the last one stands; the others stand once */
};

/* Cuts a pattern; false, and an empty chain, where it is anything else than a chain. */
bool weir_class_chain_cut(struct weir_str pattern, struct weir_class_chain *chain);

enum weir_chain_answer {
    WEIR_CHAIN_UNKNOWN = 0, /* there are other characters than ASCII, of which the sets say nothing */
    WEIR_CHAIN_DIFFERS = 1,
    WEIR_CHAIN_MATCHES = 2
};
enum weir_chain_answer weir_class_chain_match(const struct weir_class_chain *chain, struct weir_str text);

#endif
