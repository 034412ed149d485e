"""What Lake Formation grants a caller of one table: permissions, and the rows in which each column and field is seen.

Written from the documents ([lf-permissions], [lf-data-filtering], [lf-tags], [lf-hybrid], [lf-sharing], [lf-implicit]) and from
nothing of the library. Rows are ALL, or a set of alternatives, each a set of predicates that hold together.
"""
from dataclasses import dataclass, field, replace

import lake
from lake_condition import holds
from vend_world import as_list, folded

ORDER = ("ALL", "SELECT", "ALTER", "DROP", "DELETE", "INSERT", "DESCRIBE")
TABLE = frozenset(ORDER)
ALL = "all"
GROUP = "iam_allowed_principals"
TYPES = ("none", "COLUMN_PERMISSION", "CELL_FILTER_PERMISSION", "NESTED_PERMISSION", "NESTED_CELL_PERMISSION")


def row_text(rows):
    if rows is None or rows == ALL:
        return rows or "none"
    texts = sorted(" AND ".join(f"({each})" for each in held) if len(held) > 1 else held[0] for held in rows)
    return texts[0] if len(texts) == 1 else " OR ".join(f"({each})" for each in texts)


@dataclass(frozen=True)
class Reading:
    """What a grant lets be read: fields, None for all of them now and to come, in the rows in which every predicate holds."""
    fields: frozenset = None
    rows: tuple = ()
    narrow: bool = False  # filters columns, whatever it leaves of them
    selects: bool = True  # shows as SELECT, and not as ALL alone
    cells: bool = False  # comes from a data cells filter

    def met(self, other):
        """What both let be read, or None."""
        left = self.fields if other.fields is None else other.fields if self.fields is None else self.fields & other.fields
        rows = self.rows + tuple(each for each in other.rows if each not in self.rows)
        return None if left is not None and not left else Reading(left, rows, self.narrow or other.narrow, cells=self.cells or other.cells)


@dataclass
class Held:
    """What grants bring together."""
    permissions: set = field(default_factory=set)
    readings: list = field(default_factory=list)

    def add(self, permissions, reading=None):
        self.permissions |= permissions
        self.readings += [reading] if reading is not None else []

    def rows(self, leaf):
        """The rows in which a field is seen: None, ALL, or alternatives."""
        found = {each.rows for each in self.readings if each.fields is None or leaf in each.fields}
        return None if not found else ALL if () in found else frozenset(found)


def spelled_out(permissions):
    return set(TABLE) if "ALL" in permissions else permissions


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
        self.is_offered = self.cross and any(self.offered(grant) for grant in self.grants(self.owner))
        self.hidden = database is not None and "TargetDatabase" in database
        self.by_everybody = False
        self.opted_in = self.is_opted_in()
        self.group = (not self.cross) and any(any(self.brought(grant, self.owner, grant.get("Permissions"))) for grant in self.grants(self.owner)
                                              if folded(grant["Principal"]["DataLakePrincipalIdentifier"]) == GROUP and self.fulfilled(grant))
        self.by_grants = not self.group or self.opted_in
        self.held = Held() if self.hidden else self.collect()
        self.finish()

    # --- who the caller is to a grant

    def identities(self, with_group=False):
        found = {self.caller.role_arn or self.caller.arn, f"{self.caller.account}:IAMPrincipals"}
        said = (self.caller.session.lakeformation if self.caller.session else None) or {}
        provider = self.caller.session.context.get("aws:FederatedProvider", "") if said else ""
        for kind, name in [("user", said.get("username")), *(("group", each) for each in as_list(said.get("groups")))]:
            if name and (name.startswith("arn:") or provider):
                found.add(name if name.startswith("arn:") else f"{provider}:{kind}/{name}")
        return found | ({"IAM_ALLOWED_PRINCIPALS", "IAM_Allowed_Principals"} if with_group else set())

    def shared_with(self):
        """The account itself, its organization and the units that it is in."""
        account = self.caller.account
        found = [account] if account else []  # nobody has none
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

    def accepted(self, grant):
        """[lf-accepting-share] of the shares that carry a grant to another account one must be open: never offered, or accepted."""
        shares = as_list((grant.get("AdditionalDetails") or {}).get("ResourceShare")) if self.cross else []
        home = self.call.world.region(self.caller.account, self.name.region, "Ram")
        offers = {}
        for each in as_list(home.get("resourceShareInvitations")):
            offers.setdefault(each["resourceShareArn"], set()).add(each["status"])
        return not shares or any(each not in offers or "ACCEPTED" in offers[each] for each in shares)

    def offered(self, grant):
        """Would it give something, once its share is accepted? Until then it shows where the table is, and gives nothing."""
        identifier = grant["Principal"]["DataLakePrincipalIdentifier"]
        return (identifier in self.identities() or self.is_shared(identifier)) and self.fulfilled(grant) and not self.accepted(grant) \
            and any(self.brought(grant, self.owner, grant.get("Permissions")))

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
            if kind == "Database" and named["Name"] == self.name.database:
                database = True
            if kind == "Table" and named["DatabaseName"] == self.name.database:
                if is_wildcard(named):
                    tables = True
                elif named["Name"] == self.name.table:
                    return True
        if tables and (database or not self.cross):
            return True
        if database and self.call.setting("lake_database_opt_in", "all_tables_grant") == "every_table":
            return True
        mine = self.identities(not self.cross)
        return database and any(self.whole_database(grant, mine, where) for where, grant in self.everywhere("PrincipalResourcePermissions"))

    def everywhere(self, collection):
        """What the owner's account and the caller's hold."""
        for where in [self.owner, self.home] if self.cross else [self.owner]:
            yield from ((where, each) for each in where.items("formation", collection))

    def is_hybrid(self):
        where = lake.place(lake.location_of(self.table or {}))
        return bool(where) and (self.owner.registration(where) or {}).get("HybridAccessEnabled") == "true"

    def whole_database(self, grant, mine, where):
        """Q52: an opt-in for a database covers the grant on all its tables."""
        named = grant["Resource"].get("Table") or grant["Resource"].get("TableWithColumns")
        return grant["Principal"]["DataLakePrincipalIdentifier"] in mine and self.fulfilled(grant) and self.accepted(grant) \
            and named is not None and is_wildcard(named) \
            and named["DatabaseName"] == self.name.database and any(self.brought(grant, where, grant.get("Permissions")))

    # --- grants

    def is_named(self, named, where):
        return (named.get("CatalogId") or where.account) == self.name.catalog and named["DatabaseName"] == self.name.database \
            and (is_wildcard(named) or named["Name"] == self.name.table)

    def collect(self):
        held, everybodys = Held(), Held()
        for grant in self.grants(self.owner):
            identifier = grant["Principal"]["DataLakePrincipalIdentifier"]
            direct = identifier in self.identities(not self.cross and not self.opted_in)
            if self.cross and int(self.owner.parameter("CROSS_ACCOUNT_VERSION") or 3) < 3:
                direct = False  # [lf-sharing] principals of other accounts came with version 3
            if direct and self.fulfilled(grant) and self.accepted(grant):
                brought = self.brought(grant, self.owner, grant.get("Permissions"))
                held.add(*brought)
                if folded(identifier) == GROUP:
                    everybodys.add(*brought)
        if self.cross:
            self.collect_shared(held)
        # [lf-data-filtering] a column-filtered SELECT has no effect beside them
        if held.permissions & {"ALTER", "DROP", "DELETE", "INSERT"}:
            held.readings = [each for each in held.readings if not each.narrow]
            everybodys.readings = [each for each in everybodys.readings if not each.narrow]
        self.by_everybody = bool(everybodys.permissions or everybodys.readings)
        held.permissions |= {"SELECT" for each in held.readings if each.selects}
        self.collect_implicit(held)
        return held

    def collect_shared(self, held):
        """What was shared with the account with grant option, as far as it was handed on there."""
        shared = []
        for grant in self.grants(self.owner):
            if self.is_shared(grant["Principal"]["DataLakePrincipalIdentifier"]) and self.fulfilled(grant) and self.accepted(grant):
                given = as_list(grant.get("Permissions"))
                # [lf-abac] what is granted on a condition has no grant option
                option = [] if "Condition" in grant else [each for each in as_list(grant.get("PermissionsWithGrantOption")) if each in given]
                permissions, reading = self.brought(grant, self.owner, option)
                shared.append((permissions - ({"DESCRIBE"} - spelled_out(set(option))), reading))  # what is implied is not handed on
                self.is_visible |= any(self.brought(grant, self.owner, given))
        for grant in self.grants(self.home):
            if grant["Principal"]["DataLakePrincipalIdentifier"] in self.identities() and self.fulfilled(grant):
                handed, reading = self.brought(grant, self.home, grant.get("Permissions"))
                for option, readable in shared:
                    held.add(self.met(handed, option), reading and readable and reading.met(readable))

    @staticmethod
    def met(handed, option):
        """The permissions that both name; reading goes by its columns and rows."""
        return spelled_out(handed) & spelled_out(option) - {"SELECT"} - ({"ALL"} - (handed & option))

    def collect_implicit(self, held):
        """[lf-implicit] administrators see everything; who made a table holds all of it."""
        mine = self.caller.role_arn or self.caller.arn
        if not self.cross:
            if mine in self.owner.principals("DataLakeAdmins") + self.owner.principals("ReadOnlyAdmins"):
                held.add({"DESCRIBE"})
        elif self.is_visible and mine in self.home.principals("DataLakeAdmins") + self.home.principals("ReadOnlyAdmins"):
            held.add({"DESCRIBE"})
        maker = (self.table or {}).get("CreatedBy", "")
        if maker and self.call.setting("lake_creator_permissions", "implied") == "implied" and maker_role(maker, mine):
            held.add({"ALL"}, Reading(selects=False))

    def brought(self, grant, where, permissions):
        """The permissions beside reading, and the reading, that one grant brings on this table."""
        kind = next(iter(grant["Resource"]))
        read = getattr(self, "brought_" + kind, None)
        if read is None or not permissions:
            return set(), None
        return read(grant["Resource"][kind], where, {each for each in permissions})

    def brought_Table(self, named, where, permissions):
        permissions = permissions & TABLE if self.is_named(named, where) else set()
        return permissions - {"SELECT"}, whole(permissions)

    def brought_TableWithColumns(self, named, where, permissions):
        if not permissions & {"SELECT", "ALL"} or not self.is_named(named, where):
            return set(), None
        return set(), self.chosen(named)

    def brought_DataCellsFilter(self, named, where, permissions):
        """[lf-permissions] of a filter SELECT; what else there is concerns the filter."""
        found = where.filter_named(named)
        target = {"CatalogId": named.get("TableCatalogId"), "DatabaseName": named["DatabaseName"], "Name": named["TableName"]}
        if "SELECT" not in permissions or found is None or not self.is_named(target, where):
            return set(), None
        predicate = (found.get("RowFilter") or {}).get("FilterExpression")
        reading = self.chosen(found, (predicate,) if predicate else ())
        return set(), reading and replace(reading, cells=True)

    def brought_Catalog(self, named, where, permissions):
        """[lf-permissions] SUPER_USER on a catalog inside the account's own is everything inside it."""
        catalog = named.get("Id") or named.get("CatalogId") or where.account
        if "SUPER_USER" in permissions and ":" in catalog and catalog == self.name.catalog and not self.cross:
            return {"ALL"}, Reading(selects=False)
        return set(), None

    def brought_LFTagPolicy(self, named, where, permissions):
        """[lf-tbac-notes] of a part of the columns ALL and SELECT read that part, and nothing else reaches further than DESCRIBE."""
        expression = where.expression(named) if (named.get("CatalogId") or where.account) == self.name.catalog else None
        permissions = permissions & TABLE
        if expression is None or named.get("ResourceType") != "TABLE" or self.conditional(named, where) or not permissions:
            return set(), None
        columns = {each for each, _ in self.columns if lake.satisfied(expression, self.owner.tags(self.name, each))}
        is_table = lake.satisfied(expression, self.owner.tags(self.name))
        if is_table and len(columns) == len(self.columns):
            return permissions - {"SELECT"}, whole(permissions)
        if not is_table and not columns:
            return set(), None
        fields = frozenset(leaf for leaf in self.leaves if leaf[0] in columns)
        return {"DESCRIBE"}, Reading(fields, (), True) if fields and permissions & {"ALL", "SELECT"} else None

    def conditional(self, named, where):
        """[lf-tags] a condition does not go with LF-tags."""
        return any(grant["Resource"].get("LFTagPolicy") is named and "Condition" in grant for grant in self.grants(where))

    def chosen(self, named, rows=()):
        """The fields that a list of columns chooses, or that an exclusion leaves; a key may be named, but none is taken away (Q50)."""
        if "ColumnWildcard" in named:
            paths = [lake.path_of(each) for each in as_list((named["ColumnWildcard"] or {}).get("ExcludedColumnNames"))]
            if not paths:
                return Reading(None, rows)
            fields = frozenset(leaf for leaf in self.leaves if not under(leaf, paths) and not around(leaf, paths))
            return Reading(fields, rows, True) if fields or not self.columns else None
        paths = [lake.path_of(each) for each in as_list(named.get("ColumnNames"))]
        fields = frozenset(leaf for leaf in self.leaves if under(leaf, paths))
        return Reading(fields, rows, True) if fields or any(under((key,), paths) for key in self.keys) else None

    # --- the whole of it

    def finish(self):
        held = self.held
        if held.permissions:
            held.permissions |= {"DESCRIBE"}
        if self.link:
            held.permissions = spelled_out(held.permissions) & {"DROP", "DESCRIBE"}
            held.readings = []
        self.permissions = [each for each in ORDER if each in held.permissions]
        self.shown = self.seen_columns() if held.readings else []
        self.restriction = self.restricted()

    def rows_of_keys(self):
        """Partition keys are not filtered: they are seen in every row in which anything is."""
        found = {each.rows for each in self.held.readings}
        return ALL if () in found or not found else frozenset(found)

    def seen_columns(self):
        found = []
        for column, kind in self.columns:
            found += self.collapsed((column,), kind)
        return found + [((key,), self.rows_of_keys()) for key in self.keys]

    def collapsed(self, path, kind):
        below = lake.fields(kind)
        rows = [self.held.rows(leaf) for leaf in lake.leaves(path, kind)]
        if below is None or all(each == rows[0] for each in rows):
            return [(path, rows[0])]
        return [each for name, inner in below for each in self.collapsed(path + (name,), inner)]

    def restricted(self):
        """[glue-model] the least type that keeps to it; a list of all columns is a list all the same, for the columns to come."""
        own = self.shown[:len(self.shown) - len(self.keys)]
        nested = {rows for path, rows in own if len(path) > 1 and rows is not None}
        if not self.held.readings or any(each.fields is None and not each.rows for each in self.held.readings):
            return TYPES[0]
        if any(len(path) > 1 for path, _ in own):
            return TYPES[4] if len(nested) > 1 else TYPES[3]
        if any(rows not in (None, ALL) for _, rows in own) or self.rows_of_keys() != ALL:
            return TYPES[2]
        if any(each.cells for each in self.held.readings) and self.call.setting("lake_column_filter_type", "column") == "cell_filter":
            return TYPES[2]  # Q49
        return TYPES[1]

    def holds(self, permission):
        return permission in self.permissions or ("ALL" in self.permissions and permission in TABLE)

    def is_full(self):
        return self.restriction == TYPES[0] and bool(set(self.permissions) & {"ALL", "SELECT"})

    def row_filter(self):
        rows = self.rows_of_keys() if self.shown else ALL
        return None if rows == ALL or rows is None else row_text(rows)

    def authorized(self, with_keys=True):
        """Columns and fields of which anything is seen, in the table's order, and the partition keys behind them."""
        shown = self.shown if with_keys else self.shown[:len(self.shown) - len(self.keys)]
        return [".".join(path) for path, rows in shown if rows is not None]

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


def whole(permissions):
    return Reading(selects="SELECT" in permissions) if permissions & {"ALL", "SELECT"} else None


def under(leaf, paths):
    names = tuple(folded(part) for part in leaf)
    return any(names[:len(path)] == path for path in paths)


def around(leaf, paths):
    """Is a path inside of what cannot be told apart further?"""
    names = tuple(folded(part) for part in leaf)
    return any(len(path) > len(names) and path[:len(names)] == names for path in paths)


def maker_role(maker, role):
    """Is a principal, perhaps a session, of this role?"""
    if maker == role:
        return True
    parts = maker.split(":")
    if role is None or len(parts) != 6 or parts[2] != "sts" or not parts[5].startswith("assumed-role/"):
        return False
    mine = role.split(":")
    return mine[4] == parts[4] and mine[5].startswith("role/") and mine[5].split("/")[-1] == parts[5].split("/")[1]
