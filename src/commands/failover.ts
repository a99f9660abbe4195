import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { RDSClient } from "@aws-sdk/client-rds";
import { STSClient } from "@aws-sdk/client-sts";
import { CLIENT } from "../aws/client-options";
import { signedIn } from "../aws/signed-in";
import { readMembers, requireFailover } from "../failover/cluster";
import { drill, hasNewWriter } from "../failover/drill";
import { ask, isGood } from "../failover/outside";
import { drillText } from "../failover/report";
import { findListeners } from "../release/traffic-control";
import { requireSettingsFile, requireSuffix } from "../settings/explicit";
import { loadSettings, SETTINGS_DIRECTORY } from "../settings/load";
import { confirmByTyping } from "../terminal/confirm";
import { EXIT_INTERRUPTED, interruption } from "../terminal/interruption";
import { afterChange, RefusedError } from "../terminal/refused";
import { parsePath, parseUrl } from "./arguments";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

/**
 * The exit code if the failover did not succeed: ten minutes after the command requested it, RDS shows no other writer, or the application
 * does not answer.
 */
const EXIT_NOT_WELL = 3;

interface Options {
  readonly suffix?: string;
  readonly path?: string;
  readonly url?: string;
  readonly json: boolean;
}

new Command("npm run failover --")
  .description(
    "Fails the database over to its reader, and measures from outside how long the application does not answer. Asks you to type the suffix.",
  )
  .option("--suffix <suffix>", "the environment (default: ENVIRONMENT_SUFFIX)")
  .option(
    "--path <path>",
    "the requested path; use a path that reads from the database (default: application.healthCheckPath)",
    parsePath,
  )
  .option(
    "--url <url>",
    "the application's URL without a path (default: the domain, or the load balancer's DNS name)",
    parseUrl,
  )
  .option("--json", "for scripts: one JSON object on standard output", false)
  .addHelpText(
    "after",
    `
The command needs the role operator. Every connection to the writer breaks, so fail over while there is little traffic, and not
during a release. The command sends requests until two minutes after the last error, because alarms take minutes, and for ten
minutes at most.

Exit codes: 0 another instance is the writer, and the application answers; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused, nothing was
changed; ${EXIT_NOT_WELL} after ten minutes RDS shows no other writer, or the application does not answer; ${EXIT_INTERRUPTED} interrupted (a failover
that has begun continues in AWS).`,
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
      `${url} answers ${first.answer} before the failover, so errors cannot be measured; give a --path or --url that answers 200`,
    );
  }
  await confirmByTyping(
    suffix,
    `fail ${suffix} over from ${before.writer} to ${before.readers.join(" or ")}`,
  );
  leaves("if the failover has begun, it continues in AWS");
  const cloudWatch = new CloudWatchClient(CLIENT);
  const say = (line: string) => console.error(line);
  const drilled = await drill({ suffix, rds, cloudWatch, url, before, signal, say }).catch((error: Error) => {
    console.error("if the failover has begun, it continues in AWS");
    throw afterChange(error);
  });
  const isHealth = path === healthCheckPath;
  if (options.json) console.log(JSON.stringify({ suffix, url, isHealthCheck: isHealth, ...drilled }));
  else console.log(drillText(drilled, isHealth));
  if (!hasNewWriter(drilled) || !drilled.errors.over) process.exitCode = EXIT_NOT_WELL;
}

/** Returns the application's public URL. @throws RefusedError if there is no load balancer */
async function address(suffix: string, domainName: string | undefined): Promise<string> {
  const { listeners, dnsName } = await findListeners(new ElasticLoadBalancingV2Client(CLIENT), suffix);
  if (dnsName === "") throw new RefusedError(`${suffix} has no load balancer: deploy the environment first`);
  const scheme = listeners.some(({ Protocol }) => Protocol === "HTTPS") ? "https" : "http";
  return `${scheme}://${domainName ?? dnsName}`;
}
