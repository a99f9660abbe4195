import type { Check } from "./check";
import { IDENTITY } from "./identity";
import { MACHINE } from "./machine";
import { STATE } from "./state";
import type { Subject } from "./subject";

/** Everything that `npm run doctor` looks at, in the order of its table. */
export const CHECKS: readonly Check<Subject>[] = [...MACHINE, ...IDENTITY, ...STATE];
