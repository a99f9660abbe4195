/**
 * An event of Terraform's `-json` output, one for each line, with the fields that are used here.
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

export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
  /** The resource of the diagnostic. @default - no resource, or only a place in the configuration */
  readonly address?: string;
  /** The place in the configuration: https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
  readonly snippet?: { readonly context?: string | null };
}

/** @returns undefined for a line that is no event: a program that Terraform runs may print anything */
export function parseEvent(line: string): TerraformEvent | undefined {
  try {
    const event = JSON.parse(line) as TerraformEvent;
    return typeof event.type === "string" ? event : undefined;
  } catch {
    return undefined;
  }
}

/** A diagnostic in the form of Terraform's own text: summary, resource, detail. */
export function diagnosticText({ severity, summary, detail, address }: Diagnostic): string {
  const where = address === undefined ? "" : `${address}: `;
  return [
    `${severity}: ${where}${summary}`,
    ...(detail ? detail.split("\n").map((line) => `  ${line}`) : []),
  ].join("\n");
}
