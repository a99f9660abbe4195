import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { devNull } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { REGION } from "../naming/region";
import { FunctionClock } from "./function-clock";
import { MOTO_SHIM } from "./moto-server";

/** moto's one account. */
export const ACCOUNT_ID = "123456789012";

/** How long `moto_server` may take until it listens: 2 s on a laptop, and over a minute where the machine has much else to do. */
const START_SECONDS = 180;

/** A running AWS emulator on 127.0.0.1, with an account that nobody else uses. */
export interface Emulator {
  readonly endpoint: string;
  /** Of its process, whose children are its functions' sandboxes. */
  readonly pid: number;
  /** What an AWS SDK client is constructed with to talk to the emulator and nothing else. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** The environment variables that make any AWS tool talk to the emulator and nothing else. */
  readonly variables: Readonly<Record<string, string>>;
  /** Aborted with an {@link EmulatorGapError} as soon as an action is asked for that the emulator does not have. */
  readonly gap: AbortSignal;
  /** Every permission that was called for so far, as IAM names it: `rds:CreateDBCluster`. Calls of functions are not in it. */
  readonly called: Set<string>;
  /** Every permission that a Lambda function called for so far, by the function's name. */
  readonly calledByFunctions: Map<string, Set<string>>;
  /** What Lambda functions take for the time. */
  readonly functionClock: FunctionClock;
  stop(): Promise<void>;
}

export interface EmulatorProps {
  /** The `moto_server` to run. */
  readonly motoServer: string;
  readonly env: NodeJS.ProcessEnv;
  /** Every request and every failure goes to this file. */
  readonly logFile: string;
  /** Real milliseconds of a minute of its Lambda functions. @default 60000 */
  readonly functionMinute?: number;
  /** Where its Lambda functions call AWS. @default - the emulator itself */
  readonly functionsEndpoint?: string;
  /** Who has PostgreSQL servers behind its clusters, and moves their data: `moto-shim/rehearsed_databases.py`. @default - nobody */
  readonly databasesEndpoint?: string;
}

export class EmulatorGapError extends Error {
  override readonly name = "EmulatorGapError";
  constructor(
    /** `service:Action`, as AWS names it. */
    readonly action: string,
    kind: string,
    logFile: string,
  ) {
    const what = kind === "missing" ? "has no action" : "failed inside its action";
    super(`the emulator ${what} ${action}: fill the gap in src/rehearsal/moto-shim (its log: ${logFile})`);
  }
}

/**
 * A copy of `env` in which nothing of the user's AWS or Terraform settings is left: no credential of theirs can reach
 * the emulator, and no profile or workspace can lead a rehearsal into a real account.
 */
export function withoutUserSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(AWS_|TF_|CDKTF_|MOTO_)/.test(name)));
}

/** Starts `moto_server` with our shim on a free port, and answers when it listens. */
export async function startEmulator({
  motoServer,
  env,
  logFile,
  functionMinute,
  functionsEndpoint,
  databasesEndpoint,
}: EmulatorProps): Promise<Emulator> {
  const log = createWriteStream(logFile, { flags: "a" });
  const gap = new AbortController();
  const called = new Set<string>();
  const functionClock = new FunctionClock(functionMinute);
  const calledByFunctions = new Map<string, Set<string>>();
  const child = spawn(motoServer, ["-H", "127.0.0.1", "-p", "0"], {
    env: {
      ...withoutUserSettings(env),
      PYTHONPATH: MOTO_SHIM,
      // Without it the AWS-managed policies that roles attach do not exist.
      MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
      // What functions run with, and where they find the AWS SDK that AWS's runtime has.
      REHEARSAL_NODE: process.execPath,
      NODE_PATH: join(__dirname, "../../node_modules"),
      ...functionClock.variables(env.NODE_OPTIONS),
      ...(functionsEndpoint !== undefined && { REHEARSED_FUNCTIONS_ENDPOINT: functionsEndpoint }),
      ...(databasesEndpoint !== undefined && { REHEARSED_DATABASES: databasesEndpoint }),
    },
    // Our end of its standard input closes with us, however we end, and the shim ends with that. A group of its own
    // keeps Ctrl-C in the terminal from ending it before Terraform has finished with it.
    stdio: ["pipe", "ignore", "pipe"],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));

  const endpoint = await new Promise<string>((resolve, reject) => {
    const fail = (why: string) =>
      reject(new Error(`the emulator did not start: ${why} (its log: ${logFile})`));
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      fail(`no answer within ${START_SECONDS} s`);
    }, START_SECONDS * 1000);
    child.once("error", (error) => fail(error.message));
    child.once("close", (code) => fail(`${motoServer} ended with ${code}`));
    createInterface({ input: child.stderr }).on("line", (line) => {
      log.write(`${line}\n`);
      const listening = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (listening) {
        clearTimeout(timer);
        resolve(listening);
      }
      const [, kind, action] = /^REHEARSAL (missing|crashed) (.+)$/.exec(line) ?? [];
      const [, permission, caller] = /REHEARSAL called (.+?)(?: by (\S+))?$/.exec(line) ?? [];
      if (permission && caller === undefined) called.add(permission);
      if (permission && caller) {
        calledByFunctions.set(caller, (calledByFunctions.get(caller) ?? new Set()).add(permission));
      }
      if (kind && action) gap.abort(new EmulatorGapError(action, kind, logFile));
    });
  });

  const credentials = { accessKeyId: "rehearsal", secretAccessKey: "rehearsal" };
  return {
    endpoint,
    pid: child.pid ?? 0,
    client: { endpoint, region: REGION, credentials },
    variables: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION, // what version 1 of the AWS CLI reads
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_EC2_METADATA_DISABLED: "true",
    },
    gap: gap.signal,
    called,
    calledByFunctions,
    functionClock,
    async stop() {
      child.stdin.end();
      await ended;
      log.end();
    },
  };
}
