import { CloudWatchClient, DescribeAlarmsCommand, GetDashboardCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
} from "@aws-sdk/client-iam";
import { GetBucketEncryptionCommand, GetPublicAccessBlockCommand, S3Client } from "@aws-sdk/client-s3";
import { ListSubscriptionsByTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { ACCOUNT_ID, type Emulator } from "../../src/rehearsal/emulator";

export interface OperationsExpectation {
  /** How long flow, WAF, PostgreSQL and migration logs are kept. */
  readonly auditDays: number;
  readonly customerManagedKey: boolean;
  readonly subscriptions: number;
}

const APPLICATION_LOG_DAYS = 3;

export async function expectOperations(
  client: Emulator["client"],
  suffix: string,
  { auditDays, customerManagedKey, subscriptions }: OperationsExpectation,
): Promise<void> {
  const topic = `arn:aws:sns:us-east-1:${ACCOUNT_ID}:topic-alarms-${suffix}`;
  const cloudWatch = new CloudWatchClient(client);
  const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({}));
  const alarms = MetricAlarms.filter((it) => it.AlarmName?.endsWith(`-${suffix}`));
  expect(alarms.length).toBeGreaterThan(10);
  expect(alarms.filter((it) => !it.AlarmActions?.includes(topic) || !it.AlarmDescription)).toEqual([]);
  const { Subscriptions = [] } = await new SNSClient(client).send(
    new ListSubscriptionsByTopicCommand({ TopicArn: topic }),
  );
  expect(Subscriptions).toHaveLength(subscriptions);
  const { DashboardBody = "{}" } = await cloudWatch.send(
    new GetDashboardCommand({ DashboardName: `dashboard-${suffix}` }),
  );
  expect(JSON.parse(DashboardBody).widgets.length).toBeGreaterThan(8);

  const { logGroups = [] } = await new CloudWatchLogsClient(client).send(new DescribeLogGroupsCommand({}));
  const ours = logGroups.filter((it) => new RegExp(`-${suffix}(/|$)`).test(it.logGroupName ?? ""));
  const isAudit = (name = "") => /flow|waf|rds|migration|release/.test(name);
  for (const { logGroupName, retentionInDays, kmsKeyId } of ours) {
    expect([logGroupName, retentionInDays]).toEqual([
      logGroupName,
      isAudit(logGroupName) ? auditDays : APPLICATION_LOG_DAYS,
    ]);
    expect([logGroupName, kmsKeyId !== undefined]).toEqual([logGroupName, customerManagedKey]);
  }
  expect(ours.filter((it) => isAudit(it.logGroupName)).length).toBeGreaterThanOrEqual(2);
  expect(ours.filter((it) => !isAudit(it.logGroupName)).length).toBeGreaterThanOrEqual(3);

  const s3 = new S3Client(client);
  const bucket = { Bucket: `access-logs-${ACCOUNT_ID}-${suffix}` };
  const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand(bucket));
  expect(Object.values(PublicAccessBlockConfiguration ?? {})).toEqual([true, true, true, true]);
  const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand(bucket));
  expect(
    ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm,
  ).toBe("AES256"); // the only one that a load balancer's log delivery can write with

  await expectNarrowRoles(new IAMClient(client), suffix);
}

/** Each role of the environment has one policy, which the stack owns and which allows no service as a whole. */
async function expectNarrowRoles(iam: IAMClient, suffix: string): Promise<void> {
  const { Roles = [] } = await iam.send(new ListRolesCommand({}));
  const ours = Roles.filter((it) => it.RoleName?.endsWith(`-${suffix}`));
  expect(ours.length).toBeGreaterThanOrEqual(4);
  for (const { RoleName } of ours) {
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect([RoleName, AttachedPolicies]).toEqual([RoleName, []]);
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    expect([RoleName, PolicyNames]).toEqual([RoleName, [expect.stringMatching(/^inline-policy-/)]]);
    for (const PolicyName of PolicyNames) {
      const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      const { Statement } = JSON.parse(decodeURIComponent(PolicyDocument));
      const actions = Statement.flatMap((it: { Action: string | string[] }) => it.Action);
      expect(actions.filter((action: string) => action.includes("*"))).toEqual([]);
    }
  }
}
