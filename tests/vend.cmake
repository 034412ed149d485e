# The tests of vend/. Those that fail allocations link the plan that says which.
set(fail_alloc "${PROJECT_SOURCE_DIR}/fuzz/fail_alloc.c")
set(wrap_alloc -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc)

weir_add_test(NAME unit.vend.request SOURCES test_vend_request.c ${fail_alloc} LINK ${wrap_alloc} LABELS unit)
weir_add_test(NAME unit.vend.request_bounds SOURCES test_vend_request_bounds.c ${fail_alloc} LINK ${wrap_alloc} LABELS unit)
weir_add_test(NAME unit.vend.session SOURCES test_vend_session.c ${fail_alloc} LINK ${wrap_alloc} LABELS unit)
weir_add_test(NAME unit.vend.call SOURCES test_vend_call.c ${fail_alloc} LINK ${wrap_alloc} LABELS unit)
weir_add_test(NAME unit.vend.answer SOURCES test_vend_answer.c ${fail_alloc} LINK ${wrap_alloc} LABELS unit)
# Steps are answered by a script here, so that the order and the skipping are all that is tested.
weir_add_test(NAME unit.vend.run SOURCES test_vend_run.c ${fail_alloc} LINK ${wrap_alloc} -Wl,--wrap=weir_decide LABELS unit)

# The engine. PCRE2's own allocations are to fail too, so its archive is linked here where there is one.
find_library(WEIR_PCRE2_ARCHIVE libpcre2-8.a HINTS ${PCRE2_LIBRARY_DIRS})
set(CMAKE_THREAD_PREFER_PTHREAD ON)
find_package(Threads REQUIRED)
weir_add_test(NAME unit.vend.rulebook SOURCES test_vend_rulebook.c ${fail_alloc} LINK ${wrap_alloc} LABELS unit)
weir_add_test(NAME unit.vend.own_rulebook SOURCES test_vend_own_rulebook.c ${fail_alloc} LINK ${wrap_alloc} LABELS unit)
weir_add_test(NAME unit.vend.regex SOURCES test_vend_regex.c ${fail_alloc} LINK ${wrap_alloc} LABELS unit)
weir_add_test(NAME unit.vend.parameters SOURCES test_vend_parameters.c ${fail_alloc} LINK ${wrap_alloc} LABELS unit)
weir_add_test(NAME unit.vend.decide SOURCES test_vend_decide.c ${fail_alloc} LINK ${wrap_alloc} LABELS unit)
weir_add_test(NAME unit.vend.loop SOURCES test_vend_loop.c ${fail_alloc} LINK ${wrap_alloc} LABELS unit)
weir_add_test(NAME unit.vend.trace SOURCES test_vend_trace.c ${fail_alloc} LINK ${wrap_alloc} LABELS unit)
weir_add_test(NAME unit.vend.refusal SOURCES test_vend_refusal.c ${fail_alloc} LINK ${wrap_alloc} LABELS unit)
weir_add_test(NAME unit.vend.advice SOURCES test_vend_advice.c ${fail_alloc} LINK ${wrap_alloc} LABELS unit)
weir_add_test(NAME unit.vend.partitions SOURCES test_vend_partitions.c "${PROJECT_SOURCE_DIR}/fuzz/twin_partition.c" ${fail_alloc}
    LINK ${wrap_alloc} LABELS unit)
weir_add_test(NAME unit.vend.saml SOURCES test_vend_saml.c ${fail_alloc} LINK ${wrap_alloc} LABELS unit)
weir_add_test(NAME unit.vend.threads SOURCES test_vend_threads.c ${fail_alloc}
    LINK ${wrap_alloc} Threads::Threads LABELS unit thread)
weir_add_test(NAME unit.vend.memory SOURCES test_vend_memory.c ${fail_alloc}
    LINK ${wrap_alloc} $<$<BOOL:${WEIR_PCRE2_ARCHIVE}>:${WEIR_PCRE2_ARCHIVE}> LABELS unit TIMEOUT 120)
