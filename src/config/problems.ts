import type { BaseIssue } from "valibot";
import type { Problem } from "./rules";

/** Everything that is wrong with a configuration, in one error. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";

  /**
   * @param source what was read: a file's path, or the environment variables
   * @param problems at least one
   */
  constructor(
    source: string,
    readonly problems: readonly Problem[],
  ) {
    const lines = problems.map(
      ({ field, got, allowed }) =>
        `  ${field}: got ${got === undefined ? "nothing" : JSON.stringify(got)}, allowed: ${allowed}`,
    );
    super(
      [`${problems.length} ${problems.length === 1 ? "problem" : "problems"} in ${source}`, ...lines].join(
        "\n",
      ),
    );
  }
}

/**
 * The problems behind valibot's issues, each naming the field, the value and what is allowed.
 *
 * @param root name of the whole, for an issue that has no path
 */
export function toProblems(root: string, issues: readonly BaseIssue<unknown>[] = []): Problem[] {
  return issues.map(({ path = [], input, message }) => {
    const keys = path.map((item) => String(item.key));
    // A refused key: name it, but not its value, which may be the secret that it was refused for.
    const isKey = path.at(-1)?.origin === "key";
    return {
      field: (isKey ? keys.slice(0, -1) : keys).join(".") || root,
      got: isKey ? keys.at(-1) : input,
      allowed: message, // written in schema.ts
    };
  });
}
