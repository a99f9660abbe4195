import { decodeSettings, repeatedKeys } from "../../src/settings/json-file";

it.each([
  ['{"a": 1, "b": {"a": 2}, "c": [{"a": 3}, {"a": 4}]}', []],
  ['{"a": 1, "b": 2, "a": 3}', ["a"]],
  ['{"a": 1, "a": 1, "a": 1}', ["a"]],
  ['{"database": {"minAcu": 1, "maxAcu": 2, "minAcu": 3}, "waf": {"a": 1}}', ["database.minAcu"]],
  ['{"a": {"b": 1}, "c": [1, {"b": {"d": [], "d": {}}}]}', ["c.b.d"]],
  ['{"a": {"x": 1}, "a": {"y": 1}}', ["a"]],
  ['{"a": 1, "\\u0061": 2}', ["a"]],
  ['{"a": "a\\": {\\"a", "b": "a", "c": ":"}', []],
  ['["a", "a"]', []],
  ['{"a": "", "b": ["", ""], "a": ""}', ["a"]],
  ['{"": 1, "": 2}', [""]],
  ["3", []],
])("keys given twice in %s", (json, keys) => expect(repeatedKeys(json)).toEqual(keys));

it("a byte order mark is no part of the text", () => {
  expect(decodeSettings(Buffer.from('\uFEFF{"a": "ä"}'))).toBe('{"a": "ä"}');
});

it.each([
  ["Latin-1", Buffer.from('{\n  "a": "Zürich"\n}', "latin1"), "0xfc in line 2, column 10"],
  [
    "Latin-1 after UTF-8",
    Buffer.concat([Buffer.from('{"a": "ä'), Buffer.from([0xe4, 0x22])]),
    "0xe4 in line 1, column 9",
  ],
  [
    "Latin-1 after a byte order mark",
    Buffer.concat([Buffer.from('\uFEFF{"a": "'), Buffer.from([0xe4, 0x22])]),
    "0xe4 in line 1, column 8",
  ],
  [
    "Latin-1 in a later line after a byte order mark",
    Buffer.concat([Buffer.from('\uFEFF{\n  "a": "'), Buffer.from([0xe4, 0x22])]),
    "0xe4 in line 2, column 9",
  ],
  [
    "a byte after nothing but a byte order mark",
    Buffer.concat([Buffer.from("\uFEFF"), Buffer.from([0xe4])]),
    "0xe4 in line 1, column 1",
  ],
  ["a later line", Buffer.from('{\n\n  "a": "ü"\n}', "latin1"), "0xfc in line 3, column 9"],
  ["a character without its last byte", Buffer.from([0x22, 0xef, 0xbf, 0x0a]), "0x0a in line 1, column 3"],
  ["a character that is cut off", Buffer.from([0x22, 0xc3]), "0xc3 in line 1, column 2"],
  ["UTF-16", Buffer.from("\uFEFF{}", "utf16le"), "0xff in line 1, column 1"],
])("%s is refused with its place", (_name, bytes, place) => {
  expect(() => decodeSettings(bytes)).toThrow(`bytes that are not UTF-8: ${place}; save the file as UTF-8`);
});
