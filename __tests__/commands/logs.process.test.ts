import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { IDENTITY, withAws } from "../support/command-with-aws";

const ROOT = join(__dirname, "../..");
const run = (...words: string[]) =>
  spawnSync("npm", ["run", "--silent", ...words], { cwd: ROOT, encoding: "utf8" });

it.each([
  [["logs", "--", "red"], "allowed: blue, green, migration, controller, database"],
  [["logs", "--", "blue", "--since", "yesterday"], "allowed: a duration such as 90s, 5m or 1h"],
  [["open", "--", "console"], "Allowed choices are app, dashboard"],
])("npm run %j is refused with what is allowed", (words, said) => {
  expect(run(...words)).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining(said) });
});

it("the dashboard's address is printed without asking AWS, and nothing else is in a pipe", () => {
  expect(run("open", "--", "dashboard", "--suffix", "dev")).toMatchObject({
    status: 0,
    stdout:
      "https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/dashboard-dev\n",
  });
});

it("the application's address is its domain's, which the settings say", () => {
  const cwd = mkdtempSync(join(tmpdir(), "open-test-"));
  mkdirSync(join(cwd, "environments"));
  const https = { domainName: "payments.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" };
  writeFileSync(join(cwd, "environments/x1.json"), JSON.stringify({ profile: "ephemeral", https }));
  const program = ["--require", join(ROOT, "src/register.js"), join(ROOT, "src/commands/open.ts")];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...program, "app", "--suffix", "x1"], {
    cwd,
    encoding: "utf8",
  });
  rmSync(cwd, { recursive: true });
  expect([status, stdout, stderr]).toEqual([0, "https://payments.example.com\n", ""]);
});

it("an application without a load balancer has no URL, which says nothing about the rest of the environment: exit code 4", async () => {
  const { code, stdout, stderr } = await withAws(
    async (request, response) => {
      if ((await text(request)).includes("GetCallerIdentity")) return response.end(IDENTITY);
      response.writeHead(400, { "content-type": "text/xml" });
      response.end(
        "<ErrorResponse><Error><Code>LoadBalancerNotFound</Code><Message>no</Message></Error></ErrorResponse>",
      );
    },
    "open",
    ["app", "--suffix", "dev"],
  );
  expect([code, stdout, stderr]).toEqual([
    4,
    "",
    'the application of "dev" has no URL: its settings have no domain name, and there is no load balancer load-balancer-dev; to see what exists: npm run status -- --suffix dev\n',
  ]);
});

it("a log group that is not there says nothing about the rest of the environment: exit code 4", async () => {
  const { code, stdout, stderr } = await withAws(
    (request, response) => {
      if (request.headers["x-amz-target"] === undefined) return response.end(IDENTITY);
      response.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify({ __type: "ResourceNotFoundException", message: "no such log group" }));
    },
    "logs",
    ["blue", "--suffix", "dev"],
  );
  expect([code, stdout]).toEqual([4, ""]);
  expect(stderr).toBe(
    "there is no log group log-group-blue-dev in this account: either the environment is not deployed, or somebody deleted the log group\n",
  );
});
