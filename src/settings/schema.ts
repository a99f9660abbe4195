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

/**
 * Matches environment variables that would make the AWS SDKs use other credentials than the task role's. Then the role's limits would not
 * apply.
 */
const CREDENTIALS =
  /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|PROFILE|ROLE_ARN|WEB_IDENTITY_TOKEN_FILE|CONTAINER_.*)$/;

const SHOWN = "plans and the ECS console show this value; keep secrets in AWS Secrets Manager";

const variableName = v.pipe(
  pattern(/^[A-Z][A-Z0-9_]*$/, "upper-case variable names such as LOG_LEVEL"),
  v.check(
    (name) => !TASK_VARIABLES.some((own) => own === name),
    `other names: the stack itself sets the variables ${TASK_VARIABLES.join(", ")}`,
  ),
  v.check(
    (name) => !CREDENTIALS.test(name),
    "no credentials of AWS: the application gets credentials from the task's role",
  ),
);
const plainVariableName = v.pipe(
  variableName,
  v.check(
    (name) => !isSecretName(name),
    "no names of secrets: plans and the ECS console show the values of these variables; keep secrets in AWS Secrets Manager, and name them in application.secrets",
  ),
);

const secret = group({
  arn: setting(
    "ARN of an SSM parameter or of a Secrets Manager secret. The ARN of a Secrets Manager secret has to contain the six characters that AWS appends to the secret's name. A change starts new tasks.",
    secretArn(),
  ),
  jsonKey: v.optional(
    setting(
      "Key in the JSON of a Secrets Manager secret: the environment variable gets the value of this key. Default: the variable gets the whole secret. A change starts new tasks.",
      pattern(/^[\w.-]{1,255}$/, "a key of letters, digits, and _ . -"),
    ),
  ),
  kmsKeyArn: v.optional(
    setting(
      "ARN of the customer managed KMS key that encrypts the secret. The execution role of the tasks gets permission to decrypt with this key. Leave this setting out if an AWS managed key encrypts the secret, because the role then needs no such permission.",
      kmsKeyArn(),
    ),
  ),
});

const plainText = v.pipe(v.string("text"), noSecret(SHOWN));

const ENGINE_VERSIONS = `a version in quotes: ${Object.entries(ENGINE_MAJORS)
  .map(([major, least]) => `${least} or a later ${major}`)
  .join(", ")}`;

const SECONDS = "a number from 0.01 to 60";
const containerPort = () => integer(1024, 65535);
const healthCheckPath = () => pattern(/^\/[\w./~-]{0,1023}$/, 'a path such as "/healthz"');
const user = () =>
  pattern(
    /^[1-9]\d{0,9}(:[1-9]\d{0,9})?$/,
    'a numeric user and group that are not root, such as "10001:10001"',
  );

const color = group({
  image: setting(
    "Container image of this color, with an exact tag or, better, a digest. A change starts new tasks of this color.",
    image(),
  ),
  containerPort: v.optional(
    setting(
      "Port on which the container of this color listens. Default: application.containerPort. A change replaces all tasks of the color, and is refused while the color has live traffic. Instead change the port of a color that has no live traffic, and then release that color.",
      containerPort(),
    ),
  ),
  healthCheckPath: v.optional(
    setting(
      "Path of the load balancer's health check of this color. A task that is ready for traffic has to answer 200 on this path. Default: application.healthCheckPath. After a change, the load balancer immediately checks the color's running tasks by the new path. So a change is refused while the color has live traffic. Instead change the path of a color that has no live traffic, and then release that color.",
      healthCheckPath(),
    ),
  ),
  user: v.optional(
    setting(
      "Numeric user id of the processes in the container of this color, for example 10001. With a group id: 10001:10001. Root is refused. Default: application.user. A change starts new tasks of this color.",
      user(),
    ),
  ),
  environment: setting(
    "Plain environment variables of this color alone. An entry overrides the variable of the same name in application.environment; null removes that variable from this color. Never write a secret here: plans and the ECS console show the values. A change starts new tasks of this color.",
    v.record(plainVariableName, v.nullable(plainText), "an object"),
  ),
  minTasks: setting(
    "Minimum number of tasks of this color for autoscaling. The value 0 is refused if the weight of this color (weights.blue or weights.green) is above 0. Before a release gives this color 100 % of the requests, the color needs enough tasks for all requests. A change is applied in place. A lower value for a color with live traffic is refused without --allow.",
    integer(0, 1000),
  ),
  maxTasks: setting(
    "Maximum number of tasks of this color for autoscaling. A change is applied in place. A lower value for a color with live traffic is refused without --allow.",
    integer(1, 1000),
  ),
  secrets: setting(
    "Secrets of this color alone. An entry replaces the whole entry of the same name in application.secrets; null removes that entry from this color. A change starts new tasks of this color.",
    v.record(variableName, v.nullable(secret), "an object"),
  ),
});

const reason = v.pipe(
  pattern(/^\S.{8,298}\S$/, "a reason of 10 to 300 characters, on one line"),
  noSecret("reviews show this text"),
);

/**
 * Returns the schema of the setting for one managed rule group of AWS WAF. The setting lists exceptions: the whole group, or some rules of
 * the group. AWS WAF counts the requests that match an exception, and does not block them.
 */
function counted(group: RuleGroup) {
  const { isFor, rules } = RULE_GROUPS[group];
  const allowed = `rules of ${group}: ${rules.join(", ")}`;
  return v.optional(
    setting(
      `Exceptions from AWS's managed rule group ${group} (${isFor}). An exception is a rule that only counts the requests that match it, and does not block them. If all rules of the group are exceptions, write a text with the reason. If only single rules are exceptions, write an object: each key is the name of such a rule, and each value is the reason. If a rule is an exception by default, the value null removes this exception. All other rules keep the action that AWS defines for them. A change is applied in place (https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-group-override-options.html).`,
      v.union(
        [
          reason,
          v.record(
            v.pipe(v.string(allowed), v.values<string, readonly string[], string>(rules, allowed)),
            v.nullable(reason),
          ),
        ],
        "a reason for the whole group, or an object with a reason or null for single rules of the group",
      ),
    ),
  );
}

/**
 * The suffix that names an environment. Every resource name ends with the suffix, so AWS's shortest name limit decides the maximum length
 * of a suffix.
 */
export const suffixSchema = pattern(
  // The suffix ends bucket names, and S3 reserves bucket names that end in "-s3alias".
  new RegExp(`^(?=.{1,${MAX_SUFFIX_LENGTH}}$)(?!(.*-)?s3alias$)[a-z][a-z0-9]*(-[a-z0-9]+)*$`),
  `1 to ${MAX_SUFFIX_LENGTH} lower-case letters, digits and single hyphens, a letter first`,
);

/** The S3 bucket that contains the Terraform state. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const stateBucketSchema = pattern(
  /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/,
  'the name of an existing S3 bucket; "npm run bootstrap" makes one and prints it',
);

/** The schema of all settings of an environment, in AWS's own terms. `environments/environment.schema.json` is generated from it. */
export const environmentSchema = group({
  $schema: v.optional(
    setting("Path of this schema, which editors read; the project does not read it.", v.string()),
  ),
  profile: setting(
    "Set of defaults that this file overrides: ephemeral or production. If neither database.kmsKeyArn nor customerManagedKey is set, a change of the profile of a running environment replaces the database, and its data is lost, because the KMS key of the database changes.",
    oneOf(["ephemeral", "production"]),
  ),
  accountId: v.optional(
    setting(
      "Id of the AWS account of this environment. The commands refuse credentials of any other account. Required in production.",
      pattern(/^\d{12}$/, "twelve digits, in quotes"),
    ),
  ),
  network: group({
    cidrBlock: setting(
      "Address range of the VPC, a private /16. AWS cannot change the range of a running environment; for another range, deploy a new environment (docs/runbooks/network.md).",
      pattern(
        /^(10\.(25[0-5]|2[0-4]\d|1?\d?\d)|172\.(1[6-9]|2\d|3[01])|192\.168)\.0\.0\/16$/,
        'a private /16 such as "10.0.0.0/16"',
      ),
    ),
    availabilityZones: setting(
      "Three availability zones for the subnets, the tasks and the database; their order has no effect. If you replace a zone, Terraform creates the resources of the new zone before it deletes the resources of the old zone. Database instances are an exception: Terraform deletes an instance before it creates the new one, and the new one can only be in one of the three zones that AWS chose for the storage of the cluster (docs/runbooks/network.md).",
      v.pipe(
        v.array(zone(), "exactly 3 different zones"),
        v.length(3, "exactly 3 different zones"),
        distinct("zone"),
      ),
    ),
    natGateways: setting(
      "Number of NAT gateways: one in the whole VPC (one), or one in each zone (one-per-zone). One NAT gateway is cheaper. If each zone has a NAT gateway, the loss of a zone does not cut the other zones off the internet. A change of this setting ends the present internet connections of the tasks in two of the three zones. A change also changes the public IP addresses from which partners get requests.",
      oneOf(["one", "one-per-zone"]),
    ),
    interfaceEndpoints: setting(
      "Whether tasks reach AWS's services (ECR, CloudWatch Logs, Secrets Manager and others) by interface endpoints in the VPC instead of by NAT. If you switch this setting off, add or change a variable in application.environment in the same deployment, so that both colors get new tasks. Choose a variable that no color overrides. In such a deployment, Terraform first allows egress to the internet, then starts the new tasks, and deletes the endpoints last. If you do not add or change such a variable, Terraform can delete the endpoints before it allows egress to the internet. A task that starts between these two steps cannot reach AWS.",
      flag(),
    ),
    httpsEgressCidrBlocks: setting(
      "Address ranges of outside services that the application calls on port 443, such as a payment provider. The ranges restrict the tasks only if network.interfaceEndpoints is on and the images of both colors are in Amazon ECR in us-east-1. Otherwise the tasks may connect to all addresses on port 443, because nobody can list the addresses of AWS's services and of other image registries in advance.",
      v.pipe(v.array(cidr(), "a list of ranges"), distinct("range")),
    ),
  }),
  database: group({
    name: setting(
      "Name of the PostgreSQL database. A later change replaces the database, and its data is lost.",
      pattern(
        /^(?!(?:user|default|postgres|rdsadmin|template\d)$)[a-z][a-z0-9_]{0,62}$/,
        "a lower-case PostgreSQL name of at most 63 characters that is not reserved",
      ),
    ),
    minCapacityAcu: setting(
      "Minimum Aurora Serverless v2 capacity of each instance, in ACU. It has to be less than database.maxCapacityAcu, because otherwise the alarm database-capacity would always be in ALARM. A change is applied in place.",
      capacityAcu(0.5),
    ),
    maxCapacityAcu: setting(
      "Maximum Aurora Serverless v2 capacity of each instance, in ACU. A change is applied in place, but an instance keeps its limit of connections (max_connections) until its next reboot (docs/runbooks/database.md).",
      capacityAcu(1),
    ),
    backupRetentionDays: setting(
      "Days for which AWS keeps automatic backups; the database can be restored to any time in these days. A change is applied in place. A lower value deletes backups, and is refused without --allow.",
      integer(1, 35),
    ),
    performanceInsights: setting(
      "Whether Performance Insights records the database load and keeps the records for 7 days. A change is applied in place.",
      flag(),
    ),
    monitoringIntervalSeconds: setting(
      "Interval in seconds at which enhanced monitoring of RDS reports metrics of the operating system; 0 switches it off. A change is applied in place.",
      oneOf([0, 1, 5, 10, 15, 30, 60]),
    ),
    deletionProtection: setting(
      "Whether AWS and Terraform refuse to delete the database. While the setting is on, npm run destroy refuses to start, and changes nothing. A change is applied in place.",
      flag(),
    ),
    finalSnapshot: setting(
      "Whether npm run destroy makes a final snapshot of the database, with the name aurora-final-snapshot-<suffix>-<time>. The snapshot stays until somebody deletes it. The setting needs database.kmsKeyArn. A change is applied in place; deploy it before you destroy the environment.",
      flag(),
    ),
    engineVersion: setting(
      "Version of Aurora PostgreSQL for a new cluster; AWS applies later minor versions automatically. A change of the minor version does not change a running database. A change of the major version needs database.allowMajorVersionUpgrade, interrupts the database for minutes, and cannot be undone (docs/runbooks/upgrade-database.md).",
      v.pipe(
        v.string(ENGINE_VERSIONS),
        v.check((version) => isEngineVersion(version), ENGINE_VERSIONS),
      ),
    ),
    allowMajorVersionUpgrade: setting(
      "Whether the next deployment upgrades a running database to the major version of database.engineVersion. Set it to true only for that deployment. While it is true, each plan also sets the minor version of database.engineVersion, and AWS refuses that version if the database already runs a later minor version.",
      flag(),
    ),
    kmsKeyArn: v.optional(
      setting(
        "ARN of your own KMS key, from outside the stack, that encrypts the database. Snapshots with this key stay readable after a destroy. Default: customerManagedKey decides the key. A later change of the key replaces the database, and its data is lost.",
        kmsKeyArn(),
      ),
    ),
    restoreFrom: v.optional(
      setting(
        "The snapshot, or the cluster and point in time, from which the database of a new environment is restored (docs/runbooks/restore.md). Default: an empty database. The setting is refused if the environment already has a database with another origin. After the restore, removing the setting changes nothing.",
        restoreFrom(),
      ),
    ),
  }),
  application: group({
    containerPort: setting(
      "Port on which the containers of both colors listen; above 1023, because the containers do not run as root. A change would replace all tasks of both colors, and is refused while a color has live traffic. Instead set application.<color>.containerPort of a color that has no live traffic, and then release that color.",
      containerPort(),
    ),
    healthCheckPath: setting(
      "Path of the load balancer's health check of both colors. A task that is ready for traffic has to answer 200 on this path. After a change, the load balancer would immediately check the running tasks of both colors by the new path, so a change is refused while a color has live traffic. Instead set application.<color>.healthCheckPath of a color that has no live traffic, and then release that color.",
      healthCheckPath(),
    ),
    user: setting(
      "Numeric user id of the processes in the containers of both colors, for example 10001. With a group id: 10001:10001. Root is refused. A change starts new tasks.",
      user(),
    ),
    cpuUnits: setting(
      "CPU of a task of the application, in units; 1024 units are one vCPU. AWS bills the vCPUs, and counts them against the Fargate quota. A change starts new tasks (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html).",
      oneOf([...FARGATE_SIZES.keys()]),
    ),
    memoryMib: setting(
      "Memory of a task of the application, in MiB. Each value of application.cpuUnits allows only certain sizes. A change starts new tasks (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html).",
      integer(512, 122_880),
    ),
    healthCheckGracePeriodSeconds: setting(
      "Period after the start of a task, in seconds, during which ECS ignores failed health checks of the load balancer. The application has to start within this period. The maximum is 900 (15 minutes), because a deployment waits 20 minutes for healthy tasks. A change is applied in place (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html).",
      integer(0, 900),
    ),
    idleTimeoutSeconds: v.optional(
      setting(
        "Seconds without data after which the load balancer closes a connection. The value has to be greater than the seconds that the slowest answer takes, and less than the keep-alive time of the application. Default: 60. A change is applied in place. If a task stops, its requests are cut off after 30 seconds, even if this setting is longer (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html).",
        integer(1, 4000),
      ),
    ),
    targetCpuPercent: setting(
      "Average CPU utilization of a color's tasks, in percent, which autoscaling keeps by starting and stopping tasks. 100 switches scaling by CPU off. A change is applied in place (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html).",
      integer(1, 100),
    ),
    targetMemoryPercent: setting(
      "Average memory utilization of a color's tasks, in percent, which autoscaling keeps by starting and stopping tasks. 100 switches scaling by memory off, for example for a JVM that never releases its heap. A change is applied in place (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html).",
      integer(1, 100),
    ),
    environment: setting(
      "Plain environment variables of the containers of both colors. Never write a secret here: plans and the ECS console show the values. A change starts new tasks.",
      v.record(plainVariableName, plainText, "an object"),
    ),
    secrets: setting(
      "Secrets of the containers of both colors. Each key is the name of an environment variable. Each value is an object with arn, and optionally jsonKey and kmsKeyArn. A change of this setting starts new tasks. ECS reads a secret only when a task starts, so start new tasks after you rotate a secret (docs/runbooks/secrets.md, https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html).",
      v.record(variableName, secret, "an object"),
    ),
    secretAccountIds: setting(
      "Ids of other AWS accounts whose secrets and KMS keys application.secrets may use. Empty: only secrets and keys of the account accountId are accepted. A change of only this setting changes no resource.",
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
      "Container image of the migration task. No other task may read the database's master password. Among the team's roles, only break-glass may read it. An image of your own has to create two database users, with the names app and readonly (docs/runbooks/migrate.md). A change applies to the next migration.",
      image(),
    ),
    command: v.optional(
      setting(
        "Command of the migration task, as a list of words. Default: with the default image, a command that makes the database users; with another image, the command of the image. A change applies to the next migration.",
        v.pipe(
          v.array(plainText, "a list of words"),
          v.minLength(1, "at least one word"),
          noSecretOfWords(SHOWN),
        ),
      ),
    ),
  }),
  weights: setting(
    "Traffic weights of a new environment; later, releases change the weights. In a running environment, a change of this setting moves no traffic: it only changes a tag, which the plan shows.",
    group({
      blue: setting(
        "Percent of the requests that blue gets in a new environment. weights.blue and weights.green have to sum to 100. In a running environment, a change of this setting moves no traffic, as long as the SSM parameter with the weights exists and has a valid value.",
        integer(0, 100),
      ),
      green: setting(
        "Percent of the requests that green gets in a new environment. weights.blue and weights.green have to sum to 100. In a running environment, a change of this setting moves no traffic, as long as the SSM parameter with the weights exists and has a valid value.",
        integer(0, 100),
      ),
    }),
  ),
  release: releaseSchema,
  https: v.optional(
    setting(
      "HTTPS: a certificate, or a domain name and its hosted zone, or all three. Required in production.",
      group({
        certificateArn: v.optional(
          setting(
            "ARN of an issued certificate in AWS Certificate Manager, for HTTPS. Default: the deployment requests a certificate for https.domainName, and validates it by DNS.",
            certificateArn(),
          ),
        ),
        domainName: v.optional(
          setting(
            "Host name of the application. The deployment makes an alias record for it in the hosted zone https.hostedZoneId.",
            pattern(
              /^(?=.{1,64}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/,
              'a host name such as "payments.example.com", at most 64 characters',
            ),
          ),
        ),
        hostedZoneId: v.optional(
          setting(
            "Id of the Route 53 hosted zone that contains https.domainName.",
            pattern(/^Z[A-Z0-9]{1,31}$/, 'a Route 53 hosted zone id such as "Z0123456789ABCDEFGHIJ"'),
          ),
        ),
      }),
    ),
  ),
  smokeTestCidrBlocks: setting(
    "Address ranges of the clients that may choose a color, for example of the machines that run smoke tests. These clients choose a color by the request header X-Color (blue or green). For all other clients, the header has no effect, and the weights choose the color.",
    v.pipe(
      v.array(cidr(), "a list of ranges"),
      distinct("range"),
      v.maxLength(4, "at most 4 ranges: a listener rule takes 5 values in all"),
    ),
  ),
  waf: group({
    enabled: setting(
      "Whether AWS WAF filters the requests to the load balancer. To test the rules before production, switch it on in a preview. A change is applied in place.",
      flag(),
    ),
    requestsPer5Minutes: setting(
      "Number of requests that one IP address may send in five minutes. If an address sends more, AWS WAF blocks its further requests. A change is applied in place.",
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
    "true: a customer managed KMS key of the environment encrypts the data at rest, and AWS rotates this key. false: AWS's own keys encrypt the data. If you change customerManagedKey in a running environment and database.kmsKeyArn is not set, the deployment replaces the database, and the data of the database is lost. A change of customerManagedKey also changes the key of logs, of the SNS topic and of the master password's secret. If you change customerManagedKey to false, AWS deletes the environment's KMS key after 7 days. After that, nobody can read data that this key has encrypted.",
    flag(),
  ),
  access: group({
    principalArns: group(
      byTeamRole((role) =>
        setting(
          `ARNs of the IAM roles, in the account accountId, that may assume the environment's ${role} role. If the list is empty, a caller from that account may assume the ${role} role under two conditions: the caller signed in with MFA, and the caller's own IAM policy allows sts:AssumeRole.`,
          principals(),
        ),
      ),
    ),
    databaseClientSecurityGroupIds: setting(
      "Ids of the security groups, such as that of a VPN or a bastion, from which people may connect to the database. If the list is empty, people cannot connect. A change is applied in place.",
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
        "ARN of the permissions boundary for all IAM roles of the environment; npm run account -- deploy prints the ARN. GitHub's workflows can deploy an environment only if this setting is set.",
        pattern(/^arn:aws:iam::\d{12}:policy\/[\w+=,.@/-]{1,512}$/, "the ARN of an IAM policy"),
      ),
    ),
  }),
  logs: group({
    applicationRetentionDays: setting(
      "Days for which CloudWatch Logs keeps the logs of the application and of Container Insights. A lower value deletes older logs, and is refused without --allow.",
      retentionDays(),
    ),
    auditRetentionDays: setting(
      "Days for which AWS keeps the VPC flow logs, the load balancer's access logs, the logs of WAF, PostgreSQL and migrations, and the release history. A lower value deletes older logs, and is refused without --allow.",
      retentionDays(),
    ),
  }),
  monitoring: group({
    maxErrorPercent: setting(
      "Percentage of a color's requests that may fail. If more fail, an alarm of the color goes to ALARM. A request fails if it is answered with 5xx, refused, or not answered. An unanswered request may be one that the client itself ended. So the alarm estimates the percentage of such requests, and subtracts it from the percentage of unanswered requests. It subtracts at most 15 percentage points. This setting can be at most 50, so that a color that answers nothing brings the alarm into ALARM, if it gets at least 5 requests in 5 minutes. A change applies immediately, also to a release that is under way.",
      integer(0, 50),
    ),
    maxLatencySeconds: setting(
      "p99 latency of a color, in seconds, above which an alarm of the color goes to ALARM. It has to be less than application.idleTimeoutSeconds, because the load balancer ends a request that takes longer, and publishes no latency for it. A change is applied in place.",
      v.pipe(v.number(SECONDS), v.minValue(0.01, SECONDS), v.maxValue(60, SECONDS)),
    ),
    subscribers: setting(
      "Subscribers of the SNS topic of the alarms: each gets a message when an alarm goes to ALARM, as soon as the subscription is confirmed. Production needs at least one subscriber. A change is applied in place.",
      v.pipe(
        v.array(
          group({
            protocol: setting(
              "Protocol by which SNS sends messages to the subscriber: email, https or sms.",
              oneOf(["email", "https", "sms"]),
            ),
            endpoint: setting(
              "E-mail address, https URL or telephone number, according to the protocol. The owner of an e-mail address or of an https URL has to confirm the subscription.",
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

/** The settings of one environment: the values of its settings file, and the profile's defaults for all other settings. */
export type EnvironmentSettings = v.InferOutput<typeof environmentSchema>;

/** The complete configuration of one environment, which is the only input of the stack. */
export interface EnvironmentConfig extends EnvironmentSettings {
  /** The environment's suffix. Every resource name ends with it. The object key of the Terraform state in the state bucket contains it. */
  readonly suffix: string;
  /** The name of the S3 bucket that contains the Terraform state. */
  readonly stateBucket: string;
}
