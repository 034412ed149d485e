# Flags travel on this target: every target of ours links it, and no user of the library ever sees it.
add_library(weir_flags INTERFACE)

target_include_directories(weir_flags INTERFACE "${PROJECT_SOURCE_DIR}")
foreach(module IN LISTS WEIR_MODULES)
    target_include_directories(weir_flags INTERFACE "${PROJECT_SOURCE_DIR}/${module}/include")
endforeach()
target_compile_definitions(weir_flags INTERFACE "WEIR_VERSION_STRING=\"${PROJECT_VERSION}\"")

target_compile_options(weir_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wcast-qual -Wcast-align -Wwrite-strings
    -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wpointer-arith -Wvla -Wformat=2 -Wswitch-enum
    -Wimplicit-fallthrough -Wnull-dereference
    $<$<C_COMPILER_ID:GNU>:-Wlogical-op -Wduplicated-cond -Wduplicated-branches>
    $<$<BOOL:${WEIR_WERROR}>:-Werror>)
# Nobody may replace one of our functions by another while the rest calls it: that would be a way round a decision.
target_compile_options(weir_flags INTERFACE -fno-semantic-interposition)
target_link_options(weir_flags INTERFACE LINKER:-z,relro,-z,now,-z,noexecstack)

# Sanitizers and coverage bring data and symbols of their own, so the tests of the binary itself ask for this.
if(WEIR_SANITIZE OR WEIR_COVERAGE OR WEIR_FUZZ)
    set(WEIR_INSTRUMENTED ON)
else()
    set(WEIR_INSTRUMENTED OFF)
    set(hardened $<NOT:$<CONFIG:Debug>>)
    target_compile_options(weir_flags INTERFACE
        $<${hardened}:-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong>)
endif()

if(WEIR_FUZZ)
    if(NOT CMAKE_C_COMPILER_ID MATCHES "Clang")
        message(FATAL_ERROR "WEIR_FUZZ needs clang, the only compiler that brings libFuzzer")
    endif()
    # Another engine says in CFLAGS how the code is to be instrumented for it.
    if(WEIR_FUZZ_ENGINE STREQUAL "-fsanitize=fuzzer")
        target_compile_options(weir_flags INTERFACE -fsanitize=fuzzer-no-link)
    endif()
endif()
if(WEIR_SANITIZE)
    target_compile_options(weir_flags INTERFACE
        -fsanitize=${WEIR_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(weir_flags INTERFACE -fsanitize=${WEIR_SANITIZE})
endif()

if(WEIR_COVERAGE STREQUAL "gcov")
    target_compile_options(weir_flags INTERFACE --coverage)
    target_link_options(weir_flags INTERFACE --coverage)
elseif(WEIR_COVERAGE STREQUAL "mcdc")
    target_compile_options(weir_flags INTERFACE -fprofile-instr-generate -fcoverage-mapping -fcoverage-mcdc)
    target_link_options(weir_flags INTERFACE -fprofile-instr-generate)
elseif(WEIR_COVERAGE)
    message(FATAL_ERROR "WEIR_COVERAGE is empty, gcov or mcdc, not ${WEIR_COVERAGE}")
endif()
