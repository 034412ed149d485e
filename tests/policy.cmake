# The tests of policy/.
weir_add_test(NAME unit.policy.glob SOURCES test_policy_glob.c LABELS unit)
weir_add_test(NAME unit.policy.operand SOURCES test_policy_operand.c LABELS unit)
weir_add_test(NAME unit.policy.condition SOURCES test_policy_condition.c LABELS unit)
weir_add_test(NAME unit.policy.element SOURCES test_policy_element.c LABELS unit)
weir_add_test(NAME unit.policy.principal SOURCES test_policy_principal.c LABELS unit)
weir_add_test(NAME unit.policy.document SOURCES test_policy_document.c LABELS unit)
weir_add_test(NAME unit.policy.context SOURCES test_policy_context.c LABELS unit)
weir_add_test(NAME unit.policy.layers SOURCES test_policy_layers.c LABELS unit)
weir_add_test(NAME unit.policy.explain SOURCES test_policy_explain.c LABELS unit)
weir_add_test(NAME unit.policy.remedy SOURCES test_policy_remedy.c LABELS unit)
weir_add_test(NAME unit.policy.memory SOURCES test_policy_memory.c LABELS unit)
weir_add_test(NAME unit.policy.lint SOURCES test_policy_lint.c LABELS unit)
weir_add_test(NAME unit.policy.lint_bounds SOURCES test_policy_lint_bounds.c LABELS unit)
weir_add_test(NAME unit.policy.ask SOURCES test_policy_ask.c LABELS unit)
weir_add_test(NAME unit.policy.index SOURCES test_policy_index.c LABELS unit)

# The searches are built once more, so that they count their steps.
weir_add_test(NAME unit.policy.linear LABELS unit SOURCES test_policy_linear.c
    "${PROJECT_SOURCE_DIR}/policy/search_literal.c" "${PROJECT_SOURCE_DIR}/policy/search_run.c")
target_compile_definitions(test_unit_policy_linear PRIVATE WEIR_COUNT_STEPS)
weir_add_test(NAME unit.policy.message SOURCES test_policy_message.c LABELS unit)
weir_add_test(NAME unit.policy.setting SOURCES test_policy_setting.c LABELS unit)
