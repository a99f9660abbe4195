import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { grantsOf, PREVIEWS_ONLY, synthesizedAccount } from "../support/account";

/** IAM's prefixes where they are not the client's name. */
const PREFIX: Readonly<Record<string, string>> = {
  "application-auto-scaling": "application-autoscaling",
  "cloudwatch-logs": "logs",
  "elastic-load-balancing-v2": "elasticloadbalancing",
  eventbridge: "events",
  "resource-groups-tagging-api": "tag",
  "route-53": "route53",
  "secrets-manager": "secretsmanager",
};
/** IAM's names where they are not the call's. */
const RENAMED: Readonly<Record<string, string>> = { "s3:ListBuckets": "s3:ListAllMyBuckets" };

const files = ["inventory", "sweep"].flatMap((name) => {
  const folder = join(__dirname, "../../src", name);
  return readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
});
const calls = files.flatMap((text) =>
  [...text.matchAll(/import \{([^}]*)\} from "@aws-sdk\/client-([^"]*)"/g)].flatMap(
    ([, names = "", client = ""]) =>
      [...names.matchAll(/\b(?:paginate(\w+)|(\w+)Command\b)/g)].map(([, paginated, sent]) => {
        const action = `${PREFIX[client] ?? client}:${paginated ?? sent}`;
        return RENAMED[action] ?? action;
      }),
  ),
);

it.each([
  ["github_deploy_role_prod", synthesizedAccount()],
  ["github_preview_role_pr", synthesizedAccount(PREVIEWS_ONLY)],
])("%s may do all that a sweep calls", (role, account) => {
  const allowed = new Set(grantsOf(account, role).flatMap(({ Action }) => [Action].flat() as string[]));
  expect(calls.length).toBeGreaterThan(50);
  expect(calls.filter((action) => !allowed.has(action))).toEqual([]);
});
