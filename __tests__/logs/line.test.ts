import { logLine } from "../../src/logs/line";

const at = Date.UTC(2026, 10, 27, 10, 30);

it("shows when, which task and what", () =>
  expect(
    logLine({
      timestamp: at,
      logStreamName: "blue/blue/0123456789abcdef0123456789abcdef",
      message: "GET /\thealthz 200\n",
    }),
  ).toBe("2026-11-27T10:30:00.000Z  01234567  GET /    healthz 200"));

it.each([
  ["2026/11/27/[$LATEST]0123456789abcdef0123456789abcdef", "01234567"],
  ["aurora-instance-us-east-1a-prod.0", "aurora-instance-us-east-1a-prod.0"],
])("names the stream %s by what tells it apart", (logStreamName, short) =>
  expect(logLine({ timestamp: at, logStreamName, message: "x" })).toBe(
    `2026-11-27T10:30:00.000Z  ${short}  x`,
  ),
);

it("sends nothing to the terminal that could drive it", () => {
  const line = logLine({
    timestamp: at,
    logStreamName: "a/\u001b[2J",
    message: "\u001b]0;title\u0007\u001b[2Jgone\rover\u009b1A\u202etxt\nsecond\n",
  });
  expect(line).toBe(
    "2026-11-27T10:30:00.000Z  \\u001b[2J  \\u001b]0;title\\u0007\\u001b[2Jgone\\u000dover\\u009b1A\\u202etxt\n    second",
  );
});
