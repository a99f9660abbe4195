import { CloudWatchClient, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateNetworkInterfaceCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeSubnetsCommand,
  EC2Client,
  type Tag,
} from "@aws-sdk/client-ec2";
import { ECSClient, RegisterTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { CreateKeyCommand, KMSClient, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import {
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  DeleteDBClusterCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { ClientConfig } from "../../src/inventory/readers";
import { identifyingTags } from "../../src/naming/tags";

/** Puts things into an account that deployments leave behind, or that look so. */
export class Planter {
  public constructor(private readonly client: ClientConfig) {}

  public async logGroup(logGroupName: string, tags: Record<string, string> = {}): Promise<void> {
    await new CloudWatchLogsClient(this.client).send(new CreateLogGroupCommand({ logGroupName, tags }));
  }

  /** @returns the revision's ARN */
  public async taskDefinition(family: string): Promise<string> {
    const { taskDefinition } = await new ECSClient(this.client).send(
      new RegisterTaskDefinitionCommand({
        family,
        containerDefinitions: [{ name: "x", image: "x:1", memory: 128 }],
      }),
    );
    return taskDefinition?.taskDefinitionArn ?? "";
  }

  public async alarm(AlarmName: string): Promise<void> {
    await new CloudWatchClient(this.client).send(
      new PutMetricAlarmCommand({
        AlarmName,
        MetricName: "CPUUtilization",
        Namespace: "AWS/ECS",
        Statistic: "Average",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: "GreaterThanThreshold",
      }),
    );
  }

  public async parameter(Name: string): Promise<void> {
    await new SSMClient(this.client).send(new PutParameterCommand({ Name, Value: "20", Type: "String" }));
  }

  /** A final snapshot, and the backups retained beside it. @returns the resource id that the backups go by */
  public async snapshot(DBClusterIdentifier: string, DBClusterSnapshotIdentifier: string): Promise<string> {
    const rds = new RDSClient(this.client);
    const { DBCluster } = await rds.send(
      new CreateDBClusterCommand({
        DBClusterIdentifier,
        Engine: "aurora-postgresql",
        MasterUsername: "postgres",
        ManageMasterUserPassword: true,
      }),
    );
    await rds.send(new CreateDBClusterSnapshotCommand({ DBClusterIdentifier, DBClusterSnapshotIdentifier }));
    await rds.send(
      new DeleteDBClusterCommand({
        DBClusterIdentifier,
        SkipFinalSnapshot: true,
        DeleteAutomatedBackups: false,
      }),
    );
    return DBCluster?.DbClusterResourceId ?? "";
  }

  /** A VPC with an interface in it that nothing uses. @returns their ids */
  public async interfaceIn(suffix: string): Promise<{ readonly vpc: string; readonly eni: string }> {
    const ec2 = new EC2Client(this.client);
    const Tags: Tag[] = Object.entries(identifyingTags(suffix)).map(([Key, Value]) => ({ Key, Value }));
    const { Vpc } = await ec2.send(
      new CreateVpcCommand({
        CidrBlock: "10.9.0.0/16",
        TagSpecifications: [{ ResourceType: "vpc", Tags }],
      }),
    );
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock: "10.9.0.0/24" }),
    );
    const { NetworkInterface } = await ec2.send(
      new CreateNetworkInterfaceCommand({ SubnetId: Subnet?.SubnetId }),
    );
    return { vpc: Vpc?.VpcId ?? "", eni: NetworkInterface?.NetworkInterfaceId ?? "" };
  }

  /** A target group that a load balancer of somebody else's still sends to. @returns its ARN */
  public async targetGroupInUse(Name: string): Promise<string> {
    const elb = new ElasticLoadBalancingV2Client(this.client);
    const { Subnets = [] } = await new EC2Client(this.client).send(new DescribeSubnetsCommand({}));
    const VpcId = Subnets[0]?.VpcId;
    const { TargetGroups } = await elb.send(
      new CreateTargetGroupCommand({ Name, VpcId, Protocol: "HTTP", Port: 80, TargetType: "ip" }),
    );
    const { LoadBalancers } = await elb.send(
      new CreateLoadBalancerCommand({
        Name: "somebody-elses",
        Subnets: Subnets.filter((it) => it.VpcId === VpcId).map((it) => it.SubnetId ?? ""),
      }),
    );
    const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn;
    await elb.send(
      new CreateListenerCommand({
        LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
        Protocol: "HTTP",
        Port: 80,
        DefaultActions: [{ Type: "forward", TargetGroupArn }],
      }),
    );
    return TargetGroupArn ?? "";
  }

  /** A key that waits for its deletion. @returns its id */
  public async pendingKey(suffix: string): Promise<string> {
    const kms = new KMSClient(this.client);
    const Tags = Object.entries(identifyingTags(suffix)).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Tags }));
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: KeyMetadata?.KeyId, PendingWindowInDays: 7 }));
    return KeyMetadata?.KeyId ?? "";
  }

  /** A secret that waits for its deletion, tagged as RDS tags a cluster's. @returns its ARN */
  public async pendingSecret(cluster: string): Promise<string> {
    const secrets = new SecretsManagerClient(this.client);
    const Value = `arn:aws:rds:us-east-1:123456789012:cluster:${cluster}`;
    const { ARN } = await secrets.send(
      new CreateSecretCommand({
        Name: `rds!cluster-of-${cluster}`,
        SecretString: "made up",
        Tags: [{ Key: "aws:rds:primaryDBClusterArn", Value }],
      }),
    );
    await secrets.send(new DeleteSecretCommand({ SecretId: ARN, RecoveryWindowInDays: 7 }));
    return ARN ?? "";
  }
}
