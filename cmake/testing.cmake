# How tests are made, for tests/ and fuzz/ alike.
#
# weir_add_test(NAME unit.json SOURCES test_base_json.c
#     [LINK libraries or linker flags] [LABELS unit …] [TIMEOUT seconds] [ARGS arguments])
# builds the program test_unit_json against the static library, where internal symbols are visible too, and cmocka.
# Label a test `thread` too if threads share an object in it. Private headers are included from the root, such as
# "base/base_impl.h", and a test runs there.

# What the sanitizers are to do is the same for every program of ours.
set(WEIR_TEST_ENVIRONMENT
    "ASAN_OPTIONS=strict_string_checks=1:detect_stack_use_after_return=1:detect_leaks=1:allocator_may_return_null=1"
    "UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1"
    "TSAN_OPTIONS=halt_on_error=1"
    "LLVM_PROFILE_FILE=${PROJECT_BINARY_DIR}/profiles/%m-%p.profraw")

# weir_register_test(NAME cli.decide COMMAND … LABELS cli [TIMEOUT seconds]): a test that is any command.
function(weir_register_test)
    cmake_parse_arguments(PARSE_ARGV 0 test "" "NAME;TIMEOUT" "COMMAND;LABELS")
    if(test_UNPARSED_ARGUMENTS OR NOT test_NAME OR NOT test_COMMAND OR NOT test_LABELS)
        message(FATAL_ERROR "weir_register_test needs NAME, COMMAND and LABELS, and takes TIMEOUT: ${ARGV}")
    endif()
    if(NOT test_TIMEOUT)
        set(test_TIMEOUT 180)
    endif()
    if(WEIR_INSTRUMENTED)
        math(EXPR test_TIMEOUT "4 * ${test_TIMEOUT}")
    endif()
    add_test(NAME ${test_NAME} COMMAND ${test_COMMAND} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
    set_tests_properties(${test_NAME} PROPERTIES
        LABELS "${test_LABELS}"
        TIMEOUT ${test_TIMEOUT}
        ENVIRONMENT "${WEIR_TEST_ENVIRONMENT}")
endfunction()

function(weir_add_test)
    cmake_parse_arguments(PARSE_ARGV 0 test "" "NAME;TIMEOUT" "SOURCES;LINK;LABELS;ARGS")
    if(test_UNPARSED_ARGUMENTS OR NOT test_NAME OR NOT test_SOURCES)
        message(FATAL_ERROR "weir_add_test needs NAME and SOURCES: ${ARGV}")
    endif()
    if(NOT test_LABELS)
        set(test_LABELS unit)
    endif()
    string(REGEX REPLACE "[^a-zA-Z0-9]" "_" target "test_${test_NAME}")
    add_executable(${target} ${test_SOURCES})
    target_link_libraries(${target} PRIVATE weir_flags weir_static ${test_LINK} PkgConfig::CMOCKA)
    if(WEIR_SANITIZE MATCHES "thread" AND NOT "thread" IN_LIST test_LABELS)
        # The preset tsan runs the tests labelled `thread` alone, so the others need not be built.
        set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL ON)
    endif()
    weir_register_test(NAME ${test_NAME} COMMAND ${target} ${test_ARGS} LABELS ${test_LABELS} TIMEOUT ${test_TIMEOUT})
endfunction()
