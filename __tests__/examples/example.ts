import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "./cluster";
import { CREDENTIALS } from "./token";

/** The secret that clients of the example have in tests. */
export const API_KEY = "a-key-of-tests";

const APPLICATION = join(__dirname, "..", "..", "examples", "application");

export interface ExampleProps {
  readonly color: "blue" | "green";
  readonly cluster: Cluster;
  /** Variables over those of a task. @default {} */
  readonly environment?: Readonly<Record<string, string>>;
  /** PEM of the authority that it trusts. @default - the door's */
  readonly authority?: string;
  /** Folder of a version of the application. @default - the example itself */
  readonly folder?: string;
}

/** What an HTTP request came to. */
export interface Answered {
  /** 0: no answer at all. */
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: JSON of the example, which each test looks at in its own way
  readonly body: any;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** The example application as a task runs it: a process of its own with a task's variables, and nothing of the tests in it. */
export class Example {
  public readonly agent = new Agent({ keepAlive: true });
  private readonly folder = mkdtempSync(join(tmpdir(), "example-"));
  private readonly child: ChildProcess;
  private written = "";

  private constructor(
    public readonly port: number,
    {
      color,
      cluster,
      environment = {},
      authority = cluster.door.certificateAuthority,
      folder = APPLICATION,
    }: ExampleProps,
  ) {
    const authorityFile = join(this.folder, "ca.crt");
    writeFileSync(authorityFile, authority);
    this.child = spawn(process.execPath, [join(folder, "src", "main.js")], {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...CREDENTIALS,
        API_KEY,
        AWS_REGION: "us-east-1",
        COLOR: color,
        DATABASE_CA_FILE: authorityFile,
        DATABASE_HOST: "localhost",
        DATABASE_NAME: "postgres",
        DATABASE_PORT: String(cluster.door.port),
        DATABASE_READER_HOST: "localhost",
        DATABASE_USER: "app",
        PORT: String(port),
        ...environment,
      },
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on("data", (chunk) => {
        this.written += chunk;
      });
    }
  }

  /** Starts it, and does not wait until it is ready. */
  public static async start(props: ExampleProps): Promise<Example> {
    const probe = createServer().listen(0);
    await once(probe, "listening");
    const address = probe.address();
    probe.close();
    await once(probe, "close");
    return new Example(typeof address === "object" && address !== null ? address.port : 0, props);
  }

  /** Starts it. @throws what it wrote, when it is not ready within 20 seconds */
  public static async ready(props: ExampleProps): Promise<Example> {
    const example = await Example.start(props);
    for (const until = Date.now() + 20_000; (await example.get("/healthz")).status !== 200; await sleep(20)) {
      if (Date.now() < until && example.exitCode === null) continue;
      await example.kill();
      throw new Error(`the example is not ready: ${example.written}`);
    }
    return example;
  }

  /** Everything that it wrote. */
  public get log(): string {
    return this.written;
  }

  /** Waits until it has written something. @throws when that takes longer than 20 seconds */
  public async wrote(text: string): Promise<void> {
    for (const until = Date.now() + 20_000; !this.written.includes(text); await sleep(10)) {
      if (Date.now() > until) throw new Error(`the example did not write ${text}: ${this.written}`);
    }
  }

  public get exitCode(): number | null {
    return this.child.exitCode;
  }

  public get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
    return this.ask("GET", path, headers);
  }

  /** Asks with the API key. */
  public balance(account: string): Promise<Answered> {
    return this.get(`/balance?account=${account}`, { authorization: `Bearer ${API_KEY}` });
  }

  /**
   * Asks for a transfer with the API key, of treasury to alice where nothing else is said.
   *
   * @param complete until when the body is kept back @default - it is sent at once
   */
  public transfer(
    key: string,
    { source = "treasury", target = "alice", amount = 1 as unknown } = {},
    complete?: Promise<void>,
  ): Promise<Answered> {
    const headers = { authorization: `Bearer ${API_KEY}`, "idempotency-key": key };
    return this.ask("POST", "/transfers", headers, JSON.stringify({ source, target, amount }), complete);
  }

  /** Asks anything. @param complete until when the body is kept back @default - it is sent at once */
  public ask(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: string,
    complete?: Promise<void>,
  ): Promise<Answered> {
    const { port, agent } = this;
    return new Promise((resolve) => {
      const nothing = () => resolve({ status: 0, body: undefined, headers: {} });
      const asked = request({ host: "127.0.0.1", port, method, path, headers, agent }, (answer) => {
        let text = "";
        answer.on("data", (chunk) => {
          text += chunk;
        });
        answer.on("end", () =>
          resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text), headers: answer.headers }),
        );
        answer.on("error", nothing);
      });
      asked.on("error", nothing);
      if (complete === undefined) asked.end(body);
      else {
        asked.flushHeaders();
        complete.then(() => asked.end(body));
      }
    });
  }

  /** Sends SIGTERM, as ECS does, and waits for the end. @returns the exit code */
  public async stop(): Promise<number | null> {
    this.child.kill("SIGTERM");
    if (this.exitCode === null && this.child.signalCode === null) await once(this.child, "exit");
    this.tidy();
    return this.exitCode;
  }

  public async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    if (this.exitCode === null && this.child.signalCode === null) await once(this.child, "exit");
    this.tidy();
  }

  private tidy(): void {
    this.agent.destroy();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
