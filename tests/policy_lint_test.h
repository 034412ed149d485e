/* What the tests of the policy lint share: parts of documents, and the findings of a rule in a text. */
#ifndef WEIR_TESTS_POLICY_LINT_TEST_H
#define WEIR_TESTS_POLICY_LINT_TEST_H

#include "test_policy.h"

#include "policy/lint/lint.h"

#define V2012 "\"Version\":\"2012-10-17\","
#define GET "\"Action\":\"s3:GetObject\","
#define OBJECT "\"Resource\":\"arn:aws:s3:::lake/*\""
#define ONE(effect, rest) "{" V2012 "\"Statement\":[{\"Effect\":\"" effect "\"," rest "}]}"
#define ALLOW(rest) ONE("Allow", rest)
#define DENY(rest) ONE("Deny", rest)
#define IF(block) GET OBJECT ",\"Condition\":{" block "}"
#define TWO(first, second) "{" V2012 "\"Statement\":[{" first "},{" second "}]}"
#define SAID(sid) "\"Sid\":" sid ",\"Effect\":\"Allow\","
#define NAMED "\"Principal\":{\"AWS\":\"" ROLE_ARN "\"},"
#define A "\"Effect\":\"Allow\","
#define D "\"Effect\":\"Deny\","
#define PUT "\"Action\":\"s3:PutObject\","
#define EVERYBODY "\"Principal\":\"*\","
#define LIKE(value) ",\"Condition\":{\"StringLike\":{\"s3:prefix\":" value "}}"

static inline const struct weir_lint *lint_text(const char *text, enum weir_policy_kind kind,
                                                const struct weir_policy_lint_options *options,
                                                struct weir_arena *arena)
{
    const struct weir_lint *lint = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    assert_int_equal(
        weir_policy_lint_text(weir_str_from(text), WEIR_STR("p.json"), kind, options, arena, &lint, &error), WEIR_OK);
    assert_non_null(lint);
    return lint;
}

static inline bool is_rule(const struct weir_lint_finding *finding, const char *rule)
{
    char id[64];
    snprintf(id, sizeof(id), "policy.lint.%s", rule);
    return weir_str_equal(finding->rule, weir_str_from(id));
}

static inline void show(const struct weir_lint *lint)
{
    for (size_t i = 0; i < weir_lint_count(lint); i++) {
        const struct weir_lint_finding *const f = weir_lint_finding(lint, i);
        print_message("%u:%u %.*s: %.*s\n", f->place.line, f->place.column, WEIR_FMT(f->rule), WEIR_FMT(f->message));
    }
}

/* The only finding of a rule. */
static inline const struct weir_lint_finding *only(const struct weir_lint *lint, const char *rule)
{
    const struct weir_lint_finding *found = NULL;
    for (size_t i = 0; i < weir_lint_count(lint); i++) {
        const struct weir_lint_finding *const finding = weir_lint_finding(lint, i);
        if (!is_rule(finding, rule))
            continue;
        if (found != NULL) {
            show(lint);
            fail_msg("%s is found twice", rule);
        }
        found = finding;
    }
    return found;
}

#endif
