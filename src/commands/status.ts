import { RDSClient } from "@aws-sdk/client-rds";
import { CLIENT } from "../aws/client-options";
import { signedIn } from "../aws/signed-in";
import { clients } from "../release/client/seen";
import { toLookAt } from "../release/client/session";
import { healthOf } from "../status/health";
import { judge, STATUS_EXIT } from "../status/judge";
import { page } from "../status/page";
import { appearanceOf } from "../terminal/appearance";
import { printableJson } from "../terminal/printable";
import { styled } from "../terminal/styled";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

const command = new Command("npm run status --")
  .description(
    "Shows the environment's health on one page: images, traffic, alarms, database, last deployment and release, costs, and URLs.",
  )
  .option("--suffix <suffix>", "the environment (default: ENVIRONMENT_SUFFIX, or else dev)")
  .option("--json", "print JSON for scripts", false)
  .addHelpText(
    "after",
    `
The role observer is enough. "npm run release -- status" has more details about a release that is under way.

Exit codes: ${STATUS_EXIT.healthy} healthy; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused; ${STATUS_EXIT.wrong} a problem, such as an alarm in ALARM, too few tasks, or the database;
${STATUS_EXIT.nothing} nothing of this suffix is deployed; ${STATUS_EXIT.unseen} no problem was found, but a part cannot be read.`,
  )
  .exitOverride()
  .action(status);
command.parseAsync().catch(end);

async function status({ suffix, json }: { readonly suffix?: string; readonly json: boolean }): Promise<void> {
  const config = toLookAt(suffix, process.env);
  const aws = { ...clients(), rds: new RDSClient(CLIENT) };
  await signedIn(aws.sts, config.accountId);
  const { configuredCosts } = require("../status/costs") as typeof import("../status/costs");
  const health = await healthOf(aws, config, () => configuredCosts(config));
  const verdict = judge(health);
  process.exitCode = STATUS_EXIT[verdict.kind];
  if (json) console.log(printableJson({ verdict: verdict.kind, wrong: verdict.wrong, ...health }));
  else if (verdict.kind === "nothing") console.error(`nothing of "${config.suffix}" is deployed`);
  else console.log(styled(page(health, verdict, appearanceOf(process.stdout, process.env).columns)));
}
