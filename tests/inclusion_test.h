/* How the tests of inclusion make sets of policies out of text, ask the evaluator of them, and draw random documents. */
#ifndef WEIR_INCLUSION_TEST_H
#define WEIR_INCLUSION_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <weir/scope.h>

#include "base/base_impl.h"

enum { MOST_DOCUMENTS = 8, MOST_TEXT = 4096 };

/* One set, each document with the layer that it belongs to before it: `identity:{…}`, parted by line feeds. */
struct made_set {
    struct weir_policy_set set;
    const struct weir_policy *policies[MOST_DOCUMENTS];
    struct weir_policy_list scp;
};

static const struct {
    const char *word;
    enum weir_policy_kind kind;
} layer_words[] = {
    {"identity", WEIR_POLICY_IDENTITY}, {"boundary", WEIR_POLICY_BOUNDARY}, {"session", WEIR_POLICY_SESSION},
    {"resource", WEIR_POLICY_RESOURCE}, {"endpoint", WEIR_POLICY_ENDPOINT}, {"scp", WEIR_POLICY_SCP},
    {"rcp", WEIR_POLICY_RCP},
};

static inline void put_policy(struct made_set *made, enum weir_policy_kind kind, const struct weir_policy **policy,
                              bool more)
{
    struct weir_policy_list *const lists[] = {
        [WEIR_POLICY_IDENTITY] = &made->set.identity,
        [WEIR_POLICY_BOUNDARY] = &made->set.boundary,
        [WEIR_POLICY_SESSION] = &made->set.session,
        [WEIR_POLICY_ENDPOINT] = &made->set.endpoint,
        [WEIR_POLICY_SCP] = &made->scp,
        [WEIR_POLICY_RCP] = &made->scp,
    };
    if (kind == WEIR_POLICY_RESOURCE) {
        made->set.resource = *policy;
        return;
    }
    if (!more)
        lists[kind]->items = policy;
    lists[kind]->count++;
    if (kind == WEIR_POLICY_SCP) {
        made->set.scp = &made->scp;
        made->set.scp_levels = 1;
    } else if (kind == WEIR_POLICY_RCP) {
        made->set.rcp = &made->scp;
        made->set.rcp_levels = 1;
    }
}

/* Documents of one layer stand together. A text that begins with a brace is one identity policy. */
static inline void make_set(const char *text, struct weir_arena *arena, struct made_set *made)
{
    const char *last = "";
    *made = (struct made_set){.set = WEIR_POLICY_SET_INIT};
    for (size_t count = 0; *text != '\0'; count++) {
        struct weir_error error = WEIR_ERROR_INIT;
        assert_true(count < MOST_DOCUMENTS);
        const char *word = "identity";
        enum weir_policy_kind kind = WEIR_POLICY_IDENTITY;
        for (size_t i = 0; i < WEIR_COUNT(layer_words); i++) {
            const size_t length = strlen(layer_words[i].word);
            if (strncmp(text, layer_words[i].word, length) == 0) {
                word = layer_words[i].word;
                kind = layer_words[i].kind;
                text += length + 1;
            }
        }
        const char *const end = strchr(text, '\n');
        const size_t bytes = end == NULL ? strlen(text) : (size_t)(end - text);
        if (weir_policy_parse((struct weir_str){text, bytes}, WEIR_STR("test"), kind, NULL, arena,
                              &made->policies[count], &error) != WEIR_OK)
            fail_msg("%s in %.*s", error.message, (int)bytes, text);
        put_policy(made, kind, &made->policies[count], word == last);
        last = word;
        text += bytes + (end == NULL ? 0 : 1);
    }
}

/* As the header says the caller is: a session of a role in the resource's account that no policy names. */
static inline bool is_allowed(const struct made_set *made, struct weir_str action, struct weir_str resource,
                              const struct weir_context *context, struct weir_arena *arena)
{
    struct weir_policy_request request = WEIR_POLICY_REQUEST_INIT;
    const struct weir_verdict *verdict = NULL;
    request.action = action;
    request.resource = resource;
    request.context = context;
    request.principal.kind = WEIR_PRINCIPAL_ROLE_SESSION;
    request.principal.arn = WEIR_STR("arn:aws:sts::999988887777:assumed-role/someone/one");
    request.principal.account = WEIR_STR("999988887777");
    request.resource_account = WEIR_STR("999988887777");
    request.resource_kind = WEIR_RESOURCE_OTHER;
    assert_int_equal(weir_authorize(&made->set, &request, arena, &verdict, NULL), WEIR_OK);
    return weir_verdict_effect(verdict) == WEIR_EFFECT_ALLOW;
}

static inline const struct weir_inclusion *compare(const struct made_set *wide, const struct made_set *narrow,
                                                   struct weir_arena *arena)
{
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_inclusion *inclusion = NULL;
    const enum weir_status status = weir_scope_includes(&wide->set, &narrow->set, arena, &inclusion, &error);
    if (status != WEIR_OK)
        fail_msg("%s: %s", weir_status_name(status), error.message);
    return inclusion;
}

/* A sequence of numbers that is the same on every machine. */
static inline uint32_t draw(uint64_t *state, uint32_t below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33) % below;
}

#endif
