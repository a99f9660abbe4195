import { appearanceOf } from "../../src/terminal/appearance";

const TERMINAL = { isTTY: true, columns: 80 };
const PIPE = {} as typeof TERMINAL;

describe("colors", () => {
  it.each([
    ["in a terminal", TERMINAL, {}, true],
    ["in a pipe", PIPE, {}, false],
    ["declined", TERMINAL, { NO_COLOR: "1" }, false],
    ["declined by nothing", TERMINAL, { NO_COLOR: "" }, true],
    ["unknown to the terminal", TERMINAL, { TERM: "dumb" }, false],
  ])("%s", (_, stream, env: NodeJS.ProcessEnv, color) => {
    expect(appearanceOf(stream, env).color).toBe(color);
  });
});

describe("columns", () => {
  it.each([
    [TERMINAL, 80],
    [PIPE, Number.POSITIVE_INFINITY],
    [{ isTTY: true, columns: 0 }, Number.POSITIVE_INFINITY],
  ])("of %j", (stream, columns) => {
    expect(appearanceOf(stream, {}).columns).toBe(columns);
  });
});
