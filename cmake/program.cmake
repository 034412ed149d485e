# cli/ lists the sources of the target weir_program; how it is linked, named and installed is said here.
set_target_properties(weir_program PROPERTIES
    OUTPUT_NAME weir
    RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin"
    INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")
if(WEIR_STATIC_PROGRAM)
    target_link_libraries(weir_program PRIVATE weir_flags weir_static)
else()
    target_link_libraries(weir_program PRIVATE weir_flags weir)
endif()
install(TARGETS weir_program RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
