/* The files of vend/rulebook/, embedded as text by the build (vend/reader/embed.cmake). */
#ifndef WEIR_VEND_RULEBOOK_BUILTIN_H
#define WEIR_VEND_RULEBOOK_BUILTIN_H

#include <weir/vend.h>

extern const struct weir_rulebook_text weir_rulebook_builtin_texts[];
extern const size_t weir_rulebook_builtin_count;

#endif
