import { historyText, readHistory } from "../../../src/release/client/history";
import { BY, ENVIRONMENT } from "./made-up";

const STARTED = {
  id: "7-0",
  at: "2026-03-04T05:06:07.000Z",
  action: "started",
  release: "0f9c1a2b-0000",
  candidate: "green",
  by: BY,
  from: { blue: 100, green: 0 },
  to: { blue: 95, green: 5 },
  reason: "green: 0 -> 5 -> 100 %",
  images: { blue: "app:1", green: "app:2" },
  alarms: { fine: "OK", quiet: "INSUFFICIENT_DATA" },
} as const;
const BACK = {
  id: "9-10",
  at: "2026-03-04T05:16:07.000Z",
  action: "rolled back",
  release: "0f9c1a2b-0000",
  to: { blue: 100, green: 0 },
  reason: "in ALARM: bad",
  images: STARTED.images,
  alarms: { bad: "ALARM", worse: "ALARM" },
} as const;
const GOING = { ...BACK, id: "9-9", action: "going back" } as const;

const NOW = Date.now();
const DAY = 24 * 60 * 60_000;
type Asked = { readonly startTime: number; readonly endTime?: number };

/** A made-up log group with the given lines, two on a page. It returns the lines within the requested time. */
function madeUpLogs(...lines: readonly { readonly message: string; readonly days: number }[]) {
  const asked: Asked[] = [];
  const { CloudWatchLogsClient } = jest.requireActual("@aws-sdk/client-cloudwatch-logs");
  const client = Object.assign(Object.create(CloudWatchLogsClient.prototype), {
    middlewareStack: {},
    config: {},
    send: async ({ input }: { input: Asked & { nextToken?: string; logGroupName: string } }) => {
      expect(input.logGroupName).toBe("log-group-release-x1");
      const { startTime, endTime = Number.POSITIVE_INFINITY, nextToken = "0" } = input;
      if (nextToken === "0") asked.push(input);
      const events = lines.filter(({ days }) => {
        const at = NOW - days * DAY;
        return at >= startTime && at <= endTime;
      });
      const next = Number(nextToken) + 2;
      return {
        events: events.slice(Number(nextToken), next),
        ...(next < events.length && { nextToken: `${next}` }),
      };
    },
  });
  return { client, asked };
}

const now = (message: object | string) => ({
  message: typeof message === "string" ? message : JSON.stringify(message),
  days: 0,
});

it("is in order, has each line once, and passes over what is none", async () => {
  const lines = [BACK, STARTED, GOING, STARTED, "by hand", "{}", "null"].map(now);
  expect(await readHistory(madeUpLogs(...lines).client, ENVIRONMENT, () => true)).toEqual([
    STARTED,
    GOING,
    BACK,
  ]);
});

describe("a history of years", () => {
  const YEARS = [0, 1, 20, 100, 1000].map((days) => ({
    message: JSON.stringify({ ...STARTED, id: `${9 - days}`, at: new Date(NOW - days * DAY).toISOString() }),
    days,
  }));
  const read = async (enough: number, until?: Date) => {
    const { client, asked } = madeUpLogs(...YEARS);
    const lines = await readHistory(client, ENVIRONMENT, (it) => it.length >= enough, until);
    return { days: lines.map(({ at }) => Math.round((NOW - Date.parse(at)) / DAY)), asked };
  };

  it("is read from its newest days on, and no further than is needed", async () => {
    const { days, asked } = await read(2);
    expect(days).toEqual([1, 0]);
    expect(asked).toHaveLength(1);
    expect(asked[0]).not.toHaveProperty("endTime"); // the controller's clock may be ahead of this one
    expect((await read(3)).asked).toHaveLength(2);
  });

  it("is read to its beginning where that is needed, each day once", async () => {
    const { days, asked } = await read(9);
    expect(days).toEqual([1000, 100, 20, 1, 0]);
    expect(asked.at(-1)?.startTime).toBe(0);
    asked.slice(1).forEach(({ endTime }, at) => {
      expect(endTime).toBe((asked[at]?.startTime ?? 0) - 1);
    });
  });

  it("is read before a time without what came after it", async () => {
    expect((await read(1, new Date(NOW - 15 * DAY))).days).toEqual([20]);
  });
});

it("says in words that there is none", async () => {
  const { client } = madeUpLogs();
  client.send = async () => {
    throw Object.assign(new Error("no"), { name: "ResourceNotFoundException" });
  };
  await expect(readHistory(client, ENVIRONMENT, () => true)).rejects.toMatchObject({
    name: "RefusedError",
    message:
      "there is no release history of x1: its log group log-group-release-x1 does not exist in this account; is the environment deployed?",
  });
});

it("says it in paragraphs in a terminal of few columns, with images as status has them", () => {
  const image = (digit: string) =>
    `111122223333.dkr.ecr.us-east-1.amazonaws.com/app@sha256:${digit.repeat(64)}`;
  const started = { ...STARTED, images: { blue: image("a"), green: image("b") } };
  const { images: _, to: __, ...bare } = BACK;
  expect(historyText([started, bare], 60)).toBe(`2026-03-04T05:06:07.000Z  started  0f9c1a2b
  blue/green 100/0 -> 95/5
  95 % app@sha256:aaaaaaaaaaaa
  5 % app@sha256:bbbbbbbbbbbb
  assumed-role/releaser-role-x1/ada
  green: 0 -> 5 -> 100 %; not judged: quiet

2026-03-04T05:16:07.000Z  rolled back  0f9c1a2b
  controller
  in ALARM: bad; in ALARM: worse`);
});

it("says which image had which share, in which release, who and why", () => {
  const lines = historyText([STARTED, BACK], Number.POSITIVE_INFINITY)
    .split("\n")
    .slice(2)
    .map((line) => line.trim().split(/ {2,}/));
  expect(lines).toEqual([
    [
      "2026-03-04T05:06:07.000Z",
      "0f9c1a2b",
      "started",
      "100/0",
      "95/5",
      "95 % app:1, 5 % app:2",
      "assumed-role/releaser-role-x1/ada",
      "green: 0 -> 5 -> 100 %; not judged: quiet",
    ],
    [
      "2026-03-04T05:16:07.000Z",
      "0f9c1a2b",
      "rolled back",
      "100/0",
      "100 % app:1",
      "controller",
      "in ALARM: bad; in ALARM: worse",
    ],
  ]);
});
