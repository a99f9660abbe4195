import { canRedraw, duration, live } from "../../src/terminal/live";
import { cut, styledLine } from "../../src/terminal/styled";

function stream(isTTY: boolean) {
  const written: string[] = [];
  const write = (text: string) => written.push(text);
  return {
    written,
    stream: { isTTY, columns: 20, rows: 4, write, on() {}, off() {} } as unknown as NodeJS.WriteStream,
  };
}

describe("live progress", () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it.each([
    [false, {}],
    [true, { CI: "true" }],
    [true, { TERM: "dumb" }],
  ])("is a line every 10 s where nothing can be redrawn (terminal: %s, %j)", (isTTY, env) => {
    const { written, stream: to } = stream(isTTY);
    const progress = live(to, env);
    progress.show(["1 of 9", "waits for a"]);
    for (let second = 1; second <= 21; second++) {
      jest.advanceTimersByTime(1000);
      progress.show([`${second} s`, "waits for b"]);
    }
    progress.print("warning:\nof two lines");
    progress.end(["created 9"]);
    expect(written).toEqual([
      "10 s; waits for b\n",
      "20 s; waits for b\n",
      "warning:\n",
      "of two lines\n",
      "created 9\n",
    ]);
  });

  it("is redrawn ten times a second at most, and shows the last of what it was told", () => {
    const { written, stream: to } = stream(true);
    const progress = live(to, {});
    for (let n = 0; n < 100; n++) {
      progress.show([`${n}`]);
      jest.advanceTimersByTime(10);
    }
    jest.advanceTimersByTime(100);
    expect(written.length).toBeGreaterThan(8);
    expect(written.length).toBeLessThanOrEqual(11);
    expect(written.at(-1)).toBe("\r\u001b[1A\u001b[J99\n");
    progress.end(["done"]);
    jest.advanceTimersByTime(1000);
    expect(written.at(-1)).toBe("\r\u001b[1A\u001b[Jdone\n");
  });

  it("holds nothing that does something in a terminal, but for its own colors", () => {
    const line =
      "a\u001b[2Jb\u001b[31mred\u001b[0m\u001b]0;title\u0007\u0008\u009b5mc\u202ed\ne\tf\u001b[?25l\u001b[8mg";
    expect(styledLine(line)).toBe("ab\u001b[31mred\u001b[0m]0;title5mcd e fg");
    expect(cut(styledLine(line), 4)).toBe("ab\u001b[31mr…\u001b[0m");
    expect(cut("12😀45", 4)).toBe("12😀…");
  });
});

it.each([
  [true, {}, true],
  [true, { TERM: "xterm", CI: "", NO_COLOR: "" }, true],
  [true, { NO_COLOR: "1" }, true],
  [true, { CI: "true" }, false],
  [true, { TERM: "dumb" }, false],
  [undefined, { TERM: "xterm" }, false],
])("a stream that is a terminal (%s), with %j: redraws %s", (isTTY, env, redraws) => {
  expect(canRedraw({ isTTY } as NodeJS.WriteStream, env)).toBe(redraws);
});

it.each([
  [0, "0 s"],
  [8_400, "8 s"],
  [59_700, "1 min 00 s"],
  [65_000, "1 min 05 s"],
  [3_599_700, "1 h 00 min"],
  [3_720_000, "1 h 02 min"],
  [90_000_000, "25 h 00 min"],
])("%d ms are read as %s", (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});
