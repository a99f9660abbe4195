import { duration } from "../../terminal/live";
import { moment } from "../client/time";
import { type Html, html } from "./html";

/** The time of day of a moment, in UTC. */
export const clock = (at: number): string => moment(at).slice(11);

/**
 * The duration between two moments. Milliseconds are cut off before the subtraction, so that the duration agrees with the times
 * that the report shows.
 */
export const between = (from: number, to: number): string =>
  duration(1000 * (Math.floor(to / 1000) - Math.floor(from / 1000)));

/** A table. On a narrow screen each row is shown as a block, with the column's name before each value. */
export const table = (
  columns: readonly string[],
  rows: readonly (readonly (string | number | Html)[])[],
): Html =>
  html`<table><thead><tr>${columns.map((it) => html`<th scope="col">${it}</th>`)}</tr></thead><tbody>
${rows.map(
  (row) => html`<tr>${row.map((cell, index) => html`<td data-l="${columns[index]}">${cell}</td>`)}</tr>
`,
)}</tbody></table>`;
