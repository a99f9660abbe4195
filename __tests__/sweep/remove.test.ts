import type { InventoryType } from "../../src/inventory/inventory";
import { inventoryReaders } from "../../src/inventory/inventory";
import { INVENTORIED } from "../../src/resources/inventoried";
import { byHand, whyLeft } from "../../src/sweep/advice";
import { isRemovable, remove, stillThere } from "../../src/sweep/remove";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

const types = Object.keys(inventoryReaders({ region: "us-east-1" }));

it("reads what rows of src/resources/ say that the inventory lists, and nothing else", () => {
  const listed = INVENTORIED.filter(({ left }) => left.lists.length > 0).map(({ aws }) => aws);
  expect([...types].sort()).toEqual([...new Set(listed)].sort());
});

it("removes these types and no other: none holds data of the application, or keeps it from being read", () => {
  expect(types.filter((type) => isRemovable({ type, id: "x" }))).toEqual<InventoryType[]>([
    "Elastic Load Balancing target group",
    "Application Auto Scaling target",
    "Application Auto Scaling policy",
    "ECS task definition",
    "RDS cluster parameter group",
    "RDS event subscription",
    "RDS subnet group",
    "CloudWatch alarm",
    "CloudWatch dashboard",
    "CloudWatch log group",
    "Systems Manager parameter",
  ]);
});

it("removes a network interface only while nothing uses it", () => {
  const networkInterface = { type: "EC2 network interface", id: "eni-1" };
  expect(isRemovable({ ...networkInterface, state: "available" })).toBe(true);
  expect(isRemovable({ ...networkInterface, state: "in-use" })).toBe(false);
});

it("removes nothing that it does not know", () => {
  for (const type of ["dynamodb table", "constructor", "toString"]) {
    expect(isRemovable({ type, id: "x" })).toBe(false);
  }
});

describe("removing", () => {
  const asked: string[] = [];
  const client = {
    region: "us-east-1",
    credentials: { accessKeyId: "x", secretAccessKey: "x" },
    maxAttempts: 1,
    requestHandler: {
      handle: async ({ hostname }: { hostname: string }) => {
        asked.push(hostname);
        throw Object.assign(new Error("it is in use"), { name: "ResourceInUse" });
      },
    },
  };
  const alarm = { type: "CloudWatch alarm", id: "one" };
  const items = [alarm, { type: "RDS cluster", id: "two" }, { type: "ECS task definition", id: "three" }];
  beforeEach(() => asked.splice(0));

  it("goes on after what AWS refuses, says what and why, and does not touch what it may not", async () => {
    expect(await remove(client, items, new AbortController().signal)).toEqual([
      { item: alarm, failure: "ResourceInUse: it is in use" },
      { item: items[2], failure: "ResourceInUse: it is in use" },
    ]);
    expect(asked).toEqual(["monitoring.us-east-1.amazonaws.com", "ecs.us-east-1.amazonaws.com"]);
  });

  it("stops when it is interrupted", async () => {
    expect(await remove(client, items, AbortSignal.abort())).toEqual([]);
    expect(asked).toEqual([]);
  });
});

describe("what AWS refused to remove", () => {
  const refused = ["CloudWatch alarm", "ECS task definition", "EC2 network interface"].map((type) => ({
    item: { type, id: "x" },
    failure: "ResourceInUse: it is in use",
  }));
  const answered = { inAccount: 1, ofEnvironment: 0 };
  const later = {
    asked: [
      { type: "CloudWatch alarm", ...answered },
      { type: "ECS task definition", ...answered, failure: "Throttling: wait" },
      { type: "EC2 network interface", ...answered },
    ],
    leftovers: [
      { type: "CloudWatch alarm", id: "x" },
      { type: "EC2 network interface", id: "y" },
    ],
    remembered: [],
    unread: [],
    validations: [],
  };

  it("counts while it is there, or nobody can say", () => {
    expect(stillThere(refused, later).map(({ item }) => item.type)).toEqual([
      "CloudWatch alarm",
      "ECS task definition",
    ]);
  });
});

it.each([...types, "ECS task"])("says how a person removes this: %s", (type) => {
  const how = byHand({ type, id: "arn:aws:x:us-east-1:123456789012:x/the/id", name: "name" });
  expect(how).toMatch(
    /^(aws [a-z0-9-]+ [a-z-0-9]+ .*(the\/id|the --service id)|[\w ]+ arn:\S+: (is deleted with|delete it) )/,
  );
});

it("tells a command for what only the tagging API lists", () => {
  const arn = "arn:aws:ecs:us-east-1:123456789012:task/ecs-cluster-pr-1/0a";
  expect(byHand({ type: "ECS task", id: arn })).toBe(
    `aws ecs stop-task --cluster ecs-cluster-pr-1 --task ${arn}`,
  );
});

it("tells no command for a key that may not be read: perhaps it goes already", () => {
  const key = { type: "KMS key", id: "0a", unread: "AccessDeniedException: not this key" };
  expect(byHand(key)).toBe(
    "KMS key 0a: delete the key with a role that may read it; if the key is pending deletion already, nothing is left to do",
  );
  expect(whyLeft(key)).toBe(
    "its tags name the environment, but its details cannot be read: AccessDeniedException: not this key",
  );
});

it("says what goes with what, where AWS would refuse to take it alone", () => {
  expect(byHand({ type: "RDS cluster snapshot", id: "rds:x", state: "automated" })).toBe(
    "RDS cluster snapshot rds:x: is deleted with the automated backup",
  );
});

it("quotes what a shell would take for something else", () => {
  expect(byHand({ type: "Secrets Manager secret", id: "rds!cluster" })).toBe(
    "aws secretsmanager delete-secret --secret-id 'rds!cluster'",
  );
  expect(byHand({ type: "CloudWatch alarm", id: "it's; rm -rf $HOME" })).toBe(
    "aws cloudwatch delete-alarms --alarm-names 'it'\\''s; rm -rf $HOME'",
  );
});
