# The tests of scope/.
weir_add_test(NAME unit.scope.location SOURCES test_scope_location.c LABELS unit)
weir_add_test(NAME unit.scope.emit SOURCES test_scope_emit.c LABELS unit)
weir_add_test(NAME unit.scope.options SOURCES test_scope_options.c LABELS unit)
weir_add_test(NAME unit.scope.split SOURCES test_scope_split.c LABELS unit)
weir_add_test(NAME unit.scope.question SOURCES test_scope_question.c LABELS unit)
weir_add_test(NAME unit.scope.tight SOURCES test_scope_tight.c LABELS unit)
weir_add_test(NAME unit.scope.proof SOURCES test_scope_proof.c LABELS unit)
weir_add_test(NAME unit.scope.hostile SOURCES test_scope_hostile.c LABELS unit TIMEOUT 300)
weir_add_test(NAME unit.scope.compare SOURCES test_scope_compare.c LABELS unit)
weir_add_test(NAME unit.scope.atoms SOURCES test_scope_atoms.c LABELS unit)
weir_add_test(NAME unit.scope.inclusion SOURCES test_scope_inclusion.c LABELS unit)
weir_add_test(NAME unit.scope.inclusion.brute SOURCES test_scope_inclusion_brute.c LABELS unit)

# The solver cvc5 is asked the same questions, where there is one.
add_executable(inclusion_questions scope/inclusion_questions.c)
target_link_libraries(inclusion_questions PRIVATE weir_flags weir_static PkgConfig::CMOCKA)
if(WEIR_SANITIZE MATCHES "thread")
    set_target_properties(inclusion_questions PROPERTIES EXCLUDE_FROM_ALL ON)
endif()
weir_register_test(NAME unit.scope.inclusion.cvc5 LABELS unit TIMEOUT 120
    COMMAND "${WEIR_PYTHON}" -B "${CMAKE_CURRENT_SOURCE_DIR}/scope/cvc5_inclusion.py"
        $<TARGET_FILE:inclusion_questions> 2000)
set_tests_properties(unit.scope.inclusion.cvc5 PROPERTIES SKIP_RETURN_CODE 77)
