#!/usr/bin/env python3
"""Has every function of libxml2, xmlsec1, OpenSSL and PCRE2 that saml/ calls, and that can fail, a row in
tests/saml_fail_calls.c, so that a test makes it fail? Reads the undefined symbols of the objects that are named, between semicolons where CMake wrote them.
"""
import pathlib
import re
import subprocess
import sys

TABLE = pathlib.Path(__file__).parents[1] / "saml_fail_calls.c"
LIBRARIES = re.compile(r"(_*xml|pcre2_|EVP_|X509|PEM_|BIO_|BN_|ERR_|CRYPTO_|OPENSSL_|RSA_|ASN1_|OBJ_|RAND_|[di]2[di]_)")

# Why a call that has no row cannot fail, or not there; by name; `*` is any end of one.
CANNOT_FAIL = {
    "gives back, and answers nothing": [
        "BIO_free", "BN_free", "CRYPTO_clear_free", "CRYPTO_free", "EVP_CIPHER_CTX_free", "EVP_MD_CTX_free",
        "EVP_PKEY_CTX_free", "EVP_PKEY_free", "X509_free", "pcre2_code_free_8", "pcre2_match_context_free_8",
        "pcre2_match_data_free_8", "xmlFreeDoc", "xmlFreeParserCtxt", "xmlSecDSigCtxDestroy", "xmlSecKeyDataDestroy",
        "xmlSecKeyDestroy", "OPENSSL_cleanse"],
    "reads what is there": [
        "BN_is_negative", "BN_is_odd", "BN_is_one", "BN_num_bits", "EVP_PKEY_get_base_id", "EVP_PKEY_get_bits",
        "EVP_PKEY_get_size", "X509_EXTENSION_get_object", "X509_get_ext", "X509_get_ext_by_OBJ", "X509_get_ext_count",
        "__xmlParserVersion", "xmlGetLineNo", "xmlIsBlankNode", "xmlStrEqual",
        "xmlDocGetRootElement"],  # weir_xml_parse gives out no document without one
    "answers the address of a table": [
        "EVP_aes_*", "EVP_sha*", "xmlSecHrefRsaSha256", "xmlSecOpenSSLKeyDataRsaGetKlass", "xmlSecOpenSSLTransform*",
        "xmlSecTransformEnvelopedGetKlass", "xmlSecTransformExclC14N*", "xmlSecTransformInclC14N*"],
    "sets a number or a handler, and answers nothing, or 0 always": [
        "ERR_pop_to_mark", "ERR_set_mark", "__xmlStructuredError*", "pcre2_set_*", "xmlResetLastError",
        "xmlSetStructuredErrorFunc", "xmlStopParser"],
    "tells the parser's context alone, which the verdict reads": ["xmlSAX2*"],
    "is called once in a process, by weir_saml_init": [
        "xmlInitParser", "xmlSecCheckVersionExt", "xmlSecErrorsSetCallback", "xmlSecIOCleanupCallbacks", "xmlSecInit",
        "xmlSecOpenSSLInit", "xmlSecTransformIdListFindByHref", "xmlSecTransformIdsGet"],
}


def called(objects):
    rows = subprocess.run(["nm", "-u", *objects], check=True, stdout=subprocess.PIPE, text=True).stdout
    names = {row.split()[-1] for row in rows.splitlines() if row.strip().startswith("U ")}
    return {name for name in names if LIBRARIES.match(name)}


def excused(name):
    return any(name == known or (known.endswith("*") and name.startswith(known[:-1]))
               for names in CANNOT_FAIL.values() for known in names)


def main():
    rows = set(re.findall(r"^    X\([^,]*, (\w+),", TABLE.read_text(encoding="utf-8"), re.MULTILINE))
    calls = called([name for each in sys.argv[1:] for name in each.split(";")])
    faults = [f"{name} is called, and has no row in {TABLE.name}" for name in sorted(calls - rows) if not excused(name)]
    faults += [f"{name} has a row in {TABLE.name}, and is not called" for name in sorted(rows - calls)]
    for fault in faults:
        print(fault)
    if not calls:
        print("no object calls anything: which objects were named?")
    return 1 if faults or not calls else 0


if __name__ == "__main__":
    sys.exit(main())
