# What weir is built from. The library needs the first two, and with WEIR_SAML three more; the others
# serve tests, benches and scripts alone.
find_package(PkgConfig REQUIRED)
pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(PCRE2 REQUIRED IMPORTED_TARGET libpcre2-8)

# What verifies SAML: libxml2 parses, xmlsec1 verifies, OpenSSL counts. The flags of xmlsec1's own pkg-config file ask for
# libxslt and libssl too, which nothing here calls: the libraries are named one by one.
if(WEIR_SAML STREQUAL "AUTO")
    pkg_check_modules(XMLSEC QUIET "xmlsec1-openssl >= 1.2.37" "libxml-2.0 >= 2.9.14" "libcrypto >= 3.0")
    set(WEIR_SAML ${XMLSEC_FOUND})
elseif(WEIR_SAML)
    pkg_check_modules(XMLSEC REQUIRED "xmlsec1-openssl >= 1.2.37" "libxml-2.0 >= 2.9.14" "libcrypto >= 3.0")
endif()
if(WEIR_SAML)
    set(WEIR_SAML ON)
    set(weir_saml_links xmlsec1-openssl xmlsec1 xml2 crypto)
    add_library(weir_saml_libraries INTERFACE)
    target_include_directories(weir_saml_libraries SYSTEM INTERFACE ${XMLSEC_INCLUDE_DIRS})
    target_compile_options(weir_saml_libraries INTERFACE ${XMLSEC_CFLAGS_OTHER})
    target_link_directories(weir_saml_libraries INTERFACE ${XMLSEC_LIBRARY_DIRS})
    target_link_libraries(weir_saml_libraries INTERFACE ${weir_saml_links})
    set(WEIR_PC_SAML " xmlsec1-openssl libxml-2.0 libcrypto")
else()
    set(WEIR_SAML OFF)
    set(WEIR_PC_SAML "")
endif()

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
