"""What Lake Formation vends: the session policy for just the places and the access, and the session that it narrows.

Written from [scope-shape] and [lf-api-table-credentials], and from nothing of the library: one statement on the objects, one listing
a bucket, one on where buckets are, and one on the keys of encrypted buckets.
"""
import json
import re

import lake
import vend
import vend_authorize
from vend_world import Outside, as_list

MOST = 2048  # characters, as STS counts them
OBJECT = {"READ": ["s3:GetObject"],
          "APPEND": ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
          "READWRITE": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]}
# [lf-registration] what the page on registration roles lists; the rest of a policy S3 does not ask of it
NEEDED = ("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket", "kms:Decrypt", "kms:GenerateDataKey")
KEY = {"READ": ["kms:Decrypt"], "APPEND": ["kms:Decrypt", "kms:GenerateDataKey"], "READWRITE": ["kms:Decrypt", "kms:GenerateDataKey"]}


class Session(vend.Session):
    """Its name is drawn by AWS, and not known here."""

    def shown(self):
        shown = super().shown()
        return {name: value for name, value in shown.items() if name not in ("arn", "session_name")}


def scalar(items):
    return items[0] if len(items) == 1 else items


def literal(key):
    return re.sub(r"[*?$]", lambda found: "${" + found[0] + "}", key)


def cut(uri):
    """Bucket and key, the key with its closing slash; None where two readers would read two ways."""
    found = lake.URI.fullmatch(uri)
    if not re.fullmatch(r"[a-z0-9.-]+", found[1]):
        raise Outside("a location that is no bucket's")
    key = (found[2] or "").removesuffix("/")
    if any(ord(each) < 32 or ord(each) > 126 for each in key):
        raise Outside("a key beyond ASCII")
    if key and any(part in ("", ".", "..") for part in key.split("/")):
        return None
    return found[1], key + "/" if key else ""


def keys_of(world, places):
    """[s3-kms] objects of an encrypted bucket are of no use without its key."""
    found = []
    for bucket in {place[0]: None for place in places}:
        held = next((each for account in world.accounts.values() for each in as_list(account.get("Buckets")) if each["Name"] == bucket), {})
        key = held.get("KMSMasterKeyID")
        if key and key not in found:
            found.append(key)
    return sorted(found)


def policy(world, uris, access, partition):
    """The document, or None where none can say it in the space that there is."""
    places = [cut(each) for each in uris]
    if None in places:
        return None
    places = sorted({each for each in places if not any(other != each and other[0] == each[0] and each[1].startswith(other[1]) for other in places)})
    arn = f"arn:{partition}:s3:::"
    statements = [{"Effect": "Allow", "Action": scalar(OBJECT[access]), "Resource": scalar([f"{arn}{bucket}/{literal(key)}*" for bucket, key in places])}]
    where, whole = [], []
    for bucket in sorted({bucket for bucket, _ in places}):
        prefixes = [literal(key) + "*" for name, key in places if name == bucket]
        if "*" in prefixes:
            whole.append(arn + bucket)
            continue
        where.append(arn + bucket)
        statements.append({"Effect": "Allow", "Action": "s3:ListBucket", "Resource": arn + bucket,
                           "Condition": {"StringLike": {"s3:prefix": scalar(prefixes)}}})
    if whole:
        statements.append({"Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetBucketLocation"], "Resource": scalar(whole)})
    if where:
        statements.append({"Effect": "Allow", "Action": "s3:GetBucketLocation", "Resource": scalar(where)})
    keys = keys_of(world, places)
    if keys:
        statements.append({"Effect": "Allow", "Action": scalar(KEY[access]), "Resource": scalar(keys)})
    document = {"Version": "2012-10-17", "Statement": statements}
    return document if len(json.dumps(document, separators=(",", ":"))) <= MOST else None


def session(call, role, document, seconds, source_identity):
    account, partition = role["Arn"].split(":")[4], role["Arn"].split(":")[1]
    return Session(arn=f"arn:{partition}:sts::{account}:assumed-role/{role['RoleName']}/AWSLF", account=account, role_arn=role["Arn"],
                   role_id=role.get("RoleId", ""), name="AWSLF", issued=call.now, expires=call.now + seconds,
                   source_identity=source_identity, policies=[document])


def covers(call, role, document):
    """Do the role's own policies reach what the session policy names? Asked by an object of each place."""
    caller, call.caller = call.caller, of_role(call, role)
    try:
        for statement in document["Statement"]:
            for action in filter(NEEDED.__contains__, listed(statement["Action"])):
                for resource in listed(statement["Resource"]):
                    prefix = ((statement.get("Condition") or {}).get("StringLike") or {}).get("s3:prefix")
                    keys = {"s3:prefix": listed(prefix)[0].replace("*", "probe")} if prefix else {}
                    asked = re.sub(r"\*$", "probe", resource)
                    if not call.asks(action, asked, keys, *vend_authorize.governed(call, action, asked)):
                        return False
        return True
    finally:
        call.caller = caller


def of_role(call, role):
    """The role itself, as the caller of what it would do."""
    account, partition, name = role["Arn"].split(":")[4], role["Arn"].split(":")[1], role["Arn"].rsplit("/", 1)[-1]
    value = {"weir": "session/1", "kind": "assumed-role", "account": account, "arn": f"arn:{partition}:sts::{account}:assumed-role/{name}/probe",
             "role_arn": role["Arn"], "role_id": role.get("RoleId", ""), "session_name": "probe", "issued_at": vend.stamp(call.now),
             "expiration": vend.stamp(call.now + 1)}
    return vend.Caller(call.world, {"session": value}, {})


def listed(value):
    return value if isinstance(value, list) else [value]
