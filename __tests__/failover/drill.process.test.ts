import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readMembers } from "../../src/failover/cluster";
import { type Drilled, drill } from "../../src/failover/drill";
import { errorsOf } from "../../src/failover/outside";
import { drillText } from "../../src/failover/report";
import { Aws } from "./made-up-cluster";

describe("npm run failover", () => {
  const measured = async (
    aws: Aws,
    statuses: readonly number[],
    { limitMilliseconds = 20_000, quietMilliseconds = 700 } = {},
  ) => {
    let turn = 0;
    const server = createServer((_, answer) => answer.writeHead(statuses[turn++] ?? 200).end()).listen(0);
    await once(server, "listening");
    const said: string[] = [];
    try {
      const result = await drill({
        suffix: "dev",
        rds: aws.rds,
        cloudWatch: aws.cloudWatch,
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
        before: await readMembers(aws.rds, "dev"),
        signal: new AbortController().signal,
        say: (line) => said.push(line),
        pollMilliseconds: 20,
        quietMilliseconds,
        limitMilliseconds,
      });
      return { result, said };
    } finally {
      server.close();
      server.closeAllConnections();
    }
  };

  it("says who wrote and who writes, how long users got errors, and which alarms of its own went to ALARM", async () => {
    const { result, said } = await measured(new Aws(), [200, 503, 503], {
      quietMilliseconds: 3000, // the second failure comes half a second after the first, on a busy machine later
    });
    expect(result).toMatchObject({
      writerBefore: "a",
      writerAfter: "b",
      newWriterSeconds: expect.any(Number),
      errors: { failed: 2, by: { "503": 2 }, over: true },
      alarms: ["alarm-blue-failed-requests-dev"],
    });
    expect(result.errors.seconds).toBeGreaterThan(0.4);
    expect(said.slice(1).map((line) => line.replace(/\d+ s$/, "some seconds"))).toEqual([
      "b is the writer after some seconds",
      "alarm-blue-failed-requests-dev is in ALARM after some seconds",
    ]);
  });

  it("does not count an alarm that was in ALARM before", async () => {
    const aws = new Aws();
    aws.alarms = ["alarm-blue-failed-requests-dev"];
    const { result } = await measured(aws, []);
    expect([result.alarms, result.inAlarmBefore]).toEqual([[], ["alarm-blue-failed-requests-dev"]]);
    expect(drillText(result, false)).toContain(
      "alarms that went to ALARM: none of the 24 that exist; already in ALARM before: alarm-blue-failed-requests-dev",
    );
  });

  it("does not know the alarms of an environment without alarms", async () => {
    const aws = new Aws();
    aws.haveAlarms = false;
    expect(drillText((await measured(aws, [])).result, false)).toContain(
      "alarms that went to ALARM: not known, because no alarm of the environment existed before",
    );
  });

  it("stops after its limit where RDS names no other writer", async () => {
    const aws = new Aws();
    aws.failsOver = false;
    const { result } = await measured(aws, [], { limitMilliseconds: 300 });
    expect(result).toMatchObject({ writerAfter: "a", newWriterSeconds: null });
    expect(drillText(result, false)).toContain("writer: a, as before; RDS showed no other writer\n");
  });

  it.each([
    ["a", 4, "a, as before; RDS showed another writer after 4 s"],
    ["", 4, "a before, none at the end; RDS showed another writer after 4 s"],
    ["", null, "a before, none at the end; RDS showed no other writer"],
    ["b", 4, "a before, b after 4 s"],
  ])(
    "says which writer RDS showed: at the end %j, another after %p s",
    (writerAfter, newWriterSeconds, words) => {
      const drilled: Drilled = {
        ...{ writerBefore: "a", writerAfter, newWriterSeconds, errors: errorsOf([]) },
        ...{ alarms: [], alarmsBefore: 1, inAlarmBefore: [] },
      };
      expect(drillText(drilled, false)).toMatch(new RegExp(`^writer: ${words}$`, "m"));
    },
  );

  it("says that a health check's seconds say nothing of the database", async () => {
    const { result } = await measured(new Aws(), []);
    expect(drillText(result, true)).toMatch(/Health checks should not use the database/);
    expect(drillText(result, false)).not.toMatch(/use the database/);
  });
});
