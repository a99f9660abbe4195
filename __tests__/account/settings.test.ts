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

const PROVIDER = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
const inDev = (settings: object) => ({ environments: { dev: settings } });

/** Texts that a field takes, and texts that it refuses although they are nearly of its form. */
const FORMS: ReadonlyArray<
  [field: string, of: (text: string) => object, taken: readonly string[], refused: readonly string[]]
> = [
  [
    "accountId",
    (accountId) => ({ accountId }),
    ["123456789012"],
    ["12345678901", "1234567890123", "12345678901x"],
  ],
  [
    "repository",
    (repository) => ({ repository }),
    ["a/b", "My-Org_1/my.repo-2_B"],
    ["a/", "/b", "a//b", "a/b/c", "a.b/c", "a/b c", "a/ä", "ä/b", "https://github.com/a/b"],
  ],
  ["repositoryId", (repositoryId) => ({ repositoryId }), ["1", "9", "1029384756"], ["", "01", "1x", "x1"]],
  [
    "repositoryOwnerId",
    (repositoryOwnerId) => ({ repositoryOwnerId }),
    ["1", "9", "1029384756"],
    ["", "01", "1x", "x1"],
  ],
  [
    "environments",
    (suffix) => ({ environments: { [suffix]: {} } }),
    ["prod", "apr", "prx", "my-prod", "preview-1", "my-preview", "previews", "rollback", "rollback-1"],
    ["pr", "pr-1", "x-pr", "x-pr-y", "preview", "x-rollback", "Dev", "a--b"],
  ],
  [
    "environments.dev.hostedZoneIds.0",
    (zone) => inDev({ hostedZoneIds: [zone] }),
    ["Z0", "ZA9Z"],
    ["", "Z", "A0", "Z0a", "/hostedzone/Z0"],
  ],
  [
    "environments.dev.secretArns.0",
    (arn) => inDev({ secretArns: [arn] }),
    [SECRET_ARN, PARAMETER_ARN, OUTSIDE_KEY_ARN],
    [SECRET_ARN.slice(0, -7), OUTSIDE_KEY_ARN.replace("key/", "alias/"), PARAMETER_ARN.replace("us-", "eu-")],
  ],
  [
    "oidcProviderArn",
    (oidcProviderArn) => ({ oidcProviderArn }),
    [PROVIDER],
    [
      ...["1", "123456789012/x"].map((it) => PROVIDER.replace("123456789012", it)),
      ...["token", "actions", "githubusercontent", "com"].map((it) => PROVIDER.replace(it, `${it}x`)),
      ...Array.from(
        PROVIDER.matchAll(/\./g),
        ({ index }) => `${PROVIDER.slice(0, index)}x${PROVIDER.slice(index + 1)}`,
      ),
    ],
  ],
];

it.each(FORMS)("%s: nothing but its form", (field, of, taken, refused) => {
  expect(taken.map((text) => refusalOf(of(text)))).toEqual(taken.map(() => "accepted"));
  const around = taken.flatMap((text) => [` ${text}`, `${text} `, `${text}\n`, `(${text}`, `${text})`]);
  const others = [...refused, ...around].filter(
    (text) => !refusalOf(of(text)).startsWith(`1 problem in ${file}\n  ${field}`),
  );
  expect(others).toEqual([]);
});

it.each([
  ["3", "(top level): got 3, allowed: an object"],
  ["null", "(top level): got null, allowed: an object"],
  [{ previews: "yes" }, 'previews: got "yes", allowed: true or false'],
  [{ accountId: undefined }, "accountId: got nothing, allowed: a value, because there is no default"],
  [{ environments: undefined }, "environments: got nothing, allowed: a value, because there is no default"],
  [inDev({ hostedZoneIds: "Z0" }), 'environments.dev.hostedZoneIds: got "Z0", allowed: a list'],
  [inDev({ secretArns: null }), "environments.dev.secretArns: got null, allowed: a list"],
  [{ environments: { dev: null } }, "environments.dev: got null, allowed: an object"],
  [
    inDev({ zones: [] }),
    "environments.dev.zones: got a value that is not shown, allowed: no such setting; known here: hostedZoneIds, secretArns",
  ],
])("refuses %j, which is of another type", (overrides, problem) => {
  const refused = typeof overrides === "string" ? refusal(overrides) : refusalOf(overrides);
  expect(refused).toBe(`1 problem in ${file}\n  ${problem}`);
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
