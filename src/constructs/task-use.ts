import type { ITerraformDependable } from "cdktf";
import type { TASK_VARIABLES } from "../naming/names";
import type { PolicyStatement } from "./iam";

/**
 * The environment variables and permissions that the application's tasks of both colors get for a resource. The construct of the resource
 * defines them.
 */
export interface TaskUse {
  /** The permissions as words that follow "may" in the role's description. */
  readonly may: string;
  /** Environment variables by which the tasks find the resource. */
  readonly variables: Readonly<Partial<Record<(typeof TASK_VARIABLES)[number], string>>>;
  /** The policy statements with exactly these permissions. */
  readonly statements: readonly PolicyStatement[];
  /**
   * Additional resources that have to exist before a task starts. Resources to which the variables refer need no item here, because
   * Terraform creates them first anyway.
   * @default - none
   */
  readonly before?: readonly ITerraformDependable[];
}
