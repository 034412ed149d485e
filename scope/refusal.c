/* Decides what is said of a grant that no policy can say: the check, its code, and the checks before it ([scope-advice]). */
#include "base/base_impl.h"
#include "scope/scope_impl.h"

static const struct {
    const char *id;
    const char *code;
    const char *sentence;
} checks[] = {{"", "", ""},
#define WEIR_SCOPE_CHECK_ROW(name, id, code, sentence) {id, code, sentence},
              WEIR_SCOPE_CHECK_MAP(WEIR_SCOPE_CHECK_ROW)
#undef WEIR_SCOPE_CHECK_ROW
};
enum { REFUSAL_STATUS = 400 };

static enum weir_status write_message(const struct weir_scope_fault *fault, struct weir_arena *arena,
                                      struct weir_str *message)
{
    struct weir_writer *writer = NULL;
    WEIR_TRY(weir_writer_new(arena, &writer));
    const char *const sentence = checks[fault->check].sentence;
    if (fault->check == WEIR_SCOPE_GRANT_EMPTY)
        weir_write_format(writer, "the grant: %s", sentence);
    else
        weir_write_format(writer, "`%s` %s", weir_quote(fault->subject).text, sentence);
    return weir_writer_finish(writer, message);
}

/* The checks up to the one that failed: those before it passed. */
enum weir_status weir_scope_refuse(const struct weir_scope_fault *fault, struct weir_arena *arena,
                                   const struct weir_refusal **refusal, struct weir_error *error)
{
    const size_t count = (size_t)fault->check;
    struct weir_refusal *const made = weir_arena_alloc(arena, 1, sizeof *made);
    struct weir_check *const passed = weir_arena_alloc(arena, count, sizeof *passed);
    struct weir_str message;
    struct weir_str subject;
    if (made == NULL || passed == NULL || !weir_arena_copy(arena, fault->subject, &subject) ||
        write_message(fault, arena, &message) != WEIR_OK)
        return weir_fail_memory(error);
    for (size_t i = 0; i < count; i++)
        passed[i] = (struct weir_check){weir_str_from(checks[i + 1].id), true, {NULL, 0}};
    passed[count - 1].passed = false;
    passed[count - 1].because = message;
    *made = (struct weir_refusal){
        .check = passed[count - 1].id,
        .code = weir_str_from(checks[fault->check].code),
        .status = REFUSAL_STATUS,
        .message = message,
        .subject = subject,
        .checks = passed,
        .check_count = count,
    };
    *refusal = made;
    return WEIR_REFUSED;
}
