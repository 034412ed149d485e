/**
 * @file
 * Documents whose members are known: a table says what each may be called and who reads it.
 */
#ifndef WEIR_MEMBERS_H
#define WEIR_MEMBERS_H

#include "base/base_impl.h"

struct weir_member {
    struct weir_str name;
    bool required;
    enum weir_status (*read)(void *asking, const struct weir_node *value); /* `asking` is the caller's own */
};

/**
 * Has each member of the map read, in the order of the table. One that is null was left out.
 * @param what  the map, in messages.
 * @return WEIR_OK; WEIR_ERR_SCHEMA with the place for what is no map, an unknown member and a required one that is
 *         missing; what a reader answers.
 */
WEIR_MUST_USE enum weir_status weir_read_members(const struct weir_tree *tree, const struct weir_node *map,
                                                 const char *what, const struct weir_member *members, size_t count,
                                                 void *asking, struct weir_error *error);

struct weir_word {
    struct weir_str word;
    int value;
};
/** The value of one of the words. @return WEIR_OK; WEIR_ERR_SCHEMA with the place. */
WEIR_MUST_USE enum weir_status weir_read_word(const struct weir_tree *tree, const struct weir_node *node,
                                              const char *what, const struct weir_word *words, size_t count, int *value,
                                              struct weir_error *error);

#endif
