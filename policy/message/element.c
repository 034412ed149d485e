/* What AWS asks of the elements of a statement beside their form: Sids, actions, principals ([iam-malformed], [iam-grammar]). */
#include "policy/message/message.h"

/* The first statement behind one, or of all; the walk that every check here makes. */
static const struct weir_node *next_statement(const struct weir_vetting *vetting, const struct weir_node *statement)
{
    return statement == NULL ? weir_one_or_list_first(vetting->statements)
                             : weir_one_or_list_next(vetting->statements, statement);
}

/* ----------------------------------------------------------------------------------------------- sids */

static bool is_sid_before(const struct weir_vetting *vetting, const struct weir_node *end, struct weir_str sid)
{
    for (const struct weir_node *statement = next_statement(vetting, NULL); statement != end;
         statement = next_statement(vetting, statement)) {
        if (weir_str_equal(weir_node_text(weir_vet_member(statement, "Sid")), sid))
            return true;
    }
    return false;
}

/* A document with more statements than this fits into no quota; comparing each with each is bounded by it. */
enum { MAX_COMPARED = 2048 };

bool weir_vet_sid_unique(struct weir_vetting *vetting)
{
    size_t count = 0;
    for (const struct weir_node *statement = next_statement(vetting, NULL); statement != NULL && count < MAX_COMPARED;
         statement = next_statement(vetting, statement), count++) {
        vetting->fault = weir_vet_member(statement, "Sid");
        const struct weir_str sid = weir_node_text(vetting->fault);
        if (sid.len > 0 && is_sid_before(vetting, statement, sid))
            return false;
    }
    return true;
}

static bool is_alphanumeric(struct weir_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        const char low = weir_fold(text.ptr[i]);
        if (!weir_is_digit(low) && !(low >= 'a' && low <= 'z'))
            return false;
    }
    return true;
}

bool weir_vet_sid_characters(struct weir_vetting *vetting)
{
    for (const struct weir_node *statement = next_statement(vetting, NULL); statement != NULL;
         statement = next_statement(vetting, statement)) {
        vetting->fault = weir_vet_member(statement, "Sid");
        if (!is_alphanumeric(weir_node_text(vetting->fault)))
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------------------------- what must be there */

static bool has_one_of(struct weir_vetting *vetting, const char *plain, const char *negated)
{
    for (const struct weir_node *statement = next_statement(vetting, NULL); statement != NULL;
         statement = next_statement(vetting, statement)) {
        const struct weir_node *const one = weir_vet_member(statement, plain);
        const struct weir_node *const value = one != NULL ? one : weir_vet_member(statement, negated);
        vetting->fault = value != NULL ? value : statement;
        if (value == NULL || weir_one_or_list_count(value) == 0)
            return false;
    }
    return true;
}

bool weir_vet_has_actions(struct weir_vetting *vetting)
{
    return has_one_of(vetting, "Action", "NotAction");
}

bool weir_vet_has_resources(struct weir_vetting *vetting)
{
    return has_one_of(vetting, "Resource", "NotResource");
}

bool weir_vet_has_principal(struct weir_vetting *vetting)
{
    return has_one_of(vetting, "Principal", "NotPrincipal");
}

static bool lacks(struct weir_vetting *vetting, const char *name)
{
    for (const struct weir_node *statement = next_statement(vetting, NULL); statement != NULL;
         statement = next_statement(vetting, statement)) {
        vetting->fault = weir_vet_member(statement, name);
        if (vetting->fault != NULL)
            return false;
    }
    return true;
}

bool weir_vet_no_principal(struct weir_vetting *vetting)
{
    return lacks(vetting, "Principal") && lacks(vetting, "NotPrincipal");
}

bool weir_vet_no_resource(struct weir_vetting *vetting)
{
    return lacks(vetting, "Resource") && lacks(vetting, "NotResource");
}

bool weir_vet_version(struct weir_vetting *vetting)
{
    const struct weir_node *const version = weir_vet_member(vetting->root, "Version");
    vetting->fault = version != NULL ? version : vetting->root;
    return weir_str_equal(weir_node_text(version), WEIR_STR("2012-10-17"));
}

/* -------------------------------------------------------------------------------------------- actions */

typedef bool action_check(struct weir_str text, struct weir_writer *message);

static bool is_vendor(struct weir_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '-' && text.ptr[i] != '.' && !is_alphanumeric(weir_str_slice(text, i, i + 1)))
            return weir_str_equal(text, WEIR_STR("*"));
    }
    return true;
}

static bool is_action(struct weir_str text, struct weir_writer *message)
{
    const size_t colon = weir_str_index(text, ':', 0);
    const struct weir_str vendor = weir_str_slice(text, 0, colon);
    if (colon == text.len && !weir_str_equal(text, WEIR_STR("*")))
        weir_write_raw(message, WEIR_STR("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."));
    else if (weir_str_index(text, ':', colon + 1) < text.len)
        weir_write_raw(message, WEIR_STR("Actions/Condition can contain only one colon."));
    else if (!is_vendor(vendor))
        weir_write_format(message, "Vendor %.*s is not valid", WEIR_FMT(vendor));
    else
        return true;
    return false;
}

static bool is_sts_action(struct weir_str text, struct weir_writer *message)
{
    const bool is_sts = text.len >= 4 && weir_str_equal_fold(weir_str_slice(text, 0, 4), WEIR_STR("sts:"));
    if (!is_sts)
        weir_write_raw(message, WEIR_STR("AssumeRole policy may only specify STS AssumeRole actions."));
    return is_sts;
}

/* Every Action, then every NotAction. */
static bool each_action(struct weir_vetting *vetting, action_check *passes)
{
    static const char *const elements[] = {"Action", "NotAction"};
    for (size_t i = 0; i < WEIR_COUNT(elements); i++) {
        for (const struct weir_node *statement = next_statement(vetting, NULL); statement != NULL;
             statement = next_statement(vetting, statement)) {
            const struct weir_node *const value = weir_vet_member(statement, elements[i]);
            vetting->fault = value == NULL ? NULL : weir_one_or_list_first(value);
            for (; vetting->fault != NULL; vetting->fault = weir_one_or_list_next(value, vetting->fault)) {
                if (!passes(weir_node_text(vetting->fault), vetting->message))
                    return false;
            }
        }
    }
    return true;
}

bool weir_vet_actions(struct weir_vetting *vetting)
{
    return each_action(vetting, is_action);
}

bool weir_vet_sts_actions(struct weir_vetting *vetting)
{
    return each_action(vetting, is_sts_action);
}
