/* `weir decide --ndjson`: one answer a line, in order; a bad line is answered with its error and stops nothing. */
#include "decide.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <sys/stat.h>

#include "complain.h"
#include "files.h"
#include "paint.h"

struct lines {
    const struct decide_plan *plan;
    const struct asking *asking;
    struct weir_arena *arena; /* of one line; reset for the next */
    struct weir_str name;
    struct paint paint;
    bool at_once; /* whoever writes the lines may be waiting for each answer */
    enum cli_exit worst;
};

static bool is_blank(const struct line *line)
{
    for (size_t i = 0; i < line->len; i++) {
        if (strchr(" \t\r", line->bytes[i]) == NULL || line->bytes[i] == '\0')
            return false;
    }
    return true;
}

static void too_long(struct lines *lines, uint32_t number, struct answer *answer)
{
    struct weir_error error = WEIR_ERROR_INIT;
    (void)weir_fail(&error, WEIR_ERR_LIMIT, "the line is longer than a request may be");
    error.line = number;
    error.column = 1;
    (void)snprintf(error.source, sizeof(error.source), "%.*s", WEIR_FMT(lines->name));
    answer_error((struct weir_str){NULL, 0}, &error, lines->arena, answer);
}

static void put_answer(struct lines *lines, const struct answer *answer)
{
    if (answer->code > lines->worst)
        lines->worst = answer->code;
    if (answer->json.len == 0) {
        lines->worst = complain_memory();
        return;
    }
    if (lines->plan->quiet)
        return;
    paint_json_line(&lines->paint, answer->json);
    if (lines->at_once)
        fflush(stdout);
}

static void answer_line(struct lines *lines, const struct line *line, uint32_t number, bool is_whole)
{
    struct answer answer;
    weir_arena_reset(lines->arena);
    if (is_whole)
        answer_text(lines->asking, (struct weir_str){line->bytes, line->len}, lines->name, number, lines->arena,
                    &answer);
    else
        too_long(lines, number, &answer);
    put_answer(lines, &answer);
}

static enum cli_exit read_lines(struct lines *lines, FILE *file, struct line *line)
{
    for (uint32_t number = 1; ferror(stdout) == 0; number++) {
        const enum line_answer got = files_line(file, line);
        if (got == LINE_END)
            return lines->worst;
        if (got == LINE_FAILED)
            return ferror(file) != 0 ? complain_about(lines->name.ptr, strerror(errno)) : complain_memory();
        if (got == LINE_TOO_LONG || !is_blank(line))
            answer_line(lines, line, number, got == LINE_READ);
    }
    return CLI_FAILED;
}

enum cli_exit decide_lines(const struct decide_plan *plan, const struct asking *asking)
{
    struct lines lines = {.plan = plan, .asking = asking, .worst = CLI_YES};
    struct line line = {0};
    struct stat about;
    struct stream stream;
    enum cli_exit code = files_open(plan->request, &stream);
    if (code != CLI_YES)
        return code;
    paint_open(&lines.paint, stdout);
    lines.name = weir_str_from(stream.name);
    lines.at_once = fstat(fileno(stream.file), &about) != 0 || !S_ISREG(about.st_mode);
    if (weir_arena_new(0, &lines.arena) != WEIR_OK)
        code = complain_memory();
    else
        code = read_lines(&lines, stream.file, &line);
    weir_arena_free(lines.arena);
    free(line.bytes);
    files_close(&stream);
    return code;
}
