import {
  CloudWatchClient,
  type MetricAlarm,
  paginateDescribeAlarms,
  paginateListDashboards,
} from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { EventBridgeClient, ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { IAMClient, paginateListPolicies, paginateListRoles } from "@aws-sdk/client-iam";
import { LambdaClient, paginateListFunctions } from "@aws-sdk/client-lambda";
import { paginateListSubscriptions, paginateListTopics, SNSClient } from "@aws-sdk/client-sns";
import { paginateDescribeParameters, SSMClient } from "@aws-sdk/client-ssm";
import { readArn } from "../naming/arn";
import type { Remembered } from "./item";
import { type ClientConfig, list, type Readers } from "./readers";

/** Returns readers that list the resources in CloudWatch, EventBridge, IAM, Lambda, SNS and Systems Manager. */
export function operationsReaders(config: ClientConfig) {
  const cloudWatch = { client: new CloudWatchClient(config) };
  const iam = { client: new IAMClient(config) };
  const sns = { client: new SNSClient(config) };

  return {
    "CloudWatch alarm": () =>
      list(
        paginateDescribeAlarms(cloudWatch, { AlarmTypes: ["MetricAlarm", "CompositeAlarm"] }),
        (page) => [...(page.CompositeAlarms ?? []), ...(page.MetricAlarms ?? [])],
        (it) => ({ id: it.AlarmName, name: scaledBy(it) ?? it.AlarmName }),
      ),
    "CloudWatch dashboard": () =>
      list(
        paginateListDashboards(cloudWatch, {}),
        (page) => page.DashboardEntries,
        (it) => ({ id: it.DashboardName, name: it.DashboardName }),
      ),
    "CloudWatch log group": () =>
      list(
        paginateDescribeLogGroups({ client: new CloudWatchLogsClient(config) }, {}),
        (page) => page.logGroups,
        (it) => ({ id: it.logGroupName, name: it.logGroupName }),
      ),
    "EventBridge rule": () =>
      list(
        rulePages(new EventBridgeClient(config)),
        (page) => page.Rules,
        (it) => ({ id: it.Name, name: it.Name }),
      ),
    "IAM policy": () =>
      list(
        paginateListPolicies(iam, { Scope: "Local" }),
        (page) => page.Policies,
        (it) => ({ id: it.Arn, name: it.PolicyName }),
      ),
    "IAM role": () =>
      list(
        paginateListRoles(iam, {}),
        (page) => page.Roles,
        (it) => ({ id: it.RoleName, name: it.RoleName }),
      ),
    "Lambda function": () =>
      list(
        paginateListFunctions({ client: new LambdaClient(config) }, {}),
        (page) => page.Functions,
        (it) => ({ id: it.FunctionName, name: it.FunctionName }),
      ),
    "SNS subscription": () =>
      list(
        paginateListSubscriptions(sns, {}),
        (page) => page.Subscriptions,
        (it) => ({
          id: `${it.TopicArn} ${it.Protocol} ${it.Endpoint}`,
          name: nameIn(it.TopicArn),
          remembered: GONE[it.SubscriptionArn ?? ""],
        }),
      ),
    "SNS topic": () =>
      list(
        paginateListTopics(sns, {}),
        (page) => page.Topics,
        (it) => ({ id: it.TopicArn, name: nameIn(it.TopicArn) }),
      ),
    "Systems Manager parameter": () =>
      list(
        paginateDescribeParameters({ client: new SSMClient(config) }, {}),
        (page) => page.Parameters,
        (it) => ({ id: it.Name, name: rootOf(it.Name) }),
      ),
  } satisfies Readers;
}

/**
 * Words that AWS returns in place of a subscription's ARN if the subscription is deleted or was never confirmed. Nobody can delete a
 * subscription that was never confirmed; AWS deletes it after two days.
 */
const GONE: Readonly<Record<string, Remembered>> = {
  Deleted: { state: "deleted" },
  PendingConfirmation: { state: "never confirmed" },
};

/**
 * Returns the name of the resource that an alarm scales. Target tracking has created the alarm with the name
 * `TargetTracking-<resource>-Alarm{High,Low}-<uuid>`.
 */
const scaledBy = ({ AlarmName }: Pick<MetricAlarm, "AlarmName">) =>
  /^TargetTracking-(.+)-Alarm(?:High|Low)-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.exec(
    AlarmName ?? "",
  )?.[1];

const nameIn = (topicArn: string | undefined) => readArn(topicArn ?? "")?.resource;

/**
 * Returns the first two parts of an SSM parameter's name. The names of all parameters of an environment begin with
 * `/transaction-processing/<suffix>`.
 */
const rootOf = (name: string | undefined) => name?.split("/").slice(0, 3).join("/");

/** Lists the EventBridge rules page by page, because the SDK has no paginator for them. */
async function* rulePages(client: EventBridgeClient) {
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListRulesCommand({ NextToken }));
    yield page;
    ({ NextToken } = page);
  } while (NextToken !== undefined);
}
