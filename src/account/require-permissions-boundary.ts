import { existsSync } from "node:fs";
import { secretArnsOf } from "../settings/container-secrets";
import { ConfigurationError, show } from "../settings/problems";
import type { EnvironmentConfig } from "../settings/schema";
import { permissionsBoundaryArn } from "./permissions-boundary";
import { ACCOUNT_FILE, loadAccount, PREVIEWS } from "./settings";

export interface RequirePermissionsBoundaryProps {
  readonly config: Pick<EnvironmentConfig, "access" | "accountId" | "application" | "suffix">;
  /** Path of the account's file, from the environment variable `ACCOUNT_FILE`. @default - `account.json`, if it exists */
  readonly accountFile: string | undefined;
}

/**
 * Checks an environment that GitHub deploys. The environment's settings have to name the permissions boundary, and the permissions boundary
 * has to let tasks read all their secrets. GitHub's role may create roles only with the permissions boundary. If the settings did not name
 * the permissions boundary, AWS would refuse to create the first role, in the middle of a deployment. If tasks could not read a secret, no
 * task would start. If the account's file does not exist, the account does not use GitHub, and nothing is checked. `destroy` needs no
 * check, because it creates no role.
 *
 * @throws ConfigurationError with the file, the field, and the value that the field has to get
 */
export function requirePermissionsBoundary({ config, accountFile }: RequirePermissionsBoundaryProps): void {
  if (accountFile === undefined && !existsSync(ACCOUNT_FILE)) return;
  const file = accountFile ?? ACCOUNT_FILE;
  const account = loadAccount(file);
  const { suffix } = config;
  const isPreview = account.previews && suffix.startsWith(`${PREVIEWS}-`);
  if (!isPreview && !Object.hasOwn(account.environments, suffix)) return;

  // The workflow for previews copies the file `environments/preview.json` to `environments/<suffix>.json`.
  const settings = `environments/${isPreview ? "preview" : suffix}.json`;
  const deploys = `${file} says that GitHub deploys ${isPreview ? "previews" : suffix}`;
  // If the settings contain no account id, the check of the permissions boundary's ARN below also checks the account.
  if (config.accountId !== undefined && config.accountId !== account.accountId) {
    const allowed = `${show(account.accountId)}, because ${deploys} into that account`;
    throw new ConfigurationError(settings, [{ field: "accountId", got: show(config.accountId), allowed }]);
  }
  const { permissionsBoundaryArn: got } = config.access;
  const boundary = permissionsBoundaryArn(account.accountId, isPreview ? PREVIEWS : suffix);
  if (got !== boundary) {
    const allowed = `${show(boundary)}, because ${deploys}, and GitHub's role may create roles only with this permissions boundary`;
    throw new ConfigurationError(settings, [
      { field: "access.permissionsBoundaryArn", got: show(got), allowed },
    ]);
  }
  const bounded = isPreview ? [] : (account.environments[suffix]?.secretArns ?? []);
  const missing = secretArnsOf(config.application).filter((arn) => !bounded.includes(arn));
  if (missing.length > 0) {
    const where = isPreview
      ? "none (previews run a pull request's code)"
      : `ARNs of environments.${suffix}.secretArns`;
    const allowed = `${where}, because ${deploys}, and the permissions boundary lets tasks read no other secrets`;
    throw new ConfigurationError(settings, [{ field: "application.secrets", got: show(missing), allowed }]);
  }
}
