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

/** The environment `x1` as the account's policies see it. */
export const SCOPE: Scope = {
  suffix: "x1",
  accountId: ACCOUNT_ID,
  stateBucket: "state-bucket",
  hostedZoneIds: [],
  secretArns: secretArnsOf(settingsOf(SECRETS).application),
  ownKey: true,
  permissionsBoundaryArn: "",
};

/** What an account that is only for previews says otherwise. */
export const PREVIEWS_ONLY = { environments: {}, previews: true } as const;

/** The account's stack, synthesized as its main.ts would. */
export function synthesizedAccount(overrides: Partial<AccountSettings> = {}): Synthesized {
  const outdir = join(tmpdir(), "transaction-processing-unit-tests");
  const app = Testing.app({ outdir, enableFutureFlags: false });
  const stack = new AccountStack(app, { ...ACCOUNT, stateBucket: "state-bucket", ...overrides });
  return new Synthesized(Testing.synth(stack, true));
}

/** Everything that a role of GitHub is allowed, whichever policy says so. */
export function grantsOf(account: Synthesized, role: string): Attributes[] {
  return ["aws_iam_policy", "aws_iam_role_policy"].flatMap((type) =>
    account
      .resources(type)
      .filter(([name]) => name.startsWith(`${role}_policy_`))
      .flatMap(([, { policy }]) => statementsOf(policy)),
  );
}
