/* AssumeRoleWithSAML as the engine asks it: providers of a world, what is lent to the next world, and a build without SAML. */
#include <weir/saml.h>

#include "base/base_impl.h"
#include "tests/vend_decide.h"
#include "world/model.h"

#define SAML_WORLD "corpus/worlds/saml@1.yaml"
#define ARN "arn:aws:iam::111122223333:saml-provider/idp"
#define HEAD "weir: world/1\naccounts:\n- AccountId: '111122223333'\n  SAMLProviders:\n"

static enum weir_status load(const char *text, size_t length, struct weir_world **world, struct weir_error *error)
{
    struct weir_world_builder *builder = NULL;
    enum weir_status status = weir_world_builder_new(NULL, &builder, error);
    if (status == WEIR_OK)
        status = weir_world_builder_add(builder, (struct weir_str){text, length}, WEIR_STR("world.yaml"), error);
    if (status == WEIR_OK)
        status = weir_world_builder_seal(builder, world, error);
    weir_world_builder_free(builder);
    return status;
}

static struct weir_world *saml_world(void)
{
    size_t length = 0;
    char *const text = read_file(SAML_WORLD, &length);
    struct weir_world *world = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    const enum weir_status status = load(text, length, &world, &error);
    free(text);
    if (status != WEIR_OK)
        fail_msg("%s:%u:%u: %s", error.source, error.line, error.column, error.message);
    return world;
}

static const struct weir_identity_provider *provider_of(const struct weir_world *world)
{
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_identity_provider *provider = NULL;
    assert_int_equal(weir_world_saml_provider(world, WEIR_STR(ARN), &provider, &error), WEIR_OK);
    assert_non_null(provider);
    return provider;
}

static void a_provider_is_prepared_with_its_world(void **state)
{
    (void)state;
    struct weir_world *const world = saml_world();
    const struct weir_identity_provider *const provider = provider_of(world);
    assert_str(provider->name, "idp");
    assert_str(provider->account->id, "111122223333");
    if (weir_saml_is_supported())
        assert_str(weir_saml_provider_issuer(provider->prepared), "https://idp.example.com/saml");
    else
        assert_null(provider->prepared);
    weir_world_release(world);
}

/* The next world shares the keys where the provider is the same, outlives the first, and makes them anew where it is not. */
static void the_next_world_borrows_what_did_not_change(void **state)
{
    (void)state;
    struct weir_world *const world = saml_world();
    struct weir_world *same = NULL;
    struct weir_world *other = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_saml_provider *const prepared = provider_of(world)->prepared;
    assert_int_equal(weir_world_derive(world,
                                       WEIR_STR("- {put: StsInactiveRegions, account: '111122223333', value: []}\n"),
                                       WEIR_STR("patch"), &same, &error),
                     WEIR_OK);
    assert_int_equal(weir_world_derive(same,
                                       WEIR_STR("- {merge: SAMLProviders, account: '111122223333', key: '" ARN
                                                "', value: {SAMLProviderUUID: AIDAPROVIDER}}\n"),
                                       WEIR_STR("patch"), &other, &error),
                     WEIR_OK);
    assert_ptr_equal(provider_of(same)->prepared, prepared);
    weir_world_release(world);
    if (weir_saml_is_supported()) {
        assert_ptr_not_equal(provider_of(other)->prepared, prepared);
        assert_str(weir_saml_provider_issuer(provider_of(same)->prepared), "https://idp.example.com/saml");
    }
    weir_world_release(same);
    weir_world_release(other);
}

/* The place is that of the document, the sentence that of the check. */
static void a_provider_that_iam_would_not_take_is_a_load_error(void **state)
{
    (void)state;
    static const char text[] = HEAD "  - SAMLProviderArn: '" ARN "'\n    SAMLMetadataDocument: <x/>\n";
    struct weir_world *world = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    const enum weir_status status = load(text, sizeof(text) - 1, &world, &error);
    if (!weir_saml_is_supported()) {
        assert_int_equal(status, WEIR_OK);
        weir_world_release(world);
        return;
    }
    assert_int_equal(status, WEIR_ERR_SCHEMA);
    assert_null(world);
    assert_int_equal(error.line, 6);
    assert_int_equal(error.column, 27);
    assert_non_null(strstr(error.message, "the SAML provider " ARN " is none that IAM would take"));
}

/* The assertion is no base64 of XML: a build with SAML refuses it, one without cannot say. */
static void a_build_without_saml_gives_no_answer(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_world *const world = saml_world();
    const struct weir_scenario *const scenario = read_scenario(
        TOP "- name: s\n  caller: {anonymous: true}\n  operation: sts:AssumeRoleWithSAML\n  parameters: {RoleArn: "
            "'arn:aws:iam::111122223333:role/analyst', PrincipalArn: '" ARN "', SAMLAssertion: 'QUJDRA=='}\n",
        arena);
    const struct weir_decision *decision = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    const enum weir_status status = weir_decide(world, weir_scenario_step(scenario, 0), NOW, NULL, arena, &decision,
                                                &error);
    if (weir_saml_is_supported()) {
        assert_int_equal(status, WEIR_OK);
        assert_false(weir_decision_is_allowed(decision));
        assert_str(weir_decision_rule(decision), "sts.saml.assertion");
        assert_str(weir_decision_error_code(decision), "InvalidIdentityToken");
    } else {
        assert_int_equal(status, WEIR_ERR_UNSUPPORTED);
        assert_null(decision);
        assert_string_equal(error.message, "this build of weir has no SAML");
    }
    weir_world_release(world);
    weir_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_provider_is_prepared_with_its_world),
        cmocka_unit_test(the_next_world_borrows_what_did_not_change),
        cmocka_unit_test(a_provider_that_iam_would_not_take_is_a_load_error),
        cmocka_unit_test(a_build_without_saml_gives_no_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
