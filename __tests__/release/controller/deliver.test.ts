import { controllerSettings } from "../../../src/naming/controller-settings";
import type { Aws, Place } from "../../../src/release/controller/aws";
import { deliver } from "../../../src/release/controller/deliver";
import type { ReleaseEvent } from "../../../src/release/controller/events";

const PLACE = {
  region: "us-east-1",
  accountId: "123456789012",
  settings: controllerSettings({ suffix: "x1", stateBucket: "b" }),
  now: () => Date.parse("2026-03-03T00:06:00.000Z"),
} as Place;
const event = (id: string, at: string, action: ReleaseEvent["action"]): ReleaseEvent => ({ id, at, action });
const STUCK = event("1-0", "2026-03-02T23:59:00.000Z", "stuck");
const SHIFTING = event("2-0", "2026-03-03T00:01:00.000Z", "shifting");

const group = (color: string) => ({
  TargetGroupName: `target-group-${color}-x1`,
  TargetGroupArn: `arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/${color}/1`,
});
const ANSWERS: Readonly<Record<string, unknown>> = {
  DescribeLoadBalancersCommand: { LoadBalancers: [{ LoadBalancerArn: "arn:loadbalancer/app/lb/1" }] },
  DescribeTargetGroupsCommand: { TargetGroups: [group("blue"), group("green")] },
  DescribeListenersCommand: { Listeners: [{ ListenerArn: "l", DefaultActions: [] }] },
};
const elb = { send: async (command: object) => ANSWERS[command.constructor.name] };

/** Made-up clients, some of which fail. They record the calls that succeeded. */
function having(fails: { readonly logs?: boolean; readonly sns?: boolean; readonly cloudWatch?: "hangs" }) {
  const [written, told]: [unknown[], unknown[]] = [[], []];
  const messages: string[] = [];
  const client = (isBroken: boolean | undefined, note: (input: never) => void) => ({
    send: async ({ input }: { input: never }) => {
      if (isBroken) throw Object.assign(new Error("no"), { name: "AccessDenied" });
      note(input);
    },
  });
  const logs = client(
    fails.logs,
    ({ logStreamName, logEvents }: { logStreamName: string; logEvents: { message: string }[] }) =>
      written.push([logStreamName, ...logEvents.map(({ message }) => JSON.parse(message))]),
  );
  const sns = client(fails.sns, ({ Subject, Message }: { Subject: string; Message: string }) => {
    told.push(Subject);
    messages.push(Message);
  });
  const cloudWatch = {
    send: async () => {
      if (fails.cloudWatch === "hangs") await new Promise(() => {});
      const Timestamps = [new Date("2026-03-03T00:05:00.000Z")];
      return {
        MetricDataResults: [
          { Id: "green_requests", Timestamps, Values: [500] },
          { Id: "green_answered2xx", Timestamps, Values: [450] },
          { Id: "green_p99", Timestamps, Values: [1.5] },
        ],
      };
    },
  };
  return { aws: { logs, sns, cloudWatch, elb } as unknown as Aws, written, told, messages };
}

it("writes a stream a day, and tells people of what concerns them", async () => {
  const { aws, written, told } = having({});
  expect(await deliver(aws, PLACE, [STUCK, SHIFTING])).toEqual({ left: [], failures: [] });
  expect(written).toEqual([
    ["controller-2026-03-02", STUCK],
    ["controller-2026-03-03", SHIFTING],
  ]);
  expect(told).toEqual([expect.stringContaining("x1")]);
});

it("tells what became of the requests to each color in the minutes before", async () => {
  const { aws, messages } = having({});
  await deliver(aws, PLACE, [STUCK]);
  expect(messages[0]).toContain(`requests, 00:01-00:06 UTC:
  blue: no requests
  green: 100 a minute, 10 % failed, p99 1.5 s
`);
});

it("tells without numbers, rather than late, where CloudWatch does not answer", async () => {
  jest.spyOn(AbortSignal, "timeout").mockImplementation(() => {
    const soon = new AbortController();
    setTimeout(() => soon.abort(), 20);
    return soon.signal;
  });
  const { aws, messages } = having({ cloudWatch: "hangs" });
  expect((await deliver(aws, PLACE, [STUCK])).left).toEqual([]);
  expect(messages[0]).toContain("requests, failed share and p99: not known, CloudWatch did not answer");
  expect(AbortSignal.timeout).toHaveBeenCalledWith(3000);
  jest.restoreAllMocks();
});

it("asks CloudWatch for nothing where nobody is told", async () => {
  const { aws } = having({});
  const asked = jest.spyOn(aws.cloudWatch, "send");
  await deliver(aws, PLACE, [SHIFTING]);
  expect(asked).not.toHaveBeenCalled();
});

it("does not write again what only could not be told, nor tell again what only could not be written", async () => {
  const silent = having({ sns: true });
  const untold = await deliver(silent.aws, PLACE, [STUCK, SHIFTING]);
  expect(untold).toEqual({ left: [{ ...STUCK, done: "written" }], failures: ["AccessDenied: no"] });
  const again = having({});
  expect((await deliver(again.aws, PLACE, untold.left)).left).toEqual([]);
  expect([again.written, again.told.length]).toEqual([[], 1]);

  const unwritten = await deliver(having({ logs: true }).aws, PLACE, [STUCK]);
  expect(unwritten.left).toEqual([{ ...STUCK, done: "told" }]);
  const then = having({});
  expect((await deliver(then.aws, PLACE, unwritten.left)).left).toEqual([]);
  expect([then.written, then.told]).toEqual([[["controller-2026-03-02", STUCK]], []]);
});
