import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { run } from "../rehearsal/process";

/** The version of `cdktn`, the community's continuation of CDKTF, which HashiCorp archived in December 2025. */
const CDKTN = "0.24.0";
/** The version of `@cdktn/provider-aws`, which contains the TypeScript classes for version 6 of the AWS provider. */
const BINDINGS = "25.7.0";
/** The version of `constructs` that `cdktn` needs: `npm view cdktn peerDependencies`. */
const CONSTRUCTS = "10.6.0";

/** The files and folders of this project that synth and the type check need. */
const NEEDED = ["__tests__", "src", "environments", "main.ts", "package.json", "tsconfig.json"];
const PROJECT = resolve(__dirname, "../..");

interface Manifest {
  dependencies: Record<string, string>;
  overrides: Record<string, unknown>;
}

/** A possible replacement for CDKTF. `trySuccessors` tries it out. */
export interface Successor {
  readonly name: string;
  /** Changes the content of package.json. The callback gets this content as an object. */
  readonly packages: (manifest: Manifest) => void;
  /** Returns the new text of a line with an import. @default - lines with imports are not changed */
  readonly imports?: (line: string) => string;
}

export const SUCCESSORS: readonly Successor[] = [
  {
    name: "cdktn by alias, today's bindings",
    packages: ({ dependencies, overrides }) => {
      Object.assign(dependencies, { cdktf: `npm:cdktn@${CDKTN}`, constructs: CONSTRUCTS });
      delete dependencies["cdktf-cli"]; // the CLI would install a second copy of cdktf, and no npm script needs the CLI
      overrides["@cdktf/provider-aws"] = { cdktf: "$cdktf", constructs: "$constructs" };
    },
  },
  {
    name: "cdktn, bindings of provider 6",
    packages: ({ dependencies }) => {
      for (const name of ["cdktf", "cdktf-cli", "@cdktf/provider-aws"]) delete dependencies[name];
      Object.assign(dependencies, {
        cdktn: CDKTN,
        "@cdktn/provider-aws": BINDINGS,
        constructs: CONSTRUCTS,
      });
    },
    imports: (line) =>
      line
        .replace(/(["'])@cdktf\/provider-aws/g, "$1@cdktn/provider-aws")
        .replace(/(["'])cdktf(["'/])/g, "$1cdktn$2"),
  },
];

/**
 * The stacks whose Terraform JSON is compared. Each stack is synthesized once with CDKTF, and once with each item of {@link SUCCESSORS} (the
 * possible replacements for CDKTF). `app` is the path of the stack's entry file. `suffix` is the suffix of the stack's environment.
 */
const STACKS = {
  ephemeral: { app: "main.ts", suffix: "x1" },
  production: { app: "main.ts", suffix: "prod" },
  account: { app: "src/account/main.ts", suffix: "x1" },
} as const;
type Stack = keyof typeof STACKS;
const STACK_NAMES = Object.keys(STACKS) as Stack[];

/** The result of trying out a successor (a possible replacement for CDKTF). */
export interface Outcome {
  readonly name: string;
  /** The number of lines in `src`, `__tests__` and main.ts that had to change. */
  readonly changedLines: number;
  /** The lines that `tsc` printed. */
  readonly typeErrors: readonly string[];
  /**
   * For each stack: the differences between today's Terraform JSON and the successor's Terraform JSON. This field omits the
   * differences that are in the field {@link Outcome.versions}. Each item of a list describes one difference: a path in the JSON, today's
   * value and the successor's value.
   */
  readonly differences: Readonly<Record<Stack, readonly string[]>>;
  /**
   * The expected differences between the Terraform JSON of CDKTF and the Terraform JSON of CDKTF's successor, for all stacks together.
   * These are differences in the version of CDKTF, and in the version and the source of the AWS provider. Each item of the list describes
   * one difference: a path in the JSON, today's value and the successor's value.
   */
  readonly versions: readonly string[];
}

/**
 * Installs each successor (a possible replacement for CDKTF) in a copy of this project, and synthesizes both profiles and the account's
 * stack with it. Then this function compares the Terraform JSON with the JSON that this project synthesizes today.
 *
 * @param directory an empty folder, on a disk with 1 GB free
 * @param says a callback that is called at the beginning of each step, with the name of the step
 * @throws Error if packages cannot be installed, or if a synth fails
 */
export async function trySuccessors(directory: string, says: (text: string) => void): Promise<Outcome[]> {
  const today = copied(join(directory, "today"));
  symlinkSync(join(PROJECT, "node_modules"), join(today, "node_modules"));
  says("today: synthesize");
  const expected = await synthesized(today);
  const outcomes: Outcome[] = [];
  for (const [index, { name, packages, imports }] of SUCCESSORS.entries()) {
    const copy = copied(join(directory, `${index}`));
    const manifest = JSON.parse(readFileSync(join(copy, "package.json"), "utf8"));
    packages(manifest);
    writeFileSync(join(copy, "package.json"), JSON.stringify(manifest, null, 2));
    const changedLines = imports === undefined ? 0 : rewritten(copy, imports);
    says(`${name}: install`);
    await mustRun(copy, "npm", ["install", "--no-audit", "--no-fund", "--no-package-lock"]);
    says(`${name}: check types`);
    const typeErrors: string[] = [];
    await inFolder(copy, "npx", ["--no-install", "tsc"], {}, (line) => typeErrors.push(line));
    says(`${name}: synthesize`);
    const found = await synthesized(copy);
    const differing = (stack: Stack) => differences(expected[stack], found[stack]);
    const but = (stack: Stack) => differing(stack).filter((it) => !isVersion(it));
    outcomes.push({
      name,
      changedLines,
      typeErrors,
      differences: { ephemeral: but("ephemeral"), production: but("production"), account: but("account") },
      versions: [...new Set(STACK_NAMES.flatMap(differing).filter(isVersion))],
    });
  }
  return outcomes;
}

const isVersion = (difference: string) =>
  /^(\/\/\.metadata\.version|terraform\.required_providers\.aws\.(version|source)): /.test(difference);

function copied(to: string): string {
  mkdirSync(to);
  for (const name of NEEDED) cpSync(join(PROJECT, name), join(to, name), { recursive: true });
  cpSync(join(to, "environments/prod.example.json"), join(to, "environments/prod.json"));
  cpSync(join(PROJECT, "account.example.json"), join(to, "account.json"));
  return to;
}

/** Applies a change to each line with an import, in all source files. @returns the number of lines that changed */
function rewritten(copy: string, change: (line: string) => string): number {
  const files = ["src", "__tests__"].flatMap((folder) =>
    readdirSync(join(copy, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.[jt]s$/.test(name))
      .map((name) => join(copy, folder, name)),
  );
  let count = 0;
  for (const file of [...files, join(copy, "main.ts")]) {
    const lines = readFileSync(file, "utf8").split("\n");
    const after = lines.map((line) => (/\b(from|require|import)\b.*["']/.test(line) ? change(line) : line));
    count += after.filter((line, index) => line !== lines[index]).length;
    writeFileSync(file, after.join("\n"));
  }
  return count;
}

async function synthesized(copy: string): Promise<Record<Stack, unknown>> {
  const documents: Partial<Record<Stack, unknown>> = {};
  for (const name of STACK_NAMES) {
    const { app, suffix } = STACKS[name];
    const outdir = join(copy, `out-${name}`);
    await mustRun(copy, process.execPath, ["--require", "./src/register.js", app], {
      CDKTF_OUTDIR: outdir,
      CDKTF_CONTEXT_JSON: "{}",
      ENVIRONMENT_SUFFIX: suffix,
      STATE_BUCKET: "state",
    });
    const [stack = "", ...others] = readdirSync(join(outdir, "stacks"));
    if (others.length > 0) throw new Error(`${outdir} holds more than one stack`);
    documents[name] = JSON.parse(readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8"));
  }
  return documents as Record<Stack, unknown>;
}

const inFolder = (
  cwd: string,
  command: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
  onLine: (line: string) => void = () => {},
) => run(command, words, { cwd, env: { ...process.env, ...env }, logFile: join(cwd, "log.txt"), onLine });

async function mustRun(cwd: string, command: string, words: readonly string[], env?: NodeJS.ProcessEnv) {
  const lines: string[] = [];
  const code = await inFolder(cwd, command, words, env, (line) => lines.push(line));
  if (code !== 0)
    throw new Error(`${command} ${words.join(" ")}: exit code ${code}\n${lines.slice(-15).join("\n")}`);
}

/** Compares two JSON values. @returns a text for each difference. The text contains the path of the difference and both values */
export function differences(left: unknown, right: unknown, path = ""): string[] {
  if (isTree(left) && isTree(right)) {
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) =>
      differences(left[key], right[key], path === "" ? key : `${path}.${key}`),
    );
  }
  const [before, after] = [JSON.stringify(left), JSON.stringify(right)];
  return before === after ? [] : [`${path}: ${before ?? "nothing"} becomes ${after ?? "nothing"}`];
}

const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
