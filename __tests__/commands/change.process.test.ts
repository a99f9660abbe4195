import { withAws } from "../support/command-with-aws";
import { runWithoutAccount } from "../support/without-account";

it.each(["deploy", "destroy"])(
  "npm run %s asks nobody where nobody could answer, and touches nothing",
  (operation) => {
    const { status, stdout, stderr } = runWithoutAccount(operation, "--suffix", "dev");
    expect([status, stdout, stderr]).toEqual([
      2,
      "",
      `did not ${operation}: there is no terminal for the confirmation; confirm with -- --auto-approve\n`,
    ]);
  },
);

it.each([
  [[], "ENVIRONMENT_SUFFIX is not set: name the environment by ENVIRONMENT_SUFFIX or by --suffix"],
  [["--suffix", "nowhere"], "there is no environments/nowhere.json"],
])("npm run destroy -- %j refuses what is missing before it asks for a terminal", (args, said) => {
  const { status, stdout, stderr } = runWithoutAccount("destroy", ...args);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(new RegExp(`^${said}`));
});

describe("a deployment that fails", () => {
  const POINTS_TO_THE_DOCTOR = /"npm run doctor" checks this machine and the account/;
  const fails = (operation: string) =>
    withAws((_, response) => response.writeHead(500).end(), operation, ["--suffix", "dev", "--auto-approve"]);

  it("points to the doctor in its last line", async () => {
    const { code, stderr } = await fails("deploy");
    expect(code).toBe(1);
    expect(stderr.trimEnd().split("\n").at(-1)).toMatch(POINTS_TO_THE_DOCTOR);
  });

  it("does not when it destroys: nothing has to be there for that", async () => {
    const { code, stderr } = await fails("destroy");
    expect(code).toBe(1);
    expect(stderr).not.toMatch(POINTS_TO_THE_DOCTOR);
  });

  it("does not when it is refused, which says what to do", async () => {
    const { code, stderr } = await withAws(() => {}, "deploy", ["--suffix", "nowhere", "--auto-approve"]);
    expect(code).toBe(2);
    expect(stderr).not.toMatch(POINTS_TO_THE_DOCTOR);
  });
});
