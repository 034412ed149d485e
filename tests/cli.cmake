# The program as people and scripts meet it, through its arguments, files and streams.
foreach(pair IN ITEMS decide:decide authorize:authorize verify:verify scope:scope compare:compare lint:lint rules:rules test:corpus usage:usage robust:robust)
    string(REPLACE ":" ";" pair "${pair}")
    list(GET pair 0 name)
    list(GET pair 1 script)
    weir_register_test(NAME cli.${name}
        COMMAND ${WEIR_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/cli/${script}.py $<TARGET_FILE:weir_program>
        LABELS cli
        TIMEOUT 120)
endforeach()
