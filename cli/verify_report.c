/* Decides how a verified response is told: the word, what it claims, and every check that it passed or failed. */
#include "report_impl.h"
#include "verify.h"

enum { WORD_COLUMN = 9, DOC_COLUMN = 15, POINT_COLUMN = 24 };

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

static void print_failed(const struct weir_check *check, struct paint *paint)
{
    report_label(paint, "failed");
    paint_text(paint, TINT_BOLD, check->id);
    paint_line(paint);
    report_line(paint, "because", check->because);
}

/* "saml.decode.base64" is the point base64 of the step decode. */
static struct weir_str step_of(struct weir_str id)
{
    const struct weir_str prefix = WEIR_STR("saml.");
    if (weir_str_has_prefix(id, prefix))
        id = (struct weir_str){id.ptr + prefix.len, id.len - prefix.len};
    size_t dot = 0;
    while (dot < id.len && id.ptr[dot] != '.')
        dot++;
    return (struct weir_str){id.ptr, dot};
}

static struct weir_str point_of(struct weir_str id)
{
    const struct weir_str step = step_of(id);
    const char *const behind = step.ptr + step.len;
    const size_t left = (size_t)(id.ptr + id.len - behind);
    return left == 0 ? id : (struct weir_str){behind + 1, left - 1};
}

/* The points of one step on a line, as many as stand together. Returns how many. */
static size_t print_step(const struct weir_check *checks, size_t count, const char *label, struct paint *paint)
{
    const struct weir_str step = step_of(checks[0].id);
    size_t i = 0;
    report_label(paint, label);
    paint_text(paint, TINT_PLAIN, step);
    paint_to_column(paint, POINT_COLUMN);
    for (; i < count && checks[i].passed && weir_str_equal(step_of(checks[i].id), step); i++) {
        if (i > 0)
            paint_more_words(paint, TINT_FAINT, POINT_COLUMN, point_of(checks[i].id));
        else
            paint_words(paint, TINT_FAINT, POINT_COLUMN, point_of(checks[i].id));
    }
    paint_line(paint);
    return i;
}

static void print_passed(const struct weir_check *check, const char *label, struct paint *paint)
{
    report_label(paint, label);
    paint_text(paint, TINT_PLAIN, check->id);
    paint_line(paint);
    paint_to_column(paint, DOC_COLUMN);
    paint_words(paint, TINT_FAINT, DOC_COLUMN, doc_of(check->id));
    paint_line(paint);
}

static void print_checks(const struct weir_check *checks, size_t count, bool verbose, struct paint *paint)
{
    if (count > 0 && !checks[count - 1].passed)
        print_failed(&checks[--count], paint);
    for (size_t i = 0, used = 0; i < count; i += used) {
        const char *const label = i == 0 ? "passed" : "";
        used = 1;
        if (verbose)
            print_passed(&checks[i], label, paint);
        else
            used = print_step(&checks[i], count - i, label, paint);
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
