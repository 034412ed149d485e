# The tests of vend/. Those that fail allocations link the plan that says which.
set(fail_alloc "${PROJECT_SOURCE_DIR}/fuzz/fail_alloc.c")
set(wrap_alloc -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc)

weir_add_test(NAME unit.vend.request SOURCES test_vend_request.c ${fail_alloc} LINK ${wrap_alloc} LABELS unit)
weir_add_test(NAME unit.vend.session SOURCES test_vend_session.c ${fail_alloc} LINK ${wrap_alloc} LABELS unit)
weir_add_test(NAME unit.vend.answer SOURCES test_vend_answer.c ${fail_alloc} LINK ${wrap_alloc} LABELS unit)
# Steps are answered by a script here, so that the order and the skipping are all that is tested.
weir_add_test(NAME unit.vend.run SOURCES test_vend_run.c ${fail_alloc} LINK ${wrap_alloc} -Wl,--wrap=weir_decide LABELS unit)
