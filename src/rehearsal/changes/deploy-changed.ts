import type { Workspace } from "../workspace";
import type { Observed } from "./observed";

/** The results that `npm run deploy -- --json` printed about one deployment. */
export type Said = Pick<Observed, "exitCode" | "kind" | "changes" | "warnings" | "refusal" | "with">;

/** One line of the output of `npm run deploy -- --json`, with only the fields that this file uses. */
interface Line {
  readonly type?: string;
  readonly kind?: string;
  readonly message?: string;
  readonly problems?: readonly string[];
  readonly blocking?: readonly string[];
  readonly losses?: readonly {
    readonly address: string;
    readonly how: string;
    readonly reasons: readonly string[];
  }[];
  readonly changes?: readonly { readonly address: string; readonly action: string }[];
  readonly sections?: readonly {
    readonly title: string;
    readonly findings: readonly {
      readonly severity: string;
      readonly sentence: string;
      readonly address?: string;
    }[];
  }[];
}

/**
 * Deploys the workspace's present settings without asking for a confirmation.
 *
 * @param allowed true if the deployment may delete data. @default false
 */
export async function deployChanged(
  workspace: Workspace,
  signal: AbortSignal,
  allowed = false,
): Promise<Said> {
  let [review, result]: [Line, Line] = [{}, {}];
  const above: string[] = [];
  const args = [
    "--auto-approve",
    "--json",
    "--parallelism",
    "64",
    ...(allowed ? ["--allow", "everything"] : []),
  ];
  const exitCode = await workspace.command("deploy", args, { signal }, (text) => {
    const line = parsed(text);
    if (line.type === "review") review = line;
    if (line.type === "result") result = line;
    if (line.type === undefined) above.push(text);
  });
  const { changes = [], sections = [], losses = [], blocking = [] } = review;
  const { kind = `exit code ${exitCode}`, message = "", problems = [] } = result;
  const blocked = losses
    .filter(({ address }) => blocking.includes(address))
    .map(({ address, how, reasons }) => `${address} would be ${how}: ${reasons.join(", ")}`);
  return {
    exitCode,
    kind,
    with: [],
    changes: changes.map(({ address, action }) => ({ address, action })),
    warnings: sections.flatMap(({ title, findings }) =>
      findings
        .filter(({ severity }) => severity === "warning")
        .map(({ sentence, address }) => ({ section: title, sentence, ...(address && { address }) })),
    ),
    refusal:
      kind === "blocked"
        ? `data would be lost: ${blocked.join("; ")}`
        : [...(message.endsWith("see above") ? firstProblem(above, message) : []), message, ...problems].join(
            " ",
          ),
  };
}

/** Returns two lines that synth has printed: the line with the number of problems, and the line with the first problem. */
function firstProblem(lines: readonly string[], message: string): readonly string[] {
  const count = lines.findLastIndex((it) => /^\S/.test(it) && it !== message);
  return lines.slice(count, count + 2).map((it) => it.trim());
}

function parsed(text: string): Line {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return {};
  }
}
