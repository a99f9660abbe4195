import * as v from "valibot";
import { ENGINE_MAJORS, isEngineVersion } from "../naming/engine";
import { MAX_SUFFIX_LENGTH, TASK_VARIABLES } from "../naming/names";
import { byTeamRole } from "../naming/team-roles";
import { FARGATE_SIZES } from "./fargate";
import {
  capacityAcu,
  certificateArn,
  cidr,
  distinct,
  flag,
  group,
  image,
  integer,
  kmsKeyArn,
  oneOf,
  pattern,
  principals,
  retentionDays,
  secretArn,
  setting,
  zone,
} from "./fields";
import { noSecret, noSecretOfWords } from "./no-secrets";
import { releaseSchema } from "./release";
import { restoreFrom } from "./restore-from";
import { isSecretName } from "./secret-names";
import { RULE_GROUPS, type RuleGroup } from "./waf";

/** Variables that would make the AWS SDKs use other credentials than the task role's, and so evade the role's limits. */
const CREDENTIALS =
  /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|PROFILE|ROLE_ARN|WEB_IDENTITY_TOKEN_FILE|CONTAINER_.*)$/;

const SHOWN = "plans and the ECS console show it; keep secrets in AWS Secrets Manager";

const variableName = v.pipe(
  pattern(/^[A-Z][A-Z0-9_]*$/, "upper-case variable names such as LOG_LEVEL"),
  v.check(
    (name) => !TASK_VARIABLES.some((own) => own === name),
    `names other than those that the stack sets itself: ${TASK_VARIABLES.join(", ")}`,
  ),
  v.check((name) => !CREDENTIALS.test(name), "no credentials of AWS: the task's role gives them"),
);
const plainVariableName = v.pipe(
  variableName,
  v.check(
    (name) => !isSecretName(name),
    "no secrets: plans and the ECS console show these values; keep secrets in AWS Secrets Manager, and name them in application.secrets",
  ),
);

const secret = group({
  arn: setting(
    "ARN of a Secrets Manager secret, with the six characters that AWS ends it with, or of an SSM parameter. Changing it starts new tasks.",
    secretArn(),
  ),
  jsonKey: v.optional(
    setting(
      "Key in the secret's JSON; the variable gets its value. Only for Secrets Manager. Default: the secret as a whole. Changing it starts new tasks.",
      pattern(/^[\w.-]{1,255}$/, "a key of letters, digits, and _ . -"),
    ),
  ),
  kmsKeyArn: v.optional(
    setting(
      "ARN of the customer managed KMS key that encrypts the secret, so that the execution role may decrypt with it. Default: AWS's own key, for which no right is needed.",
      kmsKeyArn(),
    ),
  ),
});

const plainText = v.pipe(v.string("text"), noSecret(SHOWN));

const ENGINE_VERSIONS = `a version in quotes: ${Object.entries(ENGINE_MAJORS)
  .map(([major, least]) => `${least} or a later ${major}`)
  .join(", ")}`;

const containerPort = () => integer(1024, 65535);
const healthCheckPath = () => pattern(/^\/[\w./~-]{0,1023}$/, 'a path such as "/healthz"');
const user = () =>
  pattern(
    /^[1-9]\d{0,9}(:[1-9]\d{0,9})?$/,
    'a numeric user and group that are not root, such as "10001:10001"',
  );

const color = group({
  image: setting(
    "Container image of this color, pinned to an exact tag or, better, to a digest. A change starts new tasks of this color.",
    image(),
  ),
  containerPort: v.optional(
    setting(
      "Port that the container of this color listens on. Default: application.containerPort. Change it on the color without traffic, and release that color. A change replaces all tasks of the color, and is refused where the color has live traffic.",
      containerPort(),
    ),
  ),
  healthCheckPath: v.optional(
    setting(
      "Path of this color that answers 200 when a task can take traffic. Default: application.healthCheckPath. Change it on the color without traffic, and release that color: the load balancer asks all running tasks of the color for the new path at once.",
      healthCheckPath(),
    ),
  ),
  user: v.optional(
    setting(
      "User, or user:group, that the container of this color runs as; never root. Default: application.user. A change starts new tasks of this color.",
      user(),
    ),
  ),
  environment: setting(
    "Plain environment variables of this color alone, over those of application.environment: an entry replaces the common one of that name, null removes it. Never a secret. A change starts new tasks of this color.",
    v.record(plainVariableName, v.nullable(plainText), "an object"),
  ),
  minTasks: setting(
    "Fewest tasks of this color that autoscaling keeps; 0 only while the color has no traffic. A release to 100 % needs enough of them beforehand. A change is applied in place.",
    integer(0, 1000),
  ),
  maxTasks: setting(
    "Most tasks of this color that autoscaling starts. A change is applied in place.",
    integer(1, 1000),
  ),
  secrets: setting(
    "Secrets of this color alone, over those of application.secrets: an entry replaces the common one of that name as a whole, null removes it. A change starts new tasks of this color.",
    v.record(variableName, v.nullable(secret), "an object"),
  ),
});

const reason = v.pipe(
  pattern(/^\S.{8,298}\S$/, "a reason of 10 to 300 characters, on one line"),
  noSecret("reviews show it"),
);

/** The setting that names the part of a managed rule group that counts instead of blocking: the whole group, or some of its rules. */
function counted(group: RuleGroup) {
  const { isFor, rules } = RULE_GROUPS[group];
  const allowed = `rules of ${group}: ${rules.join(", ")}`;
  return v.optional(
    setting(
      `Exceptions from AWS's rule group ${group} (${isFor}): requests that are counted and let through instead of blocked. A text is the reason why the whole group only counts. An object names single rules, each with its reason, or with null to take a default back. Rules that are not named block. A change is applied in place (https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-group-override-options.html).`,
      v.union(
        [
          reason,
          v.record(
            v.pipe(v.string(allowed), v.values<string, readonly string[], string>(rules, allowed)),
            v.nullable(reason),
          ),
        ],
        "a reason, and the whole group counts; or an object of its rules, each with a reason or null",
      ),
    ),
  );
}

/**
 * The suffix that names an environment. Every resource name ends with the suffix, so AWS's shortest name limit decides the maximum length
 * of a suffix.
 */
export const suffixSchema = pattern(
  // S3 reserves bucket names that end in "-s3alias".
  new RegExp(`^(?=.{1,${MAX_SUFFIX_LENGTH}}$)(?!(.*-)?s3alias$)[a-z][a-z0-9]*(-[a-z0-9]+)*$`),
  `1 to ${MAX_SUFFIX_LENGTH} lower-case letters, digits and single hyphens, a letter first`,
);

/** The bucket that holds the state. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const stateBucketSchema = pattern(
  /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/,
  'the name of an existing S3 bucket; "npm run bootstrap" makes one and prints it',
);

/** All settings of an environment, in AWS's own terms; `environments/environment.schema.json` is generated from this schema. */
export const environmentSchema = group({
  $schema: v.optional(setting("Where editors find this schema; not read by the project.", v.string())),
  profile: setting(
    "Set of defaults that this file overrides. In a running environment another profile has another KMS key, and so replaces the database, data included.",
    oneOf(["ephemeral", "production"]),
  ),
  accountId: v.optional(
    setting(
      "Number of the only AWS account that a deployment may change. Required in production.",
      pattern(/^\d{12}$/, "twelve digits, in quotes"),
    ),
  ),
  network: group({
    cidrBlock: setting(
      "Address range of the VPC, a private /16. A running environment keeps its range; another range takes another environment (docs/runbooks/network.md).",
      pattern(
        /^(10\.(25[0-5]|2[0-4]\d|1?\d?\d)|172\.(1[6-9]|2\d|3[01])|192\.168)\.0\.0\/16$/,
        'a private /16 such as "10.0.0.0/16"',
      ),
    ),
    availabilityZones: setting(
      "Three zones for the subnets, the tasks and the database, in any order. A change makes the new zone before it leaves the old one. Instances of the database are the exception: one goes before its successor is made, and all stay in the zones that the cluster began with (docs/runbooks/network.md).",
      v.pipe(
        v.array(zone(), "exactly 3 different zones"),
        v.length(3, "exactly 3 different zones"),
        distinct("zone"),
      ),
    ),
    natGateways: setting(
      "Number of NAT gateways: one is cheaper, one per zone survives the loss of a zone. A change breaks the outside connections of tasks in two zones, once, and changes the public addresses that partners see.",
      oneOf(["one", "one-per-zone"]),
    ),
    interfaceEndpoints: setting(
      "Whether tasks reach AWS's services (ECR, CloudWatch Logs, Secrets Manager and others) inside the VPC instead of by NAT. To switch it off, also change a variable in application.environment: it makes both services start new tasks, once the way by NAT is open.",
      flag(),
    ),
    httpsEgressCidrBlocks: setting(
      "Address ranges of outside services that the application calls on port 443, such as a payment provider. The ranges count only where the tasks call nothing else outside of the VPC; otherwise port 443 is open to all addresses.",
      v.pipe(v.array(cidr(), "a list of ranges"), distinct("range")),
    ),
  }),
  database: group({
    name: setting(
      "Name of the PostgreSQL database. Changing it later replaces the database, data included.",
      pattern(
        /^(?!(?:user|default|postgres|rdsadmin|template\d)$)[a-z][a-z0-9_]{0,62}$/,
        "a lower-case PostgreSQL name of at most 63 characters that is not reserved",
      ),
    ),
    minCapacityAcu: setting(
      "Aurora Serverless v2 capacity that each instance keeps at least, in ACU. It has to be below database.maxCapacityAcu, because the alarm on the capacity would stay in ALARM otherwise. A change is applied in place.",
      capacityAcu(0.5),
    ),
    maxCapacityAcu: setting(
      "Aurora Serverless v2 capacity that an instance may reach, in ACU. A change is applied in place, but PostgreSQL's limit of connections follows only after a reboot of each instance (docs/runbooks/database.md).",
      capacityAcu(1),
    ),
    backupRetentionDays: setting(
      "Days for which automatic backups are kept, and for which the database can be restored to a point in time. A change is applied in place.",
      integer(1, 35),
    ),
    performanceInsights: setting("Whether Performance Insights records the database load (7 days).", flag()),
    monitoringIntervalSeconds: setting(
      "Interval of enhanced monitoring, in seconds; 0 switches it off.",
      oneOf([0, 1, 5, 10, 15, 30, 60]),
    ),
    deletionProtection: setting(
      "Whether AWS and Terraform refuse to delete the database. While it is on, npm run destroy is refused before anything is touched. A change is applied in place.",
      flag(),
    ),
    finalSnapshot: setting(
      "Whether destroy leaves a last snapshot, aurora-final-snapshot-<suffix>-<time>, until somebody deletes it. It needs database.kmsKeyArn. A change is applied in place; deploy it before the destroy.",
      flag(),
    ),
    engineVersion: setting(
      "Version of Aurora PostgreSQL that a new cluster starts with; AWS applies later minor versions by itself. Another minor version changes nothing in a running environment. Another major version needs database.allowMajorVersionUpgrade and interrupts the database for minutes (docs/runbooks/upgrade-database.md); there is no way back to an older one.",
      v.pipe(
        v.string(ENGINE_VERSIONS),
        v.check((version) => isEngineVersion(version), ENGINE_VERSIONS),
      ),
    ),
    allowMajorVersionUpgrade: setting(
      "Whether the next deployment upgrades a running database to the major version of database.engineVersion. Set it for that deployment only. While it is set, each plan asks for the minor version of database.engineVersion, and AWS refuses that where it has applied a later one by itself.",
      flag(),
    ),
    kmsKeyArn: v.optional(
      setting(
        "ARN of a KMS key from outside the stack, so that snapshots can be read after a destroy. Changing it later replaces the database, data included.",
        kmsKeyArn(),
      ),
    ),
    restoreFrom: v.optional(
      setting(
        "What a new database begins with: a snapshot, or another cluster at a point in time (docs/runbooks/restore.md). Default: an empty database. For a new environment only: it is refused where a database runs that was not restored from it. After the restore, removing the setting changes nothing.",
        restoreFrom(),
      ),
    ),
  }),
  application: group({
    containerPort: setting(
      "Port that the container listens on; above 1023, as the container is not root. A change replaces all tasks of both colors, and is refused where a color has live traffic: give the new port to the color without traffic, and release that color.",
      containerPort(),
    ),
    healthCheckPath: setting(
      "Path that answers 200 when a task can take traffic. After a change the load balancer asks all running tasks of both colors for the new path at once: give it to the color without traffic, and release that color.",
      healthCheckPath(),
    ),
    user: setting(
      "User, or user:group, that the container runs as; never root. A change starts new tasks.",
      user(),
    ),
    cpuUnits: setting(
      "CPU of a task in units, 1024 for one vCPU; AWS bills it, and counts it against the Fargate quota. A change starts new tasks (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html).",
      oneOf([...FARGATE_SIZES.keys()]),
    ),
    memoryMib: setting(
      "Memory of a task in MiB: one of those that Fargate pairs with application.cpuUnits. A change starts new tasks (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html).",
      integer(512, 122_880),
    ),
    healthCheckGracePeriodSeconds: setting(
      "Seconds after the start of a task in which ECS does not stop it for failed health checks: at least what a slow application needs to start. At most 15 minutes, because a deployment waits 20 minutes for healthy tasks. A change is applied in place (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html).",
      integer(0, 900),
    ),
    idleTimeoutSeconds: v.optional(
      setting(
        "Seconds without data after which the load balancer closes a connection: longer than the slowest answer, shorter than the keep-alive of the application. Default: 60. A change is applied in place. A stopping task ends its requests after 30 seconds whatever this says (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html).",
        integer(1, 4000),
      ),
    ),
    targetCpuPercent: setting(
      "Average CPU of a color's tasks, in percent, that autoscaling keeps by starting and stopping tasks; 100 switches scaling by CPU off. A change is applied in place (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html).",
      integer(1, 100),
    ),
    targetMemoryPercent: setting(
      "Average memory of a color's tasks, in percent, that autoscaling keeps by starting and stopping tasks; 100 switches scaling by memory off, for instance for a JVM that never gives its heap back. A change is applied in place (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html).",
      integer(1, 100),
    ),
    environment: setting(
      "Plain environment variables of the containers of both colors. Never a secret: plans and the ECS console show them. A change starts new tasks.",
      v.record(plainVariableName, plainText, "an object"),
    ),
    secrets: setting(
      "Secrets of the containers of both colors: variable name to arn, and optionally jsonKey and kmsKeyArn. ECS reads a secret only when a task starts, so start new tasks after a rotation (docs/runbooks/secrets.md). A change starts new tasks (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html).",
      v.record(variableName, secret, "an object"),
    ),
    secretAccountIds: setting(
      "Other AWS accounts whose secrets and KMS keys application.secrets may name. Empty: only those of accountId. Changes nothing by itself.",
      v.pipe(
        v.array(pattern(/^\d{12}$/, "twelve digits, in quotes"), "a list of account ids"),
        distinct("account"),
      ),
    ),
    blue: setting("The blue copy of the application.", color),
    green: setting("The green copy of the application.", color),
  }),
  migration: group({
    image: setting(
      "Container image of the migration task, the only task that may read the master password. An image of your own has to make the database users app and readonly too (docs/runbooks/migrate.md). A change counts for the next migration.",
      image(),
    ),
    command: v.optional(
      setting(
        "Command of the migration task, a list of words. Default: the image's own command; with the default image, the command that makes the database users.",
        v.pipe(
          v.array(plainText, "a list of words"),
          v.minLength(1, "at least one word"),
          noSecretOfWords(SHOWN),
        ),
      ),
    ),
  }),
  weights: setting(
    "Traffic weights that a new environment starts with; releases move them later. In a running environment an edit moves nothing: it changes a tag that the plan shows.",
    group({
      blue: setting("Percent of the requests that blue gets.", integer(0, 100)),
      green: setting("Percent of the requests that green gets.", integer(0, 100)),
    }),
  ),
  release: releaseSchema,
  https: v.optional(
    setting(
      "HTTPS: a certificate, or a domain name and its hosted zone, or all three. Required in production.",
      group({
        certificateArn: v.optional(
          setting(
            "ARN of an issued certificate in AWS Certificate Manager. Default: a certificate for domainName is requested and validated by DNS.",
            certificateArn(),
          ),
        ),
        domainName: v.optional(
          setting(
            "Host name of the application; gets an alias record in the hosted zone.",
            pattern(
              /^(?=.{1,64}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/,
              'a host name such as "payments.example.com", at most 64 characters',
            ),
          ),
        ),
        hostedZoneId: v.optional(
          setting(
            "Route 53 hosted zone that holds domainName.",
            pattern(/^Z[A-Z0-9]{1,31}$/, 'a Route 53 hosted zone id such as "Z0123456789ABCDEFGHIJ"'),
          ),
        ),
      }),
    ),
  ),
  smokeTestCidrBlocks: setting(
    "Address ranges whose requests reach a color by the header X-Color, whatever the weights are. Empty: the header chooses nothing.",
    v.pipe(
      v.array(cidr(), "a list of ranges"),
      distinct("range"),
      v.maxLength(4, "at most 4 ranges: a listener rule takes 5 values in all"),
    ),
  ),
  waf: group({
    enabled: setting(
      "Whether AWS WAF stands before the load balancer. Switch it on in a preview to meet its rules before production does. A change is applied in place.",
      flag(),
    ),
    requestsPer5Minutes: setting(
      "Requests that one address may make in five minutes; AWS WAF blocks further ones. A change is applied in place.",
      integer(10, 2_000_000_000),
    ),
    maxBlockedPercent: setting(
      "Share of all requests, in percent, that AWS WAF may block before the alarm web-acl-blocked goes to ALARM (in 10 of 15 minutes). A partner may be among the blocked. A change is applied in place.",
      integer(1, 99),
    ),
    counted: group({
      AWSManagedRulesAmazonIpReputationList: counted("AWSManagedRulesAmazonIpReputationList"),
      AWSManagedRulesCommonRuleSet: counted("AWSManagedRulesCommonRuleSet"),
      AWSManagedRulesKnownBadInputsRuleSet: counted("AWSManagedRulesKnownBadInputsRuleSet"),
      AWSManagedRulesSQLiRuleSet: counted("AWSManagedRulesSQLiRuleSet"),
    }),
  }),
  customerManagedKey: setting(
    "Whether data at rest is encrypted with one customer managed KMS key of the environment, which AWS rotates. Changing it later replaces the database, data included.",
    flag(),
  ),
  access: group({
    principalArns: group(
      byTeamRole((role) =>
        setting(
          `Roles of the account accountId that may assume the ${role} role. Empty: anyone of that account who signed in with MFA and whose own IAM policy allows it.`,
          principals(),
        ),
      ),
    ),
    databaseClientSecurityGroupIds: setting(
      "Ids of security groups (of a VPN or a bastion) from which people reach the database. Empty: nobody does. A change is applied in place.",
      v.pipe(
        v.array(
          pattern(
            /^sg-([0-9a-f]{8}|[0-9a-f]{17})$/,
            'the id of a security group such as "sg-0123456789abcdef0"',
          ),
          "a list of security groups",
        ),
        distinct("security group"),
      ),
    ),
    permissionsBoundaryArn: v.optional(
      setting(
        "ARN of the permissions boundary of every role of the environment, an output of npm run account -- deploy. GitHub deploys an environment only with it.",
        pattern(/^arn:aws:iam::\d{12}:policy\/[\w+=,.@/-]{1,512}$/, "the ARN of an IAM policy"),
      ),
    ),
  }),
  logs: group({
    applicationRetentionDays: setting(
      "Days that the logs of the application and of Container Insights are kept.",
      retentionDays(),
    ),
    auditRetentionDays: setting(
      "Days that flow, access, WAF, PostgreSQL and migration logs and the release history are kept.",
      retentionDays(),
    ),
  }),
  monitoring: group({
    maxErrorPercent: setting(
      "Share of a color's requests, in percent, that may fail before an alarm goes to ALARM. Failed requests were answered with 5xx, refused, or not answered. Unanswered requests that clients ended themselves are not counted, up to 15 % of all; so the setting is at most 50, and a color that answers nothing is always seen. A change applies at once, also to a release that is under way.",
      integer(0, 50),
    ),
    maxLatencySeconds: setting(
      "p99 latency of a color, in seconds, above which an alarm goes to ALARM. It has to be less than application.idleTimeoutSeconds: the load balancer ends a request that takes longer, and measures no latency of it.",
      v.pipe(v.number("0.01 to 60"), v.minValue(0.01, "0.01 to 60"), v.maxValue(60, "0.01 to 60")),
    ),
    subscribers: setting(
      "Subscribers of the alarms' SNS topic: who is told when an alarm is in ALARM. Production needs at least one. A change is applied in place.",
      v.pipe(
        v.array(
          group({
            protocol: setting(
              "Protocol by which SNS reaches the subscriber.",
              oneOf(["email", "https", "sms"]),
            ),
            endpoint: setting(
              "E-mail address, https URL or telephone number, as the protocol asks. The owner of an e-mail address has to confirm it.",
              v.pipe(v.string("text"), v.minLength(1, "text that is not empty")),
            ),
          }),
          "a list of subscribers",
        ),
        distinct("subscriber", ({ protocol, endpoint }) => `${protocol} ${endpoint}`),
      ),
    ),
  }),
});

/** One environment's settings, after the file has overridden the profile's defaults. */
export type EnvironmentSettings = v.InferOutput<typeof environmentSchema>;

/** The complete configuration of one environment, which is the only input of the stack. */
export interface EnvironmentConfig extends EnvironmentSettings {
  /** The environment's suffix, which ends every name and is the key of the state. */
  readonly suffix: string;
  /** The S3 bucket that holds the Terraform state. */
  readonly stateBucket: string;
}
