import { runWithoutAccount } from "../support/without-account";

const failover = (...args: readonly string[]) => runWithoutAccount("failover", ...args);

it.each([
  [["--path", "healthz"], "allowed: a path such as /healthz"],
  [["--url", "dev.example.com"], "allowed: an address such as https://partner.example.com/ready"],
  [["--jsn"], "unknown option '--jsn'"],
  [["--yes"], "unknown option '--yes'"], // the suffix is typed, always
  [["--suffix", "Dev"], 'got "Dev", allowed: 1 to 13 lower-case letters'],
  [["--suffix", "nowhere"], "environments/nowhere.json"],
  [[], "ENVIRONMENT_SUFFIX"],
])("npm run failover -- %j is refused with 2, and writes nothing to standard output", (args, said) => {
  const { status, stdout, stderr } = failover(...args);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(said);
});

it("npm run failover -- --help names each exit code", () => {
  const { status, stdout } = failover("--help");
  expect(status).toBe(0);
  const [, codes = ""] = stdout.split("Exit codes:");
  expect([...codes.matchAll(/\b(\d+) [a-z]/g)].map(([, code]) => code)).toEqual(["0", "1", "2", "3", "130"]);
});
