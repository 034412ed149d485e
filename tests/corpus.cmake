# The corpus as a specification: its form here, its truth by `weir test`.
weir_register_test(NAME corpus.schema LABELS corpus
    COMMAND "${WEIR_PYTHON}" -B tests/corpus/check_schema.py)
weir_register_test(NAME corpus.schema.self_test LABELS corpus
    COMMAND "${WEIR_PYTHON}" -B tests/corpus/check_schema.py --self-test)
if(TARGET weir_program)
    weir_register_test(NAME corpus.cases LABELS corpus COMMAND $<TARGET_FILE:weir_program> test corpus)
endif()
# The metamorphic runs: every case asked in another way. One build asks them all; the sanitizers have the cases themselves.
weir_register_test(NAME corpus.metamorphic.self_test LABELS corpus
    COMMAND "${WEIR_PYTHON}" -B tests/corpus/metamorphic.py --self-test)
if(TARGET weir_program AND NOT WEIR_INSTRUMENTED)
    weir_register_test(NAME corpus.metamorphic LABELS model TIMEOUT 600
        COMMAND "${WEIR_PYTHON}" -B tests/corpus/metamorphic.py --weir $<TARGET_FILE:weir_program>)
endif()
