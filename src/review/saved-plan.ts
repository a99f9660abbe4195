import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RefusedError } from "../terminal/refused";
import { type PlanFile, readPlanFile } from "./plan-file";
import type { RecordedTraffic } from "./traffic-record";

/** Terraform's own file: plan, configuration, state and the providers' checksums. */
export const PLAN_FILE = "plan.tfplan";

export const MANIFEST = "manifest.json";

/** What a saved plan is, and what has to be so when it is applied. */
export interface SavedPlan {
  readonly suffix: string;
  /** The account that it was made in. */
  readonly accountId: string;
  readonly stateBucket: string;
  /** Addresses whose data may be lost. */
  readonly allowed: readonly string[];
  /** Where traffic went when it was planned. */
  readonly traffic: RecordedTraffic;
}

interface Manifest extends SavedPlan {
  /** SHA-256 of the plan file. */
  readonly plan: string;
}

export type OpenedPlan = SavedPlan & PlanFile;

/**
 * Writes the manifest beside a plan file.
 *
 * @returns the plan's digest
 */
export function savePlan(directory: string, saved: SavedPlan): string {
  const manifest: Manifest = { ...saved, plan: sha256(join(directory, PLAN_FILE)) };
  writeFileSync(join(directory, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  return digestOf(directory);
}

/** @throws RefusedError when it is not the plan that was reviewed */
export function openPlan(directory: string, digest: string): OpenedPlan {
  const file = join(directory, PLAN_FILE);
  try {
    const found = digestOf(directory);
    if (found !== digest) {
      throw new RefusedError(
        `the plan in ${directory} is ${found}, not the ${digest} that was reviewed: review it anew`,
      );
    }
    const { plan, ...saved } = JSON.parse(readFileSync(join(directory, MANIFEST), "utf8")) as Manifest;
    if (sha256(file) !== plan) {
      throw new RefusedError(`${PLAN_FILE} in ${directory} changed after the review: plan anew`);
    }
    return { ...saved, ...readPlanFile(readFileSync(file)) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new RefusedError(
      `there is no saved plan in ${directory}: it holds ${MANIFEST} and ${PLAN_FILE}, as "npm run plan" writes them`,
    );
  }
}

/** A plan's digest is that of its manifest, which holds that of the plan file. */
export const digestOfManifest = (manifest: Uint8Array): string => `sha256:${hash(manifest)}`;

const hash = (content: Uint8Array) => createHash("sha256").update(content).digest("hex");

const sha256 = (file: string) => hash(readFileSync(file));

const digestOf = (directory: string) => digestOfManifest(readFileSync(join(directory, MANIFEST)));
