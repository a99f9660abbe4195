import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { devNull } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { REGION } from "../naming/region";
import { FunctionClock } from "./function-clock";
import { WITH_MOTO_SHIM } from "./moto-server";

/** The id of the only account in moto. */
export const ACCOUNT_ID = "123456789012";

/** The maximum time for the start of `moto_server`, in seconds. The start takes 2 s on a laptop, and over a minute on a busy machine. */
const START_SECONDS = 180;

/** A running AWS emulator on 127.0.0.1. Nobody else uses its emulated account. */
export interface Emulator {
  readonly endpoint: string;
  /** The process id of the emulator. Its child processes run the Lambda functions. */
  readonly pid: number;
  /** Options with which a client of the AWS SDK calls the emulator. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** Environment variables for AWS tools. With these variables, every AWS tool calls the emulator, and never AWS. */
  readonly variables: Readonly<Record<string, string>>;
  /** A signal that is aborted with an {@link EmulatorGapError} when a call needs an action that the emulator does not support. */
  readonly gap: AbortSignal;
  /** The IAM actions of all calls so far, such as `rds:CreateDBCluster`. Calls by Lambda functions are left out. */
  readonly called: Set<string>;
  /** The IAM actions of all calls by Lambda functions so far. The keys are the functions' names. */
  readonly calledByFunctions: Map<string, Set<string>>;
  /** The clock of the Lambda functions. */
  readonly functionClock: FunctionClock;
  stop(): Promise<void>;
}

export interface EmulatorProps {
  /** The path of the program `moto_server`. */
  readonly motoServer: string;
  readonly env: NodeJS.ProcessEnv;
  /** The file to which the emulator logs every request and every failure. */
  readonly logFile: string;
  /** The length of a minute on the clock of the Lambda functions, in real milliseconds. @default 60000 */
  readonly functionMinute?: number;
  /** The endpoint that Lambda functions call. @default - the emulator itself */
  readonly functionsEndpoint?: string;
  /**
   * The URL of a helper server. The helper server runs a PostgreSQL server for each database cluster of the emulator. The emulator calls
   * the helper server for each cluster snapshot and each restore (see `moto-shim/rehearsed_databases.py`), and the helper server copies the
   * data.
   * @default - clusters have no PostgreSQL servers
   */
  readonly databasesEndpoint?: string;
}

export class EmulatorGapError extends Error {
  override readonly name = "EmulatorGapError";
  constructor(
    /** The unsupported action, such as `rds:CreateDBCluster`. */
    readonly action: string,
    kind: string,
    logFile: string,
  ) {
    const what = kind === "missing" ? "has no action" : "failed inside its action";
    super(
      `the emulator ${what} ${action}: add the action to src/rehearsal/moto-shim (the emulator's log: ${logFile})`,
    );
  }
}

/**
 * Returns a copy of `env` without the user's variables for AWS, Terraform, CDKTF and moto. So the user's credentials never reach the
 * emulator, and no AWS profile or Terraform workspace can make a rehearsal use a real account.
 */
export function withoutUserSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(AWS_|TF_|CDKTF_|MOTO_)/.test(name)));
}

/** Starts `moto_server` with this project's extension (moto-shim) on a free port, and waits until the server listens. */
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
      ...WITH_MOTO_SHIM,
      // Some roles have AWS managed policies attached. Without this variable, moto does not have these policies.
      MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
      // The Node.js that runs Lambda functions, and the folder that contains the AWS SDK. In AWS, the Lambda runtime contains the SDK.
      REHEARSAL_NODE: process.execPath,
      NODE_PATH: join(__dirname, "../../node_modules"),
      ...functionClock.variables(env.NODE_OPTIONS),
      ...(functionsEndpoint !== undefined && { REHEARSED_FUNCTIONS_ENDPOINT: functionsEndpoint }),
      ...(databasesEndpoint !== undefined && { REHEARSED_DATABASES: databasesEndpoint }),
    },
    // The emulator ends when its standard input closes. This happens when this process ends, for whatever reason. The emulator has a
    // process group of its own, so Ctrl-C does not reach it: Terraform still needs the emulator after Ctrl-C.
    stdio: ["pipe", "ignore", "pipe"],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));

  const endpoint = await new Promise<string>((resolve, reject) => {
    const fail = (why: string) =>
      reject(new Error(`the emulator did not start: ${why} (the emulator's log: ${logFile})`));
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
      AWS_DEFAULT_REGION: REGION, // for version 1 of the AWS CLI
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
