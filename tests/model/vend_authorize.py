"""The reference model of an authorize step: any action on any resource, by the policies that the world holds of both ([iam-eval])."""
import vend_parameters
from vend import Denied
from vend_world import Outside, as_list, document

statuses = {"AccessDenied": 403, "ExpiredToken": 400, "ValidationError": 400}
expired, expired_message = "ExpiredToken", "The provided token has expired."
parameters, parameter_code = "authorize.parameters", "ValidationError"
TRUSTED = {"sts:assumerole", "sts:tagsession", "sts:setsourceidentity", "sts:setcontext"}
NEEDED = {name: {"type": "string", "required": True, "min": 1} for name in ("action", "resource")}


def violations(call):
    return vend_parameters.violations(NEEDED, call.parameters, call.shown())


def decide(call):
    action, resource = call.get("action"), call.get("resource")
    policy, owner, kind = governed(call, action, resource)
    if not call.asks(action, resource, {}, policy, owner, kind):
        who = call.caller.arn or "anonymous"
        raise Denied("authorize.policies", "AccessDenied", 403,
                     f'User: {who} is not authorized to perform: {action} on resource: "{resource}"')
    return {"rule": "authorize.allowed", "verdict": "Allowed"}, None


def governed(call, action, resource):
    """The policy of the resource, its owner, and what kind of policy it is."""
    parts = resource.split(":", 5)
    if len(parts) < 6:
        return None, call.caller.account, "other"
    service, region, account, name = parts[2:]
    kind = "kms" if action.lower().startswith("kms:") else "other"
    if service == "glue":
        policies = [document(each["PolicyInJson"]) for each in as_list(call.world.region(account, region, "Glue").get("ResourcePolicies"))]
        statements = [each for policy in policies for each in (policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]])]
        return {"Version": "2012-10-17", "Statement": statements} if statements else None, account, kind
    if action.lower() in TRUSTED and service == "iam":
        role = call.world.role(resource)
        if role is None:
            raise Outside("an authorize step on a role that is not there")
        return document(role["AssumeRolePolicyDocument"]), account, "trust"
    if service == "s3" and not region and not account:
        return bucket(call, name.split("/")[0])
    if service == "kms":
        keys = as_list(((call.world.accounts.get(account, {}).get("Regions") or {}).get(region) or {}).get("KmsKeys"))
        key = next((each for each in keys if each["KeyArn"] == resource), {})
        return document(key["Policy"]) if "Policy" in key else None, account, kind
    return None, account, kind


def bucket(call, name):
    for account, held in call.world.accounts.items():
        for each in as_list(held.get("Buckets")):
            if each["Name"] == name:
                if any(member.startswith("PublicAccessBlock") for member in [*each, *held]):
                    raise Outside("a bucket that blocks public access")
                return document(each["Policy"]) if "Policy" in each else None, account, "other"
    return None, "", "other"
