import { setTimeout as sleep } from "node:timers/promises";
import { CommanderError } from "commander";
import { end } from "../../src/commands/end";
import { LockHeldError, newLock } from "../../src/lock/lock";
import { InterruptedError } from "../../src/terminal/interruption";
import { RefusedError } from "../../src/terminal/refused";

const named = (name: string) => Object.assign(new Error("as AWS says it"), { name });

describe("a command that cannot go on", () => {
  const { exitCode } = process;
  let said: jest.SpyInstance;
  beforeEach(() => {
    said = jest.spyOn(console, "error").mockImplementation(() => {});
  });
  afterEach(() => {
    process.exitCode = exitCode;
    said.mockRestore();
  });

  const ends = (error: Error, refused?: number) => {
    said.mockClear();
    end(error, refused);
    return [process.exitCode, ...said.mock.calls.flat()];
  };

  it("ends with 2 for a refusal, whose message is enough", () => {
    expect(ends(new RefusedError("not now"))).toEqual([2, "not now"]);
    const held = { lock: newLock("deploy", "arn:ada"), etag: "", ageSeconds: 3 };
    expect(ends(new LockHeldError(held))[0]).toBe(2);
  });

  it("ends with 1 for anything else, and names it", () => {
    expect(ends(new TypeError("x is not a function"))).toEqual([1, "TypeError: x is not a function"]);
  });

  it("lets no words of others do anything in a terminal", () => {
    const words = "terraform apply failed\n  \u001b[2J\u001b]0;x\u0007exited";
    expect(ends(new Error(words))[1]).toBe("Error: terraform apply failed\n  ]0;xexited");
  });

  it("says what to do where AWS's words do not", () => {
    // In the middle of something: what was touched is not known, so it is no refusal.
    expect(ends(named("ExpiredToken"))).toEqual([
      1,
      "ExpiredToken: as AWS says it\nthe AWS credentials have expired: sign in again",
    ]);
    expect(ends(named("NoSuchBucket"))[1]).toContain('"npm run bootstrap" creates the state bucket');
  });

  it("ends with what the command takes for a refusal", () => {
    expect(ends(new RefusedError("not now"), 1)).toEqual([1, "not now"]);
    expect(ends(new CommanderError(1, "commander.unknownOption", ""), 1)).toEqual([1]);
  });

  it("ends with 130 when it was interrupted, without further words", async () => {
    const reason = new InterruptedError("interrupted by SIGINT");
    const waiting = sleep(9, undefined, { signal: AbortSignal.abort(reason) }).catch((error) => error);
    expect(ends(reason, 1)).toEqual([130]);
    expect(ends(await waiting)).toEqual([130]);
  });

  it("leaves bad usage to commander's words, and asking for help is none", () => {
    expect(ends(new CommanderError(1, "commander.unknownOption", "error: unknown option"))).toEqual([2]);
    expect(ends(new CommanderError(0, "commander.helpDisplayed", "(outputHelp)"))).toEqual([0]);
  });
});
