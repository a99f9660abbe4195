import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { RDSClient } from "@aws-sdk/client-rds";
import { STSClient } from "@aws-sdk/client-sts";
import { CLIENT } from "../aws/client-options";
import { signedIn } from "../aws/signed-in";
import { readMembers, requireFailover } from "../failover/cluster";
import { drill } from "../failover/drill";
import { ask, isGood } from "../failover/outside";
import { drillText } from "../failover/report";
import { findListeners } from "../release/traffic-control";
import { requireSettingsFile, requireSuffix } from "../settings/explicit";
import { loadSettings, SETTINGS_DIRECTORY } from "../settings/load";
import { confirmByTyping } from "../terminal/confirm";
import { EXIT_INTERRUPTED, interruption } from "../terminal/interruption";
import { RefusedError } from "../terminal/refused";
import { parsePath, parseUrl } from "./arguments";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

/** The failover happened, or was requested, and something is not as it was before. */
const EXIT_NOT_WELL = 3;

interface Options {
  readonly suffix?: string;
  readonly path?: string;
  readonly url?: string;
  readonly json: boolean;
}

new Command("npm run failover --")
  .description(
    "Fail the database over to its reader, and measure from outside how long the application does not answer. Asks for the suffix to be typed.",
  )
  .option("--suffix <suffix>", "the environment (default: ENVIRONMENT_SUFFIX)")
  .option(
    "--path <path>",
    "what is asked, such as one that reads from the database (default: application.healthCheckPath)",
    parsePath,
  )
  .option(
    "--url <url>",
    "where the application is asked, without a path (default: the load balancer, or its domain)",
    parseUrl,
  )
  .option("--json", "for scripts: one JSON object on standard output", false)
  .addHelpText(
    "after",
    `
Takes the operator's role. Every connection to the writer breaks: do it while little is asked for, and not during a release.
It goes on asking for two minutes after the last error, because alarms take minutes, and stops after ten.

Exit codes: 0 another instance writes, and the application answers; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused, nothing was touched;
${EXIT_NOT_WELL} after ten minutes the writer is the same, or the application does not answer; ${EXIT_INTERRUPTED} interrupted (a failover that has
begun goes on in AWS).`,
  )
  .action(main)
  .exitOverride()
  .parseAsync()
  .catch(end);

async function main(options: Options): Promise<void> {
  const { signal, leaves } = interruption();
  const suffix = options.suffix ?? requireSuffix(process.env, SETTINGS_DIRECTORY);
  const settings = loadSettings({ suffix, directory: SETTINGS_DIRECTORY });
  requireSettingsFile(suffix, SETTINGS_DIRECTORY);
  await signedIn(new STSClient(CLIENT), settings.accountId);
  const rds = new RDSClient(CLIENT);
  const before = await readMembers(rds, suffix);
  await requireFailover(rds, before);
  const { healthCheckPath } = settings.application;
  const path = options.path ?? healthCheckPath;
  const url = `${options.url?.replace(/\/$/, "") ?? (await address(suffix, settings.https?.domainName))}${path}`;
  const first = await ask(url);
  if (!isGood(first)) {
    throw new RefusedError(
      `${url} answers ${first.answer} before the failover: nothing could be measured; say --path or --url of what answers 200`,
    );
  }
  await confirmByTyping(
    suffix,
    `fail ${suffix} over from ${before.writer} to ${before.readers.join(" or ")}`,
  );
  leaves("the failover goes on in AWS, if it has begun");
  const cloudWatch = new CloudWatchClient(CLIENT);
  const say = (line: string) => console.error(line);
  const drilled = await drill({ suffix, rds, cloudWatch, url, before, signal, say }).catch((error: Error) => {
    if (signal.aborted) console.error("the failover goes on in AWS, if it has begun");
    throw error;
  });
  const isHealth = path === healthCheckPath;
  if (options.json) console.log(JSON.stringify({ suffix, url, isHealthCheck: isHealth, ...drilled }));
  else console.log(drillText(drilled, isHealth));
  if (drilled.newWriterSeconds === null || !drilled.errors.over) process.exitCode = EXIT_NOT_WELL;
}

/** The application's public URL. @throws RefusedError where there is no load balancer */
async function address(suffix: string, domainName: string | undefined): Promise<string> {
  const { listeners, dnsName } = await findListeners(new ElasticLoadBalancingV2Client(CLIENT), suffix);
  if (dnsName === "") throw new RefusedError(`${suffix} has no load balancer: is it deployed?`);
  const scheme = listeners.some(({ Protocol }) => Protocol === "HTTPS") ? "https" : "http";
  return `${scheme}://${domainName ?? dnsName}`;
}
