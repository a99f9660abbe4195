import type { Aws, Place } from "../../../src/release/controller/aws";
import { deliver } from "../../../src/release/controller/deliver";
import type { ReleaseEvent } from "../../../src/release/controller/events";

const PLACE = {
  region: "us-east-1",
  accountId: "123456789012",
  settings: { suffix: "x1", topic: "topic-x1", history: "log-group-release-x1" },
} as Place;
const event = (id: string, at: string, action: ReleaseEvent["action"]): ReleaseEvent => ({ id, at, action });
const STUCK = event("1-0", "2026-03-02T23:59:00.000Z", "stuck");
const SHIFTING = event("2-0", "2026-03-03T00:01:00.000Z", "shifting");

/** Clients of which some fail; what came through is noted. */
function having(fails: { readonly logs?: boolean; readonly sns?: boolean }) {
  const [written, told]: [unknown[], unknown[]] = [[], []];
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
  const sns = client(fails.sns, ({ Subject }: { Subject: string }) => told.push(Subject));
  return { aws: { logs, sns } as unknown as Aws, written, told };
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
