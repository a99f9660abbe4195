import { S3Client } from "@aws-sdk/client-s3";
import { Option } from "commander";
import { CLIENT } from "../aws/client-options";
import { loadStateBucket } from "../settings/load";
import { previewsOf, unknownPreviews } from "../state/previews";
import { storedStates } from "../state/stored-state";
import { table } from "../terminal/table";
import { parseDuration } from "./arguments";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

const HOUR = 3_600_000; // milliseconds
const UNKNOWN = 3;

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
The command reads the previews' states in STATE_BUCKET, and looks there for locks.

Exit codes: 0 listed; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused; ${UNKNOWN} listed, but other previews may be deployed, and
standard error names them: their state cannot be read, or they have a lock, but no state with resources.`,
  )
  .exitOverride()
  .action(async ({ ttl, json }: { ttl: number; json: boolean }) => {
    const bucket = loadStateBucket(process.env.STATE_BUCKET);
    const stored = await storedStates(new S3Client(CLIENT), bucket, "pr-");
    const now = Date.now();
    const previews = previewsOf(stored.states, { now, ttlMilliseconds: ttl });
    const unknown = unknownPreviews(stored);
    for (const { description } of unknown) console.error(description);
    if (unknown.length > 0) process.exitCode = UNKNOWN;
    if (json) {
      console.log(JSON.stringify(previews));
    } else if (previews.length === 0) {
      console.log(
        unknown.length === 0
          ? "no preview has a state with resources"
          : "no other preview has a state with resources",
      );
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
