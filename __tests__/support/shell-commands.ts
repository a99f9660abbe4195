/** A command that the test `start.long` types in the shell of `npm start -- --keep`. */
export interface ShellCommand {
  readonly command: string;
  /** Expected exit code. @default 0 */
  readonly code?: number;
}

/** The commands in their order. `__tests__/tools/documents/commands.properties.test.ts` counts them as tested commands of the documents. */
export const IN_THE_SHELL: readonly ShellCommand[] = [
  { command: "npm run release -- status" },
  { command: "npm run plan" },
  { command: "npm run --silent previews -- --json" },
  { command: "npm run migrate" },
  // The runbook about imports. The resource has to be removed from the state before it can be imported.
  { command: "cd cdktf.out/stacks/transaction-processing-$ENVIRONMENT_SUFFIX" },
  { command: "terraform state rm aws_ecs_cluster.cluster_cluster" },
  { command: "terraform import aws_ecs_cluster.cluster_cluster ecs-cluster-$ENVIRONMENT_SUFFIX" },
  { command: "terraform plan" },
  { command: "cd ../../.." },
  // A settings file of one's own. Exit code 2: the environment would be created.
  { command: "cp ../../environments/dev.json environments/" },
  { command: "npm run plan -- --suffix dev", code: 2 },
];
