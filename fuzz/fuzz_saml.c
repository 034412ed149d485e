/*
 * Property: a response in any bytes is answered by claims or by a refusal that the table of checks has, twice the same.
 * One that is valid has passed every check, is valid by the rules of SAML alone, and is refused once the first letter
 * of the name that it claims is another one.
 */
#include "fuzz/fuzz_saml.h"

/* Where the text of the NameID begins; `len` when it is not written plainly. */
static size_t place_of_name(struct weir_str xml, struct weir_str name)
{
    for (size_t at = 1; at + name.len < xml.len; at++) {
        if (xml.ptr[at - 1] == '>' && xml.ptr[at + name.len] == '<' && memcmp(xml.ptr + at, name.ptr, name.len) == 0)
            return at;
    }
    return xml.len;
}

static void demand_signed(const struct fuzz_saml *fuzz, struct weir_str xml, struct weir_str name)
{
    const size_t at = place_of_name(xml, name);
    struct weir_str copy;
    if (at == xml.len || name.ptr[0] == '<' || name.ptr[0] == '&')
        return;
    char *const bytes = weir_arena_alloc(fuzz->arena, xml.len, 1);
    DEMAND(bytes != NULL);
    memcpy(bytes, xml.ptr, xml.len);
    bytes[at] = bytes[at] == 'x' ? 'y' : 'x';
    copy = (struct weir_str){bytes, xml.len};
    const struct verification answer = fuzz_saml_verify(fuzz, &fuzz->asked.options, copy);
    DEMAND(answer.claims == NULL || weir_str_equal(answer.claims->name_id, name));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct weir_str xml = {(const char *)data, size};
    if (size > 75000)
        return 0;
    struct fuzz_saml fuzz = fuzz_saml_begin();
    const struct verification answer = fuzz_saml_verify(&fuzz, &fuzz.asked.options, xml);
    const struct verification again = fuzz_saml_verify(&fuzz, &fuzz.asked.options, xml);
    DEMAND((answer.claims == NULL) == (again.claims == NULL));
    if (answer.refusal != NULL) {
        DEMAND(weir_str_equal(answer.refusal->check, again.refusal->check));
    } else {
        struct weir_saml_options options = fuzz.asked.options;
        options.profile = WEIR_SAML_PROFILE_SAML;
        demand_claims(answer.claims);
        DEMAND(weir_str_equal(answer.claims->name_id, again.claims->name_id));
        DEMAND(fuzz_saml_verify(&fuzz, &options, xml).claims != NULL);
        demand_signed(&fuzz, xml, answer.claims->name_id);
    }
    fuzz_saml_end(&fuzz);
    return 0;
}
