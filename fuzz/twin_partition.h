/* A naive twin of the reader of partition expressions: recursive, token by token, sharing no code with vend/. */
#ifndef WEIR_FUZZ_TWIN_PARTITION_H
#define WEIR_FUZZ_TWIN_PARTITION_H

#include <stdbool.h>
#include <stddef.h>

enum { TWIN_EXPRESSION_LONGEST = 2048 };
enum twin_filter { TWIN_FILTER_FAULT, TWIN_FILTER_STOPS, TWIN_FILTER_PASSES };

/* A partition key with its value. */
struct twin_key {
    const char *name;
    const char *value;
    bool is_number;
};

/** What an expression of `size` bytes says of one partition. */
enum twin_filter twin_partition(const char *text, size_t size, const struct twin_key *keys, size_t count);

#endif
