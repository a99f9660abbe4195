import { Readable } from "node:stream";
import { controllerOf, lambdaClient, newCommand } from "../../../src/release/client/ask";
import { BY, documentOf, ENVIRONMENT, lookOf } from "./made-up";

const RESULT = { document: documentOf(), look: lookOf() };
const COMMAND = { ...newCommand(BY), kind: "status" } as const;
const NAME = "release-controller-x1";

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const named = (name: string) => Object.assign(new Error("as AWS says it"), { name });

/** A Lambda client that returns the given answers, one for each call. */
function asking(...answers: readonly (object | Error)[]) {
  const inputs: { FunctionName: string; Payload: string }[] = [];
  const send = async ({ input }: { input: (typeof inputs)[number] }) => {
    const answer = answers[inputs.length];
    inputs.push(input);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { inputs, ask: controllerOf(ENVIRONMENT, { send } as never) };
}

it("asks the function of the environment's own account, and gives its answer back", async () => {
  const { ask, inputs } = asking({ Payload: bytes(RESULT) });
  expect(await ask(COMMAND)).toEqual(RESULT);
  expect(inputs).toEqual([
    {
      FunctionName: `arn:aws:lambda:us-east-1:123456789012:function:${NAME}`,
      InvocationType: "RequestResponse",
      Payload: JSON.stringify({ command: COMMAND }),
    },
  ]);
});

it("asks a function that failed once more, with the same id, so that nothing is done twice", async () => {
  const failed = { FunctionError: "Unhandled", Payload: bytes({ errorMessage: "S3: SlowDown" }) };
  const { ask, inputs } = asking(failed, { Payload: bytes(RESULT) });
  expect(await ask(COMMAND)).toEqual(RESULT);
  expect(inputs.map(({ Payload }) => JSON.parse(Payload).command.id)).toEqual([COMMAND.id, COMMAND.id]);
});

it("says what a function says that failed twice", async () => {
  const cases = [
    [{ errorMessage: "AccessDenied: no" }, "AccessDenied: no"],
    [{ errorType: "Sandbox.Timedout" }, "Sandbox.Timedout"],
    ["", "it does not say why"],
  ] as const;
  const said = async ([payload, words]: (typeof cases)[number]) => {
    const failed = { FunctionError: "Unhandled", Payload: bytes(payload) };
    await expect(asking(failed, failed).ask(COMMAND)).rejects.toMatchObject({
      message: `the release controller ${NAME} failed: ${words}`,
      mayBeDone: true,
    });
  };
  await Promise.all(cases.map(said)); // each asks again after half a second
});

it.each([
  [
    "ResourceNotFoundException",
    `there is no release controller ${NAME} in us-east-1 of account 123456789012: is the environment deployed?`,
  ],
  [
    "AccessDeniedException",
    `these credentials have no permission to invoke the release controller ${NAME} of account 123456789012: assume the releaser role (as AWS says it)`,
  ],
  [
    "TooManyRequestsException",
    `Lambda throttles ${NAME}: all of the account's concurrent executions are in use`,
  ],
  ["ExpiredTokenException", "the AWS credentials have expired: sign in again"],
])("knows that nothing was done after %s", async (name, message) => {
  await expect(asking(named(name)).ask(COMMAND)).rejects.toMatchObject({ message, mayBeDone: false });
});

it.each([
  ["AbortError", `the release controller ${NAME} did not answer within 40 s`],
  ["ServiceException", `the release controller ${NAME} could not be asked: ServiceException: as AWS says it`],
])("does not know whether something was done after %s", async (name, message) => {
  await expect(asking(named(name)).ask(COMMAND)).rejects.toMatchObject({ message, mayBeDone: true });
});

it("knows after every error that an earlier invocation may have done something", async () => {
  const failed = { FunctionError: "Unhandled", Payload: bytes({ errorType: "Sandbox.Timedout" }) };
  const cases = [
    ["TooManyRequestsException", `Lambda throttles ${NAME}`],
    ["AccessDeniedException", "these credentials have no permission"],
    ["ExpiredTokenException", "the AWS credentials have expired: sign in again"],
  ] as const;
  const said = ([error, words]: (typeof cases)[number]) =>
    expect(asking(failed, named(error)).ask(COMMAND)).rejects.toMatchObject({
      message: expect.stringContaining(
        `the release controller ${NAME} failed: Sandbox.Timedout: it may have carried out the command all the same; the next attempt failed too: ${words}`,
      ),
      mayBeDone: true,
    });
  await Promise.all(cases.map(said)); // each asks again after half a second
});

describe("of the SDK's own attempts", () => {
  afterEach(() => jest.restoreAllMocks());

  const broke = Object.assign(new Error("read ECONNRESET"), { name: "TimeoutError", code: "ECONNRESET" });
  const throttled = { statusCode: 429, headers: { "x-amzn-errortype": "TooManyRequestsException" } };

  it.each([
    ["one without an answer may have done something", [broke, throttled, throttled], true],
    ["throttled ones have done nothing", [throttled, throttled, throttled], false],
  ])("%s", async (_, answers, mayBeDone) => {
    jest.spyOn(Math, "random").mockReturnValue(0); // by which the SDK multiplies its waits
    let attempts = 0;
    const handle = async () => {
      const answer = answers[attempts++];
      if (answer instanceof Error) throw answer;
      return { response: { ...answer, body: Readable.from(["{}"]) } };
    };
    const client = lambdaClient({
      requestHandler: { handle } as never,
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
    await expect(controllerOf(ENVIRONMENT, client)(COMMAND)).rejects.toMatchObject({
      message: `${mayBeDone ? `the release controller ${NAME} gave no answer (TimeoutError: read ECONNRESET): it may have carried out the command all the same; the next attempt failed too: ` : ""}Lambda throttles ${NAME}: all of the account's concurrent executions are in use`,
      mayBeDone,
    });
    expect(attempts).toBe(3);
  });
});

it("takes no other function's answer for the controller's", async () => {
  await expect(asking({ Payload: bytes("hello") }).ask(COMMAND)).rejects.toThrow(
    `the answer of ${NAME} is not the answer of a release controller; to update the function, deploy the environment`,
  );
});

it.each([{ document: {}, look: {} }, { document: documentOf() }, { document: documentOf(), look: {} }])(
  "takes nothing for an answer of the controller that is none: %j",
  async (garbage) => {
    await expect(asking({ Payload: bytes(garbage) }).ask(COMMAND)).rejects.toMatchObject({
      message: `the answer of ${NAME} is not the answer of a release controller; to update the function, deploy the environment`,
      mayBeDone: true,
    });
  },
);

it("does not say of a connection that broke at once that nobody answered for 40 s", async () => {
  const broke = Object.assign(new Error("read ECONNRESET"), { name: "TimeoutError", code: "ECONNRESET" });
  await expect(asking(broke).ask(COMMAND)).rejects.toMatchObject({
    message: expect.stringMatching(
      new RegExp(
        `^the release controller ${NAME} could not be asked: TimeoutError: read ECONNRESET\n(?!.*40 s)`,
      ),
    ),
  });
});
