/**
 * @file
 * AWS's own judgement of a document: the checks that MalformedPolicyDocument stands for, in the order AWS makes them.
 */
#ifndef WEIR_POLICY_MESSAGE_H
#define WEIR_POLICY_MESSAGE_H

#include "policy/policy_impl.h"

/* One look at one document. A check that fails says where, and in which words where the table has none. */
struct weir_vetting {
    const struct weir_tree *tree;
    const struct weir_node *root;
    const struct weir_node *statements; /* the value of Statement */
    enum weir_policy_kind kind;
    struct weir_arena *arena;
    struct weir_writer *message; /* the words of a check that quotes the document */
    struct weir_writer *scratch; /* words of faults that are not the one to name */
    const struct weir_node *fault;
    struct weir_error words; /* what weir says of what it cannot read */
    enum weir_status status; /* of reading it */
};

/** Does the document pass? */
typedef bool weir_vet_check(struct weir_vetting *vetting);

/** Judges the root of a document; `any_version` leaves out that CreatePolicy wants the newer Version. */
enum weir_status weir_vet_root(const struct weir_tree *tree, const struct weir_node *root, enum weir_policy_kind kind,
                               bool any_version, struct weir_arena *arena, const struct weir_refusal **refusal,
                               struct weir_error *error);

static inline const struct weir_node *weir_vet_member(const struct weir_node *statement, const char *name)
{
    return weir_node_find(statement, weir_str_from(name));
}

/* form.c */
weir_vet_check weir_vet_syntax;
weir_vet_check weir_vet_legacy_effect;
weir_vet_check weir_vet_legacy_date;

/* element.c */
weir_vet_check weir_vet_actions;
weir_vet_check weir_vet_has_actions;
weir_vet_check weir_vet_has_principal;
weir_vet_check weir_vet_has_resources;
weir_vet_check weir_vet_no_principal;
weir_vet_check weir_vet_no_resource;
weir_vet_check weir_vet_sid_characters;
weir_vet_check weir_vet_sid_unique;
weir_vet_check weir_vet_sts_actions;
weir_vet_check weir_vet_version;

/* resource.c */
weir_vet_check weir_vet_legacy_resource;
weir_vet_check weir_vet_resource;

/* date.c */
bool weir_vet_is_date(struct weir_str text);

#endif
