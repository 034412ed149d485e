/* Decides the form of an answer about a response: the claims, or the check that failed (DESIGN §7). */
#include <weir/saml.h>

#include "base/answer.h"

/* What is not there is null. */
static void write_optional(struct weir_writer *writer, const char *key, struct weir_str text)
{
    weir_write_key(writer, key);
    if (text.len == 0)
        weir_write_null(writer);
    else
        weir_write_text(writer, text);
}

static void write_instant(struct weir_writer *writer, const char *key, int64_t unix_s)
{
    char text[21];
    weir_write_key(writer, key);
    if (weir_time_format(unix_s, text))
        weir_write_text(writer, weir_str_from(text));
    else
        weir_write_null(writer);
}

/* -------------------------------------------------------------------------------------------- claims */

static void write_roles(struct weir_writer *writer, const struct weir_saml_claims *claims)
{
    weir_write_key(writer, "roles");
    weir_write_list_begin(writer);
    for (size_t i = 0; i < claims->role_count; i++) {
        weir_write_map_begin(writer);
        weir_write_member(writer, "role", claims->roles[i].role_arn);
        weir_write_member(writer, "provider", claims->roles[i].provider_arn);
        weir_write_map_end(writer);
    }
    weir_write_list_end(writer);
}

static void write_tags(struct weir_writer *writer, const struct weir_saml_claims *claims)
{
    weir_write_key(writer, "principal_tags");
    weir_write_map_begin(writer);
    for (size_t i = 0; i < claims->tag_count; i++) {
        weir_write_key_str(writer, claims->tags[i].key);
        weir_write_text(writer, claims->tags[i].value);
    }
    weir_write_map_end(writer);
    weir_write_texts(writer, "transitive_tag_keys", claims->transitive_tag_keys, claims->transitive_tag_key_count);
}

static void write_session(struct weir_writer *writer, const struct weir_saml_claims *claims)
{
    weir_write_key(writer, "session_duration");
    if (claims->session_duration_s == 0)
        weir_write_null(writer);
    else
        weir_write_int64(writer, claims->session_duration_s);
    write_instant(writer, "session_not_on_or_after", claims->session_not_on_or_after);
    weir_write_number(writer, "session_seconds", claims->session_s);
}

static void write_lakeformation(struct weir_writer *writer, const struct weir_saml_claims *claims)
{
    weir_write_key(writer, "lakeformation");
    if (!claims->has_lakeformation) {
        weir_write_null(writer);
        return;
    }
    weir_write_map_begin(writer);
    write_optional(writer, "username", claims->lakeformation_username);
    weir_write_texts(writer, "groups", claims->lakeformation_groups, claims->lakeformation_group_count);
    weir_write_map_end(writer);
}

/* As a question of weir_ask_read takes them: a text is one value, a list a multi-valued key. */
static void write_condition_keys(struct weir_writer *writer, const struct weir_saml_claims *claims)
{
    weir_write_key(writer, "condition_keys");
    weir_write_map_begin(writer);
    for (size_t i = 0; i < claims->condition_key_count; i++) {
        const struct weir_saml_key *const key = &claims->condition_keys[i];
        weir_write_key_str(writer, key->name);
        if (key->is_list)
            weir_write_text_list(writer, key->values, key->count);
        else
            weir_write_text(writer, key->values[0]);
    }
    weir_write_map_end(writer);
}

static void write_claims(struct weir_writer *writer, const struct weir_saml_claims *claims)
{
    weir_write_key(writer, "claims");
    weir_write_map_begin(writer);
    weir_write_member(writer, "assertion_id", claims->assertion_id);
    weir_write_member(writer, "name_id", claims->name_id);
    weir_write_member(writer, "sub_type", claims->sub_type);
    weir_write_member(writer, "issuer", claims->issuer);
    weir_write_member(writer, "audience", claims->audience);
    write_optional(writer, "name_qualifier", claims->name_qualifier);
    write_optional(writer, "role_session_name", claims->role_session_name);
    write_roles(writer, claims);
    write_session(writer, claims);
    write_optional(writer, "source_identity", claims->source_identity);
    write_tags(writer, claims);
    write_lakeformation(writer, claims);
    write_instant(writer, "not_on_or_after", claims->not_on_or_after);
    write_condition_keys(writer, claims);
    weir_write_map_end(writer);
}

/* ------------------------------------------------------------------------------------------- refusal */

static void write_refusal(struct weir_writer *writer, const struct weir_refusal *refusal)
{
    weir_write_member(writer, "check", refusal->check);
    weir_write_member(writer, "code", refusal->code);
    weir_write_number(writer, "status", refusal->status);
    weir_write_member(writer, "message", refusal->message);
}

static void write_checks(struct weir_writer *writer, const struct weir_check *checks, size_t count)
{
    weir_write_key(writer, "checks");
    weir_write_list_begin(writer);
    for (size_t i = 0; i < count; i++) {
        weir_write_map_begin(writer);
        weir_write_member(writer, "id", checks[i].id);
        weir_write_flag(writer, "passed", checks[i].passed);
        if (checks[i].because.len > 0)
            weir_write_member(writer, "because", checks[i].because);
        weir_write_map_end(writer);
    }
    weir_write_list_end(writer);
}

/* -------------------------------------------------------------------------------------------- answer */

enum weir_status weir_saml_ask_verify(const struct weir_saml_ask *ask, int64_t now_unix_s, struct weir_arena *arena,
                                      const struct weir_saml_claims **claims, const struct weir_refusal **refusal,
                                      struct weir_error *error)
{
    struct weir_saml_provider *provider = NULL;
    if (claims == NULL || refusal == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "there is nowhere to put the answer");
    *claims = NULL;
    *refusal = NULL;
    if (ask == NULL || arena == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "a question and an arena are needed");
    WEIR_TRY(weir_saml_provider_new(&ask->provider, arena, &provider, refusal, error));
    if (provider == NULL)
        return WEIR_OK;
    const enum weir_status status = weir_saml_verify(provider, &ask->options, ask->response, now_unix_s, arena, claims,
                                                     refusal, error);
    weir_saml_provider_release(provider);
    return status;
}

static bool find_time(const struct weir_saml_ask *ask, const struct weir_saml_ask_options *options, int64_t *now_unix_s)
{
    const bool is_overridden = options != NULL && options->now_unix_s != NULL;
    *now_unix_s = is_overridden ? *options->now_unix_s : ask->time;
    return is_overridden || ask->has_time;
}

enum weir_status weir_saml_ask_write(const struct weir_saml_ask *ask, const struct weir_saml_ask_options *options,
                                     struct weir_arena *arena, struct weir_writer *writer, bool *valid,
                                     struct weir_error *error)
{
    const struct weir_saml_claims *claims = NULL;
    const struct weir_refusal *refusal = NULL;
    int64_t now_unix_s = 0;
    if (valid != NULL)
        *valid = false;
    if (ask == NULL || writer == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "a question and a writer are needed");
    if (!find_time(ask, options, &now_unix_s))
        return weir_fail(error, WEIR_ERR_SCHEMA, "a question must have `time`");
    WEIR_TRY(weir_saml_ask_verify(ask, now_unix_s, arena, &claims, &refusal, error));
    if (claims == NULL && refusal == NULL)
        return weir_fail(error, WEIR_ERR_UNSUPPORTED, "the response was neither verified nor refused");
    weir_write_flag(writer, "valid", claims != NULL);
    if (claims != NULL)
        write_claims(writer, claims);
    else
        write_refusal(writer, refusal);
    if (options != NULL && options->explained)
        write_checks(writer, claims != NULL ? claims->checks : refusal->checks,
                     claims != NULL ? claims->check_count : refusal->check_count);
    if (valid != NULL)
        *valid = claims != NULL;
    return WEIR_OK;
}

/* An answer that is written as one text. */
struct one_line {
    const struct weir_saml_ask *ask;
    const struct weir_saml_ask_options *options;
    struct weir_arena *arena;
    bool *valid;
};

static enum weir_status write_members(void *answering, struct weir_writer *writer, struct weir_error *error)
{
    const struct one_line *const line = answering;
    return weir_saml_ask_write(line->ask, line->options, line->arena, writer, line->valid, error);
}

enum weir_status weir_saml_ask_json(const struct weir_tree *tree, const struct weir_node *node,
                                    const struct weir_saml_ask_options *options, struct weir_arena *arena,
                                    struct weir_str *json, bool *valid, struct weir_error *error)
{
    const struct weir_saml_ask *ask = NULL;
    bool found = false;
    if (valid != NULL)
        *valid = false;
    if (json == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "there is nowhere to put the answer");
    *json = (struct weir_str){NULL, 0};
    WEIR_TRY(weir_saml_ask_read(tree, node, arena, &ask, error));
    struct one_line line = {ask, options, arena, &found};
    WEIR_TRY(weir_answer_json(ask->id, write_members, &line, arena, json, error));
    if (valid != NULL)
        *valid = found;
    return WEIR_OK;
}
