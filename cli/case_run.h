/* One case asked, its answer held against what it expects and against the invariants. */
#ifndef WEIR_CLI_CASE_RUN_H
#define WEIR_CLI_CASE_RUN_H

#include "answer.h"
#include "contain.h"
#include "corpus.h"

struct case_result {
    const struct corpus_case *item;
    struct weir_run run; /* count 0 when the answer is an error */
    struct failures failures;
    bool skipped; /* it needs SAML, which this build does not have: it neither holds nor fails */
};

/*
 * Runs a case; the result lives in the arena. CLI_YES when it ran, whether it holds or not; else why it could not be
 * run is on stderr.
 */
enum cli_exit case_run(struct corpus *corpus, const struct corpus_case *item, struct weir_arena *arena,
                       struct case_result *result);
bool case_holds(const struct case_result *result);

#endif
