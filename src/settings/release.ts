import * as v from "valibot";
import { distinct, flag, group, integer, pattern, setting, text } from "./fields";
import { noSecret } from "./no-secrets";

/** A day, in minutes. */
const DAY = 1440;

/** A path, which is requested with the header that chooses the color, or an https address, which is requested as it is. */
const SMOKE_TEST = /^(\/|https:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/|$))[\w./~%?&=+,:-]{0,1000}$/;

/** How releases move traffic. The flags of a single release override these settings. */
export const releaseSchema = group({
  steps: setting(
    "Steps of a release to a color, in order. A release leaves out steps whose weight the color already has or exceeds. A change applies to the next release.",
    v.pipe(
      v.array(
        group({
          weight: setting(
            "Percent of the requests that the candidate gets in this step. It has to be more than in the step before. After the last step, the weights do not change.",
            integer(1, 100),
          ),
          bakeMinutes: setting(
            "Minutes for which the release watches this step before it begins the next step; at least the time that the slowest release alarm needs to go to ALARM after the start of an incident.",
            integer(1, DAY),
          ),
          approval: v.optional(
            setting(
              "Whether the release pauses before this step until somebody resumes it. Default: false.",
              flag(),
            ),
          ),
        }),
        "a list of steps",
      ),
      v.minLength(1, "at least one step"),
      v.maxLength(20, "at most 20 steps"),
    ),
  ),
  alarms: setting(
    "Names of further CloudWatch alarms that roll a release back, in addition to the candidate's own release alarms. A change applies to the next release.",
    v.pipe(
      v.array(
        v.pipe(
          // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
          pattern(/^[^\p{Cc}]{1,255}$/u, 'the name of an alarm such as "duplicate-payments/<suffix>"'),
          noSecret("plans show it"),
        ),
        "a list of names of alarms",
      ),
      distinct("alarm"),
      v.maxLength(50, "at most 50 alarms: one call describes them all"),
    ),
  ),
  minRequests: setting(
    "Number of the candidate's requests that the release alarms have to judge in each step before the next step begins. 0: a step needs no requests. A change applies to the next release.",
    integer(0, 1_000_000_000),
  ),
  maxBakeMinutes: setting(
    "Minutes after which a step that still has fewer judged requests than release.minRequests pauses the release as inconclusive. If the release is resumed, the step has these minutes again. A change applies to the next release.",
    integer(1, DAY),
  ),
  smokeTests: setting(
    "Paths and https addresses that have to answer 2xx before a release moves traffic. A path is requested from the candidate, by the header X-Color. A change applies to the next release.",
    v.pipe(
      v.array(
        v.pipe(
          text('a path such as "/healthz" or an https address', (value) => SMOKE_TEST.test(value)),
          noSecret("plans show it"),
        ),
        "a list of paths and addresses",
      ),
      distinct("smoke test"),
      v.maxLength(20, "at most 20 smoke tests"),
    ),
  ),
});

export type ReleaseSettings = v.InferOutput<typeof releaseSchema>;
