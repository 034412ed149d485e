"""The reference model of sts:AssumeRole ([sts-api-assumerole], [sts-session-tags], [sts-role-chaining])."""
import json
import re
import zlib

import vend_parameters
from vend import Denied, Session, Unreadable
from vend_world import Outside, as_list, document, folded, pairs

statuses = {"AccessDenied": 403, "ExpiredToken": 403, "InvalidClientTokenId": 403, "InvalidParameterValue": 400,
            "MalformedPolicyDocument": 400, "MissingAuthenticationToken": 403, "PackedPolicyTooLarge": 400,
            "RegionDisabledException": 403, "ValidationError": 400}
expired, parameters, parameter_code = "ExpiredToken", "sts.parameters", "ValidationError"

ROLE = re.compile(r"arn:[^:]+:iam::[^:]*:role/.+", re.DOTALL)
DUPLICATE = "Duplicate tag keys found. Please note that Tag keys are case insensitive."
UNNAMED = "The specified transitive tag key must be included in the requested tags."
CONFLICT = ("One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the "
            "calling session.")
CHAINED = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
TOO_LONG = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
# AWS's packing is not published: one point measured says that 450 deflated bytes are the whole room ([scope-packed]). Within
# a share of the bound, or these percent of the room, on either side of it, the model does not say.
PACKED_ROOM, PACKED_DOUBT, PACKED_DOUBT_LEAST = 450, 0.05, 4
# The Regions in which STS is on unless it is switched off; in all others it must be on in the caller's account too ([sts-regions]).
BY_DEFAULT = {"us-east-1", "us-east-2", "us-west-1", "us-west-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1",
              "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3",
              "sa-east-1", "us-gov-east-1", "us-gov-west-1", "cn-north-1", "cn-northwest-1"}
REGION_OFF = ("STS is not activated in this region for account:{}. Your account administrator can activate STS in this region "
              "using the IAM Console.")
MFA_BOTH = "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code."
MFA_DEVICE = ("MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and "
              "associated with this user.")
MFA_CODE = "MultiFactorAuthentication failed with invalid MFA one time pass code."


def violations(call):
    return vend_parameters.violations(vend_parameters.MODELS["sts:AssumeRole"], call.parameters, call.shown())


def check_arn(arn):
    """arn:partition:service:region:account:resource, of which partition, service and resource are there."""
    parts = arn.split(":", 5)
    if len(parts) < 6 or parts[0] != "arn" or not parts[1] or not parts[2] or not parts[5]:
        raise Denied("sts.role-arn.form", "ValidationError", 400, f"{arn} is invalid")
    if not ROLE.fullmatch(arn):
        raise Denied("sts.role-arn.kind", "ValidationError", 400, "Request ARN is invalid")


def open_code(call, rule, setting, default):
    """A refusal whose code the documents leave open."""
    code = call.setting(setting, default)
    raise Denied(rule, code, statuses[code])


def check_caller(call):
    if call.caller.kind == "anonymous":
        open_code(call, "sts.caller.signed", "unsigned_call_code", "AccessDenied")  # Q36
    if call.caller.kind == "root":
        raise Denied("sts.caller.root", "AccessDenied", 403, "Roles may not be assumed by root accounts.")
    if call.caller.kind == "federated":
        open_code(call, "sts.caller.federated-user", "federation_token_code", "AccessDenied")  # Q38


def check_tags(call, tags, transitive):
    keys = [folded(key) for key, _ in tags]
    if len(set(keys)) != len(keys):
        raise Denied("sts.tags.duplicate", "InvalidParameterValue", 400, DUPLICATE)
    if any(folded(text).startswith("aws:") for pair in tags for text in pair):
        open_code(call, "sts.tags.reserved", "reserved_tag_code", "InvalidParameterValue")  # Q37
    if not set(map(folded, transitive)) <= set(keys):
        raise Denied("sts.tags.transitive-named", "InvalidParameterValue", 400, UNNAMED)
    inherited = {folded(key) for key in call.caller.session.transitive} if call.caller.session else set()
    if inherited & set(keys):
        raise Denied("sts.tags.inherited-conflict", "InvalidParameterValue", 400, CONFLICT)


def check_policies(call, policy, arns):
    most = call.number("session_policy_characters_max", 2048)
    if policy is not None and len(policy) > most:
        open_code(call, "sts.session-policy.size", "session_policy_size_code", "ValidationError")  # Q9
    if policy is not None and not is_readable(policy):
        raise Denied("sts.session-policy.form", "MalformedPolicyDocument", 400)
    if len(arns) > call.number("session_policy_arns_max", 10):
        open_code(call, "sts.session-policy.count", "session_policy_arns_code", "ValidationError")  # Q37


def is_readable(policy):
    import iam_read
    try:
        iam_read.read_policy(iam_read.read_json(policy), "session")
        return True
    except iam_read.Refused:
        return False


def check_region(call, rule, account):
    """The account that the credentials are of counts, whoever asks."""
    if call.region and account and call.region in call.world.accounts.get(account, {}).get("StsInactiveRegions", []):
        raise Denied(rule, "RegionDisabledException", 403, REGION_OFF.format(account))


def check_regions(call, role_account):
    check_region(call, "sts.region.role-account", role_account)
    if call.region not in BY_DEFAULT:
        check_region(call, "sts.region.caller-account", call.caller.account)


def check_mfa(call):
    """The keys of a second factor that is shown, for the trust policy alone ([iam-mfa], [sts-mfa-errors])."""
    serial, code = call.get("SerialNumber"), call.get("TokenCode")
    if serial is None and code is None:
        return {}
    if serial is None or code is None:
        raise Denied("sts.mfa.both", "AccessDenied", 403, MFA_BOTH)
    parts = serial.split(":", 5)
    is_virtual = len(parts) == 6 and parts[2] == "iam" and parts[4] == call.caller.account and parts[5].startswith("mfa/")
    devices = as_list(call.world.iam(call.caller.account).get("MFADevices"))
    own = [each["SerialNumber"] for each in devices if call.caller.kind == "user" and each["UserName"] == call.caller.detail["UserName"]]
    if call.caller.kind != "user" or serial.startswith("arn:") and not is_virtual or devices and serial not in own:
        raise Denied("sts.mfa.device", "AccessDenied", 403, MFA_DEVICE)
    if call.setting("mfa_token_codes", "accepted") == "refused":
        raise Denied("sts.mfa.code", "AccessDenied", 403, MFA_CODE)
    return {"aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "0"}


def check_managed(call, role_arn, arns):
    account = role_arn.split(":")[4]
    if any(arn.split(":")[4:5] not in ([account], ["aws"]) for arn in arns):
        open_code(call, "sts.session-policy.account", "session_policy_account_code", "ValidationError")  # Q37


def check_exist(call, role_arn, arns):
    """A customer's policy must be one of its account's; AWS's own are in no account's listing."""
    account = call.world.accounts.get(role_arn.split(":")[4], {}).get("Iam") or {}
    listed, complete = [each["Arn"] for each in as_list(account.get("Policies"))], account.get("Complete", "true")
    for arn in arns:
        is_aws = arn.split(":")[4] == "aws" and arn.split(":", 5)[5].startswith("policy/")
        if is_aws or arn in listed:
            continue
        if "false" in (str(complete).lower(), str(complete.get("Policies")).lower() if isinstance(complete, dict) else ""):
            raise Unreadable(f"{arn} may be there")
        open_code(call, "sts.session-policy.exists", "session_policy_account_code", "ValidationError")


def is_over(call, role):
    # [iam-quotas] the role's maximum does not bind what services make
    return call.caller.kind != "service" and int(call.get("DurationSeconds", 3600)) > call.world.max_session_duration(role)


def check_maximum(call, role, is_first):
    """Before the trust policy or after it (Q11)."""
    if call.is_on("role_maximum_before_trust") == is_first and is_over(call, role):
        raise Denied("sts.duration.role-maximum" + ("-first" if is_first else ""), "ValidationError", 400, TOO_LONG)


def check_token(call, texts):
    """Every text of the session in bytes, with one byte behind each part; measured where somebody states a bound."""
    most = call.number("session_token_bytes_max", 0)
    if most >= 1 and sum(len(text.encode()) + 1 for text in texts) > most:
        raise Denied("sts.session-token.size", "PackedPolicyTooLarge", 400, "Serialized token too large for session")


def packed_size(policy, arns, tags):
    """In percent, as deflate packs it."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    words = [policy or ""] + arns + [text for pair in tags for text in pair]
    return len(deflate.compress("\n".join(words).encode()) + deflate.flush()) * 100 / PACKED_ROOM


def tag_texts(session):
    return [text for pair in session.tags for text in pair]


def check_packed(call, policy, arns, tags):
    if policy is None and not arns and not tags:
        return
    size, most = packed_size(policy, arns, tags), call.number("packed_size_max", 100)
    if abs(size - most) < max(PACKED_DOUBT * most, PACKED_DOUBT_LEAST):
        raise Outside("a packed size near the bound")
    if size > most:
        raise Denied("sts.packed.policy" if policy is not None or arns else "sts.packed.tags", "PackedPolicyTooLarge", 400)


def decide(call):
    role_arn, name = call.get("RoleArn"), call.get("RoleSessionName")
    tags, transitive = pairs(call.get("Tags", [])), call.get("TransitiveTagKeys", [])
    policy, arns = call.get("Policy"), [each["arn"] for each in call.get("PolicyArns", []) if "arn" in each]
    identity, inherited = call.get("SourceIdentity"), call.caller.session.source_identity if call.caller.session else ""
    check_arn(role_arn)
    check_caller(call)
    check_regions(call, role_arn.split(":")[4])
    factor = check_mfa(call)
    check_tags(call, tags, transitive)
    check_policies(call, policy, arns)
    role = call.world.role(role_arn)
    keys = condition_keys(call, name, tags, transitive, identity or inherited)
    keys.update(factor)
    refusal = ("AccessDenied", 403)
    if role is None:
        raise Denied("sts.role.exists", *refusal,
                     f"User: {call.caller.arn} is not authorized to perform: sts:AssumeRole on resource: {role_arn}")
    check_maximum(call, role, True)
    trust = document(role["AssumeRolePolicyDocument"])
    passes_on = call.is_on("tag_session_for_inherited") and call.caller.session and call.caller.session.transitive
    wanted = [("sts.trust.assume", "sts:AssumeRole", True), ("sts.trust.tag-session", "sts:TagSession", tags or passes_on),
              ("sts.trust.set-source-identity", "sts:SetSourceIdentity", identity or inherited),
              ("sts.trust.set-context", "sts:SetContext", call.get("ProvidedContexts"))]
    for rule, action, is_needed in wanted:
        if is_needed:
            call.demand(rule, *refusal, action, role_arn, keys, trust)
        if is_needed and action != "sts:AssumeRole" and call.is_on("session_actions_by_own_policies") and call.caller.kind != "service":
            # Q35: the caller's own policies, even where the trust policy names it
            call.demand(rule.replace("trust", "own"), *refusal, action, role_arn, keys, None, True)
    if identity and inherited and identity != inherited:
        open_code(call, "sts.source-identity.unchanged", "source_identity_changed_code", "AccessDenied")  # Q38
    check_managed(call, role_arn, arns)
    check_exist(call, role_arn, arns)
    duration = int(call.get("DurationSeconds", 3600))
    if call.caller.session is not None and duration > call.number("role_chaining_duration_max", 3600):
        raise Denied("sts.duration.chaining", "ValidationError", 400, CHAINED)
    check_maximum(call, role, False)
    session = make_session(call, role, tags, transitive, duration, identity or inherited, policy, arns)
    check_packed(call, policy, arns, session.tags)
    check_token(call, [role_arn, name, identity or inherited, policy or "", *arns, *tag_texts(session)])
    return {"rule": "sts.assume-role", "response": response(session)}, session


def condition_keys(call, name, tags, transitive, identity):
    """[sts-cross-service-keys] what the call brings, each only where it was given."""
    keys = {"sts:RoleSessionName": name}
    for key, value in (("sts:ExternalId", call.get("ExternalId")), ("sts:SourceIdentity", identity or None),
                       ("sts:TransitiveTagKeys", transitive or None), ("aws:TagKeys", [key for key, _ in tags] or None),
                       ("sts:RequestContextProviders", [each["ProviderArn"] for each in call.get("ProvidedContexts", [])
                                                        if "ProviderArn" in each] or None)):
        if value is not None:
            keys[key] = value
    keys.update({"aws:RequestTag/" + key: value for key, value in tags})
    return keys


def make_session(call, role, tags, transitive, duration, identity, policy, arns):
    caller, name = call.caller.session, call.get("RoleSessionName")
    partition, account = role["Arn"].split(":")[1], role["Arn"].split(":")[4]
    kept = [] if caller is None else [pair for pair in caller.tags if folded(pair[0]) in map(folded, caller.transitive)]
    return Session(arn=f"arn:{partition}:sts::{account}:assumed-role/{role['RoleName']}/{name}", account=account,
                   role_arn=role["Arn"], role_id=role.get("RoleId", ""), name=name, issued=call.now, expires=call.now + duration,
                   chained=caller is not None, tags=kept + tags,
                   transitive=([] if caller is None else caller.transitive) + transitive, source_identity=identity,
                   policies=[] if policy is None else [json.loads(policy)], managed=arns)


def response(session):
    from vend import stamp
    user = {"Arn": session.arn}
    if session.role_id:
        user["AssumedRoleId"] = f"{session.role_id}:{session.name}"
    shown = {"Credentials": {"Expiration": stamp(session.expires)}, "AssumedRoleUser": user}
    if session.source_identity:
        shown["SourceIdentity"] = session.source_identity
    return shown
