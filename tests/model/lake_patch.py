"""How patches find what Lake Formation and Glue hold: by AWS's identity of it, as the page on worlds lists them."""

SINGLES = {"DataLakeSettings": "LakeFormation", "DataCatalogEncryptionSettings": "Glue"}


def slashless(item):
    return item["ResourceArn"].rstrip("/")


def pair(item):
    return (item["Principal"], item["Resource"])


# collection: (group, what tells an item)
IDENTITIES = {
    "ResourceInfoList": ("LakeFormation", slashless),
    "PrincipalResourcePermissions": ("LakeFormation", pair),
    "LakeFormationOptInsInfoList": ("LakeFormation", pair),
    "ResourceLFTags": ("LakeFormation", lambda item: item["Resource"]),
    "DataCellsFilters": ("LakeFormation", lambda item: ".".join(item[name] for name in ("DatabaseName", "TableName", "Name"))),
    "LFTags": ("LakeFormation", lambda item: item["TagKey"]),
    "LFTagExpressions": ("LakeFormation", lambda item: item["Name"]),
    "CatalogList": ("Glue", lambda item: item["CatalogId"]),
    "Partitions": ("Glue", lambda item: (item["DatabaseName"], item["TableName"], item["Values"])),
    "DatabaseList": ("Glue", lambda item: item["Name"]),
    "TableList": ("Glue", lambda item: f"{item['DatabaseName']}.{item['Name']}"),
}


def wanted(leaf, entry):
    if "key" not in entry:
        return IDENTITIES[leaf][1](entry["value"])
    key = entry["key"]
    return IDENTITIES[leaf][1](key) if isinstance(key, dict) else key.rstrip("/")


def patch(home, verb, entry):
    """Changes what stands at a home; False where the collection is none of these."""
    leaf = entry[verb]
    if leaf in SINGLES:
        holder = home.setdefault(SINGLES[leaf], {})
        before = holder.pop(leaf, None) or {}
        if verb != "remove":
            holder[leaf] = {**before, **entry["value"]} if verb == "merge" else entry["value"]
        return True
    if leaf not in IDENTITIES:
        return False
    group, identity = IDENTITIES[leaf]
    holder = home.setdefault(group, {})
    items, key = holder.get(leaf) or [], wanted(leaf, entry)
    if verb == "merge":
        holder[leaf] = [merged(each, entry["value"]) if identity(each) == key else each for each in items]
        return True
    kept = [each for each in items if identity(each) != key]
    at = next((at for at, each in enumerate(items) if identity(each) == key), len(kept))
    holder[leaf] = kept if verb == "remove" else kept[:at] + [entry["value"]] + kept[at:]
    return True


def merged(item, changes):
    return {name: value for name, value in {**item, **changes}.items() if value is not None}
