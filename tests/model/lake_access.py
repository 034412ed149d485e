"""What Lake Formation grants a caller of one table: permissions, and the rows in which each column and field is seen.

Written from the documents ([lf-permissions], [lf-data-filtering], [lf-tags], [lf-hybrid], [lf-sharing], [lf-implicit]) and from
nothing of the library. Rows are ALL, or a set of alternatives, each a set of predicates that hold together.
"""
from dataclasses import dataclass, field

import lake
from lake_condition import holds
from vend_world import as_list, folded

ORDER = ("ALL", "SELECT", "ALTER", "DROP", "DELETE", "INSERT", "DESCRIBE")
TABLE = frozenset(ORDER)
ALL = "all"
GROUP = "iam_allowed_principals"
TYPES = ("none", "COLUMN_PERMISSION", "CELL_FILTER_PERMISSION", "NESTED_PERMISSION", "NESTED_CELL_PERMISSION")


def either(one, other):
    if one is None or other is None:
        return one or other
    return ALL if ALL in (one, other) else one | other


def both(one, other):
    if one is None or other is None:
        return None
    if ALL in (one, other):
        return other if one == ALL else one
    return frozenset(left | right for left in one for right in other)


def row_text(rows):
    if rows is None or rows == ALL:
        return rows or "none"
    texts = sorted(" AND ".join(f"({each})" for each in sorted(held)) if len(held) > 1 else next(iter(held)) for held in rows)
    return texts[0] if len(texts) == 1 else " OR ".join(f"({each})" for each in texts)


@dataclass
class Held:
    """What grants bring together."""
    permissions: set = field(default_factory=set)
    cells: dict = field(default_factory=dict)

    def add(self, permissions, cells):
        self.permissions |= set(permissions)
        for leaf, rows in cells.items():
            self.cells[leaf] = either(self.cells.get(leaf), rows)


class Access:
    """One caller's access to one table, which may not be there."""

    def __init__(self, call, name, table):
        self.call, self.name, self.table = call, name, table
        self.owner = lake.Lake(call.world, name.account, name.region)
        self.caller = call.caller
        self.cross = self.caller.account != name.account
        self.home = lake.Lake(call.world, self.caller.account, name.region) if self.cross else self.owner
        columns = as_list(((table or {}).get("StorageDescriptor") or {}).get("Columns"))
        self.keys = lake.names_of((table or {}).get("PartitionKeys"))
        self.columns = [(each["Name"], each.get("Type", "")) for each in columns]
        self.leaves = [leaf for each, kind in self.columns for leaf in lake.leaves((each,), kind)]
        self.link = table is not None and ("TargetTable" in table)
        database = self.owner.database(name)
        self.is_visible = False  # shared with the caller's account, handed on or not
        self.hidden = database is not None and "TargetDatabase" in database
        self.opted_in = self.is_opted_in()
        self.group = (not self.cross) and any(self.brought(grant, self.owner, grant.get("Permissions"))[0] for grant in self.grants(self.owner)
                                              if folded(grant["Principal"]["DataLakePrincipalIdentifier"]) == GROUP)
        self.by_grants = not self.group or self.opted_in
        self.held = Held() if self.hidden else self.collect()
        self.finish()

    # --- who the caller is to a grant

    def identities(self, with_group=False):
        found = {self.caller.role_arn or self.caller.arn, f"{self.caller.account}:IAMPrincipals"}
        said = (self.caller.session.lakeformation if self.caller.session else None) or {}
        found |= {each for each in [said.get("username"), *as_list(said.get("groups"))] if each}
        return found | ({"IAM_ALLOWED_PRINCIPALS", "IAM_Allowed_Principals"} if with_group else set())

    def shared_with(self):
        """The account itself, its organization and the units that it is in."""
        account = self.caller.account
        found = [account]
        path = [part for part in self.call.world.organization(account).get("Path", "").split("/") if part]
        for part in path:
            if part.startswith("o-"):
                found.append(("organization/", part))
            elif part.startswith("ou-"):
                found.append(("ou/", part))
        return found

    def is_shared(self, identifier):
        for each in self.shared_with():
            if identifier == each:
                return True
            if not isinstance(each, str) and ":organizations::" in identifier \
                    and identifier.split(":")[-1].startswith(each[0]) and identifier.endswith("/" + each[1]):
                return True
        return False

    def fulfilled(self, entry):
        condition = entry.get("Condition")
        return condition is None or holds(condition.get("Expression", ""), self.caller.tags)

    def grants(self, where):
        return where.items("formation", "PrincipalResourcePermissions")

    # --- hybrid access: opt-ins are by name ([lf-hybrid])

    def is_opted_in(self):
        if any(key == "AmazonDataZoneProject" for key, _ in self.caller.tags):
            return True  # [lf-abac] a project's principals need no opt-in
        mine, database, tables = self.identities(), False, False
        for where, entry in self.everywhere("LakeFormationOptInsInfoList"):
            if entry["Principal"]["DataLakePrincipalIdentifier"] not in mine or not self.fulfilled(entry):
                continue
            kind = next(iter(entry["Resource"]))
            named = entry["Resource"][kind]
            if (named.get("CatalogId") or where.account) != self.name.catalog:
                continue
            if kind == "Database" and folded(named["Name"]) == folded(self.name.database):
                database = True
            if kind == "Table" and folded(named["DatabaseName"]) == folded(self.name.database):
                if is_wildcard(named):
                    tables = True
                elif folded(named["Name"]) == folded(self.name.table):
                    return True
        if tables and (database or not self.cross):
            return True
        return database and any(self.whole_database(grant, mine) for _, grant in self.everywhere("PrincipalResourcePermissions"))

    def everywhere(self, collection):
        """What the owner's account and the caller's hold."""
        for where in [self.owner, self.home] if self.cross else [self.owner]:
            yield from ((where, each) for each in where.items("formation", collection))

    def is_hybrid(self):
        where = lake.place(lake.location_of(self.table or {}))
        return bool(where) and (self.owner.registration(where) or {}).get("HybridAccessEnabled") == "true"

    def whole_database(self, grant, mine):
        """Q52: an opt-in for a database covers the grant on all its tables."""
        named = grant["Resource"].get("Table") or grant["Resource"].get("TableWithColumns")
        return grant["Principal"]["DataLakePrincipalIdentifier"] in mine and self.fulfilled(grant) and named is not None and is_wildcard(named) \
            and folded(named["DatabaseName"]) == folded(self.name.database) and bool(grant.get("Permissions"))

    # --- grants

    def is_named(self, named, where):
        return (named.get("CatalogId") or where.account) == self.name.catalog and folded(named["DatabaseName"]) == folded(self.name.database) \
            and (is_wildcard(named) or folded(named["Name"]) == folded(self.name.table))

    def collect(self):
        held = Held()
        for grant in self.grants(self.owner):
            identifier = grant["Principal"]["DataLakePrincipalIdentifier"]
            direct = identifier in self.identities(not self.cross and not self.opted_in)
            if self.cross and int(self.owner.parameter("CROSS_ACCOUNT_VERSION") or 3) < 3:
                direct = False  # [lf-sharing] principals of other accounts came with version 3
            if direct and self.fulfilled(grant):
                held.add(*self.brought(grant, self.owner, grant.get("Permissions")))
        if self.cross:
            self.collect_shared(held)
        self.collect_implicit(held)
        return held

    def collect_shared(self, held):
        """What was shared with the account, as far as it was handed on there."""
        shared, handed = Held(), Held()
        for grant in self.grants(self.owner):
            if self.is_shared(grant["Principal"]["DataLakePrincipalIdentifier"]) and self.fulfilled(grant):
                option = as_list(grant.get("PermissionsWithGrantOption"))
                shared.add(*self.brought(grant, self.owner, option))
                self.is_visible |= bool(self.brought(grant, self.owner, grant.get("Permissions"))[0])
        for grant in self.grants(self.home):
            if grant["Principal"]["DataLakePrincipalIdentifier"] in self.identities() and self.fulfilled(grant):
                handed.add(*self.brought(grant, self.home, grant.get("Permissions")))
        permissions = shared.permissions & handed.permissions
        if "ALL" in permissions:
            permissions = set(TABLE)
        if "ALL" in shared.permissions:
            permissions |= handed.permissions
        if "ALL" in handed.permissions:
            permissions |= shared.permissions
        cells = {leaf: both(shared.cells.get(leaf), rows) for leaf, rows in handed.cells.items()}
        cells = {leaf: rows for leaf, rows in cells.items() if rows is not None}
        if not cells and self.leaves:
            permissions -= {"SELECT"}
        held.add(permissions, cells)

    def collect_implicit(self, held):
        """[lf-implicit] administrators see everything; who made a table holds all of it."""
        mine = self.caller.role_arn or self.caller.arn
        if not self.cross:
            if mine in self.owner.principals("DataLakeAdmins") + self.owner.principals("ReadOnlyAdmins"):
                held.add({"DESCRIBE"}, {})
        elif self.is_visible and mine in self.home.principals("DataLakeAdmins"):
            held.add({"DESCRIBE"}, {})
        maker = (self.table or {}).get("CreatedBy", "")
        if maker and self.call.setting("lake_creator_permissions", "implied") == "implied" and maker_role(maker, mine):
            held.add({"ALL"}, self.whole())

    def whole(self):
        return {leaf: ALL for leaf in self.leaves}

    def brought(self, grant, where, permissions):
        """The permissions and cells that one grant brings on this table."""
        kind = next(iter(grant["Resource"]))
        read = getattr(self, "brought_" + kind, None)
        if read is None or not permissions:
            return set(), {}
        return read(grant["Resource"][kind], where, {each for each in permissions})

    def brought_Table(self, named, where, permissions):
        permissions = permissions & TABLE if self.is_named(named, where) else set()
        return permissions, self.whole() if permissions & {"ALL", "SELECT"} else {}

    def brought_TableWithColumns(self, named, where, permissions):
        if not permissions & {"SELECT", "ALL"} or not self.is_named(named, where):
            return set(), {}
        cells = {leaf: ALL for leaf in self.chosen(named)}
        return ({"SELECT"}, cells) if cells or self.only_keys(named) else (set(), {})

    def only_keys(self, named):
        return bool({folded(each) for each in as_list(named.get("ColumnNames"))} & set(map(folded, self.keys)))

    def brought_DataCellsFilter(self, named, where, permissions):
        found = where.filter_named(named)
        target = {"CatalogId": named.get("TableCatalogId"), "DatabaseName": named["DatabaseName"], "Name": named["TableName"]}
        if not permissions & {"SELECT", "ALL"} or found is None or not self.is_named(target, where):
            return set(), {}
        predicate = (found.get("RowFilter") or {}).get("FilterExpression")
        rows = frozenset([frozenset([predicate])]) if predicate else ALL
        cells = {leaf: rows for leaf in self.chosen(found)}
        return ({"SELECT"}, cells) if cells else (set(), {})

    def brought_Catalog(self, named, where, permissions):
        """[lf-permissions] SUPER_USER on a catalog inside the account's own is everything inside it."""
        catalog = named.get("Id") or named.get("CatalogId") or where.account
        if "SUPER_USER" in permissions and ":" in catalog and catalog == self.name.catalog and not self.cross:
            return {"ALL"}, self.whole()
        return set(), {}

    def brought_LFTagPolicy(self, named, where, permissions):
        expression = self.owner.expression(named) if (named.get("CatalogId") or where.account) == self.name.account else None
        if expression is None or named.get("ResourceType") != "TABLE" or self.conditional(named, where):
            return set(), {}
        columns = {each for each, _ in self.columns if lake.satisfied(expression, self.owner.tags(self.name, each))}
        permissions = permissions & TABLE
        reads = permissions & {"ALL", "SELECT"}
        if lake.satisfied(expression, self.owner.tags(self.name)) and len(columns) == len(self.columns):
            return permissions, self.whole() if reads else {}
        cells = {leaf: ALL for leaf in self.leaves if leaf[0] in columns} if reads else {}
        if not columns or not permissions:
            return set(), {}
        return ({"SELECT"} if reads else {"DESCRIBE"}), cells

    def conditional(self, named, where):
        """[lf-tags] a condition does not go with LF-tags."""
        return any(grant["Resource"].get("LFTagPolicy") is named and "Condition" in grant for grant in self.grants(where))

    def chosen(self, named):
        """The fields that a list of columns chooses, or that an exclusion leaves."""
        if "ColumnWildcard" in named:
            paths = [lake.path_of(each) for each in as_list((named["ColumnWildcard"] or {}).get("ExcludedColumnNames"))]
            return [leaf for leaf in self.leaves if not under(leaf, paths)]
        paths = [lake.path_of(each) for each in as_list(named.get("ColumnNames"))]
        return [leaf for leaf in self.leaves if under(leaf, paths)]

    # --- the whole of it

    def finish(self):
        held = self.held
        if self.link:
            named = held.permissions & {"DROP", "DESCRIBE"}
            held.permissions = named | ({"DROP", "DESCRIBE"} if "ALL" in held.permissions else set())
            held.cells = {}
        if held.permissions & {"ALTER", "DROP", "DELETE", "INSERT"} and "ALL" not in held.permissions \
                and any(leaf not in held.cells for leaf in self.leaves):
            held.permissions -= {"SELECT"}  # [lf-data-filtering] a column-filtered SELECT has no effect beside them
            held.cells = {}
        if held.permissions:
            held.permissions |= {"DESCRIBE"}
        self.permissions = [each for each in ORDER if each in held.permissions]
        self.shown = self.seen_columns() if held.permissions & {"ALL", "SELECT"} else []
        self.restriction = self.restricted()

    def rows_of_keys(self):
        """Partition keys are not filtered: they are seen in every row in which anything is."""
        rows = None
        for each in self.held.cells.values():
            rows = either(rows, each)
        return rows if self.held.cells else ALL

    def seen_columns(self):
        found = []
        for column, kind in self.columns:
            found += self.collapsed((column,), kind)
        return found + [((key,), self.rows_of_keys()) for key in self.keys]

    def collapsed(self, path, kind):
        below = lake.fields(kind)
        rows = [self.held.cells.get(leaf) for leaf in lake.leaves(path, kind)]
        if below is None or all(each == rows[0] for each in rows):
            return [(path, rows[0])]
        return [each for name, inner in below for each in self.collapsed(path + (name,), inner)]

    def restricted(self):
        own = self.shown[:len(self.shown) - len(self.keys)] if self.shown else []
        nested = {rows for path, rows in own if len(path) > 1 and rows is not None}
        if any(len(path) > 1 for path, _ in own):
            return TYPES[4] if len(nested) > 1 else TYPES[3]
        if any(rows not in (None, ALL) for _, rows in own):
            return TYPES[2]
        if any(rows is None for _, rows in own) or self.listed_only():
            return TYPES[1]
        return TYPES[0]

    def listed_only(self):
        """A list that names every column is a list all the same: a column added later is not on it."""
        if "ALL" in self.permissions or "SELECT" not in self.permissions:
            return False
        return not any(self.is_open(grant, where) for where in {id(each): each for each in (self.owner, self.home)}.values()
                       for grant in self.grants(where))

    def is_open(self, grant, where):
        identifier = grant["Principal"]["DataLakePrincipalIdentifier"]
        if identifier not in self.identities(not self.cross) and not self.is_shared(identifier) or not self.fulfilled(grant):
            return False
        permissions, cells = self.brought(grant, where, grant.get("Permissions"))
        kind = next(iter(grant["Resource"]))
        named = grant["Resource"][kind]
        if kind == "DataCellsFilter":
            named = where.filter_named(named) or {}
        return bool(permissions & {"ALL", "SELECT"}) and len(cells) == len(self.leaves) \
            and (kind in ("Table", "LFTagPolicy", "Catalog") or is_open(named))

    def holds(self, permission):
        return permission in self.permissions or ("ALL" in self.permissions and permission in TABLE)

    def is_full(self):
        return self.restriction == TYPES[0] and bool(set(self.permissions) & {"ALL", "SELECT"})

    def row_filter(self):
        rows = self.rows_of_keys() if self.shown else ALL
        return None if rows == ALL or rows is None else row_text(rows)

    def authorized(self):
        """Columns and fields of which anything is seen, in the table's order."""
        return [".".join(path) for path, rows in self.shown if rows is not None]

    def answer(self):
        made = {"permissions": self.permissions, "restriction": self.restriction,
                "columns": [{"name": ".".join(path), "rows": row_text(rows)} for path, rows in self.shown],
                "opted_in": text_of(self.opted_in), "enforced": text_of(self.by_grants or not self.is_hybrid()), "cross_account": text_of(self.cross)}
        if self.row_filter():
            made["row_filter"] = self.row_filter()
        return made


def text_of(value):
    return "true" if value else "false"


def is_wildcard(named):
    return "TableWildcard" in named or named.get("Name") == "ALL_TABLES"


def is_open(named):
    """Every column by wildcard: an exclusion is a filter whatever it names."""
    return "ColumnWildcard" in named and not (named["ColumnWildcard"] or {}).get("ExcludedColumnNames")


def under(leaf, paths):
    names = tuple(folded(part) for part in leaf)
    return any(names[:len(path)] == path for path in paths)


def maker_role(maker, role):
    """Is a principal, perhaps a session, of this role?"""
    if maker == role:
        return True
    parts = maker.split(":")
    if len(parts) != 6 or parts[2] != "sts" or not parts[5].startswith("assumed-role/"):
        return False
    mine = role.split(":")
    return mine[4] == parts[4] and mine[5].startswith("role/") and mine[5].split("/")[-1] == parts[5].split("/")[1]
