import { judge } from "../../src/status/judge";
import { page } from "../../src/status/page";
import { HEALTHY } from "./made-up-health";

it("shows it all on one page", () =>
  expect(`\n${page(HEALTHY, judge(HEALTHY), 120)}\n`).toBe(`
prod (production): all is well

  color  requests  tasks running      image               last deployment
  -----  --------  -----------------  ------------------  ------------------------------------
  blue   80 %      2 of 2             transactions:1.4.2  2026-11-27 08:00:00 UTC
  green  20 %      2 of 2, 1 pending  transactions:1.5.0  2026-11-27 09:00:00 UTC, IN_PROGRESS

  application   https://payments.example.com
  dashboard     https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/dashboard-prod
  database      available; writer aurora-instance-us-east-1a-prod available, reader aurora-instance-us-east-1b-prod
                available
  alarms        0 in ALARM, 1 OK, 1 with insufficient data (not judged): alarm-database-cpu-prod
  last release  01234567 to green: completed, since 2026-11-26 10:00:00 UTC
  cost a month  about 884 US dollars without traffic, calculated from this checkout; prices: README.md
`));

it("begins with what is wrong", () => {
  const health = { ...HEALTHY, alarms: { seen: { "alarm-database-cpu-prod": "ALARM" } } };
  expect(page(health, judge(health), 120).split("\n").slice(0, 4)).toEqual([
    "prod (production): SOMETHING IS WRONG",
    "",
    "WRONG",
    "  alarm-database-cpu-prod is in ALARM",
  ]);
});
