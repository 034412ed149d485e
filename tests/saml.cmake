# The tests of saml/.
weir_add_test(NAME unit.saml.question SOURCES test_saml_question.c LABELS unit)
if(WEIR_SAML)
    find_package(Threads REQUIRED)
    weir_add_test(NAME unit.saml.decode SOURCES test_saml_decode.c LINK weir_saml_libraries LABELS unit)
    weir_add_test(NAME unit.saml.xml SOURCES test_saml_xml.c LINK weir_saml_libraries LABELS unit)
    weir_add_test(NAME unit.saml.provider SOURCES test_saml_provider.c LINK weir_saml_libraries LABELS unit)
    weir_add_test(NAME unit.saml.threads SOURCES test_saml_threads.c LINK weir_saml_libraries Threads::Threads
        LABELS unit thread)
    weir_add_test(NAME unit.saml.keys SOURCES test_saml_keys.c LINK weir_saml_libraries
        -Wl,--wrap=xmlSecDSigCtxVerify,--wrap=EVP_Digest,--wrap=EVP_PKEY_verify LABELS unit)
    foreach(subject rules aws claims)
        weir_add_test(NAME unit.saml.${subject} SOURCES test_saml_${subject}.c saml_rules.c LINK weir_saml_libraries
            LABELS unit)
    endforeach()
endif()
