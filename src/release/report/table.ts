import { duration } from "../../terminal/live";
import { moment } from "../client/time";
import { type Html, html } from "./html";

/** Returns the time of day in UTC, such as `05:06:07`. */
export const clock = (at: number): string => moment(at).slice(11);

/**
 * Returns the duration between two times as text. The report shows times without their milliseconds. So the function drops the milliseconds
 * of both times before it subtracts them.
 */
export const between = (from: number, to: number): string =>
  duration(1000 * (Math.floor(to / 1000) - Math.floor(from / 1000)));

/** Returns an HTML table. On a narrow screen, the page shows each row as a block, with the column's name before each value. */
export const table = (
  columns: readonly string[],
  rows: readonly (readonly (string | number | Html)[])[],
): Html =>
  html`<table><thead><tr>${columns.map((it) => html`<th scope="col">${it}</th>`)}</tr></thead><tbody>
${rows.map(
  (row) => html`<tr>${row.map((cell, index) => html`<td data-l="${columns[index]}">${cell}</td>`)}</tr>
`,
)}</tbody></table>`;
