/* The world that the fuzz target of the engine decides in, embedded as text by the build (fuzz/embed_world.cmake). */
#ifndef WEIR_FUZZ_WORLD_TEXT_H
#define WEIR_FUZZ_WORLD_TEXT_H

#include <weir/base.h>

extern const struct weir_str fuzz_world_whole;
extern const struct weir_str fuzz_world_without_grants;

#endif
