import { unzipSync } from "fflate";
import * as v from "valibot";
import { digestOfManifest, MANIFEST } from "../review/saved-plan";
import { RefusedError } from "../terminal/refused";
import type { GithubApi } from "./api";
import { APPROVAL_RULE, allowedBy } from "./approval";
import { digestIn, ownComments, planCommentOf } from "./comment";
import { saysUnchanged } from "./plan-comments";

interface PullRequest {
  readonly number: number;
  readonly merged_at: string | null;
  readonly merge_commit_sha: string | null;
  readonly base: { readonly ref: string };
  readonly head: { readonly ref: string; readonly sha: string };
}

/** A workflow run. This type omits the field `pull_requests`, because GitHub lists only open pull requests in that field. */
interface Run {
  readonly id: number;
  readonly head_branch: string | null;
  readonly head_repository: { readonly full_name: string } | null;
}

interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly expired: boolean;
}

/** An environment's plan that people reviewed in a pull request before the merge. */
export interface ReviewedPlan {
  readonly suffix: string;
  readonly digest: string;
  /** The id of the workflow run that has the plan as an artifact. */
  readonly run: number;
}

/** An environment without a plan to apply, with the reason. */
export interface NothingToApply {
  readonly suffix: string;
  readonly nothing: string;
}

/**
 * Finds an environment's plan that people reviewed in a pull request. The merge of this pull request made the commit `commit`. The newest
 * successful run of the workflow `plan.yml` for the pull request has this plan as an artifact. The workflow's comment on the pull request
 * contains the digest of the reviewed plan. The artifact's digest has to equal the digest in the comment.
 *
 * @throws RefusedError if GitHub lists no pull request for the commit, if the artifact is missing although no comment calls the plan
 *   unchanged, if the comment and the artifact have different digests, if the artifact has expired, or if the plan loses data and no second
 *   person has approved the loss
 */
export async function reviewedPlan(
  github: GithubApi,
  {
    commit,
    repository,
    suffix,
  }: { readonly commit: string; readonly repository: string; readonly suffix: string },
): Promise<NothingToApply | ReviewedPlan> {
  const nothing = (why: string) => ({ suffix, nothing: why });
  const pulls = await github.send<PullRequest[]>("GET", `commits/${commit}/pulls`);
  const pull = pulls.find(
    (it) => it.merged_at !== null && it.merge_commit_sha === commit && it.base.ref === "main",
  );
  if (!pull) {
    // GitHub may list the pull request only some time after the merge.
    throw new RefusedError(
      `GitHub lists no pull request whose merge into main made commit ${commit}: if a merge made it, run the failed jobs again; if not, make a plan in a new pull request`,
    );
  }

  const runs = await github.send<{ workflow_runs: Run[] }>(
    "GET",
    `actions/workflows/plan.yml/runs?event=pull_request&status=success&head_sha=${pull.head.sha}`,
  );
  // GitHub lists the newest run first. Runs of a fork are skipped, because a fork gets no AWS permissions and makes no plan. Runs of
  // another branch with the same commit are skipped too.
  const run = runs.workflow_runs.find(
    (it) => it.head_repository?.full_name === repository && it.head_branch === pull.head.ref,
  );
  if (!run) return nothing(`pull request #${pull.number} has no successful plan`);

  const name = `plan-${suffix}`;
  const { artifacts } = await github.send<{ artifacts: Artifact[] }>(
    "GET",
    `actions/runs/${run.id}/artifacts?name=${name}`,
  );
  const artifact = artifacts.find((it) => it.name === name);
  if (artifact?.expired) {
    throw new RefusedError(
      `the plan of ${suffix} in pull request #${pull.number} has expired: make a new plan in a new pull request`,
    );
  }
  const comments = await ownComments(github, pull.number);
  const digest = digestIn(planCommentOf(comments, suffix)?.body ?? "", suffix);
  if (!artifact) {
    if (saysUnchanged(comments, suffix))
      return nothing(`the plan of ${suffix} in pull request #${pull.number} has no changes`);
    throw new RefusedError(
      digest === undefined
        ? `no comment on pull request #${pull.number} shows a plan of ${suffix}, which main configures: make a plan in a new pull request`
        : `pull request #${pull.number} shows changes in the plan of ${suffix}, but run ${run.id} has no artifact ${name}: make a new plan in a new pull request`,
    );
  }
  const manifest = unzipSync(await github.download(`actions/artifacts/${artifact.id}/zip`))[MANIFEST];
  if (!manifest)
    throw new RefusedError(
      `the artifact ${name} contains no ${MANIFEST}: make a new plan in a new pull request`,
    );
  const held = digestOfManifest(manifest);
  if (digest !== held) {
    throw new RefusedError(
      `pull request #${pull.number} shows the review of plan ${digest ?? "(none)"} of ${suffix}, but run ${run.id} contains plan ${held}: make a new plan in a new pull request`,
    );
  }
  await requireApproved(github, pull.number, allowedIn(manifest));
  return { suffix, digest, run: run.id };
}

/**
 * Checks that a second person has approved the losses of data in a plan. The workflow `plan` has made this check with the pull request's
 * code, and that code can allow any loss. So the workflow `deploy` makes this check again, with the code of `main`.
 */
async function requireApproved(github: GithubApi, pull: number, lost: readonly string[]): Promise<void> {
  if (lost.length === 0) return;
  const { addresses, approved, found, ignored } = await allowedBy(github, pull);
  const unsaid = lost.filter((it) => !addresses.includes(it));
  if (approved && unsaid.length === 0) return;
  const missing = unsaid.length > 0 ? [`No line that counts names ${unsaid.join(", ")}.`] : [];
  throw new RefusedError(
    [
      `the plan of pull request #${pull} allows the loss of the data of ${lost.join(", ")}, but this loss is not approved: make a new plan in a new pull request, and get the lines "Allow-destroy: <address>" of that pull request approved.`,
      APPROVAL_RULE,
      ...missing,
      ...ignored,
      ...found,
    ].join(" "),
  );
}

/** Reads the list `allowed` from a plan's manifest: the Terraform addresses of the resources whose loss somebody has allowed. */
function allowedIn(manifest: Uint8Array): string[] {
  const { success, output } = v.safeParse(v.object({ allowed: v.array(v.string()) }), parsed(manifest));
  if (!success)
    throw new RefusedError(
      `${MANIFEST} contains no valid list of the allowed losses of data: make a new plan in a new pull request`,
    );
  return output.allowed;
}

function parsed(manifest: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(manifest).toString());
  } catch {
    return undefined;
  }
}
