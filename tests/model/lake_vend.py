"""The reference model of Lake Formation's vending calls and of Glue's unfiltered metadata.

Written from the documents ([lf-api-table-credentials], [lf-register-query-engine], [lf-permitting-third-party-call], [lf-full-table],
[lf-registration], [lf-location-access], [glue-api-unfiltered-table]) and from nothing of the library.
"""
import re

import lake
import lake_decorated
import lake_partitions
import lake_scope
import vend
import vend_authorize
import vend_parameters
from lake_access import Access, TYPES
from vend_world import Outside, as_list, document, folded

REFUSED = "Access is not allowed."
DATA = ("SELECT", "INSERT", "DELETE", "ALL")
TAG = "LakeFormationAuthorizedCaller"
SERVICE = "lakeformation.amazonaws.com"
DRAWN = "a QueryAuthorizationId that Glue drew"
# How the Regions of each partition are named
REGION = re.compile(r"(us|eu|ap|sa|ca|me|af|il|mx|cn|us-gov|us-iso|us-isob|us-isof|eu-isoe|eusc)(-[a-z]+)+-[0-9]+")


def deny(rule, code="AccessDeniedException", message=None, access=None):
    refusal = vend.Denied(rule, code, 400, message)
    if access is not None:
        refusal.answer["access"] = access.answer()
    raise refusal


# --- what IAM says

def own_keys(call):
    """What the service itself says of a call that vends."""
    return {"lakeformation:EnabledOnlyForMetaDataAccess": call.setting("data_access_metadata_only", "false")}


def data_access(call, rule, shown):
    if not call.asks("lakeformation:GetDataAccess", "*", own_keys(call), None, call.caller.account):
        deny(rule, message=f"User: {call.caller.arn or 'anonymous'} is not authorized to perform: lakeformation:GetDataAccess on resource: {shown}")


def named_action(call, rule):
    """Q3: a deny of the action that bears the operation's name."""
    if not call.is_on("deny_on_named_action"):
        return
    if call.is_denied(call.operation, "*", own_keys(call)):
        deny(rule, message=f"User: {call.caller.arn or 'anonymous'} is not authorized to perform: {call.operation} on resource: *")


def query_authorization(call):
    if call.is_on("query_authorization_match"):
        raise Outside(DRAWN)  # Q26


def catalog_allows(call, rule, action, name, owner):
    """[glue-denied-parent] the catalog, the database and the table, all three."""
    statements = [each for policy in owner.items("glue", "ResourcePolicies")
                  for each in listed(document(policy["PolicyInJson"])["Statement"])]
    policy = {"Version": "2012-10-17", "Statement": statements} if statements else None
    for kind in ("catalog", "database", "table"):
        arn = name.arn(kind)
        if not call.asks(action, arn, {}, policy, name.account):
            deny(rule, message=f"User: {call.caller.arn or 'anonymous'} is not authorized to perform: {action} on resource: {arn}")


def listed(value):
    return value if isinstance(value, list) else [value]


# --- the engine and its access

def engine(call, access):
    """Gate A, an authorized tag of an allowed account; gate B, full-table access ([lf-permitting-third-party-call], [lf-full-table])."""
    caller, owner = call.caller, access.owner
    if caller.session is None:
        deny("lf.caller.session", message=REFUSED, access=access)
    tags = caller.tags if call.is_on("engine_tag_from_role") else caller.session.tags
    filtering = owner.is_on("AllowExternalDataFiltering") and caller.account in owner.principals("ExternalDataFilteringAllowList")
    if filtering and is_authorized_tag(call, tags, as_list(owner.settings.get("AuthorizedSessionTagValueList"))):
        return
    homes = (owner, lake.Lake(call.world, caller.account, call.region))  # both accounts, and both Regions
    is_metadata = call.operation.startswith("glue:")
    is_open = is_open_to_all(call, access) and homes[1].is_on("AllowFullTableExternalDataAccess") \
        and (not is_metadata or call.is_on("full_table_metadata", "true"))  # Q60
    if is_open and access.is_full():
        return
    code = call.setting("part_of_table_code", "AccessDeniedException") if is_open and access.holds("SELECT") else "AccessDeniedException"  # Q45
    deny("lf.engine.trusted", code, message=REFUSED, access=access)


def is_authorized_tag(call, tags, authorized):
    """[sts-session-tags] a key is one whatever its case; whether a value is, nobody says (Q19)."""
    key_form = folded if call.is_on("engine_tag_key_any_case", "true") else str
    value_form = folded if call.is_on("engine_tag_value_any_case") else str
    value = next((value for key, value in tags if key_form(key) == key_form(TAG)), None)
    return value is not None and value_form(value) in map(value_form, authorized)


def is_open_to_all(call, access):
    """[glue-api-catalog] a catalog inside the account's own closes full-table access, and a setting lets it open it."""
    said = access.owner.catalog_says(access.name.catalog)
    return said != "false" and (access.owner.is_on("AllowFullTableExternalDataAccess") or said == "true" and call.is_on("full_table_by_catalog"))


def named(call):
    """The permissions that a call names, or those that it means where it names none (Q21)."""
    said = call.setting("permissions_default", [])
    return as_list(call.get("Permissions", said if isinstance(said, list) else [each for each in said.split(",") if each]))


def counted(call):
    """Q47: those named are all that is vended, or a condition and no more."""
    return named(call) if call.is_on("permissions_narrow", "true") else []


def granted(call, access):
    by_all = call.is_on("all_includes_requested", "true")  # Q20
    if not all(access.holds(each) and (by_all or each in access.permissions) for each in named(call)):
        deny("lf.table.permissions", access=access)
    if not any(access.holds(each) for each in DATA if not counted(call) or each in counted(call)):
        deny("lf.table.data-permission", call.setting("data_permission_code", "AccessDeniedException"), access=access)  # Q46
    if access.table is None:
        deny("lf.table.exists", "EntityNotFoundException", access=access)


def asked_last(call):
    if not call.is_on("iam_before_grants", "true"):
        data_access(call, "lf.table.data-access-last", call.get("TableArn"))


def described(access):
    if not access.holds("DESCRIBE"):
        deny("glue.table.describe", message=f"Insufficient Lake Formation permission(s): Required Describe on {access.name.table}", access=access)
    if access.table is None:
        deny("glue.table.exists", "EntityNotFoundException", access=access)


def permission_type(call, access):
    """[glue-model] each type includes those before it, and the strongest one offered counts."""
    offered = max((TYPES.index(each) for each in as_list(call.get("SupportedPermissionTypes"))), default=0)
    if offered < TYPES.index(access.restriction):
        words = "The engine does not support a permission type that the table needs" if call.setting("permission_type_message", "detailed") == "generic" \
            else f"The table needs {access.restriction}, the engine supports [{', '.join(as_list(call.get('SupportedPermissionTypes')))}]"  # Q25
        deny("lf.permission-type.supported", "PermissionTypeMismatchException", words, access)


# --- registrations

def registered(call, access, uri, rule="lf.registration.found"):
    where = lake.place(uri)
    if not where:
        deny("lf.registration.location", message=REFUSED, access=access)
    found = access.owner.registration(where)
    if not found:
        deny(rule, message=REFUSED, access=access)
    return found


def is_linked(registration):
    return registration.get("UseServiceLinkedRole") == "true" or lake.LINKED in registration.get("RoleArn", lake.LINKED)


def registration_role(call, access, registration):
    """[lf-registration] a role of its own that trusts Lake Formation; [lf-hybrid] and, where both ways are open, an opt-in."""
    if is_linked(registration) and not call.is_on("service_linked_role_vends"):
        deny("lf.registration.custom-role", message=REFUSED, access=access)
    if registration.get("HybridAccessEnabled") == "true" and not access.opted_in and not access.by_grants:
        deny("lf.registration.opted-in", call.setting("not_opted_in_code", "AccessDeniedException"), REFUSED, access)  # Q56
    if access.by_everybody and not call.is_on("everybody_vends", "true"):
        deny("lf.registration.everybody", message=REFUSED, access=access)
    role, unusable = call.world.role(registration["RoleArn"]), call.setting("registration_role_code", "AccessDeniedException")  # Q53
    if role is None:
        deny("lf.registration.role-exists", unusable, REFUSED, access)
    rules = [("lf.registration.role-trusts", "sts:AssumeRole")]
    if access.owner.parameter("SET_SOURCE_IDENTITY").upper() == "TRUE":
        rules.append(("lf.registration.source-identity", "sts:SetSourceIdentity"))
    service = vend.Call(call.world, vend.Caller(call.world, {"service": SERVICE}, {}), call.operation, {}, {}, call.region, call.now, call.settings)
    for rule, action in rules:
        if not service.asks(action, role["Arn"], {}, document(role["AssumeRolePolicyDocument"]), None, "trust"):
            deny(rule, unusable, REFUSED, access)
    return role


def lasting(call):
    return int(call.get("DurationSeconds", call.setting("vending_duration", "3600")))  # Q8


def held_of(call, access):
    """Q48: INSERT and DELETE include reading, and DELETE alone removes; Q22: ALTER is of the catalog; the most of them counts."""
    opened = {"ALL": "READWRITE", "DELETE": call.setting("delete_scope", "READWRITE"), "INSERT": call.setting("insert_scope", "APPEND"),
              "ALTER": call.setting("alter_scope", "NONE"), "SELECT": "READ"}
    asked = counted(call)
    found = [scope for permission, scope in opened.items() if access.holds(permission) and (not asked or permission in asked or "ALL" in asked)]
    return max(found, key=("NONE", "READ", "APPEND", "READWRITE").index)


def vended(call, role, uris, scope, response, rules, access=None):
    """The session of the registration's role, narrowed to the places ([scope-shape])."""
    owner = lake.Lake(call.world, call.caller.account, call.region) if access is None else access.owner
    document = lake_scope.policy(call.world, uris, scope, role["Arn"].split(":")[1])
    if document is None:
        deny(rules + ".scope", "InvalidInputException", access=access)
    if call.is_on("require_role_coverage") and not lake_scope.covers(call, role, document):
        deny("lf.registration.role-must-cover", message=REFUSED, access=access)
    seen = owner.parameter("SET_SOURCE_IDENTITY").upper() == "TRUE" and call.caller.detail is not None
    session = lake_scope.session(call, role, document, lasting(call), call.caller.detail["RoleName"] if seen else "")
    answer = {"rule": rules + ".vend", "response": {**response, "Expiration": vend.stamp(session.expires)}, "policies": [{"document": document}]}
    return answer if access is None else {**answer, "access": access.answer()}, session


# --- tables and partitions

def table_call(call, rules):
    arn = call.get("TableArn")
    name = lake.name_of_arn(arn)
    if name is None:
        deny("lf.table-arn.form", "InvalidInputException")
    if name.region != call.region:
        deny("lf.table.region", call.setting("region_mismatch_code", "InvalidInputException"))  # Q54
    if lasting(call) > call.number("table_duration_max", 21600):
        deny("lf.table.duration", "InvalidInputException")
    if call.is_on("iam_before_grants", "true"):  # Q5
        data_access(call, "lf.table.data-access", arn)
    named_action(call, rules + ".named-action")
    return name


def table_access(call, name):
    owner = lake.Lake(call.world, name.account, name.region)
    if not owner.known:
        deny("lf.catalog.known", message=REFUSED)
    return Access(call, name, owner.find_table(name))


def table_credentials(call):
    access = table_access(call, table_call(call, "lf.table"))
    engine(call, access)
    granted(call, access)
    asked_last(call)
    query_authorization(call)
    permission_type(call, access)
    location, path = lake.location_of(access.table), call.get("S3Path")
    if path is not None and (lake.place(path) is None or lake.place(location) is None
                             or not lake.within(lake.place(path), lake.place(location))):
        deny("lf.table.s3-path", call.setting("table_path_code", "InvalidInputException"), access=access)  # Q27
    if not call.is_on("table_path_narrows", "true"):
        path = None  # Q28
    return vend_place(call, access, path or location, "lf.table", {"VendedS3Path": [(path or location).removesuffix("/") + "/"]})


def vend_place(call, access, where, rules, response):
    role = registration_role(call, access, registered(call, access, where))
    return vended(call, role, [where], held_of(call, access), response, rules, access)


def partition_credentials(call):
    access = table_access(call, table_call(call, "lf.partition"))
    engine(call, access)
    granted(call, access)
    asked_last(call)
    partition = partition_of(access, call.get("Partition")["Values"], "lf.partition")
    permission_type(call, access)
    where = lake.location_of(partition)
    return vend_place(call, access, where, "lf.partition", {})


def partition_of(access, values, rules):
    if len(values) != len(access.keys):
        deny(rules + ".values", access.call.setting("partition_values_code", "InvalidInputException"), access=access)  # Q54
    found = next((each for each in access.owner.partitions(access.table) if each["Values"] == values), None)
    if found is None:
        deny(rules + ".found", "EntityNotFoundException", access=access)
    return found


# --- locations

def location_credentials(call):
    places = as_list(call.get("DataLocations"))
    if not places:
        deny("lf.location.given", call.setting("no_locations_code", "InvalidInputException"))  # Q18
    if call.is_on("iam_before_grants", "true"):  # Q5
        data_access(call, "lf.location.data-access", "*")
    named_action(call, "lf.location.named-action")
    home = lake.Lake(call.world, call.caller.account, call.region)
    if call.caller.session is None:
        deny("lf.location.caller", message=REFUSED)
    if not home.is_on("AllowFullTableExternalDataAccess"):
        deny("lf.location.full-table-setting", message=REFUSED)
    places, roles, writes = zip(*passing(call, home, places))
    if not call.is_on("iam_before_grants", "true"):
        data_access(call, "lf.location.data-access-last", "*")
    if len({role["Arn"] for role in roles}) > 1:
        deny("lf.location.one-role", "InvalidInputException")
    scope = "READWRITE" if all(writes) and (call.get("CredentialsScope") or call.setting("location_scope_default", "held")) != "READ" else "READ"
    answer, session = vended(call, roles[0], places, scope, {}, "lf.location")
    answer["response"] = {"Credentials": answer["response"], "AccessibleDataLocations": list(places), "CredentialsScope": scope}
    return answer, session


def passing(call, home, places):
    """Q17: the first place that is refused refuses all, or those that are refused are left out, as long as one is left."""
    passed, refused = [], []
    for each in places:
        try:
            passed.append((each, *location_role(call, home, each)))
        except vend.Denied as refusal:
            refused.append(refusal)
            if not call.is_on("refused_locations_left_out"):
                break
    if refused and not (passed and call.is_on("refused_locations_left_out")):
        raise refused[0]
    return passed


def location_role(call, home, uri):
    where = lake.place(uri)
    if where is None:
        deny("lf.location.form", "InvalidInputException")
    bucket, owner = bucket_of(call.world, where[0])
    if call.is_on("location_region_checked", "true") and bucket is not None and (bucket.get("Region") or bucket.get("BucketRegion") or call.region) != call.region:
        deny("lf.location.region", call.setting("location_region_code", "InvalidInputException"))  # Q57
    home = shared_home(call, home, where, uri)
    catalog_key(call, home)
    registration = home.registration(where)
    if registration is None:
        deny("lf.location.registered", call.setting("location_missing_code", "EntityNotFoundException"))
    table = location_table(call, home, where, uri)
    name = lake.Name(call.partition(), call.region, home.account, home.of_catalog(table.get("CatalogId")), table["DatabaseName"], table["Name"])
    access = Access(call, name, table)
    if not is_open_to_all(call, access):
        deny("lf.location.full-table-owner", message=REFUSED, access=access)
    if not access.holds("SELECT"):
        deny("lf.location.permission", access=access)
    if not access.is_full():
        deny("lf.location.full-table", message=REFUSED, access=access)
    three = call.is_on("location_write_by_insert_and_delete") and all(access.holds(each) for each in ("SELECT", "INSERT", "DELETE"))
    write = access.holds("ALL") or three
    if call.get("CredentialsScope") == "READWRITE" and not write and not call.is_on("location_scope_lowered"):
        deny("lf.location.scope-held", call.setting("location_scope_code", "AccessDeniedException"), access=access)  # Q16
    stated = registration.get("ExpectedResourceOwnerAccount")
    if not stated and call.is_on("require_expected_owner", "true"):
        deny("lf.location.owner-known", message=REFUSED, access=access)
    if stated and owner not in (None, stated):
        deny("lf.location.owner", message=REFUSED, access=access)
    return registration_role(call, access, registration), write


def nearest_tables(home, where):
    near, best = [], -1
    for table in home.items("glue", "TableList"):
        folder = lake.place(lake.location_of(table))
        if folder is None or not lake.within(where, folder) or len(folder[1]) < best:
            continue
        near = near + [table] if len(folder[1]) == best else [table]
        best = len(folder[1])
    return near, best


def told_apart(near, uri, depth):
    """Q59: of tables at one place, the one that is spelled as what is asked for, or as the folder of what is below it."""
    where = lake.place(uri)
    wanted = depth > 0 and (len(where[1]) > depth or uri.endswith("/"))
    alike = [each for each in near if (depth > 0 and lake.location_of(each).endswith("/")) == wanted]
    return alike or near


def meant_tables(call, home, where, uri):
    near, depth = nearest_tables(home, where)
    return (told_apart(near, uri, depth) if call.setting("lake_closing_slash", "ignored") == "distinct" else near), depth


def shared_home(call, own, where, uri):
    """[lf-sharing] of the tables at or above a place those of the own catalog count, and those that others share; the nearest one."""
    found, best = own, nearest_tables(own, where)[1]
    for account in call.world.accounts:
        other = lake.Lake(call.world, account, call.region)
        tables, depth = meant_tables(call, other, where, uri)
        if account != own.account and depth > best and any(is_shared(call, other, each) for each in tables):
            found, best = other, depth
    return found


def is_shared(call, home, table):
    name = lake.Name(call.partition(), call.region, home.account, home.of_catalog(table.get("CatalogId")), table["DatabaseName"], table["Name"])
    access = Access(call, name, table)
    return access.is_visible or access.is_offered or bool(access.held.permissions)


def location_table(call, home, where, uri):
    """[lf-location-access] the table at a place, else at the nearest folder above; two at one place are a conflict."""
    near, _ = meant_tables(call, home, where, uri)
    if not near:
        deny("lf.location.table", call.setting("location_missing_code", "EntityNotFoundException"))
    if len(near) > 1:
        deny("lf.location.one-table", "ConflictException")
    return near[0]


def bucket_of(world, name):
    for account, held in world.accounts.items():
        for each in as_list(held.get("Buckets")):
            if each["Name"] == name:
                return each, account
    return None, None


def get_data_access(call):
    keys = {"lakeformation:EnabledOnlyForMetaDataAccess": call.get("EnabledOnlyForMetaDataAccess", "false")}
    shown = call.get("TableArn", "*")
    if not call.asks("lakeformation:GetDataAccess", "*", keys, None, call.caller.account):
        deny("lf.data-access.allowed", message=f"User: {call.caller.arn or 'anonymous'} is not authorized to perform: lakeformation:GetDataAccess on resource: {shown}")
    return {"rule": "lf.data-access"}, None


# --- metadata

def metadata_access(call, table_member, rules, action):
    region = call.get("Region") or call.region
    if REGION.fullmatch(region) is None:
        deny(rules[0], "InvalidInputException")
    catalog = call.get("CatalogId")
    partition = next((name for prefix, name in vend.PARTITIONS if region.startswith(prefix)), "aws")
    name = lake.Name(partition, region, catalog.split(":")[0], catalog, call.get("DatabaseName"), call.get(table_member))
    owner = lake.Lake(call.world, name.account, name.region)
    catalog_allows(call, rules[1], action, name, owner)
    access = Access(call, name, owner.find_table(name))
    catalog_key(call, access.owner)
    engine(call, access)
    described(access)
    return access


def catalog_key(call, owner):
    """[glue-encryption] an encrypted catalog is read by who may use its key, or through the catalog's own role."""
    settings = owner.glue.get("DataCatalogEncryptionSettings") or {}
    rest = settings.get("EncryptionAtRest") or {}
    mode, key = rest.get("CatalogEncryptionMode", "DISABLED"), rest.get("SseAwsKmsKeyId", "")
    if not mode.startswith("SSE-KMS") or not key.startswith("arn:"):
        return  # a key of AWS's own
    caller = call.caller
    try:
        if mode == "SSE-KMS-WITH-SERVICE-ROLE":
            role = call.world.role(rest["CatalogEncryptionServiceRole"])
            call.caller = role and lake_scope.of_role(call, role)
        if call.caller is None or not call.asks("kms:Decrypt", key, {}, *vend_authorize.governed(call, "kms:Decrypt", key)):
            deny("glue.catalog-key", "GlueEncryptionException")
    finally:
        call.caller = caller


def table_metadata(call):
    access = metadata_access(call, "Name", ("glue.region.known", "glue.iam.get-table"), "glue:GetTable")
    permission_type(call, access)
    response = {"AuthorizedColumns": authorized(access), "IsRegisteredWithLakeFormation": is_registered(access, access.table),
                "ResourceArn": access.name.arn()}
    if access.row_filter():
        response["RowFilter"] = access.row_filter()
    return {"rule": "glue.unfiltered-table", "access": access.answer(), "response": response}, None


def is_registered(access, item):
    """Q24: of a hybrid location that the caller did not opt in for the engine is to use its own credentials; Q51."""
    where = lake.place(lake.location_of(item))
    found = where and access.owner.registration(where)
    hybrid = found and found.get("HybridAccessEnabled") == "true" and not access.opted_in and not access.by_grants
    if hybrid and not access.call.is_on("hybrid_is_registered"):
        return "false"
    return "true" if found and (not is_linked(found) or access.call.is_on("service_linked_is_registered", "true")) else "false"


def authorized(access):
    """Q50: partition keys are not filtered, and may not be listed."""
    return access.authorized(access.call.is_on("partition_keys_authorized", "true"))


def partition_metadata(call):
    access = metadata_access(call, "TableName", ("glue.partition.region-known", "glue.iam.get-partition"), "glue:GetPartition")
    found = partition_of(access, call.get("PartitionValues"), "glue.partition")
    permission_type(call, access)
    return {"rule": "glue.unfiltered-partition", "access": access.answer(), "response": shown_partition(access, found)}, None


def shown_partition(access, partition):
    return {"Partition": {"Values": partition["Values"]}, "AuthorizedColumns": authorized(access),
            "IsRegisteredWithLakeFormation": is_registered(access, partition)}


def partitions_metadata(call):
    access = metadata_access(call, "TableName", ("glue.partitions.region-known", "glue.iam.get-partitions"), "glue:GetPartitions")
    segment, token = call.get("Segment"), call.get("NextToken")
    try:
        found = lake_partitions.chosen(access.owner.partitions(access.table), as_list(access.table.get("PartitionKeys")), call.get("Expression"), segment)
    except lake_partitions.Unsupported:
        deny("glue.partitions.expression", "InvalidInputException", access=access)
    if segment and int(segment["SegmentNumber"]) >= int(segment["TotalSegments"]):
        deny("glue.partitions.segment", "InvalidInputException", access=access)
    if token is not None and not re.fullmatch("[0-9]{1,9}", token):
        deny("glue.partitions.token", "InvalidInputException", access=access)
    permission_type(call, access)
    shown, following = lake_partitions.page(found, token, call.get("MaxResults"))
    response = {"UnfilteredPartitions": [shown_partition(access, each) for each in shown]}
    return {"rule": "glue.unfiltered-partitions", "access": access.answer(),
            "response": {**response, **({"NextToken": following} if following else {})}}, None


class Operation:
    """An operation of these services: its parameters by the models, its decision by a function here."""
    expired = "ExpiredTokenException"
    # [lf-model] and [glue-model] state no status for most of them, the API pages say 400
    REFUSALS = ("AccessDeniedException", "ConflictException", "EntityNotFoundException", "ExpiredTokenException",
                "FederationSourceException", "FederationSourceRetryableException", "GlueEncryptionException", "InvalidInputException",
                "OperationTimeoutException", "PermissionTypeMismatchException")

    def __init__(self, name):
        # Q4: Lake Formation has no code of its own for constraints
        self.parameters, self.parameter_code = ("glue.parameters", "ValidationException") if name.startswith("glue:") \
            else ("lf.parameters", "InvalidInputException")
        self.statuses = {**{each: 400 for each in self.REFUSALS}, "InternalServiceException": 500, "ThrottledException": 429,
                         self.parameter_code: 400}
        self.decided = DECISIONS.get(name)

    def settle(self, answer, chosen):
        """Q2 and Q4: a status and a code that the documents leave open."""
        error = answer["error"]
        if self.parameters == "lf.parameters" and error["code"] == "AccessDeniedException":
            error["status"] = chosen.get("access_denied_status", "400")
        if answer["rule"] == "lf.parameters":
            error["code"] = chosen.get("constraint_violation_code", "InvalidInputException")
        return answer

    def violations(self, call):
        shapes = vend_parameters.MODELS.get(call.operation)
        return shapes and vend_parameters.violations(shapes, call.parameters, call.shown())

    def decide(self, call):
        if self.decided is None:
            raise Outside(call.operation)
        return self.decided(call)


DECISIONS = {
    "lakeformation:GetTemporaryGlueTableCredentials": table_credentials,
    "lakeformation:GetTemporaryGluePartitionCredentials": partition_credentials,
    "lakeformation:GetTemporaryDataLocationCredentials": location_credentials,
    "lakeformation:AssumeDecoratedRoleWithSAML": lake_decorated.decide,
    "lakeformation:GetDataAccess": get_data_access,
    "glue:GetUnfilteredTableMetadata": table_metadata,
    "glue:GetUnfilteredPartitionMetadata": partition_metadata,
    "glue:GetUnfilteredPartitionsMetadata": partitions_metadata,
}
OPERATIONS = {name: Operation(name) for name in {*DECISIONS, *vend_parameters.MODELS}
              if name.split(":")[0] in ("glue", "lakeformation")}
