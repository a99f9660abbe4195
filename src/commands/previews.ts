import { S3Client } from "@aws-sdk/client-s3";
import { Option } from "commander";
import { CLIENT } from "../aws/client-options";
import { loadStateBucket } from "../settings/load";
import { previewsOf, unreadablePreviews } from "../state/previews";
import { storedStates } from "../state/stored-state";
import { table } from "../terminal/table";
import { parseDuration } from "./arguments";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

const HOUR = 3_600_000; // milliseconds
const UNREADABLE = 3;

new Command("npm run previews --")
  .description("Lists the deployed previews of pull requests, pr-<number>.")
  .addOption(
    new Option("--ttl <duration>", "a preview expires after this time without a change, such as 72h")
      .argParser(parseDuration)
      .default(72 * HOUR, "72h"),
  )
  .option("--json", "for scripts: suffix, pullRequest, resources, lastChanged, expired", false)
  .addHelpText(
    "after",
    `
The command reads the previews' states in STATE_BUCKET.

Exit codes: 0 listed; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused; ${UNREADABLE} listed, but some states cannot be read: standard error names these
previews, which may be deployed.`,
  )
  .exitOverride()
  .action(async ({ ttl, json }: { ttl: number; json: boolean }) => {
    const bucket = loadStateBucket(process.env.STATE_BUCKET);
    const { states, unreadable } = await storedStates(new S3Client(CLIENT), bucket, "pr-");
    const now = Date.now();
    const previews = previewsOf(states, { now, ttlMilliseconds: ttl });
    const unknown = unreadablePreviews(unreadable);
    for (const { description } of unknown) console.error(description);
    if (unknown.length > 0) process.exitCode = UNREADABLE;
    if (json) {
      console.log(JSON.stringify(previews));
    } else if (previews.length === 0) {
      console.log(unknown.length === 0 ? "no previews are deployed" : "no other previews are deployed");
    } else {
      console.log(
        table(
          ["environment", "pull request", "resources", "last change", "age", "expired"],
          previews.map((it) => [
            it.suffix,
            `#${it.pullRequest}`,
            `${it.resources}`,
            it.lastChanged,
            `${Math.floor((now - Date.parse(it.lastChanged)) / HOUR)} h`,
            it.expired ? "yes" : "no",
          ]),
        ),
      );
    }
  })
  .parseAsync()
  .catch(end);
