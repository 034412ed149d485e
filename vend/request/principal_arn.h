/* The ARNs of those who ask, cut into their parts. */
#ifndef WEIR_VEND_PRINCIPAL_ARN_H
#define WEIR_VEND_PRINCIPAL_ARN_H

#include <weir/base.h>

enum weir_principal_form {
    WEIR_FORM_USER = 0,           /* arn:P:iam::ACCOUNT:user/[PATH/]NAME */
    WEIR_FORM_ROLE = 1,           /* arn:P:iam::ACCOUNT:role/[PATH/]NAME */
    WEIR_FORM_ROLE_SESSION = 2,   /* arn:P:sts::ACCOUNT:assumed-role/NAME/SESSION */
    WEIR_FORM_FEDERATED_USER = 3, /* arn:P:sts::ACCOUNT:federated-user/NAME */
    WEIR_FORM_POLICY = 4          /* arn:P:iam::ACCOUNT:policy/[PATH/]NAME, or account `aws` */
};

/* Views into the ARN. */
struct weir_principal_parts {
    struct weir_str partition, account, name;
    struct weir_str session; /* of a role session */
};

/* False, and empty parts, for any other text. */
bool weir_principal_cut(struct weir_str arn, enum weir_principal_form form, struct weir_principal_parts *parts);
/* For messages: "the ARN of an IAM user". */
const char *weir_principal_form_name(enum weir_principal_form form);
/* Twelve digits. */
bool weir_principal_is_account(struct weir_str text);

#endif
