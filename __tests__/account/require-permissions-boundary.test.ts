import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requirePermissionsBoundary } from "../../src/account/require-permissions-boundary";
import type { AccountSettings } from "../../src/account/settings";
import type { EnvironmentSettings } from "../../src/settings/schema";
import { ACCOUNT, PREVIEWS_ONLY, SCOPE, synthesizedAccount } from "../support/account";
import { EPHEMERAL, OUTSIDE_KEY_ARN, PARAMETER_ARN, SECRETS } from "../support/environments";
import { settingsOf } from "../support/problems";

const start = process.cwd();
const directory = mkdtempSync(join(tmpdir(), "boundary-"));
beforeAll(() => process.chdir(directory));
afterAll(() => {
  process.chdir(start);
  rmSync(directory, { recursive: true });
});
beforeEach(() => rmSync("account.json", { force: true }));

const write = (file: string, overrides: Partial<AccountSettings> = {}) =>
  writeFileSync(file, JSON.stringify({ ...ACCOUNT, ...overrides }));

const boundary = (name: string, accountId = ACCOUNT.accountId) =>
  `arn:aws:iam::${accountId}:policy/permissions-boundary-${name}`;

/** What an environment is refused for. */
function refusal(
  suffix: string,
  permissionsBoundaryArn?: string,
  more: { accountId?: string; accountFile?: string; settings?: EnvironmentSettings } = {},
) {
  const { accountId, accountFile, settings = settingsOf(EPHEMERAL) } = more;
  const { application } = settings;
  const access = { permissionsBoundaryArn: permissionsBoundaryArn, principalArns: {} };
  try {
    requirePermissionsBoundary({ config: { suffix, accountId, access, application } as never, accountFile });
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing";
}

it("asks nothing of an account without a file", () => {
  expect(refusal("dev")).toBe("nothing");
});

it("asks nothing of an environment that GitHub does not deploy", () => {
  write("account.json");
  expect(refusal("mine")).toBe("nothing");
  expect(refusal("pr-1")).toBe("nothing"); // this account has no previews
  expect(refusal("constructor")).toBe("nothing");
});

it("refuses an environment that GitHub deploys, without a permissions boundary", () => {
  write("account.json");
  expect(refusal("dev")).toBe(
    '1 problem in environments/dev.json\n  access.permissionsBoundaryArn: got nothing, allowed: "arn:aws:iam::123456789012:policy/permissions-boundary-dev", because account.json says that GitHub deploys dev, and GitHub\'s role may create roles only with this permissions boundary',
  );
});

it.each([
  boundary("prod"),
  boundary("dev", "111122223333"),
  boundary("dev").replace("policy/", "policy/path/"),
])("refuses it with %s", (other) => {
  write("account.json");
  expect(refusal("dev", other)).toMatch(
    `access.permissionsBoundaryArn: got "${other}", allowed: "${boundary("dev")}"`,
  );
});

it("takes the permissions boundary that the account's stack makes", () => {
  write("account.json");
  const { value } = synthesizedAccount().output("permissions_boundary_dev_arn");
  expect(refusal("dev", value)).toBe("nothing");
  expect(refusal("dev", value, { accountId: ACCOUNT.accountId })).toBe("nothing");
});

it("asks every preview for the one boundary of previews, in the file that all are configured by", () => {
  write("account.json", PREVIEWS_ONLY);
  expect(refusal("pr-7")).toMatch(
    `problem in environments/preview.json\n  access.permissionsBoundaryArn: got nothing, allowed: "${boundary("pr")}", because account.json says that GitHub deploys previews`,
  );
  expect(refusal("pr-7", boundary("pr-7"))).toMatch(`allowed: "${boundary("pr")}"`);
  const { value } = synthesizedAccount(PREVIEWS_ONLY).output("permissions_boundary_pr_arn");
  expect(refusal("pr-7", value)).toBe("nothing");
  expect(refusal("prod")).toBe("nothing");
});

it("reads the file that ACCOUNT_FILE names, and that file has to exist", () => {
  write("account.json", { environments: {} });
  write("other.json");
  expect(refusal("dev")).toBe("nothing");
  expect(refusal("dev", undefined, { accountFile: "other.json" })).toMatch(
    /other\.json says that GitHub deploys dev/,
  );
  expect(refusal("dev", undefined, { accountFile: "absent.json" })).toMatch(
    /problem in absent\.json\n.*ENOENT/,
  );
});

it("refuses settings for another account than the one that GitHub deploys into", () => {
  write("account.json");
  expect(refusal("dev", boundary("dev"), { accountId: "111122223333" })).toBe(
    '1 problem in environments/dev.json\n  accountId: got "111122223333", allowed: "123456789012", because account.json says that GitHub deploys dev into that account',
  );
});

describe("secrets", () => {
  const settings = settingsOf(SECRETS);
  const { secretArns } = SCOPE;
  const withSecrets = (arns: readonly string[]) => ({
    environments: { dev: { hostedZoneIds: [], secretArns: [...arns] } },
  });

  it("are taken where the permissions boundary lets tasks read each, and its key", () => {
    write("account.json", withSecrets(secretArns));
    expect(refusal("dev", boundary("dev"), { settings })).toBe("nothing");
  });

  it("are refused where it does not, each by its ARN", () => {
    write("account.json", withSecrets(secretArns.filter((arn) => arn !== OUTSIDE_KEY_ARN)));
    expect(refusal("dev", boundary("dev"), { settings })).toBe(
      `1 problem in environments/dev.json\n  application.secrets: got ["${OUTSIDE_KEY_ARN}"], allowed: ARNs of environments.dev.secretArns, because account.json says that GitHub deploys dev, and the permissions boundary lets tasks read no other secrets`,
    );
  });

  it("are refused where the permissions boundary only names one whose ARN begins alike", () => {
    const shorter = secretArns.map((arn) => (arn === PARAMETER_ARN ? arn.slice(0, -1) : arn));
    write("account.json", withSecrets(shorter));
    expect(refusal("dev", boundary("dev"), { settings })).toContain(
      `application.secrets: got ["${PARAMETER_ARN}"], allowed: `,
    );
  });

  it("are refused in previews, which run a pull request's code", () => {
    write("account.json", PREVIEWS_ONLY);
    expect(refusal("pr-7", boundary("pr"), { settings })).toMatch(
      /environments\/preview\.json\n {2}application\.secrets: got \["arn:.*, allowed: none \(previews run a pull request's code\), because /,
    );
  });
});
