import { request } from "node:http";
import { alarmDefinition, type SynthesizedAlarm, statesOver } from "../../src/alarms/definition";
import { type Minute, metricKey, readKey, subjectOf } from "../../src/alarms/measured";
import { Application, BAD, type Bad } from "../../src/rehearsal/traffic/application";
import { Clock } from "../../src/rehearsal/traffic/clock";
import { LoadBalancer } from "../../src/rehearsal/traffic/load-balancer";
import { EPHEMERAL } from "../support/environments";
import { synthesized } from "../support/synthesized";

const metric = (id: string, metric_name: string, stat: string) => ({
  id,
  metric: {
    namespace: "AWS/ApplicationELB",
    metric_name,
    stat,
    period: 60,
    dimensions: { LoadBalancer: "app/lb/1", TargetGroup: "targetgroup/green/1" },
  },
});

/** The release alarms that judged requests until decision 17. */
const BEFORE: readonly SynthesizedAlarm[] = [
  {
    alarm_name: "alarm-green-5xx-rate",
    alarm_description: "",
    comparison_operator: "GreaterThanThreshold",
    threshold: 5,
    evaluation_periods: 2,
    datapoints_to_alarm: 2,
    treat_missing_data: "notBreaching",
    metric_query: [
      metric("errors", "HTTPCode_Target_5XX_Count", "Sum"),
      metric("refused", "TargetConnectionErrorCount", "Sum"),
      metric("requests", "RequestCount", "Sum"),
      {
        id: "rate",
        expression: "IF(requests >= 10, 100 * (FILL(errors, 0) + FILL(refused, 0)) / requests, 0)",
        return_data: true,
      },
    ],
  },
  {
    alarm_name: "alarm-green-p99-latency",
    alarm_description: "",
    comparison_operator: "GreaterThanThreshold",
    threshold: 1,
    evaluation_periods: 3,
    datapoints_to_alarm: 3,
    treat_missing_data: "notBreaching",
    metric_query: [
      metric("p99", "TargetResponseTime", "p99"),
      metric("requests", "RequestCount", "Sum"),
      { id: "latency", expression: "IF(requests >= 10, p99, 0)", return_data: true },
    ],
  },
];

const NOW = Object.values<SynthesizedAlarm>(
  synthesized(EPHEMERAL).document.resource.aws_cloudwatch_metric_alarm,
).filter(({ alarm_name }) => /-green-(?:failed-requests|p99-latency)/.test(alarm_name));

const MINUTES = 5;
const clock = new Clock(200);

/** What the load balancer counts of green in some minutes at 100 %, by subject. */
async function counted(bad: Bad): Promise<Minute[]> {
  const application = await Application.open(clock);
  application.behavior = bad;
  const balancer = await LoadBalancer.open({
    clock,
    ports: { blue: application.port, green: application.port },
  });
  const group = {
    color: "green",
    arn: "",
    dimension: "targetgroup/green/1",
    healthy: 2,
    unhealthy: 0,
  } as const;
  balancer.routing = {
    dimension: "app/lb/1",
    idleTimeoutSeconds: bad === "hang" ? 60 : 3600, // a busy machine is no time-out
    rules: [{ forward: [{ group, weight: 100 }] }],
    groups: [group],
  };
  const minutes: Minute[] = [];
  for (let minute = 0; minute < MINUTES; minute += 1) {
    await Promise.all(Array.from({ length: 12 }, () => ask(balancer.port)));
    minutes.push(bySubject(balancer.takeMinute()));
  }
  await Promise.all([balancer.close(), application.close()]);
  return minutes;
}

const ask = (port: number) =>
  new Promise((resolve) => {
    request({ host: "127.0.0.1", port, agent: false }, (answer) => answer.resume().on("end", resolve)).end();
  });

const bySubject = (minute: Minute): Minute =>
  Object.fromEntries(
    Object.entries(minute).map(([key, samples]) => {
      const { namespace, metricName, dimensions } = readKey(key);
      return [metricKey(namespace, metricName, subjectOf(Object.fromEntries(dimensions))), samples];
    }),
  );

const inAlarm = (alarms: readonly SynthesizedAlarm[], minutes: readonly Minute[]) =>
  alarms
    .filter((it) => statesOver(alarmDefinition(it), minutes).includes("ALARM"))
    .map(({ alarm_name }) => alarm_name.replace(/-x1$/, ""));

/** Of what a load balancer counts, with sockets, when all that green is asked goes wrong. */
it("a bad version is in ALARM; before decision 17, one that hangs or resets was not", async () => {
  const all = await Promise.all(BAD.map(async (bad) => [bad, await counted(bad)] as const));
  expect(all.map(([bad, minutes]) => [bad, inAlarm(BEFORE, minutes)])).toEqual([
    ["hang", []],
    ["reset", []],
    ["500", ["alarm-green-5xx-rate"]],
    ["slow", ["alarm-green-p99-latency"]],
  ]);
  for (const [bad, minutes] of all) {
    expect(inAlarm(NOW, minutes)).toContain(
      bad === "slow" ? "alarm-green-p99-latency" : "alarm-green-failed-requests",
    );
  }
});
