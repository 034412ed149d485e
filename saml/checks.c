/* What each check of a SAML response is called, what AWS says when it fails, and what it asks ([saml-attacks]). */
#include <weir/saml.h>

#include "saml/checks.h"

#include "base/base_impl.h"

#define TEXT(literal) {"" literal, sizeof(literal) - 1}
enum { AWS = 0, OURS = 1 };

static const struct weir_saml_check_row rows[] = {
#define WEIR_SAML_CHECK_ROW(name, id, code, status, message, words, evidence, sources, doc) \
    {TEXT(id), TEXT(code), TEXT(message), TEXT(evidence), TEXT(sources), TEXT(doc), status, (words) == OURS},
    WEIR_SAML_CHECK_MAP(WEIR_SAML_CHECK_ROW)
#undef WEIR_SAML_CHECK_ROW
};

const struct weir_saml_check_row *weir_saml_check(enum weir_saml_check check)
{
    return &rows[check];
}

const struct weir_saml_check_row *weir_saml_check_row(size_t index)
{
    return index < WEIR_COUNT(rows) ? &rows[index] : NULL;
}
