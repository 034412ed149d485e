#!/usr/bin/env python3
"""The reference model of `weir decide`: would AWS hand credentials to this caller? Plainly and slowly.

Written from the documents that the rulebook cites and from nothing of the library. An operation is a function that
raises Denied at the first check that fails and returns what is handed out; policy questions go to iam.py. What this model does
not have (packed sizes near their bound) it says by raising Outside.
"""
import calendar
import time as clock
from dataclasses import dataclass, field

import iam
import vend_parameters
from vend_world import Outside, as_list, document, folded, overlaid, pairs

PARTITIONS = (("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"))


class Denied(Exception):
    def __init__(self, rule, code, status, message=None):
        super().__init__(rule)
        self.answer = {"decision": "deny", "rule": rule, "error": {"code": code, "status": str(status)}}
        if message is not None:
            self.answer["error"]["message"] = message


class Unreadable(Exception):
    """The request is no request: an error, not a decision."""


def seconds(text):
    return calendar.timegm(clock.strptime(text, "%Y-%m-%dT%H:%M:%SZ"))


def stamp(unix_s):
    return clock.strftime("%Y-%m-%dT%H:%M:%SZ", clock.gmtime(unix_s))


@dataclass
class Session:
    """A role session, as it leaves AssumeRole and comes back with the next call."""
    arn: str
    account: str
    role_arn: str
    role_id: str
    name: str
    issued: int
    expires: int
    chained: bool = False
    tags: list = field(default_factory=list)
    transitive: list = field(default_factory=list)
    source_identity: str = ""
    policies: list = field(default_factory=list)
    managed: list = field(default_factory=list)
    context: dict = field(default_factory=dict)
    lakeformation: dict = field(default_factory=dict)

    def shown(self):
        shown = {"kind": "assumed-role", "account": self.account, "arn": self.arn, "role_arn": self.role_arn,
                 "session_name": self.name, "issued_at": stamp(self.issued), "expiration": stamp(self.expires),
                 "chained": "true" if self.chained else "false",
                 "tags": [{"Key": key, "Value": value} for key, value in self.tags],
                 "transitive_tag_keys": self.transitive, "managed_policy_arns": self.managed}
        if self.role_id:
            shown["role_id"] = self.role_id
        if self.context:
            shown["context"] = self.context
        if self.source_identity:
            shown["source_identity"] = self.source_identity
        return shown


SESSION_MEMBERS = {"weir", "kind", "account", "arn", "role_arn", "role_id", "session_name", "issued_at", "expiration", "chained", "tags",
                   "transitive_tag_keys", "source_identity", "session_policies", "managed_policy_arns", "context", "lakeformation"}
# What is known of a caller without its saying so, and may therefore be said by nobody ([iam-condition-keys]).
DERIVED = {"aws:principalarn", "aws:principalaccount", "aws:principaltype", "aws:userid", "aws:username", "aws:principalorgid",
           "aws:principalorgpaths", "aws:principalisawsservice", "aws:principalservicename", "aws:tokenissuetime", "aws:sourceidentity"}


def is_derived(key):
    return folded(key) in DERIVED or folded(key).startswith("aws:principaltag/")


def check_session(value):
    """A session may say of itself what it likes, but nothing that contradicts itself."""
    parts, tags = value["arn"].split(":", 5), [folded(key) for key, _ in pairs(value.get("tags", []))]
    name = parts[5].split("/")
    is_right = set(value) <= SESSION_MEMBERS and value.get("kind", "assumed-role") == "assumed-role" \
        and parts[4] == value["account"] == value["role_arn"].split(":")[4] \
        and name == ["assumed-role", value["role_arn"].rsplit("/", 1)[-1], value["session_name"]] \
        and len(set(tags)) == len(tags) and set(map(folded, value.get("transitive_tag_keys", []))) <= set(tags) \
        and seconds(value["issued_at"]) < seconds(value["expiration"]) and not any(map(is_derived, value.get("context", {})))
    if not is_right:
        raise Unreadable("a session that contradicts itself")


def session_of(value):
    """A session/1 value: it says of itself what it is, and its role and policies say what it may."""
    check_session(value)
    return Session(arn=value["arn"], account=value["account"], role_arn=value["role_arn"], role_id=value.get("role_id", ""),
                   name=value["session_name"], issued=seconds(value["issued_at"]), expires=seconds(value["expiration"]),
                   chained=value.get("chained") == "true", tags=pairs(value.get("tags", [])), transitive=value.get("transitive_tag_keys", []),
                   source_identity=value.get("source_identity", ""), policies=list(map(document, value.get("session_policies", []))),
                   managed=value.get("managed_policy_arns", []), context=value.get("context", {}),
                   lakeformation=value.get("lakeformation") or {})


class Caller:
    """Who asks: principal, policies and tags."""

    def __init__(self, world, value, sessions, region=""):
        self.world, self.kind, self.region = world, next(iter(value)), region
        given = value[self.kind]
        self.session = self.detail = None
        self.policies, self.tags, self.role_arn, self.account = {}, [], None, None
        getattr(self, "read_" + self.kind, self.read_outside)(given, sessions)

    def read_outside(self, given, sessions):
        raise Outside(f"a caller that is {self.kind}")

    def read_user(self, arn, _):
        self.arn, self.account, self.detail = arn, arn.split(":")[4], self.world.user(arn)
        if self.detail is None:
            raise Unreadable(f"no user {arn}")
        self.take(self.detail)

    def read_root(self, account, _):
        # a root user states no partition: that of the Region is meant
        partition = next((name for prefix, name in PARTITIONS if self.region.startswith(prefix)), "aws")
        self.arn, self.account = f"arn:{partition}:iam::{account}:root", account

    def read_federated(self, value, _):
        self.arn, self.account = value["arn"], value["arn"].split(":")[4]
        self.policies = {"identity": []}
        if "policy" in value:
            self.policies["session"] = [value["policy"]]

    def read_service(self, name, _):
        self.arn, self.account = name, ""

    def read_anonymous(self, *_):
        self.arn = None

    def read_session(self, name, sessions):
        self.session = session = sessions[name] if isinstance(name, str) else session_of(name)
        self.arn, self.account, self.role_arn = session.arn, session.account, session.role_arn
        self.policies = {"identity": []}
        role = self.world.role(session.role_arn)
        if role is not None and ("" in (role.get("RoleId", ""), session.role_id) or role["RoleId"] == session.role_id):
            self.detail = role
            self.take(role)
        self.tags = overlaid(self.tags, session.tags)
        inline = session.policies + [self.managed_session_policy(arn) for arn in session.managed]
        if inline:
            self.policies["session"] = inline

    def managed_session_policy(self, arn):
        """What a policy says whose text is nowhere, nobody knows: no decision."""
        try:
            return self.world.managed(arn)
        except Outside as reason:
            raise Unreadable(str(reason)) from None

    def take(self, detail):
        self.policies = {"identity": self.world.identity_policies(detail)}
        boundary = self.world.boundary(detail)
        if boundary is not None:
            self.policies["boundary"] = boundary
        self.tags = pairs(detail.get("Tags") or [])

    def tag(self, key):
        return next((value for name, value in self.tags if folded(name) == folded(key)), None)

    # --- the condition keys that a caller brings ([iam-condition-keys], [iam-variables])

    def keys(self):
        if self.kind == "service":
            yield "aws:PrincipalIsAWSService", "true"
            yield "aws:PrincipalServiceName", self.arn
            return
        kinds = {"user": "User", "root": "Account", "session": "AssumedRole", "federated": "FederatedUser",
                 "anonymous": "Anonymous"}
        yield "aws:PrincipalType", kinds[self.kind]
        if self.arn is None:
            yield "aws:userid", "anonymous"
            return
        yield "aws:PrincipalIsAWSService", "false"
        yield "aws:PrincipalArn", self.role_arn or self.arn
        yield "aws:PrincipalAccount", self.account
        path = self.world.organization(self.account).get("Path")
        if path:
            yield "aws:PrincipalOrgID", path.split("/")[0]
            yield "aws:PrincipalOrgPaths", [path]
        for key, value in self.tags:
            yield "aws:PrincipalTag/" + key, value
        if self.kind == "root":
            yield "aws:userid", self.account
        if self.kind == "federated":
            yield "aws:userid", f"{self.account}:{self.arn.split('/', 1)[1]}"
        if self.kind in ("federated", "session"):
            yield "aws:MultiFactorAuthPresent", "false"  # [iam-mfa] where temporary credentials ask; the request may say more
        if self.kind == "user":
            yield "aws:username", self.detail["UserName"]
            yield "aws:userid", self.detail.get("UserId", "")
        if self.session is not None:
            yield from self.session.context.items()
            yield "aws:TokenIssueTime", stamp(self.session.issued)
            yield "aws:SourceIdentity", self.session.source_identity
            if self.session.role_id:
                yield "aws:userid", f"{self.session.role_id}:{self.session.name}"


@dataclass
class Call:
    """One step: everything that an operation may look at."""
    world: object
    caller: Caller
    operation: str
    parameters: dict
    context: dict
    region: str
    now: int
    settings: dict
    verdict: str = None

    def get(self, name, default=None):
        value = self.parameters.get(name)
        return default if value is None else value

    def setting(self, name, default):
        return self.settings.get(name, self.world.settings.get(name, default))

    def number(self, name, default):
        return int(self.setting(name, default))

    def is_on(self, name, default="false"):
        return self.setting(name, default) == "true"

    def shown(self):
        return self.setting("shown_value_characters_max", vend_parameters.SHOWN)

    def partition(self):
        if not self.region:
            raise Unreadable("no Region")
        if self.region.count("-") < 2:
            raise Unreadable("no such Region")
        return next((name for prefix, name in PARTITIONS if self.region.startswith(prefix)), "aws")

    def asks(self, action, resource, keys, policy=None, owner=None, kind="other", own=False):
        """Is the caller allowed? `policy` is the resource's own: a trust policy, where `kind` says so; `own`: by its own policies alone."""
        context = {key: value for key, value in self.caller.keys() if value != ""}
        context.update({"aws:CurrentTime": stamp(self.now), "aws:EpochTime": str(self.now)})
        if self.region:
            context["aws:RequestedRegion"] = self.region
        tags = self.world.resource_tags(resource)
        if kind == "trust" and self.caller.session is not None:
            # [sts-session-tags] an inherited transitive tag replaces the role's of the same key before its trust is asked
            passed = [(key, value) for key, value in self.caller.session.tags
                      if folded(key) in map(folded, self.caller.session.transitive)]
            names = {folded(key): value for key, value in passed}
            tags = [(key, names.get(folded(key), value)) for key, value in tags]
        for key, value in tags:
            context["aws:ResourceTag/" + key] = value
            if resource.startswith("arn:") and resource.split(":")[2] == "iam":
                context["iam:ResourceTag/" + key] = value
        context.update(keys)
        for key, value in (self.context or {}).items():
            context[key] = value
        return self.put(action, resource, context, policy, owner, kind, own)

    def is_denied(self, action, resource, context):
        """Does a policy of the caller's say no, in so many words?"""
        self.verdict = None
        self.asks(action, resource, context, None, self.caller.account)
        return self.verdict == iam.EXPLICIT

    def put(self, action, resource, context, policy, owner, kind, own=False):
        caller = self.caller
        # what is no ARN, such as "*", is of no account
        owner = (resource.split(":") + [""] * 5)[4] if owner is None else owner
        if own:
            policy, owner, kind = None, caller.account, "other"
        policies = dict(caller.policies)
        if policy is not None:
            policies["resource"] = self.world.with_arns(policy)
        policies.update(self.endpoint())
        for name, member, account in (("scp", "SCPs", caller.account), ("rcp", "RCPs", owner)):
            levels = self.world.levels(account, member) if account and not (own and name == "rcp") else None
            if levels is not None:
                policies[name] = levels
        request = {"action": action, "resource": resource, "principal": caller.arn, "context": context,
                   "resource_kind": kind,
                   "principal_is_service_linked_role": ":role/aws-service-role/" in (caller.role_arn or "")}
        if caller.role_arn:
            request["role_arn"] = caller.role_arn
        accounts = {"principal_is_management": bool(caller.account) and self.world.is_management(caller.account),
                    "resource_is_management": self.world.is_management(owner)}
        if owner:
            accounts["resource"] = owner
        if caller.account:
            accounts["principal"] = caller.account
        answer = iam.authorize({"request": request, "policies": policies, "accounts": accounts})
        if "error" in answer:
            raise Outside(f"a policy that cannot be read: {answer['error']['message']}")
        self.verdict = answer["decision"]
        return self.verdict == iam.ALLOWED

    def endpoint(self):
        """[iam-endpoint] a request through a VPC endpoint says so, and the endpoint's policy speaks too."""
        found = (self.context or {}).get("aws:SourceVpce")
        if found is None:
            return {}
        for account in self.world.accounts.values():
            for region in (account.get("Regions") or {}).values():
                for each in as_list(region.get("VpcEndpoints")):
                    if each["VpcEndpointId"] == found:
                        return {"endpoint": [document(each["PolicyDocument"])]} if "PolicyDocument" in each else {}
        return {}

    def demand(self, rule, code, status, action, resource, keys, trust=None, own=False):
        if not self.asks(action, resource, keys, trust, None, "other" if trust is None and not own else "trust", own):
            who = self.caller.arn or "anonymous"
            raise Denied(rule, code, status, f"User: {who} is not authorized to perform: {action} on resource: {resource}")


def steps_of(request):
    return request["steps"] if "steps" in request else [{"name": "request", **request}]


def run(world, request, settings, operations):
    """The answers to a scenario's steps, in order; or "error"."""
    sessions, answers = {}, []
    for step in steps_of(request):
        if isinstance(step["caller"].get("session"), str) and step["caller"]["session"] not in sessions:
            answers.append({"decision": "skipped"})
            continue
        try:
            answers.append(one(world, request, step, settings, sessions, operations))
        except Denied as denied:
            settle = getattr(operations[step["operation"]], "settle", None)
            answers.append(settle(denied.answer, {**world.settings, **settings}) if settle else denied.answer)
        except Unreadable as error:
            return {"error": str(error)}
        except Outside as reason:
            reason.answers = answers
            raise
    return {"decisions": answers}


def one(world, request, step, settings, sessions, operations):
    if step["operation"] not in operations:
        raise Outside(step["operation"])
    service = operations[step["operation"]]
    now = seconds(step.get("time") or request["time"])
    region = step.get("region") or request.get("region") or ""
    if any(map(is_derived, step.get("context") or {})):
        raise Unreadable("a key that is derived")
    caller = Caller(world, step["caller"], sessions, region)
    call = Call(world, caller, step["operation"], step.get("parameters") or {}, step.get("context") or {}, region, now, settings)
    if caller.session is not None and not caller.session.issued <= now < caller.session.expires:
        raise Denied("caller.session-expired", service.expired, service.statuses[service.expired],
                     getattr(service, "expired_message", "The security token included in the request is expired"))
    fault = world.fault(caller.account, region, step["operation"])
    if fault is not None:
        raise Denied("world.fault", fault, service.statuses.get(fault, 500))
    message = service.violations(call)
    if message is not None:
        raise Denied(service.parameters, service.parameter_code, service.statuses[service.parameter_code], message)
    answer, session = service.decide(call)
    if "session" in answer or session is not None:
        sessions[step["name"]] = session
    if session is not None:
        answer["session"] = session.shown()
    return {"decision": "allow", **answer}
