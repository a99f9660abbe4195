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

/** A month, of a standard alarm, and of each metric of an alarm on an expression: https://aws.amazon.com/cloudwatch/pricing/ */
const DOLLARS_A_METRIC = 0.1;

/** What the alarms of `environments/prod.example.json` make of every incident. */
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
    "What is in ALARM when something happens, in an environment as `environments/prod.example.json` describes it, at 1,000",
    "requests a minute unless said otherwise. Every incident is a row of minutes of what AWS publishes (`src/alarms/`); the",
    "alarms are those that the environment synthesizes. Nothing of it was seen in AWS.",
    "",
    "Seconds are from the beginning of the incident to the end of the minute whose data decides; CloudWatch takes a minute or two",
    "more. What AWS leaves open, and chance, is tried both ways: the later time counts, and an alarm that is in ALARM one way only",
    "does not count. *Not judged* is an alarm in INSUFFICIENT_DATA: a color had too few requests, or the metric has no data.",
    "",
    `The environment has ${environment.alarms.length} alarms on ${metrics} metrics, for which AWS asks about ${(metrics * DOLLARS_A_METRIC).toFixed(2)} US dollars a month. Why`,
    "they are as they are: [decision 17](decisions/0017-alarms.md).",
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
