import type { z } from "zod";
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

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value);

/**
 * The problems behind zod's issues, each naming the field, the value and what is allowed.
 *
 * @param root name of the whole, for an issue that has no path
 * @param value what was parsed
 */
export function toProblems(root: string, value: unknown, issues: readonly z.core.$ZodIssue[]): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    const field = issue.path.length === 0 ? root : issue.path.join(".");
    const got = at(value, issue.path);
    if (issue.code === "unrecognized_keys") {
      const parent = issue.path.length === 0 ? "" : `${field}.`;
      return issue.keys.map((key) => ({
        field: `${parent}${key}`,
        got: at(got, [key]),
        allowed: `no such key; ${root === field ? "the top level" : field} takes those of environments/schema.json`,
      }));
    }
    if (issue.code === "invalid_key") {
      const allowed = issue.issues.map(({ message }) => message).join("; ");
      return [{ field: issue.path.slice(0, -1).join("."), got: issue.path.at(-1), allowed }]; // the key, not its value
    }
    return [{ field, got, allowed: allowed(issue) }];
  });
}

function allowed(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.message.startsWith("Invalid input") ? `a value of type ${issue.expected}` : issue.message;
    case "invalid_value":
      return issue.values.map((value) => JSON.stringify(value)).join(", ");
    case "too_small":
      return issue.origin === "array"
        ? `${issue.exact ? "exactly" : "at least"} ${issue.minimum} of them`
        : `at least ${issue.minimum}`;
    case "too_big":
      return issue.origin === "array"
        ? `${issue.exact ? "exactly" : "at most"} ${issue.maximum} of them`
        : `at most ${issue.maximum}`;
    case "not_multiple_of":
      return `steps of ${issue.divisor}`;
    default:
      return issue.message; // written in schema.ts: what is allowed
  }
}
