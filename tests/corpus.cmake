# The corpus as a specification: its form here, its truth by `weir test`.
weir_register_test(NAME corpus.schema LABELS corpus
    COMMAND "${WEIR_PYTHON}" -B tests/corpus/check_schema.py)
weir_register_test(NAME corpus.schema.self_test LABELS corpus
    COMMAND "${WEIR_PYTHON}" -B tests/corpus/check_schema.py --self-test)
if(TARGET weir_program)
    weir_register_test(NAME corpus.cases LABELS corpus COMMAND $<TARGET_FILE:weir_program> test corpus)
endif()
