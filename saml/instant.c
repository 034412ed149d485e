/* Decides which texts are an instant of SAML: xs:dateTime in UTC, written with Z ([saml-core] 1.3.3, [saml-attacks]). */
#include "saml/rules.h"

/* The places of "2026-03-02T09:00:00Z" that a stricter reader than RFC 3339's looks at. */
enum { TIME_MARK = 10, SECONDS = 17, SHORTEST = 20 };

/* [w3c-xml-schema] A leap second is no xs:dateTime of the edition that SAML names; years before the epoch are of no use. */
bool weir_saml_instant(struct weir_str text, int64_t *unix_s)
{
    *unix_s = 0;
    if (text.len < SHORTEST || text.ptr[TIME_MARK] != 'T' || text.ptr[text.len - 1] != 'Z' || text.ptr[SECONDS] == '6')
        return false;
    if (weir_time_parse(text, unix_s) && *unix_s >= 0)
        return true;
    *unix_s = 0;
    return false;
}
