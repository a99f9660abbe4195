import { runWithoutAccount } from "../support/without-account";

const restore = (...args: readonly string[]) => runWithoutAccount("restore", ...args);

const FROM_DEV = ["--from", "dev", "--auto-approve"];
const SNAPSHOT = "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:one";
const AT = ["--at", "2026-11-26T10:00Z"];

it.each([
  [[], "required option '--from <suffix>' not specified"],
  [FROM_DEV, "required option '--to <suffix>' not specified"],
  [[...FROM_DEV, "--to", "Other", ...AT], "allowed: 1 to 13 lower-case letters"],
  [[...FROM_DEV, "--to", "other"], "give either --at <time> or --snapshot <arn>"],
  [
    [...FROM_DEV, "--to", "other", ...AT, "--snapshot", SNAPSHOT],
    "give either --at <time> or --snapshot <arn>",
  ],
  [[...FROM_DEV, "--to", "other", "--snapshot", "one"], "allowed: the ARN of a cluster snapshot"],
  [[...FROM_DEV, "--to", "other", "--at", "2026-02-31T10:00Z"], "allowed: a time such as"],
  [
    [...FROM_DEV, "--to", "dev", ...AT],
    "--to has to be the suffix of a new environment, but dev is the source",
  ],
  [
    ["--from", "dev", "--to", "other", ...AT],
    "there is no terminal for the confirmation; confirm with -- --auto-approve",
  ],
  [["--from", "nowhere", "--to", "other", ...AT], "there is no environments/nowhere.json"],
])("npm run restore -- %j is refused with 2, and writes nothing to standard output", (args, said) => {
  const { status, stdout, stderr } = restore(...args);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(said);
});

it("npm run restore -- --help names each exit code", () => {
  const { status, stdout } = restore("--help");
  expect(status).toBe(0);
  for (const code of [
    "0 restored, and compared if the source could be read",
    "1 failed",
    "2 refused",
    "3 blocked",
    "5 restored",
    "130 interrupted",
  ]) {
    expect(stdout).toContain(code);
  }
});
