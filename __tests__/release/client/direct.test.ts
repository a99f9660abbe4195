import { type Direct, rollBackDirectly } from "../../../src/release/client/direct";
import { BY, documentOf, ENVIRONMENT, lookOf, madeUpController, madeUpTime, silent } from "./made-up";

const GROUP = { blue: "arn:tg/blue", green: "arn:tg/green" };
const HELD = { document: documentOf({ phase: "held", want: 0 }), look: lookOf({ live: 0 }) };
const denied = Object.assign(new Error("no"), { name: "AccessDenied" });

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: {
    readonly DefaultActions?: [
      { ForwardConfig: { TargetGroups: { TargetGroupArn: string; Weight: number }[] } },
    ];
    readonly TargetGroupArn?: string;
    readonly Value?: string;
  };
}

/** A made-up load balancer and SSM parameter that answer the commands of the SDK. */
class MadeUpAws {
  public green = 25;
  public listenerArn = "listener";
  public page = false;
  public targets: Record<string, string[]> = {
    [GROUP.blue]: ["healthy", "healthy"],
    [GROUP.green]: ["healthy"],
  };
  public recorded: string | undefined;
  public moves = 0;
  /** Called before each command is answered. */
  public before: (name: string) => void = () => {};

  public readonly send = async ({ constructor: { name }, input }: Command): Promise<object> => {
    this.before(name);
    switch (name) {
      case "DescribeLoadBalancersCommand":
        return { LoadBalancers: [{ LoadBalancerArn: "lb" }] };
      case "DescribeTargetGroupsCommand":
        return {
          TargetGroups: Object.entries(GROUP).map(([color, TargetGroupArn]) => ({
            TargetGroupName: `target-group-${color}-x1`,
            TargetGroupArn,
          })),
        };
      case "DescribeListenersCommand": {
        const TargetGroups = [
          { TargetGroupArn: GROUP.blue, Weight: 100 - this.green },
          { TargetGroupArn: GROUP.green, Weight: this.green },
        ];
        const action = this.page
          ? { Type: "fixed-response" }
          : { Type: "forward", ForwardConfig: { TargetGroups } };
        return { Listeners: [{ ListenerArn: this.listenerArn, DefaultActions: [action] }] };
      }
      case "DescribeTargetHealthCommand":
        return {
          TargetHealthDescriptions: this.targets[input.TargetGroupArn ?? ""]?.map((State) => ({
            TargetHealth: { State },
          })),
        };
      case "ModifyListenerCommand":
        this.moves += 1;
        this.page = false;
        this.green = input.DefaultActions?.[0].ForwardConfig.TargetGroups[1]?.Weight ?? -1;
        return {};
      default:
        this.recorded = input.Value;
        return {};
    }
  };
}

let aws: MadeUpAws;
beforeEach(() => {
  aws = new MadeUpAws();
});

async function rolls(controller: ReturnType<typeof madeUpController>, more: Partial<Direct> = {}) {
  const lines: string[] = [];
  const time = madeUpTime();
  const client = { send: aws.send } as never;
  const code = await rollBackDirectly({
    aws: { elb: client, elbOnce: client, ssm: client },
    environment: ENVIRONMENT,
    ask: controller.ask,
    by: BY,
    to: "blue",
    force: false,
    say: (line) => lines.push(line),
    time,
    ...more,
  });
  return { code, lines, seconds: time.passed() / 1000 };
}

const TOLD =
  "the controller knows of this rollback, and moves no traffic until you run this command: npm run release -- repair --suffix x1";

it("moves and says so first, then tells the controller and records the weights", async () => {
  const controller = madeUpController(HELD);
  let movesWhenTold = 0;
  const ask: Direct["ask"] = (command) => {
    movesWhenTold = aws.moves;
    return controller.ask(command);
  };
  const { code, lines } = await rolls(controller, { ask });
  expect([code, ...lines]).toEqual([0, "all traffic is on blue", TOLD]);
  expect([aws.green, aws.recorded, aws.moves, movesWhenTold]).toEqual([0, "0", 1, 1]);
  expect(controller.asked).toMatchObject([{ kind: "hold", by: BY, reason: "rollback --direct to blue" }]);
});

it("moves a listener that shows a maintenance page", async () => {
  aws.page = true;
  expect((await rolls(madeUpController(HELD))).code).toBe(0);
  expect([aws.page, aws.green]).toEqual([false, 0]);
});

it("goes on where the targets cannot be seen", async () => {
  aws.before = (name) => {
    if (name === "DescribeTargetHealthCommand") throw denied;
  };
  expect((await rolls(madeUpController(HELD))).code).toBe(0);
});

it("moves nothing to a color without targets, but by force", async () => {
  aws.targets[GROUP.blue] = ["draining"];
  const { code, lines } = await rolls(madeUpController(HELD));
  expect([code, ...lines]).toEqual([
    6,
    "STUCK: blue has no target that could answer: start its tasks; to move all traffic nevertheless: npm run release -- rollback --direct --force --to blue --suffix x1",
  ]);
  expect(aws.moves).toBe(0);
  expect((await rolls(madeUpController(HELD), { force: true })).code).toBe(0);
  expect(aws.green).toBe(0);
});

it("tries for a minute, and says why it could not", async () => {
  aws.before = (name) => {
    if (name === "ModifyListenerCommand") throw Object.assign(new Error("slow down"), { name: "Throttling" });
  };
  const { code, lines, seconds } = await rolls(madeUpController(HELD));
  expect([code, ...lines]).toEqual([
    5,
    "trying again: Throttling: slow down",
    "NOT rolled back: Throttling: slow down",
  ]);
  expect(seconds).toBeGreaterThanOrEqual(60);
});

it("believes what the listener reads, not what its call answered", async () => {
  let calls = 0;
  aws.before = (name) => {
    if (name !== "ModifyListenerCommand" || ++calls > 1) return;
    aws.green = 0; // it came through
    throw Object.assign(new Error("lost"), { name: "TimeoutError" });
  };
  expect(await rolls(madeUpController(HELD))).toMatchObject({
    code: 0,
    lines: ["all traffic is on blue", TOLD],
  });
  expect(calls).toBe(1);
});

it("says at once who may move it, where these credentials may not", async () => {
  aws.before = (name) => {
    if (name === "ModifyListenerCommand") throw denied;
  };
  const { code, lines } = await rolls(madeUpController(HELD));
  expect([code, ...lines]).toEqual([
    5,
    "NOT rolled back: AccessDenied: no",
    "to be allowed to change the listener's weights, assume operator-role-x1 or break-glass-role-x1",
  ]);
});

it("says after a second try to sign in, where the credentials have expired", async () => {
  aws.before = (name) => {
    if (name === "ModifyListenerCommand") throw Object.assign(new Error("old"), { name: "ExpiredToken" });
  };
  const { code, lines, seconds } = await rolls(madeUpController(HELD));
  const advice = "the AWS credentials have expired: sign in again";
  expect([code, ...lines]).toEqual([5, `trying again: ${advice}`, `NOT rolled back: ${advice}`]);
  expect(seconds).toBeLessThan(10);
});

it("moves the traffic where only the first signature was refused, as with a wrong clock", async () => {
  let moves = 0;
  aws.before = (name) => {
    if (name === "ModifyListenerCommand" && ++moves === 1)
      throw Object.assign(new Error("clock"), { name: "SignatureDoesNotMatch" });
  };
  const { code, lines } = await rolls(madeUpController(HELD));
  expect([code, lines.at(-2)]).toEqual([0, "all traffic is on blue"]);
});

it("holds the listener for a minute where the controller cannot be told, and says what was not possible", async () => {
  let looks = 0;
  aws.before = (name) => {
    // The controller works again for a moment and moves the traffic back.
    if (name === "DescribeListenersCommand" && ++looks === 9) aws.green = 25;
    if (name === "PutParameterCommand") throw denied;
  };
  const { code, lines, seconds } = await rolls(madeUpController(silent));
  expect([code, ...lines]).toEqual([
    5, // it is there, and may not stay
    "all traffic is on blue",
    "the weights could NOT be recorded (AccessDenied: no): the record still has the old weights, and a deploy would move traffic back to them; do not deploy before npm run release -- repair --suffix x1",
    "moved again: the listener was at green 25 %",
    "the controller could NOT be told about this rollback (the release controller release-controller-x1 did not answer within 40 s): when the controller works again, it may restore the earlier weights",
    "when the controller works again, run: npm run release -- rollback --to blue --suffix x1",
  ]);
  expect([aws.green, aws.moves]).toEqual([0, 2]);
  expect(seconds).toBeGreaterThanOrEqual(60);
});

it("looks once more after the controller was told: a move of the controller's may have come in between", async () => {
  const controller = madeUpController(HELD);
  const ask: Direct["ask"] = (command) => {
    aws.green = 25;
    return controller.ask(command);
  };
  const { code, lines } = await rolls(controller, { ask });
  expect([code, ...lines]).toEqual([
    0,
    "all traffic is on blue",
    "moved again: the listener was at green 25 %",
    TOLD,
  ]);
  expect(aws.green).toBe(0);
});

it("moves nothing in another account, without asking STS", async () => {
  aws.listenerArn = "arn:aws:elasticloadbalancing:us-east-1:999999999999:listener/app/load-balancer-x1/1/2";
  await expect(rolls(madeUpController(HELD))).rejects.toThrow(
    "these credentials see the listener of account 999999999999, but x1 is in 123456789012: nothing was moved",
  );
  expect([aws.moves, aws.recorded]).toEqual([0, undefined]);
});
