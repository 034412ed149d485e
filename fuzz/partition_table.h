/* The table about whose partitions the reader of expressions and its twin are asked: keys that compare as numbers, text and dates. */
#ifndef WEIR_FUZZ_PARTITION_TABLE_H
#define WEIR_FUZZ_PARTITION_TABLE_H

#include "vend/partitions/filter.h"

enum { KEYS = 4 };

static const struct weir_column columns[KEYS] = {
    {{"year", 4}, {"int", 3}},
    {{"region", 6}, {"string", 6}},
    {{"price", 5}, {"decimal(10,2)", 13}},
    {{"in", 2}, {"date", 4}},
};
static const struct weir_table table = {.partition_keys = columns, .partition_key_count = KEYS};

#endif
