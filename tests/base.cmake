# The tests of base/.
weir_add_test(NAME unit.text SOURCES test_base_text.c LABELS unit)
weir_add_test(NAME unit.arena SOURCES test_base_arena.c LABELS unit)
weir_add_test(NAME unit.error SOURCES test_base_error.c LABELS unit)
weir_add_test(NAME unit.time SOURCES test_base_time.c LABELS unit)
weir_add_test(NAME unit.base64 SOURCES test_base_base64.c LABELS unit)
weir_add_test(NAME unit.json SOURCES test_base_json.c LABELS unit)
weir_add_test(NAME unit.yaml SOURCES test_base_yaml.c LABELS unit)
weir_add_test(NAME unit.tree SOURCES test_base_tree.c LABELS unit)
weir_add_test(NAME unit.writer SOURCES test_base_writer.c LABELS unit)

# libyaml's own allocations are to fail too, so its archive is linked here: calls inside a shared library are not wrapped.
find_library(WEIR_YAML_ARCHIVE libyaml.a HINTS ${YAML_LIBRARY_DIRS})
weir_add_test(NAME unit.memory SOURCES test_base_memory.c "${PROJECT_SOURCE_DIR}/fuzz/fail_alloc.c"
    LINK -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc $<$<BOOL:${WEIR_YAML_ARCHIVE}>:${WEIR_YAML_ARCHIVE}>
    LABELS unit)
