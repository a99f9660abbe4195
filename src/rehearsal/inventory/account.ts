import { CloudWatchClient, paginateDescribeAlarms, paginateListDashboards } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { IAMClient, paginateListPolicies, paginateListRoles } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, KMSClient, paginateListAliases, paginateListKeys } from "@aws-sdk/client-kms";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { paginateListSubscriptions, paginateListTopics, SNSClient } from "@aws-sdk/client-sns";
import { paginateDescribeParameters, SSMClient } from "@aws-sdk/client-ssm";
import type { Emulator } from "../emulator";
import { all, names, type Readers } from "./readers";

/** What watches, permits and keeps: CloudWatch, IAM, KMS, S3, SNS, parameters. */
export function accountReaders(config: Emulator["client"]): Readers {
  const cloudWatch = { client: new CloudWatchClient(config) };
  const iam = { client: new IAMClient(config) };
  const kms = { client: new KMSClient(config) };
  const sns = { client: new SNSClient(config) };

  return {
    "CloudWatch alarm": () =>
      all(paginateDescribeAlarms(cloudWatch, { AlarmTypes: ["MetricAlarm", "CompositeAlarm"] }), (page) =>
        [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])].map((it) => it.AlarmName),
      ),
    "CloudWatch dashboard": () =>
      all(paginateListDashboards(cloudWatch, {}), (page) =>
        page.DashboardEntries?.map((it) => it.DashboardName),
      ),
    "CloudWatch log group": () =>
      all(paginateDescribeLogGroups({ client: new CloudWatchLogsClient(config) }, {}), (page) =>
        page.logGroups?.map((it) => it.logGroupName),
      ),
    "IAM policy": () =>
      all(paginateListPolicies(iam, { Scope: "Local" }), (page) => page.Policies?.map((it) => it.Arn)),
    "IAM role": () => all(paginateListRoles(iam, {}), (page) => page.Roles?.map((it) => it.RoleName)),
    "KMS alias": () =>
      all(paginateListAliases(kms, {}), (page) =>
        page.Aliases?.map((it) => it.AliasName).filter((name) => !name?.startsWith("alias/aws/")),
      ),
    "KMS key": async () => {
      const ids = await all(paginateListKeys(kms, {}), (page) => page.Keys?.map((it) => it.KeyId));
      const keys = await Promise.all(ids.map((KeyId) => kms.client.send(new DescribeKeyCommand({ KeyId }))));
      return names(
        keys
          .map((it) => it.KeyMetadata)
          .filter((it) => it?.KeyManager === "CUSTOMER" && it.KeyState !== "PendingDeletion")
          .map((it) => it?.KeyId),
      );
    },
    "S3 bucket": async () =>
      names((await new S3Client(config).send(new ListBucketsCommand({}))).Buckets?.map((it) => it.Name)),
    "SNS subscription": () =>
      all(paginateListSubscriptions(sns, {}), (page) =>
        page.Subscriptions?.map((it) => `${it.TopicArn} ${it.Protocol} ${it.Endpoint}`),
      ),
    "SNS topic": () => all(paginateListTopics(sns, {}), (page) => page.Topics?.map((it) => it.TopicArn)),
    "Systems Manager parameter": () =>
      all(paginateDescribeParameters({ client: new SSMClient(config) }, {}), (page) =>
        page.Parameters?.map((it) => it.Name),
      ),
  };
}
