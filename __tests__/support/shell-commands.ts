/** A command that `start.long` types in the shell of `npm start -- --keep`, and how it has to end there. */
export interface ShellCommand {
  readonly command: string;
  /** @default 0 */
  readonly code?: number;
}

/** In this order. Those of the documents count as run: `__tests__/tools/documents/commands.properties.test.ts`. */
export const IN_THE_SHELL: readonly ShellCommand[] = [
  { command: "npm run release -- status" },
  { command: "npm run plan" },
  { command: "npm run --silent previews -- --json" },
  { command: "npm run migrate" },
  // The runbook about imports: the resource has to be unknown to the state first.
  { command: "cd cdktf.out/stacks/transaction-processing-$ENVIRONMENT_SUFFIX" },
  { command: "terraform state rm aws_ecs_cluster.cluster_cluster" },
  { command: "terraform import aws_ecs_cluster.cluster_cluster ecs-cluster-$ENVIRONMENT_SUFFIX" },
  { command: "terraform plan" },
  { command: "cd ../../.." },
];
