# The corpus as a specification: its form here, its truth by `weir test`.
weir_register_test(NAME corpus.schema LABELS corpus
    COMMAND "${WEIR_PYTHON}" -B tests/corpus/check_schema.py)
weir_register_test(NAME corpus.schema.self_test LABELS corpus
    COMMAND "${WEIR_PYTHON}" -B tests/corpus/check_schema.py --self-test)
weir_register_test(NAME corpus.cases LABELS corpus COMMAND $<TARGET_FILE:weir_program> test corpus)
# Every refusal says what to do about it, without holes.
weir_register_test(NAME corpus.advice.self_test LABELS corpus
    COMMAND "${WEIR_PYTHON}" -B tests/corpus/advice.py --self-test)
if(NOT WEIR_INSTRUMENTED)
    weir_register_test(NAME corpus.advice LABELS corpus TIMEOUT 300
        COMMAND "${WEIR_PYTHON}" -B tests/corpus/advice.py --weir $<TARGET_FILE:weir_program>)
endif()
# The metamorphic runs: every case asked in another way. One build asks them all; the sanitizers have the cases themselves.
weir_register_test(NAME corpus.metamorphic.self_test LABELS corpus
    COMMAND "${WEIR_PYTHON}" -B tests/corpus/metamorphic.py --self-test)
if(NOT WEIR_INSTRUMENTED)
    weir_register_test(NAME corpus.metamorphic LABELS model TIMEOUT 600
        COMMAND "${WEIR_PYTHON}" -B tests/corpus/metamorphic.py --weir $<TARGET_FILE:weir_program>)
endif()

# Memory fails under every question. The program's own rooms read the corpus; only its door stays outside.
get_target_property(program_sources weir_program SOURCES)
get_target_property(program_folder weir_program SOURCE_DIR)
list(REMOVE_ITEM program_sources main.c)
list(TRANSFORM program_sources PREPEND "${program_folder}/")
weir_add_test(NAME corpus.memory SOURCES test_corpus_memory.c "${PROJECT_SOURCE_DIR}/fuzz/fail_alloc.c" ${program_sources}
    LINK -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc LABELS corpus TIMEOUT 600)
target_compile_definitions(test_corpus_memory PRIVATE _POSIX_C_SOURCE=200809L)
target_include_directories(test_corpus_memory PRIVATE "${program_folder}")
