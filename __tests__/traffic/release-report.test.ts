import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inTemporaryFolder } from "../../src/files/own-folder";
import { releaseTable, reportOf } from "../../src/rehearsal/release-report";
import { page } from "../../src/release/report/page";
import { badRelease } from "../release/report/made-up-releases";

const REHEARSED = "All times of this release are rehearsed time: a minute took 3 s of real time.";

it("the report of a rehearsed release says that its times are rehearsed, and so do the data of its picture", () =>
  inTemporaryFolder("report", async (directory) => {
    const workspace = {
      logFile: join(directory, "rehearsal.log"),
      command: async (_name: string, args: readonly string[]) => {
        const file = args.at(-1) ?? "";
        writeFileSync(file, page(badRelease()));
        writeFileSync(file.replace(/html$/, "json"), JSON.stringify(badRelease()));
        return 0;
      },
    };
    const file = await reportOf(workspace as never, "bad", 3, () => {}, new AbortController().signal);
    expect(readFileSync(file, "utf8")).toBe(page({ ...badRelease(), remark: REHEARSED }));
    expect(readFileSync(file, "utf8")).toContain(`<p>${REHEARSED}</p>`);
    expect(JSON.parse(readFileSync(join(directory, "report-bad.json"), "utf8")).remark).toBe(REHEARSED);
    expect(page(badRelease())).not.toContain("rehearsed");
  }));

it("the table of the rehearsed releases says it too, and why its times are not those of the report", () => {
  const release = {
    counts: { asked: 900, failed: { "504": 7 }, worstGapSeconds: 60 },
    exitCode: 3,
    said: "rolled back: blue 0 %",
    alarms: [],
    notJudged: [],
    candidateSeconds: 217.4,
    lateSeconds: 2,
  };
  const text = releaseTable([["a bad blue (hang)", release]], 3);
  expect(text).toMatch(/a bad blue \(hang\) +7 of 900 \(7 x 504\) +3 min 37 s /);
  expect(text).toContain(
    "The times in this table and in the reports are rehearsed time: a minute took 3 s of real time. The table counts all requests of the rehearsal's clients. A report counts",
  );
});
