import type { ITerraformDependable } from "cdktf";
import type { TASK_VARIABLES } from "../naming/names";
import type { PolicyStatement } from "./iam";

/** The variables and rights that the application's tasks of both colors get for a resource; the resource's construct defines them. */
export interface TaskUse {
  /** The tasks' rights in words that follow "may", for the role's description. */
  readonly may: string;
  /** Environment variables by which the tasks find the resource. */
  readonly variables: Readonly<Partial<Record<(typeof TASK_VARIABLES)[number], string>>>;
  /** The statements for exactly these rights. */
  readonly statements: readonly PolicyStatement[];
  /** Resources that have to exist before a task starts, beside those that the variables refer to. @default - none */
  readonly before?: readonly ITerraformDependable[];
}
