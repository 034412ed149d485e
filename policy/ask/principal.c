/* Which kind of caller a question's `principal` is, by the form of its name ([iam-principal]). */
#include "policy/ask/ask.h"

enum tail {
    TAIL_NONE,     /* the word alone */
    TAIL_REST,     /* word/ANYTHING */
    TAIL_TWO_NAMES /* word/NAME/SESSION */
};

/* clang-format off */
static const struct form {
    const char *service;
    struct weir_str word; /* that the resource of the ARN begins with */
    enum tail tail;
    enum weir_principal_kind kind;
    bool has_account;     /* else the account in the ARN is the provider's, not the caller's */
} forms[] = {
    {"iam", {"root", 4},            TAIL_NONE,      WEIR_PRINCIPAL_ROOT,           true},
    {"iam", {"user", 4},            TAIL_REST,      WEIR_PRINCIPAL_USER,           true},
    {"sts", {"assumed-role", 12},   TAIL_TWO_NAMES, WEIR_PRINCIPAL_ROLE_SESSION,   true},
    {"sts", {"federated-user", 14}, TAIL_REST,      WEIR_PRINCIPAL_FEDERATED_USER, true},
    {"iam", {"saml-provider", 13},  TAIL_REST,      WEIR_PRINCIPAL_FEDERATED,      false},
    {"iam", {"oidc-provider", 13},  TAIL_REST,      WEIR_PRINCIPAL_FEDERATED,      false},
};

/* [iam-principal] The web identity providers that are named, not by an ARN. */
static const char *const providers[] = {
    "accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com",
};

static const struct weir_str service_ends[] = {{".amazonaws.com", 14}, {".amazonaws.com.cn", 17}};
/* clang-format on */

static bool tail_fits(struct weir_str resource, const struct form *form)
{
    if (!weir_str_has_prefix(resource, form->word))
        return false;
    const size_t first = weir_str_index(resource, '/', form->word.len);
    const size_t second = weir_str_index(resource, '/', first + 1);
    const bool has_name = first == form->word.len && second > first + 1 && resource.len > first + 1;
    switch (form->tail) {
    case TAIL_NONE:
        return resource.len == form->word.len;
    case TAIL_REST:
        return has_name;
    case TAIL_TWO_NAMES:
        return has_name && second + 1 < resource.len && weir_str_index(resource, '/', second + 1) == resource.len;
    }
    return false;
}

/* IAM and the callers of STS are global: the ARN has no Region. */
static bool is_form(const struct weir_str parts[WEIR_ARN_PARTS], const struct form *form)
{
    return weir_str_equal(parts[0], WEIR_STR("arn")) && parts[WEIR_ARN_PARTITION].len > 0 &&
           weir_str_equal(parts[WEIR_ARN_SERVICE], weir_str_from(form->service)) && parts[3].len == 0 &&
           weir_is_account(parts[WEIR_ARN_ACCOUNT]) && tail_fits(parts[WEIR_ARN_RESOURCE], form);
}

static bool by_arn(struct weir_str text, struct weir_principal *principal)
{
    struct weir_str parts[WEIR_ARN_PARTS];
    if (!weir_arn_split(text, parts))
        return false;
    for (size_t i = 0; i < WEIR_COUNT(forms); i++) {
        if (!is_form(parts, &forms[i]))
            continue;
        principal->kind = forms[i].kind;
        principal->arn = text;
        if (forms[i].has_account)
            principal->account = parts[WEIR_ARN_ACCOUNT];
        return true;
    }
    return false;
}

static bool is_provider(struct weir_str text)
{
    for (size_t i = 0; i < WEIR_COUNT(providers); i++) {
        if (weir_str_equal(text, weir_str_from(providers[i])))
            return true;
    }
    return false;
}

static bool is_service(struct weir_str text)
{
    for (size_t i = 0; i < WEIR_COUNT(service_ends); i++) {
        const struct weir_str end = service_ends[i];
        if (text.len > end.len && weir_str_equal(weir_str_slice(text, text.len - end.len, text.len), end))
            return weir_str_index(text, ':', 0) == text.len && weir_str_index(text, '/', 0) == text.len;
    }
    return false;
}

static bool by_name(struct weir_str text, struct weir_principal *principal)
{
    const bool provider = is_provider(text);
    if (!provider && !is_service(text))
        return false;
    principal->kind = provider ? WEIR_PRINCIPAL_FEDERATED : WEIR_PRINCIPAL_SERVICE;
    principal->arn = text;
    return true;
}

/* An account's number stands for its root user. */
static enum weir_status be_root(const struct weir_asking *asking, struct weir_str account,
                                struct weir_principal *principal)
{
    static const struct weir_str before = {"arn:aws:iam::", 13};
    static const struct weir_str after = {":root", 5};
    const size_t length = before.len + account.len + after.len;
    char *const arn = weir_arena_alloc(asking->arena, length, 1);
    if (arn == NULL)
        return weir_fail_memory(asking->error);
    memcpy(arn, before.ptr, before.len);
    memcpy(arn + before.len, account.ptr, account.len);
    memcpy(arn + before.len + account.len, after.ptr, after.len);
    principal->kind = WEIR_PRINCIPAL_ROOT;
    principal->arn = (struct weir_str){arn, length};
    principal->account = account;
    return WEIR_OK;
}

static bool is_role(struct weir_str text)
{
    struct weir_str parts[WEIR_ARN_PARTS];
    return weir_arn_split(text, parts) && weir_str_has_prefix(parts[WEIR_ARN_RESOURCE], WEIR_STR("role/"));
}

enum weir_status weir_ask_principal(struct weir_asking *asking, const struct weir_node *value)
{
    struct weir_principal *const principal = &asking->ask->request.principal;
    struct weir_str text;
    if (weir_node_is_null(value))
        return WEIR_OK;
    WEIR_TRY(weir_ask_text(asking, value, "`principal`", &text));
    if (weir_is_account(text))
        return be_root(asking, text, principal);
    if (by_arn(text, principal) || by_name(text, principal))
        return WEIR_OK;
    if (is_role(text))
        return WEIR_ASK_WRONG(asking, value,
                              "a role does not ask, its session does: name arn:...:assumed-role/NAME/"
                              "SESSION, and the role as `role_arn`");
    return WEIR_ASK_WRONG(
        asking, value, "`%s` is not the ARN of a user, a root user, a session or a provider, an account or a service",
        weir_quote(text).text);
}
