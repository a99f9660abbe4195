import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import * as v from "valibot";
import { pattern } from "../settings/fields";
import { ConfigurationError, toProblems } from "../settings/problems";
import { stateBucketSchema, suffixSchema } from "../settings/schema";
import { RefusedError } from "../terminal/refused";
import { PLAN_FILE } from "../terraform/plan";
import type { ForeignSubscription } from "./foreign-subscription";
import type { RecordedTraffic } from "./traffic-record";

export const MANIFEST = "manifest.json";

/**
 * The manifest of a saved plan. It contains the plan's environment and account, and the state of the traffic when the plan was made. When
 * `npm run apply` applies the plan, the traffic has to be the same.
 */
export interface SavedPlan {
  readonly suffix: string;
  /** The id of the AWS account for which the plan was made. */
  readonly accountId: string;
  readonly stateBucket: string;
  /** Terraform addresses of the resources whose loss somebody has allowed. */
  readonly allowed: readonly string[];
  /** The weight parameter, the traffic weights and the listener rules at the time when the plan was made. */
  readonly traffic: RecordedTraffic;
  /**
   * The subscriptions that somebody made outside of Terraform.
   *
   * @default - unknown, because the role that made the plan has no permission to list subscriptions
   */
  readonly foreignSubscriptions?: readonly ForeignSubscription[];
}

/**
 * The schema of a manifest. Commands check a manifest with it, because anybody may have written the manifest, and its values are used in
 * messages and paths.
 */
const manifestSchema = v.object({
  suffix: suffixSchema,
  accountId: pattern(/^\d{12}$/, "twelve digits"),
  stateBucket: stateBucketSchema,
  allowed: v.array(v.string("addresses"), "addresses"),
  traffic: v.object({
    parameter: v.nullable(v.object({ version: v.number(), value: v.string() })),
    weights: v.record(v.string(), v.number()),
    listeners: v.exactOptional(
      v.array(
        v.object({
          arn: v.string(),
          answers: v.string(),
          rules: v.array(v.object({ arn: v.string(), does: v.string(), digest: v.string() })),
        }),
      ),
    ),
  }),
  foreignSubscriptions: v.exactOptional(
    v.array(v.object({ topic: v.string(), arn: v.string(), to: v.string() })),
  ),
  /** The SHA-256 digest of the plan file. */
  plan: v.string("the SHA-256 of the plan file"),
});

export interface OpenedPlan extends SavedPlan {
  readonly file: string;
  /** The content of the `cdk.tf.json` in the plan file. */
  readonly configurationJson: string;
  /** The content of the `.terraform.lock.hcl` in the plan file. */
  readonly providersLock: string;
}

/**
 * Writes the manifest into the folder of a plan file.
 *
 * @returns the plan's digest
 */
export function savePlan(directory: string, saved: SavedPlan): string {
  const manifest = { ...saved, plan: sha256(join(directory, PLAN_FILE)) };
  writeFileSync(join(directory, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  return digestOf(directory);
}

/**
 * Opens a saved plan.
 *
 * @param digest the digest of the reviewed plan
 * @throws RefusedError if the manifest has another digest, if the plan file is not the one in the manifest, or if a part is missing
 */
export function openPlan(directory: string, digest: string): OpenedPlan {
  const file = join(directory, PLAN_FILE);
  try {
    const found = digestOf(directory);
    if (found !== digest) {
      throw new RefusedError(
        `the plan in ${directory} is ${found}, not the ${digest} that was reviewed: review it anew`,
      );
    }
    const manifest = join(directory, MANIFEST);
    const { success, output, issues } = v.safeParse(
      manifestSchema,
      JSON.parse(readFileSync(manifest, "utf8")),
    );
    if (!success) throw new ConfigurationError(manifest, toProblems("(top level)", issues));
    const { plan, ...saved } = output;
    if (sha256(file) !== plan) {
      throw new RefusedError(`${PLAN_FILE} in ${directory} changed after the review: plan anew`);
    }
    const inside = unzipSync(readFileSync(file));
    const text = (name: string) => {
      const content = inside[name];
      if (content === undefined) {
        throw new RefusedError(
          `${PLAN_FILE} in ${directory} holds no ${name}: plan anew, with Terraform 1.11 or newer`,
        );
      }
      return strFromU8(content);
    };
    return {
      ...saved,
      file,
      configurationJson: text("tfconfig/m-/cdk.tf.json"),
      providersLock: text(".terraform.lock.hcl"),
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new RefusedError(
      `there is no saved plan in ${directory}: a saved plan consists of ${MANIFEST} and ${PLAN_FILE}, which "npm run plan" writes`,
    );
  }
}

/** Returns the digest of a saved plan. This is the digest of the plan's manifest, and the manifest contains the digest of the plan file. */
export const digestOfManifest = (manifest: Uint8Array): string => `sha256:${hash(manifest)}`;

const hash = (content: Uint8Array) => createHash("sha256").update(content).digest("hex");

const sha256 = (file: string) => hash(readFileSync(file));

const digestOf = (directory: string) => digestOfManifest(readFileSync(join(directory, MANIFEST)));
