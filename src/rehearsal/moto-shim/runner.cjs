// Replaces AWS's Node.js runtime: loads a function's code, then handles one invocation after the other.
// Arguments: the folder of the code, the handler (`file.export`), and the number of a file descriptor. Each answer is written to this file
// descriptor as one line.
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html

const { writeSync } = require("node:fs");
const { join } = require("node:path");
const { createInterface } = require("node:readline");

const [root, name, descriptor] = process.argv.slice(2);
const file = name.slice(0, name.lastIndexOf("."));
const answer = (it) => writeSync(Number(descriptor), `${JSON.stringify(it)}\n`);
const failure = (error, errorType = error?.name ?? typeof error) => ({
  error: {
    errorType,
    errorMessage: error instanceof Error ? error.message : String(error),
    trace: error instanceof Error ? (error.stack ?? "").split("\n") : [],
  },
});

function load() {
  const handler = require(join(root, file))[name.slice(file.length + 1)];
  if (typeof handler !== "function") {
    const missing = new Error(`${name} is undefined or not exported`);
    missing.name = "Runtime.HandlerNotFound";
    throw missing;
  }
  return handler;
}

async function handle(handler, { event, requestId, functionArn, milliseconds }) {
  const deadline = performance.now() + milliseconds; // not Date, because a rehearsal may speed it up
  const context = {
    awsRequestId: requestId,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: "$LATEST",
    invokedFunctionArn: functionArn,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(deadline - performance.now())),
  };
  try {
    answer({ payload: JSON.stringify(await handler(JSON.parse(event), context)) ?? "null" });
  } catch (error) {
    answer(failure(error));
  }
}

try {
  const handler = load();
  answer({ ready: true });
  const calls = createInterface({ input: process.stdin });
  calls.on("line", (call) => handle(handler, JSON.parse(call)));
  calls.on("close", () => process.exit()); // the emulator has ended
} catch (error) {
  answer(failure(error, error?.code === "MODULE_NOT_FOUND" ? "Runtime.ImportModuleError" : error?.name));
}
