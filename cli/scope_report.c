/* Decides how session policies are told: the word, each policy with its size and locations, and what it lets out. */
#include "report_impl.h"
#include "scope.h"

enum { WORD_COLUMN = 9 };

static void print_word(struct paint *paint, enum tint tint, struct weir_str word)
{
    paint_text(paint, tint, word);
    paint_to_column(paint, WORD_COLUMN);
}

static void print_refusal(const struct weir_refusal *refusal, struct paint *paint)
{
    print_word(paint, TINT_BAD, WEIR_STR("REFUSED"));
    paint_text(paint, TINT_BOLD, refusal->code);
    paint_line(paint);
    if (refusal->subject.len > 0)
        report_line(paint, "about", refusal->subject);
    report_line(paint, "because", refusal->message);
    report_line(paint, "check", refusal->check);
}

static void print_header(const struct weir_scope *scope, struct paint *paint)
{
    struct weir_scope_policy policy;
    const size_t count = weir_scope_policy_count(scope);
    size_t locations = 0;
    for (size_t i = 0; weir_scope_policy(scope, i, &policy); i++)
        locations += policy.location_count;
    print_word(paint, TINT_GOOD, WEIR_STR("SCOPED"));
    paint_format(paint, TINT_BOLD, "%zu location%s in %zu polic%s", locations, locations == 1 ? "" : "s", count,
                 count == 1 ? "y" : "ies");
    paint_line(paint);
}

static void print_policy(const struct weir_scope_policy *policy, struct paint *paint)
{
    report_label(paint, "policy");
    paint_format(paint, TINT_PLAIN, "%zu characters, packed perhaps %u %%", policy->characters,
                 policy->packed_estimate_percent);
    paint_line(paint);
    paint_to_column(paint, TEXT_COLUMN);
    paint_json(paint, TEXT_COLUMN, policy->document);
    paint_line(paint);
    for (size_t i = 0; i < policy->location_count; i++)
        report_line(paint, i == 0 ? "for" : "", policy->locations[i]);
    if (policy->proof == WEIR_SCOPE_TIGHT)
        report_line(paint, "proof",
                    policy->leak_count == 0 ? WEIR_STR("tight: read again, it allows the grant and nothing else")
                                            : WEIR_STR("tight: read again, it allows the grant and what leaks"));
    for (size_t i = 0; i < policy->leak_count; i++)
        report_line(paint, i == 0 ? "leak" : "", policy->leaks[i]);
    if (policy->packed_estimate_percent >= WEIR_SCOPE_PACKED_WARNING_PERCENT)
        report_line(paint, "warning", WEIR_STR("AWS STS may find the policy too large once packed"));
}

void scope_report(const struct weir_scope *scope, const struct weir_refusal *refusal, struct paint *paint)
{
    struct weir_scope_policy policy;
    if (refusal != NULL) {
        print_refusal(refusal, paint);
        return;
    }
    print_header(scope, paint);
    for (size_t i = 0; weir_scope_policy(scope, i, &policy); i++)
        print_policy(&policy, paint);
}
