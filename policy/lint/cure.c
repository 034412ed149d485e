/* How an element of a policy that cannot be read is to be written, by its place ([iam-grammar], [iam-principal]). */
#include <string.h>

#include "policy/lint/lint.h"

#define STATEMENT_CURE                                                                                               \
    "write a map with Effect, Action or NotAction, Resource or NotResource where the kind of policy has resources, " \
    "Principal where it names callers, and perhaps Sid and Condition"
#define ACTION_CURE "write one text or a list of them, each `*` or a service, a colon and a name: \"s3:GetObject\""
#define RESOURCE_CURE                                                                                         \
    "write one text or a list of them, each `*` or an ARN of six parts: \"arn:aws:s3:::bucket/*\"; a policy " \
    "that has no resources leaves the element out"
#define PRINCIPAL_CURE                                                             \
    "write \"*\" or a map of AWS, Service, Federated or CanonicalUser, {\"AWS\": " \
    "\"arn:aws:iam::111122223333:root\"}; "                                        \
    "a policy that is attached to its callers leaves the element out"

/* clang-format off */
static const struct {
    struct weir_str element; /* of the document or of a statement */
    struct weir_str cure;
} cures[] = {
#define CURE(element, cure) {{element, sizeof(element) - 1}, {cure, sizeof(cure) - 1}}
    CURE("", "write a map with \"Version\": \"2012-10-17\" and a Statement"),
    CURE("Action", ACTION_CURE),
    CURE("Condition", "write {\"OPERATOR\": {\"KEY\": VALUE}} with AWS's operators, each operator and key once, and values that are text, numbers or booleans, one or a list"),
    CURE("Effect", "write \"Allow\" or \"Deny\""),
    CURE("Id", "write a text, or leave the element out"),
    CURE("NotAction", ACTION_CURE),
    CURE("NotPrincipal", PRINCIPAL_CURE),
    CURE("NotResource", RESOURCE_CURE),
    CURE("Principal", PRINCIPAL_CURE),
    CURE("Resource", RESOURCE_CURE),
    CURE("Sid", "write letters and digits, and no Sid twice in a document"),
    CURE("Statement", STATEMENT_CURE),
    CURE("Version", "write \"2012-10-17\""),
#undef CURE
};
/* clang-format on */

/* Takes the first segment off a JSON pointer. */
static struct weir_str segment(struct weir_str *pointer)
{
    const char *const begin = pointer->ptr + 1;
    const char *const slash = memchr(begin, '/', pointer->len - 1);
    const struct weir_str found = {begin, slash == NULL ? pointer->len - 1 : (size_t)(slash - begin)};
    pointer->ptr = begin + found.len;
    pointer->len -= found.len + 1;
    return found;
}

static bool is_index(struct weir_str text)
{
    return text.len > 0 && text.ptr[0] >= '0' && text.ptr[0] <= '9';
}

/* The element of a statement that the pointer goes through, else of the document. */
static struct weir_str element_of(struct weir_str pointer)
{
    struct weir_str element = {"", 0};
    for (size_t depth = 0; depth < 3 && pointer.len > 0 && pointer.ptr[0] == '/'; depth++) {
        const struct weir_str name = segment(&pointer);
        if (is_index(name))
            continue;
        element = name;
        if (!weir_str_equal(name, WEIR_STR("Statement")))
            break;
    }
    return element;
}

struct weir_str weir_lint_cure(struct weir_str pointer)
{
    const struct weir_str element = element_of(pointer);
    for (size_t i = 0; i < sizeof(cures) / sizeof(cures[0]); i++)
        if (weir_str_equal(cures[i].element, element))
            return cures[i].cure;
    return WEIR_STR("take the element out, or write its name as the policy grammar has it");
}
