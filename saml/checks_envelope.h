/**
 * @file
 * The rows of the checks from the base64 text to the verified assertion, and those of a provider's metadata
 * ([saml-attacks], [saml-core], [w3c-xmldsig], [w3c-xmlenc]). See saml/checks.h for the columns.
 */
#ifndef WEIR_SAML_CHECKS_ENVELOPE_H
#define WEIR_SAML_CHECKS_ENVELOPE_H

#define WEIR_SAML_TOKEN "InvalidIdentityToken"
/* The message of the service for what its troubleshooting page names ([saml-aws-assertions]). */
#define WEIR_SAML_BAD_SIGNATURE "Response signature invalid"
/* For faults whose message AWS has not published. */
#define WEIR_SAML_BAD_RESPONSE "The SAML response is not valid."

/* clang-format off */
#define WEIR_SAML_CHECKS_DECODE(X) \
    X(DECODE_MIN_LENGTH, "saml.decode.min-length", "ValidationError", 400, \
      "1 validation error detected: Value at 'sAMLAssertion' failed to satisfy constraint: Member must have length greater than or equal to 4", \
      AWS, "modelled", "aws-models", "the response has at least 4 characters of base64") \
    X(DECODE_MAX_LENGTH, "saml.decode.max-length", "ValidationError", 400, \
      "1 validation error detected: Value at 'sAMLAssertion' failed to satisfy constraint: Member must have length less than or equal to 100000", \
      AWS, "modelled", "aws-models", "the response has at most 100,000 characters of base64") \
    X(DECODE_BASE64, "saml.decode.base64", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "saml-bindings saml-attacks", "the response is standard base64 with its padding, apart from line breaks") \
    X(DECODE_UTF8, "saml.decode.utf8", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "w3c-xml saml-attacks", "the document is well-formed UTF-8") \
    X(DECODE_NUL, "saml.decode.nul", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", "w3c-xml", \
      "the document has no NUL") \
    X(DECODE_BOM, "saml.decode.bom", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "inferred", "saml-attacks", \
      "no byte order mark stands before the document") \
    X(DECODE_DECLARATION, "saml.decode.declaration", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "w3c-xml saml-attacks", "an XML declaration says version 1.0, and UTF-8 or no encoding")

#define WEIR_SAML_CHECKS_PARSE(X) \
    X(PARSE_DOCTYPE, "saml.parse.doctype", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "saml-core saml-attacks", "there is no document type declaration") \
    X(PARSE_INSTRUCTION, "saml.parse.instruction", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "inferred", \
      "saml-attacks", "there is no processing instruction") \
    X(PARSE_DEPTH, "saml.parse.depth", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "local", "saml-attacks", \
      "elements are nested at most 32 deep") \
    X(PARSE_NODES, "saml.parse.nodes", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "local", "saml-attacks", \
      "there are at most 4,000 nodes, attributes and namespace declarations among them") \
    X(PARSE_ATTRIBUTES, "saml.parse.attributes", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "local", \
      "saml-attacks", "an element has at most 64 attributes") \
    X(PARSE_NAMESPACES, "saml.parse.namespaces", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "local", \
      "saml-attacks", "at most 64 namespace declarations are in scope anywhere") \
    X(PARSE_NAMESPACE_URI, "saml.parse.namespace-uri", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "w3c-c14n saml-attacks", "every namespace name is an absolute URI") \
    X(PARSE_NAME, "saml.parse.name", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "local", "saml-attacks", \
      "a name has at most 256 bytes, a namespace name at most 1,024") \
    X(PARSE_TEXT, "saml.parse.text", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "local", "saml-attacks", \
      "a text has at most 65,536 bytes") \
    X(PARSE_WELL_FORMED, "saml.parse.well-formed", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "w3c-xml", "the document is well-formed XML with namespaces, without an error or a warning")

#define WEIR_SAML_CHECKS_SHAPE(X) \
    X(SHAPE_ROOT, "saml.shape.root", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", "saml-core", \
      "the document element is samlp:Response") \
    X(SHAPE_ASSERTION, "saml.shape.assertion", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "inferred", \
      "saml-attacks saml-aws-assertions", \
      "the document has exactly one Assertion or EncryptedAssertion, a child of the Response") \
    X(SHAPE_SIGNATURE, "saml.shape.signature", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_SIGNATURE, AWS, "documented", \
      "saml-core saml-attacks", "a Signature stands only in the Response or the Assertion, behind its Issuer, once") \
    X(SHAPE_ORDER, "saml.shape.order", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", "saml-core", \
      "every element has the children of its schema, in their order and number") \
    X(SHAPE_ATTRIBUTE, "saml.shape.attribute", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "saml-core", "every element has the attributes of its schema alone") \
    X(SHAPE_TEXT, "saml.shape.text", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", "saml-core", \
      "no text stands between elements") \
    X(SHAPE_LEAF, "saml.shape.leaf", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "inferred", "saml-attacks", \
      "an element that holds text has neither an element nor a comment in it") \
    X(SHAPE_FOREIGN, "saml.shape.foreign", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "inferred", \
      "saml-attacks", "where any element may stand, none of SAML or of signatures does") \
    X(SHAPE_ID, "saml.shape.id", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "saml-core saml-attacks", "the Response and the Assertion have an ID of at most 256 ASCII name characters") \
    X(SHAPE_ID_COUNT, "saml.shape.id-count", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "local", \
      "saml-attacks", "the document has at most 64 identifiers") \
    X(SHAPE_ID_UNIQUE, "saml.shape.id-unique", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "saml-core saml-attacks", "no two attributes named ID, Id or id, of whatever namespace, have one value")

#define WEIR_SAML_CHECKS_SIGNED(X) \
    X(SIGNATURE_PRESENT, "saml.signature.present", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_SIGNATURE, AWS, "documented", \
      "saml-aws-assertions saml-profiles", "the Response or the Assertion is signed") \
    X(SIGNATURE_GRAMMAR, "saml.signature.grammar", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_SIGNATURE, AWS, "documented", \
      "saml-core w3c-xmldsig", "the Signature has the elements and attributes of a SAML signature, once each, and no other") \
    X(SIGNATURE_C14N, "saml.signature.canonicalization", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_SIGNATURE, AWS, \
      "documented", "saml-core saml-attacks", "SignedInfo is canonicalised by exclusive c14n (a switch: inclusive too)") \
    X(SIGNATURE_METHOD, "saml.signature.method", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_SIGNATURE, AWS, "inferred", \
      "saml-attacks", "the method is RSA with SHA-256, SHA-384 or SHA-512 (a switch: SHA-1 too)") \
    X(SIGNATURE_REFERENCE, "saml.signature.reference", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_SIGNATURE, AWS, \
      "documented", "saml-core", "the Reference names the ID of the element that holds the Signature") \
    X(SIGNATURE_TRANSFORMS, "saml.signature.transforms", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_SIGNATURE, AWS, \
      "documented", "saml-core saml-attacks", "the transforms are enveloped-signature and then exclusive c14n") \
    X(SIGNATURE_PREFIXES, "saml.signature.prefixes", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_SIGNATURE, AWS, "local", \
      "saml-attacks", "a PrefixList has at most 32 names, each a prefix or #default") \
    X(SIGNATURE_DIGEST_METHOD, "saml.signature.digest-method", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_SIGNATURE, AWS, \
      "inferred", "saml-attacks", "the digest is SHA-256, SHA-384 or SHA-512 (a switch: SHA-1 too)") \
    X(SIGNATURE_ENCODING, "saml.signature.encoding", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_SIGNATURE, AWS, "documented", \
      "w3c-xmldsig", "DigestValue and SignatureValue are base64 alone, and the digest has its method's length") \
    X(SIGNATURE_VALUE, "saml.signature.value", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_SIGNATURE, AWS, "documented", \
      "saml-aws-assertions w3c-xmldsig", \
      "the digest and the signature verify with a signing key of the provider's metadata")

#define WEIR_SAML_CHECKS_DECRYPT(X) \
    X(DECRYPT_REQUIRED, "saml.decrypt.required", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "iam-saml-encryption", "the assertion is encrypted where the provider requires it") \
    X(DECRYPT_KEY, "saml.decrypt.key", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "iam-saml-encryption", "the provider has a private key for an encrypted assertion") \
    X(DECRYPT_GRAMMAR, "saml.decrypt.grammar", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "saml-core w3c-xmlenc saml-attacks", \
      "EncryptedAssertion has one EncryptedData and one or two EncryptedKeys, with values and no references") \
    X(DECRYPT_ALGORITHM, "saml.decrypt.algorithm", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "iam-saml-encryption w3c-xmlenc saml-attacks", \
      "the content is AES-GCM or AES-CBC, the key RSA-OAEP (a switch: RSA PKCS#1 v1.5 too)") \
    X(DECRYPT_ASSERTION, "saml.decrypt.assertion", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "documented", \
      "w3c-xmlenc saml-attacks", \
      "the ciphertext decrypts to one Assertion that passes every check up to its signature")

#define WEIR_SAML_CHECKS_PROVIDER(X) \
    X(METADATA_SIZE, "saml.metadata.size", "ValidationError", 400, \
      "1 validation error detected: Value at 'sAMLMetadataDocument' failed to satisfy constraint: Member must have length between 1000 and 10000000", \
      OURS, "modelled", "aws-models", "the metadata has 1,000 to 10,000,000 characters") \
    X(METADATA_ENCODING, "saml.metadata.encoding", "InvalidInput", 400, "Could not parse metadata", AWS, "documented", \
      "saml-aws-assertions", "the metadata is UTF-8 without a byte order mark") \
    X(METADATA_XML, "saml.metadata.xml", "InvalidInput", 400, "Could not parse metadata", AWS, "documented", \
      "saml-aws-assertions w3c-xml", \
      "the metadata is well-formed XML with namespaces, without a document type declaration") \
    X(METADATA_ENTITY, "saml.metadata.entity", "InvalidInput", 400, "Could not parse metadata", AWS, "documented", \
      "saml-metadata", "the metadata is one EntityDescriptor with an IDPSSODescriptor for SAML 2.0") \
    X(METADATA_ENTITY_ID, "saml.metadata.entity-id", "InvalidInput", 400, "Could not parse metadata", AWS, "documented", \
      "saml-metadata", "entityID has 1 to 1,024 characters") \
    X(METADATA_VALID_UNTIL, "saml.metadata.valid-until", "InvalidInput", 400, "Could not parse metadata", AWS, \
      "documented", "saml-metadata", "validUntil is an instant in UTC") \
    X(METADATA_KEYS, "saml.metadata.keys", "InvalidInput", 400, "Could not parse metadata", AWS, "documented", \
      "saml-metadata saml-attacks", "there are 1 to 8 keys for signing") \
    X(METADATA_CERTIFICATE, "saml.metadata.certificate", "InvalidInput", 400, "Could not parse metadata", AWS, \
      "documented", "saml-aws-assertions", \
      "a key is one X.509 certificate in base64, whose extensions do not repeat") \
    X(METADATA_KEY, "saml.metadata.key", "InvalidInput", 400, "Could not parse metadata", AWS, "documented", \
      "saml-aws-assertions saml-attacks", \
      "a key is RSA of 1,024 to 8,192 bits with an odd exponent from 3 to 2^32") \
    X(METADATA_PRIVATE_KEY, "saml.metadata.private-key", "InvalidInput", 400, "Invalid private key.", AWS, "documented", \
      "iam-saml-encryption", "a private key is RSA in PEM, unencrypted, of 1 to 16,384 characters") \
    X(METADATA_PRIVATE_KEYS, "saml.metadata.private-keys", "LimitExceeded", 409, "Private key limit of 2 is reached.", \
      AWS, "documented", "iam-saml-encryption", "there are at most 2 private keys") \
    X(METADATA_MODE, "saml.metadata.mode", "InvalidInput", 400, \
      "Unable to set assertion encryption mode to Required because no private key is provided.", AWS, "documented", \
      "iam-saml-encryption", "a provider that requires encryption has a private key") \
    X(METADATA_EXPIRED, "saml.metadata.expired", WEIR_SAML_TOKEN, 400, WEIR_SAML_BAD_RESPONSE, OURS, "inferred", \
      "saml-metadata", "the metadata's validUntil has not passed (a switch: it is not held against the provider)")
/* clang-format on */

#endif
