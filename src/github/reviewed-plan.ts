import { unzipSync } from "fflate";
import * as v from "valibot";
import { digestOfManifest, MANIFEST } from "../review/saved-plan";
import { RefusedError } from "../terminal/refused";
import type { GithubApi } from "./api";
import { APPROVAL_RULE, allowedBy } from "./approval";
import { digestIn, ownComments, planCommentOf } from "./comment";

interface PullRequest {
  readonly number: number;
  readonly merged_at: string | null;
  readonly merge_commit_sha: string | null;
  readonly base: { readonly ref: string };
  readonly head: { readonly ref: string; readonly sha: string };
}

/** A workflow run. The field `pull_requests` of a run is not used, because GitHub lists only open pull requests in that field. */
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

/** The plan of a merged commit. People reviewed it in the pull request. */
export interface ReviewedPlan {
  readonly suffix: string;
  readonly digest: string;
  /** The workflow run that holds the plan as an artifact. */
  readonly run: number;
}

/** The reason why there is no plan to apply for an environment. */
export interface NothingToApply {
  readonly suffix: string;
  readonly nothing: string;
}

/**
 * Finds an environment's reviewed plan for a merged commit: the plan that people reviewed before the merge. The workflow's
 * comment on the pull request contains the digest of this plan. The newest successful run of the workflow `plan.yml` for the pull
 * request has the plan as an artifact. The digest of the artifact has to be the one in the comment.
 *
 * @throws RefusedError when comment and artifact do not agree, when the artifact has expired, or when the plan loses data and the
 * loss is not approved by a second person
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
  if (!pull) return nothing(`commit ${commit} was not made by merging a pull request into main`);

  const runs = await github.send<{ workflow_runs: Run[] }>(
    "GET",
    `actions/workflows/plan.yml/runs?event=pull_request&status=success&head_sha=${pull.head.sha}`,
  );
  // GitHub lists the newest run first. Runs of forks are left out, because they have no permissions and make no plan. Runs of
  // other branches with the same commit are left out too.
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
  if (!artifact) return nothing(`pull request #${pull.number} changes nothing in ${suffix}`);
  if (artifact.expired) {
    throw new RefusedError(
      `the plan of ${suffix} in pull request #${pull.number} has expired: plan in a new pull request`,
    );
  }
  const comment = planCommentOf(await ownComments(github, pull.number), suffix);
  const digest = digestIn(comment?.body ?? "", suffix);
  const manifest = unzipSync(await github.download(`actions/artifacts/${artifact.id}/zip`))[MANIFEST];
  if (!manifest)
    throw new RefusedError(`the artifact ${name} holds no ${MANIFEST}: plan in a new pull request`);
  const held = digestOfManifest(manifest);
  if (digest !== held) {
    throw new RefusedError(
      `pull request #${pull.number} shows the review of plan ${digest ?? "(none)"} of ${suffix}, but run ${run.id} contains plan ${held}: plan in a new pull request`,
    );
  }
  await requireApproved(github, pull.number, allowedIn(manifest));
  return { suffix, digest, run: run.id };
}

/**
 * Checks again that the losses in a plan are approved. The code of the pull request made the plan, and that code may allow any loss. This
 * check runs the code of `main`.
 */
async function requireApproved(github: GithubApi, pull: number, lost: readonly string[]): Promise<void> {
  if (lost.length === 0) return;
  const { addresses, approved, found, ignored } = await allowedBy(github, pull);
  const unsaid = lost.filter((it) => !addresses.includes(it));
  if (approved && unsaid.length === 0) return;
  const missing = unsaid.length > 0 ? [`No line that counts names ${unsaid.join(", ")}.`] : [];
  throw new RefusedError(
    [
      `the plan of pull request #${pull} allows the loss of the data of ${lost.join(", ")}, but this loss is not approved: plan in a new pull request, and get its lines "Allow-destroy: <address>" approved.`,
      APPROVAL_RULE,
      ...missing,
      ...ignored,
      ...found,
    ].join(" "),
  );
}

/** The addresses of the resources that may be lost according to a plan's manifest. */
function allowedIn(manifest: Uint8Array): string[] {
  const { success, output } = v.safeParse(v.object({ allowed: v.array(v.string()) }), parsed(manifest));
  if (!success)
    throw new RefusedError(`${MANIFEST} does not say what may be lost: plan in a new pull request`);
  return output.allowed;
}

function parsed(manifest: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(manifest).toString());
  } catch {
    return undefined;
  }
}
