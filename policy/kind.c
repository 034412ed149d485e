/* The one word that documents and command lines say for each kind of policy: the members of `policies` (DESIGN §7). */
#include "policy/policy_impl.h"

/* clang-format off */
static const char *const words[WEIR_POLICY_KINDS] = {
    [WEIR_POLICY_IDENTITY] = "identity",
    [WEIR_POLICY_RESOURCE] = "resource",
    [WEIR_POLICY_TRUST]    = "trust",
    [WEIR_POLICY_BOUNDARY] = "boundary",
    [WEIR_POLICY_SESSION]  = "session",
    [WEIR_POLICY_SCP]      = "scp",
    [WEIR_POLICY_RCP]      = "rcp",
    [WEIR_POLICY_ENDPOINT] = "endpoint",
};
/* clang-format on */

const char *weir_policy_kind_word(enum weir_policy_kind kind)
{
    return (unsigned)kind < WEIR_POLICY_KINDS ? words[kind] : "policy";
}

bool weir_policy_kind_find(struct weir_str word, enum weir_policy_kind *kind)
{
    for (size_t i = 0; i < WEIR_POLICY_KINDS; i++) {
        if (weir_str_equal(word, weir_str_from(words[i]))) {
            *kind = (enum weir_policy_kind)i;
            return true;
        }
    }
    *kind = WEIR_POLICY_IDENTITY;
    return false;
}
