import { RefusedError } from "../../src/terminal/refused";
import { requireOneIdentity, terraformEnvironment } from "../../src/terraform/environment";
import { PASSED, REFUSED } from "./variables";

/** What every Terraform of ours runs with. */
const OURS = { CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", TF_WORKSPACE: "default" };

function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(RefusedError);
    return (error as Error).message;
  }
  throw new Error("it was not refused");
}

describe("the variables that Terraform runs with", () => {
  it("are ours but for a few, and the environment's state is the default workspace's", () => {
    const env = { PATH: "/bin", AWS_PROFILE: "p", AWS_ENDPOINT_URL_S3: "http://127.0.0.1:9", TFX: "1" };
    expect(terraformEnvironment(env)).toEqual({ ...env, ...OURS });
  });

  it.each(Object.entries(PASSED))("let %s through", (name, value) => {
    expect(terraformEnvironment({ [name]: value })).toEqual({ [name]: value, ...OURS });
  });

  it.each(Object.entries(REFUSED))("refuse %s by its name", (name, value) => {
    const message = refusalOf(() => terraformEnvironment({ [name]: value }));
    expect(message.split("\n")).toEqual([
      "this variable decides what Terraform does; unset it and try again:",
      expect.stringMatching(new RegExp(`^  ${name}: [a-zA-Z].{15,}[^.]$`)),
    ]);
  });

  it.each(Object.keys(REFUSED))("take an empty %s for an unset one, as Terraform does", (name) => {
    expect(terraformEnvironment({ [name]: "" })).toEqual({ [name]: "", ...OURS });
  });

  it("name all that are refused, sorted, each with its reason, and no other", () => {
    const env = {
      TF_WORKSPACE: "x",
      TF_LOG: "info",
      TF_NEW: "1",
      AWS_S3_ENDPOINT: "y",
      TF_CLI_ARGS_plan: "z",
    };
    expect(refusalOf(() => terraformEnvironment(env))).toBe(
      [
        "these variables decide what Terraform does; unset them and try again:",
        "  AWS_S3_ENDPOINT: only Terraform reads it; use AWS_ENDPOINT_URL_<SERVICE>, which every tool reads",
        "  TF_CLI_ARGS_plan: it adds arguments, which can hide changes, leave resources out or choose another state",
        "  TF_NEW: not known to be harmless",
        "  TF_WORKSPACE: it chooses another state than the environment's",
      ].join("\n"),
    );
  });

  it("say no value: it may be a secret", () => {
    expect(
      refusalOf(() => terraformEnvironment({ AWS_SECRET_KEY: "s3cret", TF_VAR_x: "s3cret" })),
    ).not.toContain("s3cret");
  });

  it("name a CLI configuration only where there is one", () => {
    expect(terraformEnvironment({ TF_CLI_CONFIG_FILE: __filename })).toEqual({
      TF_CLI_CONFIG_FILE: __filename,
      ...OURS,
    });
    for (const missing of ["", "/does/not/exist"]) {
      expect(terraformEnvironment({ TF_CLI_CONFIG_FILE: missing })).toEqual(OURS);
    }
  });
});

describe("one identity", () => {
  it.each([
    {},
    { AWS_PROFILE: "p" },
    { AWS_PROFILE: "p", AWS_DEFAULT_PROFILE: "p" },
    { AWS_PROFILE: "p", AWS_ACCESS_KEY_ID: "" },
    { AWS_PROFILE: "", AWS_ACCESS_KEY_ID: "k" },
    { AWS_ACCESS_KEY_ID: "k", AWS_WEB_IDENTITY_TOKEN_FILE: "f" },
  ])("is what %j says", (env) => {
    requireOneIdentity(env);
  });

  it.each([
    [
      { AWS_PROFILE: "p", AWS_ACCESS_KEY_ID: "k" },
      'AWS_PROFILE is "p", and AWS_ACCESS_KEY_ID is set too: Terraform and this command would use different credentials; unset AWS_PROFILE, or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN',
    ],
    [
      { AWS_PROFILE: "p", AWS_WEB_IDENTITY_TOKEN_FILE: "f" },
      'AWS_PROFILE is "p", and AWS_WEB_IDENTITY_TOKEN_FILE is set too: Terraform and this command would use different credentials; unset AWS_PROFILE, or AWS_WEB_IDENTITY_TOKEN_FILE',
    ],
    ...[{ AWS_DEFAULT_PROFILE: "d" }, { AWS_DEFAULT_PROFILE: "d", AWS_PROFILE: "p" }].map(
      (env) =>
        [
          env,
          'AWS_DEFAULT_PROFILE is "d", which Terraform reads and this command does not: set AWS_PROFILE instead, and unset AWS_DEFAULT_PROFILE',
        ] as const,
    ),
  ] as const)("is not what %j says", (env, message) => {
    expect(refusalOf(() => requireOneIdentity(env))).toBe(message);
  });
});
