/*
 * The memory of weir, libxml2, xmlsec1 and OpenSSL alike, which the linker's --wrap and the libraries' own hooks bring
 * here: counted, made to fail, and where some was lost, traced to who had asked for it. For one thread.
 */
#ifndef WEIR_TEST_SAML_MEMORY_H
#define WEIR_TEST_SAML_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* Has OpenSSL and libxml2 allocate here: before anything else is done with them. Returns whether they do. */
bool saml_memory_take_over(void);

/* What is held now, and the most that was since the last call of saml_memory_watch. */
size_t saml_memory_blocks(void);
size_t saml_memory_bytes(void);
size_t saml_memory_most_bytes(void);
void saml_memory_watch(void);

/* From now on the allocation with this number, counted from 0, fails; with `for_ever`, all after it too. */
void saml_memory_fail(size_t number, bool for_ever);
/* No allocation fails any more. Returns how many did. */
size_t saml_memory_mend(void);

/* From now on it is noted which blocks are asked for and given back. */
void saml_memory_note(void);
/* The same again: of the blocks that were held at the end of the last notes it is noted too who asks for them. */
void saml_memory_trace(void);
/*
 * Calls `tell` with each of those that is held now as then, and returns how many: the functions on the way to it, those
 * of libraries by name, the innermost first, with NULL for one that has no name, or that is weir's.
 */
size_t saml_memory_traced(void (*tell)(const char *const *names, size_t count, void *context), void *context);

#endif
