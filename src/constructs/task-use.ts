import type { ITerraformDependable } from "cdktf";
import type { TASK_VARIABLES } from "../naming/names";
import type { PolicyStatement } from "./iam";

/** What the application's tasks of both colors get of a resource that they use; the construct of the resource says it. */
export interface TaskUse {
  /** What they may do with it, in words that follow "may": the role's description has them. */
  readonly may: string;
  /** Variables by which they find it. */
  readonly variables: Readonly<Partial<Record<(typeof TASK_VARIABLES)[number], string>>>;
  /** The rights to that, and to no more. */
  readonly statements: readonly PolicyStatement[];
  /** What has to be there before a task starts, beside what the variables refer to. @default - nothing */
  readonly before?: readonly ITerraformDependable[];
}
