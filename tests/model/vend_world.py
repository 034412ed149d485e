"""The world of a request, as the reference model reads it: plain look-ups in the documents, made anew for every question.

Written from the shapes of the AWS CLI's answers ([aws-models]) and from the page on worlds, and from nothing of the
library. Every value is text, as a YAML reader without types gives it.
"""
import copy
import json
import urllib.parse

import lake_patch

# collection: (group, what tells an item, other names for it); a group of None stands at its home itself
COLLECTIONS = {
    "RoleDetailList": ("Iam", ("Arn", "RoleName")), "UserDetailList": ("Iam", ("Arn", "UserName")),
    "GroupDetailList": ("Iam", ("Arn", "GroupName")), "Policies": ("Iam", ("Arn", "PolicyName")),
    "Roles": ("Iam", ("Arn", "RoleName")), "Faults": (None, ("operation",)), "Buckets": (None, ("Name",)),
    "workgroups": ("RedshiftServerless", ("workgroupName", "workgroupArn")),
    "namespaces": ("RedshiftServerless", ("namespaceName", "namespaceArn")),
    "associations": ("RedshiftServerless", ("customDomainName",)),
    "MFADevices": ("Iam", ("SerialNumber",)), "SAMLProviders": (None, ("SAMLProviderArn", "Arn")), "VpcEndpoints": (None, ("VpcEndpointId",)),
    "KmsKeys": (None, ("KeyArn",)), "resourceShareInvitations": ("Ram", ("resourceShareInvitationArn",)),
    "Clusters": ("Redshift", ("ClusterIdentifier",)), "Associations": ("Redshift", ("CustomDomainCertificateArn",)),
}
SINGLES = {"Organization", "StsInactiveRegions"}


class Outside(Exception):
    """The question needs something that this model does not have."""


def document(value):
    """A policy document: a map, JSON text, or the URL-encoded text that IAM returns."""
    if not isinstance(value, str):
        return value
    return json.loads(urllib.parse.unquote(value) if value.startswith("%") else value)


def as_list(value):
    return value if isinstance(value, list) else []


class World:
    def __init__(self, *documents):
        self.accounts = {}
        for each in documents:
            for account in each.get("accounts", []):
                if "Include" in account:
                    raise Outside("an included file")
                self.join(self.accounts.setdefault(account["AccountId"], {}), account)
        self.settings = {name: value for each in documents for name, value in (each.get("Settings") or {}).items()}

    def join(self, into, more):
        for name, value in more.items():
            if isinstance(value, dict) and isinstance(into.get(name), dict):
                self.join(into[name], value)
            elif isinstance(value, list) and isinstance(into.get(name), list):
                into[name] = into[name] + value
            else:
                into[name] = copy.deepcopy(value)

    # --- patches

    def patched(self, entries):
        made = copy.deepcopy(self)
        for entry in entries:
            made.patch(entry)
        return made

    def home(self, account, region=None):
        found = self.accounts.setdefault(account, {"AccountId": account})
        return found if region is None else found.setdefault("Regions", {}).setdefault(region, {})

    def patch(self, entry):
        verb = next(name for name in ("put", "remove", "merge") if name in entry)
        leaf = entry[verb]
        if leaf == "Settings":
            self.settings = {**(self.settings if verb == "merge" else {}), **entry.get("value", {})}
            return
        if "account" not in entry:
            raise Outside(f"a patch of {leaf}")
        home = self.home(entry["account"], entry.get("region"))
        if leaf == "ResourceTags":
            tags = home.setdefault(leaf, {})
            tags.pop(entry["key"], None)
            if verb != "remove":
                tags[entry["key"]] = entry["value"]
        elif lake_patch.patch(home, verb, entry):
            return
        elif leaf in SINGLES:
            home[leaf] = {**home.get(leaf, {}), **entry["value"]} if verb == "merge" else entry.get("value")
        elif leaf in COLLECTIONS:
            group, members = COLLECTIONS[leaf]
            holder = home if group is None else home.setdefault(group, {})
            holder[leaf] = self.patched_list(as_list(holder.get(leaf)), verb, members, entry)
        else:
            raise Outside(f"a patch of {leaf}")

    def patched_list(self, items, verb, members, entry):
        key = entry["key"] if "key" in entry else entry["value"][members[0]]
        same = [any(item.get(name) == key for name in members) for item in items]
        if verb == "remove":
            return [item for item, is_it in zip(items, same) if not is_it]
        if verb == "merge":
            return [{**item, **entry["value"]} if is_it else item for item, is_it in zip(items, same)]
        kept = [entry["value"] if is_it else item for item, is_it in zip(items, same)]
        return kept if any(same) else kept + [entry["value"]]

    # --- identities

    def iam(self, account):
        return self.accounts.get(account, {}).get("Iam") or {}

    def role(self, arn):
        account = arn.split(":")[4] if arn.count(":") >= 5 else ""
        return next((role for role in as_list(self.iam(account).get("RoleDetailList")) if role["Arn"] == arn), None)

    def user(self, arn):
        account = arn.split(":")[4]
        return next((user for user in as_list(self.iam(account).get("UserDetailList")) if user["Arn"] == arn), None)

    def saml_provider(self, arn):
        account = arn.split(":")[4]
        found = as_list(self.accounts.get(account, {}).get("SAMLProviders"))
        return next((each for each in found if arn in (each.get("SAMLProviderArn"), each.get("Arn"))), None)

    def with_arns(self, policy):
        """A resource's policy, in which ARNs stand where IAM stored the unique ids of users and roles ([iam-principal])."""
        if not isinstance(policy, dict):
            return policy
        ids = {}
        for account in self.accounts.values():
            iam = account.get("Iam") or {}
            for detail in as_list(iam.get("UserDetailList")) + as_list(iam.get("RoleDetailList")):
                ids[detail.get("UserId") or detail.get("RoleId") or ""] = detail["Arn"]
        statements = policy.get("Statement", [])
        return {**policy, "Statement": [with_arns_in(each, ids) for each in statements] if isinstance(statements, list)
                else with_arns_in(statements, ids)}

    def max_session_duration(self, role):
        """Q29: from list-roles, or from the detail where an exporter added it; else an hour."""
        account = role["Arn"].split(":")[4]
        listed = [each for each in as_list(self.iam(account).get("Roles")) if each["Arn"] == role["Arn"]] + [role]
        return int(next((each["MaxSessionDuration"] for each in listed if "MaxSessionDuration" in each), 3600))

    def managed(self, arn):
        for account in [arn.split(":")[4]] + list(self.accounts):
            for policy in as_list(self.iam(account).get("Policies")):
                if policy["Arn"] == arn:
                    versions = policy["PolicyVersionList"]
                    chosen = [each for each in versions if each.get("VersionId") == policy.get("DefaultVersionId")]
                    return document((chosen or [each for each in versions if each.get("IsDefaultVersion") == "true"])[0]["Document"])
        raise Outside(f"the managed policy {arn}")

    def attached(self, detail, inline):
        return [document(each["PolicyDocument"]) for each in as_list(detail.get(inline))] + \
            [self.managed(each["PolicyArn"]) for each in as_list(detail.get("AttachedManagedPolicies"))]

    def identity_policies(self, detail):
        if "RoleName" in detail:
            return self.attached(detail, "RolePolicyList")
        found = self.attached(detail, "UserPolicyList")
        for name in as_list(detail.get("GroupList")):
            groups = as_list(self.iam(detail["Arn"].split(":")[4]).get("GroupDetailList"))
            found += self.attached(next(group for group in groups if group["GroupName"] == name), "GroupPolicyList")
        return found

    def boundary(self, detail):
        named = detail.get("PermissionsBoundary")
        return None if named is None else [self.managed(named["PermissionsBoundaryArn"])]

    # --- organizations, tags, faults

    def organization(self, account):
        return self.accounts.get(account, {}).get("Organization") or {}

    def levels(self, account, kind):
        """None where nothing is said of the organization."""
        said = self.organization(account).get(kind)
        return None if said is None else [[document(each) for each in level] for level in said]

    def is_management(self, account):
        return self.organization(account).get("Management") == "true"

    def resource_tags(self, arn):
        """A resource's own tags, where its shape has them, else those of ResourceTags."""
        for account in self.accounts.values():
            iam = account.get("Iam") or {}
            for detail in as_list(iam.get("RoleDetailList")) + as_list(iam.get("UserDetailList")):
                if detail["Arn"] == arn and detail.get("Tags"):
                    return pairs(detail["Tags"])
            for region in (account.get("Regions") or {}).values():
                for each in as_list((region.get("RedshiftServerless") or {}).get("workgroups")):
                    if each.get("workgroupArn") == arn and each.get("tags"):
                        return pairs(each["tags"])
        for account in self.accounts.values():
            for home in [account] + list((account.get("Regions") or {}).values()):
                if arn in (home.get("ResourceTags") or {}):
                    return pairs(home["ResourceTags"][arn])
        return []

    def fault(self, account, region, operation):
        found = self.accounts.get(account, {})
        for home in ((found.get("Regions") or {}).get(region, {}), found):
            for each in as_list(home.get("Faults")):
                if each["operation"] in (operation, operation.split(":")[-1]):
                    return each["code"]
        return None

    # --- Redshift

    def region(self, account, region, group):
        return ((self.accounts.get(account, {}).get("Regions") or {}).get(region) or {}).get(group) or {}

    def workgroup(self, account, region, name):
        found = as_list(self.region(account, region, "RedshiftServerless").get("workgroups"))
        return next((each for each in found if each["workgroupName"] == name), None)

    def cluster(self, account, region, name):
        found = as_list(self.region(account, region, "Redshift").get("Clusters"))
        return next((each for each in found if each["ClusterIdentifier"] == name), None)

    def workgroup_of_domain(self, account, region, domain):
        held = self.region(account, region, "RedshiftServerless")
        for each in as_list(held.get("workgroups")) + as_list(held.get("associations")):
            if each.get("customDomainName", "").lower() == domain.lower():
                return each["workgroupName"]
        return None

    def cluster_of_domain(self, account, region, domain):
        held = self.region(account, region, "Redshift")
        below = [each for listed in as_list(held.get("Associations")) for each in listed["CertificateAssociations"]]
        for each in as_list(held.get("Clusters")) + below:
            if each.get("CustomDomainName", "").lower() == domain.lower():
                return each["ClusterIdentifier"]
        return None


def with_arns_in(statement, ids):
    principal = statement.get("Principal") if isinstance(statement, dict) else None
    if not isinstance(principal, dict) or "AWS" not in principal:
        return statement
    named = principal["AWS"] if isinstance(principal["AWS"], list) else [principal["AWS"]]
    return {**statement, "Principal": {**principal, "AWS": [ids.get(each, each) for each in named]}}


def pairs(tags):
    """Tags in any of AWS's spellings, as (key, value)."""
    return [(tag.get("Key", tag.get("key")), tag.get("Value", tag.get("value"))) for tag in tags]


def folded(text):
    """ASCII letters alone, as keys compare."""
    return "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in text)


def overlaid(own, passed):
    """Tags, of which those passed take the place of others of the same key whatever its case."""
    taken = {folded(key) for key, _ in passed}
    return [(key, value) for key, value in own if folded(key) not in taken] + list(passed)
