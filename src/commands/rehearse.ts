import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { Listr } from "listr2";
import { safeParse } from "valibot";
import type { Profile } from "../config/profiles";
import { suffixSchema } from "../config/schema";
import { rehearse } from "../rehearsal/rehearsal";
import { tail } from "../rehearsal/report";
import { ToolchainError } from "../rehearsal/toolchain-error";
import type { Workspace } from "../rehearsal/workspace";
import { table } from "../terminal/table";

const project = resolve(__dirname, "../..");

const FAILED = 1;
const BAD_USAGE = 2;
const TOOLCHAIN_MISSING = 3;
const INTERRUPTED = 130;

/** Where there is no terminal, a line every so often says that it goes on. */
const LINE_EVERY_SECONDS = 10;

interface Options {
  readonly profile: Profile;
  readonly suffix: string;
  readonly keep: boolean;
  readonly withRelease: boolean;
}

const command = new Command("npm start --")
  .description(
    "Deploys an environment with the real Terraform into an AWS emulator on this machine, and destroys it.",
  )
  .addOption(
    new Option("--profile <profile>", "set of defaults")
      .choices(["ephemeral", "production"])
      .default("ephemeral"),
  )
  .option("--suffix <suffix>", "names the environment", parseSuffix, "rehearsal")
  .option("--with-release", "release green to the end, and roll a release of blue back on an alarm", false)
  .option("--keep", "leave it up until Ctrl-C, and print how to talk to it", false)
  .addHelpText(
    "after",
    `
No AWS account is used or reached. Logs stay in .rehearsal/<suffix>/.

Exit codes: 0 deployed, settled, destroyed and nothing left; ${FAILED} something failed; ${BAD_USAGE} bad usage;
${TOOLCHAIN_MISSING} part of the toolchain is missing and cannot be had; ${INTERRUPTED} interrupted.`,
  )
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : BAD_USAGE))
  .action(main);

function parseSuffix(suffix: string): string {
  const { success, issues } = safeParse(suffixSchema, suffix);
  if (!success) throw new InvalidArgumentError(`allowed: ${issues[0].message}`);
  return suffix;
}

async function main({ profile, suffix, keep, withRelease }: Options): Promise<void> {
  const directory = join(project, ".rehearsal", suffix);
  const interruption = interruptible();
  const seconds: [title: string, seconds: number][] = [];

  const phase = async <T>(title: string, work: (show: (line: string) => void) => Promise<T>): Promise<T> => {
    interruption.throwIfAborted();
    const started = Date.now();
    let result: { readonly value: T } | undefined;
    await new Listr(
      [
        {
          title,
          task: async (_, task) => {
            result = {
              value: await work(
                throttled((line) => {
                  task.output = line;
                }),
              ),
            };
          },
        },
      ],
      { registerSignalListeners: false, rendererOptions: { timer: { condition: true, field: took } } },
    ).run();
    seconds.push([title, (Date.now() - started) / 1000]);
    if (!result) throw new Error(`the phase "${title}" ended without a result`);
    return result.value;
  };

  try {
    const resources = await rehearse({
      suffix,
      profile,
      directory,
      toolchainDirectory: join(project, ".toolchain"),
      env: process.env,
      signal: interruption,
      phase,
      print: (text) => console.log(`\n${text}\n`),
      withRelease,
      ...(keep && { keepUp: (workspace: Workspace) => stayUp(workspace, directory, interruption) }),
    });
    if (keep) return;
    const total = seconds.reduce((sum, [, n]) => sum + n, 0);
    const rows = [...seconds, ["total", total] as const].map(([title, n]) => [title, n.toFixed(1)]);
    console.log(`\n${table(["phase", "seconds"], rows)}\n`);
    console.log(
      `${resources} resources deployed, settled and destroyed; nothing is left (${profile} profile)`,
    );
  } catch (error) {
    process.exitCode = report(error as Error, join(directory, "rehearsal.log"), interruption);
  }
}

/** Aborted by the first Ctrl-C (or a polite kill), which lets Terraform save its state; the second ends at once. */
function interruptible(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(INTERRUPTED);
      console.error("\ninterrupted: waiting for Terraform to stop; again to end at once");
      controller.abort(new Error("interrupted"));
    });
  }
  return controller.signal;
}

async function stayUp(workspace: Workspace, directory: string, interruption: AbortSignal): Promise<void> {
  const variables = Object.entries(workspace.variables).map(([name, value]) => `export ${name}='${value}'`);
  console.log(
    [
      "The environment stays up until Ctrl-C. In another terminal:",
      "",
      `cd '${directory}'`,
      ...variables,
      `run() { node --require '${join(project, "src/register.js")}' "${join(project, "src/commands")}/$@"; }`,
      "",
      "Then: aws (CLI 2), npx cdktf diff, run plan.ts, run release.ts status, run locked.ts deploy --skip-provider-lock, ...",
      `Its settings are here, in environments/${workspace.suffix}.json. "npm run plan" would go to the project's folder and read`,
      'those there: say "run plan.ts" instead.',
      "Ctrl-C ends the emulator, and with it all that is in it.",
    ].join("\n"),
  );
  while (!interruption.aborted) await sleep(100);
}

/** Says what went wrong. @returns the exit code */
function report(error: Error, logFile: string, interruption: AbortSignal): number {
  if (interruption.aborted) return INTERRUPTED;
  if (existsSync(logFile)) console.error(`\n${tail(logFile)}\n`);
  console.error(error.message);
  if (error instanceof ToolchainError) return TOOLCHAIN_MISSING;
  if (existsSync(logFile)) console.error(`the whole log: ${logFile}`);
  return FAILED;
}

function throttled(show: (line: string) => void): (line: string) => void {
  let shown = 0;
  return (line) => {
    if (!process.stdout.isTTY && Date.now() - shown < LINE_EVERY_SECONDS * 1000) return;
    shown = Date.now();
    show(line);
  };
}

const took = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

void command.parseAsync();
