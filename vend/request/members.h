/* Maps of ours as tables: which members there may be, what each one is, how it is read and written. */
#ifndef WEIR_VEND_MEMBERS_H
#define WEIR_VEND_MEMBERS_H

#include <weir/vend.h>

#include "vend/request/principal_arn.h"
#include "world/model.h"

/* Where members are read from, and what their values live in. */
struct weir_reader {
    const struct weir_tree *tree;
    struct weir_arena *arena;
    struct weir_error *error;
};

enum weir_presence {
    WEIR_MEMBER_REQUIRED = 0,
    WEIR_MEMBER_OPTIONAL = 1,
    WEIR_MEMBER_UNSAID = 2,     /* optional, and not written where its text is empty */
    WEIR_MEMBER_UNSAID_BOTH = 3 /* the same of a text and the list behind it: where both are empty */
};

/* One row: a member of a map, and the field of a struct that it becomes. */
struct weir_member {
    const char *name;
    enum weir_presence presence;
    size_t offset; /* of the field that `read` fills */
    enum weir_status (*read)(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                             void *field);
    enum weir_status (*write)(struct weir_writer *writer, const void *field, struct weir_arena *arena);
};

/* A kind of map. INVARIANT: at most 32 rows. */
struct weir_shape {
    const char *what; /* "a step": how messages begin */
    const struct weir_member *members;
    size_t count;
};

/* Fills `object` from a map, refusing what is no map, has a member that is no row, or lacks a required one. */
enum weir_status weir_members_read(const struct weir_reader *reader, const struct weir_node *map,
                                   const struct weir_shape *shape, void *object);
/* The members of a map that was begun, in the order of the rows; rows without `write` are passed over. */
enum weir_status weir_members_write(struct weir_writer *writer, const struct weir_shape *shape, const void *object,
                                    struct weir_arena *arena);

/* A text that a table of ours demands, such as the `weir` of a document: WEIR_ERR_SCHEMA unless it is `wanted`. */
enum weir_status weir_document_is(const struct weir_reader *reader, const struct weir_node *node, const char *wanted);

/* Readers for rows; each names the type of its field. */
enum weir_status weir_row_text(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                               void *str);
/* A text that is not empty. */
enum weir_status weir_row_name(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                               void *str);
enum weir_status weir_row_flag(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                               void *boolean);
/* An RFC 3339 text as seconds. */
enum weir_status weir_row_instant(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                                  void *seconds);
enum weir_status weir_row_texts(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                                void *str_list);
/* A map that is kept as it stands, a struct weir_origin. */
enum weir_status weir_row_map(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                              void *origin);
/* Condition keys, a const struct weir_context *: a scalar is one value, a list is a multi-valued key. */
enum weir_status weir_row_context(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                                  void *context);

/* Fails unless the text at a node is an ARN of the form. */
enum weir_status weir_principal_demand(const struct weir_reader *reader, const struct weir_node *node,
                                       struct weir_str arn, enum weir_principal_form form,
                                       struct weir_principal_parts *parts);
/* Refuses a list that is none or has more than WEIR_MAX_ITEMS items. */
enum weir_status weir_list_demand(const struct weir_reader *reader, const struct weir_node *node, const char *name);

#endif
