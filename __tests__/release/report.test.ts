import { begin } from "../../src/release/release";
import { describeWeights, historyTable, statusTables } from "../../src/release/report";
import type { Status } from "../../src/release/status";

const WHO = "arn:aws:sts::123456789012:assumed-role/ops/ada";
const SINCE = "2026-03-04T05:00:00.000Z";
const color = {
  image: "app:1.4.2",
  taskDefinition: "task-definition-x1:7",
  problems: [],
  earlier: undefined,
  running: 2,
  desired: 2,
  healthy: 2,
  unhealthy: 0,
  targets: 2,
};
const quiet: Status = {
  suffix: "x1",
  recorded: { blue: 80, green: 20 },
  live: { blue: 80, green: 20 },
  colors: { blue: color, green: { ...color, image: "app:1.5.0", running: 1, healthy: 1, targets: 3 } },
  alarms: { blue: { "alarm-blue-x1": "OK" }, green: { "alarm-green-x1": "INSUFFICIENT_DATA" } },
  lock: undefined,
};
const held = { id: "1", who: WHO, host: "laptop", since: SINCE, aliveAt: SINCE, lastHeardOfSecondsAgo: 3 };
const release = begin({ candidate: "green", steps: [20, 50, 100], bakeSeconds: 60, releaseAlarms: [] }, 5);
const lastLines = (status: Status, count: number) => statusTables(status).split("\n").slice(-count);

it("describes a weights by both weights", () => {
  expect(describeWeights({ blue: 95, green: 5 })).toBe("blue 95 %, green 5 %");
});

describe("a status", () => {
  it("shows each color, its releaseAlarms, and that nothing is under way", () => {
    expect(statusTables(quiet)).toBe(
      [
        "environment x1",
        "",
        "  color  live  recorded  running/desired  healthy/targets  image",
        "  -----  ----  --------  ---------------  ---------------  ---------",
        "  blue   80 %  80 %      2/2              2/2              app:1.4.2",
        "  green  20 %  20 %      1/2              1/3              app:1.5.0",
        "",
        "  alarms of  alarm           state",
        "  ---------  --------------  ------------------------------",
        "  blue       alarm-blue-x1   OK",
        "  green      alarm-green-x1  not judged (INSUFFICIENT_DATA)",
        "",
        "no release and no deploy is under way",
      ].join("\n"),
    );
  });

  it("says of a color that it does not run what was deployed", () => {
    const problems = [
      "ECS rolled its deployment back: why",
      "a:6 (app:6) runs, and a:7 (app:7) was deployed",
    ];
    const colors = { ...quiet.colors, green: { ...color, problems } };
    expect(statusTables({ ...quiet, colors })).toContain(
      [
        "",
        "NOT AS DEPLOYED",
        "  green: ECS rolled its deployment back: why",
        "  green: a:6 (app:6) runs, and a:7 (app:7) was deployed",
        "",
        "  alarms of ",
      ].join("\n"),
    );
  });

  it("says how an earlier deployment of a color failed", () => {
    const colors = { ...quiet.colors, blue: { ...color, earlier: "2026-03-04, ECS rolled it back" } };
    const lines = ["", "EARLIER", "  blue: 2026-03-04, ECS rolled it back", "", "  alarms of "];
    expect(statusTables({ ...quiet, colors })).toContain(lines.join("\n"));
  });

  it("shows weights and alarms also where ECS cannot be looked at", () => {
    const unknown = { image: undefined, taskDefinition: undefined, running: undefined, desired: undefined };
    const green = { ...color, ...unknown, problems: ["what it runs cannot be looked at: why"] };
    const shown = statusTables({ ...quiet, colors: { ...quiet.colors, green } });
    expect(shown).toContain("  green  20 %  20 %      ?/?              2/2              ?\n");
    expect(shown).toContain("NOT AS DEPLOYED\n  green: what it runs cannot be looked at: why\n");
    expect(shown).toContain("  green      alarm-green-x1  not judged (INSUFFICIENT_DATA)");
  });

  it.each([
    [release, "green at step 1 of 3 (20, 50, 100 %): 20 %, shifting"],
    [{ ...release, step: 1, phase: "baking" as const }, "green at step 2 of 3 (20, 50, 100 %): 50 %, baking"],
    [
      { ...release, phase: "baking" as const, paused: true },
      "green at step 1 of 3 (20, 50, 100 %): 20 %, paused",
    ],
  ])("says who releases, and where it is", (at, line) => {
    expect(lastLines({ ...quiet, lock: { ...held, operation: "release", release: at } }, 2)).toEqual([
      `release by ${WHO} on laptop since ${SINCE}, last heard of 3 s ago`,
      `  ${line}`,
    ]);
  });

  it("says that a lock cannot be read", () => {
    const lock = { unreadable: "somebody unknown holds x1: ...", lastHeardOfSecondsAgo: 3 };
    expect(lastLines({ ...quiet, lock }, 1)).toEqual(["somebody unknown holds x1: ..."]);
  });

  it("says who deploys", () => {
    expect(lastLines({ ...quiet, lock: { ...held, operation: "deploy" } }, 1)).toEqual([
      `deploy by ${WHO} on laptop since ${SINCE}, last heard of 3 s ago`,
    ]);
  });

  const MEND = 'the record is not the live weights: "npm run release -- repair" records the live one';

  it("says when the record is another one than the live weights", () => {
    expect(lastLines({ ...quiet, recorded: { blue: 50, green: 50 } }, 1)).toEqual([MEND]);
  });

  it("says when the record is broken", () => {
    const broken = { ...quiet, recorded: undefined };
    expect(lastLines(broken, 1)).toEqual([MEND]);
    expect(statusTables(broken)).toContain("  blue   80 %  broken    2/2  ");
  });
});

describe("a history", () => {
  it("has a line per event, with the alarms that were in ALARM and were not the reason already, and those that judged nothing", () => {
    const event = { at: SINCE, who: WHO };
    const alarms = { "alarm-a-x1": "ALARM", "alarm-b-x1": "OK", "alarm-c-x1": "ALARM" };
    expect(
      historyTable([
        { ...event, action: "started", to: { blue: 0, green: 100 }, reason: "release green" },
        {
          ...event,
          action: "rolled back",
          from: { blue: 40, green: 60 },
          to: { blue: 100, green: 0 },
          reason: "alarm alarm-a-x1",
          alarms,
        },
        {
          ...event,
          who: "nobody",
          action: "paused",
          alarms: { "alarm-a-x1": "INSUFFICIENT_DATA", "alarm-b-x1": "INSUFFICIENT_DATA" },
        },
      ]),
    ).toBe(
      [
        "  when                      what         from blue/green  to     who                   why, and alarms in ALARM or not judged",
        "  ------------------------  -----------  ---------------  -----  --------------------  --------------------------------------",
        "  2026-03-04T05:00:00.000Z  started                       0/100  assumed-role/ops/ada  release green",
        "  2026-03-04T05:00:00.000Z  rolled back  40/60            100/0  assumed-role/ops/ada  alarm alarm-a-x1 alarm-c-x1",
        "  2026-03-04T05:00:00.000Z  paused                               nobody                 not judged: alarm-a-x1, alarm-b-x1",
      ].join("\n"),
    );
  });
});
