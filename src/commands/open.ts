import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { STSClient } from "@aws-sdk/client-sts";
import { Argument } from "commander";
import { CLIENT } from "../aws/client-options";
import { signedIn } from "../aws/signed-in";
import { dashboardUrl } from "../naming/dashboard";
import { resourceName } from "../naming/names";
import { applicationUrl } from "../status/urls";
import { openInBrowser } from "../terminal/browser";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_NOTHING, EXIT_REFUSED, end } from "./end";
import { lookAt } from "./look-at";

const command = new Command("npm run open --")
  .description(
    "Prints the URL of the application or of the dashboard. In a terminal, it also opens the URL in a browser.",
  )
  .addArgument(new Argument("<what>", "the URL to print").choices(["app", "dashboard"]))
  .option("--suffix <suffix>", "the environment (default: ENVIRONMENT_SUFFIX, or else dev)")
  .addHelpText(
    "after",
    `
In a pipe, the command only prints the URL: curl "$(npm run --silent open -- app)/healthz"

Exit codes: 0 printed; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused; ${EXIT_NOTHING} app: the settings have no domain name,
and there is no load balancer.`,
  )
  .exitOverride()
  .action(open);
command.parseAsync().catch(end);

async function open(what: "app" | "dashboard", { suffix }: { readonly suffix?: string }): Promise<void> {
  const config = lookAt(suffix, process.env);
  const url = what === "dashboard" ? dashboardUrl(config.suffix) : await urlOf(config);
  if (url === undefined) {
    const { suffix: of } = config;
    console.error(
      `the application of "${of}" has no URL: its settings have no domain name, and there is no load balancer ${resourceName(of, "load-balancer")}; to see what exists: npm run status -- --suffix ${of}`,
    );
    process.exitCode = EXIT_NOTHING;
    return;
  }
  console.log(url);
  if (process.stdout.isTTY && process.stdin.isTTY) openInBrowser(url);
}

/**
 * Returns the application's URL. This function calls AWS only if the settings contain no domain name.
 *
 * @returns `undefined` if the environment has no load balancer
 */
async function urlOf(config: ReturnType<typeof lookAt>): Promise<string | undefined> {
  if (config.https?.domainName === undefined) await signedIn(new STSClient(CLIENT), config.accountId);
  return applicationUrl(new ElasticLoadBalancingV2Client(CLIENT), config).catch((error: Error) => {
    if (error.name !== "LoadBalancerNotFoundException") throw error;
    return undefined;
  });
}
