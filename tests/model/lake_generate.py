"""Random lakes with requests, made from a seed: two accounts, a few tables, and grants of every kind that nearly fit.

Most of a lake is in order, so that a request goes far before it fails, and by one thing if at all.
"""
import vend_mint
import vend_settings
from vend_generate import HOME, OTHER, REGION, Maker

OTHER_PATH = "o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/"
ROLES = {HOME: ("reader", "writer"), OTHER: ("consumer",)}
ENGINE = "LakeFormationAuthorizedCaller"
PERMISSIONS = ("SELECT", "SELECT", "SELECT", "INSERT", "DELETE", "ALTER", "DROP", "DESCRIBE", "ALL")
TYPES = ("COLUMN_PERMISSION", "CELL_FILTER_PERMISSION", "NESTED_PERMISSION", "NESTED_CELL_PERMISSION")
COLUMNS = ("id", "name", "Ssn", "address", "address.city", '"address"."geo"', "address.geo.lat", "month", "gone", "name.first", "marks")
SCHEMA = [{"Name": "id", "Type": "int"}, {"Name": "name", "Type": "string"}, {"Name": "ssn", "Type": "string"},
          {"Name": "address", "Type": "struct<city:string,geo:struct<lat:double,lon:double>>"}, {"Name": "marks", "Type": "array<int>"}]
INNER = f"{HOME}:warehouse"
TABLES = (("sales", "orders"), ("sales", "items"), ("hr", "people"))
FILTERS = ("eu", "us", "ids", "all", "city", "open")
FOLDERS = ("lake", "lake/sales", "lake/sales/orders", "lake/hr", "lake/sales/orders/2024")
TEAMS, CLASSES = ("blue", "red"), ("open", "secret")
USER, GROUP = f"{vend_mint.PROVIDER}:user/ann", f"{vend_mint.PROVIDER}:group/staff"
LAKE_SAML = "https://lakeformation.amazon.com/SAML/Attributes/"
KEY = f"arn:aws:kms:{REGION}:{HOME}:key/1111aaaa-22bb-33cc-44dd-5555eeee6666"
CONDITIONS = ('context.iam.principalTags.hasTag("team")', 'context.iam.principalTags.getTag("team") == "blue"',
              '!context.iam.principalTags.hasTag("team") || context.iam.principalTags.getTag("team") != "red"',
              '["blue", "green"].contains(context.iam.principalTags.getTag("team"))',
              '(context.iam.principalTags.hasTag("x") && true) || context.iam.principalTags.getTag("team") == "blue"', "x", "")
TABLE, PARTITION, LOCATION = (f"lakeformation:GetTemporary{name}Credentials" for name in ("GlueTable", "GluePartition", "DataLocation"))
DECORATED = "lakeformation:AssumeDecoratedRoleWithSAML"
OPERATIONS = (TABLE, TABLE, PARTITION, LOCATION, "glue:GetUnfilteredTableMetadata", "glue:GetUnfilteredPartitionMetadata",
              "glue:GetUnfilteredPartitionsMetadata")
KEYS = [{"Name": "month", "Type": "string"}, {"Name": "year", "Type": "int"}, {"Name": "not", "Type": "string"}]
VALUES = (["a", "2024", "x"], ["b", "2024", "it's"], ["a", "02025", "x"], ["B", "-5", "%"], ["", "7", "x"], ["far", "2023", "x"])
LIKE = ("a", "a%", "%", "_", "2%", "%''s", "it''''s", "20_4", "a.*", "")
# Of a setting's own worlds: which operation most requests are for, and what everybody holds of a database.
AIMS = {LOCATION: ("location_", "require_expected_owner", "refused_locations_left_out", "no_locations_code", "lake_closing_slash", "iam_before_grants"),
        DECORATED: ("pass_role_service", "decorated_"), PARTITION: ("partition_values_code",), "glue:GetUnfilteredTableMetadata": ("full_table_metadata", "hybrid_is_", "service_linked_is_"),
        TABLE: ("table_", "insert_scope", "delete_scope", "alter_scope", "permissions_", "all_includes_requested", "data_permission_code", "data_access_metadata_only",
                "everybody_vends", "full_table_by_catalog", "require_role_coverage", "service_linked_role_vends", "registration_role_code", "not_opted_in_code", "lake_column_filter_type", "part_of_table_code",
                "lake_creator_permissions", "permission_type_message", "engine_tag")}
HELD = {"insert_scope": ["INSERT"], "delete_scope": ["DELETE"], "alter_scope": ["ALTER", "SELECT"], "data_permission_code": ["DESCRIBE"], "permissions_default": ["INSERT"],
        "location_write_by_insert_and_delete": ["DELETE", "INSERT", "SELECT"], "location_scope_lowered": ["SELECT"], "location_scope_code": ["SELECT"]}
SHARES = tuple(f"arn:aws:ram:{REGION}:{HOME}:resource-share/{name}" for name in ("1111", "2222"))


def role_arn(account, name):
    return f"arn:aws:iam::{account}:role/{name}"


class LakeMaker(Maker):
    def lake_world(self):
        self.settings = {**vend_settings.draw(self, "lakes", self.number), **({"saml_clock_skew": "120"} if self.chance(0.2) else {})}
        self.aim = next((operation for operation, names in AIMS.items() if any(each.startswith(names) for each in self.settings)), None)
        self.formations = {account: self.formation(account) for account in (HOME, OTHER)}
        self.responses = [self.lake_response() for _ in range(3)]
        self.is_offered = self.chance(0.4)
        self.bucket_owner = self.either(HOME, (OTHER, None), 0.8)
        self.bucket = {"Name": "lake", "Region": self.either(REGION, ("eu-west-1",), 0.3 if self.leans("location_region_checked", "location_region_code") else 0.97), **({"KMSMasterKeyID": KEY} if self.chance(0.2) else {})}
        made = {"weir": "world/1", "accounts": [self.lake_account(account) for account in (HOME, OTHER)]}
        return {**made, "Settings": self.settings} if self.settings else made

    def lake_account(self, account):
        made = {"AccountId": account, "Organization": {"Path": OTHER_PATH if account == OTHER else "o-a1b2c3d4e5/r-ab12/"},
                "Iam": {"RoleDetailList": [self.role(account, name) for name in (*ROLES[account], "data", "second")]},
                "Regions": {REGION: {"LakeFormation": self.formations[account], "Glue": self.glue(account)}}}
        if account == HOME:
            made["SAMLProviders"] = vend_mint.providers()
            made["Regions"][REGION]["KmsKeys"] = [{"KeyArn": KEY, "Policy": self.policy([{
                "Effect": "Allow", "Principal": {"AWS": self.either(f"arn:aws:iam::{HOME}:root", (role_arn(HOME, "writer"),), 0.8)}, "Action": "kms:*", "Resource": "*"}])}]
        made["Buckets"] = [self.bucket] if account == self.bucket_owner else []
        if account == OTHER and self.is_offered:
            made["Regions"][REGION]["Ram"] = {"resourceShareInvitations": [
                {"resourceShareInvitationArn": f"arn:aws:ram:{REGION}:{HOME}:resource-share-invitation/{at}", "resourceShareArn": self.pick(SHARES), "senderAccountId": HOME,
                 "receiverAccountId": OTHER, "status": self.pick(("PENDING", "ACCEPTED", "REJECTED", "EXPIRED"))} for at in range(self.pick((1, 2)))]}
        if self.chance(0.03):
            made["Regions"][REGION]["Faults"] = [{"operation": self.pick(OPERATIONS), "code": self.pick(("InternalServiceException", "OperationTimeoutException"))}]
        return made

    def policy(self, statements):
        return {"Version": "2012-10-17", "Statement": statements}

    def role(self, account, name):
        allowed = ["lakeformation:GetDataAccess", "glue:Get*", *self.some(("iam:PassRole", "kms:Decrypt"), 0.7)]
        statements = [{"Effect": "Allow", "Action": allowed if self.chance(0.5 if self.leans("iam_before_grants") else 0.95) else allowed[1:], "Resource": "*"}]
        if self.leans("deny_on_named_action") and self.chance(0.5):
            statements.append({"Effect": "Deny", "Action": [TABLE, PARTITION, LOCATION], "Resource": "*"})
        if self.leans("pass_role_service") and self.chance(0.7):
            statements.append({"Effect": "Deny", "Action": "iam:PassRole", "Resource": "*", "Condition": {"StringEquals": {"iam:PassedToService": self.pick(("glue.amazonaws.com", "lakeformation.amazonaws.com"))}}})
        if self.chance(0.7 if self.leans("data_access_metadata_only", "deny_on_named_action") else 0.1):
            statements.append({"Effect": "Deny", "Action": self.pick((TABLE, PARTITION, LOCATION, "glue:GetTable", "lakeformation:GetDataAccess")),
                               "Resource": "*", **self.either({}, ({"Condition": {"Bool": {"lakeformation:EnabledOnlyForMetaDataAccess": "true"}}},), 0.6)})
        if name in ("data", "second"):
            statements = [{"Effect": "Allow", "Action": self.some(("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket", "kms:*"), 0.9) or ["s3:*"],
                           "Resource": self.either("*", ("arn:aws:s3:::lake/sales/*",), 0.9)}]
        trust = [self.trust(account, name)]
        if self.chance(0.6):
            trust.append({**trust[0], "Action": self.pick(("sts:SetSourceIdentity", ["sts:TagSession", "sts:SetSourceIdentity"]))})
        if self.chance(0.2):
            trust.append({"Effect": "Allow", "Principal": {"AWS": OTHER}, "Action": "iam:PassRole"})
        made = {"Path": "/", "RoleName": name, "RoleId": f"AROA{name.upper()}", "Arn": role_arn(account, name),
                "AssumeRolePolicyDocument": self.policy(trust), "AttachedManagedPolicies": [],
                "RolePolicyList": [{"PolicyName": "own", "PolicyDocument": self.policy(statements)}]}
        if self.chance(0.15):
            made["Tags"] = [{"Key": self.pick((ENGINE, "team")), "Value": self.pick(("engine", "blue"))}]
        return made

    def trust(self, account, name):
        if name in ("data", "second"):
            who = {"Service": "lakeformation.amazonaws.com"} if self.chance(0.95) else {"AWS": f"arn:aws:iam::{account}:root"}
            return {"Effect": "Allow", "Principal": who, "Action": "sts:AssumeRole"}
        return {"Effect": "Allow", "Principal": {"Federated": self.either(vend_mint.PROVIDER, (vend_mint.OTHER_PROVIDER,), 0.9)},
                "Action": self.either("sts:AssumeRoleWithSAML", ("sts:AssumeRole",), 0.95)}

    # --- Lake Formation

    def formation(self, account):
        home = account == HOME
        generous = [self.whole_database(each) for each in ("sales", "hr")] if home and self.chance(0.95 if self.leans("everybody_vends") else 0.6 if self.aim else 0.2) else []
        return {"DataLakeSettings": self.lake_settings(account), "ResourceInfoList": [self.registration(each) for each in self.some(FOLDERS, 0.6)] if home else [],
                "DataCellsFilters": [self.filter(each) for each in self.some(FILTERS, 0.8)],
                "LFTagExpressions": [{"CatalogId": self.either(account, (HOME, OTHER), 0.7), "Name": "saved", "Expression": self.expression()}] if self.chance(0.9) else [],
                "ResourceLFTags": self.tags() if home else [],
                "PrincipalResourcePermissions": generous + [self.grant(account) for _ in range(int(self.random.random() * 8) + 1)],
                "LakeFormationOptInsInfoList": [self.opt_in() for _ in range(2) if self.chance(0.4)]}

    def whole_database(self, name):
        """All that there is in a database, for every IAM principal of the account."""
        held = next((held for setting, held in HELD.items() if self.leans(setting)), [self.either("ALL", ("SELECT",))])
        who = "IAM_ALLOWED_PRINCIPALS" if self.leans("everybody_vends", "not_opted_in_code", "hybrid_is_registered") and self.chance(0.9) else f"{HOME}:IAMPrincipals"
        resource = {"Table": {"CatalogId": HOME, "DatabaseName": name, "TableWildcard": {}}}
        if self.leans("lake_column_filter_type", "part_of_table_code"):
            held, resource = ["SELECT"], {"TableWithColumns": {"CatalogId": HOME, "DatabaseName": "sales", "Name": "orders", "ColumnNames": ["id"]}}
        elif self.leans("full_table_by_catalog"):
            who, resource["Table"]["CatalogId"] = role_arn(OTHER, "consumer"), INNER
        return {"Principal": {"DataLakePrincipalIdentifier": who}, "Resource": resource, "Permissions": held, "PermissionsWithGrantOption": []}

    def principals(self, values):
        return [{"DataLakePrincipalIdentifier": each} for each in values]

    def lake_settings(self, account):
        made = {"DataLakeAdmins": self.principals(self.some([role_arn(account, name) for name in ROLES[account]], 0.15)),
                "AllowExternalDataFiltering": self.chance(0.95), "AllowFullTableExternalDataAccess": self.chance(0.2 if self.leans("full_table_by_catalog") and account == HOME else 0.7),
                "ExternalDataFilteringAllowList": self.principals(self.some([HOME, OTHER], 0.95)),
                "AuthorizedSessionTagValueList": self.either(["engine"], ([], ["Engine", "emr"], ["emr", "engine"]), 0.9)}
        if self.chance(0.1):
            made["ReadOnlyAdmins"] = self.principals([role_arn(account, self.pick(ROLES[account]))])
        made["Parameters"] = {}
        if self.chance(0.9):
            made["Parameters"]["CROSS_ACCOUNT_VERSION"] = self.either("4", ("1", "2", "2", "3", "5"), 0.7)
        if self.chance(0.1):
            made["Parameters"]["SET_SOURCE_IDENTITY"] = self.pick(("TRUE", "true", "FALSE"))
        return made

    def registration(self, folder):
        made = {"ResourceArn": f"arn:aws:s3:::{folder}{self.either('', ('/',), 0.9)}", "RoleArn": role_arn(HOME, self.either("data", ("gone", "second", "second"), 0.6 if self.leans("registration_role_code") else 0.88)),
                "HybridAccessEnabled": self.chance(0.8 if self.leans("not_opted_in_code", "hybrid_is_registered", "lake_database_opt_in") else 0.05 if self.leans("everybody_vends") else 0.3)}
        if self.chance(0.3 if self.leans("require_expected_owner") else 0.9):
            made["ExpectedResourceOwnerAccount"] = self.either(HOME, (OTHER,), 0.95)
        if self.chance(0.6 if self.leans("service_linked_role_vends", "service_linked_is_registered") else 0.05):
            made["RoleArn"] = f"arn:aws:iam::{HOME}:role/aws-service-role/lakeformation.amazonaws.com/AWSServiceRoleForLakeFormationDataAccess"
        return made

    def filter(self, name):
        rows = {"FilterExpression": self.pick(("month = 'a'", "id < 5", "name = 'x'"))} if self.chance(0.6) else {"AllRowsWildcard": {}}
        return {"TableCatalogId": HOME, "DatabaseName": "sales", "TableName": "orders", "Name": name, "RowFilter": rows, **self.columns()}

    def columns(self):
        if self.chance(0.5):
            return {"ColumnNames": self.some(COLUMNS, 0.3) or ["id"]}
        return {"ColumnWildcard": {"ExcludedColumnNames": self.some(COLUMNS, 0.2)} if self.chance(0.8) else {}}

    def expression(self):
        made = [{"TagKey": self.either(key, (key.title(),), 0.9), "TagValues": self.some(values, 0.6) or ["*"]}
                for key, values in (("team", TEAMS), ("class", CLASSES)) if self.chance(0.6)]
        return made or [{"TagKey": "team", "TagValues": ["blue"]}]

    def tag_list(self):
        return [{"CatalogId": HOME, "TagKey": key, "TagValues": [self.pick(values)]} for key, values in (("team", TEAMS), ("class", CLASSES)) if self.chance(0.6)] \
            or [{"CatalogId": HOME, "TagKey": "team", "TagValues": ["blue"]}]

    def tags(self):
        if self.chance(0.15):  # as get-resource-lf-tags prints it
            return [{"Resource": {"Table": {"DatabaseName": "sales", "Name": "orders"}}, "LFTagOnDatabase": self.tag_list(), "LFTagsOnTable": self.tag_list(),
                     "LFTagsOnColumns": [{"Name": self.pick(("id", "SSN", "address")), "LFTags": self.tag_list()}]}]
        columns = [{"TableWithColumns": {"DatabaseName": "sales", "Name": "orders", "ColumnNames": [each]}} for each in ("id", "ssn", "address", "month")]
        resources = [{"Database": {"Name": self.either("sales", ("Sales",))}}, {"Table": {"DatabaseName": "sales", "Name": "orders"}}, *self.some(columns, 0.4)]
        return [{"Resource": each, "LFTags": self.tag_list()} for each in self.some(resources, 0.6)]

    def identity(self, account):
        own = [role_arn(HOME, "reader"), role_arn(HOME, "reader"), role_arn(OTHER, "consumer"), role_arn(OTHER, "consumer"), role_arn(HOME, "writer"),
               f"{HOME}:IAMPrincipals", f"{OTHER}:IAMPrincipals", USER, GROUP]
        if account == HOME:
            own += ["IAM_ALLOWED_PRINCIPALS", OTHER, OTHER, OTHER, "arn:aws:organizations::999900001111:organization/o-a1b2c3d4e5",
                    "arn:aws:organizations::999900001111:ou/o-a1b2c3d4e5/ou-ab12-22222222", "arn:aws:organizations::999900001111:ou/o-a1b2c3d4e5/ou-ab12-33333333"]
        return self.pick(own)

    def resource(self, account):
        database, table = self.either(TABLES[0], TABLES, 0.8)
        named = {"CatalogId": self.either(HOME, (INNER,), 0.96), "DatabaseName": self.either(database, (database.title(),), 0.97)}
        kind = self.pick(("Table", "Table", "All", "Columns", "Columns", "Filter", "Filter", "Tags", "Tags", "Database", "Saved", "Catalog"))
        if kind == "Table":
            return {"Table": {**named, "Name": table}}
        if kind == "All":
            return self.pick(({"Table": {**named, "TableWildcard": {}}}, {"Table": {**named, "Name": "ALL_TABLES", "TableWildcard": {}}},
                              {"TableWithColumns": {**named, "Name": "ALL_TABLES", "ColumnWildcard": {}}}))
        if kind == "Columns":
            return {"TableWithColumns": {**named, "Name": table, **self.columns()}}
        if kind == "Filter":
            return {"DataCellsFilter": {"TableCatalogId": HOME, "DatabaseName": "sales", "TableName": "orders", "Name": self.pick(FILTERS)}}
        if kind == "Database":
            return {"Database": {"CatalogId": HOME, "Name": database}}
        if kind == "Catalog":
            return {"Catalog": {"Id": self.pick((INNER, HOME))}}
        policy = {"CatalogId": HOME, "ResourceType": self.either("TABLE", ("DATABASE",), 0.9)}
        return {"LFTagPolicy": {**policy, **({"ExpressionName": self.either("saved", ("lost",), 0.9)} if kind == "Saved" else {"Expression": self.expression()})}}

    def grant(self, account):
        permissions = sorted(set(self.pick(PERMISSIONS) for _ in range(1 if self.chance(0.6) else 2)))
        resource = self.resource(account)
        if next(iter(resource)) in ("TableWithColumns", "DataCellsFilter"):
            permissions = self.either(["SELECT"], (["ALL"], ["DESCRIBE"], ["DESCRIBE", "SELECT"]), 0.94)
        if next(iter(resource)) == "Catalog":
            permissions = ["SUPER_USER"]
        made = {"Principal": {"DataLakePrincipalIdentifier": self.identity(account)}, "Resource": resource, "Permissions": permissions,
                "PermissionsWithGrantOption": permissions if self.chance(0.7) else self.some(permissions, 0.3)}
        if account == HOME and self.chance(0.2):
            made["AdditionalDetails"] = {"ResourceShare": self.some(SHARES, 0.6) or [SHARES[0]]}
        if self.chance(0.1):
            made["Condition"] = {"Expression": self.pick(CONDITIONS)}
        return made

    def opt_in(self):
        resource = self.pick(({"Table": {"CatalogId": HOME, "DatabaseName": "sales", "Name": "orders"}},
                              {"Table": {"CatalogId": HOME, "DatabaseName": "sales", "TableWildcard": {}}}, {"Database": {"CatalogId": HOME, "Name": "sales"}}))
        return {"Principal": {"DataLakePrincipalIdentifier": self.identity(OTHER)}, "Resource": resource}

    # --- Glue

    def glue(self, account):
        if account != HOME:
            return {"TableList": []}
        policy = self.policy([{"Effect": "Allow", "Principal": {"AWS": OTHER}, "Action": self.either("glue:*", ("glue:GetTable",), 0.95), "Resource": "*"}])
        tables = [self.table(HOME, database, name) for database, name in TABLES if self.chance(0.95)]
        if self.chance(0.9 if self.leans("full_table_by_catalog") else 0.3):
            tables.append(self.table(INNER, "sales", "orders"))
        if self.chance(0.1):
            tables.append({"CatalogId": HOME, "DatabaseName": "hr", "Name": "link", "TargetTable": {"CatalogId": HOME, "DatabaseName": "sales", "Name": "orders"}})
        made = {"ResourcePolicies": [{"PolicyInJson": policy}] if self.chance(0.95) else [], "TableList": tables, "Partitions": [self.partition(each) for each in self.some(VALUES, 0.8)],
                "CatalogList": [{"CatalogId": INNER, "Name": "warehouse", **self.catalog_says()}],
                "DatabaseList": [{"CatalogId": HOME, "Name": "sales"}, {"CatalogId": HOME, "Name": "hr"}]}
        if self.chance(0.1):
            made["DataCatalogEncryptionSettings"] = {"EncryptionAtRest": self.pick((
                {"CatalogEncryptionMode": "DISABLED"}, {"CatalogEncryptionMode": "SSE-KMS", "SseAwsKmsKeyId": KEY}, {"CatalogEncryptionMode": "SSE-KMS", "SseAwsKmsKeyId": "alias/aws/glue"},
                {"CatalogEncryptionMode": "SSE-KMS-WITH-SERVICE-ROLE", "SseAwsKmsKeyId": KEY, "CatalogEncryptionServiceRole": role_arn(HOME, self.pick(("data", "reader", "gone")))}))}
        return made

    def catalog_says(self):
        """Of full-table access."""
        if self.leans("full_table_by_catalog"):
            return {"AllowFullTableExternalDataAccess": "True"}
        return self.pick(({}, {}, {"AllowFullTableExternalDataAccess": "True"}, {"AllowFullTableExternalDataAccess": "False"}))

    def table(self, catalog, database, name):
        place = self.either(f"{database}/{name}" if catalog == HOME else "hr/inner", ("sales/orders",), 0.93)
        made = {"CatalogId": catalog, "DatabaseName": database, "Name": name, "PartitionKeys": KEYS,
                "StorageDescriptor": {"Location": f"{self.either('s3', ('s3a', 'hdfs'), 0.92)}://lake/{place}{self.either('/', ('',), 0.8)}", "Columns": SCHEMA}}
        if self.chance(0.9 if self.leans("lake_creator_permissions") else 0.1):
            made["CreatedBy"] = self.pick((f"arn:aws:sts::{HOME}:assumed-role/reader/run-9", role_arn(HOME, "writer"), role_arn(OTHER, "reader")))
        return made

    def partition(self, values):
        where = "hr/far" if values[0] == "far" else self.either("sales/orders/" + values[1], ("sales/a//b", "sales/orders/../x", "sales/" + "k" * 700, "sales/st*r"), 0.85)
        return {"CatalogId": HOME, "DatabaseName": "sales", "TableName": "orders", "Values": values, "StorageDescriptor": {"Location": f"{self.either('s3', ('hdfs',), 0.94)}://lake/{where}"}}

    # --- requests

    def caller(self):
        account, name = self.pick(((HOME, "reader"), (HOME, "reader"), (HOME, "writer"), (OTHER, "consumer"), (OTHER, "consumer")))
        tags = [(self.either(ENGINE, (ENGINE.lower(),), 0.95), self.either("engine", ("other", "Engine"), 0.95))] if self.chance(0.4 if self.leans("full_table_by_catalog", "full_table_metadata", "part_of_table_code") else 0.85) else []
        tags += [("team", self.pick(TEAMS))] if self.chance(0.4) else []
        made = {"weir": "session/1", "kind": "assumed-role", "account": account, "arn": f"arn:aws:sts::{account}:assumed-role/{name}/run-1",
                "role_arn": role_arn(account, name), "session_name": "run-1", "issued_at": "2026-03-02T08:30:00Z",
                "expiration": self.either("2026-03-02T09:30:00Z", ("2026-03-02T09:00:00Z",), 0.99), "tags": [{"Key": key, "Value": value} for key, value in tags]}
        if self.chance(0.3):
            made["lakeformation"] = {"username": self.either(USER, (USER + "a",), 0.95), "groups": [GROUP] if self.chance(0.5) else []}
        return {"session": made}

    def parameters(self, operation):
        database, table = self.either(TABLES[0], (*TABLES, ("sales", "none"), ("hr", "link")), 0.8)
        made = {} if operation.endswith("LocationCredentials") and self.chance(0.5) else {"SupportedPermissionTypes": self.supported()}
        if operation == LOCATION:
            return {**({} if self.chance(0.03) else {"DataLocations": self.places(database, table)}), **({"CredentialsScope": self.pick(("READ", "READWRITE"))} if self.chance(0.5) else {})}
        if operation.startswith("glue:"):
            return {**made, **self.metadata(operation, database, table)}
        inner = self.either("", ("warehouse/",), 0.4 if self.leans("full_table_by_catalog") else 0.96)
        made["TableArn"] = f"arn:aws:glue:{self.either(REGION, ('eu-west-1',), 0.98)}:{self.either(HOME, ('999999999999',), 0.98)}:table/{inner}{database}/{self.either(table, (table.title(),), 0.98)}"
        if self.chance(0.02):
            made["TableArn"] = self.pick((f"arn:aws:glue:{REGION}:{HOME}:table/sales", f"arn:aws:glue:{REGION}:{HOME}:database/sales/orders", "orders"))
        if self.chance(0.1):
            del made["SupportedPermissionTypes"]
        if self.chance(0.5):
            made["Permissions"] = self.some(("SELECT", "INSERT", "DELETE", "DESCRIBE", "ALTER", "ALL", "CREATE_TABLE"), 0.2) or ["SELECT"]
        if self.chance(0.1):
            made["DurationSeconds"] = self.pick((900, 21600, 21601, 43200, 899))
        if operation == PARTITION:
            made["Partition"] = {"Values": self.either(self.pick(VALUES), (["2023"], ["a", "2024", "y"]), 0.3 if self.leans("partition_values_code") else 0.9)}
        elif self.chance(0.2):
            made["S3Path"] = self.pick((f"s3://lake/{database}/{table}", f"s3://lake/{database}/{table}/2024/", f"s3://lake/{database}/{table}2/", f"s3a://lake/{database}/{table}/", f"s3://lake/{database}/{table}/st*r", f"s3://lake/{database}/{table}/" + "k" * 700, "s3://lake/sales/order",
                                        "s3://lake", f"s3://lake/{database}/{table}/a//b", "no place"))
        return made

    def supported(self):
        if self.leans("lake_column_filter_type") and self.chance(0.5):
            return [TYPES[0]]
        return (self.some(TYPES, 0.3) or [self.pick(TYPES)]) if self.chance(0.4) else [TYPES[3]]

    def places(self, database, table):
        if self.chance(0.05):
            return ["s3://lake/sales/orders/a", self.pick(("s3://lake/hr/people", "s3://lake/sales/items/" + "k" * 800, "s3://lake/sales/items/../x"))]
        if self.chance(0.06):
            return ["s3://lake/sales/orders/" + self.pick(("a//b", "../x", "k" * 800))]
        first = f"s3://lake/{self.either(f'{database}/{table}/', ('sales', 'hr/people/x', 'sales/orders/2024/a', 'sales/order', 'sales/orders/a//b'))}"
        return [self.either(first, ("", "hdfs://lake/x"), 0.98)] + (["s3://lake/hr/people", "s3://lake/sales/items"][:self.pick((1, 1, 2))] if self.chance(0.3) else [])

    def metadata(self, operation, database, table):
        made = {"CatalogId": self.either(HOME, (INNER, OTHER), 0.95), "DatabaseName": database, "Name" if "Table" in operation else "TableName": table}
        if self.chance(0.05):
            made["Region"] = self.pick((REGION, "eu-west-1", "here"))
        if operation.endswith("PartitionMetadata"):
            made["PartitionValues"] = self.either(self.pick(VALUES[:4]), (["2023"], ["a", "2024", "y"]), 0.9)
        if operation.endswith("PartitionsMetadata"):
            made.update(self.chosen())
        return made

    def chosen(self):
        made = {}
        if self.chance(0.6):
            made["Expression"] = self.expression_text()
        if self.chance(0.2):
            made["MaxResults"] = self.either(self.pick((1, 2, 3)), (0, 1000, 1001), 0.9)
        if self.chance(0.15):
            made["NextToken"] = self.either(str(self.pick((0, 1, 2, 9))), ("x", "-1"), 0.9)
        if self.chance(0.2):
            made["Segment"] = {"SegmentNumber": self.pick((0, 0, 1, 2)), "TotalSegments": self.either(self.pick((2, 3)), (1, 11), 0.9)}
        return made

    def expression_text(self, depth=2):
        kind = self.pick(("one", "one", "one", "AND", "OR", "NOT", "()")) if depth else "one"
        if kind in ("AND", "OR"):
            return self.expression_text(depth - 1) + self.pick((f" {kind} ", f" {kind.lower()}\n")) + self.expression_text(depth - 1)
        if kind == "NOT":
            return "NOT " + self.expression_text(depth - 1)
        if kind == "()":
            return f"({self.expression_text(depth - 1)}{self.either(')', ('', '))'), 0.95)}"
        if self.chance(0.04):
            return self.pick(("", "year", "year = ", "month", "= 'a'", "month IN ()", "year IN 2024", "month LIKE 5", "year = many", "id = 1", "month = 'a", "not = 'x'", "month 'a'"))
        key = self.pick(("month", "year", "MONTH", "`month`", "`not`", "`not`", "`year`"))
        literals = ("2024", "'2024'", "-5", "02025", "7.0", "2024.5", '"7"') if "year" in key else ("'a'", '"b"', "'B'", "'it''s'", "'far'", "''", '"x"', "'%'", "5")
        values = [self.pick(literals) for _ in range(3)]
        turn = self.either("", ("NOT ",), 0.7)
        return self.pick((f"{key} {self.pick(('=', '<>', '!=', '<', '<=', '>', '>='))} {values[0]}", f"{key}{self.pick(('=', '<', '>='))}{values[0]}",
                          f"{key} {turn}IN ({', '.join(values)})", f"{key} {turn}between {values[0]} and {values[1]}",
                          f"{key} {turn}LIKE '{self.pick(LIKE)}'"))

    def lake_response(self):
        """A signed response that names a user and groups, or nearly."""
        role = self.either("reader", ("writer", "gone"), 0.9)
        said = [("Role", (f"{role_arn(HOME, role)},{self.either(vend_mint.PROVIDER, (vend_mint.OTHER_PROVIDER,), 0.97)}",)), ("RoleSessionName", (self.either("run-1", ("x", "a b"), 0.96),))]
        said += [("PrincipalTag:" + ENGINE, ("engine",))] if self.chance(0.6) else []
        said += [("SourceIdentity", ("Ada",))] if self.chance(0.2) else []
        said += [("SessionDuration", (self.pick(("900", "7200")),))] if self.chance(0.2) else []
        said = [("https://aws.amazon.com/SAML/Attributes/" + name, values) for name, values in said]
        said += [(LAKE_SAML + "Username", ("ann",))] if self.chance(0.8) else []
        said += [(LAKE_SAML + "Groups", tuple(self.some(("staff", "others"), 0.7) or ["staff"]))] if self.chance(0.6) else []
        ends = self.pick(("", "2026-03-02T09:20:00Z", "2026-03-02T08:59:00Z", "2026-03-02T08:59:00Z")) if self.chance(0.4) else ""
        return role, vend_mint.response("ada", vend_mint.FORMAT.format("2.0", "persistent"), "https://signin.aws.amazon.com/saml", ends, tuple(said), self.chance(0.03))

    def sign_in(self):
        role, response = self.pick(self.responses)
        made = {"SAMLAssertion": response, "PrincipalArn": self.either(vend_mint.PROVIDER, (vend_mint.OTHER_PROVIDER, vend_mint.PROVIDER + "2"), 0.97),
                "RoleArn": role_arn(HOME, self.either(role, ("reader", "writer"), 0.95))}
        return {**made, **({"DurationSeconds": self.pick((900, 3600, 3601, 43200))} if self.chance(0.3) else {})}

    def use(self):
        """What the credentials of a step before are used for."""
        key = self.pick(("sales/orders/a", "sales/orders/2024/a", "sales/orders", "sales/orders2/a", "hr/people/a", "sales/items/a"))
        action = self.pick(("s3:GetObject", "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket", "s3:GetBucketLocation", "s3:AbortMultipartUpload", "kms:Decrypt", "s3:PutObjectAcl"))
        if action in ("s3:ListBucket", "s3:GetBucketLocation"):
            return {"parameters": {"action": action, "resource": "arn:aws:s3:::lake"}, "context": {"s3:prefix": self.pick((key, key + "/", "sales/orders/", ""))} if self.chance(0.8) else {}}
        return {"parameters": {"action": action, "resource": KEY if action.startswith("kms") else f"arn:aws:s3:::lake/{key}"}}

    def request(self):
        operation, caller = self.pick(OPERATIONS), self.caller()
        if self.aim not in (None, DECORATED) and self.chance(0.7):
            operation = self.aim
        steps = [{"name": "ask", "caller": caller, "operation": operation, "parameters": self.parameters(operation)}]
        if operation in (TABLE, PARTITION, LOCATION) and self.chance(0.5):
            steps += [{"name": f"use-{at}", "caller": {"session": "ask"}, "operation": "authorize", **self.use()} for at in range(2)]
        if self.chance(0.7 if self.aim == DECORATED else 0.1):
            steps[0]["caller"] = {"session": "decorated"}
            steps.insert(0, {"name": "decorated", "caller": caller, "operation": DECORATED, "parameters": self.sign_in()})
        if self.chance(0.02):
            steps = [{"name": "ask", "caller": caller, "operation": "lakeformation:GetDataAccess", "parameters": {"EnabledOnlyForMetaDataAccess": self.pick(("true", "false"))} if self.chance(0.7) else {}}]
        if self.chance(0.01):
            steps[0]["caller"] = self.pick(({"root": HOME}, {"anonymous": True}))
        return {"weir": "request/1", "time": "2026-03-02T09:00:00Z", "region": self.either(REGION, ("eu-west-1",), 0.995), "steps": steps}


def world_and_requests(seed, number, count):
    maker = LakeMaker(seed, number)
    made = maker.lake_world()
    return made, [maker.request() for _ in range(count)]
