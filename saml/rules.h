/**
 * @file
 * What the steps behind the signature share: instants, endpoints and audiences, attributes as they are read from the
 * verified assertion, and the tables of names.
 */
#ifndef WEIR_SAML_RULES_H
#define WEIR_SAML_RULES_H

#include "saml/provider.h"
#include "saml/saml_impl.h"
#include "saml/xml.h"

/* ------------------------------------------------------------------------------------------ instants */

/**
 * An instant in UTC, its fraction cut off as a clock of whole seconds cuts its own: what is good from an instant on is
 * good in all of its second, and what is good until one is not.
 * @return false, and 0, for any other text, for an offset, and before 1970.
 */
bool weir_saml_instant(struct weir_str text, int64_t *unix_s);

/** An attribute of an element that is an instant. */
struct weir_saml_time {
    bool is_there;
    bool is_good;
    int64_t unix_s;
};
/** @return WEIR_OK; WEIR_ERR_MEMORY. */
WEIR_MUST_USE enum weir_status weir_saml_time(struct weir_saml_run *run, const xmlNode *element, const char *name,
                                              struct weir_saml_time *time);
/** The instant at which something ends has come, with the skew that is allowed. */
bool weir_saml_is_over(const struct weir_saml_run *run, int64_t not_on_or_after);
/** The instant at which something begins has not come, with the skew that is allowed. */
bool weir_saml_is_ahead(const struct weir_saml_run *run, int64_t not_before);
/** The assertion is good no longer than that. */
void weir_saml_ends(struct weir_saml_run *run, int64_t not_on_or_after);

/* ----------------------------------------------------------------------------------------- endpoints */

/** One of the options' own recipients, else a sign-in endpoint of the partition ([aws-signin-endpoints]). */
bool weir_saml_is_recipient(const struct weir_saml_run *run, struct weir_str url);
/** One of the options' own audiences, else one of AWS's in the partition ([saml-aws-assertions]). */
bool weir_saml_is_audience(const struct weir_saml_run *run, struct weir_str uri);

/* ---------------------------------------------------------------------------------------- attributes */

/** The names of the attributes that AWS reads, less their prefix; a tag's has its key behind the colon. */
enum weir_saml_name {
    WEIR_SAML_NAME_ROLE = 0,
    WEIR_SAML_NAME_ROLE_SESSION_NAME,
    WEIR_SAML_NAME_SESSION_DURATION,
    WEIR_SAML_NAME_SOURCE_IDENTITY,
    WEIR_SAML_NAME_PRINCIPAL_TAG,
    WEIR_SAML_NAME_TRANSITIVE_TAG_KEYS,
    WEIR_SAML_NAME_LAKE_USERNAME,
    WEIR_SAML_NAME_LAKE_GROUPS,
    WEIR_SAML_NAME_OTHER
};

/** One Attribute of the assertion. */
struct weir_saml_attribute {
    enum weir_saml_name known;
    struct weir_str name; /* whole; of a tag its key */
    const struct weir_str *values;
    size_t count;
    bool is_text; /* every value is text alone; others are passed over in `values` */
};

/** All Attributes of the assertion, in their order. */
struct weir_saml_attributes {
    struct weir_saml_attribute *items;
    size_t count;
};
/** @return WEIR_OK; WEIR_ERR_MEMORY. */
WEIR_MUST_USE enum weir_status weir_saml_attributes_read(struct weir_saml_run *run,
                                                         struct weir_saml_attributes *attributes);
/** The one value of an attribute that has one. @return WEIR_OK, `{NULL, 0}` where it is absent; WEIR_REFUSED. */
WEIR_MUST_USE enum weir_status weir_saml_attribute_one(struct weir_saml_run *run,
                                                       const struct weir_saml_attributes *attributes,
                                                       enum weir_saml_name name, struct weir_str *value);
/** The values of all attributes of a name. @return WEIR_OK; WEIR_REFUSED; WEIR_ERR_MEMORY. */
WEIR_MUST_USE enum weir_status weir_saml_attribute_many(struct weir_saml_run *run,
                                                        const struct weir_saml_attributes *attributes,
                                                        enum weir_saml_name name, const struct weir_str **values,
                                                        size_t *count);

/** The parts of what AWS reads of the attributes. */
WEIR_MUST_USE enum weir_status weir_saml_read_roles(struct weir_saml_run *run,
                                                    const struct weir_saml_attributes *attributes);
WEIR_MUST_USE enum weir_status weir_saml_read_session(struct weir_saml_run *run,
                                                      const struct weir_saml_attributes *attributes);
WEIR_MUST_USE enum weir_status weir_saml_read_tags(struct weir_saml_run *run,
                                                   const struct weir_saml_attributes *attributes);
WEIR_MUST_USE enum weir_status weir_saml_read_lakeformation(struct weir_saml_run *run,
                                                            const struct weir_saml_attributes *attributes);
/** The condition keys of [iam-condition-keys], from claims and attributes. @return WEIR_OK; WEIR_ERR_MEMORY. */
WEIR_MUST_USE enum weir_status weir_saml_condition_keys(struct weir_saml_run *run,
                                                        const struct weir_saml_attributes *attributes);

/* ---------------------------------------------------------------------------------------------- ARNs */

/** arn:PARTITION:iam::ACCOUNT:TYPE/NAME, cut into views. */
struct weir_saml_arn {
    struct weir_str partition;
    struct weir_str account; /* twelve digits */
    struct weir_str name;    /* behind `role/` or `saml-provider/`, with its path */
};
/** `type` is "role/" or "saml-provider/". False for anything else. */
bool weir_saml_arn_read(struct weir_str arn, struct weir_str type, struct weir_saml_arn *parts);

#endif
