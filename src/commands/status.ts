import { RDSClient } from "@aws-sdk/client-rds";
import { CLIENT } from "../aws/client-options";
import { signedIn } from "../aws/signed-in";
import { clients } from "../release/client/seen";
import { toLookAt } from "../release/client/session";
import { SETTINGS_DIRECTORY } from "../settings/load";
import { existing } from "../status/existence";
import { healthOf } from "../status/health";
import { judge, STATUS_EXIT } from "../status/judge";
import { nothingWords, page } from "../status/page";
import { appearanceOf } from "../terminal/appearance";
import { printableJson } from "../terminal/printable";
import { styled } from "../terminal/styled";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

const command = new Command("npm run status --")
  .description(
    "Shows the environment's health on one page: images, traffic, targets, alarms, database, last deployment and release, costs, and URLs.",
  )
  .option("--suffix <suffix>", "the environment (default: ENVIRONMENT_SUFFIX, or else dev)")
  .option("--json", "print JSON for scripts", false)
  .addHelpText(
    "after",
    `
The role observer is enough. "npm run release -- status" has more details about a release that is under way.

Exit codes: ${STATUS_EXIT.healthy} no problem was found; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused; ${STATUS_EXIT.wrong} a problem, such as an alarm in ALARM, too few tasks, the
database, or a release that is stuck; ${STATUS_EXIT.nothing} nothing of this suffix was found; ${STATUS_EXIT.unseen} no problem was found, but a part
cannot be read, or an alarm that needs no requests has no data.`,
  )
  .exitOverride()
  .action(status);
command.parseAsync().catch(end);

async function status({ suffix, json }: { readonly suffix?: string; readonly json: boolean }): Promise<void> {
  const config = toLookAt(suffix, process.env);
  const aws = { ...clients(), rds: new RDSClient(CLIENT) };
  await signedIn(aws.sts, config.accountId);
  const { configuredHere } = require("../status/costs") as typeof import("../status/costs");
  const health = await healthOf(aws, config, () =>
    configuredHere({ ...config, directory: SETTINGS_DIRECTORY }),
  );
  const verdict = judge(health);
  process.exitCode = STATUS_EXIT[verdict.kind];
  if (json) {
    const { kind, wrong, unseen } = verdict;
    console.log(printableJson({ verdict: kind, wrong, unseen, ...health }));
  } else if (verdict.kind === "nothing")
    console.error(nothingWords(config.suffix, Object.keys(existing(health))));
  else console.log(styled(page(health, verdict, appearanceOf(process.stdout, process.env).columns)));
}
