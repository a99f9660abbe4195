import { TASK_VARIABLES } from "../../src/naming/names";
import {
  ACCOUNT_ID,
  ecrImage,
  FOREIGN_KEY_ARN,
  FOREIGN_SECRET_ARN,
  OTHER_ACCOUNT_ID,
  OUTSIDE_KEY_ARN,
  PARAMETER_ARN,
  SECRET_ARN,
} from "../support/environments";
import { linesOf } from "../support/problems";
import type { Overrides } from "../support/synthesize";
import { synthesized } from "../support/synthesized";

const lines = (application: Overrides, accountId: string | undefined = ACCOUNT_ID) =>
  linesOf({ ...(accountId && { accountId }), application });
const WHOLE =
  "the whole ARN of a Secrets Manager secret or an SSM parameter in us-east-1, such as arn:aws:secretsmanager:us-east-1:123456789012:secret:name-AbCdEf or arn:aws:ssm:us-east-1:123456789012:parameter/path/name";
const MINE = `an ARN of account ${ACCOUNT_ID} (accountId), or of an account in application.secretAccountIds`;

describe("a secret's ARN", () => {
  const secret = (name: string) => `arn:aws:secretsmanager:us-east-1:${ACCOUNT_ID}:secret:${name}`;
  const parameter = (name: string) => `arn:aws:ssm:us-east-1:${ACCOUNT_ID}:parameter${name}`;

  it.each([
    SECRET_ARN,
    secret("a-AbCdEf"),
    secret("A/z0_+=.@-1-AbCd12"),
    secret(`${"a".repeat(512)}-AbCdEf`),
    PARAMETER_ARN,
    parameter("/name"),
    parameter("/a/b.c_d-E/f"),
    parameter(`/${"a".repeat(1010)}`),
  ])("is accepted: %s", (arn) => {
    expect(lines({ secrets: { A: { arn } } })).toEqual([]);
  });

  it.each([
    "team/partner",
    secret("partner"), // without AWS's six characters IAM could not name it
    secret("partner-AbCdE"),
    secret("partner-password"), // eight characters are none of AWS's
    secret("partner-AbCdE_"),
    secret("partner-AbCdE*"),
    secret("partner-??????"),
    secret("*-AbCdEf"),
    secret("partner-AbCdEf:key::"), // that is jsonKey
    secret("rds!cluster-0a1b2c3d-AbCdEf"), // the master password is not the application's
    secret(`${"a".repeat(513)}-AbCdEf`),
    SECRET_ARN.replace("us-east-1", "eu-west-1"),
    SECRET_ARN.replace("aws:", "aws-cn:"),
    SECRET_ARN.replace(ACCOUNT_ID, ""),
    `${SECRET_ARN}\n`,
    parameter("/team/*"),
    parameter("name"),
    parameter("/team/"),
    parameter(`/${"a".repeat(1011)}`),
    PARAMETER_ARN.replace("us-east-1", "eu-west-1"),
    "${aws_secretsmanager_secret.one.arn}",
  ])("is refused with what was given and what is allowed: %j", (arn) => {
    const [line = "", ...others] = lines({ secrets: { A: { arn } } });
    expect(others).toEqual([]);
    expect(line.startsWith(`  application.secrets.A.arn: got ${JSON.stringify(arn).slice(0, 200)}`)).toBe(
      true,
    );
    expect(line.endsWith(`, allowed: ${WHOLE}`)).toBe(true);
  });

  it("has to be given", () => {
    expect(lines({ secrets: { A: {} } })).toEqual([
      "  application.secrets.A.arn: got nothing, allowed: a value, because there is no default",
    ]);
  });
});

const REFUSED: ReadonlyArray<[what: string, application: Overrides, line: string]> = [
  [
    "an SSM parameter's JSON key",
    { secrets: { A: { arn: PARAMETER_ARN, jsonKey: "user" } } },
    'application.secrets.A.jsonKey: got "user", allowed: no jsonKey: ECS reads an SSM parameter only as a whole',
  ],
  [
    "a JSON key that would say which version",
    { secrets: { A: { arn: SECRET_ARN, jsonKey: "user:AWSPREVIOUS" } } },
    'application.secrets.A.jsonKey: got "user:AWSPREVIOUS", allowed: a key of letters, digits, and _ . -',
  ],
  [
    "a key by its alias",
    { secrets: { A: { arn: SECRET_ARN, kmsKeyArn: "alias/team" } } },
    'application.secrets.A.kmsKeyArn: got "alias/team", allowed: the ARN of a KMS key in us-east-1',
  ],
  [
    "another account's secret",
    { secrets: { A: { arn: FOREIGN_SECRET_ARN, kmsKeyArn: OUTSIDE_KEY_ARN } } },
    `application.secrets.A.arn: got "${FOREIGN_SECRET_ARN}", allowed: ${MINE}`,
  ],
  [
    "another account's secret of one color",
    { green: { secrets: { A: { arn: PARAMETER_ARN.replace(ACCOUNT_ID, OTHER_ACCOUNT_ID) } } } },
    `application.green.secrets.A.arn: got "${PARAMETER_ARN.replace(ACCOUNT_ID, OTHER_ACCOUNT_ID)}", allowed: ${MINE}`,
  ],
  [
    "another account's key",
    { secrets: { A: { arn: SECRET_ARN, kmsKeyArn: FOREIGN_KEY_ARN } } },
    `application.secrets.A.kmsKeyArn: got "${FOREIGN_KEY_ARN}", allowed: ${MINE}`,
  ],
  [
    "a listed account's secret without a key",
    { secretAccountIds: [OTHER_ACCOUNT_ID], secrets: { A: { arn: FOREIGN_SECRET_ARN } } },
    "application.secrets.A.kmsKeyArn: got nothing, allowed: the ARN of a KMS key: AWS lets another account read a secret only with a customer managed key",
  ],
  [
    "an account listed twice",
    { secretAccountIds: [OTHER_ACCOUNT_ID, OTHER_ACCOUNT_ID] },
    `application.secretAccountIds: got ["${OTHER_ACCOUNT_ID}","${OTHER_ACCOUNT_ID}"], allowed: each account once`,
  ],
  [
    "an account that is no number",
    { secretAccountIds: ["*"] },
    'application.secretAccountIds.0: got "*", allowed: twelve digits, in quotes',
  ],
  [
    "a color that removes what is not there",
    { blue: { secrets: { A: null } } },
    "application.blue.secrets.A: got null, allowed: null only for a name in application.secrets: null removes this variable for the color",
  ],
  [
    "a common secret that is removed",
    { secrets: { A: null } },
    "application.secrets.A: got null, allowed: an object",
  ],
  [
    "a variable with a value and a secret",
    { environment: { A: "1" }, green: { secrets: { A: { arn: SECRET_ARN } } } },
    "application.environment.A: got a value that is not shown, allowed: a name that application.secrets and the color's secrets do not have: in ECS, a variable has either a value or a secret",
  ],
  [
    "a color's variable with a value and a secret",
    { secrets: { A: { arn: SECRET_ARN } }, green: { environment: { A: "1" } } },
    "application.green.environment.A: got a value that is not shown, allowed: a name that application.secrets and the color's secrets do not have: in ECS, a variable has either a value or a secret",
  ],
  [
    "a color that removes a variable that is not there",
    { green: { environment: { A: null } } },
    "application.green.environment.A: got null, allowed: null only for a name in application.environment: null removes this variable for the color",
  ],
  ...TASK_VARIABLES.map((name): [string, Overrides, string] => [
    `${name}, which the stack sets itself`,
    { blue: { secrets: { [name]: { arn: SECRET_ARN } } } },
    `application.blue.secrets.${name}: got a value that is not shown, allowed: other names: the stack itself sets the variables ${TASK_VARIABLES.join(", ")}`,
  ]),
  [
    "a variable in lower case",
    { secrets: { password: { arn: SECRET_ARN } } },
    "application.secrets.password: got a value that is not shown, allowed: upper-case variable names such as LOG_LEVEL",
  ],
];

describe("a secret is refused", () => {
  it.each(REFUSED)("for %s", (_what, application, line) => {
    expect(lines(application)).toEqual([`  ${line}`]);
  });

  it("where nothing says which account is the environment's", () => {
    expect(linesOf({ application: { blue: { secrets: { A: { arn: SECRET_ARN } } } } })).toEqual([
      "  accountId: got nothing, allowed: the twelve digits of the account, because the file has application.secrets: without accountId, a secret of another account could be used by accident",
    ]);
  });
});

describe("a secret is accepted", () => {
  it.each<[what: string, application: Overrides]>([
    ["by a name that says secret", { secrets: { DB_PASSWORD: { arn: SECRET_ARN, jsonKey: "a.b-c_D9" } } }],
    [
      "of a listed account",
      {
        secretAccountIds: [OTHER_ACCOUNT_ID],
        secrets: { A: { arn: FOREIGN_SECRET_ARN, kmsKeyArn: FOREIGN_KEY_ARN } },
      },
    ],
    [
      "with a key of several regions",
      { secrets: { A: { arn: SECRET_ARN, kmsKeyArn: OUTSIDE_KEY_ARN.replace("key/", "key/mrk-") } } },
    ],
    ["that one color does not get", { secrets: { A: { arn: SECRET_ARN } }, blue: { secrets: { A: null } } }],
    [
      "beside a variable's value that no color gets as a secret",
      {
        environment: { A: "1" },
        secrets: { A: { arn: SECRET_ARN } },
        blue: { secrets: { A: null } },
        green: { secrets: { A: null } },
      },
    ],
  ])("%s", (_what, application) => {
    expect(lines(application)).toEqual([]);
  });
});

describe("the secrets of a color", () => {
  const arn = (index: number, length: number) => {
    const start = `arn:aws:secretsmanager:us-east-1:${ACCOUNT_ID}:secret:${index}`;
    return `${start}${"a".repeat(length - start.length - "-AbCdEf".length)}-AbCdEf`;
  };
  const KEYS = [OUTSIDE_KEY_ARN, FOREIGN_KEY_ARN];
  /** Eleven ARNs of so many characters, with three between each. */
  const secrets = (length: number) => ({
    ...Object.fromEntries([0, 1, 2, 3, 4, 5].map((index) => [`S${index}`, { arn: arn(index, 500) }])),
    A: { arn: arn(0, 500), jsonKey: "more" }, // in the policy once
    B: { arn: PARAMETER_ARN, kmsKeyArn: KEYS[0] },
    C: {
      arn: arn(6, length - 6 * 500 - [PARAMETER_ARN, ...KEYS].join("").length - 10 * 3 - 103),
      kmsKeyArn: KEYS[1],
    },
    D: { arn: arn(7, 103) },
  });
  const application = (length: number) => ({
    secretAccountIds: [OTHER_ACCOUNT_ID],
    green: { image: ecrImage("r".repeat(256), "1"), secrets: secrets(length) },
  });

  it("are refused where the policies of old and new ones would not fit a role together", () => {
    expect(lines(application(3601))).toEqual([
      "  application.green.secrets: got ARNs of 3601 characters, including those of application.secrets, allowed: at most 3600 characters for the ARNs of all secrets and keys together. IAM limits the length of the role's policies, and during a deployment the policies for the old and the new secrets exist at the same time. Put several values into the JSON of one secret, and select each value by jsonKey",
    ]);
  });

  it("fit twice where they are accepted, beside the longest repository", () => {
    expect(lines(application(3600))).toEqual([]);
    const environment = synthesized({ accountId: ACCOUNT_ID, application: application(3600) });
    const lengthOf = (name: string) =>
      environment
        .resource(`aws_iam_role_policy.green_task_execution_role_${name}`)
        .policy.replace(/\$\{[^}]+\}/g, "a".repeat(100)).length;
    expect(lengthOf("policy") + 2 * lengthOf("needs_policy")).toBeLessThanOrEqual(10_240);
  });
});
