/* Would AWS store a document, and if not, what does it answer: the checks in AWS's order ([iam-malformed]). */
#include "policy/message/message.h"

/* Sums of 1 << kind. */
enum {
    IDENTITY = 1 << WEIR_POLICY_IDENTITY,
    TRUST = 1 << WEIR_POLICY_TRUST,
    BOUNDARY = 1 << WEIR_POLICY_BOUNDARY,
    SESSION = 1 << WEIR_POLICY_SESSION,
    OF_IAM = IDENTITY | BOUNDARY | SESSION,
    EVERY = (1 << WEIR_POLICY_KINDS) - 1
};

static bool is_readable(struct weir_vetting *vetting);

struct row {
    struct weir_str id;
    unsigned kinds;
    weir_vet_check *passes; /* NULL: asked before there is a tree */
    const char *message;    /* NULL: the check writes it */
};

/* clang-format off */
#define ID(name) {"policy.aws." name, sizeof("policy.aws." name) - 1}
/*
 * Identity policies: messages and order are measured. Trust policies: messages seen in the field, order inferred. The
 * last row stands for what weir does not read and no check above has found; AWS's words for it are not known.
 */
static const struct row rows[] = {
    {ID("json"),             IDENTITY | BOUNDARY, NULL, "Syntax errors in policy."},
    {ID("json"),             SESSION,  NULL,                    "The policy is not in the valid JSON format."},
    {ID("json"),             TRUST,    NULL,                    "This policy contains invalid Json"},
    {ID("json"),             EVERY,    NULL,                    "Syntax errors in policy."},
    {ID("syntax"),           OF_IAM,   weir_vet_syntax,          "Syntax errors in policy."},
    {ID("version"),          IDENTITY | BOUNDARY, weir_vet_version, "Policy document must be version 2012-10-17 or greater."},
    {ID("effect"),           OF_IAM,   weir_vet_legacy_effect,   "The policy failed legacy parsing"},
    {ID("date"),             OF_IAM,   weir_vet_legacy_date,     "The policy failed legacy parsing"},
    {ID("legacy-resource"),  OF_IAM,   weir_vet_legacy_resource, "The policy failed legacy parsing"},
    {ID("no-principal"),     OF_IAM,   weir_vet_no_principal,    "Policy document should not specify a principal."},
    {ID("sid-unique"),       OF_IAM,   weir_vet_sid_unique,      "Statement IDs (SID) in a single policy must be unique."},
    {ID("sid-characters"),   OF_IAM,   weir_vet_sid_characters,  "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"},
    {ID("has-actions"),      OF_IAM,   weir_vet_has_actions,     "Policy statement must contain actions."},
    {ID("has-resources"),    OF_IAM,   weir_vet_has_resources,   "Policy statement must contain resources."},
    {ID("resource"),         OF_IAM,   weir_vet_resource,        NULL},
    {ID("action"),           OF_IAM,   weir_vet_actions,         NULL},
    {ID("trust-syntax"),     TRUST,    weir_vet_syntax,          "Syntax errors in policy."},
    {ID("trust-principal"),  TRUST,    weir_vet_has_principal,   "Missing required field Principal"},
    {ID("trust-action"),     TRUST,    weir_vet_sts_actions,     NULL},
    {ID("trust-resource"),   TRUST,    weir_vet_no_resource,     "Has prohibited field Resource"},
    {ID("form"),             EVERY,    is_readable,              "Syntax errors in policy."},
};
/* clang-format on */

static bool is_readable(struct weir_vetting *vetting)
{
    const struct weir_policy *policy = NULL;
    vetting->fault = vetting->root;
    if (weir_node_kind(vetting->root) == WEIR_NODE_TEXT) /* text in text is no document */
        return false;
    vetting->status = weir_policy_read(vetting->tree, vetting->root, vetting->kind, NULL, vetting->arena, &policy,
                                       &vetting->words);
    return vetting->status == WEIR_OK;
}

/* ------------------------------------------------------------------------------------------ answering */

static bool is_for(const struct row *row, enum weir_policy_kind kind)
{
    return (row->kinds & 1u << kind) != 0;
}

/* Every row of the kind up to and with the last one is a check that was made; the JSON rows are one check. */
static enum weir_status list_checks(const struct weir_vetting *vetting, const struct row *failed,
                                    struct weir_refusal *refusal)
{
    struct weir_check *const checks = weir_arena_alloc(vetting->arena, WEIR_COUNT(rows), sizeof(*checks));
    if (checks == NULL)
        return WEIR_ERR_MEMORY;
    for (const struct row *row = rows; row <= failed; row++) {
        const bool again = row != rows && weir_str_equal(row->id, row[-1].id) && refusal->check_count > 0;
        if (is_for(row, vetting->kind) && !again)
            checks[refusal->check_count++] = (struct weir_check){.id = row->id, .passed = true};
    }
    checks[refusal->check_count - 1].passed = false;
    checks[refusal->check_count - 1].because = refusal->message;
    refusal->checks = checks;
    return WEIR_OK;
}

/* AWS's words may hold a piece of the document: what is invisible is not shown. */
struct shown {
    char text[200];
};

static struct shown shown(struct weir_str message)
{
    struct shown out;
    const size_t length = message.len < sizeof(out.text) - 1 ? message.len : sizeof(out.text) - 1;
    for (size_t i = 0; i < length; i++) {
        const unsigned char c = (unsigned char)message.ptr[i];
        out.text[i] = (char)(c < 0x20 || c >= 0x7F ? '?' : c);
    }
    out.text[length] = '\0';
    return out;
}

static enum weir_status refuse(struct weir_vetting *vetting, const struct row *row, const struct weir_refusal **refusal,
                               struct weir_error *error)
{
    struct weir_refusal *const made = weir_arena_alloc(vetting->arena, 1, sizeof(*made));
    if (made == NULL)
        return weir_fail_memory(error);
    *made = (struct weir_refusal){.check = row->id, .code = WEIR_STR("MalformedPolicyDocument"), .status = 400};
    made->message = weir_str_from(row->message);
    if (row->message == NULL && weir_writer_finish(vetting->message, &made->message) != WEIR_OK)
        return weir_fail_memory(error);
    if (list_checks(vetting, row, made) != WEIR_OK)
        return weir_fail_memory(error);
    *refusal = made;
    if (vetting->words.status == WEIR_OK)
        return weir_fail_at(error, WEIR_REFUSED, vetting->tree, vetting->fault, "AWS refuses the document: %s",
                            shown(made->message).text);
    vetting->words.status = WEIR_REFUSED;
    if (error != NULL && error->status == WEIR_OK)
        *error = vetting->words;
    return WEIR_REFUSED;
}

static const struct row *json_row(enum weir_policy_kind kind)
{
    const struct row *row = rows;
    while (!is_for(row, kind))
        row++;
    return row;
}

enum weir_status weir_vet_root(const struct weir_tree *tree, const struct weir_node *root, enum weir_policy_kind kind,
                               bool any_version, struct weir_arena *arena, const struct weir_refusal **refusal,
                               struct weir_error *error)
{
    struct weir_vetting vetting = {.tree = tree, .root = root, .kind = kind, .arena = arena};
    vetting.statements = weir_node_find(root, WEIR_STR("Statement"));
    if (weir_writer_new(arena, &vetting.message) != WEIR_OK || weir_writer_new(arena, &vetting.scratch) != WEIR_OK)
        return weir_fail_memory(error);
    for (const struct row *row = rows; row < rows + WEIR_COUNT(rows); row++) {
        const bool skipped = row->passes == NULL || (any_version && row->passes == weir_vet_version);
        if (skipped || !is_for(row, kind) || row->passes(&vetting))
            continue;
        return vetting.status == WEIR_ERR_MEMORY ? weir_fail_memory(error) : refuse(&vetting, row, refusal, error);
    }
    return WEIR_OK;
}

static enum weir_status check_arguments(bool has_document, enum weir_policy_kind kind, const struct weir_arena *arena,
                                        const struct weir_refusal **refusal, struct weir_error *error)
{
    if (refusal == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "there is nowhere to put the refusal");
    *refusal = NULL;
    if (!has_document || arena == NULL || !weir_policy_kind_is_known(kind))
        return weir_fail(error, WEIR_ERR_USAGE, "a policy of a known kind is judged in an arena");
    return WEIR_OK;
}

/* Text that is no JSON is refused by the first row of its kind. */
static enum weir_status refuse_text(enum weir_policy_kind kind, struct weir_arena *arena, enum weir_status status,
                                    const struct weir_error *found, const struct weir_refusal **refusal,
                                    struct weir_error *error)
{
    struct weir_vetting vetting = {.kind = kind, .arena = arena, .words = *found};
    if (status == WEIR_ERR_MEMORY)
        return weir_fail_memory(error);
    return refuse(&vetting, json_row(kind), refusal, error);
}

enum weir_status weir_policy_vet(const struct weir_tree *tree, const struct weir_node *node, enum weir_policy_kind kind,
                                 struct weir_arena *arena, const struct weir_refusal **refusal,
                                 struct weir_error *error)
{
    WEIR_TRY(check_arguments(tree != NULL && node != NULL, kind, arena, refusal, error));
    struct weir_error found = WEIR_ERROR_INIT;
    struct weir_str text;
    const struct weir_tree *inner = NULL;
    const struct weir_node *root = NULL;
    const enum weir_status status = weir_document_open(tree, node, arena, &inner, &root, &text, &found);
    if (status != WEIR_OK)
        return refuse_text(kind, arena, status, &found, refusal, error);
    return weir_vet_root(inner, root, kind, false, arena, refusal, error);
}

enum weir_status weir_policy_vet_text(struct weir_str text, struct weir_str name, enum weir_policy_kind kind,
                                      struct weir_arena *arena, const struct weir_refusal **refusal,
                                      struct weir_error *error)
{
    WEIR_TRY(check_arguments(true, kind, arena, refusal, error));
    struct weir_error found = WEIR_ERROR_INIT;
    const struct weir_tree *tree = NULL;
    const enum weir_status status = weir_tree_parse_json(text, name, arena, &tree, &found);
    if (status != WEIR_OK)
        return refuse_text(kind, arena, status, &found, refusal, error);
    return weir_vet_root(tree, weir_tree_root(tree), kind, false, arena, refusal, error);
}
