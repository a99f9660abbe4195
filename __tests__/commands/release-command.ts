import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Command } from "../../src/release/controller/command";
import type { ReleaseDocument } from "../../src/release/controller/document";
import { documentOf, lookOf } from "../release/client/made-up";
import { Pty } from "../support/pty";

const ROOT = join(__dirname, "../..");
const BACK = documentOf({ phase: "settling", want: 0, ended: "rolled back", reason: "asked" });

/** An AWS with a release controller, its document and nothing else; every other call fails at once. */
export class MadeUpAws {
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
  /** What has to come before AWS answers: `STS`, or a command. @default - nothing */
  public holds: (what: "STS" | Command) => Promise<void> = async () => {};
  /** When the controller was asked first. */
  public askedAt = 0;
  private readonly server: Server = createServer(async (request, response) => {
    const body = await textOf(request);
    await this.waits(request.url ?? "", body);
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

  private async waits(url: string, body: string): Promise<void> {
    if (url.includes("/functions/")) await this.holds((JSON.parse(body) as { command: Command }).command);
    if (body.includes("GetCallerIdentity")) await this.holds("STS");
  }

  private answer(url: string, body: string): { status: number; text: string } {
    if (url.includes("/functions/")) {
      const { command } = JSON.parse(body) as { command: Command };
      this.askedAt ||= Date.now();
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

/** Runs the command against an AWS. */
export class ReleaseCommand {
  public constructor(private readonly endpoint: string) {}

  /** Variables of its process. */
  public variables(): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_ACCESS_KEY_ID: "x",
      AWS_SECRET_ACCESS_KEY: "x",
      AWS_MAX_ATTEMPTS: "1",
      STATE_BUCKET: "state-bucket-123456789012",
    };
  }

  /** Runs it without a terminal. @param onStart is given the process */
  public async run(
    words: readonly string[],
    onStart: (child: ChildProcess) => void = () => {},
    env = this.variables(),
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

  public inTerminal(words: readonly string[], columns = 200): Pty {
    return new Pty(process.execPath, argumentsOf(words), { cwd: ROOT, env: this.variables(), columns });
  }
}

const argumentsOf = (words: readonly string[]) => [
  "--require",
  "./src/register.js",
  "src/commands/release.ts",
  ...words,
  "--suffix",
  "dev",
];
