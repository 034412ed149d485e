# The corpus as a specification: its form here, its truth by `weir test`.
foreach(check IN ITEMS schema sources)
    weir_register_test(NAME corpus.${check} LABELS corpus
        COMMAND "${WEIR_PYTHON}" -B tests/corpus/check_${check}.py)
    weir_register_test(NAME corpus.${check}.self_test LABELS corpus
        COMMAND "${WEIR_PYTHON}" -B tests/corpus/check_${check}.py --self-test)
endforeach()
if(TARGET weir_program)
    weir_register_test(NAME corpus.cases LABELS corpus COMMAND $<TARGET_FILE:weir_program> test corpus)
endif()
