import { Option, type Command as SubCommand } from "commander";
import { COLORS } from "../naming/color";
import { exitCodes } from "../release/client/exit";
import {
  asking,
  followed,
  say,
  sendBack,
  sendBackDirectly,
  toChange,
  toLookAt,
  toSendBack,
} from "../release/client/session";
import { appearanceOf } from "../terminal/appearance";
import { printableJson } from "../terminal/printable";
import { RefusedError } from "../terminal/refused";
import { wrap } from "../terminal/wrap";
import {
  parseColor,
  parseCount,
  parseDuration,
  parsePath,
  parsePercent,
  parsePositive,
  parseSteps,
  parseTime,
  parseUrl,
} from "./arguments";
import { Command } from "./command";
import { endRelease } from "./end-release";

/* Only the commands that need these modules load them. So a rollback starts sooner. */
const commands = () => require("../release/client/commands") as typeof import("../release/client/commands");
const seen = () => require("../release/client/seen") as typeof import("../release/client/seen");

const program = new Command("npm run release --")
  .description(
    "Moves traffic between blue and green with the release controller in AWS. A release continues without this terminal. It changes no images and no task counts.",
  )
  .configureHelp({ minWidthToWrap: 20 }) // commander's default of 40 gives lines of 100 columns in a terminal of 60
  .addHelpText("after", () => {
    const { columns } = appearanceOf(process.stdout, process.env);
    const suffix =
      "The environment is --suffix or ENVIRONMENT_SUFFIX. If neither is set, commands that only read use dev.";
    return `\n${wrap(suffix, columns).join("\n")}\n\nExit codes:\n${exitCodes(columns)}`;
  });

command("status", "show the release's state and next step, images, targets, weights, alarms")
  .option("--json", "print JSON for scripts", false)
  .option("--watch", "refresh at every polling interval, until Ctrl-C", false)
  .addOption(new Option("--poll <duration>", "polling interval").argParser(parseDuration).default(5000, "5s"))
  .action(async ({ suffix, ...options }) => {
    const { showStatus } = require("../release/client/status") as typeof import("../release/client/status");
    const environment = toLookAt(suffix, process.env);
    const see = seen().seeing(seen().clients(), environment);
    process.exitCode = await showStatus(see, environment, options, options.json ? console.log : say);
  });

command("start", "move traffic step by step; an alarm or unhealthy targets send all traffic back")
  .requiredOption("--to <color>", `the candidate: ${COLORS.join(" or ")}`, parseColor)
  .option(
    "--steps <percents>",
    "weights of the candidate, such as 5,25,50,100 (default: release.steps)",
    parseSteps,
  )
  .option(
    "--bake <duration>",
    "duration of each step, such as 10m or 1h (default: release.steps)",
    parseDuration,
  )
  .option(
    "--alarm <alarm...>",
    "more alarms that send all traffic back, such as duplicate-payments/<suffix>",
    [],
  )
  .option(
    "--min-requests <count>",
    "requests that a step needs; 0: NOT JUDGED (default: release.minRequests)",
    parseCount,
  )
  .option("--smoke <path>", "a path that has to answer 2xx before the start, asked with X-Color", parsePath)
  .option("--smoke-url <url>", "a URL that has to answer 2xx before the start", parseUrl)
  .option("--same-image", "even if both colors have the same image", false)
  .option("--reason <text>", "reason for the history", "")
  .option("--dry-run", "show the preflight and the steps, and move no traffic", false)
  .option("--no-follow", "return when the release has started")
  .action(async ({ suffix, to, follow, ...options }) => {
    const config = toChange(suffix, process.env);
    const { releasePlan } = require("../release/release-plan") as typeof import("../release/release-plan");
    const { start, originOf } =
      require("../release/client/start") as typeof import("../release/client/start");
    const { steps, bake, alarm, minRequests, smoke, smokeUrl, ...rest } = options;
    const plan = releasePlan(config, {
      steps,
      bakeMinutes: bake === undefined ? undefined : bake / 60_000,
      alarms: alarm,
      minRequests,
      smokeTests: [smoke, smokeUrl].filter((it) => it !== undefined),
    });
    const asks = await asking(config);
    const release = await start(asks, {
      ...rest,
      to,
      plan,
      minTasks: config.application[to as "blue" | "green"].minTasks,
      origin: () => originOf(seen().clients(), config, config.https?.domainName),
    });
    if (release !== undefined && follow) process.exitCode = await followed(asks, release);
  });

command("pause", "stay at the present step; the release is still guarded").action(async ({ suffix }) => {
  await commands().pause(await asking(toSendBack(suffix, process.env)));
});

for (const [kind, what] of [
  ["resume", "continue after a pause; this approves the next step"],
  ["promote", "send all traffic to the candidate now"],
] as const) {
  command(kind, what)
    .option("--no-follow", "return when the controller has accepted the command")
    .action(async ({ suffix, follow, yes }) => {
      const asks = await asking(toChange(suffix, process.env));
      const release = await commands().goOn(asks, kind, { yes });
      if (follow) process.exitCode = await followed(asks, release);
    });
}

command("rollback", "send all traffic to the stable color now")
  .option("--to <color>", "the color; needed if no release is under way", parseColor)
  .option("--force", "even if the color has no targets", false)
  .option("--reason <text>", "reason for the history")
  .option("--direct", "without the controller; needs --to and the role operator or break-glass", false)
  .action(async ({ suffix, to, force, reason, direct }) => {
    const environment = toSendBack(suffix, process.env);
    if (direct && to === undefined) {
      throw new RefusedError("--direct does not look up the stable color: give the color with --to");
    }
    process.exitCode = direct
      ? await sendBackDirectly(environment, { to, force })
      : await sendBack(environment, { to, force, reason });
  });

command("set", "set the weights once")
  .requiredOption("--green <percent>", "green's weight; blue gets the rest", parsePercent)
  .option("--force", "ignore alarms and missing targets", false)
  .option("--reason <text>", "reason for the history", "")
  .action(async ({ suffix, ...options }) => {
    const config = toChange(suffix, process.env);
    const [asks, now] = await Promise.all([
      asking(config),
      seen().see(seen().clients(), config, { wide: false }),
    ]);
    process.exitCode = await commands().setWeights(asks, now, options);
  });

command("repair", "continue with the listener's present weights after somebody changed them")
  .option("--reason <text>", "reason for the history", "")
  .action(async ({ suffix, ...options }) => {
    const environment = toSendBack(suffix, process.env); // works with an invalid settings file
    const [asks, now] = await Promise.all([
      asking(environment),
      seen().see(seen().clients(), environment, { wide: false }),
    ]);
    await commands().repair(asks, now, options);
  });

command("history", "show past weights, with images, caller, reason and alarm states")
  .option("--limit <events>", "newest events", parsePositive, 50)
  .option("--json", "print JSON for scripts", false)
  .option("--at <time>", "show each image's weight at this time, such as 2026-03-04T05:06 (UTC)", parseTime)
  .action(async ({ suffix, limit, json, at }) => {
    const { historyText, readHistory } =
      require("../release/client/history") as typeof import("../release/client/history");
    const environment = toLookAt(suffix, process.env);
    const { logs } = seen().clients();
    const { columns } = appearanceOf(process.stdout, process.env);
    if (at === undefined) {
      const lines = (await readHistory(logs, environment, (it) => it.length >= limit)).slice(-limit);
      if (json) console.log(printableJson(lines));
      else say(historyText(lines, columns));
      return;
    }
    const { readSharesAt, sharesText } =
      require("../release/client/history-at") as typeof import("../release/client/history-at");
    const found = await readSharesAt(logs, environment, at);
    if (json) console.log(printableJson(found));
    else say(sharesText(environment.suffix, found, columns));
  });

command("report", "write an HTML report about a release: traffic, caller, reason, failed requests")
  .argument("[id]", "the release's id or its beginning (default: the newest release)")
  .option("--output <file>", "the file (default: release-<suffix>-<id>.html)")
  .option("--open", "show the report in the browser", false)
  .option("--json", "also write the report's data, as JSON", false)
  .action(async (id: string | undefined, { suffix, ...options }) => {
    const { readReport } = require("../release/report/read") as typeof import("../release/report/read");
    const { writeReport } = require("../release/report/write") as typeof import("../release/report/write");
    writeReport(await readReport(seen().clients(), toLookAt(suffix, process.env), id), options);
  });

command("unlock", "free the environment's lock after a crash; look at status first").action(
  async ({ suffix, yes }) => {
    const config = toLookAt(toSendBack(suffix, process.env).suffix, process.env);
    const { unlock } = require("../release/client/unlock") as typeof import("../release/client/unlock");
    const { by } = await asking(config);
    await unlock(seen().clients(), config, by, { yes });
  },
);

void run();

async function run(): Promise<void> {
  try {
    await program.exitOverride().parseAsync();
  } catch (error) {
    endRelease(error as Error);
  }
}

function command(name: string, description: string): SubCommand {
  return program
    .command(name)
    .description(description)
    .exitOverride()
    .option("--suffix <suffix>", "the environment (default: ENVIRONMENT_SUFFIX)")
    .option("--yes", "do not ask", false);
}
