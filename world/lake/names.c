/* Decides what a principal is called in the grants of a catalog: its own names, and those it shares ([lf-principals]). */
#include <string.h>

#include "base/base_impl.h"
#include "world/lake/gather.h"

static enum weir_status add_group(struct weir_arena *arena, struct weir_str account, struct weir_lake_names *names)
{
    const struct weir_str suffix = WEIR_STR(WEIR_LAKE_IAM_PRINCIPALS);
    char *const group = weir_arena_alloc(arena, account.len + suffix.len, 1);
    if (group == NULL)
        return WEIR_ERR_MEMORY;
    memcpy(group, account.ptr, account.len);
    memcpy(group + account.len, suffix.ptr, suffix.len);
    names->items[names->count++] = (struct weir_str){group, account.len + suffix.len};
    return WEIR_OK;
}

static bool is_iam(struct weir_str arn)
{
    struct weir_arn_view view;
    return weir_arn_cut(arn, &view) && weir_str_equal(view.service, WEIR_STR("iam"));
}

/* IAM_ALLOWED_PRINCIPALS is of the catalog's own account; what is shared with others is granted by name or to the group of
 * all their IAM principals. */
enum weir_status weir_lake_own_names(const struct weir_lake_principal *principal, bool with_everyone,
                                     struct weir_arena *arena, struct weir_lake_names *names)
{
    *names = (struct weir_lake_names){weir_arena_alloc(arena, principal->saml.count + 3, sizeof *names->items), 0};
    if (names->items == NULL)
        return WEIR_ERR_MEMORY;
    if (principal->arn.len != 0)
        names->items[names->count++] = principal->arn;
    for (size_t i = 0; i < principal->saml.count; i++)
        names->items[names->count++] = principal->saml.items[i];
    if (!is_iam(principal->arn))
        return WEIR_OK;
    WEIR_TRY(add_group(arena, principal->account, names));
    if (with_everyone)
        names->items[names->count++] = WEIR_STR(WEIR_LAKE_EVERYONE);
    return WEIR_OK;
}

/* The account itself, its organization and the units above it: o-…/r-…/ou-…/ ([lf-principals]). */
enum weir_status weir_lake_account_names(const struct weir_account *account, struct weir_str id,
                                         struct weir_arena *arena, struct weir_lake_names *names)
{
    const bool has_path = account != NULL && account->organization_path.len > 0;
    const struct weir_str path = has_path ? account->organization_path : WEIR_STR("");
    size_t pieces = 1;
    for (size_t i = 0; i < path.len; i++)
        pieces += path.ptr[i] == '/' ? 1 : 0;
    *names = (struct weir_lake_names){weir_arena_alloc(arena, pieces + 1, sizeof *names->items), 0};
    if (names->items == NULL)
        return WEIR_ERR_MEMORY;
    names->items[names->count++] = id;
    size_t start = 0;
    for (size_t i = 0; i <= path.len; i++) {
        if (i < path.len && path.ptr[i] != '/')
            continue;
        const struct weir_str piece = {path.ptr + start, i - start};
        if (weir_str_has_prefix(piece, WEIR_STR("o-")) || weir_str_has_prefix(piece, WEIR_STR("ou-")))
            names->items[names->count++] = piece;
        start = i + 1;
    }
    return WEIR_OK;
}
