/* The rules of the policy lint, one row each: what is wrong, what to do about it, and which source says so. */
#include "policy/lint/lint.h"

/* clang-format off */
#define TEXT(literal) {"" literal, sizeof(literal) - 1}
#define RULE(id, severity, source, level, check, sentence, cure) \
    {{TEXT("policy.lint." id), WEIR_SEVERITY_##severity, TEXT(sentence), TEXT(cure), TEXT(source)}, \
     WEIR_LINT_##level, check, NULL}
/* A rule found by hand whose cure depends on the place. */
#define RULE_BY_PLACE(id, severity, source, sentence, cure, cure_at) \
    {{TEXT("policy.lint." id), WEIR_SEVERITY_##severity, TEXT(sentence), TEXT(cure), TEXT(source)}, \
     WEIR_LINT_BY_HAND, NULL, cure_at}

/* By id; a test holds the order. */
static const struct weir_lint_row rows[] = {
    RULE("action-blank", WARNING, "iam-grammar", STATEMENT, weir_lint_action_blank,
         "an action with a blank in it, or with nothing behind its colon, matches no action",
         "write the action without blanks, such as `s3:GetObject`"),
    RULE("allow-everything", WARNING, "iam-grammar", STATEMENT, weir_lint_allow_everything,
         "a statement allows every action on every resource without a condition",
         "name the actions and the resources that are needed"),
    RULE("aws-refuses", ERROR, "iam-malformed", LAST, weir_lint_aws_refuses,
         "AWS answers MalformedPolicyDocument where weir still reads the document",
         "mend what AWS's message names"),
    RULE("bool-operand", WARNING, "iam-condition-operators", CONDITION, weir_lint_bool_operand,
         "a Bool condition compares with a text that is neither `true` nor `false`, and no value meets that",
         "write `true` or `false`"),
    RULE("characters", ERROR, "iam-quotas", DOCUMENT, weir_lint_characters,
         "IAM and STS take no character beyond U+00FF and no control but tab, line feed and carriage return",
         "write the character as a JSON escape, or leave it out"),
    RULE("duplicate-sid", ERROR, "iam-grammar", DOCUMENT, weir_lint_duplicate_sid,
         "two statements of one document have the same Sid",
         "give each statement a Sid of its own, or none"),
    RULE("empty-values", WARNING, "iam-condition-operators", CONDITION, weir_lint_empty_values,
         "a condition lists no value: no request's value is among none",
         "list the values, or take the condition out"),
    RULE("for-all-values", WARNING, "iam-multivalue", CONDITION, weir_lint_for_all_values,
         "ForAllValues holds where the request lacks the key, so that an Allow lets such a request pass",
         "add a Null condition that demands the key: {\"Null\": {KEY: \"false\"}}"),
    RULE("if-exists-allow", WARNING, "iam-condition-operators", CONDITION, weir_lint_if_exists_allow,
         "an Allow guards with IfExists, and a request without the key passes the guard",
         "take IfExists away, or deny in a statement of its own what lacks the key"),
    RULE("limit", NOTE, "weir-local", BY_HAND, NULL,
         "the lint stopped short of a limit",
         "mend what is reported and lint again, or cut the document"),
    RULE("mfa-deny", WARNING, "iam-global-keys", CONDITION, weir_lint_mfa_deny,
         "a Deny of what lacks multi-factor authentication misses requests with long-term keys, which lack the key",
         "use BoolIfExists"),
    RULE("multivalued", WARNING, "iam-multivalue", CONDITION, weir_lint_multivalued,
         "a key with several values is compared without a set operator, and then nothing holds",
         "write ForAllValues or ForAnyValue in front of the operator"),
    RULE("negated-allow", WARNING, "iam-condition-operators", CONDITION, weir_lint_negated_allow,
         "an Allow guards with a negated operator, which holds where the request lacks the key",
         "name what is allowed instead, or demand the key with Null"),
    RULE("no-principal", WARNING, "iam-principal", STATEMENT, weir_lint_no_principal,
         "a statement of a resource-based policy names no principal and never applies",
         "add Principal"),
    RULE("not-action-allow", WARNING, "iam-grammar", STATEMENT, weir_lint_not_action_allow,
         "an Allow with NotAction allows every action that it does not list, those of future services too",
         "list the actions to allow, or turn the statement into a Deny"),
    RULE("not-principal", WARNING, "iam-notprincipal", STATEMENT, weir_lint_not_principal,
         "a Deny with NotPrincipal denies whoever is not listed by each of its names, and everybody with a permissions boundary",
         "use Principal `*` with a condition on aws:PrincipalArn"),
    RULE("not-resource-allow", WARNING, "iam-grammar", STATEMENT, weir_lint_not_resource_allow,
         "an Allow with NotResource allows every resource that it does not list, those not yet made too",
         "list the resources to allow, or turn the statement into a Deny"),
    RULE("operand", WARNING, "iam-condition-operators", CONDITION, weir_lint_operand,
         "a value is not of its operator's kind, and no comparison with it holds",
         "write a value of the operator's kind"),
    RULE("public", WARNING, "iam-principal", STATEMENT, weir_lint_public,
         "a statement allows everybody, callers without credentials too, without a condition",
         "name the principals, or add a condition on who calls"),
    RULE("set-of-one", WARNING, "iam-multivalue", CONDITION, weir_lint_set_of_one,
         "a key that has one value at most is compared with a set operator",
         "take the set operator away"),
    RULE("short-arn", WARNING, "iam-resource", STATEMENT, weir_lint_short_arn,
         "an ARN has fewer than six parts, and what the missing ones mean depends on the kind of policy",
         "write all six parts"),
    RULE("sid-characters", ERROR, "iam-grammar", STATEMENT, weir_lint_sid_characters,
         "IAM takes only letters and digits in a Sid",
         "write the Sid with letters and digits alone"),
    RULE("size", ERROR, "iam-quotas", DOCUMENT, weir_lint_size,
         "the document has more characters than its quota allows",
         "join statements, shorten lists by wildcards, or split the document"),
    RULE("unknown-key", WARNING, "iam-global-keys", CONDITION, weir_lint_unknown_key,
         "no service fills such a condition key, so that every request lacks it",
         "write the key as AWS names it"),
    RULE("unknown-operator", ERROR, "iam-condition-operators", CONDITION, weir_lint_unknown_operator,
         "there is no such operator; AWS refuses the document, and an evaluator that does not may switch the statement off",
         "write one of AWS's operators"),
    RULE("unreachable", WARNING, "iam-eval", STATEMENT, weir_lint_unreachable,
         "a statement decides nothing, because another one covers it",
         "take the statement out, or narrow the other one"),
    RULE_BY_PLACE("unreadable", ERROR, "iam-grammar",
         "the document, or a statement of it, is not written as the policy grammar demands",
         "write the element at this place as the grammar has it", weir_lint_cure),
    RULE("variable-2008", WARNING, "iam-variables", STATEMENT, weir_lint_variable_2008,
         "variables have a meaning only in documents of Version 2012-10-17; here they are literal text",
         "add \"Version\": \"2012-10-17\""),
    RULE("variable-multivalued", WARNING, "iam-variables", STATEMENT, weir_lint_variable_multivalued,
         "a variable names a key that may have several values, and such a variable has no value",
         "compare the key in a condition with ForAnyValue or ForAllValues"),
    RULE("variable-open", WARNING, "iam-variables", STATEMENT, weir_lint_variable_open,
         "a variable is not closed, and is literal text",
         "close it with `}`, or write `${$}` for a dollar sign"),
    RULE("variable-place", WARNING, "iam-variables", STATEMENT, weir_lint_variable_place,
         "a variable stands where AWS knows none, and is literal text there",
         "use variables in the last part of a resource's ARN and in values of string and ARN operators"),
    RULE("version", WARNING, "iam-grammar", DOCUMENT, weir_lint_version,
         "the document is of 2008: it has no variables, and CreatePolicy does not take it",
         "add \"Version\": \"2012-10-17\""),
    RULE("wildcard-equals", WARNING, "iam-condition-operators", CONDITION, weir_lint_wildcard_equals,
         "a wildcard is literal text for StringEquals and its kin",
         "use StringLike or StringNotLike"),
};
/* clang-format on */

const struct weir_lint_row *weir_lint_rows(size_t *count)
{
    *count = WEIR_COUNT(rows);
    return rows;
}

const struct weir_lint_row *weir_lint_row(const char *id)
{
    size_t i = 0;
    while (i + 1 < WEIR_COUNT(rows) && !weir_str_equal(rows[i].rule.id, weir_str_from(id)))
        i++;
    return &rows[i];
}

size_t weir_policy_lint_rule_count(void)
{
    return WEIR_COUNT(rows);
}

bool weir_policy_lint_rule(size_t index, struct weir_lint_rule *rule)
{
    if (rule == NULL)
        return false;
    *rule = (struct weir_lint_rule){.severity = WEIR_SEVERITY_NOTE};
    if (index < WEIR_COUNT(rows))
        *rule = rows[index].rule;
    return index < WEIR_COUNT(rows);
}
