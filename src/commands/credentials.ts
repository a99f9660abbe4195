/**
 * Commands (scripts of package.json) that need no AWS credentials and ask for none. `github` uses a GitHub token; `start`,
 * `changes` and `bench` call the emulator. Without credentials, `doctor` checks this machine and reports the checks of the
 * account as unknown.
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
 * Commands that need AWS credentials. They first check this machine, and refuse if something is missing. Then all except
 * `release -- rollback` and `open` ask AWS who is signed in, before they do anything else.
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

/** Returns the end of the sentence in the README: the names of the commands. */
export const withoutCredentialsForReadme = (): string =>
  `${WITHOUT_CREDENTIALS.map((name) => `\`${name}\``).join(", ")}.`;

/** Returns lines of `help`, each of which fits a terminal of 80 columns. */
export function withoutCredentialsForHelp(): string[] {
  const half = Math.floor(WITHOUT_CREDENTIALS.length / 2);
  return [
    `  No AWS credentials are needed for ${WITHOUT_CREDENTIALS.slice(0, half).join(", ")},`,
    `    ${WITHOUT_CREDENTIALS.slice(half).join(", ")}, and the tests`,
  ];
}
