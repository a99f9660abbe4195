import { TEAM_ROLES } from "../../src/naming/team-roles";
import { ACCOUNT_ID, EPHEMERAL, PRIVATE, VARIANTS } from "../support/environments";
import { allStatements, statementsOf } from "../support/policies";
import { type Attributes, synthesized } from "../support/synthesized";

const ephemeral = synthesized(EPHEMERAL);
const whole = synthesized(PRIVATE);
const CALLER = "${data.aws_caller_identity.caller_identity.account_id}";

const role = (name: string, environment = whole) => ({
  trust: statementsOf(environment.resource(`aws_iam_role.${name}_role`).assume_role_policy),
  policy: ["policy", "needs_policy"]
    .map((it) => `aws_iam_role_policy.${name}_${it}`)
    .filter((it) => environment.addresses().includes(it))
    .flatMap((it) => statementsOf(environment.resource(it).policy)),
});
const writeLogs = (group: string) => ({
  Sid: "WriteLogs",
  Effect: "Allow",
  Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: `\${aws_cloudwatch_log_group.${group}.arn}:*`,
});
const pullImage = (repository: string) => [
  { Sid: "SignInToEcr", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
  {
    Sid: "PullImage",
    Effect: "Allow",
    Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    Resource: `arn:aws:ecr:us-east-1:${ACCOUNT_ID}:repository/${repository}`,
  },
];
const connect = (accountId: string) => ({
  Sid: "ConnectToDatabase",
  Effect: "Allow",
  Action: "rds-db:connect",
  Resource: `arn:aws:rds-db:us-east-1:${accountId}:dbuser:\${aws_rds_cluster.database_cluster.cluster_resource_id}/app`,
});
const SECRET = "${aws_rds_cluster.database_cluster.master_user_secret[0].secret_arn}";
const readSecret = {
  Sid: "ReadMasterSecret",
  Effect: "Allow",
  Action: "secretsmanager:GetSecretValue",
  Resource: SECRET,
};

describe.each(["blue", "green"])("the roles of %s", (color) => {
  it("let the application sign in to the database as app, and nothing else", () => {
    expect(role(`${color}_application_role`).policy).toEqual([connect(ACCOUNT_ID)]);
    expect(role(`${color}_application_role`, ephemeral).policy).toEqual([connect(CALLER)]);
  });

  it("let a start with a public image write the log, and nothing else", () => {
    expect(role(`${color}_task_execution_role`, ephemeral).policy).toEqual([
      writeLogs(`${color}_task_log_group`),
    ]);
  });

  it("let a start with a private image pull it from its one repository", () => {
    expect(role(`${color}_task_execution_role`).policy).toEqual([
      writeLogs(`${color}_task_log_group`),
      ...pullImage("team/transactions"),
    ]);
  });
});

describe("the role that starts migrations", () => {
  it("alone reads the master secret, but for break-glass", () => {
    expect(role("migration_task_execution_role", ephemeral).policy).toEqual([
      writeLogs("migration_task_log_group"),
      readSecret,
    ]);
    const readers = allStatements(whole).filter(({ statement }) =>
      JSON.stringify(statement).includes("secretsmanager"),
    );
    expect([...new Set(readers.map(({ address }) => address))]).toEqual([
      "aws_iam_role_policy.break_glass_policy",
      "aws_iam_role_policy.migration_task_execution_role_policy",
    ]);
  });

  it("decrypts it with the environment's key, by way of Secrets Manager only", () => {
    expect(role("migration_task_execution_role").policy).toEqual([
      writeLogs("migration_task_log_group"),
      ...pullImage("team/migration"),
      readSecret,
      {
        Sid: "DecryptMasterSecret",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: "${aws_kms_key.encryption_key_key.arn}",
        Condition: { StringEquals: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" } },
      },
    ]);
  });
});

describe("the roles of logs and metrics", () => {
  it("let flow logs write into their group, which they cannot make again", () => {
    expect(role("flow_logs_role").policy).toEqual([
      writeLogs("flow_logs_log_group"),
      {
        Sid: "FindLogGroup",
        Effect: "Allow",
        Action: "logs:DescribeLogGroups",
        Resource: "*",
      },
      {
        Sid: "FindLogStream",
        Effect: "Allow",
        Action: "logs:DescribeLogStreams",
        Resource: [
          "${aws_cloudwatch_log_group.flow_logs_log_group.arn}",
          "${aws_cloudwatch_log_group.flow_logs_log_group.arn}:*",
        ],
      },
    ]);
  });

  it("let enhanced monitoring write into the account's one group for it", () => {
    const group = `arn:aws:logs:us-east-1:${ACCOUNT_ID}:log-group:RDSOSMetrics`;
    expect(role("database_enhanced_monitoring_role").policy).toEqual([
      {
        Sid: "MakeLogGroup",
        Effect: "Allow",
        Action: ["logs:CreateLogGroup", "logs:PutRetentionPolicy"],
        Resource: [group, `${group}:*`],
      },
      {
        Sid: "WriteLogs",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:GetLogEvents", "logs:PutLogEvents"],
        Resource: `${group}:*`,
      },
    ]);
  });
});

describe("roles", () => {
  it("are exactly these, each with one inline policy", () => {
    const names = [
      "blue_application_role",
      "blue_task_execution_role",
      "break_glass",
      "developer",
      "flow_logs_role",
      "green_application_role",
      "green_task_execution_role",
      "migration_task_execution_role",
      "observer",
      "operator",
      "release_controller_role",
      "releaser",
    ];
    expect(ephemeral.addresses("aws_iam_role")).toEqual(names.map((name) => `aws_iam_role.${name}_role`));
    expect(ephemeral.addresses("aws_iam_role_policy")).toEqual(
      names.map((name) => `aws_iam_role_policy.${name}_policy`),
    );
    expect(whole.addresses("aws_iam_role")).toEqual(
      [...names, "database_enhanced_monitoring_role"].map((name) => `aws_iam_role.${name}_role`).sort(),
    );
    expect(whole.json).not.toContain("aws_iam_role_policy_attachment");
  });

  it.each([
    ["blue_application_role", "ecs-tasks.amazonaws.com"],
    ["green_application_role", "ecs-tasks.amazonaws.com"],
    ["blue_task_execution_role", "ecs-tasks.amazonaws.com"],
    ["green_task_execution_role", "ecs-tasks.amazonaws.com"],
    ["migration_task_execution_role", "ecs-tasks.amazonaws.com"],
    ["flow_logs_role", "vpc-flow-logs.amazonaws.com"],
    ["release_controller_role", "lambda.amazonaws.com"],
    ["database_enhanced_monitoring_role", "monitoring.rds.amazonaws.com"],
  ])("%s is assumed only by %s, acting for this account", (name, service) => {
    expect(role(name).trust).toEqual([
      {
        Sid: "AssumeByService",
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT_ID } },
      },
    ]);
  });
});

/** Statements whose resource is `*`, and why AWS offers nothing narrower; the matrix says it for the team's roles. */
const ANY_RESOURCE: Readonly<Record<string, string>> = {
  "aws_iam_role_policy.blue_task_execution_role_needs_policy SignInToEcr":
    "the token of this action is valid for the whole registry",
  "aws_iam_role_policy.green_task_execution_role_needs_policy SignInToEcr":
    "the token of this action is valid for the whole registry",
  "aws_iam_role_policy.migration_task_execution_role_policy SignInToEcr":
    "the token of this action is valid for the whole registry",
  "aws_iam_role_policy.flow_logs_role_policy FindLogGroup": "groups are listed only as a whole",
  "aws_iam_role_policy.release_controller_role_policy See": "src/policy/unnarrowable.ts says it of each",
  "aws_kms_key.encryption_key_key DelegateToIam": "in a key policy, * is this key",
  "aws_kms_key.encryption_key_key CloudWatchLogs": "in a key policy, * is this key",
  "aws_kms_key.encryption_key_key CloudWatchAlarms": "in a key policy, * is this key",
  "aws_kms_key.encryption_key_key RdsEvents": "in a key policy, * is this key",
  "aws_kms_key.encryption_key_key EventRules": "in a key policy, * is this key",
};

/** Where a resource may end in, or contain, a wildcard. */
const BELOW = [
  /^\$\{aws_cloudwatch_log_group\.\w+\.arn\}:\*$/, // the streams of a log group
  /^arn:aws:logs:us-east-1:[^:*]+:log-group:RDSOSMetrics:\*$/,
  /^\$\{aws_s3_bucket\.load_balancer_access_logs_bucket\.arn\}\/AWSLogs\/[^/*]+\/\*$/, // this account's logs
  /^arn:aws:cloudwatch:us-east-1:[^:*]+:alarm:\*\/x1$/, // a team's own alarms
  /^arn:aws:cloudwatch:us-east-1:[^:*]+:alarm:TargetTracking-service\/ecs-cluster-x1\/\*$/, // autoscaling's
  /^arn:aws:ecs:us-east-1:[^:*]+:(container-instance|service\*|task)\/ecs-cluster-x1\/\*$/, // AWS makes up the ids
  /^arn:aws:logs:us-east-1:[^:*]+:log-group:[a-z/-]+-x1(\/[a-z]+)?:\*$/, // the streams of a log group
];

describe.each(VARIANTS)("every policy of %s", (_label, overrides) => {
  const statements = allStatements(synthesized(overrides));
  const list = (value: string | string[]) => (Array.isArray(value) ? value : [value]);
  const allowed = statements.filter(({ statement }) => statement.Effect === "Allow");

  it("is found", () => {
    expect(allowed.length).toBeGreaterThan(12);
  });

  it("allows no action by wildcard", () => {
    const wild = allowed.filter(({ statement }) =>
      list(statement.Action).some((action) => /[*?]/.test(action)),
    );
    expect(wild).toEqual([]);
    expect(allowed.filter(({ statement }) => "NotAction" in statement || "NotResource" in statement)).toEqual(
      [],
    );
  });

  it("allows nobody by wildcard", () => {
    const open = ({ Principal }: Attributes) => JSON.stringify(Principal ?? "").includes('"*"');
    expect(allowed.filter(({ statement }) => open(statement))).toEqual([]);
  });

  it("names its resources, but for the explained ones", () => {
    const team = TEAM_ROLES.map((role) => `aws_iam_role_policy.${role.replace("-", "_")}_policy`);
    const any = allowed
      .filter(({ address }) => !team.includes(address))
      .filter(({ statement }) => list(statement.Resource ?? []).includes("*"))
      .map(({ address, statement }) => `${address} ${statement.Sid}`);
    expect(any.filter((statement) => !(statement in ANY_RESOURCE))).toEqual([]);
  });

  it("widens a named resource only below one of these", () => {
    const wide = allowed
      .flatMap(({ statement }) => list(statement.Resource ?? []))
      .filter((resource) => resource !== "*" && resource.includes("*"));
    for (const resource of wide) {
      expect(BELOW.filter((pattern) => pattern.test(resource))).toHaveLength(1);
    }
  });
});

it("explains no wildcard resource that is not there", () => {
  const used = new Set(allStatements(whole).map(({ address, statement }) => `${address} ${statement.Sid}`));
  expect(Object.keys(ANY_RESOURCE).filter((explained) => !used.has(explained))).toEqual([]);
});
