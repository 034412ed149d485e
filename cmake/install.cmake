# What an installed tree holds: libraries, headers, the CMake package, weir.pc, the rulebook, man pages and completion.
include(CMakePackageConfigHelpers)

install(TARGETS weir weir_static
    EXPORT weir-targets
    LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
foreach(module IN LISTS WEIR_MODULES)
    install(DIRECTORY "${module}/include/weir" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
        FILES_MATCHING PATTERN "*.h")
endforeach()

set(weir_cmake_dir "${CMAKE_INSTALL_LIBDIR}/cmake/weir")
install(EXPORT weir-targets NAMESPACE weir:: DESTINATION "${weir_cmake_dir}")
configure_package_config_file(cmake/weir-config.cmake.in "${PROJECT_BINARY_DIR}/weir-config.cmake"
    INSTALL_DESTINATION "${weir_cmake_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/weir-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/weir-config.cmake" "${PROJECT_BINARY_DIR}/weir-config-version.cmake"
    DESTINATION "${weir_cmake_dir}")

# The prefix is told from where weir.pc lies, so that an installed tree may be moved.
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}" OR IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
    message(FATAL_ERROR "CMAKE_INSTALL_LIBDIR and CMAKE_INSTALL_INCLUDEDIR are relative to the prefix")
endif()
file(RELATIVE_PATH weir_pc_prefix "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
string(REGEX REPLACE "/$" "" weir_pc_prefix "\${pcfiledir}/${weir_pc_prefix}")
configure_file(weir.pc.in "${PROJECT_BINARY_DIR}/weir.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/weir.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")

# The builtin rulebook as text, for who wants one of their own: all its files make one.
install(DIRECTORY vend/rulebook DESTINATION "${CMAKE_INSTALL_DATADIR}/weir" FILES_MATCHING PATTERN "*.yaml")

foreach(section IN ITEMS 1 3 5)
    file(GLOB pages CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/cli/man/*.${section}")
    if(pages)
        install(FILES ${pages} DESTINATION "${CMAKE_INSTALL_MANDIR}/man${section}")
    endif()
endforeach()
file(GLOB completion CONFIGURE_DEPENDS
    "${PROJECT_SOURCE_DIR}/cli/completion/weir" "${PROJECT_SOURCE_DIR}/cli/completion/*.bash")
if(completion)
    install(FILES ${completion} DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" RENAME weir)
endif()
