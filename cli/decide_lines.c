/* `weir decide --ndjson`: one answer a line, in order; a bad line is answered with its error and stops nothing. */
#include "complain.h"
#include "decide.h"
#include "lines.h"
#include "paint.h"

struct deciding {
    const struct decide_plan *plan;
    const struct asking *asking;
    struct weir_arena *arena; /* of one line; reset for the next */
    struct paint paint;
};

static enum cli_exit take_line(void *context, const struct text_line *line)
{
    struct deciding *const deciding = context;
    struct answer answer;
    weir_arena_reset(deciding->arena);
    if (line->too_long) {
        struct weir_error error = WEIR_ERROR_INIT;
        lines_too_long(line, &error);
        answer_error((struct weir_str){NULL, 0}, &error, deciding->arena, &answer);
    } else {
        answer_text(deciding->asking, line->text, line->name, line->number, deciding->arena, &answer);
    }
    if (answer.json.len == 0)
        return complain_memory();
    if (!deciding->plan->quiet)
        paint_json_line(&deciding->paint, answer.json);
    return answer.code;
}

enum cli_exit decide_lines(const struct decide_plan *plan, const struct asking *asking)
{
    struct deciding deciding = {.plan = plan, .asking = asking};
    paint_open(&deciding.paint, stdout);
    if (weir_arena_new(0, &deciding.arena) != WEIR_OK)
        return complain_memory();
    const enum cli_exit code = lines_each(plan->request, take_line, &deciding);
    weir_arena_free(deciding.arena);
    return code;
}
