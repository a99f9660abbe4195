import { type Check, runChecks } from "../doctor/check";
import { countOf, reportJson, reportText } from "../doctor/report";
import { appearanceOf } from "../terminal/appearance";
import { EXIT_INTERRUPTED, interruption } from "../terminal/interruption";
import { printableJson } from "../terminal/printable";
import { EXIT_FAILED } from "./end";

/**
 * Runs the checks of `npm run doctor` or `npm run verify`, prints their findings, and sets the exit code. The checks change nothing, so
 * Ctrl-C ends them at once.
 */
export async function endChecked<Subject>(
  checks: readonly Check<Subject>[],
  subject: Subject,
  { suffix, json }: { readonly suffix: string; readonly json: boolean },
): Promise<void> {
  const { signal } = interruption();
  const endNow = () => process.exit(EXIT_INTERRUPTED);
  signal.addEventListener("abort", endNow);
  if (signal.aborted) endNow();
  const rows = await runChecks(checks, subject);
  console.log(
    json
      ? printableJson({ suffix, ...reportJson(rows) })
      : reportText(rows, appearanceOf(process.stdout, process.env)),
  );
  process.exitCode = countOf(rows, "fail") > 0 ? EXIT_FAILED : 0;
  setTimeout(() => process.exit(), 500).unref(); // a check that timed out may still wait for an answer and keep the process alive
}
