import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadAccount } from "../../src/account/settings";
import { ACCOUNT } from "../support/account";

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

it("ships an example", () => {
  expect(loadAccount(join(__dirname, "../../account.example.json"))).toEqual({
    ...ACCOUNT,
    repository: "example/transaction-processing",
  });
});

it("needs no hosted zone", () => {
  expect(refusalOf({ hostedZoneIds: undefined })).toBe("accepted");
  expect(loadAccount(file).hostedZoneIds).toEqual([]);
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
    { environments: ["pr-1"] },
    'environments.0: got "pr-1", allowed: no "pr" between hyphens: that names the previews',
  ],
  [
    { environments: ["pr"] },
    'environments.0: got "pr", allowed: no "pr" between hyphens: that names the previews',
  ],
  [{ environments: ["dev", "dev"] }, 'environments: got ["dev","dev"], allowed: each environment once'],
  [
    { environments: ["dev", "eu-dev"] },
    'environments: got ["dev","eu-dev"], allowed: no environment whose suffix ends in that of another, whose roles could then change it',
  ],
  [
    { oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/example.com" },
    'oidcProviderArn: got "arn:aws:iam::123456789012:oidc-provider/example.com", allowed: the ARN of the provider token.actions.githubusercontent.com',
  ],
  [
    { region: "eu-west-1" },
    "region: got a value that is not shown, allowed: no such setting; known here: accountId, repository, environments, previews, hostedZoneIds, oidcProviderArn",
  ],
])("refuses %j", (overrides, problem) => {
  expect(refusalOf(overrides)).toBe(`1 problem in ${file}\n  ${problem}`);
});

it("refuses what is missing or no JSON", () => {
  expect(refusal("{")).toMatch(/allowed: valid JSON such as account\.example\.json$/);
  expect(() => loadAccount(join(directory, "absent.json"))).toThrow(/ENOENT.*allowed: valid JSON such as/);
});
