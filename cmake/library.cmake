# The shared and the static library, made of the same objects, and the version script made of exports.txt.
set(weir_exports "${PROJECT_SOURCE_DIR}/exports.txt")
set(weir_map "${PROJECT_BINARY_DIR}/weir.map")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${weir_exports}")
file(STRINGS "${weir_exports}" weir_symbols)
list(JOIN weir_symbols ";\n        " weir_symbol_lines)
file(CONFIGURE OUTPUT "${weir_map}" @ONLY CONTENT [[
WEIR_@PROJECT_VERSION_MAJOR@ {
    global:
        @weir_symbol_lines@;
    local:
        *;
};
]])

add_library(weir SHARED ${weir_objects})
add_library(weir::weir ALIAS weir)
set_target_properties(weir PROPERTIES
    VERSION ${PROJECT_VERSION}
    SOVERSION ${PROJECT_VERSION_MAJOR}
    LINKER_LANGUAGE C
    LINK_DEPENDS "${weir_map}")
target_link_options(weir PRIVATE
    "LINKER:--version-script=${weir_map}" LINKER:--no-undefined-version LINKER:-Bsymbolic-functions)

add_library(weir_static STATIC ${weir_objects})
add_library(weir::weir_static ALIAS weir_static)
set_target_properties(weir_static PROPERTIES OUTPUT_NAME weir LINKER_LANGUAGE C)

foreach(library IN ITEMS weir weir_static)
    target_link_libraries(${library} PRIVATE $<BUILD_INTERFACE:weir_flags> PkgConfig::YAML PkgConfig::PCRE2)
    if(WEIR_SAML)
        target_link_directories(${library} PRIVATE ${XMLSEC_LIBRARY_DIRS})
        target_link_libraries(${library} PRIVATE ${weir_saml_links})
    endif()
    target_include_directories(${library} PUBLIC $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
    foreach(module IN LISTS WEIR_MODULES)
        target_include_directories(${library} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/${module}/include>)
    endforeach()
endforeach()
