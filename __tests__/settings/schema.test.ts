import { ACCOUNT_ID } from "../support/environments";
import { linesOf } from "../support/problems";
import type { Overrides } from "../support/synthesize";

/** What is refused by its own form, and the exact line that says so. */
const REFUSED: ReadonlyArray<[what: string, overrides: Overrides, line: string]> = [
  ["an unknown profile", { profile: "prod" }, 'profile: got "prod", allowed: "ephemeral", "production"'],
  [
    "an account id without quotes",
    { accountId: 123456789012 },
    "accountId: got 123456789012, allowed: twelve digits, in quotes",
  ],
  [
    "a public address range",
    { network: { cidrBlock: "8.8.0.0/16" } },
    'network.cidrBlock: got "8.8.0.0/16", allowed: a private /16 such as "10.0.0.0/16"',
  ],
  [
    "an address range that is no /16",
    { network: { cidrBlock: "10.0.0.0/24" } },
    'network.cidrBlock: got "10.0.0.0/24", allowed: a private /16 such as "10.0.0.0/16"',
  ],
  [
    "two zones",
    { network: { availabilityZones: ["us-east-1a", "us-east-1b"] } },
    'network.availabilityZones: got ["us-east-1a","us-east-1b"], allowed: exactly 3 different zones',
  ],
  [
    "four zones",
    { network: { availabilityZones: ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d"] } },
    'network.availabilityZones: got ["us-east-1a","us-east-1b","us-east-1c","us-east-1d"], allowed: exactly 3 different zones',
  ],
  [
    "a zone named twice",
    { network: { availabilityZones: ["us-east-1a", "us-east-1a", "us-east-1b"] } },
    'network.availabilityZones: got ["us-east-1a","us-east-1a","us-east-1b"], allowed: each zone once',
  ],
  [
    "a zone of another region",
    { network: { availabilityZones: ["us-east-1a", "us-east-1b", "us-west-2c"] } },
    'network.availabilityZones.2: got "us-west-2c", allowed: a zone of us-east-1',
  ],
  [
    "an outside service by name",
    { network: { httpsEgressCidrBlocks: ["api.example.com"] } },
    'network.httpsEgressCidrBlocks.0: got "api.example.com", allowed: an IPv4 network in CIDR notation, from /8 to /32, such as "198.51.100.0/24"',
  ],
  [
    "an address inside its network",
    { network: { httpsEgressCidrBlocks: ["198.51.100.7/24"] } },
    'network.httpsEgressCidrBlocks.0: got "198.51.100.7/24", allowed: an IPv4 network in CIDR notation, from /8 to /32, such as "198.51.100.0/24"',
  ],
  [
    "the whole world as a source of smoke tests",
    { smokeTestCidrBlocks: ["0.0.0.0/0"] },
    'smokeTestCidrBlocks.0: got "0.0.0.0/0", allowed: an IPv4 network in CIDR notation, from /8 to /32, such as "198.51.100.0/24"',
  ],
  [
    "half the world",
    { smokeTestCidrBlocks: ["198.51.100.0/24", "128.0.0.0/1"] },
    'smokeTestCidrBlocks.1: got "128.0.0.0/1", allowed: an IPv4 network in CIDR notation, from /8 to /32, such as "198.51.100.0/24"',
  ],
  [
    "a database name that PostgreSQL or RDS has taken",
    { database: { name: "postgres" } },
    'database.name: got "postgres", allowed: a lower-case PostgreSQL name of at most 63 characters that is not reserved',
  ],
  [
    "an outside range named twice",
    { network: { httpsEgressCidrBlocks: ["192.0.2.0/24", "192.0.2.0/24"] } },
    'network.httpsEgressCidrBlocks: got ["192.0.2.0/24","192.0.2.0/24"], allowed: each range once',
  ],
  [
    "an impossible address",
    { smokeTestCidrBlocks: ["198.51.100.256/32"] },
    'smokeTestCidrBlocks.0: got "198.51.100.256/32", allowed: an IPv4 network in CIDR notation, from /8 to /32, such as "198.51.100.0/24"',
  ],
  [
    "more smoke-test ranges than a rule takes",
    { smokeTestCidrBlocks: [1, 2, 3, 4, 5].map((n) => `192.0.2.${n}/32`) },
    'smokeTestCidrBlocks: got ["192.0.2.1/32","192.0.2.2/32","192.0.2.3/32","192.0.2.4/32","192.0.2.5/32"], allowed: at most 4 ranges: a listener rule takes 5 values in all',
  ],
  [
    "a database name with a hyphen",
    { database: { name: "my-db" } },
    'database.name: got "my-db", allowed: a lower-case PostgreSQL name of at most 63 characters that is not reserved',
  ],
  [
    "capacity between half steps",
    { database: { minCapacityAcu: 0.7 } },
    "database.minCapacityAcu: got 0.7, allowed: a number from 0.5 to 256, in steps of 0.5",
  ],
  [
    "more capacity than Aurora has",
    { database: { maxCapacityAcu: 256.5 } },
    "database.maxCapacityAcu: got 256.5, allowed: a number from 1 to 256, in steps of 0.5",
  ],
  [
    "no backups",
    { database: { backupRetentionDays: 0 } },
    "database.backupRetentionDays: got 0, allowed: a whole number from 1 to 35",
  ],
  [
    "an interval that RDS does not know",
    { database: { monitoringIntervalSeconds: 20 } },
    "database.monitoringIntervalSeconds: got 20, allowed: 0, 1, 5, 10, 15, 30, 60",
  ],
  [
    "a key of another region",
    { database: { kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/0a1b" } },
    'database.kmsKeyArn: got "arn:aws:kms:eu-west-1:123456789012:key/0a1b", allowed: the ARN of a KMS key in us-east-1',
  ],
  [
    "a word for a flag",
    { database: { deletionProtection: "yes" } },
    'database.deletionProtection: got "yes", allowed: true or false',
  ],
  [
    "a privileged port",
    { application: { containerPort: 80 } },
    "application.containerPort: got 80, allowed: a whole number from 1024 to 65535",
  ],
  [
    "a health check without a slash",
    { application: { healthCheckPath: "healthz" } },
    'application.healthCheckPath: got "healthz", allowed: a path such as "/healthz"',
  ],
  [
    "root",
    { application: { user: "0:0" } },
    'application.user: got "0:0", allowed: a numeric user and group that are not root, such as "10001:10001"',
  ],
  [
    "root's group",
    { application: { user: "10001:0" } },
    'application.user: got "10001:0", allowed: a numeric user and group that are not root, such as "10001:10001"',
  ],
  [
    "root by name",
    { application: { user: "root" } },
    'application.user: got "root", allowed: a numeric user and group that are not root, such as "10001:10001"',
  ],
  [
    "an image tagged latest",
    { application: { blue: { image: "team/app:latest" } } },
    'application.blue.image: got "team/app:latest", allowed: an image with an exact tag or a digest, such as "registry/name:1.4.2"; never "latest"',
  ],
  [
    "an image without a tag",
    { application: { green: { image: "registry:5000/app" } } },
    'application.green.image: got "registry:5000/app", allowed: an image with an exact tag or a digest, such as "registry/name:1.4.2"; never "latest"',
  ],
  [
    "a migration image tagged latest",
    { migration: { image: "postgres:latest" } },
    'migration.image: got "postgres:latest", allowed: an image with an exact tag or a digest, such as "registry/name:1.4.2"; never "latest"',
  ],
  [
    "an empty command",
    { migration: { command: [] } },
    "migration.command: got [], allowed: at least one word",
  ],
  [
    "half a task",
    { application: { blue: { minTasks: 1.5 } } },
    "application.blue.minTasks: got 1.5, allowed: a whole number from 0 to 1000",
  ],
  [
    "no task at most",
    { application: { green: { maxTasks: 0 } } },
    "application.green.maxTasks: got 0, allowed: a whole number from 1 to 1000",
  ],
  [
    "a weight in words",
    { weights: { blue: "80" } },
    'weights.blue: got "80", allowed: a whole number from 0 to 100',
  ],
  [
    "a negative weight",
    { weights: { green: -20 } },
    "weights.green: got -20, allowed: a whole number from 0 to 100",
  ],
  [
    "a certificate of another region",
    { https: { certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/0a1b" } },
    'https.certificateArn: got "arn:aws:acm:eu-west-1:123456789012:certificate/0a1b", allowed: the ARN of an ACM certificate in us-east-1',
  ],
  [
    "a URL for a host name",
    { https: { domainName: "https://example.com", hostedZoneId: "Z0123" } },
    'https.domainName: got "https://example.com", allowed: a host name such as "payments.example.com", at most 64 characters',
  ],
  [
    "a zone's name for its id",
    { https: { domainName: "a.example.com", hostedZoneId: "example.com" } },
    'https.hostedZoneId: got "example.com", allowed: a Route 53 hosted zone id such as "Z0123456789ABCDEFGHIJ"',
  ],
  [
    "a limit that WAF refuses",
    { waf: { requestsPer5Minutes: 9 } },
    "waf.requestsPer5Minutes: got 9, allowed: a whole number from 10 to 2000000000",
  ],
  [
    "a rule group that no web ACL has",
    { waf: { counted: { AWSManagedRulesLinuxRuleSet: "It is not there at all." } } },
    "waf.counted.AWSManagedRulesLinuxRuleSet: got a value that is not shown, allowed: no such setting; known here: AWSManagedRulesAmazonIpReputationList, AWSManagedRulesCommonRuleSet, AWSManagedRulesKnownBadInputsRuleSet, AWSManagedRulesSQLiRuleSet",
  ],
  [
    "a rule that its group does not have",
    { waf: { counted: { AWSManagedRulesSQLiRuleSet: { SQLI_BODY: "A note of a partner." } } } },
    "waf.counted.AWSManagedRulesSQLiRuleSet.SQLI_BODY: got a value that is not shown, allowed: rules of AWSManagedRulesSQLiRuleSet: SQLi_QUERYARGUMENTS, SQLiExtendedPatterns_QUERYARGUMENTS, SQLi_BODY, SQLiExtendedPatterns_BODY, SQLi_COOKIE, SQLi_URIPATH",
  ],
  [
    "an exclusion without a reason",
    { waf: { counted: { AWSManagedRulesSQLiRuleSet: { SQLi_BODY: "" } } } },
    'waf.counted.AWSManagedRulesSQLiRuleSet.SQLi_BODY: got "", allowed: a reason of 10 to 300 characters, on one line',
  ],
  [
    "an exclusion for a reason of several lines",
    { waf: { counted: { AWSManagedRulesSQLiRuleSet: { SQLi_BODY: "A reason\nof two lines." } } } },
    'waf.counted.AWSManagedRulesSQLiRuleSet.SQLi_BODY: got "A reason\\nof two lines.", allowed: a reason of 10 to 300 characters, on one line',
  ],
  [
    "a group that counts without a reason",
    { waf: { counted: { AWSManagedRulesSQLiRuleSet: true } } },
    "waf.counted.AWSManagedRulesSQLiRuleSet: got true, allowed: a reason for the whole group, or an object with a reason or null for single rules of the group",
  ],
  [
    "a releaser by name",
    { access: { principalArns: { releaser: ["alice"] } } },
    'access.principalArns.releaser.0: got "alice", allowed: the ARN of an IAM role',
  ],
  [
    "a whole account that may break the glass",
    { access: { principalArns: { breakGlass: [`arn:aws:iam::${ACCOUNT_ID}:root`] } } },
    `access.principalArns.breakGlass.0: got "arn:aws:iam::${ACCOUNT_ID}:root", allowed: the ARN of an IAM role`,
  ],
  [
    "a user, whom nobody asks for MFA",
    { access: { principalArns: { breakGlass: [`arn:aws:iam::${ACCOUNT_ID}:user/ada`] } } },
    `access.principalArns.breakGlass.0: got "arn:aws:iam::${ACCOUNT_ID}:user/ada", allowed: the ARN of an IAM role`,
  ],
  [
    "an address for a security group",
    { access: { databaseClientSecurityGroupIds: ["198.51.100.0/24"] } },
    'access.databaseClientSecurityGroupIds.0: got "198.51.100.0/24", allowed: the id of a security group such as "sg-0123456789abcdef0"',
  ],
  ...[7, 9, 16, 18].map((length): [string, Overrides, string] => [
    `a security group whose id has ${length} digits, not 8 or 17`,
    { access: { databaseClientSecurityGroupIds: [`sg-${"0".repeat(length)}`] } },
    `access.databaseClientSecurityGroupIds.0: got "sg-${"0".repeat(length)}", allowed: the id of a security group such as "sg-0123456789abcdef0"`,
  ]),
  [
    "a security group named twice",
    { access: { databaseClientSecurityGroupIds: ["sg-12345678", "sg-12345678"] } },
    'access.databaseClientSecurityGroupIds: got ["sg-12345678","sg-12345678"], allowed: each security group once',
  ],
  [
    "days that CloudWatch Logs refuses",
    { logs: { auditRetentionDays: 2 } },
    "logs.auditRetentionDays: got 2, allowed: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
  ],
  [
    "more than all",
    { monitoring: { maxErrorPercent: 51 } },
    "monitoring.maxErrorPercent: got 51, allowed: a whole number from 0 to 50",
  ],
  [
    "no time at all",
    { monitoring: { maxLatencySeconds: 0 } },
    "monitoring.maxLatencySeconds: got 0, allowed: a number from 0.01 to 60",
  ],
  [
    "an unknown protocol",
    { monitoring: { subscribers: [{ protocol: "pager", endpoint: "x" }] } },
    'monitoring.subscribers.0.protocol: got "pager", allowed: "email", "https", "sms"',
  ],
  [
    "a subscriber without an endpoint",
    { monitoring: { subscribers: [{ protocol: "email" }] } },
    "monitoring.subscribers.0.endpoint: got nothing, allowed: a value, because there is no default",
  ],
  [
    "a subscriber named twice",
    {
      monitoring: {
        subscribers: [
          { protocol: "email", endpoint: "a@b.c" },
          { protocol: "email", endpoint: "a@b.c" },
        ],
      },
    },
    'monitoring.subscribers: got [{"protocol":"email","endpoint":"a@b.c"},{"protocol":"email","endpoint":"a@b.c"}], allowed: each subscriber once',
  ],
  ["nothing for a group", { network: null }, "network: got null, allowed: an object"],
  ["a text for a group", { logs: "3 days" }, 'logs: got "3 days", allowed: an object'],
];

describe("a setting is refused", () => {
  it.each(REFUSED)("for %s", (_what, overrides, line) => {
    expect(linesOf(overrides)).toEqual([`  ${line}`]);
  });
});
