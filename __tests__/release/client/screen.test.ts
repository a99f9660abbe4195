import { Writable } from "node:stream";
import { screen } from "../../../src/release/client/screen";
import { badSeen, goodSeen } from "./made-up-screens";

/** A made-up standard output. @param columns the terminal's width; without a width, the output is a pipe */
function output(columns?: number) {
  let text = "";
  const stream = Object.assign(
    new Writable({
      write: (chunk, _, done) => {
        text += chunk;
        done();
      },
    }),
    { isTTY: columns !== undefined, columns, rows: 60 },
  ) as unknown as NodeJS.WriteStream;
  return { stream, text: () => text };
}

it.each([60, 100, 200])(
  "in a terminal of %i columns, draws over what was there, and leaves the last at its end",
  (columns) => {
    const { stream, text } = output(columns);
    const said: string[] = [];
    const it = screen("x1", (line) => said.push(line), stream, { NO_COLOR: "1" });
    it.show(goodSeen);
    it.say("a change");
    it.show(badSeen);
    it.end();
    expect(said).toEqual([]);
    const [, last = ""] = text().split("a change\n");
    const end = last.slice(last.lastIndexOf("\u001b[J") + 3);
    expect(end).toMatch(/^environment x1, [\s\S]*going back to blue[\s\S]* few requests\n$/);
    expect(Math.max(...end.split("\n").map(({ length }) => length))).toBeLessThan(columns);
    expect(end).not.toContain("…"); // nothing is cut off
    expect(end).not.toContain("\u001b");
  },
);

it("in a pipe, prints the lines and redraws nothing", () => {
  const { stream, text } = output();
  const said: string[] = [];
  const it = screen("x1", (line) => said.push(line), stream, {});
  it.show(goodSeen);
  it.say("a change");
  it.end();
  expect([said, text()]).toEqual([["a change"], ""]);
});
