import { App, Testing } from "cdktf";
import { INCIDENTS, type Incident } from "../../alarms/incidents";
import type { Minute } from "../../alarms/measured";
import { listening, type Outcome, outcomeOf, stopping } from "../../alarms/outcome";
import type { EnvironmentConfig } from "../../settings/schema";
import { EnvironmentStack } from "../../stack";
import { table } from "../../terminal/markdown";
import { exampleEnvironment } from "./example";
import { NOTICE } from "./markdown";

const HEADINGS: Readonly<Record<Incident["sort"], string>> = {
  "of a candidate": "The candidate of a release",
  "of what runs": "The running environment",
  ordinary: "Ordinary days, on which no alarm may be in ALARM",
};

/**
 * The price of a standard alarm on one metric, in US dollars a month. For an alarm on a metric math expression, AWS charges this price for
 * each metric in the expression.
 * https://aws.amazon.com/cloudwatch/pricing/
 */
const DOLLARS_A_METRIC = 0.1;

/**
 * The number of alarms that AWS creates for each target tracking policy:
 * https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html
 */
const ALARMS_A_POLICY = 2;

const synthesized = (config: EnvironmentConfig) =>
  JSON.parse(Testing.synth(new EnvironmentStack(new App(), config))).resource;

const metricsOf = ({ alarms }: ReturnType<typeof listening>): number =>
  alarms.reduce((sum, alarm) => sum + alarm.metrics.length, 0);

/** Returns a table with the number of alarms, and their price, in an environment of each profile. */
function howMany(): string[] {
  const dollars = (metrics: number) => (metrics * DOLLARS_A_METRIC).toFixed(2);
  const rows = (["ephemeral", "production"] as const).map((profile) => {
    const config = exampleEnvironment(profile);
    const resource = synthesized(config);
    const own = listening(config.suffix, resource);
    const ofPolicies = ALARMS_A_POLICY * Object.keys(resource.aws_appautoscaling_policy).length;
    const [alarms, metrics] = [own.alarms.length, metricsOf(own)];
    return [`\`${profile}\``, alarms, metrics, dollars(metrics), ofPolicies, alarms + ofPolicies].map(String);
  });
  return table(
    [
      "profile",
      "alarms",
      "metrics of these alarms",
      "US dollars a month",
      "alarms that Application Auto Scaling creates",
      "alarms in total",
    ],
    rows,
  );
}

/**
 * Returns the text of docs/alarms.md. For each incident of src/alarms, the text lists the alarms that go to ALARM in the environment of
 * `environments/prod.example.json`.
 *
 * @param triesOf a function that returns the simulated metrics of an incident, for a load balancer with an idle timeout of 60 seconds.
 * Computing the metrics takes most of the time, so a caller that has already computed the metrics passes `triesOf`.
 * @default - `alarms` computes the metrics
 */
export function alarms(triesOf: (incident: Incident) => Minute[][] | undefined = () => undefined): string {
  const config = exampleEnvironment("production");
  const environment = listening(config.suffix, synthesized(config));
  const outcomes = INCIDENTS.map((incident) => outcomeOf(incident, environment, triesOf(incident)));
  const short = (name: string) => name.replace(/^alarm-/, "").replace(`-${config.suffix}`, "");
  const named = (name: string) => `\`${short(name)}\``;
  const seconds = (heard: Outcome["inAlarm"]) =>
    heard.map((it) => `${named(it.alarm)} ${it.seconds} s`).join(", ");
  const row = (outcome: Outcome) => {
    const stops = stopping(outcome, config.suffix);
    return [
      outcome.incident.title,
      ...(outcome.incident.sort === "of a candidate"
        ? [stops[0] ? `after ${stops[0].seconds} s` : "**no**"]
        : []),
      [...outcome.told.map((name) => `${named(name)} at once`), seconds(outcome.inAlarm)]
        .filter(Boolean)
        .join(", ") || (outcome.incident.sort === "ordinary" ? "none" : "**nobody**"),
      outcome.notJudged.map(named).join(", ") || "none",
    ];
  };
  return [
    NOTICE,
    "# Alarms",
    "",
    "These tables list the alarms that go to ALARM during each incident, in the environment of `environments/prod.example.json`.",
    "Unless the incident names another load, there are 1,000 requests a minute. For each minute of an incident, `src/alarms/` computes",
    "the metric data that AWS would publish, and evaluates the alarms of the synthesized environment on this data. Nothing was measured",
    "in AWS.",
    "",
    "Seconds are counted from the beginning of the incident to the end of the minute whose datapoint puts the alarm into ALARM. CloudWatch",
    "needs one or two minutes more. Each incident is calculated twice. The second calculation uses other random numbers, another start of",
    "the incident within the alarms' periods, and another assumption about behavior that AWS does not document. The page's last table",
    "(*Ordinary days*) lists the alarms that go to ALARM in at least one of the two calculations. All other tables list only the alarms",
    "that go to ALARM in both calculations. If an alarm goes to ALARM in both calculations, the table has the later of the two times. The",
    "last column of each table lists the alarms that are in the state INSUFFICIENT_DATA at the end of the incident. An alarm is in this",
    "state if a color has too few requests, or if the metric has no data.",
    "",
    "[Decision 17](decisions/0017-alarms.md) has the reasons for these alarms. The next table has their number and price. CloudWatch charges",
    "for each metric that an alarm reads. The account's stack has no alarms.",
    "",
    ...howMany(),
    "",
    ...Object.entries(HEADINGS).flatMap(([sort, heading]) => [
      `## ${heading}`,
      "",
      ...table(
        [
          "incident",
          ...(sort === "of a candidate" ? ["stops the release"] : []),
          "alarms and messages",
          "alarms in INSUFFICIENT_DATA at the end of the incident",
        ],
        outcomes.filter(({ incident }) => incident.sort === sort).map(row),
      ),
      "",
    ]),
  ].join("\n");
}
