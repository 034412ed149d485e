# The tests of whole SAML responses, which tests/saml/make_corpus.py writes: those of the steps are in saml.cmake.
weir_register_test(NAME saml.corpus LABELS corpus
    COMMAND "${WEIR_PYTHON}" -B tests/saml/make_corpus.py --check)
set_tests_properties(saml.corpus PROPERTIES SKIP_RETURN_CODE 77)

if(WEIR_SAML)
    set(saml_alloc -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=free ${CMAKE_DL_LIBS})

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
        SOURCES test_saml_faults.c saml_fail_calls.c saml_memory.c
        LINK weir_saml_libraries PkgConfig::PCRE2 ${saml_alloc} ${saml_calls})
    weir_add_test(NAME saml.memory LABELS unit TIMEOUT 400 SOURCES test_saml_memory.c saml_memory.c
        LINK weir_saml_libraries ${saml_alloc} ARGS 17)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/saml_fail_calls.c"
        "${CMAKE_CURRENT_SOURCE_DIR}/saml_subject.h")
    if(NOT WEIR_INSTRUMENTED)
        # Every place where memory can fail, a response each; the sanitizers see every seventeenth.
        file(STRINGS saml_subject.h saml_subjects REGEX "^    {\".*SAML_DATA")
        list(LENGTH saml_subjects saml_subject_count)
        math(EXPR saml_last_subject "${saml_subject_count} - 1")
        foreach(subject RANGE ${saml_last_subject})
            weir_register_test(NAME saml.exhaustive.memory.${subject} LABELS unit slow TIMEOUT 900
                COMMAND test_saml_memory 1 ${subject})
        endforeach()
        weir_register_test(NAME saml.fail_calls LABELS unit
            COMMAND "${WEIR_PYTHON}" -B tests/saml/fail_calls.py $<TARGET_OBJECTS:weir_saml>)
    endif()

    weir_add_test(NAME saml.callbacks SOURCES test_saml_callbacks.c LINK weir_saml_libraries LABELS unit)

    if(NOT WEIR_INSTRUMENTED)
        weir_add_test(NAME saml.cost SOURCES test_saml_cost.c saml_memory.c LINK weir_saml_libraries ${saml_alloc}
            ARGS timed LABELS unit)
    endif()
endif()
