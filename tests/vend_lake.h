/* The corpus's lake, loaded once and shared by all tests of a program: a world is immutable. */
#ifndef WEIR_TESTS_VEND_LAKE_H
#define WEIR_TESTS_VEND_LAKE_H

#include "tests/vend_decide.h"

static struct weir_world *lake;

static inline int set_up_lake(void **state)
{
    (void)state;
    lake = load_world();
    return 0;
}

static inline int tear_down_lake(void **state)
{
    (void)state;
    weir_world_release(lake);
    return 0;
}

#endif
