import type { Row } from "../doctor/finding";
import { countOf, reportJson, reportText } from "../doctor/report";
import { appearanceOf } from "../terminal/appearance";
import { printableJson } from "../terminal/printable";
import { EXIT_FAILED } from "./end";

/** Prints what checks found, and ends with what `npm run doctor` and `npm run verify` mean by it. */
export function endChecked(rows: readonly Row[], { suffix, json }: { suffix: string; json: boolean }): void {
  console.log(
    json
      ? printableJson({ suffix, ...reportJson(rows) })
      : reportText(rows, appearanceOf(process.stdout, process.env)),
  );
  process.exitCode = countOf(rows, "fail") > 0 ? EXIT_FAILED : 0;
  setTimeout(() => process.exit(), 500).unref(); // a check that was given up may still wait for its answer
}
