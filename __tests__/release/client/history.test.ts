import { historyTable, readHistory } from "../../../src/release/client/history";
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

/** A log group with these lines, a page for each list. */
const logs = (...pages: readonly (readonly string[])[]) => {
  let page = 0;
  return {
    middlewareStack: {},
    config: {},
    send: async () => {
      const events = pages[page++]?.map((message) => ({ message }));
      return { events, nextToken: page < pages.length ? `${page}` : undefined };
    },
  };
};

const read = async (limit: number, ...pages: readonly (readonly string[])[]) => {
  const { CloudWatchLogsClient } = jest.requireActual("@aws-sdk/client-cloudwatch-logs");
  return readHistory(
    Object.assign(Object.create(CloudWatchLogsClient.prototype), logs(...pages)),
    ENVIRONMENT,
    limit,
  );
};

it("is in order, has each line once, and passes over what is none", async () => {
  const [started, going, back] = [STARTED, GOING, BACK].map((line) => JSON.stringify(line)) as [
    string,
    string,
    string,
  ];
  expect(await read(50, [back, started], [going, started, "by hand", "{}", "null"])).toEqual([
    STARTED,
    GOING,
    BACK,
  ]);
  expect(await read(2, [back, started, going])).toEqual([GOING, BACK]);
});

it("says which image had which share, in which release, who and why", () => {
  const lines = historyTable([STARTED, BACK])
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
