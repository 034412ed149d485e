# The tests of saml/.
if(WEIR_SAML)
    weir_add_test(NAME unit.saml.rules SOURCES test_saml_rules.c LINK weir_saml_libraries LABELS unit)
endif()
