/* ARNs in their parts: those that parameters hold ([sts-observed-errors] on what AWS calls an ARN), and a Glue table's. */
#include "vend/engine.h"

#include "base/base_impl.h"
#include "policy/pattern.h"

bool weir_arn_read(struct weir_str arn, struct weir_arn_parts *parts)
{
    struct weir_str cut[WEIR_ARN_PARTS];
    *parts = (struct weir_arn_parts){.partition = {NULL, 0}};
    if (!weir_arn_split(arn, cut) || !weir_str_equal(cut[0], WEIR_STR("arn")))
        return false;
    *parts = (struct weir_arn_parts){cut[1], cut[2], cut[3], cut[4], cut[5]};
    return cut[1].len > 0 && cut[2].len > 0 && cut[5].len > 0;
}
