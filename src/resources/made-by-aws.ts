import { resourceName } from "../naming/names";
import { scaled } from "./containers";
import { database } from "./database";
import type { GoesWith, Left, Row } from "./row";

/** A resource type that no stack creates. AWS or people create its resources. A destroy can leave these resources behind. */
type MadeByAws = Pick<Row, "aws" | "arns" | "named"> & { readonly left: Exclude<Left, GoesWith> };

/** The resource types that no stack creates. Only the inventory and the sweep use this list. */
export const MADE_BY_AWS = [
  {
    aws: "EC2 network interface",
    arns: ["arn:aws:ec2:{region}:{account}:network-interface/*"],
    named: { by: "owner", names: (suffix) => [resourceName(suffix, "load-balancer")] },
    left: {
      lists: ["ec2:DescribeNetworkInterfaces"],
      swept: true, // a sweep deletes a network interface only while nothing uses it
      byHand: ({ id }) => `aws ec2 delete-network-interface --network-interface-id ${id}`,
      why: "AWS deletes a load balancer's network interfaces some time after the load balancer itself",
    },
  },
  {
    aws: "RDS cluster automated backup",
    arns: ["arn:aws:rds:{region}:{account}:cluster-auto-backup:*"],
    named: { by: "owner", names: database },
    left: {
      lists: ["rds:DescribeDBClusterAutomatedBackups"],
      swept: false,
      byHand: ({ id }) => `aws rds delete-db-cluster-automated-backup --db-cluster-resource-id ${id}`,
      why: "retained when the cluster was deleted",
    },
  },
  {
    aws: "RDS cluster snapshot",
    arns: ["arn:aws:rds:{region}:{account}:cluster-snapshot:*"],
    named: { by: "owner", names: database },
    left: {
      lists: ["rds:DescribeDBClusterSnapshots"],
      swept: false,
      byHand: ({ id, state }) =>
        state === "automated" ? "is deleted with the automated backup" : `aws rds delete-db-cluster-snapshot --db-cluster-snapshot-identifier ${id}`,
    },
  },
  {
    aws: "RDS parameter group",
    arns: ["arn:aws:rds:{region}:{account}:pg:*"],
    named: { by: "tags" },
    left: { lists: ["rds:DescribeDBParameterGroups"], swept: false, byHand: ({ id }) => `aws rds delete-db-parameter-group --db-parameter-group-name ${id}` },
  },
  {
    aws: "Route 53 hosted zone",
    arns: ["arn:aws:route53:::hostedzone/*"],
    named: { by: "tags" },
    left: { lists: ["route53:ListHostedZones"], swept: false, byHand: ({ id }) => `aws route53 delete-hosted-zone --id ${id}` },
  },
  {
    aws: "Secrets Manager secret", // the master secret, which RDS creates
    arns: ["arn:aws:secretsmanager:{region}:{account}:secret:*"],
    named: { by: "owner", names: database },
    left: { lists: ["secretsmanager:ListSecrets"], swept: false, byHand: ({ id }) => `aws secretsmanager delete-secret --secret-id ${id}` },
  },
  {
    aws: "CloudWatch alarm", // an alarm of target tracking; the inventory finds its environment by the name of the ECS service
    arns: [],
    named: { by: "owner", names: scaled },
    left: { lists: ["cloudwatch:DescribeAlarms"], swept: true, byHand: ({ id }) => `aws cloudwatch delete-alarms --alarm-names ${id}` },
  },
  {
    aws: "ECS task", // ECS lists tasks only for a cluster, and tasks end with their cluster
    arns: ["arn:aws:ecs:{region}:{account}:task/*"],
    named: { by: "part" },
    left: {
      lists: [],
      swept: false,
      byHand: ({ id }) => `aws ecs stop-task --cluster ${id.split("/").at(-2)} --task ${id}`,
      why: "it still runs, or it ended less than an hour ago and AWS still lists it",
    },
  },
] as const satisfies readonly MadeByAws[];
