import type { BaseIssue } from "valibot";
import { printable, shorten } from "../terminal/printable";
import { RefusedError } from "../terminal/refused";
import { repeatedKeys } from "./json-file";
import type { Problem } from "./rule";
import { withoutSecrets } from "./secrets";

/** Everything that is wrong with a configuration, in one error. */
export class ConfigurationError extends RefusedError {
  override readonly name = "ConfigurationError";

  /**
   * @param source the source of the settings: a file's path, or the environment variables
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

/** The most characters of a value that are shown. */
const MAX_SHOWN = 300; // characters

/** A value as a problem shows it, on one line, and without the secret for which it may be refused. */
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

/** `JSON.stringify`, and `JSON.parse` with a reviver, overflow the stack at some depth. */
export const TOO_DEEP = "something nested too deeply";

/** A problem for each key that a file holds twice. @param json the file's text, valid JSON */
export const repeatedKeyProblems = (json: string): Problem[] =>
  repeatedKeys(json).map((key) => ({
    field: shorten(printable(withoutSecrets(key, "(not shown)")), MAX_SHOWN),
    got: "this key more than once",
    allowed: "each key once: after a merge, only the last one would count",
  }));

/**
 * The problems behind valibot's issues, each naming the field, the value and what is allowed.
 *
 * A problem names a refused key and leaves its value out, because the value may be a secret.
 *
 * @param root name of all settings together, for an issue without a path
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
        allowed: path?.at(-1)?.origin === "key" ? "a value: it has no default" : message,
      };
    });
}
