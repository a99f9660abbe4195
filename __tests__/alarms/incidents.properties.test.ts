import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { alarmDefinition, type SynthesizedAlarm } from "../../src/alarms/definition";
import { INCIDENTS, type Incident, mirrored } from "../../src/alarms/incidents";
import { type Listening, listening, outcomeOf, played, stopping } from "../../src/alarms/outcome";
import { alarms } from "../../src/tools/documents/alarms";
import { EPHEMERAL, PRODUCTION } from "../support/environments";
import { synthesized } from "../support/synthesized";

it("docs/alarms.md is up to date; else: npm run generate", () =>
  expect(readFileSync(join(__dirname, "../../docs/alarms.md"), "utf8")).toBe(alarms()));

/** With the colors the other way round: what holds of one has to hold of the other. */
const MIRRORED = INCIDENTS.filter(({ sort }) => sort !== "ordinary").map((it) => ({
  ...mirrored(it),
  title: `${it.title} (colors the other way round)`,
}));
const ALL = [...INCIDENTS, ...MIRRORED];
const PUBLISHED = new Map(ALL.map((it) => [it, played(it, 60)]));
const outcome = (incident: Incident, listens: Listening) =>
  outcomeOf(incident, listens, PUBLISHED.get(incident));

/** What an environment does not have, it cannot hear. */
const WITHOUT: Readonly<Record<string, readonly string[]>> = {
  ephemeral: ["AWS WAF blocks a partner", "The certificate expires in 20 days"],
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
  "The certificate expires in 20 days",
  "NAT is out of ports",
];

describe.each([
  ["ephemeral", synthesized(EPHEMERAL)],
  ["production", synthesized(PRODUCTION)],
])("%s", (profile, environment) => {
  const listens = listening("x1", environment.document.resource);
  const of = (sort: Incident["sort"]) =>
    ALL.filter(
      (it) => it.sort === sort && !WITHOUT[profile]?.some((title) => it.title.startsWith(title)),
    ).map((it) => [it.title, it] as const);
  // Actions are what tells a person; an alarm without any is seen by nobody.
  const tellsAPerson = new Set(
    listens.alarms.filter(({ actions }) => actions.length > 0).map(({ name }) => name),
  );

  it.each(of("of what runs"))("%s: a person hears it", (title, incident) => {
    const { told, inAlarm } = outcome(incident, listens);
    const heard = [...told, ...inAlarm.filter(({ alarm }) => tellsAPerson.has(alarm))];
    expect(heard.length > 0).toBe(!NOT_YET.some((it) => title.startsWith(it)));
  });

  it.each(of("of a candidate"))("%s: the release stops, and a person hears it", (_, incident) => {
    const stops = stopping(outcome(incident, listens), "x1");
    expect(stops.filter(({ alarm }) => tellsAPerson.has(alarm))).not.toEqual([]);
    expect(stops[0]?.seconds).toBeLessThanOrEqual(600);
  });

  it.each(of("ordinary"))("%s: nothing is in ALARM", (_, day) =>
    expect(outcome(day, listens).inAlarm).toEqual([]),
  );
});

describe("each alarm, broken, changes the table", () => {
  const { resource } = synthesized(PRODUCTION).document;
  const all: [string, SynthesizedAlarm][] = Object.values<SynthesizedAlarm>(
    resource.aws_cloudwatch_metric_alarm,
  ).map((it) => [it.alarm_name, it]);
  const table = (alarm: SynthesizedAlarm) => {
    const listens = { ...listening("x1", resource), alarms: [alarmDefinition(alarm)] };
    return ALL.map((it) => {
      const { inAlarm, notJudged } = outcome(it, listens);
      return { title: it.title, inAlarm, notJudged };
    });
  };
  const otherMetric = <T extends { readonly metric_name: string }>(metric: T): T => ({
    ...metric,
    metric_name: "SomethingElse",
  });

  it.each(all)("%s by its threshold", (_, alarm) => {
    const never = alarm.comparison_operator === "GreaterThanThreshold" ? 1e12 : -1;
    expect(table({ ...alarm, threshold: never })).not.toEqual(table(alarm));
  });

  it.each(all)("%s by each of its metrics", (_, alarm) => {
    const { metric_name, metric_query = [] } = alarm;
    const broken: SynthesizedAlarm[] =
      metric_name !== undefined
        ? [otherMetric({ ...alarm, metric_name })]
        : metric_query.flatMap(({ metric }, index) =>
            metric === undefined
              ? []
              : [
                  {
                    ...alarm,
                    metric_query: metric_query.with(index, {
                      ...metric_query[index],
                      metric: otherMetric(metric),
                    } as never),
                  },
                ],
          );
    const before = table(alarm);
    expect(broken.map((it, index) => [index, isDeepStrictEqual(table(it), before)])).toEqual(
      broken.map((_it, index) => [index, false]),
    );
  });

  it.each(all)("%s by what missing data means", (_, alarm) => {
    const other = alarm.treat_missing_data === "notBreaching" ? "breaching" : "notBreaching";
    expect(table({ ...alarm, treat_missing_data: other })).not.toEqual(table(alarm));
  });
});
