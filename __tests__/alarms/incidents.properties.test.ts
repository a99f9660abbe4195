import { readFileSync } from "node:fs";
import { join } from "node:path";
import { INCIDENTS, type Incident } from "../../src/alarms/incidents";
import { listening, outcomeOf, stopping } from "../../src/alarms/outcome";
import { alarms } from "../../src/tools/documents/alarms";
import { EPHEMERAL, PRODUCTION } from "../support/environments";
import { synthesized } from "../support/synthesized";

it("docs/alarms.md is up to date; else: npm run generate", () =>
  expect(readFileSync(join(__dirname, "../../docs/alarms.md"), "utf8")).toBe(alarms()));

/** What an environment does not have, it cannot hear. */
const WITHOUT: Readonly<Record<string, readonly string[]>> = {
  ephemeral: ["AWS WAF blocks a partner, 8 % of the requests", "The certificate expires in 20 days"],
  production: [],
};

/** Nobody hears these yet. */
const NOT_YET: readonly string[] = [
  "ECS rolls a deployment back",
  "The writer restarts",
  "The reader is lost, and AWS says nothing",
  "The reader is stopped",
  "The reader is deleted",
  "The database's memory is used up",
  "Transaction IDs near the wraparound",
  "The cluster's storage is low",
  "AWS WAF blocks a partner, 8 % of the requests",
  "The certificate expires in 20 days",
  "NAT is out of ports",
];

describe.each([
  ["ephemeral", synthesized(EPHEMERAL)],
  ["production", synthesized(PRODUCTION)],
])("%s", (profile, environment) => {
  const listens = listening("x1", environment.document.resource);
  const of = (sort: Incident["sort"]) =>
    INCIDENTS.filter((it) => it.sort === sort && !WITHOUT[profile]?.includes(it.title)).map(
      (it) => [it.title, it] as const,
    );
  // Actions are what tells a person; an alarm without any is seen by nobody.
  const tellsAPerson = new Set(
    listens.alarms.filter(({ actions }) => actions.length > 0).map(({ name }) => name),
  );

  it.each(of("of what runs"))("%s: a person hears it", (title, incident) => {
    const { told, inAlarm } = outcomeOf(incident, listens);
    const heard = [...told, ...inAlarm.filter(({ alarm }) => tellsAPerson.has(alarm))];
    expect(heard.length > 0).toBe(!NOT_YET.includes(title));
  });

  it.each(of("of a candidate"))("%s: the release stops, and a person hears it", (_, incident) => {
    const stops = stopping(outcomeOf(incident, listens), "x1");
    expect(stops.filter(({ alarm }) => tellsAPerson.has(alarm))).not.toEqual([]);
    expect(stops[0]?.seconds).toBeLessThanOrEqual(600);
  });

  it.each(of("ordinary"))("%s: nothing is in ALARM", (_, day) =>
    expect(outcomeOf(day, listens).inAlarm).toEqual([]),
  );
});
