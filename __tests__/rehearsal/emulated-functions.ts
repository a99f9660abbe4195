import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { zipSync } from "fflate";
import { ACCOUNT_ID, type Emulator, startEmulator } from "../../src/rehearsal/emulator";
import { callLambda, invoke } from "../../src/rehearsal/invoke";
import { ticking } from "../../src/rehearsal/ticks";
import { ensureToolchain } from "../../src/rehearsal/toolchain";

const PROJECT = resolve(__dirname, "../..");
const CLOCK = join(PROJECT, "src/rehearsal/moto-shim/clock.cjs");
const FUNCTIONS = "2015-03-31/functions";
const NAME = "rehearsed";
const ARN = `arn:aws:lambda:us-east-1:${ACCOUNT_ID}:function:${NAME}`;
/** Of the function's clock: an hour of it is a minute. */
const SPEED = 60;

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

const zip = (source: string) =>
  Buffer.from(zipSync({ "handler.js": Buffer.from(source) }, { level: 0 })).toString("base64");

async function deploy(emulator: Emulator, name: string, source: string, Timeout: number): Promise<void> {
  const response = await callLambda(emulator, "POST", FUNCTIONS, {
    FunctionName: name,
    Role: `arn:aws:iam::${ACCOUNT_ID}:role/${NAME}`,
    Runtime: "nodejs22.x",
    Handler: "handler.handler",
    Timeout,
    Code: { ZipFile: zip(source) },
  });
  if (!response.ok) throw new Error(await response.text());
}

const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Lambda functions in the emulator, and what invokes them. */
export function emulatedFunctions(): void {
  let emulator: Emulator;
  let epoch: number;
  let ssm: SSMClient;
  const call = (event: unknown) => invoke(emulator, NAME, event);
  const parameter = async (Name: string): Promise<string | undefined> => {
    const answer = await ssm.send(new GetParameterCommand({ Name })).catch(() => undefined);
    return answer?.Parameter?.Value;
  };
  const written = async (name: string): Promise<string> => {
    for (const _ of Array(100)) {
      const value = await parameter(name);
      if (value !== undefined) return value;
      await sleep(50);
    }
    throw new Error(`nobody has written the parameter ${name}`);
  };

  beforeAll(async () => {
    const { motoServer } = await ensureToolchain({
      directory: join(PROJECT, ".toolchain"),
      env: process.env,
    });
    epoch = Date.now();
    emulator = await startEmulator({
      motoServer,
      logFile: "/dev/null",
      env: {
        ...process.env,
        NODE_OPTIONS: `--require ${CLOCK}`,
        REHEARSED_EPOCH: String(epoch),
        REHEARSED_SPEED: String(SPEED),
        REHEARSED_SECRET: "is not passed on",
      },
    });
    ssm = new SSMClient(emulator.client);
    await new CloudWatchLogsClient(emulator.client).send(
      new CreateLogGroupCommand({ logGroupName: `/aws/lambda/${NAME}` }),
    );
    const trust = {
      Statement: [
        { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } },
      ],
    };
    await new IAMClient(emulator.client).send(
      new CreateRoleCommand({ RoleName: NAME, AssumeRolePolicyDocument: JSON.stringify(trust) }),
    );
    await deploy(emulator, NAME, HANDLER, 2);
  }, 60_000);
  afterAll(() => emulator.stop());

  it("run by their code, which calls the emulator, in a process that is kept", async () => {
    await ssm.send(new PutParameterCommand({ Name: "weight", Value: "20", Type: "String" }));
    const first = (await call({ read: "weight" })).payload;
    expect(first).toMatchObject({ calls: 1, value: "20", functionName: NAME, invokedFunctionArn: ARN });
    expect(first.secret).toBeUndefined();
    expect(first.left).toBeGreaterThan(1000);
    const times: number[] = [];
    for (let calls = 2; calls < 8; calls++) {
      const begun = performance.now();
      expect((await call({})).payload).toMatchObject({ calls, pid: first.pid });
      times.push(performance.now() - begun);
    }
    expect(Math.min(...times)).toBeLessThan(50);
    expect([...(emulator.calledByFunctions.get(NAME) ?? [])]).toEqual(["ssm:GetParameter"]);
    expect(emulator.called).toContain("lambda:InvokeFunction");
    expect(emulator.called).not.toContain("ssm:GetParameter");
  });

  it("handle one invocation at a time: two at once have a process each", async () => {
    const [one, two] = await Promise.all([call({ sleep: 200 }), call({ sleep: 200 })]);
    expect(one.payload.pid).not.toBe(two.payload.pid);
    expect(one.payload.awsRequestId).not.toBe(two.payload.awsRequestId);
  });

  it("fail as in AWS: thrown, exited, too slow, not there", async () => {
    const thrown = await call({ fail: "no such color" });
    expect(thrown).toMatchObject({
      error: true,
      payload: { errorType: "TypeError", errorMessage: "no such color" },
    });
    expect(thrown.payload.trace).toContain("TypeError: no such color");
    expect(await call({ exit: true })).toMatchObject({
      error: true,
      payload: {
        errorType: "Runtime.ExitError",
        errorMessage: expect.stringMatching(/Error: Runtime exited with error: exit status 3$/),
      },
    });
    const { pid } = (await call({})).payload;
    expect(await call({ sleep: 5000 })).toMatchObject({
      error: true,
      payload: { errorMessage: expect.stringMatching(/ Task timed out after 2\.00 seconds$/) },
    });
    expect(alive(Number(pid))).toBe(false);
    expect((await call({})).payload).toMatchObject({ calls: 1 });
    await deploy(emulator, "empty", "", 2);
    expect(await invoke(emulator, "empty", {})).toMatchObject({
      error: true,
      payload: { errorType: "Runtime.HandlerNotFound" },
    });
    await expect(invoke(emulator, "nobody", {})).rejects.toThrow("Lambda answers 404");
  });

  it("are frozen when they have answered: what is left goes on in the next invocation", async () => {
    await call({ later: 50 });
    await sleep(300);
    expect(await parameter("late")).toBeUndefined();
    await call({ sleep: 300 });
    expect(await parameter("late")).toBe("yes");
  });

  it("print to their log group", async () => {
    const logs = new CloudWatchLogsClient(emulator.client);
    const { events = [] } = await logs.send(
      new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${NAME}` }),
    );
    const lines = events.map(({ message }) => message);
    expect(lines).toContain('handles {"read":"weight"}');
    expect(lines.join("\n")).toMatch(/ ERROR \{"errorType":"TypeError","errorMessage":"no such color"/);
  });

  it("have a clock that a test makes faster, and limits of calls that it does not", async () => {
    const before = Date.now();
    const { now, today } = (await call({ sleep: 300 })).payload;
    const after = Date.now();
    const rehearsed = (real: number) => epoch + (real - epoch) * SPEED;
    for (const time of [now, today]) {
      expect(time).toBeGreaterThan(rehearsed(before + 290));
      expect(time).toBeLessThanOrEqual(rehearsed(after));
    }
  });

  it("hear of a change of an alarm, where a rule matches it and may invoke them", async () => {
    const cloudWatch = new CloudWatchClient(emulator.client);
    const events = new EventBridgeClient(emulator.client);
    for (const AlarmName of ["errors", "latency"]) {
      await cloudWatch.send(
        new PutMetricAlarmCommand({
          AlarmName,
          Namespace: "Ledger",
          MetricName: AlarmName,
          Statistic: "Sum",
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 0,
          ComparisonOperator: "GreaterThanThreshold",
        }),
      );
    }
    const alarm = `arn:aws:cloudwatch:us-east-1:${ACCOUNT_ID}:alarm:errors`;
    const pattern = {
      source: ["aws.cloudwatch"],
      "detail-type": ["CloudWatch Alarm State Change"],
      resources: [alarm],
      detail: { state: { value: ["ALARM"] } },
    };
    for (const rule of [
      { Name: "alarms", EventPattern: JSON.stringify(pattern) },
      { Name: "ticks", ScheduleExpression: "rate(1 minute)" },
    ]) {
      await events.send(new PutRuleCommand(rule));
      await events.send(new PutTargetsCommand({ Rule: rule.Name, Targets: [{ Id: "function", Arn: ARN }] }));
    }
    const set = (AlarmName: string, StateValue: "OK" | "ALARM") =>
      cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: `now ${StateValue}` }));
    const heard = "CloudWatch-Alarm-State-Change";

    await set("errors", "ALARM");
    await sleep(300);
    expect(await parameter(heard)).toBeUndefined(); // the rule may not invoke it

    await callLambda(emulator, "POST", `${FUNCTIONS}/${NAME}/policy`, {
      StatementId: "alarms",
      Action: "lambda:InvokeFunction",
      Principal: "events.amazonaws.com",
      SourceArn: `arn:aws:events:us-east-1:${ACCOUNT_ID}:rule/alarms`,
    });
    await set("latency", "ALARM"); // another alarm
    await set("errors", "ALARM"); // no change
    await set("errors", "OK"); // another state
    await sleep(300);
    expect(await parameter(heard)).toBeUndefined();

    await set("errors", "ALARM");
    expect(JSON.parse(await written(heard))).toMatchObject({
      source: "aws.cloudwatch",
      resources: [alarm],
      detail: {
        alarmName: "errors",
        previousState: { value: "OK", reason: "now OK" },
        state: { value: "ALARM", reason: "now ALARM" },
      },
    });
  });

  it("tick until they are stopped, and what fails is told then", async () => {
    const ticks = ticking(emulator, NAME, 20);
    expect(JSON.parse(await written("Scheduled-Event"))).toMatchObject({ source: "aws.events", detail: {} });
    expect(await ticks.stop()).toEqual([]);
    const failing = ticking(emulator, "nobody", 20);
    await sleep(100);
    const failures = await failing.stop();
    expect(failures.length).toBeGreaterThan(1);
    expect(failures[0]).toMatch(/^tick of .*: Error: Lambda answers 404/);
    const { calls } = (await call({})).payload;
    await sleep(100);
    expect((await call({})).payload.calls).toBe(Number(calls) + 1);
  });

  it("run new code from the first invocation on, and end with the emulator", async () => {
    const { pid } = (await call({})).payload;
    const ZipFile = zip("exports.handler = async () => ({ pid: process.pid });");
    await callLambda(emulator, "PUT", `${FUNCTIONS}/${NAME}/code`, { ZipFile });
    const { pid: next } = (await call({})).payload;
    expect([next === pid, alive(Number(pid)), alive(Number(next))]).toEqual([false, false, true]);
    await emulator.stop();
    await sleep(100);
    expect(alive(Number(next))).toBe(false);
  });
}
