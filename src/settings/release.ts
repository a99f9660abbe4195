import * as v from "valibot";
import { distinct, flag, group, integer, pattern, setting, text } from "./fields";
import { noSecret } from "./no-secrets";

/** A day, in minutes. */
const DAY = 1440;

/** A path, which is requested with the header that chooses the color, or an https address, which is requested as it is. */
const SMOKE_TEST = /^(\/|https:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/|$))[\w./~%?&=+,:-]{0,1000}$/;

/** How releases move traffic; flags of a single release override it. */
export const releaseSchema = group({
  steps: setting(
    "Steps of a release to a color, in order. Steps at or below the weight that the color has already are left out. A change counts for the next release.",
    v.pipe(
      v.array(
        group({
          weight: setting(
            "Percent of the requests that the candidate gets, more than in the step before. After the last step the weights stay.",
            integer(1, 100),
          ),
          bakeMinutes: setting(
            "Minutes that the step is watched before the next: at least the time that the slowest release alarm takes to hear of an incident.",
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
    "Names of further CloudWatch alarms that send a release back, beside the alarms of the candidate. A change counts for the next release.",
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
    "Requests of the candidate that have to be judged in each step before the next step begins. 0: a step is not judged by requests. A change counts for the next release.",
    integer(0, 1_000_000_000),
  ),
  maxBakeMinutes: setting(
    "Minutes after which a step with fewer judged requests than release.minRequests pauses as inconclusive. A change counts for the next release.",
    integer(1, DAY),
  ),
  smokeTests: setting(
    "Paths and https addresses that have to answer 2xx before a release moves traffic. A path is asked of the candidate, by the header X-Color. A change counts for the next release.",
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
