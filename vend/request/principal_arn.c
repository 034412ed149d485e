/* Is a text the ARN of a user, role, session, federated user or policy? From [iam-quotas]. */
#include "vend/request/principal_arn.h"

#include "base/base_impl.h"

enum tail {
    TAIL_PATH_NAME, /* [PATH/]NAME */
    TAIL_NAME,      /* NAME */
    TAIL_NAME_NAME  /* NAME/SESSION */
};

/* clang-format off */
static const struct form {
    enum weir_principal_form form;
    const char *name;
    const char *service;
    const char *type;
    enum tail tail;
    bool aws_owned; /* the account may be `aws` */
} forms[] = {
    {WEIR_FORM_USER,           "the ARN of an IAM user",       "iam", "user",           TAIL_PATH_NAME, false},
    {WEIR_FORM_ROLE,           "the ARN of an IAM role",       "iam", "role",           TAIL_PATH_NAME, false},
    {WEIR_FORM_ROLE_SESSION,   "the ARN of a role session",    "sts", "assumed-role",   TAIL_NAME_NAME, false},
    {WEIR_FORM_FEDERATED_USER, "the ARN of a federated user",  "sts", "federated-user", TAIL_NAME,      false},
    {WEIR_FORM_POLICY,         "the ARN of a managed policy",  "iam", "policy",         TAIL_PATH_NAME, true},
};
/* clang-format on */

static const struct form *form_row(enum weir_principal_form form)
{
    for (size_t i = 0; i < WEIR_COUNT(forms); i++) {
        if (forms[i].form == form)
            return &forms[i];
    }
    return NULL;
}

const char *weir_principal_form_name(enum weir_principal_form form)
{
    const struct form *const row = form_row(form);
    return row == NULL ? "an ARN" : row->name;
}

bool weir_principal_is_account(struct weir_str text)
{
    size_t digits = 0;
    while (digits < text.len && weir_is_digit(text.ptr[digits]))
        digits++;
    return digits == 12 && text.len == 12;
}

static bool is_lower_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || weir_is_digit(c);
}

/* [iam-quotas] Names of users, roles, policies and sessions are made of [A-Za-z0-9_+=,.@-]. */
static bool is_name(struct weir_str text)
{
    static const char others[] = "_+=,.@-";
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        if (!is_lower_or_digit(c) && !(c >= 'A' && c <= 'Z') && memchr(others, c, sizeof(others) - 1) == NULL)
            return false;
    }
    return text.len > 0;
}

/* [iam-quotas] A path is any of U+0021 to U+007F between two slashes. */
static bool is_path(struct weir_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < 0x21 || text.ptr[i] > 0x7E)
            return false;
    }
    return true;
}

static bool is_partition(struct weir_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!is_lower_or_digit(text.ptr[i]) && text.ptr[i] != '-')
            return false;
    }
    return weir_str_has_prefix(text, WEIR_STR("aws"));
}

/* What stands before the first separator; the rest begins behind it. False where there is none. */
static bool cut_before(struct weir_str *rest, char separator, struct weir_str *piece)
{
    const char *const at = rest->len == 0 ? NULL : memchr(rest->ptr, separator, rest->len);
    if (at == NULL)
        return false;
    piece->ptr = rest->ptr;
    piece->len = (size_t)(at - rest->ptr);
    rest->ptr = at + 1;
    rest->len -= piece->len + 1;
    return true;
}

static bool cut_tail(struct weir_str tail, enum tail shape, struct weir_principal_parts *parts)
{
    struct weir_str before = {tail.ptr, 0};
    for (size_t i = tail.len; shape == TAIL_PATH_NAME && i > 0 && before.len == 0; i--)
        before.len = tail.ptr[i - 1] == '/' ? i : 0;
    parts->name = (struct weir_str){tail.ptr + before.len, tail.len - before.len};
    if (shape == TAIL_NAME_NAME) {
        parts->session = tail;
        if (!cut_before(&parts->session, '/', &parts->name))
            return false;
        /* [sts-api-assumerole] RoleSessionName has at least two characters. */
        if (!is_name(parts->session) || parts->session.len < 2)
            return false;
    }
    return is_path(before) && is_name(parts->name);
}

/* Takes `word` and the separator behind it from the front. */
static bool skip_word(struct weir_str *rest, const char *word, char separator)
{
    struct weir_str piece;
    return cut_before(rest, separator, &piece) && weir_str_equal(piece, weir_str_from(word));
}

static bool cut_parts(struct weir_str rest, const struct form *row, struct weir_principal_parts *parts)
{
    if (!skip_word(&rest, "arn", ':') || !cut_before(&rest, ':', &parts->partition) || !is_partition(parts->partition))
        return false;
    /* The empty word is the Region: IAM and the principals of STS are global. */
    if (!skip_word(&rest, row->service, ':') || !skip_word(&rest, "", ':') || !cut_before(&rest, ':', &parts->account))
        return false;
    const bool is_owned = row->aws_owned && weir_str_equal(parts->account, WEIR_STR("aws"));
    if (!is_owned && !weir_principal_is_account(parts->account))
        return false;
    return skip_word(&rest, row->type, '/') && cut_tail(rest, row->tail, parts);
}

bool weir_principal_cut(struct weir_str arn, enum weir_principal_form form, struct weir_principal_parts *parts)
{
    const struct form *const row = form_row(form);
    struct weir_principal_parts found = {{NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}};
    const bool is_one = row != NULL && cut_parts(arn, row, &found);
    *parts = is_one ? found : (struct weir_principal_parts){{NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}};
    return is_one;
}
