import { spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DeleteFunctionCommand, InvokeCommand, UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { invoke } from "../../src/rehearsal/invoke";
import { awsClock } from "../../src/release/client/clock";
import { ARN, alive, type EmulatedFunction, NAME, zip } from "./emulated-function";

/** What Lambda does with functions. */
export function emulatedFunctions(fn: () => EmulatedFunction): void {
  it("run by their code, which calls the emulator, in a process that is kept", async () => {
    await new SSMClient(fn().emulator.client).send(
      new PutParameterCommand({ Name: "weight", Value: "20", Type: "String" }),
    );
    const first = (await fn().call({ read: "weight" })).payload;
    expect(first).toMatchObject({ calls: 1, value: "20", functionName: NAME, invokedFunctionArn: ARN });
    expect(first.secret).toBeUndefined();
    expect(first.left).toBeGreaterThan(1000);
    for (let calls = 2; calls < 8; calls++) {
      expect((await fn().call({})).payload).toMatchObject({ calls, pid: first.pid });
    }
    expect([...(fn().emulator.calledByFunctions.get(NAME) ?? [])]).toEqual(["ssm:GetParameter"]);
    expect(fn().emulator.called).toContain("lambda:InvokeFunction");
    expect(fn().emulator.called).not.toContain("ssm:GetParameter");
  });

  it("handle one invocation at a time: two at once have a process each", async () => {
    const [one, two] = await Promise.all([fn().call({ sleep: 200 }), fn().call({ sleep: 200 })]);
    expect(one.payload.pid).not.toBe(two.payload.pid);
    expect(one.payload.awsRequestId).not.toBe(two.payload.awsRequestId);
  });

  it("answer from another process if a host died between two invocations", async () => {
    const { pid } = (await fn().call({})).payload;
    process.kill(Number(pid), "SIGKILL");
    const state = () => spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).stdout;
    while (!state().startsWith("Z")) await sleep(20);
    const { error, payload } = await fn().call({});
    expect(error).toBe(false);
    expect(payload.pid).not.toBe(pid);
  });

  it("name a request as its answer does", async () => {
    const { Payload, $metadata } = await fn().lambda.send(
      new InvokeCommand({ FunctionName: NAME, Payload: "{}" }),
    );
    const { awsRequestId } = JSON.parse(new TextDecoder().decode(Payload)) as { awsRequestId: string };
    expect($metadata.requestId).toBe(awsRequestId);
  });

  it("are invoked asynchronously: the answer does not wait", async () => {
    const event = { "detail-type": "Later", sleep: 300 };
    const { StatusCode, Payload } = await fn().lambda.send(
      new InvokeCommand({ FunctionName: NAME, InvocationType: "Event", Payload: JSON.stringify(event) }),
    );
    expect([StatusCode, Payload ?? "nothing"]).toEqual([202, "nothing"]);
    expect(await fn().parameter("Later")).toBeUndefined();
    expect(JSON.parse(await fn().written("Later"))).toEqual(event);
  });

  it("fail as in AWS: thrown, exited, too slow, not there", async () => {
    const thrown = await fn().call({ fail: "no such color" });
    expect(thrown).toMatchObject({
      error: true,
      payload: { errorType: "TypeError", errorMessage: "no such color" },
    });
    expect(thrown.payload.trace).toContain("TypeError: no such color");
    expect(await fn().call({ exit: true })).toMatchObject({
      error: true,
      payload: {
        errorType: "Runtime.ExitError",
        errorMessage: expect.stringMatching(/Error: Runtime exited with error: exit status 3$/),
      },
    });
    const { pid } = (await fn().call({})).payload;
    expect(await fn().call({ sleep: 5000 })).toMatchObject({
      error: true,
      payload: { errorMessage: expect.stringMatching(/ Task timed out after 2\.00 seconds$/) },
    });
    expect(alive(pid)).toBe(false);
    expect((await fn().call({})).payload).toMatchObject({ calls: 1 });
    await fn().deploy("empty", "");
    expect(await invoke(fn().emulator, "empty", {})).toMatchObject({
      error: true,
      payload: { errorType: "Runtime.HandlerNotFound" },
    });
    await expect(invoke(fn().emulator, "nobody", {})).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  it("are frozen when they have answered: what is left goes on in the next invocation", async () => {
    await fn().call({ later: 50 });
    await sleep(300);
    expect(await fn().parameter("late")).toBeUndefined();
    await fn().call({ sleep: 300 });
    expect(await fn().parameter("late")).toBe("yes");
  });

  it("print to their log group", async () => {
    const logs = new CloudWatchLogsClient(fn().emulator.client);
    const { events = [] } = await logs.send(
      new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${NAME}` }),
    );
    const lines = events.map(({ message }) => message);
    expect(lines).toContain('handles {"read":"weight"}');
    expect(lines.join("\n")).toMatch(/ ERROR \{"errorType":"TypeError","errorMessage":"no such color"/);
  });

  it("have a clock that a test makes faster, and limits of calls that it does not", async () => {
    const { functionClock } = fn().emulator;
    const before = Date.now();
    const { now, today } = (await fn().call({ sleep: 300, wait: 6000 })).payload; // a tenth of a minute: 100 ms
    const after = Date.now();
    expect(after - before).toBeGreaterThan(390);
    for (const time of [now, today]) {
      expect(time).toBeGreaterThan(functionClock.at(before + 390));
      expect(time).toBeLessThanOrEqual(functionClock.at(after));
    }
  });

  it("have the same clock as S3, so that a command shows the progress of the controller's work", async () => {
    const { client, functionClock } = fn().emulator;
    const s3 = new S3Client(client);
    const now = awsClock(s3);
    const object = { Bucket: "clock", Key: "document" };
    await s3.send(new CreateBucketCommand({ Bucket: object.Bucket }));
    const second = 1000; // S3 tells no milliseconds
    const before = functionClock.at(Date.now()) - second;
    await s3.send(new PutObjectCommand({ ...object, Body: "{}" }));
    const { LastModified } = await s3.send(new GetObjectCommand(object));
    for (const time of [LastModified?.getTime(), now()]) {
      expect(time).toBeGreaterThan(before);
      expect(time).toBeLessThanOrEqual(functionClock.at(Date.now()));
    }
  });

  it("run new code from the first invocation on", async () => {
    const source = (answer: string) =>
      `exports.handler = async () => ({ answer: ${answer}, pid: process.pid });`;
    await fn().deploy("renewed", source("1"));
    const old = (await invoke(fn().emulator, "renewed", {})).payload;
    await fn().lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName: "renewed", ZipFile: zip(source("2")) }),
    );
    const renewed = (await invoke(fn().emulator, "renewed", {})).payload;
    expect([old.answer, renewed.answer]).toEqual([1, 2]);
    expect(alive(old.pid)).toBe(false);
    await fn().lambda.send(new DeleteFunctionCommand({ FunctionName: "renewed" }));
    expect(alive(renewed.pid)).toBe(false);
  });
}
