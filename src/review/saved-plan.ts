import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RefusedError } from "../terminal/refused";
import type { Verdict } from "./review";
import type { RecordedTraffic } from "./traffic-record";

/** What applying a plan takes; the name of Terraform's lock file without its dot, which artifacts leave out. */
export const FILES = {
  plan: "plan.tfplan",
  configuration: "cdk.tf.json",
  providers: "terraform.lock.hcl",
} as const;

const MANIFEST = "manifest.json";

/** What a saved plan is, and what has to be so when it is applied. */
export interface SavedPlan {
  readonly suffix: string;
  /** The account that it was made in. */
  readonly accountId: string;
  readonly stateBucket: string;
  readonly verdict: Verdict;
  /** Addresses whose data may be lost. */
  readonly allowed: readonly string[];
  /** Where traffic went when it was planned. */
  readonly traffic: RecordedTraffic;
}

interface Manifest extends SavedPlan {
  /** SHA-256 of each file. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Writes the manifest beside a plan's files.
 *
 * @returns the plan's digest: of the manifest, which holds those of the files
 */
export function savePlan(directory: string, plan: SavedPlan): string {
  const files = Object.fromEntries(Object.values(FILES).map((name) => [name, sha256(join(directory, name))]));
  const manifest: Manifest = { ...plan, files };
  writeFileSync(join(directory, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  return digestOf(directory);
}

/** @throws RefusedError when anything of it is not what was reviewed */
export function openPlan(directory: string, digest: string): SavedPlan {
  try {
    const found = digestOf(directory);
    if (found !== digest) {
      throw new RefusedError(
        `the plan in ${directory} is ${found}, not the ${digest} that was reviewed: review it anew`,
      );
    }
    const { files, ...plan } = JSON.parse(readFileSync(join(directory, MANIFEST), "utf8")) as Manifest;
    const changed = Object.values(FILES).filter((name) => sha256(join(directory, name)) !== files[name]);
    if (changed.length > 0) {
      throw new RefusedError(`${changed.join(", ")} in ${directory} changed after the review: plan anew`);
    }
    return plan;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new RefusedError(
      `there is no saved plan in ${directory}: it holds ${[MANIFEST, ...Object.values(FILES)].join(", ")}, as "npm run plan" writes them`,
    );
  }
}

const sha256 = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");

const digestOf = (directory: string) => `sha256:${sha256(join(directory, MANIFEST))}`;
