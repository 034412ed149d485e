/* Decides how a verified response is told: the word, what it claims, and every check that it passed or failed. */
#include "report_impl.h"
#include "verify.h"

enum { WORD_COLUMN = 9, CHECK_COLUMN = 15 };

static void print_word(struct paint *paint, enum tint tint, struct weir_str word)
{
    paint_text(paint, tint, word);
    paint_to_column(paint, WORD_COLUMN);
}

static void print_optional(struct paint *paint, const char *label, struct weir_str text)
{
    if (text.len > 0)
        report_line(paint, label, text);
}

static void print_instant(struct paint *paint, const char *label, int64_t unix_s)
{
    char text[21];
    if (weir_time_format(unix_s, text))
        report_line(paint, label, weir_str_from(text));
}

/* "KEY = VALUE", words of an assertion on both sides. */
static void print_pair(struct paint *paint, const char *label, struct weir_str key, struct weir_str value)
{
    report_label(paint, label);
    paint_text(paint, TINT_PLAIN, key);
    paint_text(paint, TINT_FAINT, WEIR_STR(" = "));
    paint_words(paint, TINT_PLAIN, TEXT_COLUMN, value);
    paint_line(paint);
}

static void print_roles(const struct weir_saml_claims *claims, struct paint *paint)
{
    for (size_t i = 0; i < claims->role_count; i++) {
        report_line(paint, i == 0 ? "roles" : "", claims->roles[i].role_arn);
        report_line(paint, "", claims->roles[i].provider_arn);
    }
}

static bool is_transitive(const struct weir_saml_claims *claims, struct weir_str key)
{
    for (size_t i = 0; i < claims->transitive_tag_key_count; i++) {
        if (weir_str_equal_fold(claims->transitive_tag_keys[i], key))
            return true;
    }
    return false;
}

static void print_tags(const struct weir_saml_claims *claims, struct paint *paint)
{
    for (size_t i = 0; i < claims->tag_count; i++) {
        const struct weir_saml_tag *const tag = &claims->tags[i];
        print_pair(paint, is_transitive(claims, tag->key) ? "transitive" : "tag", tag->key, tag->value);
    }
}

static void print_lakeformation(const struct weir_saml_claims *claims, struct paint *paint)
{
    print_optional(paint, "lake user", claims->lakeformation_username);
    for (size_t i = 0; i < claims->lakeformation_group_count; i++)
        report_line(paint, i == 0 ? "lake group" : "", claims->lakeformation_groups[i]);
}

static void print_condition_keys(const struct weir_saml_claims *claims, struct paint *paint)
{
    for (size_t i = 0; i < claims->condition_key_count; i++) {
        const struct weir_saml_key *const key = &claims->condition_keys[i];
        for (size_t k = 0; k < key->count; k++)
            print_pair(paint, i == 0 && k == 0 ? "keys" : "", key->name, key->values[k]);
    }
}

static void print_session(const struct weir_saml_claims *claims, struct paint *paint)
{
    if (claims->role_session_name.len == 0)
        return;
    report_label(paint, "session");
    paint_text(paint, TINT_PLAIN, claims->role_session_name);
    paint_format(paint, TINT_PLAIN, " for at most %lld seconds", (long long)claims->session_s);
    paint_line(paint);
}

static void print_claims(const struct weir_saml_claims *claims, struct paint *paint)
{
    print_word(paint, TINT_GOOD, WEIR_STR("VALID"));
    paint_text(paint, TINT_BOLD, claims->name_id);
    paint_line(paint);
    report_line(paint, "issuer", claims->issuer);
    report_line(paint, "subject", claims->sub_type);
    report_line(paint, "audience", claims->audience);
    print_instant(paint, "good until", claims->not_on_or_after);
    print_session(claims, paint);
    print_optional(paint, "source", claims->source_identity);
    print_roles(claims, paint);
    print_tags(claims, paint);
    print_lakeformation(claims, paint);
    print_condition_keys(claims, paint);
}

static void print_refusal(const struct weir_refusal *refusal, struct paint *paint)
{
    print_word(paint, TINT_BAD, WEIR_STR("INVALID"));
    paint_text(paint, TINT_BOLD, refusal->code);
    if (refusal->status > 0)
        paint_format(paint, TINT_PLAIN, ", HTTP %d", refusal->status);
    paint_line(paint);
    report_line(paint, "message", refusal->message);
}

static struct weir_str doc_of(struct weir_str id)
{
    const struct weir_saml_check_row *row = NULL;
    for (size_t i = 0; (row = weir_saml_check_row(i)) != NULL; i++) {
        if (weir_str_equal(row->id, id))
            return row->doc;
    }
    return (struct weir_str){NULL, 0};
}

static void print_check(const struct weir_check *check, const char *label, bool verbose, struct paint *paint)
{
    report_label(paint, label);
    paint_text(paint, check->passed ? TINT_PLAIN : TINT_BAD, check->id);
    paint_line(paint);
    const struct weir_str more = check->because.len > 0 ? check->because : doc_of(check->id);
    if (more.len == 0 || !(verbose || check->because.len > 0))
        return;
    paint_to_column(paint, CHECK_COLUMN);
    paint_words(paint, TINT_FAINT, CHECK_COLUMN, more);
    paint_line(paint);
}

static void print_checks(const struct weir_check *checks, size_t count, bool verbose, struct paint *paint)
{
    bool has_passed = false;
    for (size_t i = 0; i < count; i++) {
        const char *const label = !checks[i].passed ? "failed" : has_passed ? "" : "passed";
        has_passed = has_passed || checks[i].passed;
        print_check(&checks[i], label, verbose, paint);
    }
}

void verify_report(const struct weir_saml_claims *claims, const struct weir_refusal *refusal, bool verbose,
                   struct paint *paint)
{
    if (claims != NULL) {
        print_claims(claims, paint);
        print_checks(claims->checks, claims->check_count, verbose, paint);
    } else {
        print_refusal(refusal, paint);
        print_checks(refusal->checks, refusal->check_count, verbose, paint);
    }
}
