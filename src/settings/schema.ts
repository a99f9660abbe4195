import * as v from "valibot";
import { ENGINE_MAJORS, isEngineVersion } from "../naming/engine";
import { MAX_SUFFIX_LENGTH, TASK_VARIABLES } from "../naming/names";
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

/** By these the AWS SDKs would sign in as somebody else than the task's role, past all that bounds it. */
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
      "Key of the secret's JSON whose value the variable gets. Only for Secrets Manager. Default: the secret as a whole. Changing it starts new tasks.",
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
  image: setting("Container image of this color, pinned to an exact tag or, better, a digest.", image()),
  containerPort: v.optional(
    setting(
      "Port that the container of this color listens on. Default: application.containerPort. Change it on the color without traffic, and release that: a change replaces all tasks of the color, and is refused on one with live traffic.",
      containerPort(),
    ),
  ),
  healthCheckPath: v.optional(
    setting(
      "Path of this color that answers 200 when a task can take traffic. Default: application.healthCheckPath. Change it on the color without traffic, and release that: all running tasks of the color are asked by the new path at once.",
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
    "Fewest tasks that autoscaling keeps; 0 only while the color has no traffic.",
    integer(0, 1000),
  ),
  maxTasks: setting("Most tasks that autoscaling starts.", integer(1, 1000)),
  secrets: setting(
    "Secrets of this color alone, over those of application.secrets: an entry replaces the common one of that name as a whole, null removes it. A change starts new tasks of this color.",
    v.record(variableName, v.nullable(secret), "an object"),
  ),
});

const reason = v.pipe(
  pattern(/^\S.{8,298}\S$/, "a reason of 10 to 300 characters, on one line"),
  noSecret("reviews show it"),
);

/** What of a managed rule group counts instead of blocking: all of it, or some of its rules. */
function counted(group: RuleGroup) {
  const { isFor, rules } = RULE_GROUPS[group];
  const allowed = `rules of ${group}: ${rules.join(", ")}`;
  return v.optional(
    setting(
      `Exceptions from AWS's rule group ${group} (${isFor}): requests that are counted and let through instead of blocked. Either a reason, and the whole group only counts; or an object of rules of the group, each with a reason, or with null to take a default back. What is not named blocks. A change is applied in place (https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-group-override-options.html).`,
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

/** The suffix that names an environment: it ends every name, so the tightest name decides its length. */
export const suffixSchema = pattern(
  // S3 keeps bucket names that end in "-s3alias" for itself.
  new RegExp(`^(?=.{1,${MAX_SUFFIX_LENGTH}}$)(?!(.*-)?s3alias$)[a-z][a-z0-9]*(-[a-z0-9]+)*$`),
  `1 to ${MAX_SUFFIX_LENGTH} lower-case letters, digits and single hyphens, a letter first`,
);

/** The bucket that holds the state. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const stateBucketSchema = pattern(
  /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/,
  'the name of an existing S3 bucket; "npm run bootstrap" makes one and prints it',
);

/** Everything that an environment is, in AWS's own terms; `environments/environment.schema.json` is generated from it. */
export const environmentSchema = group({
  $schema: v.optional(setting("Where editors find this schema; not read by the project.", v.string())),
  profile: setting(
    "The set of defaults that this file overrides. Changing it later changes the key, and so replaces the database.",
    oneOf(["ephemeral", "production"]),
  ),
  accountId: v.optional(
    setting(
      "The only AWS account that may be changed. Required in production.",
      pattern(/^\d{12}$/, "twelve digits, in quotes"),
    ),
  ),
  network: group({
    cidrBlock: setting(
      "Address range of the VPC, a private /16. A running environment keeps its range: another one wants another environment (docs/runbooks/network.md).",
      pattern(
        /^(10\.(25[0-5]|2[0-4]\d|1?\d?\d)|172\.(1[6-9]|2\d|3[01])|192\.168)\.0\.0\/16$/,
        'a private /16 such as "10.0.0.0/16"',
      ),
    ),
    availabilityZones: setting(
      "The three zones that the subnets, the tasks and the database are spread over, in any order. Another zone is made before an old one is left, but an instance of the database goes before its successor is made, and is in no other zones than the cluster began with (docs/runbooks/network.md).",
      v.pipe(
        v.array(zone(), "exactly 3 different zones"),
        v.length(3, "exactly 3 different zones"),
        distinct("zone"),
      ),
    ),
    natGateways: setting(
      "NAT gateways: one is cheaper, one per zone survives the loss of a zone. A change breaks connections that tasks of two zones have to the outside, once, and changes the public addresses that partners see.",
      oneOf(["one", "one-per-zone"]),
    ),
    interfaceEndpoints: setting(
      "Whether tasks reach AWS's services (ECR, CloudWatch Logs, Secrets Manager and what else they call) inside the VPC instead of by NAT. Switch it off together with a changed variable in application.environment, which makes both services wait for the way by NAT.",
      flag(),
    ),
    httpsEgressCidrBlocks: setting(
      "Outside services that the application calls on port 443, for example a payment provider.",
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
      "Aurora Serverless v2 capacity that each instance keeps, in ACU: less than the most, or the alarm on the capacity would never end. A change is applied in place.",
      capacityAcu(0.5),
    ),
    maxCapacityAcu: setting(
      "Aurora Serverless v2 capacity that an instance may reach, in ACU. A change is applied in place, but PostgreSQL's limit of connections follows only after a reboot of each instance (docs/runbooks/database.md).",
      capacityAcu(1),
    ),
    backupRetentionDays: setting("Days that automatic backups are kept.", integer(1, 35)),
    performanceInsights: setting("Whether Performance Insights records the database load (7 days).", flag()),
    monitoringIntervalSeconds: setting(
      "Interval of enhanced monitoring, in seconds; 0 switches it off.",
      oneOf([0, 1, 5, 10, 15, 30, 60]),
    ),
    deletionProtection: setting(
      "Whether AWS and Terraform refuse to delete the database: destroy is refused before anything is touched. A change is applied in place.",
      flag(),
    ),
    finalSnapshot: setting(
      "Whether destroy leaves a last snapshot, aurora-final-snapshot-<suffix>-<time>, until somebody deletes it; needs database.kmsKeyArn. A change is applied in place, by a deploy before the destroy.",
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
      "Whether the next deployment upgrades a running database to the major version of database.engineVersion. Set it for that deployment, and take it away afterwards: while it is set, a minor version that AWS has applied by itself makes each plan ask for the older one, which is refused.",
      flag(),
    ),
    kmsKeyArn: v.optional(
      setting(
        "A KMS key from outside the stack, so that snapshots outlive it. Changing it later replaces the database, data included.",
        kmsKeyArn(),
      ),
    ),
    restoreFrom: v.optional(
      setting(
        "What a new database begins with: a snapshot, or another cluster at a point in time (docs/runbooks/restore.md). Default: an empty database. For a new suffix only: a database that was not restored from it refuses it; once restored, the setting can go away, which changes nothing.",
        restoreFrom(),
      ),
    ),
  }),
  application: group({
    containerPort: setting(
      "Port that the container listens on; above 1023, as the container is not root. A change replaces all tasks of both colors, and is refused where one has live traffic: give the new port to the color without, and release that.",
      containerPort(),
    ),
    healthCheckPath: setting(
      "Path that answers 200 when a task can take traffic. A change asks all running tasks of both colors by the new path at once: give it to the color without traffic, and release that.",
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
      "Seconds after the start of a task in which ECS does not stop it for failed health checks: at least what a slow application needs to start. More than 15 minutes would outlast the deployment, which waits 20 for healthy tasks. A change is applied in place (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html).",
      integer(0, 900),
    ),
    idleTimeoutSeconds: v.optional(
      setting(
        "Seconds without data after which the load balancer closes a connection: longer than the slowest answer, shorter than the keep-alive of the application. Default: 60. A change is applied in place. A stopping task ends its requests after 30 seconds whatever this says (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html).",
        integer(1, 4000),
      ),
    ),
    targetCpuPercent: setting(
      "Average CPU of a color's tasks, in percent, that autoscaling keeps by starting and stopping tasks; at 100 it starts none for CPU, and keeps none for it. A change is applied in place (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html).",
      integer(1, 100),
    ),
    targetMemoryPercent: setting(
      "Average memory of a color's tasks, in percent, that autoscaling keeps by starting and stopping tasks; at 100 it starts none for memory, and keeps none for it, as for a JVM that never gives its heap back. A change is applied in place (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html).",
      integer(1, 100),
    ),
    environment: setting(
      "Plain environment variables of the container. Never a secret: they are in plans and in the console.",
      v.record(plainVariableName, plainText, "an object"),
    ),
    secrets: setting(
      "Secrets of the containers of both colors: variable name to arn, and optionally jsonKey and kmsKeyArn. ECS reads a secret when a task starts: what is rotated reaches only tasks that are started later, so deploy the services anew. A change starts new tasks (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html).",
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
      "Image of the migration task, which alone may read the master password; your own has to make app and readonly too.",
      image(),
    ),
    command: v.optional(
      setting(
        "Command of the migration task. Default: the image's own; with the default image, create the database users.",
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
            "An issued certificate. Default: one for domainName is requested and validated by DNS.",
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
    "Source addresses that may reach a color by the header X-Color whatever the weights; none, no rule.",
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
      "Requests that one address may make in five minutes.",
      integer(10, 2_000_000_000),
    ),
    maxBlockedPercent: setting(
      "Share of the requests, in percent, above which the alarm web-acl-blocked goes to ALARM when AWS WAF blocks them in 10 of 15 minutes: a partner may be among them. A change is applied in place.",
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
    "Encrypt with one customer-managed, rotated KMS key. Changing it later replaces the database, data included.",
    flag(),
  ),
  access: group({
    principalArns: group({
      observer: setting(
        "Roles of the account that accountId gives, which may assume the observer role. None: whoever of it signed in with MFA.",
        principals(),
      ),
      developer: setting("Which may assume the developer role, likewise.", principals()),
      releaser: setting("Which may assume the releaser role, likewise.", principals()),
      operator: setting("Which may assume the operator role, likewise.", principals()),
      breakGlass: setting("Which may assume the break-glass role, likewise.", principals()),
    }),
    databaseClientSecurityGroupIds: setting(
      "Security groups, of a VPN or bastion, from which people reach the database. None: nobody does.",
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
        "Policy that bounds every role of the environment, as the account's stack makes it. GitHub deploys only with it.",
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
      "Share of a color's requests, in percent, that may fail before an alarm goes to ALARM: answered with 5xx, refused, or not answered beyond what clients that hang up explain. At most 50: up to 15 % may be explained, and a color that answers nothing has to be seen. A change applies at once, to running releases too.",
      integer(0, 50),
    ),
    maxLatencySeconds: setting(
      "p99 latency of a color, in seconds, above which an alarm goes to ALARM; less than application.idleTimeoutSeconds, because a request that takes longer is ended and has no latency.",
      v.pipe(v.number("0.01 to 60"), v.minValue(0.01, "0.01 to 60"), v.maxValue(60, "0.01 to 60")),
    ),
    subscribers: setting(
      "Who is told when an alarm is in ALARM. Production needs at least one.",
      v.pipe(
        v.array(
          group({
            protocol: setting("How the subscriber is told.", oneOf(["email", "https", "sms"])),
            endpoint: setting(
              "Address, URL or number; an email has to be confirmed by its owner.",
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

/** One environment's settings after defaults and overrides: everything that its file and its profile say. */
export type EnvironmentSettings = v.InferOutput<typeof environmentSchema>;

/** One environment, complete: the only input of the stack. */
export interface EnvironmentConfig extends EnvironmentSettings {
  /** Ends every name and keys the state. */
  readonly suffix: string;
  /** The S3 bucket that holds the Terraform state. */
  readonly stateBucket: string;
}
