import { networkAdvice, SIGN_IN, SIGN_IN_AGAIN } from "../aws/advice";
import { REGION } from "../naming/region";
import type { Check } from "./check";
import { cannotKnow, type Finding, fail, pass } from "./finding";
import type { Subject } from "./subject";

/**
 * Returns the source of the SDK's credentials if an environment variable decides it; otherwise `undefined`.
 * https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/setting-credentials-node.html
 */
function sourceOf(env: NodeJS.ProcessEnv): string | undefined {
  if (env.AWS_PROFILE) return `the profile ${env.AWS_PROFILE}`;
  if (env.AWS_ACCESS_KEY_ID) return "AWS_ACCESS_KEY_ID";
  if (env.AWS_WEB_IDENTITY_TOKEN_FILE) return "AWS_WEB_IDENTITY_TOKEN_FILE";
  if (env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI || env.AWS_CONTAINER_CREDENTIALS_FULL_URI) {
    return "the container's role";
  }
  return undefined;
}

/**
 * Checks the credentials by reading their AWS identity. This call needs no IAM permission.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
async function identity({ env, identity }: Subject): Promise<Finding> {
  const source = sourceOf(env);
  try {
    const { arn } = await identity;
    return pass(`${arn}, from ${source ?? "the default profile, or this machine's role"}`);
  } catch (error) {
    const { message } = error as Error;
    if (source === undefined)
      return cannotKnow(`no AWS credentials were found, so the account cannot be checked: ${SIGN_IN}`);
    const [said = "", advice] = message.split("\n");
    const network = networkAdvice(error as Error);
    if (network !== undefined) return cannotKnow(`${said}; ${network}`);
    if (/expired/i.test(said)) return fail(`${source}: ${said}`, SIGN_IN_AGAIN);
    return fail(`${source}: ${said}`, advice ?? SIGN_IN);
  }
}

/** Checks that the account of the credentials is the account of the setting `accountId`. */
async function account({ settings, me, suffix, missingFile }: Subject): Promise<Finding> {
  const { accountId } = await me();
  const wanted = settings().accountId;
  if (wanted === undefined) {
    return pass(
      missingFile === undefined
        ? `${accountId}; the settings of ${suffix} have no accountId, so a deployment accepts credentials of any account`
        : accountId,
    );
  }
  return wanted === accountId
    ? pass(accountId)
    : fail(
        `these credentials belong to ${accountId}, and accountId of environments/${suffix}.json is ${wanted}`,
        `sign in to ${wanted}, or correct accountId`,
      );
}

/**
 * Checks AWS_REGION and AWS_DEFAULT_REGION. If such a variable is set, its value has to be the region of this project. Every environment is
 * in this region, but the AWS CLI commands of the runbooks use the region of these variables.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html
 */
async function region({ env }: Subject): Promise<Finding> {
  const [name] = ["AWS_REGION", "AWS_DEFAULT_REGION"].filter((it) => env[it] && env[it] !== REGION);
  return name === undefined
    ? pass(`${REGION}, the region of every environment`)
    : fail(
        `${name} is ${env[name]}, and every environment is in ${REGION}: the AWS CLI commands of the runbooks would use the wrong region`,
        `export ${name}=${REGION}`,
      );
}

/**
 * Checks the settings of the environment. If the environment has no settings file, the default settings are checked: docs/configuration.md
 */
async function settings({ refused, settings, suffix, hasFile, missingFile }: Subject): Promise<Finding> {
  if (refused !== undefined)
    return fail(refused, `correct environments/${suffix}.json (docs/configuration.md)`);
  const { profile } = settings();
  return missingFile === undefined
    ? pass(`${hasFile ? `environments/${suffix}.json` : "a preview without a settings file"}, ${profile}`)
    : cannotKnow(`${missingFile}. The other checks use the defaults of ${profile}`);
}

/** Checks of the settings, the identity, the account and the region. */
export const IDENTITY: readonly Check<Subject>[] = [
  { name: "settings", look: settings },
  { name: "AWS identity", look: identity },
  { name: "account", look: account },
  { name: "region", look: region },
];
