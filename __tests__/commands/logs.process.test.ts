import { spawnSync } from "node:child_process";
import { join } from "node:path";

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
