#!/usr/bin/env python3
"""Random worlds with requests for the operations, made from a seed: most requests nearly fit, and fail by one thing if at all.

The words are few, so that trust policies, identity policies, tags, names and requests speak of the same things.
"""
import argparse
import json
import random

import vend_mint
import vend_settings

HOME, OTHER = "111122223333", "444455556666"
REGION = "us-east-1"
EXTERNAL_IDS, SESSION_NAMES, IDENTITIES = ("ext-1", "ext-2"), ("run-1", "ada", "x"), ("Ada", "Bob")
TAG_KEYS, TAG_VALUES = ("team", "Team", "RedshiftDbRoles", "stage"), ("blue", "blue", "red", "a:b")
GROUPS, DATABASES, DB_USERS = ("readers", "writers"), ("dev", "prod"), ("ada", "bob")
BUCKETS = {HOME: "lake-home", OTHER: "lake-other"}
WORKGROUPS, CLUSTERS = ("sales", "finance"), ("lake", "vault")
DOMAINS = ("sales.example.com", "lake.example.com", "none.example.com")
SERVERLESS = f"arn:aws:redshift-serverless:{REGION}:{{}}:workgroup/id-{{}}"
PROVISIONED = f"arn:aws:redshift:{REGION}:{{}}:{{}}:{{}}/{{}}"
DEVICES = (f"arn:aws:iam::{HOME}:mfa/phone", "GAHT12345678", f"arn:aws:iam::{OTHER}:mfa/phone", f"arn:aws:iam::{HOME}:user/people/ada")
CONTEXTS = "arn:aws:iam::aws:contextProvider/IdentityCenter"
REGIONS = ("us-west-2", "eu-west-3", "ap-east-1", "eu-south-1")
SIGN_IN = ("https://signin.aws.amazon.com/saml", "https://us-west-2.signin.aws.amazon.com/saml", "https://us-east-1.signin.aws.amazon.com/saml")
LONG = tuple("".join(random.Random(n).choices("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=250)) for n in range(6))
AFFILIATION = "urn:oid:1.3.6.1.4.1.5923.1.1.1.1"
BAD_NAMES = ("", "9a", "a b", "a:b", "select", "START", "Users", "public", "PUBLIC", "d" * 64, "d" * 65, "a_b+c.d@e-f", "é")
NOBODY = f"arn:aws:iam::{HOME}:role/nobody"
BAD_ARNS = ("arn::b:::something/test-role", "arn:aws:iam::111122223333:user/u1-xx", f"arn:aws:iam::{HOME}:role/", "not an arn at all, not",
            NOBODY)


def unique_id(kind, name):
    return kind + name.upper().ljust(17, "0")


class Maker:
    def __init__(self, seed, number):
        self.random, self.number = random.Random(f"{seed}/{number}"), number

    def chance(self, share):
        return self.random.random() < share

    def pick(self, values):
        return values[int(self.random.random() * len(values))]

    def some(self, values, share=0.5):
        return [value for value in values if self.chance(share)]

    def either(self, usual, others, share=0.85):
        return usual if self.chance(share) else self.pick(others)

    def leans(self, *names):
        """Is it a world of one of these settings, and so to ask for what they decide?"""
        return any(name in self.settings for name in names)

    # --- principals

    def world(self):
        self.roles = [f"arn:aws:iam::{HOME}:role/team/r1", f"arn:aws:iam::{HOME}:role/r2", f"arn:aws:iam::{OTHER}:role/r3"]
        self.users = [f"arn:aws:iam::{HOME}:user/people/ada", f"arn:aws:iam::{HOME}:user/bob", f"arn:aws:iam::{OTHER}:user/eve"]
        self.settings = vend_settings.draw(self, "accounts", self.number)
        self.responses = [self.response() for _ in range(4)]
        made = {"weir": "world/1", "accounts": [self.account(HOME), self.account(OTHER)]}
        return {**made, "Settings": self.settings} if self.settings else made

    def account(self, account):
        made = {"AccountId": account, "Iam": {
            "UserDetailList": [self.user(arn) for arn in self.users if arn.split(":")[4] == account],
            "RoleDetailList": [self.role(arn) for arn in self.roles if arn.split(":")[4] == account],
            "Policies": [self.managed(account)]}}
        if self.chance(0.4):
            made["Organization"] = {"Path": "o-1/r-1/ou-1/", "Management": self.chance(0.3), "SCPs": self.scps()}
        if self.chance(0.4):
            made["StsInactiveRegions"] = self.some((REGION,), 0.06) + self.some(REGIONS, 0.4)
        if account == HOME and self.chance(0.3):
            made["Iam"]["MFADevices"] = [{"SerialNumber": serial, "UserName": self.either("ada", ("bob",))} for serial in self.some(DEVICES[:2], 0.7)]
        if account == HOME:
            made["SAMLProviders"] = vend_mint.providers()
        made["Buckets"] = [self.bucket(account)]
        made["Regions"] = {REGION: self.region(account)}
        return made

    def bucket(self, account):
        made = {"Name": BUCKETS[account]}
        if self.chance(0.5):
            who = self.either({"AWS": [HOME, OTHER]}, ({"AWS": self.pick(self.roles)}, {"AWS": self.pick(self.users)}, "*"), 0.4)
            made["Policy"] = self.document([{**self.statement_on("s3"), "Effect": self.either("Allow", ("Deny",)), "Principal": who}])
        return made

    def scps(self):
        everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
        if self.chance(0.5):
            return [[everything]]
        return [[everything], [everything, self.document([self.statement("Deny")])]]

    def user(self, arn):
        name = arn.split("/")[-1]
        made = {"UserName": name, "UserId": unique_id("AIDA", name), "Arn": arn, "Path": "/", "Tags": self.tags(0.3),
                "UserPolicyList": [{"PolicyName": "P", "PolicyDocument": self.identity()}]}
        return self.bounded(made, arn)

    def role(self, arn):
        name = arn.split("/")[-1]
        made = {"RoleName": name, "RoleId": unique_id("AROA", name), "Arn": arn, "Path": "/", "Tags": self.tags(0.4),
                "AssumeRolePolicyDocument": self.trust(arn), "RolePolicyList": [{"PolicyName": "P", "PolicyDocument": self.identity()}]}
        if self.chance(0.5):
            made["MaxSessionDuration"] = self.pick((3600, 7200, 43200))
        return self.bounded(made, arn)

    def bounded(self, made, arn):
        if self.chance(0.12):
            bound = f"arn:aws:iam::{arn.split(':')[4]}:policy/bound"
            made["PermissionsBoundary"] = {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": bound}
        return made

    def managed(self, account):
        document = self.identity()
        return {"PolicyName": "bound", "Arn": f"arn:aws:iam::{account}:policy/bound", "DefaultVersionId": "v1",
                "PolicyVersionList": [{"VersionId": "v1", "IsDefaultVersion": True, "Document": document}]}

    def tags(self, share):
        keys = self.some(("team", "RedshiftDbRoles", "stage"), share)
        return [{"Key": key, "Value": self.pick(TAG_VALUES[:3])} for key in keys]

    # --- policies

    def document(self, statements):
        return {"Version": "2012-10-17", "Statement": statements}

    def identity(self):
        if self.chance(0.15 if self.leans("session_actions_by_own_policies") else 0.5):
            return self.document([{"Effect": "Allow", "Action": "*", "Resource": "*"}] + self.maybe_denies())
        return self.document([self.statement("Allow") for _ in range(self.pick((2, 4, 6)))] + self.maybe_denies())

    def maybe_denies(self):
        return [self.statement("Deny")] if self.chance(0.12) else []

    def statement(self, effect):
        return {"Effect": effect, **self.statement_on(self.pick(("sts", "serverless", "named", "named", "own", "s3")))}

    def statement_on(self, kind):
        made = getattr(self, "about_" + kind)()
        if self.chance(0.35):
            made["Condition"] = self.condition(kind)
        return made

    def about_sts(self):
        actions = self.either(["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], ("sts:AssumeRole", "sts:*", "sts:TagSession"), 0.6)
        return {"Action": actions, "Resource": self.either("*", (self.pick(self.roles), f"arn:aws:iam::{HOME}:role/*", f"arn:aws:iam::{OTHER}:role/*"), 0.4)}

    def about_serverless(self):
        resource = SERVERLESS.format(HOME, self.pick(WORKGROUPS))
        return {"Action": self.either("redshift-serverless:GetCredentials", ("redshift-serverless:*", "redshift-serverless:GetWorkgroup", "Redshift-Serverless:get*")),
                "Resource": self.either(resource, ("*", SERVERLESS.format("*", "*"), SERVERLESS.format(OTHER, "sales"), resource.replace("id-", "")), 0.6)}

    def about_named(self):
        cluster = self.either("lake", ("vault", "*"), 0.8)
        resources = [PROVISIONED.format(HOME, "dbuser", cluster, self.either(self.pick(DB_USERS), ("*", "${redshift:DbUser}", "${aws:username}"), 0.5)),
                     PROVISIONED.format(HOME, "dbname", cluster, self.either(self.pick(DATABASES), ("*",), 0.5)),
                     PROVISIONED.format(HOME, "dbgroup", cluster, self.either(self.pick(GROUPS), ("*",), 0.5))]
        actions = ["redshift:GetClusterCredentials", "redshift:CreateClusterUser", "redshift:JoinGroup"]
        return {"Action": self.some(actions, 0.75) or ["redshift:Get*"], "Resource": self.some(resources, 0.85) or "*"}

    def about_own(self):
        return {"Action": self.either("redshift:GetClusterCredentialsWithIAM", ("redshift:GetClusterCredentials", "redshift:*")),
                "Resource": PROVISIONED.format(HOME, "dbname", self.either("lake", ("vault", "*")), self.either("*", DATABASES, 0.5))}

    def about_s3(self):
        return {"Action": self.either("s3:GetObject", ("s3:*", "s3:PutObject", "s3:Get*")),
                "Resource": self.either("arn:aws:s3:::lake-*/sales/*", [f"arn:aws:s3:::{name}/{key}" for name in BUCKETS.values() for key in ("*", "sales/a", "hr/*")], 0.3)}

    def condition(self, kind):
        common = [{"StringEquals": {"aws:SourceIdentity": "Ada"}}, {"Null": {"aws:SourceIdentity": "true"}}, {"StringEquals": {"aws:PrincipalTag/team": "blue"}}, {"StringEquals": {"aws:RequestedRegion": REGION}},
                  {"StringLike": {"aws:userid": "A*"}}, {"StringLike": {"aws:userid": "*:ada"}}, {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{HOME}:*"}},
                  {"StringEqualsIgnoreCase": {"aws:PrincipalType": "assumedrole"}}, {"Null": {"aws:TokenIssueTime": "true"}}, {"Null": {"aws:TokenIssueTime": "false"}}]
        own = {"sts": [{"StringEquals": {"sts:RoleSessionName": "ada"}}, {"StringEquals": {"iam:ResourceTag/team": "blue"}}],
               "serverless": [{"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}, {"Null": {"aws:ResourceTag/team": "false"}}],
               "named": [{"StringEquals": {"redshift:DbUser": "ada"}}, {"StringEqualsIfExists": {"redshift:DbName": "dev"}},
                         {"NumericLessThanEquals": {"redshift:DurationSeconds": "900"}}, {"Null": {"redshift:DbName": "true"}}],
               "s3": [{"StringEquals": {"aws:PrincipalTag/team": "blue"}}, {"StringEquals": {"saml:sub": "ada"}}, {"Null": {"saml:sub_type": "true", "saml:aud": "true"}}, {"Null": {"aws:FederatedProvider": "false"}}, {"Bool": {"aws:MultiFactorAuthPresent": "false"}}, {"StringEquals": {"aws:SourceIdentity": "Ada"}},
                      {"StringEquals": {"aws:PrincipalTag/stage": "a:b"}}, {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}}],
               "own": [{"StringEquals": {"redshift:DbName": "dev"}}, {"Null": {"redshift:DbUser": "true"}}]}
        return self.pick(common + own[kind] * 2)

    def trust(self, arn):
        count = self.pick((1, 1, 2))
        made = [self.trusts(arn) for _ in range(count)]
        if self.chance(0.6):
            made.append(self.federates())
        if self.chance(0.05):
            made.append({**self.trusts(arn), "Effect": "Deny"})
        return self.document(made)

    def trusts(self, arn):
        account = arn.split(":")[4]
        someone = self.pick(self.users + [each for each in self.roles if each != arn])
        session = f"arn:aws:sts::{HOME}:assumed-role/r2/{self.pick(SESSION_NAMES[:2])}"
        principal = self.either({"AWS": f"arn:aws:iam::{account}:root"},
                                ({"AWS": someone}, {"AWS": unique_id("AIDA", "ada")}, {"Service": "lakeformation.amazonaws.com"}, {"AWS": self.users[:2] + self.roles}, {"AWS": [HOME, OTHER]}, "*", {"AWS": "*"}, {"AWS": session},
                                 {"AWS": [HOME, self.roles[1]]}), 0.3)
        actions = self.either(["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"],
                              ("sts:AssumeRole", "sts:*", "sts:TagSession", ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]), 0.4 if self.leans("tag_session_for_inherited") else 0.65)
        made = {"Effect": "Allow", "Principal": principal, "Action": actions}
        if self.chance(0.35):
            made["Condition"] = self.pick([
                {"StringEquals": {"sts:ExternalId": self.pick(EXTERNAL_IDS)}}, {"StringEqualsIfExists": {"sts:ExternalId": "ext-1"}},
                {"StringLike": {"aws:RequestTag/team": "b*"}}, {"StringLikeIfExists": {"aws:RequestTag/team": "b*"}}, {"ForAllValues:StringEquals": {"aws:TagKeys": ["team", "stage"]}},
                {"StringLike": {"sts:RoleSessionName": "run-*"}}, {"StringEquals": {"sts:SourceIdentity": "Ada"}},
                {"StringEquals": {"aws:PrincipalTag/team": "${aws:ResourceTag/team}"}}, {"Null": {"sts:TransitiveTagKeys": "true"}},
                {"StringEquals": {"aws:PrincipalAccount": HOME}}, {"Bool": {"aws:MultiFactorAuthPresent": "true"}}, {"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}, {"NumericLessThan": {"aws:MultiFactorAuthAge": "300"}}, {"Null": {"aws:MultiFactorAuthAge": "true"}}, {"DateLessThan": {"aws:CurrentTime": "2026-03-02T09:30:00Z"}},
                {"Bool": {"aws:PrincipalIsAWSService": "false"}}, {"StringEquals": {"aws:SourceIdentity": "Ada"}}])
        return made

    def federates(self):
        actions = self.either(["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"], ("sts:AssumeRoleWithSAML", "sts:*", "sts:AssumeRole"), 0.8)
        made = {"Effect": self.either("Allow", ("Deny",), 0.95), "Principal": {"Federated": self.either(vend_mint.PROVIDER, (vend_mint.OTHER_PROVIDER,), 0.92)}, "Action": actions}
        if self.chance(0.45):
            made["Condition"] = self.pick([
                {"StringEquals": {"SAML:aud": SIGN_IN[0]}}, {"StringEquals": {"saml:iss": "https://idp.example.com/saml"}},
                {"StringEquals": {"saml:sub": "ada"}}, {"StringEquals": {"saml:sub_type": "persistent"}}, {"StringLike": {"saml:doc": f"{HOME}/i*"}},
                {"StringEquals": {"saml:namequalifier": "w9623T/DM68QqX6yODhgW5uvh0U="}}, {"ForAnyValue:StringEquals": {"saml:edupersonaffiliation": ["staff"]}},
                {"StringEquals": {"sts:RoleSessionName": "ada"}}, {"StringEqualsIfExists": {"aws:RequestTag/team": "blue"}},
                {"StringEquals": {"sts:SourceIdentity": "Ada"}}, {"ArnEquals": {"aws:FederatedProvider": vend_mint.PROVIDER}},
                {"ForAllValues:StringEquals": {"aws:TagKeys": ["team", "stage"]}}, {"Null": {"sts:TransitiveTagKeys": "true"}},
                {"StringEquals": {"aws:PrincipalTag/team": "blue"}}, {"StringEquals": {"aws:ResourceTag/team": "blue"}}, {"StringEquals": {"saml:aud": "urn:amazon:webservices"}}])
        return made

    def response(self):
        """A signed response, as vend_mint makes it; few of them say something that no response may."""
        values = [",".join(self.either([role, vend_mint.PROVIDER], ([vend_mint.PROVIDER, role], [role, vend_mint.OTHER_PROVIDER]))) for role in self.some(self.roles[:2], 0.9)]
        said = [("Role", tuple(values + [f"{NOBODY},{vend_mint.PROVIDER}"])), ("RoleSessionName", (self.either(self.pick(SESSION_NAMES[:2]), ("x", "a b", "s" * 64, "s" * 65), 0.94),))]
        keys = self.some(("team", "stage"), 0.35)
        said += [("PrincipalTag:" + key, (self.either(self.pick(TAG_VALUES), ("aws:x",) + LONG[:1], 0.95),)) for key in keys]
        if keys and self.chance(0.5):
            said.append(("TransitiveTagKeys", tuple(self.some(keys, 0.7) or keys)))
        if self.chance(0.25):
            said.append(("SourceIdentity", (self.either(self.pick(IDENTITIES[:2]), ("x", "aws:a"), 0.9),)))
        if self.chance(0.3):
            said.append(("SessionDuration", (self.pick(("900", "1800", "43200")),)))
        said = [("https://aws.amazon.com/SAML/Attributes/" + name, values) for name, values in said]
        if self.chance(0.3):
            said.append((AFFILIATION, tuple(self.some(("staff", "guest"), 0.6) or ("staff",))))
        form = self.either(vend_mint.FORMAT.format("2.0", "persistent"), (vend_mint.FORMAT.format("2.0", "transient"), vend_mint.FORMAT.format("1.1", "emailAddress")))
        ends = self.pick(("", "", "2026-03-02T09:20:00Z", "2026-03-02T10:30:00Z"))
        if "saml_clock_skew" in self.settings and self.chance(0.5):
            ends = "2026-03-02T08:59:30Z"
        return vend_mint.response(self.either("ada", ("eve", "a & b")), form, self.either(SIGN_IN[0], SIGN_IN), ends, tuple(said), self.chance(0.03))

    # --- warehouses

    def region(self, account):
        workgroups = [{"workgroupName": name, "workgroupId": "id-" + name, "workgroupArn": SERVERLESS.format(account, name),
                       **({"tags": [{"key": "team", "value": self.pick(("blue", "red"))}]} if self.chance(0.4) else {})}
                      for name in self.some(WORKGROUPS, 0.85)]
        made = {"RedshiftServerless": {"workgroups": workgroups, "associations": [{"workgroupName": "sales", "customDomainName": DOMAINS[0]}]},
                "Redshift": {"Clusters": [{"ClusterIdentifier": name} for name in self.some(CLUSTERS, 0.85)],
                             "Associations": [{"CustomDomainCertificateArn": "c", "CertificateAssociations": [{"CustomDomainName": DOMAINS[1], "ClusterIdentifier": "lake"}]}]},
                "ResourceTags": {SERVERLESS.format(account, "sales"): [{"Key": "team", "Value": "red"}]}}
        if self.chance(0.03):
            made["Faults"] = [{"operation": "redshift:GetClusterCredentials", "code": "UnsupportedOperation"}]
        return made

    # --- requests

    def request(self, number):
        steps, caller = [], self.caller()
        for hop in range(2 if self.leans("tag_session_for_inherited") else self.pick((0, 0, 1, 1, 2, 3))):
            if hop == 0 and self.chance(0.3):
                steps.append({"name": "hop0", "caller": {"anonymous": True}, "operation": "sts:AssumeRoleWithSAML", "parameters": self.sign_in()})
            else:
                steps.append({"name": f"hop{hop}", "caller": caller, "operation": "sts:AssumeRole", "parameters": self.assume(hop)})
            caller = {"session": f"hop{hop}"}
        if not steps or self.chance(0.75):
            operation, parameters = self.log_in()
            steps.append({"name": "log-in", "caller": caller, "operation": operation, "parameters": parameters})
        if self.chance(0.05):
            steps[-1]["time"] = self.pick(("2026-03-02T09:59:59Z", "2026-03-02T10:00:00Z"))
        made = {"weir": "request/1", "id": number, "time": "2026-03-02T09:00:00Z", "steps": steps}
        if self.chance(0.98):
            made["region"] = self.either(REGION, REGIONS, 0.94)
        return made

    def caller(self):
        usual = {"user": self.either(self.users[0], self.users, 0.4)}
        return self.either(usual, ({"root": HOME}, {"anonymous": True}, {"service": "lakeformation.amazonaws.com"}, {"federated": {"arn": f"arn:aws:sts::{HOME}:federated-user/f"}}), 0.94)

    def managed_arns(self):
        owner = self.either(HOME, (OTHER,), 0.75)
        arns = [f"arn:aws:iam::{owner}:policy/{self.either('bound', ('gone', 'team/bound'), 0.9)}" for _ in range(self.either(1, (2, 10, 11), 0.2 if self.leans("session_policy_arns_code") else 0.8))]
        return [{"arn": arn} for arn in arns]

    def sign_in(self):
        made = {"RoleArn": self.either(self.pick(self.roles[:2]), (self.roles[2], NOBODY, NOBODY, vend_mint.PROVIDER), 0.94),
                "PrincipalArn": self.either(vend_mint.PROVIDER, (vend_mint.OTHER_PROVIDER, self.roles[0], vend_mint.PROVIDER + "2", "no provider at all, no"), 0.95),
                "SAMLAssertion": self.pick(self.responses)}
        if self.chance(0.3):
            made["DurationSeconds"] = self.either(self.pick((900, 3600)), (899, 3601, 7200, 7201, 43200, 43201), 0.6)
        if self.chance(0.15):
            made["Policy"] = self.either(json.dumps(self.document([self.statement("Allow")])), ("{", "[]"), 0.93)
        if self.chance(0.6 if self.leans("session_policy_arns_code", "session_policy_account_code") else 0.05):
            made["PolicyArns"] = self.managed_arns()
        return made

    def assume(self, hop):
        passes_on = 0.9 if hop == 0 and self.leans("tag_session_for_inherited") else 0.4
        made = {"RoleArn": self.either(self.pick(self.roles), BAD_ARNS, 0.97), "RoleSessionName": self.either(self.pick(SESSION_NAMES[:2]), ("x", "a b", "s" * 64, "s" * 65), 0.97)}
        if self.chance(0.4):
            made["ExternalId"] = self.either(self.pick(EXTERNAL_IDS), ("e", "ext 1"), 0.95)
        if self.chance(0.3):
            made["DurationSeconds"] = self.either(self.pick((900, 3600)), (899, 3601, 7200, 7201, 43200, 43201), 0.6)
        if self.chance(passes_on):
            made["Tags"] = [{"Key": self.either(self.pick(TAG_KEYS), ("aws:x", "a,b"), 0.97), "Value": self.either(self.pick(TAG_VALUES), ("blue*", "", "aws:x"), 0.95)} for _ in range(self.pick((1, 1, 1, 2)))]
            if self.chance(passes_on + 0.1):
                made["TransitiveTagKeys"] = [self.either(self.pick([tag["Key"] for tag in made["Tags"]]), ("other", "TEAM"), 0.9)]
        if self.chance(0.25):
            made["SourceIdentity"] = self.pick(IDENTITIES)
        if self.chance(0.2):
            made["Policy"] = self.either(json.dumps(self.document([self.statement("Allow")])), ("{", "[]", "{}"), 0.93)
        if self.chance(0.6 if self.leans("session_policy_arns_code", "session_policy_account_code") else 0.05):
            made["PolicyArns"] = self.managed_arns()
        if self.chance(0.01):
            made["Policy"] = json.dumps(self.document([self.statement("Allow")])).ljust(self.pick((2048, 2049)))
        if self.chance(0.6 if self.leans("session_actions_by_own_policies") else 0.05):
            made["ProvidedContexts"] = [{"ProviderArn": CONTEXTS, "ContextAssertion": "abcd"}]
        if self.chance(0.15):
            made["SerialNumber"] = self.either(DEVICES[0], DEVICES, 0.7)
        if self.chance(0.96 if "SerialNumber" in made else 0.01):
            made["TokenCode"] = self.either("123456", ("12345", "12345x"), 0.97)
        if self.chance(0.02):
            made["Tags"] = [{"Key": f"k{at}", "Value": value} for at, value in enumerate(LONG[:self.pick((1, 4, 6))])]
            made.pop("TransitiveTagKeys", None)
        return made

    def log_in(self):
        kind = "named" if self.leans("redshift_omitted_database_asked") else self.pick(("serverless", "named", "named", "own", "object"))
        return getattr(self, "asks_" + kind)()

    def place(self, names, domain, name_member, domain_member):
        made = {}
        if self.chance(0.85):
            made[name_member] = self.either(names[0], names + ("gone", names[0].title()), 0.7)
        if not made or self.chance(0.1):
            made[domain_member] = self.either(domain, DOMAINS + (domain.upper(), "a.b", "-a.com"), 0.7)
        return {} if self.chance(0.02) else made

    def duration(self, member):
        return {member: self.pick((900, 900, 3600, 3600, 899, 3601, 1800))} if self.chance(0.4) else {}

    def name(self, names):
        return self.either(self.pick(names), BAD_NAMES, 0.9)

    def asks_serverless(self):
        made = {**self.place(WORKGROUPS, DOMAINS[0], "workgroupName", "customDomainName"), **self.duration("durationSeconds")}
        if self.chance(0.4):
            made["dbName"] = self.name(DATABASES)
        return "redshift-serverless:GetCredentials", made

    def asks_named(self):
        made = {**self.place(CLUSTERS, DOMAINS[1], "ClusterIdentifier", "CustomDomainName"), **self.duration("DurationSeconds")}
        if self.chance(0.98):
            made["DbUser"] = self.name(DB_USERS)
        if self.chance(0.1 if self.leans("redshift_omitted_database_asked") else 0.4):
            made["DbName"] = self.name(DATABASES)
        if self.chance(0.3):
            made["AutoCreate"] = self.chance(0.8)
        if self.chance(0.3):
            made["DbGroups"] = [self.name(GROUPS) for _ in range(self.pick((0, 1, 1, 2)))]
        return "redshift:GetClusterCredentials", made

    def asks_object(self):
        resource = f"arn:aws:s3:::{self.pick(list(BUCKETS.values()) + ['lake-nobody'])}/{self.pick(('sales/a', 'hr/b'))}"
        return "authorize", {"action": self.either("s3:GetObject", ("s3:PutObject", "S3:getobject", "s3:ListBucket")),
                             "resource": self.either(resource, ("", "*"), 0.97)}

    def asks_own(self):
        made = {**self.place(CLUSTERS, DOMAINS[1], "ClusterIdentifier", "CustomDomainName"), **self.duration("DurationSeconds")}
        if self.chance(0.5):
            made["DbName"] = self.name(DATABASES)
        return "redshift:GetClusterCredentialsWithIAM", made


def world_and_requests(seed, number, count):
    maker = Maker(seed, number)
    return maker.world(), [maker.request(number * count + at) for at in range(count)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", default="1")
    parser.add_argument("--number", type=int, default=0, help="which world")
    parser.add_argument("-n", type=int, default=10, help="requests")
    options = parser.parse_args()
    made, requests = world_and_requests(options.seed, options.number, options.n)
    print(json.dumps(made))
    for request in requests:
        print(json.dumps(request))


if __name__ == "__main__":
    main()
