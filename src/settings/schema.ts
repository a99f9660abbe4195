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
    "ARN of an SSM parameter, or of a Secrets Manager secret including the six characters that AWS appends to its name. Changing it starts new tasks.",
    secretArn(),
  ),
  jsonKey: v.optional(
    setting(
      "Key in the secret's JSON; the environment variable gets the value of this key. Only for Secrets Manager. Default: the variable gets the whole secret. Changing it starts new tasks.",
      pattern(/^[\w.-]{1,255}$/, "a key of letters, digits, and _ . -"),
    ),
  ),
  kmsKeyArn: v.optional(
    setting(
      "ARN of the customer managed KMS key that encrypts the secret. The execution role gets permission to decrypt with this key. Default: none, because a secret that an AWS managed key encrypts needs no such permission.",
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
      "Port that the container of this color listens on. Default: application.containerPort. Change it on the color without traffic, and release that color. A change replaces all tasks of the color, and is refused while the color has live traffic.",
      containerPort(),
    ),
  ),
  healthCheckPath: v.optional(
    setting(
      "Health check path of this color: it has to answer 200 when a task can take traffic. Default: application.healthCheckPath. After a change, the load balancer immediately checks the color's running tasks by the new path. So change the path on the color without traffic, and then release that color.",
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
    "Plain environment variables of this color alone. An entry overrides the variable of the same name in application.environment; null removes that variable. Never a secret. A change starts new tasks of this color.",
    v.record(plainVariableName, v.nullable(plainText), "an object"),
  ),
  minTasks: setting(
    "Minimum number of tasks of this color for autoscaling; 0 only while the color has no traffic. Before a release to 100 %, the color needs enough tasks for all requests. A change is applied in place; fewer tasks for a color with traffic are refused without --allow.",
    integer(0, 1000),
  ),
  maxTasks: setting(
    "Maximum number of tasks of this color for autoscaling. A change is applied in place.",
    integer(1, 1000),
  ),
  secrets: setting(
    "Secrets of this color alone. An entry overrides the whole entry of the same name in application.secrets; null removes that entry. A change starts new tasks of this color.",
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
      `Exceptions from AWS's rule group ${group} (${isFor}): AWS WAF only counts the matching requests and does not block them. To let the whole group only count, write a text with the reason. To let single rules only count, write an object with a reason for each of these rules. Some rules only count by default: to make such a rule block, write null for it. All other rules block. A change is applied in place (https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-group-override-options.html).`,
      v.union(
        [
          reason,
          v.record(
            v.pipe(v.string(allowed), v.values<string, readonly string[], string>(rules, allowed)),
            v.nullable(reason),
          ),
        ],
        "a reason (the whole group only counts), or an object with a reason or null for single rules of the group",
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
  $schema: v.optional(setting("Path of this schema for editors; the project does not read it.", v.string())),
  profile: setting(
    "Set of defaults that this file overrides. Changing the profile of a running environment changes the KMS key of the database, which replaces the database and loses its data.",
    oneOf(["ephemeral", "production"]),
  ),
  accountId: v.optional(
    setting(
      "Id of the only AWS account that a deployment may change. Required in production.",
      pattern(/^\d{12}$/, "twelve digits, in quotes"),
    ),
  ),
  network: group({
    cidrBlock: setting(
      "Address range of the VPC, a private /16. The range of a running environment cannot be changed; for another range, deploy a new environment (docs/runbooks/network.md).",
      pattern(
        /^(10\.(25[0-5]|2[0-4]\d|1?\d?\d)|172\.(1[6-9]|2\d|3[01])|192\.168)\.0\.0\/16$/,
        'a private /16 such as "10.0.0.0/16"',
      ),
    ),
    availabilityZones: setting(
      "Three zones for the subnets, the tasks and the database, in any order. A change creates the resources of a new zone before it deletes those of an old zone. A database instance is the exception: it is deleted before its successor is created, and instances can use only the zones in which the cluster was created (docs/runbooks/network.md).",
      v.pipe(
        v.array(zone(), "exactly 3 different zones"),
        v.length(3, "exactly 3 different zones"),
        distinct("zone"),
      ),
    ),
    natGateways: setting(
      "Number of NAT gateways: one is cheaper, one per zone survives the loss of a zone. A change breaks the open internet connections of the tasks in two zones, and changes the public addresses that partners see.",
      oneOf(["one", "one-per-zone"]),
    ),
    interfaceEndpoints: setting(
      "Whether tasks reach AWS's services (ECR, CloudWatch Logs, Secrets Manager and others) by interface endpoints in the VPC instead of by NAT. When you switch it off, both services have to start new tasks after the route by NAT exists: for that, change the value of any variable in application.environment in the same deployment.",
      flag(),
    ),
    httpsEgressCidrBlocks: setting(
      "Address ranges of outside services that the application calls on port 443, such as a payment provider. If the tasks also need AWS's services by NAT, or a public image registry, the ranges restrict nothing, and port 443 is open to all addresses.",
      v.pipe(v.array(cidr(), "a list of ranges"), distinct("range")),
    ),
  }),
  database: group({
    name: setting(
      "Name of the PostgreSQL database. Changing it later replaces the database and loses its data.",
      pattern(
        /^(?!(?:user|default|postgres|rdsadmin|template\d)$)[a-z][a-z0-9_]{0,62}$/,
        "a lower-case PostgreSQL name of at most 63 characters that is not reserved",
      ),
    ),
    minCapacityAcu: setting(
      "Minimum Aurora Serverless v2 capacity of each instance, in ACU. It has to be below database.maxCapacityAcu; otherwise the alarm on the capacity would stay in ALARM. A change is applied in place.",
      capacityAcu(0.5),
    ),
    maxCapacityAcu: setting(
      "Maximum Aurora Serverless v2 capacity of each instance, in ACU. A change is applied in place, but PostgreSQL's limit of connections changes only at the next reboot of each instance (docs/runbooks/database.md).",
      capacityAcu(1),
    ),
    backupRetentionDays: setting(
      "Days for which AWS keeps automatic backups; the database can be restored to any time in these days. A change is applied in place.",
      integer(1, 35),
    ),
    performanceInsights: setting(
      "Whether Performance Insights records the database load and keeps it for 7 days.",
      flag(),
    ),
    monitoringIntervalSeconds: setting(
      "Interval of enhanced monitoring, in seconds; 0 switches it off.",
      oneOf([0, 1, 5, 10, 15, 30, 60]),
    ),
    deletionProtection: setting(
      "Whether AWS and Terraform refuse to delete the database. While it is on, npm run destroy is refused before anything is touched. A change is applied in place.",
      flag(),
    ),
    finalSnapshot: setting(
      "Whether destroy makes a last snapshot, aurora-final-snapshot-<suffix>-<time>. The snapshot stays until somebody deletes it. The setting needs database.kmsKeyArn. A change is applied in place; deploy the change before you destroy the environment.",
      flag(),
    ),
    engineVersion: setting(
      "Version of Aurora PostgreSQL for a new cluster; AWS applies later minor versions automatically. Changing the minor version does not change a running database. Changing the major version needs database.allowMajorVersionUpgrade, interrupts the database for minutes (docs/runbooks/upgrade-database.md), and cannot be undone.",
      v.pipe(
        v.string(ENGINE_VERSIONS),
        v.check((version) => isEngineVersion(version), ENGINE_VERSIONS),
      ),
    ),
    allowMajorVersionUpgrade: setting(
      "Whether the next deployment upgrades a running database to the major version of database.engineVersion. Set it only for that deployment. While it is set, each plan also sets the minor version of database.engineVersion. AWS refuses this version if the database already runs a later minor version.",
      flag(),
    ),
    kmsKeyArn: v.optional(
      setting(
        "ARN of a KMS key that encrypts the database and does not belong to the stack. With such a key, snapshots can be read even after a destroy. Changing the key later replaces the database and loses its data.",
        kmsKeyArn(),
      ),
    ),
    restoreFrom: v.optional(
      setting(
        "The snapshot, or the cluster and point in time, from which a new database is restored (docs/runbooks/restore.md). Default: an empty database. The setting is only for a new environment. It is refused if a database already runs that was not restored from exactly this snapshot, or from this cluster and point in time. After the restore, removing the setting changes nothing.",
        restoreFrom(),
      ),
    ),
  }),
  application: group({
    containerPort: setting(
      "Port that the container listens on; above 1023, because the container does not run as root. A change would replace all tasks of both colors, and is refused while a color has live traffic. Instead set the containerPort of the color without traffic, and release that color.",
      containerPort(),
    ),
    healthCheckPath: setting(
      "Health check path: it has to answer 200 when a task can take traffic. Do not change it while colors take traffic, because the load balancer immediately checks the running tasks of both colors by the new path. To change the path, set healthCheckPath of the color without traffic, and release that color.",
      healthCheckPath(),
    ),
    user: setting(
      "User, or user:group, that the container runs as; never root. A change starts new tasks.",
      user(),
    ),
    cpuUnits: setting(
      "CPU of a task in units; 1024 units are one vCPU. AWS bills the vCPUs, and counts them against the Fargate quota. A change starts new tasks (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html).",
      oneOf([...FARGATE_SIZES.keys()]),
    ),
    memoryMib: setting(
      "Memory of a task in MiB. Fargate allows certain sizes for each value of application.cpuUnits. A change starts new tasks (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html).",
      integer(512, 122_880),
    ),
    healthCheckGracePeriodSeconds: setting(
      "Period after the start of a task, in seconds, during which ECS ignores failed health checks of the load balancer. The application has to start within this period. The maximum is 900 (15 minutes), because a deployment waits 20 minutes for healthy tasks. A change is applied in place (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html).",
      integer(0, 900),
    ),
    idleTimeoutSeconds: v.optional(
      setting(
        "Seconds without data after which the load balancer closes a connection. It has to be longer than the slowest answer takes, and shorter than the keep-alive time of the application. Default: 60. A change is applied in place. The requests of a task that stops are cut off after 30 seconds, even if this setting is longer (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html).",
        integer(1, 4000),
      ),
    ),
    targetCpuPercent: setting(
      "Target of autoscaling: the average CPU utilization of a color's tasks, in percent. 100 switches scaling by CPU off. A change is applied in place (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html).",
      integer(1, 100),
    ),
    targetMemoryPercent: setting(
      "Target of autoscaling: the average memory utilization of a color's tasks, in percent. 100 switches scaling by memory off, for example for a JVM that never releases its heap. A change is applied in place (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html).",
      integer(1, 100),
    ),
    environment: setting(
      "Plain environment variables of the containers of both colors. Never write a secret here: plans and the ECS console show the values. A change starts new tasks.",
      v.record(plainVariableName, plainText, "an object"),
    ),
    secrets: setting(
      "Secrets of the containers of both colors: each key is the name of an environment variable, each value an object with arn, and optionally jsonKey and kmsKeyArn. ECS reads a secret only when a task starts, so start new tasks after a rotation (docs/runbooks/secrets.md). A change starts new tasks (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html).",
      v.record(variableName, secret, "an object"),
    ),
    secretAccountIds: setting(
      "Ids of other AWS accounts whose secrets and KMS keys application.secrets may use. Empty: application.secrets may use only secrets and keys of the account accountId. A change of only this setting changes no resource.",
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
      "Container image of the migration task, the only task that may read the master password. If you use your own image, it has to create the database users app and readonly (docs/runbooks/migrate.md). A change applies to the next migration.",
      image(),
    ),
    command: v.optional(
      setting(
        "Command of the migration task, as a list of words. Default: the command of the image; for the default image, a command that makes the database users.",
        v.pipe(
          v.array(plainText, "a list of words"),
          v.minLength(1, "at least one word"),
          noSecretOfWords(SHOWN),
        ),
      ),
    ),
  }),
  weights: setting(
    "Traffic weights of a new environment; releases change the weights later. In a running environment a change of this setting moves no traffic: it only changes a tag, which the plan shows.",
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
            "Host name of the application. The deployment makes an alias record for it in the hosted zone.",
            pattern(
              /^(?=.{1,64}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/,
              'a host name such as "payments.example.com", at most 64 characters',
            ),
          ),
        ),
        hostedZoneId: v.optional(
          setting(
            "Id of the Route 53 hosted zone that contains domainName.",
            pattern(/^Z[A-Z0-9]{1,31}$/, 'a Route 53 hosted zone id such as "Z0123456789ABCDEFGHIJ"'),
          ),
        ),
      }),
    ),
  ),
  smokeTestCidrBlocks: setting(
    "Address ranges of clients that may choose a color by the header X-Color, independently of the weights. Empty: the header has no effect.",
    v.pipe(
      v.array(cidr(), "a list of ranges"),
      distinct("range"),
      v.maxLength(4, "at most 4 ranges: a listener rule takes 5 values in all"),
    ),
  ),
  waf: group({
    enabled: setting(
      "Whether AWS WAF filters the requests to the load balancer. Switch it on in a preview to test its rules before production. A change is applied in place.",
      flag(),
    ),
    requestsPer5Minutes: setting(
      "Number of requests that one IP address may send in five minutes; AWS WAF blocks further requests of the address. A change is applied in place.",
      integer(10, 2_000_000_000),
    ),
    maxBlockedPercent: setting(
      "Share of all requests, in percent, that AWS WAF may block. If it blocks a larger share in 10 of 15 minutes, the alarm web-acl-blocked goes to ALARM, because a partner may be among the blocked clients. A change is applied in place.",
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
    "true: the data at rest is encrypted with a customer managed KMS key of the environment, and AWS rotates this key. false: the data is encrypted with AWS's own keys. Changing this setting later replaces the database and loses its data.",
    flag(),
  ),
  access: group({
    principalArns: group(
      byTeamRole((role) =>
        setting(
          `ARNs of roles of the account accountId that may assume the ${role} role. Empty: everybody in that account who signed in with MFA and whose own IAM policy allows sts:AssumeRole.`,
          principals(),
        ),
      ),
    ),
    databaseClientSecurityGroupIds: setting(
      "Ids of security groups, such as that of a VPN or a bastion, from which people may connect to the database. Empty: people cannot connect to it. A change is applied in place.",
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
        "ARN of the permissions boundary for all roles of the environment; npm run account -- deploy prints it. GitHub can deploy an environment only if this is set.",
        pattern(/^arn:aws:iam::\d{12}:policy\/[\w+=,.@/-]{1,512}$/, "the ARN of an IAM policy"),
      ),
    ),
  }),
  logs: group({
    applicationRetentionDays: setting(
      "Days for which the logs of the application and of Container Insights are kept.",
      retentionDays(),
    ),
    auditRetentionDays: setting(
      "Days for which the VPC flow logs, the access, WAF, PostgreSQL and migration logs, and the release history are kept.",
      retentionDays(),
    ),
  }),
  monitoring: group({
    maxErrorPercent: setting(
      "Share of a color's requests, in percent, that may fail before an alarm goes to ALARM. A request fails if it is answered with 5xx, refused, or not answered. Requests that the client itself ended do not count as failed: the alarm estimates their share, and subtracts at most 15 % of all requests. The setting is at most 50, so that a color that answers nothing always brings the alarm into ALARM. A change applies immediately, also to a release that is under way.",
      integer(0, 50),
    ),
    maxLatencySeconds: setting(
      "p99 latency of a color, in seconds, above which an alarm goes to ALARM. It has to be less than application.idleTimeoutSeconds: the load balancer ends a request that takes longer, and publishes no latency for it.",
      v.pipe(v.number("0.01 to 60"), v.minValue(0.01, "0.01 to 60"), v.maxValue(60, "0.01 to 60")),
    ),
    subscribers: setting(
      "Subscribers of the alarms' SNS topic: they get a message when an alarm goes to ALARM. Production needs at least one. A change is applied in place.",
      v.pipe(
        v.array(
          group({
            protocol: setting(
              "Protocol by which SNS sends messages to the subscriber.",
              oneOf(["email", "https", "sms"]),
            ),
            endpoint: setting(
              "E-mail address, https URL or telephone number, according to the protocol. The owner of an e-mail address has to confirm the subscription.",
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
