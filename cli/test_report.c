/* Decides how cases are told to a person and in TAP 13: failures whole, the rest counted. */
#include "test_report.h"

#include "glyph.h"

enum { MOST_SHOWN_BYTES = 400, VALUE_COLUMN = 13 };

bool test_output_open(struct test_output *output, const struct test_form *form, FILE *out, bool verbose,
                      struct weir_arena *arena)
{
    *output = (struct test_output){.form = form, .verbose = verbose, .arena = arena};
    paint_open(&output->paint, out);
    return weir_writer_new(arena, &output->gathered) == WEIR_OK;
}

/* As much of a value as a person reads; a cut is made between characters. */
static struct weir_str shown(const struct test_output *output, struct weir_str text)
{
    if (output->verbose || text.len <= MOST_SHOWN_BYTES)
        return text;
    size_t bytes = 0;
    while (bytes < MOST_SHOWN_BYTES)
        bytes += glyph_at((struct weir_str){text.ptr + bytes, text.len - bytes}).bytes;
    return (struct weir_str){text.ptr, bytes};
}

static void print_value(struct test_output *output, const char *label, struct weir_str value)
{
    struct paint *const paint = &output->paint;
    const struct weir_str part = shown(output, value);
    paint_to_column(paint, 4);
    paint_text(paint, TINT_FAINT, weir_str_from(label));
    paint_to_column(paint, VALUE_COLUMN);
    paint_words(paint, TINT_PLAIN, VALUE_COLUMN, part);
    if (part.len < value.len)
        paint_text(paint, TINT_FAINT, WEIR_STR("..."));
    paint_line(paint);
}

static void print_failure(struct test_output *output, const struct failure *failure)
{
    struct paint *const paint = &output->paint;
    paint_to_column(paint, 2);
    paint_text(paint, TINT_PLAIN, failure->place.source);
    paint_format(paint, TINT_PLAIN, ":%u:%u: ", (unsigned)failure->place.line, (unsigned)failure->place.column);
    paint_words(paint, TINT_BOLD, 4, failure->path);
    paint_line(paint);
    print_value(output, "expected", failure->expected);
    print_value(output, "actual", failure->actual);
}

static void print_name(struct paint *paint, enum tint tint, const char *word, const struct corpus_case *item)
{
    paint_text(paint, tint, weir_str_from(word));
    paint_to_column(paint, 8);
    paint_text(paint, TINT_BOLD, item->id);
    paint_text(paint, TINT_PLAIN, WEIR_STR("  "));
    paint_words(paint, TINT_PLAIN, 8, item->title);
    paint_line(paint);
}

static void human_case(struct test_output *output, size_t number, const struct case_result *result)
{
    (void)number;
    struct paint *const paint = &output->paint;
    if (case_holds(result) || result->skipped) {
        if (output->verbose)
            print_name(paint, result->skipped ? TINT_DOUBT : TINT_GOOD, result->skipped ? "skipped" : "holds",
                       result->item);
        return;
    }
    print_name(paint, TINT_BAD, "FAILS", result->item);
    for (size_t i = 0; i < result->failures.count; i++)
        print_failure(output, &result->failures.items[i]);
    if (result->failures.left_out > 0)
        paint_format(paint, TINT_FAINT, "  and %zu more\n", result->failures.left_out);
    paint_line(paint);
}

static void human_end(struct test_output *output, const struct test_counts *counts, const struct coverage *coverage)
{
    struct paint *const paint = &output->paint;
    if (coverage != NULL) {
        coverage_print(coverage, "", paint);
        paint_line(paint);
    }
    paint_format(paint, TINT_BOLD, "%zu case%s in %zu file%s: ", counts->cases, counts->cases == 1 ? "" : "s",
                 counts->suites, counts->suites == 1 ? "" : "s");
    paint_format(paint, TINT_GOOD, "%zu hold", counts->held);
    if (counts->failed > 0) {
        paint_format(paint, TINT_PLAIN, ", ");
        paint_format(paint, TINT_BAD, "%zu fail", counts->failed);
    }
    if (counts->skipped > 0)
        paint_format(paint, TINT_DOUBT, ", %zu skipped: this weir was built without SAML", counts->skipped);
    paint_line(paint);
}

const struct test_form test_human = {NULL, human_case, human_end};

static void tap_begin(struct test_output *output, const struct test_counts *counts)
{
    fprintf(output->paint.out, "TAP version 13\n1..%zu\n", counts->cases);
}

/* A `#` in a description would begin a directive. */
static void tap_put(FILE *out, struct weir_str text)
{
    for (size_t at = 0; at < text.len;) {
        const struct glyph glyph = glyph_at((struct weir_str){text.ptr + at, text.len - at});
        if (text.ptr[at] == '#')
            fputc('\\', out);
        glyph_put(out, (struct weir_str){text.ptr + at, glyph.bytes});
        at += glyph.bytes;
    }
}

/* A YAML scalar in single quotes. */
static void tap_value(FILE *out, const char *key, struct weir_str text)
{
    fprintf(out, "    %s: '", key);
    for (size_t at = 0; at < text.len;) {
        const struct glyph glyph = glyph_at((struct weir_str){text.ptr + at, text.len - at});
        if (text.ptr[at] == '\'')
            fputc('\'', out);
        glyph_put(out, (struct weir_str){text.ptr + at, glyph.bytes});
        at += glyph.bytes;
    }
    fputs("'\n", out);
}

static void tap_failure(FILE *out, const struct failure *failure)
{
    fputs("  - at: '", out);
    glyph_put(out, failure->place.source);
    fprintf(out, ":%u:%u'\n", (unsigned)failure->place.line, (unsigned)failure->place.column);
    tap_value(out, "path", failure->path);
    tap_value(out, "expected", failure->expected);
    tap_value(out, "actual", failure->actual);
}

static void tap_case(struct test_output *output, size_t number, const struct case_result *result)
{
    FILE *const out = output->paint.out;
    fprintf(out, "%sok %zu - ", case_holds(result) || result->skipped ? "" : "not ", number);
    tap_put(out, result->item->id);
    fputc(' ', out);
    tap_put(out, result->item->title);
    fputs(result->skipped ? " # SKIP built without SAML\n" : "\n", out);
    if (case_holds(result) || result->skipped)
        return;
    fputs("  ---\n", out);
    for (size_t i = 0; i < result->failures.count; i++)
        tap_failure(out, &result->failures.items[i]);
    fputs("  ...\n", out);
}

static void tap_end(struct test_output *output, const struct test_counts *counts, const struct coverage *coverage)
{
    if (coverage != NULL)
        coverage_print(coverage, "# ", &output->paint);
    fprintf(output->paint.out, "# %zu hold, %zu fail\n", counts->held, counts->failed);
}

const struct test_form test_tap = {tap_begin, tap_case, tap_end};
