/* How the partitions of a table are cut into segments and pages. */
#ifndef WEIR_VEND_PARTITION_PAGE_H
#define WEIR_VEND_PARTITION_PAGE_H

#include "vend/engine.h"

/* Where NextToken says that a page begins: weir's tokens say how many partitions came before. */
bool weir_page_token_read(struct weir_str token, size_t *start);
/* SegmentNumber and TotalSegments; false unless both are given. */
bool weir_segment_read(const struct weir_value *segment, int64_t *number, int64_t *total);

#endif
