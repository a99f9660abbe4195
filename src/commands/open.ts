import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { STSClient } from "@aws-sdk/client-sts";
import { Argument } from "commander";
import { CLIENT } from "../aws/client-options";
import { signedIn } from "../aws/signed-in";
import { dashboardUrl } from "../naming/dashboard";
import { applicationUrl } from "../status/urls";
import { openInBrowser } from "../terminal/browser";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_NOTHING, EXIT_REFUSED, end } from "./end";
import { lookAt } from "./look-at";

const command = new Command("npm run open --")
  .description("Prints the address of the application or of the dashboard, and opens it in a terminal.")
  .addArgument(new Argument("<what>", "which address").choices(["app", "dashboard"]))
  .option("--suffix <suffix>", "the environment (default: ENVIRONMENT_SUFFIX, or else dev)")
  .addHelpText(
    "after",
    `
In a pipe it is printed and nothing else: curl "$(npm run --silent open -- app)/healthz"

Exit codes: 0 printed; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused; ${EXIT_NOTHING} nothing of this suffix is deployed.`,
  )
  .exitOverride()
  .action(open);
command.parseAsync().catch(end);

async function open(what: "app" | "dashboard", { suffix }: { readonly suffix?: string }): Promise<void> {
  const config = lookAt(suffix, process.env);
  const url = what === "dashboard" ? dashboardUrl(config.suffix) : await urlOf(config);
  if (url === undefined) {
    console.error(`nothing of "${config.suffix}" is deployed: it has no load balancer`);
    process.exitCode = EXIT_NOTHING;
    return;
  }
  console.log(url);
  if (process.stdout.isTTY && process.stdin.isTTY) openInBrowser(url);
}

/** `undefined` where there is no load balancer. AWS is asked only where the settings do not name a domain. */
async function urlOf(config: ReturnType<typeof lookAt>): Promise<string | undefined> {
  if (config.https?.domainName === undefined) await signedIn(new STSClient(CLIENT), config.accountId);
  return applicationUrl(new ElasticLoadBalancingV2Client(CLIENT), config).catch((error: Error) => {
    if (error.name !== "LoadBalancerNotFoundException") throw error;
    return undefined;
  });
}
