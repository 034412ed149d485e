/* How policies add up: one account, two accounts, organizations, trust, sessions; numbers are facts of the language. */
#include "test_policy.h"

struct row {
    const char *name;
    struct scene scene;
    enum weir_effect effect;
    enum weir_policy_kind kind;
    size_t deciders;
};

#define NONE DOCUMENT(STATEMENT("Allow", "\"Action\":\"iam:GetUser\",\"Resource\":\"*\""))
#define NAMES(principal) NAMING("Allow", principal)
#define STAR_IF_ROLE                                                                       \
    DOCUMENT(STATEMENT("Allow", "\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"," \
                                "\"Condition\":{\"ArnEquals\":{\"aws:PrincipalArn\":\"" ROLE_ARN "\"}}"))
#define ROOT_IF_ROLE                                                                                            \
    DOCUMENT(STATEMENT("Allow", "\"Principal\":{\"AWS\":\"" ROOT_ARN "\"},\"Action\":\"*\",\"Resource\":\"*\"," \
                                "\"Condition\":{\"ArnEquals\":{\"aws:PrincipalArn\":\"" ROLE_ARN "\"}}"))
#define BY_ROLE "aws:PrincipalArn=" ROLE_ARN
#define TRUST_ARN "arn:aws:iam::111122223333:role/target"
#define ASSUME .action = "sts:AssumeRole", .on = TRUST_ARN
#define KEY_ARN "arn:aws:kms:us-east-1:111122223333:key/1"
#define DECRYPT .action = "kms:Decrypt", .on = KEY_ARN
#define LINKED_ARN "arn:aws:iam::111122223333:role/aws-service-role/glue.amazonaws.com/AWSServiceRoleForGlue"

static const struct weir_principal linked = {
    .kind = WEIR_PRINCIPAL_ROLE_SESSION,
    .arn = {SESSION_ARN, sizeof(SESSION_ARN) - 1},
    .account = {ACCOUNT, 12},
    .is_service_linked_role = true,
};

/* clang-format off */
static const struct row rows[] = {
    /* -------- one account, identity side */
    {"nothing_speaks",                   {.identity = NULL}, SILENT, IDENTITY, 0},
    {"an_empty_list_allows_nothing",     {.identity = ""}, SILENT, IDENTITY, 0},
    {"f43_identity_allows",              {.identity = ALLOW_ALL}, ALLOWED, IDENTITY, 1},
    {"f43_a_union_of_policies",          {.identity = NONE "\n" ALLOW_ALL}, ALLOWED, IDENTITY, 1},
    {"f40_deny_beats_allow",             {.identity = ALLOW_ALL "\n" DENY_ALL}, DENIED, IDENTITY, 1},
    {"f40_deny_first_or_last",           {.identity = DENY_ALL "\n" ALLOW_ALL}, DENIED, IDENTITY, 1},
    {"f40_every_deny_is_named",          {.identity = DENY_ALL, .boundary = DENY_ALL, .endpoint = NAMING("Deny", "\"*\"")}, DENIED, IDENTITY, 3},
    {"f40_scp_deny_is_named_first",      {.identity = DENY_ALL, .scp = {DENY_ALL}}, DENIED, SCP, 2},
    {"f40_resource_deny_before_identity", {.identity = DENY_ALL, .resource = NAMING("Deny", "\"*\"")}, DENIED, RESOURCE, 2},
    {"f40_session_deny",                 {.caller = &engine, .identity = ALLOW_ALL, .session = DENY_ALL}, DENIED, SESSION, 1},
    {"f40_deny_beats_a_direct_grant",    {.identity = DENY_ALL, .resource = NAMES(AWS_NAME(USER_ARN))}, DENIED, IDENTITY, 1},
    {"f44_boundary_intersects",          {.identity = ALLOW_ALL, .boundary = NONE}, SILENT, BOUNDARY, 0},
    {"f44_boundary_allows_nothing_itself", {.identity = NONE, .boundary = ALLOW_ALL}, SILENT, IDENTITY, 0},
    {"f44_both_allow",                   {.identity = ALLOW_ALL, .boundary = ALLOW_ALL}, ALLOWED, IDENTITY, 1},
    {"f44_an_empty_boundary",            {.identity = ALLOW_ALL, .boundary = ""}, SILENT, BOUNDARY, 0},
    {"f46_session_intersects",           {.caller = &engine, .identity = ALLOW_ALL, .session = NONE}, SILENT, SESSION, 0},
    {"f46_session_policies_are_a_union", {.caller = &engine, .identity = ALLOW_ALL, .session = NONE "\n" ALLOW_ALL}, ALLOWED, IDENTITY, 1},
    {"f46_no_session_policy",            {.caller = &engine, .identity = ALLOW_ALL}, ALLOWED, IDENTITY, 1},
    {"f46_federation_without_a_policy",  {.caller = &bob, .identity = ALLOW_ALL}, SILENT, SESSION, 0},
    {"f46_federation_with_a_policy",     {.caller = &bob, .identity = ALLOW_ALL, .session = ALLOW_ALL}, ALLOWED, IDENTITY, 1},
    {"f46_federation_without_and_its_user_named", {.caller = &bob, .resource = NAMES(AWS_NAME(USER_ARN))}, SILENT, SESSION, 0},
    {"f46_federation_without_and_itself_named", {.caller = &bob, .resource = NAMES(AWS_NAME(FEDERATED_ARN))}, ALLOWED, RESOURCE, 1},
    {"f50_root_needs_no_policy",         {.caller = &root}, ALLOWED, IDENTITY, 0},
    {"f50_root_passes_by_identity",      {.caller = &root, .identity = DENY_ALL, .boundary = DENY_ALL}, ALLOWED, IDENTITY, 0},
    {"f50_root_meets_scps",              {.caller = &root, .scp = {NONE}}, SILENT, SCP, 0},
    {"f50_root_meets_session_policies",  {.caller = &root, .session = NONE}, SILENT, SESSION, 0},
    {"f50_root_meets_resource_denies",   {.caller = &root, .resource = NAMING("Deny", "\"*\"")}, DENIED, RESOURCE, 1},
    {"f48_who_am_i_needs_no_permission", {.action = "sts:getcalleridentity", .on = "*", .identity = DENY_ALL}, ALLOWED, IDENTITY, 0},
    {"f48_anonymous_has_no_identity",    {.action = "sts:GetCallerIdentity", .on = "*", .caller = &anonymous}, SILENT, RESOURCE, 0},
    /* -------- one account, resource policy: the table of f45 */
    {"f43_resource_alone_grants",        {.resource = NAMES(AWS_NAME(USER_ARN))}, ALLOWED, RESOURCE, 1},
    {"f43_the_account_alone_does_not",   {.resource = NAMES(AWS_NAME(ROOT_ARN))}, SILENT, IDENTITY, 0},
    {"f43_both_are_deciders",            {.identity = ALLOW_ALL, .resource = NAMES(AWS_NAME(USER_ARN))}, ALLOWED, IDENTITY, 2},
    {"f43_delegation_is_no_decider",     {.identity = ALLOW_ALL, .resource = NAMES(AWS_NAME(ROOT_ARN))}, ALLOWED, IDENTITY, 1},
    {"f45_user_identity_silent",         {.identity = NONE, .resource = NAMES(AWS_NAME(USER_ARN))}, ALLOWED, RESOURCE, 1},
    {"f45_user_boundary_silent",         {.boundary = NONE, .resource = NAMES(AWS_NAME(USER_ARN))}, ALLOWED, RESOURCE, 1},
    {"f45_role_identity_silent",         {.caller = &engine, .identity = NONE, .resource = NAMES(AWS_NAME(ROLE_ARN))}, ALLOWED, RESOURCE, 1},
    {"f45_role_boundary_silent",         {.caller = &engine, .boundary = NONE, .resource = NAMES(AWS_NAME(ROLE_ARN))}, SILENT, BOUNDARY, 0},
    {"f45_role_session_silent",          {.caller = &engine, .session = NONE, .resource = NAMES(AWS_NAME(ROLE_ARN))}, SILENT, SESSION, 0},
    {"f45_role_boundary_and_session_allow", {.caller = &engine, .boundary = ALLOW_ALL, .session = ALLOW_ALL, .resource = NAMES(AWS_NAME(ROLE_ARN))}, ALLOWED, RESOURCE, 1},
    {"f45_session_identity_silent",      {.caller = &engine, .identity = NONE, .resource = NAMES(AWS_NAME(SESSION_ARN))}, ALLOWED, RESOURCE, 1},
    {"f45_session_boundary_silent",      {.caller = &engine, .boundary = NONE, .resource = NAMES(AWS_NAME(SESSION_ARN))}, ALLOWED, RESOURCE, 1},
    {"f45_session_session_silent",       {.caller = &engine, .session = NONE, .resource = NAMES(AWS_NAME(SESSION_ARN))}, ALLOWED, RESOURCE, 1},
    {"f45_federated_session_silent",     {.caller = &bob, .boundary = NONE, .session = NONE, .resource = NAMES(AWS_NAME(FEDERATED_ARN))}, ALLOWED, RESOURCE, 1},
    {"f45_session_user_identity_silent", {.caller = &bob, .session = ALLOW_ALL, .resource = NAMES(AWS_NAME(USER_ARN))}, ALLOWED, RESOURCE, 1},
    {"f45_session_user_boundary_silent", {.caller = &bob, .boundary = NONE, .session = ALLOW_ALL, .resource = NAMES(AWS_NAME(USER_ARN))}, SILENT, BOUNDARY, 0},
    {"f45_session_user_session_silent",  {.caller = &bob, .session = NONE, .resource = NAMES(AWS_NAME(USER_ARN))}, SILENT, SESSION, 0},
    {"f45_account_identity_silent",      {.caller = &engine, .resource = ROOT_IF_ROLE, .context = BY_ROLE}, SILENT, IDENTITY, 0},
    {"f45_account_boundary_silent",      {.caller = &engine, .identity = ALLOW_ALL, .boundary = NONE, .resource = ROOT_IF_ROLE, .context = BY_ROLE}, SILENT, BOUNDARY, 0},
    {"f45_account_session_silent",       {.caller = &engine, .identity = ALLOW_ALL, .session = NONE, .resource = ROOT_IF_ROLE, .context = BY_ROLE}, SILENT, SESSION, 0},
    {"f45_star_identity_silent",         {.caller = &engine, .identity = NONE, .resource = STAR_IF_ROLE, .context = BY_ROLE}, ALLOWED, RESOURCE, 1},
    {"f45_star_boundary_silent",         {.caller = &engine, .boundary = NONE, .resource = STAR_IF_ROLE, .context = BY_ROLE}, ALLOWED, RESOURCE, 1},
    {"f45_star_session_silent",          {.caller = &engine, .session = NONE, .resource = STAR_IF_ROLE, .context = BY_ROLE}, ALLOWED, RESOURCE, 1},
    {"f45_star_of_another_role",         {.caller = &engine, .resource = STAR_IF_ROLE, .context = "aws:PrincipalArn=" USER_ARN}, SILENT, IDENTITY, 0},
    {"f45_boundary_deny_stays",          {.caller = &engine, .boundary = DENY_ALL, .resource = STAR_IF_ROLE, .context = BY_ROLE}, DENIED, BOUNDARY, 1},
    {"f45_names_add_up_over_statements", {.caller = &engine, .boundary = NONE, .resource = DOCUMENT(STATEMENT("Allow", "\"Principal\":" AWS_NAME(ROLE_ARN) "," ANY) "," STATEMENT("Allow", "\"Principal\":" AWS_NAME(SESSION_ARN) "," ANY))}, ALLOWED, RESOURCE, 1},
    {"f39_not_principal_denies_others",  {.identity = ALLOW_ALL, .resource = DOCUMENT(STATEMENT("Deny", "\"NotPrincipal\":" AWS_NAME(ROLE_ARN) "," ANY))}, DENIED, RESOURCE, 1},
    /* -------- organizations */
    {"f41_no_scps",                      {.identity = ALLOW_ALL}, ALLOWED, IDENTITY, 1},
    {"f41_each_level_must_allow",        {.identity = ALLOW_ALL, .scp = {ALLOW_ALL, ALLOW_ALL, ALLOW_ALL}}, ALLOWED, IDENTITY, 1},
    {"f41_a_silent_root",                {.identity = ALLOW_ALL, .scp = {NONE, ALLOW_ALL}}, SILENT, SCP, 0},
    {"f41_a_silent_unit",                {.identity = ALLOW_ALL, .scp = {ALLOW_ALL, NONE, ALLOW_ALL}}, SILENT, SCP, 0},
    {"f41_a_silent_account",             {.identity = ALLOW_ALL, .scp = {ALLOW_ALL, NONE}}, SILENT, SCP, 0},
    {"f41_a_level_is_a_union",           {.identity = ALLOW_ALL, .scp = {NONE "\n" ALLOW_ALL, ALLOW_ALL}}, ALLOWED, IDENTITY, 1},
    {"f41_an_empty_level",               {.identity = ALLOW_ALL, .scp = {ALLOW_ALL, ""}}, SILENT, SCP, 0},
    {"f41_any_level_denies",             {.identity = ALLOW_ALL, .scp = {ALLOW_ALL, ALLOW_ALL "\n" DENY_ALL}}, DENIED, SCP, 1},
    {"f41_scps_grant_nothing",           {.scp = {ALLOW_ALL}}, SILENT, IDENTITY, 0},
    {"f41_management_account_is_free",   {.identity = ALLOW_ALL, .scp = {DENY_ALL}, .principal_is_management = true}, ALLOWED, IDENTITY, 1},
    {"f41_service_linked_roles_are_free", {.caller = &linked, .identity = ALLOW_ALL, .scp = {DENY_ALL}}, ALLOWED, IDENTITY, 1},
    {"f41_services_are_free",            {.caller = &service, .resource = NAMES("{\"Service\":\"glue.amazonaws.com\"}"), .scp = {DENY_ALL}}, ALLOWED, RESOURCE, 1},
    {"f41_scp_binds_a_direct_grant",     {.resource = NAMES(AWS_NAME(USER_ARN)), .scp = {NONE}}, SILENT, SCP, 0},
    {"f42_rcp_denies",                   {.identity = ALLOW_ALL, .rcp = {NAMING("Deny", "\"*\"")}}, DENIED, RCP, 1},
    {"f42_rcp_is_never_silent",          {.identity = ALLOW_ALL, .rcp = {"", ""}}, ALLOWED, IDENTITY, 1},
    {"f42_rcp_binds_anonymous",          {.caller = &anonymous, .resource = NAMES("\"*\""), .rcp = {NAMING("Deny", "\"*\"")}}, DENIED, RCP, 1},
    {"f42_rcp_below",                    {.identity = ALLOW_ALL, .rcp = {NAMING("Allow", "\"*\""), NAMING("Deny", "\"*\"")}}, DENIED, RCP, 1},
    {"f42_rcp_spares_management_resources", {.identity = ALLOW_ALL, .rcp = {NAMING("Deny", "\"*\"")}, .resource_is_management = true}, ALLOWED, IDENTITY, 1},
    {"f42_rcp_reaches_some_services",    {.identity = ALLOW_ALL, .action = "glue:GetTable", .rcp = {NAMING("Deny", "\"*\"")}}, ALLOWED, IDENTITY, 1},
    {"f42_rcp_spares_linked_roles",      {.caller = &service, .action = "sts:AssumeRole", .on = LINKED_ARN, .resource = TRUSTING("Allow", "{\"Service\":\"glue.amazonaws.com\"}"), .rcp = {NAMING("Deny", "\"*\"")}}, ALLOWED, TRUST, 1},
    {"f42_rcp_binds_other_roles",        {.caller = &service, ASSUME, .resource = TRUSTING("Allow", "{\"Service\":\"glue.amazonaws.com\"}"), .rcp = {NAMING("Deny", "\"*\"")}}, DENIED, RCP, 1},
    /* -------- trust and keys */
    {"f47_identity_alone_assumes_nothing", {ASSUME, .identity = ALLOW_ALL}, SILENT, TRUST, 0},
    {"f47_trust_names_the_user",         {ASSUME, .resource = TRUSTING("Allow", AWS_NAME(USER_ARN))}, ALLOWED, TRUST, 1},
    {"f47_trust_names_the_account",      {ASSUME, .resource = TRUSTING("Allow", AWS_NAME(ROOT_ARN))}, SILENT, IDENTITY, 0},
    {"f47_trust_names_the_account_and_identity", {ASSUME, .identity = ALLOW_ALL, .resource = TRUSTING("Allow", AWS_NAME(ROOT_ARN))}, ALLOWED, IDENTITY, 2},
    {"f47_trust_names_another",          {ASSUME, .identity = ALLOW_ALL, .resource = TRUSTING("Allow", AWS_NAME(ROLE_ARN))}, SILENT, TRUST, 0},
    {"f47_a_role_does_not_trust_itself", {.caller = &engine, .action = "sts:AssumeRole", .on = ROLE_ARN, .identity = ALLOW_ALL, .resource = TRUSTING("Allow", AWS_NAME(USER_ARN))}, SILENT, TRUST, 0},
    {"f47_trust_denies",                 {ASSUME, .identity = ALLOW_ALL, .resource = TRUSTING("Deny", "\"*\"")}, DENIED, TRUST, 1},
    {"f47_trust_of_a_role_under_a_boundary", {.caller = &engine, ASSUME, .boundary = NONE, .resource = TRUSTING("Allow", AWS_NAME(ROLE_ARN))}, SILENT, BOUNDARY, 0},
    {"f47_root_still_needs_trust",       {.caller = &root, ASSUME}, SILENT, TRUST, 0},
    {"f47_key_policy_must_allow",        {DECRYPT, .identity = ALLOW_ALL}, SILENT, RESOURCE, 0},
    {"f47_key_policy_delegates",         {DECRYPT, .identity = ALLOW_ALL, .resource = NAMES(AWS_NAME(ROOT_ARN))}, ALLOWED, IDENTITY, 2},
    {"f47_key_policy_delegates_alone",   {DECRYPT, .resource = NAMES(AWS_NAME(ROOT_ARN))}, SILENT, IDENTITY, 0},
    {"f47_key_policy_names",             {DECRYPT, .resource = NAMES(AWS_NAME(USER_ARN))}, ALLOWED, RESOURCE, 1},
    {"f47_kind_may_be_said",             {DECRYPT, .identity = ALLOW_ALL, .resource_kind = WEIR_RESOURCE_OTHER}, ALLOWED, IDENTITY, 1},
    {"f47_kms_by_case",                  {.action = "KMS:Decrypt", .on = KEY_ARN, .identity = ALLOW_ALL}, SILENT, RESOURCE, 0},
    {"f53_tag_session_is_trust",         {.action = "sts:TagSession", .on = TRUST_ARN, .identity = ALLOW_ALL}, SILENT, TRUST, 0},
    {"f53_source_identity_is_trust",     {.action = "sts:SetSourceIdentity", .on = TRUST_ARN, .identity = ALLOW_ALL}, SILENT, TRUST, 0},
    {"f53_context_is_trust",             {.action = "sts:SetContext", .on = TRUST_ARN, .identity = ALLOW_ALL}, SILENT, TRUST, 0},
    {"f53_other_sts_actions_are_not",    {.action = "sts:GetSessionToken", .on = "*", .identity = ALLOW_ALL}, ALLOWED, IDENTITY, 1},
    {"f54_provider_by_trust_alone",      {.caller = &provider, .action = "sts:AssumeRoleWithSAML", .on = TRUST_ARN, .resource = TRUSTING("Allow", "{\"Federated\":\"" PROVIDER_ARN "\"}")}, ALLOWED, TRUST, 1},
    {"f54_provider_not_trusted",         {.caller = &provider, .action = "sts:AssumeRoleWithSAML", .on = TRUST_ARN, .identity = ALLOW_ALL, .resource = TRUSTING("Allow", AWS_NAME(ROOT_ARN))}, SILENT, TRUST, 0},
    {"f36_service_by_resource_alone",    {.caller = &service, .identity = ALLOW_ALL}, SILENT, RESOURCE, 0},
    {"anonymous_by_star",                {.caller = &anonymous, .resource = NAMES("\"*\"")}, ALLOWED, RESOURCE, 1},
    {"anonymous_by_nothing_else",        {.caller = &anonymous, .identity = ALLOW_ALL, .resource = NAMES("{\"AWS\":\"111122223333\"}")}, SILENT, RESOURCE, 0},
    /* -------- two accounts */
    {"f51_both_allow",                   {.account = OTHER_ACCOUNT, .identity = ALLOW_ALL, .resource = NAMES(AWS_NAME(USER_ARN))}, ALLOWED, IDENTITY, 2},
    {"f51_the_account_is_enough_there",  {.account = OTHER_ACCOUNT, .identity = ALLOW_ALL, .resource = NAMES(AWS_NAME(ROOT_ARN))}, ALLOWED, IDENTITY, 2},
    {"f51_identity_alone",               {.account = OTHER_ACCOUNT, .identity = ALLOW_ALL}, SILENT, RESOURCE, 0},
    {"f51_resource_alone",               {.account = OTHER_ACCOUNT, .resource = NAMES(AWS_NAME(USER_ARN))}, SILENT, IDENTITY, 0},
    {"f51_star_needs_identity",          {.account = OTHER_ACCOUNT, .resource = NAMES("\"*\"")}, SILENT, IDENTITY, 0},
    {"f51_session_named_needs_identity", {.account = OTHER_ACCOUNT, .caller = &engine, .resource = NAMES(AWS_NAME(SESSION_ARN))}, SILENT, IDENTITY, 0},
    {"f51_boundary_is_not_passed",       {.account = OTHER_ACCOUNT, .identity = ALLOW_ALL, .boundary = NONE, .resource = NAMES(AWS_NAME(USER_ARN))}, SILENT, BOUNDARY, 0},
    {"f51_session_is_not_passed",        {.account = OTHER_ACCOUNT, .caller = &engine, .identity = ALLOW_ALL, .session = NONE, .resource = NAMES(AWS_NAME(SESSION_ARN))}, SILENT, SESSION, 0},
    {"f51_scp_of_the_caller",            {.account = OTHER_ACCOUNT, .identity = ALLOW_ALL, .scp = {NONE}, .resource = NAMES(AWS_NAME(USER_ARN))}, SILENT, SCP, 0},
    {"f51_rcp_of_the_resource",          {.account = OTHER_ACCOUNT, .identity = ALLOW_ALL, .rcp = {NAMING("Deny", "\"*\"")}, .resource = NAMES(AWS_NAME(USER_ARN))}, DENIED, RCP, 1},
    {"f51_unknown_is_another_account",   {.account = "", .identity = ALLOW_ALL}, SILENT, RESOURCE, 0},
    {"f51_root_of_another_account",      {.account = OTHER_ACCOUNT, .caller = &root, .resource = NAMES(AWS_NAME(ROOT_ARN))}, ALLOWED, IDENTITY, 1},
    {"f51_trust_across",                 {.account = OTHER_ACCOUNT, ASSUME, .identity = ALLOW_ALL, .resource = TRUSTING("Allow", AWS_NAME(ROOT_ARN))}, ALLOWED, IDENTITY, 2},
    {"f51_trust_across_needs_identity",  {.account = OTHER_ACCOUNT, ASSUME, .resource = TRUSTING("Allow", AWS_NAME(USER_ARN))}, SILENT, IDENTITY, 0},
    /* -------- endpoints */
    {"f49_endpoint_must_allow",          {.identity = ALLOW_ALL, .endpoint = ""}, SILENT, ENDPOINT, 0},
    {"f49_endpoint_allows",              {.identity = ALLOW_ALL, .endpoint = NAMES("\"*\"")}, ALLOWED, IDENTITY, 1},
    {"f49_endpoint_by_account",          {.identity = ALLOW_ALL, .endpoint = NAMES(AWS_NAME(ROOT_ARN))}, ALLOWED, IDENTITY, 1},
    {"f49_endpoint_names_another",       {.identity = ALLOW_ALL, .endpoint = NAMES(AWS_NAME(ROLE_ARN))}, SILENT, ENDPOINT, 0},
    {"f49_endpoint_denies",              {.identity = ALLOW_ALL, .endpoint = NAMING("Deny", "\"*\"")}, DENIED, ENDPOINT, 1},
    {"f49_endpoint_binds_root",          {.caller = &root, .endpoint = ""}, SILENT, ENDPOINT, 0},
};
/* clang-format on */

static void row_holds(void **state)
{
    const struct row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_verdict *const verdict = play(&row->scene, arena);
    assert_string_equal(weir_effect_name(weir_verdict_effect(verdict)), weir_effect_name(row->effect));
    assert_string_equal(weir_policy_kind_name(weir_verdict_kind(verdict)), weir_policy_kind_name(row->kind));
    assert_int_equal(weir_verdict_decider_count(verdict), row->deciders);
    weir_arena_free(arena);
}

/* Whatever the scene says, a deny of everything turns it into a deny, unless no permission is needed. */
static void an_added_deny_denies(void **state)
{
    const struct row *const row = *state;
    struct scene scene = row->scene;
    const bool is_trust = scene.action != NULL && strncmp(scene.action, "sts:", 4) == 0;
    scene.resource = is_trust ? TRUSTING("Deny", "\"*\"") : NAMING("Deny", "\"*\"");
    const bool is_free = scene.action != NULL && strcmp(scene.action, "sts:getcalleridentity") == 0;
    assert_int_equal(effect_of(&scene), is_free ? ALLOWED : DENIED);
}

/* Letters of the action's name never change the answer. */
static void the_case_of_the_action_is_nothing(void **state)
{
    const struct row *const row = *state;
    struct scene scene = row->scene;
    char action[64];
    snprintf(action, sizeof(action), "%s", scene.action == NULL ? "s3:GetObject" : scene.action);
    for (size_t i = 0; action[i] != '\0'; i++)
        action[i] = (char)(action[i] >= 'a' && action[i] <= 'z' ? action[i] - 32 : action[i]);
    scene.action = action;
    assert_int_equal(effect_of(&scene), row->effect);
}

/* More deciders than a verdict has room for: all are kept, in order. */
static void every_decider_is_kept(void **state)
{
    (void)state;
    enum { STATEMENTS = 100 };
    char document[STATEMENTS * 80 + 100] = "{\"Statement\":[";
    for (size_t i = 0; i < STATEMENTS; i++) {
        char statement[100];
        snprintf(statement, sizeof(statement), "%s{\"Sid\":\"S%zu\",\"Effect\":\"Deny\",%s}", i == 0 ? "" : ",", i,
                 ANY);
        strncat(document, statement, sizeof(document) - strlen(document) - 1);
    }
    strncat(document, "]}", sizeof(document) - strlen(document) - 1);
    struct weir_arena *const arena = new_arena(0);
    const struct scene scene = {.identity = document};
    const struct weir_verdict *const verdict = play(&scene, arena);
    assert_int_equal(weir_verdict_decider_count(verdict), STATEMENTS);
    for (size_t i = 0; i < STATEMENTS; i++) {
        struct weir_decider decider;
        char sid[16];
        snprintf(sid, sizeof(sid), "S%zu", i);
        assert_true(weir_verdict_decider(verdict, i, &decider));
        assert_int_equal(decider.statement, i);
        assert_str(decider.sid, weir_str_from(sid));
    }
    struct weir_decider past;
    assert_false(weir_verdict_decider(verdict, STATEMENTS, &past));
    weir_arena_free(arena);
}

static void a_decider_says_where_it_stands(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct scene scene = {
        .identity = ALLOW_ALL,
        .scp = {ALLOW_ALL,
                ALLOW_ALL "\n" DOCUMENT(STATEMENT("Allow", ANY) "," STATEMENT("Deny", "\"Sid\":\"No\"," ANY))},
    };
    struct weir_decider decider;
    assert_true(weir_verdict_decider(play(&scene, arena), 0, &decider));
    assert_int_equal(decider.kind, WEIR_POLICY_SCP);
    assert_int_equal(decider.level, 1);
    assert_int_equal(decider.policy_index, 1);
    assert_int_equal(decider.statement, 1);
    assert_str(decider.sid, WEIR_STR("No"));
    weir_arena_free(arena);
}

struct usage_row {
    const char *name;
    void (*spoil)(struct weir_policy_set *set, struct weir_policy_request *request);
};

static void no_set_size(struct weir_policy_set *set, struct weir_policy_request *request)
{
    (void)request;
    set->size = 0;
}

static void no_request_size(struct weir_policy_set *set, struct weir_policy_request *request)
{
    (void)set;
    request->size = 1;
}

static void no_action(struct weir_policy_set *set, struct weir_policy_request *request)
{
    (void)set;
    request->action = WEIR_STR("");
}

static void two_boundaries(struct weir_policy_set *set, struct weir_policy_request *request)
{
    (void)request;
    set->boundary = set->identity;
}

static void levels_of_nothing(struct weir_policy_set *set, struct weir_policy_request *request)
{
    (void)request;
    set->scp = NULL;
    set->scp_levels = 1;
}

static void rcp_levels_of_nothing(struct weir_policy_set *set, struct weir_policy_request *request)
{
    (void)request;
    set->rcp = NULL;
    set->rcp_levels = 1;
}

static void a_caller_without_arn(struct weir_policy_set *set, struct weir_policy_request *request)
{
    (void)set;
    request->principal.arn = WEIR_STR("alice");
}

static void a_null_among_policies(struct weir_policy_set *set, struct weir_policy_request *request)
{
    static const struct weir_policy *const nothing[] = {NULL};
    (void)request;
    set->identity = (struct weir_policy_list){nothing, 1};
}

static const struct usage_row usage_rows[] = {
    {"set_without_size", no_set_size},
    {"request_without_size", no_request_size},
    {"request_without_action", no_action},
    {"two_boundaries", two_boundaries},
    {"scp_levels_of_nothing", levels_of_nothing},
    {"rcp_levels_of_nothing", rcp_levels_of_nothing},
    {"a_caller_without_arn", a_caller_without_arn},
    {"a_null_among_policies", a_null_among_policies},
};

static void misuse_is_no_verdict(void **state)
{
    const struct usage_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const struct scene scene = {.identity = ALLOW_ALL "\n" ALLOW_ALL};
    struct weir_policy_set set;
    struct weir_policy_request request;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_verdict *verdict = (const void *)&scene;
    const struct weir_explanation *explanation = (const void *)&scene;
    open_scene(&scene, arena, &set, &request);
    row->spoil(&set, &request);
    assert_int_equal(weir_authorize(&set, &request, arena, &verdict, &error), WEIR_ERR_USAGE);
    assert_null(verdict);
    assert_int_equal(error.status, WEIR_ERR_USAGE);
    assert_int_equal(weir_explain(&set, &request, arena, &explanation, NULL), WEIR_ERR_USAGE);
    assert_null(explanation);
    weir_arena_free(arena);
}

static void null_arguments_are_misuse(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_policy_set set = WEIR_POLICY_SET_INIT;
    const struct weir_policy_request request = WEIR_POLICY_REQUEST_INIT;
    const struct weir_verdict *verdict = NULL;
    const struct weir_explanation *explanation = NULL;
    assert_int_equal(weir_authorize(NULL, &request, arena, &verdict, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_authorize(&set, NULL, arena, &verdict, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_authorize(&set, &request, NULL, &verdict, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_authorize(&set, &request, arena, NULL, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_explain(NULL, &request, arena, &explanation, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_explain(&set, &request, arena, NULL, NULL), WEIR_ERR_USAGE);
    weir_arena_free(arena);
}

static void accessors_are_total(void **state)
{
    (void)state;
    struct weir_decider decider;
    assert_int_equal(weir_verdict_effect(NULL), WEIR_EFFECT_IMPLICIT_DENY);
    assert_int_equal(weir_verdict_kind(NULL), WEIR_POLICY_IDENTITY);
    assert_int_equal(weir_verdict_decider_count(NULL), 0);
    assert_false(weir_verdict_decider(NULL, 0, &decider));
    assert_false(weir_verdict_decider(NULL, 0, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_decider_is_kept),
        cmocka_unit_test(a_decider_says_where_it_stands),
        cmocka_unit_test(null_arguments_are_misuse),
        cmocka_unit_test(accessors_are_total),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) + RUN_ROWS("layers", rows, row_holds) +
           RUN_ROWS("an added deny", rows, an_added_deny_denies) +
           RUN_ROWS("case of the action", rows, the_case_of_the_action_is_nothing) +
           RUN_ROWS("misuse", usage_rows, misuse_is_no_verdict);
}
