import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ECSClient } from "@aws-sdk/client-ecs";
import { explainFailure } from "../../src/deploy/failure";
import { EPHEMERAL } from "../support/environments";
import { type Answer, madeUpAws } from "../support/made-up-aws";
import { synthesized } from "../support/synthesized";

const SERVICE = "aws_ecs_service.green_service";
const failed = (address?: string) => ({
  severity: "error" as const,
  summary: "waiting",
  ...(address && { address }),
});
const denied = { refused: "AccessDeniedException", message: "no rights" };

const ANSWERS: Readonly<Record<string, Answer>> = {
  DescribeServices: {
    services: [
      {
        events: [1, 2, 3, 4, 5, 6].map((at) => ({
          createdAt: 1_700_000_000 - at,
          message: `unsteady ${at}`,
        })),
      },
    ],
  },
  ListTasks: { taskArns: ["arn:aws:ecs:us-east-1:123456789012:task/ecs-cluster-x1/abc"] },
  DescribeTasks: {
    tasks: [
      {
        taskArn: "arn:aws:ecs:us-east-1:123456789012:task/ecs-cluster-x1/abc",
        stoppedReason: "Essential container in task exited",
        containers: [
          { name: "application", exitCode: 137, reason: "OutOfMemoryError" },
          { name: "sidecar", exitCode: 0 },
          { name: "never-started" },
        ],
      },
    ],
  },
  FilterLogEvents: { events: [{ message: "panic: no database" }] },
};

let asked: [action: string, input: object][];
function clients(more: Readonly<Record<string, Answer | ((input: object) => Answer)>> = {}) {
  asked = [];
  const answer = (action: string, input: object) => {
    asked.push([action, input]);
    const found = more[action] ?? ANSWERS[action];
    if (found === undefined) throw new Error(`not expected: ${action}`);
    return typeof found === "function" ? found(input) : found;
  };
  const client = madeUpAws({ ecs: answer, logs: answer });
  return { ecs: new ECSClient(client), logs: new CloudWatchLogsClient(client) };
}

const EVENTS = [1, 2, 3, 4, 5].map((at) => `  event: 2023-11-14T22:13:${20 - at}.000Z unsteady ${at}`);
const STOPPED =
  "  task abc stopped: Essential container in task exited (application ended with exit code 137: OutOfMemoryError, sidecar ended with exit code 0, never-started ended with no exit code)";
const LOG = "  log group log-group-green-x1, last 15 minutes:";

describe("an ECS service that did not get steady", () => {
  it("is one of the stack's", () => {
    expect(synthesized(EPHEMERAL).addresses("aws_ecs_service")).toContain(SERVICE);
  });

  it("is explained by its last events, stopped tasks and log", async () => {
    expect(await explainFailure([failed("aws_lb.x"), failed(SERVICE)], "x1", clients())).toEqual([
      "",
      "ECS about green:",
      ...EVENTS,
      STOPPED,
      LOG,
      "    panic: no database",
    ]);
    expect(asked).toMatchObject([
      ["DescribeServices", { cluster: "ecs-cluster-x1", services: ["ecs-service-green-x1"] }],
      ["ListTasks", { cluster: "ecs-cluster-x1", serviceName: "ecs-service-green-x1" }],
      ["FilterLogEvents", { logGroupName: "log-group-green-x1" }],
      ["DescribeTasks", { cluster: "ecs-cluster-x1" }],
    ]);
  });

  it("is explained by the newest lines of its log, which comes the oldest first", async () => {
    const page = (first: number, nextToken?: string) => ({
      events: [...Array(8)].map((_, index) => ({ message: `line ${first + index}` })),
      ...(nextToken && { nextToken }),
    });
    const pages: Record<string, Answer> = {
      "": page(0, "2"),
      "2": { events: [], nextToken: "3" },
      "3": page(8),
    };
    const FilterLogEvents = (input: { nextToken?: string }) => pages[input.nextToken ?? ""] ?? "";
    const lines = await explainFailure([failed(SERVICE)], "x1", clients({ FilterLogEvents }));
    expect(lines.slice(-11)).toEqual([LOG, ...[...Array(10)].map((_, index) => `    line ${6 + index}`)]);
  });

  it("is read so far and no further, and that is said", async () => {
    const FilterLogEvents = () => ({ events: [{ message: "again" }], nextToken: `after ${asked.length}` });
    const lines = await explainFailure([failed(SERVICE)], "x1", clients({ FilterLogEvents }));
    const pages = asked.filter(([action]) => action === "FilterLogEvents");
    expect([pages.length, lines.at(-1)]).toEqual([20, "    (later lines were not read)"]);
  });

  it.each([
    ["DescribeServices", ["  events cannot be read: no rights", STOPPED, LOG, "    panic: no database"]],
    ["ListTasks", [...EVENTS, "  stopped tasks cannot be read: no rights", LOG, "    panic: no database"]],
    [
      "DescribeTasks",
      [...EVENTS, "  stopped tasks cannot be read: no rights", LOG, "    panic: no database"],
    ],
    ["FilterLogEvents", [...EVENTS, STOPPED, LOG, "    log cannot be read: no rights"]],
  ])("hides nothing else where %s is denied", async (action, lines) => {
    const explained = await explainFailure([failed(SERVICE)], "x1", clients({ [action]: denied }));
    expect(explained.slice(2)).toEqual(lines);
  });

  it("is named where there is nothing to say", async () => {
    const nothing = { DescribeServices: { services: [] }, ListTasks: {}, FilterLogEvents: {} };
    expect(await explainFailure([failed(SERVICE)], "x1", clients(nothing))).toEqual([
      "",
      "ECS about green:",
      "  no events",
      `${LOG} nothing`,
    ]);
  });

  it("is explained for each color", async () => {
    const both = [failed(SERVICE), failed(SERVICE), failed("aws_ecs_service.blue_service")];
    const lines = await explainFailure(both, "x1", clients());
    expect(lines.filter((it) => it.startsWith("ECS about"))).toEqual(["ECS about blue:", "ECS about green:"]);
  });
});

it("nothing else is asked about", async () => {
  expect(await explainFailure([failed(), failed("aws_lb.x")], "x1", clients())).toEqual([]);
  expect(asked).toEqual([]);
});

it("shows no log where others read along, and says where it is", async () => {
  const { ecs } = clients();
  const lines = await explainFailure([failed(SERVICE)], "x1", { ecs });
  expect(lines.at(-1)).toMatch(
    /^ {2}the tasks' log is not shown here: see the log group log-group-(blue|green)-x1$/,
  );
});
