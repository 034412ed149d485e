"""A lake as Lake Formation's and Glue's own answers describe it: settings, registrations, tables, tags, filters, by plain look-ups.

Written from the documents ([lf-data-lake-settings], [lf-registration], [lf-tags], [aws-models]) and from nothing of the library.
"""
import re
from dataclasses import dataclass

from vend_world import as_list, folded

ARN = re.compile(r"arn:([^:]+):glue:([^:]+):([0-9]{12}):table/(.+)", re.DOTALL)
URI = re.compile(r"s3[an]?://([^/]+)(?:/(.*))?", re.DOTALL)
LINKED = ":role/aws-service-role/lakeformation.amazonaws.com/"


@dataclass(frozen=True)
class Name:
    """A table by its name: the account and catalog that own it, its Region, database and own name."""
    partition: str
    region: str
    account: str
    catalog: str
    database: str
    table: str

    def arn(self, kind="table"):
        inner = self.catalog.split(":", 1)[1] + "/" if ":" in self.catalog else ""
        path = {"table": f"table/{inner}{self.database}/{self.table}", "database": f"database/{inner}{self.database}",
                "catalog": f"catalog/{inner[:-1]}" if inner else "catalog"}[kind]
        return f"arn:{self.partition}:glue:{self.region}:{self.account}:{path}"


def name_of_arn(arn):
    """The table that an ARN names, or None; the catalog inside an account's own stands before the database."""
    found = ARN.fullmatch(arn)
    if found is None:
        return None
    partition, region, account, path = found.groups()
    parts = path.split("/")
    if len(parts) < 2 or "" in parts:
        return None
    inner = "/".join(parts[:-2])
    return Name(partition, region, account, f"{account}:{inner}" if inner else account, parts[-2], parts[-1])


class Lake:
    """The catalog of one account in one Region."""

    def __init__(self, world, account, region):
        self.world, self.account, self.region = world, account, region
        self.known = account in world.accounts
        self.formation, self.glue = (world.region(account, region, group) for group in ("LakeFormation", "Glue"))
        self.settings = self.formation.get("DataLakeSettings") or {}

    def items(self, group, collection):
        return as_list(getattr(self, group).get(collection))

    def is_on(self, name):
        return self.settings.get(name) == "true"

    def principals(self, name):
        return [each["DataLakePrincipalIdentifier"] for each in as_list(self.settings.get(name))]

    def parameter(self, name, default=""):
        return (self.settings.get("Parameters") or {}).get(name, default)

    def of_catalog(self, value):
        return value or self.account

    # --- the catalog: names are kept in small letters, and asked for so

    def find_table(self, name):
        return next((each for each in self.items("glue", "TableList")
                     if (self.of_catalog(each.get("CatalogId")), each["DatabaseName"], each["Name"])
                     == (name.catalog, name.database, name.table)), None)

    def database(self, name):
        return next((each for each in self.items("glue", "DatabaseList")
                     if (self.of_catalog(each.get("CatalogId")), each["Name"]) == (name.catalog, name.database)), None)

    def partitions(self, table):
        mine = (self.of_catalog(table.get("CatalogId")), table["DatabaseName"], table["Name"])
        return [each for each in self.items("glue", "Partitions")
                if (self.of_catalog(each.get("CatalogId")), each["DatabaseName"], each["TableName"]) == mine]

    def filter_named(self, resource):
        """A data cells filter, by the grant's own naming of it."""
        key = [resource.get(name, "") for name in ("DatabaseName", "TableName", "Name")]
        catalog = self.of_catalog(resource.get("TableCatalogId"))
        return next((each for each in self.items("formation", "DataCellsFilters")
                     if self.of_catalog(each.get("TableCatalogId")) == catalog
                     and [each.get(name, "") for name in ("DatabaseName", "TableName", "Name")] == key), None)

    def catalog_says(self, catalog):
        """What a catalog inside the account's own says of full-table access itself: true, false, or nothing."""
        held = next((each for each in self.items("glue", "CatalogList") if each.get("CatalogId") == catalog), {})
        own = (held.get("CatalogProperties") or {}).get("DataLakeAccessProperties") or {}
        return folded(held.get("AllowFullTableExternalDataAccess") or own.get("AllowFullTableExternalDataAccess") or "")

    # --- registrations

    def registration(self, location):
        """[lf-registration] the nearest registered folder at or above a place."""
        found, best = None, None
        for each in self.items("formation", "ResourceInfoList"):
            bucket, _, prefix = each["ResourceArn"].split(":::", 1)[1].partition("/")
            folder = (bucket, [part for part in prefix.strip("/").split("/") if part])
            if within(location, folder) and (best is None or len(folder[1]) > best):
                found, best = each, len(folder[1])
        return found

    # --- LF-tags: what a column has, its table's and its database's behind it

    def tags(self, name, column=None):
        held = {}
        for level in ("Database", "Table", "Column"):
            for entry in self.items("formation", "ResourceLFTags"):
                for tag in self.entry_tags(entry, name, level, column):
                    held[(level, folded(tag["TagKey"]))] = {folded(value) for value in tag["TagValues"]}
        effective = {}
        for level in ("Database", "Table", "Column"):
            effective.update({key: values for (where, key), values in held.items() if where == level})
        return effective

    def entry_tags(self, entry, name, level, column):
        resource = entry["Resource"]
        kind = next(iter(resource))
        named = resource[kind]
        if self.of_catalog(named.get("CatalogId")) != name.catalog:
            return []
        database = named.get("Name") if kind == "Database" else named.get("DatabaseName")
        if database != name.database:
            return []
        printed = {"Database": entry.get("LFTagOnDatabase"), "Table": entry.get("LFTagsOnTable")}
        if level == "Database":  # told beside any of its tables
            return as_list(entry.get("LFTags") if kind == level else None) + as_list(printed[level])
        if kind != "Database" and named.get("Name", "") != name.table:
            return []
        if level != "Column":
            own = entry.get("LFTags") if kind == level else None
            return as_list(own) + as_list(printed[level])
        if column is None:
            return []
        found = [tag for each in as_list(entry.get("LFTagsOnColumns")) if folded(each["Name"]) == folded(column) for tag in each["LFTags"]]
        if kind == "TableWithColumns" and folded(column) in map(folded, as_list(named.get("ColumnNames"))):
            found += as_list(entry.get("LFTags"))
        return found

    def expression(self, policy):
        """The keys and values that a grant asks for, its own or those saved under a name; None for what is not there."""
        listed = policy.get("Expression")
        if policy.get("ExpressionName"):
            saved = next((each for each in self.items("formation", "LFTagExpressions") if each["Name"] == policy["ExpressionName"]
                          and self.of_catalog(each.get("CatalogId")) == self.of_catalog(policy.get("CatalogId"))), None)
            listed = saved and saved["Expression"]
        if not listed:
            return None
        return {folded(each["TagKey"]): {folded(value) for value in each["TagValues"]} for each in listed}


def satisfied(expression, tags):
    """[lf-tags] every key, by one of its values."""
    return all(key in tags and ("*" in values or tags[key] <= values) for key, values in expression.items())


def place(uri):
    """A location in S3 as its bucket and folders, or None."""
    found = URI.fullmatch(uri or "")
    return found and (found[1], [part for part in (found[2] or "").split("/") if part])


def within(inner, outer):
    """Does a place lie at or below another, folder by folder?"""
    return inner[0] == outer[0] and inner[1][:len(outer[1])] == outer[1]


def location_of(item):
    return (item.get("StorageDescriptor") or {}).get("Location", "")


def names_of(columns):
    return [each["Name"] for each in as_list(columns)]


# --- columns and the fields inside them

def fields(kind):
    """The fields of a struct type as (name, type), or None for any other."""
    found = re.fullmatch(r"struct<(.*)>", kind.strip(), re.IGNORECASE | re.DOTALL)
    if found is None:
        return None
    parts, depth, start = [], 0, 0
    text = found[1]
    for at, char in enumerate(text):
        depth += {"<": 1, "(": 1, ">": -1, ")": -1}.get(char, 0)
        if char == "," and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [tuple(side.strip() for side in each.split(":", 1)) for each in parts + [text[start:]]]


def leaves(path, kind):
    """Every field without fields of its own, as a path of names."""
    below = fields(kind)
    if below is None:
        return [path]
    return [leaf for name, inner in below for leaf in leaves(path + (name,), inner)]


def path_of(text):
    """`a.b`, or each name in double quotes."""
    if text.startswith('"') and text.endswith('"'):
        return tuple(folded(part) for part in text[1:-1].split('"."'))
    return tuple(folded(part) for part in text.split("."))
