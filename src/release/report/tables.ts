import { controllerName } from "../client/environment";
import { whoOf, whyOf } from "../client/history";
import { moment } from "../client/time";
import { COLORS, type Weights } from "../controller/color";
import { failedShare, sharesOf } from "./counts";
import { type Html, html } from "./html";
import { momentsOf } from "./moments";
import { countsInWords, percent } from "./outcome";
import type { Report } from "./report";
import { between, clock, table } from "./table";
import { pointsWords } from "./why-later";

/**
 * Returns the report's section about the steps: a sentence with the planned steps, and a table. Each row of the table is about a period in
 * which the candidate's share of the traffic did not change. The row has this share, the period, the number of requests to the
 * candidate, and how many of these requests failed.
 */
export function shares({ release, measured, planned }: Report): Html {
  const { candidate } = release;
  const rows = sharesOf(release, "missing" in measured ? undefined : measured).map(
    ({ weight, from, to, counts }) => [
      `${weight} %`,
      `${clock(from)} to ${clock(to)}`,
      between(from, to),
      counts === undefined ? "not known" : countsInWords(counts),
      counts === undefined ? "" : percent(failedShare(counts)),
    ],
  );
  const steps = planned?.steps.map(
    ({ weight, bakeMinutes, approval }) =>
      `${weight} % for ${bakeMinutes} min${approval ? " (after an approval)" : ""}`,
  );
  const plan =
    steps === undefined
      ? `The first line of the history says which weights were planned; the planned minutes of each step are ${NOT_PLANNED}.`
      : `Planned: ${steps.join(", ")}; ${planned?.minRequests === 0 ? "not judged by requests" : `each judged by at least ${planned?.minRequests} requests`}.`;
  return html`<h2>Steps</h2>
<p class="soft">${plan}</p>
${table([`Share of ${candidate}`, "From, to", "For", `Failed requests to ${candidate}`, "Share that failed"], rows)}`;
}

/** The report shows these words in place of data that it can read only in the release document. */
const NOT_PLANNED =
  "not known, because the release document no longer contains this release, or could not be read";

const weights = (it: Weights | undefined) => (it === undefined ? "?" : `${it.blue}/${it.green}`);

/** Returns the report's section about the history: every line of the release history, with the number that marks the line in the plots. */
export function history(report: Report): Html {
  const numbers = momentsOf(report).filter(({ isAlarm }) => !isAlarm);
  const rows = report.release.lines.map((line, index) => {
    const { at, action, from, to } = line;
    return [
      numbers[index]?.label ?? "",
      moment(Date.parse(at)),
      action,
      from === undefined && to === undefined
        ? ""
        : to === undefined
          ? weights(from)
          : `${from ? `${weights(from)} → ` : ""}${weights(to)}`,
      whoOf(line),
      whyOf(line),
    ];
  });
  return html`<h2>History</h2>
<p class="soft">The numbers are those in the plots; a number that is missing here belongs to an alarm.</p>
${table(["No.", "When", "What", "blue/green %", "Who", "Why, and alarms"], rows)}`;
}

/** Returns the report's section about the alarms: each alarm's description, and the condition under which the alarm goes to ALARM. */
export function meanings({ alarms }: Report): Html {
  const rows = alarms.flatMap(({ name, description, points }) =>
    description || points
      ? [[name, description ?? "", points === undefined ? "not known" : pointsWords(points)]]
      : [],
  );
  return rows.length === 0
    ? html``
    : html`<h2>What the alarms mean</h2>
${table(["Alarm", "What is wrong, and what to do", "Goes to ALARM when"], rows)}`;
}

/** Returns the report's section with the image and the task definition of each color. */
export function ran({ release, planned }: Report): Html {
  const images = planned?.images ?? release.lines.find((line) => line.images !== undefined)?.images;
  const rows = COLORS.map((color) => [
    color === release.candidate ? `${color} (candidate)` : `${color} (stable)`,
    images === undefined ? "not in the history" : html`<code>${images[color].replace(DIGEST, "")}</code>`,
    digestOf(images?.[color]),
    planned === undefined ? NOT_PLANNED : html`<code>${planned.taskDefinitions[color]}</code>`,
  ]);
  return html`<h2>What ran</h2>
${table(["Color", "Image", "Digest", "Task definition"], rows)}`;
}

const DIGEST = /@(sha256:[0-9a-f]{64})$/;

const digestOf = (image: string | undefined): string | Html => {
  if (image === undefined) return "";
  const [, digest] = DIGEST.exec(image) ?? [];
  return digest === undefined
    ? "none: the image is named by a tag, which can be moved"
    : html`<code>${digest}</code>`;
};

/**
 * Returns the report's section about the people who sent commands to the controller. It shows the request id of each command, so that
 * CloudTrail can prove who sent the command. CloudTrail records an invocation of a Lambda function as a data event. CloudTrail's event
 * history contains only management events. So the invocation is only in a trail or an event data store that records data events.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export function proof({ suffix, release }: Report): Html {
  const asked = release.lines.flatMap(({ at, action, by, requestId }) =>
    by === undefined
      ? []
      : [
          [
            `${action}, ${clock(Date.parse(at))}`,
            html`<code>${by}</code>`,
            requestId === undefined ? "none" : html`<code>${requestId}</code>`,
          ],
        ],
  );
  return html`<h2>Who</h2>
<p class="soft">"Says to be" is the caller's own statement. The proof is the request's id: where CloudTrail records data events of the function ${controllerName(suffix)}, the event with that requestID names who invoked it. That event is not shown here.</p>
${asked.length === 0 ? html`<p class="none">Nobody: no line of this release comes from a person's command.</p>` : table(["Asked for", "Says to be", "Request's id"], asked)}`;
}

/** Returns the report's section with notes about the sources of the numbers. */
export function notes({ release, measured, alarmsMissing }: Report): Html {
  const all = [
    "The weights are those that the controller requested. The report says that all traffic is back only if the controller has seen this on the listener.",
    "A request counts as failed if it got no 2xx, 3xx or 4xx response: it got 5xx, it was refused, it got no answer, or its client hung up. The alarms subtract failures that clients cause (docs/alarms.md).",
    ...("missing" in measured
      ? []
      : [
          `Requests are counted by CloudWatch, in data points of ${measured.minutes === 1 ? "a minute" : `${measured.minutes} minutes`}. A data point counts if it overlaps with the time from the start to the ${release.endedAt === undefined ? "end of the plots" : "end"}.`,
        ]),
    ...(alarmsMissing === undefined
      ? []
      : [
          `The states of the alarms are shown only for the times of the lines in the history, because ${alarmsMissing}.`,
        ]),
  ];
  return html`<h2>How to read it</h2>
<ul class="soft">${all.map((it) => html`<li>${it}</li>`)}</ul>`;
}
