/* What the reader of operations takes from the reader of one rule. */
#ifndef WEIR_VEND_RULES_READ_H
#define WEIR_VEND_RULES_READ_H

#include "vend/rulebook.h"

/* A rule that is neither `use` nor `each`. */
enum weir_status weir_read_rule(struct weir_reading *reading, const struct weir_node *map, struct weir_rule *rule);
/* A new name for a value of that type. */
enum weir_status weir_read_new_name(struct weir_reading *reading, const struct weir_node *node, enum weir_type type,
                                    size_t *slot);

#endif
