import * as v from "valibot";
import { distinct, flag, group, integer, pattern, setting, text } from "./fields";
import { noSecret } from "./no-secrets";

/** A day, in minutes. */
const DAY = 1440;

/** Matches a path or an https URL. A path is requested with the header that chooses the color; a URL is requested as it is. */
const SMOKE_TEST = /^(\/|https:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/|$))[\w./~%?&=+,:-]{0,1000}$/;

/** The settings of releases. The flags of `npm run release -- start` override them for a single release. */
export const releaseSchema = group({
  steps: setting(
    "Steps of a release, in order. In each step, the candidate (the color to which the release moves traffic) gets more of the requests. If the candidate's weight is not below the weight of a step, the release leaves that step out. A change applies to the next release.",
    v.pipe(
      v.array(
        group({
          weight: setting(
            "Percent of the requests that the candidate (the color to which the release moves traffic) gets in this step. It has to be more than in the step before. The weights of the last step stay after the release.",
            integer(1, 100),
          ),
          bakeMinutes: setting(
            "Minutes that this step lasts at least. During this time the release alarms watch the candidate. The value has to be at least the time in which the slowest release alarm can go to ALARM after the start of an incident. With few requests, an alarm can need some minutes more (docs/alarms.md), so choose a longer time for a color with few requests.",
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
    "Names of further CloudWatch alarms that roll a release back, in addition to the candidate's own release alarms. Your team creates these alarms outside of the stack. Let their names end in /<suffix>, because the SNS topic and some permissions of an environment cover only this ending. A change applies to the next release.",
    v.pipe(
      v.array(
        v.pipe(
          // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
          pattern(/^[^\p{Cc}]{1,255}$/u, 'the name of an alarm such as "duplicate-payments/<suffix>"'),
          noSecret("plans show this value"),
        ),
        "a list of names of alarms",
      ),
      distinct("alarm"),
      v.maxLength(50, "at most 50 alarms: one call describes them all"),
    ),
  ),
  minRequests: setting(
    "Number of requests that the candidate has to get in a step before the next step begins. The release alarms judge these requests, if the candidate gets at least 5 in 5 minutes. If the number is 0, a step needs no requests. A change applies to the next release.",
    integer(0, 1_000_000_000),
  ),
  maxBakeMinutes: setting(
    "Maximum length of a step, in minutes. If the candidate has got fewer requests than release.minRequests in this time, the release pauses as inconclusive. If somebody resumes the release, the step gets this time again. A change applies to the next release.",
    integer(1, DAY),
  ),
  smokeTests: setting(
    "Paths and https URLs that have to answer 2xx before a release moves traffic. A request has the header X-Color with the candidate's color. The candidate answers a request for a path if smokeTestCidrBlocks contains the IP address from which the request comes; otherwise the weights decide which color answers. A change applies to the next release.",
    v.pipe(
      v.array(
        v.pipe(
          text('a path such as "/healthz" or an https address', (value) => SMOKE_TEST.test(value)),
          noSecret("plans show this value"),
        ),
        "a list of paths and addresses",
      ),
      distinct("smoke test"),
      v.maxLength(20, "at most 20 smoke tests"),
    ),
  ),
});

export type ReleaseSettings = v.InferOutput<typeof releaseSchema>;
