import type { HistoryLine } from "../../../src/release/client/history";
import { page } from "../../../src/release/report/page";
import { releaseOf } from "../../../src/release/report/release-time";
import type { Report } from "../../../src/release/report/report";
import { badRelease, goodRelease, stuckRelease } from "./made-up-releases";

const NOW = Date.parse("2026-03-04T06:00:00.000Z");
const STARTED: HistoryLine = {
  id: "1-0",
  at: "2026-03-04T05:06:07.000Z",
  action: "started",
  release: "release-1",
  candidate: "green",
  by: "arn:aws:sts::123456789012:assumed-role/releaser-role-x1/ada",
  requestId: "request-1",
  from: { blue: 100, green: 0 },
  to: { blue: 95, green: 5 },
  images: { blue: "app:1", green: "app:2" },
  alarms: { "alarm-green-failed-requests-x1": "INSUFFICIENT_DATA" },
};

/** A release whose history contains only a few facts. */
const bare = (changes: Partial<Report> = {}, ...lines: HistoryLine[]): Report => ({
  suffix: "x1",
  release: releaseOf([STARTED, ...lines], undefined, NOW, "x1"),
  measured: { missing: "nobody asked" },
  alarms: [],
  madeAt: NOW,
  ...changes,
});

const answers = (text: string) =>
  [...text.matchAll(/<dd>(.*?)<\/dd>/g)].map(([, words = ""]) =>
    words.replaceAll("&#39;", "'").replaceAll(/<\/?code[^>]*>/g, ""),
  );

describe("the answers", () => {
  it("of a good release count what failed, and say how to go back", () =>
    expect(answers(page(goodRelease()))).toEqual([
      "The release gave green all traffic in 49 min 00 s; no release alarm sent it back.",
      "At most 59 requests failed (requests of clients that hung up are counted too): 33 of 74,202 requests to blue failed (under 0.1 %); 26 of 53,679 requests to green failed (under 0.1 %).",
      "This release needs no further step. To undo it, as long as blue runs the earlier version: npm run release -- rollback --to blue --suffix prod",
    ]));

  it("of one whose last step is below 100 % say who kept the rest", () => {
    const completed: HistoryLine = {
      ...STARTED,
      id: "2-0",
      action: "completed",
      at: "2026-03-04T05:26:07.000Z",
      to: { blue: 50, green: 50 },
    };
    expect(answers(page(bare({}, completed)))[0]).toBe(
      "The release gave green 50 % of the traffic, and blue kept the rest, in 20 min 00 s; no release alarm sent it back.",
    );
    expect(page(bare({}, completed))).toContain("completed: green keeps 50 %, blue keeps the rest");
  });

  it("of a promoted one say who promoted it", () => {
    const lines = (["promoted", "shifting", "completed"] as const).map(
      (action, index): HistoryLine => ({
        ...STARTED,
        id: `${index + 2}-0`,
        action,
        at: `2026-03-04T05:1${index}:07.000Z`,
        to: { blue: 0, green: 100 },
      }),
    );
    expect(answers(page(bare({}, ...lines)))[0]).toBe(
      "The release gave green all traffic in 6 min 00 s, after the command promote of assumed-role/releaser-role-x1/ada; no release alarm sent it back.",
    );
  });

  it.each<[HistoryLine["action"], Partial<HistoryLine>, string]>([
    [
      "stuck",
      { action: "going back", to: { blue: 0, green: 100 }, reason: "blue is broken" },
      'going back" (blue 0 %, green 100 %) at 2026-03-04 05:20:00, asked for by assumed-role/releaser-role-x1/ada: blue is broken.',
    ],
    [
      "held",
      { action: "repaired", to: { blue: 60, green: 40 } },
      'repaired" (blue 60 %, green 40 %) at 2026-03-04 05:20:00, asked for by assumed-role/releaser-role-x1/ada.',
    ],
  ])(
    "of a %s one that a command ended promise nothing, and say what came after it",
    (action, after, words) => {
      const { release: _, candidate: __, images: ___, ...others } = STARTED;
      const last: HistoryLine = { ...STARTED, id: "2-0", action, at: "2026-03-04T05:10:00.000Z" };
      const command: HistoryLine = { ...others, id: "3-0", action, at: "2026-03-04T05:20:00.000Z", ...after };
      const text = page(bare({}, last, command));
      const [happened = "", , next] = answers(text);
      expect(text).toContain(`<title>Release of green in x1: ended while ${action}</title>`);
      expect(text).toContain("over at the latest at 2026-03-04 05:20:00.");
      expect(happened.replaceAll("&quot;", '"')).toContain(
        `After that, the release was over: the history goes on with "${words}`,
      );
      expect(next).toBe(
        "This release needs no further step, because it is over. To see the present state of the traffic: npm run release -- status --suffix x1",
      );
    },
  );

  it("of a bad one name the alarm, and where to look", () => {
    const [happened, users, next, later] = answers(page(badRelease()));
    expect(happened).toBe(
      "Rolled back by the controller itself, because alarm-blue-failed-requests-prod went into ALARM. All traffic was back on green at 05:21:55, 15 min 48 s after the start. The rollback took 12 s, from the decision until the controller saw that the load balancer sent all traffic to green.",
    );
    expect(later).toBe(
      "alarm-blue-failed-requests-prod goes to ALARM when 3 of the last 5 minutes are beyond its threshold, and CloudWatch judges each data point only after its period has ended; the first minute in which more than 5 % of the requests to blue failed began at 05:18:00.",
    );
    expect(users).toMatch(
      /^At most 357 requests failed \(requests of clients that hung up are counted too\): 341 of 4,012 requests to blue failed \(8\.5 %\);/,
    );
    expect(next).toMatch(/^Find the reason in the CloudWatch log group log-group-blue-prod;/);
  });

  it("of one that somebody sent back name who, and the reason", () => {
    const going: HistoryLine = {
      ...STARTED,
      id: "2-0",
      action: "going back",
      at: "2026-03-04T05:10:00.000Z",
      reason: "payments look odd",
    };
    const back: HistoryLine = { ...going, id: "2-1", action: "rolled back" };
    const words = (reason: string) => answers(page(bare({}, { ...going, reason }, back)))[0];
    expect(words("payments look odd")).toBe(
      "Rolled back by the command of assumed-role/releaser-role-x1/ada (&quot;payments look odd&quot;). All traffic was back on blue at 05:10:00, 3 min 53 s after the start. The rollback took under 1 s, from the decision until the controller saw that the load balancer sent all traffic to blue.",
    );
    expect(words("asked by ada on laptop")).toMatch(/releaser-role-x1\/ada\. All/);
  });

  it("of one that went back say when, and not how long it took where the history has no decision", () => {
    const back: HistoryLine = {
      ...STARTED,
      id: "2-0",
      action: "rolled back",
      at: "2026-03-04T05:10:00.000Z",
    };
    expect(answers(page(bare({}, back)))[0]).toMatch(
      / at 05:10:00, 3 min 53 s after the start\. The duration of the rollback is not known, because the history does not contain the decision\.$/,
    );
  });

  it("of one that a late call moved once more tell both times that traffic was back", () => {
    const { by: _, ...rest } = STARTED;
    const lines = (["going back", "rolled back", "moved again", "rolled back"] as const).map(
      (action, index): HistoryLine => ({
        ...rest,
        id: `${index + 2}-0`,
        action,
        at: `2026-03-04T05:1${index}:00.000Z`,
      }),
    );
    expect(answers(page(bare({}, ...lines)))[0]).toMatch(
      / at 05:11:00, 4 min 53 s after the start\. The rollback took 1 min 00 s, .* An earlier call took effect late and moved traffic once more at 05:12:00; all traffic was back again at 05:13:00\.$/,
    );
  });

  it("of a paused one say since when", () => {
    const paused: HistoryLine = {
      ...STARTED,
      id: "2-0",
      action: "paused",
      at: "2026-03-04T05:10:00.000Z",
      reason: "an approval",
    };
    const again = { ...paused, id: "3-0", at: "2026-03-04T05:20:00.000Z" };
    expect(answers(page(bare({}, paused, again)))[0]).toBe(
      "The release was paused at 05:10:00, 3 min 53 s after the start, and a person had to decide: an approval.",
    );
  });

  it("of one that went back without an alarm say the controller's reason", () => {
    const { by: _, ...rest } = STARTED;
    const at = "2026-03-04T05:10:00.000Z";
    const reason = "green has no healthy target";
    const lines = (["going back", "rolled back"] as const).map(
      (action): HistoryLine => ({ ...rest, id: action, at, action, reason }),
    );
    expect(answers(page(bare({}, ...lines)))[0]).toMatch(
      /^Rolled back by the controller itself: green has no healthy target\. All/,
    );
  });

  it("of a stuck one say that nothing went back, and what to start", () => {
    const [happened, users, next] = answers(page(stuckRelease()));
    expect(users).toMatch(
      /; [\d,]+ more requests got 503 from the load balancer, because their color had no targets\./,
    );
    expect(happened).toMatch(
      /^At 05:21:43 all traffic had to go to green, and could NOT be sent there\. It stayed at blue 25 %, green 75 %: in ALARM: /,
    );
    expect(next).toMatch(
      /^As long as the release is stuck, the controller sends all traffic to green as soon as green has a target that can answer\. .*: npm run release -- status --suffix prod$/,
    );
    // The plots do not look as if these requests had never been made.
    expect(page(stuckRelease()).match(/[\d,]+ requests that got 503 are in neither line,/g)).toHaveLength(2);
    expect(page(badRelease())).not.toContain("in neither line");
  });

  it("of one that is under way claim no end", () => {
    const text = page(bare());
    expect(text).toContain("<title>Release of green in x1: under way</title>");
    expect(text).toContain("had not ended at 2026-03-04 06:00:00.");
    expect(answers(text)[0]).toBe(
      "53 min 53 s after the start, the history did not contain the end of the release.",
    );
  });

  it("do not call a release without requests a harmless one", () => {
    const measured = { minutes: 1, points: { blue: [], green: [] }, refused: [], thresholds: {} };
    const text = page(bare({ measured }));
    expect(answers(text)[1]).toBe(
      "CloudWatch counted no request, so it is not known whether requests failed.",
    );
    expect(text.match(/<p class="none">CloudWatch has no/g)).toHaveLength(3);
    expect(text).not.toContain('aria-label="Requests a minute"'); // no zeros are drawn
  });

  it("count what no color got: with nothing else, users were hurt all the same", () => {
    const refused = [
      { at: NOW, requests: 9 },
      { at: NOW + 1, requests: 90 },
    ];
    const measured = { minutes: 1, points: { blue: [], green: [] }, refused, thresholds: {} };
    expect(answers(page(bare({ measured })))[1]).toMatch(
      /^At most 9 requests failed \(requests of clients that hung up are counted too\): blue had no requests;/,
    );
  });

  it("say nothing of clients that hung up where no request failed", () => {
    const points = { blue: [{ at: NOW, requests: 9, failed: 0, p99: 0.1 }], green: [] };
    const text = page(bare({ measured: { minutes: 1, points, refused: [], thresholds: {} } }));
    expect(answers(text)[1]).toBe(
      "No request failed: 0 of 9 requests to blue failed (0 %); green had no requests.",
    );
    expect(text).toContain("<figcaption>green has no line: it answered no request.</figcaption>");
    expect(text).not.toContain("blue has no line");
  });

  it("have durations as long as the times that they stand beside are apart", () => {
    const { by: _, ...rest } = STARTED;
    const line = (action: "going back" | "rolled back", at: string): HistoryLine => ({
      ...rest,
      id: at,
      action,
      at: `2026-03-04T05:${at}Z`,
    });
    const words = (from: string, to: string) =>
      answers(page(bare({}, line("going back", from), line("rolled back", to))))[0];
    expect(words("10:00.100", "10:06.700")).toContain("The rollback took 6 s,");
    expect(words("10:00.900", "10:07.000")).toContain("The rollback took 7 s,");
  });

  it("say why metrics are missing", () => {
    const text = page(bare());
    expect(answers(text)[1]).toBe("Not known from here: nobody asked.");
    expect(text).toContain('<p class="none">Not shown: nobody asked.</p>');
  });
});

it("shows a command as one, and each of several by itself", () => {
  const paused: HistoryLine = { ...STARTED, id: "2-0", action: "paused", reason: "an approval" };
  const commands = [...page(bare({}, paused)).matchAll(/<code class="typed">(.*?)<\/code>/g)];
  expect(commands.map(([, it]) => it)).toEqual([
    "npm run release -- status --suffix x1",
    "npm run release -- resume --suffix x1",
    "npm run release -- rollback --suffix x1",
  ]);
});

it("shows what people wrote as text, wherever it stands", () => {
  const evil = `</style><script>alert(1)</script><img src=x onerror="a"> '&\u202e`;
  const line: HistoryLine = {
    ...STARTED,
    action: "rolled back",
    by: evil,
    requestId: evil,
    reason: evil,
    release: "release-1",
    images: { blue: evil, green: evil },
    alarms: { [evil]: "ALARM" },
  };
  const text = page(
    bare(
      {
        measured: { missing: evil },
        alarmsMissing: evil,
        alarms: [{ name: evil, bands: [{ from: NOW - 1, to: NOW, state: "ALARM" }] }],
      },
      line,
    ),
  );
  expect(text).not.toMatch(/<script|<img|onerror="|\u202e/);
  expect(text).toContain(
    "&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&quot;a&quot;&gt; &#39;&amp;\\u202e",
  );
  expect(text.match(/<\/style>/g)).toHaveLength(1);
});

it("needs no network and no script, and forbids both", () => {
  for (const text of [goodRelease(), badRelease(), stuckRelease()].map(page)) {
    expect(text).toContain(`content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;"`);
    expect(text).not.toMatch(/<script|<link|<img|@import|https?:|url\((?!#)/);
    expect(Buffer.byteLength(text)).toBeLessThan(200_000);
    expect(Buffer.byteLength(text)).toBeGreaterThan(20_000); // it is drawn
  }
});

it("names image, digest, task definition, steps, and what proves who it was", () => {
  const text = page(badRelease());
  expect(text).toContain(`<td data-l="Digest"><code>sha256:${"a".repeat(64)}</code></td>`);
  expect(text).toContain(`<td data-l="Image"><code>registry.example.com/payments</code></td>`);
  expect(text).toContain("<code>task-definition-blue-prod:41</code>");
  expect(text).toContain(
    "Planned: 5 % for 10 min, 25 % for 10 min, 50 % for 10 min (after an approval), 100 % for 10 min;",
  );
  expect(text).toContain('<td data-l="Share that failed">12.5 %</td>');
  expect(text).toContain("<code>8f14e45f-ceea-467f-9575-0c6f1b9d2a11</code>");
  expect(text).toContain("That event is not shown here.");
});

it("explains each alarm in the alarm's own words", () => {
  const description = "More than 5 % of the requests to green fail.";
  const points = { wrong: 3, of: 4, seconds: 300 };
  const alarms = [{ name: "alarm-green-failed-requests-x1", bands: [], description, points }];
  expect(page(bare({ alarms }))).toContain(`<td data-l="Alarm">alarm-green-failed-requests-x1</td><td`);
  expect(page(bare({ alarms }))).toContain(`>${description}</td>`);
  expect(page(bare({ alarms }))).toContain(
    ">3 of the last 4 points of 5 minutes are beyond its threshold</td>",
  );
  expect(page(bare())).not.toContain("What the alarms mean");
});

it("says what is not known of a release that the release document does not contain", () => {
  const text = page(bare());
  expect(text).toContain(
    "the planned minutes of each step are not known, because the release document no longer contains this release, or could not be read.",
  );
  expect(text).toContain(
    '<td data-l="Task definition">not known, because the release document no longer contains this release, or could not be read</td>',
  );
  expect(text).toContain("none: the image is named by a tag, which can be moved");
});
