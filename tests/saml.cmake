# The tests of saml/.
weir_add_test(NAME unit.saml.question SOURCES test_saml_question.c LABELS unit)
if(WEIR_SAML)
    weir_add_test(NAME unit.saml.rules SOURCES test_saml_rules.c LINK weir_saml_libraries LABELS unit)
endif()
