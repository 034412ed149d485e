# The reference model of policy evaluation: its own tests, and the faults that its random questions must notice.
if(NOT WEIR_INSTRUMENTED)
    weir_register_test(NAME model.unit LABELS model COMMAND "${WEIR_PYTHON}" -B tests/model/test_iam.py)
    weir_register_test(NAME model.planted LABELS model TIMEOUT 120 COMMAND "${WEIR_PYTHON}" -B tests/model/planted.py)
    weir_register_test(NAME model.corpus LABELS model COMMAND "${WEIR_PYTHON}" -B tests/model/compare.py --cases corpus)
endif()
