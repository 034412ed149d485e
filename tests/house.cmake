# The checks of the house. Each one first proves, on planted faults, that it would find what it looks for.
find_program(WEIR_CXX NAMES g++ clang++-19 c++ DOC "A C++ compiler, for the headers alone")
find_program(WEIR_CLANG_FORMAT NAMES clang-format-19 DOC "The formatter of the house")
find_program(WEIR_CLANG_TIDY NAMES clang-tidy-19 DOC "The linter of the house")

function(weir_add_check label name)
    set(script "${CMAKE_CURRENT_SOURCE_DIR}/house/${name}.py")
    weir_register_test(NAME ${label}.${name}.planted LABELS ${label}
        COMMAND "${WEIR_PYTHON}" -B "${script}" --self-test)
    weir_register_test(NAME ${label}.${name} LABELS ${label} TIMEOUT 120
        COMMAND "${WEIR_PYTHON}" -B "${script}" ${ARGN})
endfunction()

# The sources do not change from build to build: one plain build checks them, the others only test behaviour.
if(NOT WEIR_INSTRUMENTED)
    weir_add_check(house arrows)
    weir_add_check(house forbidden_calls)
    weir_add_check(house function_length)
    weir_add_check(house machine_paths)
    weir_add_check(house citations)
    weir_add_check(house questions)
    weir_add_check(house constraints)
    weir_add_check(abi patterns --library $<TARGET_FILE:weir>)
    if(WEIR_CXX)
        weir_add_check(house header_alone --cc "${CMAKE_C_COMPILER}" --cxx "${WEIR_CXX}")
    endif()
    if(WEIR_CLANG_FORMAT)
        weir_add_check(house format --formatter "${WEIR_CLANG_FORMAT}")
    endif()

    weir_add_check(abi exports --library $<TARGET_FILE:weir> --archive $<TARGET_FILE:weir_static>)
    weir_add_check(abi writable_data --archive $<TARGET_FILE:weir_static>)
    if(WEIR_CXX)
        weir_register_test(NAME abi.consumer LABELS abi TIMEOUT 300 COMMAND "${WEIR_PYTHON}" -B
            "${CMAKE_CURRENT_SOURCE_DIR}/house/consumer.py" --build "${PROJECT_BINARY_DIR}" --cmake "${CMAKE_COMMAND}"
            --cc "${CMAKE_C_COMPILER}" --cxx "${WEIR_CXX}" --version "${PROJECT_VERSION}")
    endif()
endif()

# The mutants that script/test reports on: its counter counts, and ends what does not end.
find_program(WEIR_CLANG NAMES clang-19 DOC "Its syntax tree says where a mutant can be")
if(NOT WEIR_INSTRUMENTED AND WEIR_CLANG)
    weir_register_test(NAME house.mutation.planted LABELS house
        COMMAND "${WEIR_PYTHON}" -B tests/mutation/run.py --self-test)
endif()

# Reads of what was never written: the one fault that no sanitizer of the other builds sees.
find_program(WEIR_VALGRIND NAMES valgrind)
if(WEIR_VALGRIND AND NOT WEIR_INSTRUMENTED)
    weir_register_test(NAME cli.valgrind LABELS cli TIMEOUT 120 COMMAND "${WEIR_VALGRIND}" --quiet
        --error-exitcode=99 --leak-check=full --track-origins=yes $<TARGET_FILE:weir_program>
        decide -w examples/analyst-lake.yaml examples/query-engine.yaml)
endif()

# A planted race must be found, or the silence of the thread tests means nothing.
if(WEIR_SANITIZE MATCHES "thread")
    find_package(Threads REQUIRED)
    add_executable(planted_race house/planted_race.c)
    target_link_libraries(planted_race PRIVATE weir_flags Threads::Threads)
    weir_register_test(NAME house.planted_race COMMAND planted_race LABELS house thread)
    set_tests_properties(house.planted_race PROPERTIES
        PASS_REGULAR_EXPRESSION "WARNING: ThreadSanitizer: data race")
endif()

# README.md shows what its commands print.
if(NOT WEIR_INSTRUMENTED)
    weir_register_test(NAME house.readme LABELS cli COMMAND "${WEIR_PYTHON}" -B
        "${CMAKE_CURRENT_SOURCE_DIR}/house/readme.py" --program $<TARGET_FILE:weir_program>)
endif()
