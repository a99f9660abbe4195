import { readFileSync } from "node:fs";
import * as v from "valibot";
import { flag, group, pattern, secretOrKeyArn, setting } from "../settings/fields";
import { decodeSettings } from "../settings/json-file";
import { ConfigurationError, repeatedKeyProblems, show, toProblems } from "../settings/problems";
import { suffixSchema } from "../settings/schema";

/** Name of the account's Terraform stack. */
export const ACCOUNT_STACK = "github-account";

/** The default path of the file with the account's settings. The environment variable `ACCOUNT_FILE` can contain another path. */
export const ACCOUNT_FILE = "account.json";

/** All previews (`pr-1`, `pr-2`, ...) share one role and one permissions boundary. The names of both end in this text. */
export const PREVIEWS = "pr";

const environment = v.pipe(
  suffixSchema,
  v.check(
    (suffix) => !/(^|-)pr(-|$)/.test(suffix),
    'a suffix without the part "pr", because the suffixes of previews have that part (hyphens separate the parts)',
  ),
  v.check(
    (suffix) => !/^preview$|-rollback$/.test(suffix),
    'neither "preview" nor a suffix that ends in "-rollback", because GitHub environments with such names need no approval',
  ),
);

const accountSchema = group({
  accountId: setting("Id of the AWS account.", pattern(/^\d{12}$/, "twelve digits, in quotes")),
  repository: setting(
    "The GitHub repository whose workflows may assume the roles of this file.",
    pattern(/^[\w-]+\/[\w.-]+$/, 'an owner and a repository such as "example/payments"'),
  ),
  repositoryId: setting(
    "Id of the repository. If another repository gets the same name later, that repository has another id, so its workflows cannot assume the roles.",
    pattern(/^[1-9]\d*$/, 'what "gh api repos/<owner>/<name> --jq .id" prints, in quotes'),
  ),
  repositoryOwnerId: setting(
    "Id of the repository's owner, which GitHub writes into the tokens of newer repositories.",
    pattern(/^[1-9]\d*$/, 'what "gh api repos/<owner>/<name> --jq .owner.id" prints, in quotes'),
  ),
  environments: setting(
    "The environments that GitHub's workflows plan, deploy and release. Each key is the suffix of an environment.",
    v.record(
      environment,
      group({
        hostedZoneIds: v.optional(
          setting(
            "Ids of the Route 53 hosted zones in which this environment may create records. Default: none.",
            v.array(
              pattern(/^Z[A-Z0-9]{1,31}$/, 'hosted zone ids such as "Z0123456789ABCDEFGHIJ"'),
              "a list",
            ),
          ),
          [],
        ),
        secretArns: v.optional(
          setting(
            "ARNs of the secrets and parameters that application.secrets of this environment may name, and of the customer managed keys that encrypt them. Tasks cannot read other secrets.",
            v.array(secretOrKeyArn(), "a list"),
          ),
          [],
        ),
      }),
      'environments by suffix, such as { "dev": {} }',
    ),
  ),
  previews: setting("Whether pull requests may have their own environments, `pr-<number>`.", flag()),
  oidcProviderArn: v.optional(
    setting(
      "ARN of GitHub's OIDC provider, if the account already has this provider. An account can have only one. Default: the account's stack creates the provider.",
      pattern(
        /^arn:aws:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/,
        "the ARN of the provider token.actions.githubusercontent.com",
      ),
    ),
  ),
});

/** The settings of GitHub's permissions in one AWS account. */
export type AccountSettings = v.InferOutput<typeof accountSchema>;

/** Reads and checks an account's file. @throws ConfigurationError with all problems at once */
export function loadAccount(file: string): AccountSettings {
  let text = "";
  let value: unknown;
  try {
    text = decodeSettings(readFileSync(file));
    value = JSON.parse(text);
  } catch (error) {
    const allowed = "valid JSON such as account.example.json";
    throw new ConfigurationError(file, [{ field: "(file)", got: show((error as Error).message), allowed }]);
  }
  const repeated = repeatedKeyProblems(text);
  if (repeated.length > 0) throw new ConfigurationError(file, repeated);
  const { success, output, issues } = v.safeParse(accountSchema, value);
  if (!success) throw new ConfigurationError(file, toProblems("(top level)", issues));
  const suffixes = Object.keys(output.environments);
  if (output.previews && suffixes.length > 0) {
    throw new ConfigurationError(file, [
      {
        field: "previews",
        got: `true, in an account with the environments ${suffixes.join(", ")}`,
        allowed:
          "true only in an account without other environments, because previews run a pull request's code. Write false in this file. For the account of the previews, write a second file such as account.previews.example.json, and set ACCOUNT_FILE to its path",
      },
    ]);
  }
  return output;
}
