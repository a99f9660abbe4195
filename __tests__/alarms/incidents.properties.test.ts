import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { alarmDefinition, type SynthesizedAlarm } from "../../src/alarms/definition";
import { INCIDENTS, type Incident, mirrored } from "../../src/alarms/incidents";
import {
  type Listening,
  listening,
  type Outcome,
  outcomeOf,
  played,
  stopping,
} from "../../src/alarms/outcome";
import { alarms } from "../../src/tools/documents/alarms";
import { EPHEMERAL, PRODUCTION } from "../support/environments";
import { synthesized } from "../support/synthesized";

/** What only an alarm by the day sees, and takes long to play. */
const lastsDays = ({ minutes }: Incident) => minutes > 1440;

/** With the colors the other way round: what holds of one has to hold of the other. */
const MIRRORED = INCIDENTS.filter((it) => it.sort !== "ordinary" && !lastsDays(it)).map((it) => ({
  ...mirrored(it),
  title: `${it.title} (colors the other way round)`,
}));
const ALL = [...INCIDENTS, ...MIRRORED];
const PUBLISHED = new Map(ALL.map((it) => [it, played(it, 60)]));
const outcome = (incident: Incident, listens: Listening) =>
  outcomeOf(incident, listens, PUBLISHED.get(incident));

it("docs/alarms.md is up to date; else: npm run generate", () =>
  expect(readFileSync(join(__dirname, "../../docs/alarms.md"), "utf8")).toBe(
    alarms((it) => PUBLISHED.get(it)),
  ));

/** What an environment does not have, it cannot hear. */
const WITHOUT: Readonly<Record<string, readonly string[]>> = {
  ephemeral: [
    "AWS WAF blocks a partner",
    "At night, with 40 requests a minute in all, AWS WAF blocks a partner",
    "The certificate expires in 20 days",
    "The certificate has expired",
    "The NAT gateway of the second zone has no free ports",
    "The NAT gateway of the third zone has no free ports",
  ],
  production: [],
};

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

  it.each(of("of what runs"))("%s: a person hears it", (_, incident) => {
    const { told, inAlarm } = outcome(incident, listens);
    const heard = [...told, ...inAlarm.filter(({ alarm }) => tellsAPerson.has(alarm))];
    expect(heard).not.toEqual([]);
  });

  it.each(of("of a candidate"))("%s: the release stops, and a person hears it", (_, incident) => {
    const stops = stopping(outcome(incident, listens), "x1");
    expect(stops.filter(({ alarm }) => tellsAPerson.has(alarm))).not.toEqual([]);
    expect(stops[0]?.seconds).toBeLessThanOrEqual(780);
  });

  it.each(of("ordinary"))("%s: nothing is in ALARM, and nobody is told", (_, day) => {
    const { inAlarm, told } = outcome(day, listens);
    expect([inAlarm, told]).toEqual([[], []]);
  });
});

describe("each alarm, broken, changes the table", () => {
  const { resource } = synthesized(PRODUCTION).document;
  const all: [string, SynthesizedAlarm][] = Object.values<SynthesizedAlarm>(
    resource.aws_cloudwatch_metric_alarm,
  ).map((it) => [it.alarm_name, it]);
  const without = listening("x1", resource);
  const row = (incident: Incident, alarm: SynthesizedAlarm) => {
    const { inAlarm, lasting, notJudged } = outcome(incident, {
      ...without,
      alarms: [alarmDefinition(alarm)],
    });
    return { inAlarm, lasting, notJudged };
  };
  let whole: (readonly [Incident, Outcome])[];
  beforeAll(() => {
    whole = ALL.map((it) => [it, outcome(it, without)]);
  });
  const ofAlarm = ({ inAlarm, lasting, notJudged }: Outcome, name: string) => ({
    inAlarm: inAlarm.filter(({ alarm }) => alarm === name),
    lasting: lasting.filter((it) => it === name),
    notJudged: notJudged.filter((it) => it === name),
  });
  /** Looks until one row differs, first where the alarm is in ALARM. */
  const changesTable = ({ alarm_name, period }: SynthesizedAlarm, broken: SynthesizedAlarm) => {
    const rows = whole
      .filter(([it]) => !lastsDays(it) || period === 86_400)
      .map(([it, all]) => ({ it, row: ofAlarm(all, alarm_name) }));
    return rows
      .sort((a, b) => b.row.inAlarm.length - a.row.inAlarm.length)
      .some((it) => !isDeepStrictEqual(row(it.it, broken), it.row));
  };
  const otherMetric = <T extends { readonly metric_name: string }>(metric: T): T => ({
    ...metric,
    metric_name: "SomethingElse",
  });

  it.each(all)("%s by its threshold", (_, alarm) => {
    // Lambda publishes no zeros: that there is nothing is heard by what missing data means, and by the threshold that there is one.
    const never =
      alarm.comparison_operator === "GreaterThanThreshold" || alarm.metric_name === "Invocations" ? 1e12 : -1;
    expect(changesTable(alarm, { ...alarm, threshold: never })).toBe(true);
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
    expect(broken.map((it) => changesTable(alarm, it))).toEqual(broken.map(() => true));
  });

  it.each(all)("%s by what missing data means", (_, alarm) => {
    const other = alarm.treat_missing_data === "notBreaching" ? "breaching" : "notBreaching";
    expect(changesTable(alarm, { ...alarm, treat_missing_data: other })).toBe(true);
  });
});
