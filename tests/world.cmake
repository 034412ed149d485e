# The tests of world/.
find_package(Threads REQUIRED)

weir_add_test(NAME unit.world.load SOURCES test_world_load.c LABELS unit)
weir_add_test(NAME unit.world.lookup SOURCES test_world_lookup.c LABELS unit)
weir_add_test(NAME unit.world.lake SOURCES test_world_lake.c LABELS unit)
weir_add_test(NAME unit.world.places SOURCES test_world_places.c LABELS unit)
weir_add_test(NAME unit.world.columns SOURCES test_world_columns.c LABELS unit)
weir_add_test(NAME unit.world.redshift SOURCES test_world_redshift.c LABELS unit)
weir_add_test(NAME unit.world.patch SOURCES test_world_patch.c LABELS unit)
weir_add_test(NAME unit.world.shapes SOURCES test_world_shapes.c LABELS unit)
weir_add_test(NAME unit.world.memory SOURCES test_world_memory.c "${PROJECT_SOURCE_DIR}/fuzz/fail_alloc.c"
    LINK -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc
    LABELS unit)
weir_add_test(NAME unit.world.threads SOURCES test_world_threads.c LINK Threads::Threads LABELS unit thread)
