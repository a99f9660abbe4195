import { duration } from "../../terminal/live";
import { moment } from "../client/time";
import { type Html, html } from "./html";

/** A moment's time of the day. */
export const clock = (at: number): string => moment(at).slice(11);

/** The time between two moments, without their milliseconds, so that it agrees with the times in the same report. */
export const between = (from: number, to: number): string =>
  duration(1000 * (Math.floor(to / 1000) - Math.floor(from / 1000)));

/** A table that a phone shows as a block for each row, with the column's name before each value. */
export const table = (
  columns: readonly string[],
  rows: readonly (readonly (string | number | Html)[])[],
): Html =>
  html`<table><thead><tr>${columns.map((it) => html`<th scope="col">${it}</th>`)}</tr></thead><tbody>
${rows.map(
  (row) => html`<tr>${row.map((cell, index) => html`<td data-l="${columns[index]}">${cell}</td>`)}</tr>
`,
)}</tbody></table>`;
