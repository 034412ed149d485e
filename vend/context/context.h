/* The condition keys of a question while they are gathered: by what asks, in caller.c, and the rest, in context.c. */
#ifndef WEIR_VEND_CONTEXT_H
#define WEIR_VEND_CONTEXT_H

#include "vend/engine.h"

struct weir_building {
    struct weir_deciding *deciding;
    const struct weir_question *question;
    struct weir_context *context;
    struct weir_tag_list tags; /* of the resource */
};

/* A key is there only where its value is. */
enum weir_status weir_building_set(struct weir_building *building, struct weir_str key, struct weir_str value);
/* One key a tag. */
enum weir_status weir_building_set_tags(struct weir_building *building, struct weir_str prefix,
                                        struct weir_tag_list tags);
enum weir_status weir_building_set_time(struct weir_building *building, struct weir_str key, int64_t unix_s);
/* Those of another context that begin with `prefix`. */
enum weir_status weir_building_join(struct weir_building *building, const struct weir_context *from,
                                    struct weir_str prefix);

/* caller.c: what AWS knows of the caller of a question, and what it adds where nothing says otherwise. */
enum weir_status weir_building_add_caller(struct weir_building *building);
enum weir_status weir_building_add_defaults(struct weir_building *building);

#endif
