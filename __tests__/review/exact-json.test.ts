import { parseExact } from "../../src/review/exact-json";
import { RefusedError } from "../../src/terminal/refused";

it.each([
  ['{"a":[1,-2.5,0,true,null,"x"]}', { a: [1, -2.5, 0, true, null, "x"] }],
  ["[9007199254740993,9007199254740992]", ["9007199254740993", 9007199254740992]],
  ["[-123456789012345678901234567890]", ["-123456789012345678901234567890"]],
  ["[0.1000000000000000055, 1e999, 2E+3]", ["0.1000000000000000055", "1e999", "2E+3"]],
  ['["9007199254740993","a\\"9007199254740993\\\\",12]', ["9007199254740993", 'a"9007199254740993\\', 12]],
  ['{"[[[":"{{{","\\\\":"]"}', { "[[[": "{{{", "\\": "]" }],
  ["9007199254740993", "9007199254740993"],
])("reads %s", (text, value) => {
  expect(parseExact(text)).toEqual(value);
});

it.each(['{"a":', '"', "[1,]", '{"a":"\\'])("complains as JSON does: %s", (text) => {
  expect(() => parseExact(text)).toThrow(SyntaxError);
});

it("refuses what is nested so deep that nobody could read it, in a sentence", () => {
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  expect(parseExact(nested(500))).toHaveLength(1);
  expect(() => parseExact(nested(5000))).toThrow(RefusedError);
  expect(() => parseExact(nested(501))).toThrow(
    "a value is nested deeper than 500 levels: nobody could review it",
  );
});
