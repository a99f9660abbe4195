import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { RefusedError } from "../../terminal/refused";
import { measure, PROJECT, type Row } from "./measure";

/** What synthesizing loads: where a commit has these versions, today's packages are its own. */
const LOADED = ["@cdktf/provider-aws", "@swc/core", "cdktf", "constructs", "pirates", "valibot"];
/** Of the older commit's seconds. */
const MOST = 1.05;

interface PackageLock {
  readonly packages: Readonly<Record<string, { readonly version?: string }>>;
}

/** Whether two locks have the same of what synthesizing loads. */
export const loadsTheSame = (one: PackageLock, other: PackageLock): boolean =>
  LOADED.every((name) => {
    const path = `node_modules/${name}`;
    return one.packages[path]?.version === other.packages[path]?.version;
  });

const lockIn = (directory: string): PackageLock =>
  JSON.parse(readFileSync(join(directory, "package-lock.json"), "utf8"));

/** A commit's files, and its packages. @throws RefusedError where Git does not know it */
function checkOut(commit: string, directory: string): void {
  const archive = `${directory}.tar`;
  mkdirSync(directory);
  try {
    execFileSync("git", ["archive", "--output", archive, commit], { cwd: PROJECT, stdio: "pipe" });
  } catch {
    throw new RefusedError(`Git finds no commit ${commit} here`);
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

/** How long synthesizing takes now, held against a commit of before. */
export async function benchAgainst(directory: string, runs: number, commit: string): Promise<Row[]> {
  const then = join(directory, "then");
  checkOut(commit, then);
  const words = ["node", "--require", "./src/register.js", "main.ts"];
  const [now, before] = await measure(
    2 * runs, // a few percent are looked for
    { what: "synth of one environment, without the CLI", words },
    { what: `the same at ${commit}`, words, cwd: then },
  );
  const more = Math.round((now.medianSeconds / before.medianSeconds - 1) * 100);
  return [
    {
      ...now,
      goal: `at most 5 % over the next: ${more} %`,
      met: now.medianSeconds <= MOST * before.medianSeconds,
    },
    { ...before, goal: "-", met: true },
  ];
}
