import { besidesWeights, findTraffic, weightOnListener } from "../../../src/release/controller/traffic";

const forward = (blue: number, green: number) => ({
  Type: "forward",
  ForwardConfig: {
    TargetGroups: [
      { TargetGroupArn: "arn:blue", Weight: blue },
      { TargetGroupArn: "arn:green", Weight: green },
    ],
  },
});
const PAGE = { Type: "fixed-response" };
const REDIRECT = { Type: "redirect" };

/** Runs `findTraffic` on listeners with the given actions. */
const finding = (listeners: Readonly<Record<string, object>>, before?: string) => {
  const answers: Readonly<Record<string, object>> = {
    DescribeLoadBalancersCommand: { LoadBalancers: [{ LoadBalancerArn: "lb" }] },
    DescribeTargetGroupsCommand: {
      TargetGroups: ["blue", "green"].map((it) => ({ TargetGroupName: it, TargetGroupArn: `arn:${it}` })),
    },
    DescribeListenersCommand: {
      Listeners: Object.entries(listeners).map(([ListenerArn, action]) => ({
        ListenerArn,
        DefaultActions: [action].flat(),
      })),
    },
  };
  const elb = { send: async (command: object) => answers[command.constructor.name] };
  const settings = { loadBalancer: "lb", targetGroups: { blue: "blue", green: "green" } };
  return findTraffic(elb as never, settings as never, before);
};

it.each<[string, Record<string, object>]>([
  ["known", { test: forward(100, 0), known: PAGE }],
  ["known", { test: forward(75, 25), known: forward(75, 25) }],
  ["https", { known: REDIRECT, https: forward(100, 0) }],
  ["other", { other: forward(100, 0) }],
])(
  "a listener that is known stays the one, while it does not only redirect: %s",
  async (found, listeners) => {
    expect((await finding(listeners, "known")).listenerArn).toBe(found);
  },
);

it.each([
  [1, 999, 99],
  [999, 1, 1],
  [0, 3, 100],
  [3, 0, 0],
  [1, 1, 50],
  [0, 0, "no weights"],
])("weights %d to %d are green %s: no traffic is called none that is some", async (blue, green, share) => {
  expect(weightOnListener(await finding({ one: forward(blue, green) }))).toBe(share);
});

describe("what a hand put on the listener, and a move would take away, is no weights, but foreign", () => {
  const sticky = (isEnabled: boolean) => {
    const { Type, ForwardConfig } = forward(75, 25);
    return {
      Type,
      ForwardConfig: {
        ...ForwardConfig,
        TargetGroupStickinessConfig: { Enabled: isEnabled, DurationSeconds: 3600 },
      },
    };
  };

  it.each<[object | object[], readonly string[], number | "no weights"]>([
    [forward(75, 25), [], 25],
    [sticky(false), [], 25],
    [sticky(true), ["stickiness"], "no weights"],
    [
      [
        { Type: "authenticate-oidc", Order: 1 },
        { ...forward(75, 25), Order: 2 },
      ],
      ["authenticate-oidc"],
      "no weights",
    ],
    [[{ Type: "jwt-validation" }, sticky(true)], ["jwt-validation", "stickiness"], "no weights"],
    [PAGE, [], "no weights"],
  ])("%j", async (actions, besides, live) => {
    const found = await finding({ one: actions });
    expect([besidesWeights(found.listener), weightOnListener(found)]).toEqual([besides, live]);
  });
});
