/* The inside of a world: documents, homes, items, and the tables that are compiled from them when it is sealed. */
#ifndef WEIR_WORLD_IMPL_H
#define WEIR_WORLD_IMPL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <weir/base.h>
#include <weir/policy.h>
#include <weir/world.h>

#include "world/hash_index.h"
#include "world/load/collection.h"
#include "world/model.h"

/* ---------------------------------------------------------------------------------------- documents */

/* One text as a tree, shared by every world that holds something of it. Lives in its own arena. */
struct weir_document {
    atomic_size_t references;
    struct weir_arena *arena;
    const struct weir_tree *tree;
};

typedef enum weir_status weir_parse_fn(struct weir_str text, struct weir_str name, struct weir_arena *arena,
                                       const struct weir_tree **tree, struct weir_error *error);
/* @param max_bytes  bound on its memory; SIZE_MAX for none. */
enum weir_status weir_document_new(weir_parse_fn *parse, struct weir_str text, struct weir_str name, size_t max_bytes,
                                   struct weir_document **document, struct weir_error *error);
struct weir_document *weir_document_retain(struct weir_document *document);
void weir_document_release(struct weir_document *document);

/* -------------------------------------------------------------------------------------------- items */

/* Where items live: an account, or an account in a Region; both empty: the world itself. */
struct weir_home {
    struct weir_str account;
    struct weir_str region;
    uint64_t incomplete; /* a bit for each collection of which not everything was loaded */
    struct weir_origin origin;
};

/* One thing that AWS would list, by reference to the text that says it. */
struct weir_item {
    enum weir_collection collection; /* NONE: removed */
    uint32_t home;
    struct weir_str key; /* of a map's member; else empty: the value says who it is */
    struct weir_origin origin;
};
struct weir_item_span {
    const struct weir_item *items;
    size_t count;
};

/* -------------------------------------------------------------------------------------------- draft */

enum { WEIR_RUN_ITEMS = 256 };
struct weir_run {
    struct weir_run *next;
    struct weir_item *items;
    size_t count, capacity;
};
struct weir_document_link {
    struct weir_document_link *next;
    struct weir_document *document;
};
/* An answer that a document asks for. */
struct weir_want {
    struct weir_want *next;
    struct weir_origin origin;
    struct weir_str path;
    uint32_t home;
};

/* A world that is being put together: what a builder fills, and what a patch is applied to. */
struct weir_draft {
    struct weir_arena *arena;
    size_t max_bytes;  /* SIZE_MAX: none */
    size_t held_bytes; /* by the documents */
    struct weir_document_link *documents, *last_document;
    size_t document_count;
    struct weir_home *homes;
    size_t home_count, home_capacity;
    struct weir_run *runs, *last_run;
    struct weir_want *wants, *last_want;
    const struct weir_world *base; /* NULL unless it is a copy of that world's */
};

enum weir_status weir_draft_init(struct weir_draft *draft, size_t max_bytes, struct weir_error *error);
/* Releases the documents and frees the memory; of a sealed draft too, whose documents the world has retained. */
void weir_draft_clear(struct weir_draft *draft);
enum weir_status weir_draft_parse(struct weir_draft *draft, weir_parse_fn *parse, struct weir_str text,
                                  struct weir_str name, const struct weir_tree **tree, struct weir_error *error);
/* All that a world holds, into an empty draft: homes keep their numbers, documents are shared. */
enum weir_status weir_draft_copy(struct weir_draft *draft, const struct weir_world *world, struct weir_error *error);
/* The home of that account and Region, made if need be; a Region brings its account with it. */
enum weir_status weir_draft_home(struct weir_draft *draft, struct weir_str account, struct weir_str region,
                                 struct weir_origin origin, uint32_t *home, struct weir_error *error);
enum weir_status weir_draft_add(struct weir_draft *draft, const struct weir_item *item, struct weir_error *error);
/* A world/1 document; a raw AWS answer for a home. */
enum weir_status weir_draft_collect(struct weir_draft *draft, const struct weir_tree *tree, struct weir_error *error);
enum weir_status weir_draft_collect_answer(struct weir_draft *draft, uint32_t home, const struct weir_tree *tree,
                                           struct weir_error *error);
/* The value of a collection at a place, cut into items. */
enum weir_status weir_draft_collect_value(struct weir_draft *draft, uint32_t home, enum weir_collection collection,
                                          struct weir_origin value, struct weir_error *error);
/* A key that says whether there is more than the text holds (NextToken, IsTruncated, …); `more` is its answer. */
bool weir_is_continuation(struct weir_origin member, struct weir_str key, bool *more);
bool weir_is_account_id(struct weir_str text);
bool weir_is_region_name(struct weir_str text);
enum weir_status weir_draft_seal(const struct weir_draft *draft, struct weir_world **world, struct weir_error *error);

/* ----------------------------------------------------------------------------------------- identity */

/* What AWS tells an item of a collection by, its parts joined by WEIR_IDENTITY_JOINT; empty for a single. */
#define WEIR_IDENTITY_JOINT '\x1f'
enum weir_status weir_item_identity(const struct weir_item *item, struct weir_str account, struct weir_arena *arena,
                                    struct weir_str *text, struct weir_error *error);
/* Refuses a second item of the same identity, where the collection is not a set. */
enum weir_status weir_world_check_identities(const struct weir_world *world, size_t max_bytes,
                                             struct weir_error *error);

/* ------------------------------------------------------------------------------------ compiled parts */

struct weir_account_entry {
    struct weir_account account; /* first member */
    uint32_t home;
    struct weir_lake *empty_lake; /* for Regions of which the world says nothing */
};

enum weir_managed_use { WEIR_MANAGED_IDENTITY, WEIR_MANAGED_SESSION, WEIR_MANAGED_BOUNDARY, WEIR_MANAGED_USES };
struct weir_managed_policy {
    struct weir_str arn;
    struct weir_str account;
    const struct weir_policy *compiled[WEIR_MANAGED_USES]; /* NULL: the world does not hold its text */
};

/* An identity whose policies are not all known: `lacks` names what is missing, or is empty. */
struct weir_role_entry {
    struct weir_role role;
    struct weir_str lacks;
};
struct weir_user_entry {
    struct weir_user user;
    struct weir_str lacks;
};
struct weir_group {
    struct weir_str name;
    struct weir_str account;
    struct weir_policy_list policies;
    struct weir_str lacks;
};

struct weir_kms_key {
    struct weir_str arn;
    const struct weir_account *account;
    const struct weir_policy *policy;
};
struct weir_endpoint {
    struct weir_str id;
    const struct weir_policy *policy;
};
struct weir_tagged {
    struct weir_str arn;
    struct weir_tag_list tags;
};

struct weir_custom_domain {
    enum weir_warehouse_kind kind;
    size_t home;
    struct weir_str domain;
    struct weir_str name; /* of the warehouse, which need not be there */
};

/* The array of a table, and the index over it. */
#define WEIR_TABLE(type)              \
    struct {                          \
        type *items;                  \
        size_t count;                 \
        struct weir_hash_index index; \
    }

/* The same of what is only looked up. */
#define WEIR_INDEXED(type)            \
    struct {                          \
        type *items;                  \
        struct weir_hash_index index; \
    }

/* How Lake Formation's state is read where its pages leave a choice; rows in world/settings.c. */
enum weir_lake_setting {
    WEIR_LAKE_CREATORS_HOLD_ALL,
    WEIR_LAKE_OPT_IN_OF_ALL_TABLES,
    WEIR_LAKE_COLUMN_FILTER_IS_COLUMN,
    WEIR_LAKE_SLASH_IGNORED,
    WEIR_LAKE_SETTINGS
};

struct weir_world {
    atomic_size_t references;
    size_t max_bytes;
    struct weir_arena *arena; /* holds this struct too */
    struct weir_document **documents;
    size_t document_count;
    const struct weir_home *homes; /* the first is the world itself */
    size_t home_count;
    uint64_t present;        /* the collections that some home has something of */
    uint64_t incomplete;     /* the collections that are so in some home */
    struct weir_item *items; /* by home, then collection, then in the order of the texts */
    uint32_t *starts;        /* of each home and collection, and one past the last */
    struct weir_hash_index homes_index;
    WEIR_TABLE(struct weir_account_entry) accounts;
    WEIR_TABLE(struct weir_managed_policy) managed;
    WEIR_TABLE(struct weir_group) groups;
    WEIR_TABLE(struct weir_role_entry) roles;
    struct weir_hash_index roles_by_name;
    WEIR_TABLE(struct weir_user_entry) users;
    WEIR_TABLE(struct weir_bucket) buckets;
    WEIR_TABLE(struct weir_kms_key) kms_keys;
    WEIR_TABLE(struct weir_endpoint) endpoints;
    WEIR_TABLE(struct weir_tagged) tagged;
    WEIR_TABLE(struct weir_warehouse) warehouses;
    WEIR_TABLE(struct weir_custom_domain) custom_domains;
    uint64_t *foreign;        /* of each home, the collections with items of another account's catalog */
    struct weir_lake **lakes; /* one a home; NULL where the home is no Region */
    WEIR_TABLE(struct weir_identity_provider) saml_providers;
    const struct weir_world *base; /* what it is derived from, while it is being built; then NULL */
    struct weir_policy_options policy_settings;
    bool lake_settings[WEIR_LAKE_SETTINGS];
};

struct weir_item_span weir_world_items(const struct weir_world *world, size_t home, enum weir_collection collection);
size_t weir_world_item_count(const struct weir_world *world, enum weir_collection collection);
/* NULL where there is none. */
const struct weir_account_entry *weir_world_account_entry(const struct weir_world *world, struct weir_str id);
/* The position of a home, or home_count. */
size_t weir_world_find_home(const struct weir_world *world, struct weir_str account, struct weir_str region);
bool weir_world_is_complete(const struct weir_world *world, struct weir_str account, struct weir_str region,
                            enum weir_collection collection);
/* WEIR_ERR_INCOMPLETE, saying which collection of which home is needed for what. */
enum weir_status weir_world_lacks(const struct weir_home *home, enum weir_collection collection, struct weir_str needed,
                                  struct weir_error *error);
/* WEIR_ERR_INCOMPLETE if some home says that not all of the collection was loaded, else WEIR_OK. */
enum weir_status weir_world_lacks_anywhere(const struct weir_world *world, enum weir_collection collection,
                                           struct weir_str needed, struct weir_error *error);

/* In the order in which weir_draft_seal calls them: each may read what those before it made. */
enum weir_status weir_compile_settings(struct weir_world *world, struct weir_error *error);
enum weir_status weir_compile_accounts(struct weir_world *world, struct weir_error *error);
enum weir_status weir_compile_managed_policies(struct weir_world *world, struct weir_error *error);
enum weir_status weir_compile_groups(struct weir_world *world, struct weir_error *error);
enum weir_status weir_compile_users(struct weir_world *world, struct weir_error *error);
enum weir_status weir_compile_roles(struct weir_world *world, struct weir_error *error);
enum weir_status weir_compile_buckets(struct weir_world *world, struct weir_error *error);
enum weir_status weir_compile_kms_keys(struct weir_world *world, struct weir_error *error);
enum weir_status weir_compile_endpoints(struct weir_world *world, struct weir_error *error);
enum weir_status weir_compile_saml_providers(struct weir_world *world, struct weir_error *error);
void weir_release_saml_providers(struct weir_world *world);
enum weir_status weir_compile_tags(struct weir_world *world, struct weir_error *error);
enum weir_status weir_compile_lakes(struct weir_world *world, struct weir_error *error);
enum weir_status weir_compile_warehouses(struct weir_world *world, struct weir_error *error);

/* --------------------------------------------------------------------------------------- reading AWS shapes */

/* Members of a map; absent and null are the empty value. A value of another type is an error at its place. */
struct weir_origin weir_member(struct weir_origin map, const char *name);
enum weir_status weir_member_text(struct weir_origin map, const char *name, struct weir_str *text,
                                  struct weir_error *error);
/* Present and not empty, or an error at the map. */
enum weir_status weir_member_text_needed(struct weir_origin map, const char *name, struct weir_str *text,
                                         struct weir_error *error);
enum weir_status weir_member_flag(struct weir_origin map, const char *name, bool *flag, struct weir_error *error);
enum weir_status weir_member_list(struct weir_origin map, const char *name, struct weir_origin *list,
                                  struct weir_error *error);
enum weir_status weir_member_map(struct weir_origin map, const char *name, struct weir_origin *found,
                                 struct weir_error *error);
enum weir_status weir_member_texts(struct weir_origin map, const char *name, struct weir_arena *arena,
                                   struct weir_str_list *texts, struct weir_error *error);
/* The items of a list that is at hand; `name` is the member's, in messages. */
enum weir_status weir_list_texts(struct weir_origin list, const char *name, struct weir_arena *arena,
                                 struct weir_str_list *texts, struct weir_error *error);
/* Tags in any of AWS's spellings: Key and Value, key and value, TagKey and TagValue. */
enum weir_status weir_read_tags(struct weir_origin list, struct weir_arena *arena, struct weir_tag_list *tags,
                                struct weir_error *error);
/* A policy document, read as the world's Settings say; `format` and what follows make the label that explanations show. */
enum weir_status weir_read_policy(struct weir_origin document, enum weir_policy_kind kind,
                                  const struct weir_world *world, const struct weir_policy **policy,
                                  struct weir_error *error, const char *format, ...) WEIR_PRINTF(6, 7);
/* The pieces of arn:partition:service:region:account:resource; false if it is none. */
struct weir_arn_view {
    struct weir_str partition, service, region, account, resource;
};
bool weir_arn_cut(struct weir_str arn, struct weir_arn_view *view);

/* ---------------------------------------------------------------------------------- managed policies */

/* The account's own, else that of another account (AWS's are in every dump); NULL if there is none. */
const struct weir_managed_policy *weir_managed_find(const struct weir_world *world, struct weir_str arn,
                                                    struct weir_str account);

/* The policies of an identity, being counted and gathered. */
struct weir_attached {
    const struct weir_policy **items;
    size_t count;
    struct weir_str lacks;
};
/* Inline and managed policies of a role, user or group, after what `attached` has room for already. */
enum weir_status weir_attach(const struct weir_world *world, struct weir_origin detail, const char *inline_member,
                             struct weir_str account, const char *kind, struct weir_str name,
                             struct weir_attached *attached, struct weir_error *error);
/* How many policies weir_attach will find. */
enum weir_status weir_attach_count(struct weir_origin detail, const char *inline_member, size_t *count,
                                   struct weir_error *error);

#endif
