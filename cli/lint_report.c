/* Decides how findings are told: a line that editors and grep(1) understand with its cure beneath, or a JSON object. */
#include <string.h>

#include "complain.h"
#include "glyph.h"
#include "lint.h"

enum { CURE_COLUMN = 2, RULE_COLUMN = 9 };

/* From the worst. */
static const struct {
    enum weir_severity severity;
    enum tint tint;
    const char *one;
    const char *many;
} severities[] = {
    {WEIR_SEVERITY_ERROR, TINT_BAD, "error", "errors"},
    {WEIR_SEVERITY_WARNING, TINT_DOUBT, "warning", "warnings"},
    {WEIR_SEVERITY_NOTE, TINT_PLAIN, "note", "notes"},
};

static enum tint tint_of(enum weir_severity severity)
{
    for (size_t i = 0; i < COUNT(severities); i++) {
        if (severities[i].severity == severity)
            return severities[i].tint;
    }
    return TINT_PLAIN;
}

static void tell_person(struct lint_run *run, const struct weir_lint_finding *finding)
{
    struct paint *const paint = &run->paint;
    paint_text(paint, TINT_PLAIN, finding->place.source);
    if (finding->place.line > 0)
        paint_format(paint, TINT_PLAIN, ":%u:%u", (unsigned)finding->place.line, (unsigned)finding->place.column);
    paint_text(paint, TINT_PLAIN, WEIR_STR(": "));
    paint_text(paint, tint_of(finding->severity), weir_str_from(weir_severity_name(finding->severity)));
    paint_text(paint, TINT_PLAIN, WEIR_STR(": "));
    paint_text(paint, TINT_BOLD, finding->message);
    paint_text(paint, TINT_FAINT, WEIR_STR(" ["));
    paint_text(paint, TINT_FAINT, finding->rule);
    paint_text(paint, TINT_FAINT, WEIR_STR("]"));
    paint_line(paint);
    if (finding->cure.len == 0)
        return;
    paint_to_column(paint, CURE_COLUMN);
    paint_words(paint, TINT_PLAIN, CURE_COLUMN, finding->cure);
    paint_line(paint);
}

static enum weir_status write_json(const struct lint_run *run, const struct weir_lint_finding *finding,
                                   struct weir_str *json)
{
    struct weir_writer *writer = NULL;
    TRY(weir_writer_new(run->arena, &writer));
    weir_write_map_begin(writer);
    weir_write_key(writer, "weir");
    weir_write_text(writer, WEIR_STR("lint-finding/1"));
    weir_lint_write(writer, finding);
    weir_write_map_end(writer);
    return weir_writer_finish(writer, json);
}

void lint_tell(struct lint_run *run, const struct weir_lint_finding *finding)
{
    struct weir_str json = {NULL, 0};
    run->counts[finding->severity]++;
    if (finding->severity == WEIR_SEVERITY_ERROR && finding->place.line == run->error_line)
        run->error_line = 0;
    if (run->quiet)
        return;
    if (!run->json)
        tell_person(run, finding);
    else if (write_json(run, finding, &json) == WEIR_OK)
        paint_json_line(&run->paint, json);
    else
        run->code = complain_memory();
}

/* What cannot be read as a whole: what its author has to keep to. */
static const struct {
    const char *rule;
    const char *cure;
} cures[] = {
    {"lint.syntax", "in JSON: texts in double quotes, a comma between members and none after the last, every key "
                    "once, no comments; in YAML: blanks for indentation, every key once, no anchors, tags or "
                    "merge keys"},
    {"lint.document", "begin with `weir:` and the kind of document, world/1, request/1, rulebook/1, or give a "
                      "policy, or what the AWS CLI reports"},
    {"lint.world", "write this member as weir-world(5) has it, or as the AWS CLI reports it"},
    {"lint.request", "write this member as weir-corpus(5) has it"},
    {"lint.question", "write this member as weir(1) has it"},
    {"lint.rulebook", "write this member as weir-rulebook(5) has it"},
};

static struct weir_str cure_of(const char *rule)
{
    for (size_t i = 0; i < COUNT(cures); i++)
        if (strcmp(cures[i].rule, rule) == 0)
            return weir_str_from(cures[i].cure);
    return (struct weir_str){NULL, 0};
}

void lint_tell_error(struct lint_run *run, const char *rule, const struct weir_error *error, struct weir_str name)
{
    const struct weir_str source = weir_str_from(error->source);
    const char *const words = error->message[0] != '\0' ? error->message : weir_status_sentence(error->status);
    if (error->status == WEIR_ERR_MEMORY) {
        run->code = complain_memory();
        return;
    }
    const struct weir_lint_finding finding = {
        .rule = weir_str_from(rule),
        .severity = WEIR_SEVERITY_ERROR,
        .message = weir_str_from(words),
        .cure = cure_of(rule),
        .place = {source.len > 0 ? source : name, error->line, error->column, error->offset},
        .pointer = weir_str_from(error->path),
    };
    lint_tell(run, &finding);
}

void lint_summary(struct lint_run *run)
{
    const size_t files = run->file_count;
    struct paint *const paint = &run->paint;
    const char *before = ": ";
    if (run->quiet || run->json || files == 0)
        return;
    paint_format(paint, TINT_BOLD, "%zu file%s", files, files == 1 ? "" : "s");
    for (size_t i = 0; i < COUNT(severities); i++) {
        const size_t count = run->counts[severities[i].severity];
        if (count == 0)
            continue;
        paint_format(paint, TINT_PLAIN, "%s", before);
        paint_format(paint, severities[i].tint, "%zu %s", count, count == 1 ? severities[i].one : severities[i].many);
        before = ", ";
    }
    if (before[0] == ':')
        paint_format(paint, TINT_PLAIN, ": nothing found");
    paint_line(paint);
}

static void print_rule(struct lint_run *run, const struct weir_lint_rule *rule)
{
    struct paint *const paint = &run->paint;
    paint_text(paint, tint_of(rule->severity), weir_str_from(weir_severity_name(rule->severity)));
    paint_to_column(paint, RULE_COLUMN);
    paint_text(paint, TINT_BOLD, rule->id);
    paint_line(paint);
    paint_to_column(paint, RULE_COLUMN);
    paint_words(paint, TINT_PLAIN, RULE_COLUMN, rule->sentence);
    paint_line(paint);
    paint_to_column(paint, RULE_COLUMN);
    paint_words(paint, TINT_FAINT, RULE_COLUMN, rule->cure);
    paint_line(paint);
}

static enum weir_status rule_json(const struct lint_run *run, const struct weir_lint_rule *rule, struct weir_str *json)
{
    const struct {
        const char *key;
        struct weir_str text;
    } members[] = {{"weir", WEIR_STR("lint-rule/1")},
                   {"id", rule->id},
                   {"severity", weir_str_from(weir_severity_name(rule->severity))},
                   {"sentence", rule->sentence},
                   {"cure", rule->cure},
                   {"source", rule->source}};
    struct weir_writer *writer = NULL;
    TRY(weir_writer_new(run->arena, &writer));
    weir_write_map_begin(writer);
    for (size_t i = 0; i < COUNT(members); i++) {
        weir_write_key(writer, members[i].key);
        weir_write_text(writer, members[i].text);
    }
    weir_write_map_end(writer);
    return weir_writer_finish(writer, json);
}

void lint_rules(struct lint_run *run)
{
    struct weir_lint_rule rule;
    for (size_t i = 0; weir_policy_lint_rule(i, &rule); i++) {
        struct weir_str json = {NULL, 0};
        if (!run->json)
            print_rule(run, &rule);
        else if (rule_json(run, &rule, &json) == WEIR_OK)
            paint_json_line(&run->paint, json);
        else
            run->code = complain_memory();
    }
}
