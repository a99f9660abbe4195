/**
 * An event in Terraform's `-json` output. Each line of this output is one event. This type has only the fields that this project uses.
 * https://developer.hashicorp.com/terraform/internals/machine-readable-ui
 */
export type TerraformEvent =
  | { readonly type: "refresh_start" | "refresh_complete"; readonly hook: Hook }
  | { readonly type: "apply_start" | "apply_complete" | "apply_errored"; readonly hook: Hook }
  | { readonly type: "diagnostic"; readonly diagnostic: Diagnostic }
  | { readonly type: "outputs"; readonly outputs: Readonly<Record<string, { readonly value?: unknown }>> }
  | { readonly type: "other" };

interface Hook {
  readonly resource: { readonly addr: string };
  readonly action?: string;
}

/** An error or a warning of Terraform. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
  /** The Terraform address of the resource. @default - none, because the diagnostic is not about a resource */
  readonly address?: string;
  /** The part of the configuration that the diagnostic is about: https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
  readonly snippet?: { readonly context?: string | null };
}

/**
 * Parses a line of Terraform's output.
 *
 * @returns the event; undefined if the line is not an event. Programs that Terraform starts may print such lines
 */
export function parseEvent(line: string): TerraformEvent | undefined {
  try {
    const event = JSON.parse(line) as TerraformEvent;
    return typeof event.type === "string" ? event : undefined;
  } catch {
    return undefined;
  }
}

/** Formats a diagnostic as text: one line with severity, resource and summary, and below it the indented detail. */
export function diagnosticText({ severity, summary, detail, address }: Diagnostic): string {
  const where = address === undefined ? "" : `${address}: `;
  return [
    `${severity}: ${where}${summary}`,
    ...(detail ? detail.split("\n").map((line) => `  ${line}`) : []),
  ].join("\n");
}
