/* Decides which known name a mistyped one was meant to be, of names that C holds. */
#include "cli.h"

struct known {
    const char *(*name_at)(const void *names, size_t index);
    const void *names;
};

static struct weir_str known_at(const void *names, size_t index)
{
    const struct known *const known = names;
    return weir_str_from(known->name_at(known->names, index));
}

const char *suggest(const char *typed, const char *(*name_at)(const void *names, size_t index), const void *names,
                    size_t count)
{
    const struct known known = {name_at, names};
    return weir_str_nearest(weir_str_from(typed), known_at, &known, count).ptr;
}
