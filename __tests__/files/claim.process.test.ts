import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { claim } from "../../src/files/claim";

const SOURCES = join(__dirname, "../../src");
const PROCESSES = 20;
const ROUNDS = 5;

let folder: string;
let file: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "claim-"));
  file = join(folder, "below/dev.pid");
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

/** Processes that each claim a file at the time that they are told, say what came of it, and stay. */
async function claimants(count: number) {
  const program = `
    const { claim } = require(${JSON.stringify(join(SOURCES, "files/claim.ts"))});
    console.log("ready");
    process.stdin.on("data", (text) => {
      const [at, file] = JSON.parse(text);
      while (Date.now() < at); // all of them at once
      const claimed = claim(file);
      console.log(typeof claimed === "number" ? claimed : "won");
    });`;
  const started = [...Array(count)].map(() => {
    const args = ["--require", join(SOURCES, "register.js"), "-e", program];
    const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
    children.push(child);
    return child;
  });
  await Promise.all(started.map(({ stdout }) => once(stdout, "data")));
  return async (wanted: string, at = Date.now()) => {
    const said = started.map(async ({ stdout, stdin, pid }) => {
      stdin.write(JSON.stringify([at, wanted]));
      return [pid, String((await once(stdout, "data"))[0]).trim()] as const;
    });
    return Promise.all(said);
  };
}

/** The id of a process that has ended. */
async function gone(): Promise<number> {
  const child = spawn("true");
  await once(child, "close");
  return child.pid as number;
}

describe("a claim", () => {
  it("is free where nobody has it, is this process's then, and is given back", () => {
    const giveBack = claim(file);
    expect(readFileSync(file, "utf8")).toBe(`${process.pid}\n`);
    expect(claim(file)).toBe(process.pid);
    (giveBack as () => void)();
    expect(readdirSync(join(folder, "below"))).toEqual([]);
    expect(claim(file)).toBeInstanceOf(Function);
  });

  it("is another process's until that is gone, however it ended", async () => {
    const [[pid, said] = []] = await (await claimants(1))(file);
    expect([said, claim(file)]).toEqual(["won", pid]);
    children[0]?.kill("SIGKILL");
    await once(children[0] as ChildProcess, "close");
    expect(existsSync(file)).toBe(true);
    expect(claim(file)).toBeInstanceOf(Function);
  });

  it.each(["", "garbage", "-1", "0", "1e99", "12.5", "\u0000\u0000"])(
    "is free where the file says %j",
    (text) => {
      claim(file);
      writeFileSync(file, text);
      expect(claim(file)).toBeInstanceOf(Function);
      expect(readFileSync(file, "utf8")).toBe(`${process.pid}\n`);
      expect(readdirSync(join(folder, "below"))).toEqual(["dev.pid"]);
    },
  );

  it("is free where a process ended while it took one over", async () => {
    claim(file);
    for (const path of [file, `${file}.taking-over`]) writeFileSync(path, `${await gone()}\n`);
    expect(claim(file)).toBeInstanceOf(Function);
    expect(readdirSync(join(folder, "below"))).toEqual(["dev.pid"]);
  });

  it("is one process's of many that want it at once, also where it was a dead one's", async () => {
    const ask = await claimants(PROCESSES);
    for (let round = 0; round < ROUNDS; round += 1) {
      const wanted = `${file}-${round}`;
      claim(wanted);
      writeFileSync(wanted, `${await gone()}\n`);
      const said = await ask(wanted, Date.now() + 100);
      const winners = said.filter(([, what]) => what === "won").map(([pid]) => `${pid}`);
      expect(winners).toHaveLength(1);
      expect(new Set(said.map(([, what]) => what))).toEqual(new Set(["won", ...winners]));
      expect(readFileSync(wanted, "utf8")).toBe(`${winners[0]}\n`);
    }
  });
});
