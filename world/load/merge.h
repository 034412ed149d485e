/* A value with some of its members replaced. */
#ifndef WEIR_WORLD_MERGE_H
#define WEIR_WORLD_MERGE_H

#include <weir/base.h>

/* YAML of the map `base` with the members of the map `overlay` in place of its own; a null member takes one away. */
enum weir_status weir_merge_write(const struct weir_node *base, const struct weir_node *overlay,
                                  struct weir_arena *arena, struct weir_str *text);

#endif
