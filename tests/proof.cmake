# What is proved of the sources, where Frama-C, Why3 and the two provers are installed.
find_program(WEIR_FRAMA_C NAMES frama-c DOC "The prover of the matcher and the combination")
find_program(WEIR_WHY3 NAMES why3)
find_program(WEIR_CVC4 NAMES cvc4)
find_program(WEIR_Z3 NAMES z3)
if(WEIR_FRAMA_C AND WEIR_WHY3 AND WEIR_CVC4 AND WEIR_Z3 AND NOT WEIR_INSTRUMENTED)
    set(weir_prove "${WEIR_PYTHON}" -B "${CMAKE_CURRENT_SOURCE_DIR}/proof/run.py" --frama-c "${WEIR_FRAMA_C}"
        --why3 "${WEIR_WHY3}")
    weir_register_test(NAME proof.policy.planted LABELS proof COMMAND ${weir_prove} --self-test)
    weir_register_test(NAME proof.policy LABELS proof TIMEOUT 600 COMMAND ${weir_prove})
    set_tests_properties(proof.policy PROPERTIES PROCESSORS 2)
endif()
