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

/* Loaded only when needed, so that a rollback does not wait for them. */
const commands = () => require("../release/client/commands") as typeof import("../release/client/commands");
const seen = () => require("../release/client/seen") as typeof import("../release/client/seen");

const program = new Command("npm run release --")
  .description(
    "Moves traffic between blue and green, by the release controller in AWS: what is started goes on without this terminal. It never scales and never changes images.",
  )
  .configureHelp({ minWidthToWrap: 20 }) // commander's own 40 leaves lines of 100 columns to a terminal of 60
  .addHelpText("after", () => {
    const { columns } = appearanceOf(process.stdout, process.env);
    const suffix =
      "The environment is --suffix or else ENVIRONMENT_SUFFIX; what only looks means dev without both.";
    return `\n${wrap(suffix, columns).join("\n")}\n\nExit codes:\n${exitCodes(columns)}`;
  });

command(
  "status",
  "where the release stands, what comes next and who guards it; images, targets, weights, alarms",
)
  .option("--json", "for scripts", false)
  .option("--watch", "again every polling interval, until Ctrl-C", false)
  .addOption(new Option("--poll <duration>", "polling interval").argParser(parseDuration).default(5000, "5s"))
  .action(async ({ suffix, ...options }) => {
    const { showStatus } = require("../release/client/status") as typeof import("../release/client/status");
    const environment = toLookAt(suffix, process.env);
    const see = seen().seeing(seen().clients(), environment);
    process.exitCode = await showStatus(see, environment, options, options.json ? console.log : say);
  });

command(
  "start",
  "shift traffic step by step, as the settings' release block says; an alarm or dead targets send all of it back",
)
  .requiredOption("--to <color>", `the candidate: ${COLORS.join(" or ")}`, parseColor)
  .option(
    "--steps <percents>",
    "weights of the candidate, such as 5,25,50,100 (default: the settings')",
    parseSteps,
  )
  .option(
    "--bake <duration>",
    "how long each step is watched, such as 10m or 1h (default: the settings')",
    parseDuration,
  )
  .option(
    "--alarm <alarm...>",
    "further CloudWatch alarms that send all traffic back, such as duplicate-payments/<suffix>",
    [],
  )
  .option(
    "--min-requests <count>",
    "requests that a step has to be judged by; 0: NOT JUDGED (default: the settings')",
    parseCount,
  )
  .option("--smoke <path>", "further path that has to answer 2xx through the header rule first", parsePath)
  .option("--smoke-url <url>", "further address that has to answer 2xx first", parseUrl)
  .option("--same-image", "also where both colors have the same image", false)
  .option("--reason <text>", "for the history", "")
  .option("--dry-run", "show the preflight and the plan, and move nothing", false)
  .option("--no-follow", "end once it is started")
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

command("pause", "watch on, but do not move on").action(async ({ suffix }) => {
  await commands().pause(await asking(toSendBack(suffix, process.env)));
});

for (const [kind, what] of [
  ["resume", "move on after a pause; it approves the next step"],
  ["promote", "100 % now, without the steps between"],
] as const) {
  command(kind, what)
    .option("--no-follow", "end once it is asked for")
    .action(async ({ suffix, follow, yes }) => {
      const asks = await asking(toChange(suffix, process.env));
      const release = await commands().goOn(asks, kind, { yes });
      if (follow) process.exitCode = await followed(asks, release);
    });
}

command("rollback", "all traffic to the stable color, now")
  .option("--to <color>", "the color, where no release is under way", parseColor)
  .option("--force", "also to a color without targets", false)
  .option("--reason <text>", "for the history")
  .option("--direct", "past the controller, where it is down: as operator or break-glass, with --to", false)
  .action(async ({ suffix, to, force, reason, direct }) => {
    const environment = toSendBack(suffix, process.env);
    if (direct && to === undefined) {
      throw new RefusedError("--direct asks nobody which color is stable: say it with --to");
    }
    process.exitCode = direct
      ? await sendBackDirectly(environment, { to, force })
      : await sendBack(environment, { to, force, reason });
  });

command("set", "move traffic by hand, once")
  .requiredOption("--green <percent>", "green's weight; blue gets the rest", parsePercent)
  .option("--force", "whatever alarms and targets say", false)
  .option("--reason <text>", "for the history", "")
  .action(async ({ suffix, ...options }) => {
    const config = toChange(suffix, process.env);
    const [asks, now] = await Promise.all([
      asking(config),
      seen().see(seen().clients(), config, { wide: false }),
    ]);
    process.exitCode = await commands().setWeights(asks, now, options);
  });

command("repair", "let the controller go on from the live weights, after somebody moved the listener")
  .option("--reason <text>", "for the history", "")
  .action(async ({ suffix, ...options }) => {
    const environment = toSendBack(suffix, process.env); // a refused file must not keep the environment unguarded
    const [asks, now] = await Promise.all([
      asking(environment),
      seen().see(seen().clients(), environment, { wide: false }),
    ]);
    await commands().repair(asks, now, options);
  });

command("history", "which image had which share, in which release, who, why, at which alarm states")
  .option("--limit <events>", "how many of the newest", parsePositive, 50)
  .option("--json", "for scripts", false)
  .option("--at <time>", "which image had which share then, such as 2026-03-04T05:06 (UTC)", parseTime)
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
    const { sharesAt, sharesText, tellsSharesAt } =
      require("../release/client/history-at") as typeof import("../release/client/history-at");
    const found = sharesAt(await readHistory(logs, environment, (it) => tellsSharesAt(it, at), at), at);
    if ("unknown" in found) throw new RefusedError(found.unknown);
    if (json) console.log(printableJson(found));
    else say(sharesText(environment.suffix, found, columns));
  });

command(
  "report",
  "one HTML file about a release: what became of the traffic, who, why, whether users were hurt",
)
  .argument("[id]", "of the release, or how it begins (default: the newest)")
  .option("--output <file>", "where to (default: release-<suffix>-<id>.html here)")
  .option("--open", "show it in the browser", false)
  .option("--json", "write the data behind it beside it, as JSON", false)
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
