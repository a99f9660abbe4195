import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { documentOf, RELEASE } from "../release/client/made-up";
import { MadeUpAws, ReleaseCommand } from "./release-command";

const DIRECT = "npm run release -- rollback --direct --to blue --suffix dev";

let aws: MadeUpAws;
let release: ReleaseCommand;
beforeEach(async () => {
  aws = new MadeUpAws();
  release = new ReleaseCommand(await aws.listen());
});
afterEach(() => aws.close());

describe("rollback", () => {
  it("asks the controller and nobody else: no STS, no S3, no STATE_BUCKET", async () => {
    const { STATE_BUCKET: _, ...env } = release.variables();
    const began = Date.now();
    const { code, stdout, stderr } = await release.run(["rollback"], undefined, env);
    expect([code, stdout, stderr]).toEqual([0, "all traffic is on blue\n", ""]);
    expect(aws.called).toEqual(["rollback", ...Array(5).fill("status")]);
    expect(aws.commands[0]?.by).toMatch(/ on /);
    expect(aws.askedAt - began).toBeLessThan(15_000); // npm run bench measures 0.6 s
  });

  it("ends with 5 without a terminal where the controller is not there, and prints the way past it", async () => {
    aws.controllerIsDown = true;
    const { code, stdout } = await release.run(["rollback"]);
    expect([code, stdout.split("\n").at(-2)]).toEqual([
      5,
      `NOT rolled back, as far as is known; to roll back without the controller, assume the operator or the break-glass role and run: ${DIRECT}`,
    ]);
    expect(aws.called).toEqual(["rollback", "document"]); // which color is stable
  });

  it("offers the way past it in a terminal; no is no", async () => {
    aws.controllerIsDown = true;
    const pty = release.inTerminal(["rollback"]);
    await pty.until(`move the listener to blue without the controller (${DIRECT})? [y/N] `);
    pty.write("\r");
    expect((await pty.ended()).code).toBe(5);
    expect(aws.called).not.toContain("other");
  });

  it("direct asks Elastic Load Balancing first, then tells the controller; neither STS nor S3 nor a record stands before it", async () => {
    aws.hasLoadBalancer = true;
    const { STATE_BUCKET: _, ...env } = release.variables();
    const { code, stdout } = await release.run(["rollback", "--direct", "--to", "blue"], undefined, env);
    const [moved = "", record = "", told] = stdout.split("\n");
    expect([code, aws.green, moved, told]).toEqual([
      0,
      0,
      "all traffic is on blue",
      "the controller knows of this rollback, and moves no traffic until you run this command: npm run release -- repair --suffix dev",
    ]);
    expect(record).toMatch(/^the weights could NOT be recorded /); // this AWS has no Systems Manager
    expect(aws.commands.map(({ kind }) => kind)).toEqual(["hold"]);
    expect(aws.called.indexOf("ModifyListener")).toBeLessThan(aws.called.indexOf("hold"));
    expect(aws.called.filter((it) => it === "STS" || it === "document")).toEqual([]);
  });

  it("direct without --to is refused", async () => {
    expect(await release.run(["rollback", "--direct"])).toEqual({
      code: 2,
      stdout: "",
      stderr: "--direct does not look up the stable color: give the color with --to\n",
    });
  });
});

describe("following", () => {
  const RESUME = ["resume"];
  const SENTENCE =
    "the release itself was not stopped; to watch it: npm run release -- status --watch --suffix dev; to roll it back: npm run release -- rollback --suffix dev";

  it("goes on to the end of the release when nobody reads what it prints any more", async () => {
    const { code } = await release.run(RESUME, (child) =>
      child.stdout?.once("data", () => {
        child.stdout?.destroy();
        setTimeout(() => {
          aws.document = documentOf({ phase: "settling", ended: "completed", want: 100 });
        }, 1000);
      }),
    );
    expect([code, aws.called.includes("rollback")]).toEqual([0, false]);
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "is left by %s without a terminal: the release goes on, and it says so",
    async (signal) => {
      const { code, stderr } = await release.run(RESUME, (child) =>
        child.stdout?.on("data", (text) => {
          if (`${text}`.includes("healthy")) child.kill(signal);
        }),
      );
      expect([code, stderr]).toEqual([
        130,
        `interrupted: stopping in an orderly way; Ctrl-C again stops at once\n${SENTENCE}\n`,
      ]);
      expect(aws.called).not.toContain("rollback");
    },
  );

  it.each([
    ["Enter", "\r", 130, false],
    ["b", "b\r", 3, true],
  ])("asks after Ctrl-C whether the release goes on: %s", async (_, keys, code, isBack) => {
    const pty = release.inTerminal(RESUME);
    await pty.until("healthy");
    pty.write("\u0003");
    await pty.until("leave the release running (Enter), or send all traffic back now (b)? ");
    pty.write(keys);
    expect((await pty.ended()).code).toBe(code);
    expect(aws.called.includes("rollback")).toBe(isBack);
    expect(pty.lines.join("\n")).toContain(
      isBack ? "all traffic is on blue" : "the release itself was not stopped",
    );
  });

  it("ends at once by a second Ctrl-C, and the release goes on", async () => {
    const pty = release.inTerminal(RESUME);
    await pty.until("healthy");
    pty.write("\u0003");
    await pty.until("send all traffic back now (b)? ");
    await new Promise((resolve) => setTimeout(resolve, 700)); // two at once are one key
    pty.write("\u0003");
    expect((await pty.ended()).code).toBe(130);
    expect(pty.lines.join("\n")).toContain("the release itself was not stopped");
    expect(aws.called).not.toContain("rollback");
  });

  it("ends with 7 where a person has to decide: a job does not wait for hours", async () => {
    aws.document = documentOf({
      phase: "paused",
      reason: "too few requests to judge by",
      release: { ...RELEASE, paused: "inconclusive" },
    });
    const { code, stdout } = await release.run(RESUME);
    expect(code).toBe(7);
    expect(stdout).toContain("PAUSED: too few requests to judge by");
  });
});

it("status reads, and asks nobody for anything", async () => {
  aws.hasLoadBalancer = true;
  const { code, stdout } = await release.run(["status", "--json"]);
  expect([code, JSON.parse(stdout).document.phase]).toEqual([0, "baking"]);
  expect(aws.commands).toEqual([]);
  expect(aws.called).not.toContain("STS");
});

describe("report", () => {
  const line = { id: "1-0", release: RELEASE.id, candidate: "green", alarms: { slow: "OK" } };
  const HISTORY = [
    { ...line, at: "2026-03-04T05:06:07.000Z", action: "started", to: { blue: 95, green: 5 } },
    { ...line, at: "2026-03-04T05:16:07.000Z", action: "rolled back", to: { blue: 100, green: 0 } },
  ];
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "report-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("writes one file, also where CloudWatch does not answer, and asks the controller for nothing", async () => {
    aws.history = HISTORY;
    const file = join(folder, "of one.html");
    const { code, stdout } = await release.run(["report", RELEASE.id.slice(0, 4), "--output", file]);
    const [how, users, where] = stdout.split("\n");
    expect([code, how]).toEqual([0, `release ${RELEASE.id} of green: rolled back`]);
    expect(users).toMatch(/^Not known from here: the metrics cannot be read: /);
    expect(where).toMatch(/^wrote .*of one\.html \(\d+ KB, readable without network\)$/);
    const text = readFileSync(file, "utf8");
    expect(text).toContain("<title>Release of green in dev: rolled back</title>");
    expect(text).toContain("<code>green:2</code>"); // of the document
    expect(text).toMatch(
      /<li>The states of the alarms are shown only for the times of the lines in the history, because /,
    );
    expect([aws.commands, aws.called.includes("STS")]).toEqual([[], false]);
  });

  it("of a release that there is not is refused, and nothing is written", async () => {
    aws.history = HISTORY;
    const { code, stderr } = await release.run(["report", "nothing", "--output", join(folder, "x.html")]);
    expect([code, stderr, readdirSync(folder)]).toEqual([
      2,
      `no release has an id that begins with nothing; the newest ids are ${RELEASE.id}\n`,
      [],
    ]);
  });
});
