import type { Item } from "../../src/inventory/item";
import { attribute } from "../../src/sweep/attribute";
import { ACCOUNT_ID } from "../support/environments";

const of = (suffix: string, items: readonly Item[], arns: readonly string[] = [], unanswered?: Set<string>) =>
  attribute({ suffix, accountId: ACCOUNT_ID }, { items, arns, ...(unanswered && { unanswered }) });
const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:${ACCOUNT_ID}:${rest}`;
const logGroup = (name: string): Item => ({ type: "CloudWatch log group", id: name, name });

describe("by name", () => {
  it.each([
    "log-group-blue-pr-1",
    "aws-waf-logs-pr-1",
    "/aws/rds/cluster/aurora-cluster-pr-1/postgresql",
    "/aws/ecs/containerinsights/ecs-cluster-pr-1/performance",
  ])("%s is pr-1's, and neither pr-12's nor 1's", (name) => {
    const items = [logGroup(name)];
    expect(of("pr-1", items)).toEqual(items);
    for (const other of ["pr-12", "pr", "x-pr-1", "blue-pr-1"]) expect(of(other, items)).toEqual([]);
  });

  it.each([
    "log-group-pr-1", // no qualifier: not ours
    "log-group-red-pr-1",
    "log-group-blue-pr-1-old",
    "my-log-group-blue-pr-1",
    "/aws/rds/cluster/aurora-cluster-pr-1/postgresql-old",
    "/aws/rds/cluster/aurora-cluster-pr-1",
  ])("%s is nobody's", (name) => {
    for (const suffix of ["pr-1", "1", "old"]) expect(of(suffix, [logGroup(name)])).toEqual([]);
  });

  it("counts for its type only", () => {
    expect(of("pr-1", [{ ...logGroup("log-group-blue-pr-1"), type: "S3 bucket" }])).toEqual([]);
  });

  it("a bucket is the account's too", () => {
    const bucket = (account: string): Item => {
      const name = `access-logs-${account}-pr-1`;
      return { type: "S3 bucket", id: name, name };
    };
    expect(of("pr-1", [bucket(ACCOUNT_ID), bucket("111122223333")])).toEqual([bucket(ACCOUNT_ID)]);
  });
});

describe("by tag", () => {
  const subnet: Item = { type: "EC2 subnet", id: "subnet-1", suffix: "pr-1" };

  it("a suffix is whole", () => {
    expect(of("pr-1", [subnet])).toEqual([subnet]);
    for (const other of ["pr-12", "pr", "x-pr-1"]) expect(of(other, [subnet])).toEqual([]);
  });

  it("that AWS tells with the list, wins over the name and over the tagging API", () => {
    const foreign: Item = { ...logGroup("log-group-blue-pr-1"), suffix: "pr-2" };
    expect(of("pr-1", [foreign], [arn("logs", "log-group:log-group-blue-pr-1")])).toEqual([]);
  });
});

describe("by the tagging API", () => {
  it.each<[found: string, item: Item]>([
    [arn("ec2", "vpc/vpc-1"), { type: "EC2 VPC", id: "vpc-1", suffix: "pr-1" }],
    [arn("logs", "log-group:log-group-blue-pr-1"), logGroup("log-group-blue-pr-1")],
    [arn("logs", "log-group:/aws/x"), logGroup("/aws/x")],
    [
      arn("ssm", "parameter/transaction-processing/pr-1/green-weight"),
      {
        type: "Systems Manager parameter",
        id: "/transaction-processing/pr-1/green-weight",
        name: "/transaction-processing/pr-1",
      },
    ],
    [
      arn("application-autoscaling", "scalable-target/0a"),
      {
        type: "Application Auto Scaling target",
        id: "service/ecs-cluster-pr-1/ecs-service-blue-pr-1",
        name: "service/ecs-cluster-pr-1/ecs-service-blue-pr-1",
        arn: arn("application-autoscaling", "scalable-target/0a"),
      },
    ],
    [
      arn("elasticloadbalancing", "loadbalancer/app/load-balancer-pr-1/0a"),
      {
        type: "Elastic Load Balancing load balancer",
        id: arn("elasticloadbalancing", "loadbalancer/app/load-balancer-pr-1/0a"),
        name: "load-balancer-pr-1",
      },
    ],
    ["arn:aws:s3:::bucket-x", { type: "S3 bucket", id: "bucket-x", name: "bucket-x" }],
    [arn("sns", "topic-x"), { type: "SNS topic", id: arn("sns", "topic-x"), name: "topic-x" }],
    [
      arn("rds", "cluster-auto-backup:ab-0a"),
      {
        type: "RDS cluster automated backup",
        id: "cluster-0B",
        arn: arn("rds", "cluster-auto-backup:ab-0a"),
        name: "renamed-since",
      },
    ],
    [arn("acm", "certificate/0a"), { type: "ACM certificate", id: arn("acm", "certificate/0a") }],
  ])("%s is found, and listed once", (found, item) => {
    expect(of("pr-1", [item], [found])).toEqual([item]);
  });

  it("another's id that ends alike is not it", () => {
    const items: Item[] = [logGroup("x"), { type: "EC2 VPC", id: "c-1" }];
    const found = [arn("logs", "log-group:/aws/x"), arn("ec2", "vpc/vpc-c-1")];
    expect(of("pr-1", items, found).filter((it) => items.includes(it))).toEqual([]);
  });

  it("what the service itself does not list is gone", () => {
    const id = arn("ec2", "natgateway/nat-1");
    expect(of("pr-1", [], [id])).toEqual([
      { type: "EC2 NAT gateway", id, remembered: { state: "deleted, still in the tagging API" } },
    ]);
  });

  it("what nobody could ask the service for is there", () => {
    const id = arn("ec2", "natgateway/nat-1");
    expect(of("pr-1", [], [id], new Set(["EC2 NAT gateway"]))).toEqual([{ type: "EC2 NAT gateway", id }]);
  });

  describe("a task", () => {
    const task = arn("ecs", "task/ecs-cluster-pr-1/0a");
    const cluster: Item = {
      type: "ECS cluster",
      id: arn("ecs", "cluster/ecs-cluster-pr-1"),
      name: "ecs-cluster-pr-1",
    };
    const tasks = (items: readonly Item[], unanswered?: Set<string>) =>
      of("pr-1", items, [task], unanswered).filter(({ type }) => type === "ECS task");

    it("is there while its cluster is", () => {
      expect(tasks([cluster])).toEqual([{ type: "ECS task", id: task }]);
      expect(tasks([], new Set(["ECS cluster"]))).toEqual([{ type: "ECS task", id: task }]);
    });

    it("is gone with its cluster", () => {
      const remembered = { state: "deleted, still in the tagging API" };
      const other = { ...cluster, id: `${cluster.id}2` };
      const inactive = { ...cluster, remembered: { state: "inactive" } };
      for (const items of [[], [other], [inactive]]) {
        expect(tasks(items)).toEqual([{ type: "ECS task", id: task, remembered }]);
      }
    });
  });

  it("what the inventory has no type for is there", () => {
    const id = arn("dynamodb", "table/made-by-hand");
    expect(of("pr-1", [], [id])).toEqual([{ type: "dynamodb table", id }]);
  });
});
