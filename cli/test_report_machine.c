/* Decides how cases are told to programs: JSON, one object a line, and JUnit XML. */
#include "glyph.h"
#include "test_report.h"

static void write_member(struct weir_writer *writer, const char *key, struct weir_str text)
{
    weir_write_key(writer, key);
    weir_write_text(writer, text);
}

static void write_number(struct weir_writer *writer, const char *key, size_t number)
{
    weir_write_key(writer, key);
    weir_write_int64(writer, (int64_t)number);
}

static void write_failure(struct weir_writer *writer, const struct failure *failure)
{
    weir_write_map_begin(writer);
    write_number(writer, "line", failure->place.line);
    write_number(writer, "column", failure->place.column);
    write_member(writer, "path", failure->path);
    write_member(writer, "expected", failure->expected);
    write_member(writer, "actual", failure->actual);
    weir_write_map_end(writer);
}

static struct weir_writer *new_line(struct test_output *output)
{
    struct weir_writer *writer = NULL;
    if (weir_writer_new(output->arena, &writer) != WEIR_OK)
        output->lost = true;
    return writer;
}

static void put_line(struct test_output *output, struct weir_writer *writer)
{
    struct weir_str json = {NULL, 0};
    if (weir_writer_finish(writer, &json) == WEIR_OK)
        paint_json_line(&output->paint, json);
    else
        output->lost = true;
}

static struct weir_str outcome_of(const struct case_result *result)
{
    if (result->skipped)
        return WEIR_STR("skipped");
    return case_holds(result) ? WEIR_STR("holds") : WEIR_STR("fails");
}

static void json_case(struct test_output *output, size_t number, const struct case_result *result)
{
    const struct corpus_case *const item = result->item;
    const struct weir_place place = weir_tree_place(item->suite->tree, item->node);
    struct weir_writer *const writer = new_line(output);
    (void)number;
    if (writer == NULL)
        return;
    weir_write_map_begin(writer);
    write_member(writer, "weir", WEIR_STR("test-case/1"));
    write_member(writer, "id", item->id);
    write_member(writer, "title", item->title);
    write_member(writer, "suite", item->suite->name);
    write_member(writer, "file", place.source);
    write_number(writer, "line", place.line);
    write_member(writer, "outcome", outcome_of(result));
    weir_write_key(writer, "failures");
    weir_write_list_begin(writer);
    for (size_t i = 0; i < result->failures.count; i++)
        write_failure(writer, &result->failures.items[i]);
    weir_write_list_end(writer);
    weir_write_map_end(writer);
    put_line(output, writer);
}

static void json_end(struct test_output *output, const struct test_counts *counts, const struct coverage *coverage)
{
    struct weir_writer *const writer = new_line(output);
    if (writer == NULL)
        return;
    weir_write_map_begin(writer);
    write_member(writer, "weir", WEIR_STR("test-summary/1"));
    write_number(writer, "cases", counts->cases);
    write_number(writer, "files", counts->suites);
    write_number(writer, "held", counts->held);
    write_number(writer, "failed", counts->failed);
    write_number(writer, "skipped", counts->skipped);
    if (coverage != NULL) {
        weir_write_key(writer, "rules");
        coverage_write(coverage, writer);
    }
    weir_write_map_end(writer);
    put_line(output, writer);
}

const struct test_form test_json = {NULL, json_case, json_end};

/* Characters that XML gives a meaning to. */
static const struct {
    char plain;
    const char *entity;
} entities[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}};

static const char *entity_of(char c)
{
    for (size_t i = 0; i < COUNT(entities); i++) {
        if (entities[i].plain == c)
            return entities[i].entity;
    }
    return NULL;
}

static void write_xml(struct weir_writer *writer, struct weir_str text)
{
    while (text.len > 0) {
        const struct glyph glyph = glyph_at(text);
        const char *const entity = entity_of(text.ptr[0]);
        if (glyph.hidden)
            weir_write_raw(writer, weir_str_from(glyph.escape));
        else if (entity != NULL)
            weir_write_raw(writer, weir_str_from(entity));
        else
            weir_write_raw(writer, (struct weir_str){text.ptr, glyph.bytes});
        text = (struct weir_str){text.ptr + glyph.bytes, text.len - glyph.bytes};
    }
}

static void write_attribute(struct weir_writer *writer, const char *name, struct weir_str text)
{
    weir_write_format(writer, " %s=\"", name);
    write_xml(writer, text);
    weir_write_raw(writer, WEIR_STR("\""));
}

static void junit_failure(struct weir_writer *writer, const struct failure *failure)
{
    weir_write_raw(writer, WEIR_STR("      <failure"));
    write_attribute(writer, "message", failure->path);
    weir_write_raw(writer, WEIR_STR(">"));
    write_xml(writer, failure->place.source);
    weir_write_format(writer, ":%u:%u\nexpected ", (unsigned)failure->place.line, (unsigned)failure->place.column);
    write_xml(writer, failure->expected);
    weir_write_raw(writer, WEIR_STR("\nactual   "));
    write_xml(writer, failure->actual);
    weir_write_raw(writer, WEIR_STR("</failure>\n"));
}

static void junit_case(struct test_output *output, size_t number, const struct case_result *result)
{
    const struct corpus_case *const item = result->item;
    struct weir_writer *const writer = output->gathered;
    (void)number;
    weir_write_raw(writer, WEIR_STR("    <testcase"));
    write_attribute(writer, "classname", item->suite->name);
    write_attribute(writer, "name", item->id);
    write_attribute(writer, "file", weir_str_from(item->suite->path));
    weir_write_raw(writer, case_holds(result) ? WEIR_STR("/>\n") : WEIR_STR(">\n"));
    if (case_holds(result))
        return;
    /* JUnit knows one failure a case. */
    if (result->skipped)
        weir_write_raw(writer, WEIR_STR("      <skipped message=\"built without SAML\"/>\n"));
    else
        junit_failure(writer, &result->failures.items[0]);
    weir_write_raw(writer, WEIR_STR("    </testcase>\n"));
}

static void junit_end(struct test_output *output, const struct test_counts *counts, const struct coverage *coverage)
{
    FILE *const out = output->paint.out;
    struct weir_str body = {NULL, 0};
    (void)coverage;
    output->lost = weir_writer_finish(output->gathered, &body) != WEIR_OK;
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", out);
    fprintf(out, "<testsuites tests=\"%zu\" failures=\"%zu\">\n", counts->cases, counts->failed);
    fprintf(out, "  <testsuite name=\"weir\" tests=\"%zu\" failures=\"%zu\" skipped=\"%zu\">\n", counts->cases,
            counts->failed, counts->skipped);
    fwrite(body.ptr, 1, body.len, out);
    fputs("  </testsuite>\n</testsuites>\n", out);
}

const struct test_form test_junit = {NULL, junit_case, junit_end};
