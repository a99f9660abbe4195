import { isSecretName } from "../../src/settings/secret-names";
import { withoutSecrets } from "../../src/settings/secrets";
import { INNOCENT } from "../support/planted/innocent";
import { PLANTED_COMMANDS, PLANTED_SECRETS } from "../support/planted/secrets";
import { linesOf } from "../support/problems";

const named = PLANTED_SECRETS.filter(({ name }) => name !== "SETTING");
const inTexts = PLANTED_SECRETS.filter(({ name }) => name === "SETTING");

it.each([
  ['password="abc def" ghi', 'password="***" ghi'],
  ['password="abc def', 'password="***'], // without the closing quote, the value goes to the end of the text
  ['password="a', 'password="***'],
  ["password='abc def", "password='***"],
  ['password="abc\\"def', 'password="***'],
  ['{\\"password\\":\\"abc def\\"}', '{\\"password\\":\\"***\\"}'],
  ['{\\"password\\":\\"abc def', '{\\"password\\":\\"***'],
  ["password=abc def", "password=*** def"],
  ["password=abc", "password=***"],
  ["<password>abc</password>", "<password>***</password>"],
])("in %s, the secret is replaced from its first to its last character", (text, expected) => {
  expect(withoutSecrets(text, "***")).toBe(expected);
});

describe("the settings' loader", () => {
  it("has two hundred secrets and as many innocent values to tell apart", () => {
    expect(PLANTED_SECRETS.length + PLANTED_COMMANDS.length).toBeGreaterThanOrEqual(180);
    expect(INNOCENT.length).toBeGreaterThanOrEqual(200);
  });

  it("refuses each variable whose name says secret", () => {
    expect(named.filter(({ name }) => !isSecretName(name)).map(({ name }) => name)).toEqual([]);
    const environment = Object.fromEntries(named.map(({ name, value }) => [name, value]));
    const lines = linesOf({ application: { environment } });
    const refused = named.filter(({ name }) =>
      lines.some((line) =>
        line.startsWith(`  application.environment.${name}: got a value that is not shown`),
      ),
    );
    expect(named.filter((it) => !refused.includes(it))).toEqual([]);
    expect(named.filter(({ value }) => lines.join("\n").includes(value))).toEqual([]);
  });

  it("refuses, and does not show, each text that holds a secret", () => {
    const environment = Object.fromEntries(inTexts.map(({ value }, index) => [`SETTING_${index}`, value]));
    const lines = linesOf({ application: { environment } });
    const wrong = inTexts.filter(({ value, secret }, index) => {
      const line =
        lines.find((it) => it.startsWith(`  application.environment.SETTING_${index}: got `)) ?? "";
      const isRefused = / allowed: no secrets: /.test(line) && !line.includes(secret);
      return !isRefused || withoutSecrets(value, "***").includes(secret);
    });
    expect(wrong).toEqual([]);
  });

  it("refuses such a word of the migration once, and not the words beside it", () => {
    expect(linesOf({ migration: { command: ["up", "--password=hunter2", "p"] } })).toEqual([
      expect.stringMatching(
        /^ {2}migration\.command\.1: got "--password=\(not shown\)", allowed: no secrets: /,
      ),
    ]);
  });

  it.each(PLANTED_COMMANDS.map(({ words, secret }) => [words.join(" "), words, secret] as const))(
    "refuses words that are a secret together: %s",
    (_line, words, secret) => {
      expect(linesOf({ migration: { command: words } })).toEqual([
        '  migration.command.2: got "(not shown)", allowed: no secrets: plans and the ECS console show this value; keep secrets in AWS Secrets Manager',
      ]);
      expect(linesOf({ migration: { command: words } }).join()).not.toContain(secret);
    },
  );

  it("accepts all that is innocent, in variables and in commands", () => {
    expect(INNOCENT.filter(({ name }) => isSecretName(name))).toEqual([]);
    expect(INNOCENT.filter(({ value }) => withoutSecrets(value, "***") !== value)).toEqual([]);
    const environment = Object.fromEntries(INNOCENT.map(({ name, value }) => [name, value]));
    expect(linesOf({ application: { environment } })).toEqual([]);
    const values = INNOCENT.map(({ value }) => value);
    expect(linesOf({ migration: { command: ["up", ...values] } })).toEqual([]);
  });

  it.each([
    "dbPassword",
    "db-password",
    "spring.datasource.password",
    "clientSecret",
    "privateKey",
    "Stripe_Secret",
    "/team/ledger/DB_PASS",
  ])("knows %s in any spelling", (name) => expect(isSecretName(name)).toBe(true));

  it.each(["token.actions.githubusercontent.com:sub", "aws:TokenIssueTime", "passwordPolicy", "secretArn"])(
    "does not take %s for a secret",
    (name) => expect(isSecretName(name)).toBe(false),
  );
});
