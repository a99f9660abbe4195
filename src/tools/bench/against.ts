import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { RefusedError } from "../../terminal/refused";
import { measure, PROJECT, type Row } from "./measure";

/**
 * The packages that synth loads. If the older commit and the working tree have the same versions of these packages, the synth of the older
 * commit uses the folder node_modules of the working tree.
 */
const LOADED = ["@cdktf/provider-aws", "@swc/core", "cdktf", "constructs", "pirates", "valibot"];
/** The goal: today's median time is at most the older commit's median time multiplied by this number. */
const MOST = 1.05;

interface PackageLock {
  readonly packages: Readonly<Record<string, { readonly version?: string }>>;
}

/** Returns whether two lock files have the same versions of the packages that synth loads. */
export const loadsTheSame = (one: PackageLock, other: PackageLock): boolean =>
  LOADED.every((name) => {
    const path = `node_modules/${name}`;
    return one.packages[path]?.version === other.packages[path]?.version;
  });

const lockIn = (directory: string): PackageLock =>
  JSON.parse(readFileSync(join(directory, "package-lock.json"), "utf8"));

/**
 * Writes the files of a commit into a new folder, and installs their packages.
 *
 * @throws RefusedError if Git does not find the commit
 */
function checkOut(commit: string, directory: string): void {
  const archive = `${directory}.tar`;
  mkdirSync(directory);
  try {
    execFileSync("git", ["archive", "--output", archive, commit], { cwd: PROJECT, stdio: "pipe" });
  } catch {
    throw new RefusedError(`Git finds no commit ${commit} in this repository`);
  }
  execFileSync("tar", ["-xf", archive, "-C", directory]);
  if (loadsTheSame(lockIn(directory), lockIn(PROJECT))) {
    symlinkSync(join(PROJECT, "node_modules"), join(directory, "node_modules"));
  } else {
    execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: directory,
      stdio: ["ignore", "ignore", "inherit"],
    });
  }
}

/**
 * Measures the synth of the working tree and the synth of an older commit.
 *
 * @param runs each of the two synths is measured `2 * runs` times
 */
export async function benchAgainst(directory: string, runs: number, commit: string): Promise<Row[]> {
  const then = join(directory, "then");
  checkOut(commit, then);
  const words = ["node", "--require", "./src/register.js", "main.ts"];
  const [now, before] = await measure(
    2 * runs, // more runs than in other benchmarks, because the difference may be only a few percent
    { what: "synth of one environment, without the CLI", words },
    { what: `the same at ${commit}`, words, cwd: then },
  );
  const more = Math.round((now.medianSeconds / before.medianSeconds - 1) * 100);
  return [
    {
      ...now,
      goal: `at most 5 % more than the next row (result: ${more} %)`,
      met: now.medianSeconds <= MOST * before.medianSeconds,
    },
    { ...before, goal: "-", met: true },
  ];
}
