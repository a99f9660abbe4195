import {
  type Action,
  ElasticLoadBalancingV2Client,
  type Rule,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { SSMClient } from "@aws-sdk/client-ssm";
import { readTraffic } from "../../src/review/traffic-record";
import { BLUE, GREEN, groupArn, LISTENER_ARN, ruleArn } from "./made-up-traffic";

const FORWARDED: Action = {
  Type: "forward",
  ForwardConfig: {
    TargetGroups: [
      { TargetGroupArn: groupArn(GREEN), Weight: 20 },
      { TargetGroupArn: groupArn(BLUE), Weight: 80 },
    ],
  },
};

const LISTENERS = [
  { ListenerArn: LISTENER_ARN, Protocol: "HTTP", Port: 80, DefaultActions: [FORWARDED] },
  { ListenerArn: "arn:a", Protocol: "HTTPS", Port: 8443, DefaultActions: [{ Type: "fixed-response" }] },
];

/** Records listeners with the given rules. */
function recorded(rulesOf: (listener: string) => Rule[]) {
  const answers: Readonly<Record<string, (input: Record<string, string>) => unknown>> = {
    DescribeLoadBalancersCommand: () => ({ LoadBalancers: [{ LoadBalancerArn: "arn:lb", DNSName: "one" }] }),
    DescribeListenersCommand: () => ({ Listeners: LISTENERS }),
    DescribeRulesCommand: ({ ListenerArn = "", Marker }) => {
      const rules = rulesOf(ListenerArn);
      // Each page has one rule, to test that all pages are read.
      const at = Number(Marker ?? 0);
      return { Rules: rules.slice(at, at + 1), ...(at + 1 < rules.length && { NextMarker: String(at + 1) }) };
    },
    GetParameterCommand: () => ({ Parameter: { Version: 7, Value: "20" } }),
  };
  const config = { region: "us-east-1" };
  const [elb, ssm] = [new ElasticLoadBalancingV2Client(config), new SSMClient(config)];
  for (const client of [elb, ssm]) {
    jest
      .spyOn(client as unknown as { send: (command: { input: object }) => Promise<unknown> }, "send")
      .mockImplementation(async (command) => answers[command.constructor.name]?.(command.input as never));
  }
  return readTraffic(elb, ssm, "dev");
}

const DIGEST = expect.stringMatching(/^[0-9a-f]{64}$/);
const DEFAULT: Rule = { RuleArn: ruleArn("z"), IsDefault: true, Priority: "default", Actions: [FORWARDED] };

it("says of each listener which rules take requests before, and where to, on however many pages", async () => {
  const made: Rule[] = [
    {
      RuleArn: ruleArn("b"),
      Conditions: [
        { Field: "path-pattern", Values: ["/*"], PathPatternConfig: { Values: ["/*"] } },
        { Field: "query-string", QueryStringConfig: { Values: [{ Key: "v", Value: "2" }, { Value: "x" }] } },
      ],
      Actions: [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "503" } }],
    },
    DEFAULT,
    {
      RuleArn: ruleArn("a"),
      Conditions: [
        { Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "X-Color", Values: ["blue"] } },
      ],
      Actions: [{ Type: "forward", TargetGroupArn: groupArn(BLUE) }],
    },
    { RuleArn: ruleArn("c"), Conditions: [], Actions: [FORWARDED] },
  ];
  expect(await recorded((arn) => (arn === LISTENER_ARN ? made : [DEFAULT]))).toEqual({
    parameter: { version: 7, value: "20" },
    weights: { [groupArn(BLUE)]: 80, [groupArn(GREEN)]: 20 },
    listeners: [
      { arn: "arn:a", answers: "HTTPS 8443", rules: [] },
      {
        arn: LISTENER_ARN,
        answers: "HTTP 80",
        rules: [
          { arn: ruleArn("a"), does: "http-header X-Color blue: blue 100 %, green 0 %", digest: DIGEST },
          {
            arn: ruleArn("b"),
            does: "path-pattern /* and query-string v (a value) or (a value): the fixed answer 503",
            digest: DIGEST,
          },
          { arn: ruleArn("c"), does: "every request: blue 80 %, green 20 %", digest: DIGEST },
        ],
      },
    ],
  });
});

it("tells rules apart by what it does not show: a header's value may be a key", async () => {
  const keyed = async (value: string) => {
    const Conditions = [
      { Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "X-Origin-Key", Values: [value] } },
    ];
    const { listeners } = await recorded(() => [{ RuleArn: ruleArn("a"), Conditions, Actions: [FORWARDED] }]);
    return listeners?.[0]?.rules[0];
  };
  const [one, other] = [await keyed("correct-horse"), await keyed("battery-staple")];
  expect(one?.does).toBe("http-header X-Origin-Key (a value): blue 80 %, green 20 %");
  expect(other?.does).toBe(one?.does);
  expect(other?.digest).not.toBe(one?.digest);
});

it("says nothing of them where the role may not list rules, and fails where it cannot know", async () => {
  const failing = (name: string) =>
    recorded(() => {
      throw Object.assign(new Error(name), { name });
    });
  expect(await failing("AccessDenied")).toEqual({
    parameter: { version: 7, value: "20" },
    weights: { [groupArn(BLUE)]: 80, [groupArn(GREEN)]: 20 },
  });
  await expect(failing("ThrottlingException")).rejects.toThrow("ThrottlingException");
});
