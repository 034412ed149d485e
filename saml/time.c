/* Decides whether an instant of the assertion has come, by the caller's clock and the skew that it allows
 * ([saml-core], [saml-attacks]). */
#include "saml/rules.h"

enum weir_status weir_saml_time(struct weir_saml_run *run, const xmlNode *element, const char *name,
                                struct weir_saml_time *time)
{
    struct weir_str text;
    *time = (struct weir_saml_time){false, false, 0};
    if (!weir_xml_attribute(element, name, run->arena, &text))
        return weir_fail_memory(run->error);
    time->is_there = text.ptr != NULL;
    time->is_good = time->is_there && weir_saml_instant(text, &time->unix_s);
    return WEIR_OK;
}

/* Instants are of the years 1970 to 9999, so that these sums hold for any clock of those. */
bool weir_saml_is_over(const struct weir_saml_run *run, int64_t not_on_or_after)
{
    return run->now_unix_s >= not_on_or_after + (int64_t)run->options.clock_skew_s;
}

bool weir_saml_is_ahead(const struct weir_saml_run *run, int64_t not_before)
{
    return run->now_unix_s < not_before - (int64_t)run->options.clock_skew_s;
}

void weir_saml_ends(struct weir_saml_run *run, int64_t not_on_or_after)
{
    if (not_on_or_after < run->claims.not_on_or_after)
        run->claims.not_on_or_after = not_on_or_after;
}
