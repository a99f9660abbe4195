import { runWithoutAccount } from "../support/without-account";

const drill = (...args: readonly string[]) => runWithoutAccount("drill", ...args);

it.each([
  [[], "required option '--from <suffix>' not specified"],
  [["--from", "dev", "--to", "A-Drill"], "allowed: 1 to 13 lower-case letters"],
  [["--from", "dev", "--to", "dev", "--auto-approve"], "environments/dev.json exists already"],
  [["--from", "dev"], "there is no terminal for the confirmation; confirm with -- --auto-approve"],
  [["--from", "nowhere"], "there is no environments/nowhere.json"],
])("npm run drill -- %j is refused with 2, and writes nothing to standard output", (args, said) => {
  const { status, stdout, stderr } = drill(...args);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(said);
});

it("npm run drill -- --help names each exit code", () => {
  const { status, stdout } = drill("--help");
  expect(status).toBe(0);
  for (const code of [
    "0 all compared tables are the same",
    "1 failed",
    "2 refused",
    "3 a table differs or cannot be compared, or there is no table",
    "130 interrupted",
  ]) {
    expect(stdout).toContain(code);
  }
});
