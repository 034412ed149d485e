/**
 * @file
 * What the steps of a verification share: the run, the record of its checks, and a function a step.
 */
#ifndef WEIR_SAML_IMPL_H
#define WEIR_SAML_IMPL_H

#include <weir/saml.h>

#include <libxml/tree.h>

#include "base/base_impl.h"
#include "saml/checks.h"
#include "saml/xml.h"

enum { WEIR_SAML_MAX_IDS = 64 };
/** Every attribute named ID, Id or id that was met, of whatever namespace: the values, copied. */
struct weir_saml_ids {
    struct weir_str values[WEIR_SAML_MAX_IDS];
    size_t count;
};

/**
 * One response on its way to being claims. It belongs to one thread and one call of weir_saml_verify.
 *
 * INVARIANT: `assertion` is NULL before the step that verified its signature; later steps read values from it and from
 * nothing else, except the Response's own Status, Version, Destination, Issuer and IssueInstant.
 */
struct weir_saml_run {
    const struct weir_saml_provider *provider;
    struct weir_saml_options options; /* a copy; its partition is never empty */
    struct weir_str base64;
    int64_t now_unix_s;
    struct weir_arena *arena;
    struct weir_error *error;

    struct weir_str xml; /* decoded; wiped with the run */
    xmlDoc *document;    /* the one tree of the response */
    xmlDoc *decrypted;   /* the one tree of an encrypted assertion; NULL without one */
    xmlNode *response;   /* samlp:Response */
    xmlNode *found;      /* the one Assertion or EncryptedAssertion by its place, nothing of it believed yet */
    xmlNode *assertion;  /* the verified Assertion */
    struct weir_saml_ids ids;
    bool response_is_signed;
    bool assertion_is_signed;
    bool was_encrypted;
    int64_t issue_instant; /* of the assertion, Unix seconds */
    bool is_uniform;       /* while true, a refusal says no more than that decryption failed */

    struct weir_saml_claims claims; /* grows with the steps; weir_saml_verify alone hands it out */

    struct weir_check *checks; /* room for WEIR_SAML_CHECK_COUNT + 1 */
    size_t check_count;
    bool has_passed[WEIR_SAML_CHECK_COUNT];
    const struct weir_refusal *refusal;
};

/** A new record of checks in the arena. */
WEIR_MUST_USE enum weir_status weir_saml_record_new(struct weir_arena *arena, struct weir_check **checks);
/** Records that a check passed; a second time changes nothing. */
void weir_saml_pass(struct weir_saml_run *run, enum weir_saml_check check);
/**
 * Ends the run: the check failed. `because` is for people and tells places and kinds of fault, never text of the
 * assertion.
 * @return WEIR_REFUSED; WEIR_ERR_MEMORY.
 */
WEIR_MUST_USE enum weir_status weir_saml_refuse(struct weir_saml_run *run, enum weir_saml_check check,
                                                const char *because, ...) WEIR_PRINTF(3, 4);
/** AWS STS's error as Lake Formation's operation tells it. */
void weir_saml_lake_error(struct weir_refusal *refusal);
/** Passes where `holds`, else refuses with the words. */
#define WEIR_SAML_DEMAND(run, check, holds, ...)                  \
    do {                                                          \
        if (!(holds))                                             \
            return weir_saml_refuse((run), (check), __VA_ARGS__); \
        weir_saml_pass((run), (check));                           \
    } while (0)

/**
 * Base64 as XML and SAML's bindings write it: strict but for blanks, tabs and line breaks between characters.
 * @return WEIR_OK; WEIR_ERR_SYNTAX (no error is filled); WEIR_ERR_MEMORY.
 */
WEIR_MUST_USE enum weir_status weir_saml_base64(struct weir_str text, struct weir_arena *arena, struct weir_str *bytes);

/** The text has no XML declaration, or one of version 1.0 that names UTF-8 or no encoding. */
bool weir_saml_declares_utf8(struct weir_str xml);
/** An xs:ID of ASCII that xmlsec1 may be asked for. */
bool weir_saml_is_id(struct weir_str text);
/** The element's own ID is one; else a refusal. */
WEIR_MUST_USE enum weir_status weir_saml_check_id(struct weir_saml_run *run, const xmlNode *element);
/** Overwrites what lies in memory of weir's own. */
void weir_saml_wipe(struct weir_str secret);

/** The limits of a response and of a decrypted assertion, and the check that each fault of XML fails. */
extern const struct weir_xml_limits weir_saml_response_limits;
enum weir_saml_check weir_saml_check_of_fault(enum weir_xml_fault fault);

/** libxml2's error handler of this thread and OpenSSL's queue, put aside while weir works and then as they were. */
struct weir_saml_quiet {
    void (*handler)(void *context, struct _xmlError *error);
    void *context;
};
void weir_saml_quiet_begin(struct weir_saml_quiet *quiet);
void weir_saml_quiet_end(const struct weir_saml_quiet *quiet);

/*
 * The steps, in the order of saml/verify.c. Each answers WEIR_OK, WEIR_REFUSED after weir_saml_refuse, or why it could
 * not answer.
 */
/** What the call asks for may be asked for: AWS's rules for its parameters. */
WEIR_MUST_USE enum weir_status weir_saml_step_request(struct weir_saml_run *run);
/** The provider's metadata has not expired. */
WEIR_MUST_USE enum weir_status weir_saml_step_provider(struct weir_saml_run *run);
/** The text is strict base64 of UTF-8 that may be XML 1.0: sets `xml`. */
WEIR_MUST_USE enum weir_status weir_saml_step_decode(struct weir_saml_run *run);
/** One parse under limits: sets `document`. */
WEIR_MUST_USE enum weir_status weir_saml_step_parse(struct weir_saml_run *run);
/** The schema's elements and attributes, unique identifiers, one assertion: sets `response` and `found`. */
WEIR_MUST_USE enum weir_status weir_saml_step_shape(struct weir_saml_run *run);
/** The Response is of SAML 2.0, and its Status is Success. */
WEIR_MUST_USE enum weir_status weir_saml_step_response(struct weir_saml_run *run);
/** There is an assertion. It comes behind the Status, which may say why there is none. */
WEIR_MUST_USE enum weir_status weir_saml_step_found(struct weir_saml_run *run);
/** The Response's own signature, where there is one: sets `response_is_signed`. */
WEIR_MUST_USE enum weir_status weir_saml_step_response_signature(struct weir_saml_run *run);
/** An EncryptedAssertion becomes an Assertion of the same shape: sets `decrypted` and moves `found` into it. */
WEIR_MUST_USE enum weir_status weir_saml_step_decrypt(struct weir_saml_run *run);
/** The Assertion's signature, or the Response's that covers it: sets `assertion`. */
WEIR_MUST_USE enum weir_status weir_saml_step_signature(struct weir_saml_run *run);

/** Response and assertion are of this provider, for this endpoint, of now: begins the claims. */
WEIR_MUST_USE enum weir_status weir_saml_step_assertion(struct weir_saml_run *run);
/** The Conditions hold. */
WEIR_MUST_USE enum weir_status weir_saml_step_conditions(struct weir_saml_run *run);
/** Whoever brings the assertion is its subject. */
WEIR_MUST_USE enum weir_status weir_saml_step_subject(struct weir_saml_run *run);
/** The subject has logged in, and the session has not ended. */
WEIR_MUST_USE enum weir_status weir_saml_step_authn(struct weir_saml_run *run);
/** Age, name and attributes are as AWS wants them: completes the claims. */
WEIR_MUST_USE enum weir_status weir_saml_step_aws(struct weir_saml_run *run);

#endif
