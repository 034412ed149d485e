/*
 * Property: a response in any bytes is answered by claims or by a refusal that the table of checks has, twice the same.
 * One that is valid has passed every check, is valid by the rules of SAML alone, and is refused once the first letter
 * of the name that it claims is another one. The question that holds the response is answered in the same way.
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

/* The provider and the response as the question that `weir verify` reads. */
static struct weir_str question_of(const struct fuzz_saml *fuzz, struct weir_str xml)
{
    const struct saml_asked *const asked = &fuzz->asked;
    struct weir_writer *writer = NULL;
    struct weir_str json = {NULL, 0};
    DEMAND(weir_writer_new(fuzz->arena, &writer) == WEIR_OK);
    weir_write_map_begin(writer);
    weir_write_key(writer, "response");
    weir_write_text(writer, saml_base64(fuzz->arena, xml));
    weir_write_key(writer, "metadata");
    weir_write_text(writer, asked->source.metadata);
    weir_write_key(writer, "provider");
    weir_write_text(writer, asked->source.arn);
    weir_write_key(writer, "decryption_keys");
    weir_write_list_begin(writer);
    for (size_t i = 0; i < asked->source.private_key_count; i++)
        weir_write_text(writer, asked->source.private_keys[i]);
    weir_write_list_end(writer);
    weir_write_key(writer, "role");
    weir_write_text(writer, asked->options.role_arn);
    weir_write_map_end(writer);
    DEMAND(weir_writer_finish(writer, &json) == WEIR_OK);
    return json;
}

static void demand_same_answer(const struct fuzz_saml *fuzz, struct weir_str xml, const struct verification *answer)
{
    const int64_t now = SAML_NOW;
    const struct weir_saml_ask_options options = {.size = sizeof(options), .now_unix_s = &now, .explained = true};
    const struct weir_tree *tree = NULL;
    struct weir_str json = {NULL, 0};
    bool valid = false;
    DEMAND(weir_tree_parse_json(question_of(fuzz, xml), WEIR_STR("question"), fuzz->arena, &tree, NULL) == WEIR_OK);
    DEMAND(weir_saml_ask_json(tree, weir_tree_root(tree), &options, fuzz->arena, &json, &valid, NULL) == WEIR_OK);
    DEMAND(valid == (answer->claims != NULL));
    DEMAND(weir_tree_parse_json(json, WEIR_STR("answer"), fuzz->arena, &tree, NULL) == WEIR_OK);
    DEMAND(valid || weir_str_equal(saml_member(weir_tree_root(tree), "check"), answer->refusal->check));
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
    if (size % 4 == 0) /* such a question makes its provider, which takes time */
        demand_same_answer(&fuzz, xml, &answer);
    fuzz_saml_end(&fuzz);
    return 0;
}
