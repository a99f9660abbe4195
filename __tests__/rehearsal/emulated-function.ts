import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { zipSync } from "fflate";
import { ACCOUNT_ID, type Emulator, startEmulator } from "../../src/rehearsal/emulator";
import { type Invoked, invoke } from "../../src/rehearsal/invoke";
import { ensureToolchain } from "../../src/rehearsal/toolchain";

const PROJECT = resolve(__dirname, "../..");

export const NAME = "rehearsed";
export const ARN = `arn:aws:lambda:us-east-1:${ACCOUNT_ID}:function:${NAME}`;

const HANDLER = `
  const { SSMClient, GetParameterCommand, PutParameterCommand } = require("@aws-sdk/client-ssm");
  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
  const ssm = new SSMClient({});
  let calls = 0;
  exports.handler = async (event, context) => {
    calls += 1;
    console.log("handles", JSON.stringify(event).slice(0, 60));
    if (event.fail) throw new TypeError(event.fail);
    if (event.exit) process.exit(3);
    if (event.sleep) await sleep(event.sleep);
    if (event.wait) await require("node:timers/promises").setTimeout(event.wait);
    if (event.later) setTimeout(() => ssm.send(new PutParameterCommand(
      { Name: "late", Value: "yes", Type: "String", Overwrite: true })), event.later);
    if (event["detail-type"]) await ssm.send(new PutParameterCommand(
      { Name: event["detail-type"].replaceAll(" ", "-"), Value: JSON.stringify(event), Type: "String", Overwrite: true }));
    const parameter = event.read && await ssm.send(new GetParameterCommand({ Name: event.read }));
    const { awsRequestId, functionName, invokedFunctionArn } = context;
    return { calls, pid: process.pid, now: Date.now(), today: new Date().getTime(), awsRequestId, functionName,
      invokedFunctionArn, left: context.getRemainingTimeInMillis(), value: parameter?.Parameter.Value,
      secret: process.env.REHEARSED_SECRET };
  };`;

/** As the stack has it: nothing in it is compressed. */
export const zip = (source: string): Uint8Array =>
  zipSync({ "handler.js": Buffer.from(source) }, { level: 0 });

/** Whether the process of a sandbox runs or is frozen. */
export const alive = (pid: unknown) => {
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch {
    return false;
  }
};

/** An emulator with one function, a minute of whose clock is a second. */
export class EmulatedFunction {
  private constructor(
    public readonly emulator: Emulator,
    private readonly ssm = new SSMClient(emulator.client),
    public readonly lambda = new LambdaClient(emulator.client),
  ) {}

  public static async open(): Promise<EmulatedFunction> {
    const directory = join(PROJECT, ".toolchain");
    const { motoServer } = await ensureToolchain({ directory, env: process.env });
    const env = { ...process.env, REHEARSED_SECRET: "is not passed on" };
    const emulator = await startEmulator({ motoServer, env, logFile: "/dev/null", functionMinute: 1000 });
    const trust = {
      Statement: [
        { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } },
      ],
    };
    await new IAMClient(emulator.client).send(
      new CreateRoleCommand({ RoleName: NAME, AssumeRolePolicyDocument: JSON.stringify(trust) }),
    );
    await new CloudWatchLogsClient(emulator.client).send(
      new CreateLogGroupCommand({ logGroupName: `/aws/lambda/${NAME}` }),
    );
    const opened = new EmulatedFunction(emulator);
    await opened.deploy(NAME, HANDLER);
    return opened;
  }

  public async deploy(name: string, source: string): Promise<void> {
    await this.lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Role: `arn:aws:iam::${ACCOUNT_ID}:role/${NAME}`,
        Runtime: "nodejs22.x",
        Handler: "handler.handler",
        Timeout: 2,
        Code: { ZipFile: zip(source) },
      }),
    );
  }

  public call(event: unknown): Promise<Invoked> {
    return invoke(this.emulator, NAME, event);
  }

  public async parameter(Name: string): Promise<string | undefined> {
    const answer = await this.ssm.send(new GetParameterCommand({ Name })).catch(() => undefined);
    return answer?.Parameter?.Value;
  }

  /** The parameter, as soon as the function has written it. */
  public async written(name: string): Promise<string> {
    for (const _ of Array(600)) {
      const value = await this.parameter(name);
      if (value !== undefined) return value;
      await sleep(50);
    }
    throw new Error(`nobody has written the parameter ${name}`);
  }
}
