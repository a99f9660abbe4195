import { PassThrough } from "node:stream";
import { confirm, confirmByTyping } from "../../src/terminal/confirm";
import { RefusedError } from "../../src/terminal/refused";

// How a real terminal behaves, and for how long, is shown by confirm.process.test.ts; here is what counts as an answer.
jest.mock("node:timers/promises", () => ({ setTimeout: () => new Promise(setImmediate) }));

const own = Object.getOwnPropertyDescriptor(process, "stdin") as PropertyDescriptor;
const asked: string[] = [];
let stdin: PassThrough;

/** Somebody at a terminal who types a line as soon as a question is there; `undefined` ends the input (Ctrl-D). */
function typing(line: string | undefined): void {
  jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    asked.push(String(text));
    // Once the question is written: the listener for its answer comes after it.
    if (text !== "\n") setImmediate(() => (line === undefined ? stdin.end() : stdin.write(`${line}\n`)));
    return true;
  });
}

beforeEach(() => {
  asked.length = 0;
  stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin });
  Object.defineProperty(process, "stdin", { value: stdin, configurable: true });
});
afterEach(() => {
  jest.restoreAllMocks();
  Object.defineProperty(process, "stdin", own);
});

describe("a question for yes or no", () => {
  it.each(["y", "Y", "yes", "YES", "Yes"])("takes %j for yes", async (answer) => {
    typing(answer);
    await confirm({ yes: false }, "destroy dev");
    expect(asked).toEqual(["destroy dev? [y/N] "]);
  });

  it.each(["", "n", "no", "ye", "yess", "yesterday", "ay", " y", "y ", "yy", "true", "1", undefined])(
    "takes %j for no",
    async (answer) => {
      typing(answer);
      const refused = expect(confirm({ yes: false }, "destroy dev")).rejects;
      await refused.toThrow(new RefusedError("answered no: did not destroy dev"));
      expect(asked[0]).toBe("destroy dev? [y/N] ");
    },
  );

  it("is not asked where yes was said beforehand, at a terminal or not", async () => {
    typing("n");
    await confirm({ yes: true }, "destroy dev");
    Object.assign(stdin, { isTTY: false });
    await confirm({ yes: true }, "destroy dev");
    expect(asked).toEqual([]);
  });

  it("is answered with no where there is no terminal", async () => {
    typing("y");
    Object.assign(stdin, { isTTY: false });
    await expect(confirm({ yes: false }, "destroy dev")).rejects.toThrow(
      new RefusedError("did not destroy dev: there is no terminal for the confirmation; confirm with --yes"),
    );
    expect(asked).toEqual([]);
  });
});

describe("a question for a word", () => {
  it("takes exactly the word", async () => {
    typing("dev");
    await confirmByTyping("dev", "destroy dev");
    expect(asked).toEqual(['destroy dev? Type "dev" to go on: ']);
  });

  it.each([
    ["", "answered no: did not destroy dev"],
    ["y", 'got "y", not "dev": did not destroy dev'],
    ["Dev", 'got "Dev", not "dev": did not destroy dev'],
    ["dev ", 'got "dev ", not "dev": did not destroy dev'],
    ["dev2", 'got "dev2", not "dev": did not destroy dev'],
  ])("does not take %j", async (answer, message) => {
    typing(answer);
    await expect(confirmByTyping("dev", "destroy dev")).rejects.toThrow(new RefusedError(message));
  });

  it("cannot be answered where there is no terminal", async () => {
    Object.assign(stdin, { isTTY: false });
    await expect(confirmByTyping("dev", "destroy dev")).rejects.toThrow(
      new RefusedError(
        'did not destroy dev: there is no terminal in which to type "dev"; run this command in a terminal',
      ),
    );
  });
});
