/**
 * An event in Terraform's `-json` output, which has one event per line. The type contains only the fields that this project uses.
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
  /** Address of the resource. @default - the diagnostic is not about a resource */
  readonly address?: string;
  /** The place in the configuration: https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
  readonly snippet?: { readonly context?: string | null };
}

/** Parses a line of output. @returns undefined if the line is not an event; programs that Terraform starts may print other lines */
export function parseEvent(line: string): TerraformEvent | undefined {
  try {
    const event = JSON.parse(line) as TerraformEvent;
    return typeof event.type === "string" ? event : undefined;
  } catch {
    return undefined;
  }
}

/** Formats a diagnostic like Terraform's own text output: severity, resource, summary, and the detail below. */
export function diagnosticText({ severity, summary, detail, address }: Diagnostic): string {
  const where = address === undefined ? "" : `${address}: `;
  return [
    `${severity}: ${where}${summary}`,
    ...(detail ? detail.split("\n").map((line) => `  ${line}`) : []),
  ].join("\n");
}
