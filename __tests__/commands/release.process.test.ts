import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "../../src/release/controller/command";
import type { ReleaseDocument } from "../../src/release/controller/document";
import { documentOf, lookOf, RELEASE } from "../release/client/made-up";
import { Pty } from "../support/pty";

const ROOT = join(__dirname, "../..");
const BACK = documentOf({ phase: "settling", want: 0, ended: "rolled back", reason: "asked" });
const DIRECT = "npm run release -- rollback --direct --to blue --suffix dev";

/** An AWS with a release controller, its document and nothing else; every other call fails at once. */
class MadeUpAws {
  /** What was called, in order: a service's name, or the kind of a command. */
  public readonly called: string[] = [];
  public readonly commands: Command[] = [];
  public document: ReleaseDocument = documentOf();
  public controllerIsDown = false;
  public hasLoadBalancer = false;
  /** Lines of the release history. */
  public history: readonly object[] = [];
  /** Green's weight on the listener. */
  public green = 25;
  /** When the controller was asked first. */
  public askedAt = 0;
  private readonly server: Server = createServer(async (request, response) => {
    const body = await textOf(request);
    const { status, text } = this.answer(request.url ?? "", body);
    response.writeHead(status, { connection: "close" }).end(text);
  });

  public async listen(): Promise<string> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer(url: string, body: string): { status: number; text: string } {
    if (url.includes("/functions/")) {
      this.askedAt ||= Date.now();
      const { command } = JSON.parse(body) as { command: Command };
      this.called.push(command.kind);
      if (this.controllerIsDown) return { status: 404, text: '{"Type":"User","Message":"no"}' };
      this.commands.push(command);
      if (command.kind === "rollback") this.document = BACK;
      const { want } = this.document;
      return {
        status: 200,
        text: JSON.stringify({ document: this.document, look: lookOf({ live: want }), checks: [] }),
      };
    }
    if (url.endsWith("/release.json?x-id=GetObject")) {
      this.called.push("document");
      return { status: 200, text: JSON.stringify(this.document) };
    }
    if (body.includes("GetCallerIdentity")) {
      this.called.push("STS");
      return { status: 200, text: IDENTITY };
    }
    if (this.history.length > 0 && body.includes("log-group-release-dev")) {
      this.called.push("history");
      const events = this.history.map((line) => ({ message: JSON.stringify(line) }));
      return { status: 200, text: JSON.stringify({ events }) };
    }
    const action = /^Action=(\w+)/.exec(body)?.[1] ?? "";
    if (this.hasLoadBalancer && action in ANSWERS) {
      this.called.push(action);
      const weight = /TargetGroups\.member\.2\.Weight=(\d+)/.exec(body)?.[1];
      if (action === "ModifyListener") this.green = Number(weight);
      const text = ANSWERS[action]?.(this.green) ?? "";
      return { status: 200, text: `<R><${action}Result>${text}</${action}Result></R>` };
    }
    this.called.push("other");
    return { status: 400, text: "" };
  }
}

const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:sts::123456789012:assumed-role/releaser-role-dev/ada</Arn><UserId>x:ada</UserId><Account>123456789012</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;

const member = (fields: string) => `<member>${fields}</member>`;
const group = (color: string) => `<TargetGroupArn>arn:${color}</TargetGroupArn>`;
const listener = (green: number) =>
  member(
    `<ListenerArn>arn:listener</ListenerArn><DefaultActions>${member(
      `<Type>forward</Type><ForwardConfig><TargetGroups>${member(`${group("blue")}<Weight>${100 - green}</Weight>`)}${member(
        `${group("green")}<Weight>${green}</Weight>`,
      )}</TargetGroups></ForwardConfig>`,
    )}</DefaultActions>`,
  );
const named = (color: string) =>
  member(`${group(color)}<TargetGroupName>target-group-${color}-dev</TargetGroupName>`);

/** What Elastic Load Balancing answers, by the listener's weight. */
const ANSWERS: Readonly<Record<string, (green: number) => string>> = {
  DescribeLoadBalancers: () =>
    `<LoadBalancers>${member("<LoadBalancerArn>arn:balancer</LoadBalancerArn>")}</LoadBalancers>`,
  DescribeTargetGroups: () => `<TargetGroups>${named("blue")}${named("green")}</TargetGroups>`,
  DescribeListeners: (green) => `<Listeners>${listener(green)}</Listeners>`,
  DescribeTargetHealth: () =>
    `<TargetHealthDescriptions>${member("<TargetHealth><State>healthy</State></TargetHealth>")}</TargetHealthDescriptions>`,
  ModifyListener: (green) => `<Listeners>${listener(green)}</Listeners>`,
};

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) text += part;
  return text;
}

let aws: MadeUpAws;
let endpoint: string;
beforeEach(async () => {
  aws = new MadeUpAws();
  endpoint = await aws.listen();
});
afterEach(() => aws.close());

const argumentsOf = (words: readonly string[]) => [
  "--require",
  "./src/register.js",
  "src/commands/release.ts",
  ...words,
  "--suffix",
  "dev",
];
const variables = (more: NodeJS.ProcessEnv = {}) => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: "x",
  AWS_SECRET_ACCESS_KEY: "x",
  AWS_MAX_ATTEMPTS: "1",
  STATE_BUCKET: "state-bucket-123456789012",
  ...more,
});

/** Runs it without a terminal. @param onStart is given the process */
async function run(
  words: readonly string[],
  onStart: (child: ChildProcess) => void = () => {},
  env = variables(),
) {
  const child = spawn(process.execPath, argumentsOf(words), {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  child.stdout?.on("data", (text) => {
    output.stdout += text;
  });
  child.stderr?.on("data", (text) => {
    output.stderr += text;
  });
  onStart(child);
  const [code] = await once(child, "close");
  return { code, ...output };
}

const inTerminal = (words: readonly string[]) =>
  new Pty(process.execPath, argumentsOf(words), { cwd: ROOT, env: variables(), columns: 200 });

describe("rollback", () => {
  it("asks the controller and nobody else: no STS, no S3, no STATE_BUCKET", async () => {
    const { STATE_BUCKET: _, ...env } = variables();
    const began = Date.now();
    const { code, stdout, stderr } = await run(["rollback"], undefined, env as never);
    expect([code, stdout, stderr]).toEqual([0, "all traffic is on blue\n", ""]);
    expect(aws.called).toEqual(["rollback", ...Array(5).fill("status")]);
    expect(aws.commands[0]?.by).toMatch(/ on /);
    expect(aws.askedAt - began).toBeLessThan(3000); // measured at 0.4 s on an idle machine
  });

  it("ends with 5 without a terminal where the controller is not there, and prints the way past it", async () => {
    aws.controllerIsDown = true;
    const { code, stdout } = await run(["rollback"]);
    expect([code, stdout.split("\n").at(-2)]).toEqual([
      5,
      `NOT rolled back, as far as is known; past the controller, as operator or break-glass: ${DIRECT}`,
    ]);
    expect(aws.called).toEqual(["rollback", "document"]); // which color is stable
  });

  it("offers the way past it in a terminal; no is no", async () => {
    aws.controllerIsDown = true;
    const pty = inTerminal(["rollback"]);
    await pty.until(`move the listener to blue past the controller (${DIRECT})? [y/N] `);
    pty.write("\r");
    expect((await pty.ended()).code).toBe(5);
    expect(aws.called).not.toContain("other");
  });

  it("direct asks Elastic Load Balancing first, then tells the controller; neither STS nor S3 nor a record stands before it", async () => {
    aws.hasLoadBalancer = true;
    const { STATE_BUCKET: _, ...env } = variables();
    const { code, stdout } = await run(["rollback", "--direct", "--to", "blue"], undefined, env as never);
    const [moved = "", record = "", told] = stdout.split("\n");
    expect([code, aws.green, moved, told]).toEqual([
      0,
      0,
      "all traffic is on blue",
      "the controller was told, and leaves the traffic alone until somebody gives it back: npm run release -- repair --suffix dev",
    ]);
    expect(record).toMatch(/^the weights could NOT be recorded /); // this AWS has no Systems Manager
    expect(aws.commands.map(({ kind }) => kind)).toEqual(["hold"]);
    expect(aws.called.indexOf("ModifyListener")).toBeLessThan(aws.called.indexOf("hold"));
    expect(aws.called.filter((it) => it === "STS" || it === "document")).toEqual([]);
  });

  it("direct without --to is refused", async () => {
    expect(await run(["rollback", "--direct"])).toEqual({
      code: 2,
      stdout: "",
      stderr: "--direct asks nobody which color is stable: say it with --to\n",
    });
  });
});

describe("following", () => {
  const RESUME = ["resume"];
  const SENTENCE =
    "the release goes on in AWS, and the controller guards it; look: npm run release -- status --watch --suffix dev; back: npm run release -- rollback --suffix dev";

  it("goes on to the end of the release when nobody reads what it prints any more", async () => {
    const { code } = await run(RESUME, (child) =>
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
      const { code, stderr } = await run(RESUME, (child) =>
        child.stdout?.on("data", (text) => {
          if (`${text}`.includes("healthy")) child.kill(signal);
        }),
      );
      expect([code, stderr]).toEqual([
        130,
        `interrupted: ending in order; again to end at once\n${SENTENCE}\n`,
      ]);
      expect(aws.called).not.toContain("rollback");
    },
  );

  it.each([
    ["Enter", "\r", 130, false],
    ["b", "b\r", 3, true],
  ])("asks after Ctrl-C whether the release goes on: %s", async (_, keys, code, isBack) => {
    const pty = inTerminal(RESUME);
    await pty.until("healthy");
    pty.write("\u0003");
    await pty.until("leave the release running (Enter), or send all traffic back now (b)? ");
    pty.write(keys);
    expect((await pty.ended()).code).toBe(code);
    expect(aws.called.includes("rollback")).toBe(isBack);
    expect(pty.lines.join("\n")).toContain(isBack ? "all traffic is on blue" : "the controller guards it");
  });

  it("ends at once by a second Ctrl-C, and the release goes on", async () => {
    const pty = inTerminal(RESUME);
    await pty.until("healthy");
    pty.write("\u0003");
    await pty.until("send all traffic back now (b)? ");
    await new Promise((resolve) => setTimeout(resolve, 700)); // two at once are one key
    pty.write("\u0003");
    expect((await pty.ended()).code).toBe(130);
    expect(pty.lines.join("\n")).toContain("the controller guards it");
    expect(aws.called).not.toContain("rollback");
  });

  it("ends with 7 where a person has to decide: a job does not wait for hours", async () => {
    aws.document = documentOf({
      phase: "paused",
      reason: "too few requests to judge by",
      release: { ...RELEASE, paused: "inconclusive" },
    });
    const { code, stdout } = await run(RESUME);
    expect(code).toBe(7);
    expect(stdout).toContain("PAUSED: too few requests to judge by");
  });
});

it("status reads, and asks nobody for anything", async () => {
  aws.hasLoadBalancer = true;
  const { code, stdout } = await run(["status", "--json"]);
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
    const { code, stdout } = await run(["report", RELEASE.id.slice(0, 4), "--output", file]);
    const [how, users, where] = stdout.split("\n");
    expect([code, how]).toEqual([0, `release ${RELEASE.id} of green: rolled back`]);
    expect(users).toMatch(/^Not known from here: the metrics cannot be read: /);
    expect(where).toMatch(/^wrote .*of one\.html \(\d+ KB, readable without network\)$/);
    const text = readFileSync(file, "utf8");
    expect(text).toContain("<title>Release of green in dev: rolled back</title>");
    expect(text).toContain("<code>green:2</code>"); // of the document
    expect(text).toMatch(/<li>Changes of the alarms between the lines of the history are not shown: /);
    expect([aws.commands, aws.called.includes("STS")]).toEqual([[], false]);
  });

  it("of a release that there is not is refused, and nothing is written", async () => {
    aws.history = HISTORY;
    const { code, stderr } = await run(["report", "nothing", "--output", join(folder, "x.html")]);
    expect([code, stderr, readdirSync(folder)]).toEqual([
      2,
      `no release begins with nothing; the newest are ${RELEASE.id}\n`,
      [],
    ]);
  });
});
