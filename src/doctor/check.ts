import { isDenied } from "../aws/advice";
import { cannotKnow, type Finding, type Row } from "./finding";

/** One check of `npm run doctor` or `npm run verify`. */
export interface Check<Subject> {
  readonly name: string;
  /** The IAM actions that the check needs. The message about a missing permission contains them. @default - the check does not call AWS */
  readonly calls?: readonly `${string}:${string}`[];
  /** The time limit of the check, in seconds. @default 20 */
  readonly seconds?: number;
  /** Runs the check and returns its finding. If this function throws an error, the finding is *cannot know*. */
  readonly look: (subject: Subject, signal: AbortSignal) => Promise<Finding>;
}

/**
 * The default time limit of a check, in seconds. All checks run side by side. The whole command has to end within 30 seconds, so this limit
 * is shorter.
 */
const SECONDS = 20;

/** The error of a check that cannot run because something that it needs is missing, such as credentials or valid settings. */
export class CannotLookError extends Error {
  public override readonly name = "CannotLookError";
}

/** Runs checks side by side; a check that fails does not stop the others. @returns a row for each check, in the order of the checks */
export const runChecks = <Subject>(checks: readonly Check<Subject>[], subject: Subject): Promise<Row[]> =>
  Promise.all(
    checks.map(async (check) => ({
      check: check.name,
      finding: await inTime(check, subject).catch(why(check)),
    })),
  );

async function inTime<Subject>(
  { look, seconds = SECONDS }: Check<Subject>,
  subject: Subject,
): Promise<Finding> {
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => {
      ending.abort();
      resolve(cannotKnow(`no answer within ${seconds} seconds`));
    }, seconds * 1000);
  });
  try {
    return await Promise.race([look(subject, ending.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

const why =
  ({ calls = [] }: Pick<Check<never>, "calls">) =>
  (error: Error): Finding => {
    if (error instanceof CannotLookError) return cannotKnow(error.message);
    if (isDenied(error)) {
      const [, call = calls.join(" or ")] =
        /not authorized to perform:? ([\w-]+:\w+)/.exec(error.message) ?? [];
      return cannotKnow(`not allowed: these credentials lack ${call}`);
    }
    return cannotKnow(`${error.name}: ${error.message}`);
  };
