import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import { safeParse } from "valibot";
import { claim } from "../files/claim";
import { TooBusyError } from "../rehearsal/busy";
import type { Phase, Show } from "../rehearsal/phase";
import { rehearse } from "../rehearsal/rehearsal";
import { tail } from "../rehearsal/report";
import { shellFile } from "../rehearsal/shell-file";
import { ToolchainError } from "../rehearsal/toolchain-error";
import { BAD, type Bad } from "../rehearsal/traffic/application";
import type { Workspace } from "../rehearsal/workspace";
import { EXIT } from "../release/client/exit";
import type { Profile } from "../settings/profiles";
import { suffixSchema } from "../settings/schema";
import { EXIT_INTERRUPTED, InterruptedError, interruption } from "../terminal/interruption";
import { duration, live } from "../terminal/live";
import { RefusedError } from "../terminal/refused";
import { shellWord } from "../terminal/shell-word";
import { table } from "../terminal/table";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

const project = resolve(__dirname, "../..");

const TOOLCHAIN_MISSING = 3;

/**
 * True if a person can use a shell here. If a rehearsal fails in a pipe or a CI job, it must not wait for a Ctrl-C that nobody presses.
 */
const isTerminal = process.stdin.isTTY && process.stdout.isTTY;

interface Options {
  readonly profile: Profile;
  readonly suffix: string;
  readonly keep: boolean;
  readonly withRelease: boolean;
  readonly bad: Bad;
}

const command = new Command("npm start --")
  .description(
    "Deploys an environment with the real Terraform into an AWS emulator on this machine, and destroys it.",
  )
  .addOption(
    new Option("--profile <profile>", "the profile of the environment, which sets its defaults")
      .choices(["ephemeral", "production"])
      .default("ephemeral"),
  )
  .option("--suffix <suffix>", "the environment's name", parseSuffix, "rehearsal")
  .option(
    "--with-release",
    "release a good version under traffic, then a bad version until an alarm sends all traffic back",
    false,
  )
  .addOption(
    new Option("--bad <behavior>", "with --with-release: the bad version's answer to requests")
      .choices(BAD)
      .default("hang"),
  )
  .option(
    "--keep",
    "keep the environment, even if the rehearsal fails, and open a shell in which the commands of the runbooks work on the emulator; without a terminal, keep it until Ctrl-C, and only if the rehearsal succeeds",
    false,
  )
  .addHelpText(
    "after",
    `
A rehearsal needs no AWS account and makes no calls to AWS. Its logs stay in .rehearsal/<suffix>/.

Exit codes: 0 deployed, second plan without changes, destroyed, and nothing left; ${EXIT_FAILED} failed; ${EXIT_REFUSED} bad usage, or another
rehearsal of this suffix is under way; ${TOOLCHAIN_MISSING} a tool is missing and cannot be installed; ${EXIT.unseen} this machine was too busy,
so a release was not proved; ${EXIT_INTERRUPTED} interrupted.`,
  )
  .exitOverride()
  .action(main);
command.parseAsync().catch(end);

function parseSuffix(suffix: string): string {
  const { success, issues } = safeParse(suffixSchema, suffix);
  if (!success) throw new InvalidArgumentError(`allowed: ${issues[0].message}`);
  return suffix;
}

async function main({ profile, suffix, keep, withRelease, bad }: Options): Promise<void> {
  const { signal } = interruption();
  if (!withRelease && command.getOptionValueSource("bad") === "cli") {
    throw new RefusedError(`--bad ${bad} only changes a rehearsed release: add --with-release`);
  }
  const directory = join(project, ".rehearsal", suffix);
  const logFile = join(directory, "rehearsal.log");
  const claimed = claim(`${directory}.pid`);
  if (typeof claimed === "number") {
    throw new RefusedError(
      `a rehearsal of "${suffix}" is under way here, as process ${claimed}: wait for its end, or choose another suffix: npm start -- --suffix <other> (if process ${claimed} is no rehearsal, remove ${directory}.pid)`,
    );
  }
  const display = live();
  let reported: Error | undefined;
  const seconds: [title: string, seconds: number][] = [];
  const phase: Phase = async (title, work) => {
    signal.throwIfAborted();
    const started = Date.now();
    let lines = (): readonly string[] => [];
    const redraw = () =>
      display.show([`- ${title}, ${duration(Date.now() - started)}`, ...lines().map((line) => `  ${line}`)]);
    const show: Show = (next) => {
      lines = next;
      redraw();
    };
    const timer = setInterval(redraw, 1000);
    redraw();
    try {
      const result = await work(show);
      display.end([`✔ ${title}, ${duration(Date.now() - started)}`]);
      return result;
    } catch (error) {
      display.end([`✖ ${title}`]);
      throw error;
    } finally {
      clearInterval(timer);
      seconds.push([title, (Date.now() - started) / 1000]);
    }
  };

  try {
    const { resources, unproved } = await rehearse({
      suffix,
      profile,
      directory,
      toolchainDirectory: join(project, ".toolchain"),
      env: process.env,
      signal,
      phase,
      print: (text) => console.log(`\n${text}\n`),
      ...(withRelease && { withRelease: bad }),
      ...(keep && {
        keepUp: async (workspace: Workspace, failure?: Error) => {
          reported = failure;
          if (failure !== undefined) process.exitCode = report(failure, logFile);
          if (failure !== undefined && !isTerminal)
            console.error("nothing is kept, because this is no terminal");
          else await stayUp(workspace, directory, signal);
        },
      }),
    });
    if (unproved !== undefined) process.exitCode = EXIT.unseen;
    if (keep) return; // with --keep, the command ends with the shell
    const total = seconds.reduce((sum, [, n]) => sum + n, 0);
    const rows = [...seconds, ["total", total] as const].map(([title, n]) => [title, n.toFixed(1)]);
    console.log(`\n${table(["phase", "seconds"], rows)}\n`);
    console.log(
      `${resources} resources deployed, settled and destroyed; nothing is left (${profile} profile)`,
    );
    if (unproved !== undefined) console.error(`but not every release was proved: ${unproved}`);
  } catch (error) {
    if (error !== reported) process.exitCode = report(error as Error, logFile);
  } finally {
    claimed();
  }
}

/**
 * Keeps the rehearsed environment until a person ends it. If {@link isTerminal} is true, this function opens a shell in the environment's
 * folder, and returns when the shell ends. Otherwise, this function returns when the process is interrupted. In both cases, the function
 * writes the file `env.sh`. Other shells can source this file.
 */
async function stayUp(workspace: Workspace, directory: string, signal: AbortSignal): Promise<void> {
  const file = join(directory, "env.sh");
  writeFileSync(file, shellFile(directory, workspace.variables));
  const about = [
    `${workspace.suffix} is ${process.exitCode === undefined ? "up" : "only partly up, because a step failed"}. Every command of the README and the runbooks works here as written: npm run plan,`,
    "npm run release -- status, npx cdktf output, aws (version 2) ...",
    `Its settings are environments/${workspace.suffix}.json, here in ${directory}.`,
  ];
  if (isTerminal) {
    console.log(
      [
        ...about,
        `In another terminal: . ${shellWord(file)}`,
        '"exit" ends the emulator, and deletes the environment in it.',
      ].join("\n"),
    );
    const shell = spawn(process.env.SHELL ?? "/bin/sh", ["-i"], {
      cwd: directory,
      env: { ...process.env, ...workspace.variables },
      stdio: "inherit",
    });
    await once(shell, "close");
    rmSync(file); // the file contains the URL of the emulator, which ends now
    return;
  }
  console.log(
    [
      ...about,
      `In a terminal: . ${shellWord(file)}`,
      "Ctrl-C ends the emulator, and deletes the environment in it.",
    ].join("\n"),
  );
  // The timer keeps the process alive.
  const alive = setInterval(() => {}, 60_000);
  if (!signal.aborted) await once(signal, "abort");
  clearInterval(alive);
  rmSync(file);
}

/** Prints the error of a failed rehearsal. @returns the exit code */
function report(error: Error, logFile: string): number {
  if (error instanceof InterruptedError) {
    console.error("interrupted: the emulator has ended, and the environment in it is deleted");
    return EXIT_INTERRUPTED;
  }
  if (error instanceof TooBusyError) {
    console.error(`${error.message}; what was measured is in ${join(dirname(logFile), "metrics.json")}`);
    return EXIT.unseen;
  }
  if (existsSync(logFile)) console.error(`\n${tail(logFile)}\n`);
  console.error(error.message);
  if (error instanceof RefusedError) return EXIT_REFUSED;
  if (error instanceof ToolchainError) return TOOLCHAIN_MISSING;
  if (existsSync(logFile)) {
    console.error(
      `the whole log: ${logFile}; the same folder has the emulator's log, the measurements and the reports`,
    );
  }
  return EXIT_FAILED;
}
