import { moment } from "../client/time";
import { Html, html } from "./html";
import { outcomeOf } from "./outcome";
import { plots } from "./plots";
import type { Report } from "./report";
import { STYLE } from "./style";
import { between } from "./table";
import { history, meanings, notes, proof, ran, shares } from "./tables";

/**
 * The page's Content-Security-Policy: the browser loads no resource and runs no script, even if a name or a reason contains HTML.
 */
const NOTHING_LOADED = "default-src 'none'; style-src 'unsafe-inline'";

/**
 * Marks the commands in a sentence as HTML code elements. The browser breaks a command into two lines only if the command is longer than a
 * line.
 */
const withCommands = (text: string): Html =>
  html`${text
    .split(/(npm run release -- .*? --suffix [\w-]+)/)
    .map((part, index) => (index % 2 === 1 ? html`<code class="typed">${part}</code>` : part))}`;

/** Returns a report as one HTML page. The page needs neither network nor scripts. */
export function page(report: Report): string {
  const { suffix, release, madeAt, remark } = report;
  const { id, candidate, startedAt, endedAt, shown, followedBy } = release;
  const { word, isGood, happened, users, next, later } = outcomeOf(report);
  const is = isGood ? "" : "not";
  const until =
    endedAt === undefined
      ? `${followedBy === undefined ? "had not ended at" : "over at the latest at"} ${moment(shown.to)}`
      : `ended ${moment(endedAt)}, after ${between(startedAt, endedAt)}`;
  const body = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${NOTHING_LOADED}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Release of ${candidate} in ${suffix}: ${word}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<svg class="defs" aria-hidden="true"><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7"/><path d="M0 0V7"/></pattern></svg>
<h1>Release of ${candidate} in ${suffix}: <span class="word ${is}">${word}</span></h1>
<p class="soft">Started ${moment(startedAt)}, ${until}. Release ${id}. All times are UTC.</p>${
    remark === undefined
      ? ""
      : html`
<p>${remark}</p>`
  }
<dl class="answers ${is}">
<dt>What happened</dt><dd>${happened}</dd>
<dt>Were users hurt?</dt><dd>${users}</dd>
<dt>What to do next</dt><dd>${withCommands(next)}</dd>${
    later === undefined
      ? ""
      : html`
<dt>Why did the alarm not come sooner?</dt><dd>${later}</dd>`
  }
</dl>
${plots(report)}
${shares(report)}
${history(report)}
${meanings(report)}
${ran(report)}
${proof(report)}
${notes(report)}
<p class="soft">Made ${moment(madeAt)} by npm run release -- report ${id}</p>
</body>
</html>
`;
  return body.toString();
}
