import type { BaseIssue } from "valibot";
import { RefusedError } from "../terminal/refused";
import type { Problem } from "./rules";
import { withoutSecrets } from "./secrets";

/** Everything that is wrong with a configuration, in one error. */
export class ConfigurationError extends RefusedError {
  override readonly name = "ConfigurationError";

  /**
   * @param source what was read: a file's path, or the environment variables
   * @param problems at least one
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

/** A value as a problem shows it: the secret in it, for which it may be refused, is not. */
export const show = (value: unknown): string =>
  value === undefined ? "nothing" : withoutSecrets(JSON.stringify(value), "(not shown)");

/**
 * The problems behind valibot's issues, each naming the field, the value and what is allowed.
 *
 * A key that is refused is named, but its value is not: it may be the secret that it was refused for.
 *
 * @param root name of the whole, for an issue that has no path
 */
export function toProblems(root: string, issues: readonly BaseIssue<unknown>[] = []): Problem[] {
  const pathOf = ({ path }: BaseIssue<unknown>) => path?.map((item) => String(item.key)).join(".") ?? "";
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
