import { setTimeout as sleep } from "node:timers/promises";
import { Option } from "commander";
import { LockLostError } from "../lock/lock";
import { COLORS } from "../naming/color";
import { repair, setWeights } from "../release/by-hand";
import { ReleaseEnvironment } from "../release/environment";
import { pause, promote, resume, rollBack } from "../release/in-flight";
import { EXIT } from "../release/outcome";
import { historyTable, statusTables } from "../release/report";
import { start } from "../release/start";
import { readStatus } from "../release/status";
import { unlock } from "../release/unlock";
import { requireSettingsFile, requireSuffix } from "../settings/explicit";
import { SETTINGS_DIRECTORY } from "../settings/load";
import { parseColor, parseDuration, parsePercent, parsePositive, parseSteps } from "./arguments";
import { Command } from "./command";
import { end } from "./end";

const program = new Command("npm run release --")
  .description("Moves traffic between blue and green. It never scales and never changes images.")
  .addHelpText(
    "after",
    `
The environment is --suffix or else ENVIRONMENT_SUFFIX; what only looks means dev without both. Its lock is in STATE_BUCKET.

Exit codes: 0 done; ${EXIT.failed} failed; ${EXIT.refused} refused, nothing was moved; ${EXIT.rolledBack} rolled back by a release alarm or unhealthy
targets; ${EXIT.stopped} stopped: somebody else moved the listener or took over; ${EXIT.interrupted} interrupted and rolled back.`,
  );

command("status", "images, tasks, targets, weights, release alarms, and the release under way")
  .option("--json", "for scripts", false)
  .option("--watch", "again every polling interval, until Ctrl-C", false)
  .addOption(polling())
  .action(async (options) => {
    const environment = await look(options.suffix);
    do {
      const status = await readStatus(environment);
      if (options.watch && process.stdout.isTTY) console.clear();
      console.log(options.json ? JSON.stringify(status, null, options.watch ? 0 : 2) : statusTables(status));
      if (options.watch) await sleep(options.poll);
    } while (options.watch);
  });

command("start", "shift traffic step by step; an alarm, an unhealthy target or Ctrl-C sends all of it back")
  .requiredOption("--to <color>", `the candidate: ${COLORS.join(" or ")}`, parseColor)
  .addOption(
    new Option("--steps <percents>", "weights of the candidate; those that it has already are left out")
      .argParser(parseSteps)
      .default([5, 25, 50, 100], "5,25,50,100"),
  )
  .addOption(
    new Option("--bake <duration>", "how long each step is watched, such as 90s, 5m or 1h")
      .argParser(parseDuration)
      .default(600_000, "10m"), // longer than CloudWatch takes to see most incidents: docs/alarms.md
  )
  .option(
    "--alarm <alarm...>",
    "further CloudWatch alarms that stop the release, such as duplicate-payments/<suffix>",
    [],
  )
  .option("--smoke <path>", "path that has to answer 2xx through the header rule first")
  .option("--smoke-url <url>", "address that has to answer 2xx first")
  .option("--dry-run", "show the preflight and the plan, and move nothing", false)
  .addOption(polling())
  .action(async (options) => start(await change(options.suffix), options));

command("pause", "watch on, but do not move on").action(async ({ suffix }) => pause(await hold(suffix)));

command("resume", "move on after a pause, or in place of a process that died")
  .addOption(polling())
  .action(async (options) => resume(await change(options.suffix), options));

command("promote", "straight to 100, without the steps between")
  .addOption(polling())
  .action(async (options) => promote(await change(options.suffix), options));

command("rollback", "all traffic to the stable color, now")
  .option("--to <color>", "the stable color, where no release is under way", parseColor)
  .action(async ({ suffix, to }) => rollBack(await hold(suffix, { withoutRecord: true }), to));

command("set", "move traffic by hand, once")
  .requiredOption("--green <percent>", "green's weight; blue gets the rest", parsePercent)
  .option("--reason <text>", "for the history")
  .action(async (options) => setWeights(await change(options.suffix), options));

command("history", "who moved what, when, why, at which alarm states")
  .option("--limit <events>", "how many of the newest", parsePositive, 50)
  .option("--json", "for scripts", false)
  .action(async ({ suffix, limit, json }) => {
    const events = await (await look(suffix, { withoutRecord: true })).history.read(limit);
    console.log(json ? JSON.stringify(events, null, 2) : historyTable(events));
  });

command(
  "repair",
  "record the live weights, after somebody moved the listener or broke the parameter by hand",
).action(async ({ suffix }) => repair(await change(suffix, { withoutRecord: true })));

command("unlock", "free the lock after a crash; look at status first").action((options) =>
  unlock(named(options.suffix), process.env, options),
);

void run();

async function run(): Promise<void> {
  try {
    await program.exitOverride().parseAsync();
  } catch (error) {
    end(error as Error, EXIT.refused);
    if (error instanceof LockLostError) process.exitCode = EXIT.stopped;
  }
}

function command(name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .exitOverride()
    .option("--suffix <suffix>", "the environment (default: ENVIRONMENT_SUFFIX)")
    .option("--yes", "do not ask", false);
}

/** The environment that is going to be changed: nothing is guessed. */
function named(suffix: string | undefined): string {
  return suffix ?? requireSuffix(process.env, SETTINGS_DIRECTORY);
}

/** An environment that is only looked at. */
function look(suffix: string | undefined, options?: { withoutRecord: boolean }): Promise<ReleaseEnvironment> {
  return ReleaseEnvironment.open(suffix ?? process.env.ENVIRONMENT_SUFFIX ?? "dev", process.env, {
    ...options,
    anyway: true,
  });
}

/** An environment whose traffic is going to be moved forward. */
function change(
  suffix: string | undefined,
  options?: { withoutRecord: boolean },
): Promise<ReleaseEnvironment> {
  requireSettingsFile(named(suffix), SETTINGS_DIRECTORY);
  return ReleaseEnvironment.open(named(suffix), process.env, options);
}

/** An environment whose traffic is going to be held or sent back: no file, or a refused one, must not keep anybody from that. */
function hold(suffix: string | undefined, options?: { withoutRecord: boolean }): Promise<ReleaseEnvironment> {
  return ReleaseEnvironment.open(named(suffix), process.env, { ...options, anyway: true });
}

function polling(): Option {
  return new Option("--poll <duration>", "polling interval").argParser(parseDuration).default(5000, "5s");
}
