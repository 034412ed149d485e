/* The record of a verification: which checks passed, which one failed, and what AWS would say of it. */
#include <stdio.h>

#include "saml/saml_impl.h"

enum { LONGEST_REASON = 240 };

enum weir_status weir_saml_record_new(struct weir_arena *arena, struct weir_check **checks)
{
    *checks = weir_arena_alloc(arena, WEIR_SAML_CHECK_COUNT + 1, sizeof **checks);
    return *checks == NULL ? WEIR_ERR_MEMORY : WEIR_OK;
}

void weir_saml_pass(struct weir_saml_run *run, enum weir_saml_check check)
{
    if (run->has_passed[check])
        return;
    run->has_passed[check] = true;
    run->checks[run->check_count++] = (struct weir_check){weir_saml_check(check)->id, true, {NULL, 0}};
}

static struct weir_refusal *refusal_of(const struct weir_saml_run *run, const struct weir_saml_check_row *row)
{
    struct weir_refusal *const made = weir_arena_alloc(run->arena, 1, sizeof *made);
    if (made == NULL)
        return NULL;
    *made = (struct weir_refusal){
        .check = row->id,
        .code = row->code,
        .status = row->status,
        .message = row->message,
        .checks = run->checks,
        .check_count = run->check_count,
    };
    if (run->options.operation == WEIR_SAML_ASSUME_DECORATED_ROLE)
        weir_saml_lake_error(made);
    return made;
}

enum weir_status weir_saml_refuse(struct weir_saml_run *run, enum weir_saml_check check, const char *because, ...)
{
    char words[LONGEST_REASON];
    va_list arguments;
    va_start(arguments, because);
    const int length = vsnprintf(words, sizeof words, because, arguments);
    va_end(arguments);
    /* [saml-attacks] Which step an undecryptable or altered ciphertext failed at would be an oracle of its plaintext. */
    const bool is_uniform = run->is_uniform;
    const enum weir_saml_check told = is_uniform ? WEIR_SAML_DECRYPT_ASSERTION : check;
    const struct weir_saml_check_row *const row = weir_saml_check(told);
    const struct weir_str reason = is_uniform || length < 0 ? row->doc : weir_str_from(words);
    struct weir_check *const failed = &run->checks[run->check_count];
    *failed = (struct weir_check){.id = row->id};
    if (!weir_arena_copy(run->arena, reason, &failed->because))
        return weir_fail_memory(run->error);
    run->check_count++;
    run->refusal = refusal_of(run, row);
    return run->refusal == NULL ? weir_fail_memory(run->error) : WEIR_REFUSED;
}
