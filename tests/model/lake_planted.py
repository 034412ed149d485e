#!/usr/bin/env python3
"""Would the random lakes notice a fault of Lake Formation's or Glue's model? Each one planted here must change some answer."""
import sys
from unittest import mock

import lake
import lake_access
import lake_decorated
import lake_partitions
import lake_scope
import lake_vend
import vend
import vend_planted
from lake_access import Access, Held, Reading
from vend_planted import Fault

NOTHING = (set(), None)


def put(owner, name, value):
    return [mock.patch.object(owner, name, value)]


def says(owner, name, value):
    """A function that always says the same."""
    return put(owner, name, lambda *_, **__: value)


def around(owner, name, change):
    """A function whose answer is changed."""
    original = getattr(owner, name)
    return put(owner, name, lambda *arguments: change(original(*arguments), *arguments))


def without_rule(name, *owners):
    """A refusal by this rule that is never made."""
    found = []
    for owner, refuses in owners or [(lake_vend, "deny")]:
        original = getattr(owner, refuses)
        found.append(mock.patch.object(owner, refuses, lambda rule, *rest, original=original, **more: None if rule == name else original(rule, *rest, **more)))
    return Fault(found, concerns=lambda _, right: by_rule(right, name))


def by_rule(right, name):
    """Was a step of it decided by this rule?"""
    return isinstance(right, dict) and any(each.get("rule", "").endswith(name) for each in right.get("decisions", ()))


def decorated(name):
    return without_rule(name, (lake_decorated, "refuse"))


def granted_so(**changes):
    """Grants that are read with a part of them changed."""
    original = Access.brought

    def brought(access, grant, where, permissions):
        for name, change in changes.items():
            grant = {**grant, name: change(grant.get(name))}
        return original(access, grant, where, permissions)
    return put(Access, "brought", brought)


def setting_of_lake(name, value):
    original = lake.Lake.is_on
    return put(lake.Lake, "is_on", lambda where, asked: value if asked == name else original(where, asked))


def parameter_of_lake(name):
    original = lake.Lake.parameter
    return put(lake.Lake, "parameter", lambda where, asked, default="": default if asked == name else original(where, asked, default))


def nobody_but(wanted):
    """A caller whose other names are lost."""
    return around(Access, "identities", lambda found, *_: {each for each in found if wanted(each)})


def registered_at(choice):
    """Another of the registered folders above than the nearest."""
    def registration(where, location):
        found = []
        for each in where.items("formation", "ResourceInfoList"):
            bucket, _, prefix = each["ResourceArn"].split(":::", 1)[1].partition("/")
            folder = (bucket, [part for part in prefix.strip("/").split("/") if part])
            found += [(len(folder[1]), at, each) for at in [len(found)] if lake.within(location, folder)]
        return choice(found)[2] if found else None
    return put(lake.Lake, "registration", registration)


def tags_of(*levels):
    """Tags of some levels alone."""
    original = lake.Lake.entry_tags
    return put(lake.Lake, "entry_tags", lambda where, entry, name, level, column: original(where, entry, name, level, column) if level in levels else [])


def actions(change):
    return put(lake_scope, "OBJECT", {name: change(name, found) for name, found in lake_scope.OBJECT.items()})


def policies_so(change):
    """Session policies with one statement changed."""
    return around(lake_scope, "policy", lambda found, *_: found and {**found, "Statement": [each for each in map(change, found["Statement"]) if each]})


def shared_so(**changes):
    """What is shared with the account, read otherwise."""
    original = lake_access.as_list

    def grants(access, where):
        found = original(where.formation.get("PrincipalResourcePermissions"))
        return [{**each, **{name: change(each) for name, change in changes.items()}} for each in found]
    return put(Access, "grants", grants)


def expression_so(name, value):
    return put(lake_partitions.Expression, name, value)


def last_wins(self):
    """OR and AND bind alike."""
    made = self.one()
    while self.is_word("and", "or"):
        is_and = self.skip("and") or not self.skip("or")
        made = (lambda left, right, both: lambda values: left(values) and right(values) if both else left(values) or right(values))(made, self.one(), is_and)
    return made


FAULTS = {
    # who is who
    "sessions count by themselves": nobody_but(lambda each: ":role/" not in each),
    "no SAML users and groups": nobody_but(lambda each: ":saml-provider/" not in each),
    "no group of all IAM principals": nobody_but(lambda each: not each.endswith(":IAMPrincipals")),
    "IAM_ALLOWED_PRINCIPALS is nobody": nobody_but(lambda each: "LLOWED" not in each.upper()),
    "nothing is shared": says(Access, "is_shared", False),
    "organizations and units are nobody": put(Access, "shared_with", lambda access: [access.caller.account]),
    "what is shared need not be handed on": put(Access, "met", staticmethod(lambda handed, option: option)),
    "handed on without being shared": put(Access, "met", staticmethod(lambda handed, option: handed)),
    "grant options of nobody's": shared_so(PermissionsWithGrantOption=lambda grant: grant["Permissions"]),
    "every version has direct grants": parameter_of_lake("CROSS_ACCOUNT_VERSION"),
    "conditions that always hold": put(Access, "fulfilled", lambda access, entry: True),
    "conditions that never hold": put(Access, "fulfilled", lambda access, entry: "Condition" not in entry),
    "conditions go with LF-tags": says(Access, "conditional", False),
    # grants
    "no grants on tables": says(Access, "brought_Table", NOTHING),
    "no grants on columns": says(Access, "brought_TableWithColumns", NOTHING),
    "no grants on filters": says(Access, "brought_DataCellsFilter", NOTHING),
    "no grants on catalogs": says(Access, "brought_Catalog", NOTHING),
    "no grants by LF-tags": says(Access, "brought_LFTagPolicy", NOTHING),
    "SUPER_USER on every catalog": around(Access, "brought_Catalog", lambda found, access, named, where, permissions: ({"ALL"}, Reading(selects=False))),
    "ALL is not everything": put(lake_access, "spelled_out", lambda permissions: permissions),
    "wildcards that name nothing": says(lake_access, "is_wildcard", False),
    "ALL_TABLES is a name": put(lake_access, "is_wildcard", lambda named: "TableWildcard" in named),
    "row filters that are not read": around(Access, "chosen", lambda found, *_: found and Reading(found.fields, (), found.narrow)),
    "columns that are not read": around(Access, "chosen", lambda found, *_: found and Reading(None, found.rows)),
    "a list of columns is no filter": around(Access, "chosen", lambda found, *_: found and Reading(found.fields, found.rows, False)),
    "exclusions take fields alone": says(lake_access, "around", False),
    "fields that nothing names": put(lake_access, "under", lambda leaf, paths: any(len(path) == 1 and leaf[0].lower() == path[0] for path in paths)),
    "filters of whoever has some": put(Held, "rows", lambda held, leaf: lake_access.ALL if held.readings else None),
    "keys that are filtered": put(Access, "rows_of_keys", lambda access: lake_access.ALL),
    "keys that stand alone": around(Access, "seen_columns", lambda found, access: found[:len(found) - len(access.keys)]),
    "nothing is implied": says(Access, "collect_implicit", None),
    "makers hold nothing": says(lake_access, "maker_role", False),
    "who opted in needs no grants": around(Access, "is_opted_in", lambda found, *_: False),
    "everybody opted in": says(Access, "is_opted_in", True),
    "an opt-in for a database is nothing": says(Access, "whole_database", False),
    "no least type": says(Access, "restricted", "none"),
    "cells need no nested type": around(Access, "restricted", lambda found, *_: "NESTED_PERMISSION" if found == "NESTED_CELL_PERMISSION" else found),
    "rows need no filter type": around(Access, "restricted", lambda found, *_: "COLUMN_PERMISSION" if found == "CELL_FILTER_PERMISSION" else found),
    "two accounts' rows are a union": put(Reading, "met", lambda one, other: one),
    # LF-tags
    "no tags of databases": tags_of("Table", "Column"),
    "no tags of tables": tags_of("Database", "Column"),
    "no tags of columns": tags_of("Database", "Table"),
    "one key is enough": put(lake, "satisfied", lambda expression, tags: any(key in tags and ("*" in values or tags[key] <= values) for key, values in expression.items())),
    "a star is a value": put(lake, "satisfied", lambda expression, tags: all(key in tags and tags[key] <= values for key, values in expression.items())),
    "no saved expressions": around(lake.Lake, "expression", lambda found, where, policy: None if policy.get("ExpressionName") else found),
    # the engine
    "any tag will do": setting_of_lake("AllowExternalDataFiltering", True),
    "no tag will do": setting_of_lake("AllowExternalDataFiltering", False),
    "full-table access is on": setting_of_lake("AllowFullTableExternalDataAccess", True),
    "full-table access is off": setting_of_lake("AllowFullTableExternalDataAccess", False),
    "full-table access of part of a table": says(Access, "is_full", True),
    "any engine": without_rule("lf.engine.trusted"),
    "users are engines": without_rule("lf.caller.session"),
    "DESCRIBE is data": put(lake_vend, "DATA", ("SELECT", "INSERT", "DELETE", "ALL", "DESCRIBE")),
    "INSERT is no data": put(lake_vend, "DATA", ("SELECT", "DELETE", "ALL")),
    "permissions that are not asked for": without_rule("lf.table.permissions"),
    "no data permission": without_rule("lf.table.data-permission"),
    "every engine filters everything": without_rule("lf.permission-type.supported"),
    "everything may be described": without_rule("glue.table.describe"),
    "ALL does not hold": put(Access, "holds", lambda access, permission: permission in access.permissions),
    # registrations
    "the widest folder": registered_at(min),
    "the first folder": registered_at(lambda found: min(found, key=lambda each: each[1])),
    "folders by their letters": put(lake, "within", lambda inner, outer: inner[0] == outer[0] and "/".join(inner[1]).startswith("/".join(outer[1]))),
    "the service-linked role serves": without_rule("lf.registration.custom-role"),
    "hybrid locations serve": without_rule("lf.registration.opted-in"),
    "roles that need not trust": without_rule("lf.registration.role-trusts"),
    "roles that need not trust a source identity": without_rule("lf.registration.source-identity"),
    "what is hybrid is registered": put(lake_vend, "is_registered", lambda access, item: "true" if lake.place(lake.location_of(item)) and access.owner.registration(lake.place(lake.location_of(item))) else "false"),
    # tables, partitions and places
    "tables of every Region": without_rule("lf.table.region"),
    "an ever longer duration": without_rule("lf.table.duration"),
    "no GetDataAccess": without_rule("lf.table.data-access"),
    "no GetDataAccess for places": without_rule("lf.location.data-access"),
    "paths of other tables": without_rule("lf.table.s3-path"),
    "values without keys": without_rule("lf.partition.values"),
    "one place of two tables": without_rule("lf.location.one-table"),
    "buckets of every Region": without_rule("lf.location.region"),
    "owners that nobody states": without_rule("lf.location.owner-known"),
    "owners that are not": without_rule("lf.location.owner"),
    "a part of the table is a place": without_rule("lf.location.full-table"),
    "READWRITE for readers": without_rule("lf.location.scope-held"),
    "places of two roles": without_rule("lf.location.one-role"),
    "catalogs that IAM does not guard": says(lake_vend, "catalog_allows", None),
    "catalogs without a policy": put(lake_vend, "listed", lambda value: []),
    "keys that are not asked for": says(lake_vend, "catalog_key", None),
    "a name that no policy denies": Fault(says(vend.Call, "is_denied", False), concerns=lambda made, _: "deny_on_named_action" in made.settings),
    # what is vended
    "everything is read": says(lake_vend, "held_of", "READ"),
    "everything is written": says(lake_vend, "held_of", "READWRITE"),
    "INSERT removes": actions(lambda name, found: lake_scope.OBJECT["READWRITE"] if name == "APPEND" else found),
    "no multipart": actions(lambda name, found: [each for each in found if "ultipart" not in each]),
    "no listing": policies_so(lambda each: None if each["Action"] == "s3:ListBucket" else each),
    "listing everything": policies_so(lambda each: {name: value for name, value in each.items() if name != "Condition"}),
    "no keys of buckets": says(lake_scope, "keys_of", []),
    "endless policies": put(lake_scope, "MOST", 1 << 20),
    "dots are taken": put(lake_scope, "cut", lambda uri: (lake.URI.fullmatch(uri)[1], (lake.URI.fullmatch(uri)[2] or "").removesuffix("/") + "/")),
    "stars that stand for others": put(lake_scope, "literal", lambda key: key),
    "roles that need not cover": Fault(says(lake_scope, "covers", True), concerns=lambda made, _: "require_role_coverage" in made.settings),
    "sessions without a source identity": parameter_of_lake("SET_SOURCE_IDENTITY"),
    # partitions
    "numbers are texts": says(lake_partitions, "is_numeric", False),
    "LIKE is =": put(lake_partitions.re, "escape", lambda each: each) and expression_so("quoted", lambda self: self.words[self.at][1][1:-1] if not setattr(self, "at", self.at + 1) else ""),
    "AND and OR bind alike": expression_so("either", last_wins),
    "NOT is nothing": around(lake_partitions.Expression, "one", lambda found, self: found) and expression_so("is_word", lambda self, *words: self.words[self.at][0] == "word" and lake_partitions.folded(self.words[self.at][1]) in words and words != ("not",)),
    "pages of everything": put(lake_partitions, "page", lambda found, token, most: (found, None)),
    "segments of everything": around(lake_partitions, "chosen", lambda found, partitions, keys, text, segment: lake_partitions_all(partitions, keys, text)),
    "segments from one": without_rule("glue.partitions.segment"),
    "tokens of nobody": without_rule("glue.partitions.token"),
    # decorated roles
    "roles that nobody passes": decorated("pass-role"),
    "sessions without a user": around(lake_decorated, "principals", lambda found, *_: {"groups": found["groups"]}),
    "sessions without groups": around(lake_decorated, "principals", lambda found, *_: {name: value for name, value in found.items() if name != "groups"}),
    "no trust of the provider": decorated("trust"),
    "no sts:TagSession": decorated("trust-tags"),
    "no sts:SetSourceIdentity": decorated("trust-source-identity"),
    "longer than the role": decorated("duration"),
    "a session that is over": decorated("session-over"),
    "what is late is wrong": put(lake_decorated, "LATE", ()),
}


def lake_partitions_all(partitions, keys, text):
    expression = lake_partitions.Expression(text, keys) if text else None
    return [each for each in partitions if expression is None or expression.chooses(each["Values"])]


if __name__ == "__main__":
    vend_planted.CHOSEN.append("lakes")
    sys.exit(vend_planted.main(FAULTS, __doc__))
