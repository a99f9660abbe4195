import { RefusedError } from "../terminal/refused";

/**
 * The maximum number of nested levels. Nobody writes JSON with more levels, and some thousands of levels would overflow the stack of the
 * functions that read the JSON recursively.
 */
const DEEPEST = 500;

const [QUOTE, BRACKET, BRACE, MINUS, ZERO, NINE] = [34, 91, 123, 45, 48, 57];

/** The difference between the character codes of `]` and `[`. The difference between `}` and `{` is the same. */
const CLOSES = 2;

/** Matches a JSON number that begins at the position `lastIndex` of the text. */
const NUMBER = /-?\d[\d.eE+-]*/y;

/**
 * The maximum number of characters up to which a number is always exact. JavaScript distinguishes any two numbers of up to 15 digits.
 * https://en.wikipedia.org/wiki/Double-precision_floating-point_format
 */
const EXACT_LENGTH = 15;

/**
 * Parses JSON without losing a digit. If JavaScript cannot represent a number exactly, such as an integer above 2^53, the number becomes a
 * string of its digits.
 *
 * @throws RefusedError if the JSON has more than 500 nested levels
 * @throws SyntaxError if the text is not JSON
 */
export function parseExact(text: string): unknown {
  const parts: string[] = [];
  let copied = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    // The loop compares character codes, because a comparison of strings takes twice the time, and a plan may have several megabytes.
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
    } else if (code === BRACKET || code === BRACE) {
      depth += 1;
      if (depth > DEEPEST) {
        throw new RefusedError(`a value is nested deeper than ${DEEPEST} levels: nobody could review it`);
      }
    } else if (code === BRACKET + CLOSES || code === BRACE + CLOSES) {
      depth -= 1;
    } else if (code === MINUS || (code >= ZERO && code <= NINE)) {
      NUMBER.lastIndex = at;
      const [number] = NUMBER.exec(text) ?? ["-"];
      if (!isExact(number)) {
        parts.push(text.slice(copied, at), `"${number}"`);
        copied = at + number.length;
      }
      at += number.length - 1;
    }
  }
  return JSON.parse(copied === 0 ? text : [...parts, text.slice(copied)].join(""));
}

const isExact = (number: string) =>
  (number.length <= EXACT_LENGTH && !/e/i.test(number)) || String(Number(number)) === number;

/**
 * Returns the index of the quotation mark that ends the string at `start`. If there is none, the function returns the length of the text,
 * and JSON.parse reports the error later.
 */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text[end - 1 - escapes] === "\\") escapes += 1;
    if (escapes % 2 === 0) return end;
  }
  return text.length;
}
