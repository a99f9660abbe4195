import {
  ApplicationAutoScalingClient,
  DeregisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchClient, DeleteAlarmsCommand, DeleteDashboardsCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, DeleteLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DeleteNetworkInterfaceCommand, EC2Client } from "@aws-sdk/client-ec2";
import { DeregisterTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import {
  DeleteTargetGroupCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import {
  DeleteDBClusterParameterGroupCommand,
  DeleteDBSubnetGroupCommand,
  DeleteEventSubscriptionCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import { DeleteParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Item } from "../inventory/item";
import type { ClientConfig } from "../inventory/readers";
import type { SweptType } from "../resources/inventoried";
import type { Sweep } from "./sweep";

type Remover = (config: ClientConfig, item: Item) => Promise<unknown>;

/**
 * For each type that src/resources/ marks as `swept`: the calls with which a sweep deletes an item. If a resource is still in use, AWS
 * refuses to delete it, so a sweep cannot delete it.
 */
const REMOVE = {
  // AWS deletes a scaling policy together with its scalable target.
  "Application Auto Scaling policy": async () => {},
  "Application Auto Scaling target": (config, { id }) =>
    new ApplicationAutoScalingClient(config).send(
      new DeregisterScalableTargetCommand({
        ServiceNamespace: "ecs",
        ScalableDimension: "ecs:service:DesiredCount",
        ResourceId: id,
      }),
    ),
  "CloudWatch alarm": (config, { id }) =>
    new CloudWatchClient(config).send(new DeleteAlarmsCommand({ AlarmNames: [id] })),
  "CloudWatch dashboard": (config, { id }) =>
    new CloudWatchClient(config).send(new DeleteDashboardsCommand({ DashboardNames: [id] })),
  "CloudWatch log group": (config, { id }) =>
    new CloudWatchLogsClient(config).send(new DeleteLogGroupCommand({ logGroupName: id })),
  "EC2 network interface": (config, { id }) =>
    new EC2Client(config).send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: id })),
  "ECS task definition": (config, { id }) =>
    new ECSClient(config).send(new DeregisterTaskDefinitionCommand({ taskDefinition: id })),
  "Elastic Load Balancing target group": (config, { id }) =>
    new ElasticLoadBalancingV2Client(config).send(new DeleteTargetGroupCommand({ TargetGroupArn: id })),
  "RDS cluster parameter group": (config, { id }) =>
    new RDSClient(config).send(new DeleteDBClusterParameterGroupCommand({ DBClusterParameterGroupName: id })),
  "RDS event subscription": (config, { id }) =>
    new RDSClient(config).send(new DeleteEventSubscriptionCommand({ SubscriptionName: id })),
  "RDS subnet group": (config, { id }) =>
    new RDSClient(config).send(new DeleteDBSubnetGroupCommand({ DBSubnetGroupName: id })),
  "Systems Manager parameter": (config, { id }) =>
    new SSMClient(config).send(new DeleteParameterCommand({ Name: id })),
} satisfies Readonly<Record<SweptType, Remover>>;

const REMOVERS = new Map<string, Remover>(Object.entries(REMOVE));

const removerOf = ({ type, state }: Item) =>
  type === "EC2 network interface" && state !== "available" ? undefined : REMOVERS.get(type);

/** Returns whether a sweep deletes items like this one. */
export const isRemovable = (item: Item): boolean => removerOf(item) !== undefined;

/** An item (resource) that AWS refused to delete. */
export interface Refused {
  readonly item: Item;
  /** The name and the message of AWS's error. */
  readonly failure: string;
}

/**
 * Returns the refused items (which AWS refused to delete) that may still exist: a later sweep has found the item, or could not list the
 * items of its type.
 */
export const stillThere = (refused: readonly Refused[], { asked, leftovers }: Sweep): Refused[] =>
  refused.filter(
    ({ item }) =>
      leftovers.some(({ type, id }) => type === item.type && id === item.id) ||
      asked.some(({ type, failure }) => type === item.type && failure !== undefined),
  );

/**
 * Deletes items one after the other. If an error occurs, the function continues with the next item.
 *
 * @param signal a signal; after it is aborted, no further item is deleted
 * @returns the items that AWS refused to delete, with the reasons
 */
export async function remove(
  config: ClientConfig,
  items: readonly Item[],
  signal: AbortSignal,
): Promise<Refused[]> {
  const refused: Refused[] = [];
  for (const item of items) {
    if (signal.aborted) break;
    try {
      await removerOf(item)?.(config, item);
    } catch (error) {
      const { name, message } = error as Error;
      refused.push({ item, failure: `${name}: ${message}` });
    }
  }
  return refused;
}
