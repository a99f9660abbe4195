import { evaluate, type Request } from "../../../src/iam/evaluate";
import { TEAM_ROLES, type TeamRoleName } from "../../../src/naming/team-roles";
import { arnOf } from "../../support/arns";
import { ACCOUNT_ID, EPHEMERAL, PRODUCTION } from "../../support/environments";
import { policyOf } from "../../support/policies";
import { type Synthesized, synthesized } from "../../support/synthesized";

const VIA_RDS = "rds.us-east-1.amazonaws.com";
const HERE = { "aws:RequestedRegion": "us-east-1" };
const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:${ACCOUNT_ID}:${name}`;

/** The calls that tell roles apart, upon one environment. */
function callsUpon(environment: Synthesized, suffix: string) {
  const on = (action: string, resource: string, context?: Request["context"]): Request => ({
    action,
    resource,
    context: { ...HERE, ...context },
  });
  const at = (address: string, attribute?: string) => arnOf(environment, address, attribute);
  const cluster = `ecs-cluster-${suffix}`;
  const service = arn("ecs", `service/${cluster}/ecs-service-blue-${suffix}`);
  const group = arn("logs", `log-group:log-group-blue-${suffix}`);
  const secret = at("aws_rds_cluster.database_cluster", "master_user_secret[0].secret_arn");
  const database = at("aws_rds_cluster.database_cluster");
  const user = (name: string) =>
    arn("rds-db", `dbuser:${at("aws_rds_cluster.database_cluster", "cluster_resource_id")}/${name}`);
  const instance = "aws_rds_cluster_instance.database_instance_us_east_1b";
  const instanceId = at(instance, "dbi_resource_id");
  const insights = arn("pi", `metrics/rds/${instanceId}`);
  const firewall = at("aws_security_group.firewall_database_security_group");
  const [ofEnvironment] = environment.addresses("aws_kms_key");
  const key = ofEnvironment === undefined ? arn("kms", "key/of-aws") : at(ofEnvironment);
  const listener = at("aws_lb_listener.traffic_listener");
  const task = arn("ecs", `task/${cluster}/0123456789abcdef0123456789abcdef`);
  const weights = arn("ssm", `parameter/transaction-processing/${suffix}/green-weight`);
  const object = (name: string) => `arn:aws:s3:::state-bucket/${suffix}/${name}`;
  const iam = (name: string) => `arn:aws:iam::${ACCOUNT_ID}:role/${name}-${suffix}`;
  return {
    "read the application's log": on("logs:FilterLogEvents", `${group}:*`),
    "query the application's log": on("logs:StartQuery", `${group}:*`),
    "read a stream of the log": on("logs:GetLogEvents", `${group}:log-stream:blue/blue/0123`),
    "read the release history": on(
      "logs:FilterLogEvents",
      arn("logs", `log-group:log-group-release-${suffix}:*`),
    ),
    "read metrics": on("cloudwatch:GetMetricData", "*"),
    "open the dashboard": on(
      "cloudwatch:GetDashboard",
      `arn:aws:cloudwatch::${ACCOUNT_ID}:dashboard/dashboard-${suffix}`,
    ),
    "see alarms, composite ones too": on("cloudwatch:DescribeAlarms", "*"),
    "see what the team's own alarm did": on(
      "cloudwatch:DescribeAlarmHistory",
      arn("cloudwatch", `alarm:duplicate-payments/${suffix}`),
    ),
    "see what an alarm did": on(
      "cloudwatch:DescribeAlarmHistory",
      arn("cloudwatch", `alarm:alarm-database-cpu-${suffix}`),
    ),
    "see a service": on("ecs:DescribeServices", service),
    "see what became of a deployment": on(
      "ecs:DescribeServiceDeployments",
      arn("ecs", `service-deployment/${cluster}/ecs-service-blue-${suffix}/a1B2`),
    ),
    "see a task": on("ecs:DescribeTasks", task),
    "list tasks": on("ecs:ListTasks", arn("ecs", `container-instance/${cluster}/*`)),
    "see the targets' health": on("elasticloadbalancing:DescribeTargetHealth", "*"),
    "see the database": on("rds:DescribeDBClusters", database),
    "see what happened to the database": on("rds:DescribeEvents", "*"),
    "read the weights": on("ssm:GetParameter", weights),

    "connect as readonly": on("rds-db:connect", user("readonly")),
    "connect as app": on("rds-db:connect", user("app")),
    "connect as the master user by IAM": on("rds-db:connect", user("postgres")),

    "stop a task": on("ecs:StopTask", task),
    "force a deployment": on("ecs:UpdateService", service),
    "run another image": on("ecs:UpdateService", service, { "ecs:task-definition": "any" }),
    "switch ECS Exec on": on("ecs:UpdateService", service, { "ecs:enable-execute-command": "true" }),
    "leave ECS Exec off": on("ecs:UpdateService", service, { "ecs:enable-execute-command": "false" }),
    "move tasks to other subnets": on("ecs:UpdateService", service, { "ecs:subnet": "subnet-1" }),
    "open a shell in a task": on("ecs:ExecuteCommand", task),
    "change a color's scaling": on(
      "application-autoscaling:RegisterScalableTarget",
      at("aws_appautoscaling_target.blue_scaling"),
    ),
    "end a color's scaling": on(
      "application-autoscaling:DeregisterScalableTarget",
      at("aws_appautoscaling_target.blue_scaling"),
    ),
    "fail the database over": on("rds:FailoverDBCluster", database),
    "fail over to one instance": on(
      "rds:FailoverDBCluster",
      at("aws_rds_cluster_instance.database_instance_us_east_1b"),
    ),
    "sample requests that AWS WAF blocked": on(
      "wafv2:GetSampledRequests",
      environment.count("aws_wafv2_web_acl") > 0
        ? at("aws_wafv2_web_acl.web_acl_web_acl")
        : arn("wafv2", `regional/webacl/web-acl-${suffix}/0123`),
    ),

    "reboot an instance of the database": on("rds:RebootDBInstance", at(instance)),
    "stop the database": on("rds:StopDBCluster", database),
    "see what loads the database": on("pi:DescribeDimensionKeys", insights),
    "see the database's counters": on("pi:GetResourceMetrics", insights),
    "read the whole text of a long statement": on("pi:GetDimensionKeyDetails", insights),
    "decrypt what loads the database": on("kms:Decrypt", key, { "kms:ViaService": VIA_RDS }),
    "read the metrics of an instance's operating system": on(
      "logs:GetLogEvents",
      arn("logs", `log-group:RDSOSMetrics:log-stream:${instanceId}`),
    ),
    "read the metrics of another's operating system": on(
      "logs:GetLogEvents",
      arn("logs", "log-group:RDSOSMetrics:log-stream:db-ORDERS"),
    ),

    "move traffic": on("elasticloadbalancing:ModifyListener", listener),
    "weaken TLS": on("elasticloadbalancing:ModifyListener", listener, {
      "elasticloadbalancing:SecurityPolicy": "ELBSecurityPolicy-2016-08",
    }),
    "serve plain HTTP": on("elasticloadbalancing:ModifyListener", listener, {
      "elasticloadbalancing:ListenerProtocol": "HTTP",
    }),
    "record the weights": on("ssm:PutParameter", weights),
    "ask the release controller": on(
      "lambda:InvokeFunction",
      arn("lambda", `function:release-controller-${suffix}`),
    ),
    "change the release controller": on(
      "lambda:UpdateFunctionCode",
      arn("lambda", `function:release-controller-${suffix}`),
    ),
    "stop the minute's look": on("events:DisableRule", arn("events", `rule/release-tick-rule-${suffix}`)),
    "read the release's document": on("s3:GetObject", object("release.json")),
    "find the release's document": on("s3:ListBucket", "arn:aws:s3:::state-bucket", {
      "s3:prefix": `${suffix}/release.json`,
    }),
    "write the release's document": on("s3:PutObject", object("release.json")),
    "delete the release's document": on("s3:DeleteObject", object("release.json")),
    "hold the lock": on("s3:PutObject", object("release.lock")),
    "find the lock": on("s3:ListBucket", "arn:aws:s3:::state-bucket", {
      "s3:prefix": `${suffix}/release.lock`,
    }),
    "list the state bucket": on("s3:ListBucket", "arn:aws:s3:::state-bucket"),
    "list the environment's objects": on("s3:ListBucket", "arn:aws:s3:::state-bucket", {
      "s3:prefix": `${suffix}/`,
    }),
    "add to the history": on(
      "logs:PutLogEvents",
      arn("logs", `log-group:log-group-release-${suffix}:log-stream:x`),
    ),
    "write into the application's log": on("logs:PutLogEvents", `${group}:log-stream:x`),

    "read the master secret": on("secretsmanager:GetSecretValue", secret),
    "change the master secret": on("secretsmanager:PutSecretValue", secret),
    "let a security group in": on("ec2:AuthorizeSecurityGroupIngress", firewall),
    "cut a security group off": on("ec2:RevokeSecurityGroupIngress", firewall),
    "stop what a security group sends": on("ec2:RevokeSecurityGroupEgress", firewall),
    "let a security group send": on("ec2:AuthorizeSecurityGroupEgress", firewall),
    "see security groups": on("ec2:DescribeSecurityGroups", "*"),

    "read the state": on("s3:GetObject", object("transaction-processing.tfstate")),
    "write the state": on("s3:PutObject", object("transaction-processing.tfstate")),
    "break the state's lock": on("s3:DeleteObject", object("transaction-processing.tfstate.tflock")),
    "pass a role": on("iam:PassRole", iam("execution-role-migration")),
    "run the migration": on(
      "ecs:RunTask",
      arn("ecs", `task-definition/task-definition-migration-${suffix}:1`),
    ),
    "register what a task runs": on("ecs:RegisterTaskDefinition", "*"),
    "take break-glass from within": on("sts:AssumeRole", iam("break-glass-role")),
    ...Object.fromEntries(
      [
        "PutRolePolicy",
        "DeleteRolePolicy",
        "AttachRolePolicy",
        "UpdateAssumeRolePolicy",
        "UpdateRole",
      ].flatMap((action) =>
        TEAM_ROLES.map((role) => [`${action} of ${role}`, on(`iam:${action}`, iam(`${role}-role`))]),
      ),
    ),
    "delete a log group": on("logs:DeleteLogGroup", `${group}:*`),
    "delete the history": on("logs:DeleteLogGroup", arn("logs", `log-group:log-group-release-${suffix}:*`)),
    "delete a stream of the history": on(
      "logs:DeleteLogStream",
      arn("logs", `log-group:log-group-release-${suffix}:log-stream:x`),
    ),
    "keep the history for a day only": on(
      "logs:PutRetentionPolicy",
      arn("logs", `log-group:log-group-release-${suffix}:*`),
    ),
    "delete the weights": on("ssm:DeleteParameter", weights),
    "silence an alarm": on(
      "cloudwatch:DisableAlarmActions",
      arn("cloudwatch", `alarm:alarm-database-cpu-${suffix}`),
    ),
    "delete an alarm": on("cloudwatch:DeleteAlarms", arn("cloudwatch", `alarm:alarm-database-cpu-${suffix}`)),
    "silence the break-glass alarm": on(
      "events:DisableRule",
      arn("events", `rule/break-glass-rule-${suffix}`),
    ),
    "change the break-glass alarm": on("events:PutRule", arn("events", `rule/break-glass-rule-${suffix}`)),
    "end a subscription": on("sns:SetTopicAttributes", arn("sns", `topic-alarms-${suffix}`)),
    "publish made-up alarms": on("sns:Publish", arn("sns", `topic-alarms-${suffix}`)),
    "make a database": on("rds:CreateDBCluster", database),
    "change the database": on("rds:ModifyDBCluster", database),
    "delete the database": on("rds:DeleteDBCluster", database),
    "copy the database": on("rds:CreateDBClusterSnapshot", database),
    "delete a service": on("ecs:DeleteService", service),
    "delete the listener": on("elasticloadbalancing:DeleteListener", listener),
  } satisfies Record<string, Request>;
}

const OBSERVER = [
  "read the application's log",
  "query the application's log",
  "read a stream of the log",
  "read the release history",
  "read metrics",
  "open the dashboard",
  "see alarms, composite ones too",
  "see what the team's own alarm did",
  "see what an alarm did",
  "see a service",
  "see what became of a deployment",
  "see a task",
  "list tasks",
  "see the targets' health",
  "see the database",
  "see what happened to the database",
  "read the weights",
  "read the release's document",
  "find the release's document",
  "find the lock",
];
const RELEASER = [
  "ask the release controller",
  "read the release's document",
  "find the release's document",
  "read the release history",
  "see alarms, composite ones too",
  "read metrics",
  "see a service",
  "see what became of a deployment",
  "see a task",
  "list tasks",
  "see the targets' health",
  "read the weights",
  "find the lock",
];
/** Only where the settings have it recorded. */
const DATABASE_LOAD = {
  ephemeral: [],
  production: [
    "see what loads the database",
    "see the database's counters",
    "decrypt what loads the database",
    "read the metrics of an instance's operating system",
  ],
};
const OPERATOR = (profile: "ephemeral" | "production") => [
  ...OBSERVER,
  ...(profile === "production" ? ["sample requests that AWS WAF blocked"] : []), // a preview has no web ACL
  "ask the release controller",
  "move traffic",
  "record the weights",
  "stop a task",
  "force a deployment",
  "leave ECS Exec off",
  "change a color's scaling",
  "fail the database over",
  "fail over to one instance",
  "reboot an instance of the database",
];

/** Of all these calls, exactly those that a role may make in its own environment. */
const MAY = (profile: "ephemeral" | "production"): Readonly<Record<TeamRoleName, readonly string[]>> => ({
  observer: OBSERVER,
  developer: [
    ...OBSERVER,
    ...DATABASE_LOAD[profile],
    "connect as readonly",
    ...(profile === "ephemeral" ? ["stop a task"] : []),
  ],
  releaser: RELEASER,
  operator: [...OPERATOR(profile), ...DATABASE_LOAD[profile]],
  "break-glass": [
    ...OPERATOR(profile),
    ...DATABASE_LOAD[profile],
    ...RELEASER,
    "read the master secret",
    "let a security group in",
    "cut a security group off",
    "stop what a security group sends",
    "see security groups",
  ],
});

const PROFILES = [
  ["ephemeral", EPHEMERAL],
  ["production", PRODUCTION],
] as const;
const ROWS = PROFILES.flatMap(([profile, overrides]) =>
  TEAM_ROLES.map((role) => [role, profile, overrides] as const),
);

describe.each(ROWS)("%s in %s", (role, profile, overrides) => {
  const environment = synthesized(overrides);
  const statements = policyOf(environment, role);
  const allowedOf = (calls: Readonly<Record<string, Request>>) =>
    Object.keys(calls).filter(
      (call) => calls[call] !== undefined && evaluate(statements, calls[call]) === "allowed",
    );
  const calls = callsUpon(environment, "x1");

  it("may make exactly these of the calls", () => {
    expect(allowedOf(calls).sort()).toEqual([...new Set(MAY(profile)[role])].sort());
  });

  it.each(["x2", "pr-x1", "x1-2", "x", "x11", "blue-x1", "x1-blue"])(
    "may only look at %s, and only where AWS takes no narrower resource",
    (suffix) => {
      const others = callsUpon(synthesized(overrides, suffix), suffix);
      const wide = allowedOf(others).map((call) => (others as Record<string, Request>)[call]);
      expect(wide.filter((call) => call?.resource !== "*")).toEqual([]);
    },
  );

  it("may do nothing of it in another region", () => {
    const elsewhere = Object.entries<Request>(calls)
      .filter(([, { resource }]) => resource === "*")
      .map(([call, request]) => [call, { ...request, context: { "aws:RequestedRegion": "eu-west-1" } }]);
    expect(elsewhere.length).toBeGreaterThan(3);
    expect(allowedOf(Object.fromEntries(elsewhere))).toEqual([]);
  });
});

it("decrypts secrets for break-glass, and what loads the database for who may see it, by way of these services only", () => {
  const production = synthesized(PRODUCTION);
  const decrypt = (service: string): Request => ({
    action: "kms:Decrypt",
    resource: arnOf(production, "aws_kms_key.encryption_key_key"),
    context: { "kms:ViaService": `${service}.us-east-1.amazonaws.com` },
  });
  const by = (role: TeamRoleName, service: string) =>
    evaluate(policyOf(production, role), decrypt(service)) === "allowed";
  expect(by("break-glass", "secretsmanager")).toBe(true);
  expect(by("operator", "rds")).toBe(true);
  expect(by("operator", "logs")).toBe(false);
  expect(by("observer", "rds")).toBe(false);
  expect(by("operator", "secretsmanager")).toBe(false);
});
