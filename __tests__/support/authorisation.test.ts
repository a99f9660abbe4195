import { type AttachedTo, problemsOf } from "./authorisation";
import type { Attributes } from "./synthesized";

const TOPIC = "arn:aws:sns:us-east-1:123456789012:topic-alarms-x1";
const GROUP = "arn:aws:logs:us-east-1:123456789012:log-group:log-group-blue-x1";
const SERVICE = "arn:aws:ecs:us-east-1:123456789012:service/ecs-cluster-x1/ecs-service-blue-x1";
const publish = { Effect: "Allow", Action: "sns:Publish", Resource: TOPIC };

/** Statements with one mistake each, and the message about the mistake. */
const WRONG: ReadonlyArray<
  [mistake: string, statement: Attributes, problem: string, attachedTo?: AttachedTo]
> = [
  [
    "an action that does not exist",
    { ...publish, Action: "sns:PublishAll" },
    "sns:PublishAll: no such action",
  ],
  ["a service that does not exist", { ...publish, Action: "snss:Publish" }, "snss:Publish: no such action"],
  ["an action by wildcard", { ...publish, Action: "sns:*" }, "sns:*: no such action"],
  [
    "another service's resource",
    { ...publish, Resource: GROUP },
    `sns:Publish: takes arn:\${Partition}:sns:\${Region}:\${Account}:\${TopicName}, not ${GROUP}`,
  ],
  [
    "another type of the same service",
    { ...publish, Action: "ecs:StopTask", Resource: SERVICE },
    `ecs:StopTask: takes arn:\${Partition}:ecs:\${Region}:\${Account}:task/\${ClusterName}/\${TaskId}, not ${SERVICE}`,
  ],
  [
    "an object where a bucket belongs",
    { ...publish, Action: "s3:GetBucketLocation", Resource: "arn:aws:s3:::bucket/key" },
    "arn:aws:s3:::bucket/key: fits no action",
  ],
  [
    "a resource where AWS takes none",
    { ...publish, Action: "logs:DescribeQueries", Resource: GROUP },
    "logs:DescribeQueries: takes no resource but *",
  ],
  [
    "a resource that none of the actions is about",
    { ...publish, Resource: [TOPIC, SERVICE] },
    `${SERVICE}: fits no action`,
  ],
  ["* on what could be narrowed", { ...publish, Resource: "*" }, "sns:Publish: * although it takes topic"],
  ["* among other resources", { ...publish, Resource: ["*"] }, "sns:Publish: * although it takes topic"],
  [
    "another action's condition key",
    { ...publish, Condition: { StringEquals: { "ecs:cluster": "x" } } },
    "sns:Publish: does not know the condition key ecs:cluster",
  ],
  [
    "a condition key that only one of the actions knows",
    {
      ...publish,
      Action: ["ecs:UpdateService", "ecs:DescribeServices"],
      Resource: SERVICE,
      Condition: { Null: { "ecs:task-definition": "true" } },
    },
    "ecs:DescribeServices: does not know the condition key ecs:task-definition",
  ],
  [
    "a tag condition that the action does not know",
    { ...publish, Condition: { StringEquals: { "aws:RequestTag/EnvironmentSuffix": "x1" } } },
    "sns:Publish: does not know the condition key aws:RequestTag/EnvironmentSuffix",
  ],
  [
    "a misspelt global key",
    { ...publish, Condition: { StringEquals: { "aws:SourceAcount": "123456789012" } } },
    "sns:Publish: does not know the condition key aws:SourceAcount",
  ],
  [
    "a resource in a trust policy",
    { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" },
    "sts:AssumeRole: a trust policy names no resource",
    "role-trust",
  ],
];

describe("the check against AWS's authorisation data names", () => {
  it.each(WRONG)("%s", async (_mistake, statement, problem, attachedTo = "identity") => {
    expect(await problemsOf(statement, attachedTo)).toContain(problem);
  });
});

/** Statements that AWS accepts. */
const RIGHT: ReadonlyArray<[what: string, statement: Attributes, attachedTo?: AttachedTo]> = [
  ["a topic by its ARN", publish],
  [
    "the streams of a log group, by wildcard",
    { ...publish, Action: "logs:PutLogEvents", Resource: `${GROUP}:*` },
  ],
  [
    "a tag condition that the action knows",
    {
      ...publish,
      Action: "ecs:UpdateService",
      Resource: SERVICE,
      Condition: { StringEquals: { "aws:ResourceTag/EnvironmentSuffix": "x1" } },
    },
  ],
  [
    "a tag condition that the type of the resource knows",
    {
      ...publish,
      Action: "kms:DescribeKey",
      Resource: "arn:aws:kms:us-east-1:123456789012:key/*",
      Condition: { StringEquals: { "aws:ResourceTag/EnvironmentSuffix": "x1" } },
    },
  ],
  ["* where AWS takes no resource", { ...publish, Action: "ecs:DescribeTaskDefinition", Resource: "*" }],
  ["* on CloudWatch Logs", { ...publish, Action: "logs:DescribeLogStreams", Resource: "*" }],
  ["a refusal of everything", { ...publish, Effect: "Deny", Action: "sns:*" }, "resource"],
  ["* in a key's own policy", { ...publish, Action: "kms:Decrypt", Resource: "*" }, "key"],
  [
    "encryption context, whose keys are the service's own",
    {
      ...publish,
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": GROUP } },
    },
    "key",
  ],
];

describe("the check against AWS's authorisation data accepts", () => {
  it.each(RIGHT)("%s", async (_what, statement, attachedTo = "identity") => {
    expect(await problemsOf(statement, attachedTo)).toEqual([]);
  });
});
