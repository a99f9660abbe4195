import { outputsOf } from "../../src/review/outputs";
import { requireConfigured, requireSameReview } from "../../src/review/read-again";
import type { OpenedPlan } from "../../src/review/saved-plan";
import { RefusedError } from "../../src/terminal/refused";
import { changeOf, type MadeUp, reviewOf } from "./made-up-plan";

const opened: OpenedPlan = {
  suffix: "dev",
  accountId: "123456789012",
  stateBucket: "state",
  allowed: [],
  traffic: { parameter: null, weights: {} },
  file: "plan.tfplan",
  configurationJson: "{}",
  providersLock: "",
};

it.each([{ ENVIRONMENT_SUFFIX: "prod" }, { STATE_BUCKET: "other" }])(
  "refuses a plan of something else than %j",
  async (env) => {
    const { ENVIRONMENT_SUFFIX = "dev", STATE_BUCKET = "state" }: NodeJS.ProcessEnv = env;
    await expect(requireConfigured(opened, env, new AbortController().signal)).rejects.toThrow(
      new RefusedError(
        `the plan is of dev with the state bucket state, but ENVIRONMENT_SUFFIX and STATE_BUCKET say ${ENVIRONMENT_SUFFIX} and ${STATE_BUCKET}`,
      ),
    );
  },
);

const LOG_GROUP = "aws_cloudwatch_log_group.network_flow_logs_log_group";
const shortens = (days: number): MadeUp => ({
  changes: [
    changeOf(LOG_GROUP, { name: "flow", retention_in_days: days }, { name: "flow", retention_in_days: 1 }),
  ],
});
const opens = (range: string): MadeUp => ({
  changes: [
    changeOf("aws_vpc_security_group_ingress_rule.x", null, {
      cidr_ipv4: range,
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
    }),
  ],
});

const asRefused = (range: string) =>
  `{"section":"Exposure","severity":"warning","address":"aws_vpc_security_group_ingress_rule.x","sentence":"aws_vpc_security_group_ingress_rule.x becomes reachable from ${range} on tcp 443","cells":["opens",`;

const SERVICE = "aws_ecs_service.blue_service";
const idleFor = (seconds: number): MadeUp => ({
  changes: [changeOf("aws_lb.x", { idle_timeout: seconds }, { idle_timeout: 4 })],
});

it("lets do what people saw, whatever AWS changed by itself since", () => {
  requireSameReview(reviewOf(shortens(365)), reviewOf(shortens(365)));
  const ends = (tasks: number) => reviewOf({ changes: [changeOf(SERVICE, { desired_count: tasks }, null)] });
  requireSameReview(ends(2), ends(5));
  const replaced = (writer: boolean) =>
    reviewOf({
      changes: [
        changeOf(
          "aws_rds_cluster_instance.a",
          { writer, identifier: "a" },
          { identifier: "b" },
          { writer: true },
        ),
      ],
      configuration: { aws_rds_cluster_instance: { a: { identifier: "b" } } },
    });
  requireSameReview(replaced(true), replaced(false));
  requireSameReview(withOutput("a", null), withOutput("b", null));
});

const withOutput = (before: string, after: string | null) => ({
  ...reviewOf({ changes: [] }),
  outputs: outputsOf({ changedOutputs: { url: { before, after, after_unknown: false } } }),
});

it("refuses another value of an output that stays", () => {
  expect(() => requireSameReview(withOutput("a", "b"), withOutput("a", "c"))).toThrow(
    '{"output":"url","differences":[{"path":"url","before":"a","after":"c"}]}',
  );
});

it.each([
  [
    "a log that loses nothing, it says",
    shortens(1),
    shortens(365),
    '{"suffix":"dev","verdict":"no changes"',
    '{"suffix":"dev","verdict":"blocked","counts":{"create":0,"update":1,',
  ],
  [
    "what somebody changed since",
    idleFor(2),
    idleFor(3),
    '{"of":"aws_lb.x","path":"idle_timeout","before":"2","after":"4"}',
    '{"of":"aws_lb.x","path":"idle_timeout","before":"3","after":"4"}',
  ],
  [
    "nothing",
    { changes: [] },
    opens("0.0.0.0/0"),
    '{"suffix":"dev","verdict":"no changes"',
    '{"suffix":"dev","verdict":"changes"',
  ],
  [
    "more than what happens",
    { changes: [...opens("198.51.100.0/24").changes, ...shortens(1).changes] },
    { changes: [] },
    '{"suffix":"dev","verdict":"changes"',
    '{"suffix":"dev","verdict":"no changes"',
  ],
  [
    "another range",
    opens("198.51.100.0/24"),
    opens("203.0.113.0/24"),
    asRefused("198.51.100.0/24"),
    asRefused("203.0.113.0/24"),
  ],
])("refuses where people saw %s", (_label, seen, now, reviewed, is) => {
  const refusal = () => requireSameReview(reviewOf(seen), reviewOf(now));
  expect(refusal).toThrow(RefusedError);
  expect(refusal).toThrow(`the plan would not do what was reviewed: plan anew\n  reviewed: ${reviewed}`);
  expect(refusal).toThrow(`\n  now:      ${is}`);
});
