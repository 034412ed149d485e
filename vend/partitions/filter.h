/* Which partitions an Expression lets through. */
#ifndef WEIR_VEND_PARTITION_FILTER_H
#define WEIR_VEND_PARTITION_FILTER_H

#include "world/model.h"

/* The parameter's own bound ([glue-model]); what nests in it cannot be deeper. */
#define WEIR_MAX_EXPRESSION 2048

/*
 * Reads an expression over the partition keys of a table and puts it to one partition.
 * @param partition  NULL: only the form is checked, nothing passes.
 * @param[out] fault  what is wrong with the expression, in lower case; NULL where it is well formed.
 * @return does the partition pass? An empty expression lets all through, a faulty one none.
 */
bool weir_partition_passes(struct weir_str expression, const struct weir_table *table,
                           const struct weir_partition *partition, const char **fault);

#endif
