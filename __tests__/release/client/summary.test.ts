import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { summarise, summaryOf } from "../../../src/release/client/summary";

it("a job's summary has the lines in a block that none of them ends", () => {
  expect(summaryOf(["one", "```", "two"])).toBe("````text\none\n```\ntwo\n````\n\n");
});

it("is written once, when the process ends", () => {
  const file = join(mkdtempSync(join(tmpdir(), "summary-")), "summary.md");
  const once = jest.spyOn(process, "once").mockReturnThis();
  summarise("nobody asked for it", {});
  for (const line of ["first", "second"]) summarise(line, { GITHUB_STEP_SUMMARY: file });
  expect(once).toHaveBeenCalledTimes(1);
  const [name, write] = once.mock.calls[0] as unknown as [string, () => void];
  once.mockRestore();
  expect(name).toBe("exit");
  write();
  expect(readFileSync(file, "utf8")).toBe("```text\nfirst\nsecond\n```\n\n");
});
