import { harmOf, type Standing, waysOutOfStuck } from "../../../src/release/controller/harm";

const targets = (blue: number, green: number, registered = { blue, green }) => ({
  blue: { registered: registered.blue, healthy: blue },
  green: { registered: registered.green, healthy: green },
});

it.each<[string, Standing, string | undefined]>([
  [
    "nothing where each color with traffic has a healthy target",
    { live: 25, targets: targets(1, 1) },
    undefined,
  ],
  ["nothing of a color without traffic", { live: 100, targets: targets(0, 2) }, undefined],
  ["nothing that cannot be seen", { live: 25, targets: {} }, undefined],
  [
    "503 from a color without targets",
    { live: 25, targets: targets(0, 2) },
    "75 % of the requests FAIL NOW: blue has no targets, so the load balancer answers 503",
  ],
  [
    "503 from both",
    { live: 25, targets: targets(0, 0) },
    "100 % of the requests FAIL NOW: blue and green have no targets, so the load balancer answers 503",
  ],
  [
    "perhaps an answer from targets that are all unhealthy",
    { live: 25, targets: targets(3, 0, { blue: 3, green: 2 }) },
    "25 % of the requests may fail now: none of green's 2 targets is healthy",
  ],
  [
    "what stands in place of the colors",
    { live: "no weights" },
    "the listener forwards to no color: users get a different answer, such as a maintenance page",
  ],
])("users suffer %s", (_, standing, words) => expect(harmOf(standing)).toBe(words));

/** The command at the end of each line, the best first. */
const commands = (standing: Standing) =>
  waysOutOfStuck("x1", "blue", standing).map((way) => /(?:npm run release -- |aws ecs ).*$/.exec(way)?.[0]);

const TO_GREEN = "npm run release -- rollback --to green --suffix x1";
const START =
  "aws ecs update-service --cluster ecs-cluster-x1 --service ecs-service-blue-x1 --desired-count 2";
const FORCE = "npm run release -- rollback --force --suffix x1";
const bad = { "alarm-green-failed-requests-x1": "ALARM", "alarm-blue-running-tasks-x1": "ALARM" };

describe("where blue has to get all traffic and has no targets", () => {
  it("the other color comes first, because requests to blue fail now", () => {
    const standing: Standing = { live: 25, targets: targets(0, 2), alarms: bad };
    expect(commands(standing)).toEqual([TO_GREEN, START, FORCE]);
    const [first, second, last] = waysOutOfStuck("x1", "blue", standing);
    expect(first).toMatch(
      /^RECOMMENDED: .*2 healthy targets answer, although alarm-green-failed-requests-x1 is in ALARM;/,
    );
    expect(second).toMatch(/; 75 % of the requests fail until then: aws/);
    expect(last).toMatch(
      /^or instead, but only if wrong answers of green do more harm than no answers: .*EVERY request gets 503 until blue has targets: npm/,
    );
  });

  it("starting its tasks comes first where no request goes there yet", () =>
    expect(commands({ live: 100, targets: targets(0, 2), alarms: bad })).toEqual([START, TO_GREEN, FORCE]));

  it("starting its tasks comes first where an alarm of the team's own warns of more than of failed requests", () => {
    const alarms = { ...bad, "duplicate-payments/x1": "ALARM" };
    const standing: Standing = { live: 25, targets: targets(0, 2), alarms };
    expect(commands(standing)).toEqual([START, TO_GREEN, FORCE]);
    expect(waysOutOfStuck("x1", "blue", standing)[1]).toContain(
      "EVERYBODY gets what duplicate-payments/x1 warns of",
    );
  });

  it("says that nothing undoes the first way, and which version gets the traffic", () => {
    const standing: Standing = { live: 25, targets: targets(0, 2), alarms: bad, candidate: "green" };
    const [first] = waysOutOfStuck("x1", "blue", standing);
    expect(first).toContain("send all traffic to green (the new version), at once");
    expect(first).toContain(
      "all traffic stays on green, even during an alarm or when blue can answer again, until somebody runs rollback --to blue",
    );
    expect(waysOutOfStuck("x1", "blue", { ...standing, candidate: "blue" })[0]).not.toContain("new version");
  });

  it("its tasks are not started where its service wants them already: its events say why none runs", () => {
    const on = (desired: number, running: number): Standing => ({
      live: 25,
      targets: targets(0, 2),
      runs: { blue: { desired, running }, green: { desired: 2, running: 2 } },
    });
    const EVENTS =
      "aws ecs describe-services --cluster ecs-cluster-x1 --services ecs-service-blue-x1 --query 'services[0].events[:5].message'";
    expect(commands(on(3, 0))).toEqual([TO_GREEN, EVENTS, FORCE]);
    expect(waysOutOfStuck("x1", "blue", on(3, 0))[1]).toContain(
      "make blue healthy again: 0 of its 3 tasks run, and new tasks do not start; ",
    );
    expect(waysOutOfStuck("x1", "blue", on(3, 2))[1]).toContain(
      "2 of its 3 tasks run, and the running tasks are not registered as targets; ",
    );
    expect(commands(on(0, 0))).toEqual([TO_GREEN, START, FORCE]);
    expect(waysOutOfStuck("x1", "blue", on(0, 0))[1]).not.toContain("helps only");
    expect(waysOutOfStuck("x1", "blue", { live: 25, targets: targets(0, 2) })[1]).toContain(
      "this helps only if the desired count of its service is below 2",
    );
  });

  it("the other color is no way where it has no healthy target either", () =>
    expect(commands({ live: 25, targets: targets(0, 0, { blue: 0, green: 2 }) })).toEqual([START, FORCE]));
});

it("tasks that are there and not healthy are replaced, rather than started", () => {
  const standing: Standing = { live: 25, targets: targets(0, 2, { blue: 3, green: 2 }) };
  const [, replace, force] = waysOutOfStuck("x1", "blue", standing);
  expect(replace).toMatch(
    /^or instead: assume the operator role, and replace the tasks of blue.*--force-new-deployment$/,
  );
  expect(force).toContain("EVERY request may fail until a target is healthy");
});

it("targets that cannot be seen are not called none", () => {
  const { green } = targets(0, 2);
  const unseen: Standing = { live: 25, targets: { ...(green && { green }) } };
  const runs = { blue: { desired: 3, running: 3 }, green: { desired: 2, running: 2 } };
  const [, start, force] = waysOutOfStuck("x1", "blue", unseen);
  expect([start, force]).toEqual([
    expect.stringContaining("; 75 % of the requests may fail until then"),
    expect.stringContaining("EVERY request may fail until a target is healthy"),
  ]);
  expect(waysOutOfStuck("x1", "blue", { ...unseen, runs })[1]).toMatch(
    /replace the tasks of blue.*--force-new-deployment$/,
  );
});
