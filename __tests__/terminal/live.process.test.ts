import { join } from "node:path";
import { Pty, type PtyOptions } from "../support/pty";

const SOURCES = join(__dirname, "../../src");

/** Shows lines, works on at each key that is pressed, and ends. */
function started(work: string, options: PtyOptions = {}): Pty {
  const program = `
    const { live } = require(${JSON.stringify(join(SOURCES, "terminal/live.ts"))});
    const { interruption } = require(${JSON.stringify(join(SOURCES, "terminal/interruption.ts"))});
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const lines = ["1 of 3: " + "load-balancer-".repeat(5), "2 of 3", "3 of 3", "4 of 3"];
    console.log("before");
    const progress = live();
    (async () => { ${work} })();`;
  return new Pty(process.execPath, ["--require", join(SOURCES, "register.js"), "-e", program], options);
}

describe("live progress in a terminal", () => {
  it.each([60, 100])("fits into %d columns and its rows, and leaves only its last word", async (columns) => {
    const pty = started(
      `progress.show(lines); await sleep(400); progress.print("a warning"); progress.show(["5 of 3"]); await sleep(400);
       progress.end(["done"]); console.log("after");`,
      { columns, rows: 4 },
    );
    await pty.until("3 of 3");
    const long = `1 of 3: ${"load-balancer-".repeat(5)}`;
    expect(pty.lines).toEqual([
      "before",
      columns === 60 ? `${long.slice(0, 58)}…` : long,
      "2 of 3",
      "3 of 3",
    ]);
    await pty.until("5 of 3");
    expect(pty.lines).toEqual(["before", "a warning", "5 of 3"]);
    expect((await pty.ended()).code).toBe(0);
    expect(pty.lines).toEqual(["before", "a warning", "done", "after"]);
  });

  it("leaves no rubbish when the terminal is made narrower and wider", async () => {
    const pty = started(`progress.show(lines.slice(0, 2)); await sleep(1500); progress.end(["done"]);`, {
      columns: 100,
    });
    const first = `1 of 3: ${"load-balancer-".repeat(5)}`;
    await pty.until("2 of 3");
    pty.resize(30, 30);
    await pty.until("2 of 3");
    expect(pty.lines).toEqual(["before", `${first.slice(0, 28)}…`, "2 of 3"]);
    pty.resize(70, 30);
    await pty.until("2 of 3");
    expect(pty.lines).toEqual(["before", `${first.slice(0, 68)}…`, "2 of 3"]);
    await pty.ended();
    expect(pty.lines).toEqual(["before", "done"]);
  });

  it("goes on below what an interruption says, and shows the cursor", async () => {
    const pty = started(`
      const { signal } = interruption();
      setInterval(() => {}, 1000); // what it is busy with
      progress.show(["works"]); await new Promise((resolve) => signal.addEventListener("abort", resolve));
      progress.show(["ends in order"]); await sleep(300);
      process.exit(130);`);
    await pty.until("works");
    pty.write("\u0003");
    expect((await pty.ended()).code).toBe(130);
    expect(pty.lines).toEqual([
      "before",
      "interrupted: stopping in an orderly way; Ctrl-C again stops at once",
      "ends in order",
    ]);
    expect(pty.cursorIsShown).toBe(true);
  });

  it.each([{ CI: "true" }, { TERM: "dumb" }])("redraws nothing with %j", async (env) => {
    const pty = started(`progress.show(lines); await sleep(200); progress.end(["done"]);`, { env });
    expect((await pty.ended()).output).toBe("before\r\ndone\r\n");
  });
});
