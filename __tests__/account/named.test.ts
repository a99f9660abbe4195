import { tagged } from "../../src/account/permission";
import { ownByName, usedByName } from "../../src/account/permissions/named";
import type { Row } from "../../src/resources";
import { NO_ATTRIBUTES } from "../../src/resources/row";
import { SCOPE } from "../support/account";

const queue: Row = {
  aws: "SQS queue",
  arns: ["arn:aws:sqs:{region}:{account}:{name}"],
  named: {
    by: "name",
    attribute: "name",
    names: (suffix) => [`queue-work-${suffix}`, `queue-dead-${suffix}`],
  },
  data: {
    key: { attribute: "kms_master_key_id", rule: "sqs-customer-managed-key", controls: {} },
    watched: "by an alarm",
  },
  guards: false,
  attributes: NO_ATTRIBUTES,
  judged: { by: ["sqs-customer-managed-key"] },
  actions: {
    read: ["sqs:GetQueueAttributes"],
    make: ["sqs:CreateQueue", "iam:PassRole"],
    remove: ["sqs:DeleteQueue"],
    use: ["sqs:SendMessage", "kms:GenerateDataKey"],
    granted: "by name",
  },
  left: { lists: ["sqs:ListQueues"], swept: false, byHand: () => "" },
};
const QUEUES = ["work", "dead"].map((name) => `arn:aws:sqs:us-east-1:123456789012:queue-${name}-x1`);

it("a row that is granted by name is all that the account's roles need of a type", () => {
  expect(ownByName(SCOPE, [queue])).toEqual([
    {
      sid: "Ownsqs",
      service: "sqs",
      read: ["GetQueueAttributes"],
      change: ["CreateQueue", "DeleteQueue"],
      on: QUEUES,
    },
  ]);
});

it("what its roles use is within the permissions boundary, the key only by way of the service", () => {
  expect(usedByName(SCOPE, [queue])).toEqual([
    { sid: "Usesqs", service: "sqs", read: ["SendMessage"], change: [], on: QUEUES },
    {
      sid: "UseKeyByService",
      service: "kms",
      read: ["GenerateDataKey"],
      on: ["arn:aws:kms:us-east-1:123456789012:key/*"],
      when: {
        ...tagged(SCOPE),
        StringEquals: { "kms:ViaService": ["sqs.us-east-1.amazonaws.com"] },
      },
    },
  ]);
});

it("the key is used only by way of services whose rows name an action of KMS", () => {
  const stream: Row = {
    ...queue,
    arns: ["arn:aws:kinesis:{region}:{account}:stream/{name}"],
    actions: { ...queue.actions, use: ["kinesis:PutRecord", "kms:GenerateDataKey", "kms:Decrypt"] },
  };
  const topic: Row = {
    ...queue,
    arns: ["arn:aws:sns:{region}:{account}:{name}"],
    actions: { ...queue.actions, use: ["sns:Publish"] },
  };
  const key = usedByName(SCOPE, [queue, stream, topic]).at(-1);
  expect(key).toMatchObject({ sid: "UseKeyByService", read: ["GenerateDataKey", "Decrypt"] });
  expect(key?.when).toEqual({
    ...tagged(SCOPE),
    StringEquals: { "kms:ViaService": ["sqs.us-east-1.amazonaws.com", "kinesis.us-east-1.amazonaws.com"] },
  });
});

it("a type whose row names no action of a service is not among the ARNs of that service's other types", () => {
  const other: Row = {
    ...queue,
    named: { by: "name", attribute: "name", names: (suffix) => [`queue-other-${suffix}`] },
    actions: { ...queue.actions, use: [] },
  };
  expect(usedByName(SCOPE, [queue, other])).toEqual(usedByName(SCOPE, [queue]));
});

it("what nobody uses gets nothing", () => {
  expect(usedByName(SCOPE, [{ ...queue, actions: { ...queue.actions, use: [] } }])).toEqual([]);
});
