import { InvalidArgumentError } from "commander";
import {
  parseColor,
  parseCount,
  parseDuration,
  parsePath,
  parsePercent,
  parsePositive,
  parseSteps,
  parseTime,
  parseUrl,
} from "../../src/commands/arguments";

const PERCENT = "allowed: a whole number from 0 to 100";
const STEPS = "allowed: rising percents such as 5,25,50,100";
const DURATION = "allowed: a duration such as 90s, 5m or 1h";
const TIME = "allowed: a time such as 2026-03-04T05:06, in UTC, or 2026-03-04T05:06+01:00";
const POSITIVE = "allowed: a whole number above 0, below a million";

it.each([
  [parseColor, "blue", "blue"],
  [parseColor, "green", "green"],
  [parsePercent, "0", 0],
  [parsePercent, "7", 7],
  [parsePercent, "100", 100],
  [parseSteps, "5,25,50,100", [5, 25, 50, 100]],
  [parseSteps, "100", [100]],
  [parseDuration, "90s", 90_000],
  [parseDuration, "5m", 300_000],
  [parseDuration, "1h", 3_600_000],
  [parsePositive, "50", 50],
  [parseCount, "0", 0],
  [parseCount, "1000", 1000],
  [parsePath, "/healthz?deep=1", "/healthz?deep=1"],
  [parseUrl, "http://localhost:8080", "http://localhost:8080"],
  [parseTime, "2026-03-04T05:06", new Date("2026-03-04T05:06:00Z")],
  [parseTime, "2026-03-04 05:06:07 UTC", new Date("2026-03-04T05:06:07Z")],
  [parseTime, "2026-03-04T05:06:07.123Z", new Date("2026-03-04T05:06:07.123Z")],
  [parseTime, "2026-03-04T05:06+01:00", new Date("2026-03-04T04:06:00Z")],
] as const)("%p takes %s", (parse, value, meant) => {
  expect(parse(value)).toEqual(meant);
});

it.each([
  [parseColor, "red", "allowed: blue, green"],
  [parseCount, "-1", "allowed: a whole number from 0 to 999999999"],
  [parseCount, "", "allowed: a whole number from 0 to 999999999"],
  [parsePath, "healthz", "allowed: a path such as /healthz"],
  [parsePath, "/two words", "allowed: a path such as /healthz"],
  [parseUrl, "partner.example.com", "allowed: an address such as https://partner.example.com/ready"],
  [parseTime, "yesterday", TIME],
  [parseTime, "2026-03-04", TIME],
  [parseTime, "2026-02-31T05:06", TIME],
  [parseTime, "2026-13-04T05:06", TIME],
  [parseColor, "Blue", "allowed: blue, green"],
  [parsePercent, "101", PERCENT],
  [parsePercent, "-1", PERCENT],
  [parsePercent, "07", PERCENT],
  [parsePercent, "2.5", PERCENT],
  [parsePercent, "", PERCENT],
  [parseSteps, "5,5", STEPS],
  [parseSteps, "50,25", STEPS],
  [parseSteps, "0,50", STEPS], // nothing would be no step
  [parseSteps, "5,,10", PERCENT],
  [parseSteps, "5,101", PERCENT],
  [parseDuration, "90", DURATION],
  [parseDuration, "1d", DURATION],
  [parseDuration, "-5s", DURATION],
  [parseDuration, "1m30s", DURATION],
  [parsePositive, "0", POSITIVE],
  [parsePositive, "1e3", POSITIVE],
] as const)("%p refuses %s", (parse, value, message) => {
  expect(() => parse(value)).toThrow(new InvalidArgumentError(message));
});
