import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { LOG_GROUPS, readLog } from "../../src/logs/read";
import { logGroupNames } from "../../src/naming/names";
import { type Answer, madeUpAws } from "../support/made-up-aws";

/** Answers a call with each of these, and the last one for ever. */
function log(...answers: readonly Answer[]) {
  const asked: Record<string, unknown>[] = [];
  const client = new CloudWatchLogsClient(
    madeUpAws({
      logs: (action, input) => {
        asked.push({ action, ...input });
        return answers[Math.min(asked.length, answers.length) - 1] ?? {};
      },
    }),
  );
  return { client, asked };
}
const events = (...ids: readonly string[]) =>
  ids.map((eventId) => ({ eventId, timestamp: Date.now(), message: eventId }));
const quiet = new AbortController().signal;

it("reads every page from as far back as is asked for, and what matches only", async () => {
  const { client, asked } = log({ events: events("a"), nextToken: "more" }, { events: events("b") });
  const shown: unknown[] = [];
  const wanted = {
    logGroupName: "log-group-blue-x1",
    since: 60_000,
    filter: "ERROR",
    follow: false,
    signal: quiet,
  };
  await readLog(client, wanted, ({ message }) => shown.push(message));
  expect(shown).toEqual(["a", "b"]);
  expect(asked).toEqual([
    expect.objectContaining({
      action: "FilterLogEvents",
      logGroupName: "log-group-blue-x1",
      filterPattern: "ERROR",
    }),
    expect.objectContaining({ nextToken: "more" }),
  ]);
  expect(Math.abs(Date.now() - 60_000 - Number(asked[0]?.startTime))).toBeLessThan(5000);
});

it("follows: shows each line once, a late one too, until it is interrupted", async () => {
  const { client } = log(
    { events: events("a") },
    { events: events("a", "late", "b") },
    { events: events("b", "c") },
  );
  const shown: unknown[] = [];
  const { signal, ...controller } = stoppable();
  const following = readLog(
    client,
    { logGroupName: "g", since: 60_000, follow: true, signal, poll: 1 },
    ({ message }) => {
      shown.push(message);
      if (message === "c") controller.stop();
    },
  );
  await expect(following).rejects.toThrow();
  expect(shown).toEqual(["a", "late", "b", "c"]);
});

function stoppable() {
  const controller = new AbortController();
  return { signal: controller.signal, stop: () => controller.abort(new Error("stopped")) };
}

it("says that there is no such log", async () => {
  const { client } = log({
    refused: "ResourceNotFoundException",
    message: "The specified log group does not exist.",
  });
  await expect(
    readLog(client, { logGroupName: "g", since: 0, follow: false, signal: quiet }, () => {}),
  ).rejects.toThrow(
    "there is no log group g in this account: either the environment is not deployed, or somebody deleted the log group",
  );
});

it("leaves a right that is missing in AWS's words, which name the call", async () => {
  const message =
    "User: arn:aws:sts::123456789012:assumed-role/x/y is not authorized to perform: logs:FilterLogEvents";
  const { client } = log({ refused: "AccessDeniedException", message });
  await expect(
    readLog(client, { logGroupName: "g", since: 0, follow: true, signal: quiet }, () => {}),
  ).rejects.toThrow(message);
});

it("reads only log groups that the environment has, which the role observer may read", () => {
  expect(logGroupNames("x1")).toEqual(
    expect.arrayContaining(Object.values(LOG_GROUPS).map((of) => of("x1"))),
  );
});
