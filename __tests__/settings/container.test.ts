import { containerOf } from "../../src/settings/container";
import {
  arnsOf,
  hasForeignSecret,
  hasParameter,
  secretArn,
  secretArnsOf,
  valueFrom,
} from "../../src/settings/container-secrets";
import {
  FOREIGN_KEY_ARN,
  FOREIGN_SECRET_ARN,
  OUTSIDE_KEY_ARN,
  PARAMETER_ARN,
  PRIVATE,
  SECRET_ARN,
  SECRETS,
} from "../support/environments";
import { settingsOf } from "../support/problems";

const settings = settingsOf(SECRETS);
const { application } = settings;
const GREEN_ONLY = PARAMETER_ARN.replace("key", "salt");
const PASSWORD = { arn: SECRET_ARN, jsonKey: "password" };
const SIGNING_KEY = { arn: PARAMETER_ARN, kmsKeyArn: OUTSIDE_KEY_ARN };

it("a color's container has the color's own values, the common ones for the rest, and nothing that the color removes", () => {
  expect(containerOf({ ...application, environment: { LOG_LEVEL: "info", REGION: "x" } }, "blue")).toEqual({
    containerPort: 8080,
    healthCheckPath: "/healthz",
    user: "10001:10001",
    environment: { REGION: "x" },
    secrets: {
      PARTNER_PASSWORD: { arn: FOREIGN_SECRET_ARN, kmsKeyArn: FOREIGN_KEY_ARN },
      SIGNING_KEY,
    },
  });
  expect(containerOf(application, "green")).toEqual({
    containerPort: 9443,
    healthCheckPath: "/ready",
    user: "20003:30003",
    environment: { LOG_LEVEL: "debug" },
    secrets: {
      PARTNER_USER: { arn: SECRET_ARN, jsonKey: "user" },
      PARTNER_PASSWORD: PASSWORD,
      SIGNING_KEY,
      GREEN_ONLY: { arn: GREEN_ONLY },
    },
  });
});

it("a task definition names a secret by its ARN, and a key in its JSON behind it", () => {
  expect([PASSWORD, SIGNING_KEY].map(valueFrom)).toEqual([`${SECRET_ARN}:password::`, PARAMETER_ARN]);
  expect([PASSWORD, SIGNING_KEY].map((it) => secretArn(valueFrom(it)))).toEqual([SECRET_ARN, PARAMETER_ARN]);
});

it("ECS reads each secret and each key once, whichever color has it", () => {
  expect(arnsOf([PASSWORD, SIGNING_KEY, PASSWORD])).toEqual([SECRET_ARN, PARAMETER_ARN, OUTSIDE_KEY_ARN]);
  expect([...secretArnsOf(application)].sort()).toEqual(
    [FOREIGN_SECRET_ARN, FOREIGN_KEY_ARN, PARAMETER_ARN, OUTSIDE_KEY_ARN, SECRET_ARN, GREEN_ONLY].sort(),
  );
});

it("one secret of another account, or one parameter, is enough to have one", () => {
  const having = (secrets: object) => {
    const one = settingsOf({ ...PRIVATE, application: { ...PRIVATE.application, secrets } });
    return [hasForeignSecret(one), hasParameter(one.application)];
  };
  expect([hasForeignSecret(settings), hasParameter(application)]).toEqual([true, true]);
  expect(having({ A: { arn: SECRET_ARN } })).toEqual([false, false]);
  expect(having({ A: { arn: SECRET_ARN }, B: { arn: PARAMETER_ARN } })).toEqual([false, true]);
  expect(having({})).toEqual([false, false]);
});
