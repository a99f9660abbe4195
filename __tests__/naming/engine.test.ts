import { isEngineVersion } from "../../src/naming/engine";

it.each(["16.8", "16.11", "17.7", "17.10"])("%s can be asked for", (version) =>
  expect(isEngineVersion(version)).toBe(true),
);

it.each(["15.9", "16", "16.7", "16.08", "016.8", "17.6", "17.7.1", "16.8 ", "constructor.9"])(
  "%j cannot be asked for",
  (version) => expect(isEngineVersion(version)).toBe(false),
);
