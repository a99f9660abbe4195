import { App, Testing } from "cdktf";
import { INCIDENTS, type Incident } from "../../alarms/incidents";
import { listening, type Outcome, outcomeOf, stopping } from "../../alarms/outcome";
import { EnvironmentStack } from "../../stack";
import { table } from "../../terminal/markdown";
import { exampleEnvironment } from "./example";
import { NOTICE } from "./markdown";

const HEADINGS: Readonly<Record<Incident["sort"], string>> = {
  "of a candidate": "A color that is being released",
  "of what runs": "What runs",
  ordinary: "Ordinary days: nothing may be in ALARM",
};

/**
 * Dollars a month for a standard alarm, and for each metric of an alarm on a metric math expression:
 * https://aws.amazon.com/cloudwatch/pricing/
 */
const DOLLARS_A_METRIC = 0.1;

/** Writes docs/alarms.md: the reaction of the alarms of `environments/prod.example.json` to every incident of src/alarms. */
export function alarms(): string {
  const config = exampleEnvironment("production");
  const stack = JSON.parse(Testing.synth(new EnvironmentStack(new App(), config)));
  const environment = listening(config.suffix, stack.resource);
  const outcomes = INCIDENTS.map((incident) => outcomeOf(incident, environment));
  const short = (name: string) => name.replace(/^alarm-/, "").replace(`-${config.suffix}`, "");
  const named = (name: string) => `\`${short(name)}\``;
  const seconds = (heard: Outcome["inAlarm"]) =>
    heard.map((it) => `${named(it.alarm)} ${it.seconds}`).join(", ");
  const row = (outcome: Outcome) => {
    const stops = stopping(outcome, config.suffix);
    return [
      outcome.incident.title,
      outcome.incident.sort === "of a candidate" ? (stops[0] ? `after ${stops[0].seconds}` : "**no**") : "",
      [...outcome.told.map((name) => `${named(name)} at once`), seconds(outcome.inAlarm)]
        .filter(Boolean)
        .join(", ") || (outcome.incident.sort === "ordinary" ? "none" : "**nobody**"),
      outcome.notJudged.map(named).join(", "),
    ];
  };
  const metrics = environment.alarms.reduce((sum, alarm) => sum + alarm.metrics.length, 0);
  return [
    NOTICE,
    "# Alarms",
    "",
    "These tables list the alarms that go into ALARM during each incident, in the environment of `environments/prod.example.json`. The",
    "load is 1,000 requests a minute unless the incident names another. An incident is a series of minutes with the metric data that",
    "AWS would publish (`src/alarms/`). The alarms are read from the synthesized environment. The tables are calculated, not measured",
    "in AWS.",
    "",
    "Seconds are counted from the beginning of the incident to the end of the minute whose datapoint puts the alarm into ALARM.",
    "CloudWatch needs one or two minutes more. Where AWS's documentation or chance leaves two outcomes open, both are calculated: the",
    "later time is shown, and an alarm that reaches ALARM in only one of them is not shown. *Not judged* lists alarms in",
    "INSUFFICIENT_DATA, because a color had too few requests or the metric has no data.",
    "",
    `The environment has ${environment.alarms.length} alarms on ${metrics} metrics, which cost about ${(metrics * DOLLARS_A_METRIC).toFixed(2)} US dollars a month. The reasons for these`,
    "alarms: [decision 17](decisions/0017-alarms.md).",
    "",
    ...Object.entries(HEADINGS).flatMap(([sort, heading]) => [
      `## ${heading}`,
      "",
      ...table(
        ["incident", "stops the release", "who hears it, seconds", "not judged"],
        outcomes.filter(({ incident }) => incident.sort === sort).map(row),
      ),
      "",
    ]),
  ].join("\n");
}
