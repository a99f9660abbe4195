import { RefusedError } from "../terminal/refused";

/**
 * The greatest number of nested levels. Nobody writes JSON with more levels, and the recursion through some thousands of levels
 * would overflow the stack.
 */
const DEEPEST = 500;

const [QUOTE, BRACKET, BRACE, MINUS, ZERO, NINE] = [34, 91, 123, 45, 48, 57];

/** The difference between the character codes of a closing and an opening bracket. It is the same for braces. */
const CLOSES = 2;

/** A JSON number, matched from its first character. */
const NUMBER = /-?\d[\d.eE+-]*/y;

/**
 * The greatest length of a number that is always exact: JavaScript distinguishes any two numbers of up to 15 digits.
 * https://en.wikipedia.org/wiki/Double-precision_floating-point_format
 */
const EXACT_LENGTH = 15;

/**
 * Parses JSON without losing a digit. A number that JavaScript cannot represent exactly, such as an integer beyond 2^53, becomes
 * a string of its digits.
 *
 * @throws RefusedError when the JSON has more than 500 nested levels; SyntaxError when the text is not JSON
 */
export function parseExact(text: string): unknown {
  const parts: string[] = [];
  let copied = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    // Character codes are compared, because that takes half the time of comparing strings, and a plan may have several megabytes.
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
 * The index of the quote that ends the string at `start`. If no quote ends the string, the result is the length of the text, and
 * JSON.parse later reports the error.
 */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text[end - 1 - escapes] === "\\") escapes += 1;
    if (escapes % 2 === 0) return end;
  }
  return text.length;
}
