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
   * Resources that have to exist before a task starts. A resource whose attributes are in the field `variables` need not be in this list,
   * because Terraform creates that resource before the task anyway.
   * @default - none
   */
  readonly before?: readonly ITerraformDependable[];
}
