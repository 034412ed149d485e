# What weir is built from. The library needs the first two; the others serve tests, benches and scripts alone.
find_package(PkgConfig REQUIRED)
pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(PCRE2 REQUIRED IMPORTED_TARGET libpcre2-8)

if(WEIR_TESTS)
    pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
endif()
if(WEIR_TESTS OR WEIR_FUZZ OR WEIR_BENCH)
    pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)
endif()
if(WEIR_BENCH)
    pkg_check_modules(CJSON REQUIRED IMPORTED_TARGET libcjson)
endif()

# The system's own interpreter comes first: that is where the distribution puts the yaml module.
if(WEIR_TESTS OR WEIR_FUZZ)
    find_program(WEIR_PYTHON NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH DOC "Python 3 with the yaml module")
    find_program(WEIR_PYTHON NAMES python3 REQUIRED)
endif()
