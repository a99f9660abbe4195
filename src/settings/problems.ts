import type { BaseIssue } from "valibot";
import { printable, shorten } from "../terminal/printable";
import { RefusedError } from "../terminal/refused";
import { repeatedKeys } from "./json-file";
import type { Problem } from "./rule";
import { withoutSecrets } from "./secrets";

/** The error about invalid settings. Its message lists all problems. */
export class ConfigurationError extends RefusedError {
  override readonly name = "ConfigurationError";

  /**
   * @param source the place from which the settings were read: a file's path, or the environment variables
   * @param problems at least one problem
   */
  constructor(
    source: string,
    readonly problems: readonly Problem[],
  ) {
    const lines = problems.map(({ field, got, allowed }) => `  ${field}: got ${got}, allowed: ${allowed}`);
    super(
      [`${problems.length} ${problems.length === 1 ? "problem" : "problems"} in ${source}`, ...lines].join(
        "\n",
      ),
    );
  }
}

/** The maximum length of a value in a message. */
const MAX_SHOWN = 300; // characters

/** Formats a value for an error message: on one line, shortened, and without secrets. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number") return String(value); // JSON would say null for 1e999
  try {
    return shorten(printable(withoutSecrets(JSON.stringify(value), "(not shown)")), MAX_SHOWN);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return TOO_DEEP;
  }
}

/**
 * The text that a message shows instead of a value that is nested too deeply. For such a value, `JSON.stringify`, or `JSON.parse` with a
 * reviver, would overflow the stack.
 */
export const TOO_DEEP = "something nested too deeply";

/** Returns a problem for each property name that an object in a file has twice. @param json the file's text, which is valid JSON */
export const repeatedKeyProblems = (json: string): Problem[] =>
  repeatedKeys(json).map((key) => ({
    field: shorten(printable(withoutSecrets(key, "(not shown)")), MAX_SHOWN),
    got: "this key more than once",
    allowed: "each key once: JSON.parse would silently use only the last value",
  }));

/**
 * Converts valibot's issues into problems. Each problem contains a field, the field's value and the allowed values. If a property name is
 * refused, the problem does not contain the property's value, because the value may be a secret.
 *
 * @param root the name of the whole input, for example `(top level)`. If a problem concerns the whole input, the problem's `field` is this
 * name
 */
export function toProblems(root: string, issues: readonly BaseIssue<unknown>[] = []): Problem[] {
  const pathOf = ({ path }: BaseIssue<unknown>) =>
    shorten(printable(path?.map((item) => String(item.key)).join(".") ?? ""), MAX_SHOWN);
  const isKey = ({ path, input }: BaseIssue<unknown>) =>
    path?.at(-1)?.origin === "key" && input !== undefined;
  const refusedKeys = new Set(issues.filter(isKey).map(pathOf));
  return issues
    .filter((issue) => isKey(issue) || !refusedKeys.has(pathOf(issue)))
    .map((issue) => {
      const { type, path, input, message } = issue;
      const field = pathOf(issue) || root;
      if (type === "never" || isKey(issue)) {
        return { field, got: "a value that is not shown", allowed: message };
      }
      return {
        field,
        got: show(input),
        allowed: path?.at(-1)?.origin === "key" ? "a value, because there is no default" : message,
      };
    });
}
