/** Lines on standard error, each with the seconds since the first was asked for. */
export function timed(): (text: string) => void {
  const started = Date.now();
  return (text) =>
    console.error(`${String(Math.round((Date.now() - started) / 1000)).padStart(4)} s  ${text}`);
}
