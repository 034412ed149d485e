# The tests of whole SAML responses, which tests/saml/make_corpus.py writes: those of the steps are in saml.cmake.
weir_register_test(NAME saml.corpus LABELS corpus
    COMMAND "${WEIR_PYTHON}" -B tests/saml/make_corpus.py --check)
set_tests_properties(saml.corpus PROPERTIES SKIP_RETURN_CODE 77)

if(WEIR_SAML)
    set(saml_alloc -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc)

    # All other values of each byte, or with the sanitizers' slowness those that differ in one bit.
    if(WEIR_INSTRUMENTED)
        set(saml_changes bits)
    else()
        set(saml_changes all)
    endif()
    weir_add_test(NAME saml.exhaustive SOURCES test_saml_exhaustive.c LINK weir_saml_libraries ARGS ${saml_changes}
        LABELS unit TIMEOUT 400)

    # Every function of the libraries that weir calls and that can fail has a row; see saml_fail_calls.c.
    file(READ saml_fail_calls.c saml_table)
    string(REGEX MATCHALL "\n    X\\([^,\n]*, [A-Za-z0-9_]+," saml_rows "${saml_table}")
    set(saml_calls "")
    foreach(row IN LISTS saml_rows)
        string(REGEX REPLACE ".*, ([A-Za-z0-9_]+),$" "-Wl,--wrap=\\1" wrap "${row}")
        list(APPEND saml_calls "${wrap}")
    endforeach()
    weir_add_test(NAME saml.faults LABELS unit TIMEOUT 400
        SOURCES test_saml_faults.c saml_fail_calls.c "${PROJECT_SOURCE_DIR}/fuzz/fail_alloc.c"
        LINK weir_saml_libraries ${saml_alloc} ${saml_calls})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/saml_fail_calls.c")

    weir_add_test(NAME saml.callbacks SOURCES test_saml_callbacks.c LINK weir_saml_libraries LABELS unit)

    if(NOT WEIR_INSTRUMENTED)
        weir_add_test(NAME saml.cost SOURCES test_saml_cost.c LINK weir_saml_libraries ${saml_alloc} -Wl,--wrap=free
            ARGS timed LABELS unit)
    endif()
endif()
