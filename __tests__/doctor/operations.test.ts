import { configuredAlarmNames } from "../../src/settings/configured-alarms";
import { PROFILES } from "../../src/settings/profiles";
import { type Answers, answerOf } from "./answer-of";

const TOPIC = "arn:aws:sns:us-east-1:123456789012:topic-alarms-dev";

describe("subscriptions", () => {
  const endpoint = "on-call@example.com";
  const of = (
    listed: readonly object[],
    subscribers: readonly object[] = [{ protocol: "email", endpoint }],
  ) =>
    answerOf(
      "subscriptions",
      { ListSubscriptionsByTopicCommand: () => ({ Subscriptions: listed }) },
      { ...PROFILES.ephemeral, monitoring: { ...PROFILES.ephemeral.monitoring, subscribers } },
    );
  const confirmed = { Protocol: "email", Endpoint: endpoint, SubscriptionArn: `${TOPIC}:1` };

  it("pass when they are confirmed", async () =>
    expect(await of([confirmed])).toEqual({
      kind: "pass",
      text: "1 of 1 subscribers of the settings are confirmed",
    }));

  it.each([
    ["while one waits for its owner", { ...confirmed, SubscriptionArn: "PendingConfirmation" }],
    ["when another protocol is confirmed", { ...confirmed, Protocol: "email-json" }],
  ])("fail %s", async (_, listed) =>
    expect(await of([listed])).toMatchObject({ kind: "fail", text: `not confirmed: email ${endpoint}` }),
  );

  it.each([
    ["pass", "https://ops:****@hooks.example.com/alarms"],
    ["fail", "https://ops:****@hooks.example.com/other"],
  ])("are compared without the password of a URL, which SNS hides: %s", async (kind, Endpoint) => {
    const url = "https://ops:s3cr@t@hooks.example.com/alarms";
    const found = await of(
      [{ ...confirmed, Protocol: "https", Endpoint }],
      [{ protocol: "https", endpoint: url }],
    );
    expect(found).toMatchObject({ kind, text: expect.not.stringContaining("s3cr") });
  });

  it.each([
    [
      "that there are none",
      [],
      "monitoring.subscribers is empty, and topic-alarms-dev has no confirmed subscription: nobody gets its messages",
    ],
    [
      "how many were made by hand",
      [confirmed],
      "monitoring.subscribers is empty; confirmed subscriptions of topic-alarms-dev that the settings do not contain: 1",
    ],
  ])("say %s where the settings have none", async (_, listed, text) =>
    expect(await of(listed, [])).toEqual({ kind: "pass", text }),
  );
});

describe("alarms", () => {
  const NAMES = configuredAlarmNames({ ...PROFILES.ephemeral, suffix: "dev" });
  const CPU = "alarm-database-cpu-dev";
  const fine = { StateValue: "OK", ActionsEnabled: true, AlarmActions: [TOPIC], TreatMissingData: "missing" };
  /** All alarms of the settings but those in `others`, each with what differs; `none` is not there. */
  const of = (others: Readonly<Record<string, object | "none">> = {}) =>
    answerOf("alarms", {
      DescribeAlarmsCommand: () => ({
        MetricAlarms: [...new Set([...NAMES, ...Object.keys(others)])]
          .filter((name) => others[name] !== "none")
          .map((AlarmName) => ({ AlarmName, ...fine, ...(others[AlarmName] as object) })),
      }),
    });

  it("pass when each of the settings is OK, and count those that are OK without data", async () =>
    expect(
      await of({
        "alarm-load-balancer-5xx-dev": { TreatMissingData: "notBreaching" },
        "alarm-release-controller-errors-dev": { TreatMissingData: "ignore" },
        "alarm-web-acl-blocked-dev": { TreatMissingData: "notBreaching" }, // not of these settings
      }),
    ).toEqual({
      kind: "pass",
      text: "22 of 22 alarms of the settings exist, are OK, and publish to topic-alarms-dev; 2 of them are OK also without data, so it is not known whether they have data",
    }));

  it("cannot be known while one has too little data", async () =>
    expect(await of({ [CPU]: { StateValue: "INSUFFICIENT_DATA" } })).toMatchObject({
      kind: "cannot know",
      text: expect.stringContaining(`1 of 22 alarms are in INSUFFICIENT_DATA: ${CPU}.`),
    }));

  const deploy = "npm run deploy -- --suffix dev";
  it.each([
    [
      "is in ALARM",
      { [CPU]: { StateValue: "ALARM" } },
      `in ALARM: ${CPU}`,
      "docs/runbooks/alarms.md has the first steps",
    ],
    ["is missing", { [CPU]: "none" as const }, `missing: ${CPU}`, deploy],
    [
      "has no enabled actions",
      { [CPU]: { ActionsEnabled: false } },
      `not publishing to topic-alarms-dev: ${CPU}`,
      deploy,
    ],
    [
      "has another action",
      { [CPU]: { AlarmActions: [`${TOPIC}2`] } },
      `not publishing to topic-alarms-dev: ${CPU}`,
      deploy,
    ],
    [
      "is in ALARM and another is missing",
      { [CPU]: { StateValue: "ALARM" }, "alarm-nat-port-errors-dev": "none" as const },
      `in ALARM: ${CPU}; missing: alarm-nat-port-errors-dev`,
      `docs/runbooks/alarms.md has the first steps; ${deploy}`,
    ],
  ])("fail when one %s", async (_, others, text, toDo) =>
    expect(await of(others)).toEqual({ kind: "fail", text, toDo }),
  );

  it("fail when there is none at all", async () =>
    expect(await of(Object.fromEntries(NAMES.map((name) => [name, "none" as const])))).toMatchObject({
      kind: "fail",
      text: "the environment has no alarms",
    }));
});

describe("the migration", () => {
  const task = (exitCode: number | undefined) => ({
    containers: [
      { name: "aws-guardduty-agent", exitCode: 0 },
      { name: "migration", exitCode },
    ],
    stoppedReason: "why",
  });
  const stopped = (tasks: readonly object[]): Answers => ({
    ListTasksCommand: ({ desiredStatus }: { desiredStatus: string }) => ({
      taskArns: desiredStatus === "STOPPED" ? ["arn"] : [],
    }),
    DescribeTasksCommand: () => ({ tasks }),
  });
  const none = { ListTasksCommand: () => ({ taskArns: [] }) };
  const nothing = (ageHours: number): Answers => ({
    ...none,
    DescribeLogStreamsCommand: () => ({}),
    DescribeDBClustersCommand: () => ({
      DBClusters: [{ ClusterCreateTime: new Date(Date.now() - ageHours * 3_600_000) }],
    }),
  });

  it.each([
    ["ended with 0", stopped([task(0)]), "pass"],
    ["ended with another code", stopped([task(1)]), "fail"],
    ["was a comparison of a restore", stopped([{ ...task(0), startedBy: "npm-run-restore" }]), "cannot know"],
    [
      "failed before a comparison of a restore",
      stopped([
        { ...task(1), createdAt: new Date(1) },
        { ...task(0), createdAt: new Date(2), startedBy: "npm-run-restore" },
      ]),
      "fail",
    ],
    ["never started", stopped([task(undefined)]), "fail"],
    ["is not described", stopped([]), "cannot know"],
    ["is under way", { ListTasksCommand: () => ({ taskArns: ["arn"] }) }, "cannot know"],
    ["has left no log in a new database's time", nothing(71), "fail"],
    ["may have left a log that is no longer kept", nothing(73), "cannot know"],
    [
      "has left no log where the database is not seen",
      { ...nothing(1), DescribeDBClustersCommand: () => ({}) },
      "cannot know",
    ],
    [
      "is forgotten",
      { ...none, DescribeLogStreamsCommand: () => ({ logStreams: [{ lastEventTimestamp: 0 }] }) },
      "cannot know",
    ],
  ])("that %s", async (_, answers, kind) => expect((await answerOf("migration", answers))?.kind).toBe(kind));

  it("that has left no log is said to have left none, whatever the database contains", async () =>
    expect((await answerOf("migration", nothing(1)))?.text).toMatch(
      /^ECS lists no migration task, and the log group log-group-migration-dev has no log since the database was created at \S+Z$/,
    ));
});
