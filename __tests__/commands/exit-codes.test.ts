import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT_BLOCKED, EXIT_FAILED, EXIT_NOTHING, EXIT_REFUSED } from "../../src/commands/end";
import { EXIT_CODES, exitCodesForHelp, exitCodesForReadme } from "../../src/commands/exit-codes";
import { PLAN_EXIT } from "../../src/commands/plan-exit";
import { EXIT } from "../../src/release/client/exit";
import { STATUS_EXIT } from "../../src/status/judge";
import { EXIT_INTERRUPTED } from "../../src/terminal/interruption";

const linesOf = (file: string) => readFileSync(join(__dirname, "../..", file), "utf8").split("\n");

describe("the table of exit codes", () => {
  it("stands in README, whole and nothing else", () => {
    const lines = linesOf("README.md");
    const from = lines.indexOf("### Exit codes");
    const table = lines.slice(from, from + 30).filter((line) => /^\| \d/.test(line));
    expect(table).toEqual(exitCodesForReadme());
  });

  it("stands in help, whole and nothing else", () => {
    const lines = linesOf("help");
    const from = lines.findIndex((line) => line.startsWith("  Exit codes"));
    expect(from).toBeGreaterThan(0);
    expect(lines.slice(from + 1, lines.indexOf("", from))).toEqual(exitCodesForHelp());
  });

  it("fits a terminal of 80 columns in help", () =>
    expect(exitCodesForHelp().filter((line) => line.length > 79)).toEqual([]));

  it("has each code that a command ends with", () => {
    const codes = EXIT_CODES.map(({ code }) => code);
    const used = [...Object.values(PLAN_EXIT), ...Object.values(STATUS_EXIT), ...Object.values(EXIT)];
    expect(used.filter((code) => !codes.includes(code))).toEqual([]);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it.each([
    ["plan: failed", PLAN_EXIT.failed, EXIT_FAILED],
    ["plan: blocked", PLAN_EXIT.blocked, EXIT_BLOCKED],
    ["status: wrong", STATUS_EXIT.wrong, EXIT_BLOCKED],
    ["status: nothing deployed", STATUS_EXIT.nothing, EXIT_NOTHING],
    ["status: unseen", STATUS_EXIT.unseen, EXIT.unseen],
    ["release: failed", EXIT.failed, EXIT_FAILED],
    ["release: refused", EXIT.refused, EXIT_REFUSED],
    ["release: interrupted", EXIT.interrupted, EXIT_INTERRUPTED],
  ])("means the same by the same code: %s", (_, got, wanted) => expect(got).toBe(wanted));
});
