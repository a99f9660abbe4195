/**
 * Commands (scripts of package.json) that need no AWS credentials. `github` uses a GitHub token; `start`, `changes` and `bench` call the
 * emulator. Without credentials, `doctor` checks this machine, and reports that it cannot know the results of the account's checks.
 */
export const WITHOUT_CREDENTIALS = [
  "start",
  "init",
  "doctor",
  "review",
  "compliance",
  "picture",
  "github",
  "generate",
  "changes",
  "successor",
  "bench",
] as const;

/**
 * Commands that need AWS credentials. Before the first call to AWS, a command checks its options and its settings on this machine. If a
 * necessary option or setting is missing, the command refuses to run.
 */
export const WITH_CREDENTIALS = [
  "bootstrap",
  "plan",
  "deploy",
  "apply",
  "destroy",
  "migrate",
  "verify",
  "status",
  "logs",
  "open",
  "release",
  "failover",
  "restore",
  "drill",
  "sweep",
  "previews",
  "account",
] as const;

/** Returns the end of a sentence in README.md: the names of the commands that need no AWS credentials. */
export const withoutCredentialsForReadme = (): string =>
  `${WITHOUT_CREDENTIALS.map((name) => `\`${name}\``).join(", ")}.`;

/** Returns lines of `help` with the commands that need no AWS credentials. Each line fits into a terminal of 80 columns. */
export function withoutCredentialsForHelp(): string[] {
  const half = Math.floor(WITHOUT_CREDENTIALS.length / 2);
  return [
    `  No AWS credentials are needed for ${WITHOUT_CREDENTIALS.slice(0, half).join(", ")},`,
    `    ${WITHOUT_CREDENTIALS.slice(half).join(", ")}, and the tests`,
  ];
}
