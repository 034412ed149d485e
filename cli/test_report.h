/* What `weir test` tells of cases, in one form or another. */
#ifndef WEIR_CLI_TEST_REPORT_H
#define WEIR_CLI_TEST_REPORT_H

#include "case_run.h"
#include "coverage.h"
#include "paint.h"

struct test_counts {
    size_t cases; /* that are to be run */
    size_t suites;
    size_t held;
    size_t failed;
    size_t skipped; /* for want of SAML in this build */
};

/* Where a form is written to, and what it keeps on the way. */
struct test_output {
    const struct test_form *form;
    struct paint paint;
    bool verbose;
    bool lost;                    /* memory was out: something is not told */
    struct weir_arena *arena;     /* for what lasts until the end */
    struct weir_writer *gathered; /* JUnit says its counts before its cases */
};

/* One way of telling. Each function but one_case may be NULL. */
struct test_form {
    void (*begin)(struct test_output *output, const struct test_counts *counts);
    void (*one_case)(struct test_output *output, size_t number, const struct case_result *result);
    /* `coverage` is NULL unless it was asked for. */
    void (*end)(struct test_output *output, const struct test_counts *counts, const struct coverage *coverage);
};

extern const struct test_form test_human;
extern const struct test_form test_tap;
extern const struct test_form test_json;
extern const struct test_form test_junit;

/* False when memory is out. */
bool test_output_open(struct test_output *output, const struct test_form *form, FILE *out, bool verbose,
                      struct weir_arena *arena);

#endif
