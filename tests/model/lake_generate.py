"""Random lakes with requests, made from a seed: two accounts, a few tables, and grants of every kind that nearly fit."""
from vend_generate import HOME, OTHER, REGION, Maker

OTHER_PATH = "o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/"
ROLES = {HOME: ("reader", "writer"), OTHER: ("consumer",)}
ENGINE = "LakeFormationAuthorizedCaller"
PERMISSIONS = ("SELECT", "SELECT", "SELECT", "INSERT", "DELETE", "ALTER", "DROP", "DESCRIBE", "ALL")
TYPES = ("COLUMN_PERMISSION", "CELL_FILTER_PERMISSION", "NESTED_PERMISSION", "NESTED_CELL_PERMISSION")
COLUMNS = ("id", "name", "Ssn", "address", "address.city", '"address"."geo"', "address.geo.lat", "month", "gone")
SCHEMA = [{"Name": "id", "Type": "int"}, {"Name": "name", "Type": "string"}, {"Name": "ssn", "Type": "string"},
          {"Name": "address", "Type": "struct<city:string,geo:struct<lat:double,lon:double>>"}]
TABLES = (("sales", "orders"), ("sales", "items"), ("hr", "people"))
FILTERS = ("eu", "us", "ids", "all", "city", "open")
FOLDERS = ("lake", "lake/sales", "lake/sales/orders", "lake/hr", "lake/sales/orders/2024")
TEAMS, CLASSES = ("blue", "red"), ("open", "secret")
USER = f"arn:aws:iam::{HOME}:saml-provider/idp:user/ann"
GROUP = f"arn:aws:iam::{HOME}:saml-provider/idp:group/staff"
CONDITIONS = ('context.iam.principalTags.hasTag("team")', 'context.iam.principalTags.getTag("team") == "blue"',
              '!context.iam.principalTags.hasTag("team") || context.iam.principalTags.getTag("team") != "red"',
              '["blue", "green"].contains(context.iam.principalTags.getTag("team"))', "x")
OPERATIONS = ("lakeformation:GetTemporaryGlueTableCredentials", "glue:GetUnfilteredTableMetadata", "glue:GetUnfilteredPartitionMetadata",
              "glue:GetUnfilteredPartitionsMetadata", "lakeformation:GetTemporaryGluePartitionCredentials",
              "lakeformation:GetTemporaryDataLocationCredentials")


class LakeMaker(Maker):
    def role(self, account, name):
        allowed = ["lakeformation:GetDataAccess", "glue:Get*"] if self.chance(0.95) else ["glue:Get*"]
        trust = {"Effect": "Allow", "Principal": {"Service": "lakeformation.amazonaws.com"} if self.chance(0.95) else {"AWS": f"arn:aws:iam::{account}:root"},
                 "Action": "sts:AssumeRole"}
        return {"Path": "/", "RoleName": name, "RoleId": f"AROA{name.upper()}", "Arn": f"arn:aws:iam::{account}:role/{name}",
                "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]}, "AttachedManagedPolicies": [],
                "RolePolicyList": [{"PolicyName": "own", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
                    {"Effect": "Allow", "Action": allowed, "Resource": "*"}]}}]}

    def lake_world(self):
        homes = {account: {"LakeFormation": self.formation(account), "Glue": self.glue(account)} for account in (HOME, OTHER)}
        return {"weir": "world/1", "accounts": [{
            "AccountId": account, "Organization": {"Path": OTHER_PATH} if account == OTHER else {"Path": "o-a1b2c3d4e5/r-ab12/"},
            "Iam": {"RoleDetailList": [self.role(account, name) for name in (*ROLES[account], "data")]},
            "Regions": {REGION: homes[account]}} for account in (HOME, OTHER)]}

    # --- Lake Formation

    def formation(self, account):
        return {"DataLakeSettings": self.settings(account), "ResourceInfoList": [self.registration(each) for each in self.some(FOLDERS, 0.6)],
                "DataCellsFilters": [self.filter(each) for each in self.some(FILTERS, 0.8)],
                "LFTagExpressions": [{"CatalogId": account, "Name": "saved", "Expression": self.expression()}] if account == HOME else [],
                "ResourceLFTags": self.tags() if account == HOME else [],
                "PrincipalResourcePermissions": [self.grant(account) for _ in range(int(self.random.random() * 7) + 1)],
                "LakeFormationOptInsInfoList": [self.opt_in() for _ in range(2) if self.chance(0.4)]}

    def principals(self, values):
        return [{"DataLakePrincipalIdentifier": each} for each in values]

    def settings(self, account):
        made = {"DataLakeAdmins": self.principals(self.some([f"arn:aws:iam::{account}:role/{name}" for name in ROLES[account]], 0.15)),
                "AllowExternalDataFiltering": self.chance(0.9), "AllowFullTableExternalDataAccess": self.chance(0.5),
                "ExternalDataFilteringAllowList": self.principals(self.some([HOME, OTHER], 0.9)), "AuthorizedSessionTagValueList": ["engine"]}
        if self.chance(0.9):
            made["Parameters"] = {"CROSS_ACCOUNT_VERSION": self.either("4", ("1", "2", "3", "5"))}
        return made

    def registration(self, folder):
        made = {"ResourceArn": f"arn:aws:s3:::{folder}", "RoleArn": f"arn:aws:iam::{HOME}:role/{self.either('data', ('gone',), 0.95)}",
                "HybridAccessEnabled": self.chance(0.3)}
        if self.chance(0.9):
            made["ExpectedResourceOwnerAccount"] = HOME
        return made

    def filter(self, name):
        rows = {"FilterExpression": self.pick(("month = 'a'", "id < 5"))} if self.chance(0.6) else {"AllRowsWildcard": {}}
        return {"TableCatalogId": HOME, "DatabaseName": "sales", "TableName": "orders", "Name": name, "RowFilter": rows, **self.columns()}

    def columns(self):
        if self.chance(0.5):
            return {"ColumnNames": self.some(COLUMNS, 0.3) or ["id"]}
        return {"ColumnWildcard": {"ExcludedColumnNames": self.some(COLUMNS, 0.2)} if self.chance(0.8) else {}}

    def expression(self):
        made = [{"TagKey": key, "TagValues": self.some(values, 0.6) or ["*"]} for key, values in (("team", TEAMS), ("class", CLASSES)) if self.chance(0.6)]
        return made or [{"TagKey": "team", "TagValues": ["blue"]}]

    def tags(self):
        resources = [{"Database": {"Name": "sales"}}, {"Table": {"DatabaseName": "sales", "Name": "orders"}},
                     {"TableWithColumns": {"DatabaseName": "sales", "Name": "orders", "ColumnNames": [self.pick(("id", "ssn", "address"))]}}]
        return [{"Resource": each, "LFTags": [{"CatalogId": HOME, "TagKey": key, "TagValues": [self.pick(values)]}
                                              for key, values in (("team", TEAMS), ("class", CLASSES)) if self.chance(0.6)] or
                 [{"CatalogId": HOME, "TagKey": "team", "TagValues": ["blue"]}]} for each in self.some(resources, 0.6)]

    def identity(self, account):
        own = [f"arn:aws:iam::{HOME}:role/reader", f"arn:aws:iam::{HOME}:role/reader", f"arn:aws:iam::{OTHER}:role/consumer",
               f"arn:aws:iam::{HOME}:role/writer", f"{HOME}:IAMPrincipals", f"{OTHER}:IAMPrincipals", USER, GROUP]
        if account == HOME:
            own += ["IAM_ALLOWED_PRINCIPALS", OTHER, OTHER, "arn:aws:organizations::999900001111:organization/o-a1b2c3d4e5",
                    "arn:aws:organizations::999900001111:ou/o-a1b2c3d4e5/ou-ab12-22222222"]
        return self.pick(own)

    def resource(self, account):
        database, table = self.either(TABLES[0], TABLES, 0.8)
        named = {"CatalogId": HOME, "DatabaseName": database}
        kind = self.pick(("Table", "Table", "All", "Columns", "Columns", "Filter", "Tags", "Database", "Saved"))
        if kind == "Table":
            return {"Table": {**named, "Name": table}}
        if kind == "All":
            return {"Table": {**named, "TableWildcard": {}}}
        if kind == "Columns":
            return {"TableWithColumns": {**named, "Name": table, **self.columns()}}
        if kind == "Filter":
            return {"DataCellsFilter": {"TableCatalogId": HOME, "DatabaseName": "sales", "TableName": "orders", "Name": self.pick(FILTERS)}}
        if kind == "Database":
            return {"Database": {"CatalogId": HOME, "Name": database}}
        policy = {"CatalogId": HOME, "ResourceType": self.either("TABLE", ("DATABASE",), 0.9)}
        return {"LFTagPolicy": {**policy, **({"ExpressionName": "saved"} if kind == "Saved" and account == HOME else {"Expression": self.expression()})}}

    def grant(self, account):
        permissions = sorted(set(self.pick(PERMISSIONS) for _ in range(1 if self.chance(0.6) else 2)))
        resource = self.resource(account)
        if next(iter(resource)) in ("TableWithColumns", "DataCellsFilter"):
            permissions = ["SELECT"]
        made = {"Principal": {"DataLakePrincipalIdentifier": self.identity(account)}, "Resource": resource, "Permissions": permissions,
                "PermissionsWithGrantOption": permissions if self.chance(0.7) else []}
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
        policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": OTHER}, "Action": "glue:*", "Resource": "*"}]}
        tables = [{"CatalogId": HOME, "DatabaseName": database, "Name": name, "PartitionKeys": [{"Name": "month", "Type": "string"}],
                   "StorageDescriptor": {"Location": f"s3://lake/{database}/{self.either(name, ('orders',), 0.95)}/", "Columns": SCHEMA}}
                  for database, name in TABLES if self.chance(0.95)]
        for each in tables:
            if self.chance(0.1):
                each["CreatedBy"] = f"arn:aws:sts::{HOME}:assumed-role/reader/run-9"
        partitions = [{"CatalogId": HOME, "DatabaseName": "sales", "TableName": "orders", "Values": [value],
                       "StorageDescriptor": {"Location": f"s3://lake/{self.either('sales/orders/' + value, ('hr/far',))}"}} for value in ("2024", "2025")]
        return {"ResourcePolicies": [{"PolicyInJson": policy}], "DatabaseList": [{"CatalogId": HOME, "Name": "sales"}, {"CatalogId": HOME, "Name": "hr"}],
                "TableList": tables, "Partitions": partitions}

    # --- requests

    def caller(self):
        account, name = self.pick(((HOME, "reader"), (HOME, "reader"), (HOME, "writer"), (OTHER, "consumer"), (OTHER, "consumer")))
        tags = [(ENGINE, self.either("engine", ("other",), 0.95))] if self.chance(0.85) else []
        tags += [("team", self.pick(TEAMS))] if self.chance(0.4) else []
        made = {"weir": "session/1", "kind": "assumed-role", "account": account, "arn": f"arn:aws:sts::{account}:assumed-role/{name}/run-1",
                "role_arn": f"arn:aws:iam::{account}:role/{name}", "session_name": "run-1", "issued_at": "2026-03-02T08:30:00Z",
                "expiration": "2026-03-02T09:30:00Z", "tags": [{"Key": key, "Value": value} for key, value in tags]}
        if self.chance(0.3):
            made["lakeformation"] = {"username": USER, "groups": [GROUP] if self.chance(0.5) else []}
        return {"session": made}

    def parameters(self, operation):
        database, table = self.either(TABLES[0], (*TABLES, ("sales", "none")))
        types = self.some(TYPES, 0.3) or [self.pick(TYPES)] if self.chance(0.4) else [TYPES[3]]
        if operation.endswith("LocationCredentials"):
            made = {"DataLocations": [f"s3://lake/{self.either(f'{database}/{table}/', ('sales', 'hr/people/x', 'sales/orders/2024/a', 'sales/order'))}"]}
            return {**made, **({"CredentialsScope": self.pick(("READ", "READWRITE"))} if self.chance(0.5) else {})}
        if operation.startswith("glue:"):
            made = {"CatalogId": HOME, "DatabaseName": database, "SupportedPermissionTypes": types}
            made["Name" if "Table" in operation else "TableName"] = table
            return {**made, **({"PartitionValues": [self.either("2024", ("2023",))]} if operation.endswith("PartitionMetadata") else {})}
        made = {"TableArn": f"arn:aws:glue:{self.either(REGION, ('eu-west-1',), 0.98)}:{HOME}:table/{database}/{table}"}
        if self.chance(0.9):
            made["SupportedPermissionTypes"] = types
        if self.chance(0.5):
            made["Permissions"] = self.some(("SELECT", "INSERT", "DESCRIBE", "ALTER", "ALL", "CREATE_TABLE"), 0.2) or ["SELECT"]
        if self.chance(0.1):
            made["DurationSeconds"] = self.pick((900, 21600, 21601, 43200))
        if "Partition" in operation:
            made["Partition"] = {"Values": self.either(["2024"], (["2025"], ["2023"], ["2024", "x"]))}
        elif self.chance(0.2):
            made["S3Path"] = self.pick((f"s3://lake/{database}/{table}", f"s3://lake/{database}/{table}/2024/", "s3://lake/sales/order", "s3://lake"))
        return made

    def request(self):
        operation = self.pick(OPERATIONS)
        return {"weir": "request/1", "time": "2026-03-02T09:00:00Z", "region": REGION, "caller": self.caller(), "operation": operation,
                "parameters": self.parameters(operation)}


def world_and_requests(seed, number, count):
    maker = LakeMaker(seed, number)
    made = maker.lake_world()
    return made, [maker.request() for _ in range(count)]
