import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import type { Scope } from "../../src/account/permission";
import type { AccountSettings } from "../../src/account/settings";
import { AccountStack } from "../../src/account/stack";
import { secretArnsOf } from "../../src/settings/container-secrets";
import { ACCOUNT_ID, SECRETS } from "./environments";
import { statementsOf } from "./policies";
import { settingsOf } from "./problems";
import { type Attributes, Synthesized } from "./synthesized";

export const ACCOUNT: AccountSettings = {
  accountId: ACCOUNT_ID,
  repository: "example/payments",
  repositoryId: "1234567",
  repositoryOwnerId: "7654321",
  environments: {
    dev: { hostedZoneIds: [], secretArns: [] },
    prod: {
      hostedZoneIds: ["Z0123456789ABCDEFGHIJ"],
      secretArns: [],
    },
  },
  previews: false,
};

/** The scope of the account's policies for the environment `x1`. */
export const SCOPE: Scope = {
  suffix: "x1",
  accountId: ACCOUNT_ID,
  stateBucket: "state-bucket",
  hostedZoneIds: [],
  secretArns: secretArnsOf(settingsOf(SECRETS).application),
  ownKey: true,
  permissionsBoundaryArn: "",
};

/** Overrides for an account that is used only for previews. */
export const PREVIEWS_ONLY = { environments: {}, previews: true } as const;

/** Synthesizes the account's stack, as src/account/main.ts does. */
export function synthesizedAccount(overrides: Partial<AccountSettings> = {}): Synthesized {
  const outdir = join(tmpdir(), "transaction-processing-unit-tests");
  const app = Testing.app({ outdir, enableFutureFlags: false });
  const stack = new AccountStack(app, { ...ACCOUNT, stateBucket: "state-bucket", ...overrides });
  return new Synthesized(Testing.synth(stack, true));
}

/** The policy statements of a GitHub role, from all its managed and inline policies. */
export function grantsOf(account: Synthesized, role: string): Attributes[] {
  return ["aws_iam_policy", "aws_iam_role_policy"].flatMap((type) =>
    account
      .resources(type)
      .filter(([name]) => name.startsWith(`${role}_policy_`))
      .flatMap(([, { policy }]) => statementsOf(policy)),
  );
}
