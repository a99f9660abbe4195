/** Where there is no terminal, a line every so often says that it goes on. */
const LINE_EVERY_SECONDS = 10;

/** One line on standard error that each call replaces; an empty one takes it away. */
export function progressLine(): (line: string) => void {
  let shown = Date.now();
  return (line) => {
    if (process.stderr.isTTY) {
      process.stderr.write(`\r\u001b[2K${line}`);
    } else if (line !== "" && Date.now() - shown >= LINE_EVERY_SECONDS * 1000) {
      shown = Date.now();
      process.stderr.write(`${line}\n`);
    }
  };
}

/** Lines on standard error, each with the seconds since the first was asked for. */
export function timed(): (text: string) => void {
  const started = Date.now();
  return (text) =>
    console.error(`${String(Math.round((Date.now() - started) / 1000)).padStart(4)} s  ${text}`);
}
