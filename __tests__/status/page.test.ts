import { existing } from "../../src/status/existence";
import { judge } from "../../src/status/judge";
import { nothingWords, page } from "../../src/status/page";
import { HEALTHY } from "./made-up-health";

it("shows it all on one page", () =>
  expect(`\n${page(HEALTHY, judge(HEALTHY), 120)}\n`).toBe(`
prod (production): no problem found in what this page shows; alarms without data, so not judged: 1 of 2

  color  requests  targets healthy  tasks running      image               last deployment
  -----  --------  ---------------  -----------------  ------------------  ------------------------------------
  blue   80 %      2 of 2           2 of 2             transactions:1.4.2  2026-11-27 08:00:00 UTC
  green  20 %      2 of 2           2 of 2, 1 pending  transactions:1.5.0  2026-11-27 09:00:00 UTC, IN_PROGRESS

  application   https://payments.example.com
  dashboard     https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/dashboard-prod
  database      available; writer aurora-instance-us-east-1a-prod available, reader aurora-instance-us-east-1b-prod
                available
  alarms        0 in ALARM, 1 OK, 1 with insufficient data (not judged): alarm-blue-p99-latency-prod
  last release  01234567 to green: completed, since 2026-11-26 10:00:00 UTC
  cost a month  about 884 US dollars without traffic, calculated from this checkout; prices: README.md
`));

it("says that not everything is known, and of no release where it looked", () => {
  const health = {
    ...HEALTHY,
    url: { unseen: "AccessDenied: no" },
    release: { seen: "none" as const },
    alarms: { seen: { "alarm-database-cpu-prod": "OK" } },
    configuredAlarms: { seen: [] },
  };
  const text = page(health, judge(health), 120);
  expect(text.split("\n")[0]).toBe("prod (production): no problem found, but not everything is known");
  expect(text).toContain("NOT KNOWN\n  the address: AccessDenied: no");
  expect(text).toContain("last release  none in the release document and the release history");
});

it("names what it looked for where it found nothing", () =>
  expect(nothingWords("x1", Object.keys(existing(HEALTHY)))).toBe(
    'nothing of "x1" was found: it has no ECS service, no load balancer, no target group, no database cluster, no alarm. Other resources were not looked for; to look for all: npm run sweep -- --suffix x1',
  ));

it("begins with what is wrong", () => {
  const health = { ...HEALTHY, alarms: { seen: { "alarm-database-cpu-prod": "ALARM" } } };
  expect(page(health, judge(health), 120).split("\n").slice(0, 4)).toEqual([
    "prod (production): SOMETHING IS WRONG",
    "",
    "WRONG",
    "  alarm-database-cpu-prod is in ALARM",
  ]);
});
