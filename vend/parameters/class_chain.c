/* Decides whether an ASCII text matches character classes in a row by a look at a table for each character; what a class holds is not decided here. */
#include "vend/parameters/class_chain.h"

#include "base/base_impl.h"

struct cutting {
    struct weir_str text;
    size_t at;
};

static char here(const struct cutting *cutting)
{
    return cutting->at < cutting->text.len ? cutting->text.ptr[cutting->at] : '\0';
}

static bool take(struct cutting *cutting, char c)
{
    const bool is_there = cutting->at < cutting->text.len && cutting->text.ptr[cutting->at] == c;
    cutting->at += is_there ? 1 : 0;
    return is_there;
}

/* An escape inside a class. Those that could hide a bracket are not for a chain: quotes, and a control's name. */
static bool skip_escape(struct cutting *cutting)
{
    const char c = here(cutting);
    if (c == '\0' || c == 'Q' || c == 'E' || c == 'c')
        return false;
    cutting->at++;
    return true;
}

/* A bracket inside a class may name a set of POSIX, so that it is none for a chain. */
static bool cut_class(struct cutting *cutting, struct weir_str *class)
{
    const size_t start = cutting->at;
    if (!take(cutting, '['))
        return false;
    (void)take(cutting, '^');
    if (here(cutting) == ']')
        return false;
    while (!take(cutting, ']')) {
        if (here(cutting) == '[' || here(cutting) == '\0')
            return false;
        if (cutting->text.ptr[cutting->at++] == '\\' && !skip_escape(cutting))
            return false;
    }
    *class = (struct weir_str){cutting->text.ptr + start, cutting->at - start};
    return true;
}

static bool cut_number(struct cutting *cutting, size_t *number)
{
    enum { MOST = 65535 }; /* PCRE2 takes no more */
    const size_t start = cutting->at;
    *number = 0;
    for (; weir_is_digit(here(cutting)) && *number <= MOST; cutting->at++)
        *number = *number * 10 + (size_t)(here(cutting) - '0');
    return cutting->at > start && *number <= MOST;
}

/* Behind an opening brace. */
static bool cut_bounds(struct cutting *cutting, struct weir_class_chain *chain)
{
    if (!cut_number(cutting, &chain->min))
        return false;
    chain->max = chain->min;
    if (take(cutting, ',')) {
        chain->max = SIZE_MAX;
        if (here(cutting) != '}' && !cut_number(cutting, &chain->max))
            return false;
    }
    return take(cutting, '}');
}

static bool cut_repetition(struct cutting *cutting, struct weir_class_chain *chain)
{
    chain->min = chain->max = 1;
    if (take(cutting, '{'))
        return cut_bounds(cutting, chain);
    const bool has_star = take(cutting, '*');
    if (has_star || take(cutting, '+')) {
        chain->min = has_star ? 0 : 1;
        chain->max = SIZE_MAX;
    }
    return true;
}

bool weir_class_chain_cut(struct weir_str pattern, struct weir_class_chain *chain)
{
    struct cutting cutting = {pattern, 0};
    bool is_chain = true;
    *chain = (struct weir_class_chain){.count = 0};
    (void)take(&cutting, '^');
    while (is_chain && chain->count < WEIR_CHAIN_LINKS && here(&cutting) == '[')
        is_chain = cut_class(&cutting, &chain->classes[chain->count++]);
    is_chain = is_chain && chain->count > 0 && cut_repetition(&cutting, chain);
    (void)take(&cutting, '$');
    is_chain = is_chain && cutting.at == pattern.len;
    if (!is_chain)
        chain->count = 0;
    return is_chain;
}

static bool holds(const struct weir_ascii_set *set, unsigned char c)
{
    return (set->bits[c >> 6] >> (c & 63u) & 1u) != 0;
}

enum weir_chain_answer weir_class_chain_match(const struct weir_class_chain *chain, struct weir_str text)
{
    const size_t last = chain->count - 1;
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char c = (unsigned char)text.ptr[i];
        if (c >= 0x80)
            return WEIR_CHAIN_UNKNOWN;
        if (!holds(&chain->members[i < last ? i : last], c))
            return WEIR_CHAIN_DIFFERS;
    }
    const bool is_whole = text.len >= last && text.len - last >= chain->min && text.len - last <= chain->max;
    return is_whole ? WEIR_CHAIN_MATCHES : WEIR_CHAIN_DIFFERS;
}
