import { CERTIFICATE_ARN, OUTSIDE_KEY_ARN, PRODUCTION } from "../support/environments";
import { linesOf, problemsOf } from "../support/problems";
import type { Overrides } from "../support/synthesize";

/** What is refused only in combination, and the exact line that says so. */
const REFUSED: ReadonlyArray<[what: string, overrides: Overrides, line: string]> = [
  [
    "weights below 100",
    { weights: { blue: 80, green: 10 } },
    'weights: got {"blue":80,"green":10}, allowed: weights that sum to 100, not 90',
  ],
  [
    "weights above 100",
    { weights: { blue: 90 } },
    'weights: got {"blue":90,"green":20}, allowed: weights that sum to 100, not 110',
  ],
  [
    "traffic to green without green tasks",
    { application: { green: { minTasks: 0 } } },
    "application.green.minTasks: got 0, allowed: at least 1 while weights.green is 20: requests to a color without tasks get 503; if a release has moved all traffic away from green, also set weights to the live weights",
  ],
  [
    "little traffic to green without green tasks",
    { weights: { blue: 99, green: 1 }, application: { green: { minTasks: 0 } } },
    "application.green.minTasks: got 0, allowed: at least 1 while weights.green is 1: requests to a color without tasks get 503; if a release has moved all traffic away from green, also set weights to the live weights",
  ],
  [
    "traffic to blue without blue tasks",
    { application: { blue: { minTasks: 0 } } },
    "application.blue.minTasks: got 0, allowed: at least 1 while weights.blue is 80: requests to a color without tasks get 503; if a release has moved all traffic away from blue, also set weights to the live weights",
  ],
  [
    "fewest tasks above most",
    { application: { blue: { minTasks: 5 } } },
    "application.blue.minTasks: got 5, allowed: at most application.blue.maxTasks, which is 4",
  ],
  [
    "least capacity above most",
    { database: { minCapacityAcu: 8 } },
    "database.minCapacityAcu: got 8, allowed: less than database.maxCapacityAcu, which is 2: with a fixed capacity the database always uses 100 % of it, and the alarm database-capacity never leaves ALARM",
  ],
  [
    "a fixed capacity",
    { database: { minCapacityAcu: 2 } },
    "database.minCapacityAcu: got 2, allowed: less than database.maxCapacityAcu, which is 2: with a fixed capacity the database always uses 100 % of it, and the alarm database-capacity never leaves ALARM",
  ],
  [
    "a latency at which the load balancer ends the request",
    { monitoring: { maxLatencySeconds: 60 } },
    "monitoring.maxLatencySeconds: got 60, allowed: less than application.idleTimeoutSeconds, which is 60: the load balancer ends a request that takes longer, and publishes no latency for it",
  ],
  [
    "a latency above a configured idle timeout",
    { monitoring: { maxLatencySeconds: 31 }, application: { idleTimeoutSeconds: 30 } },
    "monitoring.maxLatencySeconds: got 31, allowed: less than application.idleTimeoutSeconds, which is 30: the load balancer ends a request that takes longer, and publishes no latency for it",
  ],
  [
    "a final snapshot without an outside key",
    { database: { finalSnapshot: true } },
    "database.kmsKeyArn: got nothing, allowed: the ARN of a KMS key from outside this stack, since database.finalSnapshot is on: destroy schedules the environment's own key for deletion, and the final snapshot has to remain readable",
  ],
  ...[
    ["email", "aws_rds_cluster", "an address such as on-call@example.com"],
    ["email", "0.0.0.0/0", "an address such as on-call@example.com"],
    ...[
      "on call@example.com",
      "a@b@example.com",
      "@example.com",
      "a@example",
      "a@.com",
      "a@example.",
      "a@exa mple.com",
      "a@example.c m",
      "a@example.c@m",
    ].map((endpoint) => ["email", endpoint, "an address such as on-call@example.com"]),
    ["https", "http://example.com/alarms", "a URL such as https://example.com/alarms"],
    ...[
      "https://localhost",
      "https://local/host.com",
      "https://.com",
      "https://example.",
      "https://exa mple.com",
      "https://example.c m/a",
      "https://example.com/a b",
      "xhttps://example.com",
    ].map((endpoint) => ["https", endpoint, "a URL such as https://example.com/alarms"]),
    ["sms", "555-0100", "a number such as +15550100"],
    ["sms", "+155501", "a number such as +15550100"],
    ["sms", "+1555010012345678", "a number such as +15550100"],
    ...["15550100", "+05550100", "+1555 0100", "+1555010x", "++15550100"].map((endpoint) => [
      "sms",
      endpoint,
      "a number such as +15550100",
    ]),
  ].map(([protocol = "", endpoint, allowed]): (typeof REFUSED)[number] => [
    `an ${protocol} endpoint that SNS refuses: ${endpoint}`,
    { monitoring: { subscribers: [{ protocol, endpoint }] } },
    `monitoring.subscribers.0.endpoint: got a value that is not shown, allowed: for the protocol ${protocol}: ${allowed}`,
  ]),
  [
    "HTTPS without anything",
    { https: {} },
    "https: got {}, allowed: https.certificateArn, or https.domainName with https.hostedZoneId, or all three",
  ],
  [
    "a domain without its zone",
    { https: { domainName: "a.example.com" } },
    "https.hostedZoneId: got nothing, allowed: https.domainName and https.hostedZoneId together: the alias record is created in the hosted zone",
  ],
  [
    "a zone without a domain",
    { https: { certificateArn: CERTIFICATE_ARN, hostedZoneId: "Z0123" } },
    "https.domainName: got nothing, allowed: https.domainName and https.hostedZoneId together: the alias record is created in the hosted zone",
  ],
  [
    "production without HTTPS",
    { ...PRODUCTION, https: undefined },
    "https: got nothing, allowed: https.certificateArn, or https.domainName with https.hostedZoneId: production refuses plain HTTP",
  ],
  [
    "production without an account",
    { ...PRODUCTION, accountId: undefined },
    "accountId: got nothing, allowed: the twelve digits of the account: production needs an explicit account",
  ],
  [
    "production without subscribers",
    { ...PRODUCTION, monitoring: {} },
    "monitoring.subscribers: got [], allowed: at least one subscriber in production: without subscribers, nobody gets the messages of alarms",
  ],
];

const ACCEPTED: ReadonlyArray<[what: string, overrides: Overrides]> = [
  [
    "all traffic on blue and no green tasks",
    { weights: { blue: 100, green: 0 }, application: { green: { minTasks: 0 } } },
  ],
  ["one task for a color with weight", { application: { green: { minTasks: 1 } } }],
  ["as many tasks at least as at most", { application: { blue: { minTasks: 4 } } }],
  ["capacity that grows by half an ACU", { database: { minCapacityAcu: 1.5 } }],
  [
    "a latency just below a configured idle timeout",
    { monitoring: { maxLatencySeconds: 60 }, application: { idleTimeoutSeconds: 61 } },
  ],
  ["deletion protection by itself", { database: { deletionProtection: true } }],
  ["a final snapshot with an outside key", { database: { finalSnapshot: true, kmsKeyArn: OUTSIDE_KEY_ARN } }],
  ["a certificate alone", { https: { certificateArn: CERTIFICATE_ARN } }],
  ["a domain with its zone", { https: { domainName: "a.example.com", hostedZoneId: "Z0123" } }],
  [
    "a certificate, a domain and its zone",
    { https: { certificateArn: CERTIFICATE_ARN, domainName: "a.example.com", hostedZoneId: "Z0123" } },
  ],
  ["production with all that it asks for", PRODUCTION],
  ...[
    ["sms", "+1555010"],
    ["sms", "+955501001234567"],
    ["email", "a+b@c.example.com"],
    ["https", "https://example.com"],
    ["https", "https://a.example.com:8443/b?c=d"],
  ].map(([protocol, endpoint]): (typeof ACCEPTED)[number] => [
    `the ${protocol} endpoint ${endpoint}`,
    { monitoring: { subscribers: [{ protocol, endpoint }] } },
  ]),
];

describe("a configuration is refused", () => {
  it.each(REFUSED)("for %s", (_what, overrides, line) => {
    expect(linesOf(overrides)).toEqual([`  ${line}`]);
  });
});

describe("a configuration is accepted", () => {
  it.each(ACCEPTED)("with %s", (_what, overrides) => {
    expect(linesOf(overrides)).toEqual([]);
  });
});

describe("problems", () => {
  it("are reported together, of single settings and of combinations", () => {
    const fields = problemsOf({
      profile: "production",
      weights: { blue: 50, green: 40 },
      replicas: 3,
      database: { minCapacityAcu: 32, finalSnapshot: true },
      application: { blue: { image: "app:latest" }, green: { minTasks: 0 } },
    }).map(({ field }) => field);
    expect(fields.sort()).toEqual([
      "accountId",
      "application.blue.image",
      "application.green.minTasks",
      "database.kmsKeyArn",
      "database.minCapacityAcu",
      "https",
      "monitoring.subscribers",
      "replicas",
      "weights",
    ]);
  });

  it("of a combination are reported beside unknown settings of similar names", () => {
    const settings = { weights: { blue: 80, green: 10, blu: 1, blues: 1 }, weight: 1, weightsOfBlue: 1 };
    expect(
      problemsOf(settings)
        .map(({ field }) => field)
        .sort(),
    ).toEqual(["weight", "weights", "weights.blu", "weights.blues", "weightsOfBlue"]);
  });

  it("of a combination are left out while a part of it is malformed", () => {
    expect(linesOf({ weights: { blue: "most", green: 20 } })).toEqual([
      '  weights.blue: got "most", allowed: a whole number from 0 to 100',
    ]);
  });
});
