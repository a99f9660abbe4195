import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadAccount } from "../../src/account/settings";
import { ACCOUNT, PREVIEWS_ONLY } from "../support/account";
import { OUTSIDE_KEY_ARN, PARAMETER_ARN, SECRET_ARN } from "../support/environments";

const directory = mkdtempSync(join(tmpdir(), "account-"));
const file = join(directory, "account.json");
afterAll(() => rmSync(directory, { recursive: true }));

const refusal = (text: string) => {
  writeFileSync(file, text);
  try {
    loadAccount(file);
  } catch (error) {
    return (error as Error).message;
  }
  return "accepted";
};
const refusalOf = (overrides: object) => refusal(JSON.stringify({ ...ACCOUNT, ...overrides }));

const shipped = (name: string) => loadAccount(join(__dirname, "../..", name));

it("ships examples: one for environments, one for previews in an account of their own", () => {
  const repository = "example/transaction-processing";
  expect(shipped("account.example.json")).toEqual({ ...ACCOUNT, repository });
  expect(shipped("account.previews.example.json")).toEqual({
    ...ACCOUNT,
    ...PREVIEWS_ONLY,
    accountId: "111122223333",
    repository,
  });
});

it("refuses previews beside an environment, and says where they go", () => {
  expect(refusalOf({ previews: true })).toBe(
    `1 problem in ${file}\n  previews: got true, in an account with the environments dev, prod, allowed: true only in an account without other environments, because previews run a pull request's code. Write false in this file. For the account of the previews, write a second file such as account.previews.example.json, and set ACCOUNT_FILE to its path`,
  );
  expect(refusalOf(PREVIEWS_ONLY)).toBe("accepted");
});

it("needs neither hosted zones nor secrets", () => {
  expect(refusalOf({ environments: { dev: {} } })).toBe("accepted");
  expect(loadAccount(file).environments).toEqual({ dev: { hostedZoneIds: [], secretArns: [] } });
});

it.each([
  [
    { repository: "payments" },
    'repository: got "payments", allowed: an owner and a repository such as "example/payments"',
  ],
  [
    { repository: "example/*" },
    'repository: got "example/*", allowed: an owner and a repository such as "example/payments"',
  ],
  [{ accountId: "1" }, 'accountId: got "1", allowed: twelve digits, in quotes'],
  [
    { environments: { "pr-1": {} } },
    'environments.pr-1: got a value that is not shown, allowed: a suffix without the part "pr", because the suffixes of previews have that part (hyphens separate the parts)',
  ],
  [
    { environments: { "x-pr": {} } },
    'environments.x-pr: got a value that is not shown, allowed: a suffix without the part "pr", because the suffixes of previews have that part (hyphens separate the parts)',
  ],
  [
    { environments: { pr: {} } },
    'environments.pr: got a value that is not shown, allowed: a suffix without the part "pr", because the suffixes of previews have that part (hyphens separate the parts)',
  ],
  ...["preview", "dev-rollback"].map((suffix): [object, string] => [
    { environments: { [suffix]: {} } },
    `environments.${suffix}: got a value that is not shown, allowed: neither "preview" nor a suffix that ends in "-rollback", because GitHub environments with such names need no approval`,
  ]),
  [
    { environments: "dev" },
    'environments: got "dev", allowed: environments by suffix, such as { "dev": {} }',
  ],
  [
    { environments: { dev: { secretArns: [SECRET_ARN, PARAMETER_ARN, OUTSIDE_KEY_ARN, `${SECRET_ARN}*`] } } },
    `environments.dev.secretArns.3: got "${SECRET_ARN}*", allowed: whole ARNs of Secrets Manager secrets, SSM parameters and KMS keys in us-east-1`,
  ],
  [
    { environments: { dev: { hostedZoneIds: ["example.com"] } } },
    'environments.dev.hostedZoneIds.0: got "example.com", allowed: hosted zone ids such as "Z0123456789ABCDEFGHIJ"',
  ],
  [
    { repositoryId: "0" },
    'repositoryId: got "0", allowed: what "gh api repos/<owner>/<name> --jq .id" prints, in quotes',
  ],
  [
    { repositoryOwnerId: "example" },
    'repositoryOwnerId: got "example", allowed: what "gh api repos/<owner>/<name> --jq .owner.id" prints, in quotes',
  ],
  [
    { oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/example.com" },
    'oidcProviderArn: got "arn:aws:iam::123456789012:oidc-provider/example.com", allowed: the ARN of the provider token.actions.githubusercontent.com',
  ],
  [
    { region: "eu-west-1" },
    "region: got a value that is not shown, allowed: no such setting; known here: accountId, repository, repositoryId, repositoryOwnerId, environments, previews, oidcProviderArn",
  ],
])("refuses %j", (overrides, problem) => {
  expect(refusalOf(overrides)).toBe(`1 problem in ${file}\n  ${problem}`);
});

it("takes ids of hosted zones of at most 32 characters", () => {
  const withZone = (length: number) =>
    refusalOf({ environments: { dev: { hostedZoneIds: ["Z".padEnd(length, "0")] } } });
  expect([2, 32].map(withZone)).toEqual(["accepted", "accepted"]);
  for (const length of [1, 33]) expect(withZone(length)).toContain("environments.dev.hostedZoneIds.0: got");
});

it("refuses what is missing or no JSON", () => {
  expect(refusal("{")).toMatch(/allowed: valid JSON such as account\.example\.json$/);
  expect(() => loadAccount(join(directory, "absent.json"))).toThrow(/ENOENT.*allowed: valid JSON such as/);
});

it.each([
  ['{ "accountId": "123456789012", "accountId": "111122223333" }', "accountId: got this key more than once"],
  ['{ "environments": { "dev": {}, "dev": {} } }', "environments.dev: got this key more than once"],
])("refuses a key that is given twice: %s", (text, says) => expect(refusal(text)).toContain(says));

it("refuses Latin-1 with its place, and takes a byte order mark for no part of the file", () => {
  expect(refusal(`\uFEFF${JSON.stringify(ACCOUNT)}`)).toBe("accepted");
  writeFileSync(file, Buffer.from('{ "repository": "zürich" }', "latin1"));
  expect(() => loadAccount(file)).toThrow("0xfc in line 1, column 19");
});
