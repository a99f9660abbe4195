import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Asking } from "../../../src/release/client/commands";
import { type Starting, start } from "../../../src/release/client/start";
import type { Check } from "../../../src/release/controller/preflight";
import { BY, documentOf, ENVIRONMENT, GUARDS, lookOf, madeUpController, RELEASE } from "./made-up";

const GOOD: Check = { what: "nobody deploys", ok: true, found: "no lock" };
const BAD: Check = { what: "nobody deploys", ok: false, found: "arn:bob holds the environment for a deploy" };
const PLAN: Starting["plan"] = {
  steps: [
    { weight: 25, bakeMinutes: 10 },
    { weight: 50, bakeMinutes: 10 },
    { weight: 100, bakeMinutes: 20, approval: true },
  ],
  alarms: ["duplicate-payments/x1"],
  minRequests: 100,
  maxBakeMinutes: 60,
  smokeTests: [],
};

const idle = (checks: readonly Check[]) => ({
  document: documentOf({ phase: "idle" }),
  look: lookOf({ live: 25 }),
  checks,
});
const BEGUN = { document: documentOf({ phase: "shifting", want: 50 }), look: lookOf(), checks: [GOOD] };

async function starts(controller: ReturnType<typeof madeUpController>, more: Partial<Starting> = {}) {
  const lines: string[] = [];
  const asking: Asking = {
    environment: ENVIRONMENT,
    ask: controller.ask,
    guards: async () => GUARDS,
    by: BY,
    say: (line) => lines.push(line),
  };
  const starting: Starting = {
    to: "green",
    plan: PLAN,
    sameImage: false,
    reason: "ticket 7",
    dryRun: false,
    yes: true,
    minTasks: 2,
    origin: async () => "http://localhost",
    ...more,
  };
  const release = await start(asking, starting).catch((error: Error) => error);
  return { release, text: lines.join("\n"), lines };
}

it("shows the preflight, starts, and says where it stands", async () => {
  const controller = madeUpController(idle([GOOD]), BEGUN);
  const { release, text, lines } = await starts(controller);
  expect(release).toBe(RELEASE.id);
  expect(text).toContain("ok  nobody deploys                                no lock");
  expect(lines.slice(1)).toEqual([
    "release of green, step 2 of 3 (5, 25, 100 %): 50 %: the listener is being moved",
    "  next: 100 %, once somebody approves it by npm run release -- resume --suffix x1",
    "  to roll back to blue: npm run release -- rollback --suffix x1",
    "guarded: the controller looks every minute, also when this terminal is closed",
  ]);
  const command = {
    kind: "start",
    by: BY,
    reason: "ticket 7",
    to: "green",
    steps: [
      { weight: 25, bakeMinutes: 10, approval: false },
      { weight: 50, bakeMinutes: 10, approval: false },
      { weight: 100, bakeMinutes: 20, approval: true },
    ],
    alarms: ["duplicate-payments/x1"],
    minRequests: 100,
    maxBakeMinutes: 60,
    sameImage: false,
  };
  expect(controller.asked).toMatchObject([
    { ...command, dryRun: true },
    { ...command, dryRun: false },
  ]);
  expect(controller.asked[0]?.id).not.toBe(controller.asked[1]?.id);
});

it("says in a dry run what it would do, without the steps that the candidate has already", async () => {
  const controller = madeUpController(idle([GOOD]));
  const { release, lines } = await starts(controller, { dryRun: true });
  expect(release).toBeUndefined();
  expect(lines[1]).toBe(
    "would release green in x1: 25 % -> 50 % for 10 min -> (approval) 100 % for 20 min, each with at least 100 judged requests",
  );
  expect(controller.asked).toHaveLength(1);
  const unjudged = await starts(madeUpController(idle([GOOD])), {
    dryRun: true,
    plan: { ...PLAN, minRequests: 0 },
  });
  expect(unjudged.lines[1]).toContain(", NOT JUDGED by requests");
});

it("says that minTasks is that of the settings", async () => {
  const { text } = await starts(madeUpController(idle([GOOD])), { dryRun: true });
  expect(text).toContain(
    "ok  minTasks of green is above 0 in the settings  2; the deployed value was not read",
  );
  expect(text).not.toContain("smoke tests");
});

it("starts nothing where nobody said yes", async () => {
  const controller = madeUpController(idle([GOOD]), BEGUN);
  const { release } = await starts(controller, { yes: false });
  expect((release as Error).message).toContain("did not release green in x1: 25 % -> 50 % for 10 min");
  expect(controller.asked).toHaveLength(1);
});

it.each([
  ["the controller finds something", [BAD], {}, "NO  nobody deploys"],
  [
    "the candidate's minTasks is 0",
    [GOOD],
    { minTasks: 0 },
    "minTasks is 0: set it to at least 1, and deploy",
  ],
])("starts nothing where %s", async (_, checks, more, shown) => {
  const controller = madeUpController(idle(checks));
  const { release, text } = await starts(controller, more);
  expect(release).toMatchObject({
    name: "RefusedError",
    message: "preflight failed: no traffic was moved",
  });
  expect(text).toContain(shown);
  expect(controller.asked).toHaveLength(1);
});

it("shows what the controller found when it looked again, and refused", async () => {
  const refused = "preflight failed: no traffic was moved";
  const { release, text } = await starts(madeUpController(idle([GOOD]), { ...idle([BAD]), refused }));
  expect(release).toMatchObject({ name: "RefusedError", message: refused });
  expect(text).toContain("NO  nobody deploys  arn:bob holds the environment for a deploy");
});

it("asks the candidate's smoke tests from here: paths by the header rule, and addresses", async () => {
  const asked: (string | string[] | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers["x-color"]}`);
    response.statusCode = request.url === "/bad" ? 503 : 204;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const run = (smokeTests: string[]) =>
    starts(madeUpController(idle([GOOD])), {
      dryRun: true,
      plan: { ...PLAN, smokeTests },
      origin: async () => origin,
    });
  try {
    const well = await run(["/healthz", `${origin}/ready`]);
    expect(well.release).toBeUndefined();
    expect(well.text).toMatch(/^ {2}ok {2}2xx from \S+\/healthz with X-Color: green +204$/m);
    expect(well.lines[1]).toBe(
      "smoke tests: it is not visible which color answered; green did if the URL leads to this environment, and the deployed smokeTestCidrBlocks contain the IP address from which these requests came; otherwise, the weights decide",
    );
    expect(asked.sort()).toEqual(["/healthz green", "/ready green"]);
    const { release, text } = await run(["/bad"]);
    expect(release).toMatchObject({ name: "RefusedError" });
    expect(text).toContain(`NO  2xx from ${origin}/bad with X-Color: green`);
    expect(text).toContain(
      "; green did if the deployed smokeTestCidrBlocks contain the IP address from which ",
    );
  } finally {
    server.close();
  }
  expect((await run(["/healthz"])).text).toContain("NO  2xx from http");
});
