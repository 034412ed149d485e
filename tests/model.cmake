# The reference model of policy evaluation: its own tests, and the faults that its random questions must notice.
if(NOT WEIR_INSTRUMENTED)
    weir_register_test(NAME model.unit LABELS model COMMAND "${WEIR_PYTHON}" -B tests/model/test_iam.py)
    weir_register_test(NAME model.planted LABELS model TIMEOUT 900 COMMAND "${WEIR_PYTHON}" -B tests/model/planted.py)
    # Random questions to both, the same ones in every run; compare.py -n 1000000 --seed N asks others.
    weir_register_test(NAME model.authorize LABELS model TIMEOUT 900 COMMAND "${WEIR_PYTHON}" -B
        tests/model/compare.py --weir $<TARGET_FILE:weir_program> -n 100000 --seed 1)
    # The operations: the corpus through their model, the faults that random worlds must notice, and random worlds through both.
    # The program says whether a SAML response stands; what follows from it is the model's.
    weir_register_test(NAME model.vend.corpus LABELS model TIMEOUT 300 COMMAND "${WEIR_PYTHON}" -B
        tests/model/vend_compare.py --weir $<TARGET_FILE:weir_program> --cases corpus)
    if(WEIR_SAML)
        weir_register_test(NAME model.vend.planted LABELS model TIMEOUT 900 COMMAND "${WEIR_PYTHON}" -B
            tests/model/vend_planted.py --weir $<TARGET_FILE:weir_program>)
        # These are planted in the very lakes that model.vend.lakes asks about.
        weir_register_test(NAME model.vend.lakes.planted LABELS model TIMEOUT 900 COMMAND "${WEIR_PYTHON}" -B
            tests/model/lake_planted.py --weir $<TARGET_FILE:weir_program>)
    endif()
    set(weir_reached "")
    set(weir_reached_of_lakes "")
    if(WEIR_SAML)
        set(weir_reached --reach sts redshift redshift-serverless)
        set(weir_reached_of_lakes --reach lakeformation glue)
    endif()
    weir_register_test(NAME model.vend LABELS model TIMEOUT 900 COMMAND "${WEIR_PYTHON}" -B
        tests/model/vend_compare.py --weir $<TARGET_FILE:weir_program> -n 20000 --seed 1
        ${weir_reached})
    # The same of lakes; -n 1000000 --seed N asks others.
    weir_register_test(NAME model.vend.lakes LABELS model TIMEOUT 900 COMMAND "${WEIR_PYTHON}" -B
        tests/model/vend_compare.py --weir $<TARGET_FILE:weir_program> --worlds lakes -n 40000 --seed 1
        ${weir_reached_of_lakes})
    weir_register_test(NAME model.corpus LABELS model COMMAND "${WEIR_PYTHON}" -B tests/model/compare.py --cases corpus)
endif()
