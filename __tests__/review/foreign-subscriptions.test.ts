import { SNSClient, type Subscription } from "@aws-sdk/client-sns";
import { PLAN_EXIT, planExit } from "../../src/commands/plan-exit";
import { readForeignSubscriptions } from "../../src/review/foreign-subscriptions";
import { changeOf, type MadeUp, planOf, reviewOf, saidIn } from "./made-up-plan";

const TOPIC = "arn:aws:sns:us-east-1:123456789012:topic-alarms-dev";
const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:release-controller-dev";
const OWN = { arn: `${TOPIC}:1`, topic_arn: TOPIC, protocol: "email", endpoint: "anna@example.com" };
const NEW = { topic_arn: TOPIC, protocol: "https", endpoint: "https://hooks.example.com/new" };

const kept = (address: string, it: object) => changeOf(address, { ...it }, { ...it });
const CHANGES = [
  kept("aws_sns_topic.notifications_topic", { arn: TOPIC }),
  kept("aws_lambda_function.release_controller", { arn: FUNCTION }),
  kept("aws_sns_topic_subscription.own", OWN),
  changeOf("aws_sns_topic_subscription.new", null, NEW),
  kept("aws_sns_topic_subscription.url", {
    topic_arn: TOPIC,
    protocol: "https",
    endpoint: "https://ops:s3cret@hooks.example.com/own",
  }),
];

const subscription = (id: string, Protocol: string, Endpoint: string): Subscription => ({
  TopicArn: TOPIC,
  SubscriptionArn: id.length > 2 ? id : `${TOPIC}:${id}`,
  Protocol,
  Endpoint,
});

/** Finds subscriptions in a made-up SNS that lists the given ones, one on a page, or answers with the given error. */
function found(listed: readonly Subscription[] | string, changes: MadeUp["changes"] = CHANGES) {
  const sns = new SNSClient({ region: "us-east-1" });
  const send = jest
    .spyOn(sns as unknown as { send: (command: { input: object }) => Promise<unknown> }, "send")
    .mockImplementation(async ({ input }) => {
      if (typeof listed === "string") throw Object.assign(new Error(listed), { name: listed });
      const { NextToken, TopicArn } = input as { NextToken?: string; TopicArn: string };
      expect(TopicArn).toBe(TOPIC);
      const at = Number(NextToken ?? 0);
      return {
        Subscriptions: listed.slice(at, at + 1),
        ...(at + 1 < listed.length && { NextToken: String(at + 1) }),
      };
    });
  return { reading: readForeignSubscriptions(sns, planOf({ resource_changes: changes })), send };
}

it("are those that are not the plan's, on however many pages, without what is personal or a key", async () => {
  const { reading } = found([
    subscription("3", "https", "https://hooks.example.com/services/T0/B0/a-key"),
    subscription("1", "email", "anna@example.com"),
    subscription("2", "email", "eve@example.com"),
    subscription("4", "sms", "+12065550100"),
  ]);
  expect(await reading).toEqual([
    { topic: TOPIC, arn: `${TOPIC}:2`, to: "email (sensitive value)@example.com" },
    { topic: TOPIC, arn: `${TOPIC}:3`, to: "https https://hooks.example.com/(sensitive value)" },
    { topic: TOPIC, arn: `${TOPIC}:4`, to: "sms (sensitive value)" },
  ]);
});

it.each([
  ["of the plan, also where SNS hides a part of its address", subscription("1", "email", "****")],
  ["that the plan is about to make", subscription("7", "https", NEW.endpoint)],
  [
    "of the plan, where SNS hides the password of its URL",
    subscription("PendingConfirmation", "https", "https://ops:****@hooks.example.com/own"),
  ],
  ["that nobody has confirmed, of the plan", subscription("PendingConfirmation", "email", OWN.endpoint)],
  ["of a function of the environment", subscription("8", "lambda", FUNCTION)],
  ["that was removed already", subscription("Deleted", "email", "eve@example.com")],
])("is none %s", async (_, listed) => {
  expect(await found([listed]).reading).toEqual([]);
});

it("is one of another host's function, and of another address at the same host", async () => {
  const other = FUNCTION.replace("123456789012", "111122223333");
  const { reading } = found([
    subscription("2", "lambda", other),
    subscription("3", "https", "https://hooks.example.com/other"),
  ]);
  expect((await reading)?.map(({ arn }) => arn)).toEqual([`${TOPIC}:2`, `${TOPIC}:3`]);
});

it("asks nobody where there is no topic yet", async () => {
  const made = changeOf("aws_sns_topic.notifications_topic", null, { name: "topic-alarms-dev" });
  const { reading, send } = found("NoCredentials", [made]);
  expect(await reading).toEqual([]);
  expect(send).not.toHaveBeenCalled();
});

it("is unknown where the role may not list, none where the topic is gone, and fails otherwise", async () => {
  expect(await found("AuthorizationErrorException").reading).toBeUndefined();
  expect(await found("NotFoundException").reading).toEqual([]);
  await expect(found("ThrottledException").reading).rejects.toThrow("ThrottledException");
});

const TITLE = "Changed outside of Terraform";
const FOREIGN = { topic: TOPIC, arn: `${TOPIC}:9`, to: "https https://hooks.example.com/(sensitive value)" };

describe("a review", () => {
  const changes = CHANGES.slice(0, 3);

  it("calls each a danger, which ends the plan with 4", () => {
    const pending = { ...FOREIGN, arn: "PendingConfirmation" };
    const made = { changes, foreignSubscriptions: [FOREIGN, pending] };
    expect(saidIn(made, TITLE)).toEqual([
      `! a subscription outside of the configuration sends every message of topic-alarms-dev to https https://hooks.example.com/(sensitive value): no deploy removes it; to remove it, run aws sns unsubscribe --subscription-arn ${TOPIC}:9`,
      "! a subscription outside of the configuration is not confirmed yet: https https://hooks.example.com/(sensitive value) can still confirm it, and then gets every message of topic-alarms-dev; AWS deletes an unconfirmed subscription 48 hours after it was made",
    ]);
    const review = reviewOf(made);
    expect(review.byHand.dangers).toBe(2);
    expect(planExit(review)).toBe(PLAN_EXIT["changed by hand"]);
  });

  it("says that nobody looked, where there is a topic and the role may not list, and calls it no change", () => {
    const said = (of: MadeUp["changes"], title: string) =>
      saidIn({ changes: of, foreignSubscriptions: "not listed" }, title);
    expect(said(changes, "Not looked for")).toEqual([
      "subscriptions made by hand were not looked for: this role may not list them",
    ]);
    expect(said(changes, TITLE)).toEqual([]);
    expect(said(changes.slice(1), "Not looked for")).toEqual([]);
  });

  it("says nothing of them where all goes with the topic", () => {
    const gone = [changeOf("aws_sns_topic.notifications_topic", { arn: TOPIC }, null)];
    expect(saidIn({ changes: gone, foreignSubscriptions: [FOREIGN] }, TITLE)).toEqual([]);
  });

  it("calls it dangerous that a subscriber of ours was unsubscribed", () => {
    const drift = [changeOf("aws_sns_topic_subscription.own", OWN, null)];
    expect(saidIn({ changes, drift }, TITLE)).toEqual([
      "! aws_sns_topic_subscription.own was deleted outside of Terraform: it no longer guards, records or reports anything",
    ]);
  });
});
