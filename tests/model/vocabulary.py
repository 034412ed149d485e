"""The few words of the random questions: callers, resources, values that parse and values that nearly do.

Leading values of each list parse; GOOD says how many.
"""
import base64

ACCOUNTS = ["111122223333", "444455556666"]
LAKE = "arn:aws:s3:::lake"
KEY_ARN = "arn:aws:kms:us-east-1:{}:key/k-1"

# scenario: actions, resources; {} is the account of the resource
SCENARIOS = {
    "s3": (["s3:GetObject", "s3:GetObjectAcl", "s3:PutObject", "S3:getobject"],
           [f"{LAKE}/sales/a.parquet", f"{LAKE}/sales/ada/x", f"{LAKE}/Sales/a.parquet", f"{LAKE}/sales/a:b/c",
            f"{LAKE}/s*/a", f"{LAKE}/$sales/a$", f"{LAKE}/\u00e9t\u00e9/\U0001f980", f"{LAKE}-2/sales/a.parquet", f"{LAKE}/"]),
    "bucket": (["s3:ListBucket", "s3:GetBucketPolicy"], [LAKE, f"{LAKE}-2"]),
    "glue": (["glue:GetTable", "glue:GetTables"],
             ["arn:aws:glue:us-east-1:{}:table/db/orders", "arn:aws:glue:us-east-1:{}:table/db/Orders",
              "arn:aws:glue:eu-west-1:{}:database/db"]),
    "none": (["lakeformation:GetDataAccess", "s3:ListAllMyBuckets", "sts:GetCallerIdentity"], ["*"]),
    "sqs": (["sqs:SendMessage", "sqs:ReceiveMessage"],
            ["arn:aws:sqs:us-east-1:{}:queue", "arn:aws:sqs:us-east-1:{}:q"]),
    "kept": (["iam:DeleteRole", "iam:GetRole", "iam:TagRole", "iam:PassRole", "iam:DeletePolicy"],
             ["arn:aws:iam::{}:role/aws-reserved/a", "arn:aws:iam::{}:role/reserved/a", "arn:aws:iam::aws:policy/Read",
              "arn:aws:iam::{}:policy/Read"]),
    "kms": (["kms:Decrypt", "kms:Encrypt"], [KEY_ARN]),
    "trust": (["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity", "sts:AssumeRoleWithSAML", "sts:SetContext"],
              ["arn:aws:iam::{}:role/target", "arn:aws:iam::{}:role/path/target",
               "arn:aws:iam::{}:role/aws-service-role/x.amazonaws.com/Target"]),
}

STRINGS = ["sales", "Sales", "finance", "ada", "sal*", "s?les", "", "sale", "saless", "\u00e9", "\u00c9", "a:b", "$",
           "*", "\U0001f980", "${aws:username}", "sales/ada"]
NUMBERS = ["10", "10.0", "010", "-3", "-0", "0", "9", "11", "9007199254740992", "9007199254740993", "0.1", "0.10",
           "9007199254740993.5", "-3.0", "1e1", "abc", "+10", "", " 10", ".5", "5."]
DATES = ["2026", "2026-03", "2026-03-02", "2026-03-02T09:00Z", "2026-03-02T09:00:00Z", "2026-03-02T09:00:00.000Z",
         "2026-03-02T09:00:00.5Z", "2026-03-02T10:00:00+01:00", "2026-03-02T08:30:00-00:30", "1772442000", "1772442001",
         "1772409600", "1767225600", "2026-02-30", "2026-03-02T09:00:00", "2026-03-02T24:00:00Z", "2024-02-29",
         "2026-13", "soon", "", "2026-03-02t09:00:00z", "2026-03-02T09:00:60Z", "0"]
BOOLS = ["true", "false", "True", "FALSE", "1", "yes", ""]
IPS = ["10.0.0.1", "10.0.0.2", "10.0.1.1", "10.128.0.1", "192.0.2.1", "2001:db8::1", "2001:DB8:0:0::1", "2001:db8:1::1",
       "::1", "::ffff:10.0.0.1", "010.0.0.1", "10.0.0", "here", "", "2001:db8::1%eth0"]
CIDRS = ["10.0.0.1", "10.0.0.1/32", "10.0.0.0/24", "10.0.0.77/24", "10.0.0.0/8", "10.0.0.0/31", "0.0.0.0/0", "::/0",
         "2001:db8::/32", "2001:db8::1", "2001:0db8:0000::0001/128", "2001:db8::/127", "10.0.0.0/33", "2001:db8::/129",
         "10.0.0.0/255.0.0.0", "10.0.0.1/", "10.0.0.0/08", "::ffff:10.0.0.0/104", "x"]
BINARIES = [base64.b64encode(data).decode() for data in (b"lake", b"Lake", b"", b"\x00\xff", b"a")] \
    + ["bGFrZQ", "bGFrZR==", "bGFr ZQ==", "@@@@"]
ARNS = ["arn:aws:sns:us-east-1:111122223333:topic", "arn:aws:sns:us-east-1:111122223333:Topic",
        "arn:aws:sns:us-east-1:444455556666:topic:sub", "arn:aws:svc:us-east-2:999999999999:store/abc:111122223333:f/d",
        "arn:aws:sns:us-east-1:111122223333", "topic", "", "arn:aws:s3:::lake/sales/ada"]
ARN_PATTERNS = ARNS + ["arn:aws:sns:*:*:topic", "arn:aws:sns:us-east-1:111122223333:*", "arn:*:sns:us-east-?:*:t*c",
                       "arn:aws:sns:us-east-1:*:topic*", "arn:aws:svc:*:111122223333:f/*", "arn:aws:svc:*", "*",
                       "arn:aws:svc:*:999999999999:*f/d", "*:*:*:*:*:*", "arn:aws:sns:us-east-1:????????????:top?c",
                       "arn:aws:s3:::lake/${aws:PrincipalTag/team}/*", "arn:aws:s3:::lake/*/${aws:username}",
                       "${aws:SourceArn}", "arn:aws:sns:us-east-1:${aws:PrincipalAccount}:topic",
                       "arn:aws:s3:::lake/${*}"]
STRING_PATTERNS = STRINGS + ["sal*", "s?les", "*", "*es", "s*l*s", "????", "?", "??", "*a*d*a", "${aws:username}",
                             "${AWS:UserName}", "${aws:PrincipalTag/team}", "${aws:principaltag/TEAM}",
                             "${aws:PrincipalTag/none}", "${aws:PrincipalTag/none, 'sales'}",
                             "${aws:PrincipalTag/team, 'finance'}", "${aws:PrincipalTag/none,'sales'}",
                             "${aws:PrincipalTag/none, 's*'}", "${aws:TagKeys}", "${aws:TagKeys, 'sales'}", "sal${*}",
                             "s${?}les", "${$}", "${$}{aws:username}", "${*}", "${", "${aws:username", "${}", "sal${x*",
                             "${aws:PrincipalTag/team}*", "*/${aws:username}", "a${aws:PrincipalTag/team}", "sales/*"]

# condition key: (family, is it multi-valued)
KEYS = {
    "aws:PrincipalTag/team": ("string", False), "aws:ResourceTag/team": ("string", False),
    "aws:RequestTag/team": ("string", False),
    "aws:username": ("string", False), "s3:prefix": ("string", False), "aws:TagKeys": ("string", True),
    "saml:aud": ("string", False), "aws:MultiFactorAuthAge": ("number", False), "s3:max-keys": ("number", False),
    "aws:CurrentTime": ("date", False), "aws:EpochTime": ("date", False), "aws:SecureTransport": ("bool", False),
    "aws:MultiFactorAuthPresent": ("bool", False), "aws:SourceIp": ("ip", False), "aws:VpcSourceIp": ("ip", False),
    "x:Binary": ("binary", False), "aws:SourceArn": ("arn", False), "aws:Arns": ("arn", True),
    "aws:Numbers": ("number", True), "aws:Ips": ("ip", True), "aws:Dates": ("date", True),
    "aws:PrincipalAccount": ("string", False),
}
# family: request values, policy values, operators
FAMILIES = {
    "string": (STRINGS, STRING_PATTERNS,
               ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike",
                "StringNotLike"]),
    "number": (NUMBERS, NUMBERS, ["Numeric" + each for each in (
        "Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")]),
    "date": (DATES, DATES, ["Date" + each for each in (
        "Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")]),
    "bool": (BOOLS, BOOLS + ["${aws:SecureTransport}"], ["Bool"]),
    "ip": (IPS, CIDRS, ["IpAddress", "NotIpAddress"]),
    "binary": (BINARIES, BINARIES, ["BinaryEquals"]),
    "arn": (ARNS, ARN_PATTERNS, ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"]),
}
GOOD = {"number": 14, "date": 12, "bool": 4, "ip": 9, "binary": 5, "arn": 4, "string": 6}  # leading values that parse
OPERATORS = [name for _, _, names in FAMILIES.values() for name in names]
PROVIDER = "arn:aws:iam::111122223333:saml-provider/corp"

# What is put over an element so that the document must be refused, or only nearly.
BROKEN_POLICIES = [("Version", "2012-10-18"), ("Version", 2012), ("version", "2012-10-17"), ("Statement", []),
                   ("Id", 1),
                   ("Statement", "Allow"), ("Statement", None), ("Other", 1), ("Id", "x")]
BROKEN_STATEMENTS = [("Effect", "allow"), ("Effect", ""), ("effect", "Allow"), ("Action", []), ("Action", "s3"),
                     ("Action", ""), ("Action", 1), ("Action", "s*:GetObject"), ("Action", ":x"), ("Action", "a:b:c"),
                     ("Action", "*:*"), ("NotAction", "s3:x"), ("Resource", []), ("Resource", 1), ("NotResource", "*"),
                     ("Principal", "*"), ("Principal", "ada"), ("Principal", {}), ("Principal", {"AWS": []}),
                     ("Principal", {"Aws": "*"}), ("Principal", {"AWS": "arn:aws:iam::111122223333:user/*"}),
                     ("Principal", {"AWS": "1111"}), ("Principal", {"Service": "*"}),
                     ("NotPrincipal", {"AWS": ACCOUNTS[0]}),
                     ("Sid", "a b"), ("Sid", "a-b"), ("Sid", 1), ("Condition", []), ("Condition", "x"), ("Other", {}),
                     ("Condition", {}), ("Resource", "arn:aws:s3"), ("Resource", "lake"), ("Resource", "arn:aws:s3*")]
BROKEN_CONDITIONS = [{"StringMatch": {"a:b": "c"}}, {"NullIfExists": {"a:b": "true"}}, {"StringEquals": "x"},
                     {"ForAllValues:Null": {"a:b": "true"}}, {"ForAnyValues:StringLike": {"a:b": "*"}},
                     {"StringEquals": {"a:b": None}}, {"StringEquals": {"a:b": {"c": "d"}}},
                     {"StringEquals": {"a:b": [["c"]]}},
                     {"StringEquals": {"a:b": "c", "A:b": "c"}},
                     {"StringEquals": {"a:b": "c"}, "stringequals": {"a:c": "d"}},
                     {"BoolNot": {"a:b": "true"}}, {"StringEquals": {"": "x"}}, {"NotBinaryEquals": {"a:b": "YQ=="}},
                     {"": {"a:b": "c"}}, {"IfExists": {"a:b": "c"}}, {"StringLike": {}},
                     {"StringEqualsifexists": {"a:b": "c"}}]
