"""The reference model of the operations that vend database users ([redshift-cluster-credentials], [redshift-iam-actions],
[redshift-serverless-credentials], [redshift-serverless-authorization], [redshift-database-users])."""
import json
import re

import vend_parameters
from vend import Denied, stamp

# [redshift-reserved-words] the 159 words of the page, START and CONNECT among them
RESERVED = set("""
AES128 AES256 ALL ALLOWOVERWRITE ANALYSE ANALYZE AND ANY ARRAY AS ASC AUTHORIZATION AZ64 BACKUP BETWEEN BINARY BLANKSASNULL
BOTH BYTEDICT BZIP2 CASE CAST CHECK COLLATE COLUMN CONNECT CONSTRAINT CREATE CREDENTIALS CROSS CURRENT_DATE CURRENT_TIME
CURRENT_TIMESTAMP CURRENT_USER CURRENT_USER_ID DEFAULT DEFERRABLE DEFLATE DEFRAG DELTA DELTA32K DESC DISABLE DISTINCT DO ELSE
EMPTYASNULL ENABLE ENCODE ENCRYPT ENCRYPTION END EXCEPT EXPLICIT FALSE FOR FOREIGN FREEZE FROM FULL GLOBALDICT256 GLOBALDICT64K
GRANT GROUP GZIP HAVING IDENTITY IGNORE ILIKE IN INITIALLY INNER INTERSECT INTERVAL INTO IS ISNULL JOIN LANGUAGE LEADING LEFT
LIKE LIMIT LOCALTIME LOCALTIMESTAMP LUN LUNS LZO LZOP MINUS MOSTLY16 MOSTLY32 MOSTLY8 NATURAL NEW NOT NOTNULL NULL NULLS OFF
OFFLINE OFFSET OID OLD ON ONLY OPEN OR ORDER OUTER OVERLAPS PARALLEL PARTITION PERCENT PERMISSIONS PIVOT PLACING PRIMARY RAW
READRATIO RECOVER REFERENCES REJECTLOG RESORT RESPECT RESTORE RIGHT SELECT SESSION_USER SIMILAR SNAPSHOT SOME SYSDATE SYSTEM
START TABLE TAG TDES TEXT255 TEXT32K THEN TIMESTAMP TO TOP TRAILING TRUE TRUNCATECOLUMNS UNION UNIQUE UNNEST UNPIVOT USER USING
VERBOSE WALLET WHEN WHERE WITH WITHOUT
""".split())
INACTIVE = "To use get credentials, you must provide an active custom domain name."


def words(text):
    """A setting that is a list: items with commas between them."""
    return {word.upper() for word in (text if isinstance(text, list) else text.split(",")) if word}


class Service:
    """What the three operations share; a subclass says how its service calls things."""
    serverless = False

    def violations(self, call):
        return vend_parameters.violations(vend_parameters.MODELS[call.operation], call.parameters, call.shown())

    def refuse(self, point, message=None):
        raise Denied(f"{self.prefix}.{point}", self.invalid, 400, message)

    def denied_code(self, _):
        return self.denied

    def deny(self, call, point):
        code = self.denied_code(call)
        raise Denied(f"{self.prefix}.{point}", code, self.statuses[code])

    def demand(self, call, point, action, resource, keys):
        code = self.denied_code(call)
        call.demand(f"{self.prefix}.{point}", code, self.statuses[code], action, resource, keys)

    def check_signed(self, call):
        if call.caller.kind == "anonymous":
            self.deny(call, "caller.signed")

    def check_duration(self, call, member):
        duration = int(call.get(member, 900))
        if duration < call.number("redshift_duration_min", 900):
            self.refuse_duration(call, "duration.min")
        if duration > call.number("redshift_duration_max", 3600):
            self.refuse_duration(call, "duration.max")
        return duration

    def refuse_duration(self, _, point):
        self.refuse(point)

    def check_names(self, call, point, names, letters="A-Za-z"):
        """Every name in turn, rule by rule."""
        rules = [("length", lambda name: 1 <= len(name) <= 64),
                 ("characters", lambda name: re.fullmatch(f"[{letters}0-9_+.@-]*", name)),
                 ("first-letter", lambda name: re.match(f"[{letters}]", name)),
                 ("reserved", lambda name: not self.is_reserved(call, name))]
        for rule, holds in rules:
            if not all(holds(name) for name in names):
                self.refuse(f"{point}.{rule}")

    def is_reserved(self, call, name):
        reserved = words(call.setting("redshift_reserved_words", list(RESERVED)))
        return name.upper() in reserved - words(call.setting("redshift_unreserved_words", ""))

    def target(self, call, name, domain, of_domain):
        """The name of the workgroup or cluster that is meant."""
        if name is None and domain is None:
            self.refuse(("workgroup" if self.serverless else "cluster") + ".named")
        call.partition()
        if domain is None:
            return name
        led_to = of_domain(call.caller.account, call.region, domain)
        if led_to is None or name not in (None, led_to):
            self.refuse("custom-domain.active", INACTIVE)
        return led_to

    def mapped_user(self, call):
        """[redshift-database-users] the one database user of an IAM identity."""
        kinds = {"user": lambda: "IAM:" + call.caller.detail["UserName"], "root": lambda: "IAM:RootIdentity",
                 "session": lambda: "IAMR:" + call.caller.arn.split("/")[1]}
        if call.caller.kind not in kinds:
            self.deny(call, "caller.identity")
        return kinds[call.caller.kind]()

    def refreshed(self, call, shown, member, expiration):
        if call.setting("redshift_next_refresh_time", "expiration") == "expiration":
            shown[member] = expiration
        return shown


class Serverless(Service):
    serverless = True
    prefix, denied, invalid = "redshift-serverless", "AccessDeniedException", "ValidationException"
    statuses = {"AccessDeniedException": 400, "ExpiredTokenException": 400, "InternalServerException": 500,
                "ResourceNotFoundException": 400, "ThrottlingException": 400, "ValidationException": 400}
    expired, parameters, parameter_code = "ExpiredTokenException", "redshift-serverless.parameters", "ValidationException"

    def decide(self, call):
        self.check_signed(call)
        user = self.mapped_user(call)
        duration = self.check_duration(call, "durationSeconds")
        database = call.get("dbName")
        self.check_names(call, "db-name", [] if database is None else [database])
        name = self.target(call, call.get("workgroupName"), call.get("customDomainName"), call.world.workgroup_of_domain)
        workgroup = call.world.workgroup(call.caller.account, call.region, name)
        if workgroup is None:
            raise Denied(self.prefix + ".workgroup.exists", "ResourceNotFoundException", 400, f"Serverless workgroup {name} not found.")
        action = "redshift-serverless:GetCredentials"
        self.demand(call, "iam.get-credentials", action, workgroup["workgroupArn"], {})
        if call.is_on("redshift_serverless_dbname_check") and database is not None:
            place = f"arn:{call.partition()}:redshift-serverless:{call.region}:{call.caller.account}"
            self.demand(call, "iam.db-name", action, f"{place}:dbname:{name}/{database}", {})
        expiration = stamp(call.now + duration)
        roles = list(dict.fromkeys(part for part in (call.caller.tag("RedshiftDbRoles") or "").split(":") if part))
        shown = self.refreshed(call, {"dbUser": user, "expiration": expiration}, "nextRefreshTime", expiration)
        return {"rule": "redshift-serverless.get-credentials", "response": shown,
                "database": {"user": user, "name": database, "create": None, "roles": roles, "groups": []}}, None


class Provisioned(Service):
    denied, invalid = "AccessDenied", "InvalidParameterValue"
    statuses = {"AccessDenied": 403, "ClusterNotFound": 404, "ExpiredToken": 403, "InternalFailure": 500,
                "InvalidParameterValue": 400, "UnauthorizedOperation": 400, "UnsupportedOperation": 400, "ValidationError": 400}
    expired, parameters, parameter_code = "ExpiredToken", "redshift.parameters", "ValidationError"

    # Q41: how a query service refuses is observed at one call and modelled nowhere

    def denied_code(self, call):
        return call.setting("redshift_denied_code", "AccessDenied")

    def refuse_duration(self, call, point):
        code = call.setting("redshift_duration_code", "InvalidParameterValue")
        raise Denied(f"{self.prefix}.{point}", code, self.statuses[code])

    def settle(self, answer, chosen):
        if answer["error"]["code"] == "AccessDenied":
            answer["error"]["status"] = chosen.get("redshift_access_denied_status", "403")
        return answer

    def cluster(self, call):
        name = self.target(call, call.get("ClusterIdentifier"), call.get("CustomDomainName"), call.world.cluster_of_domain)
        return name, lambda kind, item: f"arn:{call.partition()}:redshift:{call.region}:{call.caller.account}:{kind}:{name}/{item}"

    def check_exists(self, call, name):
        if call.world.cluster(call.caller.account, call.region, name) is None:
            raise Denied(self.prefix + ".cluster.exists", "ClusterNotFound", 404, f"Cluster {name} not found.")

    def omitted(self, call):
        """Q42: the database that is asked about where the call names none."""
        return call.setting("redshift_omitted_database", "*")

    def keys(self, call, duration):
        found = {}
        if call.is_on("redshift_duration_key_always", "true") or call.get("DurationSeconds") is not None:
            found["redshift:DurationSeconds"] = str(duration)  # Q42: the effective one
        for key, member in (("redshift:DbUser", "DbUser"), ("redshift:DbName", "DbName")):
            if call.get(member) is not None:
                found[key] = call.get(member)
        return found


class NamedUser(Provisioned):
    prefix = "redshift.credentials"

    def decide(self, call):
        self.check_signed(call)
        duration = self.check_duration(call, "DurationSeconds")
        user, database, groups = call.get("DbUser"), call.get("DbName"), call.get("DbGroups", [])
        is_made = call.get("AutoCreate") == "true"
        self.check_names(call, "db-user", [user])
        if user.upper() == "PUBLIC":
            self.refuse("db-user.public")
        self.check_names(call, "db-name", [] if database is None else [database])
        self.check_names(call, "db-groups", groups, "a-z")
        name, arn = self.cluster(call)
        keys = self.keys(call, duration)
        self.demand(call, "iam.db-user", "redshift:GetClusterCredentials", arn("dbuser", user), keys)
        if database is not None:
            self.demand(call, "iam.db-name", "redshift:GetClusterCredentials", arn("dbname", database), keys)
        elif call.is_on("redshift_omitted_database_asked"):
            self.demand(call, "iam.every-database", "redshift:GetClusterCredentials", arn("dbname", self.omitted(call)), keys)
        if is_made:
            self.demand(call, "iam.create-user", "redshift:CreateClusterUser", arn("dbuser", user), keys)
        for group in groups:
            self.demand(call, "iam.join-group", "redshift:JoinGroup", arn("dbgroup", group), keys)
        self.check_exists(call, name)
        shown = ("IAMA:" if is_made else "IAM:") + user
        return {"rule": "redshift.get-cluster-credentials", "response": {"DbUser": shown, "Expiration": stamp(call.now + duration)},
                "database": {"user": shown, "name": database, "create": "true" if is_made else "false", "roles": [], "groups": groups}}, None


class OwnUser(Provisioned):
    prefix = "redshift.iam-credentials"

    def decide(self, call):
        self.check_signed(call)
        user = self.mapped_user(call)
        duration = self.check_duration(call, "DurationSeconds")
        database = call.get("DbName")
        self.check_names(call, "db-name", [] if database is None else [database])
        name, arn = self.cluster(call)
        self.demand(call, "iam.db-name", "redshift:GetClusterCredentialsWithIAM",
                    arn("dbname", self.omitted(call) if database is None else database), self.keys(call, duration))
        self.check_exists(call, name)
        expiration = stamp(call.now + duration)
        shown = self.refreshed(call, {"DbUser": user, "Expiration": expiration}, "NextRefreshTime", expiration)
        return {"rule": "redshift.get-cluster-credentials-with-iam", "response": shown,
                "database": {"user": user, "name": database, "create": None, "roles": [], "groups": []}}, None


OPERATIONS = {"redshift-serverless:GetCredentials": Serverless(), "redshift:GetClusterCredentials": NamedUser(),
              "redshift:GetClusterCredentialsWithIAM": OwnUser()}
