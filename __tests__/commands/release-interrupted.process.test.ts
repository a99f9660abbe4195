import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { MadeUpAws, ReleaseCommand } from "./release-command";

let aws: MadeUpAws;
let release: ReleaseCommand;
beforeEach(async () => {
  aws = new MadeUpAws();
  release = new ReleaseCommand(await aws.listen());
});
afterEach(() => aws.close());

const SAID = "interrupted: stopping in an orderly way; Ctrl-C again stops at once\n";
const NOTHING = "no command was sent: no traffic was moved\n";
const GOES_ON =
  "the release itself was not stopped; to watch it: npm run release -- status --watch --suffix dev; to roll it back: npm run release -- rollback --suffix dev\n";
const START = ["start", "--to", "green", "--yes"];
/** More than the time in which two signals are one key. */
const A_WHILE = 700;

/** What AWS is asked for when a signal comes: `STS`, the preflight, or a command that changes something. */
type Moment = Parameters<MadeUpAws["holds"]>[0];
const isPreflight = (moment: Moment) => moment !== "STS" && moment.kind === "start" && moment.dryRun;
const isSigningIn = (moment: Moment) => moment === "STS";
const isAsked = (moment: Moment) => moment !== "STS" && !isPreflight(moment);

/** Commands that the controller got, but for the preflight. */
const asked = () => aws.commands.filter(isAsked).map(({ kind }) => kind);

/** Runs a command without a terminal, and sends it signals at the moment, before AWS answers. */
function interruptedAt(
  isMoment: (moment: Moment) => boolean,
  words: readonly string[],
  ...signals: readonly NodeJS.Signals[]
) {
  let child: ChildProcess | undefined;
  aws.holds = async (moment) => {
    if (!isMoment(moment) || child === undefined) return;
    aws.holds = async () => {};
    const { stderr } = child;
    for (const [index, name] of signals.entries()) {
      if (index > 0) await sleep(A_WHILE);
      const heard = Promise.race([stderr && once(stderr, "data"), once(child, "close")]);
      child.kill(name);
      await heard;
    }
  };
  return release.run(words, (it) => {
    child = it;
  });
}

describe.each(["SIGINT", "SIGTERM"] as const)("%s", (signal) => {
  it.each([
    ["start, signing in", isSigningIn, START],
    ["start, in the preflight", isPreflight, START],
    ["start, in the preflight, whose end is not followed", isPreflight, [...START, "--no-follow"]],
    ["resume", isSigningIn, ["resume"]],
    ["promote", isSigningIn, ["promote", "--yes"]],
    ["pause", isSigningIn, ["pause"]],
    ["set", isSigningIn, ["set", "--green", "10", "--yes"]],
    ["repair", isSigningIn, ["repair", "--yes"]],
  ])(
    "before the controller is asked ends with 130, and nothing is asked for: %s",
    async (_, moment, words) => {
      const { code, stderr } = await interruptedAt(moment, words, signal);
      expect([code, stderr, asked()]).toEqual([130, `${SAID}${NOTHING}`, []]);
    },
  );

  it.each([
    ["start", START],
    ["resume", ["resume"]],
    ["promote", ["promote", "--yes"]],
  ])(
    "between %s and the controller's answer ends with 130 once it has come: it goes on",
    async (kind, words) => {
      const { code, stdout, stderr } = await interruptedAt(isAsked, words, signal);
      expect([code, stderr, asked()]).toEqual([130, `${SAID}${GOES_ON}`, [kind]]);
      expect(stdout).toContain("step 2 of 3");
    },
  );

  it.each([
    ["start", [...START, "--no-follow"], "step 2 of 3", 130],
    ["pause", ["pause"], "step 2 of 3", 130],
    ["repair", ["repair", "--yes"], "the controller goes on from ", 130],
    ["set", ["set", "--green", "25", "--yes"], "the controller restores them", 0],
    ["rollback", ["rollback"], "all traffic is on blue", 0],
  ])(
    "between %s, which nobody follows, and its answer says what came of it",
    async (kind, words, said, code) => {
      const ended = await interruptedAt(isAsked, words, signal);
      expect([ended.code, ended.stderr]).toEqual([code, SAID]);
      expect(asked().filter((it) => it !== "status")).toEqual([kind]);
      expect(ended.stdout).toContain(said);
    },
  );

  it("in a terminal, while a release is followed, asks only whoever pressed the key", async () => {
    const pty = release.inTerminal(["resume"]);
    await pty.until("healthy");
    pty.signal(signal);
    if (signal === "SIGINT") {
      await pty.until("send all traffic back now (b)? ");
      pty.write("\r");
    }
    const { code, output } = await pty.ended();
    expect([code, asked(), output.includes("(b)?")]).toEqual([130, ["resume"], signal === "SIGINT"]);
    expect(pty.lines.join("\n")).toContain(GOES_ON.trim());
  });
});

describe("a second Ctrl-C", () => {
  it("before the controller is asked ends at once, and says that nothing was", async () => {
    const { code, stderr } = await interruptedAt(isPreflight, START, "SIGINT", "SIGINT");
    expect([code, stderr, asked()]).toEqual([130, `${SAID}${NOTHING}`, []]);
  });

  it.each([
    ["start", START],
    ["pause", ["pause"]],
    ["rollback", ["rollback"]],
  ])("between %s and its answer ends at once, and says where to look", async (kind, words) => {
    const { code, stderr } = await interruptedAt(isAsked, words, "SIGINT", "SIGINT");
    const where = `${kind} may have reached the controller; to see the result: npm run release -- status --suffix dev\n`;
    expect([code, stderr]).toEqual([130, `${SAID}${where}`]);
  });
});

describe("Ctrl-C in a terminal", () => {
  it("at the question ends with 130, and nothing is asked for", async () => {
    const pty = release.inTerminal(START.slice(0, -1));
    await pty.until("[y/N] ");
    pty.write("\u0003");
    expect([(await pty.ended()).code, asked()]).toEqual([130, []]);
    expect(pty.lines.join("\n")).toContain(NOTHING.trim());
  });

  it.each([
    ["Enter", "\r", 130, ["start"]],
    ["b", "b\r", 3, ["start", "rollback"]],
  ])(
    "between start and the controller's answer asks once that has come: %s",
    async (_, keys, code, kinds) => {
      const pty = release.inTerminal(START);
      aws.holds = async (moment) => {
        if (!isAsked(moment)) return;
        aws.holds = async () => {};
        pty.write("\u0003");
        await pty.until("interrupted");
      };
      await pty.until("send all traffic back now (b)? ");
      pty.write(keys);
      expect((await pty.ended()).code).toBe(code);
      expect(asked().filter((kind) => kind !== "status")).toEqual(kinds);
    },
  );
});
