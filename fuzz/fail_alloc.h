/* Allocations that fail by the will of the input, so that a fuzzer searches the error paths too [libfido2]. */
#ifndef WEIR_FAIL_ALLOC_H
#define WEIR_FAIL_ALLOC_H

#include <stddef.h>
#include <stdint.h>

/*
 * From now on the allocation with the number `seed >> 1`, counted from 0, fails; with the lowest bit of `seed` set,
 * all after it fail too. Works in programs linked with --wrap=malloc,--wrap=calloc,--wrap=realloc; one thread.
 */
void fail_alloc_begin(uint32_t seed);
/* No allocation fails any more. Returns how many did. */
size_t fail_alloc_end(void);

#endif
